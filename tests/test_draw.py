from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import msgspec
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.text import Text

from bodymap import drawing
from bodymap.drawing import furniture, hatching
from bodymap.drawing.clouds import SPACING
from bodymap.knowledge import conditions
from bodymap.scene import Scene, plan
from bodymap.style import fonts
from bodymap.style import text as typesetting
from bodymap.style.theme import Fonts, Hatch, named
from tests import manikin

LOOK = named("clinic")


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def planned(name: str, **options: object) -> Scene:
    return plan(conditions.load(name), **options)  # type: ignore[arg-type]


def drawn(scene: Scene) -> list[Artist]:
    figure = Figure(figsize=(scene.sheet.width / 72, scene.sheet.height / 72))
    FigureCanvasAgg(figure)
    return drawing.draw(scene, figure.add_axes((0, 0, 1, 1)))


def of(artists: list[Artist], gid: str) -> list[PathPatch]:
    return [a for a in artists if a.get_gid() == gid and isinstance(a, PathPatch)]


def pixels(scene: Scene) -> np.ndarray:
    figure = drawing.figure(scene)
    with drawing.settings():
        figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).astype(int)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"transparent": True},
        {"theme": "print", "sheet": "a4", "side": "left"},
        {"theme": "dark", "sheet": "641x359", "labels": "numbers"},
    ],
    ids=str,
)
def test_pixels_are_those_of_a_figure(options: dict[str, object]) -> None:
    scene = planned("yoke-ache", **options)
    assert np.array_equal(drawing.pixels(scene), pixels(scene))


# --- properties of the artists ------------------------------------------------------------------------------------------


def test_a_main_muscle_is_filled_with_the_strong_colour_and_a_solid_edge() -> None:
    fill, edge = of(drawn(planned("yoke-ache")), "yoke.right")
    assert to_hex(fill.get_facecolor()) == LOOK.primary.fill
    assert 0.4 < fill.get_facecolor()[3] < 0.8, "the form shows through"
    assert to_hex(edge.get_edgecolor()) == LOOK.primary.edge
    assert edge.get_linestyle() in ("-", "solid")


def test_a_deep_muscle_is_lighter_dashed_and_drawn_over_what_covers_it() -> None:
    artists = drawn(planned("yoke-ache"))
    fill, edge = of(artists, "strap.right")
    assert to_hex(fill.get_facecolor()) == LOOK.secondary.fill
    assert 0 < fill.get_facecolor()[3] < LOOK.secondary.deep_alpha < LOOK.secondary.alpha, "it tints no main muscle"
    assert edge.get_linestyle() not in ("-", "solid")
    assert fill.get_zorder() > max(a.get_zorder() for a in of(artists, "yoke.right"))


def test_roles_differ_by_the_weight_of_the_edge_too() -> None:
    artists = drawn(planned("all-round", side="right"))
    (_, main), (_, other) = of(artists, "yoke.right"), of(artists, "loin.right")
    assert main.get_linewidth() > other.get_linewidth()


@pytest.mark.parametrize("sheet", ["slide", "a5"])
def test_the_outline_is_as_fine_at_every_size_of_the_body(sheet: str) -> None:
    for name in manikin.CONDITIONS:
        for outline in of(drawn(planned(name, size=sheet)), "outline"):
            assert outline.get_linewidth() == LOOK.outline_width


def test_trigger_points_are_crosses_with_a_light_halo_under_them() -> None:
    halo, cross = [a for a in drawn(planned("yoke-ache", side="right")) if a.get_gid() == "points"][:2]
    assert isinstance(halo, Line2D)
    assert isinstance(cross, Line2D)
    assert halo.get_markeredgecolor() == LOOK.halo
    assert halo.get_markeredgewidth() > cross.get_markeredgewidth()
    assert halo.get_zorder() < cross.get_zorder()
    assert len(cross.get_xdata()) == 3


def test_the_dots_of_a_zone_lie_inside_it_denser_in_the_core() -> None:
    scene = planned("forearm-ache", side="right")
    (figure,) = scene.figures
    (dots,) = [a for a in drawn(scene) if a.get_gid() == "zones"]
    assert isinstance(dots, Line2D)
    zone = figure.on_sheet(np.array(manikin.ZONES["forearm-back", "core"], dtype=float))
    places = np.stack([dots.get_xdata(), dots.get_ydata()], 1)
    assert len(places) > 10
    assert (places >= zone.min(0)).all()
    assert (places <= zone.max(0)).all()
    gaps = np.hypot(*(places[:, None] - places).transpose(2, 0, 1)) + np.eye(len(places)) * 99
    assert gaps.min() > 0.5 * SPACING, "blue noise: no two dots touch"


