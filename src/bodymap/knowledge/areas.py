"""Areas of the skin that a patient can point at, with agreed definitions, and named sets of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Atlas, Citation, Record, atlas
from .index import Document, document, nearest
from .names import key

FORMAT = 3
"""Version of the compiled form. Raise it whenever the records below change."""


class Area(Record, frozen=True):
    """A named part of the skin. If `paired`, there is one on each side; otherwise it lies across the midline.

    A finer area, such as the tip of a bone that one finger points at, lies `within` one or more larger ones.
    """

    id: Id
    name: Line
    region: Id
    definition: Line
    paired: bool = True
    also: tuple[Line, ...] = ()
    sources: tuple[Citation, ...] = ()
    within: tuple[Id, ...] = ()


class Site(Record, frozen=True):
    """A place in a set: the areas it consists of, drawn on `sides`. `group` is its region in the set.

    An area across the midline is halved if the site is on one side alone. `also` are other names of the site.
    """

    id: Id
    name: Line
    areas: tuple[Id, ...]
    sides: tuple[Line, ...] = ("left", "right")
    group: Line = ""
    also: tuple[Line, ...] = ()


class AreaSet(Record, frozen=True):
    """Sites that belong together, as in a published paper.

    `agg` says how the values of several sites that share an area are combined if nobody says it.
    """

    id: Id
    name: Line
    note: Line
    sites: tuple[Site, ...]
    sources: tuple[Citation, ...]
    agg: Line | None = None


class Areas(msgspec.Struct, frozen=True):
    """Every area and every set, by id, in the order of the file."""

    areas: dict[str, Area]
    sets: dict[str, AreaSet]

    def area(self, id: str) -> Area:
        """Return the area with that id.

        Raises:
            BodymapError: there is no such area.
        """
        if id not in self.areas:
            raise self.refusal(id)
        return self.areas[id]

    def refusal(self, name: str) -> BodymapError:
        """Return the error for a name that no area has."""
        return unknown("area", name, self.areas, near=nearest(name, documents()), listing="bodymap list areas")

    def is_fine(self, id: str) -> bool:
        """Return whether an area is a finer one, which lies within others; False for one that is not known."""
        return id in self.areas and bool(self.areas[id].within)

    def with_larger(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return areas with the larger ones that they lie within, each once."""
        return tuple(dict.fromkeys(one for id in ids for one in (id, *self.area(id).within)))

    def finer(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the finer areas that lie within any of these."""
        larger = set(ids)
        return tuple(area.id for area in self.areas.values() if larger.intersection(area.within))

    def names(self) -> dict[str, str]:
        """Return the names and other names of the areas, each with the area's id."""
        return {name: area.id for area in self.areas.values() for name in (area.name, *area.also)}

    def meant(self, name: str) -> tuple[str, ...]:
        """Return the ids of the areas with that name, in any case and order of words."""
        said = key(name)
        return tuple(dict.fromkeys(id for other, id in self.names().items() if said and key(other) == said))


def documents() -> tuple[Document, ...]:
    """Return the areas as documents to search."""
    return tuple(
        document("area", area.id, area.name, (area.name, *area.also), (area.region.replace("-", " "),))
        for area in areas().areas.values()
    )


@cache
def areas() -> Areas:
    """Return the areas that come with bodymap, read once."""
    return load(assets() / "areas.yaml", atlas())


def load(path: Path, atlas: Atlas) -> Areas:
    """Return the areas in a file that cites sources of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, has an id twice, or refers to something that does not exist.
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
            raise BodymapError(f"{label}: the id {id!r} is used twice")
    cited = [(r.id, c.key) for r in file.areas for c in r.sources] + [
        (r.id, c.key) for r in file.sets for c in r.sources
    ]
    for id, cite in cited:
        if cite not in atlas.sources:
            raise unknown("source", cite, atlas.sources, where=f"{label}: {id}: sources")
    for area in file.areas:
        for id in area.within:
            if id not in found.areas:
                raise unknown("area", id, found.areas, where=f"{label}: {area.id}: within")
            if found.areas[id].within:
                raise BodymapError(f"{label}: {area.id}: within: {id!r} is a finer area itself; name the larger one")
    for named in file.sets:
        for site in named.sites:
            for id in site.areas:
                if id not in found.areas:
                    raise unknown("area", id, found.areas, where=f"{label}: {named.id}: {site.id}: areas")
    return found


class _File(Record, frozen=True):
    areas: tuple[Area, ...]
    sets: tuple[AreaSet, ...] = ()
