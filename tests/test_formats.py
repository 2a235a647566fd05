"""What stands in each kind of file: read back, and looked at by the programs that people open them with."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import ExifTags, Image
from typer.testing import CliRunner

import bodymap
from bodymap import describe
from bodymap.cli import app
from bodymap.export import image
from bodymap.formats import kinds
from bodymap.picture import Picture
from tests import manikin, programs

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"

CLOSE = 0.006
"""How far two renderers of the same picture may be apart: the mean difference of pixels, 0 to 1, seen from far enough
that the smoothing of edges is no matter. Measured: Chromium 0.0008, on black 0.0013, Inkscape 0.0006, pdftoppm 0.003;
against that another body 0.013, no names 0.025, the other side 0.034."""


@pytest.fixture
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def rules(root: ET.Element) -> dict[str, str]:
    """The rules of an SVG's style sheet by their classes."""
    [style] = root.iter(f"{SVG}style")
    return dict(re.findall(r"^\.([\w-]+)\{(.+)\}$", style.text or "", re.MULTILINE))


def encoded(kind: str, **options: object) -> bytes:
    picture = bodymap.render("forearm-ache", side="right", **options)
    return image.encode(picture.scene, kind)


# --- size, dots an inch, words --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
@pytest.mark.parametrize(("sheet", "inches"), [("a5", (5.827, 8.268)), ("a5-landscape", (8.268, 5.827))])
def test_a_pixel_picture_knows_how_large_it_is(kind: str, sheet: str, inches: tuple[float, float]) -> None:
    with Image.open(BytesIO(encoded(kind, size=sheet, dpi=72))) as picture:
        dpi = picture.getexif()[ExifTags.Base.XResolution] if kind == "webp" else picture.info["dpi"][0]
        assert float(dpi) == pytest.approx(72, abs=0.05)
        assert [n / float(dpi) for n in picture.size] == pytest.approx(inches, abs=0.01)


@pytest.mark.usefixtures("_manikin")
def test_a_vector_picture_is_as_large_as_its_sheet() -> None:
    root = ET.fromstring(encoded("svg", size="a4"))
    assert (float(root.get("width", "").removesuffix("pt")), float(root.get("height", "").removesuffix("pt"))) == (
        pytest.approx((595.276, 841.89), abs=0.01)
    )
    [box] = re.findall(rb"/MediaBox \[ ?([\d. ]+?) ?\]", encoded("pdf", size="a4"))
    assert [float(n) for n in box.split()] == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)


@pytest.mark.usefixtures("_manikin")
def test_each_kind_says_what_it_shows() -> None:
    scene = bodymap.render("forearm-ache", side="right", size="320x180").scene
    alt, long = describe.alt(scene), describe.long(scene)
    with Image.open(BytesIO(image.encode(scene, "png"))) as picture:
        picture.load()
        assert (picture.info["Title"], picture.info["Comment"]) == ("Forearm ache", alt)
        assert picture.info["Description"] == long
    for kind in ("jpg", "webp"):
        with Image.open(BytesIO(image.encode(scene, kind))) as picture:
            assert picture.getexif()[ExifTags.Base.ImageDescription] == alt
    root = ET.fromstring(image.encode(scene, "svg"))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == (alt, long)
    pdf = image.encode(scene, "pdf").replace(b"\\", b"")
    assert b"/Title (Forearm ache)" in pdf
    assert alt.encode() in pdf
    assert long.encode() in pdf


# --- SVG and PDF ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_manikin")
def test_an_svg_keeps_the_ids_each_once() -> None:
    for transparent in (False, True):
        root = ET.fromstring(encoded("svg", size="slide", transparent=transparent))
        ids = Counter(node.get("id") for node in root.iter() if node.get("id"))
        wanted = {"title", "description", "figure.posterior", "forearm-back.right", "forearm-back.1.right"}
        assert wanted | {"name.forearm-back", "locator.posterior", "legend.primary", "words"} <= set(ids)
        assert {"body", "outline", "pain", "points"} <= {node.get("class") for node in root.iter()}
        assert [id for id, count in ids.items() if count > 1] == []
        asked = set(re.findall(r"#([\w.-]+)", " ".join(v for node in root.iter() for v in node.attrib.values())))
        hrefs = {name for name in asked if not re.fullmatch(r"[0-9a-f]{6}", name)}
        assert len(hrefs) > 20
        assert hrefs <= set(ids)


