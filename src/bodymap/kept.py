"""What is dear to make, kept for the next run in a folder of the user's: compiled plates, the atlas as it was read.

Everything is named by the hash of what it was made from. That it can't be read or written is never an error.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import sha256
from pathlib import Path

from .files import write

MOST_KEPT = 64
"""So many files the folder holds, at a megabyte or two for a plate."""


def folder() -> Path:
    """`BODYMAP_CACHE`, or the user's cache folder."""
    if chosen := os.environ.get("BODYMAP_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("bodymap", appauthor=False)


def name(kind: str, version: int, *sources: bytes) -> str:
    """The file name of what is made from `sources`: `version` goes up with every change of how it is made."""
    digest = sha256()
    for raw in sources:
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f"{digest.hexdigest()}.{version}.{kind}"


def recall(name: str) -> bytes | None:
    """What was kept under a name."""
    with contextlib.suppress(OSError):
        return (folder() / name).read_bytes()
    return None


def keep(name: str, raw: bytes) -> None:
    """Keep bytes under a name, and forget the oldest: each edit of a plate leaves one behind."""
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        write(folder() / name, raw)
        by_age = sorted(folder().glob("*.*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_age[MOST_KEPT:]:
            path.unlink(missing_ok=True)
