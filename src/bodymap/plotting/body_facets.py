"""`facet`: a body for each group of rows, in a grid, with one scale and one colour bar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from .. import words
from ..errors import BodymapError
from ..layout.plot_figures import aspect_of
from ..options import checks
from ..options.calls import takes
from ..style import fonts
from . import frames
from .body_plot import BodyPlot, draw
from .figures import (
    BAR,
    MM,
    PAD,
    TICKS,
    TITLE,
    inches_of,
    look_of,
    new_figure,
    notebook_image,
    saved,
    style_bar,
    write_title,
)
from .frames import Data, Row, is_missing, is_none_word
from .options import PlotKeywords, PlotOptions
from .panel import Channels, PanelData
from .preparation import PreparedPlot, asked_for, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..content.plot_content import PlotView
    from ..pages.plot_page import Entry
    from ..style.theme import Theme

CELL = 2.5
"""Height of a cell, in."""

LARGEST, SMALLEST = 10.0, 1.0
"""Greatest height of the whole grid, and least height of a cell, in."""

HEAD = 0.26
"""Height of a heading, and width of one beside a row, in."""

FOOT = 0.3
"""Height of the legend, in."""

GAP = 0.12
"""Space between two cells, in."""

WRAP = 4
"""Number of cells in a row if nobody says it and there are no rows of groups."""

MOST = 60
"""Maximum number of cells."""

LONGEST_BAR = 3.0
"""Greatest length of a colour bar, in."""

UNDER, UNDER_LABEL = 0.4, 0.19
"""Height of a colour bar below the bodies with its ticks, and of its label, in."""

LEAST_CELL = 60 / 72
"""Least width of a cell in a figure of a given width, in."""

HEAD_SIZE, LEAST_HEAD = 9.5, 5.5
"""Size of headings, and the least of long ones over narrow cells, pt."""

Place = tuple[str, str]
"""The group of a row and of a column; "" for none."""


@dataclass(frozen=True, eq=False, repr=False)
class BodyFacets:
    """A grid of bodies with values on one scale.

    Attributes:
        figure: the figure.
        plots: the plot of each cell, by its row and column: `plots["left group", "week 2"]`; "" where there is none.
        mappable: the ScalarMappable that all cells share.
        bar: the colour bar; None for classes, which have a legend.
    """

    figure: Figure
    plots: Mapping[Place, BodyPlot]
    mappable: Any
    bar: Any
    alt: str = ""

    def save(self, path: str | PathLike[str], *, dpi: float | None = None) -> Path:
        """Write the figure to a file: .png, .jpg, .webp, .svg or .pdf.

        Raises:
            BodymapError: the ending is unknown or the path can't be written to.
        """
        return saved(self.figure, Path(path), dpi=dpi, alt=self.alt)

    def __repr__(self) -> str:
        return f"<bodymap facets: {len(self.plots)} plots>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show the plot in a notebook, with its alt text for people who can't see it."""
        return notebook_image(self.figure, self.alt, repr(self))


@takes(PlotOptions)
def facet(
    data: Any,
    options: PlotOptions | None = None,
    *,
    col: str | None = None,
    row: str | None = None,
    wrap: int | None = None,
    width: float | None = None,
    muscle: str | None = None,
    side: str | None = None,
    value: str | None = None,
    norm: Any = None,
    palette: Any = None,
    mark: str | None = None,
    edge: str | None = None,
    hatch: str | None = None,
    **keywords: Unpack[PlotKeywords],
) -> BodyFacets:
    """Draw a body for each group of rows, in a grid: all on one scale, with one colour bar.

    Args:
        data: a table, as for `plot`.
        options: the options of the plots.
        col: the column whose values make the columns of the grid, in their order in the data.
        row: the column whose values make its rows.
        wrap: how many bodies stand in a row, if there is no `row`.
        width: the width of the figure, mm, such as that of a journal's column. The colour bar then stands below.
        muscle: the column of names.
        side: the column of sides.
        value: the column of values.
        norm: a norm of matplotlib.
        palette: for classes, their colours.
        mark: a column of marks or probabilities.
        edge: a column of numbers that set the width of the edge.
        hatch: a column of yes or no that sets hatching.
        keywords: single options, which override `options`; see `PlotOptions`.

    Raises:
        BodymapError: as for `plot`, there are no groups or too many, or the figure is too narrow for them.
        BodymapTypeError: a value has the wrong Python type.
    """
    if col is None and row is None:
        raise BodymapError("say which column makes the groups: col='…' or row='…'", field="col")
    if wrap is not None:
        checks.count(wrap, "wrap")
    asked, cmap = asked_for(options, keywords)
    inches = inches_of(width)
    channels = Channels(mark, edge, hatch)
    rows = frames.read(data, frames.Columns(muscle, side, value), (*channels.columns, col, row))
    groups = grouped(rows, row, col)
    ready = prepare(rows, asked, channels, tuple(groups.values()), cmap=cmap, norm=norm, palette=palette)
    return _drawn(ready, dict(zip(groups, ready.panels, strict=True)), wrap, inches)


