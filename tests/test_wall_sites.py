"""Where a muscle is seen on a wall chart."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.knowledge.anatomy import Side, View
from bodymap.layout import wall_sites
from bodymap.layout.bellies import Belly
from bodymap.layout.records import Figure
from tests.composing import view_of


@pytest.mark.parametrize("size", [8.0, 12.0, 40.0])
def test_all_of_a_muscle_is_seen_up_to_its_upper_and_right_edges(monkeypatch: pytest.MonkeyPatch, size: float) -> None:
    """A square with sides of this many points, and nothing over it."""
    square = np.array([(10, 10), (10 + size, 10), (10 + size, 10 + size), (10, 10 + size)], dtype=float)
    monkeypatch.setattr(wall_sites, "belly", lambda view, muscle, side: Belly([square], [], ()))
    figure = Figure(plates.DEFAULT_BODY, View.POSTERIOR, (0.0, 0.0, 100.0, 100.0), (0.0, 0.0, 100.0, 100.0))
    view = view_of(["infraspinatus"], "posterior", "right")
    seen = wall_sites.seen_muscle(figure, view, "infraspinatus", Side.RIGHT)
    assert seen
    assert np.sqrt(seen.area) == pytest.approx(size, abs=0.6 * wall_sites.CELL)
