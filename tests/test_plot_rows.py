"""Many plots from a table with a row for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.files import tables
from bodymap.options.option import options_of
from bodymap.plotting import plot_files, plot_rows
from bodymap.plotting.options import PlotOptions


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two tables of values, which is the current one."""
    monkeypatch.chdir(tmp_path)
    lines = ["muscle,side,trial,emg", "soleus,left,A,12", "soleus,right,A,30", "soleus,left,B,22", "soleus,right,B,8"]
    (tmp_path / "p01.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "p02.csv").write_text("\n".join(line.replace("soleus", "xyz") for line in lines), encoding="utf-8")
    return tmp_path


def table(folder: Path, *lines: str) -> str:
    (folder / "plots.csv").write_text("\n".join(lines), encoding="utf-8")
    return "plots.csv"


def test_a_row_has_the_options_of_the_command() -> None:
    asked = plot_files.PlotFiles._fields
    known = {*plot_files.PlotColumns._fields, *options_of(PlotOptions), *asked} - {"options", "columns"}
    assert set(plot_rows.COLUMNS) == known
    help = CliRunner().invoke(app, ["plot", "--help"], env={"COLUMNS": "200"}).output
    for name in set(plot_rows.COLUMNS) - {"data"}:
        assert f"--{name}" in help


def test_each_row_is_a_plot(folder: Path) -> None:
    path = table(
        folder,
        "data,output,value,facet,agg,frame,views,dpi,cmap",
        "p01.csv,one.png;one.svg,emg,,mean,,back,72,",
        "p01.csv,grid.png,EMG,trial,,,back,72,magma",
        "p01.csv,,emg,,,trial,back,,",
        "p01.csv,page.html,emg,,max,,back,,",
    )
    assert run("plots", path, "--set", "label=EMG", "-o", "out") == (0, "")
    assert sorted(one.name for one in (folder / "out").iterdir()) == [
        "grid.png", "one.png", "one.svg", "p01.webp", "page.html",
    ]  # fmt: skip
    with Image.open(folder / "out" / "p01.webp") as film:
        assert film.n_frames == 2  # type: ignore[attr-defined]
    assert "Soleus, left side: 22" in (folder / "out" / "page.html").read_text(encoding="utf-8")
    single = folder / "alone.png"
    assert run("plot", "p01.csv", "--value", "emg", "--agg", "mean", "--views", "back", "--dpi", "72", "--label", "EMG", "-o", str(single))[0] == 0  # fmt: skip
    assert single.read_bytes() == (folder / "out" / "one.png").read_bytes()


def test_every_error_is_told_before_anything_is_drawn(folder: Path) -> None:
    path = table(
        folder,
        "data,output,valu,vmin,rest,wrap,facet,row,frame,mark",
        "p01.csv,a.png,emg,low,,,,,,",
        "none.csv,b.png,,,bones,,,,,",
        ",c.png,,,,,,,,",
        "p01.csv,d.png,,,,2,trial,side,,",
        "p01.csv,e.gif,,,,,,,trial,emg",
        "p01.csv,f.png,,,,1.5,trial,,,",
        "p01.csv,g.png,,,,,,,,",
        "p01.csv,g.png,,,,,,,,",
    )
    code, said = run("plots", path, "-o", "out")
    assert code == 2
    assert said.splitlines() == [
        "bodymap: plots.csv, line 2: valu: unknown column 'valu'; did you mean 'value'?",
        "bodymap: plots.csv, line 2: vmin: 'low' must be a number",
        "bodymap: plots.csv, line 3: rest: unknown rest 'bones'; did you mean 'none'? It may be muscles, outlines or none.",
        "bodymap: plots.csv, line 4: data: is missing: the table that is drawn",
        "bodymap: plots.csv, line 5: wrap: a grid with rows can't wrap; leave wrap out",
        "bodymap: plots.csv, line 6: mark: an animation shows only colours; leave mark out",
        "bodymap: plots.csv, line 7: wrap: '1.5' must be a whole number above 0",
        "bodymap: plots.csv, line 9: output: out/g.png is also written by line 8",
        "bodymap: plots.csv: 8 errors; nothing was made; use --keep-going to make the other rows",
    ]  # fmt: skip
    assert not (folder / "out").exists()


def test_the_rows_without_errors_are_drawn_if_asked(folder: Path) -> None:
    path = table(
        folder,
        "data,output,value,agg",
        "p01.csv,a.png,emg,",
        "p02.csv,b.png,emg,mean",
        "p01.csv,c.png,emg,mean",
        "nowhere.csv,d.png,emg,mean",
    )
    code, said = run("plots", path, "--keep-going", "-o", "out")
    assert code == 1
    assert [one.name for one in sorted((folder / "out").iterdir())] == ["b.png", "c.png"]
    assert said.splitlines() == [
        "bodymap: plots.csv, line 5: data: nowhere.csv: no such file",
        "bodymap: plots.csv, line 2: soleus@left has 2 values, from p01.csv, line 2 and p01.csv, line 4; say how to combine them: mean, median, min, max or sum",
        "bodymap: note: plots.csv, line 3: nothing is called 'xyz'; its value is left out",
    ]  # fmt: skip


def test_numbers_of_other_tables_are_taken_as_they_are(folder: Path) -> None:
    (folder / "plots.yaml").write_text("- {data: p01.csv, vmin: 0, vmax: 50.5, wrap: 2, facet: trial, fps: 8}\n", encoding="utf-8")  # fmt: skip
    [job], errors = plot_rows.jobs_of(tables.read(Path("plots.yaml")), {"vmin": "9"}, Path(), Path("out"))
    assert not errors
    assert (job.files.options.vmin, job.files.options.vmax, job.files.wrap, job.files.fps) == (0, 50.5, 2, 8)
    assert job.files.output == (Path("out/p01.png"),)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (("cmap",), "bodymap: --set: 'cmap' must be a column and its value, e.g. cmap=magma"),
        (("cmapp=x",), "bodymap: --set: unknown column 'cmapp'; did you mean 'cmap'?"),
    ],
)
def test_settings_that_mean_nothing(settings: tuple[str, ...], message: str, folder: Path) -> None:
    code, said = run("plots", table(folder, "data", "p01.csv"), "-o", "out", "--set", *settings)
    assert code == 2
    assert said.startswith(message)
