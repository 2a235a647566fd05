"""Places pairs of electrodes on a plate, from its landmarks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import distance, inside, rings
from ..body.plates import load
from ..knowledge.anatomy import Side, View
from ..knowledge.electrodes import STATURE, Place, electrodes
from ..knowledge.views import facts_of

APART = 20.0
"""Distance between the middles of two electrodes, mm: H. J. Hermens and others, 2000, doi
10.1016/S1050-6411(00)00027-4."""

DEEP, FARTHEST = 6.0, 20.0
"""How far inside its muscle a pair lies at least, and how far it may be moved for that, mm."""

LANDMARKS = (View.ANTERIOR, View.POSTERIOR)
"""The plates whose landmarks are used; one that only the other shows is seen through the body."""


class ElectrodePair(msgspec.Struct, frozen=True):
    """Two electrodes on a muscle: their middles on a plate, mm."""

    muscle: str
    side: Side
    first: tuple[float, float]
    second: tuple[float, float]

    @property
    def middle(self) -> tuple[float, float]:
        """The place between them, mm."""
        return (self.first[0] + self.second[0]) / 2, (self.first[1] + self.second[1]) / 2


@lru_cache(32)
def electrode_pairs(body: str, view: View) -> tuple[ElectrodePair, ...]:
    """Return the pairs of electrodes that a view of a body shows, on both sides.

    The line between two landmarks is straight on a plate, while on the skin it follows the limb. So a pair that would
    lie beside its muscle is moved across the line to the nearest place on it, by up to `FARTHEST`. A pair is left out
    on a body without its landmarks, or without its muscle near the line.
    """
    return tuple(_pairs(body, view))


def _pairs(body: str, view: View) -> Iterator[ElectrodePair]:
    for site in electrodes():
        if site.view != view:
            continue
        for side, turn in facts_of(view).edges:
            start, end = (_place(body, view, side, turn, place) for place in (site.start, site.end))
            if start is None or end is None:
                continue
            line = end - start
            along = line / np.hypot(*line) * APART / 2
            middle = _on_muscle(body, view, (site.muscle, side), start + site.share * line, along)
            if middle is None:
                continue
            first, second = (middle - along).tolist(), (middle + along).tolist()
            yield ElectrodePair(site.muscle, side, (first[0], first[1]), (second[0], second[1]))


def _on_muscle(
    body: str, view: View, muscle: tuple[str, Side], middle: NDArray[np.float64], along: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Return the place nearest to the middle of a pair, across its line, that lies well inside a muscle."""
    shapes = [p.shape for p in load(body, view).parts if p.kind == "muscle" and (p.of, p.side) == muscle]
    if not shapes:
        return None
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    moved = np.array(sorted(np.arange(-FARTHEST, FARTHEST + 1), key=abs))
    places = middle + moved[:, None] * across
    outline = rings(shapes[0])
    depth = np.where(inside(outline, places), distance(outline, places), 0.0)
    if not depth.any():
        return None
    best: NDArray[np.float64] = places[int(np.argmax(depth >= min(DEEP, float(depth.max()))))]
    return best


def _place(body: str, view: View, side: Side, turn: int, place: Place) -> NDArray[np.float64] | None:
    """Return a place on a plate, mm; None if no plate of the body has its landmark."""
    for other in (view, *LANDMARKS):
        plate = load(body, other)
        for point in plate.points:
            if point.kind == "landmark" and point.of == place.landmark and point.side in (side, Side.MIDLINE):
                x = point.x if other == view else -point.x
                size = plate.stature / STATURE
                return np.array([x + turn * place.out * size, point.y + place.down * size])
    return None
