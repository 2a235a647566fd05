"""Where the files that come with bodymap lie, how a file from anyone is opened, and how one is written."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from ..errors import BodymapError, FileError, quoted
from . import atomic


@cache
def assets() -> Path:
    """The folder of the assets: inside the installed package, or beside `src/` in a checkout."""
    here = Path(__file__).parents[1]
    packed = here / "assets"
    return packed if packed.is_dir() else here.parents[1] / "assets"


def contents(path: Path, *, most: int, label: str) -> bytes:
    """The bytes of a file, of which there may be `most`: what is larger is a mistake or an attack.

    Raises:
        BodymapError: it can't be read, or is too large; the message calls it `label`.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise FileError(label, (error.strerror or "cannot be read").lower()) from error
    except ValueError as error:  # a NUL in the name
        raise FileError(quoted(label), "is not a valid file name") from error
    if len(raw) > most:
        raise FileError(label, f"larger than {most // 1024} kB, which is the limit")
    return raw


def write(path: Path, data: bytes, *, beside: Path | None = None) -> None:
    """Write beside, then replace: whoever looks sees the old file, the new one or none, never half of one.

    Args:
        path: the file.
        data: its bytes.
        beside: a folder of the same disk that the unfinished file lies in; the file's own unless given.

    Raises:
        OSError: it can't be written; names `path`, not what lay beside it.
    """
    folder = beside or path.parent
    try:
        if not atomic.put(path, data, folder):
            _write_beside(path, data, folder)
    except OSError as error:
        error.filename = str(path)
        raise


def _write_beside(path: Path, data: bytes, folder: Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name[:40]}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def stream(data: bytes) -> None:
    """Write to standard output, all of it: Python unbuffered stops at a full disk or a closed pipe without a word.

    Raises:
        BodymapError: it is closed.
        OSError: the disk is full, or nobody reads on.
    """
    if sys.stdout is None:
        raise BodymapError("standard output is closed")
    left = memoryview(data)
    while left:
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def _umask() -> int:
    # It can only be read by setting it.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
