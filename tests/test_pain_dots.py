"""Dots that say where pain is felt: those of the legend."""

from __future__ import annotations

import numpy as np

from bodymap.layout.pain_dots import sample_dots


def test_the_sample_fills_its_box_and_thins_out_to_the_right() -> None:
    """It stands for a core and what lies around it, so both ends have dots."""
    x0, y0, x1, y1 = box = (100.0, 200.0, 160.0, 230.0)
    places = sample_dots(box)
    assert ((places >= (x0, y0)) & (places <= (x1, y1))).all()
    left, _, right = np.histogram(places[:, 0], 3, (x0, x1))[0]
    assert left > right > 0
    assert places[:, 1].min() < y0 + 10 < y1 - 10 < places[:, 1].max()
