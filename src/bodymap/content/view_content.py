"""Decide what one view of a picture shows: muscles, zones, trigger points and areas, and the crop they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from ..body.geometry import Box, Shape, bounds, grown, subpaths, union
from ..body.plate import Part, Plate, Point, ZoneKind
from ..body.plates import load
from ..knowledge import charts
from ..knowledge.anatomy import Side, View
from ..knowledge.charts import AllPoints, Chart, MuscleOnSide
from ..knowledge.conditions import Condition, Felt, Laterality, Role, StructureRole, where_it_hurts
from ..knowledge.structures import StructureKind
from ..knowledge.views import facts_of
from . import depth, framing
from .focus import belly, focus
from .layers import Layers
from .opened import NOTHING, Opened, opened
from .pain_rings import SoreArea, share_within
from .pins import Pin
from .point_pain import felt_points, marked_alone, zones_to_show
from .structures import StructureEntry, StructureShape, outline_of, structure_shapes

PictureSide = Literal["left", "right"]
"""A side of the picture, not of the patient."""

USUAL = Layers()

PAIN_REACH = 130.0
"""Pain felt further than this from the muscles, mm, does not widen the crop: the muscles come first."""

WIDESPREAD = 6
"""With more areas that hurt than this, each is marked by a pin: a single mark would cover the body."""

HALVED = 60.0
"""An area across the midline that is wider than this, mm, is marked on one side only if only that side is shown."""

REPEATED = 0.85
"""Dots that would lie in the areas that hurt with at least this share of their place only repeat the rings."""

OWN_FIGURES = 0.7
"""Each side gets its own figure if the two together are at most this share of the width of one figure of both."""


# --- records --------------------------------------------------------------------------------------------------------


class MuscleEntry(msgspec.Struct, frozen=True):
    """A muscle of the chart, as the picture shows it.

    Attributes:
        muscle: its id.
        name: its everyday name.
        latin: its Latin name.
        role: its role, on the side where it matters most.
        why: why it is shown, in one line for the patient.
        parts: the ids that it is drawn as.
        deep: whether it lies under other muscles in every view that shows it.
        views: the views that show it; may be empty.
        rank: its rank, from 1; 0 if muscles are not ranked.
        on: what the chart says about each side that it is on.
        number: its number on pictures and in lists, from 1; 0 if no view shows it.
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
    on: tuple[MuscleOnSide, ...] = ()
    number: int = 0

    @property
    def sides(self) -> tuple[Side, ...]:
        """The patient's sides that it is on."""
        return tuple(one.side for one in self.on)

    @property
    def intensities(self) -> dict[Side, float]:
        """How much there is of what the picture is about, 0 to 1, on each side that has a value."""
        return {one.side: one.intensity for one in self.on if one.intensity is not None}

    @property
    def colours(self) -> tuple[str, ...]:
        """The colours that it has in place of that of its role, each once."""
        return tuple(dict.fromkeys(one.colour for one in self.on if one.colour))

    def at(self, side: Side) -> MuscleOnSide | None:
        """Return what the chart says about a side; for a part in the middle of the body, about the first side."""
        return next((one for one in self.on if side in (one.side, Side.MIDLINE)), None)


