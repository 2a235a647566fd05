"""Talks: what stands on the slides, in their notes and in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt
from typer.testing import CliRunner

from bodymap.backends import agg
from bodymap.cli import app
from bodymap.display import records
from bodymap.display.compile import compile_scene
from bodymap.display.records import Display, Group, Item, Text, walk
from bodymap.export.pptx import slides as talks
from bodymap.export.pptx import steps
from bodymap.export.pptx.slides import SlideOptions, slides
from bodymap.knowledge import condition_library
from bodymap.scene import Scene, plan
from tests import manikin, office


@pytest.fixture(autouse=True)
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    monkeypatch.setattr(talks, "WIDE", 960)  # the pictures are as sharp as their tests need them
    yield
    manikin.forget()


def talk(*names: str, **wishes: Any) -> Any:
    return Presentation(io.BytesIO(slides([condition_library.load(name) for name in names], SlideOptions(**wishes))))


def pictures(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == 13]


def inner(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from inner(shape.shapes)


def words_of(element: Any) -> str:
    return str(next(e.get("descr", "") for e in element.iter() if e.tag.endswith("}cNvPr")))


# --- a slide --------------------------------------------------------------------------------------------------------


def test_a_slide_has_a_title_a_summary_and_a_picture_with_words() -> None:
    found = talk("yoke-ache", "forearm-ache")
    assert (found.slide_width, found.slide_height) == (Pt(960), Pt(540))
    shown = (("Yoke ache", "Both sides"), ("Forearm ache", "Shown on the right side"))
    for slide, (name, side) in zip(found.slides, shown, strict=True):
        assert slide.shapes.title.is_placeholder
        assert slide.shapes.title.placeholder_format.type == PP_PLACEHOLDER.TITLE
        assert slide.shapes.title.text == name
        [summary] = [s for s in slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.BODY]
        assert summary.text_frame.text == f"{side}. A short summary of what hurts, in one plain sentence."
        [picture] = pictures(slide)
        assert words_of(picture._element).startswith(f"{name}: a body seen from the back.")
        assert picture.image.size == (960, 422)


def test_the_picture_has_the_pixels_of_its_display_list(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Display] = []

    def recorded(scene: Scene) -> Display:
        shown.append(compile_scene(scene))
        return shown[-1]

    monkeypatch.setattr(talks, "compile_scene", recorded)
    [picture] = pictures(talk("yoke-ache").slides[0])
    pixels = np.asarray(Image.open(io.BytesIO(picture.image.blob)))
    assert np.array_equal(pixels, agg.pixels(shown[0]))


def test_a_picture_on_a_slide_is_sharp_at_4k(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert talks.WIDE == 3840


def test_the_notes_tell_it_in_plain_words_with_the_sources() -> None:
    slide = talk("yoke-ache").slides[0]
    told = slide.notes_slide.notes_text_frame.text
    for words in ("A short summary", "- Yoke muscle: Why yoke matters.", "An X marks", "A clinician decides"):
        assert words in told


def test_an_opening_slide() -> None:
    opening, *rest = talk("yoke-ache", "front-only", title="Neck & chest").slides
    assert opening.shapes.title.text == "Neck & chest"
    assert [s.text_frame.text for s in opening.placeholders][1:] == ["Yoke ache, Front only"]
    assert len(rest) == 2


def test_the_same_talk_has_the_same_bytes_and_tells_of_no_clock() -> None:
    found = [condition_library.load("yoke-ache")]
    first = slides(found, SlideOptions(editable=True))
    assert first == slides(found, SlideOptions(editable=True))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "Yoke ache" in core
    assert not [word for word in ("created", "modified", "creator", "lastModifiedBy") if word in core]


def test_shapes_of_a_slide_have_ids_of_their_own() -> None:
    for slide in talk("yoke-ache", editable=True, build=True).slides:
        ids = [e.get("id") for e in slide.shapes._spTree.iter() if e.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids))


def test_a_long_title_is_cut_where_the_format_has_no_room_for_it() -> None:
    """Properties of a document hold 255 letters; the names of a dozen conditions have more."""
    names = ("yoke-ache", "forearm-ache", "front-only", "all-round") * 6
    title = talk(*names).core_properties.title
    assert title.startswith("Yoke ache, Forearm ache, Front only, All round, Yoke ache")
    assert (len(title), title[-1]) == (255, "…")
    found = talk("yoke-ache", title="N" * 300)
    assert found.core_properties.title == "N" * 254 + "…"
    assert found.slides[0].shapes.title.text == "N" * 300
    assert talk("yoke-ache", title="N" * 255).core_properties.title == "N" * 255


# --- built up -------------------------------------------------------------------------------------------------------


def test_a_build_up_goes_from_the_body_to_the_whole_picture() -> None:
    found = talk("yoke-ache", build=True)
    titles = [slide.shapes.title.text for slide in found.slides]
    assert titles == ["Yoke ache: body", "Yoke ache: muscles", "Yoke ache: trigger points", "Yoke ache"]
    body = words_of(pictures(found.slides[0])[0]._element)
    assert "uscle" not in body


def test_steps_that_add_nothing_are_left_out() -> None:
    scene = plan(condition_library.load("front-only"))
    shown = steps.steps(scene, compile_scene(scene))
    assert [step.name for step in shown] == ["body", "muscles"]


def test_the_steps_register_to_the_pixel() -> None:
    found = talk("yoke-ache", build=True)
    frames = [pictures(slide)[0] for slide in found.slides]
    assert len({(f.left, f.top, f.width, f.height) for f in frames}) == 1
    pixels = [np.asarray(Image.open(io.BytesIO(f.image.blob)).convert("RGBA")).astype(int) for f in frames]
    # Most of the body, and the locator: every step has them, to the pixel.
    body = pixels[0][..., 3] > 0
    for later in pixels[1:]:
        changed = np.abs(later - pixels[0]).max(2) > 0
        assert changed.any()
        assert (body & ~changed).sum() > 0.5 * body.sum()
    # Points add no more than their X, on the left side alone, and the line of the legend.
    added = np.abs(pixels[2] - pixels[1]).max(2) > 0
    assert 0 < added[:, 280:].mean() < 0.01


def test_a_step_brings_its_marks_its_names_and_its_lines_of_the_legend() -> None:
    scene = plan(condition_library.load("yoke-ache"), layers="areas")
    display = compile_scene(scene)

    def parts(items: tuple[Item, ...]) -> set[str]:
        groups = [item for item in walk(items) if isinstance(item, Group)]
        found = {g.kind for g in groups} | {g.part for g in groups if g.kind in ("sample", "legend")}
        return found | {
            "area" for item in walk(items) if isinstance(item, records.Path) and item.style.startswith("area-")
        }

    found = [(step.name, parts(step.display.items)) for step in steps.steps(scene, display)]
    brought = [(name, later - before) for (_, before), (name, later) in pairwise([("", set()), *found])]
    assert brought[1:] == [
        (
            "muscles",
            {"muscle", "name", "words", "sample", "legend", "legend.primary", "legend.secondary", "legend.deep"},
        ),
        ("trigger points", {"points", "point", "legend.point"}),
        ("where it is felt", {"pain", "area", "legend.zone", "legend.area"} & parts(display.items)),
    ]
    assert found[-1][1] == parts(display.items)
    assert {"body", "figure", "page"} <= found[0][1]


def test_what_a_step_says_is_what_it_shows() -> None:
    scene = plan(condition_library.load("yoke-ache"))
    body, muscles, points, *_ = [step.alt for step in steps.steps(scene, compile_scene(scene))]
    assert "uscle" not in body
    assert "Main muscle" in muscles
    assert "An X marks" not in muscles
    assert "An X marks" in points


def test_the_numbers_of_points_come_with_the_points() -> None:
    scene = plan(condition_library.load("yoke-ache"), points="numbers")
    display = compile_scene(scene)
    _, muscles, points, *_ = steps.steps(scene, display)

    def numbers(step: steps.Step) -> list[str]:
        return [i.text for i in walk(step.display.items) if isinstance(i, Text) and i.style.startswith("text-point")]

    assert not numbers(muscles)
    assert numbers(points)


# --- native shapes --------------------------------------------------------------------------------------------------


def test_editable_parts_are_shapes_named_by_their_ids() -> None:
    slide = talk("yoke-ache", editable=True).slides[0]
    shapes = {shape.name: shape for shape in inner(slide.shapes)}
    for name in ("yoke.right", "yoke.left", "strap.left", "yoke.1.left", "pain posterior", "name.yoke", "legend"):
        assert name in shapes
    assert words_of(shapes["yoke.right"]._element) == "Yoke muscle, right side, main muscle. Why yoke matters."
    assert words_of(shapes["yoke.1.left"]._element) == "Trigger point 1 of Yoke muscle, left side"
    assert shapes["yoke.right"].shape_type == 6, "a muscle is a group: its belly and its edge, and more on real plates"
    assert all("custGeom" in layer._element.spPr.xml for layer in shapes["yoke.right"].shapes)
    assert "custDash" in shapes["strap.left"]._element.xml, "a deep muscle is dashed"
    own = ["muscles posterior", "outline posterior", "pain posterior", "points posterior", "locator posterior"]
    words = ["caption.posterior", "letters.posterior", "names", "legend"]
    assert [shape.name for shape in slide.shapes if not shape.is_placeholder] == ["Body", *own, *words, "Clinical note"]
    assert shapes["muscles posterior"].shape_type == shapes["legend"].shape_type == 6


def test_editable_parts_lie_where_the_picture_has_them() -> None:
    plain, edited = talk("yoke-ache").slides[0], talk("yoke-ache", editable=True).slides[0]
    whole = np.asarray(Image.open(io.BytesIO(pictures(plain)[0].image.blob)).convert("RGB")).astype(int)
    body = np.asarray(Image.open(io.BytesIO(pictures(edited)[0].image.blob)).convert("RGB")).astype(int)
    coloured = (whole[..., 0] - whole[..., 2] > 40) & (np.abs(whole - body).max(2) > 40)
    coloured[:, :280] = False  # the legend
    rows, columns = np.nonzero(coloured)
    frame = pictures(edited)[0]
    pixel = frame.width / whole.shape[1]
    shapes = {shape.name: shape for shape in inner(edited.shapes)}
    left, right = shapes["yoke.left"], shapes["yoke.right"]
    assert abs(frame.left + columns.min() * pixel - left.left) < 3 * pixel
    assert abs(frame.left + columns.max() * pixel - (right.left + right.width)) < 3 * pixel
    assert abs(frame.top + rows.min() * pixel - left.top) < 3 * pixel


# --- a user's own master --------------------------------------------------------------------------------------------


def template(path: Path, *, potx: bool = False) -> Path:
    found = Presentation()
    found.slide_layouts[5].name = "Clinic picture"
    found.slides.add_slide(found.slide_layouts[0]).shapes.title.text = "An old slide"
    found.save(str(path))
    if potx:
        raw = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                kind = (b"presentationml.presentation.main", b"presentationml.template.main")
                data = old.read(name)
                new.writestr(name, data.replace(*kind) if name == "[Content_Types].xml" else data)
    return path


@pytest.mark.parametrize("potx", [False, True])
def test_a_template_lends_its_master_and_keeps_its_slides(potx: bool, tmp_path: Path) -> None:
    found = talk("yoke-ache", template=template(tmp_path / ("t.potx" if potx else "t.pptx"), potx=potx))
    [slide] = found.slides
    assert slide.slide_layout.name == "Clinic picture"
    assert slide.shapes.title.text == "Yoke ache"
    assert (found.slide_width, found.slide_height) == (9144000, 6858000)
    [picture] = pictures(slide)
    assert picture.top >= slide.shapes.title.top + slide.shapes.title.height
    assert picture.top + picture.height <= found.slide_height
    with zipfile.ZipFile(
        io.BytesIO(
            slides(
                [condition_library.load("yoke-ache")], SlideOptions(template=tmp_path / next(tmp_path.iterdir()).name)
            )
        )
    ) as archive:
        assert not [name for name in archive.namelist() if b"An old slide" in archive.read(name)]


def test_what_a_template_lacks_is_told_in_one_line(tmp_path: Path) -> None:
    fine, broken, text = template(tmp_path / "t.pptx"), tmp_path / "broken.pptx", tmp_path / "t.key"
    broken.write_bytes(fine.read_bytes()[:3000])
    out = str(tmp_path / "x.pptx")
    for arguments, line in (
        (["--template", str(broken)], f"{broken}: is not a presentation, or it is damaged"),
        (["--template", str(text)], f"{text}: is not a slide template; it may be .pptx or .potx"),
        (["--template", str(tmp_path / "no.pptx")], f"{tmp_path / 'no.pptx'}: no such file or directory"),
        (
            ["--template", str(fine), "--layout", "Clinic pictur"],
            f"--layout: {fine}: unknown layout 'Clinic pictur'; did you mean",
        ),
        (
            ["--template", str(fine), "--layout", "Title Slide"],
            f"--layout: {fine}: the layout 'Title Slide' leaves no room for a picture under its title; try another layout: ",
        ),
        (["--layout", "x"], "--layout: needs --template"),
        (["--view", "anterior"], "--view: Yoke ache: the anterior view shows none of its muscles on either side"),
    ):
        result = CliRunner().invoke(app, ["slides", "yoke-ache", "-o", out, *arguments])
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1), result.stderr
        assert result.stderr.startswith(f"bodymap: {line}")
        assert not Path(out).exists()


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A template with other words in some of its parts."""
    raw = template(path).read_bytes()
    changed = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if part in name:
                changed += data.count(old)
                data = data.replace(old, new)
            after.writestr(name, data)
    assert changed
    return path


