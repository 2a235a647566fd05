"""The soft tone of the body: a plate's grey, mapped to the range between the theme's two body colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape
from ..body.plate import Shading
from ..layout.records import Crop
from ..style.colour import rgb
from ..style.theme import Theme
from .records import Image

DARKEST = 70
"""The grey level of a plate that becomes the theme's shade: plates are lighter than this except in the folds."""

MODELLING = 1.35
"""Exponent of the tone curve: above 1, the body looks more strongly modelled than on the plate."""


def palette(theme: Theme) -> NDArray[np.uint8]:
    """Return the colour for each grey level of a plate, (256, 4) uint8 RGBA."""
    ramp: NDArray[np.float64] = np.clip((np.arange(256) - DARKEST) / (255 - DARKEST), 0, 1)[:, None] ** MODELLING
    colours = np.full((256, 4), 255, dtype=np.uint8)
    mixed = (1 - ramp) * np.array(rgb(theme.body_shade)) + ramp * np.array(rgb(theme.body_light))
    colours[:, :3] = np.round(mixed * 255)
    return colours


def shading_image(shading: Shading, crop: Crop, part: Box, theme: Theme, clip: Shape, id: str) -> Image:
    """Return the shading of what a crop shows of the plate's box `part`, in mm, clipped to a shape on the sheet."""
    grey, (x0, y0, x1, y1) = shading.grey, shading.box
    rows, columns = grey.shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    fx0, fy0 = max(crop.frame[0], part[0]), max(crop.frame[1], part[1])
    fx1, fy1 = min(crop.frame[2], part[2]), min(crop.frame[3], part[3])
    left, right = max(int((fx0 - x0) / across) - 2, 0), min(int((fx1 - x0) / across) + 3, columns)
    top, bottom = max(int((fy0 - y0) / down) - 2, 0), min(int((fy1 - y0) / down) + 3, rows)
    low, high = crop.at(x0 + left * across, y0 + bottom * down), crop.at(x0 + right * across, y0 + top * down)
    return Image((*low, *high), grey[top:bottom, left:right], palette(theme), id, clip)
