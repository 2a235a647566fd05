"""The figure as a block that fits any box, with names, numbers or nothing."""

from __future__ import annotations

import warnings

import msgspec
import pytest

from bodymap.body.geometry import Box
from bodymap.content.picture_content import ContentOptions, picture_content
from bodymap.finding import named_muscles
from bodymap.knowledge import chart_input
from bodymap.layout import label_modes
from bodymap.layout.blocks import NoRoom
from bodymap.layout.figure import FigureBlock, FigureRequest, Space, figure
from bodymap.layout.figure_ways import placements
from bodymap.layout.label_columns import NameLimits
from bodymap.layout.label_modes import KEY, NUMBERS, SPLIT_KEY, LabelMode, LabelRequest
from bodymap.layout.metrics import Metrics
from bodymap.layout.point_numbers import point_numbers
from bodymap.scene import plan
from bodymap.style import fonts
from bodymap.style.theme import TypeScale
from tests.layout import box_of, overlap
from tests.marks import numbers_in

METRICS = Metrics(TypeScale(), fonts.measure)
SMALL = ("frontalis", "opponens-pollicis")
LABELLINGS: tuple[label_modes.Labelling, ...] = ("leaders", "key", "discs", "none")


def block(
    name: str, box: Box, labelling: label_modes.Labelling, side: str = "right", *, metrics: Metrics = METRICS
) -> FigureBlock:
    content = picture_content(chart_input.load(name), ContentOptions(side=side))
    return figure(content, [Space(box)], FigureRequest(LabelRequest(labelling)), metrics)


@pytest.mark.parametrize("labelling", LABELLINGS)
@pytest.mark.parametrize("box", [(0.0, 0.0, 600.0, 400.0), (40.0, 90.0, 440.0, 690.0), (-200.0, -300.0, 100.0, 100.0)])
@pytest.mark.parametrize("name", ["tennis-elbow", "low-back-pain", "plantar-fasciitis"])
def test_it_keeps_to_its_box_wherever_that_lies(name: str, box: Box, labelling: label_modes.Labelling) -> None:
    made = block(name, box, labelling)
    boxes = [shown.place for shown in made.figures] + [label.box for label in made.labels]
    for x0, y0, x1, y1 in boxes:
        assert box[0] - 0.01 <= x0 < x1 <= box[2] + 0.01
        assert box[1] - 0.01 <= y0 < y1 <= box[3] + 0.01


@pytest.mark.parametrize(("name", "side"), [("knee-osteoarthritis", "right"), ("after-knee-surgery", "right")])
def test_words_that_are_wider_than_their_narrow_figures_keep_to_the_box_and_apart(name: str, side: str) -> None:
    made = block(name, (0.0, 0.0, 90.0, 300.0), "discs", side)
    words = [[box_of(text) for text in (*shown.letters, shown.caption) if text] for shown in made.figures]
    assert len(words) == 2
    assert min(x0 for of_figure in words for x0, *_ in of_figure) > -0.1
    assert max(x1 for of_figure in words for _, _, x1, _ in of_figure) < 90.1
    assert not any(overlap(one, other) for one in words[0] for other in words[1])


def test_what_stands_for_the_muscles() -> None:
    made = {labelling: block("tennis-elbow", (0, 0, 700, 480), labelling) for labelling in LABELLINGS}
    assert made["none"].labels == ()
    assert all(label.leader and label.lines and not label.badge for label in made["leaders"].labels)
    assert all(label.badge and label.lines for label in made["key"].labels)
    assert all(label.badge and not label.lines for label in made["discs"].labels)
    numbers = {kind: {(x.muscle, x.number) for x in made[kind].labels} for kind in ("key", "discs")}
    assert numbers["key"] == numbers["discs"]
    assert made["none"].scale >= made["key"].scale, "names take room"


