"""A picture built up on slides: body, muscles, points, pain. Nothing moves in between."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ...display.records import Display, Group, Item, Path, walk, without
from ...scene import Scene
from .. import describe

NAMES = ("body", "muscles", "trigger points", "where it is felt")

_WORDS_WITHOUT: dict[str, dict[str, object]] = {
    "muscles": {"highlights": (), "fibres": ()},
    "trigger points": {"marks": (), "numerals": ()},
    "where it is felt": {"zones": (), "spots": ()},
}
"""What a figure is described without before that step."""

_KINDS = {"muscle": "muscles", "name": "muscles", "points": "trigger points", "pain": "where it is felt"}
"""The step that brings a group of a kind."""

_LEGEND = {
    "legend.point": "trigger points",
    "legend.zone": "where it is felt",
    "legend.area": "where it is felt",
}
"""The step that brings an entry of the legend; all others come with the muscles."""


class Step(msgspec.Struct, frozen=True):
    """A picture on the way to the whole one, its scene, and what it says in words."""

    name: str
    scene: Scene
    display: Display
    alt: str


def steps(scene: Scene, display: Display) -> tuple[Step, ...]:
    """The picture in its steps, the whole one last; a step that would add nothing is left out.

    Args:
        scene: what the steps are described by.
        display: the display list of the scene, which they are drawn from.
    """
    found: list[Step] = []
    for name in NAMES:
        items = without(display.items, _later(name))
        if found and _count(items) == _count(found[-1].display.items):
            continue
        shown = _described(scene, name)
        alt = describe.long(shown)
        found.append(Step(name, shown, msgspec.structs.replace(display, items=items, alt=alt, description=alt), alt))
    return tuple(found)


def _later(name: str) -> Callable[[Item], bool]:
    """Whether an item comes with a later step."""
    later = NAMES[NAMES.index(name) + 1 :]

    def unwanted(item: Item) -> bool:
        if isinstance(item, Path):
            return item.style.startswith("area-") and "where it is felt" in later
        if not isinstance(item, Group):
            return False
        if item.kind in ("sample", "legend"):
            return _LEGEND.get(item.part, "muscles") in later
        return _KINDS.get(item.kind) in later

    return unwanted


def _count(items: tuple[Item, ...]) -> int:
    return sum(1 for _ in walk(items))


def _described(scene: Scene, name: str) -> Scene:
    """The scene that a step is described by."""
    later = NAMES[NAMES.index(name) + 1 :]
    missing = {field: value for step in later for field, value in _WORDS_WITHOUT[step].items()}
    figures = tuple(msgspec.structs.replace(figure, **missing) for figure in scene.figures)
    insets = tuple(msgspec.structs.replace(inset, **missing) for inset in scene.insets)
    found = msgspec.structs.replace(scene, figures=figures, insets=insets)
    if "where it is felt" in later:
        found = msgspec.structs.replace(found, felt=())
    return msgspec.structs.replace(found, actors=()) if "muscles" in later else found
