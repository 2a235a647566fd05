"""A picture built up on slides: body, muscles, trigger points, pain. Nothing moves in between."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from ... import describe, words
from ...layout.records import Figure, Inset, KeyKind
from ...scene import Scene

StepKind = Literal["body", "muscles", "points", "pain"]
"""What a step adds to the picture."""

STEPS: tuple[StepKind, ...] = get_args(StepKind)

_ADDS: dict[StepKind, dict[str, object]] = {
    "body": {},
    "muscles": {"highlights": (), "fibres": ()},
    "points": {"marks": (), "numerals": ()},
    "pain": {"zones": (), "spots": ()},
}
"""The fields of a figure that a step fills, as they are before it."""

_KEYS: dict[KeyKind, StepKind] = {"point": "points", "zone": "pain", "area": "pain"}
"""The step that an entry of the legend comes with; all others come with the muscles."""


class Step(msgspec.Struct, frozen=True):
    """A scene on the way to the whole one, and its description."""

    kind: StepKind
    scene: Scene
    alt: str

    @property
    def name(self) -> str:
        """What it adds, in words."""
        return words.text(f"step.{self.kind}")


def steps(scene: Scene) -> tuple[Step, ...]:
    """Return the scene in its steps, the whole one last; a step that would add nothing is left out."""
    body = bare(scene)
    made = [Step("body", body, describe.long(body))]
    for kind in STEPS[1:]:
        step = upto(scene, kind)
        if step.all_figures != made[-1].scene.all_figures:
            made.append(Step(kind, step, describe.long(step)))
    return tuple(made)


def bare(scene: Scene) -> Scene:
    """Return only the bodies, with nothing marked and nothing named."""
    return msgspec.structs.replace(upto(scene, "body"), muscles=(), labels=(), pain_areas=())


def upto(scene: Scene, kind: StepKind) -> Scene:
    """Return the scene with what its steps up to that one show."""
    reached = STEPS[: STEPS.index(kind) + 1]
    missing: dict[str, object] = {}
    for later in STEPS[len(reached) :]:
        missing |= _ADDS[later]
    figures: tuple[Figure, ...] = tuple(msgspec.structs.replace(figure, **missing) for figure in scene.figures)
    insets: tuple[Inset, ...] = tuple(msgspec.structs.replace(inset, **missing) for inset in scene.insets)
    return msgspec.structs.replace(
        scene,
        figures=figures,
        insets=insets,
        legend=tuple(key for key in scene.legend if _KEYS.get(key.kind, "muscles") in reached),
        pain_areas=scene.pain_areas if kind == STEPS[-1] else (),
    )
