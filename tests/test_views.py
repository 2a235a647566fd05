"""The facts about views, held to the plates: each side lies where its letter stands."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from bodymap import describe
from bodymap.body import plates
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge.anatomy import Side, View
from bodymap.knowledge.views import VIEWS, facts_of
from bodymap.scene import plan


def test_every_view_has_its_facts_under_its_own_name() -> None:
    assert list(VIEWS) == list(View)
    assert all(facts.view == view for view, facts in VIEWS.items())
    assert facts_of("posterior") is VIEWS[View.POSTERIOR]


@pytest.mark.parametrize(("body", "view"), [*product(plates.bodies(), View)])
def test_muscles_of_a_side_lie_where_its_letter_stands(body: str, view: View) -> None:
    facts, plate = facts_of(view), plates.load(body, view)
    by_side = {
        side: [part.shape.points[:, 0].mean() for part in plate.parts if part.kind == "muscle" and part.side == side]
        for side in (Side.LEFT, Side.RIGHT)
    }
    assert {side for side, found in by_side.items() if found} == set(facts.sides)
    if facts.near:
        assert facts.edges == ((facts.near, -1),)
        assert facts.right_of_picture == facts.near
        return
    for side, edge in facts.edges:
        assert np.sign(np.mean(by_side[side])) == edge
    assert facts.right_of_picture == {edge: side for side, edge in facts.edges}[1]


def test_what_views_are_for() -> None:
    assert {view for view in View if facts_of(view).upright} == {View.ANTERIOR, View.POSTERIOR}
    assert {view for view in View if facts_of(view).own_scale} == {View.PLANTAR}
    assert {view for view in View if facts_of(view).limbs} == {View.MEDIAL}
    assert {view for view in View if facts_of(view).near} == {View.LEFT_LATERAL, View.RIGHT_LATERAL}
    assert facts_of("anterior").preference > facts_of("left-lateral").preference


def test_a_view_is_named_in_words() -> None:
    facts = facts_of("left-lateral")
    assert (facts.caption, facts.seen) == ("Left side view", "from the left side")
    assert facts.orientation == "the left side near"


@pytest.mark.parametrize(
    ("condition", "side", "said"),
    [
        ("plantar-fasciitis", "left", "A figure shows the left sole from below."),
        ("plantar-fasciitis", "right", "A figure shows the right sole from below."),
        ("plantar-fasciitis", "both", "A figure shows the right sole from below."),
        ("mortons-neuroma", "both", "Two figures show the left and the right sole from below."),
    ],
)
def test_a_description_says_which_soles_are_shown(condition: str, side: str, said: str) -> None:
    told = describe.text(plan(condition, side=side))
    assert said in told
    assert "whole body" not in told


def test_both_soles_beside_each_other_are_told_with_their_sides() -> None:
    told = describe.text(plan(chart(None, MarkRequest(muscles=["gluteus-maximus", "flexor-digitorum-brevis"]))))
    assert "A figure shows both soles from below, with the patient's right on the left" in told
