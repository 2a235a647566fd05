"""Write files before they get a name, where the system can: a run that is killed then leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

MOST = 255
"""Maximum length of a file name in bytes, on common file systems."""

TRIES = 8
"""How often it is tried to put a file in place while others write the same one. The usual way, which comes then, can
leave a file behind."""


def put(path: Path, data: bytes, folder: Path, mode: int | None = None) -> bool:
    """Write a complete file and put it in place.

    A file without a name disappears with its process. A kill can leave a file behind only between naming it and moving
    it over an old one. That file is complete and always has the same name, so the next run to write it removes it.

    Args:
        path: the file.
        data: its bytes.
        folder: a folder on the same disk, where the file may briefly have a temporary name.
        mode: its permissions; None for those of a new file.

    Returns:
        Whether the file was written. If not, nothing was: this system or disk can't do it, or another run was writing
        the same file.

    Raises:
        OSError: the disk is full, or the like.
    """
    flag = getattr(os, "O_TMPFILE", None)  # only on Linux
    if flag is None:
        return False
    try:
        descriptor = os.open(folder, os.O_WRONLY | flag, 0o666)
    except OSError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None:
            os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        for _ in range(TRIES):
            try:
                _place(descriptor, path, folder / part_of(path.name))
            except (FileExistsError, FileNotFoundError):
                continue  # another run put its own there, or took this one away
            except OSError:
                return False
            return True
    return False


def part_of(name: str) -> str:
    """Return the temporary name of a file, before it replaces an old one."""
    part = f".{name}.part"
    if len(os.fsencode(part)) > MOST:
        from hashlib import sha256

        part = f".{sha256(os.fsencode(name)).hexdigest()}.part"
    return part


def _place(descriptor: int, path: Path, part: Path) -> None:
    try:
        _link(descriptor, path)
    except FileExistsError:
        # A leftover part is from a run that was killed at this point. If that run is still alive, it notices that its
        # part is gone and tries again.
        part.unlink(missing_ok=True)
        try:
            _link(descriptor, part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _link(descriptor: int, path: Path) -> None:
    # An absolute path needs no `src_dir_fd`, but it makes Python follow the link in /proc.
    os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
