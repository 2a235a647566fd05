"""How much of each area the muscles' zones cover: measured once per body and cached, so that no plate is opened."""

from __future__ import annotations

from functools import cache

from ..body.bodies import MOST_BYTES, file, label, views
from ..files import disk_cache
from ..files.disk import contents
from .cover import UNCOUNTED_VIEWS, Cover

FORMAT = 3
"""Version of the cache format: increase it when the measurement or the plates' `FORMAT` changes."""


@cache
def of(body: str) -> dict[str, Cover]:
    """Return how much of each area on a body's plates is covered, by the area's id.

    Raises:
        BodymapError: there is no such body, or a plate has an error.
    """
    paths = [file(body, view) for view in views(body) if view not in UNCOUNTED_VIEWS]
    raw = [contents(path, most=MOST_BYTES, label=label(path)) for path in paths]

    def measured() -> dict[str, Cover]:
        from .measure import areas_covered  # imported here because it loads numpy

        return areas_covered(body)

    return disk_cache.compiled("covers", FORMAT, dict[str, Cover], raw, measured)
