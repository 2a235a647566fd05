"""A batch from its jobs to its manifest."""

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
    """Who makes the files: `pool.Pool` or `cluster.Cluster`."""

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, JobResult]]:
        """What becomes of each job."""
        ...


@dataclass
class BatchState:
    """What has become of a batch so far. `done` holds what is written, by key; `kept` of those were there before."""

    jobs: Sequence[Job]
    done: dict[str, Done] = field(default_factory=dict)
    kept: int = 0
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Jobs that are neither done nor failed."""
        return sum(job.key not in self.done and job.line not in self.faults for job in self.jobs)

    def of(self, command: str) -> tuple[int, int, int]:
        """Of the jobs of a command: how many are made, how many failed, and the bytes of what is made."""
        jobs = [job for job in self.jobs if command_of(job.row) == command]
        made = [self.done[job.key] for job in jobs if job.key in self.done]
        failed = sum(job.line in self.faults for job in jobs)
        return len(made), failed, sum(output.size for done in made for output in done.outputs)


class ProgressListener(Protocol):
    """Who looks on."""

    def begun(self, tally: BatchState) -> None:
        """What there already is has been recognised."""
        ...

    def ended(self, job: Job, fault: str) -> None:
        """A job is done, or has failed of `fault`."""
        ...


def run(
    tally: BatchState,
    out: Path,
    hands: Callable[[int], AbstractContextManager[Executor]],
    watcher: ProgressListener,
    *,
    resume: bool = False,
    keep_going: bool = False,
    whole: bool = True,
) -> None:
    """Make the jobs of a tally, which holds what became of them however this ends.

    Args:
        tally: the jobs; filled here.
        out: the folder, made if it is missing.
        hands: who makes them, given how many there are to make; not asked for where there is nothing to do.
        watcher: is told how it goes.
        resume: leave what is there already, made from the same row by the same bodymap.
        keep_going: go on after a row that fails.
        whole: whether the jobs are all that the table asks for.

    Raises:
        BodymapError: another batch writes into the folder, or nobody can make the jobs.
        Cut: a file can't be written, or the cluster is lost.
    """
    with Journal(out) as journal:
        if resume:
            known = journal.known()
            found = ((job, known[job.key]) for job in tally.jobs if job.key in known)
            tally.done |= {job.key: done for job, done in found if journal.stands(done, job)}
        tally.kept = len(tally.done)
        todo = [job for job in tally.jobs if job.key not in tally.done]
        try:
            journal.begin(tally.done.values())
            watcher.begun(tally)
            if todo:
                with hands(len(todo)) as workers:
                    _work(tally, workers.results(todo), journal, watcher, keep_going=keep_going)
        finally:
            _close(tally, journal, whole=whole)


def _work(
    tally: BatchState,
    results: Iterator[tuple[Job, JobResult]],
    journal: Journal,
    watcher: ProgressListener,
    *,
    keep_going: bool,
) -> None:
    for job, made in results:
        if not made.fault:
            try:
                tally.done[job.key] = journal.save(job, made.files)
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise BatchAborted(f"{journal.out / job.name}: {reason}") from error
        else:
            tally.faults[job.line] = made.fault
        watcher.ended(job, made.fault)
        if made.fault and not keep_going:
            break


def _close(tally: BatchState, journal: Journal, *, whole: bool) -> None:
    """Write the manifest; on a full disk the journal, which is there, says as much."""
    try:
        journal.end(tally.jobs, tally.done, tally.faults, whole=whole and not tally.left and not tally.faults)
    except OSError as error:
        if not tally.left:
            reason = (error.strerror or str(error)).lower()
            raise BatchAborted(f"{journal.out / 'manifest.json'}: {reason}") from error
