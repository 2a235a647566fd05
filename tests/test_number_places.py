"""Numbers of trigger points beside their X: to the right where there is room, else around it, never nearer to another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bodymap.body import plates
from bodymap.content.view_content import Mark, ViewContent
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Side, View
from bodymap.layout import point_numbers
from bodymap.layout.records import Figure
from bodymap.scene import Scene, plan
from bodymap.style.text import Text
from tests import manikin
from tests.layout import box_of, overlap
from tests.marks import numbers_in

Point = tuple[float, float]

X = 4.0
"""Half the width of an X, pt."""


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def planned(monkeypatch: pytest.MonkeyPatch, *marks: Point, **options: object) -> tuple[Figure, dict[str, Point]]:
    """A back with trigger points of the yoke at these places, mm, and where their X are on the sheet."""
    back = plates.load("neutral-adult", "posterior")
    points = tuple(
        msgspec.structs.replace(
            next(p for p in back.points if p.kind == "point"), id=f"p{n}", number=n, x=x, y=y, of="yoke", side="right"
        )
        for n, (x, y) in enumerate(marks, 1)
    )
    plate = msgspec.structs.replace(back, points=(*points, *(p for p in back.points if p.kind != "point")))
    for module in ("picture_content", "view_content"):
        monkeypatch.setattr(f"bodymap.content.{module}.load", lambda body, view: plate)
    shown = options.pop("shown", "numbers")
    scene = plan(condition_library.load("yoke-ache"), side="right", view="posterior", points=shown, **options)  # type: ignore[arg-type]
    [figure] = scene.figures
    return figure, {str(n): figure.at(x, y) for n, (x, y) in enumerate(marks, 1)}


def by_number(figure: Figure) -> dict[str, Text]:
    return {text.text.removeprefix("P"): text for text in figure.numerals}


def clear(box: tuple[float, float, float, float], at: Point) -> float:
    """From an X's middle to a box."""
    return float(np.hypot(max(box[0] - at[0], 0, at[0] - box[2]), max(box[1] - at[1], 0, at[1] - box[3])))


