"""Decide what one view of a picture shows: muscles, zones, trigger points and areas, and the crop they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from ..body.geometry import Box, Shape, bounds, grown, subpaths
from ..body.plate import Part, Plate, Point, ZoneKind
from ..body.plates import load
from ..knowledge.anatomy import Side, View
from ..knowledge.conditions import Condition, Felt, Role, every_pain, where_it_hurts
from ..knowledge.views import facts_of
from . import depth, framing
from .layers import Layers

PictureSide = Literal["left", "right"]
"""A side of the picture, not of the patient."""

USUAL = Layers()

PAIN_REACH = 130.0
"""Pain felt further than this from the muscles, mm, does not widen the crop: the muscles come first."""

OWN_FIGURES = 0.7
"""Each side gets its own figure if the two together are at most this share of the width of one figure of both."""


# --- records --------------------------------------------------------------------------------------------------------


class MuscleEntry(msgspec.Struct, frozen=True):
    """A muscle of the condition, as the picture shows it.

    Attributes:
        muscle: its id.
        name: its everyday name.
        latin: its Latin name.
        role: its role in the condition.
        why: why it is shown, in one line for the patient.
        parts: the ids that it is drawn as.
        deep: whether it lies under other muscles in every view that shows it.
        views: the views that show it; may be empty.
        rank: its rank, from 1; 0 if muscles are not ranked.
        intensity: how much there is of what the picture is about, 0 to 1.
    """

    muscle: str
    name: str
    latin: str
    role: Role
    why: str
    parts: tuple[str, ...]
    deep: bool = False
    views: tuple[View, ...] = ()
    rank: int = 0
    intensity: float | None = None


class Highlight(msgspec.Struct, frozen=True):
    """A muscle's shape on a plate, filled. A `deep` one lies under others, so it is dashed and drawn over them."""

    part: str
    muscle: str
    side: Side
    role: Role
    deep: bool = False
    rank: int = 0
    intensity: float | None = None


class Zone(msgspec.Struct, frozen=True):
    """A shape where pain is commonly felt: the zone of a muscle, or an `area` of the skin without a muscle."""

    part: str
    muscle: str
    side: Side
    zone: ZoneKind
    area: str = ""


class OutlinedArea(msgspec.Struct, frozen=True):
    """An outlined area of the skin; `part` is its shape on the plate."""

    part: str
    area: str
    side: Side


class Mark(msgspec.Struct, frozen=True):
    """A trigger point on a plate; `number` counts within its muscle."""

    point: str
    muscle: str
    side: Side
    number: int


