from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from bodymap.body import packed, plates, svg
from bodymap.body.plate import Plate
from bodymap.errors import BodymapError
from bodymap.files import disk_cache

SMALL = Path(__file__).parent / "data" / "small.svg"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BODYMAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The labels of the plates that were read from SVG."""
    labels: list[str] = []
    parse = svg.parse

    def recording(raw: bytes, *, label: str) -> Plate:
        labels.append(label)
        return parse(raw, label=label)

    monkeypatch.setattr(svg, "parse", recording)
    return labels


def same(a: Any, b: Any) -> bool:
    """Records that hold arrays, compared field by field."""
    if isinstance(a, np.ndarray):
        return bool(a.dtype == b.dtype and np.array_equal(a, b))
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, msgspec.Struct):
        return type(a) is type(b) and all(same(getattr(a, name), getattr(b, name)) for name in a.__struct_fields__)
    return bool(a == b)


def test_the_compiled_form_holds_everything() -> None:
    plate = svg.parse(SMALL.read_bytes(), label="")
    assert same(packed.unpack(packed.pack(plate)), plate)


def test_one_plate_has_one_compiled_form() -> None:
    plate = svg.parse(SMALL.read_bytes(), label="")
    assert packed.pack(packed.unpack(packed.pack(plate))) == packed.pack(plate)


def test_arrays_of_a_compiled_plate_are_read_only() -> None:
    plate = packed.unpack(packed.pack(svg.parse(SMALL.read_bytes(), label="")))
    with pytest.raises(ValueError, match="read-only"):
        plate.outline.points[0] = 0


def test_a_plate_is_read_from_svg_once(cache: Path, parses: list[str]) -> None:
    first, second = plates.read(SMALL), plates.read(SMALL)
    assert len(parses) == 1
    assert same(first, second)
    assert [path.suffix for path in cache.iterdir()] == [".plate"]


def test_an_edited_plate_is_read_afresh(cache: Path, parses: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.svg"
    shutil.copy(SMALL, copy)
    plates.read(copy)
    copy.write_text(SMALL.read_text().replace('data-stature="180"', 'data-stature="181"'))
    assert plates.read(copy).stature == 181
    assert len(parses) == 2


@pytest.mark.parametrize("spoilt", [b"", b"\x00" * 40, b"\xc1", "half"])
def test_a_spoilt_cache_is_mended(cache: Path, parses: list[str], spoilt: bytes | str) -> None:
    plate = plates.read(SMALL)
    [kept] = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if isinstance(spoilt, str) else spoilt)
    assert same(plates.read(SMALL), plate)
    assert len(parses) == 2
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parses: list[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BODYMAP_CACHE", str(tmp_path / "file" / "cache"))
    assert plates.read(SMALL).body == "neutral-adult"
    assert plates.read(SMALL).body == "neutral-adult"
    assert len(parses) == 2


def test_a_write_that_fails_leaves_nothing_behind(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(Path, "replace", full)
    plates.read(SMALL)
    assert list(cache.iterdir()) == []


def test_the_cache_forgets_the_oldest(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST_KEPT", 2)
    cache.mkdir()
    for age in range(4):
        old = cache / f"{age}.1.plate"
        old.write_bytes(b"")
        os.utime(old, (1000 - age, 1000 - age))
    plates.read(SMALL)
    assert len(list(cache.iterdir())) == 2
    assert (cache / "0.1.plate").exists()


def test_a_compiled_plate_is_loaded_without_the_svg_libraries(cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bodymap.body import plates; plates.read(Path(sys.argv[1]));"
        "print(sorted({'svgpathtools', 'scipy', 'defusedxml', 'PIL', 'matplotlib', 'xml'} & set(sys.modules)))"
    )
    plates.read(SMALL)
    run = subprocess.run([sys.executable, "-c", code, str(SMALL)], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_plate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BodymapError, match=r"none\.svg: no such file or directory$"):
        plates.read(tmp_path / "none.svg")


def test_a_plate_too_large_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates, "MOST_BYTES", 1024)
    with pytest.raises(BodymapError, match=r"small\.svg: larger than 1 kB, which is the limit$"):
        plates.read(SMALL)


def test_the_default_body_comes_first() -> None:
    assert plates.bodies()[0] == plates.DEFAULT_BODY


def test_an_unknown_body_is_answered_with_the_nearest() -> None:
    with pytest.raises(BodymapError, match=r"^unknown body 'neutral'; did you mean 'neutral-adult'\? It may be "):
        plates.load("neutral", "anterior")


def test_an_unknown_view_is_answered_with_the_choices() -> None:
    with pytest.raises(BodymapError) as caught:
        plates.load(plates.DEFAULT_BODY, "anterier")
    assert str(caught.value) == (
        "unknown view 'anterier'; did you mean 'anterior'? "
        "It may be anterior, posterior, left-lateral, right-lateral, plantar or medial."
    )
