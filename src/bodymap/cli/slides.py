"""What is shown and sent: `slides` and `card`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from ..options.records import CardOptions, SlideOptions
from ..options.typed import ChartOptions, FolderOptions, SubjectOptions
from .options import Quiet, chosen, condition, output, takes


@takes(SubjectOptions, SlideOptions, FolderOptions)
def slides(
    output: Annotated[Path, output("Write the slides to this file (.pptx).")],
    conditions: Annotated[list[str] | None, condition("Several are shown in this order.")] = None,
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
    from . import subjects, terminal

    targets.check(output, (".pptx",), "slides")
    asked_for = chosen(SlideOptions, options)
    if asked_for.layout and not asked_for.template:
        raise BodymapError("needs --template", field="layout", value=asked_for.layout)
    from ..export.pptx import slides as decks  # python-pptx comes with it

    shown = subjects.charts(conditions or (), options, apart=True, quiet=quiet)
    write(output, decks.slides(shown, asked_for))
    terminal.report([output], quiet=quiet)


@takes(ChartOptions, CardOptions, FolderOptions)
def card(
    output: Annotated[Path, output("Write the page to this file (.html).")],
    condition: Annotated[str | None, condition()] = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Make a web page in one file, to publish or to email.

    Click a muscle or a point to see its name.
    """
    from ..export import targets
    from ..export.html import card as cards
    from ..files.disk import write
    from . import subjects, terminal

    targets.check(output, (".html", ".htm"), "page")
    asked_for = chosen(CardOptions, options)
    write(output, cards.card(subjects.chart(condition, options, quiet=quiet), asked_for))
    terminal.report([output], quiet=quiet)
