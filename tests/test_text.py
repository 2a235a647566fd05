from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bodymap.style import fonts
from bodymap.style.text import wrap


def even(text: str, weight: str, size: float) -> float:
    return len(text) * size


def test_lines_break_at_spaces() -> None:
    assert wrap("one two three", 8, "regular", 1, even) == ("one two", "three")
    assert wrap("", 8, "regular", 1, even) == ()
    assert wrap("extraordinarily long", 8, "regular", 1, even) == ("extraor-", "dinarily", "long")


def test_balanced_lines_are_about_equally_long() -> None:
    text = "aaaa bbbb cccc dddd eeee"
    assert wrap(text, 20, "regular", 1, even) == ("aaaa bbbb cccc dddd", "eeee")
    assert wrap(text, 20, "regular", 1, even, balance=True) == ("aaaa bbbb cccc", "dddd eeee")


@given(st.lists(st.text("abc", min_size=1, max_size=9), max_size=20), st.floats(10, 60), st.booleans())
def test_no_word_is_lost_and_no_line_too_long(words: list[str], width: float, balance: bool) -> None:
    lines = wrap(" ".join(words), width, "regular", 1, even, balance=balance)
    assert " ".join(lines).split() == words
    assert all(even(line, "regular", 1) <= width for line in lines)
    assert len(lines) == len(wrap(" ".join(words), width, "regular", 1, even))


def test_the_face_is_measured_in_points() -> None:
    assert fonts.measure("Trapezius", "regular", 20) == 2 * fonts.measure("Trapezius", "regular", 10)
    assert fonts.measure("Trapezius", "semibold", 10) > fonts.measure("Trapezius", "regular", 10)
    assert all(fonts.path(weight).is_file() for weight in fonts.FILES)
