"""What is fuzzed: each target takes bytes from anyone; what it lets through is a fault of bodymap.

A target may raise nothing: a `BodymapError` in one printable line is the right answer to a bad file, and every other
error is a find. Seeds are files of our own. What once was a find lies in `found/<target>/` and is tried in every run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from bodymap import scene
from bodymap.authoring import check
from bodymap.batch import rows
from bodymap.body import packed, plates, svg
from bodymap.body.plate import Plate
from bodymap.cli import app
from bodymap.cli.commands import COMMANDS as ENTRIES
from bodymap.errors import BodymapError
from bodymap.export import image
from bodymap.export.handout import clinic
from bodymap.files import tables
from bodymap.files.disk import assets
from bodymap.knowledge import anatomy, areas, condition_files, conditions
from bodymap.style import theme, theme_files

HERE = Path(__file__).parent
FOUND = HERE / "found"

WORDS_MOST = 30
"""So many words of a command line are tried."""


@dataclass(frozen=True)
class Target:
    """`run` takes the bytes; `seeds` are the inputs that mutation starts from; `tokens` what it may put in."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...]

    def found(self, name: str) -> list[Path]:
        """What once went wrong."""
        return sorted(path for path in (FOUND / name).glob("*") if path.is_file())


@contextmanager
def refusal() -> Iterator[None]:
    """Let a clear refusal pass, and hold it to its form: one line that no terminal takes for a command."""
    try:
        yield
    except BodymapError as error:
        line = str(error)
        assert line, "the refusal says nothing"
        assert line.isprintable(), f"not one plain line: {line!r}"


