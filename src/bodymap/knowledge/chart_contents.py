"""What a chart says about each muscle, structure and area, and on which sides they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from .. import words
from ..errors import BodymapError
from .anatomy import Side
from .areas import areas
from .chart_marks import AllPoints, ChartMark, Spot, check_mark, muscles_of_mark, point_of, spot_of
from .chart_sides import SideLike, sides_of
from .conditions import MuscleRole, Role, StructureRole
from .structures import structures

if TYPE_CHECKING:  # a chart's own title is made of its contents
    from .charts import Chart


class MuscleOnSide(msgspec.Struct, frozen=True):
    """What a chart says about a muscle on one side of the body.

    Attributes:
        side: the side, left or right.
        role: its role there.
        intensity: how much there is of what the chart is about, 0 to 1.
        points: the numbers of the trigger points that are marked, or all.
        colour: its own colour; empty for that of its role.
    """

    side: Side
    role: Role
    intensity: float | None = None
    points: tuple[int, ...] | AllPoints = ()
    colour: str = ""


class ChartMuscle(msgspec.Struct, frozen=True):
    """A muscle of a chart, with the sides that it is on."""

    muscle: str
    note: str
    sides: tuple[MuscleOnSide, ...]

    @property
    def role(self) -> Role:
        """Its role on the side where it matters most."""
        return min((one.role for one in self.sides), key=tuple(Role).index)


def sides_of_mark(mark: ChartMark, chart: Chart, side: SideLike | None = None) -> tuple[Side, ...]:
    """Return the sides that a mark is on. `side` is that of marks for which neither they nor the chart name one."""
    spot = spot_of(mark.spot) if mark.spot else Spot()
    if spot.view:
        return (spot.side,)
    return sides_of(mark.side or chart.side or side)


def muscles_of(chart: Chart, side: SideLike | None = None) -> tuple[ChartMuscle, ...]:
    """Return the muscles of a chart, in its order, each once, with what it says about each of their sides.

    Args:
        chart: the chart.
        side: the side of marks that name none, in a chart that names none; None for both.

    Raises:
        BodymapError: a muscle or point is unknown, or a muscle is marked twice on one side.
    """
    rest = default_role(chart)
    found: dict[str, dict[Side, MuscleOnSide]] = {}
    for mark in chart.marks:
        if chart.condition is None:  # a condition's points were checked with it, and a user's plate may have others
            check_mark(mark)
        for muscle in muscles_of_mark(mark):
            own = found.setdefault(muscle, {})
            for one in sides_of_mark(mark, chart, side):
                if one in own:
                    raise twice(muscle, one)
                own[one] = MuscleOnSide(one, mark.role or rest, mark.value, mark.points, mark.colour or "")
    for mark in chart.marks:
        if mark.point:
            muscle, number = point_of(mark.point)
            own = found.setdefault(muscle, {})
            for one in sides_of_mark(mark, chart, side):
                own[one] = _with_point(own.get(one) or MuscleOnSide(one, Role.QUIET), number)
    notes = _notes(chart)
    return tuple(
        ChartMuscle(muscle, notes[muscle], tuple(own[one] for one in Side if one in own))
        for muscle, own in found.items()
    )


def default_role(chart: Chart) -> Role:
    """Return the role of a muscle that names none."""
    main = any(mark.role == Role.PRIMARY for mark in chart.marks if mark.muscle)
    return Role.SECONDARY if main else Role.PRIMARY


def _with_point(muscle: MuscleOnSide, number: int) -> MuscleOnSide:
    if muscle.points == AllPoints.ALL:
        return muscle
    return msgspec.structs.replace(muscle, points=tuple(sorted({*muscle.points, number})))


def muscle_roles(chart: Chart) -> Iterator[MuscleRole]:
    """Yield the muscles of a chart as a condition has them, each once, with its strongest role."""
    rest, order = default_role(chart), tuple(Role).index
    roles: dict[str, Role] = {}
    for mark in chart.marks:
        role = (mark.role or rest) if mark.muscle else Role.QUIET
        for name in (*muscles_of_mark(mark), *([point_of(mark.point)[0]] if mark.point else [])):
            roles[name] = min(role, roles.get(name, role), key=order)
    notes = _notes(chart)
    yield from (MuscleRole(name, role, notes[name]) for name, role in roles.items())


def _notes(chart: Chart) -> dict[str, str]:
    """Return what is noted about each muscle and its points, in one line; empty if nothing is."""
    notes: dict[str, list[str]] = {}
    for mark in chart.marks:
        for muscle in muscles_of_mark(mark):
            notes.setdefault(muscle, []).append(mark.note)
        if mark.point:
            muscle, number = point_of(mark.point)
            note = words.text("chart.point", number=number, note=mark.note) if mark.note else ""
            notes.setdefault(muscle, []).append(note)
    return {muscle: " ".join(dict.fromkeys(filter(None, lines))) for muscle, lines in notes.items()}


def twice(name: str, side: str, field: str = "muscle") -> BodymapError:
    """Return the error for a muscle or a structure that is marked twice on a side."""
    return BodymapError(
        f"{name!r} is marked twice on the {side} side; give it once, or once for each side", field=field, value=name
    )


class ChartStructure(msgspec.Struct, frozen=True):
    """A structure of a chart, with its role and the sides that it is on."""

    structure: str
    role: StructureRole
    note: str
    sides: tuple[Side, ...]


def structures_of(chart: Chart, side: SideLike | None = None) -> tuple[ChartStructure, ...]:
    """Return the structures of a chart, each once, those that hurt first.

    Args:
        chart: the chart.
        side: the side of marks that name none, in a chart that names none; None for both.

    Raises:
        BodymapError: there is no such structure, or it is marked twice on one side.
    """
    found: dict[str, ChartStructure] = {}
    for mark in chart.marks:
        if not mark.structure:
            continue
        known = structures().structure(mark.structure)
        role = StructureRole.RELATED if mark.role in (Role.SECONDARY, Role.QUIET) else StructureRole.PAINFUL
        own = ChartStructure(known.id, role, mark.note, sides_of_mark(mark, chart, side))
        if before := found.get(known.id):
            if again := next((one for one in own.sides if one in before.sides), None):
                raise twice(known.id, again, "structure")
            worse = StructureRole.PAINFUL if StructureRole.PAINFUL in (role, before.role) else role
            notes = " ".join(dict.fromkeys(filter(None, (before.note, own.note))))
            own = ChartStructure(known.id, worse, notes, (*before.sides, *own.sides))
        found[known.id] = own
    return tuple(sorted(found.values(), key=lambda one: one.role != StructureRole.PAINFUL))


def area_sides(chart: Chart, side: SideLike | None = None) -> dict[str, tuple[Side, ...]]:
    """Return the sides of each painful area that has a mark of its own.

    Raises:
        BodymapError: there is no such area.
    """
    found: dict[str, tuple[Side, ...]] = {}
    for mark in chart.marks:
        if mark.area:
            areas().area(mark.area)
            found[mark.area] = tuple(dict.fromkeys((*found.get(mark.area, ()), *sides_of_mark(mark, chart, side))))
    return found
