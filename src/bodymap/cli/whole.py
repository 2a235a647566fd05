"""What holds the library together: `atlas check`."""

from __future__ import annotations

import click


@click.group()
def atlas() -> None:
    """The atlas as a whole."""


@atlas.command()
def check() -> None:
    """Prove that nothing the atlas names is blank, misplaced or without its source. Exit code 1 where something is."""
    from .. import anatomy, completeness, plates
    from ..areas import areas

    known, skin = anatomy.atlas(), areas()
    found = [fault for body in plates.bodies() for fault in completeness.faults(known, skin, body)]
    for fault in dict.fromkeys(found):
        click.echo(fault, err=True)
    whole = ", ".join(f"{count} {what}" for what, count in completeness.counts(known, skin).items())
    click.echo(f"{'Whole' if not found else f'{len(found)} faults'}: {whole}.")
    if found:
        raise SystemExit(1)
