"""Test whether lines cross or come near each other. A leader is a sequence of positions, in pt on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box

Position = tuple[float, float]

CLEARANCE = 3.0
"""The least distance between a leader and the inner end of another, pt."""


def crossed(leaders: Sequence[Sequence[Position]]) -> bool:
    """Return whether any two of the lines cross."""
    return any(cross(*s, *t) for a, b in combinations(leaders, 2) for s in pairwise(a) for t in pairwise(b))


def meet(a: Sequence[Position], b: Sequence[Position]) -> bool:
    """Return whether two leaders cross, or one comes too near to the inner end of the other."""
    if any(cross(*s, *t) for s in pairwise(a) for t in pairwise(b)):
        return True
    return near(a[-1], b) or near(b[-1], a)


def meetings(
    leaders: Sequence[Sequence[Position]], others: Sequence[Sequence[Position]] | None = None
) -> NDArray[np.bool_]:
    """Return which of some leaders of one segment meet which of the others, or of themselves (see `meet`), (n, m)."""
    one = np.array(leaders, dtype=np.float64).reshape(-1, 4)
    two = one if others is None else np.array(others, dtype=np.float64).reshape(-1, 4)
    close = (off(one[:, 2:], two) < CLEARANCE) | (off(two[:, 2:], one) < CLEARANCE).T
    return crossing(one, two) | close


def crossing(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of some segments, (n, 4), cross which of others, (m, 4), at a point inside both, as (n, m)."""
    (ax, ay, bx, by), (cx, cy, dx, dy) = one.T[:, :, None], two.T[:, None, :]

    def turn(
        px: NDArray[np.float64],
        py: NDArray[np.float64],
        qx: NDArray[np.float64],
        qy: NDArray[np.float64],
        rx: NDArray[np.float64],
        ry: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        return np.asarray((qx - px) * (ry - py) - (qy - py) * (rx - px))

    sides = turn(ax, ay, bx, by, cx, cy) * turn(ax, ay, bx, by, dx, dy) < 0
    return np.asarray(sides & (turn(cx, cy, dx, dy, ax, ay) * turn(cx, cy, dx, dy, bx, by) < 0))


def off(points: NDArray[np.float64], lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far points, (n, 2), are from segments, (m, 4), as (n, m)."""
    x0, y0, x1, y1 = lines.T
    run, rise = x1 - x0, y1 - y0
    x, y = points[:, :1] - x0, points[:, 1:] - y0
    along = ((x * run + y * rise) / np.maximum(run * run + rise * rise, 1e-12)).clip(0.0, 1.0)
    return np.asarray(np.hypot(x - along * run, y - along * rise))


def near(point: Position, line: Sequence[Position], clearance: float = CLEARANCE) -> bool:
    """Return whether a point lies nearer to a line than `clearance`, pt."""
    for (x0, y0), (x1, y1) in pairwise(line):
        dx, dy = x1 - x0, y1 - y0
        t = min(max(((point[0] - x0) * dx + (point[1] - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0.0), 1.0)
        if hypot(point[0] - x0 - t * dx, point[1] - y0 - t * dy) < clearance:
            return True
    return False


def cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Return whether the segments a-b and c-d cross at a point inside both."""

    def turn(p: Position, q: Position, r: Position) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def enters(a: Position, b: Position, box: Box) -> bool:
    """Return whether a segment enters a box: one of its ends lies inside, or it crosses a side."""
    x0, y0, x1, y1 = box
    if max(a[0], b[0]) < x0 or min(a[0], b[0]) > x1 or max(a[1], b[1]) < y0 or min(a[1], b[1]) > y1:
        return False  # most segments are far away
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
    return any(x0 < x < x1 and y0 < y < y1 for x, y in (a, b)) or any(cross(a, b, *side) for side in pairwise(corners))
