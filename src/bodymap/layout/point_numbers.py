"""Number trigger points in reading order: a point has the same number in every figure and on both sides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from .. import words
from ..body.geometry import Box
from ..content.view_content import Mark, ViewContent
from ..errors import unknown
from ..options.choices import PointStyle
from ..style.text import Text
from .metrics import Metrics
from .records import Figure, Inset, Position

POINT_STYLES: tuple[PointStyle, ...] = get_args(PointStyle)
"""How points can be shown: as marks only, with numbers, with numbers and a list of their sites, or not at all.

`all` marks those of every muscle, not only of the main ones. `auto` means with the list if the names are numbers too,
otherwise as marks.
"""

ROW = 15.0
"""Points in a row of this height, mm, are numbered from the midline outwards, so both sides get the same numbers."""

Shown = TypeVar("Shown", Figure, Inset)

Numbers = Mapping[tuple[str, int], int]
"""The number beside each point, by the id of what is drawn and the point's number within it."""

SPACINGS = 7.0, 9.0, 11.0, 14.0, 18.0, 23.0, 30.0
"""Trigger points nearer to each other than this share one X, pt on a slide; larger values make room for numbers."""

SINKS, TALL = 0.1, 0.94
"""Height of a number's baseline above the bottom of its box, and height of the box, as multiples of the type size."""

CLEARER = 2.0
"""How much nearer a number should be to its own X than to any other, pt."""

ROUNDS = 12
"""Maximum number of rounds in which the numbers look for better places."""

ROUNDING = 1e-6
"""The area that two boxes may share, pt²."""

Flaw = Literal["overlaps", "crowded", None]
"""What is wrong with where numbers stand: one overlaps something or is nearer to another X; or only sticks out of its
figure or is about as near to another X."""

_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Where a number may be placed relative to its X, best place first."""


def point_style(wanted: str, labels: str) -> PointStyle:
    """Return the style that is meant: one of `POINT_STYLES` other than `auto`.

    Raises:
        BodymapError: if it is not one of them.
    """
    if wanted not in POINT_STYLES:
        raise unknown("kind of points", wanted, POINT_STYLES, field="points")
    if wanted in ("auto", "all"):
        return "list" if labels == "numbers" else "marks"
    return wanted


def point_numbers(views: Sequence[ViewContent]) -> dict[tuple[str, int], int]:
    """Return the number of each point: from the top of the first figure down, then points that only others show."""
    numbers: dict[tuple[str, int], int] = {}
    for view in views:
        for point in sorted(view.points, key=lambda p: (p.y // ROW, abs(p.x))):
            numbers.setdefault((point.of, point.number), len(numbers) + 1)
    return numbers


def mark_of(number: int) -> str:
    """Return what is written beside a point, such as P2: no muscle's number can be mistaken for it."""
    return words.text("label.mark", number=number)


