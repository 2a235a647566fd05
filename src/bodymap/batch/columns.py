"""The columns of a table: the options of `render`, `handout`, `slides` and `card`, by the same names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, get_type_hints

import msgspec

from ..formats import kinds
from ..knowledge.anatomy import Record
from ..options import (
    HELP,
    SIDECAR,
    CardOptions,
    HandoutOptions,
    Option,
    Options,
    RenderOptions,
    SlideOptions,
    options_of,
)

RECORDS: Mapping[str, type[Options]] = {
    "render": RenderOptions,
    "handout": HandoutOptions,
    "slides": SlideOptions,
    "card": CardOptions,
}
"""The commands that a row can name, each with its options. The first is the default."""

COMMANDS = tuple(RECORDS)


class Row(Record, frozen=True, rename="kebab"):
    """The values of a row: each field is a column. Text that is not given is empty.

    `condition`, `muscle`, `point`, `spot`, `structure`, `pain`, `output`, `address` and `conditions` are lists.
    """

    command: str = ""
    condition: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    format: str = ""
    muscle: tuple[str, ...] = ()
    point: tuple[str, ...] = ()
    spot: tuple[str, ...] = ()
    structure: tuple[str, ...] = ()
    pain: tuple[str, ...] = ()
    note: str = ""
    title: str = ""
    region: str = ""
    side: str = ""
    body: str = ""
    view: str = ""
    theme: str = ""
    skin: str = ""
    base: str = ""
    layers: str = ""
    labels: str = ""
    key: bool = False
    quiz: bool = False
    points: str = ""
    transparent: bool = False
    size: str = ""
    orientation: str = ""
    dpi: float | None = None
    text: str = ""
    id_prefix: str = ""
    alt: str = ""
    audience: str = msgspec.field(default="", name="for")
    paper: str = ""
    large: bool = False
    bw: bool = False
    pages: str = ""
    about: str = ""
    sources: str = ""
    clinic: str = ""
    name: str = ""
    address: tuple[str, ...] = ()
    logo: str = ""
    colour: str = ""
    patient: str = ""
    date: str = ""
    template: str = ""
    build: bool = False
    editable: bool = False
    layout: str = ""
    conditions: tuple[str, ...] = ()
    plates: str = ""


class TableColumn(NamedTuple):
    """A column: its name in a table and in `Row`, what it holds, the commands that it applies to, and a line of help.

    `kind` is `text`, `list`, `switch` or `number`. `option` is the option that it sets, if any, and `choices` are
    the words that it may hold, if they are limited.
    """

    name: str
    field: str
    kind: str
    commands: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()
    option: Option | None = None


_MARKS = ("muscle", "point", "spot", "structure", "pain", "note", "title")
_ALL = dict.fromkeys(("command", "condition", *_MARKS, "output", "region", "conditions", "plates"), COMMANDS)
_RENDER = dict.fromkeys(("format", "alt"), ("render",))
_HANDOUT = dict.fromkeys(("name", "address", "logo", "colour"), ("handout",))

_COMMANDS_OF = {**_ALL, **_RENDER, **_HANDOUT}
"""The commands of columns that are not a field in the options of every command they apply to."""

_HELP = HELP | {
    "command": "Make this: render, handout, slides or card. If empty, the output's ending decides.",
    "condition": "Show this condition: its id, its name or its file (.yaml). A side may follow, e.g. sciatica@left. "
    "Several make a booklet or a talk.",
    "output": "Write to this file in the output folder; several for a picture. If empty, a name is made up.",
    "format": f"Without output: {HELP['format'][0].lower()}{HELP['format'][1:]}",
    "title": "Print this title: with muscles or points, on a booklet, or on the opening slide of a talk.",
    "address": "Print these lines of your clinic's address.",
    "template": "Use your own template: .typ for a handout, .pptx or .potx for slides.",
}
"""Help for columns whose help is not that of a single option."""


def _choices() -> dict[str, tuple[str, ...]]:
    """Return the choices for columns whose choices are not those of a single option."""
    return {"command": COMMANDS, "format": kinds(), "alt": SIDECAR}


@cache
def columns() -> dict[str, TableColumn]:
    """Return the columns by name, in the order of `Row`."""
    hints = get_type_hints(Row)
    fields = msgspec.structs.fields(Row)
    return {field.encode_name: _column(field.encode_name, field.name, hints[field.name]) for field in fields}


def _column(name: str, field: str, hint: Any) -> TableColumn:
    kinds = {str: "text", bool: "switch", tuple[str, ...]: "list", float | None: "number"}
    options = {command: options_of(record).get(field) for command, record in RECORDS.items()}
    commands = _COMMANDS_OF.get(field) or tuple(command for command, option in options.items() if option)
    option = next((option for option in options.values() if option), None)
    choices = _choices().get(field) or (option.choices if option else ())
    help = _HELP[field] if field in _HELP or option is None else option.help
    return TableColumn(name, field, kinds[hint], commands, help, choices, option)


def command_of(row: Row) -> str:
    """Return the command of a row: the one it names, or the one that its output's ending implies, or `render`."""
    if row.command:
        return row.command
    endings = {name.lower().rpartition(".")[2] for name in row.output}
    return "slides" if endings == {"pptx"} else "card" if endings and endings <= {"html", "htm"} else COMMANDS[0]


def given(row: Row) -> dict[str, Any]:
    """Return the columns that a row sets, with their values, by name."""
    values: dict[str, Any] = msgspec.to_builtins(row)
    return values


def options_in(row: Row, record: type[Options]) -> dict[str, Any]:
    """Return the options of a record that a row sets, as keywords."""
    return {name: value for name in record.__struct_fields__ if (value := getattr(row, name, None))}


def listing() -> Iterator[tuple[str, str, str, str]]:
    """Yield a description of each column: its name, what it holds, the commands it applies to, and its help."""
    for column in columns().values():
        commands = "all" if column.commands == COMMANDS else ", ".join(column.commands)
        yield column.name, column.kind, commands, column.help
