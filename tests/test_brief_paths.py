"""Short path data: what is read back from it lies where the shape lies."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bodymap.backends.brief_paths import TOLERANCE, brief_dots, brief_path_data
from bodymap.body import plates
from bodymap.body.geometry import CLOSE, CUBIC, LINE, MOVE, Shape, distance, rings
from bodymap.display.records import path_data

CODES = {"m": (MOVE, 1), "l": (LINE, 1), "c": (CUBIC, 3)}
ROUNDED = 0.05 * 2**0.5


def read(data: str) -> Shape:
    """Read relative path data, as a browser does."""
    points, codes = [], []
    here, start = np.zeros(2), np.zeros(2)
    for letter, numbers in re.findall(r"([mlcz])([^mlcz]*)", data):
        if letter == "z":
            points.append(start)
            codes.append(CLOSE)
            here = start
            continue
        code, size = CODES[letter]
        moves = np.array([float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]).reshape(-1, size, 2)
        for move in moves:
            places = here + move
            points += list(places)
            codes += [code] * size
            here = places[-1]
            if code == MOVE:
                start = here
    return Shape(np.array(points), np.array(codes, dtype=np.uint8))


@pytest.mark.parametrize("part", ["soleus.right", "outline"])
def test_a_shape_read_back_lies_where_it_was(part: str) -> None:
    plate = plates.load("neutral-adult", "posterior")
    shapes = {one.id: one.shape for one in plate.parts} | {"outline": plate.outline}
    found = read(brief_path_data(shapes[part]))
    assert distance(rings(shapes[part]), np.concatenate(rings(found))).max() < TOLERANCE + ROUNDED
    assert distance(rings(found), np.concatenate(rings(shapes[part]))).max() < TOLERANCE + ROUNDED
    assert len(brief_path_data(shapes[part])) < 0.75 * len(path_data(shapes[part], lambda n: f"{n:.2f}"))


def test_points_on_straight_lines_are_left_out_and_corners_are_kept() -> None:
    x = np.linspace(0, 100, 50)
    arm = np.stack([x, 0.02 * np.sin(x)], 1)
    bent = np.concatenate([arm, arm[:, ::-1] + (100, 0)])
    codes = np.array([MOVE, *[LINE] * (len(bent) - 1)], dtype=np.uint8)
    assert brief_path_data(Shape(bent, codes)) == "m0 0l100 0 0 100"


def test_a_step_never_adds_up_to_a_drift() -> None:
    """A thousand steps of 0.04 pt, each of which rounds to nothing."""
    x = 0.04 * np.arange(1000)
    wave = np.stack([x, np.where(np.arange(1000) % 2, 0.3, 0.0)], 1)
    codes = np.array([MOVE, *[LINE] * 999], dtype=np.uint8)
    found = read(brief_path_data(Shape(wave, codes)))
    assert np.abs(found.points[-1] - wave[-1]).max() <= 0.05


def test_dots_are_lines_without_length_in_the_order_of_their_rows() -> None:
    places = np.array([[20.0, 30.04], [10.0, 30.0], [-5.5, 12.0]])
    assert brief_dots(places) == "m-5.5 12h0m15.5 18h0m10 0h0"
    assert brief_dots(np.empty((0, 2))) == ""
