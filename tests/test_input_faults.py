"""Faults that reviewers found in what comes from users, each by its kind. docs/robustness.md has the table."""

from __future__ import annotations

import io
import os
import stat
import sys
import threading
import zipfile
from pathlib import Path
from xml.etree.ElementTree import fromstring

import matplotlib as mpl
import numpy as np
import pypdf
import pytest
from PIL import Image
from typer.testing import CliRunner

import bodymap
from bodymap.cli import app
from bodymap.errors import BodymapError, unreadable
from bodymap.export.handout import sandbox
from bodymap.files import tables
from bodymap.files.disk import write
from bodymap.scene import plan
from bodymap.style import fonts, logos
from bodymap.style.text import wrap

SPARE = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
"""A font with letters that Inter lacks, such as Armenian."""

ARMENIAN = "Ցավ"

OWN = """\
id: own
name: Sore calf
group: own
summary: It hurts.
muscles: [{muscle: soleus, role: primary}]
"""


def call(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def failure(*arguments: str | Path) -> str:
    code, _, said = call(*arguments)
    assert code == 2, said
    assert said.count("\n") == 1, said
    return said.removeprefix("bodymap: ").removesuffix("\n")


# --- F01: text stays as it was written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["0012345", "3.10", "12:30", "1_000", "0x1F", "1e3", "NO", "on", ".inf", "190:20:30", "2024-01-02", "true"],
)
def test_a_text_of_a_yaml_table_stays_as_it_was_written(written: str) -> None:
    table = tables.parse(f"- {{condition: stiff-neck, patient: {written}}}\n".encode(), "yaml", "x.yaml")
    assert table.rows[0].values["patient"] == written


def test_a_yaml_table_still_has_numbers_switches_and_empty_cells(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- {condition: stiff-neck, dpi: 60, landscape: yes, size: null, output: a.png}\n")
    assert call("batch", tmp_path / "x.yaml", "-o", tmp_path / "out")[0] == 0
    with Image.open(tmp_path / "out" / "a.png") as picture:
        assert picture.size == (800, 450)


def test_a_number_in_json_that_may_have_lost_a_digit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"command": "handout", "condition": "stiff-neck", "patient": 3.10}\n')
    code, _, said = call("batch", tmp_path / "x.jsonl", "-o", tmp_path / "out")
    assert code == 2
    assert "x.jsonl, line 1: patient: 3.1 must be text; write it in quotes" in said


# --- F07: letters that no font has ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["腰痛", "כאב", "ألم", "Neck 💪", ARMENIAN])
def test_letters_that_no_font_has_are_told_before_any_work(tmp_path: Path, text: str) -> None:
    missing = [letter for letter in text if letter not in fonts.letters(fonts.path("regular"))]
    message = failure("render", "--muscle", "soleus", "--title", text, "-o", tmp_path / "x.png")
    assert message.startswith(f"{text!r}: no available font has {missing[0]}")
    assert message.endswith("name one under `fonts: fallback` of a theme")
    message = failure("handout", "stiff-neck", "--patient", text, "-o", tmp_path / "x.pdf")
    assert message.startswith(f"--patient: {text!r}: no available font has ")
    assert not list(tmp_path.iterdir())


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    (tmp_path / "spare.ttf").write_bytes(SPARE.read_bytes())
    path = tmp_path / "practice.yaml"
    path.write_text("name: practice\nlike: clinic\nfonts: {fallback: [spare.ttf]}\n")
    return path


def test_a_fallback_font_sets_the_lines_that_need_it_and_no_others(practice: Path, tmp_path: Path) -> None:
    assert not bodymap.check(practice)
    texts, faces = [], []
    for title in (ARMENIAN, "Calf"):
        path = bodymap.render(chart(title), theme=str(practice)).save(tmp_path / "x.pdf")
        page = pypdf.PdfReader(path).pages[0]
        texts.append(page.extract_text())
        faces.append(str([font.get_object() for font in page["/Resources"]["/Font"].get_object().values()]))  # type: ignore[index]
    assert ARMENIAN in texts[0]
    assert "DejaVuSans" in faces[0]
    assert "DejaVuSans" not in faces[1]


