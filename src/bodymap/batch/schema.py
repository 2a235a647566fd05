"""JSON Schema of a table in YAML, a list of rows, so that editors complete and check it while you type."""

from __future__ import annotations

from typing import Any

from ..options.typed import SHORTHANDS
from .columns import COMMANDS, TableColumn, columns
from .rows import LONGEST, MOST, SWITCH

_SWITCH: list[dict[str, Any]] = [{"type": "boolean"}, {"enum": [*SWITCH, 1, 0]}]

_EMPTY: list[dict[str, Any]] = [{"type": "null"}, {"const": ""}]


def table() -> dict[str, Any]:
    """Return the schema of a table. `#/$defs/Row` is that of a row, and also fits each line of a JSON lines file.

    It checks each column separately. Only `bodymap batch` checks which columns can be combined; it also accepts other
    spellings of a column's name, e.g. `No points`.
    """
    switches = {
        name: {"description": f"Yes: {field} {value}.", "anyOf": [*_SWITCH, *_EMPTY]}
        for name, (field, value) in SHORTHANDS.items()
    }
    row = {
        "type": "object",
        "properties": {column.name: _of(column) for column in columns().values()} | switches,
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of bodymap batch",
        "type": "array",
        "items": {"$ref": "#/$defs/Row"},
        "$defs": {"Row": row},
    }


def _of(column: TableColumn) -> dict[str, Any]:
    """Return the schema of a column, which may also be empty."""
    applies = "" if column.commands == COMMANDS else f" ({', '.join(column.commands)})"
    return {"description": f"{column.help}{applies}", "anyOf": [*_kinds(column), *_EMPTY]}


def _kinds(column: TableColumn) -> list[dict[str, Any]]:
    text: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if column.choices:
        return [{"enum": list(column.choices)}]
    if column.kind == "switch":
        return _SWITCH
    if column.kind == "number":
        return [{"type": "number"}, {**text, "pattern": r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"}]
    plain = [text, {"type": "integer"}]
    if column.kind == "list":
        return [*plain, {"type": "array", "items": {"anyOf": plain}, "maxItems": MOST}]
    return plain
