"""Pictures in other people's figures: theirs stay theirs."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import bodymap
from bodymap.export import image
from tests import manikin


@pytest.fixture(autouse=True)
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def own_figure() -> Figure:
    figure = Figure(figsize=(16, 8), dpi=50)
    FigureCanvasAgg(figure)
    return figure


def test_the_artists_are_returned_and_are_all_that_is_new() -> None:
    figure = own_figure()
    ax = figure.add_axes((0.0, 0.0, 0.8, 1.0))
    before = set(ax.get_children())
    artists = bodymap.draw("yoke-ache", ax=ax)
    assert set(ax.get_children()) - before == set(artists)
    assert "Yoke ache" in [a.get_text() for a in artists if isinstance(a, Text)]
    for artist in artists:
        artist.remove()
    assert set(ax.get_children()) == before


def test_the_axes_is_the_sheet_in_true_points() -> None:
    figure = own_figure()
    ax = figure.add_axes((0.1, 0.1, 0.75, 0.9))
    bodymap.draw("yoke-ache", ax=ax)
    assert (ax.get_xlim(), ax.get_ylim()) == (pytest.approx((0, 864)), pytest.approx((0, 518.4)))
    figure.canvas.draw()
    box = ax.get_window_extent()
    assert box.width / 864 == pytest.approx(50 / 72, abs=1e-3)


def test_the_rest_of_the_figure_is_as_it_was() -> None:
    plain, drawn = own_figure(), own_figure()
    for figure in (plain, drawn):
        beside = figure.add_axes((0.82, 0.1, 0.15, 0.8))
        beside.plot([1, 2, 3], [3, 1, 2])
    bodymap.draw("yoke-ache", ax=drawn.add_axes((0.0, 0.0, 0.75, 1.0)))
    seen = []
    for figure in (plain, drawn):
        figure.canvas.draw()
        seen.append(np.asarray(figure.canvas.buffer_rgba())[:, 620:].copy())  # type: ignore[attr-defined]
    assert (seen[0] == seen[1]).all()


def test_settings_of_matplotlib_are_left_alone(tmp_path: Path) -> None:
    with mpl.rc_context({"font.size": 33, "svg.hashsalt": "mine", "path.simplify": True}):
        before = dict(mpl.rcParams)
        figure = own_figure()
        bodymap.draw("yoke-ache", ax=figure.add_axes((0, 0, 1, 1)))
        picture = bodymap.render("yoke-ache", size="320x180")
        picture.save(tmp_path / "a.png", tmp_path / "a.svg", tmp_path / "a.pdf")
        picture.figure()
        picture._repr_mimebundle_()["image/png"]
        assert dict(mpl.rcParams) == before


def test_settings_of_matplotlib_do_not_change_the_picture() -> None:
    picture = bodymap.render("yoke-ache", size="320x180")
    once = picture._repr_mimebundle_()["image/png"]
    odd = {
        "lines.linewidth": 9,
        "font.size": 40,
        "axes.facecolor": "red",
        "savefig.dpi": 31,
        "figure.facecolor": "blue",
    }
    with mpl.rc_context(odd):
        assert picture._repr_mimebundle_()["image/png"] == once


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": "a4"}, "size can't be set: the Axes decides it"),
        ({"sheet": "a4"}, "unknown option 'sheet'; did you mean 'theme'?"),
        ({"dpi": 100}, "dpi can't be set: the Axes decides it"),
        ({"side": "up"}, "unknown side 'up'. It may be left, right or both."),
    ],
)
def test_what_does_not_go_with_an_axes(options: dict[str, object], message: str) -> None:
    with pytest.raises(bodymap.BodymapError) as refused:
        bodymap.draw("yoke-ache", ax=own_figure().add_axes((0, 0, 1, 1)), **options)
    assert str(refused.value) == message


def test_an_axes_that_is_too_small_is_refused() -> None:
    with pytest.raises(bodymap.BodymapError, match="no room for the picture"):
        bodymap.draw("yoke-ache", ax=own_figure().add_axes((0, 0, 0.05, 0.05)))


def test_it_saves_as_the_picture_of_that_size() -> None:
    figure = Figure(figsize=(960 / 72, 540 / 72), dpi=72)
    FigureCanvasAgg(figure)
    bodymap.draw("yoke-ache", ax=figure.add_axes((0, 0, 1, 1)))
    out = BytesIO()
    figure.savefig(out, format="png")
    from PIL import Image

    ours = Image.open(BytesIO(image.encode(bodymap.render("yoke-ache", dpi=72).scene, "png"))).convert("RGB")
    theirs = Image.open(out).convert("RGB")
    assert theirs.size == ours.size
    # Not to the bit: how letters are hinted is for who saves the figure to say.
    assert np.abs(np.asarray(theirs).astype(int) - np.asarray(ours)).mean() < 3
