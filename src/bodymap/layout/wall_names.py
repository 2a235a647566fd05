"""Place the names of a chart beside a figure: in a column along the body, each with a straight leader, none crossing.

This is boundary labelling with straight leaders (type "s" of Bekos, Kaufmann, Symvonis and Wolff, "Boundary labeling:
models and efficient algorithms for rectangular maps", Comput. Geom. 36 (2007) 215-236, doi
10.1016/j.comgeo.2006.05.003). For a given order, the heights nearest to those of the muscles are found by isotonic
regression with the pool-adjacent-violators algorithm (Ayer, Brunk, Ewing, Reid and Silverman, "An empirical
distribution function for sampling with incomplete information", Ann. Math. Stat. 26 (1955) 641-647, doi
10.1214/aoms/1177728423).
Pairs that cross are exchanged, and leaders that pass too near to the end of another end elsewhere in their muscle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from .records import Position

STUB = 5.0
"""Length of the level end of a leader next to its name, pt."""

NEAR = 3.4
"""Least distance of a leader from the end of another, pt."""

ROUNDS = 60
"""How often names are exchanged, or ends moved, at most."""

_CROSS, _NEAR, _SHALLOW, _LENGTH, _SLOPE = 1000.0, 120.0, 5.0, 0.02, 0.06

Edge = Callable[[float, float], float]


class WallName(msgspec.Struct, frozen=True, eq=False):
    """A name to place: the size of its text, measured from the level of its leader, and where its leader may end.

    `width`, `above` and `below` are pt, `places` (n, 2) pt, and `depth` says how far each is from the muscle's border.
    """

    key: str
    width: float
    above: float
    below: float
    places: NDArray[np.float64]
    depth: NDArray[np.float64]


class WallPlaced(msgspec.Struct, frozen=True):
    """A placed name: its leader, from the name to the muscle. The text stands at the first point."""

    key: str
    leader: tuple[Position, ...]


class Column(msgspec.Struct, frozen=True):
    """Room for names: between two heights, pt; `edge` tells how near to the body a name between two heights may come.

    `turn` is 1 for a column to the right of the body, -1 for one to the left.
    """

    low: float
    high: float
    edge: Edge
    turn: int


def height(names: Sequence[WallName], gap: float) -> float:
    """Return the height that names need in a column, pt."""
    return sum(name.above + name.below for name in names) + gap * max(len(names) - 1, 0)


def place(columns: Sequence[tuple[Column, Sequence[WallName]]], gap: float) -> tuple[WallPlaced, ...]:
    """Place the names of columns that share one side of a body; no two leaders cross.

    A name whose leader can't be kept from crossing is left out.
    """
    state = [_ordered(list(names)) for _, names in columns]
    ends = {name.key: int(np.argmax(name.depth)) for _, names in columns for name in names}
    rooms = [column for column, _ in columns]
    texts = {n.key: (room.turn * n.width, n.above, n.below) for room, names in columns for n in names}
    best, cost = _lines(rooms, state, ends, gap, texts)
    for _ in range(ROUNDS):
        found = _better(rooms, state, ends, best, gap, cost, texts)
        if found is None:
            break
        state, ends, best, cost = found
    return _without_crossings(best, texts)


def _ordered(names: list[WallName]) -> list[WallName]:
    return sorted(names, key=lambda name: -float(name.places[int(np.argmax(name.depth)), 1]))


_Texts = dict[str, tuple[float, float, float]]
"""The width of each name, away from the body, and how far it reaches above and below its level, pt."""

_Lines = dict[str, tuple[Position, Position, Position]]
_State = tuple[list[list[WallName]], dict[str, int], _Lines, float]


def _lines(
    rooms: Sequence[Column], state: Sequence[Sequence[WallName]], ends: dict[str, int], gap: float, texts: _Texts
) -> tuple[_Lines, float]:
    """Return the leaders of names in an order, by key, and what they cost."""
    lines: _Lines = {}
    cost = 0.0
    for room, names in zip(rooms, state, strict=True):
        wanted = [float(name.places[ends[name.key], 1]) for name in names]
        for name, level in zip(names, _levels(names, wanted, room.low, room.high, gap), strict=True):
            x = room.edge(level - name.below, level + name.above)
            end = name.places[ends[name.key]]
            lines[name.key] = ((x, level), (x - room.turn * STUB, level), (float(end[0]), float(end[1])))
            shallow = max(4.0 - float(name.depth[ends[name.key]]), 0.0)
            cost += _LENGTH * abs(end[0] - x) + _SLOPE * abs(end[1] - level) + _SHALLOW * shallow
    return lines, cost + _conflicts(lines, texts).sum() / 2


def _conflicts(lines: _Lines, texts: _Texts) -> NDArray[np.float64]:
    """Return what each pair of names costs, (n, n): a leader crosses the other or its text, or comes near its end."""
    if len(lines) < 2:
        return np.zeros((len(lines), len(lines)))
    points = np.array(list(lines.values()))
    a, b = points[:, 1], points[:, 2]
    start = points[:, 0]

    def turn(p: NDArray[np.float64], q: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )

    def crossing(p: NDArray[np.float64], q: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether the sloping part of each leader (rows) crosses a part p-q of each other (columns)."""
        s, e, c, d = a[:, None], b[:, None], p[None], q[None]
        return (turn(s, e, c) * turn(s, e, d) < 0) & (turn(c, d, s) * turn(c, d, e) < 0)

    crossed = crossing(a, b) | crossing(start, a)
    width, above, below = np.array([texts[key] for key in lines]).T
    for rise in (above, -below):
        p = start + np.stack([np.zeros(len(lines)), rise], 1)
        crossed |= crossing(p, p + np.stack([width, np.zeros(len(lines))], 1))
    crossed |= crossed.T
    step = b - a
    t = ((b[None] - a[:, None]) * step[:, None]).sum(-1) / np.maximum((step**2).sum(-1), 1e-9)[:, None]
    foot = a[:, None] + np.clip(t, 0.0, 1.0)[..., None] * step[:, None]
    near = np.hypot(*(foot - b[None]).transpose(2, 0, 1)) < NEAR
    near |= near.T
    np.fill_diagonal(near, False)
    np.fill_diagonal(crossed, False)
    cost: NDArray[np.float64] = _CROSS * crossed + _NEAR * near
    return cost


