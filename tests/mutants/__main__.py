"""`python -m tests.mutants`: try a sample of mutants and report which of them no test notices."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import forks, operators, report, selection
from .operators import Mutant

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "bodymap"
NOTES = Path(__file__).with_name("survivors.yaml")
PAGE = ROOT / "docs" / "testing.md"

PACKAGES = ("content", "finding", "layout", "display", "backends")
"""The packages whose modules are changed, where they exist."""

REMADE = {"finding": ("covers",)}
"""What is compiled by a package, by the kind of its files in the cache: its mutants find none of it there."""


LEAST = 0.9
"""The share of mutants that must be killed."""


def main() -> int:
    """Try the sample; returns 1 if too few are killed or a survivor has no reason."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=200, help="Number of mutants; 0 tries all.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, choices=(1, 2))
    parser.add_argument(
        "--budget", type=float, default=20.0, help="Seconds of tests that reach a line, and of others in their files."
    )
    parser.add_argument("--only", default="", help="Try only mutants whose name contains this, e.g. layout.insets.")
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "mutants", help="Where results are kept.")
    parser.add_argument("--again", action="store_true", help="Try survivors again, e.g. with a larger budget.")
    parser.add_argument("--list", action="store_true", help="List the sample and exit.")
    parser.add_argument("--write", action="store_true", help="Write the result into docs/testing.md.")
    asked = parser.parse_args()
    # This checkout is tested, even if another one is installed; also by tests that start Python in other folders.
    sys.path.insert(0, str(PACKAGE.parent))
    os.environ["PYTHONPATH"] = str(PACKAGE.parent)

    sources = {name: path.read_text(encoding="utf-8") for name, path in _modules(PACKAGE).items()}
    everything = [
        m for name in sources if name.split(".")[1] in PACKAGES for m in operators.mutants(sources[name], name)
    ]
    sample = sorted((m for m in everything if asked.only in m.name), key=lambda m: m.rank(asked.seed))
    sample = sample[: asked.sample or None]
    if asked.list:
        print("\n".join(f"{m.line:4} {m.kind:10} {m.name}" for m in sorted(sample)))
        return 0
    forks.preload()
    folder = asked.folder.resolve()
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    targets = {name: path for name, path in _modules(PACKAGE).items() if name.split(".")[1] in PACKAGES}
    reach = selection.measured(ROOT, PACKAGE, targets, folder, cache, asked.workers)
    if not any(reach.lines.values()):
        print("No test reaches any line: is another bodymap tested than this one?")
        return 1
    results = _Results(folder / "results.json", sources)
    known = {
        m.name
        for m in sample
        if results.known(m) and not (asked.again and results.all[m.name]["outcome"] == "survived")
    }
    waiting = [m for m in sorted(sample, key=lambda m: (m.module, m.index)) if m.name not in known]
    print(f"{len(sample)} of {len(everything)} mutants, {len(waiting)} of them to be tried", flush=True)
    _try(waiting, sources, reach, results, folder, cache, asked.workers, asked.budget)
    reasons = yaml.safe_load(NOTES.read_text(encoding="utf-8")) or {} if NOTES.exists() else {}
    words = report.text(sample, results.all, reasons, len(everything), f"seed {asked.seed}, {_commit()}")
    print(words)
    if asked.write:
        report.into_page(PAGE, words)
    unexplained = [m for m in sample if results.all[m.name]["outcome"] == "survived" and m.name not in reasons]
    return int(bool(unexplained) or report.killed(sample, results.all) < LEAST)


def _commit() -> str:
    """Which source was tried."""
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    found = subprocess.run(git, capture_output=True, text=True, check=False)
    return f"commit {found.stdout.strip()}" if found.returncode == 0 else "not from a repository"


