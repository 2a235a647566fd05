"""How much of each area the muscles' zones cover: measured once for a body and cached, so that no plate is opened."""

from __future__ import annotations

from functools import cache

from ..body.bodies import MOST_BYTES, file, label, views
from ..files import disk_cache
from ..files.disk import contents
from .cover import MIRRORED_VIEWS, Cover

FORMAT = 1
"""Version of the cached form: goes up with every change in how it is measured, or of the plates' `FORMAT`."""


@cache
def of(body: str) -> dict[str, Cover]:
    """Return how every area that a body's plates show is covered, by the area's id.

    Raises:
        BodymapError: there is no such body, or a plate is faulty.
    """
    paths = [file(body, view) for view in views(body) if view not in MIRRORED_VIEWS]
    raw = [contents(path, most=MOST_BYTES, label=label(path)) for path in paths]

    def measured() -> dict[str, Cover]:
        from .measure import areas_covered  # here: numpy comes with it

        return areas_covered(body)

    return disk_cache.compiled("covers", FORMAT, dict[str, Cover], raw, measured)
