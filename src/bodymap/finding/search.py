"""Conditions, muscles and areas by any of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from ..errors import BodymapError, nearest, quoted
from ..knowledge import areas, conditions
from ..knowledge.anatomy import atlas
from .phrases import content


class Match(msgspec.Struct, frozen=True):
    """Something that a search found; `by` is the name that did it."""

    kind: str
    id: str
    name: str
    by: str


def search(words: str, own: Sequence[Path] = ()) -> tuple[Match, ...]:
    """What has names with all of these words, or with words that begin so: conditions first, then muscles, then areas.

    Raises:
        BodymapError: there is nothing of that name; names the nearest.
    """
    wanted = content(words)
    found: dict[tuple[str, str], tuple[int, Match]] = {}
    everything = list(_everything(own))
    for match in everything:
        have = content(match.by)
        if not wanted or not all(any(word.startswith(part) for word in have) for part in wanted):
            continue
        grade = 0 if have == wanted else 1 if wanted <= have else 2
        key = match.kind, match.id
        if key not in found or grade < found[key][0]:
            found[key] = grade, match
    if not found:
        near = nearest(words, [match.id for match in everything], also={m.by: m.id for m in everything})
        raise BodymapError(f"nothing is called {quoted(words)}; the nearest is {near!r}")
    order = ("condition", "muscle", "area")
    best = sorted(found.values(), key=lambda item: (order.index(item[1].kind), item[0]))
    return tuple(match for _, match in best)


def _everything(own: Sequence[Path]) -> Iterator[Match]:
    """Each name of everything."""
    for condition in conditions.library(own):
        for name in (condition.name, condition.id, *condition.also):
            yield Match("condition", condition.id, condition.name, name)
    for muscle in atlas().muscles.values():
        for name in (muscle.name, muscle.latin, muscle.id):
            yield Match("muscle", muscle.id, muscle.name, name)
    for area in areas.areas().areas.values():
        for name in (area.name, area.id, *area.also):
            yield Match("area", area.id, area.name, name)
