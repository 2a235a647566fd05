"""A batch that is interrupted loses nothing that is done, leaves no partial file and no process, and can go on."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from . import batches

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")

ROWS = 48


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same table made without any trouble."""
    folder = tmp_path_factory.mktemp("whole")
    table = batches.many(folder / "jobs.csv", ROWS)
    assert batches.run(table, "-o", folder / "out")[0] == 0
    return folder / "out"


def begun(folder: Path, *options: str, least: int = 3) -> subprocess.Popen[str]:
    """A batch of as many rows that has made at least some."""
    table = batches.many(folder / "jobs.csv", ROWS)
    process = batches.started(table, "-o", folder / "out", *options)
    batches.until(lambda: len(batches.pictures(folder / "out")) >= least)
    return process


def all_are_pictures(out: Path) -> int:
    """How many files there are; each must be a whole picture."""
    found = batches.pictures(out)
    for path in found:
        with Image.open(path) as picture:
            picture.load()
    assert not [path for path in out.iterdir() if path.suffix not in (".png", ".json") and path.name != ".bodymap"]
    return len(found)


def told(line: str) -> int:
    """How many a message says are made."""
    found = re.search(rf"; (\d+) of {ROWS} are made; continue with --resume$", line.strip())
    assert found, line
    return int(found[1])


def goes_on(folder: Path, whole: Path, done: int) -> None:
    """The rest is made, what was done is kept, and the end is that of a run without trouble."""
    before = {path: path.stat().st_mtime_ns for path in batches.pictures(folder / "out")}
    code, out, _ = batches.run(folder / "jobs.csv", "-o", folder / "out", "--resume")
    assert code == 0
    assert f"{done} already there" in out
    assert batches.files(folder / "out") == batches.files(whole)
    again = [path for path, at in before.items() if path.stat().st_mtime_ns != at]
    assert len(again) <= len(before) - done
    assert sorted(path.name for path in (folder / "out" / ".bodymap").iterdir()) == ["lock"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_asked_to_stop(tmp_path: Path, whole: Path, number: int, code: int) -> None:
    process = begun(tmp_path)
    if number == signal.SIGTERM:
        process.send_signal(number)
    else:  # a terminal tells all that run in it
        os.killpg(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code
    [line] = err.splitlines()
    assert line.startswith("bodymap: interrupted; ")
    done = told(line)
    assert done == len([row for row in batches.manifest(tmp_path / "out")["rows"] if "outputs" in row])
    batches.until(lambda: not batches.group(process.pid))
    assert all_are_pictures(tmp_path / "out") - done in (0, 1)
    assert not batches.manifest(tmp_path / "out")["whole"]
    goes_on(tmp_path, whole, done)


def test_killed(tmp_path: Path, whole: Path) -> None:
    process = begun(tmp_path)
    process.kill()
    process.communicate(timeout=30)
    batches.until(lambda: not batches.group(process.pid))
    made = all_are_pictures(tmp_path / "out")
    (tmp_path / "out" / ".bodymap" / ".half.png.abcdefgh.part").write_bytes(b"half")
    with (tmp_path / "out" / ".bodymap" / "journal.jsonl").open("ab") as journal:
        done = (tmp_path / "out" / ".bodymap" / "journal.jsonl").read_bytes().count(b"\n")
        journal.write(b'{"key":"cut o')
    assert made - done in (0, 1)
    goes_on(tmp_path, whole, done)


def test_a_worker_that_is_killed_takes_nothing_with_it(tmp_path: Path, whole: Path) -> None:
    process = begun(tmp_path, "--jobs", "2")
    found = batches.workers(process.pid)
    assert len(found) == 2
    batches.ended(found)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert batches.files(tmp_path / "out") == batches.files(whole)


def test_a_row_that_ends_every_worker_is_given_up(tmp_path: Path) -> None:
    """The workers' memory is held down, so that one picture is too large for them."""
    table = tmp_path / "jobs.csv"
    table.write_text("condition,size,dpi\ntennis-elbow,320x240,\nstiff-neck,19000x19000,\nlow-back-pain,320x240,\n")

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))

    process = batches.started(table, "-o", tmp_path / "out", "--keep-going", "--jobs", "1", preexec_fn=narrow)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "line 3: stiff-neck-19000x19000.png: " in err
    assert "Traceback" not in err
    assert all_are_pictures(tmp_path / "out") == 2


def test_a_full_disk(tmp_path: Path, whole: Path) -> None:
    """No file may become as large as the larger pictures: writing stops as on a full disk."""
    table = batches.many(tmp_path / "jobs.csv", ROWS)
    sizes = sorted(path.stat().st_size for path in batches.pictures(whole))
    at = (sizes[ROWS // 2 - 1] + sizes[ROWS // 2]) // 2

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))

    process = batches.started(table, "-o", tmp_path / "out", preexec_fn=limited)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    [line] = err.splitlines()
    assert line.startswith(f"bodymap: {tmp_path / 'out'}")
    assert ": file too large; " in line
    done = told(line)
    assert 0 < done < ROWS
    assert all_are_pictures(tmp_path / "out") - done in (0, 1)
    assert not list((tmp_path / "out" / ".bodymap").glob("*.part"))
    goes_on(tmp_path, whole, done)


def test_a_small_disk(tmp_path: Path, whole: Path) -> None:
    """A real file system that is full, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    half = sum(path.stat().st_size for path in batches.pictures(whole)) // 2
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={half // 1024}k", "none", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        table = batches.many(tmp_path / "jobs.csv", ROWS)
        code, _, err = batches.run(table, "-o", disk / "out")
        assert code == 1
        assert "no space left on device" in err
        done = told(err)
        assert 0 < done < ROWS
        assert all_are_pictures(disk / "out") - done in (0, 1)
        subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
        code, out, _ = batches.run(table, "-o", disk / "out", "--resume")
        assert (code, f"{done} already there" in out) == (0, True)
        assert batches.files(disk / "out") == batches.files(whole)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_two_batches_into_one_folder(tmp_path: Path) -> None:
    process = begun(tmp_path, least=1)
    process.send_signal(signal.SIGSTOP)  # so that it can't end meanwhile
    code, _, err = batches.run(tmp_path / "jobs.csv", "-o", tmp_path / "out")
    process.send_signal(signal.SIGCONT)
    process.terminate()
    process.communicate(timeout=30)
    line = f"bodymap: {tmp_path / 'out'}: another batch is writing there; wait for it, or use another folder\n"
    assert (code, err) == (2, line)
