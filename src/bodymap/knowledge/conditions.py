"""Conditions: what a clinician calls it, the muscles and their roles, words for the patient. One YAML file each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec

from ..errors import BodymapError, BodymapTypeError, folded, nearest, one_of, quoted, unknown
from ..files import disk_cache, validation
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES, At, Choices, Id, Line, Validated, naming
from .anatomy import Atlas, Record, Source, View, atlas
from .areas import areas

FORMAT = 1
"""Of the kept form: goes up with every change of the records below."""


class Role(StrEnum):
    """What a muscle is to a condition: its main muscle, or one that is often involved."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Laterality(StrEnum):
    """Which side a condition is drawn on: the one that is asked for, both, or the middle of the body."""

    ASK = "ask"
    BOTH = "both"
    MIDLINE = "midline"


class Felt(StrEnum):
    """What shows where it is felt: the zones of the main muscles, or the areas under `pain`."""

    ZONES = "zones"
    AREAS = "areas"


MuscleId = Annotated[Id, naming("muscle")]
AreaId = Annotated[Id, naming("area")]


Intensity = Annotated[float, msgspec.Meta(ge=0, le=1, description="a number from 0 to 1")]


class MuscleRole(Record, frozen=True):
    """A muscle of a condition; `why` tells the patient in one plain line.

    `intensity` colours it by how much there is of what the picture is about; without it, it is coloured by its role.
    """

    muscle: MuscleId
    role: Role
    why: Line = ""
    intensity: Intensity | None = None


class Regional(Record, frozen=True):
    """What stands in a condition for the muscles and the pain, where a region is asked for."""

    muscles: tuple[MuscleRole, ...]
    pain: tuple[AreaId, ...] = ()


class Condition(Record, frozen=True):
    """A condition as its file has it.

    `points` narrows a muscle's trigger points to those numbers; a muscle that it does not name keeps all of its own.
    `views` insists where `viewing` would decide. `regions` are for a condition that may be anywhere: see `in_region`.
    """

    id: Id
    name: Line
    group: Id
    summary: Line
    muscles: tuple[MuscleRole, ...]
    also: tuple[Line, ...] = ()
    pain: tuple[AreaId, ...] = ()
    felt: Felt = Felt.ZONES
    side: Laterality = Laterality.ASK
    see_a_clinician: tuple[Line, ...] = ()
    points: dict[MuscleId, tuple[int, ...]] = msgspec.field(default_factory=dict)
    views: tuple[View, ...] = ()
    regions: dict[Id, Regional] = msgspec.field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The ids of the muscles in that role, in the file's order."""
        return tuple(entry.muscle for entry in self.muscles if entry.role == role)


ConditionLike = Condition | str | os.PathLike[str] | Mapping[str, Any]
"""What a caller may give as a condition: a record, an id or name, a file, or a mapping with its fields."""


def in_region(condition: Condition, region: str) -> Condition:
    """A condition that may be anywhere, narrowed to one of its regions.

    Raises:
        BodymapError: it has no regions, or not this one.
    """
    if not condition.regions:
        raise BodymapError(f"{condition.name}: has no regions to choose from", field="region", value=region)
    if region not in condition.regions:
        raise unknown("region", region, condition.regions, where=condition.name, field="region")
    found = condition.regions[region]
    name = f"{condition.name}: {region.replace('-', ' ')}"
    return msgspec.structs.replace(condition, name=name, muscles=found.muscles, pain=found.pain, regions={})


def without_points(condition: Condition) -> Condition:
    """The condition with every trigger point left out."""
    return msgspec.structs.replace(condition, points={entry.muscle: () for entry in condition.muscles})


# --- by name: the library, and the folders that a user adds ---------------------------------------------------------

VARIABLE = "BODYMAP_CONDITIONS"
"""Names folders of conditions, set apart as in PATH."""


