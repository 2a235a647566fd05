"""From pain to muscles: which muscles' pain is commonly felt at a place, measured on the plates.

Nothing here is a table of names: a muscle is found because its zones of referred pain, as they are drawn, cover the
place; and ranked by how much of it they cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from . import conditions, plates
from .anatomy import Atlas, View, atlas
from .areas import Areas, areas
from .conditions import Condition, Felt, MuscleRole, Role
from .errors import BodymapError, nearest_few, one_of, quoted, unknown
from .geometry import area, bounds, inside, rings
from .plates import DEFAULT_BODY, Part, Plate
from .wording import content, sides

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

SPOT = 12.0
"""A spot that is pointed at has this radius, mm: a fingertip's."""

GRID = 240
"""About so many points are asked on each plate that shows a place."""

Shares = tuple[float, float]
"""Of a place: what a muscle's core covers, and its spillover beyond that."""

MIRRORS = (View.LEFT_LATERAL,)
"""Views that show nothing which another does not: bodies are the mirror of themselves."""


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
    at = np.array([place.spot])
    parts = plates.load(body, place.view).parts
    return tuple(dict.fromkeys(p.of for p in parts if p.kind == "area" and inside(rings(p.shape), at)[0]))


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


def _cover(place: Place, body: str) -> dict[str, tuple[float, float]]:
    """The share of a place that each muscle's core covers, and its spillover beyond that, over the views of it."""
    whole = 0.0
    covered: dict[str, list[float]] = {}
    for plate, points, weight in _samples(place, body):
        whole += weight * len(points)
        box = (*points.min(0), *points.max(0))
        inner: dict[str, NDArray[np.bool_]] = {}
        outer: dict[str, NDArray[np.bool_]] = {}
        for part in plate.parts:
            if part.kind == "zone" and _meet(bounds([part.shape]), box):
                within = inner if part.zone == "core" else outer
                hit = inside(rings(part.shape), points)
                within[part.of] = within[part.of] | hit if part.of in within else hit
        none = np.zeros(len(points), dtype=bool)
        for muscle in inner.keys() | outer.keys():
            core = inner.get(muscle, none)
            sums = covered.setdefault(muscle, [0.0, 0.0])
            sums[0] += weight * float(core.sum())
            sums[1] += weight * float((outer.get(muscle, none) & ~core).sum())
    if not whole:
        raise BodymapError(f"{place.name}: no plate of {Path(body).name} shows it")
    return {muscle: (core / whole, beyond / whole) for muscle, (core, beyond) in covered.items()}


def _samples(place: Place, body: str) -> Iterator[tuple[Plate, NDArray[np.float64], float]]:
    """Points of a place on each plate that shows it, and the mm² that one of them stands for."""
    if place.view:
        plate = plates.load(body, place.view)
        step = 2 * SPOT / 16
        disc = np.stack(np.meshgrid(*[np.arange(-SPOT, SPOT + step, step)] * 2), -1).reshape(-1, 2)
        points = disc[(disc**2).sum(1) <= SPOT**2] + place.spot
        points = points[inside(rings(plate.outline), points)]
        if not len(points):
            raise BodymapError(f"{place.name}: lies beside the body of {Path(body).name}")
        yield plate, points, step**2
        return
    for view in plates.views(body):
        if view in MIRRORS:
            continue
        plate = plates.load(body, view)
        for part in plate.parts:
            if part.kind == "area" and part.of in place.areas and part.side != "left":
                yield from _grid(plate, part)


def _grid(plate: Plate, part: Part) -> Iterator[tuple[Plate, NDArray[np.float64], float]]:
    step = max((area(part.shape) / GRID) ** 0.5, 0.5)
    x0, y0, x1, y1 = bounds([part.shape])
    across, down = np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)
    points = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)
    points = points[inside(rings(part.shape), points)]
    if len(points):
        yield plate, points, step**2


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


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
