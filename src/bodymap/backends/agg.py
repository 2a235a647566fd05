"""Draw a display list as pixels with matplotlib's Agg renderer."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box
from ..display.fading import fade_mask
from ..display.records import Display, Fade, Group, Image, Style
from ..style.matplotlib_import import matplotlib
from .images import in_strips
from .matplotlib_modules import renderer_module
from .replay import Replay, to_bytes


def pixels(display: Display, *, dpi: float | None = None) -> NDArray[np.uint8]:
    """Return the picture as pixels, (height, width, 4) uint8 RGBA, row 0 at the top.

    Args:
        display: what is drawn.
        dpi: resolution in pixels per inch; None uses the sheet's own.
    """
    dpi = dpi or display.dpi
    width, height = round(display.width * dpi / 72), round(display.height * dpi / 72)
    renderer = _renderer_class()(width, height, dpi)
    canvas: NDArray[np.uint8] = np.asarray(renderer.buffer_rgba())
    if display.paper:
        canvas.view(np.uint32)[:] = to_bytes(display.paper).view(
            np.uint32
        )  # whole pixels: single bytes take ten times as long
    transform, whole = _sheet(display, width, height, dpi)
    _PixelReplay(display, renderer, transform, whole).draw(display.items)
    return canvas


def _sheet(display: Display, width: int, height: int, dpi: float) -> tuple[Any, Box]:
    """Return the transform from points to pixels, and the sheet's box in pixels, which is rarely whole numbers."""
    transforms = matplotlib("transforms")
    wide, tall = ((n + 1e-6) / dpi * dpi for n in (width, height))
    unit = transforms.Bbox.unit()
    place = unit.shrunk_to_aspect(display.height / display.width, unit, tall / wide).anchored("C", unit)
    pixels = transforms.Bbox.from_extents(*(place.extents * (wide, tall, wide, tall)))
    points = transforms.Bbox.from_bounds(0, 0, display.width, display.height)
    to_pixels = transforms.BboxTransformFrom(points) + transforms.BboxTransformTo(pixels)
    return to_pixels, tuple(pixels.extents.tolist())


@cache
def _renderer_class() -> type[Any]:
    module = renderer_module("backend_agg")

    class Later(module.RendererBase):  # type: ignore[misc, name-defined]
        """Puts off what RendererBase does at the start: it imports text and patches, which nothing here uses."""

        def __init__(self) -> None:
            pass

        def __getattr__(self, name: str) -> Any:
            own = dict(self.__dict__)
            super().__init__()
            self.__dict__.update(own)
            return object.__getattribute__(self, name)

    class Renderer(module.RendererAgg, Later):  # type: ignore[misc, name-defined]
        """Matplotlib's renderer of pixels."""

    return Renderer


class _PixelReplay(Replay):
    """Draws fading groups in a layer of their own, and of clipped images only what may be seen."""

    def _image(self, item: Image) -> None:
        if item.clip is None or item.palette is None:
            super()._image(item)
            return
        gc = self._context(Style(), item.clip)
        for pixels, left, bottom in in_strips(item, self._transform, self._clip):
            self._renderer.draw_image(gc, left, bottom, pixels)
        gc.restore()

    def _faded(self, group: Group, fade: Fade) -> None:
        renderer = self._renderer
        renderer.start_filter()
        self.draw(group.items)
        fade_layer(np.asarray(renderer.buffer_rgba()), self.box(fade.box), fade, self.scale)
        renderer.stop_filter(lambda image, dpi: (image, 0, 0))


def fade_layer(layer: NDArray[np.uint8], box: Box, fade: Fade, scale: float) -> None:
    """Fade a layer at the edges of a box and clear everything outside it, in place; `scale` is in pixels per point."""
    rows = layer.shape[0]
    x0, y0, x1, y1 = box
    left, right, top, bottom = round(x0), round(x1), rows - round(y1), rows - round(y0)
    mask = fade_mask(right - left, bottom - top, fade, fade.depth * scale)
    share = np.zeros(layer.shape[:2])
    clip = slice(max(top, 0), min(bottom, rows)), slice(max(left, 0), min(right, layer.shape[1]))
    share[clip] = mask[clip[0].start - top : clip[0].stop - top, clip[1].start - left : clip[1].stop - left]
    layer[..., 3] = np.round(layer[..., 3] * share)