def grouped(data: Data, row: str | None, col: str | None, *, most: int = MOST) -> dict[Place, Data]:
    """Return the rows of each group, in the order of the data.

    Raises:
        BodymapError: a row is in no group, or there are too many groups.
    """
    found: dict[Place, list[Row]] = {}
    for one in data.rows:
        place = tuple("" if column is None else _said(one, data.others[column], column) for column in (row, col))
        found.setdefault((place[0], place[1]), []).append(one)
    if len(found) > most:
        raise BodymapError(f"there are {len(found)} groups; at most {most} can be shown", field="col")
    return {place: data._replace(rows=tuple(rows)) for place, rows in found.items()}


def _said(row: Row, name: str, column: str) -> str:
    cell = row.values.get(name)
    if is_missing(cell) and not is_none_word(cell):
        raise BodymapError(f"{row.place} has nothing in {column!r}, so it is in no group", field="col")
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


@dataclass(frozen=True)
class FacetGrid:
    """The measures of a grid of cells, in inches, and how many stand side by side.

    Attributes:
        across: the number of cells in a row.
        down: the number of rows.
        wrapped: whether the rows only go on where a row ends.
        wide: the width of a cell.
        tall: the height of a cell without its heading.
        head: the height of a heading, 0 for none.
        left: the width of the headings of rows, 0 for none.
        top: the height of the title.
        foot: the height of the legend.
        bar: the width of a colour bar beside the cells with its ticks, 0 for none.
        under: the height of a colour bar below the cells with its ticks, 0 for none.
    """

    across: int
    down: int
    wrapped: bool
    wide: float
    tall: float
    head: float
    left: float
    top: float
    foot: float
    bar: float
    under: float

    @property
    def size(self) -> tuple[float, float]:
        """The width and height of the figure."""
        width = 2 * PAD + self.left + self.across * self.wide + (self.across - 1) * GAP + 0.1 + self.bar
        heads = self.head * (self.down if self.wrapped else 1)
        return width, self.top + heads + self.down * self.tall + (self.down - 1) * GAP + self.foot

    def cell(self, i: int, j: int) -> tuple[float, float]:
        """Return the lower left corner of a cell: column i of row j, from the top."""
        heads = self.head * (j + 1 if self.wrapped else 1)
        return (
            PAD + self.left + i * (self.wide + GAP),
            self.size[1] - self.top - heads - (j + 1) * self.tall - j * GAP,
        )


def _grid(
    rows: Sequence[str],
    columns: Sequence[str],
    wrap: int | None,
    asked: float | None,
    views: Sequence[PlotView],
    options: PlotOptions,
    *,
    bar: bool,
    legend: bool,
) -> FacetGrid:
    """Return the measures of a grid, of a figure as wide as is asked for, in inches.

    Raises:
        BodymapError: it is too narrow for its cells.
    """
    wrapped = len(rows) == 1
    across = min(wrap or WRAP, len(columns)) if wrapped else len(columns)
    down = math.ceil(len(columns) / across) if wrapped else len(rows)
    head = HEAD if list(columns) != [""] else 0.0
    left = HEAD if list(rows) != [""] else 0.0
    under = (UNDER + (UNDER_LABEL if options.label else 0.0)) if bar and asked is not None else 0.0
    beside = BAR + TICKS + (0.2 if options.label else 0.0) if bar and asked is None else 0.0
    top, foot = (TITLE if options.title else 0.0) + PAD, (FOOT if legend else PAD) + under
    tall = max(min(CELL, (LARGEST - top - foot) / down - head), SMALLEST)
    aspect = aspect_of(views) * 0.95
    wide = max(tall * aspect, 1.0)
    if asked is not None:
        around = 2 * PAD + left + (across - 1) * GAP + 0.1
        wide = (asked - around) / across
        if wide < LEAST_CELL:
            least = math.ceil((around + across * LEAST_CELL) * MM)
            fewer = ", or give a smaller wrap" if wrapped else ""
            raise BodymapError(
                f"{across} bodies side by side need {least} mm; make the figure wider{fewer}",
                field="width",
                value=round(asked * MM, 1),
            )
        tall = min(tall, wide / aspect)
    return FacetGrid(across, down, wrapped, wide, tall, head, left, top, foot, beside, under)


