"""What names and numbers keep clear of."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from bodymap.knowledge import conditions
from bodymap.layout import label_placement
from bodymap.scene import plan
from bodymap.style.text import Text
from tests.layout import box_of


@pytest.mark.parametrize("words", ["7", "12", "3, 4", "10, 11"])
def test_the_numbers_of_points_are_kept_clear_of_from_their_first_digit_to_their_last(words: str) -> None:
    text = Text(words, 100.0, 200.0, 9.0, "semibold", "point")
    [figure] = plan(conditions.load("tennis-elbow"), side="right").figures
    places = label_placement._along(msgspec.structs.replace(figure, numerals=(text,)))
    x0, y0, x1, y1 = box_of(text)
    across = [x for x, _ in places]
    assert all(y0 < y < y1 for _, y in places)
    assert x0 <= across[0] < x0 + 0.5 * text.size
    assert abs(across[-1] - x1) < 0.7 * text.size
    assert all(0 < b - a < text.size for a, b in pairwise(across))
