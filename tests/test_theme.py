"""Themes: read by one loader, and legible by numbers, each with every skin that it draws."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bodymap.authoring.check import faults
from bodymap.display import intensity
from bodymap.errors import BodymapError
from bodymap.files.disk import assets
from bodymap.knowledge import condition_library
from bodymap.scene import plan
from bodymap.style.colour import EYES, apart, lab, mixed
from bodymap.style.fonts import measurer, path
from bodymap.style.legibility import APART, STRONG, TEXT, hatched_apart, shortfalls
from bodymap.style.theme import Hatch, PainStyle, Theme
from bodymap.style.theme_files import check, load, named, on_skin, skins, themes
from tests import manikin

LOOKS = [(name, skin) for name in themes() for skin in (None, *(skins() if named(name).reversed else ()))]
ALL = pytest.mark.parametrize(("name", "skin"), LOOKS, ids=lambda part: part or "its-own")
EACH = pytest.mark.parametrize("name", themes())


# --- by numbers -----------------------------------------------------------------------------------------------------------


@ALL
def test_text_shapes_and_roles_are_told_by_every_eye(name: str, skin: str | None) -> None:
    assert list(shortfalls(named(name, skin), text=STRONG if name == "contrast" else TEXT)) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quiet": "#999999"}, "quiet on paper: contrast 2.8:1, less than 4.5:1"),
        (
            {"pain": PainStyle("#5212b8", "#ffffff", "#cf3a2c")},
            "pain.dot on the fill of primary, on body_light: contrast 1.0:1, less than 3:1",
        ),
        (
            {"pain": PainStyle("#7a6a60", "#d8d0c8", "#2f1560")},
            "pain.line on its halo: contrast 3.4:1, less than 4.5:1",
        ),
        (
            {"pain": PainStyle("#c0564a", "#e08a80", "#2f1560")},
            "pain.line or its halo on the fill of primary, on body_light: contrast 1.8:1, less than 3:1",
        ),
        ({"outline": "#c0b0a4"}, "outline on paper: contrast 2.1:1, less than 3:1"),
        (
            {"secondary": named("clinic").primary},
            "primary and secondary, grey: CIEDE2000 0.0, less than 10",
        ),
    ],
)
def test_what_falls_short_is_told(changes: dict[str, object], told: str) -> None:
    assert told in list(shortfalls(msgspec.structs.replace(named("clinic"), **changes)))


def test_red_and_green_roles_are_refused_for_the_colour_blind_alone() -> None:
    green = msgspec.structs.replace(named("clinic").secondary, fill="#6f8f2f")
    found = " ".join(shortfalls(msgspec.structs.replace(named("clinic"), secondary=green)))
    assert "deuteranopia" in found
    assert "all colours" not in found


@ALL
@pytest.mark.parametrize("eye", EYES)
def test_intensity_rises_evenly_for_every_eye(name: str, skin: str | None, eye: str) -> None:
    look = named(name, skin)
    if look.scale.alpha == 0:
        hatches = [intensity.muscle_style(look.primary, look, t).hatch for t in (0.0, 0.25, 0.5, 0.75, 1.0)]
        gaps = [hatch.gap for hatch in hatches if hatch]
        assert len(gaps) == 5
        assert all(wide > 1.3 * close for wide, close in pairwise(gaps))
        return
    steps = [mixed(intensity.colour(look, t), look.scale.alpha, look.body_light) for t in np.linspace(0, 1, 6)]
    light = np.diff([lab(step, eye)[0] for step in steps])
    assert (light < 0).all() or (light > 0).all()
    far = [apart(one, other, eye) for one, other in pairwise(steps)]
    assert min(far) > 2.5, "a fifth of the scale is seen"
    assert max(far) < 4 * min(far)


@EACH
def test_ranks_run_from_one_end_of_lightness_to_the_other(name: str) -> None:
    look = named(name)
    if look.ranks[0].hatch:
        gaps = [rank.hatch.gap for rank in look.ranks if rank.hatch]
        assert gaps == sorted(gaps)
        return
    light = np.diff([lab(mixed(rank.fill, rank.alpha, look.body_light), "grey")[0] for rank in look.ranks])
    assert (light > 1).all() or (light < -1).all()


@EACH
def test_roles_are_never_colour_alone(name: str) -> None:
    look = named(name)
    assert look.primary.width > look.secondary.width
    assert look.primary.deep_alpha < look.primary.alpha or look.primary.hatch
    assert len(look.dash) == 2
    assert look.type.least >= 7


def test_the_theme_for_photocopies_has_no_tone_and_no_colour() -> None:
    look = named("print")
    assert not look.toned
    colours = [
        value for value in msgspec.to_builtins(look).values() if isinstance(value, str) and value.startswith("#")
    ]
    assert {colour[1:3] == colour[3:5] == colour[5:7] for colour in colours} == {True}
    assert hatched_apart(look.primary.hatch, look.secondary.hatch)
    assert look.primary.alpha == look.secondary.alpha == 0


def test_ink_is_of_one_hue() -> None:
    look = named("ink")
    for colour in (look.ink, look.primary.fill, look.secondary.fill, look.pain.line, look.outline, look.area.edge):
        _, a, b = lab(colour)
        assert b < 0 < np.hypot(a, b)


def test_hatchings_are_apart_by_direction_or_density() -> None:
    close, level = Hatch(45, 3, 1), Hatch(-45, 3, 1)
    assert hatched_apart(close, level)
    assert hatched_apart(close, Hatch(45, 6, 1))
    assert hatched_apart(close, None)
    assert not hatched_apart(close, Hatch(60, 3.5, 1))
    assert not hatched_apart(None, None)


# --- by name ----------------------------------------------------------------------------------------------------------------


def test_the_themes_of_the_library() -> None:
    assert themes() == tuple(sorted(path.stem for path in (assets() / "themes").glob("*.yaml")))
    assert {"clinic", "contrast", "dark", "ink", "print", "warm"} <= set(themes())
    for name in themes():
        assert named(name).name == name
        assert named(name).about
    assert APART >= 10


def test_a_theme_is_found_by_its_name() -> None:
    assert named("clinic") is named("clinic")
    with pytest.raises(BodymapError, match=r"^unknown theme 'clinick'; did you mean 'clinic'\?"):
        named("clinick")


def test_a_skin_changes_the_body_and_turns_the_marks_where_it_is_dark() -> None:
    clinic, light, dark = named("clinic"), named("clinic", "light"), named("clinic", "dark")
    assert light.body_light == skins()["light"].body_light
    assert light.primary == clinic.primary
    assert clinic.reversed
    assert dark.primary == clinic.reversed.primary
    assert dark.pain == clinic.reversed.pain
    assert dark.ink == clinic.ink
    assert on_skin(dark, "light").body_light == light.body_light


@pytest.mark.parametrize(
    ("theme", "skin", "message"),
    [
        ("clinic", "blue", "unknown skin 'blue'. It may be neutral, light, sand, tan, brown or dark."),
        ("print", "tan", "the theme 'print' draws no skin, so 'tan' can't be used"),
    ],
)
def test_a_skin_that_cannot_be_is_refused(theme: str, skin: str, message: str) -> None:
    with pytest.raises(BodymapError) as refused:
        named(theme, skin)
    assert str(refused.value) == message


# --- from a file ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "practice.yaml"


def test_a_file_says_what_differs_from_the_theme_that_it_is_like(own: Path) -> None:
    own.write_text("name: practice\nlike: dark\nink: '#ffffff'\nprimary: {width: 2}\ntype: {title: 30}\n")
    look, dark = named(str(own)), named("dark")
    assert (look.name, look.ink, look.paper) == ("practice", "#ffffff", dark.paper)
    assert look.primary == msgspec.structs.replace(dark.primary, width=2)
    assert look.type == msgspec.structs.replace(dark.type, title=30)
    assert look.about is None


def test_without_like_it_is_like_clinic_and_may_have_a_skin(own: Path) -> None:
    own.write_text("name: practice\nskin: tan\n")
    assert named(str(own)).body_light == skins()["tan"].body_light
    assert named(str(own), "light").body_light == skins()["light"].body_light


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("like: dark\n", "practice.yaml, line 1: the field 'name' is missing"),
        (
            "name: a\nink: red\n",
            "practice.yaml, line 2: ink: 'red' does not fit; it must be a colour as '#cf3a2c', in quotes",
        ),
        (
            "name: a\nlike: drak\n",
            "practice.yaml, line 2: like: unknown theme 'drak'; did you mean 'dark'? It may be clinic",
        ),
        ("name: a\nskin: green\n", "practice.yaml, line 2: skin: unknown skin 'green'"),
        (
            "name: a\nprimary:\n  alpha: 3\n",
            "practice.yaml, line 3: primary.alpha: 3 does not fit; it must be a number from 0 to 1",
        ),
        (
            "name: a\noutline_width: 90\n",
            "practice.yaml, line 2: outline_width: 90 does not fit; it must be a width in points, 0 to 12",
        ),
        ("name: a\nscale: {map: jet}\n", "practice.yaml, line 2: scale.map: unknown colour map 'jet'"),
        ("name: a\ncolour: '#000000'\n", "practice.yaml, line 2: unknown field 'colour'"),
        (
            "name: a\nfonts: {regular: no.ttf}\n",
            "practice.yaml, line 2: fonts.regular: 'no.ttf': no such file; name a font (.ttf, .otf) beside the theme",
        ),
        (
            "name: a\nfonts: {regular: practice.yaml}\n",
            "practice.yaml, line 2: fonts.regular: 'practice.yaml': is not a TrueType or OpenType font; name a font",
        ),
        (
            "name: a\nlogo: practice.yaml\n",
            "practice.yaml, line 2: logo: 'practice.yaml': is not a PNG, JPEG or WebP picture; name a picture",
        ),
        ("- a\n", "practice.yaml, line 1: a list does not fit; it must be a mapping with name, paper"),
    ],
)
def test_a_faulty_file_is_told_with_its_field_and_what_it_may_be(
    own: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    own.write_text(text)
    monkeypatch.chdir(own.parent)
    with pytest.raises(BodymapError) as refused:
        named("practice.yaml")
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_every_fault_is_found_in_one_go(own: Path) -> None:
    own.write_text("name: a\nink: red\npaper: blue\n")
    assert [fault.field for fault in check(own).faults] == ["paper", "ink"]


def test_fonts_and_logo_are_sought_beside_the_file(own: Path) -> None:
    from PIL import Image

    (own.parent / "face.ttf").write_bytes(path("italic").read_bytes())
    Image.new("RGB", (200, 50), "#336699").save(own.parent / "logo.png")
    own.write_text("name: practice\nfonts: {semibold: face.ttf}\nlogo: logo.png\n")
    look = load(own)
    assert path("semibold", look.fonts) == (own.parent / "face.ttf").resolve()
    assert path("regular", look.fonts) == path("regular")
    assert measurer(look.fonts)("Tennis elbow", "semibold", 10) == measurer(named("clinic").fonts)(
        "Tennis elbow", "italic", 10
    )


@pytest.fixture
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize("sheet", ["slide", "a4"])
def test_a_logo_stands_free_of_all_else(own: Path, sheet: str) -> None:
    from PIL import Image

    Image.new("RGB", (200, 50), "#336699").save(own.parent / "logo.png")
    own.write_text("name: practice\nlogo: logo.png\n")
    scene = plan(condition_library.load("yoke-ache"), theme=str(own), size=sheet)
    assert scene.logo
    x0, y0, x1, y1 = scene.logo.place
    assert (x1 - x0) / (y1 - y0) == pytest.approx(4)
    assert 0 <= x0 < x1 <= scene.sheet.width
    for box in [
        *(f.place for f in scene.figures),
        *(loc.place for loc in scene.locators),
        *(b.box for b in scene.labels),
    ]:
        assert box[0] >= x1 or box[2] <= x0 or box[1] >= y1 or box[3] <= y0
    measure = measurer(scene.theme.fonts)
    for text in scene.texts:
        right = text.x + measure(text.text, text.weight, text.size)
        assert right <= x0 or text.y >= y1


@pytest.mark.usefixtures("_manikin")
@EACH
def test_a_scene_carries_its_theme(name: str) -> None:
    scene = plan(condition_library.load("yoke-ache"), theme=name)
    assert scene.theme == named(name)
    assert plan(condition_library.load("yoke-ache"), theme=named(name)) == scene
    assert msgspec.json.decode(msgspec.json.encode(scene.theme), type=Theme) == scene.theme


# --- checked ----------------------------------------------------------------------------------------------------------------


def told(path: Path) -> list[str]:
    return [str(fault).removeprefix(f"{path}") for fault in faults(path)]


def test_check_tells_faults_first_and_then_what_is_hard_to_read(own: Path) -> None:
    own.write_text("name: a\nink: red\n")
    assert told(own) == [", line 2: ink: 'red' does not fit; it must be a colour as '#cf3a2c', in quotes"]
    own.write_text("name: a\nink: '#aaaaaa'\n")
    assert told(own) == [": ink on paper: contrast 2.3:1, less than 4.5:1"]


def test_check_takes_a_condition_for_a_condition(own: Path) -> None:
    own.write_text("name: A\nmuscles: []\nlike: clinic\n")
    assert "unknown field 'like'" in " ".join(told(own))
