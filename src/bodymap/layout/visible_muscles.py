"""Where the muscles of a view are seen, looked up on a grid of the plate, in mm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import bounds, distance, inside, raster, rings, spread
from ..body.plate import Plate
from ..content.view_content import PictureSide, ViewContent
from ..knowledge.anatomy import Side
from .bellies import Belly, belly
from .panel import SIDES
from .segments import Position

FINE = 130
"""Number of cells along the longer side of the grid on which muscles are looked up."""

OWN = 70
"""Number of cells along the longer side of a muscle's own grid."""

COARSE = 5.0
"""Side of a cell of the grid that tells where the body is, mm."""

SEEN = 160
"""Number of places that are looked at in each muscle on a side."""

SLIM, WIDE = 0.5, 8.0
"""A muscle is slim, like a covered tendon, where it is not this share of its greatest depth deep, or this deep, mm."""

BELLY = 25.0
"""About how far from its common trigger points the belly of a covered muscle reaches, mm."""

_TENDON, _COVERED, _UNDER, _SLIM, _DISTANT = 60.0, 14.0, 6.0, 20.0, 30.0
"""Costs of a place on a tendon; where something is drawn over the muscle, or over one that is covered everywhere; where
the muscle is slim; and where a covered one is far from its points."""


class VisibleMuscle(msgspec.Struct, frozen=True, eq=False):
    """Where a muscle is seen on a plate: places inside it, mm.

    For each, its distance from the nearest border, mm, and the cost of what is drawn over it there. For a column on
    either side: whether others lie between, and the middle of the places that it names, mm.
    """

    places: NDArray[np.float64]
    depth: NDArray[np.float64]
    flaw: NDArray[np.float64]
    blocked: Mapping[str, bool]
    middles: Mapping[str, Position]
    points: NDArray[np.float64]


@lru_cache(32)
def muscles_of(view: ViewContent) -> Mapping[str, VisibleMuscle]:
    """Return where each muscle of a view is seen."""
    masks, _, _ = _masks(view)
    found = {}
    for key, mask in masks.items():
        sides = sorted({h.side for h in view.highlights if h.muscle == key})
        sides = sides or sorted({s.side for s in view.structures if s.structure == key})
        sides = [half] if (half := view.half_of(key)) in sides else sides
        places, depth, flaw = (np.concatenate(of) for of in zip(*(_places(view, key, s) for s in sides), strict=True))
        best = flaw <= flaw.min() + _SLIM / 4
        covered = _covered(view, masks, key)
        blocked: dict[str, bool] = {
            "right": _blocked(mask, covered, masks, key, 1),
            "left": _blocked(mask, covered, masks, key, -1),
        }
        middles: dict[str, Position] = {
            side: _middle(places[best][named_places(view, places[best], side)]) for side in SIDES
        }
        points = [(p.x, p.y) for m, p in zip(view.marks, view.points, strict=True) if m.muscle == key]
        found[key] = VisibleMuscle(places, depth, flaw, blocked, middles, np.array(points).reshape(-1, 2))
    return found


def _middle(places: NDArray[np.float64]) -> Position:
    x, y = places.mean(0).tolist()
    return x, y


