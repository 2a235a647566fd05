"""Small whole bodies that mark what the figures show: side by side in their room, each with its own place."""

from __future__ import annotations

import pytest

from bodymap.body import plates
from bodymap.knowledge.anatomy import View
from bodymap.layout.locators import GAP, LocatorSpace, place_locators
from bodymap.layout.records import Figure
from tests.composing import METRICS

SEEN = (-150.0, 300.0, 150.0, 600.0)
FIGURES = [
    Figure(plates.DEFAULT_BODY, view, SEEN, (at, 0.0, at + 100, 100.0), cut=True)
    for at, view in ((0.0, View.ANTERIOR), (200.0, View.POSTERIOR))
]


@pytest.mark.parametrize(("turn", "corner", "room"), [(1, 100.0, (100.0, 400.0)), (-1, 400.0, (100.0, 400.0))])
def test_two_small_bodies_stand_apart_from_left_to_right_in_their_room(
    turn: int, corner: float, room: tuple[float, float]
) -> None:
    space = LocatorSpace((corner, 20.0), turn, 300.0, 200.0)
    front, back = sorted(place_locators(METRICS, space, FIGURES), key=lambda one: one.place)
    assert (front.view, back.view) == (View.ANTERIOR, View.POSTERIOR)
    assert back.place[0] - front.place[2] == pytest.approx(METRICS.length(GAP))
    assert room[0] - 0.01 <= front.place[0]
    assert back.place[2] <= room[1] + 0.01
