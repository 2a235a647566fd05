"""What each view of a condition shows: the muscles with their roles, their zones and points, and the crop they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import get_args

import msgspec

from ..body.geometry import Box, Shape, bounds, grown, subpaths
from ..body.plate import Part, Plate, Point
from ..body.plates import load, views
from ..errors import BodymapError, unknown
from ..knowledge.anatomy import atlas
from ..knowledge.areas import areas
from ..knowledge.conditions import Condition, Felt, Role
from ..options import Sides
from . import depth, framing, view_choice
from .layers import Layers

SIDES: tuple[str, ...] = get_args(Sides)

USUAL = Layers()

NEAR = 130.0
"""Pain that is felt further than this from the muscles, mm, does not widen the crop: the muscles come first."""

APART = 0.7
"""Two sides have a figure each where these are together narrower than so much of the figure of both."""

# --- what comes out -------------------------------------------------------------------------------------------------


class MuscleEntry(msgspec.Struct, frozen=True):
    """A muscle of the condition as the picture has it. `views`: the figures that show it; `rank`: 1 for the first."""

    muscle: str
    name: str
    latin: str
    role: str
    why: str
    parts: tuple[str, ...]
    deep: bool = False
    views: tuple[str, ...] = ()
    rank: int = 0
    intensity: float | None = None


class Highlight(msgspec.Struct, frozen=True):
    """A muscle's shape on a plate, filled. `deep`: it lies under another, so it is dashed and drawn over that."""

    part: str
    muscle: str
    side: str
    role: str
    deep: bool = False
    rank: int = 0
    intensity: float | None = None


class Zone(msgspec.Struct, frozen=True):
    """A shape where a muscle's pain is commonly felt: `zone` is core or spillover. Or an `area` that hurts, of none."""

    part: str
    muscle: str
    side: str
    zone: str
    area: str = ""


class OutlinedArea(msgspec.Struct, frozen=True):
    """An area of the skin, outlined: `part` is its shape on the plate."""

    part: str
    area: str
    side: str


class Mark(msgspec.Struct, frozen=True):
    """A trigger point of a plate; `number` counts within its muscle."""

    point: str
    muscle: str
    side: str
    number: int


