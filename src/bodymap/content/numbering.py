"""Number the muscles of a picture, once for every output: the same chart has the same numbers on all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..body.geometry import area, bounds
from ..knowledge.anatomy import Side
from .focus import about
from .two_parts import main_things
from .view_content import MuscleEntry, ViewContent

PART = 0.3
"""What runs through two parts of a view is named in the main one if that shows at least this share of its height."""

ENOUGH = 0.5
"""A muscle may be named in a view that shows at least this share of what the best view shows of it."""

UNEVEN = 2
"""How many more names this view must have before some move to another."""


def homes(entries: Sequence[MuscleEntry], views: Sequence[ViewContent]) -> dict[str, int]:
    """Return the view in which each muscle that is shown is named.

    It is the first of those that show most of it. If one view then has many more names than another, those that the
    other shows about as well move there.
    """
    shown = {entry.muscle: [_area_of(entry.muscle, view) for view in views] for entry in entries if entry.views}
    found = {muscle: max(range(len(views)), key=own.__getitem__) for muscle, own in shown.items()}
    if any(view.band for view in views):
        main = max(range(len(views)), key=lambda i: main_things(views[i]))
        return {muscle: main if _runs_through(muscle, views[main]) else home for muscle, home in found.items()}
    sides = {view.sides - {Side.MIDLINE} for view in views}
    if len(sides) > 1 or len({view.view for view in views}) < len(views):
        return found  # one figure of each side, or of two parts of the body
    while True:
        counts = Counter(found.values())
        full, free = (pick(range(len(views)), key=lambda i: counts[i]) for pick in (max, min))
        if counts[full] - counts[free] < UNEVEN:
            return found
        moves = {
            muscle: shown[muscle][free] / max(shown[muscle])
            for muscle, home in found.items()
            if home == full and not _better_seen(muscle, views[full], views[free])
        }
        best = max(moves, key=lambda muscle: moves[muscle], default="")
        if not best or moves[best] < ENOUGH:
            return found
        found[best] = free


def _area_of(muscle: str, view: ViewContent) -> float:
    """Return the area of a muscle in a view, mm2; in a figure of a part of it, nothing of what is in another one."""
    return round(sum(area(shape) for shape in view.shapes([muscle]) if about(view.band, shape)), -1)


def _runs_through(muscle: str, view: ViewContent) -> bool:
    """Return whether a part of a view shows enough of a muscle or structure to name it."""
    _, top, _, bottom = bounds(view.shapes([muscle]))
    _, y0, _, y1 = view.focus
    return min(bottom, y1) - max(top, y0) >= PART * (bottom - top)


def _better_seen(muscle: str, view: ViewContent, other: ViewContent) -> bool:
    """Return whether a muscle is seen in a view, but under others in the other one."""
    return _seen(muscle, view) and not _seen(muscle, other)


def _seen(muscle: str, view: ViewContent) -> bool:
    own = [highlight for highlight in view.highlights if highlight.muscle == muscle]
    return not own or any(not h.deep or h.part.partition(".")[0] in view.opened.bared for h in own)


def numbers(entries: Sequence[MuscleEntry], views: Sequence[ViewContent]) -> dict[str, int]:
    """Return the number of each muscle or structure that is shown: its rank, or from the top of the first view down.

    Args:
        entries: the muscles, and the structures in the same form.
        views: what the picture shows.
    """
    seen = {entry.muscle: entry for entry in entries if entry.views}
    home = homes(entries, views)
    last = len(entries) + 1  # where some are ranked, structures come after them

    def place(muscle: str) -> tuple[int, int, float]:
        shapes = views[home[muscle]].shapes([muscle])
        height = float(np.mean([shape.points[:, 1].mean() for shape in shapes]))  # mm from the crown
        return seen[muscle].rank or last, home[muscle], height

    return {muscle: seen[muscle].rank or number for number, muscle in enumerate(sorted(seen, key=place), 1)}
