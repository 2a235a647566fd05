"""Cache of compiled data that is expensive to build: plates, the atlas, areas, themes, conditions.

Compiled files ship with the package. In a checkout, and for files that a user has changed or added, they are built on
first use and stored in the user's cache folder. Each is named by the hash of its sources, so that no stale one is ever
found. A file is written in full before it takes its place, and it has a checksum: two runs at once, a crash or a full
disk leave a complete file or none. Files are mapped, not read, so that many processes share their pages. If the folder
can't be written to, everything is rebuilt on each run, and a message says so once.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from .disk import write

T = TypeVar("T")

MOST_KEPT = 64
"""Maximum number of files in the user's cache folder. A plate takes one or two megabytes."""

_SEAL = 8
"""Size in bytes of the header: the checksum and padding, so that arrays stay aligned."""


def folder() -> Path:
    """Return `BODYMAP_CACHE` or, if it is not set, the user's cache folder."""
    if chosen := os.environ.get("BODYMAP_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("bodymap", appauthor=False)


def shipped() -> Path:
    """Return the folder of the files compiled when the package was built; a checkout has none."""
    return Path(__file__).parents[1] / "compiled"


def name(kind: str, version: int, *sources: bytes) -> str:
    """Return the file name for data built from `sources`. Raise `version` whenever the way it is built changes."""
    digest = sha256()
    for raw in sources:
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f"{digest.hexdigest()}.{version}.{kind}"


def compiled(kind: str, version: int, into: type[T], sources: Iterable[bytes], make: Callable[[], T]) -> T:
    """Return a record from the cache, where it is stored as MessagePack; build and store it if it is not there.

    Args:
        kind: the ending of its file name.
        version: the version of how it is built.
        into: the record's type.
        sources: everything that it is built from.
        make: a function that builds it.
    """
    label = name(kind, version, *sources)
    if (raw := get(label)) is not None:
        with contextlib.suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(raw, type=into)
    made = make()
    put(label, msgspec.msgpack.encode(made))
    return made


def get(name: str) -> memoryview | None:
    """Return the bytes stored under a name, mapped and read-only; None if there are none or they are damaged."""
    for place in (shipped(), folder()):
        with contextlib.suppress(OSError, ValueError), (place / name).open("rb") as file:  # ValueError: an empty file
            raw = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if raw[:_SEAL] == _seal(raw[_SEAL:]):
                return raw[_SEAL:]
    return None


def put(name: str, raw: bytes) -> None:
    """Store bytes under a name in the user's folder, and delete the oldest: each edit of a plate leaves one behind."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        write(place / name, _seal(raw) + raw)
    except OSError as error:
        _note(place, (error.strerror or str(error)).lower())
        return
    with contextlib.suppress(OSError):  # another run may delete the same files at the same time
        by_age = sorted(place.glob("*.*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_age[MOST_KEPT:]:
            path.unlink(missing_ok=True)


def _seal(raw: bytes | memoryview) -> bytes:
    return zlib.crc32(raw).to_bytes(_SEAL, "little")


@cache
def _note(place: Path, reason: str) -> None:
    """Log once that nothing can be stored: on standard error, unless the calling program configures `logging`."""
    import logging

    text = "note: nothing can be kept in %s (%s), so each run makes it anew; BODYMAP_CACHE names another folder"
    logging.getLogger("bodymap").warning(f"bodymap: {text}", place, reason)
