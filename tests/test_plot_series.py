"""Many bodies on one scale: grids, animations, widgets, and the command that makes them."""

from __future__ import annotations

import inspect
import json
import re
import stat
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image
from typer.testing import CliRunner

import bodymap
from bodymap.cli import app
from bodymap.errors import BodymapError, BodymapWarning
from bodymap.options.option import options_of

ROWS = [
    {"muscle": muscle, "side": side, "trial": trial, "group": group, "emg": value}
    for muscle, value in (("soleus", 10.0), ("gastrocnemius", 30.0), ("hamstrings", 50.0))
    for side in ("left", "right")
    for trial, group in (("squat", "A"), ("squat", "B"), ("lunge", "A"))
]

SERIES = [
    {"time": t / 10, "muscle": f"{muscle}_{side}", "value": None if muscle == "gasmed" and t == 2 else (t + n) / 10}
    for t in range(5)
    for n, muscle in enumerate(("soleus", "gasmed", "bflh"))
    for side in "lr"
]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stderr


# --- grids ----------------------------------------------------------------------------------------------------------


def test_a_grid_has_one_scale_and_a_plot_for_each_group() -> None:
    grid = bodymap.facet(ROWS, col="trial", row="group", value="emg", views="posterior", label="EMG, % MVC")
    assert list(grid.plots) == [("A", "squat"), ("B", "squat"), ("A", "lunge")]
    assert {id(plot.mappable.norm) for plot in grid.plots.values()} == {id(grid.mappable.norm)}
    assert (grid.mappable.norm.vmin, grid.mappable.norm.vmax) == (10, 50)
    for plot in grid.plots.values():
        for part, artists in plot.artists.items():
            assert {tuple(a.get_facecolor()) for a in artists} == {tuple(grid.mappable.to_rgba(plot.values[part]))}  # type: ignore[attr-defined]
    words = [text.get_text() for text in grid.figure.findobj(Text)]
    assert {"A", "B", "squat", "lunge", "EMG, % MVC"} <= set(words)


def test_columns_go_on_in_another_row() -> None:
    rows = [{"muscle": "soleus", "week": week, "load": week} for week in range(1, 6)]
    grid = bodymap.facet(rows, col="week", value="load", views="posterior", wrap=3)
    places = [plot.ax.get_position() for plot in grid.plots.values()]
    assert [place for _, place in grid.plots] == ["1", "2", "3", "4", "5"]
    assert places[0].y0 == places[2].y0 > places[3].y0
    assert places[0].x0 == pytest.approx(places[3].x0)


def test_colours_of_every_cell_follow_the_shared_mappable() -> None:
    grid = bodymap.facet(ROWS, col="trial", row="group", value="emg", views="posterior")
    grid.mappable.set_clim(0, 100)
    for plot in grid.plots.values():
        assert tuple(plot.artists["soleus@left"][0].get_facecolor()) == tuple(grid.mappable.cmap(0.1))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "say which column makes the groups: col='…' or row='…'"),
        ({"col": "trials"}, "unknown column 'trials'; did you mean 'trial'?"),
    ],
)
def test_a_grid_without_groups_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        bodymap.facet(ROWS, value="emg", **options)
    assert str(refused.value).startswith(message)


def test_none_is_a_class_and_a_group_in_a_grid_of_classes() -> None:
    rows = [
        {"muscle": muscle, "heat": heat, "value": value}
        for heat, values in (("none", ("none", "none")), ("some", ("mild", "none")))
        for muscle, value in zip(("soleus", "deltoid-anterior"), values, strict=True)
    ]
    grid = bodymap.facet(rows, col="heat", palette={"none": "#d9d9d9", "mild": "#e69f00"})
    assert set(grid.plots["", "none"].values.values()) == {"none"}
    assert "no value" not in {text.get_text() for text in grid.figure.findobj(Text)}


def test_words_in_one_cell_and_numbers_in_another_are_refused() -> None:
    rows = [{"muscle": "soleus", "week": 1, "value": 3}, {"muscle": "soleus", "week": 2, "value": "sore"}]
    for make in (lambda: bodymap.facet(rows, col="week"), lambda: bodymap.animate(rows, frame="week")):
        with pytest.raises(BodymapError, match="'value' holds numbers and words: row 1 has 3, row 2 has 'sore'"):
            make()