def test_every_text_is_set_in_the_bundled_face_and_stays_on_the_sheet() -> None:
    scene = planned("yoke-ache", size="a4")
    figure = drawing.figure(scene)
    figure.canvas.draw()
    texts = [a for a in figure.axes[0].get_children() if isinstance(a, Text) and a.get_text()]
    assert len(texts) > 10
    for text in texts:
        assert "Inter" in str(text.get_fontproperties().get_file())
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height


def test_measured_text_is_as_wide_as_drawn_text() -> None:
    scene = planned("yoke-ache")
    figure = drawing.figure(scene)
    figure.canvas.draw()
    texts = {a.get_text(): a for a in figure.axes[0].get_children() if isinstance(a, Text)}
    for label in scene.labels:
        drawn_width = max(texts[t.text].get_window_extent().width for t in label.lines) * 72 / scene.sheet.dpi
        assert drawn_width == pytest.approx(label.box[2] - label.box[0], abs=1.5)


# --- in other people's figures --------------------------------------------------------------------------------------------


def test_drawing_leaves_matplotlib_as_it_was() -> None:
    before = dict(mpl.rcParams)
    pixels(planned("forearm-ache"))
    assert dict(mpl.rcParams) == before


def test_it_draws_into_an_axes_and_returns_its_artists() -> None:
    figure = Figure()
    FigureCanvasAgg(figure)
    ours, theirs = figure.add_axes((0, 0, 0.5, 1)), figure.add_axes((0.5, 0, 0.5, 1))
    artists = drawing.draw(planned("yoke-ache"), ours)
    assert artists
    assert all(artist.axes is ours for artist in artists)
    assert theirs.get_lines() == []
    figure.canvas.draw()


# --- pictures against pictures ----------------------------------------------------------------------------------------------


def test_the_same_scene_gives_the_same_pixels() -> None:
    scene = planned("yoke-ache", size="480x270")
    assert (pixels(scene) == pixels(scene)).all()


def textless(scene: Scene) -> Scene:
    from msgspec.structs import replace

    figures = tuple(replace(f, letters=(), caption=None) for f in scene.figures)
    return replace(scene, figures=figures, labels=(), legend=(), locators=(), texts=())


def test_both_sides_are_the_mirror_of_each_other() -> None:
    """Right as drawn, and left mirrored, are the same picture."""
    images = []
    for side in ("right", "left"):
        scene = textless(planned("front-only", side=side, size="square", dpi=50, labels="none"))
        (figure,) = scene.figures
        image = pixels(scene)
        x0, x1 = (round(x * 50 / 72) for x in (figure.place[0], figure.place[2]))
        images.append(image[:, x0:x1, :3])
    assert images[0].shape == images[1].shape
    assert np.abs(images[0] - images[1][:, ::-1]).mean() < 2


def test_nothing_of_a_figure_lies_outside_its_frame() -> None:
    scene = textless(planned("forearm-ache", side="right", size="480x270", labels="none"))
    image = pixels(scene)
    blank = (image[..., :3] == 255).all(2)
    (figure,) = scene.figures
    x0, y0, x1, y1 = (v * scene.sheet.dpi / 72 for v in figure.place)
    inner = np.zeros_like(blank)
    inner[int(270 - y1) - 2 : int(270 - y0) + 3, int(x0) - 2 : int(x1) + 3] = True
    assert blank[~inner].all()
    assert not blank[inner].all()


def test_a_cut_fades_to_the_paper_and_to_nothing() -> None:
    scene = textless(planned("forearm-ache", side="right", size="960x540", labels="none"))
    (figure,) = scene.figures
    assert "top" in figure.fade
    for transparent in (False, True):
        from msgspec.structs import replace

        image = pixels(replace(scene, transparent=transparent))
        strength = image[..., 3] if transparent else 255 - image[..., :3].min(2)
        top = round((scene.sheet.height - figure.place[3]) * scene.sheet.dpi / 72)
        rows = [strength[top + n].max() for n in (1, 8, 30)]
        assert rows[0] < rows[1] < rows[2]
        assert rows[0] < 12


