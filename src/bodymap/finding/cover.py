"""The record of how much of a place the muscles' zones cover, and how large those zones are elsewhere."""

from __future__ import annotations

import msgspec

from ..knowledge.anatomy import View

MIRRORED_VIEWS = (View.LEFT_LATERAL,)
"""Views that show nothing new, because bodies are symmetrical."""


Areas = tuple[float, float]
"""The area of a muscle's core, and of its spillover beyond the core, mm²."""


class Cover(msgspec.Struct, frozen=True):
    """A place on the plates, in mm², summed over all views.

    `whole` is its area, `muscles` the area of it that each muscle's zones cover. `zones` is the area of the zones
    themselves, wherever they lie: what a muscle covers here is a share of the place, and a share of its own zones.
    `zones` is empty for a spot, which is too small for the second share to mean anything. `points` holds what single
    trigger points cover, for muscles whose points differ, by muscle and number.
    """

    whole: float
    muscles: dict[str, Areas]
    points: dict[str, dict[int, Areas]] = {}
    zones: dict[str, Areas] = {}
