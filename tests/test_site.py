"""What the site shows is planned from the library, and only what has changed is drawn again."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from generate import gallery, site, tasks
from PIL import Image

from bodymap.body import plates
from bodymap.knowledge.condition_library import library
from bodymap.layout.sheets import NAMED
from bodymap.style import theme_files

COMMANDS = [task.arguments["command"] for task in gallery.tasks()]


def test_every_condition_is_shown() -> None:
    shown = {entry.command.split()[2] for entry in gallery.conditions()}
    assert shown == {condition.id for condition in library()}


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("theme", theme_files.themes()),
        ("skin", tuple(theme_files.skins())),
        ("body", plates.bodies()),
        ("size", (*NAMED, *gallery.TURNED)),
    ],
)
def test_every_look_is_shown(option: str, values: tuple[str, ...]) -> None:
    assert [value for value in values if not any(f"--{option} {value}" in line for line in COMMANDS)] == []


def test_every_section_of_looks_says_what_it_is() -> None:
    assert set(gallery.looks()) == set(gallery.SECTIONS)


def test_no_two_pictures_have_a_name() -> None:
    names = [task.name for task in site.tasks()]
    assert len(names) == len(set(names))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["conditions/tennis-elbow", "looks/theme-dark", "looks/size-story", "looks/handout-a4"]
)
def test_a_picture_of_the_gallery_is_drawn_with_its_alternative_text(name: str) -> None:
    [task] = [task for task in gallery.tasks() if task.name == name]
    made = task.run()
    assert set(made) == {f"{name}.webp", f"{name}.txt"}
    with Image.open(BytesIO(made[f"{name}.webp"])) as picture:
        assert max(picture.size) > 900
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 100
    assert made[f"{name}.txt"].decode().strip()


def test_only_what_has_changed_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a pool: each task that is run is counted."""
    ran = list[str]()

    class Pool:
        def __init__(self, **_: object) -> None: ...
        def __enter__(self) -> Pool:
            return self

        def __exit__(self, *_: object) -> None: ...
        def submit(self, run: object, task: tasks.Task) -> Pool:
            ran.append(task.name)
            self.made = {f"{task.name}.webp": json.dumps(task.arguments).encode()}
            return self

        def result(self) -> tasks.Files:
            return self.made

        def __hash__(self) -> int:
            return id(self)

    class Pools(Pool):
        def submit(self, run: object, task: tasks.Task) -> Pool:
            return Pool.submit(Pool(), run, task)

    monkeypatch.setattr(tasks, "ProcessPoolExecutor", Pools)
    monkeypatch.setattr(tasks, "as_completed", list)

    def run(**commands: str) -> list[str]:
        ran.clear()
        made = [tasks.Task(name, "gallery.draw", {"command": command}) for name, command in commands.items()]
        tasks.run(made, tmp_path, say=lambda _: None)
        return ran

    assert run(a="one", b="two") == ["a", "b"]
    assert run(a="one", b="two") == []
    assert run(a="one", b="three") == ["b"]
    (tmp_path / "a.webp").unlink()
    assert run(a="one", b="three") == ["a"]
    assert run(a="one") == []
    assert not (tmp_path / "b.webp").exists()
    monkeypatch.setattr(tasks, "fingerprint", lambda: "another bodymap")
    assert run(a="one") == ["a"]


def test_a_page_that_has_not_changed_keeps_its_time(tmp_path: Path) -> None:
    """By it Sphinx knows what to read again."""
    page = tmp_path / "page.md"
    tasks.write(page, b"one")
    before = page.stat().st_mtime_ns
    tasks.write(page, b"one")
    assert page.stat().st_mtime_ns == before
    tasks.write(page, b"two")
    assert page.read_bytes() == b"two"
