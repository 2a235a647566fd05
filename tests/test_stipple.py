from __future__ import annotations

import numpy as np
import pytest

from bodymap.layout import stipple


def gaps(dots: np.ndarray) -> np.ndarray:
    """The distance from each dot of a tile to its nearest, around the seams."""
    off = np.abs(dots[:, None] - dots)
    off = np.minimum(off, 1 - off)
    return (np.hypot(off[..., 0], off[..., 1]) + np.eye(len(dots)) * 9).min(1)


@pytest.mark.parametrize("count", [30, 80, 200, stipple.DOTS])
def test_the_first_dots_are_evenly_spread_however_many(count: int) -> None:
    """Random dots have a mean gap of 0.5 of the spacing and a least gap near 0; a lattice has 1.07 for both."""
    spacing = 1 / np.sqrt(count)
    near = gaps(stipple.tile()[:count])
    assert near.min() > 0.5 * spacing
    assert 0.75 * spacing < near.mean() < 1.0 * spacing
    assert near.std() > 0.02 * spacing, "not a lattice"


def test_a_cloud_is_as_dense_as_asked() -> None:
    box = (0.0, 0.0, 200.0, 200.0)
    full = len(stipple.cloud(box, 4.0, lambda p: np.ones(len(p))))
    sparse = len(stipple.cloud(box, 4.0, lambda p: np.full(len(p), 0.25)))
    assert full * 4.0**2 == pytest.approx(200 * 200, rel=0.2)
    assert sparse / full == pytest.approx(0.25, rel=0.1)


def test_a_cloud_stays_in_its_box_and_is_the_same_each_time() -> None:
    box = (-13.0, 7.0, 40.0, 66.0)
    first, second = (stipple.cloud(box, 3.0, lambda p: np.ones(len(p))) for _ in range(2))
    assert (first == second).all()
    assert (first >= box[:2]).all()
    assert (first <= box[2:]).all()
