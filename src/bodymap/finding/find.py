"""Finds the muscles whose pain is commonly felt at a place.

This is measured on the plates, not looked up: a muscle is found because its zones of referred pain, as drawn, cover the
place, and it is ranked by how much of the place they cover.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ..body.bodies import DEFAULT_BODY
from ..errors import BodymapError, quoted, unknown
from ..knowledge import conditions
from ..knowledge.anatomy import Atlas, Muscle, View, atlas
from ..knowledge.areas import Areas, areas, documents
from ..knowledge.charts import numbers_of
from ..knowledge.conditions import Condition, Felt, Laterality, MuscleRole, Role
from ..knowledge.index import nearest
from ..knowledge.lay_words import lay_words
from . import coverage
from .cover import Cover
from .phrases import content, sides

SPILLOVER = 0.4
"""Weight of a spillover zone in the score; a core has weight 1."""

POINTS = 0.5
"""Lowest score of a point that is reported, as a share of the score of the muscle's best point."""

LEAST = 0.05
"""Lowest score that is reported: below it, a muscle's zones hardly touch the place."""

ALIKE = 0.6
"""Minimum share of words that a phrase and an area's name must have in common, from 0 to 1."""

Shares = tuple[float, float]
"""The shares of a place that a muscle's core covers, and its spillover beyond that."""


# --- places ---------------------------------------------------------------------------------------------------------


class PainPlace(msgspec.Struct, frozen=True):
    """A place that hurts: areas of the skin, or a spot on a view in plate mm. `side` is the named side, if any."""

    name: str
    areas: tuple[str, ...] = ()
    side: str = ""
    view: str = ""
    spot: tuple[float, float] = (0.0, 0.0)


def places(words: Sequence[str]) -> tuple[PainPlace, ...]:
    """Return the places that the words name one by one, or the place that they name together: "side of my head".

    Raises:
        BodymapError: a word names no area; the message names the nearest.
    """
    known = areas()
    phrase = " ".join(words)
    if len(words) > 1 and (id := area_of(phrase, known)):
        return (_place((id,), phrase, known),)
    return tuple(_place(_areas_of(word, known), word, known) for word in words)


def area_of(phrase: str, known: Areas) -> str | None:
    """Return the id of the area that a phrase means, by any of its names; None if there is none."""
    if phrase in known.areas:
        return phrase
    wanted = content(phrase)
    best, best_id = 0.0, None
    names = {id: id for id in known.areas} | known.names()
    for name, id in names.items():
        words = content(name)
        shared = len(wanted & words) / len(wanted | words) if wanted | words else 0.0
        if shared > best:
            best, best_id = shared, id
    return best_id if best >= ALIKE else None


def part_of(phrase: str, known: Areas) -> tuple[str, ...]:
    """Return the areas of a part of the body named in one word, e.g. knee: those with it in their id or region."""
    wanted = content(phrase)
    if len(wanted) != 1 or wanted & lay_words().directions:
        return ()
    return tuple(
        area.id
        for area in known.areas.values()
        if not area.within and (wanted <= content(area.id) or wanted == content(area.region))
    )


def _areas_of(word: str, known: Areas) -> tuple[str, ...]:
    if id := area_of(word, known):
        return (id,)
    if ids := part_of(word, known):
        return ids
    raise unknown("area", word, known.areas, near=nearest(word, documents()), listing="bodymap list areas")


def _place(ids: tuple[str, ...], phrase: str, known: Areas) -> PainPlace:
    first = known.areas[ids[0]]
    named = sides(phrase) if phrase not in known.areas else ()
    name = first.name if len(ids) == 1 else " ".join(content(phrase)).capitalize()
    return PainPlace(name, ids, named[0] if len(named) == 1 and first.paired else "")


