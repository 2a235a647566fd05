"""Put into words on which side a muscle is, and its value there."""

from __future__ import annotations

from collections.abc import Iterable

from .. import words
from ..knowledge.anatomy import Side
from .view_content import MuscleEntry


def mixed(entries: Iterable[MuscleEntry]) -> bool:
    """Return whether some muscles are on other sides than the rest, so that each needs its side beside its name."""
    return len({entry.sides for entry in entries}) > 1


def named(entry: MuscleEntry, name: str) -> str:
    """Return the name of a muscle with its side, as in "soleus (left)"; on both sides, the name alone."""
    return words.text(f"sided.{entry.sides[0]}", muscle=name) if len(entry.sides) == 1 else name


def value(entry: MuscleEntry) -> str:
    """Return the intensity of a muscle, as in "0.8", or "0.3 left, 0.9 right"; empty if it has none."""
    found = entry.intensities
    if len({*found.values(), *([None] if len(found) < len(entry.on) else [])}) <= 1:
        return next((f"{intensity:g}" for intensity in found.values()), "")
    return words.series([words.text(f"sided.value-{side}", value=f"{found[side]:g}") for side in Side if side in found])


def heading(entries: Iterable[MuscleEntry], side: str) -> str:
    """Return the line that says which sides are shown: one, both, or other muscles on each of them."""
    return words.text("side.mixed" if side == "both" and mixed(entries) else f"side.{side}")
