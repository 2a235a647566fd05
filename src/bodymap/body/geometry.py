"""Plane geometry on plates: shapes as arrays, in millimetres, without SVG or a drawing library."""

from __future__ import annotations

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
    points = np.concatenate([s.points for s in shapes])
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def area(shape: Shape) -> float:
    """Return the enclosed area in mm², by the shoelace formula; rings that run the other way are subtracted."""
    return abs(sum(signed(r) for r in rings(shape)))


def inside(polygons: list[NDArray[np.float64]], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of `points` (n, 2) lie inside the closed polygons, by the even-odd rule."""
    odd = np.zeros(len(points), dtype=bool)
    for ring in polygons:
        if len(ring) < 3:
            continue
        above = ring[:, 1] > points[:, 1:]
        which, edge = np.nonzero(above != np.concatenate((above[:, 1:], above[:, :1]), axis=1))
        (x0, y0), (x1, y1) = ring[edge].T, _next(ring)[edge].T
        x, y = points[which].T
        right = which[x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)]
        odd ^= np.bincount(right, minlength=len(points)) % 2 == 1
    return odd


def distance(polygons: list[NDArray[np.float64]], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each of `points` (n, 2) to the nearest edge of the closed polygons."""
    nearest = np.full(len(points), np.inf)
    for ring in polygons:
        dx, dy = (_next(ring) - ring).T
        length = np.maximum(dx**2 + dy**2, 1e-12)
        x, y = points[:, :1] - ring[:, 0], points[:, 1:] - ring[:, 1]
        along = np.clip((x * dx + y * dy) / length, 0, 1)
        nearest = np.minimum(nearest, np.sqrt(((x - along * dx) ** 2 + (y - along * dy) ** 2).min(1)))
    return nearest


def spans(polygons: list[NDArray[np.float64]], y: float) -> list[tuple[float, float]]:
    """Return where the horizontal line at `y` runs inside the closed polygons: (x0, x1) from left to right."""
    crossings: list[float] = []
    for ring in polygons:
        above = ring[:, 1] > y
        edges = np.flatnonzero(above[1:] != above[:-1]).tolist()
        if above[-1] != above[0]:
            edges.append(-1)
        for n in edges:
            (x0, y0), (x1, y1) = ring[n].tolist(), ring[n + 1].tolist()
            crossings.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def union(*boxes: Box) -> Box:
    """Return the smallest box that contains all boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def grown(box: Box, by: float) -> Box:
    """Return a box enlarged by `by` on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


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