class ViewContent(msgspec.Struct, frozen=True):
    """A view with what it shows, and the crop (mm) that this needs. `named`: the side whose muscles carry the names."""

    plate: Plate
    highlights: tuple[Highlight, ...]
    fibres: tuple[str, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    points: tuple[Point, ...]
    crop: Box
    named: str
    spots: tuple[OutlinedArea, ...] = ()
    others: bool = True

    def shapes(self, muscles: Sequence[str], side: str = "") -> list[Shape]:
        """The shapes that stand for muscles here, on one side or on all."""
        wanted = {h.part for h in self.highlights if h.muscle in muscles and (not side or h.side == side)}
        places = _places(self.plate)
        return [self.plate.parts[n].shape for n in sorted(places[part] for part in wanted)]

    def named_from(self, facing: str) -> str:
        """The side whose muscles carry the names of a column on the picture's left or right (`facing`).

        Where no points keep one side of the body to themselves, that is the near one.
        """
        told = self.points or any(zone.muscle for zone in self.zones)
        if told or not {"left", "right"} <= {h.side for h in self.highlights}:
            return self.named
        right = picture_right(self.plate.view)
        return right if facing == "right" else {"left": "right", "right": "left"}[right]


@lru_cache(16)
def _places(plate: Plate) -> dict[str, int]:
    """Where among its parts a plate has each, by id: shapes are asked for time and again."""
    return {part.id: n for n, part in enumerate(plate.parts)}


class PictureContent(msgspec.Struct, frozen=True):
    """What a picture is of: a condition's muscles, on the `sides` that are shown, in one or two views."""

    condition: Condition
    actors: tuple[MuscleEntry, ...]
    sides: tuple[str, ...]
    stages: tuple[ViewContent, ...]


# --- who plays, on which side, seen from where ----------------------------------------------------------------------


def sides_of(side: str | None) -> tuple[str, ...]:
    """The sides that are shown: the one asked for, or both."""
    if side is not None and side not in SIDES:
        raise unknown("side", side, SIDES, field="side")
    return ("left", "right") if side in (None, "both") else (side,)


def plates_of(condition: Condition, body: str, view: str | None) -> dict[str, Plate]:
    """The plates to choose from, by view: one where the user insists, those the condition insists on, or all."""
    if view is not None:
        return {view: load(body, view)}
    return {str(v): load(body, v) for v in condition.views or views(body)}


def entries_of(condition: Condition, *, ranked: bool = False) -> tuple[MuscleEntry, ...]:
    """The muscles of a condition with their roles, main ones first, each with the ids that it is drawn as.

    With `ranked` their order in the condition is their rank.
    """
    library = atlas()
    actors = []
    for rank, entry in enumerate(sorted(condition.muscles, key=lambda e: e.role != Role.PRIMARY), 1):
        muscle = library.muscle(entry.muscle)
        parts = tuple(part.id for part in library.drawn(muscle.id))
        actor = MuscleEntry(
            muscle.id, muscle.name, muscle.latin, str(entry.role), entry.why, parts, intensity=entry.intensity
        )
        actors.append(msgspec.structs.replace(actor, rank=rank) if ranked else actor)
    return tuple(actors)


def pain_areas(condition: Condition) -> tuple[str, ...]:
    """The areas that are drawn as where it is felt; none where the zones of the main muscles are."""
    return condition.pain if condition.felt == Felt.AREAS else ()


def views_of(
    condition: Condition,
    cast: Sequence[MuscleEntry],
    plates: Mapping[str, Plate],
    sides: Sequence[str],
    view: str | None,
) -> tuple[str, ...]:
    """The views of the picture. Where the user or the condition insists, that; else what `viewing` finds."""
    main = [actor for actor in cast if actor.role == "primary"]
    if view is not None or condition.views:
        found = tuple(v for v, p in plates.items() if any(view_choice.visible_area(p, a.parts, sides) for a in cast))
    else:
        found = view_choice.choose(
            plates, [*[a.parts for a in main], *[(area,) for area in pain_areas(condition)]], sides
        )
    if not found:
        where = f"the {view} view" if view else "any view"
        who = f"the {sides[0]} side" if len(sides) == 1 else "either side"
        named = f"{condition.name}: " if condition.name else ""
        raise BodymapError(
            f"{named}{where} shows none of its muscles on {who}", field="view" if view else "", value=view
        )
    return found


# --- what a view shows ----------------------------------------------------------------------------------------------


def view_content(
    condition: Condition, cast: Sequence[MuscleEntry], plate: Plate, sides: Sequence[str], layers: Layers = USUAL
) -> ViewContent:
    """What a plate shows of the cast. Deep muscles come last: they are drawn over what covers them."""
    owner = {part: actor for actor in cast for part in actor.parts}
    shown = (*sides, "midline")
    own = [p for p in plate.parts if p.side in shown and p.of in owner]
    muscles = [p for p in own if p.kind == "muscle"]
    deep = {
        name: depth.lies_deep([p for p in muscles if p.of == name], muscles, plate) for name in {p.of for p in muscles}
    }
    if not layers.deep:
        muscles = [p for p in muscles if not deep[p.of]]
        own = [p for p in own if not deep.get(p.of)]
    highlights = tuple(
        Highlight(
            p.id, owner[p.of].muscle, p.side, owner[p.of].role, deep[p.of], owner[p.of].rank, owner[p.of].intensity
        )
        for p in sorted(muscles, key=lambda p: (deep[p.of], -depth.LAYERS[p.layer], owner[p.of].role == "primary"))
    )
    named = picture_right(plate.view) if len(sides) == 2 else sides[0]
    # Where both sides are drawn, one carries the names and the other the points and zones.
    both = {"left", "right"} <= {h.side for h in highlights}
    told = [side for side in shown if not both or side != named]
    hurt = pain_areas(condition)
    painful: list[Part] = []
    zones: tuple[Zone, ...] = ()
    if not layers.zones:
        pass
    elif condition.felt == Felt.AREAS:
        painful = [p for p in plate.parts if p.kind == "area" and p.of in hurt and p.side in shown]
        zones = tuple(Zone(p.id, "", p.side, "core", p.of) for p in painful)
    else:
        painful = [p for p in own if p.kind == "zone" and owner[p.of].role == "primary" and p.side in told]
        zones = tuple(Zone(p.id, owner[p.of].muscle, p.side, p.zone) for p in painful)
    points = tuple(
        p
        for p in sorted(plate.points, key=lambda p: p.of in owner and owner[p.of].role != "primary")
        if layers.points and p.kind == "point" and p.side in told and p.of in owner
        if _wanted(condition, owner[p.of], p) and (layers.deep or not deep.get(p.of))
    )
    outlined = [
        p for p in plate.parts if layers.areas and p.kind == "area" and p.of in condition.pain and p.side in shown
    ]
    content = [p.shape for p in muscles]
    if condition.felt == Felt.AREAS:
        content += [p.shape for p in painful]
    elif content:
        near = grown(bounds(content), NEAR)
        cores = [p.shape for p, zone in zip(painful, zones, strict=True) if zone.zone == "core"]
        cores += [p.shape for p in outlined]
        content += [ring for shape in cores for ring in subpaths(shape) if _within(bounds([ring]), near)]
    bare = {name for name, lies_deep in deep.items() if not lies_deep}
    return ViewContent(
        plate,
        highlights,
        tuple(p.id for p in own if layers.fibres and p.kind == "fibre" and p.of in bare),
        zones,
        tuple(Mark(p.id, owner[p.of].muscle, p.side, p.number) for p in points),
        points,
        framing.crop(plate, content, [(p.x, p.y) for p in points]),
        named,
        tuple(OutlinedArea(p.id, p.of, p.side) for p in outlined),
        layers.others,
    )


def split_sides(
    condition: Condition, cast: Sequence[MuscleEntry], whole: ViewContent, layers: Layers = USUAL
) -> tuple[ViewContent, ...]:
    """A view of both sides as one of each, where the body between them would be the larger part of the figure.

    One carries the names and the other the points and zones, as the sides of one figure do.
    """
    if whole.plate.view not in ("anterior", "posterior") or not {"left", "right"} <= {h.side for h in whole.highlights}:
        return (whole,)
    if sum(x1 - x0 for x0, _, x1, _ in map(bounds, _by_side(whole))) > APART * _width(whole):
        return (whole,)
    one, other = (view_content(condition, cast, whole.plate, (side,), layers) for side in across(whole.plate.view))
    if _width(one) + _width(other) > APART * _width(whole):
        return (whole,)
    return msgspec.structs.replace(one, zones=(), marks=(), points=()), other


def _by_side(whole: ViewContent) -> list[list[Shape]]:
    muscles = [h.muscle for h in whole.highlights]
    return [whole.shapes(muscles, side) for side in ("left", "right")]


def _width(of: ViewContent) -> float:
    return of.crop[2] - of.crop[0]


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def across(view: str) -> tuple[str, str]:
    """The patient's sides from the picture's left to its right, in a view from the front, the back or below."""
    right = picture_right(view)
    return ("right" if right == "left" else "left"), right


def picture_right(view: str) -> str:
    """The patient's side that lies on the picture's right."""
    return {"anterior": "left", "posterior": "right", "plantar": "left"}.get(view, view.removesuffix("-lateral"))


def _wanted(condition: Condition, actor: MuscleEntry, point: Point) -> bool:
    numbers = condition.points.get(actor.muscle)
    return numbers is None or point.number in numbers


def sides_shown(stages: Sequence[ViewContent], sides: Sequence[str]) -> tuple[str, ...]:
    """Those of the sides that a view shows: from the side, the near one alone."""
    found = {h.side for s in stages for h in s.highlights}
    return tuple(side for side in sides if side in found) or tuple(sides)


def pain_area_names(stages: Sequence[ViewContent]) -> tuple[str, ...]:
    """The names of the areas that the views draw as where it is felt."""
    drawn = dict.fromkeys(zone.area for stage in stages for zone in stage.zones if zone.area)
    return tuple(areas().area(id).name for id in drawn)


def with_views(actor: MuscleEntry, stages: Sequence[ViewContent]) -> MuscleEntry:
    """The actor, knowing which views show it and whether it lies under others in all of them."""
    found = [s for s in stages if any(h.muscle == actor.muscle for h in s.highlights)]
    deep = bool(found) and all(h.deep for s in found for h in s.highlights if h.muscle == actor.muscle)
    return msgspec.structs.replace(actor, deep=deep, views=tuple(s.plate.view for s in found))
