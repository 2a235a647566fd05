"""The library in words: `list`, `show` and `search`."""

from __future__ import annotations

import shutil
from typing import Annotated, Any

import typer

from ..options.typed import FolderOptions
from . import completion
from .options import Json, takes


@takes(FolderOptions, without=("plates",))
def list_(
    what: Annotated[
        str,
        typer.Argument(
            help="conditions, muscles, groups, regions, structures, areas, bodies, themes or skins.",
            show_default=False,
            autocompletion=completion.listings,
        ),
    ],
    json: Json = False,
    **options: Any,
) -> None:
    """List conditions, muscles, structures, areas and more."""
    from ..errors import unknown
    from . import listings, terminal, text_pages
    from .subjects import folders

    kind = what.strip().casefold()
    if kind not in listings.LISTINGS:
        raise unknown("listing", what, listings.LISTINGS)
    entries = listings.entries(kind, folders(options, quiet=json) if kind == "conditions" else ())
    if json:
        terminal.say_json(entries)
    else:
        terminal.say(text_pages.columns(entry.row for entry in entries))


@takes(FolderOptions, without=("plates",))
def show(
    name: Annotated[
        str,
        typer.Argument(
            help="A condition, a muscle, a group or a structure, or a condition's file (.yaml).",
            show_default=False,
            autocompletion=completion.pages,
        ),
    ],
    json: Json = False,
    **options: Any,
) -> None:
    """Show a condition, a muscle, a group or a structure."""
    from . import terminal, text_pages
    from .subjects import folders

    record = text_pages.named(name, folders(options, name, quiet=json))
    if json:
        terminal.say_json(record)
    else:
        width = min(shutil.get_terminal_size().columns, text_pages.WIDEST)
        terminal.say(text_pages.page(record, width))


@takes(FolderOptions, without=("plates",))
def search(
    words: Annotated[list[str], typer.Argument(help="Words to look for, e.g. elbow.", show_default=False)],
    json: Json = False,
    **options: Any,
) -> None:
    """Search the library in everyday words."""
    from ..finding.search import search
    from . import terminal, text_pages
    from .subjects import folders

    matches = search(" ".join(words), folders(options, quiet=json))
    if json:
        terminal.say_json(matches)
        return
    rows = ((m.kind, m.id, m.name if m.by in (m.name, m.id) else f"{m.name} ({m.by})") for m in matches)
    terminal.say(text_pages.columns(rows))
