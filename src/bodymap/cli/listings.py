"""What `list` lists: one typed record per line, which is also its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

LISTINGS = ("conditions", "muscles", "groups", "regions", "structures", "areas", "bodies", "themes", "skins")


class ListedCondition(msgspec.Struct, frozen=True):
    """A condition in a list."""

    id: str
    name: str
    group: str
    also: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name


class ListedMuscle(msgspec.Struct, frozen=True):
    """A muscle in a list."""

    id: str
    name: str
    latin: str
    also: tuple[str, ...]
    layer: str
    region: str

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name


class ListedGroup(msgspec.Struct, frozen=True):
    """A group of muscles in a list."""

    id: str
    name: str
    also: tuple[str, ...]
    members: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name, ", ".join(self.members)


class ListedRegion(msgspec.Struct, frozen=True):
    """A region of the body in a list."""

    id: str
    name: str
    also: tuple[str, ...]
    members: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name, ", ".join(self.members)


class ListedStructure(msgspec.Struct, frozen=True):
    """A structure in a list."""

    id: str
    name: str
    latin: str
    kind: str
    also: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name, self.kind


class ListedArea(msgspec.Struct, frozen=True):
    """An area in a list."""

    id: str
    name: str
    region: str
    also: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name


class ListedBody(msgspec.Struct, frozen=True):
    """A body in a list."""

    id: str
    views: tuple[str, ...]

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, ", ".join(self.views)


class ListedTheme(msgspec.Struct, frozen=True):
    """A theme in a list."""

    id: str
    about: str

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.about


class ListedSkin(msgspec.Struct, frozen=True):
    """A skin tone in a list."""

    id: str
    name: str

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return self.id, self.name


Listed = (
    ListedCondition
    | ListedMuscle
    | ListedGroup
    | ListedRegion
    | ListedStructure
    | ListedArea
    | ListedBody
    | ListedTheme
    | ListedSkin
)


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

        return [ListedRegion(r.id, r.name, r.also, r.members) for r in regions().regions]
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