def header(path: Path, local: int, central: int, value: int) -> Path:
    """A template with a value in the headers of every file of its archive."""
    raw = bytearray(template(path).read_bytes())
    for mark, place in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + place : at + place + 2] = value.to_bytes(2, "little")
            at = raw.find(mark, at + 4)
    path.write_bytes(raw)
    return path


def without_places(path: Path) -> Path:
    """A template whose titles say nowhere where they stand."""
    found = Presentation(str(template(path)))
    for holder in (*found.slide_layouts, found.slide_master):
        for shape in holder.placeholders:
            for place in shape._element.spPr.findall(qn("a:xfrm")):
                shape._element.spPr.remove(place)
    found.save(str(path))
    return path


DAMAGED = "is not a presentation, or it is damaged"


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (lambda p: header(p, 6, 8, 1), "is locked with a password; save it without one"),
        (lambda p: header(p, 8, 10, 99), DAMAGED),
        (lambda p: rewritten(p, "ppt/presentation.xml", b"<p:sldSz", b"<p:no"), "doesn't say how large its slides are"),
        (without_places, "the layout 'Clinic picture' doesn't say where its title is"),
        (lambda p: rewritten(p, "slideLayout", b'type="title"', b'type="99999999"'), DAMAGED),
        (lambda p: rewritten(p, "slideLayout", b'type="title"', b'type=""'), DAMAGED),
        (lambda p: rewritten(p, "slideLayout", b'<p:ph type="title"', b'<p:ph idx="x" type="title"'), DAMAGED),
        (lambda p: rewritten(p, "slideMaster1.xml", b"<a:off x=", b"<a:off z="), DAMAGED),
        (lambda p: rewritten(p, "slideMaster1.xml", b" cy=", b" cz="), DAMAGED),
        (lambda p: rewritten(p, "slideMaster1.xml", b' cy="', b' cy="a'), DAMAGED),
        (lambda p: rewritten(p, "slideLayouts/_rels", b"/relationships/slideMaster", b"/relationships/x"), DAMAGED),
        (lambda p: rewritten(p, "ppt/_rels", b" Target=", b" Tarjet="), DAMAGED),
        (lambda p: rewritten(p, "slideLayout", b"p:sldLayout", b"p:sldLayaut"), DAMAGED),
        (lambda p: rewritten(p, "[Content_Types].xml", b"core-properties+xml", b"x+xml"), DAMAGED),
        (lambda p: rewritten(p, "slideLayout", b"</p:spTree>", b""), DAMAGED),
    ],
)
def test_a_damaged_or_unusual_template_gets_one_line(made: Any, line: str, tmp_path: Path) -> None:
    path, out = made(tmp_path / "t.pptx"), tmp_path / "x.pptx"
    result = CliRunner().invoke(app, ["slides", "yoke-ache", "-o", str(out), "--template", str(path)])
    assert (result.exit_code, result.stderr) == (2, f"bodymap: {path}: {line}\n"), result.stderr
    assert not out.exists()


