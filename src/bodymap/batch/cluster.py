"""Runs jobs on a Dask cluster, without a shared disk: sends rows and the user's own files, and gets bytes back.

Dask gives a job to another worker if its worker is lost. Every worker must have the same version of bodymap, because
others give different bytes.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import msgspec

from ..errors import BodymapError
from ..export.targets import needs
from ..files.disk import write
from ..knowledge import condition_library
from . import inputs
from .jobs import Job, moved
from .versions import Versions, difference, here
from .work import BatchAborted, JobResult, attempt

PATIENCE = 10.0
"""Seconds to wait for the scheduler to respond, and for the first worker."""

LOST = 60.0
"""Seconds without any workers before the batch gives up."""

AHEAD = 3
"""Jobs submitted per thread of the cluster: one is running, the others are on their way."""


class Cluster:
    """The workers of a Dask scheduler. Unfinished jobs are cancelled when the `with` block ends.

    Args:
        address: the address of the scheduler, e.g. tcp://10.0.0.5:8786.
        patience: seconds to wait for it to respond.

    Raises:
        BodymapError: Dask is not installed, the scheduler does not respond or has no workers, or they have another
            version of bodymap.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        needs("distributed")
        from distributed import Client

        _hush()
        self.address, self.patience = address, patience
        # Made in two steps, so that a client that fails half way is closed here. The garbage collector could close it
        # at any time, and closing takes Dask's own locks.
        self._client: Any = object.__new__(Client)
        try:
            with self._closed_if_it_fails():
                Client.__init__(  # type: ignore[no-untyped-call]
                    self._client, address, timeout=patience, set_as_default=False, name="bodymap"
                )
        except (OSError, TimeoutError) as error:
            raise BodymapError(
                f"{address}: does not answer within {patience:g} s", field="scheduler", value=address
            ) from error
        except (ValueError, TypeError, ImportError) as error:
            raise BodymapError(
                f"{address}: is not the address of a scheduler, e.g. tcp://10.0.0.5:8786",
                field="scheduler",
                value=address,
            ) from error
        with self._closed_if_it_fails():
            self._check()

    @contextlib.contextmanager
    def _closed_if_it_fails(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, JobResult]]:
        """Yield each job with its result, in the order in which they finish.

        Raises:
            BatchAborted: the scheduler is lost, or all workers are.
        """
        ended: SimpleQueue[Any] = SimpleQueue()
        todo, out, waited = iter(jobs), dict[str, tuple[Job, Any]](), 0.0
        room, used = self._room(), 0
        while True:
            while len(out) < room and (job := next(todo, None)) is not None:
                future = self._handed(job)
                out[future.key] = job, future
                future.add_done_callback(ended.put)
            if not out:
                return
            try:
                future = ended.get(timeout=2)
            except Empty:
                room = self._room() or room
                waited = 0.0 if self._threads() else waited + 2
                if waited >= LOST:
                    raise BatchAborted(f"the cluster at {self.address} has lost all its workers") from None
                continue
            waited, used = 0.0, used + 1
            if used % 25 == 0:
                room = self._room() or room  # workers may have come or gone
            job, _ = out.pop(future.key)
            yield job, self._outcome(future)

    # --- requests to the cluster ----------------------------------------------------------------------------------

    def _check(self) -> None:
        """Check that there is a worker, and that every worker has our version of bodymap."""
        from distributed import TimeoutError as Late

        try:
            self._client.wait_for_workers(1, timeout=self.patience)
        except (Late, TimeoutError):
            raise BodymapError(
                f"{self.address}: has no workers; start some with: dask worker", field="scheduler", value=self.address
            ) from None
        for worker, engine in self._client.run(here, on_error="return").items():
            if not isinstance(engine, Versions):
                name = type(engine).__name__
                raise BodymapError(f"the worker {worker} has no bodymap, or another version of it: {name}")
            if differs := difference(here(), engine):
                raise BodymapError(
                    f"the worker {worker} differs from this machine: {differs}; install the same on both"
                )

    def _threads(self) -> int:
        if self._client.status != "running":
            raise BatchAborted(f"the cluster at {self.address} is lost")
        with contextlib.suppress(OSError, TimeoutError):
            return sum(self._client.nthreads().values())
        return 0

    def _room(self) -> int:
        return AHEAD * self._threads()

    def _handed(self, job: Job) -> Any:
        """Submit a job. Each of the user's own files is sent once, as a task of its own, so that Dask can resend it."""
        submit, files = self._client.submit, dict[str, Any]()
        root = common(job)
        for name in job.inputs:
            raw = inputs.read(Path(name))
            key = f"bodymap-file-{sha256(raw).hexdigest()}"
            files[Path(name).relative_to(root).as_posix()] = submit(_same, raw, key=key)
        key = f"bodymap-{uuid.uuid4().hex}"
        return submit(remote, job, root, here(), list(files), list(files.values()), key=key, pure=False)

    def _outcome(self, future: Any) -> JobResult:
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        try:
            made: JobResult = future.result(timeout=LOST)
        except KilledWorker:
            return JobResult(fault="its workers were lost; perhaps they have too little memory")
        except (FutureCancelledError, OSError, TimeoutError) as error:
            raise BatchAborted(f"the cluster at {self.address} is lost") from error
        finally:
            future.release()
        return made

    def _close(self) -> None:
        with contextlib.suppress(Exception):  # it may be closed already
            self._client.close(timeout=2)


def _hush() -> None:
    """Silence Dask's logs: we report a lost cluster ourselves, in one line."""
    for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):  # Dask sets the level of some of them
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


# --- on the worker --------------------------------------------------------------------------------------------------

_ONE = threading.Lock()
"""Lets only one thread of a worker draw at a time, because drawing changes matplotlib settings that threads share."""


def remote(job: Job, root: Path, engine: Versions, names: list[str], contents: list[bytes]) -> JobResult:
    """Make a job's files on a worker.

    Args:
        job: the job, with paths on the machine that sent it.
        root: the folder on that machine that holds the user's own files.
        engine: the versions on that machine.
        names: paths, relative to `root`, of the user's own files that the job needs.
        contents: their bytes.
    """
    if differs := difference(engine, here()):
        return JobResult(fault=f"a worker differs from this machine: {differs}; install the same on both")
    with _ONE:
        os.environ.pop(condition_library.VARIABLE, None)  # the row refers to the user's own conditions by file
        if names:
            job = msgspec.structs.replace(job, row=moved(job.row, root, _folder(names, contents)))
        return attempt(job)


def common(job: Job) -> Path:
    """Return the folder that holds all of the user's own files of a job."""
    return Path(os.path.commonpath([Path(name).parent for name in job.inputs])) if job.inputs else Path()


def _same(raw: bytes) -> bytes:
    return raw


@cache
def _space() -> TemporaryDirectory[str]:
    """Return this worker's own folder, which is removed when it ends."""
    return TemporaryDirectory(prefix="bodymap-")


def _folder(names: list[str], contents: list[bytes]) -> Path:
    """Write files to a folder, always the same one for the same files, so that what was read from it can be reused."""
    digest = sha256(
        msgspec.json.encode([(name, sha256(raw).hexdigest()) for name, raw in zip(names, contents, strict=True)])
    )
    folder = Path(_space().name) / digest.hexdigest()[:32]
    for name, raw in zip(names, contents, strict=True):
        path = folder / name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, raw)
    return folder
