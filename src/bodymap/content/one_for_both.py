"""Decide whether one side is drawn for both: where both look the same, and figures of each would be small."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from . import limbs
from .framing import levels
from .view_content import ViewContent

DRAWN, UNDRAWN = Side.RIGHT, Side.LEFT
"""The side that is drawn for both, and the other one."""

SEVERAL = 2
"""From this number of views on, limbs of both sides would be small."""


def one_is_enough(views: Sequence[ViewContent]) -> bool:
    """Return whether one side is enough to show both.

    It is if both look the same, and each would take much of the sheet: a head from the side, or several views of an
    arm, a leg or a foot. A trunk that carries what is shown keeps both sides.

    Args:
        views: what each view shows of both sides.
    """
    if any(view.pins for view in views) or not _alike(views):
        return False
    near = [view for view in views if facts_of(view.view).near]
    if near:
        return len(near) == len(views) and all(_has_head(view) for view in near)
    return len({view.view for view in views}) >= SEVERAL and all(map(_of_limbs, views))


def drawn_for_both(whole: ViewContent, halves: Sequence[ViewContent]) -> ViewContent:
    """Return the figure of one half for both, if both look the same and would have a figure of their own each.

    Args:
        whole: a figure of both sides.
        halves: the figure that each side would have; `whole` alone if they are near each other.
    """
    if len(halves) < 2 or whole.pins or not _alike([whole]):
        return whole
    drawn = next(half for half in halves if DRAWN in half.sides)
    return msgspec.structs.replace(drawn, undrawn=UNDRAWN)


def _alike(views: Sequence[ViewContent]) -> bool:
    left, right = (frozenset(mark for view in views for mark in _marked(view, side)) for side in (UNDRAWN, DRAWN))
    middle = [mark for view in views for mark in _marked(view, Side.MIDLINE) if not facts_of(view.view).near]
    return left == right and bool(left) and not middle


def _marked(view: ViewContent, side: Side) -> list[tuple[object, ...]]:
    """Return what is marked on a side of a view, without its side."""

    def bare(part: str) -> str:
        return part.replace(f".{side}", "")

    return [
        *((bare(h.part), h.role, h.rank, h.intensity, h.colour) for h in view.highlights if h.side == side),
        *((bare(s.part), s.role) for s in view.structures if s.side == side),
        *((bare(mark.point),) for mark in view.marks if mark.side == side),
        *((bare(zone.part), zone.zone) for zone in view.zones if zone.side == side),
        *((bare(area.part),) for area in view.sore if area.side == side),
        *((bare(spot.part),) for spot in view.spots if spot.side == side),
    ]


def _has_head(view: ViewContent) -> bool:
    """Return whether what a view must show reaches above the chin."""
    chin = levels(view.plate).get("chin")
    return chin is not None and view.focus[1] < chin


def _of_limbs(view: ViewContent) -> bool:
    """Return whether a view shows feet, or limbs that lie apart in what must be seen."""
    if facts_of(view.view).own_scale:
        return True
    shapes = view.shapes(view.named, DRAWN)
    every, carrying = limbs.pieces(view.plate, view.focus, shapes)
    return 0 < len(carrying) < len(every)
