"""The library in words: `list`, `show` and `search`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from . import options
from .options import folders


@click.command("list")
@click.argument("what")
@options.conditions
def list_(what: str, own: Sequence[Path]) -> None:
    """List what there is, an id and a name a line.

    WHAT is conditions, muscles, areas, bodies, themes or skins.
    """
    from .. import pages
    from ..errors import unknown

    if what not in pages.LISTINGS:
        raise unknown("listing", what, pages.LISTINGS)
    click.echo(pages.listing(what, folders(own) if what == "conditions" else ()))


@click.command()
@click.argument("name")
@options.conditions
def show(name: str, own: Sequence[Path]) -> None:
    """Tell about a condition or a muscle: a page to read in the terminal.

    NAME is a condition or a muscle, or a condition's file (.yaml).
    """
    from .. import pages

    width = min(shutil.get_terminal_size().columns, pages.WIDEST)
    click.echo(pages.page(name, width, folders(own, name)))


@click.command()
@click.argument("words", nargs=-1, required=True)
@options.conditions
@options.json
def search(words: Sequence[str], own: Sequence[Path], json: bool) -> None:
    """Find conditions, muscles and areas by any of their names.

    WORDS of a name, as elbow.
    """
    from .. import pages
    from ..search import search

    found = search(" ".join(words), folders(own))
    rows = ((m.kind, m.id, m.name if m.by in (m.name, m.id) else f"{m.name} ({m.by})") for m in found)
    click.echo(pages.json(found) if json else pages.columns(rows))
