"""From pain to muscles: which muscles' pain is commonly felt at a place, measured on the plates.

Nothing here is a table of names: a muscle is found because its zones of referred pain, as they are drawn, cover the
place; and ranked by how much of it they cover.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ..body.bodies import DEFAULT_BODY
from ..errors import BodymapError, nearest_few, one_of, quoted, unknown
from ..knowledge import conditions
from ..knowledge.anatomy import Atlas, View, atlas
from ..knowledge.areas import Areas, areas
from ..knowledge.conditions import Condition, Felt, MuscleRole, Role
from . import coverage
from .phrases import content, sides

SPILLOVER = 0.4
"""What a spillover counts for, where a core counts 1."""

LEAST = 0.05
"""A muscle that scores less is not told: its zone only touches the place."""

ALIKE = 0.6
"""A phrase means an area if they share so many of their words."""

DIRECTIONS = frozenset(
    ("back", "bottom", "front", "inner", "low", "mid", "outer", "point", "side", "tender", "top", "upper")
)
"""Words that are no part of the body by themselves."""

Shares = tuple[float, float]
"""Of a place: what a muscle's core covers, and its spillover beyond that."""


# --- places ---------------------------------------------------------------------------------------------------------


class Place(msgspec.Struct, frozen=True):
    """A place that hurts: areas of the skin, or a spot of a view in plate mm. `side`: where the words name one."""

    name: str
    areas: tuple[str, ...] = ()
    side: str = ""
    view: str = ""
    spot: tuple[float, float] = (0.0, 0.0)


def places(words: Sequence[str]) -> tuple[Place, ...]:
    """The places that words name, each on its own or all of them as one phrase: "side of my head".

    Raises:
        BodymapError: a word is no area's name; names the nearest.
    """
    known = areas()
    phrase = " ".join(words)
    if len(words) > 1 and (id := area_of(phrase, known)):
        return (_place((id,), phrase, known),)
    return tuple(_place(_areas_of(word, known), word, known) for word in words)


def area_of(phrase: str, known: Areas) -> str | None:
    """The id of the area that a phrase means, by its names and other names; None if there is none."""
    if phrase in known.areas:
        return phrase
    wanted = content(phrase)
    best, found = 0.0, None
    names = {id: id for id in known.areas} | known.names()
    for name, id in names.items():
        have = content(name)
        shared = len(wanted & have) / len(wanted | have) if wanted | have else 0.0
        if shared > best:
            best, found = shared, id
    return found if best >= ALIKE else None


def part_of(phrase: str, known: Areas) -> tuple[str, ...]:
    """The areas of a part of the body, as of the knee: those whose id or region is named by the phrase's one word."""
    wanted = content(phrase)
    if len(wanted) != 1 or wanted & DIRECTIONS:
        return ()
    return tuple(
        area.id
        for area in known.areas.values()
        if not area.id.startswith("tender-") and (wanted <= content(area.id) or wanted == content(area.region))
    )


def _areas_of(word: str, known: Areas) -> tuple[str, ...]:
    if id := area_of(word, known):
        return (id,)
    if found := part_of(word, known):
        return found
    near = nearest_few(word, known.areas, also=known.names())
    raise BodymapError(
        f"unknown area {quoted(word)}; the nearest {'are' if len(near) > 1 else 'is'} {one_of(map(repr, near))}. "
        "`bodymap list areas` names them all."
    )


def _place(ids: tuple[str, ...], phrase: str, known: Areas) -> Place:
    first = known.areas[ids[0]]
    named = sides(phrase) if phrase not in known.areas else ()
    name = first.name if len(ids) == 1 else " ".join(content(phrase)).capitalize()
    return Place(name, ids, named[0] if len(named) == 1 and first.paired else "")


def spot(text: str) -> Place:
    """The place of "posterior:120,640": a view, and x and y in its plate's mm.

    Raises:
        BodymapError: it is not written so.
    """
    found = re.fullmatch(r"([a-z-]+):(-?\d{1,5}(?:\.\d{1,3})?),(-?\d{1,5}(?:\.\d{1,3})?)", text.replace(" ", ""))
    if not found:
        raise BodymapError(f"{quoted(text)} is no spot; write a view and plate mm, as posterior:120,640")
    if found[1] not in tuple(View):
        raise unknown("view", found[1], tuple(View))
    return Place(f"Spot {found[1]}:{found[2]},{found[3]}", view=found[1], spot=(float(found[2]), float(found[3])))


def areas_at(place: Place, body: str = DEFAULT_BODY) -> tuple[str, ...]:
    """The areas of a place: itself, or those that a spot lies in."""
    if place.areas:
        return place.areas
    from .measure import areas_under

    return areas_under(body, place.view, place.spot)


# --- muscles --------------------------------------------------------------------------------------------------------


class Site(msgspec.Struct, frozen=True):
    """A common site of a trigger point, with the muscle that it counts in."""

    muscle: str
    number: int
    site: str


class Finding(msgspec.Struct, frozen=True):
    """A muscle whose pain is commonly felt at a place; or a group, where all its parts are felt there alike.

    `core` and `spillover` are the shares of the place that they cover, the spillover beyond the core; `score` ranks.
    """

    muscle: str
    name: str
    score: float
    core: float
    spillover: float
    why: str
    pattern: str
    points: tuple[Site, ...]
    conditions: tuple[str, ...]


