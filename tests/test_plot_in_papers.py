"""Plots as researchers use them: in figures of their own, with their names, norms and data frames."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LogNorm, to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import bodymap
from bodymap.content.plot_content import plot_views
from bodymap.errors import BodymapError, BodymapTypeError, BodymapWarning
from bodymap.plotting.panel import crop_keys
from bodymap.scene import theme_of


def own_axes(**how: Any) -> Any:
    figure = Figure(figsize=(6, 4), dpi=72)
    FigureCanvasAgg(figure)
    return figure.add_subplot(**how)


@pytest.mark.parametrize("projection", ["polar", "3d"])
def test_an_axes_that_bends_what_it_shows_is_refused(projection: str) -> None:
    with pytest.raises(BodymapError, match=f"the Axes has the projection '{projection}'"):
        bodymap.plot({"soleus": 1}, ax=own_axes(projection=projection))


@pytest.mark.parametrize("data", [{"soleus": 0, "hamstrings": 10}, {"soleus": -2, "hamstrings": 10, "deltoid": 1}])
def test_a_value_that_the_norm_cannot_place_is_refused_rather_than_left_without_a_colour(data: dict[str, int]) -> None:
    with pytest.raises(BodymapError, match=f"LogNorm has no place for {data['soleus']}, so it would have no colour"):
        bodymap.plot(data, norm=LogNorm())


def test_one_value_on_a_norm_without_limits_lies_inside_a_scale_with_a_width() -> None:
    norm = bodymap.plot({"soleus": 10}, norm=LogNorm()).mappable.norm
    assert 0 < norm.vmin < 10 < norm.vmax


def test_title_and_colour_bar_of_a_dark_theme_are_light_in_the_callers_figure() -> None:
    ink = theme_of("dark", None, None).ink
    plot = bodymap.plot({"soleus": 1, "deltoid": 2}, ax=own_axes(), theme="dark", label="Load", title="Squat")
    bar = plot.colorbar()
    found = [plot.ax.title, bar.ax.yaxis.label, *bar.ax.get_yticklabels()]
    assert {to_hex(text.get_color()) for text in found} == {ink}


def test_a_light_theme_leaves_title_and_colour_bar_to_the_callers_settings() -> None:
    plot = bodymap.plot({"soleus": 1, "deltoid": 2}, ax=own_axes(), label="Load", title="Squat")
    bar = plot.colorbar()
    assert {to_hex(text.get_color()) for text in (plot.ax.title, bar.ax.yaxis.label)} == {"#000000"}


def test_all_numbers_on_a_colour_bar_are_in_one_typeface() -> None:
    plot = bodymap.plot({"soleus": 9.0, "deltoid": 11.0}, norm=LogNorm())
    axis = plot.figure.axes[1].yaxis
    found = [*axis.get_ticklabels(), *axis.get_ticklabels(minor=True), axis.get_offset_text()]
    assert len({text.get_fontproperties().get_file() for text in found}) == 1


@pytest.mark.parametrize(
    ("name", "muscle"),
    [
        ("Gastrocnemius medialis", "gastrocnemius-medial"),
        ("Gastrocnemius lateralis", "gastrocnemius-lateral"),
        ("Deltoideus anterior", "deltoid-anterior"),
        ("Deltoideus medius", "deltoid-middle"),
        ("Deltoideus posterior", "deltoid-posterior"),
        ("Trapezius transversalis", "trapezius-middle"),
    ],
)
def test_the_names_that_seniam_gives_to_muscles_are_known(name: str, muscle: str) -> None:
    assert set(bodymap.plot({name: 1}).values) == {f"{muscle}@left", f"{muscle}@right"}


def test_one_string_is_not_the_charts_of_many_people() -> None:
    with pytest.raises(BodymapTypeError, match="a chart for each person, not 'low-back'"):
        bodymap.frequency("low-back")


def test_a_misspelt_area_is_told_as_it_was_written_with_the_nearest() -> None:
    with pytest.raises(BodymapError, match=r"^chart 1: nothing is called 'low-bak' \(did you mean 'low-back'\?\)$"):
        bodymap.frequency([["low-bak"]])


# --- figures of a given width ---------------------------------------------------------------------------------------

TRIALS = [
    {"muscle": "soleus", "trial": trial, "group": group, "emg": len(trial) * len(group)}
    for trial in ("Squat", "Lunge", "Step-up")
    for group in ("Trained", "Untrained")
]


@pytest.mark.parametrize("width", [85, 180])
@pytest.mark.parametrize("label", ["", "EMG, % MVC"])
def test_a_grid_is_as_wide_as_a_column_and_holds_its_colour_bar(width: float, label: str) -> None:
    drawn = bodymap.facet(TRIALS, col="trial", row="group", value="emg", label=label, width=width)
    figure = drawn.figure
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(width, abs=0.02)
    bar = drawn.bar.ax.get_tightbbox(figure.canvas.get_renderer())
    assert figure.bbox.x0 <= bar.x0 < bar.x1 <= figure.bbox.x1
    assert figure.bbox.y0 <= bar.y0 < bar.y1 < min(plot.ax.bbox.y0 for plot in drawn.plots.values())


def test_a_grid_too_narrow_for_its_bodies_says_how_wide_it_must_be() -> None:
    with pytest.raises(BodymapError, match="3 bodies side by side need 83 mm; make the figure wider") as refused:
        bodymap.facet(TRIALS, col="trial", row="group", value="emg", width=60)
    assert refused.value.field == "width"
    bodymap.facet(TRIALS, col="trial", row="group", value="emg", width=83)


@pytest.mark.parametrize("options", [{}, {"title": "Squat"}, {"labels": "values", "views": "posterior"}])
def test_a_plot_is_as_wide_as_a_column(options: Any) -> None:
    plot = bodymap.plot({"soleus": 1, "hamstrings": 2}, label="Load", width=85, **options)
    figure = plot.figure
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(85, abs=0.02)
    for ax in figure.axes:
        box = ax.get_tightbbox(figure.canvas.get_renderer())
        assert figure.bbox.x0 <= box.x0 < box.x1 <= figure.bbox.x1


@pytest.mark.parametrize(
    ("width", "message"),
    [(5, "a figure is from 25 to 2000 mm wide, not 5"), ("85 mm", "width must be a number of mm, not '85 mm'")],
)
def test_a_width_that_is_none_is_refused(width: Any, message: str) -> None:
    with pytest.raises(BodymapError, match=message):
        bodymap.plot({"soleus": 1}, width=width)


def test_an_axes_has_its_own_width() -> None:
    with pytest.raises(BodymapError, match="the Axes has a width already; leave width out"):
        bodymap.plot({"soleus": 1}, ax=own_axes(), width=85)


def test_long_headings_of_narrow_cells_stay_apart() -> None:
    long = ("Countermovement jump", "Single-leg squat", "Drop vertical jump")
    rows = [{"muscle": "soleus", "trial": trial, "emg": n} for n, trial in enumerate(long)]
    figure = bodymap.facet(rows, col="trial", value="emg", width=85).figure
    boxes = [text.get_window_extent(figure.canvas.get_renderer()) for text in figure.texts if text.get_text() in long]
    assert len(boxes) == 3
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


# --- close-ups of one side ------------------------------------------------------------------------------------------


CLOSE = [("deltoid", "anterior"), ("infraspinatus", "posterior"), ("gluteus-medius", "posterior")]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("muscle", "view"), CLOSE)
def test_a_close_up_of_one_side_is_narrower_than_that_of_both(muscle: str, view: str, side: str) -> None:
    keys = crop_keys(f"{muscle}@{side}")
    both = plot_views("neutral-adult", keys, view, crop_keys(muscle))[0].frame
    one = plot_views("neutral-adult", keys, view, keys)[0].frame
    assert one[2] - one[0] < 0.8 * (both[2] - both[0])


@pytest.mark.parametrize(("side", "letter"), [("left", "L"), ("right", "R")])
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_a_close_up_of_one_side_has_the_letter_of_that_side_alone(view: str, side: str, letter: str) -> None:
    plot = bodymap.plot({f"deltoid@{side}": 1}, ax=own_axes(), crop="values", views=view)
    letters = [text.get_text() for text in plot.ax.get_children() if isinstance(text, Text)]
    assert [word for word in letters if word in ("L", "R")] == [letter]


# --- what is said in words ------------------------------------------------------------------------------------------


def test_the_short_text_of_classes_counts_each() -> None:
    plot = bodymap.plot({"soleus": "tight", "gracilis@left": "weak", "sartorius": None})
    assert "Classes: tight (2), weak (1). 2 values are missing." in plot.alt


def test_a_map_without_a_cell_says_why() -> None:
    found = bodymap.frequency([["low-back"], ["low-back"]])
    with pytest.warns(BodymapWarning, match="the map is empty: no cell was marked by 5 people or more") as told:
        bodymap.plot_frequency(found, least=5)
    assert told[0].filename == __file__
