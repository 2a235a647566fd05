"""A row's plain values into a record; every value that does not fit is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..errors import BodymapError, FileError, quoted, unknown
from .columns import Column, Row, columns
from .tables import RawRow, Table, column_name

SWITCH = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}
"""How a cell says that something is so, or is not."""

LONGEST = 600
"""Letters of a text."""

MOST = 200
"""Texts of a list."""


class BadValue(ValueError):  # noqa: N818 (of a value, not of the program)
    """Why a value does not fit its column."""


def of_table(table: Table, preset: dict[str, str]) -> tuple[list[tuple[RawRow, Row]], list[FileError], set[int]]:
    """The rows of a table as records, the faults of their values, and the lines of the rows that have some.

    A faulty value is left out of its record, so that the rest of the row can be looked at all the same.

    Args:
        table: as it was read.
        preset: the columns that hold for every row that leaves them empty.
    """
    found, faults = list[tuple[RawRow, Row]](), list(table.faults)
    told, spoilt = set[str](), set[int]()
    if not table.rows and not faults:  # a table without a header, or without an end to its first line
        faults += (_unknown(name, table, table.header) for name in table.names if name and name not in columns())
    for given in table.rows:
        row, wrong = of_values(given, preset, table)
        # A column of a header is told once.
        faults += (fault for fault in wrong if not (table.header and fault.field in told))
        told |= {fault.field for fault in wrong if fault.field not in columns()}
        found.append((given, row))
        spoilt |= {given.line} if wrong else set()
    return found, faults, spoilt


def of_values(given: RawRow, preset: dict[str, str], table: Table) -> tuple[Row, list[FileError]]:
    """The record of one row, and what does not fit."""
    values, faults = dict[str, Any](), list[FileError]()
    for name, value in (preset | {name: value for name, value in given.values.items() if _said(value)}).items():
        line = given.lines.get(name, given.line)
        if name not in columns():
            faults.append(_unknown(name, table, table.header or line, value))
            continue
        column = columns()[name]
        try:
            values[column.field] = fitted(value, column)
        except BadValue as error:
            faults.append(FileError(table.label, str(error), line=line, field=name, value=value))
    return Row(**values), faults


def _unknown(name: str, table: Table, line: int, value: Any = None) -> FileError:
    message = str(unknown("column", name, columns(), listing="bodymap batch --columns"))
    return FileError(table.label, message, line=line, field=name, value=value)


def fitted(value: Any, column: Column) -> Any:
    """A value as its column has it.

    Raises:
        Misfit: it does not fit.
    """
    if column.kind == "list":
        parts = value if isinstance(value, list) else re.split(r"[;\r\n]+", _text(value))
        texts = tuple(text for text in map(_line, parts) if text)
        if len(texts) > MOST:
            raise BadValue(f"holds {len(texts)} texts; {MOST} are the most")
        return texts
    if column.kind == "switch":
        word = str(value).casefold()
        if isinstance(value, list | dict) or word not in SWITCH:
            raise BadValue(f"{quoted(value)} must be yes or no")
        return SWITCH[word]
    if column.kind == "number":
        try:
            return float(_text(value))
        except ValueError:
            raise BadValue(f"{quoted(value)} must be a number") from None
    return _line(value)


def _said(value: Any) -> bool:
    """Whether a cell says something."""
    return value is not None and value != "" and value != []


def _line(value: Any) -> str:
    text = _text(value)
    if not text.isprintable():
        raise BadValue(f"{quoted(text)} must be one line of letters that can be printed")
    return text


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadValue(f"{quoted(value)} must be text")
    text = str(value).strip()
    if len(text) > LONGEST:
        raise BadValue(f"{quoted(text)} is too long; it may have {LONGEST} letters")
    return text


def presets(settings: Iterable[str]) -> dict[str, str]:
    """What `--set size=a4` and its like say, by column.

    Raises:
        BodymapError: one is no column, or its value does not fit.
    """
    return dict(_preset(text) for text in settings)


def _preset(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = column_name(name)
    if not equals:
        raise BodymapError(f"--set {quoted(text)}: say a column and its value, as size=a4")
    if name not in columns():
        raise unknown("column", name, columns(), where="--set", listing="bodymap batch --columns")
    try:
        fitted(value, columns()[name])
    except BadValue as error:
        raise BodymapError(f"--set {name}: {error}") from None
    return name, value
