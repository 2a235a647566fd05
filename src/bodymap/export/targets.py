"""Checks, before any work is done, that a file can be written and that the package that writes it is installed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from stat import S_ISDIR

from ..errors import BodymapError, one_of, quoted


def check(path: Path, endings: Sequence[str], what: str) -> None:
    """Check that `what` can be written there.

    Raises:
        BodymapError: the ending is none of `endings`, the folder is missing or not writable, or the path is a folder.
    """
    no_folder(path)
    if path.suffix.lower() not in endings:
        raise BodymapError(f"{path}: unknown kind of {what} {quoted(path.suffix)}; it may be {one_of(endings)}")
    place(path)


def no_folder(path: Path) -> None:
    """Check that a path is not a folder, before its ending is looked at: the name of a folder seldom has one.

    Raises:
        BodymapError: it is a folder.
        OSError: the name is not valid, e.g. too long.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        if S_ISDIR(path.stat().st_mode):  # from Python 3.14 on, `is_dir` is false for a name that is too long
            raise BodymapError(f"{path}: is a folder; name a file in it")


def place(path: Path) -> None:
    """Check that a file can be written there.

    Raises:
        BodymapError: the folder is missing or not writable, or the path is a folder.
        OSError: the name is not valid, e.g. too long.
    """
    folder = path.parent
    if not folder.is_dir():
        raise BodymapError(f"{folder}: no such folder")
    no_folder(path)
    if not os.access(folder, os.W_OK):
        raise BodymapError(f"{folder}: can't be written to")


def needs(package: str) -> None:
    """Check that an optional package is installed; its import name must be the same.

    Raises:
        BodymapError: it is not installed; the message says how to install it.
    """
    if find_spec(package) is None:
        raise BodymapError(f"this needs the package {package}; install it with: pip install {package}")
