"""Break text into lines, in points. The measuring function is passed in, so that layout can be tested without fonts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

Weight = Literal["regular", "semibold", "italic"]
"""A cut of the typeface."""

Tone = Literal["ink", "quiet", "point", "paper"]
"""The colour of a text: ink, a quieter ink, the colour of trigger points, or that of the paper, on a pill of ink."""

Align = Literal["left", "center", "right"]
"""Which point of a line of text its position refers to."""

Measure = Callable[[str, str, float], float]
"""(text, weight, size in pt) -> width in pt; weight is regular, semibold or italic."""


class Text(msgspec.Struct, frozen=True):
    """One line of text: (`x`, `y`) is on its baseline, at its left, middle or right as `align` says; `size` in pt."""

    text: str
    x: float
    y: float
    size: float
    weight: Weight = "regular"
    tone: Tone = "ink"
    align: Align = "left"


def wrap(
    text: str, width: float, weight: str, size: float, measure: Measure, *, balance: bool = False
) -> tuple[str, ...]:
    """Break `text` at spaces into lines of at most `width` pt; a longer word gets its own line.

    With `balance`, the lines are made about equally long without adding one: bisection finds the narrowest width that
    keeps their number.
    """
    lines = _greedy(text, width, weight, size, measure)
    if not balance or len(lines) < 2:
        return lines
    low, high = width / 3, width
    while high - low > 1:
        middle = (low + high) / 2
        if len(_greedy(text, middle, weight, size, measure)) > len(lines):
            low = middle
        else:
            high = middle
    return _greedy(text, high, weight, size, measure)


def _greedy(text: str, width: float, weight: str, size: float, measure: Measure) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
