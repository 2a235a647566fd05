"""What holds the library together: `atlas check`."""

from __future__ import annotations

import typer

from .app import app

atlas_app = typer.Typer(help="The atlas as a whole.", rich_markup_mode=None)
app.add_typer(atlas_app, name="atlas")


@atlas_app.callback()
def _atlas() -> None:
    """Keep `check` a command of its own, however few there are beside it."""


@atlas_app.command()
def check() -> None:
    """Prove that nothing the atlas names is blank, misplaced or without its source. Exit code 1 where something is."""
    from .. import completeness, plates
    from ..anatomy import atlas
    from ..areas import areas

    found = [fault for body in plates.bodies() for fault in completeness.faults(atlas(), areas(), body)]
    for fault in dict.fromkeys(found):
        typer.echo(fault, err=True)
    whole = ", ".join(f"{count} {what}" for what, count in completeness.counts(atlas(), areas()).items())
    typer.echo(f"{'Whole' if not found else f'{len(found)} faults'}: {whole}.")
    if found:
        raise typer.Exit(1)
