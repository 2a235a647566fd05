"""Which small parts are shown once more, larger, where the inset stands, and what it costs the figure."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest

from bodymap.body import plates
from bodymap.body.geometry import area, bounds, rings, spans
from bodymap.content import chart_views, limbs, picture_content
from bodymap.finding import named_muscles
from bodymap.layout import details, insets
from bodymap.layout import figure as layout_figure
from bodymap.layout.records import Figure, Inset, Label
from bodymap.scene import Scene, plan
from bodymap.style.text import Text
from tests.layout import box_of, breaches

HAND, HEAD = ("frontalis", "opponens-pollicis"), ("rectus-femoris", "masseter")
BACK = ("gluteus-maximus", "trapezius-upper", "dorsal-interossei-hand")
CASES = [
    (HAND, "1600x700", "right"),
    (HAND, "2400x1000", "both"),
    (BACK, "square", "right"),
    (HEAD, "slide", "both"),
    (HEAD, "1600x700", "both"),
    (HEAD, "2400x1000", "right"),
    (("tibialis-anterior", "masseter"), "slide", "both"),
    (("soleus", "suboccipital-group"), "2400x1000", "both"),
    (("trapezius-upper", "biceps-femoris", "opponens-pollicis"), "a4", "both"),
    (("abductor-digiti-minimi-hand", "trapezius-upper"), "a4", "both"),
    (("deltoid-middle", "frontalis", "opponens-pollicis"), "2400x1000", "both"),
]


@cache
def planned(muscles: tuple[str, ...], sheet: str, side: str, layers: str = "") -> Scene:
    condition = named_muscles.chart(list(muscles), title="Small", points=True)
    return plan(condition, size=sheet, side=side, layers=layers)


def only(scene: Scene) -> tuple[Inset, Figure]:
    [inset] = scene.insets
    return inset, scene.figures[inset.of]


def across(shown: Figure, muscle: str) -> float:
    """The root of the area that a muscle has on the sheet, pt."""
    parts = {part.id: part.shape for part in plates.load(shown.body, shown.view).parts}
    return max(area(parts[h.part]) for h in shown.highlights if h.muscle == muscle) ** 0.5 * shown.scale


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_an_inset_shows_much_larger_what_the_figure_shows_too_small(
    muscles: tuple[str, ...], sheet: str, side: str
) -> None:
    inset, figure = only(planned(muscles, sheet, side))
    assert breaches(planned(muscles, sheet, side)) == []
    assert min(across(figure, muscle) for muscle in inset.named) < 26
    assert inset.times > 1.5
    for muscle in inset.named:
        assert across(inset, muscle) > 1.5 * across(figure, muscle)


@pytest.mark.parametrize(
    ("muscles", "sheet", "side"),
    [
        (("trapezius-upper", "dorsal-interossei-hand"), "slide", "right"),
        (("extensor-digitorum", "dorsal-interossei-hand"), "2400x1000", "right"),
        (("extensor-digitorum", "dorsal-interossei-hand"), "a4", "both"),
        (("sternocleidomastoid", "masseter"), "slide", "right"),
        (("extensor-digitorum", "extensor-carpi-ulnaris"), "slide", "right"),
    ],
)
def test_what_is_large_enough_is_not_shown_twice(muscles: tuple[str, ...], sheet: str, side: str) -> None:
    assert planned(muscles, sheet, side).insets == ()


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_a_figure_keeps_most_of_its_size_beside_an_inset(muscles: tuple[str, ...], sheet: str, side: str) -> None:
    _, figure = only(planned(muscles, sheet, side))
    without = planned(muscles, sheet, side, layers="-insets").figures
    assert figure.scale >= 0.55 * max(other.scale for other in without if other.view == figure.view)


def test_an_inset_that_would_cost_the_figure_too_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inset of the head would be twice as large as the head is, and the body less than half."""
    muscles, sheet, side = ("tibialis-anterior", "masseter", "frontalis"), "1080x1000", "both"
    monkeypatch.setattr(insets, "GAIN", 1.7)
    scene = planned.__wrapped__(muscles, sheet, side)
    assert scene.insets == ()
    monkeypatch.setattr(layout_figure, "LEAST_COMPOSED", 0.0)
    inset, figure = only(planned.__wrapped__(muscles, sheet, side))
    assert inset.scale >= 1.7 * scene.figures[0].scale
    assert figure.scale < 0.5 * scene.figures[0].scale


