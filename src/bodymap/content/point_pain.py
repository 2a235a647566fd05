"""The trigger points whose pain a picture is about, and how much each view shows of them and of their pain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ..body.geometry import area
from ..body.plate import Part, Plate
from ..knowledge.anatomy import Side, View, atlas
from ..knowledge.chart_contents import MuscleOnSide, muscles_of
from ..knowledge.chart_marks import AllPoints, point_of
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.conditions import Role, where_it_hurts

FEW = 2
"""The pain of all main muscles must be seen if they are no more than this: that of a group reaches to the hand, and the
muscles would be small."""


class FeltPoint(msgspec.Struct, frozen=True):
    """A trigger point whose pain must be seen: the muscle that is drawn, its number there, and its sides.

    The number is 0 for a muscle whose pain is known, but not its points.
    """

    muscle: str
    number: int
    sides: tuple[Side, ...]

    def has_zone(self, part: Part) -> bool:
        """Return whether a part of a plate is a zone of its pain."""
        own = part.kind == "zone" and part.of == self.muscle and part.side in (*self.sides, Side.MIDLINE)
        return own and (not part.points or not self.number or self.number in part.points)


def felt_points(chart: Chart, side: SideLike | None = None) -> tuple[FeltPoint, ...]:
    """Return the trigger points whose pain a picture must show.

    These are points that were chosen by their numbers; and if nothing says where it hurts, all points of the one or two
    main muscles of a condition, since then their pain is what the picture can tell.

    Args:
        chart: what is marked.
        side: the side of marks that name none; None for both.
    """
    pointed = marked_alone(chart)
    entries = muscles_of(chart, side)
    main = sum(any(one.role == Role.PRIMARY for one in entry.sides) for entry in entries)
    every = chart.condition is not None and main <= FEW and not where_it_hurts(chart.condition).hurts
    found: dict[tuple[str, int], tuple[Side, ...]] = {}
    for entry in entries:
        for one in entry.sides:
            if one.role == Role.SECONDARY or (one.role == Role.QUIET and entry.muscle not in pointed):
                continue
            if every or chart.condition is None or entry.muscle in pointed:
                for key in _numbers(entry.muscle, one, every=every):
                    found[key] = (*found.get(key, ()), one.side)
    return tuple(FeltPoint(muscle, number, sides) for (muscle, number), sides in found.items())


def marked_alone(chart: Chart) -> frozenset[str]:
    """Return the muscles with a trigger point that has a mark of its own."""
    return frozenset(point_of(mark.point)[0] for mark in chart.marks if mark.point)


def _numbers(muscle: str, one: MuscleOnSide, *, every: bool) -> Iterator[tuple[str, int]]:
    """Yield what is drawn of a muscle with the number of each point that counts on a side."""
    chosen = () if isinstance(one.points, AllPoints) else one.points
    for part in atlas().drawn(muscle):
        known = [point.number for point in part.points]
        if chosen or every:
            yield from ((part.id, number) for number in known if not chosen or number in chosen)
        if every and not known and part.referral:
            yield part.id, 0


def zones_to_show(plate: Plate, points: Iterable[FeltPoint]) -> list[Part]:
    """Return where the pain of points is mostly felt, on a plate."""
    points = tuple(points)
    return [part for part in plate.parts if part.zone == "core" and any(point.has_zone(part) for point in points)]


def shown_in(plates: Mapping[View, Plate], points: Sequence[FeltPoint]) -> dict[View, list[float]]:
    """Return how much each view shows of points and of their pain, in the same order for every view.

    For each point there are two values: on how many of its sides it is seen, and the area of its core zone, mm².
    """
    return {
        view: [value for point in points for value in (_seen(plate, point), _area(plate, point))]
        for view, plate in plates.items()
    }


def _seen(plate: Plate, point: FeltPoint) -> float:
    return float(
        sum(
            own.kind == "point" and (own.of, own.number) == (point.muscle, point.number) and own.side in point.sides
            for own in plate.points
        )
    )


def _area(plate: Plate, point: FeltPoint) -> float:
    return sum(area(part.shape) for part in zones_to_show(plate, [point]))
