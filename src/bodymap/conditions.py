"""Conditions: what a clinician calls it, the muscles and their roles, words for the patient. One YAML file each."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec

from .anatomy import Atlas, Record, Source, View, atlas
from .errors import BodymapError, nearest, unknown
from .files import assets
from .reading import Id, Line, read


class Role(StrEnum):
    """What a muscle is to a condition: its main muscle, or one that is often involved."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class Laterality(StrEnum):
    """Which side a condition is drawn on: the one that is asked for, both, or the middle of the body."""

    ASK = "ask"
    BOTH = "both"
    MIDLINE = "midline"


class MuscleRole(Record, frozen=True):
    """A muscle of a condition; `why` tells the patient in one plain line."""

    muscle: Id
    role: Role
    why: Line = ""


class Condition(Record, frozen=True):
    """A condition as its file has it.

    `points` narrows a muscle's trigger points to those numbers; a muscle that it does not name keeps all of its own.
    `views` insists where `framing` would decide.
    """

    id: Id
    name: Line
    group: Id
    summary: Line
    muscles: tuple[MuscleRole, ...]
    also: tuple[Line, ...] = ()
    pain: tuple[Id, ...] = ()
    side: Laterality = Laterality.ASK
    see_a_clinician: tuple[Line, ...] = ()
    points: dict[Id, tuple[int, ...]] = msgspec.field(default_factory=dict)
    views: tuple[View, ...] = ()
    sources: tuple[Source, ...] = ()

    def of_role(self, role: Role) -> tuple[str, ...]:
        """The ids of the muscles in that role, in the file's order."""
        return tuple(entry.muscle for entry in self.muscles if entry.role == role)


def load(name: str) -> Condition:
    """The condition of that id; or, where `name` ends in .yaml or .yml, the one in that file.

    Raises:
        BodymapError: there is none; names the nearest, by id, name or other name.
    """
    if is_file(name):
        return load_file(Path(name))
    if name not in ids():
        raise unknown("condition", name, ids(), also=names(), listing="bodymap list conditions")
    return load_file(_folder() / f"{name}.yaml")


def is_file(name: str) -> bool:
    """Whether a name stands for a file rather than for a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml")


@cache
def ids() -> tuple[str, ...]:
    """The ids of the library's conditions, in the order of the alphabet. No file is opened."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


@cache
def library() -> tuple[Condition, ...]:
    """Every condition that comes with bodymap, by group and name."""
    return tuple(sorted(map(load, ids()), key=lambda condition: (condition.group, condition.name)))


def names() -> dict[str, str]:
    """The names and other names of the library's conditions, each with the id."""
    return {name: condition.id for condition in library() for name in (condition.name, *condition.also)}


def suggest(words: str) -> str | None:
    """The id of the condition that those words most likely mean."""
    return nearest(words, ids(), also=names())


def load_file(path: Path) -> Condition:
    """The condition of a file, from the library or a user's own: the same code, the same rules.

    Raises:
        BodymapError: the file can't be read or is faulty; names the file, the field, the value and what it may be.
    """
    folder = _folder()
    label = f"conditions/{path.name}" if path.parent == folder else str(path)
    condition = read(path, Condition, label=label)
    if path.parent == folder and condition.id != path.stem:
        raise BodymapError(f"{label}: id: {condition.id!r} must be the file's name, {path.stem!r}")
    _check(condition, atlas(), label)
    return condition


def _check(condition: Condition, atlas: Atlas, label: str) -> None:
    """What the record's types can't say: that what it names is there, once, and that there is something to draw."""
    names = [entry.muscle for entry in condition.muscles]
    for index, name in enumerate(names):
        where = f"{label}: muscles[{index}].muscle"
        if name not in atlas.muscles:
            raise unknown("muscle", name, atlas.muscles, where=where, listing="bodymap list muscles")
        if name in names[:index]:
            raise BodymapError(f"{where}: {name!r} stands here twice")
    if not condition.of_role(Role.PRIMARY):
        raise BodymapError(f"{label}: muscles: at least one must have the role 'primary'")
    for name, numbers in condition.points.items():
        if name not in names:
            raise unknown("muscle", name, names, where=f"{label}: points")
        known = [point.number for part in atlas.drawn(name) for point in part.points]
        for number in numbers:
            if number not in known:
                raise unknown("point", number, sorted({str(n) for n in known}), where=f"{label}: points.{name}")


def _folder() -> Path:
    return assets() / "conditions"
