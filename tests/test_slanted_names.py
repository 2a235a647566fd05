"""Names stand along a limb that slants, so that their leaders are short; beside a trunk they stand in line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from bodymap.layout.records import Label, Scene
from bodymap.layout.straight_leaders import ColumnLine, Target, place
from bodymap.scene import plan


def starts(scene: Scene, align: str) -> list[tuple[float, float]]:
    """Where the names of the first figure that are set to one side begin, from the top down."""
    x0, y0, x1, y1 = scene.figures[0].place
    own = [label for label in scene.labels if label.leader and label.lines[0].align == align]
    found = [label.leader[0] for label in own if x0 <= label.leader[-1][0] <= x1 and y0 <= label.leader[-1][1] <= y1]
    return sorted(found, key=lambda at: -at[1])


def longest(labels: tuple[Label, ...]) -> float:
    return max(float(np.hypot(*np.subtract(*label.leader))) for label in labels if label.leader)


@pytest.mark.parametrize(
    ("condition", "side", "align", "turn"),
    [
        ("tennis-elbow", "left", "right", -1),
        ("carpal-tunnel", "right", "left", -1),
        ("carpal-tunnel", "right", "right", -1),
        ("trigger-finger", "left", "right", 1),
    ],
)
def test_names_follow_a_limb_that_slants(condition: str, side: str, align: str, turn: int) -> None:
    found = starts(plan(condition, side=side), align)
    assert len(found) > 1
    for (x, _), (below, _) in pairwise(found):
        assert (below - x) * turn > 0


@pytest.mark.parametrize("condition", ["carpal-tunnel", "cubital-tunnel", "trigger-finger"])
def test_leaders_to_a_limb_that_slants_are_short(condition: str) -> None:
    assert longest(plan(condition, side="right").labels) < 170


@pytest.mark.parametrize("condition", ["low-back-pain", "abdominal-strain", "calf-tightness"])
def test_beside_a_trunk_or_a_leg_names_stand_in_line(condition: str) -> None:
    for align in ("left", "right"):
        assert len({round(x, 3) for x, _ in starts(plan(condition, side="both"), align)}) < 2


def test_leaders_begin_on_the_line() -> None:
    ends = np.array([[0.0, 0.0], [5.0, 5.0]])
    closed = ((40.0, 60.0),)
    target = Target("one", 5.0, 5.0, ends, np.zeros(2), closed, np.zeros((4, 4), dtype=bool), (0.0, 0.0), 1.0)
    line = ColumnLine(100.0, -0.5)
    found = place([target], line, -100.0, 100.0, gap=3.0, marks=(), facing="right")
    assert found
    ((x, y), _) = found[1][0].leader
    assert x == pytest.approx(float(line.at(np.array([y]))[0]))
    assert not 35.0 < y < 65.0


def test_names_without_room_are_not_placed_whatever_their_leaders_do() -> None:
    """Leaders that cross may take other ends, but no end makes room in a column that is too short."""
    ends = np.array([[0.0, float(y)] for y in range(-20, 21, 5)])

    def placed(high: float) -> object:
        targets = [
            Target(key, 20.0, 20.0, ends, np.zeros(len(ends)), (), np.zeros((4, 4), dtype=bool), (0.0, 0.0), 1.0)
            for key in "abc"
        ]
        return place(targets, ColumnLine(100.0), -high, high, gap=3.0, marks=(), facing="right")

    assert placed(80.0)
    assert placed(30.0) is None
