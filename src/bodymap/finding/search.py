"""Searches the library by what people say: names, everyday words, where and how it hurts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ..errors import BodymapError, quoted, readable
from ..knowledge import anatomy, areas, condition_library, groups, structures
from ..knowledge.index import Document, Kind, rank
from ..knowledge.names import key

MOST = 24
"""Maximum number of results."""

WORSE = 0.5
"""Lowest score of a result, relative to the best."""


class Match(msgspec.Struct, frozen=True):
    """A result of a search: `by` is the name that matched."""

    kind: Kind
    id: str
    name: str
    by: str


def search(words: str, own: Sequence[Path] = ()) -> tuple[Match, ...]:
    """Return what the words may mean, the most likely first: conditions, muscles, groups, structures and areas.

    The words are a name or part of one, or what a patient says: "trapped nerve in the neck". Spelling, order and word
    forms matter little. Results that fit equally well are in that order. If the words name a group or a muscle with
    parts, its muscles are among the results, after those that fit better.

    Raises:
        BodymapError: nothing fits, or the words hold a control character.
    """
    hits = rank(readable(words, "words"), documents(own))
    if not hits:
        message = f"nothing was found for {quoted(words)}; name a part of the body, a muscle or a condition, e.g. elbow"
        raise BodymapError(message, value=words)
    good = [hit for hit in hits if min(hit.score, 1) >= WORSE * min(hits[0].score, 1)]
    found = [Match(hit.document.kind, hit.document.id, hit.document.name, hit.by) for hit in good]
    shown = {match.id for match in found[:MOST] if match.kind == "muscle"}
    inner = [match for match in _members(words, found) if match.id not in shown]
    first = found[: max(MOST - len(inner), 1)]
    return tuple(dict.fromkeys((*first, *inner)))[:MOST]


def _members(words: str, found: Sequence[Match]) -> tuple[Match, ...]:
    """Return the muscles of each group, and the parts of each muscle, that has the words for a name."""
    muscles, exact = anatomy.atlas().muscles, key(words)
    named = [match for match in found if match.kind in ("muscle", "group") and key(match.by) == exact]
    inside = [
        (id, match.by)
        for match in named
        for id in (groups.groups().groups[match.id].members if match.kind == "group" else muscles[match.id].parts)
    ]
    return tuple(Match("muscle", id, muscles[id].name, by) for id, by in dict(inside).items())


def documents(own: Sequence[Path] = ()) -> tuple[Document, ...]:
    """Return everything that can be found."""
    return (
        *condition_library.documents(own),
        *groups.documents(),
        *structures.structures().documents(),
        *areas.documents(),
    )
