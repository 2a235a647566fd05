"""Many plots from a table with a row for each: `plots`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Quiet, output, settings

FAILED = 1
"""Exit code: some rows are not drawn."""


def plots(
    table: Annotated[Path, typer.Argument(help="The table: .csv, .xlsx, .ods, .yaml or .jsonl.", show_default=False)],
    output: Annotated[Path, output("Write into this folder.", "DIR")],
    settings: Annotated[list[str] | None, settings("cmap=magma")] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Skip rows with errors, and draw the others.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Draw many plots from a table with a row for each.

    The columns are the options of `bodymap plot`, without the dashes; the column `data` names the table to draw.

    Exit code 0: all rows are drawn; 1: some are not; 2: none is, because the command line or a row has an error.
    """
    from ..errors import BodymapError
    from ..files import tables
    from ..plotting import plot_files, plot_rows
    from . import terminal

    read = tables.read(table)
    jobs, errors = plot_rows.jobs_of(read, plot_rows.presets(settings or ()), table.parent, output)
    for fault in errors:
        terminal.complain(str(fault))
    if errors and not (keep_going and jobs):
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        hint = "; use --keep-going to draw the other rows" if jobs and not keep_going else ""
        raise BodymapError(f"{table}: {count}; nothing was drawn{hint}")
    if not jobs:
        raise BodymapError(f"{table}: has no rows")
    output.mkdir(parents=True, exist_ok=True)
    failed = bool(errors)
    for job in jobs:
        try:
            written, notes = plot_files.write(job.files)
        except BodymapError as error:
            terminal.complain(f"{table}, line {job.line}: {error}")
            failed = True
            continue
        for said in notes:
            terminal.note(f"{table}, line {job.line}: {said}", quiet=quiet)
        terminal.report(written, quiet=quiet)
    if failed:
        raise typer.Exit(FAILED)
