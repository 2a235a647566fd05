"""Bring your own: `new`, `check` and `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Json


def new(
    id: Annotated[str, typer.Argument(help="Its id, as my-elbow; the file is my-elbow.yaml.", show_default=False)],
    folder: Annotated[Path, typer.Option("--in", help="The folder that it is written into.")] = Path(),
) -> None:
    """Write a commented condition to start from; it renders at once."""
    from ..authoring.new import start

    written = start(id, folder)
    typer.echo("\n".join(f"Wrote {path}" for path in written))
    typer.echo(f"Draw it: bodymap render {written[0]} -o {id}.png")


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Conditions and themes (.yaml), plates (.svg).", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Check files of your own; every fault with its place and what it may be. Exit code 2 where there is one."""
    from ..authoring.check import faults
    from ..errors import plain
    from ..files import json_text

    found = [fault for file in files for fault in faults(file)]
    if json:
        typer.echo(json_text.json([fault.record() for fault in found]))
    for fault in [] if json else found:
        typer.echo(plain(str(fault)), err=True)
    if found:
        raise typer.Exit(2)
    if not json:
        typer.echo(f"{'All' if len(files) > 1 else files[0]} well.")


def schema(
    what: Annotated[str, typer.Argument(help="condition, or batch: a table in YAML.", show_default=False)],
) -> None:
    """Print the JSON Schema of a file, for editors."""
    from ..errors import unknown
    from ..files import json_text

    if what == "condition":
        from ..authoring import schema as conditions

        typer.echo(conditions.text(), nl=False)
    elif what == "batch":
        from ..batch import schema as tables

        typer.echo(json_text.json(tables.table()))
    else:
        raise unknown("schema", what, ("condition", "batch"))
