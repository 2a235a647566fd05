"""Files are whole or not there, also for runs that are killed, and for runs at the same time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bodymap.files import atomic
from bodymap.files.disk import write

ROOT = Path(__file__).parents[1]

UNNAMED = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="needs a system with files that have no name")

OLD, NEW = b"the old one", b"the new one"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["unnamed", "named"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to write: that of Linux, and that of systems and disks that know no file without a name."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif not hasattr(os, "O_TMPFILE"):
        pytest.skip("needs a system with files that have no name")
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("name", ["x.png", "x" * 255, "ä" * 127, " a\nb", "-x"])
def test_a_file_is_made_and_replaced(tmp_path: Path, name: str) -> None:
    for data in (OLD, NEW, b""):
        write(tmp_path / name, data)
        assert (tmp_path / name).read_bytes() == data
        assert names(tmp_path) == [name]


@pytest.mark.usefixtures("way")
def test_the_rights_are_those_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "x.png", OLD)
        write(tmp_path / "x.png", NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "x.png").stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("way")
def test_through_a_link_what_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(OLD)
    (tmp_path / "x.png").symlink_to("there.png")
    write(tmp_path / "x.png", NEW)
    assert (tmp_path / "there.png").read_bytes() == NEW
    assert (tmp_path / "x.png").is_symlink()


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("place", ["none/x.png", "folder"])
def test_a_place_that_can_be_none_is_named_and_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=place) as error:
        write(tmp_path / place, NEW)
    assert error.value.filename == str(tmp_path / place)
    assert names(tmp_path) == ["folder"]


@UNNAMED
def test_a_part_of_a_run_that_was_killed_goes_with_the_next_writing(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(OLD)
    (tmp_path / atomic.part_of("x.png")).write_bytes(b"whole, but never put in its place")
    write(tmp_path / "x.png", NEW)
    assert names(tmp_path) == ["x.png"]
    assert (tmp_path / "x.png").read_bytes() == NEW


@UNNAMED
@pytest.mark.parametrize("put", [True, False], ids=["its part is put in our place", "our part is taken away"])
def test_another_run_that_is_at_the_same_file_at_the_same_moment(
    tmp_path: Path, put: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two steps: the other finds our part, takes it for a dead run's, and brings its own."""
    (tmp_path / "x.png").write_bytes(OLD)
    replace, part = Path.replace, tmp_path / atomic.part_of("x.png")

    def meanwhile(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        part.unlink()
        if put:
            part.write_bytes(b"the other's")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    write(tmp_path / "x.png", NEW)
    assert names(tmp_path) == ["x.png"]
    assert (tmp_path / "x.png").read_bytes() == (b"the other's" if put else NEW)


# --- runs that are killed -------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from bodymap.files.disk import write

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[2]
if moment == "half written":
    os.fdopen = lambda descriptor, mode: (os.write(descriptor, b"the n"), die())
elif moment == "written":
    os.link = die
elif moment == "named":
    Path.replace = die
write(Path(sys.argv[1]), b"the new one")
"""


def killed(path: Path, moment: str) -> None:
    line = [sys.executable, "-c", KILLED, str(path), moment]
    result = subprocess.run(line, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, check=False)
    assert result.returncode == -signal.SIGKILL


@UNNAMED
@pytest.mark.parametrize("before", [[], ["x.png"]], ids=["first", "again"])
@pytest.mark.parametrize("moment", ["half written", "written"])
def test_a_run_that_is_killed_while_it_writes_leaves_nothing(tmp_path: Path, moment: str, before: list[str]) -> None:
    for name in before:
        (tmp_path / name).write_bytes(OLD)
    killed(tmp_path / "x.png", moment)
    assert names(tmp_path) == before
    assert all((tmp_path / name).read_bytes() == OLD for name in before)


@UNNAMED
def test_a_run_that_is_killed_before_the_last_step_leaves_what_the_next_takes_away(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(OLD)
    for _ in range(2):
        killed(tmp_path / "x.png", "named")
        assert names(tmp_path) == [atomic.part_of("x.png"), "x.png"]
        assert (tmp_path / atomic.part_of("x.png")).read_bytes() == NEW
        assert (tmp_path / "x.png").read_bytes() == OLD
    write(tmp_path / "x.png", NEW)
    assert names(tmp_path) == ["x.png"]


WRITING = """
import sys
from pathlib import Path
from bodymap.files.disk import write

print("begun", flush=True)
while True:
    write(Path(sys.argv[1]), sys.argv[2].encode() * 200_000)
"""


@UNNAMED
def test_runs_that_write_one_file_and_are_killed_at_any_moment(tmp_path: Path) -> None:
    """Two at a time, ten times over: the file is whole whenever one looks, and what is left goes with the next writing."""
    path = tmp_path / "x.png"
    path.write_bytes(b"a" * 200_000)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    for turn in range(10):
        lines = ([sys.executable, "-c", WRITING, str(path), letter] for letter in "ab")
        runs = [subprocess.Popen(line, env=environment, stdout=subprocess.PIPE) for line in lines]
        for process in runs:
            assert process.stdout
            assert process.stdout.readline() == b"begun\n"
        for _ in range(20):
            data = path.read_bytes()
            assert len(data) == 200_000
            assert len(set(data)) == 1
        time.sleep(0.003 * turn)
        for process in runs:
            process.kill()
            process.communicate()
        assert set(names(tmp_path)) <= {"x.png", atomic.part_of("x.png")}
    write(path, NEW)
    assert names(tmp_path) == ["x.png"]
