"""Charts of several marks: every muscle that the user names is seen by its belly, and every chosen point has its pain."""

from __future__ import annotations

import pytest

from bodymap.body.plates import load, views
from bodymap.content.picture_content import PictureContent
from bodymap.content.pointable import pointable
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge.conditions import Role
from bodymap.layout.listed_points import numbers_in_line
from bodymap.layout.point_numbers import point_numbers
from bodymap.scene import content_of, plan


def seen(content: PictureContent, muscle: str, side: str) -> float:
    """Return how much the figures show of a muscle's belly on a side, as a share of what the best view shows."""
    best = max(pointable(load(content.body, view), muscle, [side]) for view in views(content.body))
    shown = [v for v in content.views if any(h.muscle == muscle and h.side == side for h in v.highlights)]
    return max((pointable(v.plate, muscle, [side]) for v in shown), default=0.0) / best


@pytest.mark.parametrize(
    ("muscles", "side"),
    [
        (["quads@left:primary", "hamstrings@left"], None),
        (["quads:primary", "glutes"], "left"),
        (["upper trapezius@left", "infraspinatus.1,2@left:primary"], None),
        (["biceps femoris@right:primary", "rectus femoris@left"], None),
        (["pectoralis major:primary", "rhomboids"], None),
    ],
)
def test_every_marked_muscle_is_seen_by_its_belly(muscles: list[str], side: str | None) -> None:
    content = content_of(chart(None, MarkRequest(muscles=muscles)), side=side)
    assert not content.hidden
    assert {entry.role for entry in content.muscles} == {Role.PRIMARY, Role.SECONDARY}
    for entry in content.muscles:
        for one in entry.sides:
            assert seen(content, entry.muscle, one) >= 0.4, (entry.muscle, one)


@pytest.mark.parametrize("size", ["slide", "a4"])
def test_marks_show_their_pain_together_as_they_do_alone(size: str) -> None:
    marks = MarkRequest(muscles=["upper trapezius.1@left:primary"], points=["soleus.3@right"])
    scene = plan(chart(None, marks), size=size)
    felt = {zone.part for figure in scene.figures for zone in figure.zones}
    assert {"trapezius-upper.core.1.left", "soleus.core.3.right"} <= felt
    assert {mark.point for figure in scene.figures for mark in figure.marks} == {
        "trapezius-upper.1.left",
        "soleus.3.right",
    }


def test_a_lateral_view_takes_the_place_of_a_figure_that_only_repeats_it() -> None:
    marks = MarkRequest(muscles=["upper trapezius.1@left:primary"], points=["soleus.3@right"])
    showing = [view.view for view in content_of(chart(None, marks)).views if view.muscles == ("trapezius-upper",)]
    assert showing == ["left-lateral"]


def test_the_points_of_a_chart_are_told_in_one_way() -> None:
    """If one point's number is not that of its mark, all are told: no P1 beside P2 (1)."""
    content = content_of(chart(None, MarkRequest(muscles=["infraspinatus.1@left", "upper trapezius.1@left"])))
    numbers = point_numbers(content.views)
    told = [numbers_in_line(entry, numbers) for entry in content.muscles]
    assert sorted(told) == ["P1 (1)", "P2 (1)"]


@pytest.mark.parametrize(
    "muscles",
    [
        ["pectoralis major@left:primary", "biceps brachii@right"],
        ["pectoralis major.1@left:primary", "rhomboids@right", "gastrocnemius.1@right"],
    ],
)
def test_a_muscle_of_one_side_is_named_from_that_side(muscles: list[str]) -> None:
    """A leader from the other side would cross the other half of the body."""
    scene = plan(chart(None, MarkRequest(muscles=muscles)))
    [front] = [figure for figure in scene.figures if figure.view == "anterior"]
    middle = front.at(0.0, 500.0)[0]
    ends = [label.leader[0][0] for label in scene.labels if label.muscle == "pectoralis-major" and label.leader]
    assert ends
    assert all(x > middle for x in ends)
