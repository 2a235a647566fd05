"""Finds the muscles that can refer pain to a place.

A muscle is found because its zones of referred pain, as drawn on the plates, reach the place. `rank` says in what order
they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from .. import words as catalogue
from ..body.bodies import DEFAULT_BODY
from ..errors import BodymapError, quoted, readable, unknown
from ..knowledge import condition_library
from ..knowledge.anatomy import Atlas, Muscle, Side, View, atlas
from ..knowledge.areas import Areas, areas, documents
from ..knowledge.chart_marks import numbers_of
from ..knowledge.conditions import Condition, Felt, Laterality, MuscleRole, Role
from ..knowledge.index import nearest
from ..knowledge.lay_words import lay_words
from ..knowledge.prevalence import Reports
from . import coverage, rank
from .cover import Cover
from .phrases import content, sides
from .rank import Shares, weighted

POINTS = 0.5
"""Lowest score of a point that is reported, as a share of the score of the muscle's best point."""

ALIKE = 0.6
"""Minimum share of words that a phrase and an area's name must have in common, from 0 to 1."""


# --- places ---------------------------------------------------------------------------------------------------------


class PainPlace(msgspec.Struct, frozen=True):
    """A place that hurts: areas of the skin, or a spot on a view in plate mm. `side` is the named side, if any."""

    name: str
    areas: tuple[str, ...] = ()
    side: Side | None = None
    view: View | None = None
    spot: tuple[float, float] = (0.0, 0.0)


def places(words: Sequence[str]) -> tuple[PainPlace, ...]:
    """Return the places that the words name one by one, or the place that they name together: "side of my head".

    Raises:
        BodymapError: a word names no area, and the message names the nearest; or a word holds a control character.
    """
    known = areas()
    phrase = readable(" ".join(words))
    each = all(word in known.areas for word in words)  # "low-back buttock" are two places, not a long name of one
    if len(words) > 1 and not each:
        id = area_of(phrase, known)
        if ids := (id,) if id else part_of(phrase, known):
            return (_place(ids, phrase, known),)
    return tuple(_place(_areas_of(word, known), word, known) for word in words)


def area_of(phrase: str, known: Areas) -> str | None:
    """Return the id of the area that a phrase means, by any of its names; None if there is none.

    A tender point is meant only if it is named in full: "tender" says how a knee hurts, not where.
    """
    if phrase in known.areas:
        return phrase
    wanted = _of_place(phrase)
    best, best_id = 0.0, None
    names = {id: id for id in known.areas} | known.names()
    names = {name: id for name, id in names.items() if not id.startswith("tender-")}
    for name, id in names.items():
        words = content(name)
        shared = len(wanted & words) / len(wanted | words) if wanted | words else 0.0
        if shared > best:
            best, best_id = shared, id
    return best_id if best >= ALIKE else None


def _of_place(phrase: str) -> frozenset[str]:
    """Return the words of a phrase that say where it hurts; all of them if none does."""
    said = content(phrase)
    return said - lay_words().aside or said


def part_of(phrase: str, known: Areas) -> tuple[str, ...]:
    """Return the areas of a part of the body named in one word, e.g. knee: those with it in their id or region."""
    wanted = _of_place(phrase)
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
    name = first.name if len(ids) == 1 else " ".join(_of_place(phrase)).capitalize()
    return PainPlace(name, ids, Side(named[0]) if len(named) == 1 and first.paired else None)


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
    return PainPlace(f"Spot {view}:{x},{y}", view=View(view), spot=(float(x), float(y)))


def areas_at(place: PainPlace, body: str = DEFAULT_BODY) -> tuple[str, ...]:
    """Return the areas of a place; for a spot, those that contain it."""
    if not place.view:
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
    """A muscle that can refer pain to a place, or a group if all its parts cover the place equally.

    `core` is the share of the place that the core covers; `spillover` is the further share that only the spillover
    covers. `own` is the share of the muscle's own zones that lies in the place, None for a spot. `reported` says from 0
    to 1 how often it is reported there; `reports` are the sentences on which this rests, with their sources. Findings
    are ranked by `score`, see `rank`. If the points of a muscle differ, `points` and `pattern` are those whose pain is
    felt at the place.
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
    own: float | None = None
    reported: float = 0.0
    reports: tuple[str, ...] = ()


def find(asked: Sequence[PainPlace], *, body: str = DEFAULT_BODY, own: Sequence[Path] = ()) -> tuple[Finding, ...]:
    """Return the muscles whose zones reach the places, the most likely first.

    Args:
        asked: the places, all with the same weight.
        body: the body whose plates are measured.
        own: folders with the user's own conditions.

    Raises:
        BodymapError: a spot is off the body, or no plate shows a place.
    """
    each_place = [_covers(place, body) for place in asked]
    covers = [_shares(found) for found in each_place]
    reports = [rank.reports_at(areas_at(place, body)) for place in asked]
    library, known = condition_library.library(own), atlas()
    found: dict[str, _Found] = {}
    for muscle in {muscle for cover in covers for muscle in cover} & known.muscles.keys():
        each = [cover.get(muscle, Shares(0.0, 0.0, 0.0)) for cover in covers]
        at = [reported.get(muscle, Reports()) for reported in reports]
        strength = round(sum(map(rank.reported, at)) / len(at), 3)
        found[muscle] = _Found(_mean(each), strength, rank.together(at))
    findings = (
        _finding(muscle, item, known, library, each_place)
        for muscle, item in _grouped(found, known).items()
        if rank.listed(item.shares, item.reports)
    )
    return tuple(sorted(findings, key=lambda f: (-f.score, f.muscle)))


class _Found(msgspec.Struct, frozen=True):
    """A muscle's shares of the places, how strongly it is reported there, and the reports."""

    shares: Shares
    reported: float
    reports: Reports


