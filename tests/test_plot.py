"""Values on the body: the artists have the colours of the scale, whatever the muscle, side, body and Axes."""

from __future__ import annotations

import random
import warnings
from base64 import b64decode
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LogNorm, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from PIL import Image

import bodymap
from bodymap.body import plates
from bodymap.errors import BodymapError, BodymapTypeError, BodymapWarning
from bodymap.knowledge.anatomy import Side

VIEWS = "anterior,posterior,left-lateral,right-lateral,plantar"


def axes(width: float = 400, height: float = 300) -> Any:
    """An Axes of a size in points."""
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasAgg(figure)
    return figure.add_axes((0, 0, 1, 1))


def colours(plot: bodymap.BodyPlot, part: str) -> set[tuple[float, ...]]:
    return {tuple(artist.get_facecolor()) for artist in plot.artists[part]}


def texts(plot: bodymap.BodyPlot) -> list[str]:
    return [artist.get_text() for artist in plot.ax.get_children() if isinstance(artist, Text)]


# --- colours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
def test_every_muscle_on_every_side_has_the_colour_of_its_value(body: str) -> None:
    chance = random.Random(body)  # noqa: S311
    ids = {part.of for view in plates.views(body) for part in plates.load(body, view).parts if part.kind == "muscle"}
    data = {f"{id}@{side}": chance.uniform(-3, 8) for id in sorted(ids) for side in ("left", "right")}
    with pytest.warns(BodymapWarning, match="no view of the plot shows"):
        plot = bodymap.plot(data, ax=axes(), body=body, views=VIEWS, cmap="cividis")
    assert len(plot.artists) > 200
    assert set(plot.artists) | {part for parts in plot.hidden.values() for part in parts} == set(data)
    cmap, norm = plot.mappable.cmap, plot.mappable.norm
    for part in plot.artists:
        assert colours(plot, part) == {tuple(cmap(norm(data[part])))}
    assert (norm.vmin, norm.vmax) == (min(data.values()), max(data.values()))


@pytest.mark.parametrize("norm", [Normalize(0, 1), LogNorm(0.01, 1), TwoSlopeNorm(0.3, 0, 1)])
def test_a_norm_of_the_callers_own_is_used_and_not_changed(norm: Normalize) -> None:
    before = norm.vmin, norm.vmax
    plot = bodymap.plot({"soleus@left": 0.2, "soleus@right": 0.9}, ax=axes(), norm=norm, cmap="magma")
    assert plot.mappable.norm is norm
    assert (norm.vmin, norm.vmax) == before
    for part, value in (("soleus@left", 0.2), ("soleus@right", 0.9)):
        assert colours(plot, part) == {tuple(mpl.colormaps["magma"](norm(value)))}


def test_a_norm_without_limits_is_copied() -> None:
    norm = TwoSlopeNorm(0)
    plot = bodymap.plot({"soleus@left": -1, "soleus@right": 3}, ax=axes(), norm=norm)
    assert norm.vmin is None
    assert (plot.mappable.norm.vmin, plot.mappable.norm.vmax) == (-1, 3)


def test_colours_follow_the_mappable() -> None:
    plot = bodymap.plot({"soleus@left": 2, "soleus@right": 8}, ax=axes())
    plot.mappable.set_clim(0, 10)
    assert colours(plot, "soleus@left") == {tuple(mpl.colormaps["viridis"](0.2))}
    plot.mappable.set_cmap("plasma")
    assert colours(plot, "soleus@right") == {tuple(mpl.colormaps["plasma"](0.8))}


def test_a_centre_is_in_the_middle_of_the_scale() -> None:
    plot = bodymap.plot({"soleus@left": -2, "soleus@right": 6, "deltoid": 0}, ax=axes(), center=0)
    assert (plot.mappable.norm.vmin, plot.mappable.norm.vmax) == (-6, 6)
    assert plot.mappable.norm(0) == 0.5


def test_one_value_lies_in_the_middle_of_its_scale() -> None:
    plot = bodymap.plot({"soleus": 4}, ax=axes())
    assert plot.mappable.norm(4) == 0.5