def test_a_transparent_picture_has_no_ground_and_the_same_figure() -> None:
    scenes = [textless(planned("front-only", size="960x540", transparent=clear)) for clear in (False, True)]
    solid, clear = map(pixels, scenes)
    assert (clear[:5, :, 3] == 0).all()
    whole = clear[..., 3] == 255
    assert whole.sum() > 5000
    assert np.abs(solid[whole][:, :3] - clear[whole][:, :3]).mean() < 3


# --- themes ---------------------------------------------------------------------------------------------------------------


def hatches(scene: Scene) -> dict[str, tuple[float, float]]:
    """The slope and the number of the lines on each muscle."""
    found = {}
    for artist in drawn(scene):
        if isinstance(artist, LineCollection):
            lines = artist.get_segments()
            dx, dy = lines[0][1] - lines[0][0]
            found[str(artist.get_gid())] = (float(dy / dx), len(lines))
    return found


def test_without_colours_roles_are_told_by_hatching_clipped_to_the_muscle() -> None:
    scene = planned("yoke-ache", side="right", theme="print")
    found = hatches(scene)
    assert found["yoke.right"][0] == pytest.approx(1)
    assert found["strap.right"][0] == pytest.approx(-1)
    grey = pixels(scene)
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (grey[..., 1] == grey[..., 2]).all()
    for artist in drawn(scene):
        if isinstance(artist, LineCollection) and artist.get_gid():
            assert artist.get_clip_path() is not None


def test_hatching_is_as_dense_at_every_size_of_the_body() -> None:
    hatch = LOOK.primary.hatch or Hatch(30, 4, 1)
    for box in ((0, 0, 50, 40), (13.7, 5.1, 400, 300)):
        lines = hatching.lines(box, hatch, hatch.gap)
        normal = np.array([-np.sin(np.radians(hatch.angle)), np.cos(np.radians(hatch.angle))])
        levels = lines[:, 0] @ normal
        assert np.diff(levels) == pytest.approx(hatch.gap)
        corners = np.array([(x, y) for x in box[::2] for y in box[1::2]]) @ normal
        assert corners.min() <= levels.min() < corners.min() + hatch.gap
        assert corners.max() - hatch.gap < levels.max() <= corners.max()


def with_intensity(value: float) -> Scene:
    condition = conditions.load("yoke-ache")
    muscles = tuple(msgspec.structs.replace(m, intensity=value) for m in condition.muscles)
    return plan(msgspec.structs.replace(condition, muscles=muscles), side="right")


def test_intensity_colours_a_muscle_and_has_its_scale_in_the_legend() -> None:
    fills = [of(drawn(with_intensity(value)), "yoke.right")[0].get_facecolor() for value in (0.0, 0.5, 1.0)]
    luminance = [sum(c * w for c, w in zip(fill[:3], (0.21, 0.72, 0.07), strict=True)) for fill in fills]
    assert luminance == sorted(luminance, reverse=True)
    scene = with_intensity(0.8)
    assert [key.kind for key in scene.legend][:1] == ["scale"]
    assert not {"primary", "secondary"} & {key.kind for key in scene.legend}
    assert "Intensity 0.8" in [line.text for label in scene.labels for line in label.lines]


def test_the_paper_of_a_theme_is_the_ground_of_the_picture() -> None:
    assert to_hex(pixels(planned("yoke-ache", theme="dark"))[0, 0, :3] / 255) == named("dark").paper


def test_a_letter_that_a_face_of_ones_own_lacks_is_set_in_inter() -> None:
    text = typesetting.Text("\u2190 L", 0, 0, 10)
    own = msgspec.structs.replace(LOOK, fonts=Fonts(regular=str(mpl_face("cmsy10.ttf"))))
    assert furniture._face(text, own) == fonts.path("regular")
    assert furniture._face(msgspec.structs.replace(text, text=""), own) == mpl_face("cmsy10.ttf")


def mpl_face(name: str) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / name


@pytest.mark.parametrize("theme", ["clinic", "print", "dark"])
def test_the_same_scene_draws_the_same_pixels(theme: str) -> None:
    scene = planned("yoke-ache", theme=theme, size="480x270", points="numbers")
    assert (pixels(scene) == pixels(scene)).all()
