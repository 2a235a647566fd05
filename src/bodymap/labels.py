"""Names beside a figure: where each stands, and the leader line that ties it to its muscle. In points, y up.

This is one-sided boundary labelling. The names stand in a column in the order of what they name; a leader is type
"do": a diagonal of 45 degrees from the muscle, where one is needed, then level to the name. For an order of names the
heights and the inner ends that cost least are found exactly, by the dynamic programme of Benkert, Haverkort, Kroll
and Nöllenburg, "Algorithms for multi-criteria boundary labeling", J. Graph Algorithms Appl. 13 (2009) 289-317, doi
10.7155/jgaa.00194, which takes any cost that is a sum over the labels. Orders are improved by exchanging neighbours
until no leaders cross. Should some still cross, the leaders become straight lines (type "s"), and exchanging the ends
of two that cross shortens their sum, so this ends without a crossing: Bekos, Kaufmann, Symvonis and Wolff, "Boundary
labeling: models and efficient algorithms for rectangular maps", Comput. Geom. 36 (2007) 215-236, doi
10.1016/j.comgeo.2006.05.003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

import numpy as np
from numpy.typing import NDArray

from .geometry import Box, distance, grown, inside, spans

Position = tuple[float, float]
Polygons = list[NDArray[np.float64]]

STEP = 2.0
"""Names and inner ends stand on levels so far apart, so that many leaders are level."""

STUB = 8.0
"""The level end of a leader next to its name."""

CLEARANCE = 3.0
"""Between a leader and the inner end of another."""

ROW = 4.0
"""Rows in which it is looked up what a leader would pass over."""

INSET = 7.0
"""How far from the muscle's border a leader ends, where the muscle is wide enough."""

KEEP_OFF = 8.0
"""From the middle of a mark to a leader."""

DISC = 7.0
"""The radius of the disc that a number stands in."""

_BEND, _TURN, _LENGTH, _NEAR, _COVERED, _SHALLOW, _PASSED = 0.8, 9.0, 0.14, 30.0, 14.0, 6.0, 7.0


