"""Break text into lines, in points. The measuring function is passed in, so that layout can be tested without fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

Weight = Literal["regular", "semibold", "italic"]
"""A cut of the typeface."""

Tone = Literal["ink", "quiet", "point", "paper"]
"""The colour of a text: ink, a quieter ink, the colour of trigger points, or that of the paper, on a pill of ink."""

Align = Literal["left", "center", "right"]
"""Which point of a line of text its position refers to."""

JOINS = "-\u2010\u2013/"
"""Letters after which a word can be broken without a hyphen."""

PIECE = 3
"""Minimum number of letters before and after the place where a word is broken."""

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


@lru_cache(4096)
def wrap(
    text: str, width: float, weight: str, size: float, measure: Measure, *, balance: bool = False
) -> tuple[str, ...]:
    """Break `text` at spaces into lines of at most `width` pt; a word that is wider is broken with hyphens.

    With `balance`, the lines are made about equally long without adding one: bisection finds the narrowest width that
    keeps their number and breaks no other word. Results are cached: layout tries the same lines at many scales.
    """
    lines = _greedy(text, width, weight, size, measure)
    if not balance or len(lines) < 2:
        return lines
    widest = max(measure(word, weight, size) for word in text.split())
    low, high = max(width / 3, min(widest, width)), width
    while high - low > 1:
        middle = (low + high) / 2
        if len(_greedy(text, middle, weight, size, measure)) > len(lines):
            low = middle
        else:
            high = middle
    return _greedy(text, high, weight, size, measure)


def _words(text: str, width: float, weight: str, size: float, measure: Measure) -> Iterator[str]:
    """Yield the words of a text, those wider than `width` in pieces."""
    for word in text.split():
        rest = word
        while len(rest) > 2 * PIECE and measure(rest, weight, size) > width:
            piece = _piece(rest, width, weight, size, measure)
            yield piece if piece[-1] in JOINS else f"{piece}-"
            rest = rest[len(piece) :]
        yield rest


def _piece(word: str, width: float, weight: str, size: float, measure: Measure) -> str:
    """Return the beginning of a word that fits with a hyphen: up to a joint in its second half, if it has one."""
    low, high = PIECE, len(word) - PIECE
    while low < high:  # bisection: the more letters, the wider
        middle = (low + high + 1) // 2
        if measure(f"{word[:middle]}-", weight, size) <= width:
            low = middle
        else:
            high = middle - 1
    joint = max((i + 1 for i, letter in enumerate(word[:low]) if letter in JOINS), default=0)
    return word[: joint if joint > low / 2 else low]


def _greedy(text: str, width: float, weight: str, size: float, measure: Measure) -> tuple[str, ...]:
    lines: list[str] = []
    for word in _words(text, width, weight, size, measure):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
