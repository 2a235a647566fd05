from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bodymap import __version__
from bodymap.cli import Commands, app
from bodymap.cli.app import FIRST_STEPS
from bodymap.cli.commands import COMMANDS, CommandEntry
from bodymap.errors import BodymapError
from bodymap.knowledge.condition_library import library

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_the_version() -> None:
    assert run("--version") == (0, f"bodymap {__version__}\n", "")


def test_without_a_command_it_tells_what_there_is() -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out == FIRST_STEPS
    assert len(out.splitlines()) <= 10
    commands = re.findall(r"^  bodymap (.+?)  ", out, re.MULTILINE)
    assert [words.split()[0] for words in commands] == ["render", "handout", "search", "list"]


def test_what_to_type_first_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in re.findall(r"^  bodymap (.+?)  ", FIRST_STEPS, re.MULTILINE):
        assert run(*words.split())[0] == 0
    for words in re.findall(r"bodymap ([a-z]* ?--help)", FIRST_STEPS):
        assert run(*words.split())[0] == 0
    assert {path.name for path in tmp_path.iterdir()} == {"tennis-elbow.png", "tennis-elbow.pdf"}


def test_help_names_every_command() -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert "..." not in out.partition("Commands:")[2], "no line is cut"
    assert re.findall(r"^  ([a-z]+)  ", out.partition("Commands:")[2], re.MULTILINE) == [row.name for row in COMMANDS]


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_the_table_says_of_a_command_what_the_command_says(row: CommandEntry) -> None:
    code, out, _ = run(row.name, "--help")
    assert code == 0
    assert out.startswith(f"Usage: bodymap {row.name} ")
    assert " ".join(out.split("\n\n")[1].split()).startswith(row.line)


def test_a_list_has_an_id_and_a_name_a_line() -> None:
    code, out, err = run("list", "conditions")
    assert (code, err) == (0, "")
    rows = [line.split(maxsplit=1) for line in out.splitlines()]
    assert rows == [[condition.id, condition.name] for condition in library()]
    assert ["tennis-elbow", "Tennis elbow"] in rows


def test_the_list_of_muscles_has_every_one() -> None:
    code, out, _ = run("list", "muscles")
    assert code == 0
    assert len(out.splitlines()) > 50
    assert "\ninfraspinatus                   Infraspinatus\n" in out


def test_the_list_of_bodies_has_their_views() -> None:
    code, out, _ = run("list", "bodies")
    assert code == 0
    assert out.splitlines()[0].split(maxsplit=1) == [
        "neutral-adult",
        "anterior, posterior, left-lateral, right-lateral, plantar, medial",
    ]


def test_a_page_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    code, out, err = run("show", "tennis-elbow")
    assert (code, err) == (0, "")
    assert out.startswith("Tennis elbow\n============\n\n")
    assert out.endswith("\n\nDraw it: bodymap render tennis-elbow\n")
    assert max(map(len, out.splitlines())) <= 50


def test_a_condition_of_ones_own_is_shown_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\nname: Mine\ngroup: x\nsummary: Hurts.\nmuscles: [{muscle: soleus, role: primary}]\n")
    code, out, _ = run("show", str(path))
    assert code == 0
    assert out.startswith("Mine\n====\n\nHurts.\n\nMain muscles\n  Soleus\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "tenis-elbow"], "unknown condition, muscle or structure 'tenis-elbow'; did you mean 'tennis-elbow'?"),
        (["show", "soleos"], "unknown condition, muscle or structure 'soleos'; did you mean 'soleus'?"),
        (["show", "none.yaml"], "none.yaml: no such file or directory"),
        (["show"], "Missing argument 'name', as in: bodymap show tennis-elbow"),
        (["poster", "region", "neck"],
         "say which file to write, as in: bodymap poster region shoulder --size a3 -o shoulder.pdf"),
        (["render", "tennis-elbow"], "say which file to write, as in: bodymap render tennis-elbow -o tennis-elbow.png"),
        (["poster", "shoulder"], "No such command 'shoulder'. It may be condition, region or muscles."),
        (["xyzzy"], "No such command 'xyzzy'. `bodymap --help` lists them all."),
        (["show", "a", "b"], "Got unexpected extra argument(s) (b)"),
        (["list", "muscels"],
         "unknown listing 'muscels'; did you mean 'muscles'? "
         "It may be conditions, muscles, groups, regions, structures, areas, bodies, themes or skins."),
        (["lst"], "No such command 'lst'. Did you mean 'list'?"),
    ],
)  # fmt: skip
def test_a_slip_of_the_user_is_one_line_and_exit_code_2(arguments: list[str], line: str) -> None:
    assert run(*arguments) == (2, "", f"bodymap: {line}\n")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (BodymapError("x.yaml: no"), "bodymap: x.yaml: no\n"),
        (
            FileNotFoundError(2, "No such file or directory", "out/x.png"),
            "bodymap: out/x.png: no such file or directory\n",
        ),
        (PermissionError(13, "Permission denied"), "bodymap: permission denied\n"),
        (OSError("the disk is on fire"), "bodymap: the disk is on fire\n"),
    ],
)
def test_errors_that_a_user_can_put_right_have_no_traceback(error: Exception, line: str) -> None:
    result = CliRunner().invoke(failing(error))
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", line)


def test_a_fault_of_our_own_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(failing(ZeroDivisionError()), catch_exceptions=False)