@pytest.mark.usefixtures("_manikin")
def test_text_in_an_svg_is_paths_or_text_by_choice() -> None:
    scene = bodymap.render("forearm-ache", side="right", size="slide").scene
    paths, text = (ET.fromstring(image.encode(scene, "svg", text=how)) for how in ("paths", "text"))
    assert list(paths.iter(f"{SVG}text")) == []
    words = {"".join(node.itertext()): (node.get("class") or "").split() for node in text.iter(f"{SVG}text")}
    assert {"Forearm ache", "Right side", "Forearm-back muscle", "R"} <= set(words)
    found = rules(text)
    for line, weight in (("Forearm ache", "600"), ("Why forearm-back matters.", "400")):
        told = ";".join(found[name] for name in words[line])
        assert "font-family:'Inter', 'Helvetica" in told
        assert f"font-weight:{weight}" in told
        assert "fill:#" in told


@pytest.mark.usefixtures("_manikin")
def test_the_muscles_of_an_svg_are_true_vectors() -> None:
    root = ET.fromstring(encoded("svg", size="slide"))
    [muscle] = [node for node in root.iter(f"{SVG}g") if node.get("id") == "forearm-back.right"]
    title, fill, edge = muscle
    assert title.text == "Forearm-back muscle, right side, main muscle. Why forearm-back matters."
    assert (fill.tag, edge.tag) == (f"{SVG}path", f"{SVG}path")
    assert "fill:#d23f34" in rules(root)[fill.get("class") or ""]
    assert "stroke:#4a0804" in rules(root)[edge.get("class") or ""]
    assert not [node for node in root.iter() if node.get("style")]


@pytest.mark.usefixtures("_manikin")
def test_a_pdf_embeds_its_fonts() -> None:
    pdf = encoded("pdf", size="slide")
    assert pdf.count(b"/FontFile2") >= 2
    assert b"/Type3" not in pdf
    assert set(re.findall(rb"\+Inter-(\w+)", pdf)) >= {b"Regular", b"SemiBold"}


# --- a transparent ground ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_cut_inside_the_sheet_fades_into_nothing(kind: str) -> None:
    """The arm beside the words, on the left."""
    scene = bodymap.render("yoke-ache", labels="none", size="slide", dpi=72, transparent=True).scene
    with Image.open(BytesIO(image.encode(scene, kind))) as picture:
        alpha = np.asarray(picture.getchannel("A")).astype(float)
    (figure,) = scene.figures
    assert figure.fade == ("left",)
    x0, _, x1, _ = (round(n) for n in figure.place)
    columns = alpha[:, x0 : x0 + 48].max(0)
    assert columns[0] < 40, "nothing of the body is left at the cut"
    assert columns[47] > 240
    assert (np.diff(columns) < 60).all(), "and it comes in without a step"
    assert x1 == scene.sheet.width
    assert alpha[:, -1].max() == alpha[-1].max() == 255, "at the edges of the sheet, the body is cut clean"


@pytest.mark.usefixtures("_manikin")
def test_a_transparent_svg_fades_by_a_mask_and_has_no_ground() -> None:
    scene = bodymap.render("yoke-ache", size="slide", transparent=True).scene
    root = ET.fromstring(image.encode(scene, "svg"))
    masked = [node for node in root.iter(f"{SVG}g") if node.get("mask")]
    assert [node.get("mask") for node in masked] == ["url(#fade)"]
    assert [node.get("id") for node in root.iter(f"{SVG}mask")] == ["fade"]
    assert any(node.get("id") == "yoke.right" for node in masked[0].iter())
    assert not [node for node in root if node.get("class") == "paper"]
    solid = ET.fromstring(encoded("svg", size="slide"))
    assert [node.get("fill") for node in solid if node.get("class") == "paper"] == ["#ffffff"]


