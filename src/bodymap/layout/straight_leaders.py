"""Place names in a column with straight leaders, where parts of the column are closed to names, in points, y up.

The names stand where the figure and other words leave room, so a leader may have to climb further than one of 45
degrees could (see `boundary_labeling`). The heights are found by the same dynamic programme, with closed heights at a
prohibitive cost; the order is improved by swapping neighbours until no leaders cross. A leader that still crosses
another looks for another inner end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..content.view_content import PictureSide
from . import boundary_labeling
from .boundary_labeling import KEEP_OFF, STEP, PlacedName, Solution
from .segments import Position, meetings

CLOSED = 1e5
"""Cost of a name where there is no room for it."""

SAMPLES, CLOSE_SAMPLES = 7, 16
"""Numbers of places along a leader where it is tested what muscles it passes over, and whether a second limb."""

ROUNDS, CANDIDATES = 4, 12
"""How often leaders that cross look for other ends, and at how many of them."""

_PARALLEL = 1e-6
"""Least angle between a leader and the line along which names begin."""

_LENGTH, _STEEP, _NEAR, _PASSED, _LEVEL, _LIMB = 0.16, 0.5, 30.0, 7.0, 0.05, 45.0


class ColumnLine(msgspec.Struct, frozen=True):
    """The line along which names begin: its x at height 0, and by how much x grows with each pt up; usually by 0."""

    x: float
    slope: float = 0.0

    def at(self, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the line's x at heights, pt."""
        return self.x + self.slope * heights


class Target(msgspec.Struct, frozen=True, eq=False):
    """A name to place, and where its leader may end.

    Attributes:
        key: what it names.
        above: how far its text reaches above the leader's level.
        below: how far it reaches below.
        ends: where the leader may end, (n, 2).
        flaws: the cost of each end.
        closed: pairs of heights between which its text may not be.
        crossed: a grid of where there is what its leader should not pass over, rows from the bottom up.
        corner: the lower left corner of the grid.
        cell: the side of a cell of the grid.
        body: a grid like that, of where the body is, with its corner and cell, if a leader might cross a second limb.
    """

    key: str
    above: float
    below: float
    ends: NDArray[np.float64]
    flaws: NDArray[np.float64]
    closed: tuple[tuple[float, float], ...]
    crossed: NDArray[np.bool_]
    corner: Position
    cell: float
    body: tuple[NDArray[np.bool_], Position, float] | None = None


def place(
    targets: Sequence[Target],
    column: ColumnLine,
    low: float,
    high: float,
    *,
    gap: float,
    marks: Sequence[Position],
    facing: PictureSide,
) -> tuple[float, tuple[PlacedName, ...]] | None:
    """Place names in one column; also return the cost. None if there is no room, or leaders would cross.

    Args:
        targets: what to name.
        column: the line of the leaders' outer ends.
        low: the texts stay above this height.
        high: the texts stay below this height.
        gap: the least space between two texts.
        marks: points that leaders keep away from.
        facing: `right` for a column to the right of the figure, `left` for one to the left.
    """
    if not targets:
        return 0.0, ()
    turn = 1.0 if facing == "right" else -1.0
    levels = np.arange(np.floor(high / STEP) * STEP, low, -STEP)
    if not len(levels):
        return None
    outer = column.at(levels)
    places = np.array(marks).reshape(-1, 2)
    costs = {t.key: _costs(t, column, levels, places, turn) for t in targets}
    options = {t.key: _options(t, costs[t.key]) for t in targets}
    order = sorted(targets, key=lambda t: -float(levels[options[t.key].cost.argmin()]))

    def solve(order: Sequence[Target]) -> Solution:
        cost, chosen = boundary_labeling.heights(order, options, levels, low, high, gap)
        placed = tuple(
            PlacedName(t.key, ((float(outer[k]), float(levels[k])), _end(t, options[t.key], k)))
            for t, k in zip(order, chosen, strict=True)
        )
        return crossings(placed), cost, placed

    crossed, cost, placed = boundary_labeling.best_order(order, solve, clear_is_enough=True)
    if crossed and cost < CLOSED:  # other ends make no room for names that have none
        crossed, cost, placed = _untangled(placed, {t.key: t.ends for t in targets}, costs, levels)
    return (cost, placed) if not crossed and cost < CLOSED else None


def _untangled(
    placed: Sequence[PlacedName],
    ends: Mapping[str, NDArray[np.float64]],
    costs: Mapping[str, NDArray[np.float64]],
    levels: NDArray[np.float64],
) -> Solution:
    """Return leaders with the names where they are, each in turn with the end that crosses the fewest others."""
    now, total = list(placed), 0.0
    for _ in range(ROUNDS):
        before, total = list(now), 0.0
        for n, one in enumerate(now):
            start = one.leader[0]
            row = costs[one.key][int(np.abs(levels - start[1]).argmin())]
            others = [other.leader for other in now if other is not one]
            picked = row.argsort()[:CANDIDATES]
            tries = [(start, (x, y)) for x, y in ends[one.key][picked].tolist()]
            tangled = meetings(tries, others).sum(1).tolist()
            _, cost, leader = min(zip(tangled, row[picked].tolist(), tries, strict=True))
            total += cost
            now[n] = PlacedName(one.key, leader)
        if now == before:
            break
    return crossings(now), total, tuple(now)


