"""Each backend against the pixels of Agg, and what is particular to each; the registry, and backends of other packages."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text as Words
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader
from svgpathtools import CubicBezier, parse_path
from typer.testing import CliRunner

import bodymap
from bodymap import formats
from bodymap.backends import agg, axes, embedded, pdf, raster, svg
from bodymap.body.geometry import Shape
from bodymap.cli import app
from bodymap.display import compile as compiling
from bodymap.display.compile import compile_scene
from bodymap.display.records import Display, Group, Item, Style, Text, walk, without
from bodymap.display.records import Image as Picture
from bodymap.display.records import Path as Outline
from bodymap.display.shapes import circle
from bodymap.errors import BodymapError
from bodymap.export import image
from bodymap.finding import named_muscles
from bodymap.formats import Backend, OutputOptions
from bodymap.knowledge import condition_library
from bodymap.scene import plan
from bodymap.style import fonts
from tests import manikin
from tests.chromium import opened
from tests.faults import ROOT, run, told
from tests.layout import page_with_inset

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"

MANIKIN = pytest.mark.usefixtures("_manikin")


@pytest.fixture
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def display(name: str, **options: object) -> Display:
    return compile_scene(plan(condition_library.load(name), **options))  # type: ignore[arg-type]


def intense(**options: object) -> Display:
    """Intensities, and a colour bar in the legend."""
    condition = named_muscles.chart(["soleus=0.9", "gastrocnemius=0.2"], title="Calf")
    return compile_scene(plan(condition, side="right", **options))  # type: ignore[arg-type]


def parsed(shown: Display, **options: object) -> ET.Element:
    return ET.fromstring(svg.encode(shown, OutputOptions(**options)))  # type: ignore[arg-type]


def classed(root: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in root.iter() if name in (node.get("class") or "").split()]


def rules(root: ET.Element) -> dict[str, str]:
    [style] = root.iter(f"{SVG}style")
    return dict(re.findall(r"^\.([\w-]+)\{(.+)\}$", style.text or "", re.MULTILINE))


# --- Axes -----------------------------------------------------------------------------------------------------------

NEAR = 0.1
"""How far a Figure of ours may be from the pixels of Agg, without words: the mean difference of bytes. Measured: 0.03
and less."""

NEAR_WITH_WORDS = 2.5
"""The same with words, each pixel the mean of 4 x 4: how letters are hinted is for the host to say. Measured: 1.5 and
less; the other side is 6.5."""


def off(one: NDArray[Any], other: NDArray[Any]) -> float:
    """How far two pictures are apart: the mean difference of their bytes, colours as they look on black."""
    assert one.shape == other.shape
    flat = [np.dstack([p[..., :3] * (p[..., 3:] / 255), p[..., 3:]]) for p in (one.astype(float), other.astype(float))]
    return float(np.abs(flat[0] - flat[1]).mean())


def shrunk(picture: NDArray[Any]) -> NDArray[np.float64]:
    """Each pixel the mean of 4 x 4."""
    rows, columns = (n // 4 for n in picture.shape[:2])
    cut = picture[: rows * 4, : columns * 4].astype(float)
    return cut.reshape(rows, 4, columns, 4, -1).mean((1, 3))


def figured(shown: Display) -> NDArray[np.int64]:
    figure = axes.figure(shown)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).astype(np.int64)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tennis-elbow", {"side": "right"}),
        ("tennis-elbow", {"side": "right", "transparent": True}),
        ("tennis-elbow", {"theme": "print", "size": "a5", "side": "left"}),
        ("low-back-pain", {"theme": "dark", "size": "641x359", "labels": "numbers", "layers": "areas"}),
        ("intense", {"size": "640x360"}),
    ],
    ids=str,
)
def test_a_figure_of_matplotlib_shows_the_picture(name: str, options: dict[str, Any]) -> None:
    shown = intense(**options) if name == "intense" else display(name, **{"dpi": 72, **options})
    wordless = msgspec.structs.replace(shown, items=without(shown.items, lambda item: isinstance(item, Text)))
    assert off(figured(wordless), agg.pixels(wordless)) < NEAR
    assert off(shrunk(figured(shown)), shrunk(agg.pixels(shown))) < NEAR_WITH_WORDS


def test_another_picture_is_further_than_that() -> None:
    one, other = (display("tennis-elbow", side=side, dpi=72) for side in ("right", "left"))
    assert off(shrunk(figured(one)), shrunk(agg.pixels(other))) > 2 * NEAR_WITH_WORDS


@MANIKIN
def test_artists_carry_the_ids_of_their_parts_in_the_order_of_the_list() -> None:
    shown = display("yoke-ache", side="right", layers="areas")
    ax = Figure().add_axes((0, 0, 1, 1))
    artists = axes.draw(shown, ax)
    assert [artist for artist in ax.get_children() if artist in artists] == artists
    heights = [artist.get_zorder() for artist in artists]
    assert heights == sorted(set(heights))
    assert all(1 <= height < 2 for height in heights)
    gids = [artist.get_gid() for artist in artists]
    assert {"yoke.right", "strap.right.under", "outline", "yoke.1.right", "zones", "legend.primary", "words"} <= {*gids}
    assert (
        gids.index("yoke.right") < gids.index("strap.right.under") < gids.index("outline") < gids.index("yoke.1.right")
    )
    texts = [artist.get_text() for artist in artists if isinstance(artist, Words)]
    assert texts == [item.text for item in walk(shown.items) if isinstance(item, Text)]


@MANIKIN
@pytest.mark.parametrize("transparent", [False, True])
def test_artists_can_be_removed_one_by_one(transparent: bool) -> None:
    figure = Figure(figsize=(4, 3), dpi=72)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    before = set(ax.get_children())
    artists = axes.draw(display("forearm-ache", side="right", transparent=transparent), ax)
    assert set(ax.get_children()) - before == set(artists)
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba()).copy()
    for artist in artists:
        artist.remove()
    canvas.draw()
    assert set(ax.get_children()) == before
    assert (np.asarray(canvas.buffer_rgba()) == 255).all()
    assert not (drawn == 255).all()


@MANIKIN
def test_a_muscle_can_be_recoloured_by_its_id() -> None:
    figure = Figure(figsize=(960 / 72, 540 / 72), dpi=40)
    canvas = FigureCanvasAgg(figure)
    artists = axes.draw(display("yoke-ache", side="right"), figure.add_axes((0, 0, 1, 1)))
    fill, edge = [artist for artist in artists if artist.get_gid() == "yoke.right"]
    assert isinstance(edge, Artist)
    fill.set(facecolor="#00ff00", alpha=1)
    canvas.draw()
    assert (np.asarray(canvas.buffer_rgba())[..., :3] == (0, 255, 0)).all(2).sum() > 50


# --- SVG ------------------------------------------------------------------------------------------------------------

VARIANTS: list[dict[str, Any]] = [
    {},
    {"transparent": True, "labels": "numbers", "points": "numbers"},
    {"theme": "print", "layers": "all"},
    {"theme": "dark", "ranked": True, "size": "640x360"},
]


@pytest.mark.parametrize("text", ["paths", "text"])
@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_every_style_is_a_class_with_a_rule_and_nothing_is_styled_in_place(options: dict[str, Any], text: str) -> None:
    shown = display("tennis-elbow", **options)
    root = parsed(shown, text=text)
    found, used = rules(root), {name for node in root.iter() for name in (node.get("class") or "").split()}
    kinds = {item.kind for item in walk(shown.items) if isinstance(item, Group)}
    assert set(shown.styles) <= set(found) & used
    assert used - kinds - {"paper"} == set(found)
    for node in root.iter():
        assert node.get("style") is None
        drawn = node.tag in (f"{SVG}path", f"{SVG}text", f"{SVG}circle")
        inside = node in [inner for defs in root.iter(f"{SVG}defs") for inner in defs.iter()]
        assert not drawn or inside or node.get("class"), ET.tostring(node)


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_every_id_stands_once_and_every_reference_leads_to_one(options: dict[str, Any]) -> None:
    root = parsed(display("tennis-elbow", **options))
    ids = Counter(node.get("id") for node in root.iter() if node.get("id"))
    assert max(ids.values()) == 1
    hrefs = [value[1:] for node in root.iter() if (value := node.get(f"{XLINK}href", "")).startswith("#")]
    urls = re.findall(r"url\(#([^)]+)\)", " ".join(value for node in root.iter() for value in node.attrib.values()))
    labelled = (root.get("aria-labelledby") or "").split()
    assert len(hrefs) > 50
    assert urls
    assert {*hrefs, *urls, *labelled} <= set(ids)


def test_a_second_group_of_the_same_part_has_a_number() -> None:
    root = parsed(compile_scene(page_with_inset()))
    ids = [node.get("id") for node in classed(root, "muscle")]
    assert {"dorsal-interossei-hand.right", "dorsal-interossei-hand.right.2"} <= set(ids)


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_a_prefix_stands_before_every_id_and_every_class(options: dict[str, Any]) -> None:
    shown = display("tennis-elbow", **options)
    plain = svg.encode(shown).decode()
    prefixed = svg.encode(shown, OutputOptions(id_prefix="a1-")).decode()
    root = ET.fromstring(prefixed)
    for node in root.iter():
        for name in [node.get("id"), *(node.get("class") or "").split()]:
            assert name is None or name.startswith("a1-")
    assert all(name.startswith("a1-") for name in rules(root))
    assert prefixed != plain
    assert prefixed.replace("a1-", "") == plain, "and nothing else changes"


def test_curves_stay_curves() -> None:
    shown = display("tennis-elbow", side="right")
    root = parsed(shown)
    [muscle] = [node for node in classed(root, "muscle") if node.get("id") == "extensor-digitorum.right"]
    [fill] = [node for node in muscle if node.get("class") == "primary-fill"]
    [drawn] = [node for node in root.iter() if f"#{node.get('id')}" == fill.get(f"{XLINK}href")]
    data = drawn.get("d") or ""
    [group] = [g for g in walk(shown.items) if isinstance(g, Group) and g.part == "extensor-digitorum.right"]
    [path] = [p for p in group.items if isinstance(p, Outline) and p.style == "primary-fill"]
    curves = [part for part in parse_path(data) if isinstance(part, CubicBezier)]
    assert len(curves) == (path.shape.codes == 4).sum() / 3 > 20
    controls = np.array([curves[0].start, *(z for c in curves for z in (c.control1, c.control2, c.end))])
    expected = path.shape.points[path.shape.codes != 79]
    assert np.abs(controls - (expected[:, 0] + 1j * (shown.height - expected[:, 1]))).max() < 0.008


HEAVY = ["muscle-soreness", "fibromyalgia", "disc-herniation", "knee-osteoarthritis", "low-back-pain"]


@pytest.mark.parametrize("condition", HEAVY)
def test_a_slide_as_svg_is_light_enough_for_a_web_page(condition: str) -> None:
    """Less than 1.2 MB. With all pixels of a box and each path as often as it is used, it would be half as large again."""
    assert len(svg.encode(display(condition))) < 1_200_000


def test_hidden_pixels_take_no_room_and_what_is_seen_stays() -> None:
    """A disc of noise, of which a small square is seen."""
    noise = np.random.default_rng(1).integers(0, 256, (200, 200), dtype=np.uint8)
    square = Shape(np.array([[40.0, 60], [60, 60], [60, 80], [40, 80]]), np.array([1, 2, 2, 2], dtype=np.uint8))
    opacity = np.stack([np.arange(256)] * 4, axis=1).astype(np.uint8)
    image = Picture((0.0, 0.0, 100.0, 100.0), noise, opacity, clip=square)
    kept = embedded.without_hidden(image)
    assert (kept[40:81, 80:121] == noise[40:81, 80:121]).all(), "two pixels a pt, y up"
    assert len(np.unique(kept[:, :70], axis=0)) == 1, "left of it, nothing changes from row to row"
    assert len(embedded.data_url(image)) < 0.2 * len(embedded.data_url(msgspec.structs.replace(image, clip=None)))


def test_words_are_outlines_or_stay_words() -> None:
    shown = display("tennis-elbow", side="right")
    words = [item.text for item in walk(shown.items) if isinstance(item, Text)]
    paths, text = parsed(shown), parsed(shown, text="text")
    assert ["".join(node.itertext()) for node in text.iter(f"{SVG}text")] == words
    assert not [node for node in text.iter(f"{SVG}use") if "glyph" in (node.get(f"{XLINK}href") or "")]
    assert list(paths.iter(f"{SVG}text")) == []
    assert [node.get("aria-label") for node in paths.iter(f"{SVG}g") if node.get("aria-label")] == words
    glyphs = [node for node in paths.iter(f"{SVG}path") if (node.get("id") or "").startswith("glyph.")]
    assert len(glyphs) < len("".join(words)) / 2, "each letter of a font is defined once"
    anchors = Counter(node.get("text-anchor", "start") for node in text.iter(f"{SVG}text"))
    aligned = {"start": "left", "middle": "center", "end": "right"}
    counts = Counter(item.align for item in walk(shown.items) if isinstance(item, Text))
    assert {aligned[anchor]: count for anchor, count in anchors.items()} == counts


def test_outlined_words_are_as_wide_as_measured() -> None:
    """The glyphs of a line that needs no kerning, which measuring leaves out and some versions of matplotlib draw."""
    line = Text("minimum union", 300, 50, 20, "regular", "text-ink", "right")
    shown = msgspec.structs.replace(display("tennis-elbow"), items=(Group("page", (line,)),))
    root = parsed(shown)
    [holder] = [node for node in root.iter(f"{SVG}g") if node.get("aria-label") == line.text]
    start = float(re.match(r"translate\(([\d.]+) ", holder.get("transform") or "")[1])  # type: ignore[index]
    assert 300 - start == pytest.approx(fonts.measure(line.text, "regular", 20), abs=0.6)
    assert len(list(holder)) == len(line.text.replace(" ", "")) + line.text.count(" ")


@pytest.mark.parametrize(
    ("sheet", "size"),
    [
        ("640x360", ("640", "360")),
        ("641x359", ("641", "359")),
        ("slide", ("960pt", "540pt")),
        ("a4", ("595.28pt", "841.89pt")),
        ("square", ("540pt", "540pt")),
    ],
)
def test_pixels_asked_for_are_pixels_in_the_file(sheet: str, size: tuple[str, str]) -> None:
    shown = display("tennis-elbow", size=sheet)
    root = parsed(shown)
    assert (root.get("width"), root.get("height")) == size
    x, y, width, height = map(float, (root.get("viewBox") or "").split())
    assert (x, y) == (0, 0)
    assert (width, height) == pytest.approx((shown.width, shown.height), abs=0.005)


def test_dots_are_one_path_of_round_points_as_wide_as_they_are() -> None:
    shown = display("tennis-elbow", side="right")
    [pain] = [group for group in walk(shown.items) if isinstance(group, Group) and group.part == "zones"]
    halo, cloud = pain.items
    assert isinstance(halo, Outline)
    assert isinstance(cloud, Outline)
    assert cloud.at is not None
    assert halo.at is not None
    assert np.array_equal(halo.at, cloud.at)
    root = parsed(shown)
    _, path = classed(root, "pain")[0]
    assert (path.get("d") or "").count("h0") == len(cloud.at)
    diameter = 2 * cloud.shape.points[:, 0].max()
    assert f"stroke-width:{svg.number(diameter, 3)};stroke-linecap:round" in rules(root)["pain-dot"]


def test_a_style_for_dots_and_for_other_shapes_is_two_classes() -> None:
    items = tuple(Outline(circle(2), "pain-dot", at=np.array([(9.0, 9.0)]) if n else None) for n in range(2))
    shown = display("tennis-elbow", side="right")
    root = parsed(msgspec.structs.replace(shown, items=(Group("page", items),)))
    assert set(rules(root)) == {"pain-dot", "pain-dot-2"}


def test_the_svg_is_well_formed_whatever_the_words() -> None:
    odd = msgspec.structs.replace(condition_library.load("tennis-elbow"), name='A <b> & "c" ]]> é')
    shown = compile_scene(plan(odd))
    for text in ("paths", "text"):
        root = parsed(shown, text=text, id_prefix="p-")
        title = root.find(f"{SVG}title")
        assert title is not None
        assert (title.text or "").startswith('A <b> & "c" ]]> é: ')


@pytest.mark.slow
@pytest.mark.browser
def test_two_pictures_in_one_page_look_as_each_alone(tmp_path: Path) -> None:
    """Without a prefix the ids and classes of the first stand for those of the second, which is seen."""
    shown = (display("tennis-elbow", size="640x360"), display("low-back-pain", size="640x360", theme="dark"))
    images = [f'<div style="height:360px">{body(one, f"p{n}-")}</div>' for n, one in enumerate(shown)]
    clash = [f'<div style="height:360px">{body(one, "")}</div>' for one in shown]
    alone = [agg.pixels(one)[..., :3].astype(int) for one in shown]
    pages = {"apart": images, "clash": clash}
    found = {}
    for name, inlined in pages.items():
        page = tmp_path / f"{name}.html"
        page.write_text(f'<!doctype html><body style="margin:0">{"".join(inlined)}</body>', encoding="utf-8")
        with opened(page, tmp_path / "profile", width=640, height=720) as browser:
            repeated = browser.run(
                "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
                "return ids.length - new Set(ids).size })()"
            )
            whole = {"x": 0, "y": 0, "width": 640, "height": 720, "scale": 1}
            shot = browser.call("Page.captureScreenshot", clip=whole, captureBeyondViewport=True)
        with Image.open(BytesIO(b64decode(shot["data"]))) as picture:
            both = np.asarray(picture.convert("RGB")).astype(int)
        parts = (both[:360], both[360:])
        gaps = [np.abs(shrunk(p) - shrunk(one)).mean() for p, one in zip(parts, alone, strict=True)]
        found[name] = repeated, gaps
    assert found["apart"][0] == 0
    assert max(found["apart"][1]) < 2, "measured 0.4, with matplotlib 3.10 1.1"
    assert found["clash"][0] > 50
    assert max(found["clash"][1]) > 5, "measured 5.7"


def body(shown: Display, prefix: str) -> str:
    return svg.encode(shown, OutputOptions(id_prefix=prefix)).decode().partition("?>")[2]


# --- PDF ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["a4", "a5-landscape", "letter", "640x360"])
def test_a_pdf_is_one_page_of_the_sheets_size_with_its_words(sheet: str) -> None:
    shown = display("tennis-elbow", size=sheet)
    reader = PdfReader(BytesIO(pdf.encode(shown)))
    [page] = reader.pages
    assert [float(n) for n in page.mediabox] == pytest.approx([0, 0, shown.width, shown.height], abs=0.01)
    words = " ".join(page.extract_text().split())
    for item in walk(shown.items):
        if isinstance(item, Text):
            assert " ".join(item.text.split()) in words
    assert reader.metadata
    assert reader.metadata.title == shown.title
    assert set(reader.metadata) == {"/Title", "/Subject"}, "no clock, no program"


def test_a_pdf_embeds_every_font_that_it_uses() -> None:
    [page] = PdfReader(BytesIO(pdf.encode(display("tennis-elbow")))).pages
    embedded = []
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        whole = font.get_object()
        inner = whole["/DescendantFonts"][0].get_object() if "/DescendantFonts" in whole else whole
        assert inner["/Subtype"] != "/Type3"
        assert "/FontFile2" in inner["/FontDescriptor"]
        embedded.append(str(inner["/BaseFont"]).partition("+")[2])
    assert set(embedded) == {"Inter-Regular", "Inter-SemiBold"}


# --- the same bytes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", VARIANTS, ids=str)
def test_a_list_drawn_twice_gives_the_same_bytes(options: dict[str, Any]) -> None:
    shown = display("tennis-elbow", **{**options, "size": "320x180"})
    again = display("tennis-elbow", **{**options, "size": "320x180"})
    for kind in formats.kinds():
        once = formats.encode(shown, kind)
        assert formats.encode(shown, kind) == once
        assert formats.encode(again, kind) == once


def test_files_of_pixels_hold_the_pixels_of_agg() -> None:
    for options in ({}, {"transparent": True}):
        shown = display("tennis-elbow", size="320x180", **options)
        expected = raster.pixels(shown)
        assert expected.shape == (180, 320, 4 if options else 3)
        with Image.open(BytesIO(formats.encode(shown, "png"))) as found:
            assert np.array_equal(np.asarray(found), expected)
        ground = np.asarray(display("tennis-elbow", size="320x180").paper)
        assert ground
        for kind in ("jpg", "webp"):
            with Image.open(BytesIO(formats.encode(shown, kind))) as found:
                near = np.asarray(found.convert("RGB")).astype(int)
            if not options:
                assert np.abs(near - expected).mean() < 2


def test_a_jpeg_without_paper_gets_that_of_its_theme() -> None:
    shown = display("tennis-elbow", size="320x180", transparent=True, theme="dark")
    with Image.open(BytesIO(formats.encode(shown, "jpg"))) as picture:
        assert picture.mode == "RGB"
        corner = np.asarray(picture)[0, 0].astype(int)
    paper = [int(shown.theme_paper[n : n + 2], 16) for n in (1, 3, 5)]
    assert np.abs(corner - paper).max() <= 2


# --- items that no picture has --------------------------------------------------------------------------------------


def every_item() -> Display:
    """One of each kind of item, in styles that differ, on a small sheet."""
    shown = display("tennis-elbow", size="200x120")
    ramp = np.linspace(0, 255, 16, dtype=np.uint8)
    grey, palette = np.tile(ramp, (4, 1)), np.full((256, 4), 255, dtype=np.uint8)
    palette[:, 0] = np.arange(256)
    styles = {
        "fill": Style(fill="#3366cc", fill_opacity=0.5),
        "line": Style(stroke="#cc3333", stroke_opacity=0.7, width=4, dash=(6, 5), cap="round", join="round"),
        "both": Style(fill="#ffee00", stroke="#000000", width=2),
        "words": Style(fill="#000000", stroke="#ffffff", width=3),
    }
    items: tuple[Item, ...] = (
        Outline(circle(30), "fill", at=np.array([(45.0, 50.0)])),
        Outline(circle(25), "line", clip=circle(20)),
        Outline(circle(6), "both", at=np.array([(100.0, 60.0), (120.0, 60.0)])),
        Picture((60, 5, 140, 25), grey, palette, clip=circle(80)),
        Text("Words", 75, 70, 14, "semibold", "words", "center"),
    )
    return msgspec.structs.replace(shown, items=(Group("page", items, clip=(5, 5, 140, 80)),), styles=styles)


def test_a_figure_draws_every_kind_of_item_as_agg_does() -> None:
    shown = every_item()
    assert off(figured(shown), agg.pixels(shown)) < NEAR


# --- the registry ---------------------------------------------------------------------------------------------------


def test_the_kinds_and_their_endings() -> None:
    assert formats.kinds() == ("png", "jpg", "webp", "svg", "pdf")
    assert {ending: backend.kind for ending, backend in formats.endings().items()} == {
        ".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp", ".svg": "svg", ".pdf": "pdf",
    }  # fmt: skip
    for kind in formats.kinds():
        assert formats.backend_of(kind).kind == kind


def test_a_kind_that_is_none_is_told_with_the_others() -> None:
    with pytest.raises(BodymapError) as refused:
        formats.backend_of("pngs")
    assert str(refused.value) == "unknown format 'pngs'; did you mean 'png'? It may be png, jpg, webp, svg or pdf."


@pytest.mark.parametrize(("kind", "most", "name"), [("webp", 16_383, "WebP"), ("jpg", 65_535, "JPEG")])
def test_a_picture_that_a_file_cannot_hold_is_told_before_any_work(
    kind: str, most: int, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backend = formats.backend_of(kind)
    formats.check_size(backend, (most, most))
    small = bodymap.render("tennis-elbow", size="320x180").scene
    huge = msgspec.structs.replace(small, sheet=msgspec.structs.replace(small.sheet, width=most + 1, dpi=72.0))

    def worked(*_: object) -> None:
        raise AssertionError("it is compiled")

    monkeypatch.setattr(compiling, "compile_scene", worked)
    monkeypatch.setattr(agg, "pixels", worked)
    line = (
        f"a {name} picture may be {most} pixels wide and tall, not {most + 1} x {huge.sheet.pixels[1]}; "
        "take a smaller size or a lower dpi"
    )
    for ask in (
        lambda: image.encode(huge, kind),
        lambda: image.save(huge, tmp_path / "x.png", tmp_path / f"x.{kind}"),
        lambda: formats.check_size(backend, huge.sheet.pixels),
    ):
        with pytest.raises(BodymapError) as refused:
            ask()
        assert str(refused.value) == line
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_tells_it_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["render", "tennis-elbow", "--size", "17000x400", "--dpi", "72", "-o", str(tmp_path / "x.webp")]
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "bodymap: a WebP picture may be 16383 pixels wide and tall, not 17000 x 400; "
        "take a smaller size or a lower dpi\n"
    )


# --- backends of other packages -------------------------------------------------------------------------------------

PLUGIN = '''
    """A backend of another package: the accessible names of a picture, a line each."""
    from bodymap.formats import Backend
    from bodymap.display.records import Group, walk

    def encode(display, options):
        groups = [item for item in walk(display.items) if isinstance(item, Group)]
        return "\\n".join(dict.fromkeys(group.label for group in groups if group.label)).encode()

    names = Backend("names", "list of names", (".names", ".nm"), "text/plain", encode)
    png = Backend("png", "another PNG", (".png",), "image/png", lambda display, options: b"mine")
    by_path = Backend("paths", "list of names", (".paths",), "text/plain", "names_backend:encode")
'''


def install(folder: Path, points: str, module: str = PLUGIN) -> Path:
    """A distribution as pip would install it, with entry points."""
    (folder / "names_backend.py").write_text(textwrap.dedent(module), encoding="utf-8")
    about = folder / "names_backend-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: names-backend\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[bodymap.backends]\n{points}\n")
    return folder


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    formats.installed.cache_clear()
    yield folder
    formats.installed.cache_clear()
    sys.modules.pop("names_backend", None)


@MANIKIN
def test_another_package_adds_a_kind_by_an_entry_point(plugins: Path, tmp_path: Path) -> None:
    install(plugins, "names = names_backend:names\npaths = names_backend:by_path")
    assert formats.kinds() == ("png", "jpg", "webp", "svg", "pdf", "names", "paths")
    target = tmp_path / "x.nm"
    result = CliRunner().invoke(app, ["render", "yoke-ache", "--side", "right", "-o", str(target)])
    assert (result.exit_code, result.output) == (0, "")
    names = target.read_text(encoding="utf-8").splitlines()
    assert "Yoke muscle, right side, main muscle. Why yoke matters." in names
    found = CliRunner().invoke(app, ["render", "yoke-ache", "--side", "right", "-o", "-", "--format", "paths"])
    assert found.stdout.splitlines() == names
    refused = CliRunner().invoke(app, ["render", "yoke-ache", "-o", str(tmp_path / "x.gif")])
    assert "it may be .png, .jpg, .webp, .svg, .pdf, .names or .paths" in refused.stderr


@MANIKIN
def test_no_package_takes_the_place_of_a_kind_of_ours(plugins: Path) -> None:
    install(plugins, "png = names_backend:png")
    assert formats.backends()["png"] is formats.BUILT_IN[0]
    assert formats.endings()[".png"] is formats.BUILT_IN[0]


@pytest.mark.parametrize(
    ("points", "module", "line"),
    [
        (
            "names = names_backend:nothing",
            PLUGIN,
            "the backend 'names' can't be loaded from names_backend:nothing: "
            "module 'names_backend' has no attribute 'nothing'",
        ),
        (
            "names = no_such_module:names",
            PLUGIN,
            "the backend 'names' can't be loaded from no_such_module:names: No module named 'no_such_module'",
        ),
        (
            "names = names_backend:names",
            "names = 1 / 0",
            "the backend 'names' can't be loaded from names_backend:names: division by zero",
        ),
        (
            "names = names_backend:encode",
            PLUGIN,
            "the backend 'names' (names_backend:encode) must be a bodymap.formats.Backend",
        ),
    ],
    ids=["no attribute", "no module", "fails", "no backend"],
)
def test_a_broken_backend_is_one_line_that_names_it(plugins: Path, points: str, module: str, line: str) -> None:
    install(plugins, points, module)
    result = CliRunner().invoke(app, ["render", "tennis-elbow", "-o", "x.names"])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"bodymap: {line}\n")


def test_a_backend_of_another_package_works_in_a_process_of_its_own(tmp_path: Path) -> None:
    install(tmp_path, "names = names_backend:names")
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{tmp_path}"}
    made = run("render", "tennis-elbow", "-o", "x.names", cwd=tmp_path, env=environment)
    assert (made.returncode, made.stderr) == (0, b"")
    assert "Extensor digitorum" in (tmp_path / "x.names").read_text(encoding="utf-8")
    (tmp_path / "names_backend.py").write_text("names = 1 / 0")
    line = told(run("render", "tennis-elbow", "-o", "x.names", cwd=tmp_path, env=environment))
    assert line == "the backend 'names' can't be loaded from names_backend:names: division by zero"
    asked = run("--help", cwd=tmp_path, env=environment)
    assert asked.returncode == 0, "help is there all the same"


def test_a_backend_is_not_imported_before_it_is_used() -> None:
    """A list of kinds costs no renderer."""
    script = "import sys; from bodymap import formats; formats.endings(); print(*sys.modules)"
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(made.stdout.split())
    assert "bodymap.formats" in loaded
    assert not loaded & {"matplotlib", "numpy", "PIL", "bodymap.backends.raster", "bodymap.backends.svg"}


def test_a_backend_is_plain_data() -> None:
    with pytest.raises(AttributeError):
        formats.BUILT_IN[0].kind = "other"  # type: ignore[misc]
    assert Backend("a", "A", (".a",), "text/plain", "x:y").max_side == 0
