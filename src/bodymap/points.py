"""Trigger points numbered in reading order: a point has the same number in every figure and on both sides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .compose import Page
from .errors import unknown
from .geometry import Box
from .layout import Figure, Position
from .stage import Stage
from .typeset import Text

HOW = ("auto", "marks", "numbers", "list", "none")
"""How points are shown: as marks alone, with numbers, with numbers and the list of their sites, or not at all.

`auto`: with their list where the names are numbers too, else as marks.
"""

ROW = 15.0
"""Points of about one height, mm, are read from the midline outwards: so a left side numbers like a right one."""

Numbers = Mapping[tuple[str, int], int]
"""The id of what is drawn and the number of a point within it -> the point's number on the picture."""

_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Where a number may stand to its X, the best place first."""


def how(wanted: str, labels: str) -> str:
    """One of `HOW` but `auto`.

    Raises:
        BodymapError: it is none of them.
    """
    if wanted not in HOW:
        raise unknown("kind of points", wanted, HOW)
    return ("list" if labels == "numbers" else "marks") if wanted == "auto" else wanted


def numbers(stages: Sequence[Stage]) -> Numbers:
    """The number of each point: down the first figure, then what only the second shows."""
    found: dict[tuple[str, int], int] = {}
    for stage in stages:
        for point in sorted(stage.points, key=lambda p: (p.y // ROW, abs(p.x))):
            found.setdefault((point.of, point.number), len(found) + 1)
    return found


def numerals(page: Page, figure: Figure, stage: Stage, numbers: Numbers) -> tuple[Text, ...]:
    """The numbers beside the X of a figure. An X that stands for others that would lie on it has their numbers too."""
    at = {point.id: figure.at(point.x, point.y) for point in stage.points}
    kept = [at[mark.point] for mark in figure.marks]
    shares: dict[Position, set[int]] = {}
    for point in stage.points:
        away = [math.dist(place, at[point.id]) for place in kept]
        shares.setdefault(kept[away.index(min(away))], set()).add(numbers[point.of, point.number])
    size, reach = page.size("foot"), page.len(4)
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y in kept]
    found: list[Text] = []
    for (x, y), share in shares.items():
        words = ", ".join(map(str, sorted(share)))
        wide = page.width(words, "semibold", "foot")
        boxes = [_box(x, y, right, up, wide, size, reach + page.len(1)) for right, up in _AROUND]
        best = min(boxes, key=lambda box: sum(_shared(box, other) for other in taken))
        taken.append(best)
        found.append(Text(words, best[0], best[1] + size * 0.1, size, "semibold", "point"))
    return tuple(found)


def _box(x: float, y: float, right: int, up: int, wide: float, size: float, reach: float) -> Box:
    x0 = x + reach if right > 0 else x - reach - wide if right < 0 else x - wide / 2
    y0 = y + reach if up > 0 else y - reach - size if up < 0 else y - size / 2
    return x0, y0, x0 + wide, y0 + size


def _shared(a: Box, b: Box) -> float:
    return max(min(a[2], b[2]) - max(a[0], b[0]), 0.0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0.0)
