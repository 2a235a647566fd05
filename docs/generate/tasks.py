"""Pictures as tasks: run by a pool of processes, and only those whose inputs have changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

Files = dict[str, bytes]
"""What a task makes: file names relative to `docs/generated`, and their bytes."""


@dataclass(frozen=True)
class Task:
    """A call whose result is files.

    Args:
        name: what the task is called in `keys.json` and in messages.
        maker: the function that does the work, as `module.function` within this package. It returns `Files`.
        arguments: what it is called with. They are part of the task's key, so they must be JSON.
    """

    name: str
    maker: str
    arguments: dict[str, Any]

    def run(self) -> Files:
        """Do the work."""
        module, _, function = self.maker.rpartition(".")
        made: Callable[..., Files] = getattr(import_module(f"{__package__}.{module}"), function)
        return made(**self.arguments)

    @property
    def key(self) -> str:
        """A hash of everything that the result depends on."""
        code = (Path(__file__).parent / f"{self.maker.partition('.')[0]}.py").read_text(encoding="utf-8")
        asked = json.dumps([self.name, self.maker, self.arguments, code], sort_keys=True)
        return sha256(f"{fingerprint()}{asked}".encode()).hexdigest()


@cache
def fingerprint() -> str:
    """A hash of bodymap and its assets: a change in any of them makes every picture out of date."""
    known = sha256()
    for folder in ("src/bodymap", "assets"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                known.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
                known.update(path.read_bytes())
    return known.hexdigest()


def run(tasks: Iterable[Task], folder: Path, say: Callable[[str], object] = print) -> None:
    """Run the tasks that are out of date, write their files, and delete files that no task makes any more."""
    wanted = {task.name: task for task in tasks}
    record = folder / "keys.json"
    done: dict[str, dict[str, Any]] = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    stale = [task for name, task in wanted.items() if not _current(done.get(name), task, folder)]
    kept = {name: entry for name, entry in done.items() if name in wanted}
    if stale:
        say(f"{len(stale)} of {len(wanted)} sets of pictures are out of date")
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
            waiting = {pool.submit(Task.run, task): task for task in stale}
            for finished in as_completed(waiting):
                task = waiting[finished]
                files = finished.result()
                for name, data in files.items():
                    write(folder / name, data)
                kept[task.name] = {"key": task.key, "files": sorted(files)}
                record.parent.mkdir(parents=True, exist_ok=True)
                record.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")
    written = {name for entry in kept.values() for name in entry["files"]}
    for name in {name for entry in done.values() for name in entry["files"]} - written:
        (folder / name).unlink(missing_ok=True)
    write(record, json.dumps(kept, indent=1, sort_keys=True).encode())


def _current(entry: dict[str, Any] | None, task: Task, folder: Path) -> bool:
    return bool(entry and entry["key"] == task.key and all((folder / name).exists() for name in entry["files"]))


def write(path: Path, data: bytes) -> None:
    """Write a file unless it holds the same already, so that Sphinx reads only pages that have changed."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
