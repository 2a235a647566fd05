"""Conditions: their names, their muscles and roles, and words for the patient. One YAML file per condition."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from ..errors import BodymapError, unknown
from ..files.fields import Id, Line, Message, ShortLine, naming
from .anatomy import Citation, Record, Source, View, atlas, cited_at
from .evidence import ConditionEvidence
from .flags import Flag, Urgency, flags

FORMAT = 6
"""Version of the compiled form. Raise it whenever the records below change."""


class Role(StrEnum):
    """The role of a muscle: a main one, one that is often involved, or one drawn quietly, to show where a point is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"


class Laterality(StrEnum):
    """Where a condition usually is: on one side, which only the user knows (`ask`), on both, or in the middle.

    If no side is requested, a condition on one side is drawn on one, as an example, and the others on both.
    """

    ASK = "ask"
    BOTH = "both"
    MIDLINE = "midline"


class Felt(StrEnum):
    """What shows where pain may spread: the zones of the main muscles and the areas that spread, or the areas alone."""

    ZONES = "zones"
    AREAS = "areas"


MuscleId = Annotated[Id, naming("muscle")]
AreaId = Annotated[Id, naming("area")]
StructureId = Annotated[Id, naming("structure")]
FlagId = Annotated[Id, naming("flag")]
Intensity = Annotated[float, msgspec.Meta(ge=0, le=1, description="a number from 0 to 1")]


class MuscleRole(Record, frozen=True):
    """A muscle of a condition; `why` explains it to the patient in one plain line.

    In a file, `muscle` may name a group, e.g. hamstrings. It means each of the group's members.

    `intensity` colours it by the amount of whatever the picture shows; without it, its role decides the colour.
    """

    muscle: MuscleId
    role: Role
    why: Line = ""
    intensity: Intensity | None = None


class Pain(Record, frozen=True):
    """Where a condition hurts: the areas where it `hurts` itself, and those that the pain may reach (`spreads`)."""

    hurts: tuple[AreaId, ...]
    spreads: tuple[AreaId, ...] = ()


PainField = Pain | tuple[AreaId, ...]
"""The pain of a condition. A plain list holds the areas where it hurts."""


class StructureRole(StrEnum):
    """The role of a structure in a condition: it hurts, or it helps to understand what does."""

    PAINFUL = "painful"
    RELATED = "related"


class ConditionStructure(Record, frozen=True):
    """A structure that a condition is about, with its role. `why` says why in one plain line."""

    structure: StructureId
    role: StructureRole
    why: Line = ""


class Regional(Record, frozen=True):
    """The muscles and the pain areas that replace those of the condition if a region is chosen."""

    muscles: tuple[MuscleRole, ...]
    pain: PainField = ()


class OwnFlag(Record, frozen=True):
    """A warning sign specific to this condition, and how soon it needs help.

    `may_mean` is for the clinician and is never printed for the patient; `sources` are the works that it rests on.
    """

    says: Line
    urgency: Urgency = Urgency.SOON
    may_mean: Line = ""
    sources: tuple[Citation, ...] = ()


class Review(Record, frozen=True):
    """Who checked a condition's text, and when. A clinic uses it to sign its own copy."""

    by: Line
    on: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="a date in quotes, as '2030-01-31'")]


