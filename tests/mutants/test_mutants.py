"""The mutation run itself: which changes it tries, which tests it picks, and that a child process is told right from wrong."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from . import forks, operators, report, selection
from .operators import Mutant

SOURCE = '''
"""A module."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    WRONG = 1

FORMAT = 3
Point = tuple[float, float]
LIMIT = 8.0
"""A limit of 8."""

def near(a: float, b: float = 2.5, *, deep: bool = False) -> bool:
    """Whether a is within 8 of b."""
    if a > LIMIT and not deep:
        raise ValueError(f"{a + 1} is more than {3 * 2}")
    return abs(a - b) < LIMIT or len(str(a)) < 3

def least(values: list[int]) -> int:
    return min(values[1:])  # pragma: no mutate: for this test
'''


def changes() -> list[tuple[str, str]]:
    return [(m.before, m.after) for m in operators.mutants(SOURCE, "m")]


def test_what_is_changed_and_what_is_left_alone() -> None:
    found = changes()
    assert ("8.0", "16.0") in found
    assert ("8.0", "4.0") in found
    assert ("2.5", "5.0") in found
    assert ("False", "True") in found
    assert ("a > LIMIT", "a <= LIMIT") in found
    assert ("a > LIMIT and (not deep)", "a > LIMIT or not deep") in found
    assert ("a > LIMIT and (not deep)", "a > LIMIT and deep") in found
    assert ("a - b", "a + b") in found
    assert ("abs(a - b) < LIMIT", "abs(a - b) >= LIMIT") in found
    assert ("abs(a - b) < LIMIT", "abs(a - b) <= LIMIT") not in found, "of measured numbers no two are equal"
    assert ("len(str(a)) < 3", "len(str(a)) <= 3") in found
    assert any(after == "return False" for _, after in found)
    told = " ".join(f"{before} {after}" for before, after in found)
    for left in ("WRONG", "FORMAT", "tuple[", "3 * 2", "a + 1", "min(", "values["):
        assert left not in told


def run(index: int) -> ModuleType:
    module = ModuleType("m")
    exec(operators.compiled(SOURCE, index, "m.py"), module.__dict__)  # noqa: S102
    return module


def test_a_mutant_is_compiled_with_that_change_and_no_other() -> None:
    by_change = {(m.before, m.after): m.index for m in operators.mutants(SOURCE, "m")}
    assert run(by_change["8.0", "16.0"]).LIMIT == 16
    other = run(by_change["a - b", "a + b"])
    assert (other.LIMIT, other.near(5, -9)) == (8, True)
    assert run(by_change["2.5", "5.0"]).near.__defaults__ == (5.0,)
    assert all(isinstance(run(m.index), ModuleType) for m in operators.mutants(SOURCE, "m"))


def test_names_of_mutants_differ_and_do_not_depend_on_lines() -> None:
    found = operators.mutants(SOURCE, "m")
    names = [m.name for m in found]
    assert len(set(names)) == len(names)
    assert [m.name for m in operators.mutants("\n\n" + SOURCE, "m")] == names
    assert len({m.rank(1) for m in found}) == len(found)
    assert sorted(found, key=lambda m: m.rank(1)) != sorted(found, key=lambda m: m.rank(2))


SOURCES = {
    "p.a": "GAIN = 2.0\nTWICE = 2 * GAIN\n\n\ndef scale(x, by=1.0):\n    y = x * by\n    return y * TWICE\n",
    "p.b": "from . import a\n\n\ndef worth(x):\n    z = 1\n    return x > a.GAIN\n",
}


def lines(before: str) -> dict[str, list[int]]:
    [mutant] = [m for m in operators.mutants(SOURCES["p.a"], "p.a") if before in m.before][:1]
    return selection.lines_of(mutant, SOURCES)


def test_a_mutant_bears_on_its_own_line_or_on_those_that_use_its_name() -> None:
    assert lines("x * by") == {"p.a": [6]}
    assert lines("2.0") == {"p.a": [7], "p.b": [6]}, "through TWICE, and in another module"
    assert lines("1.0") == {"p.a": [6, 7]}, "a default argument bears on the whole function"
    settings = "LIMIT = 8\n\n\nclass Page:\n    most = LIMIT\n\n    def full(self, n):\n        return n > self.most\n"
    [mutant, *_] = operators.mutants(settings, "p.c")
    assert selection.lines_of(mutant, {"p.c": settings}) == {"p.c": [8]}, "a field of a class bears on its methods"
    made = "def start():\n    return 1.5\n\n\nFIRST = start()\n\n\ndef next(n):\n    return FIRST + n\n"
    [mutant] = [m for m in operators.mutants(made, "p.d") if m.before == "1.5"][:1]
    assert selection.lines_of(mutant, {"p.d": made}) == {"p.d": [2, 9]}, "what is made of it before any test runs"


def test_tests_that_reach_a_line_come_first_and_each_function_has_its_turn() -> None:
    seconds = {f"tests/test_a.py::many[{n}]": 0.01 for n in range(50)} | {
        "tests/test_a.py::one": 0.5,
        "tests/test_z.py::wide": 0.1,
        "tests/test_z.py::other": 0.1,
        "tests/test_y.py::elsewhere": 0.1,
    }
    reached = {"tests/test_a.py::one", "tests/test_z.py::wide", *(f"tests/test_a.py::many[{n}]" for n in range(50))}
    reach = selection.Reach(seconds, {"p.a": {6: reached, 7: set()}})
    [batch] = reach.tests({"p.a": [6]}, 1.0)
    assert batch[:3] == ["tests/test_a.py::many[0]", "tests/test_z.py::wide", "tests/test_a.py::one"]
    assert batch[-1] == "tests/test_z.py::other"
    assert "tests/test_y.py::elsewhere" not in batch
    assert sum(seconds[test] for test in batch) < 1.4
    assert reach.tests({"p.a": [7]}, 1.0) == []


def test_a_child_says_what_came_of_it(tmp_path: Path) -> None:
    assert forks.Running(lambda: {"a": 1}, tmp_path, 20).wait() == ("done", {"a": 1})
    assert forks.Running(lambda: 1 / 0, tmp_path, 20).wait() == ("crash", None)
    assert "ZeroDivisionError" in (tmp_path / "output.txt").read_text()
    assert forks.Running(lambda: time.sleep(60), tmp_path, 0.01).wait() == ("timeout", None), "it does nothing"


def test_a_child_that_fills_the_memory_is_stopped(tmp_path: Path) -> None:
    assert forks.Running(lambda: len(bytearray(2 * forks.MEMORY)), tmp_path, 20).wait() == ("crash", None)
    assert "MemoryError" in (tmp_path / "output.txt").read_text()


def test_a_child_that_computes_for_ever_is_stopped(tmp_path: Path) -> None:
    def endless() -> None:
        while True:
            pass

    child = forks.Running(endless, tmp_path, 1)
    assert child.wait() == ("timeout", None)
    assert time.monotonic() - child.started < forks.WAIT


TESTS = """
from tiny import near

def test_near():
    assert near(5, 4)
    assert not near(200, 4, deep=True)
"""


@pytest.mark.parametrize(
    ("change", "status"),
    [(("abs(a - b) < LIMIT", "abs(a - b) >= LIMIT"), 1), (("2.5", "5.0"), 0)],
    ids=["noticed", "not noticed"],
)
def test_a_child_runs_the_tests_on_the_changed_module(tmp_path: Path, change: tuple[str, str], status: int) -> None:
    (tmp_path / "tiny.py").write_text(SOURCE)
    (tmp_path / "test_tiny.py").write_text(TESTS)
    [index] = [m.index for m in operators.mutants(SOURCE, "tiny") if (m.before, m.after) == change]

    def work() -> int:
        sys.path.insert(0, str(tmp_path))
        sys.meta_path.insert(0, forks.Replaced("tiny", operators.compiled(SOURCE, index, str(tmp_path / "tiny.py"))))
        return forks.run([str(tmp_path / "test_tiny.py")], tmp_path / "tmp", [], f"--rootdir={tmp_path}")

    assert forks.Running(work, tmp_path / "child", 60).wait() == ("done", status)


def test_the_report_counts_and_gives_the_reasons_of_survivors(tmp_path: Path) -> None:
    killed, alive = (Mutant("bodymap.layout.x", "f", n, "constant", f"{n}", f"{n + 1}", 1, n) for n in (1, 2))
    results = {killed.name: {"outcome": "killed"}, alive.name: {"outcome": "survived"}}
    words = report.text([killed, alive], results, {alive.name: "the same picture"}, 9, "seed 3")
    assert words.startswith("2 of 9 mutants were tried (seed 3); 50.0% were killed.")
    assert "| layout | 2 | 1 | 0 | 1 |" in words
    assert "| layout.x.f: `2 -> 3` | the same picture |" in words
    assert "**no reason yet**" in report.text([alive], results, {}, 9, "seed 3")
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n\n{report.BEGIN}\nold\n{report.END}\n\nAfter.\n")
    report.into_page(page, words)
    assert page.read_text().startswith("Before.\n\n" + report.BEGIN)
    assert "old" not in page.read_text()
    assert page.read_text().endswith("\n\nAfter.\n")
