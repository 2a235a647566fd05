"""What is shown and sent: `slides` and `card`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .options import PATH, folders


@click.command()
@click.argument("conditions", nargs=-1, required=True)
@click.option("-o", "--output", type=PATH, required=True, help="The talk: .pptx.")
@click.option("--build", is_flag=True, help="Body, muscles, points and pain on slides one after the other.")
@click.option("--editable", is_flag=True, help="Muscles, points and names as PowerPoint's own shapes.")
@click.option("--title", default="", show_default=False, help="An opening slide with this title.")
@click.option("--template", type=PATH, help="A master of your own: .pptx or .potx.")
@click.option("--layout", show_default="with a title alone", help="With --template: the layout to use.")
@options.seen
@options.labels
@options.look
@options.layers
@options.conditions
def slides(
    conditions: Sequence[str],
    output: Path,
    build: bool,
    editable: bool,
    title: str,
    template: Path | None,
    layout: str | None,
    own: Sequence[Path],
    **wishes: Any,
) -> None:
    """Make a talk: a slide a condition, with notes for who speaks.

    CONDITIONS, or their files (.yaml), in this order.
    """
    from .. import conditions as library
    from ..errors import BodymapError
    from ..export import targets
    from ..files import write

    targets.check(output, (".pptx",), "slides")
    if layout and not template:
        raise BodymapError("--layout needs --template")
    targets.needs("pptx", "python-pptx", "slides")
    from ..export import slides as talks  # python-pptx comes with it

    shelves = folders(own)
    found = [library.load(name, shelves) for name in conditions]
    write(output, talks.slides(found, talks.Wishes(build, editable, title, template, layout), **wishes))


@click.command()
@options.condition
@click.option("-o", "--output", type=PATH, required=True, help="The page: .html.")
@options.seen
@options.look
@options.layers
@options.conditions
def card(condition: str, output: Path, own: Sequence[Path], **wishes: Any) -> None:
    """Make a page for the web or a mail, one file: its muscles and points tell their names.

    CONDITION is one of `bodymap list conditions`, or a file (.yaml).
    """
    from .. import conditions as library
    from ..export import card as cards
    from ..export import targets
    from ..files import write

    targets.check(output, (".html", ".htm"), "page")
    found = library.load(condition, folders(own, condition))
    write(output, cards.card(found, **wishes))
