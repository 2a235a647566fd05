"""Runs jobs in processes on this machine; each process makes one job at a time.

Workers are forked from a server process that has loaded the plates and matplotlib and does nothing else (`forkserver`).
They share its memory until they write to it, and start in milliseconds. None of our threads, such as that of the
progress bar, is ever forked. On systems without forking, workers are started from scratch (`spawn`).

Each worker has its own pipe. If a worker dies, its pipe closes, which shows which job was lost. If this process dies
for any reason, the worker reads the end of its pipe and exits. The operating system closes the pipes, so no watchdog is
needed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any

from ..knowledge import condition_library
from .jobs import Job
from .work import JobResult, attempt

TRIES = 2
"""Number of workers that may die on a job before it counts as failed."""

LOST = "its worker was killed or crashed {} times; perhaps memory is short: try fewer jobs at a time"


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: Job | None = None


class Pool:
    """Workers on this machine, which are killed when the `with` block ends, even by an error."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._workers: list[_Worker] = []
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            self._context.set_forkserver_preload(["bodymap.batch.preload"])

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, JobResult]]:
        """Yield each job with its result, in the order in which they finish. Jobs are taken as workers become free."""
        todo, again, tries = iter(jobs), list[Job](), dict[int, int]()
        self._workers = [self._started() for _ in range(self.count)]
        for worker in self._workers:
            self._hand(worker, again, todo)
        while busy := {worker.pipe: worker for worker in self._workers if worker.job is not None}:
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                job = worker.job
                assert job is not None  # noqa: S101 (for the type checker: it is busy)
                try:
                    made = worker.pipe.recv()
                except (EOFError, OSError):
                    made = None
                    worker = self._replaced(worker)
                    tries[job.line] = tries.get(job.line, 0) + 1
                    if tries[job.line] < TRIES:
                        again.append(job)
                    else:
                        made = JobResult(fault=LOST.format(TRIES))
                self._hand(worker, again, todo)  # before the files are written, so that no worker waits for the disk
                if made is not None:
                    yield job, made

    def _hand(self, worker: _Worker, again: list[Job], todo: Iterator[Job]) -> None:
        worker.job = again.pop() if again else next(todo, None)
        if worker.job is not None:
            with suppress(OSError):  # it has just died, which shows when its result is read
                worker.pipe.send(worker.job)

    def _replaced(self, worker: _Worker) -> _Worker:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()
        self._workers[self._workers.index(worker)] = fresh = self._started()
        return fresh

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs,), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Block Ctrl-C, which reaches every process of a terminal, in new workers until `serve` ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # otherwise it starts below, and unblocks the signal again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(pipe: Connection) -> None:
    """Work as a worker: read a job and send its result, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends this one
    os.environ.pop(condition_library.VARIABLE, None)  # rows refer to the user's own conditions by file
    with suppress(EOFError, OSError):
        while True:
            pipe.send(attempt(pipe.recv()))