def test_type_does_not_follow_from_the_box() -> None:
    for factor in (0.8, 1.3):
        metrics = Metrics(TypeScale(), fonts.measure, factor)
        for box in ((0.0, 0.0, 600.0, 500.0), (0.0, 0.0, 900.0, 700.0)):
            made = block("stiff-neck", box, "leaders", metrics=metrics)
            assert {shown.caption.size for shown in made.figures if shown.caption} == {10 * factor}
            assert made.labels[0].lines[0].size == pytest.approx(12.5 * factor)


def test_the_first_box_is_taken_unless_another_gains_enough() -> None:
    content = picture_content(chart_input.load("low-back-pain"), ContentOptions(side="right"))
    request = FigureRequest(LabelRequest("none"))

    def chosen(*heights: float) -> int:
        return figure(content, [Space((0, 0, 400, height)) for height in heights], request, METRICS).space

    assert chosen(400, 420) == 0
    assert chosen(400, 600) == 1
    assert chosen(20, 400) == 1, "one that it does not fit is passed over"
    with pytest.raises(NoRoom):
        chosen(20)


def test_names_are_as_wide_as_they_may_be() -> None:
    content = picture_content(chart_input.load("tennis-elbow"), ContentOptions(side="right"))
    request = FigureRequest(LabelRequest("leaders"))
    for most in (120.0, 180.0):
        space = Space((0, 0, 800, 500), NameLimits(0.9, most))
        made = figure(content, [space], request, METRICS)
        assert max(label.box[2] - label.box[0] for label in made.labels) <= most
    limits = NameLimits(0.3)
    assert (limits.width((0, 0, 100, 9), shared=False), limits.width((0, 0, 100, 9), shared=True)) == (30, 21)


def test_small_parts_count_where_nothing_is_named() -> None:
    """The worth of a figure without names was once no number: then no inset was ever taken."""
    condition = named_muscles.chart(list(SMALL), title="Small")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scene = plan(condition, side="right", size="1600x700", labels="none")
        named = plan(condition, side="right", size="1600x700")
    assert named.insets
    assert scene.insets
    content = picture_content(condition, ContentOptions(side="right"))
    ways = placements(content, [Space((0, 0, 1000, 500))], FigureRequest(LabelRequest("none")), METRICS)
    assert all(way.worth > 0 for way in ways)
    assert max(ways, key=lambda way: way.worth).insets


def test_points_are_numbered_where_numbers_are_given() -> None:
    content = picture_content(chart_input.load("tennis-elbow"), ContentOptions(side="right"))
    numbers = point_numbers(content.views)
    for given in ({}, numbers):
        made = figure(content, [Space((0, 0, 700, 480))], FigureRequest(numbers=given), METRICS)
        told = [number for shown in made.figures for text in shown.numerals for number in numbers_in(text.text)]
        assert sorted(told) == sorted(given.values())


def test_a_figure_goes_through_json_and_back() -> None:
    made = block("low-back-pain", (0, 0, 600, 500), "leaders")
    assert msgspec.json.decode(msgspec.json.encode(made), type=FigureBlock) == made


def test_names_shed_words_in_steps() -> None:
    modes = label_modes.label_modes
    assert modes("leaders", ranked=False, points=False) == (LabelMode(notes=True), LabelMode(), NUMBERS, KEY, SPLIT_KEY)
    assert modes("leaders", ranked=True, points=False)[0] == LabelMode(numbered=True, notes=True)
    assert modes("key", ranked=False, points=False) == (NUMBERS, KEY, SPLIT_KEY)
    listed = modes("leaders", ranked=False, points=True)
    assert [(mode.points, mode.notes, mode.numbered, mode.small) for mode in listed] == [
        ("sites", True, False, False),
        ("sites", False, False, False),
        ("numbers", True, False, False),
        ("numbers", False, False, False),
        ("sites", False, True, False),
        ("numbers", False, True, False),
        ("numbers", False, True, True),
        ("numbers", False, True, True),
        ("", False, True, True),
    ]