class Condition(Record, frozen=True):
    """A condition, with the fields of its file.

    `message` says in one short sentence what it is, for a page or a picture; without it, they show the first sentence
    of the summary. `flags` names warning signs of `assets/flags.yaml`. `see_a_clinician` holds signs specific to this
    condition; a plain line means that help is needed soon. `week` is what to do in the first week, `avoid` what not to
    do. `comes_first` is for a condition whose first choice is not dry needling: it says what is, and that this isn't.
    `cites` names works of `assets/sources.yaml`; `sources` holds full entries, for a user's own file.
    `pain` says where it hurts and where the pain may spread; `where_it_hurts` reads it.
    `points` limits a muscle's trigger points to these numbers; muscles that are not listed keep all of theirs.
    `views` overrides the views that `viewing` would choose. `frame` names areas that the picture must contain although
    they need not hurt, such as the low back that a nerve of the leg comes from. `regions` are for a condition that can
    occur anywhere: see `in_region`.
    """

    id: Id
    name: Line
    group: Id
    summary: Line
    muscles: tuple[MuscleRole, ...]
    structures: tuple[ConditionStructure, ...] = ()
    also: tuple[Line, ...] = ()
    message: Message = ""
    pain: PainField = ()
    felt: Felt = Felt.ZONES
    side: Laterality = Laterality.ASK
    flags: tuple[FlagId, ...] = ()
    see_a_clinician: tuple[Line | OwnFlag, ...] = ()
    week: tuple[ShortLine, ...] = ()
    avoid: tuple[ShortLine, ...] = ()
    comes_first: Line = ""
    evidence: ConditionEvidence = ConditionEvidence()
    points: dict[MuscleId, tuple[int, ...]] = msgspec.field(default_factory=dict)
    views: tuple[View, ...] = ()
    frame: tuple[AreaId, ...] = ()
    regions: dict[Id, Regional] = msgspec.field(default_factory=dict)
    cites: tuple[Citation, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: Review | None = None

    def of_role(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the muscles in that role, in the order of the file."""
        return tuple(entry.muscle for entry in self.muscles if entry.role == role)


ConditionLike = Condition | str | os.PathLike[str] | Mapping[str, Any]
"""What a caller may pass as a condition: a record, an id or name, a file, or a mapping with its fields."""


def message(condition: Condition) -> str:
    """Return what a condition is in one sentence: its message, or else the first sentence of its summary."""
    return condition.message or split(condition.summary)[0]


def split(summary: str) -> tuple[str, str]:
    """Return the first sentence of a summary, and the rest, which may be empty."""
    first, dot, rest = summary.partition(". ")
    return first + dot.strip(), rest


class Warnings(msgspec.Struct, frozen=True):
    """The warning signs of a condition with the same urgency, and their heading.

    `may_mean` says for each sign what it may mean, for the clinician; a sign of a condition's own need not have it.
    """

    urgency: Urgency
    heading: str
    says: tuple[str, ...]
    may_mean: tuple[str, ...] = ()


def own_flags(condition: Condition) -> tuple[OwnFlag, ...]:
    """Return the warning signs of a condition's own. A plain line in its file needs help soon."""
    return tuple(line if isinstance(line, OwnFlag) else OwnFlag(line) for line in condition.see_a_clinician)


def warnings(condition: Condition) -> tuple[Warnings, ...]:
    """Return the warning signs of a condition by urgency, the most urgent first, without empty groups."""
    return warnings_of(map(flags().flags.__getitem__, condition.flags), own_flags(condition))


def warnings_of(named: Iterable[Flag], own: Iterable[OwnFlag] = ()) -> tuple[Warnings, ...]:
    """Return flags, and then signs of a condition's own, by urgency, the most urgent first, without empty groups."""
    every = [(flag.urgency, flag.says, flag.may_mean) for flag in named]
    every += [(line.urgency, line.says, line.may_mean) for line in own]
    grouped = ((urgency, [(says, means) for of, says, means in every if of == urgency]) for urgency in Urgency)
    headings = flags().headings
    return tuple(
        Warnings(urgency, headings[urgency], *map(tuple, zip(*signs, strict=True)))
        for urgency, signs in grouped
        if signs
    )


def references(condition: Condition) -> tuple[Source, ...]:
    """Return the works that a condition is based on, each once, with the chapter or page in `where`."""
    every = [*condition.cites, *(cited for line in condition.evidence.lines() for cited in line.sources)]
    places = {citation.key: citation.where for citation in reversed(every)}
    found = (cited_at(atlas().sources[key], places[key]) for key in dict.fromkeys(citation.key for citation in every))
    return (*found, *condition.sources)


def over_lung(condition: Condition) -> bool:
    """Return whether a needle in any muscle of the condition may reach the lung."""
    return any(atlas().over_lung(entry.muscle) for entry in condition.muscles)


def where_it_hurts(condition: Condition | Regional) -> Pain:
    """Return where a condition hurts and where its pain may spread; a plain list says where it hurts."""
    pain = condition.pain
    return pain if isinstance(pain, Pain) else Pain(pain)


def every_pain(condition: Condition) -> tuple[str, ...]:
    """Return all areas where it hurts or may spread, including those of its regions."""
    felt = [where_it_hurts(condition), *map(where_it_hurts, condition.regions.values())]
    return tuple(dict.fromkeys(area for pain in felt for area in (*pain.hurts, *pain.spreads)))


def in_region(condition: Condition, region: str) -> Condition:
    """Return a condition that can occur anywhere, narrowed to one of its regions.

    Raises:
        BodymapError: the condition has no regions, or not this one.
    """
    if not condition.regions:
        raise BodymapError(f"{condition.name}: has no regions to choose from", field="region", value=region)
    if region not in condition.regions:
        raise unknown("region", region, condition.regions, where=condition.name, field="region")
    found = condition.regions[region]
    name = f"{condition.name}: {region.replace('-', ' ')}"
    return msgspec.structs.replace(condition, name=name, muscles=found.muscles, pain=found.pain, regions={})


def without_points(condition: Condition) -> Condition:
    """Return the condition without trigger points."""
    return msgspec.structs.replace(condition, points={entry.muscle: () for entry in condition.muscles})
