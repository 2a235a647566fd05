"""Draws the strokes of a muscle along its streamlines: broken lines between fibres, on them, and along tendons.

Each becomes one cubic curve. Those of covered parts are longer and even, so that windows are quiet.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from .fibres import unit
from .mesh import Floats

DARK, LIT, SINEW, TEETH = range(4)
"""Kinds of strokes: between fibres, on fibres, along a tendon, and where the two meet."""
COVERED = 4
"""Added to the kind of a stroke in a covered part."""

Stroke = tuple[Floats, tuple[float, float], int, int]
"""A stroke as one cubic (4, 2), how wide it is at a third and two thirds of its length, its level and its kind."""
Strokes = list[Stroke]


def along(
    line: Floats,
    level: int,
    gap: float,
    tendon: tuple[Floats, float],
    shade: Floats,
    place: shapely.Geometry,
    random: np.random.Generator,
    *,
    covered: bool = False,
) -> Strokes:
    """Return the strokes along a streamline in a place: broken lines, which swell where the form is dark.

    Args:
        line: the streamline, from origin to insertion.
        level: its level.
        gap: the spacing of the finest streamlines, mm.
        tendon: how deep each of its points lies in a tendon, mm, and how far the teeth of the junction reach.
        shade: how dark each of its points is.
        place: the area in which the strokes lie.
        random: what lengths and gaps are taken from.
        covered: whether that area is covered.
    """
    depth, reach = tendon
    way = unit(np.gradient(line, axis=0))
    side = gap * np.column_stack([-way[:, 1], way[:, 0]])
    in_tendon = depth > reach * random.uniform(-0.8, 0.8)
    bare = shapely.contains_xy(place, line)
    more = COVERED if covered else 0
    made: Strokes = []
    for a, b in _runs(~in_tendon & bare):
        if covered:
            made += [stroke(line[c:d], 1.0, level, COVERED) for c, d in _broken(line, a, b, random, 60, 120)]
        else:
            made += [
                stroke(line[c:d], 0.3 + 0.7 * shade[c:d], level, DARK) for c, d in _broken(line, a, b, random, 30, 90)
            ]
        beside = line + random.uniform(0.38, 0.62) * side
        made += [
            stroke(beside[c:d], 1 - 0.9 * shade[c:d], level, LIT + more) for c, d in _broken(line, a, b, random, 18, 60)
        ]
    for a, b in _runs(in_tendon & bare):
        made += [
            stroke(line[c:d], 0.5 + 0.5 * shade[c:d], level, SINEW + more)
            for c, d in _broken(line, a, b, random, 60, 120)
        ]
    meet = (depth > -reach * random.uniform(1, 2.6)) & (depth < 0.8 * reach)
    made += [stroke((line + 0.5 * side)[a:b], 1.0, level, TEETH + more) for a, b in _runs(meet & bare)]
    return made


def _runs(held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where a line holds for more than three points, as ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(int), [0]]))).reshape(-1, 2)
    return [(int(a), int(b)) for a, b in edges if b - a > 3]


def _broken(
    line: Floats, a: int, b: int, random: np.random.Generator, shortest: float, longest: float
) -> Iterator[tuple[int, int]]:
    """Yield a range of a line in strokes of uneven length, mm, with small gaps, as a hand would draw it."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    while a < b - 3:
        end = min(int(np.searchsorted(way, way[a] + random.uniform(shortest, longest))), b)
        if way[b - 1] - way[min(end, b - 1)] < shortest / 2:
            end = b
        if end - a > 3:
            yield a, end
        a = max(end, int(np.searchsorted(way, way[min(end, b - 1)] + random.uniform(0.5, 4))))


def stroke(line: Floats, swell: Floats | float, level: int, kind: int) -> Stroke:
    """Return a polyline as the cubic nearest to it, by least squares with its ends held."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    t = (way / way[-1])[:, None]
    ends = (1 - t) ** 2 * (1 + 2 * t) * line[0] + t**2 * (3 - 2 * t) * line[-1]
    basis = np.hstack([3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2])
    first, second = np.linalg.lstsq(basis, line - ends, rcond=None)[0]
    curve = np.array([line[0], line[0] + first, line[-1] + second, line[-1]])
    wide = np.interp((1 / 3, 2 / 3), t[:, 0], np.broadcast_to(swell, len(line)))
    return curve, (float(wide[0]), float(wide[1])), level, kind