def test_a_file_that_powerpoint_has_locked_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "t.pptx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    result = CliRunner().invoke(app, ["slides", "yoke-ache", "-o", str(tmp_path / "x.pptx"), "--template", str(path)])
    expected = f"bodymap: {path}: is locked with a password or in an old format; save it without a password, as .pptx or .potx\n"
    assert (result.exit_code, result.stderr) == (2, expected)


def test_what_is_twice_in_an_archive_is_taken_once(tmp_path: Path) -> None:
    path = template(tmp_path / "t.pptx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("ppt/presentation.xml", archive.read("ppt/presentation.xml"))
    assert len(talk("yoke-ache", template=path).slides) == 1


def test_a_region_narrows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manikin.forget()
    monkeypatch.undo()
    monkeypatch.setattr(talks, "WIDE", 960)
    target = tmp_path / "x.pptx"
    result = CliRunner().invoke(app, ["slides", "guarding-after-injury", "--region", "knee", "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert [s.shapes.title.text for s in Presentation(str(target)).slides] == ["Guarding after an injury: knee"]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["slides", "yoke-ache", "-o", str(tmp_path / "x.ppt")])
    message = f"bodymap: {tmp_path / 'x.ppt'}: unknown kind of slides '.ppt'; it may be .pptx\n"
    assert (result.exit_code, result.stderr) == (2, message)


# --- opened by another program --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.poppler
def test_libreoffice_shows_every_slide(tmp_path: Path) -> None:
    """Each step that can be edited beside the same step as a picture; their words are set in other fonts.

    The muscles run into the lower edge, which fades from row 424 to row 476: shapes can't fade, so they end halfway.
    """
    made = {
        name: slides([condition_library.load("yoke-ache")], SlideOptions(build=True, editable=name == "edited"))
        for name in ("plain", "edited")
    }
    shown = office.pages(made, tmp_path, 960)
    assert [len(pages) for pages in shown.values()] == [4, 4]
    for plain, edited in zip(shown["plain"], shown["edited"], strict=True):
        one, other = (Image.fromarray(page).filter(ImageFilter.GaussianBlur(3)) for page in (plain, edited))
        apart = np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max(2)
        assert np.percentile(apart[120:424, 400:660], 99.8) < 20
    bodies = [pages[0][120:480, 300:660].astype(int) for pages in shown.values()]
    wholes = [pages[-1][120:480, 300:660].astype(int) for pages in shown.values()]
    edge = shown["edited"][-1][:, 640].astype(int)
    red = edge[:, 0] - edge[:, 2] > 40
    assert red[424:446].all()
    assert not red[454:].any()
    for body, whole in zip(bodies, wholes, strict=True):
        assert (np.abs(body - whole).max(2) > 40).mean() > 0.01