def test_a_fallback_font_is_used_in_a_handout_too(practice: Path, tmp_path: Path) -> None:
    assert call("handout", "stiff-neck", "--patient", ARMENIAN, "--theme", practice, "-o", tmp_path / "x.pdf")[0] == 0
    assert ARMENIAN in "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages)


def test_our_own_fonts_have_all_common_letters() -> None:
    common = {letter for letter in fonts.SURE if letter.isprintable()}
    for weight in fonts.FILES:
        assert common <= fonts.letters(fonts.path(weight)) | {"\xa0"}, weight


def chart(title: str) -> dict[str, object]:
    return {
        "id": "own", "name": title, "group": "own", "summary": "It hurts.",
        "muscles": [{"muscle": "soleus", "role": "primary"}],
    }  # fmt: skip


# --- F08: control characters, by one rule at every entrance ----------------------------------------------------------

CONTROLS = [
    "\x00",
    "\x01",
    "\x07",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9b",
    "\u2028",
    "\u2029",
    "\u200b",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufffe",
    "\uffff",
]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_a_control_character_is_refused_wherever_text_enters(tmp_path: Path, control: str) -> None:
    text = f"a{control}b"
    assert unreadable(text)
    own = tmp_path / "own.yaml"
    own.write_text(OWN.replace("Sore calf", f'"a\\u{ord(control):04x}b"'))
    (fault, *_) = bodymap.check(own)
    assert "name: " in str(fault)
    assert str(fault).isprintable()
    for call_it in (
        lambda: bodymap.plan(chart(text)),
        lambda: bodymap.render("tennis-elbow", id_prefix=text),
        lambda: bodymap.search(f"knee {text}"),
        lambda: bodymap.find(f"knee {text}"),
        lambda: bodymap.handout("tennis-elbow", patient=text),
        lambda: bodymap.slides("tennis-elbow", title=text),
        lambda: bodymap.handout("tennis-elbow", clinic=bodymap.Clinic(name=text)).data,
    ):
        with pytest.raises(BodymapError) as caught:
            call_it()
        assert str(caught.value).isprintable()
    if control != "\x00":  # no command line can hold it
        said = failure("render", "--muscle", "soleus", "--title", text, "-o", tmp_path / "x.svg")
        assert said.startswith("--title: ")
    (tmp_path / "clinic.toml").write_text(f'name = "a\\u{ord(control):04x}b"\n')
    assert "name: " in failure("handout", "stiff-neck", "--clinic", tmp_path / "clinic.toml", "-o", tmp_path / "x.pdf")


def test_a_record_made_in_python_is_checked_too() -> None:
    condition = bodymap.condition("tennis-elbow")
    import msgspec

    with pytest.raises(BodymapError, match=r"holds the control character U\+0007; leave it out$"):
        bodymap.plan(msgspec.structs.replace(condition, summary="a\x07b"))


def test_text_of_any_script_and_its_marks_are_no_control_characters() -> None:
    for text in ("Prüfung", "ألم\u200f", "a\u00a0b", "e\u0301", "👩\u200d⚕", "soft\u00adhyphen"):
        assert unreadable(text) == ""


def test_an_svg_of_odd_but_allowed_text_is_well_formed(tmp_path: Path) -> None:
    path = bodymap.render(chart("a & <b> \"c\" 'd' ]]> \u00a0é")).save(tmp_path / "x.svg")
    fromstring(path.read_bytes())


# --- F09: terminal escapes ------------------------------------------------------------------------------------------


def test_nothing_printed_steers_a_terminal(tmp_path: Path) -> None:
    name = "own\x1b]0;pwned\x07"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "e.yaml").write_text(OWN.replace("id: own", "id: e"))
    (folder / "bad.yaml").write_text(OWN.replace("soleus", r'"x \e[2J y"').replace("id: own", "id: bad"))
    for arguments in (
        ("check", folder / "bad.yaml"),
        ("show", folder / "e.yaml"),
        ("describe", folder / "e.yaml"),
        ("search", "\x1b[31mred"),
        ("find", "\x1b[31mred"),
        ("render", "\x1b[31mred", "-o", tmp_path / "x.png"),
        ("list", "\x1b[31mred"),
        ("render", "--theme", "\x1b[31mred", "tennis-elbow", "-o", tmp_path / "x.png"),
        ("batch", folder / "none.csv", "-o", tmp_path / "out"),
    ):
        _, out, said = call(*arguments)
        for line in (out + said).split("\n"):
            assert not any(ord(letter) < 32 or ord(letter) == 127 for letter in line), (arguments, line)


