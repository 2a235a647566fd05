"""JSON Schema of a table in YAML, a list of rows, so that editors complete and check it as one types."""

from __future__ import annotations

from typing import Any

from ..body import plates
from ..content import picture_content
from ..export.handout.handout import PAPERS
from ..export.image import KINDS, TEXT
from ..layout import point_numbers
from ..layout.label_columns import LABELS
from .check import ALT
from .columns import COMMANDS, Column, columns
from .rows import LONGEST, MOST, SWITCH


def table() -> dict[str, Any]:
    """The schema of a table; `#/$defs/Row` is that of a row, a line of JSON lines.

    It is what a row may say, column by column. What goes together is known to `bodymap batch` alone, which also takes a
    column's name in other spellings, as `No points`.
    """
    row = {
        "type": "object",
        "properties": {column.name: _of(column) for column in columns().values()},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of bodymap batch",
        "type": "array",
        "items": {"$ref": "#/$defs/Row"},
        "$defs": {"Row": row},
    }


def _of(column: Column) -> dict[str, Any]:
    """The schema of a column: what it holds, or nothing."""
    goes = "" if column.commands == COMMANDS else f" ({', '.join(column.commands)})"
    empty: list[dict[str, Any]] = [{"type": "null"}, {"const": ""}]
    return {"description": f"{column.about}{goes}", "anyOf": [*_kinds(column), *empty]}


def _kinds(column: Column) -> list[dict[str, Any]]:
    text: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if choices := _choices().get(column.name):
        return [{"enum": list(choices)}]
    if column.kind == "switch":
        return [{"type": "boolean"}, {"enum": [*SWITCH, 1, 0]}]
    if column.kind == "number":
        return [{"type": "number"}, {**text, "pattern": r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"}]
    plain = [text, {"type": "number"}]
    if column.kind == "list":
        return [*plain, {"type": "array", "items": {"anyOf": plain}, "maxItems": MOST}]
    return plain


def _choices() -> dict[str, tuple[str, ...]]:
    """The columns that hold one of a few words."""
    return {
        "command": COMMANDS,
        "format": tuple(KINDS),
        "side": picture_content.SIDES,
        "view": tuple(plates.views(plates.DEFAULT_BODY)),
        "labels": LABELS,
        "points": point_numbers.POINT_STYLES,
        "text": TEXT,
        "alt": ALT,
        "paper": tuple(PAPERS),
    }
