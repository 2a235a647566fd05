"""Conditions: their names, their muscles and roles, and words for the patient. One YAML file per condition."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec

from ..errors import BodymapError, BodymapTypeError, one_of, quoted, unknown
from ..files import disk_cache, validation
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES, At, Choices, Id, Line, Message, ShortLine, Validated, naming
from .anatomy import Atlas, Citation, Record, Source, View, atlas, cited_at
from .areas import areas
from .evidence import ConditionEvidence
from .flags import Flag, Urgency, flags
from .groups import groups, of_id
from .groups import meant as muscles_meant
from .groups import refusal as no_such_muscle
from .index import Document, document, nearest
from .names import key
from .structures import structures

FORMAT = 5
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
    """A warning sign specific to this condition, and how soon it needs help."""

    says: Line
    urgency: Urgency = Urgency.SOON


class Review(Record, frozen=True):
    """Who checked a condition's text, and when. A clinic uses it to sign its own copy."""

    by: Line
    on: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="a date in quotes, as '2030-01-31'")]


class Condition(Record, frozen=True):
    """A condition, with the fields of its file.

    `message` says in one short sentence what it is, for a page or a picture; without it, they show the first sentence
    of the summary. `flags` names warning signs of `assets/flags.yaml`. `see_a_clinician` holds signs specific to this
    condition; a plain line means that help is needed soon. `week` is what to do in the first week, `avoid` what not to
    do. `comes_first` is for a condition whose first choice is not dry needling: it says so, and what comes first.
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

    `may_mean` says for each sign what it may mean, for the clinician; it is empty for a sign of a condition's own.
    """

    urgency: Urgency
    heading: str
    says: tuple[str, ...]
    may_mean: tuple[str, ...] = ()


def warnings(condition: Condition) -> tuple[Warnings, ...]:
    """Return the warning signs of a condition by urgency, the most urgent first, without empty groups."""
    own = [line if isinstance(line, OwnFlag) else OwnFlag(line) for line in condition.see_a_clinician]
    return warnings_of(map(flags().flags.__getitem__, condition.flags), own)


def warnings_of(named: Iterable[Flag], own: Iterable[OwnFlag] = ()) -> tuple[Warnings, ...]:
    """Return flags, and then signs of a condition's own, by urgency, the most urgent first, without empty groups."""
    every = [(flag.urgency, flag.says, flag.may_mean) for flag in named]
    every += [(line.urgency, line.says, "") for line in own]
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


# --- by name: the library, and folders that a user adds -------------------------------------------------------------

VARIABLE = "BODYMAP_CONDITIONS"
"""Environment variable with folders of conditions, separated as in PATH."""


def load(name: str, own: Sequence[Path] = ()) -> Condition:
    """Return the condition with that id or name or, if `name` ends in .yaml or .yml, the one in that file.

    Args:
        name: an id, a name or other name in any case, or a file name.
        own: the user's own folders. Their files take precedence over `BODYMAP_CONDITIONS`, and that over the library.

    Raises:
        BodymapError: there is none (the message names the nearest), or several have that other name.
    """
    if is_file(name):
        return load_file(Path(name))
    known = files(own)
    if name in known:
        return _shelved(known[name])
    found = called(name, own)
    if not found:
        near = nearest(name, documents(own))
        if muscles_meant(name):
            message = (
                f"{quoted(name)} is a muscle, not a condition; write --muscle {quoted(name) if ' ' in name else name}"
            )
            raise BodymapError(message, field="condition", value=name)
        raise unknown("condition", name, known, near=near, listing="bodymap list conditions", field="condition")
    if len(found) > 1:
        raise BodymapError(f"{quoted(name)} may mean {one_of(found)}; which one?", field="condition", value=name)
    return _shelved(known[found[0]])


def as_condition(given: ConditionLike | object, own: Sequence[Path] = ()) -> Condition:
    """Return the condition given as a record, an id or name, a file, or a mapping with its fields.

    Raises:
        BodymapError: there is no such condition, or it is faulty.
        BodymapTypeError: it is none of these.
    """
    if isinstance(given, Condition):
        return given
    if isinstance(given, str | os.PathLike):
        return load(str(given), own)
    if isinstance(given, Mapping):
        return from_mapping(given)
    wanted = "a Condition, its id, its file or a mapping with its fields"
    raise BodymapTypeError(
        f"condition must be {wanted}, not {quoted(given)} ({type(given).__name__})", field="condition"
    )


def from_mapping(fields: Mapping[Any, Any]) -> Condition:
    """Return the condition with these fields, the same as in a condition's file.

    Raises:
        BodymapError: a field is missing, unknown or faulty.
    """
    found = validation.validate_mapping(fields, Condition, label="condition", known=known_names())
    return _with_faults(found).whole()


