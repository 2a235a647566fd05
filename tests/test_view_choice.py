"""Which views show a condition: as few as show every muscle well enough, the front or the back before the side."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import LINE, MOVE, Shape
from bodymap.body.plate import Part, Plate
from bodymap.content import view_choice

BOTH = ("left", "right")


def square(area: float) -> Shape:
    side = area**0.5
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return Shape(np.array(corners, dtype=float), np.array([MOVE, *[LINE] * 4], dtype=np.uint8))


def part(of: str, area: float, side: str = "right", kind: str = "muscle") -> Part:
    return Part(f"{of}.{kind}.{side}", kind, of, side, square(area))


def plate(view: str, *parts: Part) -> Plate:
    return Plate("b", view, 1, (0, 0, 1, 1), square(1), (), None, parts, ())


def chosen(sides: tuple[str, ...], /, **areas: dict[str, float]) -> tuple[str, ...]:
    """The views that are chosen, where each view shows muscles at some size."""
    plates = {
        view.replace("_", "-"): plate(view.replace("_", "-"), *(part(of, area) for of, area in seen.items()))
        for view, seen in areas.items()
    }
    muscles = sorted({of for seen in areas.values() for of in seen})
    return view_choice.choose(plates, [[of] for of in muscles], sides)


def test_the_area_of_a_muscle_is_that_of_its_parts_on_the_sides_shown() -> None:
    back = plate(
        "posterior",
        part("a", 100),
        part("a", 40, "left"),
        part("a", 7, "midline"),
        part("b", 1000),
        part("a", 500, kind="zone"),
        part("c", 60, kind="area"),
    )
    assert view_choice.visible_area(back, ["a"], ("right",)) == pytest.approx(107)
    assert view_choice.visible_area(back, ["a"], ("left",)) == pytest.approx(47)
    assert view_choice.visible_area(back, ["a", "c"], BOTH) == pytest.approx(207)
    assert view_choice.visible_area(back, [], BOTH) == 0


def test_the_view_that_shows_a_muscle_larger_is_chosen() -> None:
    assert chosen(BOTH, anterior={"a": 60}, posterior={"a": 100}) == ("posterior",)
    assert chosen(BOTH, anterior={"a": 100}, posterior={"a": 60}) == ("anterior",)


def test_a_view_that_shows_every_muscle_is_better_than_one_that_shows_one_well() -> None:
    assert chosen(BOTH, anterior={"a": 1000}, posterior={"a": 500, "b": 100}) == ("posterior",)


def test_muscles_that_one_view_does_not_show_well_get_a_second_and_no_third() -> None:
    assert chosen(BOTH, anterior={"a": 100}, posterior={"b": 100}) == ("anterior", "posterior")
    assert chosen(BOTH, anterior={"a": 100, "b": 20}, posterior={"b": 100}) == ("anterior", "posterior")
    assert chosen(BOTH, anterior={"a": 100, "b": 70}, posterior={"b": 100}) == ("anterior",)
    assert chosen(("right",), anterior={"a": 9}, posterior={"b": 9}, right_lateral={"c": 9}) == (
        "anterior",
        "posterior",
    )


def test_the_second_view_is_chosen_for_what_the_first_lacks() -> None:
    """Of all muscles the lateral view shows more, but of the one that is missing the back shows most."""
    views = chosen(
        ("right",),
        anterior={"a": 100, "b": 100},
        right_lateral={"a": 90, "b": 90, "c": 50},
        posterior={"c": 100, "a": 1},
    )
    assert views == ("right-lateral",) or set(views) == {"anterior", "posterior"}
    assert chosen(
        ("right",), anterior={"a": 100, "b": 100}, right_lateral={"a": 80, "c": 41}, posterior={"c": 100}
    ) == ("anterior", "posterior")


def test_a_side_view_has_to_show_clearly_more_than_the_front_or_the_back() -> None:
    assert chosen(("right",), anterior={"a": 90}, right_lateral={"a": 100}) == ("anterior",)
    assert chosen(("right",), anterior={"a": 60}, right_lateral={"a": 100}) == ("right-lateral",)
    assert chosen(("right",), right_lateral={"a": 60}, anterior={"a": 100}) == ("anterior",)


def test_a_view_from_the_side_shows_one_side_so_it_is_not_chosen_for_two() -> None:
    assert chosen(BOTH, anterior={"a": 10}, right_lateral={"a": 100}) == ("anterior",)
    assert chosen(BOTH, right_lateral={"a": 100}) == ()


def test_what_no_view_shows_is_no_reason_for_a_second() -> None:
    back = plate("posterior", part("a", 100))
    assert view_choice.choose({"posterior": back}, [["a"], ["nowhere"]], BOTH) == ("posterior",)
    assert view_choice.choose({"posterior": back}, [["nowhere"]], BOTH) == ()
    assert view_choice.choose({}, [["a"]], BOTH) == ()
    assert view_choice.choose({"posterior": back}, [], BOTH) == ()


def test_the_parts_of_a_muscle_count_together() -> None:
    front, back = plate("anterior", part("a", 50), part("b", 50)), plate("posterior", part("a", 80))
    assert view_choice.choose({"anterior": front, "posterior": back}, [["a", "b"]], BOTH) == ("anterior",)
