"""`frequency`: in how many charts each area and each cell of the body hurts, and how much of it hurts in each chart."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body import bodies
from ..body.geometry import Shape
from ..body.plates import load
from ..body.surface_grids import Mask, SurfaceGrid, grid_over
from ..content.paints import painted_shape
from ..content.plot_content import USUAL, key_in
from ..errors import BodymapError, BodymapTypeError, quoted, unknown
from ..finding.measure import SPOT, areas_under
from ..knowledge.anatomy import Side, View
from ..knowledge.areas import Site, areas
from ..knowledge.chart_contents import area_sides
from ..knowledge.chart_input import as_chart
from ..knowledge.chart_marks import Spot, spot_of
from ..knowledge.chart_sides import sides_of
from ..knowledge.charts import Chart
from ..knowledge.conditions import where_it_hurts
from ..options import checks
from ..options.choices import DEFAULT_BODY
from ..options.option import kind_of
from .frames import NAME, VALUE, Data, Row
from .values import BodyPart, place
from .vocabularies import vocabulary

CELL = 5.0
"""Side of a cell of the grid, mm, if nobody says it."""

FINEST, COARSEST = 2.0, 100.0
"""Least and greatest side of a cell, mm."""

EXTENT_CELL = 4.0
"""Side of the cells in which the extent is measured, mm, whatever the grid."""

_SPOT = re.compile(r"[a-z-]+:-?\d+(\.\d+)?,-?\d+(\.\d+)?")


@dataclass(frozen=True, eq=False)
class FrequencyGrid:
    """In how many charts each cell of a view of the body hurts.

    Attributes:
        counts: the number of charts that mark each cell, (rows, columns), row 0 at the crown; 0 beside the body.
        inside: the cells that lie in the body, at least in part, (rows, columns).
        box: the box that the grid covers, (x0, y0, x1, y1) in mm of the plate.
        cell: the side of a cell, mm.
    """

    counts: NDArray[np.int64]
    inside: NDArray[np.bool_]
    box: tuple[float, float, float, float]
    cell: float


@dataclass(frozen=True)
class Extent:
    """How much of the body hurts in a chart, in percent of the body as it is drawn.

    Attributes:
        front: of the body from the front.
        back: of the body from the back.
        body: of both together.
    """

    front: float
    back: float
    body: float


@dataclass(frozen=True, eq=False)
class PainFrequency:
    """How often each area and each cell of the body is marked as painful.

    Attributes:
        names: the name of each chart, as it was given, or its number from 1.
        counts: the number of charts that mark each area, by its name with its side: `knee-front@left`.
        grids: the counts of the cells of a regular grid, by view: `anterior` and `posterior`.
        extent: how much of the body hurts in each chart.
        marked: the areas that hurt in each chart, the finer ones as the larger ones around them.
        body: the body that was measured.
    """

    names: tuple[str, ...]
    counts: Mapping[str, int]
    grids: Mapping[str, FrequencyGrid]
    extent: tuple[Extent, ...]
    marked: tuple[frozenset[BodyPart], ...] = ()
    body: str = DEFAULT_BODY

    @property
    def charts(self) -> int:
        """The number of charts."""
        return len(self.names)

    @property
    def shares(self) -> dict[str, float]:
        """The share of charts that mark each area, in percent: what `plot` takes."""
        return {name: 100 * count / self.charts for name, count in self.counts.items()}

    @property
    def extents(self) -> tuple[float, ...]:
        """How much of the front and the back together hurts in each chart, in percent."""
        return tuple(one.body for one in self.extent)

    def sites(self, set: str) -> tuple[tuple[str, ...], ...]:
        """Return for each chart the sites of a set that hurt: those of which at least one area hurts on their sides.

        `len` of each is the number of sites, for `widespread-pain-2016` the widespread pain index.

        Raises:
            BodymapError: there is no such set.
        """
        sets = areas().sets
        if set not in sets:
            raise unknown("set of areas", set, sets, field="set")
        parts = {site.id: frozenset(_parts_of(site)) for site in sets[set].sites}
        return tuple(tuple(id for id, own in parts.items() if own & marked) for marked in self.marked)

    def table(self, *sets: str) -> list[dict[str, Any]]:
        """Return a record for each chart, as a data frame takes them: its name, and its extent in percent.

        Args:
            sets: sets of areas, such as `widespread-pain-2016`; each adds the number of its sites that hurt.

        Raises:
            BodymapError: there is no such set.
        """
        numbers = {set: tuple(map(len, self.sites(set))) for set in sets}
        return [
            {"chart": name, "front": one.front, "back": one.back, "body": one.body}
            | {set: count[n] for set, count in numbers.items()}
            for n, (name, one) in enumerate(zip(self.names, self.extent, strict=True))
        ]

    def __repr__(self) -> str:
        marked = sum(count > 0 for count in self.counts.values())
        return f"<bodymap pain frequency: {self.charts} charts, {marked} areas marked>"


@dataclass(frozen=True)
class _Marked:
    """What hurts in a chart: areas as they were marked, and spots of the front or the back."""

    parts: frozenset[BodyPart]
    spots: tuple[Spot, ...] = ()


def frequency(
    charts: Iterable[Any] | Mapping[str, Any],
    *,
    body: str = DEFAULT_BODY,
    cell: float = CELL,
    names: str | None = None,
) -> PainFrequency:
    """Count in how many charts each area and each cell of the body hurts, and measure how much of it hurts in each.

    Areas: a finer one, such as the tip of the elbow, counts for the larger ones that it lies within, so that the areas
    of the answer don't overlap. A spot counts for the areas that it lies in. An area that no chart marks is in the
    answer too, with 0.

    Cells: a cell counts if half of it, as far as it lies in the body, is in a marked area, or if its middle is within
    12 mm of a marked spot. Areas count as they were marked, the finer ones too. Only the front and the back are
    counted.

    Args:
        charts: charts or conditions, in any form that `render` takes; or for each person a list of painful areas and
            spots, such as `["low-back", "knee-front@left", "posterior:60,700"]`. A mapping gives each a name.
        body: the body on which cells and extents are measured.
        cell: the side of a cell, mm, from 2 to 100.
        names: the set of areas that lists are written in, such as `choir-2021` or `widespread-pain-2016`;
            None for ours.

    Raises:
        BodymapError: there are no charts, an area is unknown, a spot lies beside the body, or a cell has no such size.
        BodymapTypeError: something is neither a chart nor a list of areas.
    """
    if not FINEST <= checks.number(cell, "cell") <= COARSEST:
        raise BodymapError(
            f"a cell is from {FINEST:g} to {COARSEST:g} mm wide, not {quoted(cell)}", field="cell", value=cell
        )
    shown = bodies.known(checks.text(body, "body"))
    if isinstance(charts, str) or not isinstance(charts, Iterable):
        raise BodymapTypeError(
            f"charts must be a list or a mapping with a chart for each person, not {kind_of(charts)}", field="charts"
        )
    given = dict(charts) if isinstance(charts, Mapping) else dict(enumerate(charts, 1))
    marked = [_read(name, chart, shown, names) for name, chart in given.items()]
    if not marked:
        raise BodymapError("there are no charts to count", field="charts")
    larger = tuple(_larger(one, shown) for one in marked)
    counts = Counter(part for own in larger for part in own)
    known = [part for one in areas().areas.values() if not one.within for part in _parts(one.id)]
    return PainFrequency(
        tuple(map(str, given)),
        {part.name: counts[part] for part in known},
        {view.value: _grid(marked, shown, view, float(cell)) for view in USUAL},
        tuple(_extent(one, shown) for one in marked),
        larger,
        body,
    )


# --- what hurts in a chart ------------------------------------------------------------------------------------------


def _read(name: Any, chart: Any, body: str, names: str | None) -> _Marked:
    """Return what hurts in a chart.

    Raises:
        BodymapError: it is faulty; the message names it.
        BodymapTypeError: it is neither a chart nor a list of areas.
    """
    try:
        return _marked(chart, body, names)
    except BodymapError as error:
        raise type(error)(f"chart {name}: {error}", field="charts") from None


def _marked(chart: Any, body: str, names: str | None) -> _Marked:
    if isinstance(chart, list | tuple | set | frozenset):
        return _of_list([str(name) for name in chart], body, names)
    one = _chart(chart)
    spots = [spot_of(mark.spot) for mark in one.marks if mark.spot]
    parts = {BodyPart("area", id, side) for id, side in _areas_of(one) for side in _sides(id, side)}
    parts |= {part for spot in spots if spot.area for part in _parts(spot.area)}
    return _Marked(frozenset(parts), tuple(_on_body(spot, body) for spot in spots if spot.view in USUAL))


def _of_list(names: list[str], body: str, known: str | None) -> _Marked:
    spots = [name for name in names if _SPOT.fullmatch(name)]
    others = [name for name in names if name not in spots]
    rows = tuple(Row(name, {NAME: name if known else f"area:{name}", VALUE: 1}) for name in others)
    placed = place(Data(rows, NAME, None, VALUE), vocabulary(known) if known else None)
    if placed.unknown:
        raise BodymapError("; ".join(placed.unknown.values()), field="charts")
    found = frozenset(part for _, parts in placed.rows for part in parts if part.kind == "area")
    return _Marked(found, tuple(_on_body(spot_of(name), body) for name in spots))


def _on_body(spot: Spot, body: str) -> Spot:
    """Return a spot of the front or the back that lies on the body.

    Raises:
        BodymapError: it is of another view, or lies beside the body.
    """
    said = f"{spot.view}:{spot.at[0]:g},{spot.at[1]:g}"
    if spot.view not in USUAL:
        raise BodymapError(f"{said}: a spot must be of the front (anterior) or the back (posterior)", field="charts")
    if not _grid_over(body, spot.view, EXTENT_CELL).of_spot(spot.at, SPOT).any():
        raise BodymapError(f"{said}: lies off the body", field="charts", value=said)
    return spot


def _chart(chart: Any) -> Chart:
    try:
        return as_chart(chart)
    except BodymapTypeError:
        raise BodymapTypeError(
            f"a chart, a condition or a list of areas is needed, not {quoted(chart)} ({type(chart).__name__})",
            field="charts",
        ) from None


def _areas_of(chart: Chart) -> Iterable[tuple[str, Side]]:
    own = area_sides(chart)
    for id in where_it_hurts(chart.subject).hurts:
        yield from ((id, side) for side in own.get(id) or sides_of(chart.side))


def _sides(id: str, side: Side) -> tuple[Side, ...]:
    return (side if areas().area(id).paired else Side.MIDLINE,)


def _parts_of(site: Site) -> Iterable[BodyPart]:
    """Yield the areas of a site on its sides. One across the midline belongs to it whole, whatever its sides."""
    for id in site.areas:
        yield from (part for part in _parts(id) if part.side.value in (*site.sides, Side.MIDLINE.value))


def _parts(id: str) -> tuple[BodyPart, ...]:
    sides = (Side.LEFT, Side.RIGHT) if areas().area(id).paired else (Side.MIDLINE,)
    return tuple(BodyPart("area", id, side) for side in sides)


def _larger(marked: _Marked, body: str) -> frozenset[BodyPart]:
    """Return the areas that hurt in a chart, the finer ones as the larger ones around them."""
    found = {(part.of, part.side) for part in marked.parts}
    found |= {(id, spot.side) for spot in marked.spots if spot.view for id in areas_under(body, spot.view, spot.at)}
    return frozenset(
        part
        for id, side in found
        for larger in (areas().area(id).within or (id,))
        for part in _parts(larger)
        if side in (part.side, Side.MIDLINE) or part.side == Side.MIDLINE
    )


# --- cells ----------------------------------------------------------------------------------------------------------


@lru_cache(16)
def _grid_over(body: str, view: View, cell: float) -> SurfaceGrid:
    return grid_over(load(body, view), cell)


@lru_cache(8)
def _areas_on(body: str, view: View) -> dict[BodyPart, list[Shape]]:
    """Return the shapes of each area on a view of a body."""
    known = {(part.kind, part.of, part.side) for one in areas().areas for part in _parts(one)}
    found: dict[BodyPart, list[Shape]] = {}
    for shape in load(body, view).parts:
        if key := key_in(shape, known):
            found.setdefault(BodyPart(*key), []).append(shape.shape)
    return found


@lru_cache(2048)
def _cells_of(body: str, view: View, cell: float, part: BodyPart) -> Mask | None:
    """Return the cells of an area on a view; None if the view doesn't show it."""
    halved = part.side != Side.MIDLINE and not areas().area(part.of).paired
    whole = part._replace(side=Side.MIDLINE) if halved else part
    shapes = _areas_on(body, view).get(whole)
    if shapes is None:
        return None
    shown = [painted_shape(shape, part.side if halved else None, view) for shape in shapes]
    return _grid_over(body, view, cell).of_shapes(shown)


