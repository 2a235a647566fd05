"""Paper for the patient or for the clinician: `handout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..options.records import HandoutOptions
from ..options.typed import ClinicOptions, FolderOptions, SubjectOptions
from .options import Quiet, chosen, condition, output, takes


@takes(SubjectOptions, HandoutOptions, ClinicOptions, FolderOptions)
def handout(
    conditions: Annotated[list[str] | None, condition("Several make a booklet.")] = None,
    output: Annotated[Path | None, output("Write the handout to this file (.pdf).")] = None,
    eject: Annotated[
        bool,
        typer.Option("--eject", help="Write our template to handout.typ, or clinician.typ, so that you can change it."),
    ] = False,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Typeset a handout for the patient, as a PDF to print.

    It has the picture, and what the patient needs to know in plain words. With --for clinician, each condition and each
    muscle has a page with its anatomy, its trigger points and the signs that need help first.
    """
    from ..errors import BodymapError
    from ..export.handout import handout as handouts
    from ..export.handout.clinic import line
    from ..options.calls import build
    from . import subjects, terminal

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
    if not (conditions or any(options[name] for name in ("muscle", "point", "spot", "structure"))):
        raise BodymapError("name a condition; `bodymap list conditions` lists them all")
    if output is None:
        raise BodymapError("say where to write the handout, e.g. -o handout.pdf")
    handouts.check(output)
    options["clinic"] = subjects.clinic(options)
    options |= {field: line(field, options[field]) for field in ("patient", "date", "title")}
    asked_for = chosen(HandoutOptions, options)
    title, apart = "" if conditions else asked_for.title, asked_for.audience == "clinician"
    shown = subjects.charts(conditions or (), options, title=title, apart=apart, quiet=quiet)
    handouts.save(shown, output, asked_for)
    terminal.report([output], quiet=quiet)
