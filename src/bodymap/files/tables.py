"""Reads a table into rows with their line numbers: CSV, Excel and OpenDocument sheets, YAML or JSON lines."""

from __future__ import annotations

import codecs
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BodymapError, FileError, one_of, quoted, unknown
from .disk import contents

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".ods": "ods",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
"""The kind of table by file ending."""

KINDS = tuple(dict.fromkeys(ENDINGS.values()))

MOST_BYTES = 64 * 1024 * 1024
"""Maximum size of a table. A hundred thousand rows take a few megabytes."""

STDIN = "standard input"
"""Name of standard input in messages."""

_SEPARATORS = ",;\t"

_ARCHIVE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx and .ods files, and of .xls files."""


@dataclass(frozen=True)
class RawRow:
    """A row as read from the table: the line where it begins, counted from 1, and its plain values by column.

    `lines` are the lines of the values, by column, if they can differ from the row's.
    """

    line: int
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The content of a table: its rows, errors in its format, and notes about how it was read.

    `header` is the line number of the header and `names` are its columns; 0 and empty if each row names its own.
    """

    label: str
    rows: tuple[RawRow, ...] = ()
    faults: tuple[FileError, ...] = ()
    notes: tuple[str, ...] = ()
    header: int = 0
    names: tuple[str, ...] = ()


def read(path: Path, kind: str | None = None) -> Table:
    """Read the table in a file, or from standard input (`-`).

    Args:
        path: the file.
        kind: one of `KINDS`; None to use the file's ending.

    Raises:
        BodymapError: it can't be read, or its kind is unknown.
    """
    stdin = str(path) == "-"
    if kind is None:
        if stdin:
            raise BodymapError(
                f"say what kind of table standard input has: {one_of(KINDS)}", field="table", choices=KINDS
            )
        if path.suffix.lower() not in ENDINGS:
            raise BodymapError(f"{path}: unknown kind of table {quoted(path.suffix)}; it may be {one_of(ENDINGS)}")
        kind = ENDINGS[path.suffix.lower()]
    elif kind not in KINDS:
        raise unknown("kind of table", kind, KINDS, field="table")
    if not stdin:
        return parse(contents(path, most=MOST_BYTES, label=str(path)), kind, str(path))
    if sys.stdin is None:
        raise BodymapError(f"{STDIN} is closed")
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise BodymapError(f"{STDIN}: larger than {MOST_BYTES // 1024} kB, which is the limit")
    return parse(raw, kind, STDIN)


def parse(raw: bytes, kind: str, label: str) -> Table:
    """Read a table from bytes. `label` is its name in messages."""
    if kind in ("xlsx", "ods"):
        return _spreadsheet(raw, label)
    if raw.startswith(_ARCHIVE):
        message = "is a spreadsheet or an archive; give it its own ending, e.g. .xlsx, or save it as CSV"
        return Table(label, faults=(FileError(label, message, line=1),))
    if kind == "yaml":
        return _yaml(raw, label)
    try:
        text, notes = _text(raw, label)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Table(label, faults=(FileError(label, "is not UTF-8 text", line=line),))
    return _csv(text, label, notes) if kind == "csv" else _json_lines(text, label)


def _text(raw: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    """Return the decoded text, and notes. Spreadsheets write CSV in UTF-8, UTF-16 or Windows-1252."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        try:
            return raw.decode("cp1252"), (f"{label}: is not in UTF-8, so it is read as Windows-1252",)
        except UnicodeDecodeError:
            raise error from None


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv(text: str, label: str, notes: tuple[str, ...]) -> Table:
    separator, text, skipped = _separated(text)
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = skipped
    broken: list[FileError] = []

    def cells() -> Iterator[tuple[int, list[str]]]:
        nonlocal begin
        try:
            for row in lines:
                line, begin = begin + 1, skipped + lines.line_num
                yield line, row
        except csv.Error as error:
            broken.append(FileError(label, f"is not CSV: {_reason(error)}", line=begin + 1))

    table = _rows(cells(), label, f"; a {separator!r} in a cell needs quotes around the cell", broken)
    return replace(table, notes=notes)


def _rows(lines: Iterable[tuple[int, list[str]]], label: str, hint: str, broken: Sequence[FileError] = ()) -> Table:
    """Return the table of lines of cells, the first of which names the columns.

    Args:
        lines: the number of each line, and its cells.
        label: the table's name in messages.
        hint: what to do about a line with too many cells.
        broken: errors of the lines themselves, which may come while they are read.
    """
    rows, faults = list[RawRow](), list[FileError]()
    header: list[str] | None = None
    top = 0
    for line, given in lines:
        cells = [cell.strip() for cell in given]
        if not any(cells):
            continue
        if header is None:
            header, top = [column_name(cell) for cell in cells], line
            faults += _of_header(header, label, line)
        elif any(cells[len(header) :]):
            many = f"has {len(cells)} cells, but the header names {len(header)} columns"
            faults.append(FileError(label, f"{many}{hint}", line=line))
        elif lost := [cell for name, cell in zip(header, cells, strict=False) if cell and not name]:
            faults.append(FileError(label, f"{quoted(lost[0])} is in a column without a name", line=line))
        else:
            rows.append(RawRow(line, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    faults += broken
    if header is None and not faults:
        faults.append(FileError(label, "the file is empty; its first line should name the columns"))
    return Table(label, tuple(rows), tuple(faults), (), top, tuple(header or ()))


def _separated(text: str) -> tuple[str, str, int]:
    """Return the separator, the text and the number of lines removed: Excel's first line can name the separator."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith("sep=") and len(first) == 5:
        head, _, rest = text.partition(first)
        rest = rest.removeprefix("\r").removeprefix("\n")
        return first[4], rest, head.count("\n") + 1
    bare = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=bare.count), text, 0


