"""`frequency`: in how many charts each area of the body hurts, and how much of the body hurts in each chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body import bodies
from ..body.geometry import Shape, raster, rings
from ..body.plate import Plate
from ..body.plates import load
from ..content.plot_content import USUAL, key_in
from ..errors import BodymapError, BodymapTypeError, quoted
from ..knowledge.anatomy import Side
from ..knowledge.areas import areas
from ..knowledge.charts import Chart, area_sides, as_chart, sides_of
from ..knowledge.conditions import where_it_hurts
from ..options import DEFAULT_BODY
from .frames import NAME, VALUE, Data, Row
from .values import Part, place

CELL = 4.0
"""Side of the cells in which the extent is measured, mm."""


@dataclass(frozen=True)
class PainFrequency:
    """How often each area is marked as painful.

    Attributes:
        charts: the number of charts.
        counts: the number of charts that mark each area, by its name with its side: `knee-front@left`.
        extents: for each chart, the painful share of the body as it is drawn from the front and the back, in percent.
    """

    charts: int
    counts: Mapping[str, int]
    extents: tuple[float, ...]

    @property
    def shares(self) -> dict[str, float]:
        """The share of charts that mark each area, in percent: what `plot` takes."""
        return {name: 100 * count / self.charts for name, count in self.counts.items()}


def frequency(charts: Iterable[Any], *, body: str = DEFAULT_BODY) -> PainFrequency:
    """Count in how many charts each area hurts.

    A finer area, such as the tip of the elbow, counts for the larger ones that it lies within, so that the areas of the
    answer don't overlap. An area that no chart marks is in the answer too, with 0.

    Args:
        charts: charts or conditions, in any form that `render` takes; or for each person a list of painful areas, such
            as `["low-back", "knee-front@left"]`.
        body: the body on which the extent is measured.

    Raises:
        BodymapError: there are no charts, or an area is unknown.
        BodymapTypeError: something is neither a chart nor a list of areas.
    """
    marked = [_marked(chart) for chart in charts]
    if not marked:
        raise BodymapError("there are no charts to count", field="charts")
    counts = Counter(part for parts in marked for part in parts)
    known = [part for one in areas().areas.values() if not one.within for part in _parts(one.id)]
    shown = bodies.known(body)
    return PainFrequency(
        len(marked),
        {part.name: counts[part] for part in known},
        tuple(_extent(parts, shown) for parts in marked),
    )


def _marked(chart: Any) -> frozenset[Part]:
    """Return the areas that hurt in a chart, each on its side, the finer ones as the larger ones around them."""
    if isinstance(chart, list | tuple | set | frozenset):
        rows = tuple(Row(str(name), {NAME: f"area:{name}", VALUE: 1}) for name in chart)
        placed = place(Data(rows, NAME, None, VALUE))
        if placed.unknown:
            raise BodymapError("; ".join(placed.unknown.values()), field="charts")
        found = {(part.of, part.side) for _, parts in placed.rows for part in parts}
    else:
        found = set(_of_chart(_chart(chart)))
    return frozenset(
        part
        for id, side in found
        for larger in (areas().area(id).within or (id,))
        for part in _parts(larger)
        if side in (part.side, Side.MIDLINE) or part.side == Side.MIDLINE
    )


def _chart(chart: Any) -> Chart:
    try:
        return as_chart(chart)
    except BodymapTypeError:
        raise BodymapTypeError(
            f"a chart, a condition or a list of areas is needed, not {quoted(chart)} ({type(chart).__name__})",
            field="charts",
        ) from None


def _of_chart(chart: Chart) -> Iterable[tuple[str, Side]]:
    own = area_sides(chart)
    for id in where_it_hurts(chart.subject).hurts:
        yield from ((id, side) for side in own.get(id) or sides_of(chart.side))


def _parts(id: str) -> tuple[Part, ...]:
    sides = (Side.LEFT, Side.RIGHT) if areas().area(id).paired else (Side.MIDLINE,)
    return tuple(Part("area", id, side) for side in sides)


@lru_cache(4)
def _masks(body: str) -> tuple[dict[Part, NDArray[np.bool_]], NDArray[np.bool_]]:
    """Return the cells of each area on the front and the back of a body, and those of the whole body."""
    known = {(part.kind, part.of, part.side) for one in areas().areas for part in _parts(one)}
    plates = [load(body, view) for view in USUAL]
    shapes: dict[Part, list[list[Shape]]] = {}
    for n, plate in enumerate(plates):
        for shape in plate.parts:
            if key := key_in(shape, known):
                shapes.setdefault(Part(*key), [[] for _ in plates])[n].append(shape.shape)
    masks = {part: np.concatenate([*map(_mask, plates, own)]) for part, own in shapes.items()}
    return masks, np.concatenate([_mask(plate, [plate.outline]) for plate in plates])


def _mask(plate: Plate, shapes: Sequence[Shape]) -> NDArray[np.bool_]:
    """Return the cells of a plate that lie in any of some shapes, in one row."""
    x0, y0, x1, y1 = plate.box
    size = round((y1 - y0) / CELL), round((x1 - x0) / CELL)
    found = np.zeros(size, dtype=bool)
    for shape in shapes:
        found |= raster(rings(shape), (x0, y0), CELL, size)
    return found.reshape(-1)


def _extent(parts: frozenset[Part], body: str) -> float:
    """Return the share of a body, in percent, that lies in areas, which may overlap."""
    masks, whole = _masks(body)
    own = [masks[part] for part in parts if part in masks]
    return 100 * float((np.logical_or.reduce(own) & whole).sum() / whole.sum()) if own else 0.0
