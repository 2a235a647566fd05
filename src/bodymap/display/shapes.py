"""Shapes of marks and frames, and plate shapes placed on the sheet. In points, y up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape, grown, signed, subpaths
from ..layout.records import Crop

Position = tuple[float, float]

MARGIN = 10.0
"""How far around a box something may still be drawn, pt."""

_CORNER, _HALF, _NEAR = 0.2652031, np.sqrt(0.5), np.sqrt(0.5) * 0.2652031
"""Control points of an eighth of a circle (L. Maisonobe, "Drawing an elliptical arc using polylines, quadratic or cubic
Bézier curves", 2003): eight cubics match the circle to one part in a million."""


def on_sheet(crop: Crop, shape: Shape) -> Shape:
    """Convert a shape of a plate, in mm, to its place on the sheet, in pt."""
    return Shape(crop.on_sheet(shape.points), shape.codes)


def rectangle(box: Box) -> Shape:
    """Return a box as a closed path."""
    x0, y0, x1, y1 = box
    points = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], dtype=np.float64)
    return Shape(points, np.array([MOVE, LINE, LINE, LINE, CLOSE], dtype=np.uint8))


def capsule(box: Box) -> Shape:
    """Return a box with round ends."""
    x0, y0, x1, y1 = box
    r = (y1 - y0) / 2
    k = 0.5522847 * r  # a quarter of a circle as one cubic
    y = y0 + r
    points = [
        (x0 + r, y0), (x1 - r, y0),
        (x1 - r + k, y0), (x1, y - k), (x1, y), (x1, y + k), (x1 - r + k, y1), (x1 - r, y1),
        (x0 + r, y1),
        (x0 + r - k, y1), (x0, y + k), (x0, y), (x0, y - k), (x0 + r - k, y0), (x0 + r, y0),
        (x0 + r, y0),
    ]  # fmt: skip
    codes = [MOVE, LINE, *[CUBIC] * 6, LINE, *[CUBIC] * 6, CLOSE]
    return Shape(np.array(points, dtype=np.float64), np.array(codes, dtype=np.uint8))


def polyline(points: Sequence[Position]) -> Shape:
    """Return an open line through points."""
    return Shape(np.array(points, dtype=np.float64), np.array([MOVE, *[LINE] * (len(points) - 1)], dtype=np.uint8))


def segments(lines: NDArray[np.float64]) -> Shape:
    """Return separate straight lines, (n, 2, 2), as one path."""
    return Shape(lines.reshape(-1, 2), np.tile(np.array([MOVE, LINE], dtype=np.uint8), len(lines)))


def cross(arm: float) -> Shape:
    """Return an X around the origin; `arm` is half its width."""
    points = np.array([(-arm, -arm), (arm, arm), (-arm, arm), (arm, -arm)], dtype=np.float64)
    return Shape(points, np.array([MOVE, LINE, MOVE, LINE], dtype=np.uint8))


def circle(radius: float) -> Shape:
    """Return a circle around the origin."""
    return Shape(_CIRCLE * radius, _CIRCLE_CODES)


def circle_radius(shape: Shape) -> float | None:
    """Return the radius of a shape made by `circle`; None for any other shape."""
    if len(shape.codes) != len(_CIRCLE_CODES) or not np.array_equal(shape.codes, _CIRCLE_CODES):
        return None
    radius = float(shape.points[6, 0])
    return radius if np.allclose(shape.points, _CIRCLE * radius) else None


def repeated(shape: Shape, places: NDArray[np.float64]) -> Shape:
    """Return copies of a shape at places, (n, 2), as one path."""
    points = (shape.points[None] + places[:, None]).reshape(-1, 2)
    return Shape(points, np.tile(shape.codes, len(places)))


def joined(shapes: Sequence[Shape]) -> Shape:
    """Return shapes as one path."""
    return Shape(np.concatenate([s.points for s in shapes]), np.concatenate([s.codes for s in shapes]))


def outside(hole: Shape, box: Box) -> Shape:
    """Return what lies around a shape, at least as far as a box and a margin reach."""
    x0, y0, x1, y1 = grown(box, MARGIN)
    points = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], dtype=np.float64)
    outer = max(subpaths(hole), key=lambda ring: float(np.ptp(ring.points, axis=0).max()))
    if signed(outer.points) > 0:  # the other way round, so that both rules of filling leave a hole
        points = points[::-1]
    frame = Shape(points, np.array([MOVE, LINE, LINE, LINE, CLOSE], dtype=np.uint8))
    return joined([frame, hole])


def lenses(curves: NDArray[np.float64], wide: NDArray[np.float64]) -> Shape:
    """Return cubics, (n * 4, 2), as strokes that are thin at both ends, each of two cubics.

    `wide`, (n, 2), is their width at a third and at two thirds of their length.
    """
    curves = curves.reshape(-1, 4, 2)
    along = curves[:, 2:] - curves[:, :2]
    across = np.stack([-along[..., 1], along[..., 0]], -1) / (np.linalg.norm(along, axis=-1, keepdims=True) + 1e-12)
    off = across * wide[..., None] * 2 / 3  # in its middle, a cubic is 3/4 as far out as its handles
    there, back = curves[:, 1:3] + off, (curves[:, 1:3] - off)[:, ::-1]
    points = np.concatenate([curves[:, :1], there, curves[:, 3:], back, curves[:, :1]], 1)
    codes = np.array([MOVE, *[CUBIC] * 6], dtype=np.uint8)
    return Shape(points.reshape(-1, 2), np.tile(codes, len(curves)))


def _unit_circle() -> NDArray[np.float64]:
    h, m, n = float(_HALF), _CORNER, float(_NEAR)
    eighths = [
        (0.0, -1.0),
        (m, -1.0), (h - n, -h - n), (h, -h),
        (h + n, -h + n), (1.0, -m), (1.0, 0.0),
        (1.0, m), (h + n, h - n), (h, h),
        (h - n, h + n), (m, 1.0), (0.0, 1.0),
        (-m, 1.0), (-h + n, h + n), (-h, h),
        (-h - n, h - n), (-1.0, m), (-1.0, 0.0),
        (-1.0, -m), (-h - n, -h + n), (-h, -h),
        (-h + n, -h - n), (-m, -1.0), (0.0, -1.0),
        (0.0, -1.0),
    ]  # fmt: skip
    return np.array(eighths, dtype=np.float64)


_CIRCLE = _unit_circle()
_CIRCLE_CODES = np.array([MOVE, *[CUBIC] * 24, CLOSE], dtype=np.uint8)
