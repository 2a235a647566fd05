"""Where a leader ends and which way it takes, when what it may do well differs from what it may do shortly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.body.geometry import distance, inside
from bodymap.layout import boundary_labeling
from bodymap.layout.boundary_labeling import Item, PlacedName
from bodymap.layout.segments import crossed

COLUMN, LOW, HIGH = 400.0, 0.0, 500.0

X = 4.0
"""Half the width of the X that marks a trigger point, pt."""

Point = tuple[float, float]
Polygon = list[np.ndarray]


def bar(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], dtype=float)


def item(key: str, *region: np.ndarray, covers: tuple[Polygon, ...] = (), below: float = 20) -> Item:
    return Item(key, list(region), 7, below, covers)


def placed(*items: Item, **options: object) -> dict[str, PlacedName]:
    found = boundary_labeling.place(items, COLUMN, LOW, HIGH, **options)  # type: ignore[arg-type]
    return {p.key: p for p in found}


def leader(one: Item, **options: object) -> tuple[Point, ...]:
    return placed(one, **options)[one.key].leader


def from_line(point: Point, line: tuple[Point, ...]) -> float:
    along = np.concatenate([np.linspace(a, b, 2000) for a, b in pairwise(line)])
    return float(np.hypot(*(along - point).T).min())


def within(region: np.ndarray, at: Point) -> bool:
    return bool(inside([region], np.array([at]))[0])


# --- where it ends --------------------------------------------------------------------------------------------------


def test_a_leader_ends_a_little_inside_the_near_border_of_a_wide_muscle() -> None:
    """Far enough in that it does not seem to end on the border, and no further than that."""
    (_, (x, _)) = leader(item("one", bar(60, 200, 140, 100)))
    assert 4 <= 200 - x <= 12


def test_a_leader_ends_in_the_middle_of_a_narrow_muscle() -> None:
    (_, (x, _)) = leader(item("one", bar(60, 200, 6, 100)))
    assert x == pytest.approx(63)


def test_a_leader_ends_well_inside_a_round_muscle_not_at_its_tips() -> None:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    region = [np.stack([120 + 20 * np.cos(turn), 250 + 60 * np.sin(turn)], 1)]
    end = leader(Item("one", region, 7, 20))[-1]
    assert distance(region, np.array([end]))[0] >= 5


def test_a_leader_ends_where_its_muscle_is_not_covered() -> None:
    """The near half of a muscle lies under another: the leader goes on to the half that is seen."""
    near = bar(150, 200, 70, 100)
    one = item("one", bar(60, 200, 160, 100), covers=([near],))
    assert not within(near, leader(one)[-1])
    assert within(near, leader(item("one", bar(60, 200, 160, 100)))[-1]), "without the cover it ends there"


def test_a_leader_ends_under_a_cover_rather_than_run_a_long_way_over_it() -> None:
    covered = bar(190, 200, 110, 100)
    one = item("one", bar(30, 200, 270, 100), covers=([covered],))
    assert within(covered, leader(one)[-1])


def test_two_covers_are_worse_than_one() -> None:
    near, far = bar(150, 200, 70, 100), bar(60, 200, 90, 100)
    one = item("one", bar(60, 200, 160, 100), covers=([near], [near], [far]))
    assert within(far, leader(one)[-1])


def test_of_two_levels_that_is_taken_from_which_no_other_muscle_is_passed_over() -> None:
    """Beside the upper half of a muscle lies another: its leader leaves from the lower half."""
    tall, beside = bar(60, 100, 40, 300), bar(150, 240, 60, 170)
    found = placed(item("tall", tall), item("beside", beside))
    (_, y) = found["tall"].leader[-1]
    assert y < 240
    assert found["tall"].leader[0][1] == found["tall"].leader[-1][1], "and runs level"


def test_what_lies_between_is_passed_over_where_there_is_no_way_around() -> None:
    found = placed(item("far", bar(60, 200, 40, 60)), item("near", bar(150, 100, 60, 260)))
    assert within(bar(60, 200, 40, 60), found["far"].leader[-1])


def test_what_lies_outside_the_picture_is_not_pointed_at() -> None:
    """The crop ends at half of the muscle's height: nobody sees the rest."""
    one = item("one", bar(60, 100, 60, 300))
    assert leader(one, within=(0.0, 320.0, 300.0, 500.0))[-1][1] >= 320
    assert leader(one, within=(0.0, 0.0, 300.0, 180.0))[-1][1] <= 180
    assert leader(one, within=(0.0, 0.0, 90.0, 500.0))[-1][0] <= 90
    turned = Item("one", [r * (-1, 1) for r in one.region], 7, 20)
    [left] = boundary_labeling.place([turned], -COLUMN, LOW, HIGH, within=(-90.0, 0.0, 0.0, 500.0), facing="left")
    assert left.leader[-1][0] >= -90


