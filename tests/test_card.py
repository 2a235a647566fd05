"""The page of a condition: what stands in the file, and how a browser shows, reads and prints it."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

from bodymap.backends import html
from bodymap.body.geometry import Box
from bodymap.cli import app
from bodymap.display.records import Display, Group, Image
from bodymap.export.html.card import card
from bodymap.knowledge import condition_library, conditions
from tests import manikin
from tests.chromium import opened

MOST = 500_000


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def written(tmp_path: Path, *arguments: str) -> str:
    target = tmp_path / "card.html"
    result = CliRunner().invoke(app, ["card", *arguments, "-o", str(target)])
    assert result.exit_code == 0, result.output
    return target.read_text(encoding="utf-8")


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_every_muscle_is_a_button_with_its_name_and_role(tmp_path: Path) -> None:
    page = written(tmp_path, "yoke-ache")
    assert '<html lang="en">' in page
    names = [
        name.format(side=side)
        for side in ("left", "right")
        for name in (
            "Yoke muscle, {side} side, main muscle. Why yoke matters.",
            "Strap muscle, {side} side, often involved, under another muscle. Why strap matters.",
        )
    ]
    for name in names:
        assert page.count(f'role="button" tabindex="0" aria-pressed="false" aria-label="{name}"') == 1
    assert page.count('class="muscle"') == len(names), "each side is a button of its own"
    assert page.count('class="point"') == 4, "two of the main muscle on each side"
    assert 'aria-label="Trigger point 1 of Yoke muscle, left side"' in page


@pytest.mark.usefixtures("small")
def test_whatever_a_screen_reader_stops_at_has_a_name() -> None:
    page = card(condition_library.load("yoke-ache")).decode()
    stops = re.findall(r'<[^>]* role="(?:button|img)"[^>]*>', page)
    kinds = {kind for stop in stops for kind in re.findall(r'class="([^"]+)"', stop)}
    assert kinds >= {"muscle", "point", "pain"}
    assert all(re.search(r'aria-label="[^"]', stop) for stop in stops)


@pytest.mark.usefixtures("small")
def test_numbers_are_those_of_every_output_and_main_muscles_come_first(tmp_path: Path) -> None:
    page = written(tmp_path, "yoke-ache")
    rows = re.findall(r'<span class="number">(\d+)</span><span>([^<]+)', page)
    assert rows == [("2", "Yoke muscle"), ("1", "Strap muscle")], "counted from the top down"
    assert set(re.findall(r"<text [^>]*>(\d+)</text>", page)) == {"1", "2"}


def test_the_list_says_on_which_side_each_is_and_with_which_value() -> None:
    """What is on both sides is named without one; a structure on one side has its side too."""
    marks = [
        {"muscle": "soleus", "side": "left", "value": 0.3},
        {"muscle": "gastrocnemius", "side": "right"},
        {"muscle": "popliteus"},
        {"structure": "achilles-tendon", "side": "left"},
    ]
    page = card({"chart": {"marks": marks}}).decode()
    assert {name for _, name in re.findall(r'<span class="number">(\d+)</span><span>([^<]+)', page)} == {
        "Soleus (left) (intensity 0.3)",
        "Gastrocnemius (right)",
        "Popliteus",
        "Achilles tendon (left)",
    }
    alike = card({"chart": {"marks": marks[2:3]}}, side="left").decode()
    assert "<span>Popliteus</span>" in alike


@pytest.mark.usefixtures("small")
def test_ids_are_used_once_and_lead_somewhere(tmp_path: Path) -> None:
    page = written(tmp_path, "all-round")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    wanted = {*re.findall(r'href="#([^"]+)"', page), *re.findall(r"url\(#([^)]+)\)", page)}
    assert wanted <= set(ids)


@pytest.mark.usefixtures("small")
def test_a_muscle_tells_its_value_when_it_is_pointed_at() -> None:
    chart = {"chart": {"marks": [{"muscle": "yoke", "value": 0.25, "side": "left"}]}}
    page = card(chart).decode()
    assert re.search(r'data-tip="[^"]*left side, intensity 0.25, main muscle"', page)


@pytest.mark.usefixtures("small")
def test_a_deep_muscle_is_a_dashed_edge_over_one_on_top() -> None:
    """On the page as in the other files; both have the same role, so the depth alone makes the difference."""
    condition = condition_library.load("yoke-ache")
    main = tuple(msgspec.structs.replace(entry, role=conditions.Role.PRIMARY) for entry in condition.muscles)
    page = card(msgspec.structs.replace(condition, muscles=main), theme="clinic").decode()
    [fill] = set(re.findall('data-muscle="yoke"><path class="([^"]+)"', page))
    assert fill.endswith("primary-fill")
    assert "fill-opacity" not in re.findall(f"\\.{fill}{{([^}}]+)}}", page)[0]
    [halo] = set(re.findall('data-muscle="strap"><path class="([^"]+)"', page))
    assert halo.endswith("primary-deep-halo")
    assert "stroke-dasharray" in re.findall("\\.[^{.]*primary-deep-edge{([^}]+)}", page)[0]


GREYS = np.full((256, 4), 255, dtype=np.uint8)
GREYS[:, :3] = np.arange(256)[:, None]


def tone(place: Box, size: tuple[int, int]) -> Image:
    """Waves of grey."""
    x, y = np.meshgrid(*((np.arange(n) + 0.5) / n for n in size))
    grey = 150 + 60 * np.sin(9 * x + 2) + 40 * np.cos(7 * y * (1 + y))
    return Image(place, grey.astype(np.uint8), GREYS)


@pytest.mark.parametrize("size", [(900, 700), (60, 40)], ids=["finer than needed", "coarse"])
def test_the_tone_of_the_body_lies_on_a_card_where_the_sheet_has_it(size: tuple[int, int]) -> None:
    """A figure at (100, 200) of the sheet begins at 0 on the page, y down, and so does its tone."""
    image, styles = tone((90.0, 210.0, 250.0, 330.0), size), html.PageStyles()
    figure = Group("figure", (image,))
    display = Display(400, 400, 144, "pt", "", "#fff", "Title", "Alt", "Description", (figure,), {}, {})
    element = html.picture(display, [figure], (100.0, 200.0, 260.0, 350.0), "f0-", styles, "Back view")
    [drawn] = element.iter("image")
    assert element.get("viewBox") == "0 0 160 150"
    assert [float(drawn.get(name, "")) for name in ("x", "y", "width", "height")] == [-10, 20, 160, 120]
    _, _, data = drawn.get("href", "").partition("base64,")
    with Pillow.open(BytesIO(b64decode(data))) as picture:
        assert picture.width == min(size[0], round(2.4 * 160)), "no sharper than a screen shows it"
        shown = np.asarray(picture.convert("L").resize((160, 120), Pillow.Resampling.BOX)).astype(int)
    wanted = np.asarray(Pillow.fromarray(image.pixels).resize((160, 120), Pillow.Resampling.BOX)).astype(int)
    assert np.abs(shown - wanted).mean() < 3
    assert np.abs(np.roll(shown, 3, 1) - wanted).mean() > 6, "a shift of 3 pt would be seen"


@pytest.mark.usefixtures("small")
def test_words_of_a_user_stay_words() -> None:
    found = condition_library.load("yoke-ache")
    page = card(msgspec.structs.replace(found, name='A <b> & "c"</title><script>x</script>')).decode()
    assert page.count("<script>") == 1
    assert "&lt;script&gt;x" in page


@pytest.mark.usefixtures("small")
def test_a_page_has_the_same_bytes_each_time() -> None:
    found = condition_library.load("all-round")
    assert card(found) == card(found)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["yoke-ach"], "bodymap: unknown condition 'yoke-ach'; did you mean 'yoke-ache'?"),
        (["yoke-ache", "--theme", "clinc"], "bodymap: --theme: unknown theme 'clinc'; did you mean 'clinic'?"),
    ],
)
def test_a_bad_value_is_one_line_and_no_file(arguments: list[str], line: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["card", *arguments, "-o", str(tmp_path / "x.html")])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(line)
    assert list(tmp_path.iterdir()) == []


def test_a_region_narrows_it(tmp_path: Path) -> None:
    assert "<h1>Guarding after an injury: knee</h1>" in written(tmp_path, "guarding-after-injury", "--region", "knee")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["card", "tennis-elbow", "-o", str(tmp_path / "x.pdf")])
    message = f"bodymap: {tmp_path / 'x.pdf'}: unknown kind of page '.pdf'; it may be .html or .htm\n"
    assert (result.exit_code, result.stderr) == (2, message)


@pytest.mark.slow
@pytest.mark.parametrize("id", ["plantar-fasciitis", "low-back-pain", "fibromyalgia", "disc-herniation"])
def test_a_condition_of_many_parts_is_small_enough_for_a_mail(id: str) -> None:
    page = card(condition_library.load(id))
    assert len(page) < MOST
    assert not re.findall(rb"(?:src|href)=\"(?!#|data:)", page), "nothing is fetched"
    for source in re.findall(rb"data:image/webp;base64,([^\"]+)", page):
        assert b64decode(source)[8:12] == b"WEBP"


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def elbow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("card") / "tennis-elbow.html"
    path.write_bytes(card(condition_library.load("tennis-elbow"), side="right"))
    return path


@pytest.mark.browser
def test_tab_reaches_every_part_and_tells_its_name(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path) as page:
        count = page.run("document.querySelectorAll('svg [tabindex]').length")
        names: list[str] = []
        for _ in range(count):
            page.press("Tab", 9)
            names.append(page.run("document.activeElement.getAttribute('aria-label')"))
            assert page.run("document.getElementById('tip').textContent") == names[-1]
            assert page.run("document.getElementById('tip').hidden") is False
        assert any(name.startswith("Extensor carpi radialis brevis, right side, main muscle. ") for name in names)
        assert any(name.startswith("Trigger point 1 of ") for name in names)
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus is seen"
        page.press("Escape", 27)
        assert page.run("document.getElementById('tip').hidden") is True


@pytest.mark.browser
def test_enter_and_a_tap_choose_a_muscle_in_the_picture_and_the_list(elbow: Path, tmp_path: Path) -> None:
    chosen = "[...document.querySelectorAll('[aria-pressed=true]')].map(e => e.localName + ' ' + e.dataset.muscle)"
    with opened(elbow, tmp_path) as page:
        page.run("document.querySelector('svg .muscle[data-muscle=anconeus]').focus()")
        page.press("Enter", 13)
        assert sorted(page.run(chosen)) == ["button anconeus", "g anconeus"]
        page.press("Escape", 27)
        assert page.run(chosen) == []
        box = page.run(
            "(() => { const b = document.querySelector('.names button[data-muscle=supinator]')"
            ".getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        page.call("Emulation.setTouchEmulationEnabled", enabled=True)
        page.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": box[0], "y": box[1]}])
        page.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        page.run("new Promise(done => setTimeout(done, 400))")
        assert sorted(page.run(chosen)) == ["button supinator", "g supinator"]


@pytest.mark.browser
def test_the_mouse_over_a_muscle_shows_its_name(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path) as page:
        # A place of the muscle that nothing else covers.
        at = page.run(
            "(() => { const g = document.querySelector('svg .muscle[data-muscle=extensor-digitorum]');"
            "const b = g.getBoundingClientRect();"
            "for (let y = b.top; y < b.bottom; y += 3) for (let x = b.left; x < b.right; x += 3)"
            " if (g.contains(document.elementFromPoint(x, y))) return [x, y] })()"
        )
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=at[0], y=at[1])
        assert page.run("document.getElementById('tip').textContent").startswith(
            "Extensor digitorum, right side, main muscle"
        )


@pytest.mark.browser
def test_a_screen_reader_finds_headings_buttons_and_points(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path) as page:
        tree = page.call("Accessibility.getFullAXTree")["nodes"]
    told = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree if not n["ignored"]]
    headings = [name for role, name in told if role == "heading"]
    assert headings == [
        "Tennis elbow",
        "Muscles",
        "Main muscles",
        "Often involved",
        "Tendons, bones, nerves and joints",
        "When to get help",
        "See a doctor today if",
        "See a clinician soon if",
        "Sources",
    ]
    buttons = [name for role, name in told if role == "button"]
    assert sum(name.startswith("Supinator, right side, often involved") for name in buttons) == 1
    assert sum(name == "5 Supinator" or name.endswith("Supinator") for name in buttons) == 1
    pictures = [name for role, name in told if role in ("image", "img", "graphics-symbol")]
    assert any(name.startswith("Trigger point") for name in pictures)
    assert {"Rings: where it hurts. Bony point of the outer elbow", "Dots: where the pain may spread"} <= {*pictures}
    assert not [name for role, name in told if role in ("button", "image") and not name], "nothing is nameless"


@pytest.mark.browser
def test_no_request_leaves_the_page_and_nothing_complains(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path) as page:
        page.run("new Promise(done => setTimeout(done, 200))")
        sent = [e["params"]["request"]["url"] for e in page.events if e.get("method") == "Network.requestWillBeSent"]
        faults = [e for e in page.events if e.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]
    assert [url for url in sent if not url.startswith(("file://", "data:"))] == []
    assert sent[0].endswith("tennis-elbow.html")
    assert faults == []


@pytest.mark.browser
def test_it_is_dark_in_the_dark_and_fits_a_phone(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path, width=375, height=700) as page:
        page.call("Emulation.setDeviceMetricsOverride", width=375, height=700, deviceScaleFactor=2, mobile=True)
        assert page.run("document.documentElement.scrollWidth") <= 375
        assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        page.call("Emulation.setEmulatedMedia", features=dark)
        assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(27, 24, 22)"


@pytest.mark.browser
def test_it_prints_on_white_paper(elbow: Path, tmp_path: Path) -> None:
    with opened(elbow, tmp_path) as page:
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        page.call("Emulation.setEmulatedMedia", media="print", features=dark)
        assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.call("Emulation.setEmulatedMedia", media="")
        paper = b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