def _of_header(header: list[str], label: str, line: int) -> Iterator[FileError]:
    for place, name in enumerate(header):
        if name and name in header[:place]:
            yield FileError(label, "comes twice", line=line, field=name)


def _reason(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end of data" in message:
        return "a quote opens here that never closes"
    if "NUL" in message:
        return "it holds NUL bytes"
    return message


def column_name(text: str) -> str:
    """Return a column's name in its usual spelling: `No points`, `no_points` and `--no-points` are `no-points`."""
    return "-".join(text.strip().lstrip("-").casefold().replace("_", " ").replace("-", " ").split())


def settings(texts: Iterable[str], example: str) -> dict[str, str]:
    """Return the values by column from settings such as `size=a4`.

    Args:
        texts: the settings.
        example: one that an error shows.

    Raises:
        BodymapError: a setting has no value, or a column is set twice.
    """
    values: dict[str, str] = {}
    for text in texts:
        column, equals, value = text.partition("=")
        name = column_name(column)
        if not equals:
            raise BodymapError(
                f"{quoted(text)} must be a column and its value, e.g. {example}", field="set", value=text
            )
        if name in values:
            raise BodymapError(f"{name} is set twice", field="set", value=text)
        values[name] = value
    return values


# --- spreadsheets ---------------------------------------------------------------------------------------------------


def _spreadsheet(raw: bytes, label: str) -> Table:
    """Return the first sheet with cells of an Excel or OpenDocument file."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in shown]
    except PasswordError:
        return Table(label, faults=(FileError(label, "is protected by a password; save it without one", line=1),))
    except (CalamineError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        return Table(label, faults=(FileError(label, f"is not a spreadsheet that can be read: {reason}", line=1),))
    filled = [(name, rows) for name, rows in sheets if any(cell != "" for row in rows for cell in row)]
    if not filled:
        return Table(label, faults=(FileError(label, "the file is empty; its first line should name the columns"),))
    name, cells = filled[0]
    lines = ((line, [_cell(cell) for cell in row]) for line, row in enumerate(cells, 1))
    table = _rows(lines, label, "; name the column, or clear the cell")
    others = [other for other, _ in filled[1:]]
    if not others:
        return table
    return replace(table, notes=(f"{label}: the sheet {name!r} is read, not {one_of(map(repr, others))}",))


def _cell(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates as 2030-01-31, yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


# --- YAML and JSON lines --------------------------------------------------------------------------------------------


def _yaml(raw: bytes, label: str) -> Table:
    from .validation import validate  # imported here because it loads the parser

    document = validate(raw, tuple[dict[str, Any], ...], label=label, as_written=True)
    if document.faults:
        return Table(label, faults=document.faults)
    rows, faults = list[RawRow](), list[FileError]()
    for index, values in enumerate(document.whole()):
        lines = {column_name(name): document.lines[index, name] for name in values}
        faults += _repeated(list(values), label, document.lines[index,])
        row = {column_name(name): value for name, value in values.items()}
        rows.append(RawRow(document.lines[index,], row, lines))
    return Table(label, tuple(rows), tuple(faults))


def _repeated(names: Sequence[str], label: str, line: int) -> Iterator[FileError]:
    """Yield an error for each column that comes twice in a row, in any spelling."""
    usual = [column_name(name) for name in names]
    for number, name in enumerate(usual):
        if name in usual[:number]:
            yield FileError(label, "comes twice", line=line, field=name)


def _json_lines(text: str, label: str) -> Table:
    rows, faults = list[RawRow](), list[FileError]()
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    for line, record in enumerate(text.split("\n"), 1):
        if not record.strip():
            continue
        try:
            values = decode(record)
        except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
            message = str(error).removeprefix("JSON is malformed: ")
            faults.append(FileError(label, f"is not a JSON record: {message[:1].lower()}{message[1:]}", line=line))
            continue
        faults += _repeated(_keys(record), label, line)
        rows.append(RawRow(line, {column_name(name): value for name, value in values.items()}))
    return Table(label, tuple(rows), tuple(faults))


def _keys(record: str) -> list[str]:
    """Return the keys of a JSON record, including repeated ones, which the decoder drops."""
    import json

    keys = list[list[str]]()
    with suppress(ValueError, RecursionError):  # a number with thousands of digits
        json.loads(record, object_pairs_hook=lambda pairs: keys.append([name for name, _ in pairs]))
    return keys[-1] if keys else []
