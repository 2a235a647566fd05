"""Folds identical errors of a table into one line: a misspelt word in a thousand rows is one mistake."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import FileError

MOST_LINES = 3
"""Maximum number of lines that are named; of more, only the first and how many others there are."""


def folded(errors: Iterable[FileError]) -> list[str]:
    """Return the messages of errors, in order; those that differ only in their line are one message."""
    lines: dict[tuple[str, str, str], list[int | None]] = {}
    for error in errors:
        lines.setdefault((error.file, error.field, error.message), []).append(error.line)
    return [_message(*said, at) for said, at in lines.items()]


def _message(file: str, field: str, message: str, lines: list[int | None]) -> str:
    numbers = sorted({line for line in lines if line is not None})
    if len(numbers) < 2:
        return str(FileError(file, message, line=numbers[0] if numbers else None, field=field))
    if len(numbers) <= MOST_LINES:
        place = f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    else:
        place = f"line {numbers[0]} and {len(numbers) - 1} others"
    return str(FileError(f"{file}, {place}", message, field=field))
