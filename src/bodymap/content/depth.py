"""Decide whether a muscle is drawn as lying under others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..body.geometry import bounds, inside, rings
from ..body.plate import Part, Plate

MOSTLY, COVERED = 0.6, 0.4
"""A muscle is drawn as deep if more than this share of it lies under any others, or under those in the picture."""

LAYERS = {"": 0, "superficial": 0, "intermediate": 1, "deep": 2}
"""Layers, numbered from the skin down."""


def lies_deep(parts: Sequence[Part], shown: Sequence[Part], plate: Plate) -> bool:
    """Return whether a muscle is drawn as deep: other muscles cover most of it, or those in the picture much of it."""

    def hidden(others: Sequence[Part]) -> float:
        return sum(_hidden(part, others) for part in parts) / len(parts)

    return hidden(plate.parts) > MOSTLY or hidden(shown) > COVERED


def _hidden(part: Part, others: Sequence[Part]) -> float:
    """Return the share of a part that lies under muscles nearer to the skin; 1 for a part of the deep layer."""
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
