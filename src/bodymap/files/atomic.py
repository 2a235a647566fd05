"""A file is written before it has a name, where the system can: a run that is killed then leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

MOST = 255
"""Bytes of a name, on the file systems that there are."""


def put(path: Path, data: bytes, folder: Path) -> bool:
    """Write a file whole and put it in its place.

    A file without a name goes with its process. Only between getting a name and taking an old file's place can a kill
    leave one, whole, and always under the same name: whoever writes the file next takes it away.

    Args:
        path: the file.
        data: its bytes.
        folder: on the same disk, where it may have a name for a moment.

    Returns:
        Whether it is done. If not, nothing is: this system or this disk can't, or another run was at it.

    Raises:
        OSError: the disk is full, or the like.
    """
    flag = getattr(os, "O_TMPFILE", None)  # Linux alone has it
    if flag is None:
        return False
    try:
        descriptor = os.open(folder, os.O_WRONLY | flag, 0o666)
    except OSError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        try:
            _place(descriptor, path, folder / part_of(path.name))
        except OSError:
            return False
    return True


def part_of(name: str) -> str:
    """What a file is called for a moment, before it takes an old one's place."""
    part = f".{name}.part"
    if len(os.fsencode(part)) > MOST:
        from hashlib import sha256

        part = f".{sha256(os.fsencode(name)).hexdigest()}.part"
    return part


def _place(descriptor: int, path: Path, part: Path) -> None:
    try:
        _link(descriptor, path)
    except FileExistsError:
        # What stands here is of a run that was killed at this point. If one lives that is at it, it sees that its own
        # is gone, and writes in the usual way.
        part.unlink(missing_ok=True)
        try:
            _link(descriptor, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _link(descriptor: int, path: Path) -> None:
    # The folder's descriptor, which an absolute path does not ask for, makes Python follow the link in /proc.
    os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
