"""Charts of many marks: their names in a block at an edge of the sheet, and bodies that keep their size."""

from __future__ import annotations

from math import dist
from random import Random

import msgspec
import pytest

from bodymap.content.picture_content import muscle_entries
from bodymap.errors import BodymapError
from bodymap.knowledge.chart_contents import muscles_of
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.chart_sides import ChartSide
from bodymap.knowledge.charts import Chart
from bodymap.layout import key_block
from bodymap.layout.label_modes import NUMBERS, LabelRequest
from bodymap.layout.metrics import Metrics
from bodymap.layout.panel import Panel
from bodymap.layout.records import Scene
from bodymap.scene import plan
from bodymap.style import fonts
from bodymap.style.theme import TypeScale
from tests.layout import box_of, breaches
from tests.test_charts_at_random import _muscle

SHEETS = ("slide", "a4", "a5", "square", "story")

SMALLER = {(40, "a5"): 0.5}
"""Shares of the scale that bodies have without names, where forty names take much of a small sheet."""

LEAST = 0.56
"""Everywhere else a body keeps at least this share of its scale: three tenths of its area."""


def chart_of(count: int) -> Chart:
    """A chart of `count` muscles, with mixed sides, values and notes."""
    pick, chart = Random(500 + count), Chart(title="After the match")  # noqa: S311 (the same chart each time)
    while len(chart.marks) < count:
        more = msgspec.structs.replace(chart, marks=(*chart.marks, _muscle(pick)))
        try:
            muscles_of(more)
        except BodymapError:
            continue
        chart = more
    return chart


def scale_of(scene: Scene) -> float:
    return min(float(figure.scale) for figure in scene.figures)


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("count", [10, 20, 40])
def test_a_chart_of_many_muscles_keeps_its_bodies_large(count: int, size: str) -> None:
    chart = chart_of(count)
    scene = plan(chart, size=size)
    assert breaches(scene) == []
    least = SMALLER.get((count, size), LEAST)
    assert scale_of(scene) >= least * scale_of(plan(chart, size=size, labels="none"))


@pytest.mark.parametrize("size", SHEETS)
def test_a_block_has_every_name_with_its_value_once(size: str) -> None:
    scene = plan(chart_of(40), size=size)
    numbers = [label.number for label in scene.labels]
    assert sorted(map(int, numbers)) == [*range(1, len(numbers) + 1)]
    assert all(label.badge and label.lines for label in scene.labels), "each number stands in a disc and in the block"
    said = {label.muscle: " ".join(line.text for line in label.lines) for label in scene.labels}
    for entry in scene.muscles:
        if entry.views:
            assert entry.name in said[entry.muscle]
            assert all(f"{value:g}" in said[entry.muscle] for value in entry.intensities.values())


def test_a_block_is_read_column_by_column_in_the_order_of_its_numbers() -> None:
    scene = plan(chart_of(40), size="a4")
    places = [box_of(label.lines[0])[:2] for label in sorted(scene.labels, key=lambda label: int(label.number))]
    assert places == sorted(places, key=lambda place: (round(place[0]), -place[1]))
    assert len({round(x) for x, _ in places}) > 1


@pytest.mark.parametrize("labels", ["numbers", "plain"])
def test_no_number_and_no_leader_covers_the_letter_of_a_free_spot(labels: str) -> None:
    """The spot lies in the middle of a muscle, where its number would stand otherwise."""
    x, y = -60.0, 470.0
    spot = ChartMark(spot=f"posterior:{x:g},{y:g}", note="Bruise.")
    muscle = ChartMark(muscle="latissimus-dorsi", side=ChartSide.LEFT)
    scene = plan(Chart(title="Spot", marks=(muscle, spot)), labels=labels, view="posterior", size="a4")
    (figure,), (label,) = scene.figures, scene.labels
    at = figure.at(x, y)
    assert dist(label.badge or label.leader[-1], at) > 14.0


def test_a_block_of_names_stands_close_to_the_bodies_that_it_explains() -> None:
    """The room for the bodies begins a little above a block at the bottom, and ends a little left of one at the side."""
    entries = muscle_entries(chart_of(12))
    whole = Panel((0.0, 0.0, 900.0, 500.0), (20.0, 20.0, 880.0, 480.0))
    metrics, edges = Metrics(TypeScale(), fonts.measure), set()
    for block in key_block.key_blocks(metrics, entries, NUMBERS, LabelRequest(), whole):
        if block.rest.window[1] > whole.window[1]:
            edges.add("bottom")
            top = max(level + name.above for name, (_, level) in zip(block.names, block.places, strict=True))
            apart = block.rest.window[1] - top
        else:
            edges.add("right")
            apart = min(x for x, _ in block.places) - block.rest.window[2]
        assert 10 <= apart <= 20
    assert edges == {"bottom", "right"}
