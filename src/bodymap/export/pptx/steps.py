"""A picture built up on slides: body, muscles, points, pain. Nothing moves in between."""

from __future__ import annotations

import msgspec

from ...layout.records import Figure, Inset
from ...scene import Scene
from .. import describe

NAMES = ("body", "muscles", "trigger points", "where it is felt")

_WITHOUT: dict[str, dict[str, object]] = {
    "muscles": {"highlights": (), "fibres": ()},
    "trigger points": {"marks": (), "numerals": ()},
    "where it is felt": {"zones": (), "spots": ()},
}
"""What a figure is drawn without before that step."""

_KEYS = {"point": "trigger points", "zone": "where it is felt", "area": "where it is felt"}
"""The step that an entry of the legend belongs to; all others come with the muscles."""


class Step(msgspec.Struct, frozen=True):
    """A scene on the way to the whole one, and what it says in words."""

    name: str
    scene: Scene
    alt: str


def steps(scene: Scene) -> tuple[Step, ...]:
    """The scene in its steps, the whole one last; a step that would add nothing is left out."""
    found = [Step("body", bare(scene), describe.long(bare(scene)))]
    for name in NAMES[1:]:
        step = upto(scene, name)
        if step.all_figures != found[-1].scene.all_figures:
            found.append(Step(name, step, describe.long(step)))
    return tuple(found)


def bare(scene: Scene) -> Scene:
    """The bodies alone, with nothing marked and nothing named."""
    found = upto(scene, "body")
    return msgspec.structs.replace(found, actors=(), labels=(), felt=())


def upto(scene: Scene, name: str) -> Scene:
    """The scene with what its steps up to that one show."""
    reached = NAMES[: NAMES.index(name) + 1]
    missing: dict[str, object] = {}
    for later in NAMES[len(reached) :]:
        missing |= _WITHOUT[later]
    figures: tuple[Figure, ...] = tuple(msgspec.structs.replace(figure, **missing) for figure in scene.figures)
    insets: tuple[Inset, ...] = tuple(msgspec.structs.replace(inset, **missing) for inset in scene.insets)
    legend = tuple(key for key in scene.legend if _KEYS.get(key.kind, "muscles") in reached)
    return msgspec.structs.replace(
        scene,
        figures=figures,
        insets=insets,
        legend=legend,
        felt=scene.pain_areas if reached[-1] == NAMES[-1] else (),
    )