def test_a_figure_is_as_wide_as_its_views_are_drawn() -> None:
    """The soles are shown larger than a body, but are not as tall: no room is left beside them."""
    plot = bodymap.plot({"soleus": 1, "abductor-hallucis": 2}, views="anterior,posterior,plantar")
    box = plot.ax.get_position()
    shown = [artist.get_window_extent() for artist in plot.ax.get_children() if artist.get_gid() == "outline"]
    left, right = min(one.x0 for one in shown), max(one.x1 for one in shown)
    width = plot.figure.bbox.width
    assert (right - left) / width > 0.9 * (box.x1 - box.x0)


def test_a_row_in_no_group_is_refused() -> None:
    with pytest.raises(BodymapError, match="row 1 has nothing in 'week', so it is in no group"):
        bodymap.facet([{"muscle": "soleus", "week": "", "value": 1}], col="week")


# --- animations -----------------------------------------------------------------------------------------------------


def animation(**options: Any) -> bodymap.BodyAnimation:
    asked = {"frame": "time", "names": "opensim:rajagopal", "views": "posterior", "crop": "leg", **options}
    return bodymap.animate(SERIES, **asked)


def test_an_animation_has_a_frame_for_each_time_on_one_scale() -> None:
    made = animation()
    assert made.frames == ("0.0 s", "0.1 s", "0.2 s", "0.3 s", "0.4 s")
    assert (made.scale.mappable.norm.vmin, made.scale.mappable.norm.vmax) == (0, 0.6)
    assert made.values[2]["gastrocnemius-medial@left"] is None
    assert animation(clock="{:.1f} s of 0.4").frames[1] == "0.1 s of 0.4"
    with pytest.raises(BodymapError, match="use a format such as"):
        animation(clock="{:d}")


def test_the_pixels_of_each_frame_have_the_colours_of_its_values() -> None:
    made = animation()
    for frame, values in zip(made.pixels(320), made.values, strict=True):
        for part in ("soleus@left", "soleus@right", "gastrocnemius-medial@left"):
            if (value := values[part]) is None:
                continue
            wanted = np.round(np.array(made.scale.rgba(value)[:3]) * 255)
            assert (np.abs(frame.reshape(-1, 3) - wanted).max(1) <= 1).sum() > 30, (part, value)


