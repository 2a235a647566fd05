"""Find bodymap's own files, read files from any source, and write files."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from functools import cache
from io import RawIOBase
from pathlib import Path

from ..errors import BodymapError, FileError, quoted
from . import atomic


@cache
def assets() -> Path:
    """Return the folder of the assets: inside the installed package, or beside `src/` in a checkout."""
    here = Path(__file__).parents[1]
    packed = here / "assets"
    return packed if packed.is_dir() else here.parents[1] / "assets"


def contents(path: Path, *, most: int, label: str) -> bytes:
    """Return the bytes of a file, at most `most`: anything larger is a mistake or an attack.

    Raises:
        BodymapError: the file can't be read or is too large; the message calls it `label`.
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
    """Write a new file, then replace the old one: readers see the old file, the new one or none, never half a file.

    The new file has the permissions of the old one. Through a link, the file that it leads to is replaced. A named pipe
    or a device is written into.

    Args:
        path: the file.
        data: its bytes.
        beside: a folder on the same disk for the unfinished file; by default, the folder of `path`.

    Raises:
        OSError: the file can't be written; the error names `path`, not the unfinished file.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        old = _status(target)
        if old is not None and not stat.S_ISREG(old.st_mode) and not stat.S_ISDIR(old.st_mode):
            with target.open("wb", buffering=0) as stream:
                _all(stream, data)
            return
        mode = None if old is None else stat.S_IMODE(old.st_mode)
        folder = beside if beside and target is path else target.parent
        if not atomic.put(target, data, folder, mode):
            _write_beside(target, data, folder, mode)
    except OSError as error:
        error.filename = str(path)
        raise


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _all(stream: RawIOBase, data: bytes) -> None:
    """Write all of `data` to an unbuffered stream, which may take it in parts."""
    left = memoryview(data)
    while left:
        left = left[stream.write(left) or 0 :]


def _write_beside(path: Path, data: bytes, folder: Path, mode: int | None) -> None:
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f".{path.name[:40]}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.chmod(0o666 & ~_umask() if mode is None else mode)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def stream(data: bytes) -> None:
    """Write all of `data` to standard output: unbuffered Python silently stops at a full disk or a closed pipe.

    Raises:
        BodymapError: standard output is closed.
        OSError: the disk is full, or the reader has closed the pipe.
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
