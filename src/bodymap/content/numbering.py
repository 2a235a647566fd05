"""Number the muscles of a picture, once for every output: the same chart has the same numbers on all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..body.geometry import area
from .view_content import MuscleEntry, ViewContent


def home(entry: MuscleEntry, views: Sequence[ViewContent]) -> int:
    """Return the view in which a muscle is named: the first of those that show most of it."""
    return max(range(len(views)), key=lambda i: round(sum(map(area, views[i].shapes([entry.muscle]))), -1))


def numbers(entries: Sequence[MuscleEntry], views: Sequence[ViewContent]) -> dict[str, int]:
    """Return the number of each muscle or structure that is shown: its rank, or from the top of the first view down.

    Args:
        entries: the muscles, and the structures in the same form.
        views: what the picture shows.
    """
    seen = {entry.muscle: entry for entry in entries if entry.views}
    last = len(entries) + 1  # where some are ranked, structures come after them
    order = sorted(seen, key=lambda id: (seen[id].rank or last, *_place(seen[id], views)))
    return {id: seen[id].rank or number for number, id in enumerate(order, 1)}


def _place(entry: MuscleEntry, views: Sequence[ViewContent]) -> tuple[int, float]:
    """Return the view in which it is named, and its mean height there, mm from the crown."""
    view = home(entry, views)
    height = float(np.mean([shape.points[:, 1].mean() for shape in views[view].shapes([entry.muscle])]))
    return view, height