def spot(text: str, field: str = "at") -> PainPlace:
    """Return the place of "posterior:120,640": a view, and x and y in millimetres on its plate.

    Raises:
        BodymapError: the text does not have this form.
    """
    match = re.fullmatch(r"([a-z-]+):(-?\d{1,5}(?:\.\d{1,3})?),(-?\d{1,5}(?:\.\d{1,3})?)", text.replace(" ", ""))
    if not match:
        message = f"{quoted(text)} is not a spot; write a view and millimetres, e.g. posterior:120,640"
        raise BodymapError(message, field=field, value=text)
    view, x, y = match.groups()
    if view not in tuple(View):
        raise unknown("view", view, tuple(View), field=field)
    return PainPlace(f"Spot {view}:{x},{y}", view=view, spot=(float(x), float(y)))


def areas_at(place: PainPlace, body: str = DEFAULT_BODY) -> tuple[str, ...]:
    """Return the areas of a place; for a spot, those that contain it."""
    if place.areas:
        return place.areas
    from .measure import areas_under

    return areas_under(body, place.view, place.spot)


# --- muscles --------------------------------------------------------------------------------------------------------


class FindingPoint(msgspec.Struct, frozen=True):
    """A trigger point of a finding: its muscle, its number in that muscle, and its usual site."""

    muscle: str
    number: int
    site: str


class Finding(msgspec.Struct, frozen=True):
    """A muscle whose pain is commonly felt at a place, or a group if all its parts cover the place equally.

    `core` is the share of the place that the core covers; `spillover` is the further share that only the spillover
    covers. Findings are ranked by `score`. If the points of a muscle differ, `points` and `pattern` are those whose
    pain is felt at the place.
    """

    muscle: str
    name: str
    score: float
    core: float
    spillover: float
    why: str
    pattern: str
    points: tuple[FindingPoint, ...]
    conditions: tuple[str, ...]


