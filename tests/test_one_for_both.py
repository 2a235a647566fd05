"""One side is drawn for both where both look the same and figures of each would be small; the picture says so."""

from __future__ import annotations

import pytest

from bodymap import describe
from bodymap.finding import named_muscles
from bodymap.layout.metrics import Metrics
from bodymap.layout.records import Scene
from bodymap.options.records import FigureOptions
from bodymap.pages.figure_page import figure_page
from bodymap.scene import plan, prepare
from bodymap.style import fonts

SAID = "The left side looks the same."


def lines(scene: Scene) -> str:
    return " ".join(text.text for text in scene.texts)


@pytest.mark.parametrize(
    "condition",
    [
        "jaw-disorder",
        "tension-headache",
        "plantar-fasciitis",
        "shin-splints",
        "knee-osteoarthritis",
        "after-knee-surgery",
    ],
)
def test_one_side_is_drawn_for_both_as_large_as_alone(condition: str) -> None:
    both, right = plan(condition, side="both"), plan(condition, side="right")
    assert both.sides == ("left", "right")
    assert {h.side for figure in both.figures for h in figure.highlights} == {"right"}
    assert [figure.view for figure in both.figures] == [figure.view for figure in right.figures]
    for one, other in zip(both.figures, right.figures, strict=True):
        assert one.scale >= 0.9 * other.scale


def test_the_picture_and_its_description_say_so() -> None:
    both, right = plan("jaw-disorder", side="both"), plan("jaw-disorder", side="right")
    assert SAID in lines(both)
    assert "Both sides" in lines(both)
    assert SAID in describe.alt(both)
    assert SAID in describe.long(both)
    assert "Rings on both sides" in describe.long(both)
    assert "on the right side" not in describe.long(both).replace("the right side near", "")
    for scene in (right, plan("jumpers-knee", side="both")):
        assert SAID not in lines(scene) + describe.long(scene)


def test_a_figure_without_other_words_says_so_in_its_caption() -> None:
    prepared = prepare("jaw-disorder", FigureOptions(side="both"))
    metrics = Metrics(prepared.theme.type, fonts.measurer(prepared.theme.fonts), 1.0)
    (figure,) = figure_page(prepared.content, (500.0, 400.0), metrics, prepared.theme).scene.figures
    assert figure.caption
    assert figure.caption.text == "Right side view; the left is the same"


@pytest.mark.parametrize(
    "condition", ["tennis-elbow", "ankle-sprain", "foot-pain", "carpal-tunnel", "rotator-cuff-pain"]
)
def test_two_arms_two_legs_and_a_trunk_keep_both_sides(condition: str) -> None:
    both = plan(condition, side="both")
    assert {h.side for figure in both.figures for h in figure.highlights} == {"left", "right"}
    assert not any(figure.undrawn for figure in both.figures)


@pytest.mark.parametrize(
    "texts", [("masseter@left:primary", "temporalis@right"), ("masseter=0.3@left", "masseter=0.9@right")]
)
def test_sides_that_differ_are_both_drawn(texts: tuple[str, str]) -> None:
    scene = plan(named_muscles.chart([*texts], title="Jaw"))
    assert not any(figure.undrawn for figure in scene.figures)


def test_one_side_has_no_figure_of_the_other_that_shows_only_what_lies_in_the_middle() -> None:
    assert [figure.view for figure in plan("tension-headache", side="right").figures] == ["right-lateral"]


def test_a_view_that_is_asked_for_shows_both_sides() -> None:
    (soles,) = plan("plantar-fasciitis", side="both", view="plantar").figures[:1]
    assert soles.undrawn is None
