"""A Scene onto a matplotlib Axes. Decides nothing: what is drawn where stands in the scene, how it looks in the theme.

The Axes is the sheet: one unit is one point, origin at the lower left. Artists carry the id of what they show as gid.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from numpy.typing import NDArray

from ..scene import Scene
from . import body, frames, furniture
from .fading import Faded
from .paper import Paper

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SETTINGS: Any = {
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": False,
    "path.snap": False,
    "svg.hashsalt": "bodymap",
}


def pixels(scene: Scene) -> NDArray[np.uint8]:
    """The picture as pixels, (height, width, 4) uint8 RGBA, row 0 at the top: those of `figure`, in half the time."""
    with settings():
        paper = Paper(scene.sheet)
        laid(scene, cast("Axes", paper))  # all that they ask of one
        return paper.pixels(None if scene.transparent else scene.theme.paper)


def figure(scene: Scene, *, solid: bool = False) -> Figure:
    """A matplotlib Figure of the sheet's size, drawn. It belongs to no global state: pyplot does not know it.

    With `solid` what fades into a transparent ground will be pixels in a vector file.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with settings():
        sheet = scene.sheet
        # Matplotlib cuts to whole pixels; a sheet's size in points would lose one to rounding.
        width, height = ((n + 1e-6) / sheet.dpi for n in sheet.pixels)
        canvas = Figure(figsize=(width, height), dpi=sheet.dpi)
        FigureCanvasAgg(canvas)
        look = scene.theme
        canvas.patch.set(facecolor=look.paper, alpha=0.0 if scene.transparent else 1.0)
        for artist in draw(scene, canvas.add_axes((0, 0, 1, 1))):
            if solid and isinstance(artist, Faded):
                artist.set_rasterized(True)
    return canvas


def draw(scene: Scene, ax: Axes) -> list[Artist]:
    """Draw a scene into an Axes, which becomes the sheet, and return the artists.

    Line widths and type are in points: they fit the figure where the Axes is as large as the sheet.
    """
    ax.set(xlim=(0, scene.sheet.width), ylim=(0, scene.sheet.height), aspect="equal")
    ax.set_axis_off()
    return laid(scene, ax)


def laid(scene: Scene, ax: Axes) -> list[Artist]:
    """The artists of a scene, put onto an Axes that is set up for it, or on what stands for one: see `paper`."""
    look = scene.theme
    artists: list[Artist] = []
    for shown in scene.figures:
        artists += body.draw_figure(shown, ax, look, fading=scene.transparent)
    for inset in scene.insets:
        artists += body.draw_figure(inset, ax, look, fading=scene.transparent)
        artists += frames.draw_inset_frame(inset, ax, look, halo=scene.transparent)
    for small in scene.locators:
        artists += frames.draw_locator(small, ax, look, halo=scene.transparent)
    for name in scene.labels:
        artists += furniture.draw_label(name, ax, look, halo=scene.transparent)
    for entry in scene.legend:
        artists += furniture.draw_key(entry, ax, look, halo=scene.transparent)
    if scene.logo:
        artists += furniture.draw_logo(scene.logo, ax)
    artists += furniture.draw_texts(scene.texts, ax, look, halo=scene.transparent)
    return artists


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib as these pictures need it, and afterwards as it was."""
    with mpl.rc_context(SETTINGS):
        yield
