from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodymap.body.geometry import inside
from bodymap.layout import boundary_labeling, number_discs
from bodymap.layout.boundary_labeling import Item

COLUMN, LOW, HIGH = 300.0, 0.0, 500.0


def blob(x: float, y: float, width: float, height: float) -> list[np.ndarray]:
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return [np.stack([x + width / 2 * np.cos(turn), y + height / 2 * np.sin(turn)], 1)]


def item(key: str, x: float, y: float, width: float = 30, height: float = 40, below: float = 20) -> Item:
    return Item(key, blob(x, y, width, height), 7, below)


@st.composite
def figures(draw: st.DrawFn) -> list[Item]:
    count = draw(st.integers(1, 11))
    return [
        item(
            f"m{i}",
            draw(st.floats(20, 250)),
            draw(st.floats(20, 480)),
            draw(st.floats(4, 60)),
            draw(st.floats(4, 120)),
            draw(st.sampled_from([6.0, 20.0, 32.0])),
        )
        for i in range(count)
    ]


@given(figures(), st.lists(st.tuples(st.floats(20, 250), st.floats(20, 480)), max_size=8), st.sampled_from([1, -1]))
def test_names_and_leaders_keep_apart(items: list[Item], marks: list[tuple[float, float]], turn: int) -> None:
    flipped = [Item(i.key, [r * (turn, 1) for r in i.region], i.above, i.below) for i in items]
    placed = boundary_labeling.place(
        flipped,
        turn * COLUMN,
        LOW,
        HIGH,
        avoid=[(turn * x, y) for x, y in marks],
        facing="right" if turn > 0 else "left",
    )
    assert sorted(p.key for p in placed) == sorted(i.key for i in items)
    assert straight_crossings(placed) == 0
    known = {i.key: i for i in flipped}
    levels = [p.leader[0][1] for p in placed]
    assert levels == sorted(levels, reverse=True)
    for upper, lower in pairwise(placed):
        gap = upper.leader[0][1] - known[upper.key].below - lower.leader[0][1] - known[lower.key].above
        assert gap >= 0
    for p in placed:
        assert p.leader[0][0] == turn * COLUMN
        assert all(turn * x <= COLUMN for x, _ in p.leader)


def straight_crossings(placed: tuple[boundary_labeling.PlacedName, ...]) -> int:
    """Crossings by an account of its own: parametric intersection of every two segments."""
    count = 0
    for a, b in combinations(placed, 2):
        for p, q in zip(a.leader, a.leader[1:], strict=False):
            for r, s in zip(b.leader, b.leader[1:], strict=False):
                d = np.array([[q[0] - p[0], r[0] - s[0]], [q[1] - p[1], r[1] - s[1]]])
                if abs(np.linalg.det(d)) > 1e-9:
                    t, u = np.linalg.solve(d, [r[0] - p[0], r[1] - p[1]])
                    count += 1e-9 < t < 1 - 1e-9 and 1e-9 < u < 1 - 1e-9
    return count


def test_where_there_is_room_leaders_are_level_and_end_inside() -> None:
    items = [item("top", 100, 400, 60, 80), item("low", 120, 100, 60, 80)]
    for p, i in zip(boundary_labeling.place(items, COLUMN, LOW, HIGH), items, strict=True):
        (_, y0), (x1, y1) = p.leader
        assert y0 == y1
        assert inside(i.region, np.array([[x1, y1]])).all()


def test_a_leader_goes_around_a_mark() -> None:
    one = item("one", 100, 250, 60, 80)
    ((_, level), *_) = boundary_labeling.place([one], COLUMN, LOW, HIGH)[0].leader
    moved = boundary_labeling.place([one], COLUMN, LOW, HIGH, avoid=[(200.0, level)])[0].leader
    assert all(abs(y - level) >= boundary_labeling.KEEP_OFF - 1e-6 for x, y in moved if x >= 200)


