"""Draw a display list as artists in an Axes of the user's own figure: one Axes unit is one point of the sheet.

The artists belong to the user, who may recolour, move or remove them. The gid of each is the id of the part it shows.
The renderer and the settings of the figure are up to the user too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as Words
from matplotlib.transforms import Bbox, TransformedBbox

from ..body.geometry import Box, Shape
from ..display.records import Display, Fade, Group, Image, Item, Path, Style, Text
from ..display.shapes import circle_radius, repeated
from ..display.styles import font_path
from ..style.colour import rgb
from . import agg
from .matplotlib_modules import font_properties

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

STEP = 1e-3
"""Step in zorder from one artist to the next: it keeps the list's order, between zorder 1 and 2."""


def figure(display: Display) -> Figure:
    """Return a Figure of the sheet's size with the picture in it. It uses no global state: pyplot doesn't know it."""
    width, height = ((n + 1e-6) / display.dpi for n in display.pixels)  # matplotlib rounds down to whole pixels
    made = Figure(figsize=(width, height), dpi=display.dpi)
    FigureCanvasAgg(made)
    made.patch.set(facecolor=display.paper or "none")
    draw(display, made.add_axes((0, 0, 1, 1)))
    return made


def draw(display: Display, ax: Axes) -> list[Artist]:
    """Draw into an Axes, which becomes the sheet, and return the artists, the first at the bottom.

    Line widths and text sizes are in points: they fit the picture if the Axes is as large as the sheet.
    """
    ax.set(xlim=(0, display.width), ylim=(0, display.height), aspect="equal")
    ax.set_axis_off()
    artists = list(_Artists(display, ax).of(display.items))
    for n, artist in enumerate(artists):
        artist.set_zorder(1 + n * STEP)
        clip = artist.get_clip_box(), artist.get_clip_path()
        ax.add_artist(artist)
        artist.set_clip_box(clip[0])
        if clip[1] is not None:
            artist.set_clip_path(clip[1])
    return artists


