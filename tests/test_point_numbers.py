from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from bodymap.body import plates
from bodymap.content.chart_views import view_content
from bodymap.content.picture_content import muscle_entries
from bodymap.errors import BodymapError
from bodymap.knowledge import chart_input, charts, condition_library
from bodymap.knowledge.chart_sides import sides_of
from bodymap.layout.point_numbers import point_numbers, point_style
from bodymap.scene import Scene, plan
from tests import manikin
from tests.layout import box_of, overlap
from tests.marks import numbers_in


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def planned(name: str = "yoke-ache", **options: object) -> Scene:
    """A picture with the points of every muscle."""
    return plan(charts.with_points(chart_input.load(name)), **options)  # type: ignore[arg-type]


def counted(side: str, *views: str, name: str = "all-round") -> dict[tuple[str, int], int]:
    chart = charts.with_points(chart_input.load(name))
    entries, sides = muscle_entries(chart), sides_of(side)
    shown = [view_content(chart, entries, plates.load("neutral-adult", view), sides) for view in views]
    return dict(point_numbers(shown))


@pytest.mark.usefixtures("_manikin")
def test_points_are_numbered_down_the_figure() -> None:
    assert counted("right", "posterior", name="yoke-ache") == {("yoke", 1): 1, ("strap", 1): 2, ("yoke", 2): 3}


@pytest.mark.usefixtures("_manikin")
def test_a_point_has_one_number_on_both_sides_and_in_every_figure() -> None:
    back = counted("right", "posterior")
    assert counted("left", "posterior") == back
    both = counted("right", "posterior", "anterior", "posterior")
    assert {point: both[point] for point in back} == back
    assert sorted(both.values()) == list(range(1, len(both) + 1))


@pytest.mark.usefixtures("_manikin")
def test_each_mark_has_its_number_beside_it_and_off_the_others() -> None:
    (figure,) = planned(side="right", points="numbers").figures
    where = {p.id: figure.at(p.x, p.y) for p in plates.load(figure.body, figure.view).points}
    assert sorted(text.text for text in figure.numerals) == ["P1", "P2", "P3"]
    for text in figure.numerals:
        middle = text.x + 0.3 * text.size, text.y + 0.35 * text.size
        gaps = sorted(max(abs(middle[0] - x), abs(middle[1] - y)) for x, y in (where[m.point] for m in figure.marks))
        assert 4 < gaps[0] < 14
        assert gaps[1] > gaps[0]


@pytest.mark.usefixtures("_manikin")
def test_marks_that_lie_on_each_other_share_one_x_with_all_their_numbers() -> None:
    (figure,) = planned(side="both", points="numbers", size="300x500", labels="none").figures
    told = [number for text in figure.numerals for number in numbers_in(text.text)]
    assert len(figure.numerals) == len(figure.marks)
    assert sorted(told) == [1, 1, 2, 2, 3, 3]


@pytest.mark.usefixtures("_manikin")
def test_without_numbers_there_are_marks_alone() -> None:
    assert planned().figures[0].marks
    assert not planned().figures[0].numerals
    assert not planned(points="none").figures[0].marks
    assert not planned(points="none", labels="numbers").figures[0].numerals


def test_the_list_stands_with_the_names_and_says_where_each_point_is() -> None:
    scene = planned("low-back-pain", points="list", size="a4")
    words = {label.muscle: " ".join(line.text for line in label.lines) for label in scene.labels}
    listed = [text.text for figure in scene.figures for text in figure.numerals]
    assert listed
    for number in (number for text in listed for number in numbers_in(text)):
        assert sum(f"P{number} (" in told for told in words.values()) == 1


def test_where_names_are_numbers_points_are_listed_by_themselves() -> None:
    scene = planned("low-back-pain", labels="numbers")
    assert scene.figures[0].numerals
    assert any(line.text.startswith("P1 ") for label in scene.labels for line in label.lines)
    assert not planned("low-back-pain", labels="numbers", points="marks").figures[0].numerals


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"points": "lists"}, "unknown kind of points 'lists'; did you mean 'list'?"),
        (
            {"points": "list", "labels": "none"},
            "the list of points is part of the labels, so it needs labels",
        ),
    ],
)
def test_what_is_not_possible_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        planned("tennis-elbow", **options)
    assert str(refused.value).startswith(message)


def test_how_points_are_shown_by_themselves() -> None:
    assert [point_style("auto", labels) for labels in ("plain", "numbers", "none")] == ["marks", "list", "marks"]
    assert point_style("marks", "numbers") == "marks"


@pytest.mark.parametrize("name", condition_library.ids()[::3])
@pytest.mark.parametrize(("sheet", "side"), [("slide", "both"), ("a5", "right")])
def test_no_number_lies_on_another_or_on_an_x_or_off_the_figure(name: str, sheet: str, side: str) -> None:
    for figure in planned(name, points="list", size=sheet, side=side).figures:
        at = {point.id: figure.at(point.x, point.y) for point in plates.load(figure.body, figure.view).points}
        marks = [(x - 2, y - 2, x + 2, y + 2) for x, y in (at[mark.point] for mark in figure.marks)]
        boxes = [box_of(text) for text in figure.numerals]
        assert len(boxes) == len(marks)
        assert not [pair for pair in combinations([*boxes, *marks], 2) if pair[0] in boxes and overlap(*pair)]
        assert all(overlap(box, figure.place) for box in boxes)
