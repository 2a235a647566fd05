"""How much of a place the muscles' zones cover: the record that is measured, and what is measured of a body."""

from __future__ import annotations

import msgspec

from ..knowledge.anatomy import View

MIRRORED_VIEWS = (View.LEFT_LATERAL,)
"""Views that show nothing that another view does not show: bodies are the mirror of themselves."""


class Cover(msgspec.Struct, frozen=True):
    """A place on the plates in mm²: all of it and, for each muscle, what its core and spillover cover of it."""

    whole: float
    muscles: dict[str, tuple[float, float]]
