"""A condition on one side is shown on one side: the patient's, or if nobody said which, an example."""

from __future__ import annotations

import pytest

from bodymap import describe
from bodymap.content.example_side import SideShown, side_shown
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.finding import find as finding
from bodymap.knowledge import chart_input, charts, condition_library, conditions
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Laterality
from bodymap.scene import plan

ALL = condition_library.library()


@pytest.mark.parametrize("condition", ALL, ids=lambda condition: condition.id)
def test_a_condition_is_shown_on_the_sides_that_it_is_on(condition: conditions.Condition) -> None:
    content = picture_content(charts.of_condition(condition))
    assert content.example == (condition.side == Laterality.ASK)
    assert content.side == ("right" if content.example else "both")


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_a_side_that_is_asked_for_is_no_example(side: str) -> None:
    content = picture_content(chart_input.load("disc-herniation"), ContentOptions(side))
    assert (content.side, content.example) == (side, False)
    assert not picture_content(chart_input.load(f"disc-herniation@{side}")).example


def test_an_example_fits_the_view() -> None:
    chart = chart_input.load("jaw-disorder")
    assert side_shown(chart, None, "left-lateral") == SideShown("left", example=True)
    assert side_shown(chart, None, "right-lateral") == SideShown("right", example=True)
    assert picture_content(chart, ContentOptions(view="left-lateral")).side == "left"


def test_marks_of_a_chart_are_the_patients_own() -> None:
    assert picture_content(Chart(marks=(ChartMark(muscle="soleus"),))).side == "both"
    own = charts.of_condition(condition_library.load("runners-knee"), "left")
    assert side_shown(own, None) == SideShown(None)


def test_what_a_search_finds_is_on_both_sides() -> None:
    places = finding.places(["temple"])
    found = finding.as_condition(places, finding.find(places))
    assert found.side == Laterality.BOTH


def test_words_say_that_the_side_is_an_example() -> None:
    scene = plan("sciatica-look-alikes")
    said = [line.text for line in scene.texts]
    assert "Shown on the right side" in said
    example = "It can be on either side; the right side is shown as an example."
    assert example in describe.alt(scene)
    assert example in describe.long(scene)
    asked = plan("sciatica-look-alikes", side="right")
    assert "Right side" in [line.text for line in asked.texts]
    assert example not in describe.text(asked)
