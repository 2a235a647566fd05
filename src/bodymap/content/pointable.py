"""How much of a muscle one can point at in a view: the belly that is seen, or what a window shows of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..body import forms
from ..body.geometry import area, distance, inside, rings
from ..body.plate import Part, Plate
from ..knowledge.anatomy import Side, atlas
from .structures import outline_of

LEAST_SEEN = 0.06
"""A muscle of whose shape less than this share is seen, apart from tendons, is shown through a window."""

WINDOW = 0.5
"""What the area of a window counts, compared with what is seen: it is harder to tell what it shows."""

BEHIND = 0.1
"""The same for a window through bone or organs, as through the shoulder blade to the muscle in front of it."""

NARROW = 2.5
"""What is nowhere wider than this, mm, can't be pointed at."""

CELLS = 40
"""Cells along the longer side of the grid on which it is measured how wide a muscle is."""

_SOLID = ("bone", "organs")


def pointable(plate: Plate, muscle: str, sides: Sequence[str]) -> float:
    """Return how much of a muscle one can point at on a plate, mm²: 0 if it is a sliver or not there."""
    areas = [_target(plate, part) for part in _parts(plate, muscle, sides)]
    return sum(areas)


def seen_of(plate: Plate, ids: Iterable[str], sides: Sequence[str]) -> float:
    """Return how much can be told of muscles by their bellies, and of structures and areas by their outlines, mm².

    Args:
        plate: the plate.
        ids: the ids that they are drawn as.
        sides: the sides that count; what lies in the middle always does.
    """
    wanted, shown = {*ids}, (*sides, Side.MIDLINE)
    own = [part for part in plate.parts if part.of in wanted and part.side in shown]
    muscles = sum(_target(plate, part) for part in own if part.kind == "muscle")
    return muscles + sum(area(outline_of(part)) for part in own if part.kind in ("structure", "course", "area"))


def lie_over(plate: Plate, muscle: str, others: Collection[str], sides: Sequence[str]) -> frozenset[str]:
    """Return which of some other muscles lie over a muscle that is shown through a window; none if its belly is seen.

    Parts of a muscle count for it.
    """
    known = forms.load(plate.body, plate.view)
    owner = {part.id: other for other in others for part in atlas().drawn(other)}
    found: set[str] = set()
    for part in _parts(plate, muscle, sides):
        form = known.of(part) if known else None
        if form is None or _belly(part, form) >= LEAST_SEEN * area(part.shape):
            return frozenset()
        over = {*(of for of, _ in form.above), *(of for of, _ in form.under)}
        found |= {owner[of] for of in over if of in owner}
    return frozenset(found - {muscle})


def _parts(plate: Plate, muscle: str, sides: Sequence[str]) -> Iterator[Part]:
    drawn, shown = {part.id for part in atlas().drawn(muscle)}, (*sides, Side.MIDLINE)
    return (part for part in plate.parts if part.kind == "muscle" and part.of in drawn and part.side in shown)


@lru_cache(2048)
def _target(plate: Plate, part: Part) -> float:
    known = forms.load(plate.body, plate.view)
    form = known.of(part) if known else None
    if form is None:
        return area(part.shape) if _width(rings(part.shape)) >= NARROW else 0.0
    belly = _belly(part, form)
    if belly >= LEAST_SEEN * area(part.shape):
        seen = part.shape if form.seen is None else form.seen
        wide = _width(rings(seen), rings(form.tendon) if len(form.tendon.codes) else [])
        return belly if wide >= NARROW else 0.0
    solid = any(of in _SOLID and share > WINDOW for of, share in form.above)
    return area(part.shape) * (BEHIND if solid else WINDOW) if _width(rings(part.shape)) >= NARROW else 0.0


def _belly(part: Part, form: forms.Form) -> float:
    """Return the area of what is seen of a muscle apart from its tendons, mm²."""
    seen = part.shape if form.seen is None else form.seen
    return sum(area(shape) * sign for shape, sign in ((seen, 1.0), (form.tendon, -1.0)) if len(shape.codes))


def _width(region: list[NDArray[np.float64]], without: Sequence[NDArray[np.float64]] = ()) -> float:
    """Return how wide a region is where it is widest, mm: the diameter of the largest disc in it."""
    points = np.concatenate(region)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    cell = max(x1 - x0, y1 - y0) / CELLS
    grid = np.stack(np.meshgrid(np.arange(x0, x1, cell) + cell / 2, np.arange(y0, y1, cell) + cell / 2), -1)
    places = grid.reshape(-1, 2)
    places = places[inside(region, places)]
    if without and len(places):
        places = places[~inside([*without], places)]
    return 2.0 * float(distance([*region, *without], places).max(initial=0.0))
