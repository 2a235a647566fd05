"""A plate on the sheet: where its points and boxes lie."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.layout.records import Crop

CROP = Crop("b", "anterior", (-50.0, 100.0, 150.0, 500.0), (300.0, 40.0, 400.0, 240.0))
"""Half a point to a millimetre."""

numbers = st.floats(-1000, 1000)


def test_the_frame_fills_its_place_upside_down() -> None:
    """On a plate y grows downwards, on the sheet upwards."""
    assert CROP.scale == 0.5
    assert CROP.at(-50, 100) == (300, 240)
    assert CROP.at(150, 500) == (400, 40)
    assert CROP.at(0, 200) == (325, 190)


@given(numbers, numbers)
def test_points_lie_where_a_point_lies(x: float, y: float) -> None:
    assert CROP.on_sheet(np.array([(x, y), (0.0, 0.0)])) == pytest.approx(np.array([CROP.at(x, y), CROP.at(0, 0)]))


@given(numbers, numbers, st.floats(1, 500), st.floats(1, 500))
def test_a_box_is_shown_as_far_as_the_frame_reaches(x: float, y: float, wide: float, tall: float) -> None:
    box = CROP.on_box((x, y, x + wide, y + tall))
    corners = [CROP.at(x, y + tall), CROP.at(x + wide, y)]
    (x0, y0), (x1, y1) = (np.clip(corner, CROP.place[:2], CROP.place[2:]) for corner in corners)
    assert box == pytest.approx((x0, y0, x1, y1))