class ViewContent(msgspec.Struct, frozen=True):
    """What a figure of one view shows.

    Attributes:
        body: the name of the body.
        view: the name of the view.
        highlights: the muscles, deep ones last.
        fibres: the ids of their fibres.
        zones: where pain is felt.
        marks: the trigger points that are marked.
        points: the plate's point for each of `marks`.
        crop: the part of the plate that all this needs, mm.
        named_side: the side whose muscles are named.
        spots: the areas that are outlined.
        others: whether the other muscles of the view are drawn faintly.
    """

    body: str
    view: View
    highlights: tuple[Highlight, ...]
    fibres: tuple[str, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    points: tuple[Point, ...]
    crop: Box
    named_side: Side
    spots: tuple[OutlinedArea, ...] = ()
    others: bool = True

    @property
    def plate(self) -> Plate:
        """The plate that the ids refer to."""
        return load(self.body, self.view)

    @property
    def muscles(self) -> tuple[str, ...]:
        """The ids of the muscles that are shown, each once."""
        return tuple(dict.fromkeys(h.muscle for h in self.highlights))

    @property
    def sides(self) -> frozenset[Side]:
        """The sides of the muscles that are shown."""
        return frozenset(h.side for h in self.highlights)

    @property
    def both_sides(self) -> bool:
        """Whether muscles of both sides are shown."""
        return self.sides >= {Side.LEFT, Side.RIGHT}

    def shapes(self, muscles: Sequence[str], side: str = "") -> list[Shape]:
        """Return the shapes of muscles in this view, on one side or on all."""
        wanted = {h.part for h in self.highlights if h.muscle in muscles and (not side or h.side == side)}
        plate = self.plate
        indices = _indices(plate)
        return [plate.parts[n].shape for n in sorted(indices[part] for part in wanted)]

    def named_from(self, facing: PictureSide) -> Side:
        """Return the side whose muscles are named by a column on the picture's left or right.

        That is the nearer side, unless one side of the body is reserved for points or zones.
        """
        one_has_points = self.points or any(zone.muscle for zone in self.zones)
        if one_has_points or not self.both_sides:
            return self.named_side
        sides = facts_of(self.view).sides
        return sides[-1] if facing == "right" else sides[0]


@lru_cache(16)
def _indices(plate: Plate) -> dict[str, int]:
    """Return the index of each part of a plate by its id. Cached, because shapes are looked up often."""
    return {part.id: n for n, part in enumerate(plate.parts)}


# --- steps ----------------------------------------------------------------------------------------------------------


class _Shown(msgspec.Struct, frozen=True):
    """What a view is to show: the muscles by the ids they are drawn as, the sides, the layers."""

    condition: Condition
    owners: dict[str, MuscleEntry]
    plate: Plate
    sides: tuple[Side, ...]
    layers: Layers


def view_content(
    condition: Condition, entries: Sequence[MuscleEntry], plate: Plate, sides: Sequence[Side], layers: Layers = USUAL
) -> ViewContent:
    """Return what a plate shows of a picture's muscles on the given sides of the body."""
    shown = _Shown(condition, {part: entry for entry in entries for part in entry.parts}, plate, (*sides,), layers)
    parts, depths = _parts(shown)
    highlights = _highlights(shown, parts, depths)
    view = plate.view
    named_side = facts_of(view).right_of_picture if len(sides) == 2 else sides[0]
    marked_sides = _marked_sides(shown, highlights, named_side)
    zones, painful = _zones(shown, parts, marked_sides)
    points = _points(shown, depths, marked_sides)
    outlined = _outlined(shown)
    muscles = [part.shape for part in parts if part.kind == "muscle"]
    return ViewContent(
        body=plate.body,
        view=view,
        highlights=highlights,
        fibres=_fibres(shown, parts, depths),
        zones=zones,
        marks=tuple(Mark(p.id, shown.owners[p.of].muscle, p.side, p.number) for p in points),
        points=points,
        crop=framing.crop(
            plate, _framed(shown, muscles, zones, painful, outlined), [(point.x, point.y) for point in points]
        ),
        named_side=named_side,
        spots=tuple(OutlinedArea(part.id, part.of, part.side) for part in outlined),
        others=layers.others,
    )


def pain_areas(condition: Condition) -> tuple[str, ...]:
    """Return the areas that show where the condition is felt; none if the zones of the main muscles show it."""
    return every_pain(condition) if condition.felt == Felt.AREAS else ()


def _on_its_sides(shown: _Shown, side: str) -> bool:
    return side in shown.sides or side == Side.MIDLINE


def _parts(shown: _Shown) -> tuple[list[Part], dict[str, bool]]:
    """Return the parts of the muscles that are shown, and for each muscle whether it lies under others."""
    own = [p for p in shown.plate.parts if _on_its_sides(shown, p.side) and p.of in shown.owners]
    muscles = [p for p in own if p.kind == "muscle"]
    names = {p.of for p in muscles}
    deep = {name: depth.lies_deep([p for p in muscles if p.of == name], muscles, shown.plate) for name in names}
    return (own if shown.layers.deep else [p for p in own if not deep.get(p.of)]), deep


def _highlights(shown: _Shown, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[Highlight, ...]:
    """Return the muscles in drawing order: those that lie under others come last, over what covers them."""

    def order(part: Part) -> tuple[bool, int, bool]:
        return deep[part.of], -depth.LAYERS[part.layer], shown.owners[part.of].role == Role.PRIMARY

    muscles = sorted((part for part in parts if part.kind == "muscle"), key=order)
    entries = [shown.owners[part.of] for part in muscles]
    return tuple(
        Highlight(part.id, entry.muscle, part.side, entry.role, deep[part.of], entry.rank, entry.intensity)
        for part, entry in zip(muscles, entries, strict=True)
    )


def _fibres(shown: _Shown, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[str, ...]:
    bare = {name for name, lies_deep in deep.items() if not lies_deep}
    return tuple(part.id for part in parts if shown.layers.fibres and part.kind == "fibre" and part.of in bare)


def _marked_sides(shown: _Shown, highlights: Sequence[Highlight], named_side: Side) -> list[Side]:
    """Return the sides that have points and zones: if both are drawn, the one without names."""
    both = {Side.LEFT, Side.RIGHT} <= {h.side for h in highlights}
    return [side for side in (*shown.sides, Side.MIDLINE) if not both or side != named_side]


def _zones(shown: _Shown, parts: Sequence[Part], sides: Sequence[Side]) -> tuple[tuple[Zone, ...], list[Part]]:
    """Return where pain is felt and the parts that show it: zones of the main muscles, or areas of the condition."""
    if not shown.layers.zones:
        return (), []
    if shown.condition.felt == Felt.AREAS:
        names = pain_areas(shown.condition)
        painful = [p for p in shown.plate.parts if p.kind == "area" and p.of in names and _on_its_sides(shown, p.side)]
        return tuple(Zone(part.id, "", part.side, "core", part.of) for part in painful), painful
    painful = [p for p in parts if p.kind == "zone" and shown.owners[p.of].role == Role.PRIMARY and p.side in sides]
    return tuple(Zone(p.id, shown.owners[p.of].muscle, p.side, p.zone) for p in painful), painful


def _points(shown: _Shown, deep: Mapping[str, bool], sides: Sequence[Side]) -> tuple[Point, ...]:
    """Return the trigger points to mark, those of the main muscles first."""
    if not shown.layers.points:
        return ()

    def wanted(point: Point) -> bool:
        entry = shown.owners.get(point.of)
        if entry is None or point.kind != "point" or point.side not in sides:
            return False
        numbers = shown.condition.points.get(entry.muscle)
        narrowed = numbers is not None and point.number not in numbers
        return not narrowed and (shown.layers.deep or not deep.get(point.of))

    points = [point for point in shown.plate.points if wanted(point)]
    return tuple(sorted(points, key=lambda point: shown.owners[point.of].role != Role.PRIMARY))


def _outlined(shown: _Shown) -> list[Part]:
    if not shown.layers.areas:
        return []
    pain = where_it_hurts(shown.condition).hurts
    return [p for p in shown.plate.parts if p.kind == "area" and p.of in pain and _on_its_sides(shown, p.side)]


def _framed(
    shown: _Shown,
    muscles: Sequence[Shape],
    zones: Sequence[Zone],
    painful: Sequence[Part],
    outlined: Sequence[Part],
) -> list[Shape]:
    """Return the shapes that the crop must contain: the muscles, and the pain felt near them."""
    if shown.condition.felt == Felt.AREAS:
        return [*muscles, *(part.shape for part in painful)]
    if not muscles:
        return []
    near = grown(bounds(list(muscles)), PAIN_REACH)
    cores = [part.shape for part, zone in zip(painful, zones, strict=True) if zone.zone == "core"]
    cores += [part.shape for part in outlined]
    return [*muscles, *(ring for shape in cores for ring in subpaths(shape) if _within(bounds([ring]), near))]


def split_sides(
    condition: Condition, entries: Sequence[MuscleEntry], whole: ViewContent, layers: Layers = USUAL
) -> tuple[ViewContent, ...]:
    """Split a view of both sides into one of each, if the body between them would fill most of the figure.

    One has the names and the other the points and zones, like the two sides of a single figure.
    """
    facts = facts_of(whole.view)
    if not facts.upright or not whole.both_sides:
        return (whole,)
    sides = [bounds(whole.shapes(whole.muscles, side)) for side in (Side.LEFT, Side.RIGHT)]
    if sum(x1 - x0 for x0, _, x1, _ in sides) > OWN_FIGURES * _width(whole):
        return (whole,)
    one, other = (view_content(condition, entries, whole.plate, (side,), layers) for side in facts.sides)
    if _width(one) + _width(other) > OWN_FIGURES * _width(whole):
        return (whole,)
    return msgspec.structs.replace(one, zones=(), marks=(), points=()), other


def _width(content: ViewContent) -> float:
    return content.crop[2] - content.crop[0]


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
