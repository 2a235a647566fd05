"""Lists facts that rest on little, for whoever reviews the atlas: one work alone, a manual by chapter, or no work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .. import words
from ..knowledge.anatomy import Atlas, Citation, Muscle
from ..knowledge.conditions import Condition, own_flags
from ..knowledge.flags import Flags
from ..knowledge.prevalence import Prevalence, Seen
from ..knowledge.structures import Structures

MANUALS = ("simons-1999", "travell-1992", "donnelly-2019")
"""The trigger point manuals. Most of their chapters are cited without a page."""


class WeakFact(msgspec.Struct, frozen=True):
    """A fact, the works that it rests on, each with the place in it, and why a reviewer may want to look at it."""

    fact: str
    works: tuple[str, ...]
    why: tuple[str, ...]


NO_SOURCE = "no source"
"""What is said of a fact that rests on no work."""

ORDERS = {Seen.LIST: (), Seen.PART: ("its order was checked in part",), Seen.NONE: ("its order was not checked",)}
"""What is said of a guide's order."""


def weak(
    atlas: Atlas, structures: Structures, flags: Flags, library: Iterable[Condition], prevalence: Prevalence
) -> Iterator[WeakFact]:
    """Yield the facts that rest on one work, or only on manuals without a page, or on no work.

    They are on muscles, structures and red flags, on how well treatment works, and on what is reported where.
    """
    for muscle in atlas.muscles.values():
        for name, citations in _facts(muscle):
            yield from _weak(f"{muscle.id}: {name}", citations, atlas)
    for structure in structures.structures.values():
        yield from _weak(f"{structure.id}: what it is", structure.sources, atlas)
    for flag in flags.flags.values():
        yield from _weak(f"red flag {flag.id}", flag.sources, atlas)
    for condition in library:
        for line in condition.evidence.lines():
            kind = "needling" if line is condition.evidence.needling else "exercise"
            yield from _weak(f"{condition.id}: evidence on {kind}", line.sources, atlas)
        for sign in own_flags(condition):
            also = () if sign.sources else (NO_SOURCE,)
            name = f'{condition.id}: red flag of its own, "{sign.says.rstrip(".")}"'
            yield from _weak(name, sign.sources, atlas, also=also)
    for study in prevalence.studies:
        yield from _weak(f"prevalence at {', '.join(study.areas)}", (study.source,), atlas, one=study.works == 1)
    several = Counter(guide.areas for guide in prevalence.guides)
    for guide in prevalence.guides:
        name = f"order of muscles at {', '.join(guide.areas)}"
        if several[guide.areas] > 1:
            name += f" that begins with {guide.muscles[0]}"
        yield from _weak(name, (guide.source,), atlas, also=ORDERS[guide.seen])


def _facts(muscle: Muscle) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Yield each fact on a muscle with its citations. Points that rest on the same works are one fact."""
    yield "attachments", muscle.sources
    numbers: dict[tuple[Citation, ...], list[str]] = {}
    for point in muscle.points:
        numbers.setdefault(point.sources, []).append(str(point.number))
    for citations, found in numbers.items():
        yield f"point{'s' if len(found) > 1 else ''} {words.listing(found)}", citations
    if muscle.referral:
        yield "referred pain", muscle.referral.sources


def _weak(
    fact: str, citations: Sequence[Citation], atlas: Atlas, *, one: bool = True, also: Sequence[str] = ()
) -> Iterator[WeakFact]:
    works = {citation.key for citation in citations}
    why = ["one work"] if one and len(works) == 1 else []
    if works and works <= set(MANUALS) and not any(_has_page(citation) for citation in citations):
        why.append("a manual by chapter")
    if why or also:
        told = tuple(f"{atlas.sources[c.key].short}, {c.where}".removesuffix(", ") for c in citations)
        yield WeakFact(fact, told, (*why, *also))


def _has_page(citation: Citation) -> bool:
    return citation.where.startswith(("p. ", "pp. ")) or " p. " in citation.where or " pp. " in citation.where