def find(asked: Sequence[PainPlace], *, body: str = DEFAULT_BODY, own: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Return the muscles whose zones cover the places, those that cover most first.

    Args:
        asked: the places, all with the same weight.
        body: the body whose plates are measured.
        own: folders with the user's own conditions.

    Raises:
        BodymapError: a spot is off the body, or no plate shows a place.
    """
    each_place = [_covers(place, body) for place in asked]
    covers = [_shares(found) for found in each_place]
    library, known = conditions.library(own), atlas()
    shares: dict[str, Shares] = {}
    for muscle in {muscle for cover in covers for muscle in cover} & known.muscles.keys():
        each = [cover.get(muscle, (0.0, 0.0)) for cover in covers]
        core, beyond = (round(sum(share) / len(covers), 3) for share in zip(*each, strict=True))
        shares[muscle] = core, beyond
    findings = (
        _finding(muscle, *share, known, library, each_place) for muscle, share in _grouped(shares, known).items()
    )
    return tuple(sorted((f for f in findings if f.score >= LEAST), key=lambda f: (-f.score, f.muscle)))


def _grouped(shares: Mapping[str, Shares], known: Atlas) -> dict[str, Shares]:
    """Return the shares, with a group instead of its parts if all parts have the same shares."""
    grouped = dict(shares)
    for group in known.muscles.values():
        parts = [part.id for part in known.drawn(group.id)] if group.parts else []
        if parts and len({grouped.get(part) for part in parts}) == 1 and parts[0] in grouped:
            grouped[group.id] = grouped[parts[0]]
            for part in parts:
                del grouped[part]
    return grouped


def _felt_points(parts: Sequence[Muscle], covers: Sequence[Sequence[Cover]]) -> tuple[FindingPoint, ...]:
    """Return the points of muscles whose pain is felt at the places: all, unless the points of a muscle differ."""
    found: list[FindingPoint] = []
    for part in parts:
        scores = {point.number: 0.0 for point in part.points}
        for of_place in covers:
            for cover in of_place:
                for number, (core, beyond) in cover.points.get(part.id, {}).items():
                    scores[number] = scores.get(number, 0.0) + core + SPILLOVER * beyond
        least = POINTS * max(scores.values(), default=0.0)
        found += [
            FindingPoint(part.id, point.number, point.site) for point in part.points if scores[point.number] >= least
        ]
    return tuple(found)


def _pattern(parts: Sequence[Muscle], muscle: Muscle, points: Sequence[FindingPoint]) -> str:
    """Return where the pain of a finding is felt, in words: that of its points, if they differ from the others."""
    own = [parts[0].pattern_of(point.number) for point in points] if len(parts) == 1 else []
    felt = [*dict.fromkeys(pattern for pattern in own if pattern)]
    referral = muscle.referral or parts[0].referral
    if len(points) == len(parts[0].points) or not felt:
        felt_where = [(referral.core, referral.spillover)] if referral else []
    else:
        felt_where = [(pattern.core, pattern.spillover) for pattern in felt]
    return "; ".join(text for texts in felt_where for text in texts if text)


def _finding(
    muscle: str,
    core: float,
    beyond: float,
    known: Atlas,
    library: Sequence[Condition],
    covers: Sequence[Sequence[Cover]] = (),
) -> Finding:
    parts = known.drawn(muscle)
    points = _felt_points(parts, covers)
    why = (
        "Often causes pain here."
        if core >= 0.5
        else "Often causes pain in part of this area."
        if core >= LEAST
        else "Sometimes causes pain here."
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
        pattern=_pattern(parts, known.muscles[muscle], points),
        points=points,
        conditions=tuple(dict.fromkeys(id for _, id in sorted(holding))),
    )


def _covers(place: PainPlace, body: str) -> list[Cover]:
    """Return how much of a place is covered, for each of its areas.

    Raises:
        BodymapError: a spot is off the body, or no plate shows the place.
    """
    if place.view:
        from .measure import spot_covered

        covers = [spot_covered(body, place.view, place.spot, place.name)]
    else:
        measured = coverage.of(body)
        covers = [measured[area] for area in place.areas if area in measured]
    if not any(cover.whole for cover in covers):
        raise BodymapError(f"{place.name}: no plate of {Path(body).name} shows it", value=place.name)
    return covers


def _shares(covers: Sequence[Cover]) -> dict[str, Shares]:
    """Return the shares of a place, over all its views, that each muscle's core and spillover cover."""
    whole = sum(cover.whole for cover in covers)
    return {
        muscle: (
            sum(cover.muscles.get(muscle, (0.0, 0.0))[0] for cover in covers) / whole,
            sum(cover.muscles.get(muscle, (0.0, 0.0))[1] for cover in covers) / whole,
        )
        for muscle in dict.fromkeys(muscle for cover in covers for muscle in cover.muscles)
    }


# --- the findings as a condition ------------------------------------------------------------------------------------

MAIN = 4
"""Maximum number of main muscles; each must score at least half as much as the first."""


def as_condition(asked: Sequence[PainPlace], findings: Sequence[Finding], body: str = DEFAULT_BODY) -> Condition:
    """Return the findings as a condition with its muscles in order of rank, for `plan(…, ranked=True)`.

    Raises:
        BodymapError: there are no findings.
    """
    hurt = tuple(dict.fromkeys(id for place in asked for id in areas_at(place, body)))
    names = [_title(place, body) for place in asked]
    names = names[:1] + [name[:1].lower() + name[1:] for name in names[1:]]
    if not findings:
        raise BodymapError(f"{', '.join(names)}: no muscle's pain is commonly felt there")
    numbers = {f.muscle: tuple(point.number for point in f.points if point.muscle == f.muscle) for f in findings}
    muscles = tuple(
        MuscleRole(f.muscle, Role.PRIMARY if i < MAIN and f.score >= findings[0].score / 2 else Role.SECONDARY, f.why)
        for i, f in enumerate(findings)
    )
    return Condition(
        id="find",
        name=", ".join(names),
        group="find",
        summary="Muscles whose pain is commonly felt here. The pattern of number 1 covers most of the place.",
        muscles=muscles,
        pain=hurt,
        points={id: own for id, own in numbers.items() if own and own != numbers_of(id)},
        felt=Felt.AREAS,
        side=Laterality.BOTH,
    )


def _title(place: PainPlace, body: str) -> str:
    """Return the name of a place; for a spot, that of the area that contains it."""
    return place.name if place.areas else next((areas().area(id).name for id in areas_at(place, body)), place.name)