# --- the same bytes ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_another_run_gives_the_same_bytes_of_every_kind(tmp_path: Path) -> None:
    """Another process, another seed for hashes, another time zone, a clock that packagers set."""
    found = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        folder = tmp_path / seed
        folder.mkdir()
        outputs = [part for kind in kinds() for part in ("-o", str(folder / f"x.{kind}"))]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": seed * 9}
        command = [sys.executable, str(ROOT / "cli.py"), "render", "tennis-elbow", "--size", "640x360", *outputs]
        subprocess.run(command, check=True, env=environment)
        found.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()})
    assert len(found[0]) == len(kinds())
    assert found[0] == found[1]


# --- several files, standard output, the sidecar ----------------------------------------------------------------------------


@pytest.mark.usefixtures("_manikin")
def test_several_outputs_are_one_picture_each_as_if_alone(tmp_path: Path) -> None:
    both = [tmp_path / "a.png", tmp_path / "a.svg"]
    result = CliRunner().invoke(
        app, ["render", "front-only", "--size", "320x180", "-o", str(both[0]), "-o", str(both[1])]
    )
    assert (result.exit_code, result.output) == (0, "")
    scene = bodymap.render("front-only", size="320x180").scene
    assert [path.read_bytes() for path in both] == [image.encode(scene, kind) for kind in ("png", "svg")]


@pytest.mark.usefixtures("_manikin")
def test_where_one_output_is_not_possible_none_is_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["render", "front-only", "-o", str(tmp_path / "a.png"), "-o", str(tmp_path / "a.gif")]
    )
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize(
    ("more", "magic"), [([], b"\x89PNG"), (["--format", "pdf"], b"%PDF"), (["--format", "svg"], b"<?xml")]
)
def test_standard_output_gets_the_picture_alone(more: list[str], magic: bytes) -> None:
    result = CliRunner().invoke(app, ["render", "front-only", "--size", "320x180", "-o", "-", *more])
    assert result.exit_code == 0
    kind = more[1] if more else "png"
    assert result.stdout_bytes.startswith(magic)
    assert result.stdout_bytes == image.encode(bodymap.render("front-only", size="320x180").scene, kind)


