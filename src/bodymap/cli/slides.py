"""What is shown and sent: `slides` and `card`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Body, Condition, Labels, Layers, Own, Plates, Region, Side, Skin, Theme, View, body_of, folders


def slides(
    conditions: Annotated[
        list[str], typer.Argument(help="Conditions, or their files (.yaml), in this order.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The talk: .pptx.", show_default=False)],
    build: Annotated[
        bool, typer.Option("--build", help="Body, muscles, points and pain on slides one after the other.")
    ] = False,
    editable: Annotated[
        bool, typer.Option("--editable", help="Muscles, points and names as PowerPoint's own shapes.")
    ] = False,
    title: Annotated[str, typer.Option(help="An opening slide with this title.", show_default=False)] = "",
    template: Annotated[
        Path | None, typer.Option(help="A master of your own: .pptx or .potx.", show_default=False)
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="With --template: the layout to use.", show_default="with a title alone")
    ] = None,
    region: Region = None,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    labels: Labels = "plain",
    theme: Theme = "clinic",
    skin: Skin = None,
    layers: Layers = "",
    own: Own = None,
    plates: Plates = None,
) -> None:
    """Make a talk: a slide a condition, with notes for who speaks."""
    from ..errors import BodymapError
    from ..export import targets
    from ..files.disk import write
    from ..finding.request import subject

    targets.check(output, (".pptx",), "slides")
    if layout and not template:
        raise BodymapError("--layout needs --template")
    from ..export.pptx import slides as talks  # python-pptx comes with it

    shelves = folders(own)
    wishes = talks.SlideOptions(build, editable, title, template, layout)
    made = talks.slides(
        [subject(name, region=region, own=shelves) for name in conditions],
        wishes,
        theme=theme,
        side=side,
        body=body_of(body, plates),
        view=view,
        labels=labels,
        skin=skin,
        layers=layers,
    )
    write(output, made)


def card(
    condition: Condition,
    output: Annotated[Path, typer.Option("-o", "--output", help="The page: .html.", show_default=False)],
    region: Region = None,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    theme: Theme = "clinic",
    skin: Skin = None,
    layers: Layers = "",
    own: Own = None,
    plates: Plates = None,
) -> None:
    """Make a page for the web or a mail, one file: its muscles and points tell their names."""
    from ..export import targets
    from ..export.html import card as cards
    from ..files.disk import write
    from ..finding.request import subject

    targets.check(output, (".html", ".htm"), "page")
    found = subject(condition, region=region, own=folders(own, condition))
    made = cards.card(found, theme=theme, side=side, body=body_of(body, plates), view=view, skin=skin, layers=layers)
    write(output, made)
