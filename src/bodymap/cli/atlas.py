"""What holds the library together: `atlas check`."""

from __future__ import annotations

import typer

atlas = typer.Typer(help="The atlas as a whole.", add_completion=False, rich_markup_mode=None)


@atlas.callback()
def _atlas() -> None:
    """Keep `check` a command of its own, however few there are beside it."""


@atlas.command()
def check() -> None:
    """Prove that nothing the atlas names is blank, misplaced or without its source. Exit code 1 where something is."""
    from ..authoring import completeness
    from ..body import plates
    from ..knowledge import anatomy
    from ..knowledge.areas import areas

    known, skin = anatomy.atlas(), areas()
    found = [fault for body in plates.bodies() for fault in completeness.faults(known, skin, body)]
    for fault in dict.fromkeys(found):
        typer.echo(fault, err=True)
    whole = ", ".join(f"{count} {what}" for what, count in completeness.counts(known, skin).items())
    typer.echo(f"{'Whole' if not found else f'{len(found)} faults'}: {whole}.")
    if found:
        raise typer.Exit(1)
