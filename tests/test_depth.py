"""Whether a muscle is drawn as one that lies under others."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import LINE, MOVE, Shape
from bodymap.body.plate import Part, Plate
from bodymap.content import depth


def bar(x: float, y: float, width: float, height: float) -> Shape:
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Shape(np.array(corners, dtype=float), np.array([MOVE, *[LINE] * 4], dtype=np.uint8))


def triangle(*corners: tuple[float, float]) -> Shape:
    return Shape(np.array([*corners, corners[0]], dtype=float), np.array([MOVE, *[LINE] * 3], dtype=np.uint8))


def muscle(id: str, layer: str, shape: Shape, *, side: str = "right", kind: str = "muscle") -> Part:
    return Part(f"{id}.{side}", kind, id, side, shape, layer=layer)


OWN = bar(0, 0, 100, 40)


def deep(*others: Part, shown: bool = False, layer: str = "intermediate", own: tuple[Shape, ...] = (OWN,)) -> bool:
    """Whether a muscle is deep that lies with others on a plate, or with others that are `shown` with it."""
    parts = [muscle(f"own-{n}", layer, shape) for n, shape in enumerate(own)]
    outline = bar(-500, -500, 1000, 1000)
    plate = Plate("b", "anterior", 1, (0, 0, 1, 1), outline, (), None, (*parts, *others), ())
    return depth.lies_deep(parts, [*parts, *(others if shown else ())], plate)


def over(share: float, **options: str) -> Part:
    return muscle("over", options.pop("layer", "superficial"), bar(0, -5, 100 * share, 50), **options)


def test_a_muscle_that_mostly_lies_under_others_is_deep() -> None:
    assert deep(over(0.75))
    assert not deep(over(0.5))
    assert not deep()


def test_less_is_enough_where_the_picture_shows_what_covers_it() -> None:
    assert deep(over(0.5), shown=True)
    assert not deep(over(0.3), shown=True)


def test_covers_side_by_side_count_together_and_twice_covered_counts_once() -> None:
    left, right = over(0.4), muscle("other", "superficial", bar(40, -5, 40, 50))
    assert deep(left, right)
    assert not deep(over(0.4), muscle("other", "superficial", bar(0, -5, 40, 50)))


@pytest.mark.parametrize(
    ("layer", "cover", "covered"),
    [
        ("intermediate", "superficial", True),
        ("intermediate", "intermediate", False),
        ("intermediate", "deep", False),
        ("superficial", "superficial", False),
        ("superficial", "deep", False),
        ("", "superficial", False),
    ],
)
def test_only_what_lies_nearer_to_the_skin_covers(layer: str, cover: str, covered: bool) -> None:
    assert deep(over(1.0, layer=cover), layer=layer) is covered


def test_a_muscle_of_the_deep_layer_is_deep_whatever_is_drawn_over_it() -> None:
    assert deep(layer="deep")


def test_neither_the_other_side_nor_a_zone_covers_anything() -> None:
    assert not deep(over(1.0, side="left"))
    assert not deep(over(1.0, kind="zone"))


def test_a_cover_beside_the_muscle_covers_nothing() -> None:
    for shape in (bar(100, 0, 50, 40), bar(-50, 0, 50, 40), bar(0, 40, 100, 50), bar(0, -50, 100, 50)):
        assert not deep(muscle("over", "superficial", shape))
    assert deep(muscle("over", "superficial", triangle((-9, -9), (150, -9), (-9, 60))))
    beyond = triangle((20, 45), (105, 45), (105, -20))
    assert not deep(muscle("over", "superficial", beyond)), "it is the shape that counts, not the box around it"


def test_of_a_muscle_in_parts_the_parts_count_alike() -> None:
    three = (OWN, bar(0, 100, 100, 40), bar(0, 200, 100, 40))
    assert not deep(over(1.0), own=three)
    both = muscle("other", "superficial", bar(0, 95, 100, 50))
    assert deep(over(1.0), both, own=three)
