"""From pain to muscles: `find`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .options import PATH, folders


@click.command()
@click.argument("where", nargs=-1)
@click.option("--at", multiple=True, help="A spot: a view and plate mm, as posterior:120,640.")
@click.option("--most", type=click.IntRange(1, 20), default=8, help="So many muscles.")
@options.json
@click.option("--render", "drawn", type=PATH, help="Draw the answer: .png, .pdf ….")
@options.seen
@options.size
@options.dpi
@options.labels
@options.look
@options.conditions
def find(
    where: Sequence[str],
    at: Sequence[str],
    most: int,
    json: bool,
    drawn: Path | None,
    side: str | None,
    body: str,
    own: Sequence[Path],
    **wishes: Any,
) -> None:
    """Tell which muscles' pain is commonly felt at a place, those first that cover most of it.

    WHERE it hurts: temple, or “side of my head”.
    """
    from .. import find as finding
    from .. import pages
    from ..errors import BodymapError

    if drawn:
        from ..export import image

        image.check(drawn)
    if not where and not at:
        raise BodymapError("say where it hurts, as temple, or --at posterior:120,640")
    asked = (*finding.places(where), *map(finding.spot, at))
    found = finding.find(asked, body=body, own=folders(own))[:most]
    click.echo(pages.json(found) if json else pages.findings(asked, found))
    if drawn:
        from ..scene import plan

        sides = {place.side for place in asked}
        side = side or (sides.pop() if len(sides) == 1 else "") or None
        scene = plan(finding.as_condition(asked, found, body), side=side, body=body, ranked=True, **wishes)
        image.save(scene, drawn)
