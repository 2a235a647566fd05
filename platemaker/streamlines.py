"""Evenly spaced streamlines of a field of fibres, in nested levels of density.

B. Jobard and W. Lefer, "Creating evenly-spaced streamlines of arbitrary density", Visualization in Scientific Computing
'97, doi 10.1007/978-3-7091-6876-9_5: each line begins at the set distance from one that is there, and ends where it
comes too near to another. Levels are nested: a finer one keeps the lines of the coarser ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .fibres import Fibres, unit
from .mesh import Floats

GAPS = (4, 2, 1)
"""Spacing of each level, in the smallest gap."""

CROWDED = 0.35
"""How much closer lines stand at the border than in the middle: seen from the side, more of them lie there."""
NEAREST = 0.62
"""A line ends where it comes nearer to another than this share of the spacing."""
MARGIN = 0.6
"""Lines stay this far inside the border, mm."""
SHORTEST = 6.0
"""Shorter lines are dropped, mm, and those shorter than 1.5 spacings."""
MOST_STEPS = 1500


def streamlines(
    fibres: Fibres, gap: float, round_off: float, seed: int, direction: Floats | None = None
) -> Iterator[tuple[Floats, int]]:
    """Yield streamlines, (n, 2) mm, each with its level, 0 the coarsest.

    Args:
        fibres: the field.
        gap: the spacing of the finest level in the middle, mm.
        round_off: the distance from the border, mm, within which lines crowd.
        seed: starts the random order of places to begin at.
        direction: (n, 2), what the lines follow in place of the fibres.
    """
    random = np.random.default_rng(seed)
    cell = min(gap / 4, fibres.cell)
    origin = np.array([fibres.xs[0], fibres.ys[0]])
    shape = (int(np.ptp(fibres.ys) / cell) + 2, int(np.ptp(fibres.xs) / cell) + 2)
    vx, vy = (fibres.spread(axis) for axis in (fibres.direction if direction is None else direction).T)
    border = np.clip(1 - fibres.inward[fibres.mask] / (1.2 * round_off), 0, 1)
    spacing = fibres.spread(1.0 + CROWDED / 3 - CROWDED * border)
    step = max(fibres.cell, 0.8)
    found: list[tuple[Floats, int]] = []
    for level, wide in enumerate(GAPS):
        apart = gap * wide
        near, taken = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
        for line, _ in found:
            _mark(near, taken, line, spacing, origin, cell, fibres.cell, apart)
        seeds = [seed for line, _ in found for seed in _beside(line, fibres, spacing, apart, step)]
        order = np.argsort(-fibres.inward[fibres.mask] + random.random(fibres.count) * apart)
        spare = fibres.places[order[:: max(1, int((apart / fibres.cell) ** 2 / 3))]][::-1].tolist()
        next_seed = 0
        while next_seed < len(seeds) or spare:
            if next_seed < len(seeds):
                x, y = seeds[next_seed]
                next_seed += 1
            else:
                x, y = spare.pop()
            line = _traced(x, y, vx, vy, fibres.inward, near, taken, origin, fibres.cell, cell, step)
            if len(line) * step > max(SHORTEST, 1.5 * apart):
                found.append((line, level))
                _mark(near, taken, line, spacing, origin, cell, fibres.cell, apart)
                seeds += _beside(line, fibres, spacing, apart, step)
    yield from found


def _beside(line: Floats, fibres: Fibres, spacing: Floats, apart: float, step: float) -> list[tuple[float, float]]:
    """Return places on both sides of a line, at the spacing wanted there."""
    every = max(1, int(apart / step))
    along, points = unit(np.gradient(line, axis=0))[::every], line[::every]
    far = 1.01 * apart * fibres.at(spacing, points)[:, None] * np.column_stack([-along[:, 1], along[:, 0]])
    return [(float(x), float(y)) for side in (points + far, points - far) for x, y in side]


@njit(cache=True)  # type: ignore[untyped-decorator]
def _mark(
    near: NDArray[np.bool_],
    taken: NDArray[np.bool_],
    line: Floats,
    spacing: Floats,
    origin: Floats,
    cell: float,
    coarse: float,
    apart: float,
) -> None:
    """Mark the cells that are too near to a line to go on, and too near to begin."""
    for x, y in line:
        i = min(max(int((y - origin[1]) / coarse + 0.5), 0), spacing.shape[0] - 1)
        j = min(max(int((x - origin[0]) / coarse + 0.5), 0), spacing.shape[1] - 1)
        reach = 0.98 * apart * spacing[i, j]
        close = (NEAREST * apart * spacing[i, j]) ** 2
        rows, columns = near.shape
        top, bottom = int((y - reach - origin[1]) / cell), int((y + reach - origin[1]) / cell) + 1
        left, right = int((x - reach - origin[0]) / cell), int((x + reach - origin[0]) / cell) + 1
        for r in range(max(top, 0), min(bottom + 1, rows)):
            for c in range(max(left, 0), min(right + 1, columns)):
                d = (r * cell + origin[1] - y) ** 2 + (c * cell + origin[0] - x) ** 2
                if d <= reach * reach:
                    taken[r, c] = True
                    if d <= close:
                        near[r, c] = True


@njit(cache=True)  # type: ignore[untyped-decorator]
def _flow(
    x: float, y: float, px: float, py: float, vx: Floats, vy: Floats, origin: Floats, coarse: float
) -> tuple[float, float]:
    """Return the direction at a place, turned to go on in the direction (px, py); (0, 0) where there is none."""
    fx, fy = (x - origin[0]) / coarse, (y - origin[1]) / coarse
    j, i = int(fx), int(fy)
    if fx < 0 or fy < 0 or i >= vx.shape[0] - 1 or j >= vx.shape[1] - 1:
        return 0.0, 0.0
    a, b = fx - j, fy - i
    dx, dy = 0.0, 0.0
    for r, c, w in ((i, j, (1 - a) * (1 - b)), (i, j + 1, a * (1 - b)), (i + 1, j, (1 - a) * b), (i + 1, j + 1, a * b)):
        dx += vx[r, c] * w
        dy += vy[r, c] * w
    size = np.sqrt(dx * dx + dy * dy)
    if size < 0.3:
        return 0.0, 0.0
    if dx * px + dy * py < 0:
        size = -size
    return dx / size, dy / size


@njit(cache=True)  # type: ignore[untyped-decorator]
def _traced(
    x: float,
    y: float,
    vx: Floats,
    vy: Floats,
    inward: Floats,
    near: NDArray[np.bool_],
    taken: NDArray[np.bool_],
    origin: Floats,
    coarse: float,
    cell: float,
    step: float,
) -> Floats:
    """Return the line through a place, (n, 2), by midpoint steps; empty if none may begin there."""
    rows, columns = inward.shape
    i, j = int((y - origin[1]) / coarse + 0.5), int((x - origin[0]) / coarse + 0.5)
    if i < 0 or j < 0 or i >= rows or j >= columns or inward[i, j] < MARGIN:
        return np.empty((0, 2))
    if taken[int((y - origin[1]) / cell), int((x - origin[0]) / cell)]:
        return np.empty((0, 2))
    halves = np.empty((2, MOST_STEPS, 2))
    counts = np.zeros(2, np.int64)
    for half in range(2):
        px, py = _flow(x, y, 0.0, 0.0, vx, vy, origin, coarse)
        if half:
            px, py = -px, -py
        cx, cy = x, y
        for _ in range(MOST_STEPS):
            dx, dy = _flow(cx, cy, px, py, vx, vy, origin, coarse)
            dx, dy = _flow(cx + dx * step / 2, cy + dy * step / 2, dx, dy, vx, vy, origin, coarse)
            if dx == 0 and dy == 0:
                break
            cx, cy = cx + dx * step, cy + dy * step
            i, j = int((cy - origin[1]) / coarse + 0.5), int((cx - origin[0]) / coarse + 0.5)
            if i < 0 or j < 0 or i >= rows or j >= columns or inward[i, j] < MARGIN:
                break
            if near[int((cy - origin[1]) / cell), int((cx - origin[0]) / cell)]:
                break
            px, py = dx, dy
            halves[half, counts[half], 0], halves[half, counts[half], 1] = cx, cy
            counts[half] += 1
    line = np.empty((counts[0] + counts[1] + 1, 2))
    line[: counts[1]] = halves[1, : counts[1]][::-1]
    line[counts[1], 0], line[counts[1], 1] = x, y
    line[counts[1] + 1 :] = halves[0, : counts[0]]
    return line
