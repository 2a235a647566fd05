"""The ways to set the names of a body: the one with the most words comes first, and is worth the most."""

from __future__ import annotations

import msgspec
import pytest

from bodymap.layout.label_modes import NUMBERS, LabelMode, LabelRequest
from bodymap.layout.name_ways import NameWay, ways_to_name
from bodymap.layout.panel import Panel
from tests.composing import task_of

PANEL = Panel((0.0, 0.0, 600.0, 400.0), (0.0, 0.0, 600.0, 400.0))
MUSCLES = ["latissimus-dorsi", "infraspinatus"]


def test_names_have_leaders_unless_numbers_stand_for_them() -> None:
    assert NameWay(LabelMode(notes=True)).leaders
    assert not NameWay(NUMBERS).leaders
    assert not NameWay(None).leaders


@pytest.mark.parametrize("points", [{}, {("infraspinatus", 1): 1}], ids=["muscles", "points"])
def test_no_way_is_worth_more_than_that_with_all_words(points: dict[tuple[str, int], int]) -> None:
    ways = [*ways_to_name(task_of(MUSCLES, PANEL, request=LabelRequest(points=points)))]
    assert ways[0].worth == 1.0
    assert max(way.worth for way in ways) == 1.0


def test_a_list_of_numbers_alone_is_worth_less_than_one_that_says_where_the_points_are() -> None:
    request = LabelRequest(points={("infraspinatus", 1): 1})
    worth: dict[str, float] = {}
    for way in ways_to_name(task_of(MUSCLES, PANEL, request=request)):
        if way.leaders and way.mode and way.mode.notes:
            worth[way.mode.points] = max(way.worth, worth.get(way.mode.points, 0.0))
    assert worth["numbers"] < worth["sites"]


def test_a_muscle_of_one_side_is_named_there_though_others_are_on_both() -> None:
    task = task_of(MUSCLES, PANEL, side="both")
    assert not any(way.mode and way.mode.sided for way in ways_to_name(task))
    one, other = task.entries
    of_one_side = msgspec.structs.replace(task, entries=(one, msgspec.structs.replace(other, on=other.on[:1])))
    first = next(ways_to_name(of_one_side))
    assert first.mode
    assert first.mode.sided