def called(name: str, own: Sequence[Path] = ()) -> list[str]:
    """Return the ids of the conditions with that name or other name, in any case and order of words."""
    said = frozenset() if "/" in name or "\\" in name else key(name)  # a path is not a name
    return [c.id for c in library(own) if said and said in (key(c.id), key(c.name), *map(key, c.also))]


def is_file(name: str) -> bool:
    """Return whether a name means a file rather than a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml")


def files(own: Sequence[Path] = ()) -> dict[str, Path]:
    """Return each condition's id and file, in alphabetical order. No file is opened.

    Raises:
        BodymapError: a folder does not exist.
    """
    found = {path.stem: path for folder in reversed(_folders(own)) for path in folder.glob("*.yaml")}
    return dict(sorted(found.items()))


def skipped(own: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the user's own files that are among the conditions but are something else, e.g. a theme."""
    return tuple(path for path in files(own).values() if path.parent != _folder() and not _looks_like_one(path))


def _looks_like_one(path: Path) -> bool:
    """Return whether a file has a field of a condition other than `name`, or no fields at all."""
    text = contents(path, most=MOST_BYTES, label=str(path)).decode("utf-8", "replace")
    fields = set(re.findall(r"^(\w+)\s*:", text, re.MULTILINE))
    return not fields or bool(fields & {*Condition.__struct_fields__} - {"name"})


def replaced(own: Sequence[Path] = ()) -> dict[str, Path]:
    """Return the user's own files that replace a condition of the library, by id."""
    return {id: path for id, path in files(own).items() if path.parent != _folder() and id in ids()}


