"""A condition drawn: `render`; and told: `describe`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .options import PATH, folders


@click.command()
@click.argument("condition", required=False)
@click.option(
    "-o",
    "--output",
    type=PATH,
    multiple=True,
    required=True,
    help="The picture: .png, .jpg, .webp, .svg or .pdf; several times for several files; - for standard output.",
)
@click.option(
    "--muscle",
    multiple=True,
    help="Instead of a condition: a muscle, as infraspinatus:primary; with an intensity, as infraspinatus=0.8.",
)
@click.option("--pain", multiple=True, help="With --muscle: an area where it is felt.")
@click.option("--title", default="", show_default=False, help="With --muscle: the picture's title.")
@click.option(
    "--points",
    show_default="marks, with --labels numbers list, with --muscle none",
    help="Trigger points: marks, numbers, list (numbers and their sites) or none.",
)
@click.option("--no-points", "points", flag_value="none", help="As --points none.")
@options.region
@options.seen
@options.size
@options.turn
@options.dpi
@options.labels
@options.look
@options.layers
@click.option("--transparent", is_flag=True, help="No ground.")
@click.option("--text", default="paths", help="The words of an SVG: paths, or text that can be edited.")
@click.option("--format", "kind", show_default="png", help="With -o -: png, jpg, webp, svg or pdf.")
@click.option("--alt", help="sidecar: the description too, in a file beside the picture.")
@options.conditions
def render(
    condition: str | None,
    output: Sequence[Path],
    muscle: Sequence[str],
    pain: Sequence[str],
    title: str,
    points: str | None,
    region: str | None,
    text: str,
    kind: str | None,
    alt: str | None,
    own: Sequence[Path],
    **wishes: Any,
) -> None:
    """Draw the picture of a condition, or of muscles that are named one by one.

    CONDITION is one of `bodymap list conditions`, or a file (.yaml).
    """
    from ..export import image
    from ..scene import plan
    from ..subject import subject

    files = image.targets(output, kind, text=text, alt=alt)
    shelves = folders(own, condition or "")
    wanted = None if points is None else points != "none"
    shown = subject(condition, muscle, pain, title=title, points=wanted, region=region, own=shelves)
    scene = plan(shown, points=points or "auto", **wishes)
    if files:
        image.save(scene, *files, text=text, sidecar=alt is not None)
    else:
        click.echo(image.encode(scene, kind or "png", text=text), nl=False)


@click.command()
@options.condition
@options.region
@options.seen
@options.json
@options.conditions
def describe(condition: str, region: str | None, json: bool, own: Sequence[Path], **wishes: Any) -> None:
    """Tell what the picture of a condition shows: a short text in place of it, and a description.

    CONDITION is one of `bodymap list conditions`, or a file (.yaml).
    """
    from .. import describe as words
    from .. import pages
    from ..scene import plan
    from ..subject import subject

    scene = plan(subject(condition, region=region, own=folders(own, condition)), **wishes)
    found = {"alt": words.alt(scene), "description": words.long(scene)}
    click.echo(pages.json(found) if json else words.text(scene), nl=json)
