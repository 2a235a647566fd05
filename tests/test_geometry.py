from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.body import geometry
from bodymap.body.geometry import CLOSE, CUBIC, LINE, MOVE, Shape

KAPPA = 0.5522847498


def square(x: float = 0, y: float = 0, side: float = 10) -> Shape:
    corners = np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)], dtype=float)
    return Shape(corners, np.array([MOVE, LINE, LINE, LINE, CLOSE], dtype=np.uint8))


def circle(radius: float) -> Shape:
    k = KAPPA
    quarter = np.array([(1, k), (k, 1), (0, 1)])
    points = [np.array([[1.0, 0.0]])]
    for turn in range(4):
        c, s = round(np.cos(turn * np.pi / 2)), round(np.sin(turn * np.pi / 2))
        points.append(quarter @ np.array([[c, s], [-s, c]]))
    codes = [MOVE, *[CUBIC] * 12]
    return Shape(np.concatenate(points) * radius, np.array(codes, dtype=np.uint8))


def test_areas() -> None:
    assert geometry.area(square()) == pytest.approx(100)
    assert geometry.area(circle(10)) == pytest.approx(np.pi * 100, rel=0.02)
    outer, inner = square(), square(2, 2, 4)
    ring = Shape(
        np.concatenate([outer.points, inner.points[::-1]]),
        np.concatenate([outer.codes, inner.codes]).astype(np.uint8),
    )
    assert geometry.area(ring) == pytest.approx(100 - 16)


def test_rings_do_not_repeat_their_first_point() -> None:
    assert [len(r) for r in geometry.rings(square())] == [4]
    assert [len(r) for r in geometry.rings(circle(5), steps=3)] == [12]


def test_even_odd() -> None:
    polygons = [*geometry.rings(square()), *geometry.rings(square(2, 2, 4))]
    points = np.array([(1.0, 1.0), (4.0, 4.0), (11.0, 4.0)])
    assert geometry.inside(polygons, points).tolist() == [True, False, False]
    assert geometry.distance(polygons, points).tolist() == pytest.approx([1, 2, 1])


def test_spans_run_from_left_to_right() -> None:
    polygons = [*geometry.rings(square()), *geometry.rings(square(20))]
    assert geometry.spans(polygons, 5) == [(0, 10), (20, 30)]
    assert geometry.spans(polygons, 11) == []


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.1, 40))
def test_inside_agrees_with_the_circle(x: float, y: float, radius: float) -> None:
    off = np.hypot(x, y) - radius
    if abs(off) > 0.02 * radius:
        assert geometry.inside(geometry.rings(circle(radius), 12), np.array([(x, y)])).tolist() == [off < 0]


def test_boxes() -> None:
    assert geometry.bounds([square(), square(20, 5)]) == (0, 0, 30, 15)
    assert geometry.union((0, 0, 1, 1), (2, -1, 3, 0)) == (0, -1, 3, 1)
    assert geometry.grown((0, 0, 1, 1), 2) == (-2, -2, 3, 3)
