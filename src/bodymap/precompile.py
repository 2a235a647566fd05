"""All that is kept compiled, made: when the package is built, and before many pictures are drawn side by side."""

from __future__ import annotations

from . import words
from .body import plates
from .finding import coverage
from .knowledge import anatomy, areas, conditions
from .style import theme


def precompile() -> None:
    """Read all that comes with bodymap, so that `bodymap.files.disk_cache` has it.

    Raises:
        BodymapError: a file is faulty.
    """
    anatomy.atlas()
    areas.areas()
    theme.skins()
    for language in words.languages():
        words.catalogue(language)
    conditions.library()
    for body in plates.bodies():
        for view in plates.views(body):
            plates.load(body, view)
        coverage.of(body)
