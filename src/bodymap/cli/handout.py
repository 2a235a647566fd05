"""Paper for the patient or for the clinician: `handout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..options import HELP, HandoutOptions
from . import completion
from .options import (
    Muscles,
    Note,
    Own,
    PainAreas,
    Plates,
    Points,
    Quiet,
    Region,
    Spots,
    Structures,
    body_of,
    folders,
    takes,
)


@takes(HandoutOptions)
def handout(
    conditions: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"{HELP['condition']} Several make a booklet.",
            show_default=False,
            autocompletion=completion.conditions,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="Write the handout to this file (.pdf).", show_default=False, metavar="FILE"
        ),
    ] = None,
    muscle: Muscles = None,
    point: Points = None,
    structure: Structures = None,
    spot: Spots = None,
    pain: PainAreas = None,
    note: Note = "",
    region: Region = None,
    name: Annotated[str | None, typer.Option(help=HELP["name"], show_default=False)] = None,
    address: Annotated[
        list[str] | None, typer.Option(help=f"{HELP['address']} Repeat for several.", show_default=False)
    ] = None,
    logo: Annotated[Path | None, typer.Option(help=HELP["logo"], show_default=False, metavar="FILE")] = None,
    colour: Annotated[str | None, typer.Option(help=HELP["colour"], show_default=False)] = None,
    eject: Annotated[
        bool,
        typer.Option("--eject", help="Write our template to handout.typ, or clinician.typ, to start your own."),
    ] = False,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Typeset a handout for the patient, as a PDF to print.

    It has the picture, and what the patient needs to know in plain words. With --for clinician, each condition and each
    muscle has a page with its anatomy, its trigger points and the signs that need help first.
    """
    from ..errors import BodymapError
    from ..export.handout import clinic as clinics
    from ..export.handout import handout as handouts
    from ..finding.request import MarkRequest, charts_of
    from ..options import build
    from . import terminal

    if eject:
        audience = build(HandoutOptions, None, {"audience": options["audience"]}).audience
        target = output or Path(handouts.TEMPLATES[audience])
        handouts.eject(target, audience)
        if not quiet:
            whom = "" if audience == "patient" else f" --for {audience}"
            terminal.say(
                f"Wrote {target}\nUse it: bodymap handout tennis-elbow{whom} --template {target} -o tennis-elbow.pdf"
            )
        return
    if not (conditions or muscle or point or spot or structure):
        raise BodymapError("name a condition; `bodymap list conditions` lists them all")
    if output is None:
        raise BodymapError("say where to write the handout, e.g. -o handout.pdf")
    handouts.check(output)
    fields = {"name": name, "address": address, "logo": logo and str(logo), "colour": colour}
    options["clinic"] = clinics.found(options["clinic"], {field: value for field, value in fields.items() if value})
    options |= {field: clinics.line(field, options[field]) for field in ("patient", "date", "title")}
    asked_for = build(HandoutOptions, None, options | {"body": body_of(options["body"], plates)})
    for each in conditions or [""]:
        folder_paths = folders(own, each, quiet=quiet)
    title = "" if conditions else asked_for.title
    marks = MarkRequest(muscle or (), point or (), pain or (), title, spots=spot or (), structures=structure or ())
    apart = asked_for.audience == "clinician"
    shown = charts_of(conditions or (), marks, note=note, region=region, own=folder_paths, apart=apart)
    handouts.save(shown, output, asked_for)
    terminal.report([output], quiet=quiet)
