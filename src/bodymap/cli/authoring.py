"""Bring your own: `new`, `check` and `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Json, Quiet


def new(
    id: Annotated[
        str, typer.Argument(help="The id, e.g. my-elbow, which is written to my-elbow.yaml.", show_default=False)
    ],
    folder: Annotated[Path, typer.Option("--in", help="Write it into this folder.", metavar="DIR")] = Path(),
    chart: Annotated[bool, typer.Option("--chart", help="Write a chart in place of a condition.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a condition or a chart to start from, with comments.

    You can draw it right away.
    """
    from ..authoring.new import start
    from . import terminal

    written = start(id, folder, "chart" if chart else "condition")
    if not quiet:
        terminal.say("\n".join(f"Wrote {path}" for path in written))
        terminal.say("Replace the text in [brackets] with your own.")
        terminal.say(f"Draw it: bodymap render {written[0]} -o {id}.png")


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Conditions, charts and themes (.yaml), plates (.svg).", show_default=False),
    ] = None,
    sources: Annotated[
        bool,
        typer.Option("--sources", help="List the facts in bodymap that rest on few or weak sources, for reviewers."),
    ] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check your own files and report every error.

    Each error says where it is and what to write instead; the exit code is then 2. If there are no errors, it lists
    how everyday names were read, and which texts you still have to write.
    """
    from ..authoring.check import faults, notes
    from ..errors import BodymapError, plain
    from . import terminal

    if bool(files) == sources:
        told = "--sources is about bodymap's own facts; leave the files out" if files else "name at least one file"
        raise BodymapError(f"{told}, e.g. bodymap check {'--sources' if files else 'my-elbow.yaml'}")
    if sources:
        _list_sources(json)
        return
    errors = [error for file in files or () for error in faults(file)]
    if json:
        terminal.say_json([error.record() for error in errors])
    for error in [] if json else errors:
        typer.echo(plain(str(error)), err=True)
    if errors:
        raise typer.Exit(2)
    if not json and not quiet:
        lines = [line for file in files or () for line in (*map(str, notes(file)), f"{file}: OK")]
        terminal.say("\n".join(lines))


def _list_sources(json: bool) -> None:
    """Print the facts that rest on one work, on a manual by chapter or on no work, one a line."""
    from ..authoring.sources import NO_SOURCE, weak
    from ..knowledge.anatomy import atlas
    from ..knowledge.condition_library import library
    from ..knowledge.flags import flags
    from ..knowledge.prevalence import prevalence
    from ..knowledge.structures import structures
    from . import terminal

    facts = tuple(weak(atlas(), structures(), flags(), library(), prevalence()))
    if json:
        terminal.say_json(facts)
        return
    lines = [
        f"{item.fact}: {', '.join(item.why)}" + (f" ({'; '.join(item.works)})" if item.works else "") for item in facts
    ]
    single, chapter, none = (
        sum(why in item.why for item in facts) for why in ("one work", "a manual by chapter", NO_SOURCE)
    )
    lines += [
        "",
        f"{len(facts)} facts: {single} rest on one work, {chapter} on a manual by chapter, {none} on no work.",
    ]
    terminal.say("\n".join(lines))


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
