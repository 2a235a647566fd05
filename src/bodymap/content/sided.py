"""Put into words on which side a muscle is, and its value there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import words
from ..knowledge.anatomy import Side
from .structures import StructureEntry
from .view_content import MuscleEntry

Entry = MuscleEntry | StructureEntry
"""What a picture names: a muscle or a structure."""


def mixed(entries: Iterable[Entry], sides: Sequence[Side]) -> bool:
    """Return whether something is not on all sides that are shown, so that each needs its side beside its name."""
    return any(entry.sides != tuple(sides) for entry in entries if entry.views)


def named(entry: Entry, name: str) -> str:
    """Return a name with its side, as in "soleus (left)"; on both sides, the name alone."""
    return words.text(f"sided.{entry.sides[0]}", muscle=name) if len(entry.sides) == 1 else name


def told(entry: Entry, *, several: bool) -> str:
    """Return how a list tells a muscle or structure: its name with its value and, if they differ, its side."""
    name = named(entry, entry.name) if several else entry.name
    own = value(entry) if isinstance(entry, MuscleEntry) else ""
    return words.text("description.intensity", muscle=name, value=own) if own else name


def differs(entry: MuscleEntry) -> bool:
    """Return whether a muscle has another intensity on one side than on the other."""
    found = entry.intensities
    return len({*found.values(), *([None] if len(found) < len(entry.on) else [])}) > 1


def value(entry: MuscleEntry) -> str:
    """Return the intensity of a muscle, as in "0.8", or "0.3 left, 0.9 right"; empty if it has none."""
    found = entry.intensities
    if not differs(entry):
        return next((f"{intensity:g}" for intensity in found.values()), "")
    return words.series([words.text(f"sided.value-{side}", value=f"{found[side]:g}") for side in Side if side in found])


def heading(entries: Iterable[Entry], sides: Sequence[Side], *, example: bool = False) -> str:
    """Return the line that says which sides are shown: one, both, or something else on each of them.

    An `example` is one side of a condition that may be on either.
    """
    if len(sides) == 1:
        return words.text(f"side.example-{sides[0]}" if example else f"side.{sides[0]}")
    return words.text("side.mixed" if mixed(entries, sides) else "side.both")
