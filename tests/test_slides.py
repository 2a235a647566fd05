"""Talks: what stands on the slides, in their notes and in the file."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.export.pptx import slides as talks
from bodymap.export.pptx import steps
from bodymap.export.pptx.slides import SlideOptions, slides
from bodymap.knowledge import conditions
from bodymap.scene import plan
from tests import manikin, programs


@pytest.fixture(autouse=True)
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    monkeypatch.setattr(talks, "WIDE", 960)  # the pictures are as sharp as their tests need them
    yield
    manikin.forget()


def talk(*names: str, **wishes: Any) -> Any:
    return Presentation(io.BytesIO(slides([conditions.load(name) for name in names], SlideOptions(**wishes))))


def pictures(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.shape_type == 13]


def inner(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from inner(shape.shapes)


def words_of(element: Any) -> str:
    return next(e.get("descr", "") for e in element.iter() if e.tag.endswith("}cNvPr"))


# --- a slide --------------------------------------------------------------------------------------------------------


def test_a_slide_has_a_title_a_summary_and_a_picture_with_words() -> None:
    found = talk("yoke-ache", "forearm-ache")
    assert (found.slide_width, found.slide_height) == (Pt(960), Pt(540))
    for slide, name in zip(found.slides, ("Yoke ache", "Forearm ache"), strict=True):
        assert slide.shapes.title.is_placeholder
        assert slide.shapes.title.placeholder_format.type == PP_PLACEHOLDER.TITLE
        assert slide.shapes.title.text == name
        [summary] = [s for s in slide.placeholders if s.placeholder_format.type == PP_PLACEHOLDER.BODY]
        assert summary.text_frame.text == "Both sides. A short summary of what hurts, in one plain sentence."
        [picture] = pictures(slide)
        assert words_of(picture._element).startswith(f"{name}: a body seen from the back.")
        assert picture.image.size == (960, 422)


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
    found = [conditions.load("yoke-ache")]
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


# --- built up -------------------------------------------------------------------------------------------------------


def test_a_build_up_goes_from_the_body_to_the_whole_picture() -> None:
    found = talk("yoke-ache", build=True)
    titles = [slide.shapes.title.text for slide in found.slides]
    assert titles == ["Yoke ache: body", "Yoke ache: muscles", "Yoke ache: trigger points", "Yoke ache"]
    body = words_of(pictures(found.slides[0])[0]._element)
    assert "uscle" not in body


def test_steps_that_add_nothing_are_left_out() -> None:
    shown = steps.steps(plan(conditions.load("front-only")))
    assert [step.name for step in shown] == ["body", "muscles"]


def test_the_steps_register_to_the_pixel() -> None:
    found = talk("yoke-ache", build=True)
    frames = [pictures(slide)[0] for slide in found.slides]
    assert len({(f.left, f.top, f.width, f.height) for f in frames}) == 1
    pixels = [np.asarray(Image.open(io.BytesIO(f.image.blob)).convert("RGBA")).astype(int) for f in frames]
    # The lower legs and the caption: every step has them, and nothing is added there.
    for later in pixels[1:]:
        changed = np.abs(later - pixels[0]).max(2) > 0
        assert changed.any()
        assert not changed[330:, 280:].any()
    # Points add no more than their X, on the left side alone, and the line of the legend.
    added = np.abs(pixels[2] - pixels[1]).max(2) > 0
    assert 0 < added[:, 280:].mean() < 0.01


# --- native shapes --------------------------------------------------------------------------------------------------


def test_editable_parts_are_shapes_named_by_their_ids() -> None:
    slide = talk("yoke-ache", editable=True).slides[0]
    shapes = {shape.name: shape for shape in inner(slide.shapes)}
    for name in ("yoke.right", "yoke.left", "strap.left", "yoke.1.left", "pain posterior", "name yoke", "legend"):
        assert name in shapes
    assert words_of(shapes["yoke.right"]._element) == "Yoke muscle, right side, main muscle"
    assert "custGeom" in shapes["yoke.right"]._element.spPr.xml
    assert "custDash" in shapes["strap.left"]._element.spPr.xml, "a deep muscle is dashed"
    groups = [shape.name for shape in slide.shapes if shape.shape_type == 6]
    assert groups == ["muscles posterior", "points posterior", "names", "legend"]


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
            slides([conditions.load("yoke-ache")], SlideOptions(template=tmp_path / next(tmp_path.iterdir()).name))
        )
    ) as archive:
        assert not [name for name in archive.namelist() if b"An old slide" in archive.read(name)]


def test_what_a_template_lacks_is_told_in_one_line(tmp_path: Path) -> None:
    fine, broken, text = template(tmp_path / "t.pptx"), tmp_path / "broken.pptx", tmp_path / "t.key"
    broken.write_bytes(fine.read_bytes()[:3000])
    out = str(tmp_path / "x.pptx")
    for arguments, line in (
        (["--template", str(broken)], f"{broken}: is no presentation that can be read, or a damaged one"),
        (["--template", str(text)], f"{text}: is no template of slides; it may be .pptx or .potx"),
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
def test_libreoffice_shows_every_slide(tmp_path: Path) -> None:
    (tmp_path / "talk.pptx").write_bytes(
        slides([conditions.load("yoke-ache")], SlideOptions(build=True, editable=True))
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        programs.path("office"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "talk.pptx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    paper = (tmp_path / "talk.pdf").read_bytes()
    assert paper.count(b"/Type/Page/") == 4 or paper.count(b"/Type/Page") >= 4
