"""Reads what a plot says beside its colours: marks of significance, widths of edges, hatching, and values in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ..errors import BodymapError, quoted
from .frames import is_missing, number
from .values import BodyPart, PlacedRows, Value

LEVELS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
"""The usual signs for a probability below a level."""

YES, NO = frozenset({"yes", "true", "y", "1"}), frozenset({"no", "false", "n", "0"})

THIN, THICK = 0.6, 3.6
"""Widths of the edge for the smallest and the largest value, in widths of a usual edge."""

HATCH = 3.2
"""Distance of the lines of a hatched part, pt."""


def marks(placed: PlacedRows, column: str) -> dict[BodyPart, str]:
    """Return the mark of each part that has one: a text of its own, or for a probability the usual sign.

    Raises:
        BodymapError: a number is not a probability.
    """
    found: dict[BodyPart, str] = {}
    for part, value in _several(placed, column).items():
        if isinstance(value, str):
            word = value.strip().casefold()
            if sign := ("*" if word in YES else "" if word in NO else value.strip()):
                found[part] = sign
        elif value is not None:
            if not 0 <= value <= 1:
                raise BodymapError(
                    f"{part.name}: a mark is a text, such as *, or a probability from 0 to 1, not {value:g}",
                    field="mark",
                    value=value,
                )
            if sign := next((sign for level, sign in LEVELS if value < level), ""):
                found[part] = sign
    return found


def explained(signs: Iterable[str]) -> dict[str, str]:
    """Return what the signs of probabilities mean, those that occur."""
    return {sign: f"p < {level:g}" for level, sign in reversed(LEVELS) if sign in set(signs)}


def widths(placed: PlacedRows, column: str) -> dict[BodyPart, float]:
    """Return the width of each part's edge, from the smallest value to the largest.

    Raises:
        BodymapError: the column holds words.
    """
    values: dict[BodyPart, float] = {}
    for part, value in _several(placed, column).items():
        if isinstance(value, str):
            raise BodymapError(f"{quoted(column)} must hold numbers; {part.name} has {quoted(value)}", field="edge")
        if value is not None:
            values[part] = value
    low, high = min(values.values(), default=0.0), max(values.values(), default=1.0)
    span = (high - low) or 1.0
    return {part: THIN + (THICK - THIN) * (value - low) / span for part, value in values.items()}


def hatched(placed: PlacedRows, column: str) -> set[BodyPart]:
    """Return the parts that are hatched: those with yes, true or a number other than 0.

    Raises:
        BodymapError: a cell says neither yes nor no.
    """
    found = set[BodyPart]()
    for part, value in _several(placed, column).items():
        if isinstance(value, str) and value.strip().casefold() not in YES | NO:
            raise BodymapError(f"{quoted(column)} must say yes or no; {part.name} has {quoted(value)}", field="hatch")
        if value is not None and (value.strip().casefold() in YES if isinstance(value, str) else value):
            found.add(part)
    return found


def _several(placed: PlacedRows, column: str) -> dict[BodyPart, Value]:
    """Return the values of a column, where a part has several that of its first row that has one."""
    first: dict[BodyPart, Value] = {}
    for row, parts in placed.rows:
        cell = row.values.get(column)
        value = None if is_missing(cell) else str(cell) if isinstance(cell, bool) else cell
        for part in parts:
            if first.get(part) is None:
                first[part] = value if value is None or (n := number(value)) is None else n
    return {part: str(value) if not isinstance(value, float | None) else value for part, value in first.items()}


def plain(value: Value, digits: int) -> str:
    """Return a value as it is written: numbers with a given number of decimal places."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{digits}f}".replace("-", "−")


def digits_of(values: Iterable[Value]) -> int:
    """Return how many digits after the point numbers need to be told apart: two significant ones of their range."""
    numbers = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    if not numbers or all(value == round(value) for value in numbers):
        return 0
    span = max(numbers) - min(numbers) or max(map(abs, numbers)) or 1.0
    return min(max(1 - math.floor(math.log10(span)), 0), 4)


def in_order(parts: Mapping[BodyPart, Value]) -> list[tuple[BodyPart, float]]:
    """Return the parts with numbers, the largest first."""
    found = [(part, value) for part, value in parts.items() if isinstance(value, float)]
    return sorted(found, key=lambda pair: -pair[1])
