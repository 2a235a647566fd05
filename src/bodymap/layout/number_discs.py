"""Place numbers in discs that stand for names: each in its muscle, or beside it with a line to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import dist

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, distance, grown, inside
from .boundary_labeling import Item, ends_in
from .segments import Position, crossed, near

DISC = 7.0
"""Radius of the disc around a number, pt."""

DEEPER = 0.01
"""How much more a place deep in a region is worth, per pt: the belly of a muscle, rather than its long tendon."""

OUT, FURTHER = 3.0, 9.0
"""How far the centre of a disc may lie outside its figure, pt: at first, and if there is no other place, nearly as far
as the words beside it."""

ROUNDS = 4
"""Maximum number of times to place the numbers, each time with more of them outside their items."""

WORDS = DISC + 5.2
"""Least distance from the centre of a disc to the centre of a character in a line of text, pt."""


_Badges = dict[str, tuple[Position, tuple[Position, ...]]]


def inner(item: Item, avoid: Sequence[Position], within: Box) -> Position:
    """Return a place for a number inside a region: far from its border, from what covers it, and from `avoid`."""
    return _inner(item, ends_in(item.region, np.inf, within), avoid)


def _inner(item: Item, ends: NDArray[np.float64], avoid: Sequence[Position]) -> Position:
    depth = distance(item.region, ends)
    worth = np.minimum(depth, 9.0) + DEEPER * depth
    for cover in item.covers:
        worth = worth - 5.0 * inside(cover, ends)
    for x, y in avoid:
        worth = worth - 2.0 * np.maximum(15.0 - np.hypot(ends[:, 0] - x, ends[:, 1] - y), 0.0)
    best = ends[int(worth.argmax())]
    return float(best[0]), float(best[1])


def badges(
    items: Sequence[Item],
    avoid: Sequence[Position],
    within: Box,
    taken: Sequence[Position] = (),
    words: Sequence[Position] = (),
) -> _Badges:
    """Return a place for the number of each item, clear of the others, with a line to the item if it is outside it.

    `taken` are numbers already placed; `words` are places along lines of text, which no number may cover. The smallest
    region has the least choice, so it comes first. A number that would cover another moves aside.
    """
    best, fewest, aside = _Badges(), len(items) + 1, frozenset[str]()
    for _ in range(ROUNDS):
        found, covered = _badges(items, avoid, within, taken, words, aside)
        if len(covered) < fewest:
            best, fewest = found, len(covered)
        # Where small parts crowd, a number in one of them would cover the others: they all stand outside.
        crowd = frozenset(
            key for key, (at, _) in found.items() if any(dist(at, found[one][0]) < 2 * DISC for one in covered)
        )
        if crowd <= aside:
            break
        aside |= crowd
    return best


def _badges(
    items: Sequence[Item],
    avoid: Sequence[Position],
    within: Box,
    taken: Sequence[Position],
    words: Sequence[Position],
    aside: frozenset[str],
) -> tuple[_Badges, frozenset[str]]:
    """Return a place for each number, and the items whose numbers cover another. Those `aside` stand outside theirs."""

    def size(item: Item) -> float:
        points = np.concatenate(item.region)
        return float(np.prod(points.max(0) - points.min(0)))

    placed, covered = _Badges(), set[str]()
    crowd = {item.key: inner(item, avoid, within) for item in items if item.key in aside}
    for item in sorted(items, key=size):
        discs = [*taken, *(badge for badge, _ in placed.values())]
        kept = [*discs, *(at for key, at in crowd.items() if key != item.key)]
        ends = ends_in(item.region, np.inf, within)
        home = _inner(item, ends, [*avoid, *words, *kept])
        lines = [line for _, line in placed.values() if line]
        at = np.array([home])
        clear = bool(_free(at, discs)[0] and _free(at, words, WORDS)[0]) and item.key not in aside
        placed[item.key] = (
            (home, ()) if clear else _aside(ends, home, discs, lines, avoid, words, within, [*crowd.values()])
        )
        if not (clear or placed[item.key][1]):
            covered.add(item.key)
    return placed, frozenset(covered)


def apart(discs: Sequence[Position]) -> bool:
    """Return whether no two discs, given by their centres, overlap."""
    return all(dist(a, b) >= 2 * DISC - 0.01 for a, b in combinations(discs, 2))


def _free(places: NDArray[np.float64], others: Sequence[Position], clearance: float = 2 * DISC) -> NDArray[np.bool_]:
    """Return which of (n, 2) places are at least `clearance` from all others."""
    x, y = (np.subtract.outer(places[:, axis], [other[axis] for other in others]) for axis in (0, 1))
    return np.asarray((np.hypot(x, y) >= clearance).all(1))


def _aside(
    ends: NDArray[np.float64],
    home: Position,
    discs: Sequence[Position],
    lines: Sequence[tuple[Position, ...]],
    avoid: Sequence[Position],
    words: Sequence[Position],
    within: Box,
    crowd: Sequence[Position] = (),
) -> tuple[Position, tuple[Position, ...]]:
    """Return the nearest free place around an item, with a line to it that meets no other.

    `ends` are places in the item where the line may end. The number covers none of a `crowd` of small items. If
    necessary, it covers a mark, or sticks out further; if there is no free place at all, it stays at `home`.
    """
    ends = ends[_free(ends, discs, DISC + 1)]
    ends = ends[:: max(len(ends) // 16, 1)] if len(ends) else np.array([home])
    for marks, out in ((avoid, OUT), ((), OUT), ((), FURTHER)):
        x0, y0, x1, y1 = grown(within, out)
        for reach in np.arange(DISC + 4.0, 90.0, 3.0).tolist():
            places = (ends[:, None] + reach * _STEPS).reshape(-1, 2)
            left = np.flatnonzero(((places > (x0, y0)) & (places < (x1, y1))).all(1))
            for others, clearance in ((discs, 2 * DISC), (marks, DISC + 4), (words, WORDS), (crowd, DISC + 1)):
                left = left[_free(places[left], others, clearance)]
            for n in left.tolist():
                end, step = ends[n // len(_STEPS)].tolist(), _STEPS[n % len(_STEPS)].tolist()
                place = float(places[n, 0]), float(places[n, 1])
                line = ((place[0] - DISC * step[0], place[1] - DISC * step[1]), (end[0], end[1]))
                if (
                    not any(near(disc, line, DISC) for disc in discs)
                    and not any(near(place, other, DISC) for other in lines)
                    and not crossed([line, *lines])
                ):
                    return place, line
    return home, ()


_TURNS = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_STEPS = np.stack([np.cos(_TURNS), np.sin(_TURNS)], 1)
"""The directions in which a number may stand off its item, (n, 2)."""
