"""Decide which structures a picture shows, and how: the tendons, bones, nerves and joints of a chart."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..body.geometry import Shape, ribbon
from ..body.plate import Part, Plate
from ..knowledge.anatomy import Side, View
from ..knowledge.chart_contents import structures_of
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.conditions import StructureRole
from ..knowledge.structures import StructureKind, structures

NERVE = 3.0
"""Width, mm, of the strip that stands for a nerve where a name or a crop needs a shape."""

_BELOW = (StructureKind.BONE, StructureKind.JOINT, StructureKind.BURSA)
"""Kinds that are drawn below the other structures."""

BROAD = (StructureKind.BONE, StructureKind.FASCIA, StructureKind.JOINT, StructureKind.BURSA)
"""Kinds that are broad enough to hide a muscle: over muscles, they are only an edge unless they hurt."""


class StructureEntry(msgspec.Struct, frozen=True):
    """A structure of the chart, as the picture shows it.

    Attributes:
        structure: its id.
        name: its everyday name.
        latin: its Latin name, or else its everyday one.
        kind: what it is made of.
        role: whether it hurts.
        why: why it is shown, in one line for the patient.
        sides: the patient's sides that it is on.
        views: the views that show it; may be empty.
        number: its number on pictures and in lists, from 1; 0 if no view shows it.
    """

    structure: str
    name: str
    latin: str
    kind: StructureKind
    role: StructureRole
    why: str
    sides: tuple[Side, ...]
    views: tuple[View, ...] = ()
    number: int = 0


class StructureShape(msgspec.Struct, frozen=True):
    """A structure's shape on a plate; a nerve's is the open lines of its course."""

    part: str
    structure: str
    side: Side
    kind: StructureKind
    role: StructureRole


def structure_entries(chart: Chart, side: SideLike | None = None) -> tuple[StructureEntry, ...]:
    """Return the structures of a chart, painful ones first. `side` is the side of marks that name none."""
    known = structures()
    return tuple(
        StructureEntry(found.id, found.name, found.latin or found.name, found.kind, one.role, one.note, one.sides)
        for one in structures_of(chart, side)
        for found in [known.structure(one.structure)]
    )


def tender(shapes: Sequence[StructureShape]) -> tuple[str, ...]:
    """Return the parts of structures that hurt in a place: all painful ones but nerves, whose course is long."""
    return tuple(s.part for s in shapes if s.role == StructureRole.PAINFUL and s.kind != StructureKind.NERVE)


def structure_shapes(
    entries: Sequence[StructureEntry], plate: Plate, sides: Sequence[Side]
) -> tuple[StructureShape, ...]:
    """Return what a plate shows of structures on `sides`, in drawing order.

    Bones, joints and bursae lie below tendons and nerves, and what hurts lies on top.
    """
    named = {entry.structure: entry for entry in entries}
    found = [
        StructureShape(part.id, part.of, part.side, entry.kind, entry.role)
        for part in plate.parts
        if part.kind in ("structure", "course")
        and (entry := named.get(part.of))
        and (part.side == Side.MIDLINE or (part.side in sides and part.side in entry.sides))
    ]
    return tuple(sorted(found, key=lambda s: (s.role == StructureRole.PAINFUL, s.kind not in _BELOW)))


def outline_of(part: Part) -> Shape:
    """Return the shape of a structure's part as rings: a nerve's as a strip along its course."""
    return ribbon(part.shape, NERVE) if part.kind == "course" else part.shape


def structures_to_show(shown: Sequence[StructureShape], plate: Plate, *, alone: bool) -> list[Shape]:
    """Return the shapes of the structures that a picture must show: those that hurt, or all if there is nothing else.

    A nerve is longer than what a condition is about, so it does not widen the crop unless nothing else does.
    """
    parts = {part.id: part for part in plate.parts}
    held = [s for s in shown if s.role == StructureRole.PAINFUL and s.kind != StructureKind.NERVE]
    return [outline_of(parts[s.part]) for s in (held or shown if alone else held)]
