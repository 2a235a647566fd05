"""Which cells of a sheet are free for something small: those beside a body, its words and its names."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import rings, spans
from bodymap.knowledge.anatomy import View
from bodymap.layout import free_place
from bodymap.layout.free_place import CELL
from bodymap.layout.records import Figure

SHEET = (600.0, 600.0)

NECK = 215.0
"""The height of the neck on the plate, mm: no arm hangs beside it."""


@pytest.mark.parametrize("tall", [150.0, 400.0, 1700.0], ids=["neck", "trunk", "body"])
def test_just_the_cells_of_a_body_are_taken(tall: float) -> None:
    """However large it is shown: the neck is a few cells wide, or most of the sheet."""
    frame = (-tall / 2, NECK - tall / 8, tall / 2, NECK + tall * 7 / 8)
    figure = Figure(plates.DEFAULT_BODY, View.POSTERIOR, frame, (30.0, 30.0, 570.0, 570.0))
    row = int(figure.at(0.0, NECK)[1] // CELL)
    level = figure.frame[1] + (figure.place[3] - (row + 0.5) * CELL) / figure.scale
    [(left, right)] = spans(rings(plates.load(figure.body, figure.view).outline), level)
    columns = np.flatnonzero(free_place.taken(SHEET, [figure])[row])
    assert (columns == np.arange(columns[0], columns[-1] + 1)).all()
    middles = (columns[[0, -1]] + 0.5) * CELL
    assert middles[0] == pytest.approx(figure.at(left, level)[0] - CELL / 2, abs=CELL / 2 + 0.1)
    assert middles[1] == pytest.approx(figure.at(right, level)[0] + CELL / 2, abs=CELL / 2 + 0.1)
