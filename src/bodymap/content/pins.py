"""Place the free spots of a chart: where a view and millimetres say, or in the middle of an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from ..body.geometry import distance, inside, rings
from ..body.plate import Part, Plate
from ..errors import BodymapError
from ..knowledge.anatomy import Side, View
from ..knowledge.areas import areas
from ..knowledge.chart_contents import sides_of_mark
from ..knowledge.chart_marks import Spot, spot_of
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.views import facts_of
from . import view_choice
from .pain_rings import SoreArea, whole_rings

GRID = 24
"""Points along each side of the grid in which the middle of an area is looked for."""


WELL_INSIDE = 0.5
"""A spot keeps at least this share of the greatest distance from the edge of its area."""


class Pin(msgspec.Struct, frozen=True):
    """A free spot on a plate, in mm. Its `letter` stands for its note on the picture and in the legend."""

    letter: str
    note: str
    side: Side
    x: float
    y: float


def pins(
    chart: Chart, plates: Mapping[View, Plate], chosen: Sequence[View], side: SideLike | None = None
) -> dict[View, tuple[Pin, ...]]:
    """Return the free spots of a chart by the view that shows them. An area is shown where most of it is seen.

    Args:
        chart: what is marked.
        plates: the plates to choose from, by view.
        chosen: the views that the rest of the chart needs; an area that one of them shows well is shown there.
        side: the side of marks that name none; None for both.

    Raises:
        BodymapError: no plate shows a spot, or it is off the body.
    """
    found: dict[View, list[Pin]] = {}
    marks = [mark for mark in chart.marks if mark.spot]
    for index, mark in enumerate(marks):
        spot = spot_of(mark.spot or "")
        view = spot.view or _view_of(spot.area, plates, chosen, sides_of_mark(mark, chart, side))
        if view not in plates:
            raise BodymapError(f"{mark.spot}: the picture has no {view} view", field="spot", value=mark.spot)
        for one, (x, y) in _places(spot, mark.name, plates[view], sides_of_mark(mark, chart, side)):
            pin = Pin(_letter(index), mark.note or _name(spot), one, x, y)
            found.setdefault(view, []).append(pin)
    return {view: tuple(own) for view, own in found.items()}


def _letter(index: int) -> str:
    """Return the letters of a spot: A to Z, then AA, AB and so on."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _name(spot: Spot) -> str:
    """Return what a spot is called that has no note."""
    return areas().area(spot.area).name if spot.area else facts_of(spot.view or View.ANTERIOR).caption


def _view_of(area: str, plates: Mapping[View, Plate], chosen: Sequence[View], sides: Sequence[Side]) -> View:
    """Return the view that shows most of an area; one that is chosen already if it shows enough.

    Legs alone are shown only if they are chosen already, or if no whole body shows the area.
    """
    sizes = {view: view_choice.visible_area(plate, (area,), sides) for view, plate in plates.items()}
    whole = {view: size for view, size in sizes.items() if size and not (facts_of(view).limbs and view not in chosen)}
    sizes = whole or sizes
    if Side.LEFT in sides and Side.RIGHT in sides:
        sizes = {view: size for view, size in sizes.items() if facts_of(view).near is None} or sizes
    best = max(sizes, key=lambda view: sizes[view] * facts_of(view).preference)
    if not sizes[best]:
        raise BodymapError(f"{areas().area(area).name}: no view of the picture shows it", field="spot", value=area)
    return next((view for view in chosen if sizes.get(view, 0.0) >= view_choice.ENOUGH * sizes[best]), best)


def _places(spot: Spot, name: str, plate: Plate, sides: Sequence[Side]) -> list[tuple[Side, tuple[float, float]]]:
    """Return the places of a spot on a plate, each with its side. Of an area in the middle, one side is its half."""
    if not spot.area:
        if not inside(rings(plate.outline), np.array([spot.at]))[0]:
            raise BodymapError(f"{name}: lies off the body", field="spot", value=name)
        return [(spot.side, spot.at)]
    parts = [part for part in plate.parts if part.kind == "area" and part.of == spot.area]
    places = [(part.side, _heart(plate, part, part.side)) for part in parts if part.side in sides]
    for part in parts:
        if part.side == Side.MIDLINE:
            only = sides[0] if len(sides) == 1 and facts_of(plate.view).near is None else Side.MIDLINE
            places.append((only, _heart(plate, part, only)))
    return places


def _heart(plate: Plate, part: Part, side: Side) -> tuple[float, float]:
    """Return the middle of where an area hurts, mm, as pain is marked: the low back ends where the buttock begins."""
    for mark in whole_rings(plate, (SoreArea(part.id, part.of, side),)):
        if inside(rings(part.shape), np.array([mark.place]))[0]:
            return mark.place
    return _middle(part, _turn(plate.view, side) if part.side == Side.MIDLINE else 0)


def _turn(view: View, side: Side) -> int:
    """Return where a side is in the picture: -1 on its left, 1 on its right, 0 for the middle."""
    facts = facts_of(view)
    return 0 if side == Side.MIDLINE else 1 if side == facts.right_of_picture else -1


def _middle(part: Part, turn: int = 0) -> tuple[float, float]:
    """Return the point of an area that is nearest to its centroid and well inside, whatever the shape.

    With `turn` -1 or 1, only the half on the picture's left or right counts.
    """
    edges = rings(part.shape)
    (x0, y0), (x1, y1) = np.concatenate(edges).min(0), np.concatenate(edges).max(0)
    x0, x1 = (0.0 if turn > 0 else x0), (0.0 if turn < 0 else x1)
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)), -1).reshape(-1, 2)
    held = grid[inside(edges, grid)]
    if not len(held):
        return float(grid[:, 0].mean()), float(grid[:, 1].mean())
    away = distance(edges, held)
    if turn:
        away = np.minimum(away, np.abs(held[:, 0]))
    held = held[away >= WELL_INSIDE * away.max()]
    x, y = held[int(np.hypot(*(held - held.mean(0)).T).argmin())]
    return float(x), float(y)
