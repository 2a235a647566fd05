"""Rasters: the cells of boxes and shapes, how deep they lie, and lines of equal height, against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import CLOSE, LINE, MOVE, Shape
from bodymap.content.raster import Raster, blurred, contours, depth

GRID = Raster(np.arange(0.0, 10.0), np.arange(0.0, 8.0), 1.0)


def polygon(*points: tuple[float, float]) -> Shape:
    codes = [MOVE, *[LINE] * (len(points) - 1), CLOSE]
    return Shape(np.array([*points, points[0]], dtype=np.float64), np.array(codes, dtype=np.uint8))


def test_a_box_has_the_cells_between_its_four_edges() -> None:
    cells = np.argwhere(GRID.within((2.5, 1.5, 5.5, 3.5))).tolist()
    assert cells == [[row, column] for row in (2, 3) for column in (3, 4, 5)]


def test_a_shape_has_the_cells_whose_middles_lie_in_it() -> None:
    cells = np.argwhere(GRID.of(polygon((2.5, 1.5), (5.5, 1.5), (5.5, 3.5), (2.5, 3.5)))).tolist()
    assert cells == [[row, column] for row in (2, 3) for column in (3, 4, 5)]


@pytest.mark.parametrize("seed", range(4))
def test_depth_is_the_distance_to_the_nearest_cell_outside(seed: int) -> None:
    own = np.random.default_rng(seed).random((9, 12)) < 0.8
    own[[0, -1]] = own[:, [0, -1]] = False
    outside = np.argwhere(~own)
    expected = [[np.hypot(*(outside - (row, column)).T).min() for column in range(12)] for row in range(9)]
    assert depth(own) == pytest.approx(np.array(expected))


def test_a_blur_keeps_the_sum_and_spreads_it_evenly() -> None:
    grid = np.zeros((41, 41))
    grid[20, 20] = 1.0
    soft = blurred(grid, 3.0)
    assert soft.sum() == pytest.approx(1, abs=1e-3)
    assert soft == pytest.approx(soft.T)
    assert soft == pytest.approx(soft[::-1])
    assert soft[20, 23] / soft[20, 20] == pytest.approx(np.exp(-0.5))


def test_a_line_of_equal_height_lies_at_that_height() -> None:
    x, y = np.meshgrid(np.arange(30.0), np.arange(24.0))
    [line] = contours(10 - np.hypot(x - 14, y - 12), 2.0)
    assert np.hypot(*(line - (14, 12)).T) == pytest.approx(8, abs=0.1)
