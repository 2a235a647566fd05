"""Grids over the plates: which cells of a regular grid lie in the body, in a shape or in a spot."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from .geometry import Box, Shape, bounds, raster, rings
from .plate import Plate

FINE = 3
"""Number of points along each side of a cell at which it is sampled."""

Mask = NDArray[np.bool_]
"""Cells of a grid, (rows, columns), row 0 at the top."""


class SurfaceGrid(msgspec.Struct, frozen=True, eq=False):
    """A regular grid over a plate whose columns are the same on both sides of the midline.

    Attributes:
        box: the box that it covers, mm of the plate.
        cell: the side of a cell, mm.
        body: the share of each cell that lies in the body, (rows, columns), 0 to 1.
    """

    box: Box
    cell: float
    body: NDArray[np.float64]

    @property
    def inside(self) -> Mask:
        """The cells that lie in the body with some part."""
        found: Mask = self.body > 0
        return found

    def of_shapes(self, shapes: Iterable[Shape]) -> Mask:
        """Return the cells of which at least half of what lies in the body lies in some shapes, in mm."""
        share = np.zeros(self.body.shape)
        for shape in shapes:
            np.maximum(share, _share(shape, self.box, self.cell), out=share)
        return self._mostly(share)

    def of_spot(self, at: tuple[float, float], radius: float) -> Mask:
        """Return the cells of the body whose middle is in a circle, and the one that its centre is in, in mm."""
        rows, columns = self.body.shape
        x = self.box[0] + (np.arange(columns) + 0.5) * self.cell
        y = self.box[1] + (np.arange(rows) + 0.5) * self.cell
        found = (x - at[0]) ** 2 + (y[:, None] - at[1]) ** 2 <= radius**2
        row, column = (
            int((place - start) // self.cell) for place, start in zip(at[::-1], self.box[1::-1], strict=True)
        )
        if 0 <= row < rows and 0 <= column < columns:
            found[row, column] = True
        hit: Mask = found & self.inside
        return hit

    def percent(self, mask: Mask) -> float:
        """Return how much of the body lies in some cells, in percent."""
        return 100 * float(self.body[mask].sum() / self.body.sum())

    def _mostly(self, share: NDArray[np.float64]) -> Mask:
        found: Mask = self.inside & (share >= 0.5 * self.body)
        return found


def grid_over(plate: Plate, cell: float) -> SurfaceGrid:
    """Return the grid over the body of a plate with cells of a size in mm."""
    x0, y0, x1, y1 = bounds([plate.outline])
    wide = math.ceil(max(-x0, x1) / cell) * cell
    box = (-wide, y0, wide, y0 + math.ceil((y1 - y0) / cell) * cell)
    return SurfaceGrid(box, cell, _share(plate.outline, box, cell))


def _share(shape: Shape, box: Box, cell: float) -> NDArray[np.float64]:
    """Return the share of each cell of a grid that lies in a shape, (rows, columns)."""
    rows, columns = round((box[3] - box[1]) / cell), round((box[2] - box[0]) / cell)
    fine = raster(rings(shape), (box[0], box[1]), cell / FINE, (rows * FINE, columns * FINE))
    share: NDArray[np.float64] = fine.reshape(rows, FINE, columns, FINE).mean((1, 3))
    return share
