"""Paper for the patient: `handout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Body, Layers, Own, Plates, Region, Side, Skin, Theme, View, body_of, folders

TEMPLATE = Path("handout.typ")


def handout(
    conditions: Annotated[
        list[str] | None,
        typer.Argument(help="A condition, or its file (.yaml); several make a booklet.", show_default=False),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The PDF.", show_default=False)] = None,
    paper: Annotated[str, typer.Option(help="a4 or letter.")] = "a4",
    large: Annotated[bool, typer.Option("--large", help="Large print.")] = False,
    side: Side = None,
    body: Body = "neutral-adult",
    view: View = None,
    theme: Theme = "clinic",
    skin: Skin = None,
    layers: Layers = "",
    region: Region = None,
    clinic: Annotated[
        Path | None,
        typer.Option(help="Who gives it: name, address, phone, email, web, logo, colour.", show_default="clinic.toml"),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The clinic's name.", show_default=False)] = None,
    address: Annotated[list[str] | None, typer.Option(help="A line of its address.", show_default=False)] = None,
    logo: Annotated[Path | None, typer.Option(help="Its logo: .png, .jpg or .svg.", show_default=False)] = None,
    colour: Annotated[str | None, typer.Option(help="Its colour, as #1d5b79.", show_default=False)] = None,
    patient: Annotated[str, typer.Option(help="For whom; it is kept nowhere.", show_default=False)] = "",
    date: Annotated[str, typer.Option(help="The date that it bears.", show_default=False)] = "",
    title: Annotated[str, typer.Option(help="Of a booklet.", show_default=False)] = "",
    template: Annotated[
        Path | None, typer.Option(help="A template of your own (.typ); see --eject.", show_default=False)
    ] = None,
    eject: Annotated[bool, typer.Option("--eject", help="Write our template as handout.typ, to start from.")] = False,
    own: Own = None,
    plates: Plates = None,
) -> None:
    """Typeset a handout for the patient: the picture with plain words, one sheet of paper, as PDF."""
    from ..errors import BodymapError
    from ..export.handout import clinic as clinics
    from ..export.handout import handout as paperwork
    from ..finding.request import subject

    if eject:
        target = output or TEMPLATE
        paperwork.eject(target)
        typer.echo(f"Wrote {target}\nUse it: bodymap handout tennis-elbow --template {target} -o tennis-elbow.pdf")
        return
    if not conditions:
        raise BodymapError("a handout needs a condition; `bodymap list conditions` names them all")
    if output is None:
        raise BodymapError("say where the handout goes, as -o handout.pdf")
    paperwork.check(output)
    found = [subject(id, region=region, own=folders(own, id)) for id in conditions]
    given = {"name": name, "address": address, "logo": logo and str(logo), "colour": colour}
    wishes = paperwork.HandoutOptions(
        paper=paper,
        large=large,
        clinic=clinics.found(clinic, {field: value for field, value in given.items() if value}),
        patient=clinics.line("--patient", patient),
        date=clinics.line("--date", date),
        title=clinics.line("--title", title),
        side=side,
        body=body_of(body, plates),
        view=view,
        theme=theme,
        skin=skin,
        layers=layers,
        template=template,
    )
    paperwork.save(found, output, wishes)
