"""Values on the body from a table: `plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..plotting.options import PlotOptions
from .options import Quiet, chosen, output, takes

Column = str | None
"""A column of the table."""


def _column(name: str, help: str) -> Any:
    return typer.Option(name, help=help, show_default=False, metavar="COLUMN")


@takes(PlotOptions)
def plot(
    data: Annotated[
        Path,
        typer.Argument(
            help="A table: .csv, .xlsx, .ods, .yaml, .jsonl, .parquet, or OpenSim's .sto or .mot.", show_default=False
        ),
    ],
    output: Annotated[
        list[Path],
        output(
            "Write the plot to this file: .png, .jpg, .webp, .svg, .pdf or .html; with --frame .gif, .webp or "
            ".mp4. Repeat for several files."
        ),
    ],
    muscle: Annotated[Column, _column("--muscle", "Read the names of muscles and other parts here.")] = None,
    side: Annotated[Column, _column("--side", "Read the sides from this column.")] = None,
    value: Annotated[Column, _column("--value", "Read the values from this column: numbers or classes.")] = None,
    facet: Annotated[
        Column, _column("--facet", "Draw a body for each group of this column, side by side, on one scale.")
    ] = None,
    row: Annotated[Column, _column("--row", "Draw a row of bodies for each group of this column.")] = None,
    wrap: Annotated[
        int | None, typer.Option(help="Set the number of bodies in a row.", show_default="4", min=1, max=20)
    ] = None,
    frame: Annotated[Column, _column("--frame", "Make an animation: a frame for each value of this column.")] = None,
    clock: Annotated[
        str | None,
        typer.Option(help="Write the time of a frame in this format, e.g. '{:.2f} s'.", show_default=False),
    ] = None,
    fps: Annotated[float, typer.Option(help="Set the number of frames per second.")] = 12.0,
    mark: Annotated[
        Column, _column("--mark", "Write marks from this column on the parts: texts such as *, or probabilities.")
    ] = None,
    edge: Annotated[Column, _column("--edge", "Let the numbers of this column set the width of the edges.")] = None,
    hatch: Annotated[Column, _column("--hatch", "Hatch the parts for which this column says yes.")] = None,
    dpi: Annotated[float | None, typer.Option(help="Set the resolution in dots per inch.", show_default="144")] = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Draw the values of a table on the body, as colours."""
    import warnings

    from ..errors import BodymapWarning
    from . import terminal

    asked = chosen(PlotOptions, options)
    columns: dict[str, Any] = {
        "muscle": muscle,
        "side": side,
        "value": value,
        "mark": mark,
        "edge": edge,
        "hatch": hatch,
    }
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", BodymapWarning)
        if frame is not None:
            written = _animated(data, output, asked, columns, frame, clock, fps, (facet, row))
        else:
            written = _drawn(data, output, asked, columns, facet, row, wrap, dpi)
    for each in told:
        terminal.note(str(each.message), quiet=quiet)
    terminal.report(written, quiet=quiet)


def _drawn(
    data: Path,
    output: list[Path],
    asked: PlotOptions,
    columns: dict[str, Any],
    facet: Column,
    row: Column,
    wrap: int | None,
    dpi: float | None,
) -> list[Path]:
    """Draw a plot, or a grid of them, into files; the files of web pages are widgets.

    Raises:
        BodymapError: something that was asked for can't be done.
    """
    from ..errors import BodymapError
    from ..plotting.body_facets import facet as grid
    from ..plotting.body_plot import plot as single
    from ..plotting.body_widget import widget

    pages = [path for path in output if path.suffix.lower() in (".html", ".htm")]
    pictures = [path for path in output if path not in pages]
    if pages and (facet or row):
        raise BodymapError(f"{pages[0]}: a page shows one body; leave --facet and --row out", field="facet")
    if wrap and row:
        raise BodymapError("the columns of --row stand side by side; leave --wrap out", field="wrap", value=wrap)
    if facet or row:
        made = grid(data, asked, col=facet, row=row, wrap=wrap, **columns)
        return [made.save(path, dpi=dpi) for path in pictures]
    drawn = single(data, asked, **columns) if pictures else None
    page = widget(data, asked, **columns) if pages else None
    saved = [drawn.save(path, dpi=dpi) for path in pictures] if drawn else []
    return saved + ([page.save(path) for path in pages] if page else [])


def _animated(
    data: Path,
    output: list[Path],
    asked: PlotOptions,
    columns: dict[str, Any],
    frame: str,
    clock: str | None,
    fps: float,
    groups: tuple[Column, Column],
) -> list[Path]:
    """Make an animation.

    Raises:
        BodymapError: something that was asked for can't be done.
    """
    from ..errors import BodymapError
    from ..plotting.animation import animate

    if any(groups):
        raise BodymapError("an animation shows one body; leave --facet and --row out", field="frame", value=frame)
    if used := next((name for name in ("mark", "edge", "hatch") if columns.pop(name)), None):
        raise BodymapError(f"an animation has colours alone; leave --{used} out", field=used)
    made = animate(data, asked, frame=frame, clock=clock, **columns)
    return [made.save(path, fps=fps) for path in output]
