"""Where the muscles of a view are seen, and which of their places a column of names is nearer to."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.layout.visible_muscles import muscles_of, named_places, others_of
from tests.composing import view_of

PAIR = ("infraspinatus", "gluteus-maximus")
"""Two muscles of the back, far from each other."""


def test_a_leader_should_not_pass_over_other_muscles_but_may_over_its_own() -> None:
    view = view_of(PAIR, "posterior", "right")
    grids, (left, low), cell = others_of(view)
    for muscle, other in (PAIR, PAIR[::-1]):
        for named, there in ((muscle, False), (other, True)):
            x, y = muscles_of(view)[named].middles["right"]
            assert grids[muscle][int((low - y) / cell), int((x - left) / cell)] == there, (muscle, named)


@pytest.mark.parametrize(("side", "right"), [("both", [False, True]), ("right", [True, True])])
def test_of_muscles_on_both_sides_a_column_names_those_on_its_own(side: str, right: list[bool]) -> None:
    """Of those on one side it names all, wherever they lie."""
    view, places = view_of(["infraspinatus"], "posterior", side), np.array([[-80.0, 300.0], [80.0, 300.0]])
    assert named_places(view, places, "right").tolist() == right
    assert named_places(view, places, "left").tolist() == (right[::-1] if side == "both" else right)