class _Artists:
    """Makes the artists of items."""

    def __init__(self, display: Display, ax: Axes) -> None:
        self._display, self._ax = display, ax
        self._outlines: dict[int, tuple[Shape, Outline]] = {}

    def of(self, items: tuple[Item, ...], part: str = "", clip: Box | None = None) -> Iterator[Artist]:
        """Yield the artists of items, with `part` as the default gid, clipped to a box."""
        for item in items:
            if isinstance(item, Group):
                inner = self.of(item.items, item.part or part, item.clip or clip)
                if item.fade is None:
                    yield from inner
                else:
                    yield FadingGroup(list(inner), item.fade, self._ax)
                continue
            artist = self._artist(item)
            artist.set_gid(getattr(item, "part", "") or part)
            if not isinstance(item, Text):
                self._cut(artist, clip, getattr(item, "clip", None))
            yield artist

    def _artist(self, item: Path | Image | Text) -> Any:
        if isinstance(item, Text):
            return self._text(item)
        if isinstance(item, Image):
            return self._image(item)
        return self._path(item)

    def _path(self, item: Path) -> Artist:
        style = self._display.styles[item.style]
        if item.at is None:
            return self._patch(item.shape, style)
        if (radius := circle_radius(item.shape)) is not None:
            return self._markers(item.at, MarkerStyle("o"), 2 * radius, style)
        if not style.fill:
            arm = float(item.shape.points.max())
            return self._markers(item.at, MarkerStyle("x", capstyle="round"), 2 * arm, style)
        return self._patch(repeated(item.shape, item.at), style)

    def _patch(self, shape: Shape, style: Style) -> Artist:
        patch = PathPatch(
            self._outline(shape),
            fc=(*rgb(style.fill), style.fill_opacity) if style.fill else "none",
            ec=(*rgb(style.stroke), style.stroke_opacity) if style.stroke else "none",
            lw=style.width,
            ls=(0, tuple(length / style.width for length in style.dash)) if style.dash else "-",
            capstyle=style.cap,
            joinstyle=style.join,
            antialiased=True,
            snap=False,
        )
        patch.set_path_effects([])
        patch.set_transform(self._ax.transData)
        return patch

    def _markers(self, places: Any, marker: MarkerStyle, size: float, style: Style) -> Artist:
        edge = style.stroke or style.fill
        line = Line2D(
            places[:, 0],
            places[:, 1],
            linestyle="none",
            marker=marker,
            markersize=size,
            markeredgewidth=style.width if style.stroke else 0,
            markeredgecolor=(*rgb(edge), style.stroke_opacity if style.stroke else 1.0),
            markerfacecolor=(*rgb(style.fill), style.fill_opacity) if style.fill else "none",
            color=edge,
            antialiased=True,
        )
        line.set_path_effects([])
        line.set_transform(self._ax.transData)
        return line

    def _text(self, item: Text) -> Artist:
        style, font = self._display.styles[item.style], self._display.fonts[item.font]
        props = font_properties(font, font_path(font), item.size)
        words = Words(
            item.x,
            item.y,
            item.text,
            color=style.fill,
            fontproperties=props,
            horizontalalignment=item.align,
            verticalalignment="baseline",
            parse_math=False,
            usetex=False,
        )
        words.set_path_effects([withStroke(linewidth=style.width, foreground=style.stroke)] if style.stroke else [])
        words.set_clip_on(False)
        return words

    def _image(self, item: Image) -> Artist:
        pixels = item.pixels if item.palette is None else _coloured(item.pixels, item.palette)
        image = AxesImage(
            self._ax,
            interpolation="bilinear" if item.smoothing == "linear" else "antialiased",
            extent=(item.box[0], item.box[2], item.box[1], item.box[3]),
            origin="upper",
        )
        image.set_data(pixels)
        image.set_transform(self._ax.transData)
        return image

    def _cut(self, artist: Artist, clip: Box | None, shape: Shape | None) -> None:
        if clip is not None:
            artist.set_clip_box(TransformedBbox(Bbox.from_extents(*clip), self._ax.transData))
        if shape is not None:
            artist.set_clip_path(self._outline(shape), self._ax.transData)

    def _outline(self, shape: Shape) -> Outline:
        """Return a shape as matplotlib has it. A fill, its edge and what is clipped to it share one."""
        if id(shape) not in self._outlines:
            self._outlines[id(shape)] = shape, Outline(shape.points, shape.codes)
        return self._outlines[id(shape)][1]


def _coloured(pixels: NDArray[np.uint8], palette: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the colours of pixels, (h, w, 4) uint8. Four bytes are looked up at once."""
    colours = np.ascontiguousarray(palette).view(np.uint32).reshape(-1)
    return colours[pixels].view(np.uint8).reshape(*pixels.shape, 4)


class FadingGroup(Artist):
    """Artists that are drawn together into a layer of pixels with transparent edges."""

    def __init__(self, artists: list[Artist], fade: Fade, ax: Axes) -> None:
        """Take over the drawing of artists."""
        super().__init__()
        self._artists, self._fade, self._ax = artists, fade, ax
        self.set_rasterized(True)

    def get_children(self) -> list[Artist]:  # noqa: D102 (as in Artist)
        return self._artists

    def set_figure(self, fig: Any) -> None:  # noqa: D102
        super().set_figure(fig)
        for artist in self._artists:
            artist.set_figure(fig)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:  # noqa: D102
        if not hasattr(renderer, "start_filter"):
            for artist in self._artists:
                artist.draw(renderer)
            return
        renderer.start_filter()
        for artist in self._artists:
            artist.draw(renderer)
        x0, y0, x1, y1 = self._ax.transData.transform(np.reshape(self._fade.box, (2, 2))).reshape(-1).tolist()
        scale = (x1 - x0) / (self._fade.box[2] - self._fade.box[0])
        agg.fade_layer(np.asarray(renderer.buffer_rgba()), (x0, y0, x1, y1), self._fade, scale)
        renderer.stop_filter(lambda image, dpi: (image, 0, 0))