class Highlight(msgspec.Struct, frozen=True):
    """A muscle's shape on a plate, filled. A `deep` one lies under others, so it is dashed and drawn over them.

    A `colour` replaces that of its role.
    """

    part: str
    muscle: str
    side: Side
    role: Role
    deep: bool = False
    rank: int = 0
    intensity: float | None = None
    colour: str = ""


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
        structures: the tendons, bones, nerves and joints over them, painful ones last.
        fibres: the ids of their fibres.
        zones: where pain may spread.
        marks: the trigger points that are marked.
        points: the plate's point for each of `marks`.
        named_side: the side whose muscles are named.
        spots: the areas that are outlined.
        others: whether the other muscles of the view are drawn faintly.
        fibred: whether fibres are drawn.
        windows: whether what other muscles cover is drawn.
        focus: the part of the plate that a figure must show at least, mm: where it hurts, bellies and points.
        painful: the ids of the areas in it where it hurts, and of others that it must show.
        felt: the ids of the zones that it must show: where the pain of its trigger points is mostly felt.
        sore: the areas that are marked as where it hurts.
        pins: the free spots.
        opened: what is taken off one half.
        undrawn: the side that looks the same as the one that is drawn for both; None if there is none.
    """

    body: str
    view: View
    highlights: tuple[Highlight, ...]
    fibres: tuple[str, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]
    points: tuple[Point, ...]
    named_side: Side
    spots: tuple[OutlinedArea, ...] = ()
    others: bool = True
    structures: tuple[StructureShape, ...] = ()
    fibred: bool = True
    windows: bool = True
    focus: Box = (0.0, 0.0, 0.0, 0.0)
    painful: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()

    @property
    def carried_parts(self) -> tuple[str, ...]:
        """The ids of what the shown pieces of the body carry: muscles, structures but nerves, and where it hurts.

        A figure of nothing but where pain is felt keeps the body around it, so that the place can be recognised.
        """
        held = (shape.part for shape in self.structures if shape.kind != StructureKind.NERVE)
        felt = self.felt if self.highlights else ()
        return *(h.part for h in self.highlights), *held, *self.painful, *felt

    @property
    def carried(self) -> tuple[Shape, ...]:
        """The shapes of `carried_parts`."""
        plate = self.plate
        indices = _indices(plate)
        return tuple(plate.parts[indices[part]].shape for part in self.carried_parts)

    sore: tuple[SoreArea, ...] = ()
    pins: tuple[Pin, ...] = ()
    opened: Opened = NOTHING
    undrawn: Side | None = None

    @property
    def plate(self) -> Plate:
        """The plate that the ids refer to."""
        return load(self.body, self.view)

    @property
    def crop(self) -> Box:
        """The part of the plate that all this needs, mm: with enough of the body around it to orient."""
        return _crop(self)

    @property
    def muscles(self) -> tuple[str, ...]:
        """The ids of the muscles that are shown, each once."""
        return tuple(dict.fromkeys(h.muscle for h in self.highlights))

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of the muscles and structures that are shown, each once, in drawing order."""
        return (*self.muscles, *dict.fromkeys(shown.structure for shown in self.structures))

    @property
    def sides(self) -> frozenset[Side]:
        """The sides of the muscles that are shown, or if there are none, of the structures."""
        return frozenset(shown.side for shown in self.highlights or self.structures)

    @property
    def both_sides(self) -> bool:
        """Whether muscles of both sides are shown."""
        return self.sides >= {Side.LEFT, Side.RIGHT}

    def shapes(self, muscles: Sequence[str], side: str = "") -> list[Shape]:
        """Return the shapes of muscles or structures in this view, on one side or on all; a nerve is a strip."""
        wanted = {h.part for h in self.highlights if h.muscle in muscles and (not side or h.side == side)}
        wanted |= {s.part for s in self.structures if s.structure in muscles and (not side or s.side == side)}
        plate = self.plate
        indices = _indices(plate)
        return [outline_of(plate.parts[n]) for n in sorted(indices[part] for part in wanted)]

    def named_shapes(self, muscle: str, side: str = "") -> list[Shape]:
        """Return the shapes that the name of a muscle or structure refers to.

        If a half is opened, they are on the half that shows more of it. Otherwise they are on `side`, if it is there.
        """
        return self.shapes([muscle], self.half_of(muscle) or side) or self.shapes([muscle])

    def half_of(self, muscle: str) -> Side | None:
        """Return the side on which a muscle or structure is named because the other half is opened or covered."""
        if not self.opened or not self.both_sides:
            return None
        plate, indices = self.plate, _indices(self.plate)
        own = [h.part for h in self.highlights if h.muscle == muscle]
        own += [shape.part for shape in self.structures if shape.structure == muscle]
        return next((half for part in own if (half := self.opened.half_of(plate.parts[indices[part]]))), None)

    def named_from(self, facing: PictureSide) -> Side:
        """Return the side whose muscles are named by a column on the picture's left or right: the nearer one."""
        if not self.both_sides:
            return self.named_side
        sides = facts_of(self.view).sides
        return sides[-1] if facing == "right" else sides[0]


@lru_cache(16)
def _indices(plate: Plate) -> dict[str, int]:
    """Return the index of each part of a plate by its id. Cached, because shapes are looked up often."""
    return {part.id: n for n, part in enumerate(plate.parts)}


# --- steps ----------------------------------------------------------------------------------------------------------


