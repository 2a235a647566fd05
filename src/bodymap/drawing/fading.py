"""Crops that fade at their cut edges: under veils of paper, or into a transparent ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from ..layout.records import Figure
from ..style.theme import Theme
from .shapes import ORDER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Ramp = TypeVar("Ramp", float, NDArray[np.float64])


def clear_of_fades(places: NDArray[np.float64], figure: Figure, look: Theme) -> NDArray[np.bool_]:
    """Which places lie where nothing fades: a zone that is cut off is not shown as a few lost dots."""
    x0, y0, x1, y1 = figure.place
    reach = 0.8 * fade_depth(figure, look)
    away = {
        "left": places[:, 0] - x0,
        "right": x1 - places[:, 0],
        "top": y1 - places[:, 1],
        "bottom": places[:, 1] - y0,
    }
    clear = np.ones(len(places), dtype=bool)
    for edge in figure.fade:
        clear &= away[edge] > reach
    return clear


def smooth(t: Ramp) -> Ramp:
    """How much is seen at the share `t` of the way from a cut edge to where nothing fades: without a kink at either."""
    return t * t * (3 - 2 * t)


def fade_mask(width: int, height: int, fade: Sequence[str], depth: tuple[float, float]) -> NDArray[np.float64]:
    """How much is seen at each cell, (height, width), 1 inside and 0 at the faded edges; row 0 is the top."""

    def ramp(n: int, low: bool, high: bool, reach: float) -> NDArray[np.float64]:
        at = np.arange(n) + 0.5
        t = np.ones(n)
        if low:
            t = np.minimum(t, at / reach)
        if high:
            t = np.minimum(t, (n - at) / reach)
        return smooth(t)

    across = ramp(width, "left" in fade, "right" in fade, depth[0])
    down = ramp(height, "top" in fade, "bottom" in fade, depth[1])
    return down[:, None] * across


def veils(figure: Figure, ax: Axes, look: Theme) -> list[Artist]:
    """Paper laid over the faded edges, ever thicker: fading for every kind of output."""
    x0, y0, x1, y1 = figure.place
    reach = fade_depth(figure, look)
    strips = {
        "left": (x0, y0, x0 + reach, y1),
        "right": (x1 - reach, y0, x1, y1),
        "top": (x0, y1 - reach, x1, y1),
        "bottom": (x0, y0, x1, y0 + reach),
    }
    found: list[Artist] = []
    for edge in figure.fade:
        a0, b0, a1, b1 = strips[edge]
        flat = edge in ("top", "bottom")
        mask = fade_mask(1 if flat else 64, 64 if flat else 1, [edge], (64.0, 64.0))
        cells = np.empty((*mask.shape, 4), dtype=np.uint8)
        cells[..., :3] = np.round(np.array(to_rgb(look.paper)) * 255)
        cells[..., 3] = np.round((1 - mask) * 255)
        grow = 2.0  # over the edge, so that no hair of a line is left
        out = (
            a0 - grow * (edge == "left"),
            a1 + grow * (edge == "right"),
            b0 - grow * (edge == "bottom"),
            b1 + grow * (edge == "top"),
        )
        image = AxesImage(ax, interpolation="bilinear", extent=out, origin="upper", zorder=ORDER["fade"])
        image.set_data(cells)
        image.set_gid("fade")
        found.append(image)
    return found


def fade_depth(figure: Figure, look: Theme) -> float:
    """How far, pt, a cut edge fades into the figure."""
    x0, y0, x1, y1 = figure.place
    return min(look.fade, 0.16 * min(x1 - x0, y1 - y0))


class Faded(Artist):
    """Artists drawn together into a layer of their own, whose edges become transparent.

    Pixels fade here. An SVG gets the artists as a group, which `export.vector` masks; a PDF, which has no masks, gets
    the layer as pixels.
    """

    def __init__(self, artists: Sequence[Artist], figure: Figure, look: Theme, ax: Axes) -> None:
        super().__init__()
        self._artists, self._figure, self._look, self._ax = list(artists), figure, look, ax
        self.set_zorder(ORDER["body"])

    def get_children(self) -> list[Artist]:  # noqa: D102 (as Artist has it)
        return self._artists

    def set_figure(self, fig: Any) -> None:  # noqa: D102
        super().set_figure(fig)
        for artist in self._artists:
            if not artist.is_transform_set():
                artist.set_transform(self._ax.transData)
            artist.set_figure(fig)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:  # noqa: D102
        ordered = sorted(self._artists, key=lambda a: a.get_zorder())
        layered = hasattr(renderer, "buffer_rgba")
        if layered:
            renderer.start_filter()
        else:
            renderer.open_group("faded", "faded")
        for artist in ordered:
            artist.draw(renderer)
        if layered:
            self._fade(renderer)
            renderer.stop_filter(lambda image, dpi: (image, 0, 0))
        else:
            renderer.close_group("faded")

    def _fade(self, renderer: Any) -> None:
        pixels = np.asarray(renderer.buffer_rgba())
        tall = pixels.shape[0]
        (x0, y0), (x1, y1) = self._ax.transData.transform(np.reshape(self._figure.place, (2, 2)))
        left, right, top, bottom = round(x0), round(x1), tall - round(y1), tall - round(y0)
        reach = fade_depth(self._figure, self._look) * (x1 - x0) / (self._figure.place[2] - self._figure.place[0])
        mask = fade_mask(right - left, bottom - top, self._figure.fade, (reach, reach))
        seen = np.zeros(pixels.shape[:2])
        clip = slice(max(top, 0), min(bottom, tall)), slice(max(left, 0), min(right, pixels.shape[1]))
        seen[clip] = mask[clip[0].start - top : clip[0].stop - top, clip[1].start - left : clip[1].stop - left]
        pixels[..., 3] = np.round(pixels[..., 3] * seen)
