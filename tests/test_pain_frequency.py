"""How often each area hurts in many charts, and how much of the body hurts."""

from __future__ import annotations

import matplotlib as mpl
import pytest

import bodymap
from bodymap.errors import BodymapError, BodymapTypeError
from bodymap.knowledge.areas import areas

PEOPLE = [
    ["low-back", "buttock@left"],
    ["low-back", "neck-back"],
    ["low-back", "knee-front@left", "knee-front@right"],
    ["outer-elbow-bone@right"],
]


def test_each_area_is_counted_once_for_a_person() -> None:
    found = bodymap.frequency(PEOPLE)
    assert found.charts == 4
    assert {name: count for name, count in found.counts.items() if count} == {
        "low-back": 3, "neck-back": 1, "buttock@left": 1, "knee-front@left": 1, "knee-front@right": 1, "lateral-elbow@right": 1,
    }  # fmt: skip
    assert found.shares["low-back"] == 75.0
    assert found.shares["buttock@right"] == 0.0


def test_areas_that_no_one_marks_are_zero_and_finer_ones_are_not_there() -> None:
    names = {name.partition("@")[0] for name in bodymap.frequency(PEOPLE).counts}
    assert names == {area.id for area in areas().areas.values() if not area.within}


def test_conditions_and_charts_are_counted_on_their_sides() -> None:
    left = bodymap.Chart(marks=(bodymap.ChartMark(area="shoulder-top", side="left"),))  # type: ignore[arg-type]
    found = bodymap.frequency([left, "tennis-elbow@right", "low-back-pain"])
    marked = {name for name, count in found.counts.items() if count}
    assert {"shoulder-top@left", "lateral-elbow@right", "low-back"} <= marked
    assert "shoulder-top@right" not in marked
    assert "lateral-elbow@left" not in marked


def test_the_extent_is_a_share_of_the_body() -> None:
    none, some, more = bodymap.frequency([[], ["low-back"], ["low-back", "calf"]]).extents
    assert none == 0
    assert 5 < some < 10
    assert some + 2 < more < 15
    everywhere = [[area.id for area in areas().areas.values()]]
    assert 85 < bodymap.frequency(everywhere).extents[0] <= 100


def test_a_frequency_can_be_plotted() -> None:
    from matplotlib.figure import Figure

    shares = bodymap.frequency(PEOPLE).shares
    with pytest.warns(bodymap.BodymapWarning, match="no view of the plot shows 'jaw-joint@left', 'jaw-joint@right'"):
        plot = bodymap.plot(shares, ax=Figure().add_axes((0, 0, 1, 1)), rest="none", cmap="Reds", vmin=0)
    assert plot.artists["low-back"][0].get_facecolor() == mpl.colormaps["Reds"](1.0)  # type: ignore[attr-defined]


def test_what_is_refused() -> None:
    with pytest.raises(BodymapError, match="there are no charts to count"):
        bodymap.frequency([])
    with pytest.raises(BodymapError, match="nothing is called 'area:elbowww'"):
        bodymap.frequency([["elbowww"]])
    with pytest.raises(BodymapTypeError, match="a chart, a condition or a list of areas is needed, not 3"):
        bodymap.frequency([3])
