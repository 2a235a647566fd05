"""A scene as pixels, by matplotlib's artists and its Agg renderer, without a Figure and an Axes.

Those bring axes, ticks, scales and layouts, which these pictures have no use for and a first picture would wait for.
`tests/test_draw.py` holds both ways to the same pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.transforms import Bbox, BboxTransformFrom, BboxTransformTo, TransformedBbox
from numpy.typing import NDArray

from ..layout.sheets import Sheet

if TYPE_CHECKING:
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D


class Paper:
    """What artists ask of their Axes and their Figure: where a point of the sheet lies, and how fine the pixels are."""

    def __init__(self, sheet: Sheet) -> None:
        """An empty sheet.

        Args:
            sheet: its size in points, and its dots an inch.
        """
        self.dpi = sheet.dpi
        # As the Figure of such a sheet reckons, to the last bit: see `drawing.inches`.
        self.size = tuple(float((n + 1e-6) / sheet.dpi * sheet.dpi) for n in sheet.pixels)
        wide, tall = self.size
        whole = Bbox.unit()
        place = whole.shrunk_to_aspect(sheet.height / sheet.width, whole, tall / wide).anchored("C", whole)
        self.bbox = TransformedBbox(place, BboxTransformTo(Bbox.from_bounds(0, 0, wide, tall)))
        points = Bbox.from_bounds(0, 0, sheet.width, sheet.height)
        self.transData = BboxTransformFrom(points) + BboxTransformTo(self.bbox)
        self.artists: list[Artist] = []

    def get_figure(self, root: bool = False) -> Paper:
        """The sheet is its own figure."""
        return self

    def add_artist(self, artist: Artist) -> Artist:
        """Put an artist on the sheet, as an Axes does."""
        artist.set_figure(self)  # type: ignore[arg-type]
        if not artist.is_transform_set():
            artist.set_transform(self.transData)
        if artist.get_clip_path() is None:
            artist.set_clip_box(self.bbox)
        self.artists.append(artist)
        return artist

    def add_line(self, line: Line2D) -> Artist:
        """As `add_artist`."""
        return self.add_artist(line)

    def add_collection(self, collection: Collection, **_: Any) -> Artist:
        """As `add_artist`."""
        return self.add_artist(collection)

    def pixels(self, ground: str | None) -> NDArray[np.uint8]:
        """What lies on the sheet, (height, width, 4) RGBA, over a colour or over nothing."""
        wide, tall = self.size
        renderer: Any = RendererAgg(wide, tall, self.dpi)  # type: ignore[no-untyped-call]
        found: NDArray[np.uint8] = np.asarray(renderer.buffer_rgba())
        if ground:
            colour = np.round(np.array(to_rgba(ground)) * 255).astype(np.uint8)
            found.view(np.uint32)[:] = colour.view(np.uint32)  # a pixel at a time: as bytes it takes ten times as long
        for artist in sorted(self.artists, key=lambda artist: artist.get_zorder()):
            artist.draw(renderer)
        return found
