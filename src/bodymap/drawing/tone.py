"""The soft tone of the body: a plate's grey, scaled to the pixels of a picture and then coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox
from numpy.typing import NDArray
from PIL import Image

from ..body.geometry import Box
from ..body.plate import Shading
from ..layout.records import Crop
from ..style.theme import Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARKEST = 70
"""The grey of a plate that becomes the theme's shade: plates keep lighter than this but in the folds."""

MODELLING = 1.35
"""Above 1 the form is modelled more strongly than on the plate."""


class Tone(AxesImage):
    """A grey image in colours, one for each of its 256 greys.

    Matplotlib's own image is coloured first and scaled as four channels of floating-point numbers, which takes as long
    as all lines and fills of a picture. One channel of bytes takes a tenth of that, and differs by a rounding.
    """

    def __init__(self, ax: Axes, grey: NDArray[np.uint8], colours: NDArray[np.uint8], extent: Box) -> None:
        """An image on a sheet.

        Args:
            ax: the sheet.
            grey: (h, w) uint8, row 0 at the top.
            colours: (256, 4) uint8 RGBA.
            extent: where it lies (left, right, bottom, top), pt.
        """
        super().__init__(ax, extent=extent, origin="upper")
        self.set_data(grey)
        self._grey, self._colours = grey, colours

    def make_image(self, renderer: Any, magnification: float = 1.0, unsampled: bool = False) -> Any:  # noqa: D102
        left, right, bottom, top = self.get_extent()
        whole = Bbox.from_extents(left, bottom, right, top).transformed(self.get_transform())
        seen = Bbox.intersection(whole, self.get_clip_box() or self.axes.bbox)
        if seen is None:
            return None, 0, 0, None
        x0, y0, x1, y1 = np.round(np.multiply(seen.extents, magnification)).astype(int).tolist()
        if x0 == x1 or y0 == y1:
            return None, 0, 0, None
        rows, columns = self._grey.shape
        across, down = columns / (whole.width * magnification), rows / (whole.height * magnification)
        wx, wy = whole.x0 * magnification, whole.y1 * magnification
        part = ((x0 - wx) * across, (wy - y1) * down, (x1 - wx) * across, (wy - y0) * down)
        inside = np.clip(part, 0, (columns, rows, columns, rows))  # rounding to whole pixels may reach beyond it
        scaled = Image.fromarray(self._grey).resize(
            (x1 - x0, y1 - y0), Image.Resampling.BILINEAR, box=tuple(inside.tolist())
        )
        pixels = self._colours.view(np.uint32)[:, 0][np.asarray(scaled)[::-1]]
        return pixels[..., None].view(np.uint8), x0 / magnification, y0 / magnification, None


def shades(look: Theme) -> NDArray[np.uint8]:
    """The colour of each grey of a plate, (256, 3) uint8 RGB: between the theme's two body colours."""
    ramp: NDArray[np.float64] = np.clip((np.arange(256) - DARKEST) / (255 - DARKEST), 0, 1)[:, None] ** MODELLING
    mixed = (1 - ramp) * to_rgb(look.body_shade) + ramp * np.array(to_rgb(look.body_light))
    rgb: NDArray[np.uint8] = np.round(mixed * 255).astype(np.uint8)
    return rgb


def tone(shading: Shading, figure: Crop, part: Box, ax: Axes, look: Theme) -> Tone:
    """The plate's shading between the theme's two body colours, of the frame's `part` alone."""
    grey, (x0, y0, x1, y1) = shading.grey, shading.box
    rows, columns = grey.shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    fx0, fy0 = max(figure.frame[0], part[0]), max(figure.frame[1], part[1])
    fx1, fy1 = min(figure.frame[2], part[2]), min(figure.frame[3], part[3])
    left, right = max(int((fx0 - x0) / across) - 2, 0), min(int((fx1 - x0) / across) + 3, columns)
    top, bottom = max(int((fy0 - y0) / down) - 2, 0), min(int((fy1 - y0) / down) + 3, rows)
    colours = np.full((256, 4), 255, dtype=np.uint8)
    colours[:, :3] = shades(look)
    a, b = figure.at(x0 + left * across, y0 + bottom * down), figure.at(x0 + right * across, y0 + top * down)
    return Tone(ax, grey[top:bottom, left:right], colours, (a[0], b[0], a[1], b[1]))
