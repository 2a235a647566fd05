"""Areas of the skin that a patient points at, by agreed definitions, and named sets of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES, Id, Line, parse
from .anatomy import Atlas, Citation, Record, atlas

FORMAT = 1
"""Of the kept form: goes up with every change of the records below."""


class Area(Record, frozen=True):
    """A named part of the skin. `paired`: there is one on each side; else it lies across the midline."""

    id: Id
    name: Line
    region: Id
    definition: Line
    paired: bool = True
    also: tuple[Line, ...] = ()
    sources: tuple[Citation, ...] = ()


class Site(Record, frozen=True):
    """A place of a set: the areas it is made of, drawn on `sides`. `group` is the region that the set counts it to."""

    id: Id
    name: Line
    areas: tuple[Id, ...]
    sides: tuple[Line, ...] = ("left", "right")
    group: Line = ""


class AreaSet(Record, frozen=True):
    """Sites that belong together, as a paper has them."""

    id: Id
    name: Line
    note: Line
    sites: tuple[Site, ...]
    sources: tuple[Citation, ...]


class Areas(msgspec.Struct, frozen=True):
    """Every area and every set, by id, in the order of the file."""

    areas: dict[str, Area]
    sets: dict[str, AreaSet]

    def area(self, id: str) -> Area:
        """The area of that id.

        Raises:
            BodymapError: there is none.
        """
        if id not in self.areas:
            raise unknown("area", id, self.areas, also=self.names(), listing="bodymap list areas")
        return self.areas[id]

    def names(self) -> dict[str, str]:
        """The names and other names of the areas, each with the id."""
        return {name: area.id for area in self.areas.values() for name in (area.name, *area.also)}


@cache
def areas() -> Areas:
    """The areas that come with bodymap, read once."""
    return load(assets() / "areas.yaml", atlas())


def load(path: Path, atlas: Atlas) -> Areas:
    """The areas of a file, which cites the sources of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, holds an id twice, or names what is not there.
    """
    raw = contents(path, most=MOST_BYTES, label=path.name)
    known = "\n".join(atlas.sources).encode()
    return disk_cache.compiled("areas", FORMAT, Areas, (raw, known), lambda: _parsed(raw, atlas, label=path.name))


def _parsed(raw: bytes, atlas: Atlas, *, label: str) -> Areas:
    file = parse(raw, _File, label=label)
    found = Areas({area.id: area for area in file.areas}, {named.id: named for named in file.sets})
    ids = [*(area.id for area in file.areas), *(named.id for named in file.sets)]
    for id in ids:
        if ids.count(id) > 1:
            raise BodymapError(f"{label}: the id {id!r} stands here twice")
    cited = [(r.id, c.key) for r in file.areas for c in r.sources] + [
        (r.id, c.key) for r in file.sets for c in r.sources
    ]
    for id, key in cited:
        if key not in atlas.sources:
            raise unknown("source", key, atlas.sources, where=f"{label}: {id}: sources")
    for named in file.sets:
        for site in named.sites:
            for id in site.areas:
                if id not in found.areas:
                    raise unknown("area", id, found.areas, where=f"{label}: {named.id}: {site.id}: areas")
    return found


class _File(Record, frozen=True):
    areas: tuple[Area, ...]
    sets: tuple[AreaSet, ...] = ()