# --- F12: long words ------------------------------------------------------------------------------------------------


def measure(text: str, weight: str, size: float) -> float:
    return len(text) * size


def test_a_long_word_is_broken_with_hyphens() -> None:
    lines = wrap("aaaa " + "b" * 33, 100, "regular", 10, measure)
    assert all(len(line) <= 10 for line in lines)
    assert "".join(line.removesuffix("-") for line in lines) == "aaaa" + "b" * 33
    assert wrap("one-two-three-four", 90, "regular", 10, measure)[0] == "one-two-"


def test_a_word_that_fits_is_never_broken_to_balance_lines() -> None:
    assert wrap("a bbbbbbbbbb", 100, "regular", 10, measure, balance=True) == ("a", "bbbbbbbbbb")


@pytest.mark.parametrize("size", ["slide", "a4", "square", "story", "a5"])
@pytest.mark.parametrize("letters", [33, 60, 120])
def test_a_long_word_stays_on_the_sheet_and_off_the_body(size: str, letters: int) -> None:
    word = ("Halswirbelsaeulensyndrombehandlung" * 4)[:letters]
    scene = plan(chart(word), size=size, side="right")
    assert word in "".join(text.text.removesuffix("-") for text in scene.texts)
    for text in scene.texts:
        right = text.x + fonts.measure(text.text, text.weight, text.size)
        assert right <= scene.sheet.width, text.text
        for figure in scene.figures:
            left, low, beyond, high = figure.place
            over = text.x < beyond and right > left and low < text.y < high
            assert not over or right <= left + 1 or text.y > high, text.text


# --- F13: two values for one thing ----------------------------------------------------------------------------------


def test_a_cell_without_a_column_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("condition,,side\nstiff-neck,oops,left\n")
    said = call("batch", tmp_path / "x.csv", "-o", tmp_path / "out")[2]
    assert "x.csv, line 2: 'oops' is in a column without a name" in said


def test_a_muscle_or_a_column_given_twice_is_told(tmp_path: Path) -> None:
    assert "twice" in failure("render", "--muscle", "soleus=0.2", "--muscle", "soleus=0.9", "-o", tmp_path / "x.png")
    (tmp_path / "x.yaml").write_text("- {condition: stiff-neck, size: a4, Size: a5}\n")
    assert "size: comes twice" in call("batch", tmp_path / "x.yaml", "-o", tmp_path / "out")[2]


# --- F15: what a kind of file can't hold ------------------------------------------------------------------------------


def test_a_picture_too_large_for_its_kind_is_told_before_the_work(tmp_path: Path) -> None:
    said = failure("render", "stiff-neck", "--size", "17000x400", "--dpi", "72", "-o", tmp_path / "x.webp")
    assert said == (
        "a WebP picture may be 16383 pixels wide and tall, not 17000 x 400; take a smaller size or a lower dpi"
    )


# --- F16: what check accepts, the work can do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "font", "reason"),
    [
        ("fonts: {regular: x.ttf}", SPARE.read_bytes()[:60_000], "is not a complete font"),
        ("fonts: {regular: x.ttf}", b"wOFF" + SPARE.read_bytes()[4:], "is not a TrueType or OpenType font"),
        ("fonts: {fallback: [x.ttf]}", b"", "is not a TrueType or OpenType font"),
        ("fonts: {italic: none.ttf}", b"", "no such file"),
        ("ranks: []", b"", "ranks: must hold at least one style"),
        ("type: {title: 72, least: 72}", b"", "type.least: 72 is larger than foot, 8; no text can be smaller than this"),
    ],
)  # fmt: skip
def test_check_refuses_a_theme_that_no_picture_could_use(tmp_path: Path, field: str, font: bytes, reason: str) -> None:
    (tmp_path / "x.ttf").write_bytes(font)
    path = tmp_path / "practice.yaml"
    path.write_text(f"name: practice\nlike: clinic\n{field}\n")
    (fault,) = bodymap.check(path)
    assert reason in str(fault)
    assert reason in failure("render", "stiff-neck", "--theme", path, "-o", tmp_path / "x.png")


# --- F17, F18, F24: logos ---------------------------------------------------------------------------------------------


