"""Find where each muscle of a chart is seen, and where a leader to it may end, on the sheet in points."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import raster, spread
from ..content.view_content import ViewContent
from ..knowledge.anatomy import Side
from .bellies import belly
from .records import Figure

CELL = 1.1
"""The side of a cell of the grid on which it is looked up what is seen, pt."""

MOST_CELLS = 16_000
"""Number of cells, at most, in which a muscle is looked up; the grid of a larger one is coarser."""

DEEP = 6.0
"""A place this far from the border of what is seen is as good as any further in, pt."""

MOST = 48
"""Number of places that are kept of each muscle."""

Polygons = Sequence[NDArray[np.float64]]


class SeenMuscle(msgspec.Struct, frozen=True, eq=False):
    """A muscle on one half of a figure.

    Attributes:
        muscle: its id.
        side: the half, as the patient's side.
        area: how much is seen of its belly, pt².
        places: places in it where a leader may end, (n, 2) pt.
        depth: how far each is from the border of what is seen, pt, at most `DEEP`.
    """

    muscle: str
    side: Side
    area: float
    places: NDArray[np.float64]
    depth: NDArray[np.float64]


def seen_muscle(figure: Figure, view: ViewContent, muscle: str, side: Side) -> SeenMuscle | None:
    """Return where a muscle is seen on a half of a figure; None if it is not."""
    found = belly(view, muscle, side)
    if found.covered or not found.region:
        return None
    region = [figure.on_sheet(ring) for ring in found.region]
    corners = np.concatenate(region)
    x0, y0, x1, y1 = figure.place
    low, high = np.maximum(corners.min(0), (x0, y0)), np.minimum(corners.max(0), (x1, y1))
    if (high <= low).any():
        return None
    cell = max(CELL, float(np.sqrt(np.prod(high - low) / MOST_CELLS)))
    size = int((high[1] - low[1]) / cell) + 1, int((high[0] - low[0]) / cell) + 1

    def mask(polygons: Polygons) -> NDArray[np.bool_]:
        return raster(list(polygons), (float(low[0]), float(low[1])), cell, size)

    seen = mask(region)
    if found.tendons:
        seen &= ~mask([figure.on_sheet(ring) for ring in found.tendons])
    for over in found.over:
        shapes = [figure.on_sheet(ring) for ring in over]
        if (np.concatenate(shapes).max(0) > low).all() and (np.concatenate(shapes).min(0) < high).all():
            seen &= ~mask(shapes)
    rows, columns = np.nonzero(seen)
    if not len(rows):
        return None
    depth = _depth(seen) * cell
    order = np.argsort(-depth[rows, columns], kind="stable")
    best = order[: max(len(order) // 2, min(len(order), MOST))]
    kept = best[spread(len(best), MOST)]
    places = np.stack([columns[kept], rows[kept]], 1) * cell + (low + cell / 2)
    return SeenMuscle(muscle, side, len(rows) * cell**2, places, np.minimum(depth[rows[kept], columns[kept]], DEEP))


def _depth(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each cell of a mask about how many cells it is from one outside, up to a limit."""
    depth = np.zeros(mask.shape)
    left = mask.copy()
    for _ in range(int(DEEP / CELL) + 1):
        depth += left
        inner = left.copy()
        inner[1:] &= left[:-1]
        inner[:-1] &= left[1:]
        inner[:, 1:] &= left[:, :-1]
        inner[:, :-1] &= left[:, 1:]
        inner[0] = inner[-1] = False
        inner[:, 0] = inner[:, -1] = False
        left = inner
        if not left.any():
            break
    return depth
