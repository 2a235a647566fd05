"""What the tests of `bodymap batch` share: tables, the command in a process of its own, and what a folder holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from bodymap.cli import app


def run(*arguments: str | Path, stdin: bytes | None = None) -> tuple[int, str, str]:
    """The command here: exit code, standard output, standard error."""
    result = CliRunner().invoke(app, ["batch", *map(str, arguments)], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def started(*arguments: str | Path, **settings: Any) -> subprocess.Popen[str]:
    """The command in a process of its own, at the head of a group of its own, as a terminal starts it."""
    command = [sys.executable, "-c", "from bodymap.cli import main; main()", "batch", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, start_new_session=True, **({"preexec_fn": _heeding} | pipes | settings))


def _heeding() -> None:
    """Hear Ctrl-C and a closed terminal: what runs in the background, or under nohup, is deaf to them as its parent is."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def many(path: Path, rows: int) -> Path:
    """A table of small pictures that all differ; those of the second half are larger."""
    lines = (f"soleus,{120 + n}x{90 if n < rows // 2 else 200},none" for n in range(rows))
    path.write_text("muscle,size,labels\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def files(out: Path) -> dict[str, str]:
    """The hash of each file that a user sees in a folder."""
    found = sorted(path for path in out.rglob("*") if path.is_file() and ".bodymap" not in path.parts)
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return found


def pictures(out: Path) -> list[Path]:
    return sorted(out.glob("*.png"))


def until(happens: Any, seconds: float = 30.0) -> None:
    """Wait for something that is bound to happen."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def group(leader: int) -> list[int]:
    """The processes of a group that live; those that only wait to be buried do not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of, *_ = path.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(of) == leader and state not in "ZX":
            found.append(int(path.parent.name))
    return found


def workers(leader: int) -> list[int]:
    """The processes of a batch that draw: the children of the server that its process has started."""
    children = [pid for pid in group(leader) if _parent(pid) == leader]
    return [pid for pid in group(leader) if _parent(pid) in children]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def ended(pids: Sequence[int], how: int = signal.SIGKILL) -> None:
    for pid in pids:
        os.kill(pid, how)
