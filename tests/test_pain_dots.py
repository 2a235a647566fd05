"""Dots that say where pain is felt: those of the legend."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from bodymap.body.geometry import CLOSE, CUBIC, MOVE, Shape
from bodymap.body.plate import Part, Plate
from bodymap.content.view_content import Zone
from bodymap.knowledge.anatomy import Side, View
from bodymap.layout.pain_dots import dots, sample_dots
from bodymap.layout.records import Figure


def test_the_sample_fills_its_box_and_thins_out_to_the_right() -> None:
    """It stands for a core and what lies around it, so both ends have dots."""
    x0, y0, x1, y1 = box = (100.0, 200.0, 160.0, 230.0)
    places = sample_dots(box)
    assert ((places >= (x0, y0)) & (places <= (x1, y1))).all()
    left, _, right = np.histogram(places[:, 0], 3, (x0, x1))[0]
    assert left > right > 0
    assert places[:, 1].min() < y0 + 10 < y1 - 10 < places[:, 1].max()


def test_a_spillover_has_half_the_dots_of_a_core_however_deep_inside() -> None:
    codes = np.array([MOVE, *[CUBIC] * 12, CLOSE], dtype=np.uint8)
    corners = np.array([(0, 0), (400, 0), (400, 400), (0, 400), (0, 0)], dtype=float)
    along = [
        corners[0],
        *(a + (b - a) * t for a, b in pairwise(corners) for t in (1 / 3, 2 / 3, 1)),
    ]
    square = Shape(np.array([*along, (0, 0)]), codes)
    zone = Part("wide", "zone", "soleus", "right", square, zone="core")
    plate = Plate("b", View.LEFT_LATERAL, 400, (0, 0, 400, 400), square, (), None, (zone,), ())
    counts = []
    for kind in ("core", "spillover"):
        box = (0.0, 0.0, 400.0, 400.0)
        figure = Figure("b", View.LEFT_LATERAL, box, box, zones=(Zone("wide", "soleus", Side.RIGHT, kind),))  # type: ignore[arg-type]
        places = dots(figure, plate, {"wide": zone})
        counts.append(int(((places > 100) & (places < 300)).all(1).sum()))
    core, spillover = counts
    assert core > 200
    assert 0.4 < spillover / core < 0.6
