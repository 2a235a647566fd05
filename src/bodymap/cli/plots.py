"""Many plots from a table with a row for each: `plots`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Quiet, output
from .tables import FAILED, KeepGoing, check_rows, settings


def plots(
    table: Annotated[Path, typer.Argument(help="The table: .csv, .xlsx, .ods, .yaml or .jsonl.", show_default=False)],
    output: Annotated[Path, output("Write into this folder.", "DIR")],
    settings: Annotated[list[str] | None, settings("cmap=magma")] = None,
    keep_going: KeepGoing = False,
    quiet: Quiet = False,
) -> None:
    """Draw many plots from a table with a row for each.

    The columns are the options of `bodymap plot`, without the dashes; the column `data` names the table to draw.

    Exit code 0: all rows are made; 1: some are not; 2: none is, because the command line or a row has an error.
    """
    from ..errors import BodymapError
    from ..files import tables
    from ..plotting import plot_files, plot_rows
    from . import terminal

    read = tables.read(table)
    jobs, errors = plot_rows.jobs_of(read, plot_rows.presets(settings or ()), table.parent, output)
    check_rows(str(table), jobs, errors, keep_going=keep_going)
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
