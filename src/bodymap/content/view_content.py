"""What one view of a picture shows: muscles, structures, zones, trigger points and areas, and the crop they need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from ..body.geometry import Box, Shape, bounds, grown, subpaths, within
from ..body.plate import Plate, Point, ZoneKind
from ..body.plates import load
from ..knowledge.anatomy import Side, View
from ..knowledge.chart_contents import MuscleOnSide
from ..knowledge.conditions import Role
from ..knowledge.structures import StructureKind
from ..knowledge.views import facts_of
from . import framing
from .focus import Band, about
from .opened import NOTHING, Opened
from .pain_rings import SoreArea
from .pins import Pin
from .structures import StructureShape, outline_of, structures_to_show

PictureSide = Literal["left", "right"]
"""A side of the picture, not of the patient."""

PAIN_REACH = 130.0
"""Pain felt further than this from the muscles, mm, does not widen the crop: the muscles come first."""


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
        band: the heights that the figure is about, if another figure is about the rest of the view; None for all.
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
    sore: tuple[SoreArea, ...] = ()
    pins: tuple[Pin, ...] = ()
    opened: Opened = NOTHING
    undrawn: Side | None = None
    band: Band | None = None

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

    def shapes(self, muscles: Sequence[str], side: Side | None = None) -> list[Shape]:
        """Return the shapes of muscles or structures in this view, on one side or on all; a nerve is a strip."""
        wanted = {h.part for h in self.highlights if h.muscle in muscles and (not side or h.side == side)}
        wanted |= {s.part for s in self.structures if s.structure in muscles and (not side or s.side == side)}
        plate = self.plate
        indices = _indices(plate)
        return [outline_of(plate.parts[n]) for n in sorted(indices[part] for part in wanted)]

    def named_shapes(self, muscle: str, side: Side | None = None) -> list[Shape]:
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


@lru_cache(64)
def _crop(view: ViewContent) -> Box:
    """Return the crop that a view needs: around the muscles, where it hurts, and the pain that spreads near them."""
    plate = view.plate
    parts = {part.id: part.shape for part in plate.parts}
    muscles = [shape for shape in view.shapes(view.muscles) if about(view.band, shape)]
    framed = [parts[id] for id in (*view.painful, *view.felt)]
    if muscles:
        near = grown(bounds(list(muscles)), PAIN_REACH)
        cores = [parts[zone.part] for zone in view.zones if zone.zone == "core"]
        cores += [parts[spot.part] for spot in view.spots]
        spread = (ring for shape in cores for ring in subpaths(shape) if within(bounds([ring]), near))
        framed += [*muscles, *(parts[area.part] for area in view.sore), *spread]
    held = structures_to_show(view.structures, plate, alone=not muscles)
    framed += [shape for shape in held if about(view.band, shape)]
    return framing.crop(plate, framed, [(point.x, point.y) for point in view.points])
