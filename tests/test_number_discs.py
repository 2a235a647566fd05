"""Numbers that stand for names: each in its muscle, clear of marks, words and other numbers, or beside it with a line."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bodymap.body.geometry import distance, inside
from bodymap.knowledge.anatomy import View
from bodymap.layout import number_discs
from bodymap.layout.boundary_labeling import Item
from bodymap.layout.records import Figure
from bodymap.layout.segments import crossed
from bodymap.style import fonts
from bodymap.style.text import Text

BODY = (0.0, 0.0, 300.0, 500.0)
DISC = 7.0
"""The radius that the disc of a number is drawn with, pt."""
LETTERS = 4.0
"""About half the height of small type, pt."""

Point = tuple[float, float]


def bar(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], dtype=float)


def item(key: str, x: float, y: float, width: float, height: float, *covers: np.ndarray) -> Item:
    return Item(key, [bar(x, y, width, height)], 7, 7, tuple([cover] for cover in covers))


def within(one: Item, at: Point) -> bool:
    return bool(inside(one.region, np.array([at]))[0])


def apart(a: Point, b: Point) -> float:
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def from_line(point: Point, line: tuple[Point, ...]) -> float:
    along = np.concatenate([np.linspace(a, b, 500) for a, b in pairwise(line)])
    return float(np.hypot(*(along - point).T).min())


# --- inside ---------------------------------------------------------------------------------------------------------


def test_a_number_has_its_whole_disc_in_a_muscle_that_has_room_for_it() -> None:
    one = item("one", 100, 200, 60, 90)
    at = number_discs.inner(one, [], BODY)
    assert distance(one.region, np.array([at]))[0] >= DISC


def test_a_number_stands_where_nothing_covers_its_muscle() -> None:
    cover = bar(100, 200, 60, 60)
    at = number_discs.inner(item("one", 100, 200, 60, 90, cover), [], BODY)
    assert at[1] >= 260


def test_a_number_stands_in_a_tight_place_rather_than_on_a_cover() -> None:
    """Free of the cover is a strip of eight points, in which the disc reaches over the border a little."""
    cover = bar(108, 200, 92, 90)
    assert number_discs.inner(item("one", 100, 200, 100, 90, cover), [], BODY)[0] < 108


def test_a_number_stands_on_a_cover_rather_than_in_a_sliver_beside_it() -> None:
    """A strip of three points is hardly seen under the disc."""
    cover = bar(100, 200, 100, 87)
    assert number_discs.inner(item("one", 100, 200, 100, 90, cover), [], BODY)[1] < 287 - DISC


def test_a_number_leaves_a_mark_free() -> None:
    one = item("one", 100, 200, 60, 90)
    for mark in [(x, y) for x in (107.0, 130.0, 153.0) for y in (210.0, 245.0, 280.0)]:
        assert apart(number_discs.inner(one, [mark], BODY), mark) > DISC + 5


def test_a_mark_further_off_moves_no_number() -> None:
    one = item("one", 100, 200, 60, 90)
    alone = number_discs.inner(one, [], BODY)
    assert number_discs.inner(one, [(alone[0] + 17, alone[1])], BODY) == alone


def test_a_number_stands_in_what_is_seen_of_its_muscle() -> None:
    assert number_discs.inner(item("one", 100, 200, 60, 90), [], (0.0, 250.0, 300.0, 500.0))[1] >= 250


# --- several --------------------------------------------------------------------------------------------------------


def test_numbers_in_muscles_with_room_have_no_lines() -> None:
    items = [item("one", 20, 200, 60, 90), item("two", 120, 200, 60, 90)]
    found = number_discs.badges(items, [], BODY)
    assert all(within(one, found[one.key][0]) and not found[one.key][1] for one in items)


def test_the_smaller_muscle_keeps_its_place_and_the_larger_one_gives_way() -> None:
    small, large = item("small", 140, 240, 12, 12), item("large", 100, 200, 90, 90)
    found = number_discs.badges([large, small], [], BODY)
    assert found["small"][1] == found["large"][1] == ()
    assert within(small, found["small"][0])
    assert within(large, found["large"][0])
    assert apart(found["small"][0], found["large"][0]) >= 2 * DISC


def test_a_number_without_room_stands_just_beside_with_a_short_line_to_its_muscle() -> None:
    small = item("small", 140, 240, 10, 24)
    found = number_discs.badges([small], [], BODY, taken=[(145.0, 252.0)])
    at, line = found["small"]
    assert not within(small, at)
    assert within(small, line[-1]) or distance(small.region, np.array([line[-1]]))[0] < 1
    assert apart(at, (145.0, 252.0)) >= 2 * DISC
    assert apart(at, line[-1]) < 3 * DISC
    assert apart(at, line[0]) == pytest.approx(DISC), "the line begins at the edge of the disc"
    assert from_line(at, line) >= DISC - 1e-6, "and leads away from it"


def test_numbers_that_cover_words_are_not_apart_from_them() -> None:
    stands = [(100.0, 100.0), (100.0, 114.0)]
    assert number_discs.apart(stands)
    assert number_discs.apart(stands, [(112.2, 100.0)])
    assert not number_discs.apart(stands, [(112.0, 100.0)])
    assert not number_discs.apart([(100.0, 100.0), (100.0, 113.0)], [(200.0, 100.0)])
    assert number_discs.apart([], [(0.0, 0.0)])


def test_places_along_a_number_of_a_point_reach_from_its_first_letter_to_its_last() -> None:
    text = Text("P36\u2013P39, P41", 10.0, 20.0, 9.0, "semibold")
    places = number_discs.along_numerals(Figure("neutral-adult", View.ANTERIOR, BODY, BODY, numerals=(text,)))
    end = 10.0 + fonts.measure(text.text, "semibold", 9.0)
    xs = [x for x, _ in places]
    assert xs[0] - 10.0 == pytest.approx(end - xs[-1])
    assert max(b - a for a, b in pairwise(xs)) < 5.0
    assert {y for _, y in places} == {20.0 + 0.35 * 9.0}


def test_a_number_that_would_lie_on_words_moves_aside() -> None:
    small = item("small", 140, 240, 12, 12)
    words = [(136.0 + 5 * n, 246.0) for n in range(4)]
    at, line = number_discs.badges([small], [], BODY, words=words)["small"]
    assert line
    assert min(apart(at, word) for word in words) >= DISC + LETTERS
    assert number_discs.badges([small], [], BODY, words=[(146.0, 262.0)])["small"][1] == ()


def test_a_number_that_words_keep_out_stands_as_near_to_them_as_it_may() -> None:
    """A place 14 pt from the words is clear of them; they are one character in the middle of a speck."""
    speck = item("speck", 140, 240, 1, 1)
    at, line = number_discs.badges([speck], [], BODY, words=[(140.5, 240.5)])["speck"]
    assert line
    assert DISC + LETTERS <= apart(at, (140.5, 240.5)) < 16


@pytest.mark.parametrize("way", [(-1, 0), (0, 1), (0, -1)], ids=["left", "above", "below"])
def test_a_number_stands_on_whichever_side_there_is_room(way: Point) -> None:
    """Words lie on the muscle, and other numbers all around it, but for that side."""
    x, y = 140.0, 240.0
    ring = [(24 * float(np.cos(turn)), 24 * float(np.sin(turn))) for turn in np.linspace(0, 2 * np.pi, 24)]
    taken = [(x + a, y + b) for a, b in ring if a * way[0] + b * way[1] < 16]
    at, line = number_discs.badges([item("one", x - 5, y - 5, 10, 10)], [], BODY, taken, words=[(x, y)])["one"]
    assert line
    assert min(apart(at, disc) for disc in taken) >= 2 * DISC
    assert (at[0] - x) * way[0] + (at[1] - y) * way[1] > DISC


def test_a_line_leads_to_the_end_of_a_long_muscle_where_there_is_room_for_the_number() -> None:
    """Words run along all of it; its lower end has the fewest, but there they surround it."""
    strip = item("strip", 100, 100, 4, 200)
    along = [(102.0, float(y)) for y in range(110, 301, 10)]
    around = [
        (102 + reach * np.cos(turn), 102 + reach * np.sin(turn))
        for reach in (18, 28, 38, 48)
        for turn in np.linspace(0, 2 * np.pi, 40)
    ]
    assert number_discs.inner(strip, [*along, *around], BODY)[1] < 110
    at, line = number_discs.badges([strip], [], BODY, words=[*along, *around])["strip"]
    assert line[-1][1] > 150
    assert apart(at, line[-1]) < 3 * DISC


@st.composite
def crowds(draw: st.DrawFn) -> list[Item]:
    """Narrow muscles close together: some of their numbers have to stand beside them."""
    count = draw(st.integers(2, 7))
    wide, tall = st.floats(4, 12), st.floats(40, 70)
    return [
        item(f"m{n}", 100 + 9 * n + draw(st.floats(-3, 3)), draw(st.floats(180, 220)), draw(wide), draw(tall))
        for n in range(count)
    ]


marks = st.lists(st.tuples(st.floats(90, 170), st.floats(190, 270)), max_size=4)


@settings(max_examples=40)
@given(crowds(), marks, marks, st.lists(st.tuples(st.floats(90, 170), st.floats(190, 270)), max_size=1))
def test_in_a_crowd_numbers_words_and_lines_keep_apart(
    items: list[Item], avoid: list[Point], words: list[Point], taken: list[Point]
) -> None:
    found = number_discs.badges(items, avoid, BODY, taken, words)
    assert found.keys() == {one.key for one in items}
    discs = [*taken, *(at for at, _ in found.values())]
    assert all(apart(a, b) >= 2 * DISC - 1e-6 for a, b in combinations(discs, 2))
    known = {one.key: one for one in items}
    for key, (at, line) in found.items():
        assert min((apart(at, word) for word in words), default=99.0) >= DISC + LETTERS
        if line:
            assert distance(known[key].region, np.array([line[-1]]))[0] < 20
            assert min((apart(at, mark) for mark in avoid), default=99.0) >= DISC + 2, "there is room for it elsewhere"
            assert all(from_line(disc, line) >= DISC - 0.1 for disc in discs)
        else:
            assert within(known[key], at)


def test_numbers_beside_their_muscles_keep_near_the_figure() -> None:
    """At the right edge there is no room further right: the numbers stand on the body or hardly beyond it."""
    items = [item(f"m{n}", 288, 200 + 12 * n, 10, 10) for n in range(6)]
    found = number_discs.badges(items, [], BODY)
    assert sum(bool(line) for _, line in found.values()) >= 2
    assert all(at[0] < BODY[2] + 4 for at, _ in found.values())


def test_without_any_free_place_a_number_stays_where_it_is() -> None:
    walls = [(float(x), float(y)) for x in range(50, 250, 12) for y in range(140, 360, 12)]
    small = item("small", 140, 240, 10, 10)
    at, line = number_discs.badges([small], [], BODY, taken=walls)["small"]
    assert line == ()
    assert within(small, at)


def test_a_number_stands_on_a_mark_rather_than_on_another_number() -> None:
    crosses = [(float(x), float(y)) for x in range(110, 190, 12) for y in range(210, 300, 12)]
    small = item("small", 140, 240, 10, 24)
    body = (115.0, 220.0, 175.0, 285.0)
    at, line = number_discs.badges([small], crosses, body, taken=[(145.0, 252.0)])["small"]
    assert line
    assert apart(at, (145.0, 252.0)) >= 2 * DISC


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_numbers_of_a_crowd_of_small_parts_stand_around_it(count: int) -> None:
    """As the muscles of a hand on a whole body: one number in the crowd would cover all other parts."""
    crowd = [item(f"{n}", 140 + 3 * (n % 3), 240 + 4 * (n // 3), 2.5, 3.5) for n in range(count)]
    found = number_discs.badges(crowd, [], BODY)
    assert number_discs.apart([at for at, _ in found.values()])
    for one in crowd:
        at, line = found[one.key]
        assert line, "outside, with a line"
        assert float(distance(one.region, np.array([line[-1]]))[0]) < 1.5
        assert all(apart(at, tuple(other.region[0].mean(0))) > DISC for other in crowd)
    assert not crossed([line for _, line in found.values()])
