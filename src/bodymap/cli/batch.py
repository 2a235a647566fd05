"""Many pictures from a table: `batch`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import Own

if TYPE_CHECKING:
    from ..batch.jobs import Job
    from ..batch.run import BatchState
    from ..errors import FileError

FAILED = 1
"""Exit code: some rows are not made."""


def batch(
    table: Annotated[
        Path | None,
        typer.Argument(help="A table: .csv, .yaml or .jsonl; - for standard input.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The folder; made if it is missing.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Instead of a table: every condition.")] = False,
    sides: Annotated[
        str,
        typer.Option(
            help="With --all: left, right, both (in one picture), with commas between; or all.", show_default=False
        ),
    ] = "",
    bodies: Annotated[
        str,
        typer.Option(help="With --all: bodies of `bodymap list bodies`, with commas; or all.", show_default=False),
    ] = "",
    kind: Annotated[
        str | None, typer.Option("--table", help="What it is: csv, yaml or jsonl.", show_default="by its ending")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="For rows that leave a column empty.", metavar="COLUMN=VALUE", show_default=False),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Keep what is there, made from the same row.")] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Skip rows that are faulty or fail, and make the others.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(help="So many at the same time.", min=1, max=512, show_default="as many as cores")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A Dask cluster, as tcp://10.0.0.5:8786.", metavar="ADDRESS", show_default=False),
    ] = None,
    columns: Annotated[bool, typer.Option("--columns", help="Tell what a row may say, and leave.")] = False,
    own: Own = None,
) -> None:
    """Make a picture, a handout, slides or a card of each row of a table.

    Exit code 0: all are made; 1: some rows are not; 2: none is, for a fault of the command line or of a row;
    130, 143: stopped, to be gone on with by --resume.
    """
    from ..errors import BodymapError

    if columns:
        _tell_columns()
        return
    if (table is None) != every:
        raise BodymapError("name a table, as jobs.csv, or --all" + ("; not both" if every else ""))
    if output is None:
        raise BodymapError("say which folder it goes to, as -o out")
    if not every and (sides or bodies):
        raise BodymapError(f"{'--sides' if sides else '--bodies'} goes with --all; in a table it is a column")
    if every and kind:
        raise BodymapError("--table goes with a table, not with --all")
    _check_folder(output)
    label, found, faults, skipped = _read(table, kind, settings or [], tuple(own or ()), sides, bodies)
    for fault in faults:
        _tell(str(fault))
    if faults and not (keep_going and found):
        many = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        hint = "; --keep-going makes the other rows" if found and not keep_going else ""
        raise BodymapError(f"{label}: {many}; nothing is made{hint}")
    if not found:
        raise BodymapError(f"{label}: has no rows")
    _make(label, found, output, _hands(jobs, scheduler), skipped, resume=resume, keep_going=keep_going)


def _read(
    path: Path | None, kind: str | None, settings: list[str], own: tuple[Path, ...], sides: str, bodies: str
) -> tuple[str, list[Job], list[FileError], int]:
    """What messages call the table, its jobs, its faults, and how many rows are no job."""
    from ..batch import check, rows, tables

    preset = rows.presets(settings)
    if path is None:
        table = tables.Table("--all", tuple(check.everything(bodies, sides, own)))
    else:
        table = tables.read(path, kind)
    for note in table.notes:
        _tell(f"note: {note}")
    base = Path() if path is None or str(path) == "-" else path.parent
    found, faults, spoilt = rows.of_table(table, preset)
    jobs, others = check.Checker(table.label, base, own).jobs(found, spoilt)
    faults = sorted([*faults, *others], key=lambda fault: fault.line or 0)
    lost = {given.line for given, _ in found} - {job.line for job in jobs} | {fault.line for fault in table.faults}
    return table.label, jobs, faults, len(lost)


def _check_folder(folder: Path) -> None:
    """That files can be written there; it is made only when there is something to write."""
    from ..errors import BodymapError

    if folder.exists() and not folder.is_dir():
        raise BodymapError(f"{folder}: is a file; -o names a folder")
    there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    if not os.access(there, os.W_OK):
        raise BodymapError(f"{there}: can't be written to")


def _hands(jobs: int | None, scheduler: str | None) -> Callable[[int], Any]:
    """Who makes them, given how many there are."""
    from ..errors import BodymapError

    if scheduler is None:
        from ..batch.pool import Pool, cores

        return lambda todo: Pool(min(jobs or cores(), todo))
    if jobs is not None:
        raise BodymapError("--jobs does not go with --scheduler, whose workers are as many as they are")
    from ..batch.cluster import Cluster

    return lambda _: Cluster(scheduler)


def _make(
    label: str,
    jobs: list[Job],
    out: Path,
    hands: Callable[[int], Any],
    skipped: int,
    *,
    resume: bool,
    keep_going: bool,
) -> None:
    from ..batch.progress import ProgressDisplay, summary
    from ..batch.run import BatchState, run
    from ..batch.signals import Stopped, stoppable
    from ..batch.work import BatchAborted

    tally, code = BatchState(jobs), 0
    whole = not skipped
    try:
        with stoppable(), ProgressDisplay(label) as shown:
            run(tally, out, hands, shown, resume=resume, keep_going=keep_going, whole=whole)
    except Stopped as stop:
        code = stop.code
        _tell(f"stopped; {_so_far(tally)}, and --resume goes on")
    except BatchAborted as error:
        code = FAILED
        _tell(f"{error}; {_so_far(tally)}, and --resume goes on")
    summary(tally, skipped)
    if not code and tally.left and not keep_going:
        _tell("a row failed, so the rest is left (--keep-going makes it)")
    raise typer.Exit(code or (FAILED if skipped or tally.faults else 0))


def _so_far(tally: BatchState) -> str:
    return f"{len(tally.done)} of {len(tally.jobs)} are made"


def _tell(text: str) -> None:
    from ..errors import plain

    typer.echo(f"bodymap: {plain(text)}", err=True)


def _tell_columns() -> None:
    from ..batch.columns import listing
    from . import text_pages

    typer.echo(text_pages.columns(listing()))
