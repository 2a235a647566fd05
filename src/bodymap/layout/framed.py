"""A figure that fills a frame: as much of the body as its frame shows around what must be seen."""

from __future__ import annotations

from ..body.geometry import Box, bounds, meet, subpaths, union
from ..body.plate import Plate
from ..content.view_content import ViewContent
from ..knowledge.views import facts_of
from .records import Figure

LEAST, LEAST_SMALL = 250.0, 130.0
"""Least width and height that a frame shows, mm, so that the place is recognised; and of the head, a hand or a foot."""

ABOVE = 18.0
"""Space that is left above the crown, mm, and below the soles."""


def framed(view: ViewContent, need: Box, place: Box, *, cores: bool = False) -> Figure:
    """Return a figure of a view that fills a box of the sheet.

    Args:
        view: what it shows.
        need: what must be seen of the plate, mm.
        place: the box, pt.
        cores: whether the places where pain is felt most often are tinted.
    """
    frame = window(view.plate, need, (place[2] - place[0]) / (place[3] - place[1]))
    return Figure(
        view.body,
        view.view,
        frame,
        place,
        view.highlights,
        view.fibres,
        view.zones,
        view.marks,
        spots=view.spots,
        others=view.others,
        fibred=view.fibred,
        windows=view.windows,
        opened=view.opened,
        pins=view.pins,
        structures=view.structures,
        cut=True,
        sore=view.sore,
        cores=cores,
    )


def window(plate: Plate, need: Box, aspect: float) -> Box:
    """Return what a frame shows of a plate, mm: what must be seen, and the body around it as far as there is room.

    Args:
        plate: the plate.
        need: what must be seen, mm.
        aspect: the width of the frame as a share of its height.
    """
    x0, y0, x1, y1 = need
    b0, b1, b2, b3 = _piece(plate, need)
    least = LEAST_SMALL if facts_of(plate.view).own_scale or y1 < b1 + 0.18 * (b3 - b1) else LEAST
    tall = max(y1 - y0, (x1 - x0) / aspect, min(least, least / aspect))
    wide = tall * aspect
    left = _slid(x0, x1, wide, b0, b2)
    top = _slid(y0, y1, tall, b1 - ABOVE, b3 + ABOVE)
    return left, top, left + wide, top + tall


def _piece(plate: Plate, need: Box) -> Box:
    """Return the box of the body, or of the one sole that must be seen, mm."""
    shown = [one for ring in subpaths(plate.outline) if meet(one := bounds([ring]), need)]
    return union(*shown) if shown and facts_of(plate.view).own_scale else bounds([plate.outline])


def _slid(low: float, high: float, length: float, first: float, last: float) -> float:
    """Return where a length begins that holds a span: centred on it, but rather on the body, from `first` to `last`."""
    start = (low + high - length) / 2
    longer = length >= last - first
    wanted = (first + last - length) / 2 if longer else min(max(start, first), last - length)
    return min(max(wanted, high - length), low)
