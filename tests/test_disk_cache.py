"""What is compiled once: found in the package and in the user's folder, and never in the way."""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bodymap.body import plates, svg
from bodymap.files import disk_cache

SMALL = Path(__file__).parent / "data" / "small.svg"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BODYMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(disk_cache, "shipped", lambda: tmp_path / "shipped")
    disk_cache._note.cache_clear()
    return tmp_path / "cache"


def test_what_is_kept_is_found_again_and_mapped(cache: Path) -> None:
    disk_cache.put("a.1.thing", b"some bytes")
    found = disk_cache.get("a.1.thing")
    assert found is not None
    assert bytes(found) == b"some bytes"
    assert isinstance(found.obj, mmap.mmap)
    assert found.readonly
    assert disk_cache.get("b.1.thing") is None


def test_a_plate_lies_where_its_file_is_mapped(cache: Path) -> None:
    plates.read(SMALL)
    plate = plates.read(SMALL)
    base = plate.outline.points
    while hasattr(base, "base"):
        base = base.base
    assert isinstance(memoryview(base).obj, mmap.mmap)


@pytest.mark.parametrize("at", [0, 3, 7, 8, 200, -1])
def test_a_single_wrong_byte_is_noticed(cache: Path, at: int) -> None:
    plates.read(SMALL)
    [path] = cache.iterdir()
    whole = path.read_bytes()
    raw = bytearray(whole)
    raw[at] ^= 0xFF
    path.write_bytes(raw)
    assert disk_cache.get(path.name) is None
    assert plates.read(SMALL).stature == svg.parse(SMALL.read_bytes(), label="").stature
    assert path.read_bytes() == whole, "mended"


def test_what_comes_with_the_package_needs_no_folder(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plates.read(SMALL)
    cache.rename(tmp_path / "shipped")
    monkeypatch.setattr(svg, "parse", lambda *_, **__: pytest.fail("parsed again"))
    plates.read(SMALL)
    assert not cache.exists()


def test_a_plate_that_differs_from_the_one_compiled_with_the_package_is_compiled_for_the_user(
    cache: Path, tmp_path: Path
) -> None:
    plates.read(SMALL)
    cache.rename(tmp_path / "shipped")
    mine = tmp_path / "mine.svg"
    mine.write_text(SMALL.read_text().replace('data-stature="180"', 'data-stature="181"'))
    assert (plates.read(SMALL).stature, plates.read(mine).stature) == (180, 181)
    assert len(list(cache.iterdir())) == 1


def test_what_was_spoilt_in_the_package_is_mended_in_the_users_folder(cache: Path, tmp_path: Path) -> None:
    plates.read(SMALL)
    cache.rename(tmp_path / "shipped")
    [path] = (tmp_path / "shipped").iterdir()
    path.write_bytes(b"spoilt")
    plates.read(SMALL)
    assert [kept.name for kept in cache.iterdir()] == [path.name]


READ = "import sys; from pathlib import Path; from bodymap.body import plates; print(plates.read(Path(sys.argv[1])).stature)"


def test_runs_that_compile_the_same_plate_at_once_do_not_meet(cache: Path) -> None:
    command = [sys.executable, "-c", READ, str(SMALL)]
    pipe = subprocess.PIPE
    runs = [subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) for _ in range(4)]
    assert [run.communicate() for run in runs] == [("180.0\n", "")] * 4
    [path] = cache.iterdir()
    assert disk_cache.get(path.name) is not None


def noted(tmp_path: Path, cache: Path, *, before: str = "") -> list[str]:
    """What a run says that reads two plates, neither of them kept yet."""
    for n in (1, 2):
        text = SMALL.read_text().replace('data-stature="180"', f'data-stature="18{n}"')
        (tmp_path / f"{n}.svg").write_text(text)
    code = f"import sys; from pathlib import Path; from bodymap.body import plates; {before}\nfor a in sys.argv[1:]: print(plates.read(Path(a)).stature)"
    command = [sys.executable, "-c", code, str(tmp_path / "1.svg"), str(tmp_path / "2.svg")]
    environment = {**os.environ, "BODYMAP_CACHE": str(cache)}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert run.stdout == "181.0\n182.0\n"
    return run.stderr.splitlines()


def test_a_folder_that_cannot_be_made_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = tmp_path / "file" / "cache"
    assert noted(tmp_path, cache) == [
        f"bodymap: note: nothing can be kept in {cache} (not a directory), so each run makes it anew; "
        "BODYMAP_CACHE names another folder"
    ]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_told_once(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o555)
    [line] = noted(tmp_path, cache)
    assert "(permission denied)" in line


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of a process")
def test_a_disk_that_is_full_leaves_nothing_and_is_told_once(tmp_path: Path) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    [line] = noted(tmp_path, tmp_path / "cache", before=full)
    assert "(file too large)" in line
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_file_that_goes_while_it_is_mapped_takes_nothing_with_it(cache: Path) -> None:
    plates.read(SMALL)
    plate = plates.read(SMALL)
    before = plate.outline.points.copy()
    shutil.rmtree(cache)
    assert (plate.outline.points == before).all()
