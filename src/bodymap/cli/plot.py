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
    muscle: Annotated[
        Column, _column("--muscle", "Read the names of muscles and other parts from this column.")
    ] = None,
    side: Annotated[Column, _column("--side", "Read the sides from this column.")] = None,
    value: Annotated[Column, _column("--value", "Read the values from this column: numbers or classes.")] = None,
    facet: Annotated[
        Column, _column("--facet", "Draw a body for each group of this column, side by side, on one scale.")
    ] = None,
    row: Annotated[Column, _column("--row", "Draw a row of bodies for each group of this column.")] = None,
    wrap: Annotated[
        int | None,
        typer.Option(help="Set the number of bodies in a row.", show_default="4", min=1, max=20, metavar="NUMBER"),
    ] = None,
    frame: Annotated[Column, _column("--frame", "Make an animation: a frame for each value of this column.")] = None,
    clock: Annotated[
        str | None,
        typer.Option(
            help="Write the time of a frame in this format, e.g. '{:.2f} s'.", show_default=False, metavar="FORMAT"
        ),
    ] = None,
    fps: Annotated[float, typer.Option(help="Set the number of frames per second.", metavar="NUMBER")] = 12.0,
    mark: Annotated[
        Column, _column("--mark", "Write marks from this column on the parts: texts such as *, or probabilities.")
    ] = None,
    edge: Annotated[Column, _column("--edge", "Set the width of edges by the numbers in this column.")] = None,
    hatch: Annotated[Column, _column("--hatch", "Hatch the parts for which this column says yes.")] = None,
    dpi: Annotated[
        float | None, typer.Option(help="Set the resolution in dots per inch.", show_default="144", metavar="DPI")
    ] = None,
    width: Annotated[
        float | None,
        typer.Option(
            help="Set the width of a picture in mm, e.g. 85 for a column of a journal.",
            show_default="what the bodies need",
            metavar="MM",
        ),
    ] = None,
    quiet: Quiet = False,
    **options: Any,
) -> None:
    """Draw the values of a table on the body, as colours."""
    from ..plotting.plot_files import PlotColumns, PlotFiles, write
    from . import terminal

    asked = chosen(PlotOptions, options)
    columns = PlotColumns(muscle, side, value, mark, edge, hatch)
    written, notes = write(
        PlotFiles(data, tuple(output), asked, columns, facet, row, wrap, frame, clock, fps, dpi, width)
    )
    for note in notes:
        terminal.note(note, quiet=quiet)
    terminal.report(written, quiet=quiet)
