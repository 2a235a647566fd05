"""Pictures: `render`, and the words for them: `describe`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ..options import HELP, FigureOptions, RenderOptions
from . import completion
from .options import (
    ChartTitle,
    Json,
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

Output = Annotated[
    list[Path],
    typer.Option(
        "-o",
        "--output",
        help="Write the picture to this file: .png, .jpg, .webp, .svg or .pdf. Repeat for several files; "
        "use - for standard output.",
        show_default=False,
        metavar="FILE",
    ),
]


@takes(RenderOptions)
def render(
    output: Output,
    condition: Annotated[
        str | None,
        typer.Argument(help=HELP["condition"], show_default=False, autocompletion=completion.conditions),
    ] = None,
    muscle: Muscles = None,
    point: Points = None,
    structure: Structures = None,
    spot: Spots = None,
    pain: PainAreas = None,
    title: ChartTitle = "",
    note: Note = "",
    region: Region = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"With -o -: {HELP['format'][0].lower()}{HELP['format'][1:]}",
            show_default="png",
            autocompletion=completion.formats,
        ),
    ] = None,
    alt: Annotated[
        str | None, typer.Option(help=HELP["alt"], show_default=False, autocompletion=completion.sidecar)
    ] = None,
    own: Own = None,
    plates: Plates = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Draw a picture of a condition, or of muscles and points."""
    from ..export import image
    from ..files.disk import stream
    from ..finding.request import MarkRequest, chart
    from ..options import build
    from ..scene import check_key, plan_with_key
    from . import terminal

    asked_for = build(RenderOptions, None, options)
    check_key(asked_for.labels, asked_for.key)
    files = _targets(output, format, alt, key=asked_for.key)
    points = None if asked_for.points == "auto" else asked_for.points != "none"
    folder_paths = folders(own, condition or "", quiet=quiet)
    marks = MarkRequest(muscle or (), point or (), pain or (), title, spots=spot or (), structures=structure or ())
    shown = chart(condition, marks, note=note, points=points, region=region, own=folder_paths)
    scene, answers = plan_with_key(shown, build(RenderOptions, asked_for, {"body": body_of(asked_for.body, plates)}))
    svg = {"text": asked_for.text, "id_prefix": asked_for.id_prefix}
    if files:
        written = image.save(scene, *files, key=answers, sidecar=alt is not None, **svg)
        terminal.report(written, scene=scene, quiet=quiet)
    else:
        stream(image.encode(scene, format or "png", **svg))


def _targets(output: Sequence[Path], format: str | None, alt: str | None, *, key: bool) -> list[Path]:
    """Return the files to write, none for standard output (`-`), each checked before the work of drawing.

    Raises:
        BodymapError: a file can't be written, or two options can't be combined.
    """
    from ..errors import BodymapError, unknown
    from ..export import image
    from ..formats import backend_of
    from ..options import SIDECAR

    if alt is not None and alt not in SIDECAR:
        raise unknown("kind of description", alt, SIDECAR, field="alt")
    if Path("-") not in output:
        if format:
            raise BodymapError("needs -o -; the ending of a file says what it is", field="format", value=format)
        for path in output:
            image.check(path)
            if key:
                image.check(image.key_path(path))
        return list(output)
    if key:
        raise BodymapError("a key needs a file; write -o and its name", field="key", value=key)
    if len(output) > 1 or alt:
        raise BodymapError(f"-o - can't be combined with {'another -o' if len(output) > 1 else '--alt'}")
    if format:
        backend_of(format)
    return []


@takes(FigureOptions, without=("theme", "skin", "base", "layers"))
def describe(
    condition: Annotated[
        str | None,
        typer.Argument(help=HELP["condition"], show_default=False, autocompletion=completion.conditions),
    ] = None,
    muscle: Muscles = None,
    point: Points = None,
    structure: Structures = None,
    spot: Spots = None,
    pain: PainAreas = None,
    title: ChartTitle = "",
    note: Note = "",
    region: Region = None,
    json: Json = False,
    own: Own = None,
    plates: Plates = None,
    **options: Any,
) -> None:
    """Describe a picture in words, for people who can't see it."""
    from .. import describe as words
    from ..finding.request import MarkRequest, chart
    from ..options import FigureOptions, build, of_figure
    from ..scene import plan
    from . import terminal

    asked_for = of_figure(build(FigureOptions, None, options))
    marks = MarkRequest(muscle or (), point or (), pain or (), title, spots=spot or (), structures=structure or ())
    shown = chart(condition, marks, note=note, region=region, own=folders(own, condition or "", quiet=json))
    scene = plan(shown, asked_for, body=body_of(asked_for.body, plates))
    if json:
        terminal.say_json({"alt": words.alt(scene), "description": words.long(scene)})
    else:
        terminal.say(words.text(scene).removesuffix("\n"))
