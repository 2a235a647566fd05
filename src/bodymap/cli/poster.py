"""Charts to hang up: `poster condition`, `poster region` and `poster muscles`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..options import HELP, PosterOptions
from . import completion
from .options import Own, Plates, Quiet, Region, body_of, folders, takes

if TYPE_CHECKING:
    from ..knowledge.charts import Chart

poster = typer.Typer(
    help="Make a chart to hang up: of a condition, a region or all muscles.",
    add_completion=False,
    rich_markup_mode=None,
)

Output = Annotated[
    Path,
    typer.Option(
        "-o",
        "--output",
        help="Write the poster to this file: .pdf to print, .png or .svg.",
        show_default=False,
        metavar="FILE",
    ),
]
Name = Annotated[str | None, typer.Option(help=HELP["name"], show_default=False)]
Address = Annotated[list[str] | None, typer.Option(help=f"{HELP['address']} Repeat for several.", show_default=False)]
LogoFile = Annotated[Path | None, typer.Option(help=HELP["logo"], show_default=False, metavar="FILE")]


@poster.callback()
def _poster() -> None:
    """Keep each kind of poster a command of its own."""


@poster.command()
@takes(PosterOptions)
def condition(
    output: Output,
    condition: Annotated[
        str, typer.Argument(help=HELP["condition"], show_default=False, autocompletion=completion.conditions)
    ],
    region: Region = None,
    name: Name = None,
    address: Address = None,
    logo: LogoFile = None,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a poster of a condition for a waiting room.

    It has the picture with the muscles and the pain, what to do, and when to get help.
    """
    from ..finding.request import chart

    shown = chart(condition, region=region, own=folders(own, condition, quiet=quiet))
    _save(shown, (), output, options, plates, {"name": name, "address": address, "logo": logo}, quiet=quiet)


@poster.command()
@takes(PosterOptions, without=("view", "base", "layers"))
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
    name: Name = None,
    address: Address = None,
    logo: LogoFile = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a chart of a region: a panel for each muscle, with its trigger points and where their pain is felt.

    Muscles are told apart by the numbers of their panels, on an overview too.
    """
    _save(None, regions, output, options, plates, {"name": name, "address": address, "logo": logo}, quiet=quiet)


@poster.command()
@takes(PosterOptions, without=("side", "view", "base", "layers"))
def muscles(
    output: Output,
    name: Name = None,
    address: Address = None,
    logo: LogoFile = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a chart of all muscles: front and back, one half the surface and the other the deeper layer.

    The head, both palms and both soles are shown again, larger.
    """
    _save(None, (), output, options, plates, {"name": name, "address": address, "logo": logo}, quiet=quiet)


def _save(
    chart: Chart | None,
    regions: Sequence[str],
    output: Path,
    options: dict[str, Any],
    plates: Path | None,
    clinic: dict[str, Any],
    *,
    quiet: bool,
) -> None:
    """Make a poster and write it."""
    from ..export import poster as posters
    from ..export import targets
    from ..export.handout import clinic as clinics
    from ..options import build
    from . import terminal

    targets.check(output, posters.ENDINGS, "poster")
    given = {field: str(value) if isinstance(value, Path) else value for field, value in clinic.items() if value}
    options["clinic"] = clinics.found(options["clinic"], given)
    asked_for = build(PosterOptions, None, options | {"body": body_of(options["body"], plates)})
    posters.save(posters.planned(chart, regions, asked_for), output, asked_for)
    terminal.report([output], quiet=quiet)