def load(name: str, own: Sequence[Path] = ()) -> Condition:
    """The condition of that id or name; or, where `name` ends in .yaml or .yml, the one in that file.

    Args:
        name: an id, a name or other name in any case, or a file's name.
        own: folders of the user's own; a file there wins over those of `BODYMAP_CONDITIONS`, and they over the library.

    Raises:
        BodymapError: there is none, and the message names the nearest; or several have that other name.
    """
    if is_file(name):
        return load_file(Path(name))
    known = files(own)
    if name in known:
        return _shelved(known[name])
    found = called(name, own)
    if not found:
        raise unknown("condition", name, known, also=names(own), listing="bodymap list conditions", field="condition")
    if len(found) > 1:
        raise BodymapError(f"{quoted(name)} may mean {one_of(found)}; which one?", field="condition", value=name)
    return _shelved(known[found[0]])


def as_condition(given: ConditionLike | object, own: Sequence[Path] = ()) -> Condition:
    """Return the condition that a caller means by a record, an id or name, a file, or a mapping with its fields.

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
    """Return the condition with these fields, which are those of a condition's file.

    Raises:
        BodymapError: a field is missing, unknown or faulty.
    """
    try:
        data = msgspec.json.decode(msgspec.json.encode(dict(fields)))
    except (TypeError, UnicodeEncodeError) as error:
        raise BodymapTypeError(f"condition: {error}", field="condition") from error
    found = validation.validate_data(data, Condition, label="condition", known=_known())
    return _with_faults(found).whole()


def called(name: str, own: Sequence[Path] = ()) -> list[str]:
    """The ids of the conditions that have a name or other name of these words, whatever their case and hyphens."""
    said = folded(name)
    return [c.id for c in library(own) if said in (folded(c.name), *map(folded, c.also))]


def is_file(name: str) -> bool:
    """Whether a name stands for a file rather than for a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml")


def files(own: Sequence[Path] = ()) -> dict[str, Path]:
    """Each condition's id and the file it is read from, in the order of the alphabet. No file is opened.

    Raises:
        BodymapError: a folder is not there.
    """
    found = {path.stem: path for folder in reversed(_folders(own)) for path in folder.glob("*.yaml")}
    return dict(sorted(found.items()))


