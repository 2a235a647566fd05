"""Many pictures from a table: `batch`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..options.typed import FolderOptions
from .options import Quiet, chosen, output, takes
from .tables import FAILED, KeepGoing, check_rows, settings

if TYPE_CHECKING:
    from ..batch.jobs import Job
    from ..batch.run import BatchState
    from ..errors import FileError


@takes(FolderOptions, without=("plates",))
def batch(
    table: Annotated[
        Path | None,
        typer.Argument(
            help="The table: .csv, .xlsx, .ods, .yaml or .jsonl; use - for standard input.", show_default=False
        ),
    ] = None,
    output: Annotated[Path | None, output("Write into this folder.", "DIR")] = None,
    every: Annotated[bool, typer.Option("--all", help="Draw every condition, in place of a table.")] = False,
    sides: Annotated[
        str,
        typer.Option(
            help="With --all: draw these sides: left, right, both (in one picture) or all, separated by commas.",
            show_default=False,
            metavar="LIST",
        ),
    ] = "",
    bodies: Annotated[
        str,
        typer.Option(
            help="With --all: draw these bodies, separated by commas, or all; `bodymap list bodies` lists them.",
            show_default=False,
            metavar="LIST",
        ),
    ] = "",
    kind: Annotated[
        str | None,
        typer.Option(
            "--table",
            help="Read the table as csv, xlsx, ods, yaml or jsonl.",
            show_default="by its ending",
            metavar="csv|xlsx|ods|yaml|jsonl",
        ),
    ] = None,
    settings: Annotated[list[str] | None, settings("size=a4")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the files that are already there and up to date.")
    ] = False,
    keep_going: KeepGoing = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            help="Make this many rows at a time.",
            min=1,
            max=512,
            show_default="one per processor core",
            metavar="NUMBER",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Use this Dask cluster, e.g. tcp://10.0.0.5:8786.", metavar="ADDRESS", show_default=False),
    ] = None,
    columns: Annotated[bool, typer.Option("--columns", help="List the columns that a row may have, and exit.")] = False,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make pictures and documents from the rows of a table.

    Each row is a picture, a handout, slides or a card, with the same options as the commands.

    Exit code 0: all rows are made; 1: some are not; 2: none is, because the command line or a row has an error;
    130, 143: interrupted; continue with --resume.
    """
    from ..errors import BodymapError

    if columns:
        _list_columns()
        return
    if (table is None) != every:
        raise BodymapError("name a table, e.g. jobs.csv, or --all" + ("; not both" if every else ""))
    if output is None:
        raise BodymapError("say which folder to write into, e.g. -o out")
    if not every and (sides or bodies):
        raise BodymapError(f"{'--sides' if sides else '--bodies'} needs --all; in a table it is a column")
    if every and kind:
        raise BodymapError("--table needs a table, not --all")
    _check_folder(output)
    label, rows, errors, skipped = _read(
        table, kind, settings or [], chosen(FolderOptions, options).own, sides, bodies, quiet=quiet
    )
    check_rows(label, rows, errors, keep_going=keep_going)
    make = _executors(jobs, scheduler)
    _make(label, rows, output, make, skipped, resume=resume, keep_going=keep_going, quiet=quiet)


def _read(
    path: Path | None,
    kind: str | None,
    settings: list[str],
    own: tuple[Path, ...],
    sides: str,
    bodies: str,
    *,
    quiet: bool,
) -> tuple[str, list[Job], list[FileError], int]:
    """Return what messages call the table, its jobs, its errors, and the number of rows that are not jobs."""
    from ..batch import check, rows
    from ..files import tables
    from . import terminal

    preset = rows.presets(settings)
    if path is None:
        table = tables.Table("--all", tuple(check.everything(bodies, sides, own)))
    else:
        table = tables.read(path, kind)
    for note in table.notes:
        terminal.note(note, quiet=quiet)
    base = Path() if path is None or str(path) == "-" else path.parent
    records, errors, bad_lines = rows.of_table(table, preset)
    jobs, others = check.Checker(table.label, base, own).jobs(records, bad_lines)
    errors = sorted([*errors, *others], key=lambda error: error.line or 0)
    lost = {raw.line for raw, _ in records} - {job.line for job in jobs} | {error.line for error in table.faults}
    return table.label, jobs, errors, len(lost)


def _check_folder(folder: Path) -> None:
    """Check that files can be written there; the folder is made only when there is something to write."""
    from ..errors import BodymapError

    if folder.exists() and not folder.is_dir():
        raise BodymapError(f"{folder}: is a file; -o needs a folder")
    existing = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    if not os.access(existing, os.W_OK):
        raise BodymapError(f"{existing}: can't be written to")


def _executors(jobs: int | None, scheduler: str | None) -> Callable[[int], Any]:
    """Return what makes the files, given their number."""
    from ..errors import BodymapError

    if scheduler is None:
        from ..batch.pool import Pool, cores

        return lambda todo: Pool(min(jobs or cores(), todo))
    if jobs is not None:
        raise BodymapError("--jobs can't be combined with --scheduler, which decides the number of workers")
    from ..batch.cluster import Cluster

    return lambda _: Cluster(scheduler)


def _make(
    label: str,
    jobs: list[Job],
    out: Path,
    executors: Callable[[int], Any],
    skipped: int,
    *,
    resume: bool,
    keep_going: bool,
    quiet: bool,
) -> None:
    from ..batch.progress import ProgressDisplay, summary
    from ..batch.run import BatchState, run
    from ..batch.signals import Stopped, stoppable
    from ..batch.work import BatchAborted

    state, code = BatchState(jobs), 0
    whole = not skipped
    try:
        with stoppable(), ProgressDisplay(label, quiet=quiet) as display:
            run(state, out, executors, display, resume=resume, keep_going=keep_going, whole=whole)
    except Stopped as stop:
        code = stop.code
        _complain(f"interrupted; {_so_far(state)}; continue with --resume")
    except BatchAborted as error:
        code = FAILED
        _complain(f"{error}; {_so_far(state)}; continue with --resume")
    if not quiet:
        summary(state, skipped)
    if not code and state.left and not keep_going:
        _complain("a row failed, so the others were not made; use --keep-going to make them")
    raise typer.Exit(code or (FAILED if skipped or state.faults else 0))


def _so_far(state: BatchState) -> str:
    return f"{len(state.done)} of {len(state.jobs)} are made"


def _complain(text: str) -> None:
    from . import terminal

    terminal.complain(text)


def _list_columns() -> None:
    from ..batch.columns import listing
    from . import terminal, text_pages

    terminal.say(text_pages.columns(listing()))