@pytest.mark.usefixtures("_manikin")
def test_the_sidecar_holds_the_description(tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    command = ["render", "front-only", "--size", "320x180", "-o", str(target), "--alt", "sidecar"]
    assert CliRunner().invoke(app, command).exit_code == 0
    scene = bodymap.render("front-only", size="320x180").scene
    assert (tmp_path / "a.alt.txt").read_text(encoding="utf-8") == f"{describe.alt(scene)}\n\n{describe.long(scene)}\n"
    assert CliRunner().invoke(app, ["describe", "front-only"]).stdout == describe.text(scene)


@pytest.mark.usefixtures("_manikin")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-o", "-", "--format", "gif"], "--format: unknown format 'gif'. It may be png, jpg, webp, svg or pdf."),
        (["-o", "-", "-o", "x.png"], "-o - can't be combined with another -o"),
        (["-o", "-", "--alt", "sidecar"], "-o - can't be combined with --alt"),
        (["-o", "x.png", "--format", "png"], "--format: needs -o -; the ending of a file says what it is"),
        (["-o", "x.svg", "--text", "words"], "--text: unknown kind of text 'words'. It may be paths or text."),
        (["-o", "x.png", "--alt", "car"], "--alt: unknown kind of description 'car'; did you mean 'sidecar'? It may be sidecar."),
        (["-o", "x.png", "--size", "a4-landscape", "--portrait"], "--size: size 'a4-landscape' is not portrait; use a4-portrait"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_one_line(
    arguments: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["render", "front-only", *arguments])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"bodymap: {line}\n")
    assert list(tmp_path.iterdir()) == []


# --- opened by others -------------------------------------------------------------------------------------------------------


def apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 1, each shrunk so that a pixel is what the eye takes in at once."""
    small = [np.asarray(i.convert("RGB").resize((240, 135), Image.Resampling.BOX)).astype(float) for i in (one, other)]
    return float(np.abs(small[0] - small[1]).mean()) / 255


def in_chromium(page: Path, width: int, height: int) -> Image.Image:
    shot = page.with_suffix(".chromium.png")
    command = [programs.path("browser"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb",
               f"--user-data-dir={page.parent / 'profile'}", f"--window-size={width},{height}",
               f"--screenshot={shot}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return Image.open(shot)


def pixels(picture: Picture, ground: str = "white") -> Image.Image:
    with Image.open(BytesIO(image.encode(picture.scene, "png"))) as found:
        flat = Image.new("RGB", found.size, ground)
        flat.paste(found, mask=found.getchannel("A") if found.mode == "RGBA" else None)
    return flat


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("ground", ["", "white", "black"])
def test_a_browser_shows_the_svg_as_the_png(ground: str, tmp_path: Path) -> None:
    picture = bodymap.render("tennis-elbow", side="right", dpi=96, transparent=bool(ground))
    picture.save(tmp_path / "x.svg")
    page = tmp_path / "x.html"
    page.write_text(f'<body style="margin:0;background:{ground or "white"}"><img src="x.svg" width="1280"></body>')
    shown = in_chromium(page, 1280, 720)
    assert apart(shown, pixels(picture, ground or "white")) < CLOSE
    assert apart(shown, pixels(bodymap.render("tennis-elbow", side="left", dpi=96), "white")) > 4 * CLOSE


@pytest.mark.slow
@pytest.mark.poppler
@pytest.mark.parametrize("transparent", [False, True])
def test_the_pdf_prints_as_the_png(transparent: bool, tmp_path: Path) -> None:
    picture = bodymap.render("tennis-elbow", side="right", dpi=96, transparent=transparent)
    picture.save(tmp_path / "x.pdf")
    subprocess.run(
        [programs.path("poppler"), "-r", "96", "-png", str(tmp_path / "x.pdf"), str(tmp_path / "x")], check=True
    )
    [printed] = tmp_path.glob("x*.png")
    with Image.open(printed) as shown:
        assert shown.size == (1280, 720)
        assert apart(shown, pixels(picture)) < CLOSE


@pytest.mark.slow
@pytest.mark.inkscape
@pytest.mark.parametrize("text", ["paths", "text"])
def test_inkscape_opens_the_svg_as_the_png(text: str, tmp_path: Path) -> None:
    """Words as text are set in Inkscape's own font where Inter is not installed: a little further off."""
    picture = bodymap.render("tennis-elbow", side="right", dpi=96)
    picture.save(tmp_path / "x.svg", text=text)
    command = [
        programs.path("inkscape"),
        "--export-type=png",
        "--export-width=1280",
        f"--export-filename={tmp_path / 'x.png'}",
    ]
    surroundings = os.environ | {
        "HOME": str(tmp_path),
        "INKSCAPE_PROFILE_DIR": str(tmp_path),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }
    subprocess.run([*command, str(tmp_path / "x.svg")], env=surroundings, check=True, capture_output=True, timeout=120)
    with Image.open(tmp_path / "x.png") as drawn:
        assert drawn.size == (1280, 720)
        flat = Image.new("RGB", drawn.size, "white")
        flat.paste(drawn, mask=drawn.getchannel("A") if drawn.mode == "RGBA" else None)
    assert apart(flat, pixels(picture)) < (CLOSE if text == "paths" else 2 * CLOSE)
    assert apart(flat, pixels(bodymap.render("tennis-elbow", side="left", dpi=96))) > 4 * CLOSE
