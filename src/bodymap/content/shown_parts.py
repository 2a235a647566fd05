"""Choose the parts of a plate that a view shows: muscles, zones, trigger points and areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from ..body.geometry import Shape, bounds, grown, union, within
from ..body.plate import Part, Plate, Point
from ..knowledge.anatomy import Side
from ..knowledge.chart_contents import MuscleOnSide
from ..knowledge.chart_marks import AllPoints
from ..knowledge.conditions import Condition, Felt, Laterality, Role, where_it_hurts
from ..knowledge.views import facts_of
from . import depth
from .focus import belly
from .layers import Layers
from .pain_rings import SoreArea, share_within
from .view_content import PAIN_REACH, Highlight, MuscleEntry, Zone

WIDESPREAD = 6
"""With more areas that hurt than this, each is marked by a pin: a single mark would cover the body."""

HALVED = 60.0
"""An area across the midline that is wider than this, mm, is marked on one side only if only that side is shown."""

REPEATED = 0.85
"""Dots that would lie in the areas that hurt with at least this share of their place only repeat the rings."""


class ShownOnPlate(msgspec.Struct, frozen=True):
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

    def shape_of_area(self, part: Part) -> Shape:
        """Return the shape of an area, or of the half that is meant of one across the midline."""
        turn = dict(facts_of(self.plate.view).edges).get(self.side_of_area(part))
        if part.side != Side.MIDLINE or turn is None:
            return part.shape
        points = part.shape.points.copy()
        points[:, 0] = np.maximum(points[:, 0], 0.0) if turn > 0 else np.minimum(points[:, 0], 0.0)
        return Shape(points, part.shape.codes)

    def side_of_area(self, part: Part) -> Side:
        """Return the side that is meant of an area: the only one that hurts, if it is wide and across the midline."""
        x0, _, x1, _ = bounds([part.shape])
        if part.side != Side.MIDLINE or x1 - x0 < HALVED or self.condition.side == Laterality.MIDLINE:
            return part.side
        meant = [side for side in self.area_sides.get(part.of, self.sides) if side in self.sides]
        return meant[0] if len(meant) == 1 else Side.MIDLINE


def owners(entries: Sequence[MuscleEntry]) -> dict[str, MuscleEntry]:
    """Return the muscle that each part belongs to: of a muscle and one of its parts, the part itself."""
    return {part: entry for entry in sorted(entries, key=lambda entry: -len(entry.parts)) for part in entry.parts}


def parts_of(shown: ShownOnPlate) -> tuple[list[Part], dict[str, bool]]:
    """Return the parts of the muscles that are shown, and for each muscle whether it lies under others."""
    own = [p for p in shown.plate.parts if shown.muscle(p)]
    muscles = [p for p in own if p.kind == "muscle"]
    names = {p.of for p in muscles}
    deep = {name: depth.lies_deep([p for p in muscles if p.of == name], muscles, shown.plate) for name in names}
    return (own if shown.layers.deep else [p for p in own if not deep.get(p.of)]), deep


def highlights(shown: ShownOnPlate, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[Highlight, ...]:
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


def fibres(shown: ShownOnPlate, parts: Sequence[Part], deep: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the ids of the fibres of the muscles that are not deep."""
    bare = {name for name, lies_deep in deep.items() if not lies_deep}
    return tuple(part.id for part in parts if shown.layers.fibres and part.kind == "fibre" and part.of in bare)


def sore(shown: ShownOnPlate) -> tuple[SoreArea, ...]:
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


def zones(shown: ShownOnPlate, parts: Sequence[Part], sore: tuple[SoreArea, ...]) -> tuple[Zone, ...]:
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


def points(shown: ShownOnPlate, deep: Mapping[str, bool]) -> tuple[Point, ...]:
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


def outlined(shown: ShownOnPlate) -> list[Part]:
    """Return the areas that are outlined: where it hurts, if areas are shown."""
    if not shown.layers.areas:
        return []
    pain = where_it_hurts(shown.condition).hurts
    return [p for p in shown.plate.parts if p.kind == "area" and p.of in pain and shown.has_area(p)]


def hurting(shown: ShownOnPlate, muscles: Sequence[Shape]) -> list[Part]:
    """Return the areas where it hurts that a figure shows: those near the muscles, or all if there are no zones."""
    names = {*where_it_hurts(shown.condition).hurts} - shown.elsewhere
    parts = [p for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]
    if shown.condition.felt == Felt.AREAS or not muscles:
        return parts
    near = grown(union(*map(belly, muscles)), PAIN_REACH)
    return [part for part in parts if within(bounds([part.shape]), near)]


def framed(shown: ShownOnPlate) -> list[Part]:
    """Return the areas that the condition wants in the picture although they need not hurt."""
    names = shown.condition.frame
    return [p for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]


def spreading(shown: ShownOnPlate) -> list[Shape]:
    """Return the shapes of the condition's own areas that the pain spreads to."""
    names = where_it_hurts(shown.condition).spreads
    return [p.shape for p in shown.plate.parts if p.kind == "area" and p.of in names and shown.has_area(p)]
