"""Workers that are started afresh, as on systems that can't fork: the same files, the same end when stopped or killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from . import batches

ROOT = Path(__file__).parents[1]

ROWS = 10

SPAWNING = f"""
import multiprocessing, runpy, sys
multiprocessing.get_all_start_methods = lambda: ["spawn"]
sys.argv = [{str(ROOT / "cli.py")!r}, "batch", *sys.argv[1:]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """A batch in a process of its own, on a system that can't fork."""
    line = [sys.executable, "-c", SPAWNING, *map(str, arguments)]
    return subprocess.Popen(
        line,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forked")
    assert batches.run(batches.many(folder / "jobs.csv", ROWS), "-o", folder / "out")[0] == 0
    return folder / "out"


def test_the_files_are_the_same(tmp_path: Path, forked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    methods: list[str | None] = []
    get_context = multiprocessing.get_context
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    monkeypatch.setattr(multiprocessing, "get_context", lambda name=None: methods.append(name) or get_context(name))
    code, _, err = batches.run(batches.many(tmp_path / "jobs.csv", ROWS), "-o", tmp_path / "out", "--jobs", "2")
    assert (code, err, methods) == (0, "", ["spawn"])
    assert batches.files(tmp_path / "out") == batches.files(forked)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_one_that_is_stopped_leaves_no_worker_and_goes_on(
    tmp_path: Path, forked: Path, number: signal.Signals, code: int
) -> None:
    table = batches.many(tmp_path / "jobs.csv", ROWS)
    process = started(table, "-o", tmp_path / "out", "--jobs", "2")
    batches.until(lambda: batches.pictures(tmp_path / "out"), seconds=60)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does it
    else:
        process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert len(err.splitlines()) == (code > 0), err
    batches.until(lambda: not batches.group(process.pid))
    assert batches.run(table, "-o", tmp_path / "out", "--resume")[0] == 0
    assert batches.files(tmp_path / "out") == batches.files(forked)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_a_worker_that_is_killed_takes_nothing_with_it(tmp_path: Path, forked: Path) -> None:
    process = started(batches.many(tmp_path / "jobs.csv", ROWS), "-o", tmp_path / "out", "--jobs", "2")
    batches.until(lambda: batches.pictures(tmp_path / "out"), seconds=60)
    drawing = [pid for pid in batches.group(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert len(drawing) == 2
    batches.ended(drawing)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert batches.files(tmp_path / "out") == batches.files(forked)
