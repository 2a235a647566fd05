"""From pain to muscles: `find`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Body, Dpi, Json, Labels, Own, Plates, Side, Size, Skin, Theme, View, body_of, folders


def find(
    where: Annotated[
        list[str] | None, typer.Argument(help="Where it hurts: temple, or “side of my head”.", show_default=False)
    ] = None,
    at: Annotated[
        list[str] | None, typer.Option(help="A spot: a view and plate mm, as posterior:120,640.", show_default=False)
    ] = None,
    most: Annotated[int, typer.Option(help="So many muscles.", min=1, max=20)] = 8,
    json: Json = False,
    drawn: Annotated[
        Path | None, typer.Option("--render", help="Draw the answer: .png, .pdf ….", show_default=False)
    ] = None,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    size: Size = "slide",
    dpi: Dpi = None,
    labels: Labels = "plain",
    theme: Theme = "clinic",
    skin: Skin = None,
    conditions: Own = None,
    plates: Plates = None,
) -> None:
    """Tell which muscles' pain is commonly felt at a place, those first that cover most of it."""
    from ..errors import BodymapError
    from ..files import json_text
    from ..finding import find as finding
    from . import text_pages

    if drawn:
        from ..export import image

        image.check(drawn)
    if not where and not at:
        raise BodymapError("say where it hurts, as temple, or --at posterior:120,640")
    asked = (*finding.places(where or ()), *map(finding.spot, at or ()))
    whose = body_of(body, plates)
    found = finding.find(asked, body=whose, own=folders(conditions))[:most]
    typer.echo(json_text.json(found) if json else text_pages.findings(asked, found))
    if drawn:
        from ..scene import plan

        sides = {place.side for place in asked}
        scene = plan(
            finding.as_condition(asked, found, whose),
            side=side or (sides.pop() if len(sides) == 1 else "") or None,
            body=whose,
            view=view,
            sheet=size,
            dpi=dpi,
            labels=labels,
            theme=theme,
            skin=skin,
            ranked=True,
        )
        image.save(scene, drawn)
