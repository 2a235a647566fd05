"""Write the plot of a table to files: pictures, pages and animations, by their endings."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import BodymapError, BodymapWarning
from .animation import animate
from .body_facets import facet
from .body_plot import plot
from .body_widget import widget
from .options import PlotOptions

PAGES = (".html", ".htm")
"""The endings of pages, which show a widget."""

FPS = 12.0
"""Frames per second if nobody says it."""


class PlotColumns(NamedTuple):
    """The columns of a table that a plot reads; None for the usual one, or for none."""

    muscle: str | None = None
    side: str | None = None
    value: str | None = None
    mark: str | None = None
    edge: str | None = None
    hatch: str | None = None


class PlotFiles(NamedTuple):
    """What is drawn of a table, and the files that it is written to.

    Attributes:
        data: the table.
        output: the files.
        options: the options of the plot.
        columns: the columns that it reads.
        facet: the column whose groups stand side by side.
        row: the column whose groups make rows.
        wrap: how many bodies stand in a row.
        frame: the column whose values are the frames of an animation.
        clock: how a frame is written.
        fps: frames per second.
        dpi: dots per inch; None for the usual number.
        width: the width of a picture, mm; None for what its bodies need.
    """

    data: Path
    output: tuple[Path, ...]
    options: PlotOptions
    columns: PlotColumns = PlotColumns()
    facet: str | None = None
    row: str | None = None
    wrap: int | None = None
    frame: str | None = None
    clock: str | None = None
    fps: float = FPS
    dpi: float | None = None
    width: float | None = None


def check(asked: PlotFiles) -> None:
    """Check that what is asked for goes together. Nothing is read or drawn.

    Raises:
        BodymapError: it does not.
    """
    pages = [path for path in asked.output if path.suffix.lower() in PAGES]
    if asked.frame is not None:
        if asked.facet or asked.row:
            raise BodymapError("an animation shows one body; leave facet and row out", field="frame", value=asked.frame)
        if used := next((name for name in ("mark", "edge", "hatch") if getattr(asked.columns, name)), None):
            raise BodymapError(f"an animation shows only colours; leave {used} out", field=used)
        if asked.width is not None:
            raise BodymapError("an animation has no width in mm; leave width out", field="width", value=asked.width)
    elif pages and (asked.facet or asked.row):
        raise BodymapError(f"{pages[0]}: a page shows one body; leave facet and row out", field="facet")
    elif asked.wrap and asked.row:
        raise BodymapError("a grid with rows can't wrap; leave wrap out", field="wrap", value=asked.wrap)


def write(asked: PlotFiles) -> tuple[list[Path], list[str]]:
    """Draw a plot into its files, and return these and what there is to note about it.

    Raises:
        BodymapError: something that was asked for can't be done.
    """
    check(asked)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", BodymapWarning)
        written = _animated(asked) if asked.frame is not None else _drawn(asked)
    return written, list(dict.fromkeys(str(each.message) for each in told))


def _drawn(asked: PlotFiles) -> list[Path]:
    pages = [path for path in asked.output if path.suffix.lower() in PAGES]
    pictures = [path for path in asked.output if path not in pages]
    columns = asked.columns._asdict()
    if asked.facet or asked.row:
        made = facet(
            asked.data, asked.options, col=asked.facet, row=asked.row, wrap=asked.wrap, width=asked.width, **columns
        )
        return [made.save(path, dpi=asked.dpi) for path in pictures]
    drawn = plot(asked.data, asked.options, width=asked.width, **columns) if pictures else None
    page = widget(asked.data, asked.options, **columns) if pages else None
    return [*_saved(drawn, pictures, dpi=asked.dpi), *_saved(page, pages)]


def _saved(made: Any, paths: Sequence[Path], **how: Any) -> list[Path]:
    return [made.save(path, **how) for path in paths]


def _animated(asked: PlotFiles) -> list[Path]:
    muscle, side, value = asked.columns[:3]
    frame = asked.frame or ""
    made = animate(asked.data, asked.options, frame=frame, clock=asked.clock, muscle=muscle, side=side, value=value)
    return [made.save(path, fps=asked.fps) for path in asked.output]
