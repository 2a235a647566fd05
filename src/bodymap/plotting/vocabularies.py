"""Names from elsewhere: those of muscles in OpenSim models, abbreviations of EMG channels, and sets of areas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from ..errors import unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from ..knowledge.anatomy import Citation, Record
from ..knowledge.areas import areas
from .values import Vocabulary

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""


class NameList(Record, frozen=True):
    """A list of names from elsewhere.

    Attributes:
        id: What the list is called: `opensim:rajagopal`.
        name: What it is, for people.
        rule: How names are read, and how several that mean one part are combined.
        names: Each name with ours: a muscle, a group, a structure or an area.
        unclear: Names that are used for different muscles, with these.
        agg: How the values of several names of one part are combined if nobody says it.
        sources: The works that the list is from.
    """

    id: Line
    name: Line
    rule: Line
    names: dict[Line, tuple[Id, ...]]
    sources: tuple[Citation, ...]
    unclear: dict[Line, tuple[Id, ...]] = msgspec.field(default_factory=dict)
    agg: Line | None = None


class _File(Record, frozen=True):
    lists: tuple[NameList, ...]


@cache
def name_lists() -> dict[str, NameList]:
    """Return the lists of names that come with bodymap, by id, read once."""
    path = assets() / "names.yaml"
    raw = contents(path, most=MOST_BYTES, label=path.name)
    file = disk_cache.compiled("names", FORMAT, _File, (raw,), lambda: parse(raw, _File, label=path.name))
    return {one.id: one for one in file.lists}


def vocabulary(id: str) -> Vocabulary:
    """Return the names of a list, or the sites of a set of areas, e.g. widespread-2016.

    Raises:
        BodymapError: there is no such list.
    """
    lists, sets = name_lists(), areas().sets
    if id in lists:
        found = lists[id]
        return Vocabulary(id, found.names, found.unclear, found.agg)
    if id in sets:
        names = {
            name: tuple(f"area:{area}{_on(site.sides)}" for area in site.areas)
            for site in sets[id].sites
            for name in (site.id, site.name, *site.also)
        }
        return Vocabulary(id, names, agg=sets[id].agg)
    raise unknown("list of names", id, (*lists, *sets), field="names")


def _on(sides: Sequence[str]) -> str:
    """Return the side of a site as it follows a name; nothing if it is on both, or its name doesn't say it."""
    return f"@{sides[0]}" if len(sides) == 1 else ""
