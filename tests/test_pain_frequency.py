"""How often each area hurts in many charts, and how much of the body hurts."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import bodymap
from bodymap.body import plates
from bodymap.body.geometry import inside, rings
from bodymap.body.surface_grids import grid_over
from bodymap.errors import BodymapError, BodymapTypeError
from bodymap.knowledge.areas import areas
from bodymap.plotting import vocabularies
from bodymap.plotting.values import BodyPart

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
    shares = bodymap.frequency(PEOPLE).shares
    with pytest.warns(bodymap.BodymapWarning, match="no view of the plot shows 'jaw-joint@left', 'jaw-joint@right'"):
        plot = bodymap.plot(shares, ax=Figure().add_axes((0, 0, 1, 1)), rest="none", cmap="Reds", vmin=0)
    assert plot.artists["low-back"][0].get_facecolor() == mpl.colormaps["Reds"](1.0)  # type: ignore[attr-defined]


def test_what_is_refused() -> None:
    with pytest.raises(BodymapError, match="there are no charts to count"):
        bodymap.frequency([])
    with pytest.raises(BodymapError, match="chart 1: nothing is called 'elbowww' "):
        bodymap.frequency([["elbowww"]])
    with pytest.raises(BodymapTypeError, match="chart Ann: a chart, a condition or a list of areas is needed, not 3"):
        bodymap.frequency({"Ann": 3})
    with pytest.raises(BodymapError, match="chart 2: posterior:900,640: lies off the body"):
        bodymap.frequency([[], ["posterior:900,640"]])
    with pytest.raises(BodymapError, match=r"plantar:60,100: a spot must be of the front \(anterior\) or the back"):
        bodymap.frequency([["plantar:60,100"]])
    for cell in (1, 200, math.nan):
        with pytest.raises(BodymapError, match="a cell is from 2 to 100 mm wide, not"):
            bodymap.frequency(PEOPLE, cell=cell)
    for wrong in ("5", True):
        with pytest.raises(BodymapTypeError, match="cell must be a number, not"):
            bodymap.frequency(PEOPLE, cell=wrong)  # type: ignore[arg-type]
    with pytest.raises(BodymapError, match="unknown set of areas 'wpi'"):
        bodymap.frequency(PEOPLE).table("wpi")


# --- cells ----------------------------------------------------------------------------------------------------------


def middles(grid: Any) -> np.ndarray:
    """The middles of the cells of a grid, (rows, columns, 2) mm."""
    rows, columns = grid.counts.shape
    x = grid.box[0] + (np.arange(columns) + 0.5) * grid.cell
    y = grid.box[1] + (np.arange(rows) + 0.5) * grid.cell
    return np.stack(np.meshgrid(x, y), -1)


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
def test_a_cell_has_the_number_of_people_whose_areas_it_lies_in(body: str) -> None:
    found = bodymap.frequency(PEOPLE, body=body, cell=6)
    back = found.grids["posterior"]
    [shape] = [part.shape for part in plates.load(body, "posterior").parts if part.id == "area.low-back"]
    # A cell that is cut by an edge may go either way: only those whose corners all agree are compared.
    corners = [middles(back) + np.array((x, y)) for x in (-3, 3) for y in (-3, 3)]
    within = [inside(rings(shape), own.reshape(-1, 2)).reshape(back.counts.shape) for own in corners]
    inner, outer = np.logical_and.reduce(within), ~np.logical_or.reduce(within)
    assert inner.sum() > 500
    assert (back.counts[inner & back.inside] >= 3).all()
    assert (back.counts[outer] < 3).all()
    assert back.counts[~back.inside].sum() == 0
    assert found.grids["anterior"].counts.max() == 1


def test_a_spot_counts_within_a_fingertip_and_for_the_area_it_lies_in() -> None:
    found = bodymap.frequency([["posterior:60,500"], ["posterior:60,500", "posterior:62,503"]], cell=4)
    grid = found.grids["posterior"]
    far = np.hypot(*np.moveaxis(middles(grid) - (60, 500), -1, 0))
    assert (grid.counts[far <= 12] == 2).all()
    assert (grid.counts[far > 16] == 0).all()
    assert {name for name, count in found.counts.items() if count} == {"mid-back"}
    assert found.extent[1].back > found.extent[0].back > 0
    assert found.extent[0].front == 0


def test_a_spot_of_a_chart_counts_too() -> None:
    chart = bodymap.Chart(marks=(bodymap.ChartMark(spot="anterior:90,1195"), bodymap.ChartMark(area="low-back")))
    found = bodymap.frequency([chart])
    assert found.counts["knee-front@left"] == 1
    assert found.counts["low-back"] == 1
    assert found.grids["anterior"].counts.sum() > 0


def test_half_of_an_area_across_the_midline_lies_on_its_side() -> None:
    whole, left, right = (
        bodymap.frequency([[name]], cell=4).grids["posterior"]
        for name in ("low-back", "low-back@left", "low-back@right")
    )
    assert ((left.counts + right.counts) == whole.counts).all()
    assert (middles(left)[left.counts > 0][:, 0] < 0).all()  # from behind, the patient's left is on the left
    assert (middles(right)[right.counts > 0][:, 0] > 0).all()


def test_the_grid_is_the_same_on_both_sides() -> None:
    plate = plates.load("neutral-adult", "anterior")
    grid = grid_over(plate, 5)
    assert grid.box[0] == -grid.box[2]
    assert np.abs(grid.body - grid.body[:, ::-1]).mean() < 0.01
    assert grid.percent(grid.inside) == pytest.approx(100)


# --- sets -----------------------------------------------------------------------------------------------------------


def test_the_choir_body_map_is_whole() -> None:
    sites = areas().sets["choir-2021"].sites
    assert [site.id for site in sites] == [str(code) for code in (*range(101, 137), *range(201, 239))]
    assert len({site.name for site in sites}) == 74
    sides = {side: {site.id for site in sites if site.sides == (side,)} for side in ("left", "right")}
    assert len(sides["left"]) == len(sides["right"]) == 37
    # The grouping by E. Cramer, one of the map's authors, in his code for segments and regions.
    right = {"107", "111", "113", "115", "119", "125", "210", "214", "216", "220", "226", "230", "120", "126", "129"}
    right |= {"131", "133", "135", "224", "225", "229", "232", "234", "236", "238"}
    left = {"110", "112", "114", "118", "124", "128", "207", "211", "215", "217", "221", "227", "123", "127", "130"}
    left |= {"132", "134", "136", "222", "223", "228", "231", "233", "235", "237"}
    assert right <= sides["right"]
    assert left <= sides["left"]
    drawn = {id for site in sites for id in site.areas}
    assert drawn == {area.id for area in areas().areas.values() if not area.within}


def test_segments_of_choir_are_plotted_on_their_sides() -> None:
    data = {"116": 10.0, "117": 30.0, "b18": 20.0, "Middle back, back, right": 5.0}
    plot = bodymap.plot(data, names="choir-2021", ax=Figure().add_axes((0, 0, 1, 1)))
    assert plot.values == {"abdomen@right": 10, "abdomen@left": 30, "low-back@left": 20, "mid-back@right": 5}
    front = [artist for artist in plot.artists["abdomen@right"] if artist.get_gid() == "area.abdomen.right"]
    boxes = [artist.get_path().get_extents() for artist in (*front, *plot.artists["abdomen@left"])]  # type: ignore[attr-defined]
    assert boxes[0].x1 <= boxes[len(front)].x0 + 1e-6


def test_sites_that_share_an_area_get_its_mean() -> None:
    plot = bodymap.plot({"107": 10, "207": 30, "210": 20}, names="choir-2021", ax=Figure().add_axes((0, 0, 1, 1)))
    assert plot.values["shoulder-side@right"] == 15
    assert plot.values["shoulder-front@right"] == 10
    assert plot.values["shoulder-back@left"] == 30


def test_the_widespread_pain_index_of_each_person() -> None:
    people = {"a": ["low-back", "neck-back", "jaw@left"], "b": ["shoulder-top", "calf", "knee-front"], "c": []}
    found = bodymap.frequency(people)
    assert found.sites("widespread-pain-2016")[0] == ("left-jaw", "neck", "lower-back")
    table = found.table("widespread-pain-2016")
    assert [(row["chart"], row["widespread-pain-2016"]) for row in table] == [("a", 3), ("b", 4), ("c", 0)]
    choir = bodymap.frequency([["218", "205", "103"]], names="choir-2021")
    assert choir.sites("widespread-pain-2016")[0] == ("right-jaw", "neck", "lower-back")


@pytest.mark.parametrize("id", sorted(areas().sets))
def test_every_site_of_a_set_is_drawn(id: str) -> None:
    sites = areas().sets[id].sites
    found = bodymap.frequency({site.id: [site.id] for site in sites}, names=id, cell=50)
    assert not [row["chart"] for row in found.table() if not row["body"]]
    for site in sites:
        assert {part.of for part in _parts(id, site.id)} == set(site.areas)


def _parts(id: str, site: str) -> set[BodyPart]:
    from bodymap.plotting.values import _parts as meant

    return set(meant(site, "", vocabularies.vocabulary(id))[0])


# --- maps -----------------------------------------------------------------------------------------------------------


def test_a_map_shows_each_cell_in_the_colour_of_its_share() -> None:
    found = bodymap.frequency(PEOPLE, cell=10)
    drawn = bodymap.plot_frequency(found, ax=Figure(figsize=(6, 4)).add_axes((0, 0, 1, 1)))
    assert set(drawn.images) == {"anterior", "posterior"}
    counts = found.grids["posterior"].counts
    pixels = np.asarray(drawn.images["posterior"].get_array())[::4, ::4]
    assert pixels.shape[:2] == counts.shape
    for count in (1, 3):
        wanted = np.round(np.array(drawn.mappable.to_rgba(25.0 * count)) * 255)
        assert (pixels[counts == count] == wanted).all()
    assert (pixels[counts == 0][:, 3] == 0).all()
    assert (drawn.mappable.norm.vmin, drawn.mappable.norm.vmax) == (0, 75)


def test_a_map_leaves_out_cells_of_fewer_people_and_follows_its_mappable() -> None:
    found = bodymap.frequency(PEOPLE, cell=10)
    drawn = bodymap.plot_frequency(found, least=2, percent=False, cmap="viridis")
    values = drawn.values["posterior"]
    assert set(values[np.isfinite(values)]) == {3.0}
    assert not np.isfinite(drawn.values["anterior"]).any()
    assert "Fewer than 2 people: not shown" in drawn.figure.axes[1].get_ylabel()
    drawn.mappable.set_clim(0, 6)
    pixels = np.asarray(drawn.images["posterior"].get_array())[::4, ::4]
    assert (pixels[np.isfinite(values)] == np.round(np.array(mpl.colormaps["viridis"](0.5)) * 255)).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"least": 0}, "least must be a whole number from 1, not 0"),
        ({"labels": "values"}, "a map of cells has no labels; leave it out"),
        ({"body": "male-adult"}, "the cells were counted on neutral-adult; call frequency with body='male-adult'"),
        ({"views": "plantar"}, "the plantar view was not counted; only the front and the back were"),
    ],
)
def test_what_a_map_refuses(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        bodymap.plot_frequency(bodymap.frequency(PEOPLE), **options)
    assert str(refused.value) == message
    with pytest.raises(
        BodymapTypeError, match=r"a PainFrequency is needed, as frequency returns it, not \[\] \(list\)"
    ):
        bodymap.plot_frequency([])  # type: ignore[arg-type]
