"""Plane geometry on plates: shapes as arrays, in millimetres, without SVG or a drawing library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

MOVE, LINE, CUBIC, CLOSE = 1, 2, 4, 79
"""Path codes, the same numbers as in matplotlib.path.Path, so that drawing needs no copy."""


class Shape(msgspec.Struct, frozen=True, eq=False):
    """A path: `points` (n, 2) float64, in mm on the plate; `codes` (n,) uint8. A cubic takes three points."""

    points: NDArray[np.float64]
    codes: NDArray[np.uint8]


Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in the unit of the contents; x0 <= x1, y0 <= y1."""


def rings(shape: Shape, steps: int = 6) -> list[NDArray[np.float64]]:
    """Return the subpaths of a shape, open or closed, as polylines, (n, 2) mm each; a cubic becomes `steps` chords.

    The arrays are read-only and cached, because the shapes of a plate are used again and again.
    """
    return list(_rings(shape, steps))


@lru_cache(4096)
def _rings(shape: Shape, steps: int) -> tuple[NDArray[np.float64], ...]:
    found: list[NDArray[np.float64]] = []
    current: list[NDArray[np.float64]] = []
    t = np.linspace(0, 1, steps + 1)[1:, None]
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    points, codes, i = shape.points, shape.codes, 0
    while i < len(codes):
        code = int(codes[i])
        if code == CUBIC:
            others = np.flatnonzero(codes[i:] != CUBIC)
            end = i + int(others[0]) if len(others) else len(codes)
            a, b, c = (points[i + n : end : 3, None] for n in range(3))
            start = np.concatenate([current[-1][None, -1:], c[:-1]])
            curves = weights[0] * start + weights[1] * a + weights[2] * b + weights[3] * c  # (n, steps, 2)
            current.append(curves.reshape(-1, 2))
            i = end
            continue
        if code == MOVE and current:
            found.append(np.concatenate(current))
            current = []
        if code in (MOVE, LINE):
            current.append(points[i : i + 1])
        i += 1
    if current:
        found.append(np.concatenate(current))
    polylines = tuple(r[:-1] if len(r) > 2 and bool((np.abs(r[0] - r[-1]) < 1e-6).all()) else r for r in found)
    for polyline in polylines:
        polyline.flags.writeable = False
    return polylines


@lru_cache(256)
def ribbon(shape: Shape, width: float) -> Shape:
    """Return open lines as closed strips of a `width` in mm. Sharp bends are not mitred."""
    points, codes = [], []
    for line in rings(shape):
        along = np.gradient(line, axis=0)
        across = along[:, ::-1] * (-1, 1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None] * width / 2
        ring = np.concatenate([line + across, (line - across)[::-1]])
        points += [ring, ring[:1]]
        codes += [MOVE, *[LINE] * (len(ring) - 1), CLOSE]
    return Shape(np.concatenate(points), np.array(codes, dtype=np.uint8))


def subpaths(shape: Shape) -> list[Shape]:
    """Return each ring of a shape as a separate shape."""
    starts = [*np.flatnonzero(shape.codes == MOVE).tolist(), len(shape.codes)]
    return [Shape(shape.points[a:b], shape.codes[a:b]) for a, b in pairwise(starts)]


def bounds(shapes: list[Shape] | tuple[Shape, ...]) -> Box:
    """Return the box of the control points, never smaller than the shapes. ValueError if there are no shapes."""
    return union(*(_bounds(shape) for shape in shapes if len(shape.points)))


@lru_cache(4096)
def _bounds(shape: Shape) -> Box:
    x, y = shape.points.T
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def area(shape: Shape) -> float:
    """Return the enclosed area in mm², by the shoelace formula; rings that run the other way are subtracted."""
    return abs(sum(signed(r) for r in rings(shape)))


