"""Files from anyone: each gets one clear line, in bounded time and memory, and touches nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEMORY = 1024 * 1024 * 1024
"""What the program may take, in bytes. Starting it, with every library, maps about half of that."""

SECONDS = 20
"""What it may take in time: it starts in two or three on a busy machine."""

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + ']><svg xmlns="http://www.w3.org/2000/svg">&i;</svg>'  # fmt: skip
OUTSIDE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
DTD = '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>'
MANY = "id: many\nname: x\ngroup: x\nsummary: x\nmuscles:\n" + "  - {muscle: nonsense, role: nonsense}\n" * 5000

FILES = {
    "bomb.yaml": (BOMB, "line 2: the alias *a is not read here; write it out"),
    "tag.yaml": ("id: !!python/object/apply:os.system ['touch touched']\n", "line 1: the tag"),
    "deep.yaml": ("a: " + "[" * 100_000, "line 1: nested more than 20 deep"),
    "nul.yaml": ("id: a\0b\n", "not YAML"),
    "latin.yaml": ("name: Prüfung".encode("latin-1"), "not YAML"),
    "utf16.yaml": (b"\xff\xfe\x00\xd8\x00", "not YAML"),
    "text.yaml": ("just words", "'just words' does not fit; it must be a mapping with id, name"),
    "empty.yaml": ("", "the file is empty; it must be a mapping with id, name"),
    "many.yaml": (MANY, "line 6: muscles[0].muscle: unknown muscle 'nonsense'"),
    "laughs.svg": (LAUGHS, "EntitiesForbidden: a plate has no entities and no outside references"),
    "outside.svg": (OUTSIDE, "EntitiesForbidden: a plate has no entities and no outside references"),
    "dtd.svg": (DTD, "data-body: the attribute is missing"),  # nothing is fetched
    "deep.svg": ('<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * 200_000, "not XML"),
    "nul.svg": ("<svg\0/>", "not XML"),
    "text.svg": ("just words", "not XML"),
}


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def check(*paths: Path) -> str:
    """The answer of `bodymap check`, run with little memory and time."""
    command = [sys.executable, str(ROOT / "cli.py"), "check", *[path.name for path in paths]]
    result = subprocess.run(
        command,
        cwd=paths[0].parent,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # each thread maps memory of its own
        preexec_fn=bounded,
        timeout=SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    return result.stderr


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines that all of them get, in one run."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (content, _) in FILES.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    lines = check(*[folder / name for name in FILES]).splitlines()
    assert {file.name for file in folder.iterdir()} == set(FILES), "a file was touched"
    return lines


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_one_clear_line(answers: list[str], name: str) -> None:
    lines = [line for line in answers if line.startswith((f"{name}:", f"{name},"))]
    assert FILES[name][1] in lines[0]
    # Every error of a readable file is reported, up to a maximum number.
    assert len(lines) == {"many.yaml": 50, "dtd.svg": 5}.get(name, 1)


def test_nothing_else_is_said(answers: list[str]) -> None:
    assert not [line for line in answers if not line.startswith(tuple(FILES))]


@pytest.mark.parametrize(("name", "most"), [("huge.yaml", "256 kB"), ("huge.svg", "32768 kB")])
def test_a_file_of_200_mb_is_not_read(tmp_path: Path, name: str, most: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert check(path) == f"{name}: larger than {most}, which is the limit\n"


def test_a_folder_and_a_name_that_is_none_are_said(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert check(tmp_path / "folder.yaml") == "folder.yaml: is a directory\n"
    from bodymap.errors import BodymapError
    from bodymap.knowledge.condition_library import load

    with pytest.raises(BodymapError) as caught:
        load("a\0b.yaml")
    assert "\n" not in str(caught.value)
