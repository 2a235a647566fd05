"""What a person at a terminal meets: completion, examples, reports, other spellings, JSON, and nothing that steers it."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.cli.commands import COMMANDS, CommandEntry
from bodymap.cli.listings import LISTINGS
from bodymap.errors import plain
from bodymap.knowledge.anatomy import Muscle
from bodymap.knowledge.conditions import Condition

ROOT = Path(__file__).parents[1]

HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b1m\u202e\u2028"
"""What would steer a terminal, turn its text, or break its line."""

OWN = "id: {id}\nname: {name}\ngroup: x\nsummary: Hurts.\nmuscles: [{{muscle: soleus, role: primary}}]\n"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def on_terminal(*arguments: str, folder: Path) -> tuple[str, str]:
    """Standard output, and what a terminal shows of standard error."""
    leader, follower = pty.openpty()
    line = [sys.executable, "-m", "bodymap", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=follower, check=True)
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 4096):
            shown += chunk
    except OSError:  # the end, as Linux has it
        pass
    os.close(leader)
    return result.stdout.decode(), shown.decode().replace("\r\n", "\n")


# --- completion -----------------------------------------------------------------------------------------------------


def completed(words: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "_BODYMAP_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    line = [sys.executable, "-c", "from bodymap.cli import main; main()"]
    result = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return result.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("bodymap han", ["handout"]),
        ("bodymap render tennis", ["tennis-elbow"]),
        ("bodymap render tennis-elbow --orient", ["--orientation"]),
        ("bodymap render tennis-elbow --side ", ["left", "right", "both"]),
        ("bodymap render tennis-elbow --body f", ["female-adult"]),
        ("bodymap render --muscle infras", ["infraspinatus"]),
        ("bodymap handout tennis-elbow --paper l", ["letter"]),
        ("bodymap list co", ["conditions"]),
        ("bodymap show sole", ["soleus"]),
        ("bodymap card x --theme d", ["dark"]),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, offered: list[str]) -> None:
    assert completed(words) == offered


def test_completing_a_command_waits_for_nothing_heavy() -> None:
    code = (
        "import os, sys, atexit; from bodymap.cli import main\n"
        "atexit.register(lambda: print({'numpy', 'matplotlib', 'yaml', 'PIL'} & set(sys.modules), file=sys.stderr))\n"
        "main()"
    )
    environment = os.environ | {
        "_BODYMAP_COMPLETE": "complete_bash",
        "COMP_WORDS": "bodymap render --side ",
        "COMP_CWORD": "3",
    }
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (result.stdout.split(), result.stderr) == (["left", "right", "both"], "set()\n")


def test_completion_can_be_shown_and_installed(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "HOME": str(tmp_path), "SHELL": "/bin/bash"}
    line = ["bash", "-c", f"{sys.executable} -c 'from bodymap.cli import main; main()' $0; true"]
    shown = subprocess.run([*line, "--show-completion"], env=environment, capture_output=True, text=True, check=True)
    assert "_BODYMAP_COMPLETE=complete_bash" in shown.stdout, shown.stderr
    installed = subprocess.run(
        [*line, "--install-completion"], env=environment, capture_output=True, text=True, check=True
    )
    assert "completion installed" in installed.stdout, installed.stderr
    assert "bodymap" in (tmp_path / ".bashrc").read_text()


# --- help -----------------------------------------------------------------------------------------------------------


WALK = "walk\nversion=1\nnRows=2\nnColumns=2\nendheader\ntime\tsoleus_r\n0\t0.2\n0.1\t0.8\n"
"""The smallest file of forces from OpenSim."""


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_help_ends_with_examples_that_work(row: CommandEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = run(row.name, "--help")
    assert code == 0
    shown = [line.strip().removeprefix("bodymap ") for line in out.partition("Examples:\n")[2].splitlines()]
    assert tuple(shown) == row.examples
    assert row.examples
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conditions").mkdir()
    (tmp_path / "jobs.csv").write_text("condition,size,labels\ntennis-elbow,120x90,none\n")
    (tmp_path / "emg.csv").write_text("muscle,emg,trial\nsoleus,0.4,first\ngluteus-maximus,0.6,second\n")
    (tmp_path / "walk.sto").write_text(WALK)
    (tmp_path / "plots.csv").write_text("data,output,value,facet\nemg.csv,one.png,emg,\nemg.csv,trials.png,emg,trial\n")
    if row.name == "check":
        assert run("new", "my-elbow")[0] == 0
    for example in row.examples:
        words = shlex.split(example)
        assert words[0] == row.name
        if "--all" not in words:  # every condition: the batch's own tests do that
            code, _, err = run(*words)
            assert code == 0, err


# --- reports --------------------------------------------------------------------------------------------------------


def test_a_terminal_is_told_what_was_written(tmp_path: Path) -> None:
    out, err = on_terminal("render", "tennis-elbow", "--size", "640x360", "-o", "x.png", "-o", "x.svg", folder=tmp_path)
    assert out == ""
    first, second = err.splitlines()
    assert re.fullmatch(r"Wrote x\.png \(640 x 360, \d+\.\d s\)", first)
    assert re.fullmatch(r"Wrote x\.svg \(\d+ kB, \d+\.\d s\)", second)


@pytest.mark.parametrize("words", ["card tennis-elbow -o x.html", "find temple --render x.png --dpi 40"])
def test_every_command_that_writes_tells_it(words: str, tmp_path: Path) -> None:
    _, err = on_terminal(*words.split(), folder=tmp_path)
    assert re.fullmatch(r"Wrote x\.(html|png) \(.*, \d+\.\d s\)\n", err)
    for option in ("--quiet", "-q"):
        assert on_terminal(*words.split(), option, folder=tmp_path)[1] == ""


def test_a_pipe_is_told_nothing(tmp_path: Path) -> None:
    assert run("card", "tennis-elbow", "-o", str(tmp_path / "x.html")) == (0, "", "")


# --- spellings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("--side Left --body female --view Front", "--side left --body female-adult --view anterior"),
        ("--size A5 --landscape --no-points", "--size a5 --orientation landscape --points none"),
        ("--size letter --portrait", "--size letter"),
        ("--side r --labels Latin --theme Dark", "--side right --labels latin --theme dark"),
    ],
)
def test_options_are_taken_as_people_type_them(one: str, other: str, tmp_path: Path) -> None:
    for name, words in (("a.png", one), ("b.png", other)):
        code, _, err = run(
            "render", "desk-neck-and-upper-back", *words.split(), "--dpi", "30", "-o", str(tmp_path / name)
        )
        assert (code, err) == (0, "")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_colour_may_be_spelt_color(tmp_path: Path) -> None:
    code, _, err = run("handout", "tennis-elbow", "--color", "green", "-o", str(tmp_path / "x.pdf"))
    assert (code, err) == (2, "bodymap: --colour: 'green' must be a colour, as #1d5b79\n")


@pytest.mark.parametrize(
    ("words", "option"),
    [
        ("render tennis-elbow --side both --side left -o x.png", "--side"),
        ("render tennis-elbow --landscape --portrait -o x.png", "--orientation"),
        ("render tennis-elbow --dpi 30 --dpi=40 -o x.png", "--dpi"),
        ("handout tennis-elbow --colour #000000 --color #ffffff -o x.pdf", "--colour"),
        ("card tennis-elbow -o x.html -o y.html", "-o"),
        ("find temple --most 3 --most 4", "--most"),
        ("batch --all -o x -o y", "-o"),
    ],
)
def test_a_single_value_given_twice_is_said(
    words: str, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words.split()) == (2, "", f"bodymap: {option} is given more than once; it takes one value\n")
    assert list(tmp_path.iterdir()) == []


def test_what_follows_two_dashes_is_no_option(tmp_path: Path) -> None:
    assert run("render", "-o", str(tmp_path / "x.png"), "--", "--color")[2].startswith(
        "bodymap: unknown condition '--color'"
    )


# --- JSON -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", LISTINGS)
def test_a_list_is_there_for_programs(what: str) -> None:
    code, out, err = run("list", what, "--json")
    assert (code, err) == (0, "")
    entries = msgspec.json.decode(out)
    lines = run("list", what.upper())[1].splitlines()
    assert [entry["id"] for entry in entries] == [line.split()[0] for line in lines]
    assert {frozenset(entry) for entry in entries} == {frozenset(entries[0])}, "each has the same fields"


def test_a_page_is_there_for_programs() -> None:
    muscle = msgspec.json.decode(run("show", "soleus", "--json")[1], type=Muscle)
    assert (muscle.id, muscle.name) == ("soleus", "Soleus")
    condition = msgspec.json.decode(run("show", "Tennis elbow", "--json")[1], type=Condition)
    assert condition.id == "tennis-elbow"


# --- a user's own text ----------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    text = HOSTILE.encode("unicode_escape").decode().replace("\\x", "\\x")
    for field in ("name", "summary"):
        (tmp_path / f"{field}.yaml").write_text(
            OWN.format(id=field, name="Mine").replace(f"{field}: ", f'{field}: "Own {text}" # ', 1), encoding="utf-8"
        )
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        "show {}/name.yaml", "show {}/summary.yaml", "list conditions --conditions {}", "describe {}/name.yaml --side left",
        "search own --conditions {}", "list conditions --json --conditions {}", "show {}/name.yaml --json",
    ],
)  # fmt: skip
def test_no_text_of_a_user_steers_the_terminal(words: str, hostile: Path) -> None:
    code, out, err = run(*words.format(hostile).split())
    assert code in (0, 2)
    for line in (*out.splitlines(), *err.splitlines()):
        assert plain(line) == line
    if "--json" in words and code == 0:
        assert "owned" in str(msgspec.json.decode(out))


def test_letters_of_every_script_and_wide_spaces_stay_as_they_are() -> None:
    text = "Größe\u00a0–\u202f腰痛 رقبة צוואר 🦴"
    assert plain(text) == text
    assert plain(f"a{HOSTILE}b\n") == r"a\x1b]0;owned\x07\x1b[31m\x9b1m\u202e\u2028b\n"


def test_a_theme_beside_conditions_is_skipped_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "look.yaml").write_text("name: look\nlike: warm\n")
    (tmp_path / "mine.yaml").write_text(OWN.format(id="mine", name="Mine"))
    code, out, err = run("list", "conditions", "--conditions", str(tmp_path))
    assert code == 0
    assert "\nmine " in out
    assert err == f"bodymap: note: {tmp_path / 'look.yaml'} is skipped: it is not a condition\n"
    assert run("search", "mine", "--conditions", str(tmp_path))[0] == 0
    (tmp_path / "mine.yaml").write_text("id: mine\nname: Mine\nmuscels: []\n")
    assert run("list", "conditions", "--conditions", str(tmp_path))[0] == 2, "a faulty condition is no theme"


# --- suggestions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("shoulder", "infraspinatus"), ("calf", "gastrocnemius"), ("hamstrings", "biceps-femoris"),
        ("upper trapezius", "trapezius-upper"), ("quads", "rectus-femoris"),
    ],
)  # fmt: skip
def test_a_search_takes_the_words_that_people_use(words: str, id: str) -> None:
    matches = msgspec.json.decode(run("search", *words.split(), "--json")[1])
    assert ("muscle", id) in [(match["kind"], match["id"]) for match in matches]
