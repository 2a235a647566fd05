"""The sheets of posters: their true sizes, and how large type and pixels are on them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bodymap.layout.poster_sheets import SIZES, poster_sheet

SERIES = [
    ("a4", "a3", "a2", "a1", "a0"),
    ("letter", "tabloid"),
    ("arch-a", "arch-b", "arch-c", "arch-d", "arch-e"),
]


@pytest.mark.parametrize("names", SERIES)
def test_two_sheets_side_by_side_are_the_next_larger_one(names: tuple[str, ...]) -> None:
    """To the millimetre that ISO 216 rounds down."""
    for smaller, larger in pairwise(SIZES[name] for name in names):  # type: ignore[index]
        assert larger[0] == pytest.approx(smaller[1])
        assert larger[1] == pytest.approx(2 * smaller[0], abs=1.01)


def test_every_sheet_is_in_a_series() -> None:
    assert {name for names in SERIES for name in names} == {*SIZES}


@pytest.mark.parametrize(("size", "inches"), [("a0", 46.8), ("arch-e", 48.0)])
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_wall_chart_has_about_5500_pixels_along_its_longer_side(size: str, inches: float, orientation: str) -> None:
    assert poster_sheet(size, orientation).dpi * inches == pytest.approx(5500, rel=0.01)


def test_a_smaller_poster_has_no_more_pixels_than_print_needs() -> None:
    assert {poster_sheet(size, "portrait").dpi for size in ("a4", "a3", "a2", "letter", "arch-a")} == {150.0}


def test_type_has_its_usual_size_on_a2_and_follows_the_sheet() -> None:
    enlarged = [poster_sheet(size, "portrait").enlarged for size in ("a4", "a3", "a2", "a1", "a0")]
    assert enlarged[2] == 1.0
    assert enlarged == sorted(enlarged)
    assert all(larger < 2**0.5 * smaller for smaller, larger in pairwise(enlarged)), "less than the sheet does"
