"""The library in words: `list`, `show` and `search`."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from .options import Json, Own, folders


def list_(
    what: Annotated[
        str, typer.Argument(help="conditions, muscles, areas, bodies, themes or skins.", show_default=False)
    ],
    conditions: Own = None,
) -> None:
    """List what there is, an id and a name a line."""
    from ..errors import unknown
    from . import text_pages

    if what not in text_pages.LISTINGS:
        raise unknown("listing", what, text_pages.LISTINGS)
    typer.echo(text_pages.listing(what, folders(conditions) if what == "conditions" else ()))


def show(
    name: Annotated[
        str, typer.Argument(help="A condition or a muscle, or a condition's file (.yaml).", show_default=False)
    ],
    conditions: Own = None,
) -> None:
    """Tell about a condition or a muscle: a page to read in the terminal."""
    from . import text_pages

    width = min(shutil.get_terminal_size().columns, text_pages.WIDEST)
    typer.echo(text_pages.page(name, width, folders(conditions, name)))


def search(
    words: Annotated[list[str], typer.Argument(help="Words of a name, as elbow.", show_default=False)],
    conditions: Own = None,
    json: Json = False,
) -> None:
    """Find conditions, muscles and areas by any of their names."""
    from ..files import json_text
    from ..finding.search import search
    from . import text_pages

    found = search(" ".join(words), folders(conditions))
    rows = ((m.kind, m.id, m.name if m.by in (m.name, m.id) else f"{m.name} ({m.by})") for m in found)
    typer.echo(json_text.json(found) if json else text_pages.columns(rows))
