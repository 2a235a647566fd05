"""Place names beside a figure, each with a leader line to its muscle, in points, y up.

This is one-sided boundary labelling. The names form a column in the order of what they name. A leader is of type
"do": a diagonal of 45 degrees from the muscle, if one is needed, then a level line to the name. For a given order of
names, the heights and inner ends with the least cost are found exactly, by the dynamic programme of Benkert,
Haverkort, Kroll and Nöllenburg, "Algorithms for multi-criteria boundary labeling", J. Graph Algorithms Appl. 13 (2009)
289-317, doi 10.7155/jgaa.00194, which works with any cost that is a sum over the labels. The order is improved by
swapping neighbours until no leaders cross. If some still cross, the leaders become straight lines (type "s"). Swapping
the ends of two that cross shortens their total length, so this ends without a crossing: Bekos, Kaufmann, Symvonis and
Wolff, "Boundary labeling: models and efficient algorithms for rectangular maps", Comput. Geom. 36 (2007) 215-236, doi
10.1016/j.comgeo.2006.05.003.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, distance, inside, signed, spans
from ..content.view_content import PictureSide
from .segments import Position, cross, meet

Polygons = list[NDArray[np.float64]]

STEP = 2.0
"""Spacing of the levels for names and inner ends, pt; because of the levels, many leaders need no diagonal."""

STUB = 8.0
"""Length of the level end of a leader next to its name, pt."""

ROW = 4.0
"""Height of the rows used to look up what a leader would pass over, pt."""

INSET = 7.0
"""How far inside the muscle's border a leader ends, if the muscle is wide enough, pt."""

KEEP_OFF = 8.0
"""Least distance from the middle of a mark to a leader, pt."""

THIN = 2.0
"""A leader that ends nearer than this to the border, pt, ends in a sliver that nobody recognises as the muscle."""

MINOR = 0.3
"""A piece of a muscle is minor if it is smaller than this share of the largest, like that of gracilis at the knee."""

_BEND, _TURN, _LENGTH, _NEAR, _COVERED, _SHALLOW, _PASSED = 0.8, 9.0, 0.14, 30.0, 14.0, 6.0, 7.0
_SLIVER, _ASIDE = 10.0, 16.0


class Item(msgspec.Struct, frozen=True):
    """A name to place: the `region` it names, and how far its text reaches `above` and `below` the leader's level.

    `covers` hide the region, or lie on it so that a leader might point to either.
    """

    key: str
    region: Polygons
    above: float
    below: float
    covers: tuple[Polygons, ...] = ()


class Stacked(Protocol):
    """What has a height in a column: a key, and how far its text reaches above and below its level."""

    @property
    def key(self) -> str:
        """What it names."""

    @property
    def above(self) -> float:
        """How far its text reaches above the level of its leader, pt."""

    @property
    def below(self) -> float:
        """How far it reaches below, pt."""


class PlacedName(msgspec.Struct, frozen=True):
    """A placed name: its leader, from the name (first point) to the muscle (last). The text is at the first point."""

    key: str
    leader: tuple[Position, ...]


Solution = tuple[int, float, tuple[PlacedName, ...]]
"""Placed names, after how many pairs of their leaders cross, and what the leaders cost."""

L = TypeVar("L", bound=Stacked)


class LeaderEnds(msgspec.Struct, frozen=True):
    """The options for an item: inner ends (n, 2); for each level the index of the cheapest, and its cost."""

    ends: NDArray[np.float64]
    pick: NDArray[np.intp]
    cost: NDArray[np.float64]


def height(items: Sequence[Item], gap: float) -> float:
    """Return the height that a column of these names needs, in pt."""
    return sum(i.above + i.below for i in items) + gap * max(len(items) - 1, 0)


def place(
    items: Sequence[Item],
    column: float,
    low: float,
    high: float,
    *,
    gap: float = 6.0,
    avoid: Sequence[Position] = (),
    within: Box | None = None,
    facing: PictureSide = "right",
) -> tuple[PlacedName, ...]:
    """Place names in one column.

    Args:
        items: what to name; regions lie on the inner side of the column.
        column: x of the leaders' outer ends.
        low: the texts stay above this height.
        high: the texts stay below this height.
        gap: the least space between two texts.
        avoid: points that leaders keep away from, such as marks.
        within: the visible box; leaders end in it.
        facing: `right` for a column to the right of the figure, `left` for one to the left.

    Returns:
        One per name, top to bottom. No two leaders cross, and no texts overlap.

    Raises:
        ValueError: if the column is too short for the names (see `height`).
    """
    if not items:
        return ()
    if height(items, gap) > high - low + 1e-6:
        raise ValueError("the column is too short for its names")
    turn = 1.0 if facing == "right" else -1.0
    flipped = [_turned(i, turn) for i in items]
    marks = np.array([(x * turn, y) for x, y in avoid]).reshape(-1, 2)
    levels = np.arange(np.floor(high / STEP) * STEP, low, -STEP)
    x0, y0, x1, y1 = within or (-np.inf, -np.inf, np.inf, np.inf)
    window = (min(turn * x0, turn * x1), y0, max(turn * x0, turn * x1), y1)
    fronts = {i.key: _front(i.region) for i in flipped}
    options = {
        i.key: _options(i, turn * column, window, levels, marks, [f for key, f in fronts.items() if key != i.key])
        for i in flipped
    }
    placed = _best(flipped, options, turn * column, levels, low, high, gap)
    return tuple(PlacedName(p.key, tuple((x * turn, y) for x, y in p.leader)) for p in placed)


