"""Which tests reach which line: every test file runs once, in a process of its own, under coverage.py.

A line that runs inside a fixture or a cached function is reached by the first test that needs it and by no other, so a
mutant is shown to the tests that reach its line first, and then to the other tests of their files.
"""

from __future__ import annotations

import ast
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from . import forks
from .operators import Mutant

LEFT_OUT = (
    "fuzz/*", "mutants/*", "platemaker/*", "test_architecture.py", "test_atlas_pages.py", "test_batch*.py", "test_disk*.py",
    "test_charts_at_random.py", "test_cli_terminal.py", "test_docs.py", "test_examples.py", "test_gallery.py",
    "test_hostile.py", "test_neighbours.py", "test_packaging.py", "test_readability.py", "test_settings.py",
)  # fmt: skip
"""Test files that are not shown mutants: they hold other code, run bodymap in processes that no mutant gets into, or
take minutes for what others notice sooner."""

MARKERS = "not slow and not browser and not poppler and not office and not inkscape and not registry and not plates"

FILE_LIMIT = 600.0
"""Seconds of processor time that a test file may take under coverage."""

NEAREST = 4
"""Number of test files in the first batch."""

OVERHEAD = 0.01
"""Seconds that pytest itself takes for a test."""

LONGEST = 12.0
"""A test that takes more seconds than this is not used."""


class Reach:
    """What each test takes, seconds of processor time, and the lines of each module that it reaches."""

    def __init__(self, seconds: dict[str, float], lines: dict[str, dict[int, set[str]]]) -> None:
        self.seconds, self.lines = seconds, lines
        self.reach = Counter(
            file for by_line in lines.values() for tests in by_line.values() for file in {_file(test) for test in tests}
        )

    def tests(self, lines: Mapping[str, Sequence[int]], budget: float) -> list[list[str]]:
        """The tests for a change on any of these lines, by module, in batches.

        First come the files that are the likeliest to notice and the quickest to import: those named after the module,
        then those that reach least besides. In each batch tests that reach a line come before the others of their
        files. Of a test with many parameters the quickest case takes its turn with the other tests; its other cases
        come after them. `budget` is the seconds that each batch may take, and a third of it for those others.
        """
        reached = {
            test for module, own in lines.items() for line in own for test in self.lines.get(module, {}).get(line, ())
        }
        names = {module.rpartition(".")[2] for module in lines}
        files = sorted(
            {_file(test) for test in reached},
            key=lambda file: (not any(name in file for name in names), self.reach[file], file),
        )
        batches = []
        for batch in (files[:NEAREST], files[NEAREST:]):
            own = {test for test in reached if _file(test) in batch}
            rest = {test for test in self.seconds if _file(test) in batch} - own
            batches.append([*self._within(own, budget), *self._within(rest, budget / 3)])
        return [batch for batch in batches if batch]

    def _within(self, tests: Iterable[str], budget: float) -> list[str]:
        chosen, spent = [], 0.0
        for test in self._in_turn(tests):
            spent += self.seconds[test] + OVERHEAD
            if spent > budget:
                break
            chosen.append(test)
        return chosen

    def _in_turn(self, tests: Iterable[str]) -> list[str]:
        turns: Counter[str] = Counter()
        found = []
        for test in sorted(tests, key=lambda test: (self.seconds[test], test)):
            function = test.partition("[")[0]
            turns[function] += 1
            found.append((turns[function], self.seconds[test], test))
        return [test for *_, test in sorted(found)]


def _file(test: str) -> str:
    return test.partition("::")[0]


def measured(
    root: Path, package: Path, modules: Mapping[str, Path], work: Path, cache: Path, workers: int = 1
) -> Reach:
    """Run the test files that have changed since the last time, and read what they reach."""
    source = _hash([*sorted(package.rglob("*.py")), *sorted((root / "tests").glob("[!t]*.py"))])
    waiting = [_File(root, file, source, work / "reach") for file in _files(root / "tests")]
    answers = [file.kept() for file in waiting if file.answer.exists()]
    waiting = [file for file in waiting if not file.answer.exists()]
    running: list[_File] = []
    while waiting or running:
        while waiting and len(running) < workers:
            running.append(waiting.pop(0))
            running[-1].start(modules, cache)
        answers += [file.kept() for file in running if file.ended()]
        running = [file for file in running if not file.answer.exists()]
        time.sleep(0.02)
    seconds: dict[str, float] = {}
    lines: dict[str, dict[int, set[str]]] = {}
    for answer in answers:
        seconds |= {test: took for test, took in answer["seconds"].items() if took <= LONGEST}
        for module, by_line in answer["lines"].items():
            for line, tests in by_line.items():
                kept = {test for test in tests if test in seconds}
                lines.setdefault(module, {}).setdefault(int(line), set()).update(kept)
    return Reach(seconds, lines)


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("test_*.py")):
        if not any(file.relative_to(folder).match(pattern) for pattern in LEFT_OUT):
            yield file


