"""Paper for the patient: `handout`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from . import options
from .options import PATH, folders

TEMPLATE = Path("handout.typ")


@click.command()
@click.argument("conditions", nargs=-1)
@click.option("-o", "--output", type=PATH, help="The PDF.")
@click.option("--paper", default="a4", help="a4 or letter.")
@click.option("--large", is_flag=True, help="Large print.")
@options.seen
@options.look
@options.layers
@options.region
@click.option(
    "--clinic",
    type=PATH,
    show_default="clinic.toml",
    help="Who gives it: name, address, phone, email, web, logo, colour.",
)
@click.option("--name", help="The clinic's name.")
@click.option("--address", multiple=True, help="A line of its address.")
@click.option("--logo", type=PATH, help="Its logo: .png, .jpg or .svg.")
@click.option("--colour", help="Its colour, as #1d5b79.")
@click.option("--patient", default="", show_default=False, help="For whom; it is kept nowhere.")
@click.option("--date", default="", show_default=False, help="The date that it bears.")
@click.option("--title", default="", show_default=False, help="Of a booklet.")
@click.option("--template", type=PATH, help="A template of your own (.typ); see --eject.")
@click.option("--eject", is_flag=True, help="Write our template as handout.typ, to start from.")
@options.conditions
def handout(
    conditions: Sequence[str],
    output: Path | None,
    region: str | None,
    clinic: Path | None,
    name: str | None,
    address: Sequence[str],
    logo: Path | None,
    colour: str | None,
    patient: str,
    date: str,
    title: str,
    eject: bool,
    own: Sequence[Path],
    **wishes: Any,
) -> None:
    """Typeset a handout for the patient: the picture with plain words, one sheet of paper, as PDF.

    CONDITIONS, or their files (.yaml); several make a booklet.
    """
    from .. import clinic as clinics
    from ..errors import BodymapError
    from ..export import handout as paperwork
    from ..subject import subject

    if eject:
        target = output or TEMPLATE
        paperwork.eject(target)
        click.echo(f"Wrote {target}\nUse it: bodymap handout tennis-elbow --template {target} -o tennis-elbow.pdf")
        return
    if not conditions:
        raise BodymapError("a handout needs a condition; `bodymap list conditions` names them all")
    if output is None:
        raise BodymapError("say where the handout goes, as -o handout.pdf")
    paperwork.check(output)
    found = [subject(id, region=region, own=folders(own, id)) for id in conditions]
    given = {"name": name, "address": list(address), "logo": logo and str(logo), "colour": colour}
    asked = paperwork.Wishes(
        clinic=clinics.found(clinic, {field: value for field, value in given.items() if value}),
        patient=clinics.line("--patient", patient),
        date=clinics.line("--date", date),
        title=clinics.line("--title", title),
        **wishes,
    )
    paperwork.save(found, output, asked)
