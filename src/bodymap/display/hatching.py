"""Hatching: parallel lines over a shape, spaced in points on the sheet, so every crop has the same density."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box
from ..style.theme import Hatch

DEEP = 2.0
"""How many times wider the gaps are in the hatching of a deep muscle."""


def hatch_lines(box: Box, hatch: Hatch, *, deep: bool = False) -> NDArray[np.float64]:
    """Return lines that cover a box of the sheet, (n, 2, 2) pt, on one grid for the whole sheet."""
    gap = hatch.gap * (DEEP if deep else 1.0)
    along = np.array([np.cos(np.radians(hatch.angle)), np.sin(np.radians(hatch.angle))])
    across = np.array([-along[1], along[0]])
    corners = np.array([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])
    reach, levels = corners @ along, corners @ across
    steps = np.arange(np.ceil(levels.min() / gap), np.floor(levels.max() / gap) + 1) * gap
    ends = np.array([reach.min(), reach.max()])
    lines: NDArray[np.float64] = steps[:, None, None] * across + ends[None, :, None] * along
    return lines
