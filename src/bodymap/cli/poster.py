"""Charts to hang up: `poster condition`, `poster region` and `poster muscles`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..options.records import PosterOptions
from ..options.typed import ClinicOptions, FolderOptions, SubjectOptions
from . import completion
from .options import Quiet, chosen, output, takes
from .options import condition as condition_argument

if TYPE_CHECKING:
    from ..knowledge.charts import Chart

poster = typer.Typer(
    help="Make a poster of a condition, a region or all muscles.",
    add_completion=False,
    rich_markup_mode=None,
)

Output = Annotated[Path, output("Write the poster to this file: .pdf to print, .png or .svg.")]

MARKS = ("muscle", "point", "structure", "spot", "pain", "note")
"""Options of a subject that no poster has."""


@poster.callback()
def _poster() -> None:
    """Keep each kind of poster a command of its own."""


@poster.command()
@takes(SubjectOptions, PosterOptions, ClinicOptions, FolderOptions, without=(*MARKS, "colour"))
def condition(
    output: Output,
    condition: Annotated[str, condition_argument()],
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a poster of a condition for a waiting room.

    It has the picture with the muscles and the pain, what to do, and when to get help.
    """
    from ..finding.request import chart
    from .subjects import folders

    shown = chart(condition, region=options["region"], own=folders(options, condition, quiet=quiet))
    _save(shown, (), output, options, quiet=quiet)


@poster.command()
@takes(PosterOptions, ClinicOptions, FolderOptions, without=("view", "base", "layers", "colour", "own"))
def region(
    output: Output,
    regions: Annotated[
        list[str],
        typer.Argument(
            help="A region, e.g. shoulder; `bodymap list regions` lists them. Several share a chart.",
            show_default=False,
            autocompletion=completion.regions,
        ),
    ],
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a chart of a region, with a panel for each muscle.

    A panel shows the trigger points of its muscle and where their pain is felt. An overview shows the numbers of all
    panels.
    """
    _save(None, regions, output, options, quiet=quiet)


@poster.command()
@takes(PosterOptions, ClinicOptions, FolderOptions, without=("side", "view", "base", "layers", "colour", "own"))
def muscles(output: Output, quiet: Quiet = False, **options: Any) -> None:
    """Make a chart of all muscles, from the front and the back.

    One half of each body shows the surface, and the other half the deeper muscles. The head, both palms and both soles
    are shown again, larger.
    """
    _save(None, (), output, options, quiet=quiet)


def _save(
    chart: Chart | None, regions: Sequence[str], output: Path, options: Mapping[str, Any], *, quiet: bool
) -> None:
    """Make a poster and write it."""
    from ..export import poster as posters
    from ..export import targets
    from . import subjects, terminal

    targets.check(output, posters.ENDINGS, "poster")
    asked_for = chosen(PosterOptions, {**options, "clinic": subjects.clinic(options)})
    posters.save(posters.planned(chart, regions, asked_for), output, asked_for)
    terminal.report([output], quiet=quiet)
