"""The columns of a table: the options of `render`, `handout`, `slides` and `card`, by the same names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..formats import kinds
from ..knowledge.anatomy import Record
from ..options.option import Option, Options, options_of
from ..options.records import CardOptions, HandoutOptions, RenderOptions, SlideOptions
from ..options.typed import ChartOptions, ClinicOptions, FileOptions, FolderOptions, SubjectOptions

RECORDS: Mapping[str, tuple[type[Options], ...]] = {
    "render": (FileOptions, ChartOptions, RenderOptions, FolderOptions),
    "handout": (SubjectOptions, HandoutOptions, ClinicOptions, FolderOptions),
    "slides": (SubjectOptions, SlideOptions, FolderOptions),
    "card": (ChartOptions, CardOptions, FolderOptions),
}
"""The commands that a row can name, each with its options. The first is the default."""

COMMANDS = tuple(RECORDS)


class _TableFields(Record, frozen=True, rename="kebab"):
    """The columns that set no option."""

    command: str = ""
    condition: tuple[str, ...] = ()
    output: tuple[str, ...] = ()


_HELP = {
    "command": "Make this: render, handout, slides or card. If empty, the output's ending decides.",
    "condition": "Show this condition: its id, its name or its file (.yaml). A side may follow, e.g. sciatica@left. "
    "Several make a booklet or a talk.",
    "output": "Write to this file in the output folder; several for a picture. If empty, a name is made up.",
    "title": "Print this title: with muscles or points, on a booklet, or on the opening slide of a talk.",
    "address": "Print these lines of your clinic's address.",
    "template": "Use your own template: .typ for a handout, .pptx or .potx for slides.",
}
"""Help for columns whose help is not that of a single option."""


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


def _options() -> dict[str, dict[str, Option]]:
    """Return the options that are columns, by name, each as the commands have it that take it."""
    found: dict[str, dict[str, Option]] = {}
    for command, records in RECORDS.items():
        for record in records:
            for name, option in options_of(record).items():
                found.setdefault(name, {})[command] = option
    return found


_KINDS = {"choice": "text", "path": "text", "texts": "list", "paths": "list"}
"""What a column holds, by the kind of its option; otherwise the same."""

_TYPES: dict[str, tuple[Any, Any]] = {
    "text": (str, ""),
    "list": (tuple[str, ...], ()),
    "switch": (bool, False),
    "number": (float | None, None),
}
"""The type of a field of `Row`, and its default, by what the column holds."""


def _row() -> Any:
    fields = []
    for name, options in _options().items():
        option = next(iter(options.values()))
        kind, default = _TYPES[_KINDS.get(option.kind, option.kind)]
        fields.append((name, kind, msgspec.field(default=default, name=option.typed)))
    doc = {"__doc__": "The values of a row: each field is a column. Text that is not given is empty."}
    return msgspec.defstruct("Row", fields, bases=(_TableFields,), namespace=doc, module=__name__, frozen=True)


if TYPE_CHECKING:

    class Row(_TableFields, frozen=True):
        """The values of a row: each field is a column. Text that is not given is empty."""

        def __getattr__(self, name: str) -> Any: ...

else:
    Row = _row()


@cache
def columns() -> dict[str, TableColumn]:
    """Return the columns by name, in the order of `Row`."""
    choices = {"command": COMMANDS, "format": kinds()}
    found = [
        TableColumn(name, name, "text" if name == "command" else "list", COMMANDS, _HELP[name], choices.get(name, ()))
        for name in _TableFields.__struct_fields__
    ]
    for name, options in _options().items():
        option = next(iter(options.values()))
        kind, commands = _KINDS.get(option.kind, option.kind), tuple(options)
        help = _HELP.get(name) or option.help
        found.append(TableColumn(option.typed, name, kind, commands, help, choices.get(name) or option.choices, option))
    return {column.name: column for column in found}


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
