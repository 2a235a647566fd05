"""Frames: of what a figure shows on the small whole body, and of an inset with its place on the figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle

from ..body import plates
from ..body.geometry import Box
from ..layout.records import Inset, Locator
from ..style.theme import Theme
from .furniture import draw_texts, ringed
from .shapes import ORDER, path, placing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRAME = 0.9
"""The width of a frame, pt."""


def draw_locator(locator: Locator, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """The whole body in one tone, and the frames on it."""
    plate = plates.load(locator.body, locator.view)
    place = placing(locator, ax)
    edge = {"ec": look.outline, "lw": look.locator_width} if look.locator_width else {"ec": "none"}
    body = PathPatch(path(plate.outline), fc=look.locator, transform=place, **edge)
    body.set_gid("locator")
    ax.add_artist(body)
    frames = [_frame(box, "shows", look.ink, ax, look, halo=halo) for box in locator.shows]
    return [body, *frames, *draw_texts(locator.letters, ax, look, halo=halo)]


def draw_inset_frame(inset: Inset, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """The frame of an inset, that of what it shows on its figure, and the lines between the two."""
    found: list[Artist] = []
    for tie in inset.ties:
        x, y = zip(*tie, strict=True)
        line = Line2D(x, y, color=look.leader, lw=look.leader_width, zorder=ORDER["leader"], gid="inset.tie")
        if halo:
            line.set_path_effects(ringed(look))
        ax.add_line(line)
        found.append(line)
    for gid, box in (("inset.source", inset.source), ("inset.frame", inset.place)):
        found.append(_frame(box, gid, look.leader, ax, look, halo=halo))
        found[-1].set_zorder(ORDER["leader"])
    return found


def _frame(box: Box, gid: str, colour: str, ax: Axes, look: Theme, *, halo: bool) -> Rectangle:
    x0, y0, x1, y1 = box
    frame = Rectangle((x0, y0), x1 - x0, y1 - y0, fc="none", ec=colour, lw=FRAME, joinstyle="miter", gid=gid)
    if halo:
        frame.set_path_effects(ringed(look))
    ax.add_artist(frame)
    return frame