def _hash(files: Sequence[Path]) -> str:
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class _File:
    """A test file, and what it was found to reach: kept until the file or the source changes."""

    def __init__(self, root: Path, file: Path, source: str, folder: Path) -> None:
        self.test = file.relative_to(root).as_posix()
        self.name = self.test.replace("/", ".")
        self.answer = folder / f"{self.name}.{_hash([file])}.{source}.json"
        self.folder = folder / self.name

    def kept(self) -> dict[str, Any]:
        """What is known of it."""
        return json.loads(self.answer.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def start(self, modules: Mapping[str, Path], cache: Path) -> None:
        """Run it under coverage, in a process of its own."""
        self.process = forks.Running(lambda: _run(self.test, modules, self.folder, cache), self.folder, FILE_LIMIT)

    def ended(self) -> bool:
        """Whether it has ended; what it has found is kept then."""
        if (ended := self.process.poll()) is None:
            return False
        outcome, answer = ended
        if outcome != "done":
            print((self.folder / "output.txt").read_text(encoding="utf-8")[-2000:], flush=True)
            answer = {"seconds": {}, "lines": {}, "failed": [self.test]}
        for old in self.answer.parent.glob(f"{self.name}.*.json"):
            old.unlink()
        self.answer.write_text(json.dumps(answer), encoding="utf-8")
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        took, failed = time.monotonic() - self.process.started, len(answer["failed"])
        unused = f"; {failed} fail without any change and are not used" if failed else ""
        print(f"{self.test}: {len(answer['seconds'])} tests, {took:.0f} s{unused}", flush=True)
        return True


def _run(file: str, modules: Mapping[str, Path], folder: Path, cache: Path) -> dict[str, Any]:
    import coverage

    tracer = coverage.Coverage(data_file=None, include=[str(path) for path in modules.values()], config_file=False)
    tracer.start()
    watch = _Watch(tracer.switch_context)
    forks.run([file], folder / "tmp", [watch, forks.filled_cache(cache)], "-m", MARKERS)
    tracer.stop()
    data = tracer.get_data()
    lines: dict[str, dict[int, list[str]]] = {}
    for module, path in modules.items():
        by_line = data.contexts_by_lineno(str(path))
        lines[module] = {line: sorted(set(tests) & watch.seconds.keys()) for line, tests in by_line.items()}
    # What was compiled on the way serves every later run.
    for made in (folder / "tmp" / "cache").glob("*"):
        if not (cache / made.name).exists() and made.is_file():
            shutil.copy(made, cache / made.name)
    return {"seconds": watch.seconds, "lines": lines, "failed": sorted(watch.failed)}


class _Watch:
    """A plugin that tells coverage.py which test runs, and keeps the processor time of each. Failed tests are left out."""

    def __init__(self, switch) -> None:  # type: ignore[no-untyped-def]
        self.switch = switch
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.started = 0.0

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.switch(nodeid)
        self.started = time.process_time()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)
            self.seconds.pop(report.nodeid, None)
        elif report.passed and report.when == "call" and report.nodeid not in self.failed:
            self.seconds[report.nodeid] = 0.0

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        if nodeid in self.seconds:
            self.seconds[nodeid] = round(time.process_time() - self.started, 3)


def lines_of(mutant: Mutant, sources: Mapping[str, str]) -> dict[str, list[int]]:
    """The lines that a mutant bears on, by module.

    Inside a function that is its own line. A module variable bears on the lines that use its name, in any module; a
    default argument or a field of a class on the whole function or module.
    """
    tree = ast.parse(sources[mutant.module])
    statement = next(s for s in tree.body if s.lineno <= mutant.line <= (s.end_lineno or 0))
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        found = {module: _uses(ast.parse(source), names) for module, source in sources.items()}
        return {module: lines for module, lines in found.items() if lines}
    inner = [
        node
        for node in ast.walk(statement)
        if isinstance(node, ast.FunctionDef) and node.lineno <= mutant.line <= (node.end_lineno or 0)
    ]
    if inner and mutant.line >= inner[-1].body[0].lineno:
        # A statement over several lines counts as reached on any of them.
        own, name = _statement(inner[-1], mutant.line), inner[-1].name
        if any(isinstance(s, ast.Assign | ast.AnnAssign) and s.value and _named(s.value, {name}) for s in tree.body):
            own = sorted({*own, *_uses(tree, {name})})  # it makes a module variable, once, before any test runs
        return {mutant.module: own}
    whole = inner[-1] if inner else statement
    return {mutant.module: _bodies(whole) or _bodies(tree)}


def _uses(tree: ast.Module, names: set[str]) -> list[int]:
    """The lines inside functions that use any of the names, a module variable that is made of them, or such a field."""
    for _ in range(2):
        for statement in tree.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value and _named(statement.value, names):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                names = names | {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    lines = {
        line
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name | ast.Attribute) and _named(node, names)
        for line in (_statement(function, node.lineno) if node.lineno >= function.body[0].lineno else _bodies(function))
    }
    for record in ast.walk(tree):
        # A field of a class bears on the class, or on the module of a record.
        if isinstance(record, ast.ClassDef):
            fields = [s for s in record.body if not isinstance(s, ast.FunctionDef | ast.ClassDef)]
            if any(_named(field, names) for field in fields):
                lines |= set(_bodies(record) or _bodies(tree))
    return sorted(lines)


def _named(node: ast.AST, names: set[str]) -> bool:
    return any(
        (isinstance(n, ast.Name) and n.id in names) or (isinstance(n, ast.Attribute) and n.attr in names)
        for n in ast.walk(node)
    )


def _statement(function: ast.FunctionDef, line: int) -> list[int]:
    """The lines of the innermost statement around a line; of a compound one, those of its head."""
    around = [n for n in ast.walk(function) if isinstance(n, ast.stmt) and n.lineno <= line <= (n.end_lineno or 0)]
    inner = max(around, key=lambda n: (n.lineno, -(n.end_lineno or 0)))
    body = getattr(inner, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else inner.end_lineno or line
    return list(range(inner.lineno, max(last, line) + 1))


def _bodies(node: ast.AST) -> list[int]:
    """The lines of all functions in a node."""
    functions = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef)]
    return sorted({n.lineno for f in functions for s in f.body for n in ast.walk(s) if isinstance(n, ast.stmt)})