def _better(
    rooms: Sequence[Column],
    state: Sequence[list[WallName]],
    ends: dict[str, int],
    lines: _Lines,
    gap: float,
    cost: float,
    texts: _Texts,
) -> _State | None:
    """Return what exchanging a pair in conflict, or moving the end of one of them, gives; None if nothing is better.

    The first way that settles a conflict will do, otherwise the best.
    """
    keys = list(lines)
    pairs = [(keys[i], keys[j]) for i, j in np.argwhere(np.triu(_conflicts(lines, texts))).tolist()]
    best: _State | None = None
    first = cost
    names = {name.key: name for own in state for name in own}
    for one, other in pairs[:12]:
        tries: list[tuple[list[list[WallName]], dict[str, int]]] = []
        for own in state:
            order = [name.key for name in own]
            if one in order and other in order:
                i, j = order.index(one), order.index(other)
                swapped = list(own)
                swapped[i], swapped[j] = swapped[j], swapped[i]
                moved = list(own)
                moved.insert(j, moved.pop(i))
                back = list(own)
                back.insert(i, back.pop(j))
                tries += [([way if each is own else each for each in state], ends) for way in (swapped, moved, back)]
        for key in (one, other):
            count = len(names[key].places)
            tries += [([*state], ends | {key: n}) for n in range(0, count, max(count // 12, 1)) if n != ends[key]]
        for order_, ends_ in tries:
            found, price = _lines(rooms, order_, ends_, gap, texts)
            if price < first - _NEAR / 2:
                return order_, ends_, found, price
            if price < cost - 1e-6:
                best, cost = (order_, ends_, found, price), price
    return best


def _levels(names: Sequence[WallName], wanted: Sequence[float], low: float, high: float, gap: float) -> list[float]:
    """Return the level of each name from the top down, as near to those wanted as their order and room allow."""
    if not names:
        return []
    offset, offsets = 0.0, []
    for n, name in enumerate(names):
        offset += (names[n - 1].below + gap + name.above) if n else 0.0
        offsets.append(offset)
    # Without their own heights, the levels have to fall: blocks of names that would overlap share their mean.
    top, bottom = high - names[0].above, low + names[-1].below + offset
    blocks: list[list[float]] = []
    for value, own in zip(wanted, offsets, strict=True):
        blocks.append([value + own, 1.0])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count),
                blocks[-1][1] + count,
            ]
    bases = [min(max(mean, bottom), top) for mean, count in blocks for _ in range(int(count))]
    return [base - own for base, own in zip(bases, offsets, strict=True)]


def _without_crossings(lines: _Lines, texts: _Texts) -> tuple[WallPlaced, ...]:
    """Return the leaders without those that still cross another, the one with the most crossings first."""
    left = dict(lines)
    while True:
        crossed = (_conflicts(left, texts) >= _CROSS).sum(1)
        if not crossed.any():
            return tuple(WallPlaced(key, _bent(line)) for key, line in left.items())
        del left[list(left)[int(np.argmax(crossed))]]


def _bent(line: tuple[Position, Position, Position]) -> tuple[Position, ...]:
    """Return a leader without its corner if it is level anyway."""
    start, corner, end = line
    return (start, end) if abs(start[1] - end[1]) < 0.3 else (start, corner, end)
