"""Bring your own: `new`, `check` and `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Json, Quiet


def new(
    id: Annotated[str, typer.Argument(help="Its id, e.g. my-elbow; the file is my-elbow.yaml.", show_default=False)],
    folder: Annotated[Path, typer.Option("--in", help="Write it into this folder.", metavar="DIR")] = Path(),
    chart: Annotated[bool, typer.Option("--chart", help="Write a chart in place of a condition.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a condition or a chart to start from, with comments.

    It can be drawn at once.
    """
    from ..authoring.new import start
    from . import terminal

    written = start(id, folder, "chart" if chart else "condition")
    if not quiet:
        terminal.say("\n".join(f"Wrote {path}" for path in written))
        terminal.say(f"Draw it: bodymap render {written[0]} -o {id}.png")


def check(
    files: Annotated[
        list[Path], typer.Argument(help="Conditions, charts and themes (.yaml), plates (.svg).", show_default=False)
    ],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check your own files and report every error.

    Each error comes with its place and what to write instead. Exit with 2 if there is one.
    """
    from ..authoring.check import faults
    from ..errors import plain
    from . import terminal

    errors = [error for file in files for error in faults(file)]
    if json:
        terminal.say_json([error.record() for error in errors])
    for error in [] if json else errors:
        typer.echo(plain(str(error)), err=True)
    if errors:
        raise typer.Exit(2)
    if not json and not quiet:
        terminal.say("\n".join(f"{file}: OK" for file in files))


def schema(
    what: Annotated[str, typer.Argument(help="condition, chart, or batch for a table in YAML.", show_default=False)],
) -> None:
    """Print the JSON Schema of a file, for editors."""
    from ..errors import unknown
    from ..files import json_text

    if what in ("condition", "chart"):
        from ..authoring import schema as schemas

        typer.echo(schemas.text(what), nl=False)
    elif what == "batch":
        from ..batch import schema as tables

        typer.echo(json_text.json(tables.table()))
    else:
        raise unknown("schema", what, ("condition", "chart", "batch"))