def inside(polygons: list[NDArray[np.float64]], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of `points` (n, 2) lie inside the closed polygons, by the even-odd rule."""
    odd = np.zeros(len(points), dtype=bool)
    order = points[:, 1].argsort()
    across, up = points[order].T
    for ring in polygons:
        if len(ring) < 3:
            continue
        (x0, y0), (x1, y1) = ring.T, _next(ring).T
        # Each edge is level with the points whose height lies between those of its ends.
        first, last = up.searchsorted(np.minimum(y0, y1)), up.searchsorted(np.maximum(y0, y1))
        edge, which = _ranges(first, last - first)
        x, y, x0, y0, x1, y1 = across[which], up[which], x0[edge], y0[edge], x1[edge], y1[edge]
        right = which[x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)]
        odd[order] ^= np.bincount(right, minlength=len(points)) % 2 == 1
    return odd


def _ranges(first: NDArray[np.intp], count: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return `count` whole numbers from each of `first` on, after the index of the range that each is in."""
    owner = np.repeat(np.arange(len(first)), count)
    return owner, first[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)


def distance(polygons: list[NDArray[np.float64]], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each of `points` (n, 2) to the nearest edge of the closed polygons."""
    nearest = np.full(len(points), np.inf)
    for ring in polygons:
        dx, dy = (_next(ring) - ring).T
        length = np.maximum(dx**2 + dy**2, 1e-12)
        x, y = points[:, :1] - ring[:, 0], points[:, 1:] - ring[:, 1]
        along = (x * dx + y * dy) / length
        np.clip(along, 0, 1, out=along)
        x -= along * dx
        y -= along * dy
        nearest = np.minimum(nearest, np.sqrt((x * x + y * y).min(1)))
    return nearest


def spans(polygons: list[NDArray[np.float64]], y: float) -> list[tuple[float, float]]:
    """Return where the horizontal line at `y` runs inside the closed polygons: (x0, x1) from left to right."""
    crossings: list[float] = []
    for ring in polygons:
        above = ring[:, 1] > y
        edges = (above[1:] != above[:-1]).nonzero()[0].tolist()
        if above[-1] != above[0]:
            edges.append(-1)
        for n in edges:
            (x0, y0), (x1, y1) = ring[n].tolist(), ring[n + 1].tolist()
            crossings.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def clip(ring: NDArray[np.float64], box: Box) -> list[NDArray[np.float64]]:
    """Return what a box shows of a closed ring (n, 2): one ring for each connected piece.

    The algorithm of K. Weiler and P. Atherton, "Hidden surface removal using polygon area sorting", Computer Graphics
    11 (1977) 214-222, doi 10.1145/965141.563896, for a convex window: the ring is cut into the runs inside the box, and
    from the end of each run the edge of the box is followed to the start of the next one.
    """
    ring = ring if signed(ring) > 0 else ring[::-1]
    low, high = np.array(box[:2]), np.array(box[2:])
    if bool(((ring > low) & (ring < high)).all()):
        return [ring]
    runs = _runs_inside(ring, low, high)
    if not runs:
        corners = np.array([(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])])
        return [corners] if bool(inside([ring], corners[:1])[0]) else []
    starts = np.array([_along(run[0], box) for run in runs])
    pieces: list[NDArray[np.float64]] = []
    left = set(range(len(runs)))
    while left:
        n = first = min(left)
        path: list[NDArray[np.float64]] = []
        while True:
            left.discard(n)
            end = _along(runs[n][-1], box)
            ahead = (starts - end) % 4.0
            following = int(ahead.argmin())
            path += [runs[n], _corners(end, float(ahead[following]), box)]
            n = following
            if n == first or n not in left:
                break
        pieces.append(np.concatenate(path))
    return pieces


def half(shape: Shape, turn: int) -> Shape:
    """Return what of a closed shape lies on one side of the midline, x = 0; curves become chords.

    The algorithm of I. E. Sutherland and G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17
    (1974) 32-42, doi 10.1145/360767.360802, for one edge.

    Args:
        shape: the shape, mm on the plate.
        turn: 1 for what has x > 0, -1 for what has x < 0.
    """
    points, codes = [np.empty((0, 2))], list[int]()
    for ring in rings(shape):
        following = _next(ring)
        x, beyond = ring[:, 0] * turn, following[:, 0] * turn
        crosses = (x > 0) != (beyond > 0)
        share = np.divide(x, x - beyond, out=np.zeros_like(x), where=crosses)[:, None]
        # Each corner that is kept, and after it the place where its edge crosses the midline.
        both = np.stack([ring, ring + share * (following - ring)], 1)
        both[:, 1, 0] = np.where(crosses, 0.0, both[:, 1, 0])
        found = both[np.stack([x > 0, crosses], 1)]
        if len(found) > 2:
            points += [found, found[:1]]
            codes += [MOVE, *[LINE] * (len(found) - 1), CLOSE]
    return Shape(np.concatenate(points), np.array(codes, dtype=np.uint8))


def _runs_inside(
    ring: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Return the runs of a closed ring inside a box, each from edge to edge, by clipping every segment."""
    step = _next(ring) - ring
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = (low - ring) / step, (high - ring) / step
    flat_out = (step == 0) & ((ring <= low) | (ring >= high))
    enter = np.where(step == 0, -np.inf, np.minimum(a, b)).max(1)
    leave = np.where(step == 0, np.inf, np.maximum(a, b)).min(1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    kept = (enter < leave) & ~flat_out.any(1)
    if not kept.any():
        return []
    begins = kept & (enter > 0)
    first = int(np.flatnonzero(begins)[0]) if begins.any() else 0
    order = np.concatenate((np.arange(first, len(ring)), np.arange(first)))
    order = order[kept[order]]
    ends = ring[order] + leave[order, None] * step[order]
    starts = np.flatnonzero(begins[order]) if begins.any() else np.array([0])
    heads = ring[order[starts]] + enter[order[starts], None] * step[order[starts]]
    runs = np.split(ends, starts[1:])
    return [np.concatenate((head[None], run)) for head, run in zip(heads, runs, strict=True)]


def _along(point: NDArray[np.float64], box: Box) -> float:
    """Return how far along the edge of a box a point of it lies: 0 to 4, from the corner (x0, y0) towards (x1, y0)."""
    x0, y0, x1, y1 = box
    x, y = float(point[0]), float(point[1])
    ways = {
        abs(y - y0): (x - x0) / (x1 - x0),
        abs(x - x1): 1 + (y - y0) / (y1 - y0),
        abs(y - y1): 2 + (x1 - x) / (x1 - x0),
        abs(x - x0): 3 + (y1 - y) / (y1 - y0),
    }
    return ways[min(ways)]


def _corners(start: float, ahead: float, box: Box) -> NDArray[np.float64]:
    """Return the corners of a box that the way along its edge passes, from `start` on by `ahead`."""
    x0, y0, x1, y1 = box
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    first = int(np.ceil(start))
    return np.array([corners[k % 4] for k in range(first, int(np.floor(start + ahead)) + 1)]).reshape(-1, 2)


def raster(
    polygons: Sequence[NDArray[np.float64]], corner: tuple[float, float], step: float, size: tuple[int, int]
) -> NDArray[np.bool_]:
    """Return which cells of a grid have their centre inside closed polygons, by the even-odd rule.

    Args:
        polygons: the rings, (n, 2).
        corner: the corner of the grid with the least x and y.
        step: the side of a cell.
        size: the number of rows (y) and of columns (x), which is the shape of what is returned.
    """
    rows, columns = size
    turns = np.zeros(rows * (columns + 1), dtype=np.int64)
    for ring in polygons:
        (x0, y0), (x1, y1) = ring.T, _next(ring).T
        # Each edge crosses the rows whose middle lies between its ends.
        low, high = ((end - corner[1]) / step - 0.5 for end in (np.minimum(y0, y1), np.maximum(y0, y1)))
        first = np.clip(np.ceil(low), 0, rows).astype(np.intp)
        count = np.clip(np.ceil(high), 0, rows).astype(np.intp) - first
        edge, row = _ranges(first, count)
        x = x0[edge] + (corner[1] + (row + 0.5) * step - y0[edge]) * (x1 - x0)[edge] / (y1 - y0)[edge]
        column = np.clip(np.ceil((x - corner[0]) / step - 0.5), 0, columns).astype(np.intp)
        turns += np.bincount(row * (columns + 1) + column, minlength=len(turns))
    odd: NDArray[np.bool_] = np.cumsum(turns.reshape(rows, columns + 1), axis=1)[:, :columns] % 2 == 1
    return odd


def spread(count: int, most: int) -> NDArray[np.intp]:
    """Return the indices of at most `most` of a number of things, spread evenly from the first to the last."""
    return np.linspace(0, count - 1, min(most, count)).astype(np.intp)


def union(*boxes: Box) -> Box:
    """Return the smallest box that contains all boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def grown(box: Box, by: float) -> Box:
    """Return a box enlarged by `by` on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def within(inner: Box, outer: Box) -> bool:
    """Return whether a box lies in another."""
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def meet(a: Box, b: Box) -> bool:
    """Return whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _next(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each point's successor; many times faster than `numpy.roll` on short rings."""
    return np.concatenate((ring[1:], ring[:1]))


def signed(ring: NDArray[np.float64]) -> float:
    """Return the signed area of a ring (n, 2); the sign depends on the direction of the ring."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, _next(y)) - np.dot(y, _next(x))) / 2