def test_a_piece_half_as_large_as_the_rest_may_be_pointed_at() -> None:
    """Both pieces are the muscle to anyone: the nearer one has the shorter leader."""
    far, near = bar(60, 200, 40, 100), bar(180, 200, 25, 80)
    assert within(near, leader(item("one", far, near))[-1])
    tendon = bar(180, 200, 15, 50)
    assert within(far, leader(item("one", far, tendon))[-1]), "which a small one is not"


def test_every_piece_of_a_neighbour_is_kept_off() -> None:
    """A neighbour in two pieces leaves a gap between them: the leader runs through the gap."""
    tall, lower, upper = bar(60, 100, 40, 300), bar(150, 90, 60, 130), bar(150, 270, 60, 150)
    found = placed(item("tall", tall), item("two", lower, upper))
    (_, y) = found["tall"].leader[-1]
    assert 220 < y < 270


def test_a_neighbour_is_kept_off_up_to_its_very_top() -> None:
    """A mark closes the way just above the neighbour, and the column ends there: the way left is below it."""
    tall, beside = bar(60, 100, 40, 300), bar(150, 150, 60, 150)
    items = [item("tall", tall, below=7), item("beside", beside, below=7)]
    found = boundary_labeling.place(items, COLUMN, 0, 318, avoid=[(350.0, 306.0)])
    (_, y) = {p.key: p for p in found}["tall"].leader[-1]
    assert y < 150


# --- which way it goes ----------------------------------------------------------------------------------------------

heights = st.floats(150, 350)


@given(st.floats(170, 380), heights)
def test_a_leader_clears_a_mark_by_more_than_the_mark_reaches(x: float, y: float) -> None:
    line = leader(item("one", bar(60, 100, 60, 300)), avoid=[(x, y)])
    assert from_line((x, y), line) > X * 2**0.5


@given(st.floats(130, 380), st.floats(120, 380), st.floats(60, 110))
def test_a_leader_that_must_bend_clears_a_mark_as_well(x: float, y: float, low: float) -> None:
    """The names stand above the muscle, so that the leader is a diagonal and a level line: no part of it meets the mark."""
    [one] = boundary_labeling.place([item("one", bar(20, low, 80, 30))], COLUMN, 300, HIGH, avoid=[(x, y)])
    if within(bar(20, low, 80, 30), (x, y)):
        return
    assert from_line((x, y), one.leader) > X * 2**0.5


def test_a_mark_beside_the_way_moves_no_leader() -> None:
    one = item("one", bar(60, 200, 60, 100))
    level = leader(one)
    (_, y) = level[0]
    assert leader(one, avoid=[(250.0, y + 14)]) == level
    assert leader(one, avoid=[(250.0, y - 14)]) == level
    assert leader(one, avoid=[(20.0, y)]) == level, "nor one beyond its end"


@pytest.mark.parametrize("below", [60.0, 340.0])
def test_a_leader_bends_once_at_45_degrees_next_to_its_muscle(below: float) -> None:
    """The column ends above the muscle, or begins below it: a diagonal to its height, then level to the name."""
    low, high = (300.0, 500.0) if below < 300 else (0.0, 280.0)
    [one] = boundary_labeling.place([item("one", bar(60, below, 60, 20))], COLUMN, low, high)
    (x0, y0), (x1, y1), (x2, y2) = one.leader
    assert (x0, y0) == (COLUMN, y1)
    assert x1 < COLUMN - 3, "the line is level next to its name"
    assert x1 - x2 == pytest.approx(abs(y1 - y2))
    assert within(bar(60, below, 60, 20), (x2, y2))


def test_the_names_of_one_height_share_it_by_short_bends_not_long_ones() -> None:
    """Three muscles side by side at one height: the names stand about that height, close together."""
    items = [item(f"m{i}", bar(60 + 50 * i, 240, 20, 20)) for i in range(3)]
    levels = sorted(p.leader[0][1] for p in placed(*items).values())
    assert abs(sum(levels) / 3 - 250) < 20
    assert levels[-1] - levels[0] < 2 * (7 + 20 + 6) + 3 * boundary_labeling.STEP


def test_leaders_stay_level_where_names_must_change_places_more_than_once() -> None:
    """Five muscles close together: there is an order whose leaders bend and don't cross, so none needs to be slanted."""
    corners = [(80, 240), (70, 220), (190, 240), (110, 260), (130, 210)]
    found = placed(*(item(f"m{n}", bar(x, y, 30, 20)) for n, (x, y) in enumerate(corners)))
    assert all(p.leader[0][1] == p.leader[1][1] for p in found.values())
    assert not crossed([p.leader for p in found.values()])


def test_a_level_leader_is_worth_a_somewhat_longer_way() -> None:
    """At the name's own height the muscle is met further in; a bend would be shorter by a few points."""
    stairs = np.array([(60, 200), (150, 200), (150, 260), (140, 260), (140, 300), (60, 300)], dtype=float)
    [one] = boundary_labeling.place([item("one", stairs, below=7)], COLUMN, 270, 290)
    assert one.leader[0][1] == one.leader[-1][1]


# --- the column -----------------------------------------------------------------------------------------------------


