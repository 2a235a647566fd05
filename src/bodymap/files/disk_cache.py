"""What is dear to make, kept compiled: plates, the atlas, areas, themes, conditions.

It comes with the package, made when that was built, or lies in a folder of the user's, made at the first need: of a
checkout, of what a user has changed, and of a user's own. Everything is named by the hash of what it was made from, so
that nothing stale is ever found. A file is written beside and then moved into its place, and it is sealed by a sum of
its bytes: two runs at once, a crash and a full disk leave a whole file or none. It is mapped, not read, so that many
processes share its pages. Without a folder that can be written to, things are made anew, and that is said once.
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
"""So many files the user's folder holds, at a megabyte or two for a plate."""

_SEAL = 8
"""Bytes before what is kept: its sum, and nothing, so that arrays in it lie as they do in the file."""


def folder() -> Path:
    """`BODYMAP_CACHE`, or the user's cache folder."""
    if chosen := os.environ.get("BODYMAP_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("bodymap", appauthor=False)


def shipped() -> Path:
    """What was compiled when the package was built; a checkout has none."""
    return Path(__file__).parents[1] / "compiled"


def name(kind: str, version: int, *sources: bytes) -> str:
    """The file name of what is made from `sources`: `version` goes up with every change of how it is made."""
    digest = sha256()
    for raw in sources:
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f"{digest.hexdigest()}.{version}.{kind}"


def compiled(kind: str, version: int, into: type[T], sources: Iterable[bytes], make: Callable[[], T]) -> T:
    """A record as it is kept, as MessagePack; made, and kept, if it is not.

    Args:
        kind: the ending of its file.
        version: of how it is made.
        into: the record's type.
        sources: all that it is made from.
        make: makes it.
    """
    label = name(kind, version, *sources)
    if (raw := get(label)) is not None:
        with contextlib.suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(raw, type=into)
    made = make()
    put(label, msgspec.msgpack.encode(made))
    return made


def get(name: str) -> memoryview | None:
    """What was kept under a name, mapped and read-only; None if there is nothing, or if it was spoilt."""
    for place in (shipped(), folder()):
        with contextlib.suppress(OSError, ValueError), (place / name).open("rb") as file:  # an empty file: ValueError
            raw = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            if raw[:_SEAL] == _seal(raw[_SEAL:]):
                return raw[_SEAL:]
    return None


def put(name: str, raw: bytes) -> None:
    """Keep bytes under a name in the user's folder, and forget the oldest: each edit of a plate leaves one behind."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        write(place / name, _seal(raw) + raw)
    except OSError as error:
        _note(place, (error.strerror or str(error)).lower())
        return
    with contextlib.suppress(OSError):  # another run may forget the same at the same time
        by_age = sorted(place.glob("*.*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in by_age[MOST_KEPT:]:
            path.unlink(missing_ok=True)


def _seal(raw: bytes | memoryview) -> bytes:
    return zlib.crc32(raw).to_bytes(_SEAL, "little")


@cache
def _note(place: Path, reason: str) -> None:
    """On standard error, unless the program that uses the library has other plans for what `logging` tells."""
    import logging

    text = "note: nothing can be kept in %s (%s), so each run makes it anew; BODYMAP_CACHE names another folder"
    logging.getLogger("bodymap").warning(f"bodymap: {text}", place, reason)