def test_structures_nerves_and_areas_have_their_colours_too() -> None:
    data = {"achilles-tendon@left": 1, "sciatic-nerve@right": 2, "low-back": 3, "buttock@left": 4}
    plot = bodymap.plot(data, ax=axes(), vmin=0, vmax=5)
    assert set(plot.artists) == set(data)
    for part in ("achilles-tendon@left", "low-back", "buttock@left"):
        assert colours(plot, part) == {tuple(plot.mappable.to_rgba(data[part]))}
    [nerve] = plot.artists["sciatic-nerve@right"]
    assert isinstance(nerve, PathPatch)
    assert tuple(nerve.get_edgecolor()) == tuple(plot.mappable.to_rgba(2))
    assert nerve.get_facecolor()[3] == 0


def test_classes_have_colours_and_a_legend() -> None:
    data = {"soleus@left": "tight", "soleus@right": "weak", "gastrocnemius": "normal"}
    plot = bodymap.plot(data, ax=axes(), palette={"weak": "#ff0000", "normal": "#00ff00", "tight": "#0000ff"})
    assert colours(plot, "soleus@left") == {(0, 0, 1, 1)}
    assert colours(plot, "soleus@right") == {(1, 0, 0, 1)}
    assert [word for word in texts(plot) if word in data.values()] == ["weak", "normal", "tight"]


def test_a_sample_of_random_tables_is_drawn_as_it_says() -> None:
    """The tables of `test_two_thousand_random_tables` are mapped; these are drawn, with scale, body and views at random."""
    chance = random.Random(181)  # noqa: S311
    muscles = sorted({part.of for view in ("anterior", "posterior") for part in plates.load("neutral-adult", view).parts if part.kind == "muscle"})  # fmt: skip
    for _ in range(12):
        data = {f"{name}@{side}": chance.choice((None, chance.uniform(-5, 5))) for name in chance.sample(muscles, 20) for side in ("left", "right")}  # fmt: skip
        options: dict[str, Any] = {
            "cmap": chance.choice(("viridis", "RdBu_r", "tab20")),
            "body": chance.choice(("neutral-adult", "female-adult", "male-adult")),
            "views": chance.choice((None, "posterior", "anterior,left-lateral")),
            "rest": chance.choice(("muscles", "outlines", "none")),
            **chance.choice(({"center": 0}, {"vmin": -2, "vmax": 2}, {"norm": TwoSlopeNorm(1, -5, 5)}, {})),
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BodymapWarning)
            plot = bodymap.plot(data, ax=axes(chance.uniform(60, 500), chance.uniform(60, 500)), **options)
        assert plot.values == data
        assert set(plot.artists) | {part for parts in plot.hidden.values() for part in parts} >= set(data)
        cmap, norm = plot.mappable.cmap, plot.mappable.norm
        for part in plot.artists:
            value = data[part]
            known = {tuple(cmap(norm(own))) for own in data.values() if own is not None}
            shown = colours(plot, part)
            assert shown == {tuple(cmap(norm(value)))} if value is not None else shown.isdisjoint(known), (
                part,
                options,
            )


# --- missing values -------------------------------------------------------------------------------------------------


def test_a_missing_value_is_hatched_and_in_the_legend_and_is_not_zero() -> None:
    plot = bodymap.plot({"soleus@left": None, "soleus@right": 0, "deltoid": 1}, ax=axes())
    gids = [artist.get_gid() for artist in plot.ax.get_children()]
    assert "soleus.left.hatch" in gids
    assert "soleus.right.hatch" not in gids
    assert "no value" in texts(plot)
    assert colours(plot, "soleus@left").isdisjoint(colours(plot, "soleus@right"))
    assert plot.values == {"soleus@left": None, "soleus@right": 0, **{f"deltoid-{part}@{side}": 1 for part in ("anterior", "middle", "posterior") for side in ("left", "right")}}  # fmt: skip
    assert "1 value is missing." in plot.alt


def test_without_a_missing_value_the_legend_does_not_tell_of_one() -> None:
    assert "no value" not in texts(bodymap.plot({"soleus": 1}, ax=axes()))


# --- names ----------------------------------------------------------------------------------------------------------