class _Shown(msgspec.Struct, frozen=True):
    """What a view is to show: the muscles by the ids they are drawn as, the sides, the layers.

    `area_sides` are the sides of areas that are not on all of the sides shown. `of_points` means that pain is shown
    only for trigger points that were chosen by their numbers, as in a chart of marks. `alone` are muscles with a point
    that has a mark of its own.
    """

    condition: Condition
    owners: dict[str, MuscleEntry]
    plate: Plate
    sides: tuple[Side, ...]
    layers: Layers
    area_sides: dict[str, tuple[Side, ...]] = msgspec.field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    of_points: bool = False
    alone: frozenset[str] = frozenset()

    def muscle(self, part: Part | Point) -> MuscleOnSide | None:
        """Return what the chart says about the muscle of a part, on its side; None if it is not shown there."""
        entry = self.owners.get(part.of)
        return entry.at(part.side) if entry and self.has(part.side) else None

    def has_zone(self, part: Part) -> bool:
        """Return whether a zone is shown: that of a main muscle or a point alone, and if points are chosen, theirs."""
        one = self.muscle(part)
        pointed = one and one.role == Role.QUIET and self.owners[part.of].muscle in self.alone
        if one is None or not (pointed or one.role == Role.PRIMARY):
            return False
        chosen = one.points or self.condition.points.get(self.owners[part.of].muscle, ())
        if not chosen or isinstance(chosen, AllPoints):
            return not self.of_points
        return not part.points or not {*chosen}.isdisjoint(part.points)

    def has(self, side: Side) -> bool:
        """Return whether a side is shown; what lies in the middle always is."""
        return side in self.sides or side == Side.MIDLINE

    def has_area(self, part: Part) -> bool:
        """Return whether an area is shown on the side of one of its parts."""
        own = self.area_sides.get(part.of)
        return self.has(part.side) and (own is None or part.side in (*own, Side.MIDLINE))

    def side_of_area(self, part: Part) -> Side:
        """Return the side that is meant of an area: the only one that hurts, if it is wide and across the midline."""
        x0, _, x1, _ = bounds([part.shape])
        if part.side != Side.MIDLINE or x1 - x0 < HALVED or self.condition.side == Laterality.MIDLINE:
            return part.side
        meant = [side for side in self.area_sides.get(part.of, self.sides) if side in self.sides]
        return meant[0] if len(meant) == 1 else Side.MIDLINE


def view_content(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    plate: Plate,
    sides: Sequence[Side],
    layers: Layers = USUAL,
    side: str | None = None,
    named: Sequence[StructureEntry] = (),
    elsewhere: frozenset[str] = frozenset(),
    pins: Sequence[Pin] = (),
) -> ViewContent:
    """Return what a plate shows of a chart on some sides of the body.

    Args:
        chart: what is marked.
        entries: its muscles.
        plate: the plate.
        sides: the sides that are shown.
        layers: the layers that are shown.
        side: the side of marks that name none; None for both.
        named: its structures.
        elsewhere: areas that are not marked as sore here, because another view shows more of them than a rim; and zones
            that a figure of their own shows.
        pins: the free spots of the view.
    """
    areas = charts.area_sides(chart, side)
    alone = marked_alone(chart)
    owners, of_points = _owners(entries), chart.condition is None
    shown = _Shown(chart.subject, owners, plate, (*sides,), layers, areas, elsewhere, of_points, alone)
    parts, depths = _parts(shown)
    highlights = _highlights(shown, parts, depths)
    view = plate.view
    sore = _sore(shown)
    zones = _zones(shown, parts, sore)
    points = _points(shown, depths)
    pinned = tuple(pin for pin in pins if shown.has(pin.side))
    places = [*((point.x, point.y) for point in points), *((pin.x, pin.y) for pin in pinned)]
    outlined = _outlined(shown)
    structures = structure_shapes(named, plate, sides)
    muscles = [part.shape for part in parts if part.kind == "muscle"]
    held = _sore_structures(structures, plate, alone=not muscles)
    hurting, framed = _hurting(shown, muscles), _framed(shown)
    cores = zones_to_show(plate, felt_points(chart, side)) if layers.zones else []
    felt = [part for part in cores if shown.has(part.side) and part.id not in elsewhere]
    return ViewContent(
        body=plate.body,
        view=view,
        highlights=highlights,
        fibres=_fibres(shown, parts, depths),
        zones=zones,
        marks=tuple(Mark(p.id, shown.owners[p.of].muscle, p.side, p.number) for p in points),
        points=points,
        named_side=_named_side(view, highlights or structures, shown.sides),
        spots=tuple(OutlinedArea(part.id, part.of, part.side) for part in outlined),
        others=layers.others,
        structures=structures,
        fibred=layers.fibres,
        windows=layers.deep,
        focus=focus(
            plate,
            muscles,
            places,
            [*(part.shape for part in (*hurting, *felt)), *held],
            _spreading(shown),
            [part.shape for part in framed],
        ),
        painful=tuple(part.id for part in (*hurting, *framed)),
        felt=tuple(part.id for part in felt),
        sore=sore,
        pins=pinned,
        opened=opened(plate, highlights) if layers.deep else NOTHING,
    )