_FOLDER = Path(tempfile.mkdtemp(prefix="bodymap-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108


def forget() -> None:
    """Remove what the targets wrote."""
    shutil.rmtree(_FOLDER, ignore_errors=True)


def _file(name: str, data: bytes) -> Path:
    path = _FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def condition(data: bytes) -> None:
    """A condition from anyone, planned where it is whole."""
    path = _file("own.yaml", data)
    with refusal():
        scene.plan(condition_files.load_file(path))


def look(data: bytes) -> None:
    """A theme from anyone, and whether it can be read."""
    path = _file("theme.yaml", data)
    with refusal():
        list(check.faults(path))
        theme_files.named(str(path))


def muscles(data: bytes) -> None:
    """A file of the atlas."""
    shutil.copyfile(assets() / "sources.yaml", _file("atlas/sources.yaml", b""))
    path = _file("atlas/muscles/own.yaml", data)
    with refusal():
        anatomy.load(path.parents[1])


def area(data: bytes) -> None:
    """A file of areas."""
    path = _file("areas.yaml", data)
    with refusal():
        areas.load(path, anatomy.atlas())


def practice(data: bytes) -> None:
    """A clinic's file."""
    path = _file("clinic.toml", data)
    with refusal():
        clinic.load(path)


def plate(data: bytes) -> None:
    """A plate from anyone; a whole one comes back from its compiled form."""
    with refusal():
        whole = svg.parse(data, label="own.svg")
        assert packed.unpack(packed.pack(whole)).box == whole.box
    list(check.faults(_file("own.svg", data)))


def compiled(data: bytes) -> None:
    """A compiled plate that something has gnawed at: never more than no plate."""
    found = plates._unpacked(memoryview(data))
    assert found is None or isinstance(found, Plate)


def command(data: bytes) -> None:
    """A command line, a word a line. Slashes are taken out: nothing is written but in a folder of our own."""
    words = [os.fsdecode(word) for word in data.replace(b"/", b"-").replace(b"\0", b"").split(b"\n")][:WORDS_MOST]
    if words[0] in _SLOW:
        words = [word for word in words if not word.endswith(_DRAWN)]
    place = _FOLDER / "cli"
    place.mkdir(parents=True, exist_ok=True)
    before = Path.cwd()
    os.chdir(place)
    try:
        result = CliRunner().invoke(app, words, catch_exceptions=False)
    finally:
        os.chdir(before)
        shutil.rmtree(place, ignore_errors=True)
    assert result.exit_code in (0, 1, 2), result.exit_code
    if result.exit_code:
        assert all(line.isprintable() for line in result.stderr.splitlines()), result.stderr
        assert result.stderr or words[0] in ("check", "atlas"), "it fails without a word"


def jobs(data: bytes) -> None:
    """A table of many pictures, its first byte saying as what it is read: its rows are read, and none is made."""
    kinds = ("csv", "yaml", "jsonl")
    if not data:
        return
    with refusal():
        table = tables.parse(data[1:], kinds[data[0] % len(kinds)], "own")
        _, faults, _ = rows.of_table(table, {})
        assert all(str(fault).isprintable() for fault in (*table.faults, *faults))


_SLOW = ("handout", "slides", "card", "batch")
_DRAWN = (".pdf", ".pptx", ".html", ".typ")
"""What takes a second or more to make is asked for without a file to make; that it is refused is tried."""


@contextmanager
def undrawn() -> Iterator[None]:
    """Pictures are planned and not drawn: drawing takes a second, and takes nothing from the command line but the plan."""
    encode = image.encode
    image.encode = lambda scene, kind, *, text="paths", id_prefix="": b"drawn"
    try:
        yield
    finally:
        image.encode = encode


def _read(pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(assets().glob(pattern)))


def _lines(*commands: str) -> tuple[bytes, ...]:
    return tuple("\n".join(line.split()).encode() for line in commands)


def _tokens(*words: object) -> tuple[bytes, ...]:
    return tuple(str(word).encode() for word in words)


def _fields(*records: type) -> Sequence[str]:
    return sorted({f"{name}: " for record in records for name in record.__struct_fields__})  # type: ignore[attr-defined]


HOSTILE = _tokens(
    ".nan", "-.inf", "1e999", "-0", "9" * 400, "0x7fffffffffffffff", "1_0", "0o17", "190:20:30", "2001-01-01", "null",
    "~", "yes", "!!python/name:os.system", "&a", "*a", "<<: ", "? ", "--- ", "%YAML 9.9", "[", "]", "{", "}", "'", '"',
    "|", ">", "- ", ": ", "#", "\t", "\u202e", "\u0000", "\ufeff", "\U0001f9b4", "\u2028", "\x1b[31m", "\u0301" * 50,
    "Müßig", "שרירים", "x" * 700, "../" * 10, "\r\n", "\x85",
)  # fmt: skip

COMMANDS = _lines(
    "render tennis-elbow -o x.png --side right --view posterior --size a4 --dpi 100",
    "render tennis-elbow -o x.svg --text text --layers none,points --labels numbers --theme dark --skin 3",
    "render --muscle infraspinatus=0.8 --muscle deltoid:secondary --pain low-back --title Mine -o x.pdf",
    "render guarding-after-injury --region neck -o - --format webp --transparent --no-points --landscape",
    "render tennis-elbow --body female-adult --plates . --conditions . --alt sidecar -o x.jpg --size 800x600",
    "describe tennis-elbow --side both --json",
    "find low-back --side left --top 3 --json",
    "find posterior 100,300 --radius 20",
    "handout tennis-elbow --side left --clinic clinic.toml --name Name --colour #112233 --paper letter --large",
    "slides tennis-elbow --build --editable --template x.pptx --layout Title",
    "card tennis-elbow --side right",
    "list conditions --json",
    "list muscles",
    "show tennis-elbow --json",
    "search elbow",
    "new my-elbow --in sub",
    "check own.yaml own.svg clinic.toml --json",
    "schema condition",
    "atlas check",
    "--version",
    "--help",
)

YAML = (*HOSTILE, *_tokens("primary", "secondary", "ask", "both", "midline", "deltoid", "low-back"))

TARGETS = {
    "condition": Target(
        condition, _read("conditions/*.yaml")[::8], (*YAML, *_tokens(*_fields(conditions.Condition, conditions.MuscleRole)))
    ),
    "theme": Target(
        look, _read("themes/*.yaml"), (*HOSTILE, *_tokens(*_fields(theme.Theme, theme.MuscleStyle), "'#ffffff'", "own"))
    ),
    "muscles": Target(
        muscles, _read("muscles/chest.yaml"), (*YAML, *_tokens(*_fields(anatomy.Muscle, anatomy.Referral)))
    ),
    "areas": Target(area, _read("areas.yaml"), (*YAML, *_tokens(*_fields(areas.Area, areas.AreaSet, areas.Site)))),
    "clinic": Target(
        practice,
        (
            b'name = "Praxis"\naddress = ["A", "B"]\nphone = "1"\ncolour = "#1d5b79"\nlogo = "logo.png"\n',
            b'name = """x\ny"""\nemail = "a@b"\nweb = "b"\n[x]\ny = 2001-01-01T00:00:00Z\nz = [1, 2.5, nan, inf]\n',
        ),
        (*HOSTILE, *_tokens("name = ", "address = ", "[[a]]", "a.b.c = 1", '"""', "'''", "nan", "-inf", "0b1", "\\u0000")),
    ),
    "jobs": Target(
        jobs,
        (
            b"0condition,side,output\ntennis-elbow,left,a.png\nlow-back-pain;stiff-neck,both,b.pptx\n",
            b"0condition;body\r\n\"a;\"\"b\";female-adult\r\n",
            b"1- {condition: tennis-elbow, side: left, output: a.png}\n- {condition: [a, b], dpi: 100}\n",
            b'2{"condition": "tennis-elbow", "side": "left"}\n{"muscle": ["deltoid=0.5"], "dpi": 1e2}\n',
        ),
        (*HOSTILE, *_tokens("condition", "muscle", "output", "size", "dpi", "\ufeff", ";", ",", "\t", '""', "\\u0000", "\\ud800")),
    ),
    "plate": Target(
        plate,
        ((HERE.parent / "data" / "small.svg").read_bytes(),),
        (
            *HOSTILE,
            *_tokens(
                "<g id='muscles'>", "<path d='M0 0L1 1Z' ", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "&a;", "&#0;", "<![CDATA[",
                "]]>", "A1 1 0 0 0 1 1", "A0 0 0 0 0 0 0", "Q1 1 2 2", "T1 1", "S1 1 2 2", "h1e308", "v-1e308", "1e-320",
                "data-side='left'", "data-layer='deep'", "viewBox='0 0 1 1'", "transform='scale(0)'",
                "data:image/png;base64,", "data:image/jpeg;base64,", "<?xml version='1.1' encoding='utf-7'?>",
            ),
        ),
    ),
    "compiled": Target(
        compiled,
        (packed.pack(svg.parse((HERE.parent / "data" / "small.svg").read_bytes(), label="small.svg")),),
        (b"\xdf\xff\xff\xff\xff", b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xc9\x00\x00\x00\x01\x7f", b"\x00" * 9),
    ),
    "command": Target(
        command,
        COMMANDS,
        (*HOSTILE, *_tokens(*(row.name for row in ENTRIES), "--", "-o", "--size", "1e9x1e9", "999999x999999", "nan", "inf", "-1")),
    ),
}  # fmt: skip
