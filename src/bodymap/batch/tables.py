"""Reads a table into rows with their line numbers: CSV from any spreadsheet, YAML or JSON lines."""

from __future__ import annotations

import codecs
import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec

from ..errors import BodymapError, FileError, one_of, quoted, unknown
from ..files.disk import contents

ENDINGS = {".csv": "csv", ".tsv": "csv", ".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}
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
            excel = "; save it as CSV" if path.suffix.lower() in (".xlsx", ".xls", ".ods") else ""
            raise BodymapError(
                f"{path}: unknown kind of table {quoted(path.suffix)}; it may be {one_of(ENDINGS)}{excel}"
            )
        kind = ENDINGS[path.suffix.lower()]
    elif kind not in KINDS:
        raise unknown("kind of table", kind, KINDS, field="table")
    if not stdin:
        return parse(contents(path, most=MOST_BYTES, label=str(path)), kind, str(path))
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise BodymapError(f"{STDIN}: larger than {MOST_BYTES // 1024} kB, which is the limit")
    return parse(raw, kind, STDIN)


def parse(raw: bytes, kind: str, label: str) -> Table:
    """Read a table from bytes. `label` is its name in messages."""
    if raw.startswith(_ARCHIVE):
        return Table(label, faults=(FileError(label, "is a spreadsheet or an archive; save it as CSV", line=1),))
    if kind == "yaml":
        return _yaml(raw, label)
    try:
        text, notes = _text(raw, label)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Table(label, faults=(FileError(label, "is not text in UTF-8", line=line),))
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
    rows, faults = list[RawRow](), list[FileError]()
    header: list[str] | None = None
    top = 0
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = skipped
    try:
        for cells in lines:
            line, begin = begin + 1, skipped + lines.line_num
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if header is None:
                header, top = [column_name(cell) for cell in cells], line
                faults += _of_header(header, label, line)
            elif any(cells[len(header) :]):
                many = f"has {len(cells)} cells, but the header names {len(header)} columns"
                faults.append(
                    FileError(label, f"{many}; a {separator!r} in a cell needs quotes around the cell", line=line)
                )
            elif lost := [cell for name, cell in zip(header, cells, strict=False) if cell and not name]:
                faults.append(FileError(label, f"{quoted(lost[0])} is in a column without a name", line=line))
            else:
                rows.append(RawRow(line, {name: cell for name, cell in zip(header, cells, strict=False) if name}))
    except csv.Error as error:
        faults.append(FileError(label, f"is not CSV: {_reason(error)}", line=begin + 1))
    if header is None and not faults:
        faults.append(FileError(label, "is empty; its first line names the columns", line=1))
    return Table(label, tuple(rows), tuple(faults), notes, top, tuple(header or ()))


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


# --- YAML and JSON lines --------------------------------------------------------------------------------------------


def _yaml(raw: bytes, label: str) -> Table:
    from ..files.validation import validate  # imported here because it loads the parser

    document = validate(raw, tuple[dict[str, Any], ...], label=label)
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
    with suppress(ValueError):  # a number with thousands of digits
        json.loads(record, object_pairs_hook=lambda pairs: keys.append([name for name, _ in pairs]))
    return keys[-1] if keys else []
