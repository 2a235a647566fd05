"""Red flags: signs that need a clinician before anything else, each with the same urgency everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Atlas, Citation, Record, atlas
from .areas import Areas, areas

FORMAT = 2
"""Version of the compiled form. Raise it whenever the records below change."""


class Urgency(StrEnum):
    """How soon a sign needs help: emergency help now, a doctor today, or a clinician soon."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"


class Flag(Record, frozen=True):
    """A sign in a patient's words. `may_mean` is for the clinician and is never printed for the patient."""

    id: Id
    urgency: Urgency
    says: Line
    may_mean: Line
    parts: tuple[Id, ...] = ()
    sources: tuple[Citation, ...] = ()


WHOLE_BODY = "whole-body"
"""The part whose flags stand for those of all others, where there are too many."""

MOST_PARTS = 3
"""A chart with marks in more parts than this has the flags of the whole body."""

LUNG = "lung"
"""The flag of every muscle over the lung: a needle may have reached it."""


class BodyPart(Record, frozen=True):
    """The areas of a part of the body, what lies in them, and the flags that every condition with pain there must have.

    `muscles` and `structures` have the ids of those that are drawn, so a muscle with parts is there by its parts.
    """

    id: Id
    name: Line
    areas: tuple[Id, ...]
    required: tuple[Id, ...]
    muscles: tuple[Id, ...] = ()
    structures: tuple[Id, ...] = ()


class Flags(msgspec.Struct, frozen=True):
    """Every flag and every body part, by id, in the order of the file; and the heading for each urgency."""

    headings: dict[Urgency, str]
    flags: dict[str, Flag]
    parts: dict[str, BodyPart]

    def parts_of(self, ids: Iterable[str]) -> tuple[BodyPart, ...]:
        """Return the body parts that any of these areas, or the larger ones that they lie within, belongs to."""
        wanted = set(areas().with_larger(ids))
        return tuple(part for part in self.parts.values() if wanted & set(part.areas))

    def required(self, areas: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of the flags that pain in these areas requires, each once."""
        return tuple(dict.fromkeys(id for part in self.parts_of(areas) for id in part.required))

    def required_of_marks(
        self, muscles: Iterable[str], structures: Iterable[str] = (), areas: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return the ids of the flags that marks require, each once: those of the parts of the body that they lie in.

        Args:
            muscles: the ids of marked muscles, or of the muscles of marked points.
            structures: the ids of marked structures.
            areas: the ids of painful areas.
        """
        marked = [*dict.fromkeys(muscles)]
        drawn, held = {part.id for id in marked for part in atlas().drawn(id)}, {*structures}
        found = {part.id: part for part in self.parts_of(areas)}
        for part in self.parts.values():
            if drawn & {*part.muscles} or held & {*part.structures}:
                found[part.id] = part
        if len(found) > MOST_PARTS:
            found = {WHOLE_BODY: self.parts[WHOLE_BODY]}
        required = [id for part in self.parts.values() if part.id in found for id in part.required]
        lung = [LUNG] if any(map(atlas().over_lung, marked)) else []
        return tuple(dict.fromkeys((*required, *lung)))


@cache
def flags() -> Flags:
    """Return the flags that come with bodymap, read once."""
    return load(assets() / "flags.yaml", atlas(), areas())


def load(path: Path, atlas: Atlas, areas: Areas) -> Flags:
    """Return the flags in a file that names areas and cites sources of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, has an id twice, or names something that does not exist.
    """
    raw = contents(path, most=MOST_BYTES, label=path.name)
    known = ["\n".join(names).encode() for names in (atlas.sources, areas.areas)]
    return disk_cache.compiled("flags", FORMAT, Flags, (raw, *known), lambda: _parsed(raw, atlas, areas, path.name))


class _File(Record, frozen=True):
    headings: dict[Urgency, Line]
    parts: tuple[BodyPart, ...]
    flags: tuple[Flag, ...]


def _parsed(raw: bytes, atlas: Atlas, areas: Areas, label: str) -> Flags:
    file = parse(raw, _File, label=label)
    if missing := [urgency.value for urgency in Urgency if urgency not in file.headings]:
        raise BodymapError(f"{label}: headings: {missing[0]!r} is missing")
    for records in (file.flags, file.parts):
        ids = [record.id for record in records]
        for id in ids:
            if ids.count(id) > 1:
                raise BodymapError(f"{label}: the id {id!r} is used twice")
    found = Flags(file.headings, {flag.id: flag for flag in file.flags}, {part.id: part for part in file.parts})
    for flag in file.flags:
        for id in flag.parts:
            if id not in found.parts:
                raise unknown("body part", id, found.parts, where=f"{label}: {flag.id}: parts")
        for citation in flag.sources:
            if citation.key not in atlas.sources:
                raise unknown("source", citation.key, atlas.sources, where=f"{label}: {flag.id}: sources")
    for part in file.parts:
        for id in part.areas:
            if id not in areas.areas:
                raise unknown("area", id, areas.areas, where=f"{label}: {part.id}: areas")
        for id in part.required:
            if id not in found.flags:
                raise unknown("flag", id, found.flags, where=f"{label}: {part.id}: required")
        for id in part.muscles:
            if id not in atlas.muscles:
                raise unknown("muscle", id, atlas.muscles, where=f"{label}: {part.id}: muscles")
    return found