def ids(own: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the ids of the conditions, in alphabetical order. No file is opened."""
    return tuple(files(own))


def library(own: Sequence[Path] = ()) -> tuple[Condition, ...]:
    """Return all conditions, sorted by group and name."""
    found = [_shelved(path) for path in files(own).values() if path.parent == _folder() or _looks_like_one(path)]
    return tuple(sorted(found, key=lambda condition: (condition.group, condition.name)))


def documents(own: Sequence[Path] = ()) -> tuple[Document, ...]:
    """Return the conditions as documents to search."""
    return tuple(
        document(
            "condition",
            condition.id,
            condition.name,
            (condition.name, condition.id, *condition.also),
            (condition.summary, condition.group, *(areas().area(id).name for id in every_pain(condition))),
        )
        for condition in library(own)
    )


def _folders(own: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders that are searched for conditions, in order of precedence."""
    chosen = [*own, *(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)]
    for folder in chosen:
        if not folder.is_dir():
            raise BodymapError(f"{folder}: no such folder")
    return (*chosen, _folder())


def _folder() -> Path:
    return assets() / "conditions"


def _shelved(path: Path) -> Condition:
    """Return the condition in a file in a folder of conditions; the file name is its id."""
    return _kept(path) if path.parent == _folder() else validate(path, shelved=True).whole()


@cache
def _kept(path: Path) -> Condition:
    """Return a condition that comes with bodymap."""
    packed = _packed().get(path.stem)
    if packed is None:  # it is faulty, e.g. because it is being written
        return validate(path, shelved=True).whole()
    return msgspec.msgpack.decode(packed, type=Condition)


@cache
def _packed() -> dict[str, msgspec.Raw]:
    """Return bodymap's own conditions, compiled, except faulty ones. Each is unpacked when it is needed."""
    paths = sorted(_folder().glob("*.yaml"))
    raw = [b"\0".join((path.stem.encode(), contents(path, most=MOST_BYTES, label=path.name))) for path in paths]
    grouped = contents(assets() / "groups.yaml", most=MOST_BYTES, label="groups.yaml")
    ids = (*areas().areas, *structures().structures, *flags().flags)
    known = [msgspec.msgpack.encode(atlas()), grouped, "\n".join(ids).encode()]

    def parsed() -> dict[str, msgspec.Raw]:
        found = {path.stem: validate(path, shelved=True).record for path in paths}
        return {id: msgspec.Raw(msgspec.msgpack.encode(record)) for id, record in found.items() if record}

    return disk_cache.compiled("conditions", FORMAT, dict[str, msgspec.Raw], [*raw, *known], parsed)


# --- from a file ----------------------------------------------------------------------------------------------------


def load_file(path: Path) -> Condition:
    """Return the condition in a file. The same rules apply to the library and to a user's own files.

    Raises:
        BodymapError: the file can't be read or is faulty; the message names file, field, value and what is allowed.
    """
    return validate(path).whole()


def validate(path: Path, *, shelved: bool = False) -> Validated[Condition]:
    """Return all errors of a condition's file, or the condition if there are none.

    Args:
        path: the file.
        shelved: whether it lies in a folder of conditions, so that its id must be its file name.

    Raises:
        BodymapError: the file can't be read.
    """
    label = f"conditions/{path.name}" if path.parent == _folder() else str(path)
    raw = contents(path, most=MOST_BYTES, label=label)
    found = validation.validate(raw, Condition, label=label, known=known_names())
    return _with_faults(found, path.stem if shelved else "")


def _with_faults(found: Validated[Condition], id: str = "") -> Validated[Condition]:
    """Add the errors that the record's types can't express; `id` is the required id, unless empty."""
    if (condition := found.record) is None:
        return found
    faults = [found.fault(at, message, value) for at, message, value in _faults(condition, atlas())]
    if id and condition.id != id:
        faults.append(found.fault(("id",), f"{condition.id!r} must be the file's name, {id!r}", condition.id))
    return msgspec.structs.replace(found, faults=tuple(faults), record=None if faults else _with_members(condition))


def _with_members(condition: Condition) -> Condition:
    """Return a condition with the members of each group that it names."""

    def members(muscles: Sequence[MuscleRole]) -> tuple[MuscleRole, ...]:
        return tuple(msgspec.structs.replace(entry, muscle=id) for entry in muscles for id in of_id(entry.muscle))

    regions = {
        region: msgspec.structs.replace(found, muscles=members(found.muscles))
        for region, found in condition.regions.items()
    }
    return msgspec.structs.replace(condition, muscles=members(condition.muscles), regions=regions)


def known_names() -> dict[str, Choices]:
    """Return the names that the fields of a file may hold, by what they stand for."""
    skin, parts = areas(), structures()
    return {
        "muscle": Choices(
            "muscle",
            {**atlas().muscles, **groups().groups},
            {},
            "bodymap list muscles",
            muscles_meant,
            no_such_muscle,
        ),
        "structure": Choices("structure", parts.structures, parts.names(), "bodymap list structures", parts.meant),
        "area": Choices("area", skin.areas, skin.names(), "bodymap list areas", skin.meant),
        "flag": Choices("flag", flags().flags, {}, ""),
        "source": Choices("source", atlas().sources, {}, ""),
    }


def _faults(condition: Condition, atlas: Atlas) -> Iterator[tuple[At, str, object]]:
    """Yield the errors that the record's types can't express, e.g. a muscle named twice or no main muscle."""
    yield from _casting((), condition.muscles)
    yield from _repeated((), condition)
    for region, found in condition.regions.items():
        yield from _casting(("regions", region), found.muscles)
        yield from _repeated(("regions", region), found)
    everyone = [*condition.muscles, *(entry for found in condition.regions.values() for entry in found.muscles)]
    cast = list(dict.fromkeys(id for entry in everyone for id in of_id(entry.muscle)))
    for index, flag in enumerate(condition.flags):
        if flag in condition.flags[:index]:
            yield ("flags", index), f"{flag!r} stands here twice", flag
    named = [entry.structure for entry in condition.structures]
    for index, name in enumerate(named):
        if name in named[:index]:
            yield ("structures", index, "structure"), f"{name!r} stands here twice", name
    for name, numbers in condition.points.items():
        if name not in cast:
            yield ("points",), str(unknown("muscle", name, cast)), name
            continue
        known = [point.number for part in atlas.drawn(name) for point in part.points]
        for number in numbers:
            if number not in known:
                yield ("points", name), str(unknown("point", number, sorted({str(n) for n in known}))), number


def _repeated(at: At, place: Condition | Regional) -> Iterator[tuple[At, str, object]]:
    """Yield the areas of pain that are named twice, e.g. as hurting and as reached by the pain."""
    pain = where_it_hurts(place)
    named: set[str] = set()
    for field in Pain.__struct_fields__:
        for index, area in enumerate(getattr(pain, field)):
            if area in named:
                where = ("pain", field, index) if isinstance(place.pain, Pain) else ("pain", index)
                yield (*at, *where), f"{area!r} stands here twice", area
            named.add(area)


def _casting(at: At, muscles: Sequence[MuscleRole]) -> Iterator[tuple[At, str, object]]:
    cast = [(index, id) for index, entry in enumerate(muscles) for id in of_id(entry.muscle)]
    names = [id for _, id in cast]
    for number, (index, name) in enumerate(cast):
        if name in names[:number]:
            yield (*at, "muscles", index, "muscle"), f"{name!r} stands here twice", name
    if not any(entry.role == Role.PRIMARY for entry in muscles):
        yield (*at, "muscles"), "at least one must have the role 'primary'", None
