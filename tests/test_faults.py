"""A hostile world: no rights, no room, no home, odd names, two at once, a signal. docs/robustness.md lists what is held."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.errors import plain
from bodymap.export import image
from bodymap.files.disk import write

from .faults import RENDER, ROOT, as_anyone, command, run, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tries faults as Linux has them")


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The picture where nothing is wrong."""
    folder = tmp_path_factory.mktemp("well")
    assert run(*RENDER, "-o", "x.png", cwd=folder).returncode == 0
    return (folder / "x.png").read_bytes()


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_folder_without_the_right_to_write_is_said_before_the_work(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o500)
    assert told(run(*RENDER, "-o", "kept/x.png", cwd=tmp_path, before=as_anyone)) == "kept: can't be written to"
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("folder.png", "folder.png: is a folder; name a file in it"),
        (".", ".: is a folder; name a file in it"),
        ("no/such/x.png", "no/such: no such folder"),
        ("file.txt/x.png", "file.txt: no such folder"),
        ("/dev/full", "/dev/full: unknown kind of picture ''; it may be .png, .jpg, .webp, .svg or .pdf"),
        ("x" * 300 + ".png", f"{'x' * 300}.png: file name too long"),
    ],
)
@pytest.mark.parametrize("before", ["", "old.png"])
def test_a_place_that_can_be_none_is_said(tmp_path: Path, output: str, line: str, before: str) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file.txt").touch()
    also = ["-o", before] if before else []
    assert told_in(tmp_path, *RENDER, *also, "-o", output) == line
    assert not (tmp_path / "old.png").exists()


