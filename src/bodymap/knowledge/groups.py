"""Groups of muscles under an everyday name, such as the hamstrings, and what a muscle's or a group's name means."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from ..errors import FEW, BodymapError, one_of, quoted, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from . import names
from .anatomy import Atlas, Citation, Muscle, Record, atlas
from .index import Document, document, nearest
from .structures import structures

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""


class Group(Record, frozen=True):
    """Muscles that people name together. `members` are muscles of the atlas; `note` says what books count otherwise."""

    id: Id
    name: Line
    members: tuple[Id, ...]
    sources: tuple[Citation, ...]
    also: tuple[Line, ...] = ()
    note: Line = ""


class Groups(msgspec.Struct, frozen=True):
    """Every group, by id, in the order of the file."""

    groups: dict[str, Group]

    def names(self) -> dict[str, str]:
        """Return the names and other names of the groups, each with the group's id."""
        return {name: group.id for group in self.groups.values() for name in (group.id, group.name, *group.also)}


@cache
def groups() -> Groups:
    """Return the groups that come with bodymap, read once."""
    return load(assets() / "groups.yaml", atlas())


def members(name: str, field: str = "") -> tuple[str, ...]:
    """Return the ids of the muscles that a name means: one for a muscle, the members for a group.

    Args:
        name: what was typed, see `lookup`.
        field: the option that it was typed for.

    Raises:
        BodymapError: no muscle or group has this name, or several have.
    """
    if name in atlas().muscles:  # without reading the groups
        return (name,)
    found = lookup(name, field)
    return found.members if isinstance(found, Group) else (found.id,)


def lookup(name: str, field: str = "") -> Muscle | Group:
    """Return the muscle or the group of muscles that a name means.

    It is found by its id, name, Latin name or another name, e.g. "upper traps", ECRB or hamstrings. Case, hyphens and
    the order of words make no difference. A part of a name is enough if only one muscle or group has it.

    Raises:
        BodymapError: no muscle or group has this name, or several have.
    """
    found = meant(name)
    if 1 < len(found) <= FEW:
        message = f"{quoted(name)} may mean {one_of(map(repr, found))}; which one?"
        raise BodymapError(message, field=field, value=name, choices=found)
    if len(found) != 1:
        raise refusal(name, field)
    return atlas().muscles.get(found[0]) or groups().groups[found[0]]


def refusal(name: str, field: str = "") -> BodymapError:
    """Return the error for a name that no muscle or group has; it says so if a structure has it."""
    if found := structures().meant(name):
        message = f"{quoted(name)} is a structure, not a muscle"
        return BodymapError(message, field=field, value=name, choices=found, mark="structure")
    choices, near = (*atlas().muscles, *groups().groups), nearest(name, documents())
    return unknown("muscle", name, choices, near=near, listing="bodymap list muscles", field=field)


def meant(name: str) -> tuple[str, ...]:
    """Return the ids of the muscles and groups that a name may mean; of a muscle and its parts, only the muscle."""
    muscles, grouped = atlas().muscles, groups()
    if name in muscles or name in grouped.groups:
        return (name,)
    found = names.meant(name, atlas().names() | grouped.names())
    return tuple(id for id in found if id not in muscles or muscles[id].parent not in found)


def documents() -> tuple[Document, ...]:
    """Return the muscles and the groups as documents to search."""
    grouped = groups().groups.values()
    muscles = tuple(
        document(
            "muscle",
            m.id,
            m.name,
            (m.name, m.id, m.latin, *m.also),
            (m.action, m.region.replace("-", " "), *(group.name for group in grouped if m.id in group.members)),
        )
        for m in atlas().muscles.values()
    )
    return muscles + tuple(document("group", g.id, g.name, (g.name, g.id, *g.also)) for g in grouped)


def name_of(members: tuple[str, ...]) -> str:
    """Return the name of a muscle, or of the group with these members, in the order of its file."""
    if len(members) == 1:
        return atlas().muscle(members[0]).name
    return next(group.name for group in groups().groups.values() if group.members == members)


def of_id(id: str) -> tuple[str, ...]:
    """Return the members of the group with that id; any other id by itself."""
    if id in atlas().muscles or id not in groups().groups:
        return (id,)
    return groups().groups[id].members


def load(path: Path, atlas: Atlas) -> Groups:
    """Return the groups in a file whose members are muscles of the atlas.

    Raises:
        BodymapError: the file is missing or faulty, has an id or a name twice, or refers to something that does not
            exist.
    """
    raw = contents(path, most=MOST_BYTES, label=path.name)
    known = msgspec.msgpack.encode(atlas)
    return disk_cache.compiled("groups", FORMAT, Groups, (raw, known), lambda: _parsed(raw, atlas, label=path.name))


def _parsed(raw: bytes, atlas: Atlas, *, label: str) -> Groups:
    file = parse(raw, _File, label=label)
    taken: dict[frozenset[str], str] = {}
    for name, id in atlas.names().items():
        taken.setdefault(names.key(name), id)
    for group in file.groups:
        place = f"{label}: {group.id}"
        if group.id in atlas.muscles:
            raise BodymapError(f"{place}: a muscle has this id")
        for name in (group.id, group.name, *group.also):
            if (owner := taken.setdefault(names.key(name), group.id)) != group.id:
                raise BodymapError(f"{place}: also: {owner!r} has the name {name!r} already")
        for id in group.members:
            if id not in atlas.muscles:
                raise unknown("muscle", id, atlas.muscles, where=f"{place}: members")
        drawn = [part.id for id in group.members for part in atlas.drawn(id)]
        if len(group.members) < 2 or len(set(drawn)) < len(drawn):
            raise BodymapError(f"{place}: members: a group holds two muscles or more, each once")
        for citation in group.sources:
            if citation.key not in atlas.sources:
                raise unknown("source", citation.key, atlas.sources, where=f"{place}: sources")
    found = {group.id: group for group in file.groups}
    if len(found) < len(file.groups):
        raise BodymapError(f"{label}: an id is used twice")
    return Groups(found)


class _File(Record, frozen=True):
    groups: tuple[Group, ...]
