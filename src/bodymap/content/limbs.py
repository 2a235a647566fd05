"""Isolate a limb from the body beside it: with wide hips, a crop of the forearm would include a slice of thigh."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import plates
from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape, bounds, inside, meet, rings
from ..body.plate import Plate

SPARSE = 9
"""One in this many points of a shape is tested for whether it lies on a limb."""

MOSTLY = 0.8
"""The shapes shown lie on a limb if at least this share of their points does."""


def plate_for_figure(body: str, view: str, frame: Box, parts: Iterable[str]) -> Plate:
    """Return the plate as a figure shows it: whole, or only the limb that `parts` lie on (see `isolate_limb`)."""
    plate, carried = plates.load(body, view), set(parts)
    return isolate_limb(plate, frame, tuple(p.shape for p in plate.parts if p.id in carried)) if carried else plate


@lru_cache(64)
def isolate_limb(plate: Plate, frame: Box, shapes: tuple[Shape, ...]) -> Plate:
    """Return the plate with nothing in `frame` but the limb that `shapes` lie on.

    The outline of that limb must enter and leave the frame through one edge or around one corner, like an arm that
    hangs free beside the hip. Any other plate is returned unchanged.

    Args:
        plate: a plate whose outline is one ring of cubics.
        frame: the part of it that a figure shows, mm.
        shapes: shapes of its parts.
    """
    runs = _runs(plate.outline, frame)
    limbs = [limb for run in runs if (limb := _closed(run, frame))]
    carried = np.concatenate([shape.points[::SPARSE] for shape in shapes] or [np.empty((0, 2))])
    carrying = [limb for limb in limbs if len(carried) and inside(rings(limb, 1), carried).mean() >= MOSTLY]
    if len(carrying) != 1:
        return plate
    [limb] = carrying
    contours = tuple(contour for contour in plate.contours if _on(limb, contour, frame))
    parts = tuple(p for p in plate.parts if p.shape in shapes or p.kind != "muscle" or _on(limb, p.shape, frame))
    if (len(runs), contours, parts) == (1, plate.contours, plate.parts):
        return plate
    return msgspec.structs.replace(plate, outline=limb, contours=contours, parts=parts)


def _runs(outline: Shape, frame: Box) -> list[NDArray[np.float64]]:
    """Return the runs of curves of a ring of cubics that lie in a frame, (n, 4, 2) each, from outside to outside."""
    middle = outline.codes[1:-1]
    if outline.codes[0] != MOVE or outline.codes[-1] != CLOSE or not len(middle) or (middle != CUBIC).any():
        return []
    curves = np.concatenate([outline.points[0:-2:3, None], outline.points[1:-1].reshape(-1, 3, 2)], axis=1)
    low, high = curves.min(1), curves.max(1)
    seen = (low[:, 0] < frame[2]) & (high[:, 0] > frame[0]) & (low[:, 1] < frame[3]) & (high[:, 1] > frame[1])
    if seen.all() or not seen.any():
        return []
    first = int(np.flatnonzero(~seen)[0])
    curves, seen = np.roll(curves, -first, axis=0), np.roll(seen, -first)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    return [curves[a:b] for a, b in edges.reshape(-1, 2).tolist()]


def _closed(run: NDArray[np.float64], frame: Box) -> Shape | None:
    """Return a run closed outside the frame, beyond one edge or around one corner; None if that is not possible."""
    x0, y0, x1, y1 = frame
    start, end = run[0, 0].tolist(), run[-1, -1].tolist()
    beyond = [
        {name for name, out in (("top", y <= y0), ("bottom", y >= y1), ("left", x <= x0), ("right", x >= x1)) if out}
        for x, y in (start, end)
    ]
    both = beyond[0] | beyond[1]
    if not beyond[0] or not beyond[1] or {"top", "bottom"} <= both or {"left", "right"} <= both:
        return None
    points = [run[0, :1], run[:, 1:].reshape(-1, 2)]
    codes = [MOVE, *[CUBIC] * (3 * len(run))]
    if not beyond[0] & beyond[1]:
        across = min(x0, start[0], end[0]) if "left" in both else max(x1, start[0], end[0])
        down = min(y0, start[1], end[1]) if "top" in both else max(y1, start[1], end[1])
        points.append(np.array([[across, down]]))
        codes.append(LINE)
    return Shape(np.concatenate([*points, run[0, :1]]), np.array([*codes, CLOSE], dtype=np.uint8))


def _on(limb: Shape, shape: Shape, frame: Box) -> bool:
    """Return whether a shape lies at least partly on a limb. A shape outside the frame counts too."""
    return not meet(bounds([shape]), frame) or bool(inside(rings(limb, 1), shape.points[::3]).any())
