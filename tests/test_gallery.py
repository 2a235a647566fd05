"""Every condition of the library as a picture: it can be planned and drawn on every body, and shows what it is about."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import area, bounds, inside, rings
from bodymap.body.plate import Part
from bodymap.export import image
from bodymap.knowledge.conditions import Condition, in_region, library
from bodymap.layout.records import Figure
from bodymap.scene import Scene, plan

BODIES = plates.bodies()
EVERY = [*library(), *(in_region(c, region) for c in library() for region in c.regions)]
VISIBLE = 0.6
"""A main muscle's largest region is to be seen by this share of its area: inside the frame and under no other fill."""


def named(condition: Condition) -> str:
    return condition.name.lower().replace(": ", "-").replace(" ", "-")


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", EVERY, ids=named)
def test_it_is_drawn_on_every_body_with_all_its_main_muscles(condition: Condition, body: str) -> None:
    scene = plan(condition, body=body, dpi=40)
    assert [actor.muscle for actor in scene.muscles if actor.role == "primary" and not actor.views] == []
    assert len(image.encode(scene, "png")) > 5_000


@pytest.mark.parametrize("condition", EVERY, ids=named)
def test_its_main_muscles_can_be_seen(condition: Condition) -> None:
    scene = plan(condition)
    shares = {actor.muscle: visible(scene, actor.muscle) for actor in scene.muscles if actor.role == "primary"}
    assert {muscle: share for muscle, share in shares.items() if share < VISIBLE} == {}


def visible(scene: Scene, muscle: str) -> float:
    """The share of a muscle's largest region in the picture that is in its frame and under no fill that is drawn later."""
    found = [(area(part.shape), figure, part) for figure in scene.figures for part in regions(figure, muscle)]
    if not found:
        return 0.0
    _, figure, part = max(found, key=lambda item: item[0])
    order = [h.part for h in figure.highlights]
    deep = {h.part for h in figure.highlights if h.deep}
    x0, y0, x1, y1 = bounds([part.shape])
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 80), np.linspace(y0, y1, 80)), -1).reshape(-1, 2)
    grid = grid[inside(rings(part.shape), grid)]
    seen = ((grid >= figure.frame[:2]) & (grid <= figure.frame[2:])).all(1)
    if part.id not in deep:  # a deep one is drawn through what covers it
        for other in plates.load(figure.body, figure.view).parts:
            if other.id in order[order.index(part.id) + 1 :] and other.id not in deep and other.of != part.of:
                seen &= ~inside(rings(other.shape), grid)
    return float(seen.mean())


def regions(figure: Figure, muscle: str) -> list[Part]:
    wanted = {h.part for h in figure.highlights if h.muscle == muscle}
    return [part for part in plates.load(figure.body, figure.view).parts if part.id in wanted]
