"""What is shown and sent: `slides` and `card`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..options import HELP, CardOptions, SlideOptions
from . import completion
from .options import (
    ChartTitle,
    Muscles,
    Note,
    Own,
    PainAreas,
    Plates,
    Points,
    Quiet,
    Region,
    Spots,
    Structures,
    body_of,
    folders,
    takes,
)


@takes(SlideOptions)
def slides(
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", help="Write the slides to this file (.pptx).", show_default=False, metavar="FILE"
        ),
    ],
    conditions: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"{HELP['condition']} Several are shown in this order.",
            show_default=False,
            autocompletion=completion.conditions,
        ),
    ] = None,
    muscle: Muscles = None,
    point: Points = None,
    structure: Structures = None,
    spot: Spots = None,
    pain: PainAreas = None,
    note: Note = "",
    region: Region = None,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make slides for a talk, with speaker notes.

    There is one slide per condition, or one per step with --build. Each --muscle has a slide of its own with the facts
    about it, unless it has a role or a value, or other marks are given.
    """
    from ..errors import BodymapError
    from ..export import targets
    from ..files.disk import write
    from ..finding.request import MarkRequest, charts_of
    from ..options import build
    from . import terminal

    targets.check(output, (".pptx",), "slides")
    if options["layout"] and not options["template"]:
        raise BodymapError("needs --template", field="layout", value=options["layout"])
    from ..export.pptx import slides as decks  # python-pptx comes with it

    asked_for = build(SlideOptions, None, options | {"body": body_of(options["body"], plates)})
    folder_paths = folders(own, "", quiet=quiet)
    marks = MarkRequest(muscle or (), point or (), pain or (), spots=spot or (), structures=structure or ())
    shown = charts_of(conditions or (), marks, note=note, region=region, own=folder_paths, apart=True)
    write(output, decks.slides(shown, asked_for))
    terminal.report([output], quiet=quiet)


@takes(CardOptions)
def card(
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="Write the page to this file (.html).", show_default=False, metavar="FILE"),
    ],
    condition: Annotated[
        str | None,
        typer.Argument(help=HELP["condition"], show_default=False, autocompletion=completion.conditions),
    ] = None,
    muscle: Muscles = None,
    point: Points = None,
    structure: Structures = None,
    spot: Spots = None,
    pain: PainAreas = None,
    title: ChartTitle = "",
    note: Note = "",
    region: Region = None,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a web page in one file, to publish or to email.

    Its muscles and points show their names.
    """
    from ..export import targets
    from ..export.html import card as cards
    from ..files.disk import write
    from ..finding.request import MarkRequest, chart
    from ..options import build
    from . import terminal

    targets.check(output, (".html", ".htm"), "page")
    asked_for = build(CardOptions, None, options | {"body": body_of(options["body"], plates)})
    marks = MarkRequest(muscle or (), point or (), pain or (), title, spots=spot or (), structures=structure or ())
    shown = chart(condition, marks, note=note, region=region, own=folders(own, condition or "", quiet=quiet))
    write(output, cards.card(shown, asked_for))
    terminal.report([output], quiet=quiet)
