"""Leaders that cross or crowd each other: what `segments` says, against geometry worked out another way."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bodymap.layout import segments

Point = tuple[float, float]

places = st.tuples(st.integers(-40, 40), st.integers(-40, 40)).map(lambda p: (float(p[0]), float(p[1])))


@given(places, places, places, places)
def test_two_segments_cross_where_each_parts_the_ends_of_the_other(a: Point, b: Point, c: Point, d: Point) -> None:
    step = np.array([[b[0] - a[0], c[0] - d[0]], [b[1] - a[1], c[1] - d[1]]])
    assume(abs(np.linalg.det(step)) > 1e-9)
    t, u = np.linalg.solve(step, [c[0] - a[0], c[1] - a[1]])
    assume(min(abs(t), abs(1 - t), abs(u), abs(1 - u)) > 1e-6)  # an end on the other segment is neither
    assert segments.cross(a, b, c, d) == (0 < t < 1 and 0 < u < 1)


@pytest.mark.parametrize(
    ("c", "d"),
    [((10, 0), (10, 8)), ((0, 0), (5, 5)), ((20, 0), (30, 0)), ((2, 0), (12, 0)), ((0, 3), (10, 3))],
    ids=["touches the end", "shares an end", "beyond it", "along it", "beside it"],
)
def test_segments_that_only_touch_do_not_cross(c: Point, d: Point) -> None:
    assert not segments.cross((0, 0), (10, 0), c, d)
    assert not segments.cross(c, d, (0, 0), (10, 0))


@given(places, st.lists(places, min_size=2, max_size=4), st.floats(0.5, 30))
def test_a_point_is_near_a_line_by_its_distance_from_any_piece_of_it(
    point: Point, line: list[Point], clearance: float
) -> None:
    along = np.concatenate([np.linspace(a, b, 400) for a, b in pairwise(line)])
    least = float(np.hypot(*(along - point).T).min())
    assume(abs(least - clearance) > 0.2)  # the samples lie so far apart
    assert segments.near(point, line, clearance) == (least < clearance)


def test_leaders_meet_where_they_cross_or_where_one_ends_beside_the_other() -> None:
    level = ((100.0, 0.0), (0.0, 0.0))
    assert segments.meet(level, ((100.0, 20.0), (60.0, 20.0), (20.0, -20.0))), "their bends cross"
    assert segments.meet(level, ((100.0, 30.0), (50.0, 1.0))), "the other ends on it"
    assert segments.meet(((100.0, 30.0), (50.0, 1.0)), level)
    assert not segments.meet(level, ((100.0, 30.0), (50.0, 10.0)))
    assert not segments.meet(level, ((100.0, 1.0), (100.0, 60.0))), "what starts near it, at the names, is no matter"


def test_of_many_lines_one_pair_is_enough_to_cross() -> None:
    apart = [((0.0, y), (50.0, y), (60.0, y + 5.0)) for y in (0.0, 20.0, 40.0)]
    assert not segments.crossed(apart)
    assert segments.crossed([*apart, ((55.0, 60.0), (55.0, 38.0))])
    assert not segments.crossed([])


@given(st.lists(st.tuples(places, places), min_size=2, max_size=6))
def test_many_leaders_meet_as_each_two_of_them_do(whole: list[tuple[Point, Point]]) -> None:
    leaders = [tuple((1.013 * x, 1.013 * y) for x, y in one) for one in whole]  # no distance is just the clearance
    found = segments.meetings(leaders)
    assert found.shape == (len(leaders), len(leaders))
    for i, one in enumerate(leaders):
        for j, other in enumerate(leaders):
            if i != j:
                assert bool(found[i, j]) == segments.meet(one, other)
    assert (segments.meetings(leaders, leaders[:2]) == found[:, :2]).all()
