"""What the commands share that make something of each row of a table: `batch` and `plots`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ..errors import BodymapError, FileError
from . import terminal

FAILED = 1
"""Exit code: some rows are not made."""

KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Skip rows with errors, and make the others.")]


def settings(example: str) -> Any:
    """Return the option that fills a column of a table."""
    help = f"Fill this column where a row leaves it empty, e.g. --set {example}. Repeat for several."
    return typer.Option("--set", help=help, metavar="COLUMN=VALUE", show_default=False)


def check_rows(label: str, jobs: Sequence[object], errors: Sequence[FileError], *, keep_going: bool) -> None:
    """Print the errors in a table, and check that there is a row to make.

    Args:
        label: what messages call the table.
        jobs: the rows without errors.
        errors: the errors of the others.
        keep_going: whether the rows without errors are made even so.

    Raises:
        BodymapError: there is nothing to make.
    """
    from ..files.folding import folded

    for line in folded(errors):
        terminal.complain(line)
    if errors and not (keep_going and jobs):
        count = f"{len(errors)} error{'s' if len(errors) > 1 else ''}"
        hint = "; use --keep-going to make the other rows" if jobs and not keep_going else ""
        raise BodymapError(f"{label}: {count}; nothing was made{hint}")
    if not jobs:
        raise BodymapError(f"{label}: has no rows")