def crossings(placed: Sequence[PlacedName]) -> int:
    """Return how many pairs of leaders cross or come too near to each other's inner end."""
    return sum(meet(a.leader, b.leader) for a, b in combinations(placed, 2))


# --- one item -------------------------------------------------------------------------------------------------------


def _turned(item: Item, turn: float) -> Item:
    """Return the item as seen from a column on the right; for a column on the left, the figure is mirrored."""
    region, *covers = ([r * (turn, 1.0) for r in polygons] for polygons in (item.region, *item.covers))
    return msgspec.structs.replace(item, region=region, covers=tuple(covers))


def _options(
    item: Item,
    column: float,
    window: Box,
    levels: NDArray[np.float64],
    marks: NDArray[np.float64],
    others: Sequence[dict[int, float]],
) -> LeaderEnds:
    ends = ends_in(item.region, column, window)
    depth = distance(item.region, ends)
    flaw = _SHALLOW * np.maximum(5.0 - depth, 0.0) + _SLIVER * np.maximum(THIN - depth, 0.0)
    flaw += _ASIDE * inside(_minor(item.region), ends)
    for cover in item.covers:
        flaw = flaw + _COVERED * inside(cover, ends)
    passed = [sum(front.get(round(y / ROW), -np.inf) > x + 2 for front in others) for x, y in ends.tolist()]
    flaw = flaw + _PASSED * np.array(passed)
    reach = column - STUB - ends[:, 0]
    rise = np.abs(levels[:, None] - ends[:, 1])
    cost = _BEND * rise + _TURN * (rise > STEP / 4) + _LENGTH * reach + flaw
    for mark in marks[marks[:, 0] > ends[:, 0].min() - KEEP_OFF]:
        cost += _NEAR * (_gap(mark, ends, levels, rise) < KEEP_OFF)
    cost = np.where(rise > np.maximum(reach, 0.0), cost + 1e4, cost)
    pick = cost.argmin(1)
    return LeaderEnds(ends, pick, cost[np.arange(len(levels)), pick])


def _minor(region: Polygons) -> Polygons:
    """Return the small pieces of a region that has a large one."""
    sizes = [abs(signed(polygon)) for polygon in region]
    return [polygon for polygon, size in zip(region, sizes, strict=True) if size < MINOR * max(sizes)]


def _front(region: Polygons) -> dict[int, float]:
    """Return how far a region reaches towards the column, by row."""
    low, high = min(r[:, 1].min() for r in region), max(r[:, 1].max() for r in region)
    rows = range(round(low / ROW), round(high / ROW) + 1)
    runs_by_row = {row: spans(region, row * ROW + 1e-6) for row in rows}
    return {row: runs[-1][1] for row, runs in runs_by_row.items() if runs}


