"""Shapes that marks and frames are made of, and shapes of a plate on the sheet. In points, y up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape
from ..layout.records import Crop

Position = tuple[float, float]

_CORNER, _HALF, _NEAR = 0.2652031, np.sqrt(0.5), np.sqrt(0.5) * 0.2652031
"""Control points of an eighth of a circle (L. Maisonobe, "Drawing an elliptical arc using polylines, quadratic or cubic
Bézier curves", 2003): eight cubics are round to a millionth."""


def on_sheet(crop: Crop, shape: Shape) -> Shape:
    """A shape of a plate, mm, where a crop has it on the sheet, pt."""
    return Shape(crop.on_sheet(shape.points), shape.codes)


def rectangle(box: Box) -> Shape:
    """A box as a closed path."""
    x0, y0, x1, y1 = box
    points = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], dtype=np.float64)
    return Shape(points, np.array([MOVE, LINE, LINE, LINE, CLOSE], dtype=np.uint8))


def polyline(points: Sequence[Position]) -> Shape:
    """An open line through points."""
    return Shape(np.array(points, dtype=np.float64), np.array([MOVE, *[LINE] * (len(points) - 1)], dtype=np.uint8))


def segments(lines: NDArray[np.float64]) -> Shape:
    """Separate straight lines, (n, 2, 2), as one path."""
    return Shape(lines.reshape(-1, 2), np.tile(np.array([MOVE, LINE], dtype=np.uint8), len(lines)))


def cross(arm: float) -> Shape:
    """An X around the origin; `arm` is half its width."""
    points = np.array([(-arm, -arm), (arm, arm), (-arm, arm), (arm, -arm)], dtype=np.float64)
    return Shape(points, np.array([MOVE, LINE, MOVE, LINE], dtype=np.uint8))


def circle(radius: float) -> Shape:
    """A circle around the origin."""
    return Shape(_CIRCLE * radius, _CIRCLE_CODES)


def circle_radius(shape: Shape) -> float | None:
    """The radius of a shape that `circle` made; None for any other."""
    if len(shape.codes) != len(_CIRCLE_CODES) or not np.array_equal(shape.codes, _CIRCLE_CODES):
        return None
    radius = float(shape.points[6, 0])
    return radius if np.allclose(shape.points, _CIRCLE * radius) else None


def repeated(shape: Shape, places: NDArray[np.float64]) -> Shape:
    """A shape at each of (n, 2) places, as one path."""
    points = (shape.points[None] + places[:, None]).reshape(-1, 2)
    return Shape(points, np.tile(shape.codes, len(places)))


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
