"""The world going wrong: the command line run as a process of its own, in a place or with a right that it lacks."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

RENDER = ("render", "tennis-elbow", "--size", "400x300")

_PR_CAPBSET_DROP = 24
_OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of linux/capability.h


def as_anyone() -> None:
    """Give up what lets root read and write everywhere; to be called in the child, before the program begins."""
    if os.geteuid() == 0:
        for right in _OVERRIDES:
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, right, 0, 0, 0)


def command(*words: str) -> list[str]:
    """The command line of this checkout."""
    return [sys.executable, str(ROOT / "cli.py"), *words]


def run(
    *words: str | os.PathLike[str] | bytes,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    only: Sequence[str] | None = None,
    before: Callable[[], None] | None = None,
    **more: Any,
) -> subprocess.CompletedProcess[bytes]:
    """Run it and wait: in the folder `cwd`, with `env` added to the environment, or to no more than `only` of it."""
    kept = {name: os.environ[name] for name in (os.environ if only is None else only) if name in os.environ}
    line = [*command(), *words]
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(
        line, cwd=cwd, env=kept | dict(env or {}), preexec_fn=before, check=False, timeout=120, **more
    )


def told(result: subprocess.CompletedProcess[bytes]) -> str:
    """What it said of a fault: the one line, without the program's name."""
    assert result.returncode == 2, (result.returncode, result.stderr.decode())
    [line] = result.stderr.decode().splitlines()
    return line.removeprefix("bodymap: ")
