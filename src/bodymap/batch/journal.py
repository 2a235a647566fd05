"""Records which jobs of a batch are done: line by line while it runs, and as `manifest.json` when it ends.

Neither file contains a time, a machine or a patient. A run that is resumed after a crash leaves the same manifest as
one that never crashed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from .. import __version__
from ..errors import BodymapError
from ..files.disk import write
from .jobs import Job

MANIFEST = "manifest.json"
FOLDER = ".bodymap"
FORMAT = 1


class Output(msgspec.Struct, frozen=True):
    """A file that was written: its path in the output folder, its size in bytes, and its hash."""

    file: str
    size: int
    sha256: str


class Done(msgspec.Struct, frozen=True):
    """A job that is done: its key, and the files that it wrote."""

    key: str
    outputs: tuple[Output, ...]


class Journal:
    """The batch's own folder in the output folder: a lock, a list of the jobs that are done, and unfinished files.

    Only one batch can use it at a time. The operating system holds the lock, so it is released when the process ends.

    Raises:
        BodymapError: another batch is writing there.
    """

    def __init__(self, out: Path) -> None:
        from filelock import FileLock, Timeout

        self.out, self.folder = out, out / FOLDER
        self.path = self.folder / "journal.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file: int | None = None
        self._lock = FileLock(self.folder / "lock", blocking=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise BodymapError(f"{out}: another batch is writing there; wait for it, or use another folder") from None
        for part in self.folder.glob("*.part"):  # left by a run that was killed: no other can be writing now
            part.unlink(missing_ok=True)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            os.close(self._file)
        self._lock.release()

    def known(self) -> dict[str, Done]:
        """Return the jobs that earlier runs have done, by key, ignoring lines that a crash cut off."""
        entries = dict[str, Done]()
        for source in (_of_manifest(self.out / MANIFEST), _of_journal(self.path)):
            entries |= {done.key: done for done in source}
        return entries

    def begin(self, done: Iterable[Done]) -> None:
        """Start the journal of this run with the jobs that are already done."""
        self.folder.mkdir(exist_ok=True)
        write(self.path, b"".join(msgspec.json.encode(each) + b"\n" for each in done))
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND)

    def save(self, job: Job, files: Mapping[str, bytes]) -> Done:
        """Write a job's files, never just part of one, then add them to the journal.

        Raises:
            OSError: the disk is full or similar.
        """
        for name, data in files.items():
            path = self.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, data, beside=self.folder)
        outputs = tuple(Output(name, len(data), sha256(data).hexdigest()) for name, data in files.items())
        done = Done(job.key, outputs)
        line = msgspec.json.encode(done) + b"\n"
        if self._file is None or os.write(self._file, line) != len(line):
            raise OSError(28, "No space left on device", str(self.path))
        return done

    def is_intact(self, done: Done, job: Job) -> bool:
        """Return whether a job's files still exist, unchanged."""
        if tuple(output.file for output in done.outputs) != job.files:
            return False
        return all(_is_unchanged(self.out / output.file, output) for output in done.outputs)

    def end(self, jobs: Iterable[Job], done: Mapping[str, Done], faults: Mapping[int, str], *, whole: bool) -> None:
        """Write the manifest, which replaces the journal.

        Args:
            jobs: every job of the table.
            done: the jobs that are done, by key.
            faults: the errors, by line.
            whole: whether every row of the table is done.
        """
        rows = [_row(job, done.get(job.key), faults.get(job.line, "")) for job in jobs]
        manifest = {"format": FORMAT, "bodymap": __version__, "whole": whole, "rows": rows}
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        write(self.out / MANIFEST, text.encode(), beside=self.folder)
        self.path.unlink(missing_ok=True)


def _row(job: Job, done: Done | None, fault: str) -> dict[str, Any]:
    row = {"line": job.line, "given": job.given, "key": job.key}
    if done is None:
        for path in job.inputs:  # the user's folders are private
            fault = fault.replace(path, Path(path).name)
        return row | {"fault": fault or "not made yet"}
    return row | {"outputs": [msgspec.to_builtins(output) for output in done.outputs]}


def _is_unchanged(path: Path, output: Output) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size == output.size and sha256(path.read_bytes()).hexdigest() == output.sha256
    return False


def _of_manifest(path: Path) -> list[Done]:
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError, RecursionError, msgspec.MsgspecError):
        rows = json.loads(path.read_bytes())["rows"]
        return [msgspec.convert(row, Done) for row in rows if "outputs" in row]
    return []


def _of_journal(path: Path) -> list[Done]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return []
    entries = list[Done]()
    for line in lines:
        with contextlib.suppress(msgspec.MsgspecError, RecursionError):
            entries.append(msgspec.json.decode(line, type=Done))
    return entries