def test_all_unknown_names_are_told_in_one_warning() -> None:
    with pytest.warns(BodymapWarning) as warned:
        plot = bodymap.plot({"soleus": 1, "soleuss": 2, "xyz": 3}, ax=axes())
    assert [str(one.message) for one in warned] == [
        "nothing is called 'soleuss' (did you mean 'soleus'?); nothing is called 'xyz'; their values are left out"
    ]
    assert warned[0].filename == __file__
    assert set(plot.unknown) == {"soleuss", "xyz"}
    with pytest.raises(BodymapError, match=r"nothing is called 'soleuss' .*; nothing is called 'xyz'"):
        bodymap.plot({"soleus": 1, "soleuss": 2, "xyz": 3}, ax=axes(), unknown="error")
    bodymap.plot({"soleus": 1, "xyz": 3}, ax=axes(), unknown="ignore")


def test_what_no_view_shows_is_told() -> None:
    with pytest.warns(BodymapWarning, match="no view of the plot shows 'vastus-intermedius'"):
        plot = bodymap.plot({"vastus-intermedius": 1, "rectus-femoris": 2, "vastus-lateralis": 1, "vastus-medialis": 1}, ax=axes())  # fmt: skip
    assert set(plot.hidden) == {"vastus-intermedius"}
    shown = bodymap.plot({"vastus-intermedius": 1, "rectus-femoris": 2}, ax=axes(), hide="rectus-femoris")
    assert "vastus-intermedius@left" in shown.artists
    assert "rectus-femoris@left" not in shown.artists


# --- the caller's figure --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 60), (60, 300), (300, 60), (900, 700)])
def test_a_plot_fits_an_axes_of_any_size_and_stays_in_it(size: tuple[float, float]) -> None:
    plot = bodymap.plot({"soleus@left": 1, "deltoid": None}, ax=axes(*size))
    plot.figure.canvas.draw()
    box = plot.ax.get_window_extent()
    for artist in plot.ax.get_children():
        if artist.get_gid() in (None, "") or not artist.get_visible():
            continue
        seen = artist.get_window_extent()
        assert seen.x0 >= box.x0 - 1, artist
        assert seen.x1 <= box.x1 + 1, artist
    assert {"R", "L"} <= set(texts(plot))


def test_an_axes_that_is_too_small_is_refused() -> None:
    with pytest.raises(
        BodymapError, match="there are 20 x 20 points for the bodies, which is too small; 60 x 60 is enough"
    ):
        bodymap.plot({"soleus": 1}, ax=axes(20, 20))


def test_nothing_of_the_figure_and_of_the_settings_changes() -> None:
    with mpl.rc_context({"font.size": 33, "axes.facecolor": "red", "image.cmap": "hot"}):
        before = dict(mpl.rcParams)
        figure = Figure(figsize=(8, 4), dpi=50)
        FigureCanvasAgg(figure)
        left, right = figure.subplots(1, 2)
        right.plot([1, 2], [3, 4])
        state = right.get_xlim(), right.get_ylim(), right.get_position().bounds, left.get_position().bounds
        bodymap.plot({"soleus@left": 1, "soleus@right": None}, ax=left)
        assert (right.get_xlim(), right.get_ylim(), right.get_position().bounds, left.get_position().bounds) == state
        assert figure.axes == [left, right]
        assert dict(mpl.rcParams) == before


def test_a_plot_is_no_figure_of_pyplot() -> None:
    plot = bodymap.plot({"soleus": 1})
    assert type(plot.figure) is Figure


def test_a_plot_shows_itself_in_a_notebook_with_its_alt_text() -> None:
    plot = bodymap.plot({"soleus": 1}, title="A & b")
    shown = plot._repr_mimebundle_()
    assert b64decode(shown["image/png"]).startswith(b"\x89PNG")
    assert f'alt="{escape(plot.alt)}"' in shown["text/html"]
    assert "A &amp; b" in shown["text/html"]
    assert shown["text/plain"] == repr(plot)