def failing(error: Exception) -> typer.Typer:
    broken = typer.Typer(cls=Commands, rich_markup_mode=None, pretty_exceptions_enable=False)

    @broken.callback(invoke_without_command=True)
    def _break() -> None:
        raise error

    return broken


@pytest.fixture(scope="module")
def compiled() -> None:
    """Everything is compiled, by a run of its own: what this one has read already it would not keep again."""
    subprocess.run([sys.executable, "-c", "from bodymap.precompile import precompile; precompile()"], check=True)


SLOW_TO_COME = {
    "words": {"numpy", "matplotlib", "PIL", "yaml", "svgpathtools", "scipy", "defusedxml", "typst", "pptx", "bodymap.body.plates"},
    "plates": {"matplotlib", "PIL", "yaml", "svgpathtools", "scipy", "defusedxml", "typst", "pptx", "bodymap.backends.replay"},
    "a picture": {"matplotlib.figure", "matplotlib.axes", "matplotlib.pyplot", "yaml", "svgpathtools", "scipy", "defusedxml",
                  "typst", "pptx", "pydantic", "rich", "bodymap.export.vector", "bodymap.cli.browse"},
}  # fmt: skip
"""What a run that needs no more than these must not import, once what it needs is compiled."""

if int(version("pillow").split(".")[0]) < 13:
    SLOW_TO_COME["a picture"] -= {"defusedxml"}  # Pillow itself imports it, in a millisecond


@pytest.mark.parametrize(
    ("needs", "arguments"),
    [
        ("words", ["--help"]),
        ("words", ["--version"]),
        ("words", ["render", "--help"]),
        ("words", ["list", "conditions"]),
        ("words", ["list", "muscles"]),
        ("words", ["list", "areas"]),
        ("words", ["list", "themes"]),
        ("words", ["show", "tennis-elbow"]),
        ("words", ["show", "soleus"]),
        ("words", ["search", "elbow"]),
        ("words", ["list", "bodies"]),
        ("words", ["find", "temple"]),
        ("plates", ["find", "--at", "posterior:120,640"]),
        ("a picture", ["render", "tennis-elbow", "--size", "320x180", "-o", "x.png"]),
    ],
)
@pytest.mark.usefixtures("compiled")
def test_nothing_is_imported_that_a_command_does_not_need(needs: str, arguments: list[str], tmp_path: Path) -> None:
    code = (
        "import sys; from bodymap.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    imported = set(result.stderr.split())
    assert "bodymap.cli.app" in imported
    assert SLOW_TO_COME[needs] & imported == set()


@pytest.mark.usefixtures("compiled")
def test_the_command_line_puts_off_modules_that_no_picture_uses(tmp_path: Path) -> None:
    code = (
        "import sys; from bodymap.cli import main; from bodymap.cli.postponed import UNUSED\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*(n for n in UNUSED if n in sys.modules and 'Lazy' not in type(sys.modules[n]).__name__))\n"
        "print(*{'matplotlib.collections', 'matplotlib.lines', 'fontTools.agl'} & {*sys.modules})\n"
        "from matplotlib.patches import Circle; from PIL import ExifTags; print(Circle.__name__, len(ExifTags.TAGS) > 9)"
    )
    arguments = ["render", "tennis-elbow", "--side", "right", "--size", "320x180", "-o", "x.png", "--quiet"]
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert result.stdout.splitlines() == ["", "fontTools.agl", "Circle True"]


def test_it_runs_from_a_checkout(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert result.stdout == f"bodymap {__version__}\n"


def test_a_reader_that_leaves_early_sees_no_traceback() -> None:
    command = f"{sys.executable} {ROOT / 'cli.py'} list muscles | true"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--theme", "clinick"), "--theme: unknown theme 'clinick'; did you mean 'clinic'?"),
        (("--theme", "none.yaml"), "none.yaml: no such file or directory"),
        (("--skin", "blu"), "--skin: unknown skin 'blu'. It may be"),
        (("--theme", "print", "--skin", "tan"), "--skin: the theme 'print' draws no skin, so 'tan' can't be used"),
        (("--layers", "skeleton"), "--layers: unknown layer 'skeleton'"),
        (
            ("--points", "some"),
            "--points: unknown kind of points 'some'. It may be auto, marks, numbers, list, all or none.",
        ),
        (
            ("--points", "list", "--labels", "none"),
            "--points: the list of points is part of the labels, so it needs labels",
        ),
    ],
)
def test_a_look_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    target = tmp_path / "x.png"
    code, out, err = run("render", "tennis-elbow", *options, "-o", str(target))
    assert (code, out) == (2, "")
    assert err.startswith(f"bodymap: {message}")
    assert err.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("amount", ["2", "-1", "much", "nan", ""])
def test_an_intensity_is_a_number_from_0_to_1(tmp_path: Path, amount: str) -> None:
    code, _, err = run("render", "--muscle", f"infraspinatus={amount}", "-o", str(tmp_path / "x.png"))
    assert code == 2
    expected = f"--muscle: infraspinatus={amount}: the intensity '{amount}' must be a number from 0 to 1"
    assert err == f"bodymap: {expected}\n"


def test_layers_may_begin_with_what_is_hidden(tmp_path: Path) -> None:
    target = tmp_path / "x.png"
    assert run("render", "tennis-elbow", "--layers", "-fibres", "--dpi", "40", "-o", str(target)) == (0, "", "")
    assert target.stat().st_size > 1000
