"""Regions of the body with their muscles, as lessons name them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import BodymapError, folded, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Atlas, Citation, Record, atlas

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""


class Region(Record, frozen=True):
    """A region of the body. `members` are muscles of the atlas, from the top down; `also` are other names for it."""

    id: Id
    name: Line
    members: tuple[Id, ...]
    sources: tuple[Citation, ...]
    also: tuple[Line, ...] = ()


class Regions(Record, frozen=True):
    """The regions, in the order of the file."""

    regions: tuple[Region, ...]

    def names(self) -> Mapping[str, Region]:
        """Return the regions by their ids, names and other names, as `errors.folded` has them."""
        return {folded(name): each for each in self.regions for name in (each.id, each.name, *each.also)}


@cache
def regions() -> Regions:
    """Return the regions that come with bodymap, read once."""
    return load(assets() / "regions.yaml", atlas())


def region(name: str) -> Region | None:
    """Return the region with an id or name; None if there is none."""
    return regions().names().get(folded(name))


def load(path: Path, atlas: Atlas) -> Regions:
    """Return the regions in a file whose members are muscles of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, has a name twice, or refers to something that does not exist.
    """
    raw = contents(path, most=MOST_BYTES, label=path.name)
    found = disk_cache.compiled("regions", FORMAT, Regions, (raw,), lambda: parse(raw, Regions, label=path.name))
    taken: dict[str, str] = {}
    for each in found.regions:
        place = f"{path.name}: {each.id}"
        for name in {folded(name) for name in (each.id, each.name, *each.also)}:
            if (owner := taken.setdefault(name, each.id)) != each.id:
                raise BodymapError(f"{place}: also: {owner!r} has the name {name!r} already")
        for id in each.members:
            if id not in atlas.muscles:
                raise unknown("muscle", id, atlas.muscles, where=f"{place}: members")
        for citation in each.sources:
            if citation.key not in atlas.sources:
                raise unknown("source", citation.key, atlas.sources, where=f"{place}: sources")
    return found
