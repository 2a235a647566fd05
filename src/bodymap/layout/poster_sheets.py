"""The sheets of posters, from a page for the desk to a chart for the wall, and how large type and lines are on them."""

from __future__ import annotations

from typing import get_args

import msgspec

from ..errors import BodymapError, unknown
from ..options.choices import Orientation, PosterSize

MM = 72 / 25.4
"""Points per millimetre."""

USUAL = 420.0
"""The short side of the sheet on which type and lines have their usual size, mm: A2."""

SMALLER, LARGER = 0.5, 0.8
"""How the size of type and lines follows that of the sheet, as powers: a small sheet is read from nearer."""

DPI = 5500.0, 90.0, 150.0
"""Pixels along the longer side of a sheet, for what is pixels even in a vector format; least and greatest dpi."""

SIZES: dict[PosterSize, tuple[float, float]] = {
    "a4": (210.0, 297.0),
    "a3": (297.0, 420.0),
    "a2": (420.0, 594.0),
    "a1": (594.0, 841.0),
    "a0": (841.0, 1189.0),
    "letter": (215.9, 279.4),
    "tabloid": (279.4, 431.8),
    "arch-a": (228.6, 304.8),
    "arch-b": (304.8, 457.2),
    "arch-c": (457.2, 609.6),
    "arch-d": (609.6, 914.4),
    "arch-e": (914.4, 1219.2),
}
"""The sheets, upright, in mm: ISO 216, and ANSI/ASME Y14.1 with the architectural sizes."""


class PosterSheet(msgspec.Struct, frozen=True):
    """A sheet for a poster: its name, its width and height in points, and its resolution in dpi.

    A poster is laid out on a smaller sheet, of `width / enlarged` by `height / enlarged` points, and then enlarged.
    """

    name: str
    width: float
    height: float
    dpi: float
    enlarged: float

    @property
    def room(self) -> tuple[float, float]:
        """The width and height that the poster is laid out on, pt."""
        return self.width / self.enlarged, self.height / self.enlarged


def poster_sheet(size: str, orientation: str, *, fixed: float = 0.0) -> PosterSheet:
    """Return the sheet of a name, turned.

    Args:
        size: one of `SIZES`.
        orientation: `portrait` or `landscape`.
        fixed: the short side that every poster is laid out on, pt; 0 if larger sheets have smaller type, in
            proportion, and more on them.

    Raises:
        BodymapError: there is no such size or orientation.
    """
    if size not in SIZES:
        raise unknown("size", size, SIZES, field="size")
    if orientation not in get_args(Orientation):
        raise unknown("orientation", orientation, get_args(Orientation), field="orientation")
    short, long = SIZES[size]
    ratio = short / USUAL
    enlarged = short * MM / fixed if fixed else ratio ** (LARGER if ratio > 1 else SMALLER)
    width, height = (long, short) if orientation == "landscape" else (short, long)
    pixels, least, most = DPI
    dpi = min(max(pixels / (long / 25.4), least), most)
    return PosterSheet(f"{size}-{orientation}", width * MM, height * MM, dpi, enlarged)


def too_small(size: str) -> BodymapError:
    """Return the error for a sheet that has no room for a poster."""
    return BodymapError(f"the poster has no room on {size}; take a larger size", field="size", value=size)
