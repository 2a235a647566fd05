"""Find what a large figure must show: where it hurts, the bellies of the muscles and their trigger points, in plate mm.

A figure that fills its sheet runs off the edge. Long muscles may run off too, as long as their belly and points show.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from ..body.geometry import Box, Shape, bounds, rings, signed, spans, union
from ..body.plate import Plate
from ..knowledge.views import facts_of
from .extremities import Content, with_extremities

LONG = 150.0
"""A shape longer than this, mm, is shown by its belly; a shorter one whole."""

BELLY = 0.55
"""The belly is where a muscle is at least this share of its greatest width."""

SLICES = 28
"""Number of slices across a shape in which its width is measured."""

AROUND = 15.0
"""Space around a trigger point, mm."""

LEAST = 120.0, 170.0
"""Least width and height that a figure shows, mm, so that the place can be recognised."""

LEAST_DETAIL = 110.0
"""The same, of the head, hands and feet, mm."""

SIDE = 45.0
"""The side of a limb is shown if it is nearer than this to what must be seen, mm."""

END = 60.0
"""The end of the body is shown if it is nearer than this to what must be seen, mm: no hand loses its fingers."""

JAW = 30.0
"""From the side, the whole face is shown if what must be seen reaches this far above the chin, mm: none is cut at the
nose."""


Band = tuple[float, float]
"""Heights on a plate, mm: from the upper one down to the lower one, which is left out."""

MOST = 0.7
"""If at least this share of the body's height must be seen, the whole body is shown, with its head and hands."""


@lru_cache(2048)
def belly(shape: Shape) -> Box:
    """Return the box of the thick part of a shape, mm: the whole shape if it is short.

    The shape is cut across its long axis (the first principal component of its outline).
    """
    ring = max(rings(shape), key=lambda polygon: abs(signed(polygon)))
    middle = ring.mean(0)
    _, axes = np.linalg.eigh(np.cov((ring - middle).T))
    turned = (ring - middle) @ axes  # the last column runs along the shape
    low, high = float(turned[:, 1].min()), float(turned[:, 1].max())
    if high - low <= LONG:
        return bounds([shape])
    slices = np.linspace(low, high, SLICES + 2)[1:-1].tolist()
    runs = [(y, spans([turned], y)) for y in slices]
    widths = [max((b - a for a, b in found), default=0.0) for _, found in runs]
    thick = [
        (x, y)
        for (y, found), width in zip(runs, widths, strict=True)
        if width >= BELLY * max(widths)
        for run in found
        for x in run
    ]
    ends = np.array(thick) @ axes.T + middle
    (x0, y0), (x1, y1) = ends.min(0), ends.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def about(band: Band | None, shape: Shape) -> bool:
    """Return whether the middle of a shape's thick part lies in a band; None stands for the whole plate."""
    if band is None:
        return True
    _, y0, _, y1 = belly(shape)
    return band[0] <= (y0 + y1) / 2 < band[1]


def focus(
    plate: Plate,
    muscles: Sequence[Shape],
    points: Sequence[tuple[float, float]],
    painful: Sequence[Shape],
    spreads: Sequence[Shape] = (),
    framed: Sequence[Shape] = (),
) -> Box:
    """Return the box that a figure must show, mm.

    Args:
        plate: the plate.
        muscles: the muscles' shapes.
        points: the trigger points.
        painful: shapes that are shown whole: where it hurts.
        spreads: shapes that a hand or foot is shown whole for: where the pain may spread.
        framed: other shapes that are shown whole.
    """
    whole = bounds([plate.outline])
    boxes = [belly(shape) for shape in muscles]
    boxes += [bounds([shape]) for shape in (*painful, *framed)]
    boxes += [(x - AROUND, y - AROUND, x + AROUND, y + AROUND) for x, y in points]
    if not boxes:
        return whole
    x0, y0, x1, y1 = union(*boxes)
    if facts_of(plate.view).own_scale:
        feet = [ring for ring in rings(plate.outline) if ring[:, 0].min() < x1 and ring[:, 0].max() > x0]
        points_of = np.concatenate(feet) if feet else np.array(whole).reshape(2, 2)
        (low, top), (high, bottom) = points_of.min(0), points_of.max(0)
        return float(low), float(top), float(high), float(bottom)
    at = {point.of: point.y for point in plate.points if point.kind == "landmark"}
    head = at.get("chin", whole[1] + 0.13 * (whole[3] - whole[1]))
    least = (LEAST_DETAIL, LEAST_DETAIL) if y1 < head else LEAST
    wide, tall = max(x1 - x0, least[0]), max(y1 - y0, least[1])
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    box = (min(x0, x - wide / 2), min(y0, y - tall / 2), max(x1, x + wide / 2), max(y1, y + tall / 2))
    box = _to_ends(_to_sides(plate, _to_ends(box, whole)), whole)
    box = _with_face(plate, box, head) if facts_of(plate.view).near else box
    content = Content(tuple(muscles), tuple(points), tuple(painful), tuple(spreads))
    return whole_if_most(plate, _to_ends(with_extremities(plate, box, content), whole))


def whole_if_most(plate: Plate, box: Box) -> Box:
    """Return what must be seen, mm: the whole body if that is most of it, so that neither head nor hand is cut off."""
    whole = bounds([plate.outline])
    most = facts_of(plate.view).upright and box[3] - box[1] >= MOST * (whole[3] - whole[1])
    return whole if most else box


def _to_sides(plate: Plate, box: Box) -> Box:
    """Return a box that is as wide as the limb or trunk in it, unless that is much wider."""
    x0, y0, x1, y1 = box
    outline = rings(plate.outline, 2)
    runs = [run for y in np.linspace(y0, y1, 14)[1:-1].tolist() for run in spans(outline, y)]
    shown = [run for run in runs if run[0] < x1 and run[1] > x0]
    left = min((a for a, _ in shown if x0 - SIDE < a < x0), default=x0)
    right = max((b for _, b in shown if x1 < b < x1 + SIDE), default=x1)
    return left, y0, right, y1


def _with_face(plate: Plate, box: Box, chin: float) -> Box:
    """Return a box in a view from the side that has the face in it, if it reaches above the jaw."""
    if box[1] > chin - JAW:
        return box
    outline = np.concatenate(rings(plate.outline))
    face = outline[outline[:, 1] < chin, 0]
    return min(box[0], float(face.min())), box[1], max(box[2], float(face.max())), box[3]


def _to_ends(box: Box, whole: Box) -> Box:
    """Return a box reaching to the ends of the body that it almost reaches, and never beyond them."""
    x0, y0, x1, y1 = box
    y0 = whole[1] if y0 < whole[1] + END else y0
    y1 = whole[3] if y1 > whole[3] - END else y1
    return max(x0, whole[0]), y0, min(x1, whole[2]), y1
