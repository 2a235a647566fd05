"""Decide which structures a picture shows, and how: the tendons, bones, nerves and joints that a condition names."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..body.geometry import Shape, ribbon
from ..body.plate import Part, Plate
from ..knowledge.anatomy import Side, View
from ..knowledge.conditions import Condition, StructureRole
from ..knowledge.structures import StructureKind, structures

NERVE = 3.0
"""Width, mm, of the strip that stands for a nerve where a name or a crop needs a shape."""

_BELOW = (StructureKind.BONE, StructureKind.JOINT, StructureKind.BURSA)
"""Kinds that are drawn below the other structures."""


class StructureEntry(msgspec.Struct, frozen=True):
    """A structure of the condition, as the picture shows it.

    Attributes:
        structure: its id.
        name: its everyday name.
        latin: its Latin name, or else its everyday one.
        kind: what it is made of.
        role: its role in the condition.
        why: why it is shown, in one line for the patient.
        views: the views that show it; may be empty.
    """

    structure: str
    name: str
    latin: str
    kind: StructureKind
    role: StructureRole
    why: str
    views: tuple[View, ...] = ()


class StructureShape(msgspec.Struct, frozen=True):
    """A structure's shape on a plate; a nerve's is the open lines of its course."""

    part: str
    structure: str
    side: Side
    kind: StructureKind
    role: StructureRole


def structure_entries(condition: Condition) -> tuple[StructureEntry, ...]:
    """Return the structures of a condition, painful ones first."""
    known = structures()
    named = sorted(condition.structures, key=lambda entry: entry.role != StructureRole.PAINFUL)
    return tuple(
        StructureEntry(found.id, found.name, found.latin or found.name, found.kind, entry.role, entry.why)
        for entry in named
        for found in [known.structure(entry.structure)]
    )


def structure_shapes(condition: Condition, plate: Plate, sides: Sequence[str]) -> tuple[StructureShape, ...]:
    """Return what a plate shows of a condition's structures on `sides`, in drawing order.

    Bones, joints and bursae lie below tendons and nerves, and what hurts lies on top.
    """
    roles = {entry.structure: entry.role for entry in condition.structures}
    known, shown = structures(), (*sides, Side.MIDLINE)
    found = [
        StructureShape(part.id, part.of, part.side, known.structure(part.of).kind, roles[part.of])
        for part in plate.parts
        if part.kind in ("structure", "course") and part.of in roles and part.side in shown
    ]
    return tuple(sorted(found, key=lambda s: (s.role == StructureRole.PAINFUL, s.kind not in _BELOW)))


def outline_of(part: Part) -> Shape:
    """Return the shape of a structure's part as rings: a nerve's as a strip along its course."""
    return ribbon(part.shape, NERVE) if part.kind == "course" else part.shape