def skipped(own: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the user's own files that lie among conditions but are something else, e.g. a theme."""
    return tuple(path for path in files(own).values() if path.parent != _folder() and not _looks_like_one(path))


def _looks_like_one(path: Path) -> bool:
    """Return whether a file has a field that only a condition has, or no fields at all."""
    text = contents(path, most=MOST_BYTES, label=str(path)).decode("utf-8", "replace")
    fields = set(re.findall(r"^(\w+)\s*:", text, re.MULTILINE))
    return not fields or bool(fields & {*Condition.__struct_fields__} - {"name"})


def replaced(own: Sequence[Path] = ()) -> dict[str, Path]:
    """The user's own files that stand in the place of one of the library, by id."""
    return {id: path for id, path in files(own).items() if path.parent != _folder() and id in ids()}


def ids(own: Sequence[Path] = ()) -> tuple[str, ...]:
    """The ids of the conditions, in the order of the alphabet. No file is opened."""
    return tuple(files(own))


def library(own: Sequence[Path] = ()) -> tuple[Condition, ...]:
    """Every condition, by group and name."""
    found = [_shelved(path) for path in files(own).values() if path.parent == _folder() or _looks_like_one(path)]
    return tuple(sorted(found, key=lambda condition: (condition.group, condition.name)))


def names(own: Sequence[Path] = ()) -> dict[str, str]:
    """The names and other names of the conditions, each with the id."""
    return {name: condition.id for condition in library(own) for name in (condition.name, *condition.also)}


def suggest(words: str) -> str | None:
    """The id of the condition that those words most likely mean."""
    return nearest(words, ids(), also=names())


def _folders(own: Sequence[Path]) -> tuple[Path, ...]:
    """Where conditions are looked for; the first find wins."""
    chosen = [*own, *(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)]
    for folder in chosen:
        if not folder.is_dir():
            raise BodymapError(f"{folder}: no such folder")
    return (*chosen, _folder())


def _folder() -> Path:
    return assets() / "conditions"


def _shelved(path: Path) -> Condition:
    """The condition of a file in a folder of conditions, whose name is its id."""
    return _kept(path) if path.parent == _folder() else validate(path, shelved=True).whole()


@cache
def _kept(path: Path) -> Condition:
    """One that comes with bodymap."""
    packed = _packed().get(path.stem)
    if packed is None:  # it is faulty, as it may be while it is written
        return validate(path, shelved=True).whole()
    return msgspec.msgpack.decode(packed, type=Condition)


@cache
def _packed() -> dict[str, msgspec.Raw]:
    """Those that come with bodymap, compiled, but for faulty ones: each is unpacked when it is asked for."""
    paths = sorted(_folder().glob("*.yaml"))
    raw = [b"\0".join((path.stem.encode(), contents(path, most=MOST_BYTES, label=path.name))) for path in paths]
    known = [msgspec.msgpack.encode(atlas()), "\n".join(areas().areas).encode()]

    def parsed() -> dict[str, msgspec.Raw]:
        found = {path.stem: validate(path, shelved=True).record for path in paths}
        return {id: msgspec.Raw(msgspec.msgpack.encode(record)) for id, record in found.items() if record}

    return disk_cache.compiled("conditions", FORMAT, dict[str, msgspec.Raw], [*raw, *known], parsed)


# --- from a file ----------------------------------------------------------------------------------------------------


def load_file(path: Path) -> Condition:
    """The condition of a file, from the library or a user's own: the same code, the same rules.

    Raises:
        BodymapError: the file can't be read or is faulty; names the file, the field, the value and what it may be.
    """
    return validate(path).whole()


def validate(path: Path, *, shelved: bool = False) -> Validated[Condition]:
    """Every fault of a condition's file, and the condition where there is none.

    Args:
        path: the file.
        shelved: whether it is found by its name, which then must be its id.

    Raises:
        BodymapError: the file can't be read.
    """
    label = f"conditions/{path.name}" if path.parent == _folder() else str(path)
    raw = contents(path, most=MOST_BYTES, label=label)
    found = validation.validate(raw, Condition, label=label, known=_known())
    return _with_faults(found, path.stem if shelved else "")


def _with_faults(found: Validated[Condition], id: str = "") -> Validated[Condition]:
    """Add what the record's types can't say; `id` is what its id must be, if that is not empty."""
    if (condition := found.record) is None:
        return found
    faults = [found.fault(at, message, value) for at, message, value in _faults(condition, atlas())]
    if id and condition.id != id:
        faults.append(found.fault(("id",), f"{condition.id!r} must be the file's name, {id!r}", condition.id))
    return msgspec.structs.replace(found, faults=tuple(faults), record=None if faults else condition)


def _known() -> dict[str, Choices]:
    skin = areas()
    return {
        "muscle": Choices("muscle", atlas().muscles, {}, "bodymap list muscles"),
        "area": Choices("area", skin.areas, skin.names(), "bodymap list areas"),
    }


def _faults(condition: Condition, atlas: Atlas) -> Iterator[tuple[At, str, object]]:
    """What the record's types can't say: that it names each muscle once, and that there is something to draw."""
    yield from _casting((), condition.muscles)
    for region, found in condition.regions.items():
        yield from _casting(("regions", region), found.muscles)
    everyone = [*condition.muscles, *(entry for found in condition.regions.values() for entry in found.muscles)]
    cast = list(dict.fromkeys(entry.muscle for entry in everyone))
    for name, numbers in condition.points.items():
        if name not in cast:
            yield ("points",), str(unknown("muscle", name, cast)), name
            continue
        known = [point.number for part in atlas.drawn(name) for point in part.points]
        for number in numbers:
            if number not in known:
                yield ("points", name), str(unknown("point", number, sorted({str(n) for n in known}))), number


def _casting(at: At, muscles: Sequence[MuscleRole]) -> Iterator[tuple[At, str, object]]:
    cast = [entry.muscle for entry in muscles]
    for index, name in enumerate(cast):
        if name in cast[:index]:
            yield (*at, "muscles", index, "muscle"), f"{name!r} stands here twice", name
    if not any(entry.role == Role.PRIMARY for entry in muscles):
        yield (*at, "muscles"), "at least one must have the role 'primary'", None
