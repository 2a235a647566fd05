"""Where a file is to be written, and what writes it: asked before the work is done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from ..errors import BodymapError, one_of, quoted


def check(path: Path, endings: Sequence[str], what: str) -> None:
    """Whether `what` can be written there.

    Raises:
        BodymapError: the ending is none of `endings`, the folder is missing or can't be written, or it is a folder.
    """
    if path.suffix.lower() not in endings:
        raise BodymapError(f"{path}: unknown kind of {what} {quoted(path.suffix)}; it may be {one_of(endings)}")
    if not path.parent.is_dir():
        raise BodymapError(f"{path.parent}: no such folder")
    if path.is_dir():
        raise BodymapError(f"{path}: is a folder")
    if not os.access(path.parent, os.W_OK):
        raise BodymapError(f"{path.parent}: can't be written to")


def needs(module: str, package: str, extra: str) -> None:
    """That a package is there which only one command needs.

    Raises:
        BodymapError: it is not installed; says how it is.
    """
    if find_spec(module) is None:
        raise BodymapError(f"this needs {package}, which is not installed; get it with: pip install 'bodymap[{extra}]'")
