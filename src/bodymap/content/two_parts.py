"""Show a tall view in two figures: the back and the leg of sciatica, the thigh and the calf of a runner.

A figure is as tall as what it must show, so a picture of the low back and a calf would show both small, with empty
paper beside them. It is parted where nothing that it is about is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..body.geometry import Box, bounds
from ..knowledge.conditions import Role
from ..knowledge.views import facts_of
from .focus import AROUND, LEAST, Band, belly
from .structures import structures_to_show
from .view_content import ViewContent

TALL, VERY_TALL = 0.29, 0.38
"""A view that must show less than the first share of the body's height is large enough in one figure; one that must
show less than the second is parted only at a gap."""

GAP = 80.0
"""Height of a gap with nothing in it that a view is about, mm."""

SHARE = 0.7
"""Two figures are worth it if they must show at most this share of the height that one would."""

OTHER = 0.3
"""How much a muscle often involved weighs, compared with a main one, if a figure is made for it."""

INTO = 25.0
"""How far into what it is about a view may be parted, mm: areas of the skin meet, and some overlap a little."""


def two_bands(view: ViewContent) -> tuple[Band, Band] | None:
    """Return the heights of two figures, the upper one first, that show a tall view larger; None if one is enough."""
    _, crown, _, soles = bounds([view.plate.outline])
    tall = (view.focus[3] - view.focus[1]) / (soles - crown)
    if not facts_of(view.view).upright or tall < TALL:
        return None
    spans = [*_spans(view)]
    ends = sorted({y for span in spans for y in (span.top, span.bottom)})
    places = [(a + b) / 2 for a, b in pairwise(ends)]
    if tall < VERY_TALL:
        places = [(a + b) / 2 for a, b in pairwise(ends) if b - a >= GAP]
    found = [(_height(parts), y) for y in places if (parts := _parted(spans, y))]
    height, y = min(found, default=(np.inf, 0.0))
    if height > SHARE * (view.focus[3] - view.focus[1]):
        return None
    return (view.plate.box[1], y), (y, view.plate.box[3])


def main_things(view: ViewContent) -> int:
    """Return how many main muscles and painful areas a figure is about: the part of a view that has more is larger."""
    return sum(span.main for span in _spans(view) if view.band is None or view.band[0] <= span.middle < view.band[1])


class Span(NamedTuple):
    """The upper and lower end of something that a view shows, mm.

    `main` says whether it is a main muscle, or hurts; `whole` whether it may not be cut; `enough` whether a figure may
    be made for it though it is not a main one.
    """

    top: float
    bottom: float
    main: bool
    whole: bool = True
    enough: bool = False

    @property
    def middle(self) -> float:
        """The height that decides in which figure it is."""
        return (self.top + self.bottom) / 2


def _spans(view: ViewContent) -> Iterator[Span]:
    """Yield the heights of what a view shows: muscles, what hurts, points and pain."""
    plate = view.plate
    shapes = {part.id: part.shape for part in plate.parts}
    for highlight in view.highlights:
        _, top, _, bottom = belly(shapes[highlight.part])
        # Two figures of both sides, one above the other, would be hardly larger than one.
        yield Span(top, bottom, highlight.role == Role.PRIMARY, enough=not view.both_sides)
    for id in dict.fromkeys((*view.painful, *view.felt, *(area.part for area in view.sore))):
        yield _span(bounds([shapes[id]]), main=True)
    for shape in structures_to_show(view.structures, plate, alone=not view.highlights):
        yield _span(bounds([shape]), main=True)
    for y in (*(point.y for point in view.points), *(pin.y for pin in view.pins)):
        yield Span(y - AROUND, y + AROUND, main=False)
    for zone in view.zones:
        span = _span(bounds([shapes[zone.part]]), main=True, whole=False)
        if zone.area and span.top >= view.focus[1] and span.bottom <= view.focus[3]:
            yield span


def _span(box: Box, *, main: bool, whole: bool = True) -> Span:
    return Span(box[1], box[3], main, whole)


def _parted(spans: list[Span], y: float) -> tuple[list[Span], list[Span]] | None:
    """Return what lies above a height and what lies below it; None if it would cut something, or one has nothing."""
    if any(min(y - span.top, span.bottom - y) > INTO for span in spans if span.whole):
        return None
    parts = [span for span in spans if span.middle < y], [span for span in spans if span.middle >= y]
    return parts if all(map(_suffices, parts)) else None


def _suffices(part: Sequence[Span]) -> bool:
    """Return whether a figure may be made for a part of a view: pain that spreads alone is not enough."""
    return any(span.whole and (span.main or span.enough) for span in part)


def _height(parts: Sequence[Sequence[Span]]) -> float:
    """Return how much two figures must show, mm: the geometric mean of their heights for each main thing in them."""
    held = [[span for span in part if span.whole] or part for part in parts]
    tall = [max(max(span.bottom for span in p) - min(span.top for span in p), LEAST[1]) for p in held]
    return float(np.exp(np.average(np.log(tall), weights=[sum(span.main for span in part) or OTHER for part in parts])))
