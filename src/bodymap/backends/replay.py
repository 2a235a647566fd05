"""Draw a display list by calling one of matplotlib's renderers directly: no Figure, no Axes, no artists.

Every value that a renderer may read is set here from the list, so the host's settings don't matter.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape
from ..display.records import Display, Fade, Group, Image, Item, Path, Style, Text
from ..display.styles import font_path
from ..style.colour import rgb
from ..style.matplotlib_import import matplotlib
from .images import scaled
from .matplotlib_modules import font_properties, text_to_path

_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


class Replay:
    """Draws items with a matplotlib renderer."""

    def __init__(self, display: Display, renderer: Any, transform: Any, whole: Box, *, dots: float = 1.0) -> None:
        """Prepare to draw with a renderer.

        Args:
            display: the display list with the styles and fonts.
            renderer: a matplotlib renderer.
            transform: matplotlib transform from points on the sheet to the renderer's units, both y up.
            whole: the canvas in the renderer's units; nothing is drawn outside it.
            dots: image pixels per renderer unit.
        """
        self._display, self._renderer, self._transform, self._dots = display, renderer, transform, dots
        self.scale = float(transform.get_matrix()[0, 0])
        point = renderer.points_to_pixels(1.0)  # the scale of line widths: the sheet's own is rounded
        self._zoom = matplotlib("transforms").Affine2D.from_values(point, 0, 0, point, 0, 0)
        self._clip = whole
        renderer._text2path = text_to_path()

    def draw(self, items: tuple[Item, ...]) -> None:
        """Draw items, the first at the bottom."""
        for item in items:
            if isinstance(item, Path):
                self._path(item)
            elif isinstance(item, Text):
                self._text(item)
            elif isinstance(item, Image):
                self._image(item)
            else:
                self._group(item)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point on the sheet to the renderer's units."""
        across, up = self._transform.transform((x, y)).tolist()
        return across, up

    def box(self, box: Box) -> Box:
        """Convert a box of the sheet to the renderer's units."""
        return *self.at(box[0], box[1]), *self.at(box[2], box[3])

    # --- items ---

    def _group(self, group: Group) -> None:
        before = self._clip
        if group.clip is not None:
            self._clip = self.box(group.clip)
        if group.fade is None:
            self.draw(group.items)
        else:
            self._faded(group, group.fade)
        self._clip = before

    def _faded(self, group: Group, fade: Fade) -> None:
        """Draw a group with transparent edges: on its own as pixels, which are then faded."""
        raise NotImplementedError

    def _path(self, item: Path) -> None:
        style = self._display.styles[item.style]
        gc, fill = self._context(style, item.clip), self._fill(style)
        path = _outline(item.shape)
        if item.at is None:
            self._renderer.draw_path(gc, path, self._transform, fill)
        else:
            # Crosses snap to whole pixels so that all look alike.
            gc.set_snap(fill is None)
            places = matplotlib("path").Path(item.at)
            places.should_simplify = False
            self._renderer.draw_markers(gc, path, self._zoom, places, self._transform, fill)
        gc.restore()

    def _text(self, item: Text) -> None:
        style, font = self._display.styles[item.style], self._display.fonts[item.font]
        props = font_properties(font, font_path(font), item.size)
        renderer = self._renderer
        x, y = self.at(item.x, item.y)
        if share := _SHARE[item.align]:
            x -= share * renderer.get_text_width_height_descent(item.text, props, False)[0]
        if style.stroke:
            self._haloed(item.text, props, x, y, style)
            return
        gc = self._context(Style(stroke=style.fill, width=1.0), None)
        level = renderer.get_canvas_width_height()[1] - y if renderer.flipy() else y
        renderer.draw_text(gc, x, level, item.text, props, 0.0, ismath=False)
        gc.restore()

    def _haloed(self, text: str, props: Any, x: float, y: float, style: Style) -> None:
        """Draw a line of text as outlines over a halo of the same shape."""
        points, codes = text_to_path().get_text_path(props, text)
        path = matplotlib("path").Path(points, codes)
        path.should_simplify = False
        size = self._renderer.points_to_pixels(props.get_size_in_points()) / text_to_path().FONT_SCALE
        place = matplotlib("transforms").Affine2D.from_values(size, 0, 0, size, x, y)
        fill = (*rgb(style.fill), 1.0)
        for edge in (Style(stroke=style.stroke, width=style.width, join="round"), Style()):
            gc = self._context(edge, None)
            self._renderer.draw_path(gc, path, place, fill)
            gc.restore()

    def _image(self, item: Image) -> None:
        pixels, left, bottom = scaled(item, self._transform, self._clip, self._dots)
        if pixels is None:
            return
        gc = self._context(Style(), item.clip)
        self._renderer.draw_image(gc, left, bottom, pixels)
        gc.restore()

    # --- drawing settings ---

    def _context(self, style: Style, clip: Shape | None) -> Any:
        """Return a graphics context with every property set."""
        gc = self._renderer.new_gc()
        gc.set_foreground((*rgb(style.stroke or "#000000"), style.stroke_opacity if style.stroke else 1.0), isRGBA=True)
        gc.set_linewidth(style.width if style.stroke else 0.0)
        gc.set_dashes(0, list(style.dash) or None)
        gc.set_capstyle(style.cap)
        gc.set_joinstyle(style.join)
        gc.set_antialiased(True)
        gc.set_snap(False)
        gc.set_clip_rectangle(matplotlib("transforms").Bbox.from_extents(*self._clip))
        if clip is not None:
            gc.set_clip_path(matplotlib("transforms").TransformedPath(_outline(clip), self._transform))
        return gc

    @staticmethod
    def _fill(style: Style) -> tuple[float, ...] | None:
        return (*rgb(style.fill), style.fill_opacity) if style.fill and style.fill_opacity else None


def _outline(shape: Shape) -> Any:
    path = matplotlib("path").Path(shape.points, shape.codes)
    path.should_simplify = False
    return path


def to_bytes(colour: str) -> NDArray[np.uint8]:
    """Return a colour as RGBA bytes."""
    return np.round(np.array((*rgb(colour), 1.0)) * 255).astype(np.uint8)