def _sore_structures(shown: Sequence[StructureShape], plate: Plate, *, alone: bool) -> list[Shape]:
    """Return the shapes of the structures that a picture must show: those that hurt, or all if there is nothing else.

    A nerve is longer than what a condition is about, so it does not widen the crop unless nothing else does.
    """
    parts = {part.id: part for part in plate.parts}
    held = [s for s in shown if s.role == StructureRole.PAINFUL and s.kind != StructureKind.NERVE]
    return [outline_of(parts[s.part]) for s in (held or shown if alone else held)]


def pain_areas(condition: Condition) -> tuple[str, ...]:
    """Return the areas that the views must show; none if the muscles alone choose the views."""
    pain = where_it_hurts(condition)
    return (*pain.hurts, *pain.spreads) if condition.felt == Felt.AREAS else ()


def _owners(entries: Sequence[MuscleEntry]) -> dict[str, MuscleEntry]:
    """Return the muscle that each part belongs to: of a muscle and one of its parts, the part itself."""
    return {part: entry for entry in sorted(entries, key=lambda entry: -len(entry.parts)) for part in entry.parts}


def _parts(shown: _Shown) -> tuple[list[Part], dict[str, bool]]:
    """Return the parts of the muscles that are shown, and for each muscle whether it lies under others."""
    own = [p for p in shown.plate.parts if shown.muscle(p)]
    muscles = [p for p in own if p.kind == "muscle"]
    names = {p.of for p in muscles}
    deep = {name: depth.lies_deep([p for p in muscles if p.of == name], muscles, shown.plate) for name in names}
    return (own if shown.layers.deep else [p for p in own if not deep.get(p.of)]), deep


