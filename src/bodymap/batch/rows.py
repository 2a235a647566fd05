"""Converts a row's plain values to a record, and reports every value that is not valid for its column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..errors import BodymapError, FileError, folded, quoted, unknown, unreadable
from ..files import tables
from ..files.tables import RawRow, Table
from ..options.typed import SHORTHANDS
from .columns import Row, TableColumn, columns

SWITCH = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}
"""How a cell can say yes or no."""

LONGEST = 600
"""Maximum length of a text, in characters."""

MOST = 200
"""Maximum number of texts in a list."""


class BadValue(ValueError):  # noqa: N818 (an error in the input, not in the program)
    """A value is not valid for its column; the message says why."""


def of_table(table: Table, preset: dict[str, str]) -> tuple[list[tuple[RawRow, Row]], list[FileError], set[int]]:
    """Return the rows of a table as records, the errors in their values, and the lines of the rows with errors.

    Bad values are left out of the record, so that the rest of the row can still be checked.

    Args:
        table: the table as read.
        preset: default values by column, for rows that leave it empty.
    """
    records, errors = list[tuple[RawRow, Row]](), list(table.faults)
    reported, bad_lines = set[str](), set[int]()
    if not table.rows and not errors:  # only one line: perhaps the header is missing
        errors += (_unknown(name, table, table.header) for name in table.names if name and not _is_column(name))
    for raw in table.rows:
        row, row_errors = of_values(raw, preset, table)
        # Report an unknown column in the header only once.
        errors += (error for error in row_errors if not (table.header and error.field in reported))
        reported |= {error.field for error in row_errors if not _is_column(error.field)}
        records.append((raw, row))
        bad_lines |= {raw.line} if row_errors else set()
    return records, errors, bad_lines


def of_values(raw: RawRow, preset: dict[str, str], table: Table) -> tuple[Row, list[FileError]]:
    """Return the record of one row, and the errors in its values."""
    values, errors = dict[str, Any](), list[FileError]()
    for name, value in (preset | {name: value for name, value in raw.values.items() if not _is_empty(value)}).items():
        line = raw.lines.get(name, raw.line)
        if not _is_column(name):
            errors.append(_unknown(name, table, table.header or line, value))
            continue
        try:
            field, fitting = _fitting(name, value)
        except BadValue as error:
            errors.append(FileError(table.label, str(error), line=line, field=name, value=value))
            continue
        if fitting is not None and values.setdefault(field, fitting) != fitting:
            message = f"does not agree with {field} {values[field]!r}"
            errors.append(FileError(table.label, message, line=line, field=name, value=value))
    return Row(**values), errors


def _is_column(name: str) -> bool:
    return name in columns() or name in SHORTHANDS


def _unknown(name: str, table: Table, line: int, value: Any = None) -> FileError:
    message = str(unknown("column", name, columns(), listing="bodymap batch --columns"))
    return FileError(table.label, message, line=line, field=name, value=value)


def _fitting(name: str, value: Any) -> tuple[str, Any]:
    """Return the field that a column sets, and its value; None for a switch such as `landscape` that is off."""
    if name in SHORTHANDS:
        field, meant = SHORTHANDS[name]
        return field, meant if _switch(value) else None
    column = columns()[name]
    return column.field, fitted(value, column)


def fitted(value: Any, column: TableColumn) -> Any:
    """Return a value converted to the type of its column.

    Raises:
        BadValue: it is not valid.
    """
    if column.kind == "list":
        parts = value if isinstance(value, list) else re.split(r"[;\r\n]+", _text(value))
        texts = tuple(text for text in map(_line, parts) if text)
        if len(texts) > MOST:
            raise BadValue(f"holds {len(texts)} texts; at most {MOST} are allowed")
        return texts
    if column.kind == "switch":
        return _switch(value)
    if column.kind == "number":
        try:
            return float(value if isinstance(value, float) else _text(value))
        except ValueError:
            raise BadValue(f"{quoted(value)} must be a number") from None
    return _choice(_line(value), column) if column.choices else _line(value)


def _choice(text: str, column: TableColumn) -> Any:
    """Return the choice that a text stands for."""
    try:
        if column.option and column.option.choices:
            return column.option.accept(text)
        if folded(text) not in column.choices:
            raise unknown(column.name, text, column.choices)
    except BodymapError as error:
        raise BadValue(str(error)) from None
    return folded(text)


def _switch(value: Any) -> bool:
    word = str(value).strip().casefold()
    if isinstance(value, list | dict) or word not in SWITCH:
        raise BadValue(f"{quoted(value)} must be yes or no")
    return SWITCH[word]


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _line(value: Any) -> str:
    text = _text(value)
    if flaw := unreadable(text):
        raise BadValue(f"{quoted(text)} holds {flaw}; leave it out")
    return text


def _text(value: Any) -> str:
    if isinstance(value, float):  # JSON: 3.10 would become 3.1
        raise BadValue(f"{quoted(value)} must be text; write it in quotes")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadValue(f"{quoted(value)} must be text")
    text = str(value).strip()
    if len(text) > LONGEST:
        raise BadValue(f"{quoted(text)} is too long; at most {LONGEST} characters are allowed")
    return text


def presets(settings: Iterable[str]) -> dict[str, str]:
    """Return the values by column from settings such as `size=a4`.

    Raises:
        BodymapError: a column is unknown or set twice, or its value is not valid.
    """
    values = tables.settings(settings, "size=a4")
    for name, value in values.items():
        if not _is_column(name):
            raise unknown("column", name, columns(), listing="bodymap batch --columns", field="set")
        try:
            _fitting(name, value)
        except BadValue as error:
            raise BodymapError(f"{name}: {error}", field="set", value=value) from None
    return values