def saved(picture: Image.Image, kind: str, **settings: object) -> bytes:
    raw = io.BytesIO()
    picture.save(raw, kind, **settings)
    return raw.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_logo_is_upright_whatever_the_camera_wrote(tmp_path: Path, kind: str, turned: int) -> None:
    upright = Image.new("RGB", (80, 40), "white")
    upright.paste("red", (0, 0, 40, 20))
    angle = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    stored = upright.transpose(angle[turned]) if angle[turned] is not None else upright
    exif = Image.Exif()
    exif[0x0112] = turned
    path = tmp_path / "logo"
    path.write_bytes(saved(stored, kind, exif=exif))
    found = np.asarray(logos.pixels(path).convert("RGB")).astype(int)
    assert found.shape == (40, 80, 3)
    assert abs(found[10, 20] - [255, 0, 0]).max() < 40
    assert abs(found[30, 60] - 255).max() < 40


def test_a_logo_with_16_bits_of_grey_keeps_its_greys(tmp_path: Path) -> None:
    path = tmp_path / "g16.png"
    path.write_bytes(saved(Image.fromarray(np.array([[0, 32768, 65535]], dtype=np.uint16)), "PNG"))
    assert np.asarray(logos.pixels(path))[0, :, 0].tolist() == [0, 128, 255]