@pytest.mark.parametrize("ending", ["gif", "webp"])
def test_an_animation_is_written_whole_and_the_same_again(ending: str, tmp_path: Path) -> None:
    files = [animation().save(tmp_path / f"{n}.{ending}", width=200, fps=10) for n in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()
    with Image.open(files[0]) as picture:
        assert picture.n_frames == 5  # type: ignore[attr-defined]
        assert picture.size[0] == 200
        assert picture.info["loop"] == 0
        assert picture.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


def test_mp4_needs_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        BodymapError, match=r"MP4 needs the program ffmpeg, which is not installed; write \.webp or \.gif"
    ):
        animation().save(tmp_path / "x.mp4")
    program = tmp_path / "ffmpeg"
    program.write_text('#!/bin/sh\nfor last; do :; done\n/bin/cat > "$last"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    raw = animation().save(tmp_path / "x.mp4", width=101).read_bytes()
    frames = list(animation().pixels(102))
    rows, columns = (n - n % 2 for n in frames[0].shape[:2])
    assert raw == b"".join(frame[:rows, :columns].tobytes() for frame in frames)
    program.write_text("#!/bin/sh\necho no encoder >&2\nexit 1\n", encoding="utf-8")
    with pytest.raises(BodymapError, match="ffmpeg failed: no encoder"):
        animation().save(tmp_path / "x.mp4", width=100)


def test_real_ffmpeg_writes_a_film_that_it_can_read(tmp_path: Path) -> None:
    try:
        subprocess.run(["ffmpeg", "-version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("ffmpeg is not installed")
    path = animation().save(tmp_path / "x.mp4", width=320, fps=5)
    command = [
        "ffprobe",
        "-v",
        "error",
        "-count_frames",
        "-show_entries",
        "stream=nb_read_frames",
        "-of",
        "json",
        str(path),
    ]
    shown = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert shown["streams"][0]["nb_read_frames"] == "5"


# --- widgets --------------------------------------------------------------------------------------------------------


def test_a_widget_is_one_element_that_loads_and_runs_nothing() -> None:
    made = bodymap.widget({"soleus@left": 3, "soleus@right": None, "low-back": 5}, label="Pain, 0–10", title="Monday")
    assert made.html.startswith('<figure class="bodymap-')
    assert made.html.endswith("</figure>")
    assert not re.search(r"<script|href=\"http|url\(http|@import|onload", made.html)
    root = ET.fromstring(made.html.replace("&nbsp;", " "))
    titles = [title.text for title in root.iter("title")]
    assert "Soleus, left side: 3 0–10" in titles or "Soleus, left side: 3" in titles
    assert any(title and title.startswith("Soleus, right side: no value") for title in titles)
    assert any(title and title.startswith("Low back") for title in titles)


def test_the_colour_bar_of_a_widget_is_right_by_construction() -> None:
    made = bodymap.widget({"soleus@left": 0, "soleus@right": 10}, center=4)
    root = ET.fromstring(made.html)
    bar = next(svg for svg in root.iter("svg") if svg.get("class") == "bar")
    fields = [(float(r.get("y", 0)), r.get("fill")) for r in bar.iter("rect")]
    assert [y for y, _ in fields] == sorted((y for y, _ in fields), reverse=True)
    ticks = {t.text: float(t.get("y", 0)) for t in bar.iter("text") if t.get("y")}
    low, high = (190 + 12, 12)
    for text, y in ticks.items():
        assert text is not None
        share = (float(text.replace("\u2212", "-")) - -2) / 12
        assert y == pytest.approx(low + (high - low) * share, abs=0.02)


def test_two_widgets_on_a_page_keep_their_styles_apart() -> None:
    one, two = (bodymap.widget({"soleus": value, "deltoid": 1}).html for value in (0, 5))
    names = [set(re.findall(r"bodymap-[0-9a-f]{10}", html)) for html in (one, two)]
    assert [len(found) for found in names] == [1, 1]
    assert names[0] != names[1]
    assert all("." + next(iter(found)) in html for found, html in zip(names, (one, two), strict=True))


def test_a_widget_is_saved_as_a_page(tmp_path: Path) -> None:
    path = bodymap.widget({"soleus": 1}, title="A & B").save(tmp_path / "x.html")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "<title>A &amp; B</title>" in text
    with pytest.raises(BodymapError, match=r"a widget is written to \.html"):
        bodymap.widget({"soleus": 1}).save(tmp_path / "x.svg")


# --- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "emg.csv"
    lines = ["Muscle,Side,Trial,EMG", "soleus,left,A,12", "soleus,right,A,30", "soleus,left,B,22", "xyz,left,B,1"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_command_draws_a_table(table: Path, tmp_path: Path) -> None:
    png, page = tmp_path / "x.png", tmp_path / "x.html"
    code, err = run("plot", str(table), "--value", "EMG", "--facet", "trial", "--views", "back", "-o", str(png))
    assert (code, err) == (0, "bodymap: note: nothing is called 'xyz'; its value is left out\n")
    assert png.read_bytes().startswith(b"\x89PNG")
    assert run("plot", str(table), "--agg", "max", "-o", str(page), "-q") == (0, "")
    assert "Soleus, left side: 22" in page.read_text(encoding="utf-8")


def test_the_command_makes_an_animation_of_a_file_of_opensim(tmp_path: Path) -> None:
    sto, gif = tmp_path / "walk.sto", tmp_path / "walk.gif"
    lines = [
        "walk",
        "version=1",
        "nRows=2",
        "nColumns=3",
        "endheader",
        "time\tsoleus_r\tsoleus_l",
        "0\t0.1\t0.9",
        "0.5\t1\t0",
    ]
    sto.write_text("\n".join(lines), encoding="utf-8")
    assert run("plot", str(sto), "--names", "opensim:rajagopal", "--frame", "time", "-o", str(gif)) == (0, "")
    with Image.open(gif) as picture:
        assert picture.n_frames == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "x.png"), "--agg: soleus@left has 2 values, from {table}, line 2 and {table}, line 4; say how to combine them: mean, median, min, max or sum"),
        (("-o", "x.txt", "--agg", "mean"), "x.txt: unknown kind of picture '.txt'; it may be .png, .jpg, .jpeg, .webp, .svg or .pdf"),
        (("-o", "x.html", "--facet", "trial"), "--facet: x.html: a page shows one body; leave facet and row out"),
        (("-o", "x.gif", "--frame", "trial", "--mark", "emg"), "--mark: an animation shows only colours; leave mark out"),
        (("-o", "x.png", "--frame", "trial"), "x.png: unknown kind of animation '.png'; it may be .gif, .webp or .mp4"),
        (("-o", "x.png", "--value", "emgs"), "--value: unknown column 'emgs'; did you mean 'emg'? It may be muscle, side, trial or emg."),
        (("-o", "x.png", "--unknown", "error", "--agg", "mean"), "--unknown: nothing is called 'xyz'"),
    ],
)  # fmt: skip
def test_the_command_refuses(
    options: tuple[str, ...], message: str, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    code, err = run("plot", table.name, *options)
    said = [line for line in err.splitlines() if "note:" not in line]
    assert (code, said) == (2, [f"bodymap: {message.format(table=table.name)}"])
    assert list(table.parent.iterdir()) == [table]


# --- files of OpenSim -----------------------------------------------------------------------------------------------

STO = "Coordinates\nversion=1\nnRows=2\nnColumns=3\ninDegrees=no\nendheader\ntime\t/forceset/soleus_r/activation\tgasmed_l\n0.0\t0.1\t0.2\n0.1\t0.3\tnan\n"


def test_a_file_of_opensim_is_read(tmp_path: Path) -> None:
    from bodymap.plotting import motion

    path = tmp_path / "a.mot"
    path.write_text(STO, encoding="utf-8")
    found = motion.read(path)
    assert (found.title, found.header["indegrees"]) == ("Coordinates", "no")
    assert found.values.shape == (2, 2)
    assert found.long()["muscle"] == ["soleus_r", "gasmed_l"] * 2
    with pytest.warns(BodymapWarning):
        plot = bodymap.plot(path, names="emg", agg="max")
    assert plot.values == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("endheader\n", ""), "has no line 'endheader' that ends the header"),
        (("time\t", "frame\t"), "line 7: the first column must be 'time', not 'frame'"),
        (("gasmed_l", "/forceset/soleus_r/activation"), "line 7: /forceset/soleus_r/activation: comes twice"),
        (("0.1\t0.2\n", "0.1\n"), "line 8: has 2 numbers, but there are 3 columns"),
        (("0.1\t0.2\n", "0.1\tx\n"), "line 8: 'x' is not a number"),
        (("0.1\t0.3", "-1\t0.3"), "line 9: the time runs backwards"),
        (("nRows=2", "nRows=3"), "nrows: the header says 3 rows, but there are 2"),
        (("nColumns=3", "nColumns=2"), "ncolumns: the header says 2 columns, but there are 3"),
        (("0.0\t0.1\t0.2\n0.1\t0.3\tnan\n", ""), "has no rows"),
    ],
)
def test_a_faulty_file_of_opensim_is_refused(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.sto"
    path.write_text(STO.replace(*change), encoding="utf-8")
    with pytest.raises(BodymapError) as refused:
        bodymap.plot(path)
    assert str(refused.value).endswith(message)
    assert str(path) in str(refused.value)


# --- options in one place -------------------------------------------------------------------------------------------


def test_the_keywords_of_plots_are_the_fields_of_their_record() -> None:
    from bodymap.plotting.options import PlotKeywords, PlotOptions

    assert list(PlotKeywords.__annotations__) == list(PlotOptions.__struct_fields__)
    for call in (bodymap.plot, bodymap.facet, bodymap.animate, bodymap.widget):
        shown = inspect.signature(call).parameters
        options = options_of(PlotOptions)
        assert {name: shown[name].default for name in options} == {o.name: o.default for o in options.values()}
    for option in options.values():
        assert option.help.endswith(".")
        assert option.help.split()[0] in {
            "Answer",
            "Draw",
            "Show",
            "Use",
            "Leave",
            "Set",
            "Write",
            "Start",
            "End",
            "Print",
            "Read",
        }


def test_the_command_has_every_option() -> None:
    result = CliRunner().invoke(app, ["plot", "--help"], env={"COLUMNS": "200"})
    for option in options_of(bodymap.PlotOptions).values():
        assert f"--{option.name}" in result.output


STATES = "/forceset/soleus_r/activation\t/forceset/soleus_r/{more}\t/jointset/hip_r/hip_flexion_r/value"


def states(folder: Path, more: str) -> Path:
    """A file of states as OpenSim writes them, with something more about the muscle."""
    path = folder / "states.sto"
    path.write_text(f"states\nendheader\ntime\t{STATES.format(more=more)}\n0\t0.2\t0.05\t0.1\n")
    return path


def test_states_that_are_not_of_muscles_are_told_by_their_whole_names(tmp_path: Path) -> None:
    with pytest.warns(bodymap.BodymapWarning, match="has no '/jointset/hip_r/hip_flexion_r/value'"):
        plot = bodymap.plot(states(tmp_path, "fiber_length"), names="opensim:rajagopal")
    assert plot.values == {"soleus@right": 0.2}
    assert "/forceset/soleus_r/fiber_length" in plot.unknown


def test_two_things_about_a_muscle_are_never_averaged(tmp_path: Path) -> None:
    with pytest.raises(bodymap.BodymapError, match="line 3: holds activation and force of muscles; keep the columns"):
        bodymap.plot(states(tmp_path, "force"), names="opensim:rajagopal")
