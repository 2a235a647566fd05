"""What people expect who know similar tools: each line of the table in the guide, run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from matplotlib import colormaps
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.text import Text

import bodymap

ROOT = Path(__file__).parents[1]
DATA = {"soleus@left": 3.0, "soleus@right": 9.0}


def axes(width: float = 300, height: float = 300) -> Any:
    return Figure(figsize=(width / 72, height / 72)).add_axes((0, 0, 1, 1))


def mapping(folder: Path) -> None:
    records = [{"muscle": "soleus", "side": "left", "value": 3}, {"muscle": "soleus", "side": "right", "value": 9}]
    columns = {"muscle": ["soleus", "soleus"], "side": ["left", "right"], "value": [3, 9]}
    for data in (DATA, records, columns):
        assert bodymap.plot(data, ax=axes()).values == DATA


def spreadsheet(folder: Path) -> None:
    import xlsxwriter

    lines = ["muscle,side,value", "soleus,left,3", "soleus,right,9"]
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = [dict(zip(lines[0].split(","), line.split(","), strict=True)) for line in lines[1:]]
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with xlsxwriter.Workbook(folder / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for n, line in enumerate(lines):
            sheet.write_row(n, 0, line.split(","))
    (folder / "a.mot").write_text(
        "a\nnRows=1\nnColumns=3\nendheader\ntime\tsoleus_l\tsoleus_r\n0\t3\t9\n", encoding="utf-8"
    )
    for name in ("a.csv", "a.jsonl", "a.xlsx", "a.mot"):
        assert bodymap.plot(folder / name, ax=axes()).values == DATA, name


def sides(folder: Path) -> None:
    for data in ({"soleus_l": 3, "soleus_r": 9}, {"left soleus": 3, "right soleus": 9}, DATA):
        assert bodymap.plot(data, ax=axes()).values == DATA


def colour_map(folder: Path) -> None:
    by_name, by_object = (bodymap.plot(DATA, ax=axes(), cmap=cmap) for cmap in ("magma", colormaps["magma"]))
    for plot in (by_name, by_object):
        assert plot.artists["soleus@right"][0].get_facecolor() == colormaps["magma"](1.0)  # type: ignore[attr-defined]


def limits(folder: Path) -> None:
    plot = bodymap.plot(DATA, ax=axes(), vmin=0, vmax=20)
    assert (plot.mappable.norm.vmin, plot.mappable.norm.vmax) == (0, 20)
    norm = LogNorm(1, 10)
    assert bodymap.plot(DATA, ax=axes(), norm=norm).mappable.norm is norm


def symmetric(folder: Path) -> None:
    plot = bodymap.plot({"soleus@left": -2, "soleus@right": 6}, ax=axes(), center=0)
    assert (plot.mappable.norm.vmin, plot.mappable.norm.vmax) == (-6, 6)


def colour_bar(folder: Path) -> None:
    plot = bodymap.plot(DATA, label="Force, N")
    assert [ax.get_ylabel() for ax in plot.figure.axes] == ["", "Force, N"]
    assert bodymap.plot(DATA, ax=axes(), label="Force, N").colorbar().ax.get_ylabel() == "Force, N"


def title(folder: Path) -> None:
    assert "Squat" in {text.get_text() for text in bodymap.plot(DATA, title="Squat").figure.findobj(Text)}
    assert bodymap.plot(DATA, ax=axes(), title="Squat").ax.get_title() == "Squat"


def own_axes(folder: Path) -> None:
    ax = axes(60, 60)
    assert bodymap.plot(DATA, ax=ax).ax is ax


def page(folder: Path) -> None:
    html = bodymap.widget(DATA).html
    assert "Soleus, right side: 9" in html
    assert "<script" not in html


def bodies_and_views(folder: Path) -> None:
    assert len(bodymap.bodies()) == 3
    for view in ("anterior", "posterior", "left-lateral", "right-lateral", "plantar"):
        for body in bodymap.bodies():
            bodymap.plot({"flexor-digitorum-brevis": 1, "soleus": 2}, ax=axes(), body=body, views=view)


def same_file(folder: Path) -> None:
    for ending in ("png", "svg", "pdf", "webp", "jpg"):
        first, second = (bodymap.plot(DATA).save(folder / f"{n}.{ending}").read_bytes() for n in (1, 2))
        assert first == second


EXPECTED = {
    "a mapping of names to values": mapping,
    "a spreadsheet": spreadsheet,
    "a value for each side": sides,
    "`cmap` by name or as an object": colour_map,
    "`vmin` and `vmax`": limits,
    "a scale that is symmetric about a value": symmetric,
    "a colour bar with its label": colour_bar,
    "a title": title,
    "drawing into axes of one's own": own_axes,
    "an interactive page": page,
    "other views and bodies": bodies_and_views,
    "the same input, the same file": same_file,
}


@pytest.mark.filterwarnings("ignore::bodymap.errors.BodymapWarning")
@pytest.mark.parametrize("name", EXPECTED)
def test_an_expectation_is_met(name: str, tmp_path: Path) -> None:
    EXPECTED[name](tmp_path)


def test_the_guide_has_these_expectations() -> None:
    text = (ROOT / "docs" / "how-to" / "plots.md").read_text(encoding="utf-8")
    table = text.partition("| expected | by | here |")[2].splitlines()[2:]
    assert [re.split(r"\s*\|\s*", line)[1] for line in table if line.startswith("|")] == list(EXPECTED)