def _mean(each: Sequence[Shares]) -> Shares:
    """Return the shares of several places as one: the mean of the places' shares, the sum of the muscle's own."""
    core, beyond = (round(sum(share) / len(each), 3) for share in zip(*((s.core, s.beyond) for s in each), strict=True))
    own = None if any(s.own is None for s in each) else round(min(sum(s.own or 0.0 for s in each), 1.0), 3)
    return Shares(core, beyond, own)


def _grouped(found: Mapping[str, _Found], known: Atlas) -> dict[str, _Found]:
    """Return what was found, with a group instead of its parts if all parts cover the same and are reported alike."""
    grouped = dict(found)
    for group in known.muscles.values():
        parts = [part.id for part in known.drawn(group.id)] if group.parts else []
        alike = {
            (item.shares.core, item.shares.beyond, item.reported) if (item := grouped.get(part)) else None
            for part in parts
        }
        if parts and len(alike) == 1 and parts[0] in grouped:
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
                    scores[number] = scores.get(number, 0.0) + weighted(core, beyond)
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
    first, *rest = [text for texts in felt_where for text in texts if text] or [""]
    return "; ".join((first, *map(catalogue.within, rest)))


def _finding(
    muscle: str, found: _Found, known: Atlas, library: Sequence[Condition], covers: Sequence[Sequence[Cover]] = ()
) -> Finding:
    parts, shares = known.drawn(muscle), found.shares
    points = _felt_points(parts, covers)
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
        score=round(shares.geometry + found.reported, 3),
        core=shares.core,
        spillover=shares.beyond,
        why=rank.why(shares, found.reports),
        pattern=_pattern(parts, known.muscles[muscle], points),
        points=points,
        conditions=tuple(dict.fromkeys(id for _, id in sorted(holding))),
        own=shares.own,
        reported=found.reported,
        reports=rank.evidence(found.reports),
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
    """Return each muscle's shares of a place, over all its areas and views."""
    return {
        muscle: _of_muscle(muscle, covers)
        for muscle in dict.fromkeys(muscle for cover in covers for muscle in cover.muscles)
    }


def _of_muscle(muscle: str, covers: Sequence[Cover]) -> Shares:
    whole = sum(cover.whole for cover in covers)
    core, beyond = (sum(cover.muscles.get(muscle, (0.0, 0.0))[i] for cover in covers) for i in (0, 1))
    zones = max((weighted(*cover.zones[muscle]) for cover in covers if muscle in cover.zones), default=0.0)
    own = min(weighted(core, beyond) / zones, 1.0) if zones else None
    return Shares(core / whole, beyond / whole, own)


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
        raise BodymapError(f"{', '.join(names)}: no muscle's pattern reaches it")
    numbers = {f.muscle: tuple(point.number for point in f.points if point.muscle == f.muscle) for f in findings}
    muscles = tuple(
        MuscleRole(f.muscle, Role.PRIMARY if i < MAIN and f.score >= findings[0].score / 2 else Role.SECONDARY, f.why)
        for i, f in enumerate(findings)
    )
    return Condition(
        id="find",
        name=", ".join(names),
        group="find",
        summary="Muscles that can refer pain here. Number 1 comes first by its pattern and by what is reported.",
        muscles=muscles,
        pain=hurt,
        points={id: own for id, own in numbers.items() if own and own != numbers_of(id)},
        felt=Felt.AREAS,
        side=Laterality.BOTH,
    )


def _title(place: PainPlace, body: str) -> str:
    """Return the name of a place; for a spot, that of the area that contains it."""
    return place.name if place.areas else next((areas().area(id).name for id in areas_at(place, body)), place.name)
