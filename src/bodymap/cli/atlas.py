"""Whether the atlas is complete: `atlas check`."""

from __future__ import annotations

import typer

atlas = typer.Typer(help="Check the atlas as a whole.", add_completion=False, rich_markup_mode=None)


@atlas.callback()
def _atlas() -> None:
    """Keep `check` a command of its own, however few there are beside it."""


@atlas.command()
def check() -> None:
    """Check that nothing in the atlas is blank, misplaced or unsourced.

    The exit code is 1 if it finds something.
    """
    from ..authoring import completeness
    from ..body import plates
    from ..knowledge import anatomy
    from ..knowledge.areas import areas
    from ..knowledge.structures import structures
    from . import terminal

    known = anatomy.atlas(), areas(), structures()
    errors = [error for body in plates.bodies() for error in completeness.faults(*known, body)]
    for error in dict.fromkeys(errors):
        typer.echo(error, err=True)
    counts = ", ".join(f"{count} {what}" for what, count in completeness.counts(*known).items())
    terminal.say(f"{'Complete' if not errors else f'{len(errors)} errors'}: {counts}.")
    if errors:
        raise typer.Exit(1)