def test_an_svg_of_a_plot_neither_follows_nor_changes_how_the_user_has_svgs_written(tmp_path: Path) -> None:
    plot = bodymap.plot({"soleus@left": 1, "soleus@right": 2})
    usual = plot.save(tmp_path / "usual.svg").read_bytes()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "mine"}):
        before = dict(mpl.rcParams)
        changes: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(mpl.rcParams), "__setitem__", lambda _, name, value: changes.append(name))
            again = plot.save(tmp_path / "again.svg").read_bytes()
        assert dict(mpl.rcParams) == before
    assert again == usual
    assert changes == []


def test_the_ticks_of_the_colour_bar_are_those_of_the_norm() -> None:
    plot = bodymap.plot({"soleus@left": 0, "soleus@right": 80}, ax=axes(), vmin=0, vmax=50, label="EMG, % MVC")
    bar = plot.colorbar()
    assert bar.extend == "max"
    assert (bar.vmin, bar.vmax) == (0, 50)
    assert bar.ax.get_ylabel() == "EMG, % MVC"
    for tick in (0, 10, 50):
        place = bar.ax.transData.transform((0, tick))[1]
        low, high = (bar.ax.transData.transform((0, end))[1] for end in (0, 50))
        assert (place - low) / (high - low) == pytest.approx(plot.mappable.norm(tick))


def test_a_colour_bar_of_classes_has_their_names() -> None:
    bar = bodymap.plot({"soleus@left": "a", "soleus@right": "b"}, ax=axes()).colorbar()
    assert [label.get_text() for label in bar.ax.get_yticklabels()] == ["a", "b"]


# --- options --------------------------------------------------------------------------------------------------------


def test_values_and_marks_stand_on_the_parts() -> None:
    rows = [
        {"muscle": "soleus", "side": "left", "force": 12.5, "p": 0.0004, "sure": "yes", "n": 3},
        {"muscle": "soleus", "side": "right", "force": 25.0, "p": 0.2, "sure": "no", "n": 30},
    ]
    plot = bodymap.plot(rows, value="force", mark="p", edge="n", hatch="sure", labels="values", ax=axes(500, 700))
    shown = texts(plot)
    assert {"12 ***", "25", "p < 0.001", "sure", "n"} <= set(shown) or {"12.5 ***", "25.0"} <= set(shown)
    edges = {artist.get_gid(): artist.get_linewidth() for artist in plot.ax.get_children() if str(artist.get_gid()).endswith(".edge")}  # fmt: skip
    assert edges["soleus.right.edge"] > 3 * edges["soleus.left.edge"]
    gids = {artist.get_gid() for artist in plot.ax.get_children()}
    assert "soleus.left.hatch" in gids
    assert "soleus.right.hatch" not in gids


def test_what_has_no_room_for_its_value_is_told() -> None:
    small, large = (
        bodymap.plot({"soleus": 1, "gluteus-maximus": 2, "adductor-brevis": 3}, ax=axes(*size), labels="values")
        for size in ((90, 90), (800, 1200))
    )
    assert set(small.untold) > set(large.untold)
    for plot in (small, large):
        assert set(plot.untold) <= set(plot.artists)
    assert "gluteus-maximus@left" not in large.untold


def test_names_stand_beside_the_parts() -> None:
    plot = bodymap.plot({"soleus": 1, "deltoid-anterior@left": 2}, ax=axes(900, 500), labels="names")
    assert {"Soleus", "Anterior deltoid"} <= set(texts(plot))
    with pytest.raises(
        BodymapError, match=r"there is no room for .* names; use a larger figure, or write the values instead"
    ):
        bodymap.plot({"soleus": 1, "deltoid": 2, "hamstrings": 1}, ax=axes(120, 90), labels="names")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"views": "top"}, "unknown view 'top'"),
        ({"views": ""}, "name a view, e.g. anterior,posterior"),
        ({"crop": "kneee"}, "unknown part of the body 'kneee'"),
        ({"hide": "glutes,xyz"}, "unknown muscle 'xyz'"),
        ({"cmap": "viridiss"}, "unknown colour map 'viridiss'; did you mean 'viridis'?"),
        ({"vmin": 3, "vmax": 1}, "the scale must end above its start, 3, not at 1"),
        ({"center": 9, "vmax": 5}, "the centre 9 must lie between 1 and 5"),
        ({"norm": Normalize(0, 1), "vmin": 0}, "the norm has the limits; leave them out"),
        ({"bodies": "x"}, "unknown option 'bodies'"),
        ({"agg": "average"}, "unknown way to combine values 'average'"),
    ],
)
def test_what_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        bodymap.plot({"soleus@left": 1, "soleus@right": 2}, ax=axes(), **options)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(("options", "name"), [({"ax": 3}, "ax"), ({"norm": "log"}, "norm"), ({"cmap": 3}, "cmap")])
def test_a_value_of_the_wrong_type_is_refused(options: dict[str, Any], name: str) -> None:
    with pytest.raises(BodymapTypeError) as refused:
        bodymap.plot({"soleus": 1}, **{"ax": axes(), **options})
    assert refused.value.field == name