@dataclass(frozen=True)
class Item:
    """A name to place: the `region` it names, and how far its text reaches `above` and `below` the leader's level.

    `covers` are what hides the region, or lies on it so that a leader might mean either.
    """

    key: str
    region: Polygons
    above: float
    below: float
    covers: tuple[Polygons, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Where a name goes: its leader from the name (first) to the muscle (last). The text stands at the first point."""

    key: str
    leader: tuple[Position, ...]


@dataclass(frozen=True)
class _Options:
    """What is possible for an item: inner ends (n, 2) with a cost each; for each level the cheapest, and its cost."""

    ends: NDArray[np.float64]
    pick: NDArray[np.intp]
    cost: NDArray[np.float64]


def height(items: Sequence[Item], gap: float) -> float:
    """What a column of these names needs, in pt."""
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
    facing: str = "right",
) -> tuple[Placed, ...]:
    """Place names in one column.

    Args:
        items: what to name; regions lie on the inner side of the column.
        column: x of the leaders' outer ends.
        low: the texts stay above this height.
        high: they stay below this one.
        gap: the least space between two texts.
        avoid: points that leaders keep off, as marks.
        within: the box that leaders end in: what of a region lies outside is not seen.
        facing: `right` for a column to the right of the figure, `left` for one to the left.

    Returns:
        One a name, top to bottom. No two leaders cross, no texts overlap.

    Raises:
        ValueError: the column is too short for the names, see `height`.
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
    return tuple(Placed(p.key, tuple((x * turn, y) for x, y in p.leader)) for p in placed)


def inner(item: Item, avoid: Sequence[Position], within: Box) -> Position:
    """A place for a number inside a region: far from its border, from what covers it, and from `avoid`."""
    ends = _ends(item.region, np.inf, within)
    worth = np.minimum(distance(item.region, ends), 9.0)
    for cover in item.covers:
        worth = worth - 5.0 * inside(cover, ends)
    for x, y in avoid:
        worth = worth - 2.0 * np.maximum(15.0 - np.hypot(ends[:, 0] - x, ends[:, 1] - y), 0.0)
    best = ends[int(worth.argmax())]
    return float(best[0]), float(best[1])


def badges(
    items: Sequence[Item], avoid: Sequence[Position], within: Box, taken: Sequence[Position] = ()
) -> dict[str, tuple[Position, tuple[Position, ...]]]:
    """A place for the number of each item, off the others, and where that is not in the item, a line to it.

    `taken` are numbers that stand already. The smallest region, which has least choice, comes first. A number that
    would lie on another moves aside.
    """

    def size(item: Item) -> float:
        points = np.concatenate(item.region)
        return float(np.prod(points.max(0) - points.min(0)))

    found: dict[str, tuple[Position, tuple[Position, ...]]] = {}
    for item in sorted(items, key=size):
        discs = [*taken, *(badge for badge, _ in found.values())]
        home = inner(item, [*avoid, *discs], within)
        lines = [line for _, line in found.values() if line]
        found[item.key] = (home, ()) if _free(home, discs) else _aside(item, home, discs, lines, avoid, within)
    return found


def _free(place: Position, discs: Sequence[Position], clearance: float = 2 * DISC) -> bool:
    return all(np.hypot(place[0] - x, place[1] - y) >= clearance for x, y in discs)


def _aside(
    item: Item,
    home: Position,
    discs: Sequence[Position],
    lines: Sequence[tuple[Position, ...]],
    avoid: Sequence[Position],
    within: Box,
) -> tuple[Position, tuple[Position, ...]]:
    """The nearest free place around an item, with a line to it that meets no other.

    If need be the number lies on a mark, and if there is no free place at all it stays at `home`.
    """
    ends = [(float(x), float(y)) for x, y in _ends(item.region, np.inf, within)]
    ends = [end for end in ends if _free(end, discs, DISC + 1)][:: max(len(ends) // 16, 1)] or [home]
    x0, y0, x1, y1 = grown(within, 3.0)  # a disc may reach out of the figure, though not as far as the words
    for marks in (avoid, ()):
        for reach in np.arange(DISC + 4.0, 90.0, 3.0).tolist():
            for end, turn in product(ends, np.linspace(0, 2 * np.pi, 24, endpoint=False).tolist()):
                step = float(np.cos(turn)), float(np.sin(turn))
                place = end[0] + reach * step[0], end[1] + reach * step[1]
                line = ((place[0] - DISC * step[0], place[1] - DISC * step[1]), end)
                if (
                    x0 < place[0] < x1
                    and y0 < place[1] < y1
                    and _free(place, discs)
                    and _free(place, marks, DISC + 4)
                    and not any(_near(disc, line, DISC) for disc in discs)
                    and not any(_near(place, other, DISC) for other in lines)
                    and not crossed([line, *lines])
                ):
                    return place, line
    return home, ()


def crossings(placed: Sequence[Placed]) -> int:
    """How many pairs of leaders cross, or come too near to each other's inner end."""
    return sum(_meet(a.leader, b.leader) for a, b in combinations(placed, 2))


def crossed(leaders: Sequence[Sequence[Position]]) -> bool:
    """Whether any two of the lines cross."""
    return any(_cross(*s, *t) for a, b in combinations(leaders, 2) for s in pairwise(a) for t in pairwise(b))


# --- one item -------------------------------------------------------------------------------------------------------


def _turned(item: Item, turn: float) -> Item:
    """The item as a column on the right sees it: the figure of a left one is looked at in a mirror."""
    region, *covers = ([r * (turn, 1.0) for r in polygons] for polygons in (item.region, *item.covers))
    return replace(item, region=region, covers=tuple(covers))


def _options(
    item: Item,
    column: float,
    window: Box,
    levels: NDArray[np.float64],
    marks: NDArray[np.float64],
    others: Sequence[dict[int, float]],
) -> _Options:
    ends = _ends(item.region, column, window)
    flaw = _SHALLOW * np.maximum(5.0 - distance(item.region, ends), 0.0)
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
    return _Options(ends, pick, cost[np.arange(len(levels)), pick])


def _front(region: Polygons) -> dict[int, float]:
    """How far a region reaches towards the column, by row."""
    low, high = min(r[:, 1].min() for r in region), max(r[:, 1].max() for r in region)
    rows = range(round(low / ROW), round(high / ROW) + 1)
    found = {row: spans(region, row * ROW + 1e-6) for row in rows}
    return {row: runs[-1][1] for row, runs in found.items() if runs}


def _gap(
    mark: NDArray[np.float64], ends: NDArray[np.float64], levels: NDArray[np.float64], rise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How near a leader comes to a mark, for each level and each inner end."""
    dx, dy = mark[0] - ends[:, 0], mark[1] - ends[:, 1]
    turn = np.sign(levels[:, None] - ends[:, 1])
    along = np.clip((dx + turn * dy) / 2, 0.0, rise)
    slope = np.hypot(dx - along, dy - turn * along)
    level = np.hypot(np.minimum(dx - rise, 0.0), mark[1] - levels[:, None])
    gap: NDArray[np.float64] = np.minimum(slope, level)
    return gap


def _ends(region: Polygons, column: float, window: Box) -> NDArray[np.float64]:
    """Points of a region where a leader may end: near its border on the side of the column, half way across, beyond."""
    y0 = max(min(r[:, 1].min() for r in region), window[1])
    y1 = min(max(r[:, 1].max() for r in region), window[3])
    found: list[Position] = []
    step = max(STEP, np.ceil((y1 - y0) / 60 / STEP) * STEP)
    for y in np.arange(np.ceil(y0 / STEP) * STEP, y1, step):
        for a, b in spans(region, y + 1e-6):
            a, b = max(a, window[0]), min(b, window[2], column - STUB)
            if b > a:
                inset = min((b - a) / 2, INSET)
                found.extend((float(x), float(y)) for x in {b - inset, (a + b) / 2, a + inset})
    if not found:
        longest = max(region, key=len)
        found = [(float(longest[:, 0].mean()), float(longest[:, 1].mean()))]
    return np.array(sorted(found))


# --- the column -----------------------------------------------------------------------------------------------------


def _best(
    items: Sequence[Item],
    options: dict[str, _Options],
    column: float,
    levels: NDArray[np.float64],
    low: float,
    high: float,
    gap: float,
) -> tuple[Placed, ...]:
    def solve(order: Sequence[Item]) -> tuple[int, float, tuple[Placed, ...]]:
        cost, chosen = _heights(order, options, levels, low, high, gap)
        placed = tuple(
            Placed(item.key, _leader(options[item.key].ends[options[item.key].pick[k]], column, float(levels[k])))
            for item, k in zip(order, chosen, strict=True)
        )
        return crossings(placed), cost, placed

    order = sorted(items, key=lambda i: -float(levels[options[i.key].cost.argmin()]))
    best = solve(order)
    improved = True
    while improved:
        improved = False
        for i in range(len(order) - 1):
            trial = [*order[:i], order[i + 1], order[i], *order[i + 2 :]]
            found = solve(trial)
            if found[:2] < (best[0], best[1] - 1e-9):
                order, best, improved = trial, found, True
    return best[2] if best[0] == 0 else _straight(best[2], items, column, low, high, gap)


def _heights(
    order: Sequence[Item],
    options: dict[str, _Options],
    levels: NDArray[np.float64],
    low: float,
    high: float,
    gap: float,
) -> tuple[float, list[int]]:
    """The level of each name, top to bottom, with the least sum of costs: dynamic programming over the levels."""
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
    placed: Sequence[Placed], items: Sequence[Item], column: float, low: float, high: float, gap: float
) -> tuple[Placed, ...]:
    """Straight leaders to evenly spread names: ends of leaders that cross change places until none cross."""
    above, below = max(i.above for i in items), max(i.below for i in items)
    pitch = min(above + below + gap, (high - low - above - below) / max(len(items) - 1, 1))
    middle = sum(p.leader[-1][1] for p in placed) / len(placed)
    top = min(max(middle + pitch * (len(placed) - 1) / 2, low + below + pitch * (len(placed) - 1)), high - above)
    ends = [p.leader[-1] for p in placed]
    keys = [p.key for p in placed]
    ports = [(column, top - pitch * i) for i in range(len(placed))]
    changed = True
    while changed:
        changed = False
        for i, j in combinations(range(len(ends)), 2):
            if _cross(ports[i], ends[i], ports[j], ends[j]):
                ends[i], ends[j], keys[i], keys[j] = ends[j], ends[i], keys[j], keys[i]
                changed = True
    return tuple(Placed(k, (port, end)) for k, port, end in zip(keys, ports, ends, strict=True))


# --- meeting lines --------------------------------------------------------------------------------------------------


def _meet(a: Sequence[Position], b: Sequence[Position]) -> bool:
    if any(_cross(*s, *t) for s in pairwise(a) for t in pairwise(b)):
        return True
    return _near(a[-1], b) or _near(b[-1], a)


def _near(point: Position, line: Sequence[Position], clearance: float = CLEARANCE) -> bool:
    for (x0, y0), (x1, y1) in pairwise(line):
        dx, dy = x1 - x0, y1 - y0
        t = min(max(((point[0] - x0) * dx + (point[1] - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0.0), 1.0)
        if np.hypot(point[0] - x0 - t * dx, point[1] - y0 - t * dy) < clearance:
            return True
    return False


def _cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    def turn(p: Position, q: Position, r: Position) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