def find(asked: Sequence[Place], *, body: str = DEFAULT_BODY, own: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """The muscles whose zones cover the places, those first that cover most of all of them.

    Args:
        asked: the places; each counts the same.
        body: whose plates are measured.
        own: folders of the user's own conditions.

    Raises:
        BodymapError: a spot lies beside the body, or no plate shows a place.
    """
    covers = [_cover(place, body) for place in asked]
    library, known = conditions.library(own), atlas()
    shares: dict[str, Shares] = {}
    for muscle in {muscle for cover in covers for muscle in cover} & known.muscles.keys():
        each = [cover.get(muscle, (0.0, 0.0)) for cover in covers]
        core, beyond = (round(sum(share) / len(covers), 3) for share in zip(*each, strict=True))
        shares[muscle] = core, beyond
    found = (_finding(muscle, *share, known, library) for muscle, share in _grouped(shares, known).items())
    return tuple(sorted((f for f in found if f.score >= LEAST), key=lambda f: (-f.score, f.muscle)))


def _grouped(shares: Mapping[str, Shares], known: Atlas) -> dict[str, Shares]:
    """The shares, with a group in the place of its parts where these have one pattern: it would be told many times."""
    found = dict(shares)
    for group in known.muscles.values():
        parts = [part.id for part in known.drawn(group.id)] if group.parts else []
        if parts and len({found.get(part) for part in parts}) == 1 and parts[0] in found:
            found[group.id] = found[parts[0]]
            for part in parts:
                del found[part]
    return found


def _finding(muscle: str, core: float, beyond: float, known: Atlas, library: Sequence[Condition]) -> Finding:
    parts = known.drawn(muscle)
    referral = known.muscles[muscle].referral or parts[0].referral
    pattern = "; ".join(text for text in (referral.core, referral.spillover) if text) if referral else ""
    why = (
        "Its pain is often felt here."
        if core >= 0.5
        else "Its pain is often felt in a part of it."
        if core >= LEAST
        else "Its pain sometimes reaches here."
    )
    drawn = {part.id for part in parts}
    holding = {
        (entry.role != Role.PRIMARY, condition.id)
        for condition in library
        for entry in condition.muscles
        if drawn & {part.id for part in known.drawn(entry.muscle)}
    }
    return Finding(
        muscle=muscle,
        name=known.muscles[muscle].name,
        score=round(core + SPILLOVER * beyond, 3),
        core=core,
        spillover=beyond,
        why=why,
        pattern=pattern,
        points=tuple(Site(part.id, point.number, point.site) for part in parts for point in part.points),
        conditions=tuple(dict.fromkeys(id for _, id in sorted(holding))),
    )


def _cover(place: Place, body: str) -> dict[str, Shares]:
    """The share of a place that each muscle's core covers, and its spillover beyond that, over the views of it."""
    if place.view:
        from .measure import spot_covered

        found = [spot_covered(body, place.view, place.spot, place.name)]
    else:
        measured = coverage.of(body)
        found = [measured[area] for area in place.areas if area in measured]
    whole = sum(cover.whole for cover in found)
    if not whole:
        raise BodymapError(f"{place.name}: no plate of {Path(body).name} shows it")
    return {
        muscle: (
            sum(cover.muscles.get(muscle, (0.0, 0.0))[0] for cover in found) / whole,
            sum(cover.muscles.get(muscle, (0.0, 0.0))[1] for cover in found) / whole,
        )
        for muscle in dict.fromkeys(muscle for cover in found for muscle in cover.muscles)
    }


# --- the answer as something to draw --------------------------------------------------------------------------------

MAIN = 4
"""So many of the first are drawn as main muscles, if they score at least half of the first."""


def as_condition(asked: Sequence[Place], found: Sequence[Finding], body: str = DEFAULT_BODY) -> Condition:
    """The answer as a condition, its muscles in the order of their ranks, for `plan(…, ranked=True)`.

    Raises:
        BodymapError: nothing was found.
    """
    hurt = tuple(dict.fromkeys(id for place in asked for id in areas_at(place, body)))
    names = [_title(place, body) for place in asked]
    names = names[:1] + [name[:1].lower() + name[1:] for name in names[1:]]
    if not found:
        raise BodymapError(f"{', '.join(names)}: no muscle's pain is commonly felt there")
    muscles = tuple(
        MuscleRole(f.muscle, Role.PRIMARY if i < MAIN and f.score >= found[0].score / 2 else Role.SECONDARY, f.why)
        for i, f in enumerate(found)
    )
    return Condition(
        id="find",
        name=", ".join(names),
        group="find",
        summary="Muscles whose pain is commonly felt here. Number 1 has the pattern that covers most of the place.",
        muscles=muscles,
        pain=hurt,
        felt=Felt.AREAS,
    )


def _title(place: Place, body: str) -> str:
    """A place's name; a spot's is that of the area that it lies in."""
    return place.name if place.areas else next((areas().area(id).name for id in areas_at(place, body)), place.name)
