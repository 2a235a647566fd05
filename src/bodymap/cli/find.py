"""From pain to muscles: `find`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..options.records import RenderOptions
from ..options.typed import FolderOptions
from . import completion
from .options import Json, Quiet, chosen, takes

if TYPE_CHECKING:
    from ..finding.find import PainPlace


def _places(words: Sequence[str]) -> tuple[PainPlace, ...]:
    """Return the places that words name; an error also says how to look for a condition or a muscle."""
    from ..errors import BodymapError, readable
    from ..finding import find as finding

    readable(" ".join(words))  # reported as it is: no search would help
    try:
        return finding.places(words)
    except BodymapError as error:
        hint = f"For a condition or a muscle: bodymap search {' '.join(words)}"
        raise BodymapError(f"{error} {hint}", value=error.value, choices=error.choices) from None


@takes(RenderOptions, FolderOptions, without=("layers", "points", "text", "id_prefix", "transparent", "key"))
def find(
    where: Annotated[
        list[str] | None,
        typer.Argument(
            help='Where it hurts, e.g. temple or "side of my head".',
            show_default=False,
            autocompletion=completion.areas,
        ),
    ] = None,
    at: Annotated[
        list[str] | None,
        typer.Option(
            help="Start from a spot: a view and millimetres on its plate, e.g. posterior:120,640. Repeat for several.",
            show_default=False,
            metavar="SPOT",
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="List at most this many muscles.", min=1, max=20, metavar="NUMBER")] = 8,
    drawn: Annotated[
        Path | None,
        typer.Option(
            "--render",
            help="Draw the answer, and write it to this file: .png, .pdf …",
            show_default=False,
            metavar="FILE",
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Find the muscles that can refer pain to a place.

    Muscles whose pain patterns lie there, and that are often reported there, come first.
    """
    from ..errors import BodymapError
    from ..finding import find as finding
    from ..finding.causes import other_causes
    from ..knowledge.condition_library import library
    from ..options.calls import build
    from . import subjects, terminal, text_pages

    asked_for = chosen(RenderOptions, options)
    if drawn:
        from ..export import image

        image.check(drawn)
    if not any(word.strip() for word in where or ()) and not at:
        raise BodymapError("say where it hurts, e.g. bodymap find temple, or --at posterior:120,640")
    places = (*_places(where or ()), *map(finding.spot, at or ()))
    body = asked_for.body
    searched = subjects.folders(options, "", quiet=quiet)
    findings = finding.find(places, body=body, own=searched)[:most]
    if json:
        terminal.say_json(findings)
    else:
        hurt = [area for place in places for area in finding.areas_at(place, body)]
        causes = other_causes(hurt, library(searched))
        terminal.say(text_pages.findings(places, findings, causes))
    if drawn:
        from ..scene import plan

        sides = {place.side for place in places}
        one = sides.pop() if len(sides) == 1 else None
        named = {"side": str(one)} if one and not asked_for.side else {}
        asked_for = build(RenderOptions, asked_for, named)
        shown = finding.as_condition(places, findings, body)
        scene = plan(shown, asked_for, ranked=True)
        image.save(scene, drawn)
        terminal.report([drawn], scene=scene, quiet=quiet)