def crossings(placed: Sequence[PlacedName]) -> int:
    """Return how many pairs of leaders cross or come too near to each other's inner end."""
    return int(np.triu(meetings([one.leader for one in placed]), 1).sum())


def _end(target: Target, options: boundary_labeling.LeaderEnds, level: int) -> Position:
    x, y = target.ends[options.pick[level]].tolist()
    return x, y


def _options(target: Target, cost: NDArray[np.float64]) -> boundary_labeling.LeaderEnds:
    """Return for each level the best inner end and its cost."""
    pick = cost.argmin(1)
    return boundary_labeling.LeaderEnds(target.ends, pick, cost[np.arange(len(cost)), pick])


def _along(
    grid: NDArray[np.bool_],
    corner: Position,
    cell: float,
    ends: NDArray[np.float64],
    dx: NDArray[np.float64],
    dy: NDArray[np.float64],
    samples: int,
) -> NDArray[np.bool_]:
    """Return what a grid has at places along leaders, from their inner ends out, as (samples, levels, ends)."""
    rows, columns = grid.shape[0] + 2, grid.shape[1] + 2
    padded = np.zeros((rows, columns), dtype=np.bool_)  # a place beside the grid falls on its empty edge
    padded[1:-1, 1:-1] = grid
    right, up = ((ends - corner).T / cell + 1.0).astype(np.float32)
    share = ((np.arange(samples, dtype=np.float32) + np.float32(0.5)) / np.float32(samples))[:, None, None]

    def index(start: NDArray[np.float32], run: NDArray[np.float64], count: int) -> NDArray[np.int32]:
        at = share * (run / cell).astype(np.float32)
        at += start
        np.maximum(at, 0, out=at)
        np.minimum(at, count - 1, out=at)
        return at.astype(np.int32)

    place = index(up, dy, rows)
    place *= columns
    place += index(right, dx, columns)
    return padded.ravel().take(place)


def _count(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return how many along the first axis are true: fewer than 256."""
    return np.asarray(mask.view(np.uint8).sum(0, dtype=np.uint8))


def _costs(
    target: Target,
    column: ColumnLine,
    levels: NDArray[np.float64],
    marks: NDArray[np.float64],
    turn: float,
) -> NDArray[np.float64]:
    """Return the cost of a leader from each level of a column to each inner end, as (levels, ends)."""
    ends = target.ends
    across = levels if column.slope else levels[:1]  # an upright column is as far away at every level
    dx, dy = column.at(across)[:, None] - ends[:, 0], levels[:, None] - ends[:, 1]  # (levels or 1, ends)
    length, climb = np.hypot(dx, dy), np.abs(dy)
    cost: NDArray[np.float64] = target.flaws + _LENGTH * length + _LEVEL * climb
    cost += _STEEP * np.maximum(climb - np.abs(dx), 0.0)
    cost += CLOSED * (dx * turn < 2.0)
    cost += _PASSED * _count(_along(target.crossed, target.corner, target.cell, ends, dx, dy, SAMPLES))
    if target.body:
        within = _along(*target.body, ends, dx, dy, CLOSE_SAMPLES)
        cost += _LIMB * _count(within[1:] > within[:-1])
    cost += _NEAR * _near(marks, ends, column, levels, turn)
    for a, b in target.closed:
        cost += CLOSED * ((levels + target.above > a) & (levels - target.below < b))[:, None]
    return cost


def _near(
    marks: NDArray[np.float64], ends: NDArray[np.float64], column: ColumnLine, levels: NDArray[np.float64], turn: float
) -> NDArray[np.intp]:
    """Return how many marks a leader comes too near to, from each level to each inner end, as (levels, ends).

    Seen from an inner end, a mark keeps a wedge of directions closed, and so a run of levels of the column. A mark at
    the end itself keeps all of them closed.
    """
    ahead = (column.at(marks[:, 1]) - marks[:, 0]) * turn > -KEEP_OFF
    x, y = (np.subtract.outer(marks[ahead, axis], ends[:, axis]) for axis in (0, 1))  # (marks, ends)
    away, slope = np.hypot(x, y), column.slope * turn
    at_end = away < KEEP_OFF
    half, middle = np.arcsin(KEEP_OFF / np.maximum(away, KEEP_OFF)), np.arctan2(y, x * turn)
    steepest = np.arctan2(1.0, slope)  # a leader in this direction would not meet the column
    low, high = (
        np.clip(middle + way * half, steepest - np.pi + _PARALLEL, steepest - _PARALLEL) for way in (-1.0, 1.0)
    )
    offset = (column.at(ends[:, 1]) - ends[:, 0]) * turn

    def level(direction: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the height at which leaders from the inner ends meet the column, if they run in these directions."""
        rise = np.sin(direction)
        return np.asarray(ends[:, 1] + offset * rise / (np.cos(direction) - slope * rise))

    wedges = (low < high) & ~at_end & (offset > 0)
    first, last = (np.searchsorted(-levels, -level(direction)[wedges]) for direction in (high, low))
    end = np.nonzero(wedges)[1]
    steps = np.zeros((len(levels) + 1, len(ends)), dtype=np.intp)
    np.add.at(steps, (first, end), 1)
    np.add.at(steps, (last, end), -1)
    return np.asarray(steps[:-1].cumsum(0) + at_end.sum(0))
