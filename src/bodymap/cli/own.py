"""Bring your own: `new`, `check` and `schema`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from . import options
from .options import PATH


@click.command()
@click.argument("id")
@click.option("--in", "folder", type=PATH, default=Path(), help="The folder that it is written into.")
def new(id: str, folder: Path) -> None:
    """Write a commented condition to start from; it renders at once.

    ID, as my-elbow; the file is my-elbow.yaml.
    """
    from ..starting import start

    written = start(id, folder)
    click.echo("\n".join(f"Wrote {path}" for path in written))
    click.echo(f"Draw it: bodymap render {written[0]} -o {id}.png")


@click.command()
@click.argument("files", type=PATH, nargs=-1, required=True)
@options.json
def check(files: Sequence[Path], json: bool) -> None:
    """Check files of your own; every fault with its place and what it may be. Exit code 2 where there is one.

    FILES are conditions and themes (.yaml) and plates (.svg).
    """
    from .. import pages
    from ..checking import faults

    found = [fault for file in files for fault in faults(file)]
    if json:
        click.echo(pages.json([fault.record() for fault in found]))
    for fault in [] if json else found:
        click.echo(str(fault), err=True)
    if found:
        raise SystemExit(2)
    if not json:
        click.echo(f"{'All' if len(files) > 1 else files[0]} well.")


@click.command()
@click.argument("what")
def schema(what: str) -> None:
    """Print the JSON Schema of a file, for editors.

    WHAT is condition.
    """
    from .. import schema as schemas
    from ..errors import unknown

    if what not in schemas.SCHEMAS:
        raise unknown("schema", what, schemas.SCHEMAS)
    click.echo(schemas.text(), nl=False)