def _highlights(shown: _Shown, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[Highlight, ...]:
    """Return the muscles in drawing order: those that lie under others come last, over what covers them."""

    def order(part: Part) -> tuple[bool, int, bool]:
        one = shown.muscle(part)
        return deep[part.of], -depth.LAYERS[part.layer], one is not None and one.role == Role.PRIMARY

    muscles = sorted((part for part in parts if part.kind == "muscle"), key=order)
    return tuple(
        Highlight(part.id, entry.muscle, part.side, one.role, deep[part.of], entry.rank, one.intensity, one.colour)
        for part in muscles
        if (entry := shown.owners[part.of]) and (one := shown.muscle(part))
    )


def _fibres(shown: _Shown, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[str, ...]:
    bare = {name for name, lies_deep in deep.items() if not lies_deep}
    return tuple(part.id for part in parts if shown.layers.fibres and part.kind == "fibre" and part.of in bare)


def _named_side(view: View, highlights: Sequence[Highlight | StructureShape], sides: Sequence[Side]) -> Side:
    """Return the side whose muscles are named: the one on the picture's right, unless it has none."""
    right = facts_of(view).right_of_picture
    seen = {h.side for h in highlights} or {*sides}
    return right if right in seen else next((side for side in sides if side in seen), sides[0])


def _sore(shown: _Shown) -> tuple[SoreArea, ...]:
    """Return the areas where it hurts; those across the midline only on the side that is shown."""
    if not shown.layers.pain:
        return ()
    hurts = where_it_hurts(shown.condition).hurts
    wanted = [area for area in hurts if area not in shown.elsewhere]
    return tuple(
        SoreArea(part.id, part.of, shown.side_of_area(part), len(hurts) > WIDESPREAD)
        for area in wanted
        for part in shown.plate.parts
        if part.kind == "area" and part.of == area and shown.has_area(part)
    )


def _zones(shown: _Shown, parts: Sequence[Part], sore: tuple[SoreArea, ...]) -> tuple[Zone, ...]:
    """Return where pain may spread, apart from what only repeats where it hurts.

    It is shown by the zones of the main muscles, unless areas alone are to show it, and by the condition's own areas.
    If trigger points are chosen in a muscle, only their zones show it.
    """
    if not shown.layers.zones:
        return ()
    found = [
        (Zone(part.id, shown.owners[part.of].muscle, part.side, part.zone), part)
        for part in (parts if shown.of_points or shown.condition.felt == Felt.ZONES else ())
        if part.kind == "zone" and shown.has_zone(part) and part.id not in shown.elsewhere
    ]
    spreads = where_it_hurts(shown.condition).spreads
    found += [
        (Zone(part.id, "", shown.side_of_area(part), "core", part.of), part)
        for part in shown.plate.parts
        if part.kind == "area" and part.of in spreads and shown.has_area(part)
    ]
    return tuple(zone for zone, part in found if share_within(shown.plate, sore, part.shape) < REPEATED)


def _points(shown: _Shown, deep: Mapping[str, bool]) -> tuple[Point, ...]:
    """Return the trigger points to mark, those of the main muscles first."""
    if not shown.layers.points:
        return ()

    def wanted(point: Point) -> bool:
        one = shown.muscle(point)
        if one is None or point.kind != "point":
            return False
        chosen = isinstance(one.points, AllPoints) or point.number in one.points
        return chosen and (shown.layers.deep or not deep.get(point.of))

    points = [point for point in shown.plate.points if wanted(point)]
    return tuple(sorted(points, key=lambda point: shown.owners[point.of].role != Role.PRIMARY))


def _outlined(shown: _Shown) -> list[Part]:
    if not shown.layers.areas:
        return []
    pain = where_it_hurts(shown.condition).hurts
    return [p for p in shown.plate.parts if p.kind == "area" and p.of in pain and shown.has_area(p)]


def _hurting(shown: _Shown, muscles: Sequence[Shape]) -> list[Part]:
    """Return the areas where it hurts that a figure shows: those near the muscles, or all if there are no zones."""
    names = {*where_it_hurts(shown.condition).hurts} - shown.elsewhere
    parts = [p for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]
    if shown.condition.felt == Felt.AREAS or not muscles:
        return parts
    near = grown(union(*map(belly, muscles)), PAIN_REACH)
    return [part for part in parts if _within(bounds([part.shape]), near)]


def _framed(shown: _Shown) -> list[Part]:
    """Return the areas that the condition wants in the picture although they need not hurt."""
    names = shown.condition.frame
    return [p for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]


def _spreading(shown: _Shown) -> list[Shape]:
    """Return the shapes of the condition's own areas that the pain spreads to."""
    names = where_it_hurts(shown.condition).spreads
    return [p.shape for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]


@lru_cache(64)
def _crop(view: ViewContent) -> Box:
    """Return the crop that a view needs: around the muscles, where it hurts, and the pain that spreads near them."""
    plate = view.plate
    parts = {part.id: part.shape for part in plate.parts}
    muscles = view.shapes(view.muscles)
    framed = [parts[id] for id in (*view.painful, *view.felt)]
    if muscles:
        near = grown(bounds(list(muscles)), PAIN_REACH)
        cores = [parts[zone.part] for zone in view.zones if zone.zone == "core"]
        cores += [parts[spot.part] for spot in view.spots]
        spread = (ring for shape in cores for ring in subpaths(shape) if _within(bounds([ring]), near))
        framed += [*muscles, *(parts[area.part] for area in view.sore), *spread]
    framed += _sore_structures(view.structures, plate, alone=not muscles)
    return framing.crop(plate, framed, [(point.x, point.y) for point in view.points])


def split_sides(
    chart: Chart,
    entries: Sequence[MuscleEntry],
    whole: ViewContent,
    layers: Layers = USUAL,
    side: str | None = None,
    named: Sequence[StructureEntry] = (),
    elsewhere: frozenset[str] = frozenset(),
    *,
    alone: bool = True,
) -> tuple[ViewContent, ...]:
    """Split a view of both sides into one of each, if the body between them would fill most of the figure.

    The names are beside one of them; points and zones are on both. Two soles are split only if they are `alone`: beside
    legs there is no room for two rows of them.
    """
    facts = facts_of(whole.view)
    if not (facts.upright or (facts.own_scale and alone)) or not whole.both_sides:
        return (whole,)
    sides = [bounds(whole.shapes(whole.muscles or whole.named, side)) for side in (Side.LEFT, Side.RIGHT)]
    if sum(x1 - x0 for x0, _, x1, _ in sides) > OWN_FIGURES * _width(whole):
        return (whole,)
    first, second = (
        view_content(chart, entries, whole.plate, (one,), layers, side, named, elsewhere, whole.pins)
        for one in facts.sides
    )
    if _width(first) + _width(second) > OWN_FIGURES * _width(whole):
        return (whole,)
    return first, second


def _width(content: ViewContent) -> float:
    return content.focus[2] - content.focus[0]


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]