def _modules(package: Path) -> dict[str, Path]:
    """Every module of the package, by its name."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        if path.name != "__init__.py" and name.count(".") > 1:
            found[name] = path
    return found


class _Results:
    """What is known of each mutant, kept in a file, so that a run can be interrupted and continued.

    That a mutant was killed stays true as long as its module and the test file that killed it are the same; that it
    survived, as long as no source and no test has changed.
    """

    def __init__(self, file: Path, sources: Mapping[str, str]) -> None:
        self.file, self.sources = file, sources
        self.all: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        tests = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path.parent.name != "mutants"]
        self.state = _digest(*sources.values(), *(path.read_text(encoding="utf-8") for path in tests))

    def known(self, mutant: Mutant) -> bool:
        """Whether the result of an earlier run still holds."""
        before = self.all.get(mutant.name)
        return before is not None and before["holds"] == self._holds(mutant, before)

    def add(self, mutant: Mutant, result: dict[str, Any]) -> None:
        """Keep a result."""
        self.all[mutant.name] = {**result, "holds": self._holds(mutant, result)}
        beside = self.file.with_suffix(".new")
        beside.write_text(json.dumps(self.all, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(self.file)

    def _holds(self, mutant: Mutant, result: Mapping[str, Any]) -> str:
        if result["outcome"] != "killed":
            return self.state
        test = ROOT / result["by"].partition("::")[0]
        return _digest(self.sources[mutant.module], test.read_text(encoding="utf-8") if test.is_file() else "")


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


class _First:
    """A plugin that keeps the name of the first test that fails."""

    def __init__(self) -> None:
        self.failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def _try(
    waiting: Sequence[Mutant],
    sources: Mapping[str, str],
    reach: selection.Reach,
    results: _Results,
    folder: Path,
    cache: Path,
    workers: int,
    budget: float,
) -> None:
    running: dict[int, tuple[Mutant, forks.Running]] = {}
    queue, done = list(waiting), 0
    try:
        while queue or running:
            for slot in range(workers):
                if slot in running or not queue:
                    continue
                mutant = queue.pop(0)
                tests = reach.tests(selection.lines_of(mutant, sources), budget)
                if not tests:
                    results.add(mutant, {"outcome": "survived", "by": "", "seconds": 0.0})
                    done += 1
                    print(f"{done}/{len(waiting)} not reached by any test: {mutant.name}", flush=True)
                    continue
                running[slot] = mutant, _start(mutant, tests, sources, reach, folder / f"worker-{slot}", cache)
            for slot, (mutant, child) in list(running.items()):
                if (ended := child.poll()) is None:
                    continue
                del running[slot]
                done += 1
                outcome, answer = ended
                result = answer or {"outcome": outcome, "by": ""}
                result["seconds"] = round(time.monotonic() - child.started, 1)
                results.add(mutant, result)
                by = f" by {result['by']}" if result["by"] else ""
                print(
                    f"{done}/{len(waiting)} {result['outcome']} ({result['seconds']} s): {mutant.name}{by}", flush=True
                )
            time.sleep(0.02)
    finally:
        for _, child in running.values():
            child.stop()


def _start(
    mutant: Mutant,
    batches: Sequence[Sequence[str]],
    sources: Mapping[str, str],
    reach: selection.Reach,
    folder: Path,
    cache: Path,
) -> forks.Running:
    def work() -> dict[str, Any]:
        path = PACKAGE.parent.joinpath(*mutant.module.split(".")).with_suffix(".py")
        code = operators.compiled(sources[mutant.module], mutant.index, str(path))
        sys.meta_path.insert(0, forks.Replaced(mutant.module, code))
        first, remade = _First(), REMADE.get(mutant.module.split(".")[1], ())
        for batch in batches:
            status = forks.run(batch, folder / "tmp", [first, forks.filled_cache(cache, remade)], "-x")
            if status not in (0, 1, 2):
                raise RuntimeError(f"pytest ended with {status}")
            if status:
                return {"outcome": "killed", "by": first.failed}
        return {"outcome": "survived", "by": ""}

    shutil.rmtree(folder, ignore_errors=True)
    limit = 30.0 + 4 * sum(reach.seconds[test] for batch in batches for test in batch)
    return forks.Running(work, folder, limit)


if __name__ == "__main__":
    sys.exit(main())
