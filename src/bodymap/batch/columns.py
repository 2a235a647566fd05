"""What a row of a table may say: the options of `render`, `handout`, `slides` and `card`, by the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_type_hints

import msgspec

from ..knowledge.anatomy import Record

COMMANDS = ("render", "handout", "slides", "card")
"""What a row may make; the first unless it says otherwise."""

_PICTURES = ("render", "slides")
_TITLED = ("render", "handout", "slides")


def _column(about: str, commands: tuple[str, ...] = COMMANDS) -> msgspec.Meta:
    return msgspec.Meta(description=about, extra={"commands": commands})


class Row(Record, frozen=True, rename="kebab"):
    """What a row says, each field a column. Text that is not given is empty.

    `condition`, `muscle`, `pain`, `output`, `address` and `conditions` are lists.
    """

    command: Annotated[str, _column("render, handout, slides or card; empty: what writes the output's ending")] = ""
    condition: Annotated[
        tuple[str, ...], _column("a condition, or its file (.yaml); several for a booklet, a talk")
    ] = ()
    output: Annotated[
        tuple[str, ...], _column("the file's name in the folder; of a picture several; empty: made up")
    ] = ()
    format: Annotated[str, _column("without output: png, jpg, webp, svg or pdf; empty: png", ("render",))] = ""
    muscle: Annotated[
        tuple[str, ...],
        _column("instead of a condition: muscles, as infraspinatus:primary or infraspinatus=0.8", ("render",)),
    ] = ()
    pain: Annotated[tuple[str, ...], _column("with muscle: areas where it is felt", ("render",))] = ()
    title: Annotated[str, _column("of a picture with muscle, of a booklet, of a talk's opening slide", _TITLED)] = ""
    points: Annotated[str, _column("trigger points: auto, marks, numbers, list or none", ("render",))] = ""
    no_points: Annotated[bool, _column("yes: as points none", ("render",))] = False
    region: Annotated[str, _column("of a condition that may be anywhere, as knee")] = ""
    side: Annotated[str, _column("the patient's left, right or both")] = ""
    body: Annotated[str, _column("a body of `bodymap list bodies`")] = ""
    view: Annotated[str, _column("anterior, posterior, left-lateral, right-lateral or plantar")] = ""
    size: Annotated[
        str, _column("slide, a4, a5, letter, square, story, a4-landscape, or pixels as 1920x1080", ("render",))
    ] = ""
    landscape: Annotated[bool, _column("yes: turn the sheet so", ("render",))] = False
    portrait: Annotated[bool, _column("yes: turn the sheet so", ("render",))] = False
    dpi: Annotated[float | None, _column("dots an inch", ("render",))] = None
    labels: Annotated[str, _column("plain, latin, both, numbers or none", _PICTURES)] = ""
    theme: Annotated[str, _column("a theme of `bodymap list themes`, or a file of your own (.yaml)")] = ""
    skin: Annotated[str, _column("a tone of `bodymap list skins`")] = ""
    layers: Annotated[str, _column("shown or hidden, as areas,-fibres")] = ""
    transparent: Annotated[bool, _column("yes: no ground", ("render",))] = False
    text: Annotated[str, _column("the words of an SVG: paths or text", ("render",))] = ""
    alt: Annotated[str, _column("sidecar: the description too, in a file beside the picture", ("render",))] = ""
    paper: Annotated[str, _column("a4 or letter", ("handout",))] = ""
    large: Annotated[bool, _column("yes: large print", ("handout",))] = False
    clinic: Annotated[str, _column("who gives it: a file; empty: clinic.toml beside the table", ("handout",))] = ""
    name: Annotated[str, _column("the clinic's name", ("handout",))] = ""
    address: Annotated[tuple[str, ...], _column("the lines of its address", ("handout",))] = ()
    logo: Annotated[str, _column("its logo: a file, .png, .jpg or .svg", ("handout",))] = ""
    colour: Annotated[str, _column("its colour, as #1d5b79", ("handout",))] = ""
    patient: Annotated[str, _column("for whom; it stands in the handout alone", ("handout",))] = ""
    date: Annotated[str, _column("the date that it bears", ("handout",))] = ""
    template: Annotated[
        str, _column("one of your own: .typ for a handout, .pptx or .potx for slides", ("handout", "slides"))
    ] = ""
    build: Annotated[bool, _column("yes: body, muscles, points and pain one after the other", ("slides",))] = False
    editable: Annotated[bool, _column("yes: muscles, points and names as PowerPoint's own shapes", ("slides",))] = False
    layout: Annotated[str, _column("with template: the layout to use", ("slides",))] = ""
    conditions: Annotated[tuple[str, ...], _column("folders of conditions of your own")] = ()
    plates: Annotated[str, _column("a folder of plates of your own")] = ""


@dataclass(frozen=True)
class Column:
    """A column: its name in a table and in `Row`, what it holds, the commands it goes with, and a line about it.

    `kind` is `text`, `list`, `switch` or `number`.
    """

    name: str
    field: str
    kind: str
    commands: tuple[str, ...]
    about: str


@cache
def columns() -> dict[str, Column]:
    """The columns by their names, in the order of `Row`."""
    hints = get_type_hints(Row, include_extras=True)
    found = (_described(field.encode_name, field.name, hints[field.name]) for field in msgspec.structs.fields(Row))
    return {column.name: column for column in found}


def _described(name: str, field: str, hint: Any) -> Column:
    [meta] = hint.__metadata__
    kinds = {str: "text", bool: "switch", tuple[str, ...]: "list", float | None: "number"}
    return Column(name, field, kinds[hint.__origin__], meta.extra["commands"], meta.description)


def command_of(row: Row) -> str:
    """What a row makes: what it says, else what alone writes the ending of its output, else a picture."""
    if row.command:
        return row.command
    endings = {name.lower().rpartition(".")[2] for name in row.output}
    return "slides" if endings == {"pptx"} else "card" if endings and endings <= {"html", "htm"} else COMMANDS[0]


def given(row: Row) -> dict[str, Any]:
    """The columns that a row says something in, by their names."""
    found: dict[str, Any] = msgspec.to_builtins(row)
    return found


def listing() -> Iterator[tuple[str, str, str, str]]:
    """Each column as words: its name, what it holds, the commands it goes with, and a line about it."""
    for column in columns().values():
        goes = "all" if column.commands == COMMANDS else ", ".join(column.commands)
        yield column.name, column.kind, goes, column.about
