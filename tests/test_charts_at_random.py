"""The layout of charts that nobody thought of: marks of all kinds at random, the same ones each time.

With BODYMAP_EVERY_LAYOUT=1 there are 2,000 of them, which takes an hour or so; otherwise a part. BODYMAP_CHARTS=100-200
takes those alone. The number of a chart is its seed, so that one that fails can be planned again by itself.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

import msgspec
import pytest

from bodymap.body import plates
from bodymap.errors import BodymapError
from bodymap.knowledge.anatomy import View, atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.chart_contents import muscles_of, structures_of
from bodymap.knowledge.chart_marks import AllPoints, ChartMark
from bodymap.knowledge.chart_sides import ChartSide
from bodymap.knowledge.charts import Chart
from bodymap.knowledge.conditions import Role
from bodymap.knowledge.groups import groups
from bodymap.knowledge.structures import structures
from bodymap.layout.sheets import NAMED
from bodymap.scene import plan
from tests.layout import breaches

ALL = 2000
FEW = 30
"""Number of charts, if all are planned and if not."""

MOST = 40
"""Most muscles of a chart."""

SHEETS = (*NAMED, "slide-portrait", "a4-landscape", "letter-landscape", "1920x1080", "1080x1350")
MUSCLES = [muscle.id for muscle in atlas().muscles.values()]
WITH_POINTS = [muscle for muscle in atlas().muscles.values() if muscle.points]
NOTES = ("", "", "", "Sore.", "No lifting until Sunday.", "Tender after a long day at the desk; better in the morning.")
PLACES = ("posterior:60,420", "posterior:-110,560", "anterior:90,600", "anterior:-60,900", "right-lateral:0,400")


ONCE_WRONG = (27, 99, 132, 198, 231, 726, 1023, 1400, 1551, 1745)
"""Charts that were refused, were cut, had words or numbers on each other or no room, tried again each time."""


def numbers() -> list[int]:
    """The charts to plan."""
    if asked := os.environ.get("BODYMAP_CHARTS"):
        first, _, last = asked.partition("-")
        return [*range(int(first), int(last or first) + 1)]
    step = 1 if os.environ.get("BODYMAP_EVERY_LAYOUT") else ALL // FEW
    return sorted({*range(0, ALL, step), *ONCE_WRONG})


def chart_at_random(number: int) -> tuple[Chart, dict[str, Any]]:
    """A chart with marks of all kinds, and the options to plan it with."""
    pick = Random(number)  # noqa: S311 (the same charts each time, no secrets)
    chart = Chart(
        title=pick.choice(["", "", "After the match", "Everything that was sore on the day after the long run"]),
        summary=pick.choice(["", "Two plain sentences. They stand under the title."]),
        note=pick.choice(["", "No lifting until Sunday."]),
        side=pick.choice([None, None, *ChartSide]),
    )
    count = round(MOST ** pick.random())
    for mark in [*(_muscle(pick) for _ in range(count)), *_others(pick, count)]:
        more = msgspec.structs.replace(chart, marks=(*chart.marks, mark))
        try:
            muscles_of(more), structures_of(more)
        except BodymapError as error:
            assert "is marked twice on the" in str(error)
            continue
        chart = more
    return chart, {
        "body": pick.choice(plates.bodies()),
        "size": pick.choice(SHEETS),
        "labels": pick.choice(["plain", "plain", "latin", "both", "numbers"]),
        "points": pick.choice(["auto", "auto", "numbers", "list", "all", "none"]),
    }


def _muscle(pick: Random) -> ChartMark:
    value = pick.random() < 0.2
    plain = ChartMark(
        muscle=pick.choice(MUSCLES),
        side=pick.choice([None, *ChartSide]),
        role=pick.choice([None, Role.PRIMARY, Role.SECONDARY, Role.QUIET]),
        value=round(pick.random(), 1) if value else None,
        note=pick.choice(NOTES),
        colour="#1d5b79" if pick.random() < 0.05 else None,
    )
    if pick.random() < 0.1:
        return msgspec.structs.replace(plain, muscle=pick.choice([*groups().groups]))
    if pick.random() < 0.4:
        muscle = pick.choice(WITH_POINTS)
        every = [point.number for point in muscle.points]
        chosen = pick.choice([AllPoints.ALL, tuple(sorted(pick.sample(every, pick.randint(1, len(every)))))])
        return msgspec.structs.replace(plain, muscle=muscle.id, points=chosen)
    return plain


def _others(pick: Random, muscles: int) -> list[ChartMark]:
    """Points, spots, structures and areas; fewer beside many muscles, as a person would."""

    def some(most: int) -> range:
        return range(pick.choice([0, 0, pick.randint(1, most)]) if muscles < MOST / 2 else pick.randint(0, 1))

    def side() -> ChartSide | None:
        return pick.choice([None, *ChartSide])

    point = [f"{muscle.id}.{pick.choice(muscle.points).number}" for muscle in pick.sample(WITH_POINTS, 6)]
    marks = [ChartMark(point=point[n], side=side(), note=pick.choice(NOTES)) for n in some(6)]
    marks += [ChartMark(spot=pick.choice([*areas().areas]), side=side(), note=pick.choice(NOTES)) for _ in some(3)]
    marks += [ChartMark(spot=pick.choice(PLACES), note=pick.choice(NOTES)) for _ in some(2)]
    marks += [ChartMark(structure=pick.choice([*structures().structures]), side=side()) for _ in some(3)]
    marks += [ChartMark(area=pick.choice([*areas().areas]), side=side()) for _ in some(2)]
    return marks


@pytest.mark.parametrize("number", numbers())
def test_a_chart_at_random_is_laid_out_as_well_as_any(number: int) -> None:
    chart, options = chart_at_random(number)
    try:
        scene = plan(chart, **options)
    except BodymapError as error:
        assert "no room for the picture" in str(error)
        assert len(chart.marks) > 15 or options["labels"] == "both", "few marks have room on every sheet"
        return
    assert breaches(scene) == []
    told = {entry.muscle for entry in scene.muscles}
    assert {entry.muscle for entry in muscles_of(chart)} <= told
    named = (*scene.muscles, *scene.structures)
    assert len(scene.labels) == sum(bool(entry.views) for entry in named)


def test_charts_at_random_have_all_kinds_of_marks() -> None:
    """What the others test is not empty: between them, the charts have everything."""
    charts = [chart_at_random(number)[0] for number in range(0, ALL, ALL // FEW)]
    marks = [mark for chart in charts for mark in chart.marks]
    for kind in ("muscle", "point", "structure", "area", "spot", "value", "colour", "points", "note"):
        assert any(getattr(mark, kind) for mark in marks), kind
    assert {mark.side for mark in marks} == {None, *ChartSide}
    assert {View.POSTERIOR} <= {View(mark.spot.partition(":")[0]) for mark in marks if ":" in (mark.spot or "")}
    assert max(sum(bool(mark.muscle) for mark in chart.marks) for chart in charts) > MOST / 2
