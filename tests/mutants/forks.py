"""Pytest in a process that is forked from this one, which has loaded what the tests need, but nothing of bodymap."""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import json
import math
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

PRELOADED = (
    "hypothesis", "lxml.etree", "matplotlib.backends.backend_agg", "matplotlib.figure", "msgspec", "numpy",
    "PIL.Image", "pptx", "pypdf", "rich.console", "typer.testing", "typst", "yaml",
)  # fmt: skip
"""What the parent imports once. A package that isn't there is left to the tests that need it."""


def preload() -> None:
    """Import what most tests import."""
    for name in PRELOADED:
        with contextlib.suppress(ImportError):
            __import__(name)


MEMORY = 3 * 2**30
"""Bytes that a child may take: a wrong step of a range would fill the machine."""

WAIT = 12
"""A child that has hardly been given the processor is waited for this many times as long as it may compute."""


class Running:
    """A forked child that may take `limit` seconds of processor time. What it computes comes back as JSON in a file."""

    def __init__(self, work: Callable[[], Any], folder: Path, limit: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._answer, self.limit, self.started = folder / "answer.json", limit, time.monotonic()
        self._answer.unlink(missing_ok=True)
        sys.stdout.flush()
        self._pid = os.fork()
        if self._pid == 0:
            self._child(work, folder / "output.txt")

    def _child(self, work: Callable[[], Any], output: Path) -> None:
        code = 1
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(self.limit), math.ceil(self.limit) + 5))
            to = os.open(output, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            for stream in (1, 2):
                os.dup2(to, stream)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            answer = work()
            self._answer.write_text(json.dumps(answer), encoding="utf-8")
            code = 0
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
        finally:
            os._exit(code)

    def poll(self) -> tuple[str, Any] | None:
        """None while it runs; then `done` with the answer, `timeout`, or `crash`."""
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid == 0:
            if time.monotonic() < self.started + WAIT * self.limit:
                return None
            self.stop()
            return "timeout", None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, signal.SIGKILL)  # what it started and did not end
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
            return "timeout", None
        if self._answer.exists():
            return "done", json.loads(self._answer.read_text(encoding="utf-8"))
        return "crash", None

    def stop(self) -> None:
        """End it and what it has started."""
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self._pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)

    def wait(self) -> tuple[str, Any]:
        """Wait until it ends."""
        while (ended := self.poll()) is None:
            time.sleep(0.02)
        return ended


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from code that is already compiled."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:
        return self.code


class Replaced(importlib.abc.MetaPathFinder):
    """Makes one module be loaded from other code; it must not have been imported yet."""

    def __init__(self, module: str, code: CodeType) -> None:
        assert module not in sys.modules, module
        self.module, self.code = module, code

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        assert spec
        assert spec.origin
        loader = _Loader(fullname, spec.origin)
        loader.code = self.code
        spec.loader = loader
        return spec


def filled_cache(cache: Path, without: Sequence[str] = ()) -> object:
    """A plugin that fills the tests' cache with compiled files, but for those of some kinds."""

    @pytest.fixture(scope="session", autouse=True)
    def _a_filled_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
        to = tmp_path_factory.getbasetemp() / "cache"
        to.mkdir(exist_ok=True)
        for file in cache.glob("*"):
            if file.suffix.lstrip(".") not in without:
                shutil.copy(file, to / file.name)

    plugin = ModuleType("filled_cache")
    plugin._a_filled_cache = _a_filled_cache  # type: ignore[attr-defined]
    return plugin


def run(tests: Sequence[str], temporary: Path, plugins: Sequence[object], *options: str) -> int:
    """Run pytest here, in this process, with plugins of ours."""
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={temporary}", "--tb=short"]
    arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # Hypothesis is loaded already
    return int(pytest.main([*arguments, *options, *tests], plugins=[*plugins]))