def test_a_lone_number_stands_to_the_right_of_its_x_at_its_height(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, at = planned(monkeypatch, (60, 400))
    number = by_number(figure)["1"]
    x, y = at["1"]
    assert X / 2 < number.x - x < 2 * X
    assert number.y + 0.365 * number.size == pytest.approx(y, abs=0.25), "the middle of its digits"


def test_around_an_x_there_are_eight_places_alike_and_eight_a_little_further_off() -> None:
    wide, size, reach = 20.0, 10.0, 6.0
    boxes = point_numbers._around((100.0, 200.0), wide, size, reach)
    assert len(boxes) == 16
    gaps = [clear(tuple(box), (100.0, 200.0)) for box in boxes.tolist()]
    assert all(reach - 1e-9 <= gap <= reach * 2**0.5 + 1e-9 for gap in gaps[:8])
    assert min(gaps[8:]) > reach + 2
    assert max(gaps[8:]) < 3 * reach
    sides = {((x0 > 100) - (x1 < 100), (y0 > 200) - (y1 < 200)) for x0, y0, x1, y1 in boxes[:8].tolist()}
    assert len(sides) == 8, "on every side and at every corner"
    for x0, y0, x1, y1 in boxes.tolist():
        assert (x1 - x0, y1 - y0) == pytest.approx((wide, 0.94 * size))
        if x0 < 100 < x1:
            assert x0 + x1 == pytest.approx(200)
        if y0 < 200 < y1:
            assert y0 + y1 == pytest.approx(400)


def test_marks_that_would_lie_on_each_other_are_one_and_others_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, _ = planned(monkeypatch, (60, 400))
    for apart, drawn in ((2 * X + 0.2, 2), (1.5 * X, 1)):
        step = apart / figure.scale
        figure, _ = planned(monkeypatch, (60, 400), (60 + step, 400), shown="marks")
        assert len(figure.marks) == drawn


def test_a_number_makes_way_for_what_stands_to_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second X stands where the number of the first would: it goes to another side, as near."""
    figure, at = planned(monkeypatch, (60, 400), (90, 400))
    numbers = by_number(figure)
    assert set(numbers) == {"1", "2"}
    for name, text in numbers.items():
        own, other = at[name], at["2" if name == "1" else "1"]
        assert clear(box_of(text), own) < clear(box_of(text), other)
        assert clear(box_of(text), own) < 3 * X
        assert clear(box_of(text), other) > X / 2


@pytest.mark.parametrize("step", [(24.0, 0.0), (0.0, 24.0), (18.0, 18.0), (18.0, -18.0)])
@pytest.mark.parametrize("count", [3, 5])
def test_numbers_in_a_row_stand_clear_of_each_other_and_of_every_x(
    monkeypatch: pytest.MonkeyPatch, step: Point, count: int
) -> None:
    marks = [(40.0 + n * step[0], 370.0 + n * step[1]) for n in range(count)]
    figure, at = planned(monkeypatch, *marks)
    told = [number for text in figure.numerals for number in numbers_in(text.text)]
    assert sorted(told) == list(range(1, count + 1)), "each point has its number"
    boxes = [box_of(text) for text in figure.numerals]
    assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    drawn = [at[mark.point.removeprefix("p")] for mark in figure.marks]
    for box in boxes:
        gaps = sorted(clear(box, x) for x in drawn)
        assert X / 2 < gaps[0] < 4 * X
        assert len(gaps) == 1 or gaps[1] > gaps[0] + 1


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
def test_numbers_that_can_only_lie_on_each_other_are_told(order: tuple[int, ...]) -> None:
    """Of three numbers two meet, whichever they are; each has one place, just beside its own X."""
    boxes = [(100.0, 100.0, 112.0, 109.0), (108.0, 100.0, 120.0, 109.0), (10.0, 100.0, 22.0, 109.0)]
    crosses = [(94.0, 104.5), (126.0, 104.5), (4.0, 104.5)]
    own = [np.array([boxes[n]]) for n in order]
    at = np.array([crosses[n] for n in order])
    assert point_numbers._settled(own, at, (0, 0, 300, 300), X)[1] == "overlaps"
    aside = [box + np.array([0.0, 12.0 * n, 0.0, 12.0 * n]) for n, box in enumerate(own)]
    crosses_aside = at + np.array([(0.0, 12.0 * n) for n in range(3)])
    assert point_numbers._settled(aside, crosses_aside, (0, 0, 300, 300), X)[1] is None
    assert point_numbers._settled(aside, crosses_aside, (12, 0, 300, 300), X)[1] == "crowded", "one sticks out"


def test_points_that_lie_on_each_other_share_an_x_and_all_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, _ = planned(monkeypatch, (60, 400), (61, 401), (120, 460))
    assert len(figure.marks) == 2
    assert sorted(text.text for text in figure.numerals) == ["P1, P2", "P3"]


def test_points_a_little_apart_have_an_x_each(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, at = planned(monkeypatch, (60, 400), (60, 430))
    assert len(figure.marks) == 2
    assert at["1"][1] - at["2"][1] > 2 * X


def test_at_the_edge_of_the_picture_a_number_stands_on_the_inner_side(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, at = planned(monkeypatch, (60, 400))
    edge = figure.frame[2] - 6
    figure, at = planned(monkeypatch, (60, 400), (edge, 400))
    text = by_number(figure).get("2")
    if text is not None and abs(at["2"][0] - figure.place[2]) < 8:
        assert box_of(text)[0] < at["2"][0]
        assert box_of(text)[2] <= figure.place[2] + 1


def test_numbers_are_read_down_the_figure_and_outwards_along_a_row() -> None:
    def content(*points: Point) -> ViewContent:
        plate = plates.load("neutral-adult", "posterior")
        example = next(p for p in plate.points if p.kind == "point")
        made = tuple(
            msgspec.structs.replace(example, id=f"p{n}", of="yoke", number=n, x=x, y=y)
            for n, (x, y) in enumerate(points)
        )
        marks = tuple(Mark(p.id, "yoke", Side.RIGHT, p.number) for p in made)
        return ViewContent("neutral-adult", View.POSTERIOR, (), (), (), marks, made, plate.box, Side.RIGHT)

    def order(*points: Point) -> list[int]:
        found = point_numbers.point_numbers([content(*points)])
        return [found["yoke", n] for n in range(len(points))]

    assert order((10, 500), (10, 300), (10, 400)) == [3, 1, 2]
    assert order((90, 302), (20, 306), (50, 304)) == [3, 1, 2], "one row, from the midline outwards"
    assert order((-90, 302), (-20, 306), (-50, 304)) == [3, 1, 2], "and so on the left side"
    assert order((20, 300), (90, 270)) == [2, 1]


def test_numbers_go_on_in_the_second_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    scene: Scene = plan(condition_library.load("all-round"), side="right", points="numbers")
    told = sorted(n for figure in scene.figures for text in figure.numerals for n in numbers_in(text.text))
    assert told == list(range(1, len(told) + 1))
