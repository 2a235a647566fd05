"""Hatching: parallel lines over a shape, in points on the sheet, so that they are as dense on every crop."""

from __future__ import annotations

import numpy as np
from matplotlib.collections import LineCollection
from numpy.typing import NDArray

from ..body.geometry import Box
from ..style.theme import Hatch, MuscleStyle

SPARSER = 2.0
"""The hatching of a deep muscle is so many times as wide."""


def hatching(box: Box, style: MuscleStyle, *, deep: bool = False) -> LineCollection | None:
    """The lines over a box of the sheet, to be clipped to a shape; None where the style has no hatching."""
    if style.hatch is None:
        return None
    gap = style.hatch.gap * (SPARSER if deep else 1.0)
    return LineCollection(list(lines(box, style.hatch, gap)), colors=style.edge, linewidths=style.hatch.width)


def lines(box: Box, hatch: Hatch, gap: float) -> NDArray[np.float64]:
    """Lines `gap` apart that reach over a box, (n, 2, 2). They lie on one grid for the whole sheet."""
    along = np.array([np.cos(np.radians(hatch.angle)), np.sin(np.radians(hatch.angle))])
    across = np.array([-along[1], along[0]])
    corners = np.array([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])
    reach, levels = corners @ along, corners @ across
    steps = np.arange(np.ceil(levels.min() / gap), np.floor(levels.max() / gap) + 1) * gap
    ends = np.array([reach.min(), reach.max()])
    found: NDArray[np.float64] = steps[:, None, None] * across + ends[None, :, None] * along
    return found
