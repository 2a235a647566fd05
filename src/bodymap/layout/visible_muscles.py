"""Where the muscles of a view are seen, looked up on a grid of the plate, in mm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import bounds, distance, raster, rings
from ..content.view_content import PictureSide, ViewContent
from .panel import SIDES

FINE = 130
"""Number of cells along the longer side of the grid on which muscles are looked up."""

SEEN = 120
"""Number of places that are looked at in each muscle."""


class VisibleMuscle(msgspec.Struct, frozen=True, eq=False):
    """Where a muscle is seen on a plate: places inside it, mm, their distance from its border, and whether covered.

    For a column on either side: whether others lie between, and the middle of the places that it names, (1, 2) mm.
    """

    places: NDArray[np.float64]
    depth: NDArray[np.float64]
    covered: NDArray[np.bool_]
    blocked: Mapping[str, bool]
    middles: Mapping[str, NDArray[np.float64]]
    points: NDArray[np.float64]


@lru_cache(32)
def muscles_of(view: ViewContent) -> Mapping[str, VisibleMuscle]:
    """Return where each muscle of a view is seen."""
    masks, corner, cell = _masks(view)
    covering = {key: _covered(view, masks, key) for key in masks}
    points = {
        key: np.array([(p.x, p.y) for m, p in zip(view.marks, view.points, strict=True) if m.muscle == key])
        for key in masks
    }
    found = {}
    for key, mask in masks.items():
        polygons = [ring for shape in view.shapes([key]) for ring in rings(shape)]
        rows, columns = np.nonzero(mask)
        places: NDArray[np.float64] = np.stack([columns, rows], 1) * cell + (cell / 2 + np.array(corner))
        if not len(places):
            places = np.concatenate([ring.mean(0, keepdims=True) for ring in polygons])
            rows = columns = np.zeros(len(places), dtype=np.intp)
        covered = covering[key][rows, columns]
        count = SEEN * (2 if view.both_sides else 1)
        picked = _spread(places, covered, count)
        places, covered = places[picked], covered[picked]
        blocked: dict[str, bool] = {
            "right": _blocked(mask, covering[key], masks, key, 1),
            "left": _blocked(mask, covering[key], masks, key, -1),
        }
        middles: dict[str, NDArray[np.float64]] = {
            side: np.concatenate([own, places[:0]]).mean(0, keepdims=True)
            for side in SIDES
            for own in [places[named_places(view, places, side)]]
        }
        depth = distance(polygons, places)
        found[key] = VisibleMuscle(places, depth, covered, blocked, middles, points[key].reshape(-1, 2))
    return found


def _spread(places: NDArray[np.float64], covered: NDArray[np.bool_], count: int) -> NDArray[np.intp]:
    """Return the indices of places to use, evenly from those that are not covered."""
    open_ = np.flatnonzero(~covered)
    indices = open_ if len(open_) >= 4 else np.arange(len(places))
    return indices[np.unique(np.linspace(0, len(indices) - 1, min(count, len(indices))).astype(np.intp))]


def _covered(view: ViewContent, masks: Mapping[str, NDArray[np.bool_]], muscle: str) -> NDArray[np.bool_]:
    """Return where a muscle lies under others, or where others that are drawn over it lie."""
    order = list(view.named)
    deep = {h.muscle for h in view.highlights if h.deep}
    over = [key for key in order if key != muscle and (muscle in deep or key not in deep)]
    if muscle not in deep:
        over = [key for key in over if order.index(key) > order.index(muscle)]
    covered = np.zeros_like(next(iter(masks.values())))
    for key in over:
        covered |= masks[key]
    return covered


def _blocked(
    mask: NDArray[np.bool_], covered: NDArray[np.bool_], masks: Mapping[str, NDArray[np.bool_]], muscle: str, turn: int
) -> bool:
    """Return whether other muscles lie between a muscle and a column, at every height."""
    rest = np.zeros_like(mask)
    for key, other in masks.items():
        if key != muscle:
            rest |= other
    seen = (mask & ~covered)[:, ::turn]
    rest = rest[:, ::turn]
    rows = seen.any(1)
    if not rows.any():
        return False
    columns = np.arange(mask.shape[1])
    reach = np.where(seen, columns, -1).max(1)
    others = np.where(rest, columns, -1).max(1)
    return not bool((reach >= others)[rows].any())


@lru_cache(32)
def others_of(view: ViewContent) -> tuple[Mapping[str, NDArray[np.float64]], tuple[float, float], float]:
    """Return for each muscle a grid of what the leader to it should not pass over, rows from the bottom up.

    Also the lower left corner of the grid and the side of a cell, mm.
    """
    masks, corner, cell = _masks(view)
    total = sum(mask.astype(np.float64) for mask in masks.values())
    grids = {key: np.flipud(np.minimum(total - mask, 1.0)) for key, mask in masks.items()}
    rows = next(iter(masks.values())).shape[0]
    return grids, (corner[0], corner[1] + rows * cell), cell


@lru_cache(32)
def _masks(view: ViewContent) -> tuple[dict[str, NDArray[np.bool_]], tuple[float, float], float]:
    """Return on which cells of a grid each muscle lies, the grid's upper left corner and the side of a cell, mm."""
    x0, y0, x1, y1 = bounds(view.shapes(view.named))
    cell = max(x1 - x0, y1 - y0) / FINE
    size = int((y1 - y0) / cell) + 1, int((x1 - x0) / cell) + 1
    masks = {
        key: raster([ring for shape in view.shapes([key]) for ring in rings(shape)], (x0, y0), cell, size)
        for key in view.named
    }
    return masks, (x0, y0), cell


def named_places(view: ViewContent, places: NDArray[np.float64], facing: PictureSide) -> NDArray[np.bool_]:
    """Return which places in a muscle a column names: on both sides of the body, those on the nearer one."""
    half = places[:, 0] > 0 if facing == "right" else places[:, 0] < 0
    return half if view.both_sides and half.any() else np.ones(len(places), dtype=bool)
