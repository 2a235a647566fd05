"""Every condition of the library as a picture: it can be planned and drawn on every body, and shows what it is about."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import area, bounds, inside, rings
from bodymap.body.plate import Part
from bodymap.export import image
from bodymap.knowledge.condition_library import library
from bodymap.knowledge.conditions import Condition, in_region
from bodymap.layout.records import Figure
from bodymap.scene import Scene, plan
from tests import plans
from tests.layout import breaches

BODIES = plates.bodies()

FEW = 40
"""Dots per inch of a picture of which little more is looked at than whether it can be drawn."""

VISIBLE, ON_OTHERS = 0.6, 0.55
"""A main muscle's largest region is to be seen by this share of its area: inside the frame and under no other fill. On
bodies other than the one that is drawn by default, a little less."""


def named(condition: Condition) -> str:
    return condition.name.lower().replace(": ", "-").replace(" ", "-")


EVERY = {named(c): c for c in [*library(), *(in_region(c, region) for c in library() for region in c.regions)]}


@cache
def planned(name: str, body: str) -> Scene:
    """A condition on a slide of few pixels."""
    condition = EVERY[name]
    if condition in library():
        return plans.planned(condition.id, body=body, dpi=FEW)
    return plan(condition, body=body, dpi=FEW)


@pytest.mark.parametrize("name", EVERY)
def test_on_every_body_all_its_main_muscles_can_be_seen(name: str) -> None:
    for body in BODIES:
        scene = planned(name, body)
        shares = {entry.muscle: visible(scene, entry.muscle) for entry in scene.muscles if entry.role == "primary"}
        least = VISIBLE if body == plates.DEFAULT_BODY else ON_OTHERS
        assert {muscle: share for muscle, share in shares.items() if share < least} == {}, body


@pytest.mark.parametrize("name", EVERY)
def test_on_every_body_its_words_and_leaders_keep_apart(name: str) -> None:
    assert {body: wrong for body in BODIES if (wrong := breaches(planned(name, body)))} == {}


@pytest.mark.parametrize("name", EVERY)
def test_it_can_be_drawn(name: str) -> None:
    """On one of the bodies, which go round."""
    body = BODIES[[*EVERY].index(name) % len(BODIES)]
    assert len(image.encode(planned(name, body), "png")) > 5_000


def visible(scene: Scene, muscle: str) -> float:
    """The share of a muscle's largest region in the picture that is in its frame and under no fill that is drawn later.

    A view may have two figures; then it is the share in the one that shows more.
    """
    found = [(area(part.shape), figure, part) for figure in scene.figures for part in regions(figure, muscle)]
    largest = max((size for size, _, _ in found), default=0.0)
    return max((share(figure, part) for size, figure, part in found if size == largest), default=0.0)


def share(figure: Figure, part: Part) -> float:
    """The share of a region that is in the frame of a figure and under no fill that is drawn later."""
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