def test_an_inset_that_is_hardly_larger_than_a_figure_without_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside an inset the body is smaller, so an inset 2.2 times as large as that shows a hand only 1.3 times as large."""
    muscles, sheet, side = ("frontalis", "opponens-pollicis"), "1080x1000", "both"
    scene = planned(muscles, sheet, side)
    assert scene.insets == ()
    monkeypatch.setattr(insets, "GAIN", 1.2)
    inset, _ = only(planned.__wrapped__(muscles, sheet, side))
    assert 1.2 <= inset.scale / scene.figures[0].scale < 1.8


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_an_inset_stands_beside_its_figure_on_the_side_of_what_it_shows(
    muscles: tuple[str, ...], sheet: str, side: str
) -> None:
    inset, figure = only(planned(muscles, sheet, side))
    x0, y0, x1, y1 = inset.place
    left, _, right, _ = figure.place
    on_left = x1 < left
    assert on_left != (x0 > right)
    assert 5 < (left - x1 if on_left else x0 - right) < 60
    source = (inset.source[0] + inset.source[2]) / 2
    if inset.name == "head" and side == "both":
        assert on_left, "where what it shows lies in the middle, it stands across from the names"
    if abs(source - (left + right) / 2) > 0.1 * (right - left):
        assert on_left == (source < (left + right) / 2)
    for (ax, ay), (bx, by) in inset.ties:
        assert ax == inset.source[0 if on_left else 2], "lines leave from the near edge of what is shown"
        assert bx == (x1 if on_left else x0), "and arrive at the near edge of the frame"
        assert (ay, by) in {(inset.source[1], y0), (inset.source[3], y1)}
    assert len(inset.ties) == 2


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_an_inset_is_as_high_as_what_it_shows_or_as_near_as_its_room_allows(
    muscles: tuple[str, ...], sheet: str, side: str
) -> None:
    scene = planned(muscles, sheet, side)
    inset, figure = only(scene)
    middle, source = (inset.place[1] + inset.place[3]) / 2, (inset.source[1] + inset.source[3]) / 2
    on_left = inset.place[2] < figure.place[0]
    beside = [
        label.box
        for label in scene.labels
        if label.muscle not in inset.named and (label.box[0] < figure.place[0]) == on_left
    ]
    if abs(middle - source) > 2:
        blocked = min(abs(inset.place[1] - figure.place[1]), abs(inset.place[3] - figure.place[3])) < 45
        assert blocked or beside, "nothing keeps it from there"
    low, high = inset.place[1], inset.place[3]
    assert all(box[3] < low or box[1] > high for box in beside), "other names stand above or below it"


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_an_inset_is_named_under_its_frame(muscles: tuple[str, ...], sheet: str, side: str) -> None:
    inset, _ = only(planned(muscles, sheet, side))
    assert inset.caption
    x0, y0, x1, _ = inset.place
    caption = box_of(inset.caption)
    assert 0 < y0 - caption[3] < 1.5 * inset.caption.size
    words = [caption, *(box_of(letter) for letter in inset.letters)]
    middle = (min(box[0] for box in words) + max(box[2] for box in words)) / 2
    assert middle == pytest.approx((x0 + x1) / 2, abs=6), "with its letter it stands in the middle"
    for letter in inset.letters:
        gap = max(box_of(letter)[0] - caption[2], caption[0] - box_of(letter)[2])
        assert 1 < gap < 15
        assert letter.y == inset.caption.y
    if inset.side:
        assert [letter.text for letter in inset.letters] == [inset.side[0].upper()]
    else:
        assert len(inset.letters) == 2


@pytest.mark.parametrize(("muscles", "sheet", "side"), CASES)
def test_an_inset_shows_the_whole_part_with_a_little_of_what_it_hangs_on(
    muscles: tuple[str, ...], sheet: str, side: str
) -> None:
    inset, _ = only(planned(muscles, sheet, side))
    plate = plates.load(inset.body, inset.view)
    x0, y0, x1, y1 = inset.frame
    marks = {point.of: point for point in plate.points if point.side in (inset.side, "midline")}
    for muscle in inset.named:
        shapes = [p.shape for p in plate.parts if p.id in {h.part for h in inset.highlights if h.muscle == muscle}]
        a, b, c, d = bounds(shapes)
        assert x0 < a
        assert y0 < b + 40
        assert c < x1
        assert d < y1
    if inset.name == "hand":
        assert "fingertip-3" not in marks or y1 > marks["fingertip-3"].y + 8
        assert 20 < marks["wrist"].y - y0 < 50
    else:
        whole = bounds([plate.outline])
        assert y0 < whole[1] < y0 + 30
        assert x1 - x0 < 0.7 * (whole[2] - whole[0])
        assert (x0 + x1) / 2 == pytest.approx((whole[0] + whole[2]) / 2, abs=1)
        if "chin" in marks:
            assert 15 < y1 - marks["chin"].y < 70


def test_of_two_hands_the_inset_shows_the_one_with_the_names_alone() -> None:
    scene = planned(HAND, "2400x1000", "both")
    inset, figure = only(scene)
    assert {h.side for h in inset.highlights} == {inset.side}
    assert figure.opened
    assert figure.opened.side == inset.side, "where a half is opened, it shows the muscle better"
    [own] = [label for label in scene.labels if label.muscle in inset.named]
    end_x, end_y = own.leader[-1]
    assert inset.place[0] < end_x < inset.place[2]
    assert inset.place[1] < end_y < inset.place[3]
    x0, y0, x1, y1 = inset.frame
    points = {point.id: point for point in plates.load(inset.body, inset.view).points}
    assert inset.marks
    for mark in inset.marks:
        assert x0 < points[mark.point].x < x1
        assert y0 < points[mark.point].y < y1


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
def test_a_head_is_as_large_from_behind_as_from_the_front(body: str) -> None:
    """The plate of the back doesn't see the chin."""
    front, back = (details.PARTS["head"](plates.load(body, view), "") for view in ("anterior", "posterior"))
    assert front
    assert back == pytest.approx(front, abs=25)


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_a_hand_is_the_mirror_of_the_other(body: str, view: str) -> None:
    left, right = (details.PARTS["hand"](plates.load(body, view), side) for side in ("left", "right"))
    assert left
    assert right
    assert left == pytest.approx((-right[2], right[1], -right[0], right[3]), abs=6)


