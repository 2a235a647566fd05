"""How far a figure fades at the edges where the body is cut."""

from __future__ import annotations

import pytest

from bodymap.body.geometry import Box
from bodymap.display.fading import fade
from bodymap.knowledge.anatomy import View
from bodymap.layout.records import Figure
from bodymap.style.theme_files import named

CLINIC = named("clinic")


def depth(place: Box) -> float:
    figure = Figure("neutral-adult", View.POSTERIOR, (0, 0, 100, 100), place, fade=("left", "top"))
    found = fade(figure, CLINIC)
    assert found
    assert (found.box, found.edges) == (place, ("left", "top"))
    return found.depth


@pytest.mark.parametrize("corner", [(0.0, 0.0), (300.0, 20.0), (20.0, 300.0)])
@pytest.mark.parametrize("size", [(60.0, 400.0), (400.0, 60.0)])
def test_a_narrow_figure_keeps_most_of_what_it_shows(size: tuple[float, float], corner: tuple[float, float]) -> None:
    """Wherever it stands: two edges together take at most a third of it."""
    found = depth((*corner, corner[0] + size[0], corner[1] + size[1]))
    assert 0.1 * 60 < found < 60 / 6


def test_a_large_figure_fades_as_far_as_its_theme_says() -> None:
    assert depth((50, 50, 950, 950)) == CLINIC.fade
    assert fade(Figure("neutral-adult", View.POSTERIOR, (0, 0, 9, 9), (0, 0, 9, 9)), CLINIC) is None
