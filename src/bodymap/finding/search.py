"""Searches conditions, muscles, groups, structures and areas by any of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from ..errors import BodymapError, nearest, quoted
from ..knowledge import areas, conditions, groups, structures
from ..knowledge.anatomy import atlas
from .phrases import content

KINDS = ("condition", "muscle", "group", "structure", "area")
"""The kinds of results, in the order in which they are returned."""

_RELATED = 9
"""Rank of matches by something other than a name; higher ranks come later."""


class Match(msgspec.Struct, frozen=True):
    """A result of a search: `kind` is one of `KINDS`, and `by` is the name that matched."""

    kind: Literal["condition", "muscle", "group", "structure", "area"]
    id: str
    name: str
    by: str


def search(words: str, own: Sequence[Path] = ()) -> tuple[Match, ...]:
    """Return what has these words in a name: conditions, muscles, groups, structures and areas, in this order.

    The beginning of a word is enough. A muscle also matches its region and its groups, e.g. shoulder or calf; these
    come last among muscles.

    Raises:
        BodymapError: nothing has such a name; the message names the nearest.
    """
    wanted = content(words)
    best: dict[tuple[str, str], tuple[int, Match]] = {}
    names = list(_names(own))
    for match in names:
        rank = _rank(wanted, content(match.by))
        key = match.kind, match.id
        if rank is not None and (key not in best or rank < best[key][0]):
            best[key] = rank, match
    for match in _related(words, wanted):
        best.setdefault((match.kind, match.id), (_RELATED, match))
    if not best:
        near = nearest(words, [match.id for match in names], also={m.by: m.id for m in names})
        raise BodymapError(f"nothing is called {quoted(words)}; the nearest is {near!r}", value=words)
    ranked = sorted(best.values(), key=lambda item: (KINDS.index(item[1].kind), item[0]))
    return tuple(match for _, match in ranked)


def _rank(wanted: frozenset[str], words: frozenset[str]) -> int | None:
    """Return the rank of a match, 0 for the best; None if the words don't match."""
    if not wanted or not all(any(word.startswith(part) for word in words) for part in wanted):
        return None
    return 0 if words == wanted else 1 if wanted <= words else 2


def _names(own: Sequence[Path]) -> Iterator[Match]:
    """Yield every name of every condition, muscle, structure and area."""
    for condition in conditions.library(own):
        for name in (condition.name, condition.id, *condition.also):
            yield Match("condition", condition.id, condition.name, name)
    for muscle in atlas().muscles.values():
        for name in (muscle.name, muscle.latin, muscle.id, *muscle.also):
            yield Match("muscle", muscle.id, muscle.name, name)
    for group in groups.groups().groups.values():
        for name in (group.name, group.id, *group.also):
            yield Match("group", group.id, group.name, name)
    for structure in structures.structures().structures.values():
        for name in filter(None, (structure.name, structure.latin, structure.id, *structure.also)):
            yield Match("structure", structure.id, structure.name, name)
    for area in areas.areas().areas.values():
        for name in (area.name, area.id, *area.also):
            yield Match("area", area.id, area.name, name)


def _related(words: str, wanted: frozenset[str]) -> Iterator[Match]:
    """Yield the muscles of a group such as hamstrings, and those in a region such as shoulder."""
    muscles = atlas().muscles
    for found in groups.meant(words):
        for id in groups.of_id(found):
            yield Match("muscle", id, muscles[id].name, words)
    for muscle in muscles.values():
        if wanted and wanted <= content(muscle.region) and muscle.parent is None:
            yield Match("muscle", muscle.id, muscle.name, muscle.region.replace("-", " "))
