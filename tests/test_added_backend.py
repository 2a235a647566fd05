"""A kind of file from another package, as CONTRIBUTING.md tells how to add one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bodymap import formats
from bodymap.display import records

ROOT = Path(__file__).parents[1]
RECIPE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n## Add a kind of file\n")[2]


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", RECIPE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder of packages with that of the recipe, as pip leaves it."""
    folder = tmp_path / "packages"
    project = tomllib.loads(block("toml"))["project"]
    points = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in members.items())
        for group, members in project["entry-points"].items()
    )
    info = folder / "bodymap_json-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (info / "entry_points.txt").write_text(points)
    (folder / "bodymap_json.py").write_text(block("python"))
    return folder


def run(folder: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT / "src"))), "COLUMNS": "200"}
    line = [sys.executable, "-m", "bodymap", *arguments]
    return subprocess.run(line, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_recipe_adds_a_kind(installed: Path, tmp_path: Path) -> None:
    command = block("sh").split()
    assert command[0] == "bodymap"
    done = run(installed, *command[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    raw = (tmp_path / command[-1]).read_bytes()
    assert json.loads(raw)["title"] == "Tennis elbow"
    assert records.encode(records.decode(raw)) == raw


def test_messages_and_help_know_the_kind(installed: Path, tmp_path: Path) -> None:
    wrong = run(installed, "render", "tennis-elbow", "-o", "x.bmp", cwd=tmp_path)
    assert wrong.returncode != 0
    assert ".json" in wrong.stderr
    assert ".json" not in run(tmp_path, "render", "tennis-elbow", "-o", "x.bmp", cwd=tmp_path).stderr


def test_a_broken_package_is_named(installed: Path, tmp_path: Path) -> None:
    (installed / "bodymap_json.py").write_text("JSON = 1\n")
    done = run(installed, "render", "tennis-elbow", "-o", "x.json", cwd=tmp_path)
    assert done.stderr.splitlines()[-1].endswith(
        "the backend 'json' (bodymap_json:JSON) must be a bodymap.formats.Backend"
    )
    (installed / "bodymap_json.py").write_text("import nothing_of_that_name\n")
    done = run(installed, "render", "tennis-elbow", "-o", "x.json", cwd=tmp_path)
    assert "the backend 'json' can't be loaded from bodymap_json:JSON" in done.stderr
    assert "Traceback" not in done.stderr
    done = run(installed, "render", "tennis-elbow", "-o", "-", "--format", "json", cwd=tmp_path)
    assert "can't be loaded" in done.stderr
    done = run(installed, "render", "tennis-elbow", "--size", "320x180", "-o", "x.png", cwd=tmp_path)
    assert done.returncode == 0, "our own kinds don't need it"


def test_our_own_kinds_cannot_be_replaced() -> None:
    assert [backend.kind for backend in formats.BUILT_IN] == list(formats.kinds())[: len(formats.BUILT_IN)]