def told_in(folder: Path, *words: str) -> str:
    """As `told`, without a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(image, "encode", lambda *_, **__: b"a picture")
        result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 2, result.stderr
    [said] = result.stderr.splitlines()
    return said.removeprefix("bodymap: ")


@pytest.mark.parametrize("name", ["own.yaml", "own.svg"])
def test_a_file_without_the_right_to_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch(mode=0o000)
    said = told(run("check", name, cwd=tmp_path, before=as_anyone))
    assert said == f"Invalid value for 'files': Path '{name}' is not readable."


def test_the_folder_that_one_works_in_is_gone(tmp_path: Path) -> None:
    code = "import os, runpy, sys; os.rmdir(os.getcwd()); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    line = [sys.executable, "-P", "-c", code, str(ROOT / "cli.py"), *RENDER, "-o", "x.png"]
    (tmp_path / "gone").mkdir()
    result = subprocess.run(line, cwd=tmp_path / "gone", capture_output=True, check=False)
    assert told(result) == "x.png: no such file or directory"


# --- room -----------------------------------------------------------------------------------------------------------


def test_a_disk_that_fills_leaves_the_old_file_and_no_part(tmp_path: Path, picture: bytes) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    (tmp_path / "x.png").write_bytes(b"the old one")
    assert told(run(*RENDER, "-o", "x.png", cwd=tmp_path, before=little)) == "x.png: file too large"
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]
    assert (tmp_path / "x.png").read_bytes() == b"the old one"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [(*RENDER, "-o", "-"), ("list", "muscles")], ids=["picture", "words"])
def test_standard_output_to_a_full_disk(tmp_path: Path, words: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = run(*words, cwd=tmp_path, stdout=full, env={"PYTHONUNBUFFERED": unbuffered})
    assert told(result) == "no space left on device"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_who_reads_the_picture_goes_away(tmp_path: Path, unbuffered: str) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    line = command("render", "tennis-elbow", "--format", "png", "-o", "-")  # more than a pipe holds
    with subprocess.Popen(
        line, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(1) == b"\x89"
        process.stdout.close()
        assert process.wait(60) == 1
        assert process.stderr.read() == b""


def test_standard_output_is_closed(tmp_path: Path) -> None:
    result = run(*RENDER, "-o", "-", cwd=tmp_path, before=lambda: os.close(1), stdout=None)
    assert told(result) == "standard output is closed"


# --- names ----------------------------------------------------------------------------------------------------------

NAMES = {
    "spaces": " a  b ",
    "umlauts": "Müßiggänger",
    "newline": "a\nb",
    "right-to-left": "\u202eתמונה",
    "emoji": "🦴\u200d🔥",
    "quotes": "'\"`$(x)&;|<>*?",
    "dash": "-x",
    "dots": "..x...",
    "long": "x" * 240,
    "escape": "\x1b[31mred",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_goes_into_a_file_of_any_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(image, "encode", lambda *_, **__: b"a picture")
    file = f"{NAMES[name]}.png"
    result = CliRunner().invoke(app, [*RENDER, f"--output={file}"], catch_exceptions=False)
    assert (result.exit_code, result.output) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("name", NAMES)
def test_a_condition_comes_from_a_file_of_any_name_and_what_is_said_of_it_stays_one_line(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path(f"{NAMES[name]}.yaml")
    shutil.copyfile(ROOT / "assets" / "conditions" / "tennis-elbow.yaml", file)
    result = CliRunner().invoke(app, ["describe", "--", str(file)], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    file.write_text("id: 7\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["describe", "--", str(file)], catch_exceptions=False)
    [line] = result.stderr.splitlines()
    assert line.startswith(f"bodymap: {plain(str(file))}, line 1: ")


def test_a_name_that_is_no_text_is_said(tmp_path: Path) -> None:
    result = run(*RENDER, b"-o", b"M\xfcller.png", cwd=tmp_path)
    assert told(result) == r"'M\udcfcller.png' is not text in utf-8, the system's encoding"


def test_a_file_beside_whose_name_is_no_text_stops_no_answer(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "assets" / "conditions" / "tennis-elbow.yaml", os.fsencode(tmp_path / "own-") + b"\xfc.yaml")
    for words in (["list", "conditions"], ["list", "conditions", "--json"], ["search", "elbow"]):
        result = run(*words, "--conditions", ".", cwd=tmp_path)
        assert result.returncode in (0, 2), result.stderr.decode()
        assert b"Traceback" not in result.stderr


# --- surroundings ---------------------------------------------------------------------------------------------------

BARE = ("PATH", "BODYMAP_CACHE", "OPENBLAS_CORETYPE")
"""What of the environment a run without it keeps."""

SURROUNDINGS = {
    "no home": {},
    "an empty home": {"HOME": ""},
    "a home that is not there": {"HOME": "/dev/null/home", "XDG_CACHE_HOME": "/dev/null/cache"},
    "locale C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a locale that is not there": {"LC_ALL": "xx_XX.KOI8-R"},
    "no fonts": {"FONTCONFIG_FILE": "/dev/null", "FONTCONFIG_PATH": "/dev/null", "PATH": "/dev/null"},
    "warnings are errors": {"PYTHONWARNINGS": "error"},
    "no temporary folder of its own": {"TMPDIR": "/dev/null/tmp"},
    "no cache": {"BODYMAP_CACHE": "/dev/null/cache"},
}


def imported_with(module: str, environment: dict[str, str]) -> bool:
    """Whether a module of others can be imported in such surroundings."""
    line = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(line, env=os.environ | environment, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_picture_is_the_same_whatever_surrounds_it(tmp_path: Path, picture: bytes, name: str) -> None:
    if name == "warnings are errors" and not imported_with("matplotlib.figure", SURROUNDINGS[name]):
        pytest.skip("this matplotlib can't be imported so itself, as 3.10 can't beside pyparsing 3.3")
    result = run(*RENDER, "-o", "x.png", cwd=tmp_path, only=BARE, env=SURROUNDINGS[name])
    assert result.returncode == 0, result.stderr.decode()
    assert (tmp_path / "x.png").read_bytes() == picture


@pytest.mark.parametrize(
    "words", [("show", "tennis-elbow"), ("list", "conditions"), ("--help",), ("show", "nonsense–")]
)
def test_words_are_told_in_locale_c(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(*words, cwd=tmp_path, only=BARE, env=SURROUNDINGS["locale C"])
    assert result.returncode == (2 if "nonsense–" in words else 0), result.stderr
    (result.stdout + result.stderr).decode("utf-8")


def test_a_terminal_without_the_letters_gets_their_numbers(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "assets" / "conditions" / "tennis-elbow.yaml", tmp_path / "own.yaml")
    own = (tmp_path / "own.yaml").read_text(encoding="utf-8").replace("name: Tennis elbow", "name: Tennis – elbow 🦴")
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    result = run("show", "own.yaml", cwd=tmp_path, env={"PYTHONIOENCODING": "latin-1"})
    assert (result.returncode, result.stderr) == (0, b"")
    assert rb"Tennis \u2013 elbow \U0001f9b4" in result.stdout


def test_an_installed_program_that_may_write_nowhere(tmp_path: Path, picture: bytes) -> None:
    """Neither into its own folder nor into a cache: it compiles afresh, and says so once."""
    place = tmp_path / "install"
    for part in ("src", "assets"):
        shutil.copytree(ROOT / part, place / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "cli.py", place)
    (tmp_path / "cache").mkdir()
    (tmp_path / "home").mkdir()
    shut = [*place.rglob("*"), place, tmp_path / "cache", tmp_path / "home"]
    for path in shut:
        path.chmod(path.stat().st_mode & ~0o222)
    (tmp_path / "out").mkdir()
    environment = {name: os.environ[name] for name in BARE if name in os.environ}
    environment |= {
        "HOME": str(tmp_path / "home"),
        "BODYMAP_CACHE": str(tmp_path / "cache"),
        "MPLCONFIGDIR": str(tmp_path / "out"),
    }
    line = [sys.executable, str(place / "cli.py"), *RENDER, "-o", "x.png"]
    result = subprocess.run(
        line, cwd=tmp_path / "out", env=environment, preexec_fn=as_anyone, capture_output=True, check=False
    )
    for path in shut:
        path.chmod(path.stat().st_mode | 0o200)
    assert (result.returncode, result.stdout) == (0, b"")
    [line] = result.stderr.decode().splitlines()
    assert line.startswith(f"bodymap: note: nothing can be kept in {tmp_path / 'cache'}")
    assert (tmp_path / "out" / "x.png").read_bytes() == picture
    assert not list(place.rglob("__pycache__"))


# --- at the same time, and cut short --------------------------------------------------------------------------------


def test_two_runs_that_write_one_file_leave_one_whole(tmp_path: Path, picture: bytes) -> None:
    runs = [
        subprocess.Popen(command(*RENDER, "-o", "x.png", "--side", side), cwd=tmp_path) for side in ("left", "right")
    ]
    assert [process.wait(120) for process in runs] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]
    one = (tmp_path / "x.png").read_bytes()
    for side in ("left", "right"):
        assert run(*RENDER, "-o", f"{side}.png", "--side", side, cwd=tmp_path).returncode == 0
    assert one in ((tmp_path / "left.png").read_bytes(), (tmp_path / "right.png").read_bytes())


@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", -signal.SIGTERM), ("SIGKILL", -signal.SIGKILL)]
)
def test_a_signal_in_the_middle_leaves_the_old_file(tmp_path: Path, name: str, code: int) -> None:
    (tmp_path / "x.png").write_bytes(b"the old one")
    program = (
        "import os, signal, sys; from bodymap.cli import app; from bodymap.export import image\n"
        "encode = image.encode_display\n"
        "def struck(*words, **more):\n"
        f"    data = encode(*words, **more); os.kill(os.getpid(), signal.{name}); return data\n"
        "image.encode_display = struck; app(sys.argv[1:])"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    line = [sys.executable, "-c", program, *RENDER, "-o", "x.png"]

    def heeding() -> None:  # what a shell runs in the background is deaf to Ctrl-C, and so would be its children
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    result = subprocess.run(line, cwd=tmp_path, env=environment, preexec_fn=heeding, capture_output=True, check=False)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.png"]
    assert (tmp_path / "x.png").read_bytes() == b"the old one"


def test_a_run_that_is_stopped_while_it_writes_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "x.png").write_bytes(b"the old one")
    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "x.png", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"the old one"]
