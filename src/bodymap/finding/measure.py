"""Measures how much of a place the muscles' zones cover, by counting points of a grid on the plates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..body import plates
from ..body.geometry import area, bounds, inside, rings
from ..body.plate import Part, Plate
from ..errors import BodymapError, unknown
from ..knowledge.anatomy import ViewLike
from .cover import UNCOUNTED_VIEWS, Areas, Cover

GRID = 240
"""Approximate number of grid points per area and plate."""

ZONE_GRID = 900
"""Approximate number of grid points in the box round a muscle's zones on a plate."""

SPOT = 12.0
"""Radius of a spot, mm: about a fingertip."""

Samples = tuple[Plate, NDArray[np.float64], float]
"""A plate, points on it, (n, 2) in mm, and the area that each point represents, mm²."""


def areas_covered(body: str) -> dict[str, Cover]:
    """Return how much of each area on a body's plates is covered, by its id. Of paired areas, measure the right one."""
    samples: dict[str, list[Samples]] = {}
    across: set[str] = set()
    shown = [plates.load(body, view) for view in plates.views(body) if view not in UNCOUNTED_VIEWS]
    for plate in shown:
        for part in plate.parts:
            if part.kind == "area" and part.side != "left":
                step, points = _grid(part)
                if len(points):
                    samples.setdefault(part.of, []).append((plate, points, step**2))
                if part.side == "midline":
                    across.add(part.of)
    one_side, both_sides = _zones(shown, ("right", "midline")), _zones(shown, ("right", "left", "midline"))
    covers = {id: _covered(of_area) for id, of_area in samples.items()}
    return {id: _with_zones(cover, both_sides if id in across else one_side) for id, cover in covers.items()}


def _with_zones(cover: Cover, zones: dict[str, Areas]) -> Cover:
    return Cover(
        cover.whole, cover.muscles, cover.points, {muscle: zones[muscle] for muscle in cover.muscles if muscle in zones}
    )


def _zones(shown: Iterable[Plate], sides: tuple[str, ...]) -> dict[str, Areas]:
    """Return the area of each muscle's zones on these sides, over all plates: the core, and the spillover beyond it."""
    measured: dict[str, Areas] = {}
    for plate in shown:
        drawn: dict[tuple[str, str], list[Part]] = {}
        for part in plate.parts:
            if part.kind == "zone" and part.side in sides:
                drawn.setdefault((part.of, part.side), []).append(part)
        for (muscle, _), parts in drawn.items():
            x0, y0, x1, y1 = bounds([part.shape for part in parts])
            step = max(((x1 - x0) * (y1 - y0) / ZONE_GRID) ** 0.5, 0.5)
            across, down = np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)
            cover = _covered([(plate, np.stack(np.meshgrid(across, down), -1).reshape(-1, 2), step**2)], parts)
            before, found = measured.get(muscle, (0.0, 0.0)), cover.muscles.get(muscle, (0.0, 0.0))
            measured[muscle] = before[0] + found[0], before[1] + found[1]
    return measured


def spot_covered(body: str, view: ViewLike, spot: tuple[float, float], name: str) -> Cover:
    """Return how much of a spot on a plate is covered. `spot` is (x, y) in mm; `name` is for messages.

    Raises:
        BodymapError: the spot is off the body, or there is no such plate.
    """
    if view not in plates.views(body):
        raise unknown("view", view, plates.views(body), field="at")
    plate = plates.load(body, view)
    step = 2 * SPOT / 16
    disc = np.stack(np.meshgrid(*[np.arange(-SPOT, SPOT + step, step)] * 2), -1).reshape(-1, 2)
    points = disc[(disc**2).sum(1) <= SPOT**2] + spot
    points = points[inside(rings(plate.outline), points)]
    if not len(points):
        raise BodymapError(f"{name}: lies off the body of {Path(body).name}", field="at", value=name)
    return _covered([(plate, points, step**2)])


def areas_under(body: str, view: ViewLike, spot: tuple[float, float]) -> tuple[str, ...]:
    """Return the areas that contain a spot."""
    at = np.array([spot])
    parts = plates.load(body, view).parts
    return tuple(dict.fromkeys(p.of for p in parts if p.kind == "area" and inside(rings(p.shape), at)[0]))


Owner = tuple[str, int]
"""A muscle and the number of one of its trigger points; 0 stands for the whole muscle."""


def _covered(samples: Iterable[Samples], parts: Iterable[Part] = ()) -> Cover:
    """Return what zones cover of samples: those among `parts`, or all zones of the samples' plates."""
    samples = list(samples)
    numbers = _differing([plate for plate, _, _ in samples])
    whole = 0.0
    covered: dict[Owner, tuple[float, float]] = {}
    for plate, points, weight in samples:
        whole += weight * len(points)
        box = (*points.min(0), *points.max(0))
        inner: dict[Owner, NDArray[np.bool_]] = {}
        outer: dict[Owner, NDArray[np.bool_]] = {}
        for part in parts or plate.parts:
            if part.kind == "zone" and _meet(bounds([part.shape]), box):
                within = inner if part.zone == "core" else outer
                hit = inside(rings(part.shape), points)
                for number in (0, *(part.points or numbers.get(part.of, ()))):
                    owner = part.of, number
                    within[owner] = within[owner] | hit if owner in within else hit
        none = np.zeros(len(points), dtype=bool)
        for owner in sorted(inner.keys() | outer.keys()):
            core = inner.get(owner, none)
            beyond = outer.get(owner, none) & ~core
            before = covered.get(owner, (0.0, 0.0))
            covered[owner] = before[0] + weight * float(core.sum()), before[1] + weight * float(beyond.sum())
    single: dict[str, dict[int, tuple[float, float]]] = {}
    for (muscle, number), area_covered in covered.items():
        if number:
            single.setdefault(muscle, {})[number] = area_covered
    return Cover(whole, {muscle: found for (muscle, number), found in covered.items() if not number}, single)


def _differing(shown: Sequence[Plate]) -> dict[str, set[int]]:
    """Return the numbers of the trigger points of each muscle with zones that belong to some of its points alone."""
    numbers: dict[str, set[int]] = {}
    for plate in shown:
        for part in plate.parts:
            if part.points:
                numbers.setdefault(part.of, set()).update(part.points)
    for plate in shown:
        for point in plate.points:
            if point.kind == "point" and point.of in numbers:
                numbers[point.of].add(point.number)
    return numbers


def _grid(part: Part) -> tuple[float, NDArray[np.float64]]:
    """Return the step of a regular grid, mm, and its points inside a part, (n, 2) in mm."""
    step = max((area(part.shape) / GRID) ** 0.5, 0.5)
    x0, y0, x1, y1 = bounds([part.shape])
    across, down = np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)
    points = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)
    return step, points[inside(rings(part.shape), points)]


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
