"""Clouds of dots, evenly spread at any density (blue noise), and identical every time.

The dots of one square tile are ranked so that the first n are evenly spread for every n. Each new dot goes into the
largest void, as in void-and-cluster (R. Ulichney, "The void-and-cluster method for dither array generation", Proc. SPIE
1913, 1993, doi 10.1117/12.152707). The energy falls off as a power of the distance, so no scale is preferred; a fixed
scatter keeps the dots from falling into rows. The tile repeats seamlessly. A cloud keeps a dot if its rank is below the
density wanted there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box

DOTS = 420
"""Number of dots in a tile."""

GRID = 97
"""Number of possible dot positions along each side of the tile."""

SCATTER = 0.45
"""Random variation of the energy at a place, as a share of it: 0 gives rows, much more gives clumps."""

Density = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""(n, 2) places -> (n,) densities from 0 to 1."""


@cache
def tile() -> NDArray[np.float64]:
    """Return the dots of the tile in order of rank, (DOTS, 2) in the unit square."""
    near = np.minimum(np.arange(GRID), GRID - np.arange(GRID)).astype(float)
    pull = 1.0 / (near[:, None] ** 2 + near**2 + 0.5) ** 2
    pull = np.tile(pull, (2, 2))
    energy = np.full((GRID, GRID), pull.sum() / 1e6)
    scatter = 1.0 + SCATTER * _scattered(GRID * GRID).reshape(GRID, GRID)
    places = np.empty((DOTS, 2))
    at = 0
    for rank in range(DOTS):
        row, column = divmod(at, GRID)
        places[rank] = column, row
        energy += pull[GRID - row : 2 * GRID - row, GRID - column : 2 * GRID - column]
        at = int((energy * scatter).argmin())
    places.flags.writeable = False
    return (places + 0.5) / GRID


def cloud(box: Box, spacing: float, density: Density) -> NDArray[np.float64]:
    """Return dots in `box`, (n, 2), about `spacing` apart where `density` is 1 and further apart where it is lower."""
    side = spacing * np.sqrt(DOTS) * 0.93
    columns = np.arange(np.floor(box[0] / side), np.ceil(box[2] / side))
    rows = np.arange(np.floor(box[1] / side), np.ceil(box[3] / side))
    corners = np.stack(np.meshgrid(columns, rows), -1).reshape(-1, 1, 2)
    places = ((corners + tile()) * side).reshape(-1, 2)
    rank = np.tile((np.arange(DOTS) + 0.5) / DOTS, len(corners))
    within = (places >= box[:2]).all(1) & (places <= box[2:]).all(1)
    places, rank = places[within], rank[within]
    kept: NDArray[np.float64] = places[rank < density(places)]
    return kept


def _scattered(n: int) -> NDArray[np.float64]:
    """Return n numbers from 0 to 1, the same in every numpy version: SplitMix64 (Steele, Lea and Flood 2014)."""
    z = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))) / 2.0**64
