"""Write PDF with matplotlib's PDF renderer: true vectors at the sheet's own size, with embedded fonts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import msgspec
import numpy as np

from ..display.records import Display, Fade, Group
from ..formats import OutputOptions
from ..style.matplotlib_import import matplotlib
from . import agg
from .matplotlib_modules import face, renderer_module
from .replay import Replay, to_bytes


def encode(display: Display, _: OutputOptions | None = None) -> bytes:
    """Return a one-page PDF, with no trace of the time, the machine or the program."""
    return pages([display])


def pages(displays: Sequence[Display]) -> bytes:
    """Return a PDF with a page for each display list. The file has the title and the description of the first."""
    display = displays[0]
    module = renderer_module("backend_pdf")
    out = BytesIO()
    metadata = {
        "Title": display.title,
        "Subject": f"{display.alt} {display.description}",
        "Creator": None,
        "Producer": None,
        "CreationDate": None,
    }
    file = module.PdfFile(out, metadata=metadata)
    for page in displays:
        file.newPage(page.width / 72, page.height / 72)
        renderer = _renderer_class()(file, page.dpi, page.height / 72, page.width / 72)
        whole = (0.0, 0.0, page.width, page.height)
        transform = matplotlib("transforms").Affine2D()
        if page.paper:
            _paper(renderer, page)
        _VectorReplay(page, renderer, transform, whole, dots=page.dpi / 72).draw(page.items)
        renderer.finalize()
    file.finalize()
    file.close()
    return out.getvalue()


def _paper(renderer: Any, display: Display) -> None:
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    sheet = matplotlib("transforms").Affine2D().scale(display.width, display.height)
    colour = tuple((to_bytes(display.paper) / 255).tolist())
    renderer.draw_path(gc, matplotlib("path").Path.unit_rectangle(), sheet, colour)
    gc.restore()


def _renderer_class() -> type[Any]:
    class Renderer(renderer_module("backend_pdf").RendererPdf):  # type: ignore[misc]
        """Measures text with the faces it draws with; the base class would choose them by the global settings."""

        def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
            found = self._get_font_ttf(prop)
            found.set_text(s, 0.0, flags=matplotlib("ft2font").LoadFlags.NO_HINTING)
            width, height = found.get_width_height()
            return width / 64, height / 64, found.get_descent() / 64

        def _get_font_ttf(self, props: Any) -> Any:
            found = face(props.get_file())
            found.clear()
            found.set_size(props.get_size_in_points(), 72)
            return found

        def option_image_nocomposite(self) -> bool:
            return False

    return Renderer


class _VectorReplay(Replay):
    """Draws fading groups as pixels: fading needs a mask, and this renderer can't write one."""

    def _faded(self, group: Group, fade: Fade) -> None:
        alone = msgspec.structs.replace(self._display, paper="", items=(group,))
        layer = agg.pixels(alone)
        rows, columns = np.nonzero(layer[..., 3])
        if not len(rows):
            return
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        gc = self._renderer.new_gc()
        x, y = left / self._dots, (layer.shape[0] - bottom) / self._dots
        self._renderer.draw_image(gc, x, y, layer[top:bottom, left:right][::-1])
        gc.restore()
