"""Pixels: what fades in a layer of its own, wherever the layer ends."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.backends.agg import fade_layer
from bodymap.display.records import Fade

ROWS, COLUMNS = 120, 200


def faded(left: int, bottom: int, right: int, top: int) -> np.ndarray:
    """The opacity of a window on a sheet of 200 x 120 pt with a box that fades at two edges, one pixel to a point."""
    layer = np.full((top - bottom, right - left, 4), 255, dtype=np.uint8)
    box = (20.0 - left, 15.0 - bottom, 170.0 - left, 90.0 - bottom)
    fade_layer(layer, box, Fade((20.0, 15.0, 170.0, 90.0), ("left", "top"), 30.0), 1.0)
    assert (layer[..., :3] == 255).all(), "only the opacity changes"
    return layer[..., 3]


def test_a_layer_fades_at_its_edges_and_is_clear_outside() -> None:
    whole = faded(0, 0, COLUMNS, ROWS)
    assert whole[ROWS - 15 - 1, 170 - 1] == 255, "the lower right corner does not fade"
    row, column = whole[ROWS - 20], whole[:, 160]
    assert (np.diff(row[20:50].astype(int)) > 0).all(), "from the left edge inwards"
    assert (np.diff(column[ROWS - 90 : ROWS - 60].astype(int)) > 0).all(), "from the top edge down"
    outside = whole.copy()
    outside[ROWS - 90 : ROWS - 15, 20:170] = 0
    assert not outside.any()


@pytest.mark.parametrize(
    "window",
    [(40, 0, 200, 120), (0, 30, 200, 120), (0, 0, 120, 120), (0, 0, 200, 60), (60, 40, 100, 80)],
    ids=["left", "bottom", "right", "top", "all around"],
)
def test_a_box_that_reaches_over_an_edge_of_the_picture_fades_as_if_all_of_it_were_seen(
    window: tuple[int, ...],
) -> None:
    left, bottom, right, top = window
    assert np.array_equal(faded(*window), faded(0, 0, COLUMNS, ROWS)[ROWS - top : ROWS - bottom, left:right])