def marks_in_line(numbers: Sequence[int]) -> str:
    """Return what is written beside points that share one X, such as P1, P2 or P4 to P7 as P4\u2013P7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = []
    for run in runs:
        if len(run) > 2:
            told.append(words.text("label.marks", first=mark_of(run[0]), last=mark_of(run[-1])))
        else:
            told += map(mark_of, run)
    return words.series(told)


def spaced(metrics: Metrics, view: ViewContent, scale: float, apart: float = SPACINGS[0]) -> tuple[Mark, ...]:
    """Return the marks of a view; of those nearer to each other than `apart`, pt on a slide, only the first."""
    clear: list[tuple[Mark, Position]] = []
    for mark, point in zip(view.marks, view.points, strict=True):
        if all(math.hypot(point.x - x, point.y - y) * scale > metrics.length(apart) for _, (x, y) in clear):
            clear.append((mark, (point.x, point.y)))
    return tuple(mark for mark, _ in clear)


def numbered(metrics: Metrics, figure: Shown, view: ViewContent, numbers: Numbers) -> Shown | None:
    """Return a figure with the numbers of its points. An X that stands for others nearby has their numbers too.

    If numbers would overlap, or lie nearer to another X than to their own, more points share one X. None if the numbers
    can't be told apart even then.
    """
    for apart in SPACINGS:
        marks = spaced(metrics, view, figure.scale, apart)
        numerals, flaw = _numerals(metrics, figure, view, marks, numbers)
        if flaw is None:
            break
    return None if flaw == "overlaps" else msgspec.structs.replace(figure, marks=marks, numerals=numerals)


def _numerals(
    metrics: Metrics, figure: Figure, view: ViewContent, marks: Sequence[Mark], numbers: Numbers
) -> tuple[tuple[Text, ...], Flaw]:
    """Return the numbers of those marks, and what is wrong with where they stand."""
    if not marks:
        return (), None
    at = {point.id: figure.at(point.x, point.y) for point in view.points}
    shares: dict[Position, set[int]] = {at[mark.point]: set() for mark in marks}
    for point in view.points:
        nearest = min(shares, key=lambda place: math.dist(place, at[point.id]))
        shares[nearest].add(numbers[point.of, point.number])
    size, reach = metrics.size("foot"), metrics.length(4)
    told = [marks_in_line(sorted(share)) for share in shares.values()]
    wide = [metrics.width(text, "semibold", "foot") for text in told]
    own = [_around(place, w, size, reach + metrics.length(1)) for place, w in zip(shares, wide, strict=True)]
    said = [text for text in (*figure.letters, figure.caption) if text]
    chosen, flaw = _settled(own, np.array(list(shares)), figure.place, reach, [_box(metrics, text) for text in said])
    texts = tuple(
        Text(text, float(box[0]), float(box[1]) + SINKS * size, size, "semibold", "point")
        for text, box in zip(told, chosen, strict=True)
    )
    return texts, flaw


def _around(place: Position, wide: float, size: float, reach: float) -> NDArray[np.float64]:
    """Return boxes (n, 4) where the number of an X may be placed, the nearest and best places first."""
    x, y = place
    tall = size * TALL
    boxes = []
    for far in (0.0, 0.45 * size):
        for right, up in _AROUND:
            dx = right * (reach + far) + (0.0 if right > 0 else -wide if right < 0 else -wide / 2)
            dy = up * (reach + far) + (0.0 if up > 0 else -tall if up < 0 else -tall / 2)
            boxes.append((x + dx, y + dy, x + dx + wide, y + dy + tall))
    return np.array(boxes)


def _box(metrics: Metrics, text: Text) -> Box:
    """Return the box of a line of text."""
    wide = metrics.measure(text.text, text.weight, text.size)
    x = text.x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.align] * wide
    return x, text.y - 0.25 * text.size, x + wide, text.y + 0.8 * text.size


def _settled(
    own: Sequence[NDArray[np.float64]],
    crosses: NDArray[np.float64],
    within: Box,
    reach: float,
    taken: Sequence[Box] = (),
) -> tuple[list[NDArray[np.float64]], Flaw]:
    """Return a box for each number, clear of the rest and nearest to its own X, and what is wrong with them.

    The letters of the sides and the caption are `taken`.

    Each number in turn takes the cheapest place, given the others, until none moves: the local search of point-feature
    label placement (Christensen, Marks and Shieber, ACM Trans. Graph. 14 (1995) 203-232, doi 10.1145/212332.212334).
    """
    marks = np.concatenate([np.concatenate([crosses - reach, crosses + reach], 1), np.array(taken).reshape(-1, 4)])
    fixed, wrong = [], []
    for i, boxes in enumerate(own):
        on_marks = _shared(boxes, marks).sum(1)
        away = _distance(boxes, crosses)
        others = np.delete(away, i, 1).min(1, initial=np.inf)
        unclear = np.maximum(away[:, i] + CLEARER - others, 0.0)
        out = np.maximum(np.concatenate([within[:2] - boxes[:, :2], boxes[:, 2:] - within[2:]], 1), 0.0).sum(1)
        fixed.append(8.0 * on_marks + 12.0 * unclear + 20.0 * out + 0.2 * np.arange(len(boxes)))
        wrong.append((on_marks > ROUNDING) | (away[:, i] + CLEARER / 2 > others))
    pick = [int(cost.argmin()) for cost in fixed]
    for _ in range(ROUNDS):
        before = list(pick)
        for i, boxes in enumerate(own):
            rest = np.array([own[j][pick[j]] for j in range(len(own)) if j != i]).reshape(-1, 4)
            pick[i] = int((fixed[i] + 10.0 * _shared(boxes, rest).sum(1)).argmin())
        if pick == before:
            break
    chosen = [boxes[k] for boxes, k in zip(own, pick, strict=True)]
    shared = np.triu(_shared(np.array(chosen), np.array(chosen)), 1).sum()
    if shared > ROUNDING or any(flaws[k] for flaws, k in zip(wrong, pick, strict=True)):
        return chosen, "overlaps"
    clear = all(cost[k] < 0.2 * len(cost) for cost, k in zip(fixed, pick, strict=True))
    return chosen, None if clear else "crowded"


def _shared(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area that each box of (n, 4) shares with each of (m, 4), as (n, m)."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared: NDArray[np.float64] = np.maximum(high - low, 0.0).prod(2)
    return shared


def _distance(boxes: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance from each box of (n, 4) to each place of (m, 2), as (n, m)."""
    gap = np.maximum(boxes[:, None, :2] - places, np.maximum(places - boxes[:, None, 2:], 0.0))
    away: NDArray[np.float64] = np.hypot(gap[..., 0], gap[..., 1])
    return away
