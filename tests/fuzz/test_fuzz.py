"""A bounded, repeatable run of every target; `make fuzz` is the long one."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bodymap.files.disk import assets

from . import targets
from .targets import TARGETS

ROOT = Path(__file__).parents[2]

RUNS = {
    "condition": 150,
    "theme": 250,
    "muscles": 40,
    "areas": 60,
    "clinic": 1500,
    "jobs": 600,
    "plate": 400,
    "compiled": 1500,
    "command": 60,
}
"""How many inputs the coverage-guided fuzzer tries of each target here, fit for some seconds of each."""  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _apart() -> Iterator[None]:
    with targets.undrawn():
        yield
    targets.forget()


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A seed of a target with a few stretches taken out, doubled, or put in."""
    data = draw(st.sampled_from(TARGETS[name].seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 7, 60))))
        put = draw(st.sampled_from((*TARGETS[name].tokens, data[start:end] * 2)) | st.binary(max_size=6))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_mutated_is_refused_in_one_line_or_taken(name: str) -> None:
    @settings(max_examples=40 if name == "command" else 80)
    @given(mutated(name))
    def tried(data: bytes) -> None:
        TARGETS[name].run(data)

    tried()


def spots(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in plain data."""
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from spots(inner, (*at, key))


def planted(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    """Plain data with another value in that place."""
    if not at:
        return new
    inner = planted(value[at[0]], at[1:], new)
    if isinstance(value, dict):
        return {**value, at[0]: inner}
    return [*value[: at[0]], inner, *value[at[0] + 1 :]]


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(["", " ", "x" * 10_000, "\u202eabc", "a\u0000", "\U0001f9b4", "é" * 300, "deltoid", "low-back"]),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("condition", "conditions/tennis-elbow.yaml"),
        ("condition", "conditions/fibromyalgia.yaml"),
        ("theme", "themes/dark.yaml"),
        ("muscles", "muscles/chest.yaml"),
        ("areas", "areas.yaml"),
    ],
)
def test_any_value_in_any_place_of_a_file_is_refused_in_one_line_or_taken(name: str, file: str) -> None:
    whole = yaml.safe_load((assets() / file).read_text(encoding="utf-8"))
    places = list(spots(whole))

    @settings(max_examples=60)
    @given(st.sampled_from(places), ODD)
    def tried(at: tuple[Any, ...], odd: Any) -> None:
        TARGETS[name].run(json.dumps(planted(whole, at, odd), allow_nan=True).encode())

    tried()


CASES = [
    pytest.param(name, path, id=f"{name}/{path.name}")
    for name, target in TARGETS.items()
    for path in target.found(name)
]


@pytest.mark.parametrize(("name", "path"), CASES)
def test_what_once_went_wrong_stays_mended(name: str, path: Path) -> None:
    TARGETS[name].run(path.read_bytes())


def test_a_target_lets_a_fault_of_ours_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("bodymap.body.svg.parse", broken)
    with pytest.raises(KeyError):
        TARGETS["plate"].run(b"<svg/>")
    monkeypatch.setattr("bodymap.scene.plan", broken)
    with pytest.raises(KeyError):
        TARGETS["command"].run(b"describe\ntennis-elbow")


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="needs the package atheris, which is not installed"
)
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_of_the_coverage_guided_fuzzer_finds_nothing(name: str, tmp_path: Path) -> None:
    # started by a shell: the highest use of memory that the fuzzer reads passes from whoever starts it, here these tests
    command = [
        "sh",
        "-c",
        '"$@"; exit $?',
        "sh",
        sys.executable,
        "-m",
        "tests.fuzz",
        name,
        "--runs",
        str(RUNS[name]),
        "--slowest",
        "20",
        "--finds",
        str(tmp_path),
    ]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"BODYMAP_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert f"Done {RUNS[name]} runs" in result.stderr
