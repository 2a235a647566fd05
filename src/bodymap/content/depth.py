"""Whether a muscle is drawn as one that lies under others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..body.geometry import bounds, inside, rings
from ..body.plate import Part, Plate

MOSTLY, COVERED = 0.6, 0.4
"""A muscle of which a larger share lies under others, or under others of the picture, is drawn as a deep one."""

LAYERS = {"": 0, "superficial": 0, "intermediate": 1, "deep": 2}
"""Layers from the skin down."""


def lies_deep(parts: Sequence[Part], shown: Sequence[Part], plate: Plate) -> bool:
    """Return whether a muscle is drawn as deep: most of it lies under others, or those of the picture cover much."""

    def hidden(others: Sequence[Part]) -> float:
        return sum(_hidden(part, others) for part in parts) / len(parts)

    return hidden(plate.parts) > MOSTLY or hidden(shown) > COVERED


def _hidden(part: Part, others: Sequence[Part]) -> float:
    """Return the share of a muscle that lies under muscles nearer to the skin; all of a deep one."""
    if part.layer == "deep":
        return 1.0
    depth = LAYERS[part.layer]
    above = [p.shape for p in others if p.kind == "muscle" and p.side == part.side and LAYERS[p.layer] < depth]
    if not above:
        return 0.0
    own = rings(part.shape)
    x0, y0, x1, y1 = bounds([part.shape])
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 14), np.linspace(y0, y1, 14)), -1).reshape(-1, 2)
    grid = grid[inside(own, grid)]
    if not len(grid):
        return 0.0
    under = np.zeros(len(grid), dtype=bool)
    for shape in above:
        a0, b0, a1, b1 = bounds([shape])
        if a0 < x1 and a1 > x0 and b0 < y1 and b1 > y0:
            under |= inside(rings(shape), grid)
    return float(under.mean())
