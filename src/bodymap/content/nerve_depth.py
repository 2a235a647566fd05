"""Which parts of a nerve are seen, and which are covered by muscles, bones or ligaments that lie over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import forms
from ..body.geometry import LINE, MOVE, Shape, bounds, inside, meet, rings
from ..body.plate import Part, Plate
from ..body.plates import load
from ..knowledge.anatomy import ViewLike
from ..knowledge.structures import StructureKind, seen_from, structures
from .structures import StructureShape

STEP = 1.0
"""Distance between the points of a nerve's course that are looked at, mm."""

SHORT = 5.0
"""A stretch shorter than this, mm, is drawn like what is around it, so that no dash or dot stands alone."""

CHORDS = 8
"""Number of straight lines for each curve of a course."""


class NerveDepth(msgspec.Struct, frozen=True, eq=False):
    """The seen and the covered parts of a nerve's course, as open lines in plate mm; a shape may be empty."""

    seen: Shape
    covered: Shape


@lru_cache(64)
def depth_of(plate: Plate, course: Part, off: tuple[str, ...] = ()) -> NerveDepth:
    """Return what is seen and what is covered of a nerve on a plate.

    A muscle covers with its belly: a nerve runs beside a tendon, not under it. What is taken `off` covers nothing.
    """
    known = structures().structures.get(course.of)
    over = known.under.get(seen_from(plate.view), ()) if known else ()
    if not over:
        return NerveDepth(course.shape, _lines([]))
    covers = [
        part
        for part in plate.parts
        if part.of in over
        and part.of not in off
        and part.kind in ("muscle", "structure")
        and part.side in (course.side, "midline")
        and meet(bounds([part.shape]), bounds([course.shape]))
    ]
    seen: list[NDArray[np.float64]] = []
    covered: list[NDArray[np.float64]] = []
    for line in rings(course.shape, CHORDS):
        points = _even(line)
        hidden = settled(_hidden(plate, covers, points))
        for first, last in _runs(hidden):
            piece = points[max(first - 1, 0) : last]
            (covered if hidden[first] else seen).append(piece)
    return NerveDepth(_lines(seen), _lines(covered))


def covered_nerves(body: str, view: ViewLike, shown: Sequence[StructureShape]) -> tuple[str, ...]:
    """Return the ids of the nerves that something covers on a plate, each once."""
    nerves = [one for one in shown if one.kind == StructureKind.NERVE]
    if not nerves:
        return ()
    plate = load(body, view)
    parts = {part.id: part for part in plate.parts if part.kind == "course"}
    hidden = [one.structure for one in nerves if len(depth_of(plate, parts[one.part]).covered.codes)]
    return tuple(dict.fromkeys(hidden))


def settled(hidden: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which points are covered, (n,), without stretches shorter than `SHORT`: the shortest joins first."""
    settled = hidden.copy()
    while True:
        runs = _runs(settled)
        short = [(last - first, first, last) for first, last in runs if (last - first) * STEP < SHORT]
        if len(runs) < 2 or not short:
            return settled
        _, first, last = min(short)
        settled[first:last] = ~settled[first]


def _hidden(plate: Plate, covers: Sequence[Part], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    shaped = forms.load(plate.body, plate.view)
    hidden = np.zeros(len(points), dtype=bool)
    for part in covers:
        under = inside(rings(part.shape), points)
        form = shaped.of(part) if shaped and part.kind == "muscle" else None
        if form and len(form.tendon.codes):
            under &= ~inside(rings(form.tendon), points)
        hidden |= under
    return hidden


def _even(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points along a line, `STEP` apart, with both of its ends."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    count = max(int(np.ceil(along[-1] / STEP)), 1) + 1
    at = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], axis=1)


def _runs(values: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where stretches of equal values begin and end."""
    edges = (np.flatnonzero(values[1:] != values[:-1]) + 1).tolist()
    return list(zip([0, *edges], [*edges, len(values)], strict=True))


def _lines(found: Sequence[NDArray[np.float64]]) -> Shape:
    """Return open lines as one shape."""
    lines = [line for line in found if len(line) > 1]
    if not lines:
        return Shape(np.empty((0, 2)), np.empty(0, dtype=np.uint8))
    codes = [np.array([MOVE, *[LINE] * (len(line) - 1)], dtype=np.uint8) for line in lines]
    return Shape(np.concatenate(lines), np.concatenate(codes))