def _places(
    view: ViewContent, key: str, side: Side | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return places in a muscle on one side, their distance from the nearest border, and the cost of each."""
    seen = belly(view, key, side)
    if seen.off:
        return _on_edge(seen)
    cells = _cells(seen.region)
    places = cells[spread(len(cells), SEEN)]
    flaw = np.where(inside(seen.tendons, places), _TENDON, 0.0)
    for over in seen.over:
        flaw += np.where(inside(over, places), _UNDER if seen.covered else _COVERED, 0.0)
    borders = [*seen.region, *seen.tendons, *(ring for over in seen.over for ring in over)]
    depth = distance(borders, places)
    if seen.covered and (near := _usual_points(view, key, side)).size:
        # Where the tendons of a covered muscle begin is not known, but its common points lie in its belly.
        away = np.hypot(*(places[:, None] - near[None]).transpose(2, 0, 1)).min(1)
        flaw += _DISTANT * np.clip((away - BELLY) / BELLY, 0.0, 1.0)
    wide = max(min(SLIM * float(depth[flaw < _TENDON].max(initial=0.0)), WIDE), 1e-6)
    return places, depth, flaw + _SLIM * np.maximum(1.0 - depth / wide, 0.0)


def _on_edge(muscle: Belly) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return places on the edge of a muscle that is taken off, as deep inside as need be, and the cost of each."""
    edge = np.concatenate([ring for ring in muscle.region if len(ring) > 2])
    places = edge[spread(len(edge), SEEN)]
    flaw = np.zeros(len(places))
    for over in muscle.over:
        flaw += np.where(inside(over, places), _COVERED, 0.0)
    return places, np.full(len(places), WIDE), flaw


def _usual_points(view: ViewContent, key: str, side: Side | None) -> NDArray[np.float64]:
    """Return the places of a muscle's common trigger points on one side, shown or not, (n, 2) mm."""
    owners = {part.of for part in view.plate.parts if part.id in {h.part for h in view.highlights if h.muscle == key}}
    points = [(p.x, p.y) for p in view.plate.points if p.kind != "landmark" and p.of in owners and p.side == side]
    return np.array(points).reshape(-1, 2)


def _cells(region: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the places of a fine grid that lie in a region; if there are none, the middle of each of its rings."""
    points = np.concatenate(region)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    cell = max(max(x1 - x0, y1 - y0) / OWN, 0.25)
    size = int((y1 - y0) / cell) + 1, int((x1 - x0) / cell) + 1
    rows, columns = np.nonzero(raster(region, (x0, y0), cell, size))
    if not len(rows):
        return np.array([ring.mean(0) for ring in region])
    places: NDArray[np.float64] = np.stack([columns, rows], 1) * cell + (cell / 2 + np.array([x0, y0]))
    return places


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
def others_of(view: ViewContent) -> tuple[Mapping[str, NDArray[np.bool_]], tuple[float, float], float]:
    """Return for each muscle a grid of the others, which its leader should not pass over, rows from the bottom up.

    Also the lower left corner of the grid and the side of a cell, mm.
    """
    masks, corner, cell = _masks(view)
    total = sum(mask.astype(np.intp) for mask in masks.values())
    grids = {key: np.flipud(total > mask) for key, mask in masks.items()}
    rows = next(iter(masks.values())).shape[0]
    return grids, (corner[0], corner[1] + rows * cell), cell


@lru_cache(32)
def _masks(view: ViewContent) -> tuple[dict[str, NDArray[np.bool_]], tuple[float, float], float]:
    """Return on which cells of a grid each muscle lies, the grid's upper left corner and the side of a cell, mm."""
    x0, y0, x1, y1 = bounds(view.shapes(view.named))
    cell = max(x1 - x0, y1 - y0) / FINE
    size = int((y1 - y0) / cell) + 1, int((x1 - x0) / cell) + 1
    masks = {
        key: raster([ring for shape in view.named_shapes(key) for ring in rings(shape)], (x0, y0), cell, size)
        for key in view.named
    }
    return masks, (x0, y0), cell


@lru_cache(16)
def body_of(plate: Plate) -> tuple[NDArray[np.bool_], tuple[float, float], float]:
    """Return a grid of where the body is, rows from the bottom up, its lower left corner and the side of a cell, mm."""
    x0, y0, x1, y1 = bounds([plate.outline])
    size = int((y1 - y0) / COARSE) + 1, int((x1 - x0) / COARSE) + 1
    mask = raster(rings(plate.outline), (x0, y0), COARSE, size)
    return np.flipud(mask), (x0, y0 + size[0] * COARSE), COARSE


def has_gaps(plate: Plate, top: float, bottom: float) -> bool:
    """Return whether between two heights, mm, the body is in several pieces side by side, such as two legs."""
    grid, (_, low), cell = body_of(plate)
    rows = slice(max(int((low - bottom) / cell), 0), max(int((low - top) / cell) + 1, 0))
    return bool(((grid[rows, 1:] & ~grid[rows, :-1]).sum(1) > 1).any())


def named_places(view: ViewContent, places: NDArray[np.float64], facing: PictureSide) -> NDArray[np.bool_]:
    """Return which places in a muscle a column names: on both sides of the body, those on the nearer one."""
    half = places[:, 0] > 0 if facing == "right" else places[:, 0] < 0
    return half if view.both_sides and half.any() else np.ones(len(places), dtype=bool)
