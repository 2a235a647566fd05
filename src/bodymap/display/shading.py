"""Light and shade as images: the soft tone of the body, tinted windows in it, and the light on muscles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..body.forms import FLAT
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


SHADED, SHADE_GAIN, MOST_SHADE = 0.96, 1.7, 0.82
"""Light on a muscle below which it is shaded, and how strongly, up to an opacity."""
LIT, LIGHT_GAIN, MOST_LIGHT = 0.985, 2.4, 0.42
"""The same for highlights, above."""

EVEN_LIGHT = round(FLAT * (SHADED + LIT) / 2)
"""The grey level of a relief that has neither shade nor highlights."""


COARSE = 0.36
"""A body on which a pixel of the plate is smaller than this, pt, gets half as many: a whole figure on a slide."""


def palette(theme: Theme) -> NDArray[np.uint8]:
    """Return the colour for each grey level of a plate, (256, 4) uint8 RGBA."""
    ramp: NDArray[np.float64] = np.clip((np.arange(256) - DARKEST) / (255 - DARKEST), 0, 1)[:, None] ** MODELLING
    colours = np.full((256, 4), 255, dtype=np.uint8)
    mixed = (1 - ramp) * np.array(rgb(theme.body_shade)) + ramp * np.array(rgb(theme.body_light))
    colours[:, :3] = np.round(mixed * 255)
    return colours


def tinted(theme: Theme, colour: str, share: float) -> NDArray[np.uint8]:
    """Return the body's palette mixed with a share of a colour, (256, 4) uint8 RGBA, opaque."""
    colours = palette(theme)
    colours[:, :3] = np.round((1 - share) * colours[:, :3] + share * 255 * np.array(rgb(colour)))
    return colours


def relief_palette(shade: str, strength: float) -> NDArray[np.uint8]:
    """Return shade and highlights to lay over a muscle, for each grey level of the relief, (256, 4) uint8 RGBA.

    Args:
        shade: the colour of shade.
        strength: 0 for a flat muscle to 1.
    """
    light = np.arange(256) / FLAT
    dark = np.clip((SHADED - light) * SHADE_GAIN, 0, MOST_SHADE) * strength
    bright = np.clip((light - LIT) * LIGHT_GAIN, 0, MOST_LIGHT) * strength
    colours = np.full((256, 4), 255, dtype=np.uint8)
    colours[dark > 0, :3] = np.round(np.array(rgb(shade)) * 255)
    colours[:, 3] = np.round(np.maximum(dark, bright) * 255)
    return colours


def shading_image(shading: Shading, crop: Crop, part: Box, palette: NDArray[np.uint8], clip: Shape, id: str) -> Image:
    """Return the shading of what a crop shows of the plate's box `part`, in mm, clipped to a shape on the sheet."""
    window = window_on(shading, crop, part)
    return image_of(window.of(shading), window, palette, clip, id)


class Window(NamedTuple):
    """A part of a shading: its rows and columns, every `step` of which make one pixel, and its box on the sheet."""

    rows: slice
    columns: slice
    step: int
    box: Box

    def of(self, shading: Shading) -> NDArray[np.uint8]:
        """Return this part of a shading's grey levels."""
        return shading.grey[self.rows, self.columns]


def window_on(shading: Shading, crop: Crop, part: Box) -> Window:
    """Return the window on a shading that holds what a crop shows of the plate's box `part`, in mm."""
    (rows, columns), (x0, y0, x1, y1) = shading.grey.shape, shading.box
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    fx0, fy0 = max(crop.frame[0], part[0]), max(crop.frame[1], part[1])
    fx1, fy1 = min(crop.frame[2], part[2]), min(crop.frame[3], part[3])
    left, right = max(int((fx0 - x0) / across) - 2, 0), min(int((fx1 - x0) / across) + 3, columns)
    top, bottom = max(int((fy0 - y0) / down) - 2, 0), min(int((fy1 - y0) / down) + 3, rows)
    step = 2 if crop.scale < COARSE / across else 1
    left, top = left - left % step, top - top % step
    right, bottom = right - (right - left) % step, bottom - (bottom - top) % step
    low, high = crop.at(x0 + left * across, y0 + bottom * down), crop.at(x0 + right * across, y0 + top * down)
    return Window(slice(top, bottom), slice(left, right), step, (*low, *high))


def image_of(grey: NDArray[np.uint8], window: Window, palette: NDArray[np.uint8], clip: Shape, id: str) -> Image:
    """Return grey levels of a window as an image in the colours of a palette, clipped to a shape on the sheet."""
    if window.step > 1:
        wide = grey.astype(np.uint16)  # sums of four, many times faster than the mean along two axes
        grey = ((wide[::2, ::2] + wide[::2, 1::2] + wide[1::2, ::2] + wide[1::2, 1::2]) >> 2).astype(np.uint8)
    return Image(window.box, grey, palette, id, clip)
