"""The left side is shown as the mirror image of the right: the same views, as large, in the opposite order."""

from __future__ import annotations

import os

import numpy as np
import pytest

from bodymap.knowledge import condition_library
from bodymap.knowledge.chart_input import as_chart
from bodymap.knowledge.views import facts_of
from bodymap.scene import Scene, content_of
from tests.plans import planned

TWO_VIEWS = ("overhead-athlete-shoulder", "rotator-cuff-pain", "hip-impingement", "stiff-neck", "shin-splints")
"""Conditions whose pictures of one side have two figures."""

EVERY = tuple(sorted(condition_library.ids()))

PLANNED = EVERY if os.environ.get("BODYMAP_EVERY_LAYOUT") else TWO_VIEWS

LARGER = 1.45
"""How much larger one side may be than the other at most: the words of a slide are on its left, so it is not symmetric
itself, and a body runs off its right edge alone."""


@pytest.mark.parametrize("id", EVERY)
def test_both_sides_have_the_same_views_and_must_show_the_same(id: str) -> None:
    right, left = (content_of(as_chart(id), side=side).views for side in ("right", "left"))
    assert [view.view.replace("right", "left") for view in right] == [view.view for view in left]
    for one, other in zip(right, left, strict=True):
        assert len(one.highlights) == len(other.highlights)
        assert {mark.number for mark in one.marks} == {mark.number for mark in other.marks}
        a, b = one.focus, other.focus
        assert np.allclose(a, (-b[2], b[1], -b[0], b[3]), atol=1.0)


@pytest.mark.parametrize("id", PLANNED)
def test_both_sides_are_arranged_alike_and_shown_about_as_large(id: str) -> None:
    right, left = planned(id, side="right"), planned(id, side="left")
    assert abreast(right) == abreast(left)
    assert 1 / LARGER <= size(left) / size(right) <= LARGER


@pytest.mark.parametrize("id", ["thumb-and-wrist-overuse", "shin-splints"])
def test_names_that_would_stand_on_the_words_of_the_page_stand_beside_them(id: str) -> None:
    """So a limb that slants to the left leaves its names as much room as one that slants to the right."""
    right, left = size(planned(id, side="right")), size(planned(id, side="left"))
    assert right == pytest.approx(left, rel=0.05)


@pytest.mark.parametrize("id", ["overhead-athlete-shoulder", "rotator-cuff-pain"])
def test_two_views_of_one_shoulder_face_each_other(id: str) -> None:
    """The names are between them, and the sheet has no body that fades across its middle."""
    for side in ("right", "left"):
        scene = planned(id, side=side)
        first, second = sorted(scene.figures, key=lambda figure: figure.place[0])
        assert abreast(scene)
        assert not {"top", "bottom"} & {*first.fade, *second.fade}
        inner = [facts_of(figure.view).sides for figure in (first, second)]
        assert (inner[0][1], inner[1][0]) == (side, side)


def abreast(scene: Scene) -> bool:
    """Whether the figures stand side by side."""
    return max(f.place[1] for f in scene.figures) < min(f.place[3] for f in scene.figures)


def size(scene: Scene) -> float:
    return len(scene.figures) / sum(1 / figure.scale for figure in scene.figures)
