"""How often a muscle is reported at a place: what studies counted there, and the order of the manuals' pain guides."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Atlas, Citation, Record, atlas
from .areas import Areas, areas
from .groups import Groups, groups

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""

Share = Annotated[float, msgspec.Meta(gt=0, le=1, description="a share above 0, at most 1")]


class Counts(StrEnum):
    """Which trigger points a study counted: only those that brought on the person's own pain, or any."""

    ACTIVE = "active"
    ANY = "any"


class Seen(StrEnum):
    """How the order of a guide was checked: against a public list that follows the book, part of one, or not at all."""

    LIST = "list"
    PART = "part"
    NONE = "none"


class CountedMuscle(Record, frozen=True, rename="kebab"):
    """The share of people in whom a muscle, or a group of muscles, had a trigger point. `up_to`: the highest share."""

    muscle: Id
    share: Share
    up_to: Share | None = None


class Study(Record, frozen=True):
    """A study, or a review of several `works`, that counted trigger points in people who hurt in these areas."""

    source: Citation
    people: Line
    counts: Counts
    areas: tuple[Id, ...]
    muscles: tuple[CountedMuscle, ...]
    number: int = 0
    works: int = 1


class Guide(Record, frozen=True):
    """The muscles, or groups of them, that a manual names for these areas, the most likely first."""

    source: Citation
    seen: Seen
    areas: tuple[Id, ...]
    muscles: tuple[Id, ...]


class Count(msgspec.Struct, frozen=True):
    """What a study counted in one muscle; the fields are those of `Study` and `CountedMuscle`."""

    source: Citation
    people: str
    counts: Counts
    number: int
    works: int
    share: float
    up_to: float | None = None


class Place(msgspec.Struct, frozen=True):
    """A muscle's place in the order of a guide: 1 is the first."""

    source: Citation
    seen: Seen
    order: int


class Reports(msgspec.Struct, frozen=True):
    """What is reported of one muscle at one area."""

    counts: tuple[Count, ...] = ()
    places: tuple[Place, ...] = ()


class Prevalence(msgspec.Struct, frozen=True):
    """Every report, in the order of the file, with groups and muscles that have parts resolved to what is drawn."""

    studies: tuple[Study, ...]
    guides: tuple[Guide, ...]
    reports: dict[str, dict[str, Reports]]

    def at(self, area: str) -> dict[str, Reports]:
        """Return what is reported at an area, by muscle; empty if nothing is."""
        return self.reports.get(area, {})


@cache
def prevalence() -> Prevalence:
    """Return the reports that come with bodymap, read once."""
    return load(assets() / "prevalence.yaml", atlas(), areas(), groups())


def load(path: Path, atlas: Atlas, areas: Areas, groups: Groups) -> Prevalence:
    """Return the reports in a file that names muscles, groups and areas, and cites sources of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, names something that does not exist, or has a range upside down.
    """
    raw = contents(path, most=MOST_BYTES, label=path.name)
    families = [f"{muscle.id} {' '.join(muscle.parts)}" for muscle in atlas.muscles.values()]
    families += [f"{group.id} {' '.join(group.members)}" for group in groups.groups.values()]
    known = ["\n".join(names).encode() for names in (families, areas.areas, atlas.sources)]
    return disk_cache.compiled(
        "prevalence", FORMAT, Prevalence, (raw, *known), lambda: _parsed(raw, atlas, areas, groups, path.name)
    )


class _File(Record, frozen=True):
    studies: tuple[Study, ...]
    guides: tuple[Guide, ...]


def _parsed(raw: bytes, atlas: Atlas, areas: Areas, groups: Groups, label: str) -> Prevalence:
    file = parse(raw, _File, label=label)
    reports: dict[str, dict[str, Reports]] = {}
    named = [*((s.source, s.areas) for s in file.studies), *((g.source, g.areas) for g in file.guides)]
    for source, places in named:
        if source.key not in atlas.sources:
            raise unknown("source", source.key, atlas.sources, where=label)
        for area in places:
            if area not in areas.areas:
                raise unknown("area", area, areas.areas, where=f"{label}: {source.key}: areas")
    for study in file.studies:
        of_study = study.source, study.people, study.counts, study.number, study.works
        for counted in study.muscles:
            where = f"{label}: {study.source.key}: {counted.muscle}"
            if counted.up_to is not None and counted.up_to <= counted.share:
                raise BodymapError(f"{where}: up-to must be more than share")
            count = Count(*of_study, counted.share, counted.up_to)
            drawn = _drawn(counted.muscle, atlas, groups, where)
            _add(reports, study.areas, drawn, Reports(counts=(count,)))
    for guide in file.guides:
        for order, name in enumerate(guide.muscles, 1):
            drawn = _drawn(name, atlas, groups, f"{label}: {guide.source.key}, {', '.join(guide.areas)}")
            _add(reports, guide.areas, drawn, Reports(places=(Place(guide.source, guide.seen, order),)))
    return Prevalence(file.studies, file.guides, reports)


def _add(reports: dict[str, dict[str, Reports]], areas: Iterable[str], muscles: Iterable[str], more: Reports) -> None:
    """Add reports of muscles at areas to those that are there."""
    for area in areas:
        at = reports.setdefault(area, {})
        for muscle in muscles:
            before = at.get(muscle, Reports())
            at[muscle] = Reports((*before.counts, *more.counts), (*before.places, *more.places))


def _drawn(name: str, atlas: Atlas, groups: Groups, where: str) -> tuple[str, ...]:
    """Return the ids of what is drawn for a muscle or a group."""
    if name not in atlas.muscles and name not in groups.groups:
        raise unknown("muscle", name, (*atlas.muscles, *groups.groups), where=where)
    members = (name,) if name in atlas.muscles else groups.groups[name].members
    return tuple(dict.fromkeys(part.id for member in members for part in atlas.drawn(member)))
