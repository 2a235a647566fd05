from __future__ import annotations

import os
import stat
from base64 import b64decode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from typer.testing import CliRunner

import bodymap
from bodymap import describe
from bodymap.cli import app
from bodymap.formats import kinds
from tests import manikin


@pytest.fixture(autouse=True)
def _manikin(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path_factory.mktemp("library"), monkeypatch)
    yield
    manikin.forget()


def render(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["render", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stderr


# --- what stands in the file ----------------------------------------------------------------------------------------------


def test_a_png_carries_size_dpi_title_and_description(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    assert render("yoke-ache", "-o", str(path), "--size", "a5", "--dpi", "100") == (0, "")
    with Image.open(path) as picture:
        picture.load()
        assert picture.size == (583, 827)
        assert picture.mode == "RGB"
        assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.05)
        assert set(picture.info) == {"dpi", "Title", "Comment", "Description"}, "no clock, no program, no machine"
        assert picture.info["Title"] == "Yoke ache"
        assert "Yoke muscle" in picture.info["Description"]


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    for path in (first, second):
        bodymap.render("yoke-ache", size="480x270").save(path)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_written_the_same_each_time(kind: str, tmp_path: Path) -> None:
    picture = bodymap.render("forearm-ache", side="right", size="320x180")
    once = picture.save(tmp_path / f"a.{kind}").read_bytes()
    assert once == picture.save(tmp_path / f"b.{kind}").read_bytes()
    magic = {"png": b"\x89PNG", "jpg": b"\xff\xd8\xff", "webp": b"RIFF", "svg": b"<?xml", "pdf": b"%PDF"}
    assert once.startswith(magic[kind])
    assert b"matplotlib" not in once.lower()


def test_a_transparent_png_has_alpha(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    assert render("yoke-ache", "-o", str(path), "--size", "320x180", "--transparent") == (0, "")
    with Image.open(path) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_file_gets_the_rights_that_new_files_have(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    path = bodymap.render("front-only", size="64x64").save(tmp_path / "x.png")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


class OneImage(HTMLParser):
    """Reads the attributes of the one image of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, self.attributes) == ("img", {})
        self.attributes = dict(attrs)


def test_a_picture_shows_itself_in_a_notebook_with_its_alt_text() -> None:
    condition = msgspec.structs.replace(bodymap.condition("front-only"), name='A "<b>" & c')
    picture = bodymap.render(condition, size="64x64")
    shown = picture._repr_mimebundle_()
    assert b64decode(shown["image/png"]).startswith(b"\x89PNG")
    shown_image = OneImage(shown["text/html"])
    assert shown_image.attributes["alt"] == picture.alt
    assert picture.alt.startswith('A "<b>" & c: ')
    assert shown_image.attributes["src"] == f"data:image/png;base64,{shown['image/png']}"
    assert shown["text/plain"] == repr(picture)


def test_the_repr_of_a_picture_is_one_line() -> None:
    picture = bodymap.render("yoke-ache", side="left", size="a4", orientation="landscape")
    assert repr(picture) == "<bodymap picture: Yoke ache, left side, 2339 x 1654>"


# --- bad input: exit code 2, one line, no file -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["yoke-ach"], "bodymap: unknown condition 'yoke-ach'; did you mean 'yoke-ache'?"),
        (["yoke-ache", "--body", "neutrl"], "bodymap: --body: unknown body 'neutrl'; did you mean 'neutral-adult'?"),
        (["yoke-ache", "--view", "posteror"], "bodymap: --view: unknown view 'posteror'; did you mean 'posterior'?"),
        (["yoke-ache", "--side", "lft"], "bodymap: --side: unknown side 'lft'; did you mean 'left'?"),
        (
            ["yoke-ache", "--size", "0x100"],
            "bodymap: --size: size '0x100' is not possible; each side may be 64 to 20000 pixels",
        ),
        (["yoke-ache", "--size", "100000x100000"], "bodymap: --size: size '100000x100000' is not possible"),
        (["yoke-ache", "--size", "-5x5"], "bodymap: --size: unknown size '-5x5'"),
        (["yoke-ache", "--dpi", "-1"], "bodymap: --dpi: a resolution of -1 dpi is not possible; use 10 to 2400"),
        (["yoke-ache", "--dpi", "nan"], "bodymap: --dpi: a resolution of nan dpi is not possible; use 10 to 2400"),
        (["yoke-ache", "--labels", "loud"], "bodymap: --labels: unknown kind of labels 'loud'"),
    ],
)
def test_a_bad_value_is_named_with_the_nearest_right_one(arguments: list[str], line: str, tmp_path: Path) -> None:
    code, err = render(*arguments, "-o", str(tmp_path / "x.png"))
    assert code == 2
    assert err.startswith(line)
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "x.png"
    assert render("yoke-ache", "-o", str(target)) == (2, f"bodymap: {target.parent}: no such folder\n")


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    target.mkdir()
    assert render("yoke-ache", "-o", str(target)) == (2, f"bodymap: {target}: is a folder; name a file in it\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert render("yoke-ache", "-o", str(tmp_path / "x.png")) == (2, f"bodymap: {tmp_path}: can't be written to\n")


def test_a_kind_that_is_not_known(tmp_path: Path) -> None:
    code, err = render("yoke-ache", "-o", str(tmp_path / "x.gif"))
    assert (code, "unknown kind of picture '.gif'; it may be .png, .jpg, .webp, .svg or .pdf" in err) == (2, True)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.png"
    target.write_bytes(b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    code, err = render("front-only", "-o", str(target), "--size", "64x64")
    assert (code, err) == (2, f"bodymap: {target}: no space left on device\n")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


# --- in words ---------------------------------------------------------------------------------------------------------------


def test_alt_text_says_what_where_and_which_side() -> None:
    scene = bodymap.render("yoke-ache", side="right").scene
    assert describe.alt(scene) == (
        "Yoke ache: a body seen from the back. On the right side, yoke muscle is coloured as the main part."
    )


def test_the_long_description_tells_all_that_is_on_the_picture() -> None:
    text = describe.long(bodymap.render("yoke-ache").scene)
    assert text == (
        "Yoke ache. A short summary of what hurts, in one plain sentence. A figure shows a part of the body from the "
        "back, with the patient's right on the right of the picture. Main muscle on both sides: Yoke muscle. Often "
        "involved on both sides: Strap muscle (under another muscle). An X marks two common trigger points, "
        "in Yoke muscle. Dots show where pain from Yoke muscle is commonly felt."
    )