def test_a_wide_logo_is_accepted_and_a_bomb_is_told(tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(saved(Image.new("L", (9000, 30)), "PNG"))
    assert logos.pixels(tmp_path / "wide.png").size == (9000, 30)
    (tmp_path / "bomb.png").write_bytes(saved(Image.new("1", (13000, 13000)), "PNG"))
    said = failure("handout", "stiff-neck", "--logo", tmp_path / "bomb.png", "-o", tmp_path / "x.pdf")
    assert said.endswith("bomb.png: has 13000 x 13000 pixels; a logo has at most 100 million")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="8" viewBox="0 0 20 8"><rect width="10" height="4"/></svg>'


@pytest.mark.parametrize(
    "before",
    [
        b"", b"\xef\xbb\xbf", b"<!-- Generator: Sketch -->\n", b'<?xml version="1.0"?>\n<!-- a -->\n<!-- b -->',
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n\n<!DOCTYPE svg>\n',
    ],
)  # fmt: skip
def test_an_svg_logo_may_begin_as_svg_may(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "logo.svg"
    path.write_bytes(before + SVG)
    assert logos.kind_of(before + SVG) == "svg"
    assert call("handout", "stiff-neck", "--logo", path, "-o", tmp_path / "x.pdf")[0] == 0


@pytest.mark.parametrize("raw", [b"", b"<html><svg></svg></html>", b"GIF89a", b"<!-- svg -->", b"\x89PNG\r\n\x1a\n123"])
def test_what_is_no_logo_is_told_with_the_users_own_file(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(raw)
    said = failure("handout", "stiff-neck", "--logo", path, "-o", tmp_path / "x.pdf")
    assert said.startswith(f"{path}: is not a")


def test_a_clinic_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "Mill Lane"\n')
    assert call("handout", "stiff-neck", "--clinic", path, "-o", tmp_path / "x.pdf")[0] == 0


# --- F19: too deep, too large, closed -------------------------------------------------------------------------------


def test_a_deep_clinic_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_text("a=" + "[" * 50_000)
    said = failure("handout", "stiff-neck", "--clinic", path, "-o", tmp_path / "x.pdf")
    assert said == f"{path}: is not valid TOML: nested too deep"


def test_a_deep_manifest_is_as_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text('{"rows": ' + "[" * 100_000)
    (tmp_path / "x.csv").write_text("condition,dpi\nstiff-neck,40\n")
    assert call("batch", tmp_path / "x.csv", "-o", out, "--resume")[0] == 0


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BodymapError, match=r"^standard input is closed$"):
        tables.read(Path("-"), "csv")


# --- F20: files that exist --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_permissions_when_it_is_written_again(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")
    path.chmod(mode)
    write(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


def test_through_a_link_the_file_that_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "x.pdf", tmp_path / "link.pdf"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    target.unlink()
    write(link, b"again")
    assert target.read_bytes() == b"again"


def test_a_named_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "x.png"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    data = bytes(range(256)) * 2000
    write(pipe, data)
    reader.join(20)
    assert read == [data]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


# --- F21: what a template may reach -----------------------------------------------------------------------------------


def test_a_template_does_not_see_the_clock(tmp_path: Path) -> None:
    (tmp_path / "t.typ").write_text('#set document(title: "x", date: datetime.today())\n#datetime.today().display()\n')
    assert call("handout", "stiff-neck", "--template", tmp_path / "t.typ", "-o", tmp_path / "x.pdf")[0] == 0
    assert "1970-01-01" in pypdf.PdfReader(tmp_path / "x.pdf").pages[0].extract_text()


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.2.0": canvas',
        '#include "@preview/cetz:0.2.0"',
        '#{\n  import "@preview/cetz:0.2.0": *\n}',
        '#let p = "@pre" + "view/cetz:0.2.0"\n#import p: canvas',
        '#import ("@preview/" + "cetz:0.2.0"): *',
        '#eval("import \\"@pre\\" + \\"view\\"")',
        '/* a */ #import /* b */ "@local/x:1.0.0"',
        '#import "\\u{40}preview/cetz:0.2.0"',
    ],
)
def test_a_template_loads_nothing_from_the_network(tmp_path: Path, source: str) -> None:
    (tmp_path / "t.typ").write_text(f"a\n{source}\n")
    with pytest.raises(BodymapError, match=r"t\.typ, line \d"):
        sandbox.check(tmp_path / "t.typ")
    (tmp_path / "main.typ").write_text('#import "t.typ": *\n')
    with pytest.raises(BodymapError, match=r"t\.typ, line \d"):
        sandbox.check(tmp_path / "main.typ")


@pytest.mark.parametrize(
    "source",
    [
        '#import "other.typ": a, b', '// #import "@preview/x:1.0.0"', "Exercises include stretching.",
        'mail us at a@b.example and "@home"', '#image("logo.svg")', "#let important = 1",
    ],
)  # fmt: skip
def test_a_usual_template_is_allowed(tmp_path: Path, source: str) -> None:
    (tmp_path / "other.typ").write_text("#let a = 1\n#let b = 2\n")
    (tmp_path / "t.typ").write_text(f"{source}\n")
    sandbox.check(tmp_path / "t.typ")


def test_our_own_template_is_allowed() -> None:
    from bodymap.export.handout.handout import own_template

    sandbox.check(own_template())


def test_a_template_reads_nothing_through_a_link_that_leads_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "inside.txt").write_text("INSIDE")
    (folder / "t.typ").write_text('#set document(title: "x")\n#read("inside.txt")\n')
    assert call("handout", "stiff-neck", "--template", folder / "t.typ", "-o", tmp_path / "x.pdf")[0] == 0
    assert "INSIDE" in pypdf.PdfReader(tmp_path / "x.pdf").pages[0].extract_text()
    (folder / "t.typ").write_text('#set document(title: "x")\n#read("link.txt")\n')
    assert "t.typ, line 2: file not found" in failure(
        "handout", "stiff-neck", "--template", folder / "t.typ", "-o", tmp_path / "y.pdf"
    )


# --- F22: plates that hide or move their parts --------------------------------------------------------------------------

PLATE = (Path(__file__).parent / "data" / "small.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ('style="display:none"', "is hidden; show it, or delete it"),
        ('display="none"', "is hidden; show it, or delete it"),
        ('visibility="hidden"', "is hidden; show it, or delete it"),
        ('style="fill:red; Display : NONE"', "is hidden; show it, or delete it"),
        ('style="transform:translate(300px,0)"', "style: transform: a plate is drawn in place; apply it first"),
        ('style="rotate: 5deg"', "style: rotate: a plate is drawn in place; apply it first"),
        ('style="clip-path:url(#a)"', "style: clip-path: a plate is drawn in place; apply it first"),
        ('transform="translate(3)"', "transform: a plate is drawn in place; apply the transform first"),
    ],
)
def test_a_hidden_or_moved_part_of_a_plate_is_refused_by_name(tmp_path: Path, attribute: str, message: str) -> None:
    path = tmp_path / "anterior.svg"
    path.write_text(PLATE.replace('<g id="muscles"', f'<g id="muscles" {attribute}', 1))
    assert [str(fault) for fault in bodymap.check(path)] == [f"{path}: muscles: {message}"] or message in str(
        bodymap.check(path)[0]
    )