def _drawn(ready: PreparedPlot, panels: Mapping[Place, PanelData], wrap: int | None, asked: float | None) -> BodyFacets:
    """Draw the cells of a grid and what they share."""
    options, scale, views, entries = ready.options, ready.scale, ready.views, ready.legend
    rows, columns = (list(dict.fromkeys(place[n] for place in panels)) for n in (0, 1))
    grid = _grid(rows, columns, wrap, asked, views, options, bar=not scale.classes, legend=bool(entries))
    width, height = grid.size
    theme = look_of(options)
    figure = new_figure(width, height, theme)
    if options.title:
        write_title(figure, options.title, ((width - grid.bar) / 2 / width, 1 - 0.55 * TITLE / height), theme)
    plots: dict[Place, BodyPlot] = {}
    for place, panel in panels.items():
        n = columns.index(place[1])
        i, j = (n % grid.across, n // grid.across) if grid.wrapped else (n, rows.index(place[0]))
        x, y = grid.cell(i, j)
        ax = figure.add_axes((x / width, y / height, grid.wide / width, grid.tall / height))
        plots[place] = draw(panel, views, scale, options, ax)
    for n, name in enumerate(columns if grid.head else ()):
        x, y = grid.cell(n % grid.across, n // grid.across if grid.wrapped else 0)
        middle = (x + grid.wide / 2) / width, (y + grid.tall + grid.head / 2) / height
        write_title(figure, name, middle, theme, _head_size(name, grid.wide))
    for j, name in enumerate(rows if grid.left else ()):
        beside = (PAD + grid.left / 2) / width, (grid.cell(0, j)[1] + grid.tall / 2) / height
        write_title(figure, name, beside, theme, _head_size(name, grid.tall)).set_rotation(90)
    bar = None
    if not scale.classes:
        where = _bar_place(grid)
        along = "horizontal" if grid.under else "vertical"
        bar = next(iter(plots.values())).colorbar(cax=figure.add_axes(where), orientation=along)
        style_bar(bar, theme)
    if entries:
        _legend(figure, entries, theme, width, height)
    first, last = next(iter(plots)), next(reversed(plots))
    names = [" ".join(filter(None, place)) for place in (first, last)]
    alt = words.text("plot.facets", number=len(plots), first=names[0], last=names[1], alt=plots[first].alt)
    return BodyFacets(figure, plots, scale.mappable, bar, alt)


def _head_size(name: str, room: float) -> float:
    """Return the size of a heading that fits a length in inches, pt; a very long one keeps the smallest size."""
    long = fonts.measure(name, "semibold", 1.0)
    return min(HEAD_SIZE, max(72 * (room + GAP / 2) / max(long, 1.0), LEAST_HEAD))


def _bar_place(grid: FacetGrid) -> tuple[float, float, float, float]:
    """Return the left, bottom, width and height of the colour bar, in shares of the figure."""
    width, height = grid.size
    if grid.under:
        row = grid.across * grid.wide + (grid.across - 1) * GAP
        long = min(0.7 * row, LONGEST_BAR)
        left, bottom = PAD + grid.left + (row - long) / 2, grid.foot - BAR - 0.06
        return left / width, bottom / height, long / width, BAR / height
    body = height - grid.top - grid.foot
    high = min(0.56 * body, LONGEST_BAR)
    return (width - grid.bar) / width, (grid.foot + (body - high) / 2) / height, BAR / width, high / height


def _legend(figure: Any, entries: Sequence[Entry], theme: Theme, width: float, height: float) -> None:
    """Draw the legend that all cells share, at the foot."""
    from ..backends import axes
    from ..display.plots import compile_legend
    from ..pages.plot_page import legend_alone

    size = (width - 2 * PAD) * 72, FOOT * 72
    keys = legend_alone(tuple(entries), theme, size)
    ax = figure.add_axes((PAD / width, 0, 1 - 2 * PAD / width, FOOT / height))
    axes.draw(compile_legend(keys), ax)
