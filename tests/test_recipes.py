"""The recipes of CONTRIBUTING.md, followed as written in a copy of the repository.

The commands of a recipe are run by bash; what a person does in an editor is done here by a function. The last command of
each recipe runs the tests that concern it, the new thing's own among them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

LONGEST = 900
"""How many seconds a script of a recipe may take."""

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository with what is not committed yet, as a repository of its own.

    These tests themselves are left out: a recipe that runs the tests would run itself, without end.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    copy = tmp_path / "bodymap"
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file() and name != f"tests/{Path(__file__).name}":
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=copy, check=True)
    return copy


def steps(title: str) -> list[str]:
    """The scripts of a recipe, in its order."""
    section = re.split(r"^## ", RECIPES.partition(f"\n## {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return [dedent(script) for script in re.findall(r"^ *```sh\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)]


def follow(title: str, copy: Path, tmp_path: Path, edit: Callable[[], object], after: int = 1) -> str:
    """Run the scripts of a recipe, with the edit after some of them, and return what all of them printed."""
    scripts = ["", *steps(title)]
    assert len(scripts) >= 3
    programs = tmp_path / "bin"
    programs.mkdir()
    bodymap = programs / "bodymap"
    bodymap.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{copy}/cli.py" "$@"\n', encoding="utf-8")
    bodymap.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = kept | {"PATH": path, "PYTHONPATH": str(copy / "src")}
    output = ""
    for number, script in enumerate(scripts):
        line = ["bash", "-euc", script]
        result = subprocess.run(
            line, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST
        )
        output += result.stdout + result.stderr
        assert result.returncode == 0, f"{script}\n{output}"
        if number == after:
            edit()
    return output


def replace(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, replacement in pairs:
        text, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    path.write_text(text, encoding="utf-8")


def test_a_condition_is_added(copy: Path, tmp_path: Path) -> None:
    path = copy / "assets" / "conditions" / "climbers-elbow.yaml"

    def edit() -> None:
        replace(
            path,
            (r"^id: .*$", "id: climbers-elbow"),
            (r"^name: .*$", "name: Climber's elbow"),
            (r"^also: \[.*?\]$", "also: [climbing elbow]"),
        )

    output = follow("Add a condition", copy, tmp_path, edit)
    assert int(re.findall(r"(\d+) passed", output)[-1]) >= 8
    assert (copy / "out" / "climbers-elbow.png").stat().st_size > 10_000


def test_a_theme_is_added(copy: Path, tmp_path: Path) -> None:
    path = copy / "assets" / "themes" / "moss.yaml"

    def edit() -> None:
        replace(
            path, (r"^name: .*$", "name: moss"), (r"^about: .*$", "about: Moss and earth, for a practice in the woods.")
        )

    output = follow("Add a theme", copy, tmp_path, edit)
    assert int(re.findall(r"(\d+) passed", output)[-1]) > 20
    assert (copy / "out" / "moss-back.png").stat().st_size > 10_000


def test_an_option_is_added(copy: Path, tmp_path: Path) -> None:
    records, keywords = (copy / "src" / "bodymap" / "options" / f"{name}.py" for name in ("records", "keywords"))

    def edit() -> None:
        field = '    motto: Annotated[str, About("Print this line below the picture.")] = ""\n'
        replace(records, (r'(    """The options of a card: .*\n)', rf"\g<1>\n{field}"))
        replace(keywords, (r'(    """The fields of `CardOptions` as keywords."""\n)', r"\g<1>\n    motto: str\n"))

    output = follow("Add an option", copy, tmp_path, edit, after=0)
    assert re.search(r"--motto MOTTO +Print this line below", output)
    assert re.search(r"^motto +text +card +Print this line below the picture\.$", output, re.MULTILINE)
    assert int(re.findall(r"(\d+) passed", output)[-1]) > 100