def test_a_plate_without_wrists_has_no_hands() -> None:
    plate = plates.load("neutral-adult", "anterior")
    without = msgspec.structs.replace(plate, points=tuple(p for p in plate.points if p.of != "wrist"))
    assert details.PARTS["hand"](without, "right") is None


def test_where_there_is_room_an_inset_takes_it() -> None:
    inset, figure = only(planned(HAND, "1600x700", "right"))
    assert inset.place[3] - inset.place[1] > 0.7 * (figure.place[3] - figure.place[1])


def found(*muscles: str, view: str = "anterior") -> dict[str, details.Detail]:
    """The parts of the body in which muscles lie, by their names."""
    condition = named_muscles.chart(list(muscles), title="Some")
    plate = plates.load("neutral-adult", view)
    content = chart_views.view_content(condition, picture_content.muscle_entries(condition), plate, ("left", "right"))
    return {detail.name: detail for detail in details.details(content)}


def test_a_muscle_belongs_to_a_part_if_it_lies_in_it_in_both_directions() -> None:
    head = found("masseter", "rectus-abdominis", "sternocleidomastoid", "trapezius-upper")["head"]
    assert head.muscles == ("masseter",), "what lies below the head lies beside nothing of it"


def test_the_smallest_muscle_of_a_part_says_how_large_it_has_to_be() -> None:
    large, small, both = (
        found(*m)["head"].smallest for m in (("frontalis",), ("masseter",), ("frontalis", "masseter"))
    )
    assert both == min(large, small) < max(large, small)


def test_the_part_with_the_most_muscles_comes_first() -> None:
    assert next(iter(found("masseter", "opponens-pollicis", "abductor-pollicis-brevis"))) == "hand"
    assert next(iter(found("masseter", "frontalis", "opponens-pollicis"))) == "head"


