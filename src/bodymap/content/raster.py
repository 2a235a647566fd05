"""Rasters of shapes on a plate: cells, how deep they lie, blurring, and lines of equal height."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, bounds, rings

Grid = NDArray[np.float64]
Mask = NDArray[np.bool_]

CELLS, FINEST = 64, 0.5
"""Cells across the larger side of a group of areas, and the least size of a cell, mm."""

MARGIN = 0.12
"""Free cells around a group of areas, as a share of its larger side."""


class Raster(NamedTuple):
    """A grid over a plate: the middles of its cells, mm, from left to right and from the top down."""

    x: Grid
    y: Grid
    step: float

    @classmethod
    def around(cls, shapes: Sequence[Shape], window: Box, cells: int = CELLS, room: float = 0.0) -> Raster:
        """Return a grid over what a window shows of some shapes, `cells` across its larger side.

        Around them are free cells: `MARGIN`, or if it is more, `room`, mm.
        """
        boxes = [bounds([shape]) for shape in shapes]
        x0, y0 = max(min(b[0] for b in boxes), window[0]), max(min(b[1] for b in boxes), window[1])
        x1, y1 = min(max(b[2] for b in boxes), window[2]), min(max(b[3] for b in boxes), window[3])
        step = max(max(x1 - x0, y1 - y0) / cells, FINEST)
        by = max(MARGIN * max(x1 - x0, y1 - y0), room) + 2 * step
        return cls(np.arange(x0 - by, x1 + by, step), np.arange(y0 - by, y1 + by, step), step)

    def at(self, cells: Grid) -> Grid:
        """Return where places given in cells, (n, 2) as column and row, lie on the plate, mm."""
        return np.asarray(cells * self.step + (self.x[0], self.y[0]))

    def share_of(self, points: Grid, cells: Mask) -> float:
        """Return the share of points, (n, 2) mm, that lie in `cells`."""
        column, row = ((points - (self.x[0], self.y[0])) / self.step).round().astype(int).T
        inner = (row >= 0) & (row < len(self.y)) & (column >= 0) & (column < len(self.x))
        return float(cells[row[inner], column[inner]].sum() / len(points))

    def within(self, box: Box) -> Mask:
        """Return the cells in a box."""
        columns = (self.x > box[0]) & (self.x < box[2])
        rows = (self.y > box[1]) & (self.y < box[3])
        return rows[:, None] & columns

    def of(self, shape: Shape) -> Mask:
        """Return the cells in a shape, by the even-odd rule, row by row."""
        odd = np.zeros((len(self.y), len(self.x) + 1), dtype=np.int64)
        for ring in rings(shape):
            start, end = ring, np.concatenate([ring[1:], ring[:1]])
            low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
            level = np.flatnonzero((high > self.y[0]) & (low <= self.y[-1]) & (low < high))
            if not len(level):
                continue
            start, end = start[level], end[level]
            row, edge = np.nonzero((start[:, 1] > self.y[:, None]) != (end[:, 1] > self.y[:, None]))
            (x0, y0), (x1, y1) = start[edge].T, end[edge].T
            x = x0 + (self.y[row] - y0) * (x1 - x0) / (y1 - y0)
            column = np.ceil((x - self.x[0]) / self.step).astype(int).clip(0, len(self.x))
            np.add.at(odd, (row, column), 1)
        return np.asarray(np.cumsum(odd, axis=1)[:, :-1] % 2 == 1)


def blurred(grid: Grid, sigma: float) -> Grid:
    """Return a grid after a Gaussian blur of `sigma` cells; beyond it there is nothing."""
    # Shifted sums, not products of matrices: for one small grid, starting the threads of BLAS takes longer than this.
    reach = ceil(6 * sigma)
    weights = np.exp(-0.5 * (np.arange(reach + 1) / sigma) ** 2) / (sigma * (2 * np.pi) ** 0.5)
    for _ in range(2):
        padded = np.pad(grid.T, [(reach, reach), (0, 0)])
        rows = len(grid.T)
        grid = weights[0] * padded[reach : reach + rows]
        for n in range(1, reach + 1):
            grid += weights[n] * (padded[reach - n : reach - n + rows] + padded[reach + n : reach + n + rows])
    return grid


def depth(own: Mask) -> Grid:
    """Return how far each cell lies from the nearest one outside, in cells."""
    rows, columns = own.shape
    down = np.zeros(own.shape)
    up = np.zeros(own.shape)
    for row in range(1, rows):
        down[row] = np.where(own[row], down[row - 1] + 1, 0)
        up[rows - 1 - row] = np.where(own[rows - 1 - row], up[rows - row] + 1, 0)
    column = np.minimum(down, up) ** 2
    apart = np.subtract.outer(np.arange(columns), np.arange(columns)) ** 2
    return np.asarray(np.sqrt((column[:, None, :] + apart).min(2)))


_TURNS = {
    1: ("lb",), 2: ("br",), 3: ("lr",), 4: ("rt",), 5: ("lb", "rt"), 6: ("bt",), 7: ("lt",),
    8: ("tl",), 9: ("tb",), 10: ("br", "tl"), 11: ("tr",), 12: ("rl",), 13: ("rb",), 14: ("bl",),
}  # fmt: skip
"""Which sides of a square a line of equal height joins, for each set of corners that lie above it."""


def contours(height: Grid, level: float) -> list[Grid]:
    """Return the closed lines of a height, each (n, 2) in cells as column and row, by marching squares."""
    high = np.pad(height, 1) >= level
    padded = np.pad(height, 1)
    # Corners of a square: 1 lower left (row below), 2 lower right, 4 upper right, 8 upper left.
    kind = high[1:, :-1] * 1 + high[1:, 1:] * 2 + high[:-1, 1:] * 4 + high[:-1, :-1] * 8
    steps: dict[tuple[int, int, int], tuple[int, int, int]] = {}

    def edge(row: int, column: int, side: str) -> tuple[int, int, int]:
        """Return an edge by its first corner and whether it runs across (0) or down (1)."""
        return {
            "t": (row, column, 0), "b": (row + 1, column, 0), "l": (row, column, 1), "r": (row, column + 1, 1),
        }[side]  # fmt: skip

    for row, column in np.argwhere((kind > 0) & (kind < 15)).tolist():
        for turn in _TURNS[int(kind[row, column])]:
            steps[edge(row, column, turn[0])] = edge(row, column, turn[1])
    found = []
    while steps:
        start, at = next(iter(steps.items()))
        run = [start]
        del steps[start]
        while at != start and at in steps:
            run.append(at)
            at = steps.pop(at)
        row, column, down = np.array(run).T
        a, b = padded[row, column], padded[row + down, column + 1 - down]
        t = (level - a) / (b - a)
        found.append(np.stack([column + t * (1 - down), row + t * down], 1) - 1)
    return [line for line in found if len(line) > 8] or found[:1]
