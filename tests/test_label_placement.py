"""What names and numbers keep clear of."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import View
from bodymap.layout import label_placement
from bodymap.layout.label_columns import UNDER, Column
from bodymap.layout.metrics import Metrics
from bodymap.layout.records import Figure
from bodymap.scene import plan
from bodymap.style import fonts
from bodymap.style.text import Text
from bodymap.style.theme import TypeScale
from tests.layout import box_of


@pytest.mark.parametrize("words", ["7", "12", "3, 4", "10, 11"])
def test_the_numbers_of_points_are_kept_clear_of_from_their_first_digit_to_their_last(words: str) -> None:
    text = Text(words, 100.0, 200.0, 9.0, "semibold", "point")
    [figure] = plan(condition_library.load("tennis-elbow"), side="right").figures
    places = label_placement._along(msgspec.structs.replace(figure, numerals=(text,)))
    x0, y0, x1, y1 = box_of(text)
    across = [x for x, _ in places]
    assert all(y0 < y < y1 for _, y in places)
    assert x0 <= across[0] < x0 + 0.5 * text.size
    assert abs(across[-1] - x1) < 0.7 * text.size
    assert all(0 < b - a < text.size for a, b in pairwise(across))


def test_names_go_down_to_the_caption_but_not_beside_letters_that_stick_out() -> None:
    """Wherever the figure stands in its row: under a broad one the letters stand under the body."""
    metrics, row = Metrics(TypeScale(), fonts.measure), (0.0, 0.0, 900.0, 500.0)
    foot = 60.0

    def floor(wide: float, x: float) -> float:
        letters = tuple(Text(side, x + wide / 2 + turn * 60, 20, 11) for side, turn in (("L", -1), ("R", 1)))
        place = (x, foot, x + wide, 460.0)
        figure = Figure("neutral-adult", View.POSTERIOR, (0, 0, wide, 400), place, letters=letters)
        return label_placement._floor(metrics, row, figure, Column(0, (), "right"))

    for x in (0.0, 150.0, 500.0):
        assert floor(300, x) == metrics.length(UNDER) < foot
        assert floor(40, x) > foot