def _gap(
    mark: NDArray[np.float64], ends: NDArray[np.float64], levels: NDArray[np.float64], rise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how near a leader comes to a mark, for each level and inner end."""
    dx, dy = mark[0] - ends[:, 0], mark[1] - ends[:, 1]
    turn = np.sign(levels[:, None] - ends[:, 1])
    along = np.clip((dx + turn * dy) / 2, 0.0, rise)
    slope = np.hypot(dx - along, dy - turn * along)
    level = np.hypot(np.minimum(dx - rise, 0.0), mark[1] - levels[:, None])
    gap: NDArray[np.float64] = np.minimum(slope, level)
    return gap


def ends_in(region: Polygons, column: float, window: Box) -> NDArray[np.float64]:
    """Return points of a region where a leader may end: near the border facing the column, halfway, near the other."""
    y0 = max(min(r[:, 1].min() for r in region), window[1])
    y1 = min(max(r[:, 1].max() for r in region), window[3])
    ends: list[Position] = []
    step = max(STEP, np.ceil((y1 - y0) / 60 / STEP) * STEP)
    for y in np.arange(np.ceil(y0 / STEP) * STEP, y1, step):
        for a, b in spans(region, y + 1e-6):
            a, b = max(a, window[0]), min(b, window[2], column - STUB)
            if b > a:
                inset = min((b - a) / 2, INSET)
                ends.extend((float(x), float(y)) for x in {b - inset, (a + b) / 2, a + inset})
    if not ends:
        longest = max(region, key=len)
        ends = [(float(longest[:, 0].mean()), float(longest[:, 1].mean()))]
    return np.array(sorted(ends))


# --- the column -----------------------------------------------------------------------------------------------------


def _best(
    items: Sequence[Item],
    options: dict[str, LeaderEnds],
    column: float,
    levels: NDArray[np.float64],
    low: float,
    high: float,
    gap: float,
) -> tuple[PlacedName, ...]:
    def solve(order: Sequence[Item]) -> Solution:
        cost, chosen = heights(order, options, levels, low, high, gap)
        placed = tuple(
            PlacedName(item.key, _leader(options[item.key].ends[options[item.key].pick[k]], column, float(levels[k])))
            for item, k in zip(order, chosen, strict=True)
        )
        return crossings(placed), cost, placed

    order = sorted(items, key=lambda i: -float(levels[options[i.key].cost.argmin()]))
    crossed, _, placed = best_order(order, solve)
    return _straight(placed, items, column, low, high, gap) if crossed else placed


def best_order(
    order: Sequence[L], solve: Callable[[Sequence[L]], Solution], *, clear_is_enough: bool = False
) -> Solution:
    """Return the solution of the best order that swapping neighbours leads to: few crossings first, then low cost.

    Args:
        order: the names from top to bottom, to start with.
        solve: places the names in an order.
        clear_is_enough: whether an order without crossings is taken as it is, though another may cost less.
    """
    best, improved = solve(order), True
    while improved and (best[0] or not clear_is_enough):
        improved = False
        for i in range(len(order) - 1):
            trial = [*order[:i], order[i + 1], order[i], *order[i + 2 :]]
            solved = solve(trial)
            if solved[:2] < (best[0], best[1] - 1e-9):
                order, best, improved = trial, solved, True
    return best


def heights(
    order: Sequence[Stacked],
    options: dict[str, LeaderEnds],
    levels: NDArray[np.float64],
    low: float,
    high: float,
    gap: float,
) -> tuple[float, list[int]]:
    """Return the least total cost and the level of each name, top to bottom, by dynamic programming."""
    n = len(levels)
    best, back = np.zeros(0), []
    for i, item in enumerate(order):
        own = np.where(
            (levels + item.above > high + STEP) | (levels - item.below < low - STEP), 1e6, options[item.key].cost
        )
        if i == 0:
            best = own
            continue
        need = int(np.ceil((order[i - 1].below + gap + item.above) / STEP))
        least = np.minimum.accumulate(best)
        first = np.maximum.accumulate(np.where(best <= least, np.arange(n), 0))
        shifted, came = np.full(n, 1e9), np.zeros(n, dtype=np.intp)
        shifted[need:], came[need:] = least[: n - need], first[: n - need]
        best = own + shifted
        back.append(came)
    k = int(best.argmin())
    chosen, cost = [k], float(best[k])
    for came in reversed(back):
        k = int(came[k])
        chosen.append(k)
    return cost, chosen[::-1]


def _leader(end: NDArray[np.float64], column: float, level: float) -> tuple[Position, ...]:
    x, y = float(end[0]), float(end[1])
    rise = abs(level - y)
    if rise < STEP / 4:
        return (column, level), (x, level)
    return (column, level), (min(x + rise, column - STUB / 2), level), (x, y)


def _straight(
    placed: Sequence[PlacedName], items: Sequence[Item], column: float, low: float, high: float, gap: float
) -> tuple[PlacedName, ...]:
    """Return straight leaders to evenly spaced names, swapping the ends of leaders that cross until none cross."""
    by_key = {item.key: item for item in items}
    ends = [p.leader[-1] for p in placed]
    keys = [p.key for p in placed]
    free = (high - low - height(items, gap)) / max(len(items), 1)
    spread = gap + min(max(free, 0.0), gap)
    middle = sum(y for _, y in ends) / len(ends)
    tall = height(items, spread)
    top = min(max(middle + tall / 2, low + tall), high)

    def ports() -> list[Position]:
        stands, y = [], top
        for key in keys:
            y -= by_key[key].above
            stands.append((column, y))
            y -= by_key[key].below + spread
        return stands

    # Names of equal height keep their places, so every swap shortens the leaders; with unequal heights, the number of
    # swaps is limited.
    for _ in range(len(ends) ** 2):
        stand = ports()
        crossing = ((i, j) for i, j in combinations(range(len(ends)), 2) if cross(stand[i], ends[i], stand[j], ends[j]))
        i, j = next(crossing, (0, 0))
        if i == j:
            break
        ends[i], ends[j], keys[i], keys[j] = ends[j], ends[i], keys[j], keys[i]
    return tuple(PlacedName(k, (port, end)) for k, port, end in zip(keys, ports(), ends, strict=True))