@st.composite
def columns(draw: st.DrawFn) -> list[Item]:
    """Many names of muscles that lie close together, so that the column is short of room."""
    count = draw(st.integers(3, 12))
    return [
        item(f"m{i}", bar(draw(st.floats(0, 250)), draw(st.floats(100, 200)), 30, 20), below=draw(st.floats(8, 30)))
        for i in range(count)
    ]


@given(columns(), st.floats(0, 30))
def test_texts_keep_their_gap_and_stay_in_the_column(items: list[Item], spare: float) -> None:
    step = boundary_labeling.STEP
    tall = boundary_labeling.height(items, 6) + len(items) * step + spare
    found = boundary_labeling.place(items, COLUMN, 100, 100 + tall)
    known = {i.key: i for i in items}
    edges = [(p.leader[0][1] + known[p.key].above, p.leader[0][1] - known[p.key].below) for p in found]
    for (_, bottom), (top, _) in pairwise(edges):
        assert bottom - top >= 6 - 1e-6
    assert edges[0][0] <= 100 + tall + step
    assert edges[-1][1] >= 100 - step


@pytest.mark.parametrize("below", [10.0, 40.0, 70.0])
def test_a_text_that_reaches_far_down_stands_higher_in_its_column(below: float) -> None:
    """The muscle lies at the floor of the column: the text under the name stays above the floor."""
    [low] = boundary_labeling.place([item("one", bar(60, 100, 60, 20), below=below)], COLUMN, 100, 400)
    assert low.leader[0][1] - below >= 100 - boundary_labeling.STEP
    [high] = boundary_labeling.place([item("one", bar(60, 380, 60, 20), below=below)], COLUMN, 100, 400)
    assert high.leader[0][1] + 7 <= 400 + boundary_labeling.STEP


@given(columns(), st.floats(0, 120))
def test_straight_leaders_cross_no_other_and_their_names_stay_in_the_column(items: list[Item], spare: float) -> None:
    """The last resort, where leaders with bends would cross."""
    tall = boundary_labeling.height(items, 6) + spare
    ends = [
        PlacedName(i.key, ((COLUMN, 0.0), (float(i.region[0][:, 0].mean()), float(i.region[0][:, 1].mean()))))
        for i in items
    ]
    found = boundary_labeling._straight(ends, items, COLUMN, 100, 100 + tall, 6)
    known = {i.key: i for i in items}
    assert {p.key: p.leader[-1] for p in found} == {p.key: p.leader[-1] for p in ends}
    edges = [(p.leader[0][1] + known[p.key].above, p.leader[0][1] - known[p.key].below) for p in found]
    gaps = [bottom - top for (_, bottom), (top, _) in pairwise(edges)]
    assert min(gaps) >= 6 - 1e-6
    assert max(gaps) <= 12 + 1e-6, "names stand together"
    assert edges[0][0] <= 100 + tall + 1e-6
    assert edges[-1][1] >= 100 - 1e-6
    assert len({i.below for i in items}) > 1 or not crossed([p.leader for p in found])


def test_straight_leaders_stand_about_what_they_name() -> None:
    items = [item(str(n), bar(60 + 40 * n, 240, 20, 20), below=13) for n in range(3)]
    ends = [PlacedName(i.key, ((COLUMN, 0.0), (70.0 + 40 * n, 250.0))) for n, i in enumerate(items)]
    levels = [p.leader[0][1] for p in boundary_labeling._straight(ends, items, COLUMN, 0, 500, 6)]
    assert 230 < sum(levels) / 3 < 270
    assert not crossed([p.leader for p in boundary_labeling._straight(ends[::-1], items, COLUMN, 0, 500, 6)])


def test_the_height_of_a_column_is_that_of_its_names_with_gaps_between_them() -> None:
    items = [item("a", bar(0, 0, 9, 9), below=20), item("b", bar(0, 0, 9, 9), below=30)]
    assert boundary_labeling.height(items, 10) == (7 + 20) + 10 + (7 + 30)
    assert boundary_labeling.height(items[:1], 10) == 27
    assert boundary_labeling.height([], 10) == 0


def test_a_column_that_just_holds_its_names_is_used() -> None:
    items = [item(str(i), bar(60, 200 + 30 * i, 30, 20), below=13) for i in range(4)]
    tall = boundary_labeling.height(items, 6)
    assert len(boundary_labeling.place(items, COLUMN, 100, 100 + tall)) == 4
    with pytest.raises(ValueError, match="too short"):
        boundary_labeling.place(items, COLUMN, 100, 100 + tall - 1)


def test_crossings_are_counted_by_pairs() -> None:
    lines = [PlacedName("a", ((9.0, 0.0), (0.0, 9.0))), PlacedName("b", ((9.0, 9.0), (0.0, 0.0)))]
    far = PlacedName("c", ((9.0, 50.0), (0.0, 50.0)))
    assert boundary_labeling.crossings([*lines, far]) == 1
    assert boundary_labeling.crossings([lines[0], far]) == 0
