"""Fill the cache of compiled data: when the package is built, and before many pictures are drawn in parallel."""

from __future__ import annotations

from . import words
from .body import plates
from .finding import coverage
from .knowledge import (
    anatomy,
    areas,
    condition_library,
    electrodes,
    evidence,
    groups,
    lay_words,
    prevalence,
    regions,
    structures,
)
from .style import theme_files


def precompile() -> None:
    """Load everything that comes with bodymap, so that `bodymap.files.disk_cache` stores it.

    Raises:
        BodymapError: a file is faulty.
    """
    anatomy.atlas()
    areas.areas()
    electrodes.electrodes()
    groups.groups()
    lay_words.lay_words()
    prevalence.prevalence()
    regions.regions()
    structures.structures()
    theme_files.skins()
    for language in words.languages():
        words.catalogue(language)
    condition_library.library()
    evidence.grades()
    for body in plates.bodies():
        for view in plates.views(body):
            plates.load(body, view)
        coverage.of(body)
