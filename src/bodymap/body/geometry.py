"""Plane geometry on plates: shapes as arrays, in millimetres. No drawing library, no SVG."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

MOVE, LINE, CUBIC, CLOSE = 1, 2, 4, 79
"""Path codes, the numbers that matplotlib.path.Path uses too, so that drawing copies nothing."""


class Shape(msgspec.Struct, frozen=True, eq=False):
    """A path: `points` (n, 2) float64, plate mm; `codes` (n,) uint8. A cubic takes three points."""

    points: NDArray[np.float64]
    codes: NDArray[np.uint8]


Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in the unit of what it bounds; x0 <= x1, y0 <= y1."""


def rings(shape: Shape, steps: int = 6) -> list[NDArray[np.float64]]:
    """The subpaths of a shape as polylines, (n, 2) mm each, open or closed alike; a cubic becomes `steps` chords.

    They are kept, since a plate's shapes are asked for time and again, and must not be written to.
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


def subpaths(shape: Shape) -> list[Shape]:
    """The rings of a shape, each as a shape of its own."""
    starts = [*np.flatnonzero(shape.codes == MOVE).tolist(), len(shape.codes)]
    return [Shape(shape.points[a:b], shape.codes[a:b]) for a, b in pairwise(starts)]


def bounds(shapes: list[Shape] | tuple[Shape, ...]) -> Box:
    """The box of the control points: never smaller than the shapes. ValueError where there is nothing to bound."""
    points = np.concatenate([s.points for s in shapes])
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def area(shape: Shape) -> float:
    """Enclosed area in mm², by the shoelace formula; rings of opposite turn are taken off."""
    return abs(sum(signed(r) for r in rings(shape)))


def inside(polygons: list[NDArray[np.float64]], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of `points` (n, 2) lie inside the closed polygons, by the even-odd rule."""
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
    """How far each of `points` (n, 2) is from the nearest edge of the closed polygons."""
    nearest = np.full(len(points), np.inf)
    for ring in polygons:
        dx, dy = (_next(ring) - ring).T
        length = np.maximum(dx**2 + dy**2, 1e-12)
        x, y = points[:, :1] - ring[:, 0], points[:, 1:] - ring[:, 1]
        along = np.clip((x * dx + y * dy) / length, 0, 1)
        nearest = np.minimum(nearest, np.sqrt(((x - along * dx) ** 2 + (y - along * dy) ** 2).min(1)))
    return nearest


def spans(polygons: list[NDArray[np.float64]], y: float) -> list[tuple[float, float]]:
    """Where the horizontal line at `y` runs inside the closed polygons: (x0, x1) from left to right."""
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
    """The smallest box around boxes."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def grown(box: Box, by: float) -> Box:
    """A box with `by` more on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share more than an edge."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _next(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each point's successor; many times as fast as `numpy.roll` on short rings."""
    return np.concatenate((ring[1:], ring[:1]))


def signed(ring: NDArray[np.float64]) -> float:
    """The area within a ring (n, 2), negative if it turns the other way."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, _next(y)) - np.dot(y, _next(x))) / 2
