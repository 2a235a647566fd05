"""The record of how much of a place the muscles' zones cover, and how large those zones are elsewhere."""

from __future__ import annotations

import msgspec

from ..knowledge.anatomy import View

UNCOUNTED_VIEWS = (View.LEFT_LATERAL, View.MEDIAL)
"""Views left out when zones and areas are measured: the left side mirrors the right one, and the inner side of the legs
is mostly skin that the front and back views show too, so it would count twice."""


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