def _cells(marked: _Marked, body: str, view: View, cell: float) -> Mask:
    """Return the cells of a view that hurt in a chart."""
    grid = _grid_over(body, view, cell)
    found = np.zeros(grid.body.shape, dtype=np.bool_)
    for part in marked.parts:
        if (own := _cells_of(body, view, cell, part)) is not None:
            found |= own
    for spot in marked.spots:
        if spot.view == view:
            found |= grid.of_spot(spot.at, SPOT)
    return found


def _grid(marked: Iterable[_Marked], body: str, view: View, cell: float) -> FrequencyGrid:
    grid = _grid_over(body, view, cell)
    counts = np.zeros(grid.body.shape, dtype=np.int64)
    for one in marked:
        counts += _cells(one, body, view, cell)
    return FrequencyGrid(counts, grid.inside, grid.box, cell)


def _extent(marked: _Marked, body: str) -> Extent:
    """Return how much of a body hurts in a chart."""
    cells = {view: _cells(marked, body, view, EXTENT_CELL) for view in USUAL}
    grids = {view: _grid_over(body, view, EXTENT_CELL) for view in USUAL}
    front, back = (grids[view].percent(cells[view]) for view in USUAL)
    whole = [float(grids[view].body.sum()) for view in USUAL]
    return Extent(front, back, math.fsum((front * whole[0], back * whole[1])) / sum(whole))
