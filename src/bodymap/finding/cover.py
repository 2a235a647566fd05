"""The record of how much of a place the muscles' zones cover, and the views that are not measured."""

from __future__ import annotations

import msgspec

from ..knowledge.anatomy import View

MIRRORED_VIEWS = (View.LEFT_LATERAL,)
"""Views that show nothing new, because bodies are symmetrical."""


class Cover(msgspec.Struct, frozen=True):
    """A place on the plates: its area, and the area of it that each muscle's core and spillover cover, in mm².

    `points` holds the same for the single trigger points of muscles whose points differ, by muscle and number.
    """

    whole: float
    muscles: dict[str, tuple[float, float]]
    points: dict[str, dict[int, tuple[float, float]]] = {}