def test_from_the_side_no_part_is_shown_twice() -> None:
    condition = named_muscles.chart(["masseter"], title="Some")
    plate = plates.load("neutral-adult", "right-lateral")
    content = chart_views.view_content(condition, picture_content.muscle_entries(condition), plate, ("right",))
    assert details.details(content) == ()


@pytest.mark.parametrize(
    ("body", "muscles", "sheet"),
    [("neutral-adult", HAND, "1600x700"), ("female-adult", BACK, "square"), ("male-adult", HAND, "1600x700")],
)
def test_an_inset_of_a_hand_has_no_slice_of_the_thigh_beside_it(
    body: str, muscles: tuple[str, ...], sheet: str
) -> None:
    scene = plan(named_muscles.chart(list(muscles), title="Small", points=True), side="right", body=body, size=sheet)
    [inset] = scene.insets
    outline = rings(limbs.plate_for_figure(inset.body, inset.view, inset.frame, inset.limb).outline)
    x0, y0, _, y1 = inset.frame
    for y in range(int(y0) + 5, int(y1), 10):
        for a, b in spans(outline, y):
            assert not (a < x0 - 1 and b > x0 + 1), "on the inner side nothing is cut off"


def test_points_beside_and_below_a_hand_stay_on_the_figure() -> None:
    """The buttock lies as high as the hand, the forearm over it."""
    scene = planned(BACK, "square", "right")
    [inset] = scene.insets
    marked = {mark.muscle for mark in scene.figures[0].marks}
    assert marked == {"gluteus-maximus", "trapezius-upper"}
    assert {mark.muscle for mark in inset.marks} == {"dorsal-interossei-hand"}


# --- whether an inset is in the way ---

FIGURE = Figure("b", "anterior", (0, 0, 100, 100), (200, 0, 300, 100))
INSET = Inset(
    "b", "anterior", (0, 0, 10, 10), (120, 40, 160, 80),
    caption=Text("Right hand", 140, 28, 9, align="center"),
    named=("own",), ties=(((200, 50), (160, 40)), ((200, 60), (160, 80))),
)  # fmt: skip


def name(muscle: str, box: tuple[float, float, float, float], *leader: tuple[float, float]) -> Label:
    return Label(muscle, (Text(muscle, box[0], box[1], 9),), box, leader)


FAR = (0.0, 200.0, 60.0, 220.0)


def test_an_inset_with_room_is_free() -> None:
    assert insets.free([INSET], [FIGURE], [name("other", (320, 0, 360, 20), (320, 10), (250, 10))])
    assert insets.free([INSET], [FIGURE], [name("own", (0, 50, 60, 70), (60, 60), (140, 60))]), (
        "its own leader ends in it"
    )
    assert insets.free([], [FIGURE], [])


@pytest.mark.parametrize(
    ("label", "why"),
    [
        (name("other", (100, 50, 130, 60)), "a name lies on it"),
        (name("other", (100, 38, 130, 39)), "a name touches its frame"),
        (name("other", (130, 26, 150, 34)), "a name lies on its caption"),
        (name("other", FAR, (60, 60), (250, 60)), "a leader runs through it"),
        (name("other", FAR, (60, 60), (140, 60)), "the leader of another ends in it"),
        (name("other", FAR, (140, 70), (140, 50)), "a leader lies in it"),
        (name("other", FAR, (180, 200), (180, 50)), "a leader crosses a line to it"),
        (name("own", FAR, (180, 200), (180, 50)), "even its own"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_inset_in_the_way_is_not_free(label: Label, why: str) -> None:
    assert not insets.free([INSET], [FIGURE], [label]), why


def test_an_inset_on_a_figure_or_on_another_is_not_free() -> None:
    replace = msgspec.structs.replace
    assert not insets.free([INSET], [FIGURE, replace(FIGURE, place=(150, 60, 300, 100))], [])
    other = replace(INSET, ties=(), caption=None, place=(150, 70, 190, 120))
    assert not insets.free([INSET, other], [FIGURE], [])
    apart = replace(INSET, ties=(), caption=None, place=(20, 40, 60, 80))
    assert insets.free([INSET, apart], [FIGURE], [])
    under = replace(apart, place=(120, 0, 160, 35))
    assert not insets.free([INSET, under], [FIGURE], []), "it lies on the other's caption"