def bar(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], dtype=float)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_leader_ends_in_the_body_of_a_muscle_though_a_small_piece_of_it_is_nearer(facing: str) -> None:
    turn = 1 if facing == "right" else -1
    belly, tendon = bar(60, 200, 30, 160), bar(150, 40, 30, 12)
    item = Item("gracilis", [belly * (turn, 1), tendon * (turn, 1)], 7, 20)

    [placed] = boundary_labeling.place([item], turn * COLUMN, LOW, HIGH, facing=facing)

    assert inside([belly * (turn, 1)], np.array([placed.leader[-1]]))[0]


def test_a_leader_ends_under_other_muscles_rather_than_in_a_sliver_beside_them() -> None:
    belly, sliver = bar(60, 200, 60, 100), bar(118.6, 100, 1.4, 110)
    both = np.array([(60, 200), (118.6, 200), (118.6, 100), (120, 100), (120, 300), (60, 300)], dtype=float)
    item = Item("splenius", [both], 7, 20, covers=([belly], [belly]))

    [placed] = boundary_labeling.place([item], COLUMN, LOW, HIGH)

    assert not inside([sliver], np.array([placed.leader[-1]]))[0]


def test_names_stand_in_the_order_of_what_they_name() -> None:
    items = [item("low", 100, 100), item("high", 100, 400), item("middle", 100, 250)]
    assert [p.key for p in boundary_labeling.place(items, COLUMN, LOW, HIGH)] == ["high", "middle", "low"]


def test_left_mirrors_right() -> None:
    items = [item("a", 100, 100), item("b", 60, 130), item("c", 180, 260)]
    mirrored = [Item(i.key, [r * (-1, 1) for r in i.region], i.above, i.below) for i in items]
    right = boundary_labeling.place(items, COLUMN, LOW, HIGH)
    left = boundary_labeling.place(mirrored, -COLUMN, LOW, HIGH, facing="left")
    assert [p.key for p in left] == [p.key for p in right]
    for a, b in zip(left, right, strict=True):
        assert np.allclose(np.array(a.leader) * (-1, 1), b.leader)


def test_the_upper_of_two_names_has_the_highest_level_if_that_is_the_best() -> None:
    """The levels that are chosen are those whose cost is the least."""
    levels = np.arange(100.0, 0.0, -boundary_labeling.STEP)
    wanted = {"upper": 0, "lower": 30}
    options = {
        key: boundary_labeling.LeaderEnds(
            np.zeros((1, 2)), np.zeros(len(levels), dtype=np.intp), np.abs(np.arange(len(levels)) - best).astype(float)
        )
        for key, best in wanted.items()
    }
    order = [item(key, 0, 0, below=7) for key in wanted]
    assert boundary_labeling.heights(order, options, levels, -50.0, 150.0, 6.0) == (0.0, [0, 30])


def test_orders_that_are_equally_good_are_not_exchanged_for_ever() -> None:
    tried: list[list[str]] = []

    def solve(order: Sequence[Item]) -> boundary_labeling.Solution:
        tried.append([one.key for one in order])
        assert len(tried) < 20
        return 0, 1.0, ()

    boundary_labeling.best_order([item(key, 0, 0) for key in "abc"], solve)
    assert len(tried) == 3, "the order itself, and each exchange of two neighbours"


def test_no_names_need_no_room_and_too_many_are_refused() -> None:
    assert boundary_labeling.place([], COLUMN, LOW, HIGH) == ()
    with pytest.raises(ValueError, match="too short"):
        boundary_labeling.place([item(str(i), 100, 100) for i in range(40)], COLUMN, LOW, HIGH)


def test_a_number_stands_inside_away_from_marks() -> None:
    one = item("one", 100, 250, 60, 80)
    x, y = number_discs.inner(one, [(100.0, 250.0)], (0, 0, 300, 500))
    assert inside(one.region, np.array([[x, y]])).all()
    assert np.hypot(x - 100, y - 250) > 10
