"""How much of each area the muscles' zones cover: measured once for a body and kept, so that asking opens no plate."""

from __future__ import annotations

from functools import cache

import msgspec

from ..body.bodies import MOST_BYTES, file, label, views
from ..files import disk_cache
from ..files.disk import contents
from ..knowledge.anatomy import View

FORMAT = 1
"""Of the kept form: goes up with every change of how it is measured, or of the plates' `FORMAT`."""

MIRRORS = (View.LEFT_LATERAL,)
"""Views that show nothing which another does not: bodies are the mirror of themselves."""


class Cover(msgspec.Struct, frozen=True):
    """A place on the plates in mm²: all of it; of each muscle, what its core covers, and its spillover beyond that."""

    whole: float
    muscles: dict[str, tuple[float, float]]


@cache
def of(body: str) -> dict[str, Cover]:
    """Every area that a body's plates show, by its id.

    Raises:
        BodymapError: there is no such body, or a plate is faulty.
    """
    paths = [file(body, view) for view in views(body) if view not in MIRRORS]
    raw = [contents(path, most=MOST_BYTES, label=label(path)) for path in paths]

    def made() -> dict[str, Cover]:
        from .measure import areas_covered  # here: numpy comes with it

        return areas_covered(body)

    return disk_cache.compiled("covers", FORMAT, dict[str, Cover], raw, made)
