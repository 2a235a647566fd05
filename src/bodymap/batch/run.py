"""Runs a batch, from its jobs to its manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .columns import command_of
from .jobs import Job
from .journal import Done, Journal
from .work import BatchAborted, JobResult


class Executor(Protocol):
    """Makes the files: `pool.Pool` or `cluster.Cluster`."""

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, JobResult]]:
        """Yield each job with its result, as they finish."""
        ...


@dataclass
class BatchState:
    """The state of a batch. `done` holds the jobs that are done, by key; earlier runs did `resumed` of them."""

    jobs: Sequence[Job]
    done: dict[str, Done] = field(default_factory=dict)
    resumed: int = 0
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Number of jobs that are neither done nor failed."""
        return sum(job.key not in self.done and job.line not in self.faults for job in self.jobs)

    def of(self, command: str) -> tuple[int, int, int]:
        """Return how many jobs of a command are done, how many failed, and the size of their files in bytes."""
        jobs = [job for job in self.jobs if command_of(job.row) == command]
        done = [self.done[job.key] for job in jobs if job.key in self.done]
        failed = sum(job.line in self.faults for job in jobs)
        return len(done), failed, sum(output.size for each in done for output in each.outputs)


class ProgressListener(Protocol):
    """Receives the progress of a batch."""

    def begun(self, state: BatchState) -> None:
        """Called when the work begins; `state` already holds the jobs that were done before."""
        ...

    def ended(self, job: Job, fault: str) -> None:
        """Called when a job is done, or has failed because of `fault`."""
        ...


def run(
    state: BatchState,
    out: Path,
    executors: Callable[[int], AbstractContextManager[Executor]],
    listener: ProgressListener,
    *,
    resume: bool = False,
    keep_going: bool = False,
    whole: bool = True,
) -> None:
    """Run the jobs of a batch. `state` holds their results, even if this fails.

    Args:
        state: the jobs; results are added to it.
        out: the output folder, created if it is missing.
        executors: returns an executor for a number of jobs; not called if there is nothing to do.
        listener: receives the progress.
        resume: keep existing files that were made from the same row by the same version of bodymap.
        keep_going: continue if a row fails.
        whole: whether the jobs include every row of the table.

    Raises:
        BodymapError: another batch is writing to the folder, or no executor is available.
        BatchAborted: a file can't be written, or the cluster is lost.
    """
    with Journal(out) as journal:
        if resume:
            known = journal.known()
            pairs = ((job, known[job.key]) for job in state.jobs if job.key in known)
            state.done |= {job.key: done for job, done in pairs if journal.is_intact(done, job)}
        state.resumed = len(state.done)
        todo = [job for job in state.jobs if job.key not in state.done]
        try:
            journal.begin(state.done.values())
            listener.begun(state)
            if todo:
                with executors(len(todo)) as executor:
                    _work(state, executor.results(todo), journal, listener, keep_going=keep_going)
        finally:
            _close(state, journal, whole=whole)


def _work(
    state: BatchState,
    results: Iterator[tuple[Job, JobResult]],
    journal: Journal,
    listener: ProgressListener,
    *,
    keep_going: bool,
) -> None:
    for job, result in results:
        if not result.fault:
            try:
                state.done[job.key] = journal.save(job, result.files)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise BatchAborted(f"{journal.out / job.name}: {reason}") from error
        else:
            state.faults[job.line] = result.fault
        listener.ended(job, result.fault)
        if result.fault and not keep_going:
            break


def _close(state: BatchState, journal: Journal, *, whole: bool) -> None:
    """Write the manifest. If that fails while jobs are left, ignore it: the journal has the same information."""
    try:
        journal.end(state.jobs, state.done, state.faults, whole=whole and not state.left and not state.faults)
    except OSError as error:
        if not state.left:
            reason = (error.strerror or str(error)).lower()
            raise BatchAborted(f"{journal.out / 'manifest.json'}: {reason}") from error
