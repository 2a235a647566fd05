"""What `list` lists: one typed record per line, which is also its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

LISTINGS = ("conditions", "muscles", "groups", "regions", "structures", "areas", "bodies", "themes", "skins")


class Listed(msgspec.Struct, frozen=True):
    """An entry of a list. Its line has the fields that `CELLS` names; a field that holds several is one cell."""

    id: str

    CELLS: ClassVar[tuple[str, ...]] = ("id", "name")

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        values = (getattr(self, name) for name in self.CELLS)
        return tuple(value if isinstance(value, str) else ", ".join(value) for value in values)


class ListedCondition(Listed, frozen=True):
    """A condition in a list."""

    name: str
    group: str
    also: tuple[str, ...]


class ListedMuscle(Listed, frozen=True):
    """A muscle in a list."""

    name: str
    latin: str
    also: tuple[str, ...]
    layer: str
    region: str


class ListedGroup(Listed, frozen=True):
    """A group of muscles, or the muscles of a region, in a list."""

    CELLS: ClassVar = ("id", "name", "members")

    name: str
    also: tuple[str, ...]
    members: tuple[str, ...]


class ListedStructure(Listed, frozen=True):
    """A structure in a list."""

    CELLS: ClassVar = ("id", "name", "kind")

    name: str
    latin: str
    kind: str
    also: tuple[str, ...]


class ListedArea(Listed, frozen=True):
    """An area in a list."""

    name: str
    region: str
    also: tuple[str, ...]


class ListedBody(Listed, frozen=True):
    """A body in a list."""

    CELLS: ClassVar = ("id", "views")

    views: tuple[str, ...]


class ListedTheme(Listed, frozen=True):
    """A theme in a list."""

    CELLS: ClassVar = ("id", "about")

    about: str


class ListedSkin(Listed, frozen=True):
    """A skin tone in a list."""

    name: str


def entries(what: str, own: Sequence[Path] = ()) -> list[Listed]:
    """Return the entries of a list of `LISTINGS`. `own`: the user's folders of conditions."""
    if what == "conditions":
        from ..knowledge.condition_library import library

        return [ListedCondition(c.id, c.name, c.group, c.also) for c in library(own)]
    if what == "muscles":
        from ..knowledge.anatomy import atlas

        return [ListedMuscle(m.id, m.name, m.latin, m.also, m.layer, m.region) for m in atlas().muscles.values()]
    if what == "groups":
        from ..knowledge.groups import groups

        return [ListedGroup(g.id, g.name, g.also, g.members) for g in groups().groups.values()]
    if what == "regions":
        from ..knowledge.regions import regions

        return [ListedGroup(r.id, r.name, r.also, r.members) for r in regions().regions]
    if what == "structures":
        from ..knowledge.structures import structures

        return [ListedStructure(s.id, s.name, s.latin, s.kind, s.also) for s in structures().structures.values()]
    if what == "areas":
        from ..knowledge.areas import areas

        return [ListedArea(a.id, a.name, a.region, a.also) for a in areas().areas.values()]
    if what == "bodies":
        from ..body.bodies import bodies, views

        return [ListedBody(body, tuple(map(str, views(body)))) for body in bodies()]
    from ..style import theme_files

    if what == "themes":
        return [ListedTheme(name, theme_files.named(name).about or "") for name in theme_files.themes()]
    return [ListedSkin(id, skin.name) for id, skin in theme_files.skins().items()]