@pytest.mark.parametrize(
    "inside", ["<style>#muscles{display:none}</style>", "<style>path { transform: scale(2) }</style>", "<svg/>"]
)
def test_a_style_sheet_that_moves_parts_or_a_drawing_in_a_drawing_is_refused(tmp_path: Path, inside: str) -> None:
    path = tmp_path / "anterior.svg"
    path.write_text(PLATE.replace('<g id="muscles"', f'{inside}<g id="muscles"', 1))
    assert len(bodymap.check(path)) == 1


def test_a_plate_may_have_colours_and_visible_layers(tmp_path: Path) -> None:
    path = tmp_path / "anterior.svg"
    given = 'style="display:inline;fill:#d22;stroke-width:2" visibility="visible"'
    path.write_text(PLATE.replace('<g id="muscles"', f'<g id="muscles" {given}', 1))
    assert not bodymap.check(path)


@pytest.mark.parametrize(
    "data", ["M0 0L9 0e L9 9Z", "M0 0L9 0 9 1e Z", "M0 0 L--3 4Z", "M0 0L1.2.3e+ 4Z", "M" + "1" * 5000 + "x"]
)
def test_junk_in_a_path_is_refused(tmp_path: Path, data: str) -> None:
    import re

    path = tmp_path / "anterior.svg"
    path.write_text(re.sub(r'(<path id="outline" d=")[^"]*', rf"\g<1>{data}", PLATE, count=1))
    assert any("outline" in str(fault) for fault in bodymap.check(path))


# --- spreadsheets, and a thousand times the same mistake ------------------------------------------------------------------


def xlsx(rows: list[list[object]]) -> bytes:
    """The smallest Excel file with these cells."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        archive.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>'
        ))  # fmt: skip
        archive.writestr("_rels/.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{relations}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ))  # fmt: skip
        archive.writestr("xl/workbook.xml", (
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="Patients" sheetId="1" r:id="a"/>'
            "</sheets></workbook>"
        ))  # fmt: skip
        archive.writestr("xl/_rels/workbook.xml.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{relations}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>'
        ))  # fmt: skip
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    return raw.getvalue()


def test_an_excel_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "patients.xlsx"
    path.write_bytes(
        xlsx([["Condition", "side", "dpi", "No points", "output"], ["stiff-neck", "Right", 40, True, "a.png"]])
    )
    table = tables.read(path)
    assert table.rows[0] == tables.RawRow(
        2, {"condition": "stiff-neck", "side": "Right", "dpi": "40", "no-points": "yes", "output": "a.png"}
    )
    assert call("batch", path, "-o", tmp_path / "out")[0] == 0
    assert (tmp_path / "out" / "a.png").is_file()


def test_an_opendocument_table_is_read() -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    table, text = "urn:oasis:names:tc:opendocument:xmlns:table:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    rows = "".join(
        "<table:table-row>" + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        ) + "</table:table-row>" for row in (("condition", "side"), ("stiff-neck", "left"))
    )  # fmt: skip
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')
        archive.writestr("content.xml", (
            f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>"
        ))  # fmt: skip
    assert tables.parse(raw.getvalue(), "ods", "x.ods").rows[0].values == {"condition": "stiff-neck", "side": "left"}


@pytest.mark.parametrize("raw", [b"", b"no", b"PK\x03\x04" + bytes(400), xlsx([])])
def test_what_is_no_spreadsheet_is_told_in_one_line(raw: bytes) -> None:
    (fault,) = tables.parse(raw, "xlsx", "x.xlsx").faults
    assert str(fault).startswith(("x.xlsx, line 1: is ", "x.xlsx: the file is empty; "))
    assert str(fault).isprintable()


def test_identical_errors_of_a_table_are_one_line_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("condition,side\n" + "stiff-neck,rigth\n" * 500 + "stif-neck,left\nstif-neck,right\n")
    _, _, said = call("batch", path, "-o", tmp_path / "out")
    first, second, last = said.removesuffix("\n").split("\n")
    assert first.startswith(f"bodymap: {path}, line 2 and 499 others: side: unknown ")
    assert second.startswith(f"bodymap: {path}, lines 502 and 503: condition: unknown condition 'stif-neck'")
    assert "502 errors" in last
