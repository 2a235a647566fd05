"""Pictures: `render`, and what they show in words: `describe`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import (
    Body,
    Condition,
    Dpi,
    Json,
    Labels,
    Layers,
    Own,
    Plates,
    Region,
    Side,
    Size,
    Skin,
    Theme,
    Transparent,
    Turn,
    View,
    body_of,
    folders,
    turn_of,
)

Output = Annotated[
    list[Path],
    typer.Option(
        "-o",
        "--output",
        help="The picture: .png, .jpg, .webp, .svg or .pdf; several times for several files; - for standard output.",
        show_default=False,
    ),
]


def render(
    output: Output,
    condition: Annotated[
        str | None,
        typer.Argument(help="A condition, by its id or another name, or its file (.yaml).", show_default=False),
    ] = None,
    muscle: Annotated[
        list[str] | None,
        typer.Option(
            help="Instead of a condition: a muscle, as infraspinatus:primary; with an intensity, as infraspinatus=0.8.",
            show_default=False,
        ),
    ] = None,
    pain: Annotated[
        list[str] | None, typer.Option(help="With --muscle: an area where it is felt.", show_default=False)
    ] = None,
    title: Annotated[str, typer.Option(help="With --muscle: the picture's title.", show_default=False)] = "",
    points: Annotated[
        str,
        typer.Option(
            help="Trigger points: marks, numbers, list (numbers and their sites) or none.",
            show_default="marks, with --labels numbers list, with --muscle none",
        ),
    ] = "auto",
    no_points: Annotated[bool, typer.Option("--no-points", help="As --points none.")] = False,
    region: Region = None,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    size: Size = "slide",
    landscape: Turn = None,
    dpi: Dpi = None,
    labels: Labels = "plain",
    theme: Theme = "clinic",
    skin: Skin = None,
    layers: Layers = "",
    transparent: Transparent = False,
    text: Annotated[str, typer.Option(help="The words of an SVG: paths, or text that can be edited.")] = "paths",
    format: Annotated[
        str | None, typer.Option("--format", help="With -o -: png, jpg, webp, svg or pdf.", show_default="png")
    ] = None,
    alt: Annotated[
        str | None, typer.Option(help="sidecar: the description too, in a file beside the picture.", show_default=False)
    ] = None,
    conditions: Own = None,
    plates: Plates = None,
) -> None:
    """Draw the picture of a condition, or of muscles that are named one by one."""
    from ..export import image
    from ..files.disk import stream
    from ..finding.request import subject
    from ..scene import plan

    files = image.targets(output, format, text=text, alt=alt)
    own = folders(conditions, condition or "")
    points = "none" if no_points else points
    wanted = None if points == "auto" else points != "none"
    shown = subject(condition, muscle or (), pain or (), title=title, points=wanted, region=region, own=own)
    scene = plan(
        shown,
        side=side,
        body=body_of(body, plates),
        view=view,
        sheet=size,
        turn=turn_of(landscape),
        dpi=dpi,
        labels=labels,
        theme=theme,
        skin=skin,
        layers=layers,
        points=points,
        transparent=transparent,
    )
    if files:
        image.save(scene, *files, text=text, sidecar=alt is not None)
    else:
        stream(image.encode(scene, format or "png", text=text))


def describe(
    condition: Condition,
    region: Region = None,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    json: Json = False,
    conditions: Own = None,
    plates: Plates = None,
) -> None:
    """Tell what the picture of a condition shows: a short text in place of it, and a description."""
    from ..export import describe as words
    from ..files import json_text
    from ..finding.request import subject
    from ..scene import plan

    shown = subject(condition, region=region, own=folders(conditions, condition))
    scene = plan(shown, side=side, body=body_of(body, plates), view=view)
    found = {"alt": words.alt(scene), "description": words.long(scene)}
    typer.echo(json_text.json(found) if json else words.text(scene), nl=json)
