"""Builds up a picture over several slides: body, muscles, trigger points, pain. Nothing moves between slides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import msgspec

from ... import describe, words
from ...display.records import Display, Group, Item, Path, walk, without
from ...scene import Scene

StepKind = Literal["body", "muscles", "points", "pain"]
"""What a step adds to the picture."""

STEPS: tuple[StepKind, ...] = get_args(StepKind)

_ADDS: dict[StepKind, dict[str, object]] = {
    "body": {},
    "muscles": {"highlights": (), "fibres": (), "structures": ()},
    "points": {"marks": (), "numerals": (), "pins": ()},
    "pain": {"zones": (), "spots": (), "sore": ()},
}
"""Fields of a figure that each step fills, with their empty values, which earlier steps are described with."""

_KINDS: dict[str, StepKind] = {
    "muscle": "muscles",
    "structure": "muscles",
    "windows": "muscles",
    "name": "muscles",
    "points": "points",
    "pain": "pain",
}
"""The step that adds each kind of group."""

_LEGEND: dict[str, StepKind] = {
    "legend.point": "points",
    "legend.spot": "points",
    "legend.zone": "pain",
    "legend.area": "pain",
    "legend.pain": "pain",
}
"""The step that adds each entry of the legend; all others come with the muscles."""


class Step(msgspec.Struct, frozen=True):
    """A step of a picture: its scene, display list and description."""

    kind: StepKind
    scene: Scene
    display: Display
    alt: str

    @property
    def name(self) -> str:
        """The name of what the step adds."""
        return words.text(f"step.{self.kind}")


def steps(scene: Scene, display: Display) -> tuple[Step, ...]:
    """Return the steps of a picture, the complete picture last. Steps that would add nothing are left out.

    Args:
        scene: the scene, which the descriptions are made from.
        display: the display list of the scene, which the steps are drawn from.
    """
    made: list[Step] = []
    for kind in STEPS:
        items = without(display.items, _later(kind))
        if made and _count(items) == _count(made[-1].display.items):
            continue
        shown = _upto(scene, kind)
        alt = describe.long(shown)
        made.append(Step(kind, shown, msgspec.structs.replace(display, items=items, alt=alt, description=alt), alt))
    return tuple(made)


def _later(kind: StepKind) -> Callable[[Item], bool]:
    """Return a test for items that come with a later step."""
    later = STEPS[STEPS.index(kind) + 1 :]

    def comes_later(item: Item) -> bool:
        if isinstance(item, Path):
            return item.style.startswith("area-") and "pain" in later
        if not isinstance(item, Group):
            return False
        if item.part == "lines":
            return "muscles" in later
        if item.kind in ("sample", "legend"):
            return _LEGEND.get(item.part, "muscles") in later
        return _KINDS.get(item.kind) in later

    return comes_later


def _count(items: tuple[Item, ...]) -> int:
    return sum(1 for _ in walk(items))


def _upto(scene: Scene, kind: StepKind) -> Scene:
    """Return the scene up to a step, for its description."""
    later = STEPS[STEPS.index(kind) + 1 :]
    missing = {field: value for step in later for field, value in _ADDS[step].items()}
    shown = msgspec.structs.replace(
        scene,
        figures=tuple(msgspec.structs.replace(figure, **missing) for figure in scene.figures),
        insets=tuple(msgspec.structs.replace(inset, **missing) for inset in scene.insets),
    )
    if "pain" in later:
        shown = msgspec.structs.replace(shown, hurts=(), spreads=(), hidden_pain=())
    return msgspec.structs.replace(shown, muscles=()) if "muscles" in later else shown