def test_a_crop_shows_a_region_large() -> None:
    whole, leg = (bodymap.plot({"soleus@left": 1}, ax=axes(), views="posterior", crop=crop) for crop in (None, "leg"))
    sizes = [plot.artists["soleus@left"][0].get_window_extent().height for plot in (whole, leg)]
    assert sizes[1] > 1.5 * sizes[0]


@pytest.mark.parametrize(
    "name", ["piriformis", "soleus", "supraspinatus", "low-back", "temporalis", "quadriceps-femoris"]
)
def test_a_crop_is_no_higher_than_its_parts_need(name: str) -> None:
    """A small part is not lost in a long limb: around it lie 11 cm of the body at most, or half its own height."""
    from bodymap.body.geometry import bounds
    from bodymap.content import plot_content

    plot = bodymap.plot({name: 1}, ax=axes(), crop="values")
    keys = {("area" if name == "low-back" else "muscle", part.partition("@")[0], side) for part in plot.values for side in Side}  # fmt: skip
    views = plot_content.plot_views("neutral-adult", keys, None, keys)
    shown = [
        bounds([part.shape for part in plates.load("neutral-adult", view.view).parts if part.id in view.about])
        for view in views
    ]
    top, bottom = min(box[1] for box in shown), max(box[3] for box in shown)  # views are shown at one height
    reach = max(0.5 * (bottom - top), 110) + 120
    assert top - views[0].frame[1] <= reach
    assert views[0].frame[3] - bottom <= reach


def test_a_crop_shows_where_on_the_body_a_small_part_is() -> None:
    """Above a muscle of 10 cm lie 11 cm of the body, not 5."""
    from bodymap.body.geometry import bounds
    from bodymap.content import plot_content

    keys = {("muscle", "infraspinatus", side) for side in (Side.LEFT, Side.RIGHT)}
    [view] = plot_content.plot_views("neutral-adult", keys, None, keys)
    _, top, _, bottom = bounds([p.shape for p in plates.load("neutral-adult", view.view).parts if p.id in view.about])
    assert bottom - top < 120
    assert top - view.frame[1] > 100


# --- files ----------------------------------------------------------------------------------------------------------


def test_the_same_plot_gives_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    for ending in ("png", "svg", "pdf", "jpg", "webp"):
        first, second = (
            bodymap.plot({"soleus@left": 1, "deltoid": None}, label="Load")
            .save(tmp_path / f"{n}.{ending}")
            .read_bytes()
            for n in (1, 2)
        )
        assert first == second, ending
        assert len(first) > 10_000
    with Image.open(tmp_path / "1.png") as picture:
        assert picture.text["Description"].startswith("Load: 1 part of the body with a value. 6 values are missing.")
    with pytest.raises(BodymapError, match=r"unknown kind of picture '\.txt'"):
        bodymap.plot({"soleus": 1}).save(tmp_path / "x.txt")


def test_the_pixels_of_a_muscle_have_its_colour() -> None:
    plot = bodymap.plot({"gluteus-maximus@left": 0.7, "soleus": 0}, ax=axes(400, 600), views="posterior", vmax=1)
    out = BytesIO()
    plot.figure.savefig(out, format="png", dpi=72)
    pixels = np.asarray(Image.open(out).convert("RGB")).reshape(-1, 3)
    wanted = np.round(np.array(plot.mappable.to_rgba(0.7)[:3]) * 255)
    assert (np.abs(pixels - wanted).max(1) <= 1).sum() > 200
