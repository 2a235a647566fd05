"""Read and check the file of a condition; report every error at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ..errors import unknown
from ..files import validation
from ..files.disk import assets, contents
from ..files.fields import At, Choices
from ..files.validation import MOST_BYTES, Validated
from .anatomy import Atlas, atlas
from .areas import areas
from .conditions import Condition, MuscleRole, Pain, Regional, Role, where_it_hurts
from .flags import flags
from .groups import groups, of_id
from .groups import meant as muscles_meant
from .groups import refusal as no_such_muscle
from .structures import structures


def from_mapping(fields: Mapping[Any, Any]) -> Condition:
    """Return the condition with these fields, the same as in a condition's file.

    Raises:
        BodymapError: a field is missing, unknown or faulty.
    """
    found = validation.validate_mapping(fields, Condition, label="condition", known=known_names())
    return _with_faults(found).whole()


def library_folder() -> Path:
    """Return the folder of the conditions that come with bodymap."""
    return assets() / "conditions"


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
    label = f"conditions/{path.name}" if path.parent == library_folder() else str(path)
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
            yield ("flags", index), f"{flag!r} is used twice", flag
    named = [entry.structure for entry in condition.structures]
    for index, name in enumerate(named):
        if name in named[:index]:
            yield ("structures", index, "structure"), f"{name!r} is used twice", name
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
                yield (*at, *where), f"{area!r} is used twice", area
            named.add(area)


def _casting(at: At, muscles: Sequence[MuscleRole]) -> Iterator[tuple[At, str, object]]:
    cast = [(index, id) for index, entry in enumerate(muscles) for id in of_id(entry.muscle)]
    names = [id for _, id in cast]
    for number, (index, name) in enumerate(cast):
        if name in names[:number]:
            yield (*at, "muscles", index, "muscle"), f"{name!r} is used twice", name
    if not any(entry.role == Role.PRIMARY for entry in muscles):
        yield (*at, "muscles"), "at least one must have the role 'primary'", None
