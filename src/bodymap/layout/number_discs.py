"""Place numbers in discs that stand for names: each in its muscle, or beside it with a line to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np

from ..body.geometry import Box, distance, grown, inside
from .boundary_labeling import Item, ends_in
from .segments import Position, crossed, near

DISC = 7.0
"""Radius of the disc around a number, pt."""

DEEPER = 0.01
"""How much more a place deep in a region is worth, per pt: the belly of a muscle, rather than its long tendon."""

WORDS = DISC + 5.2
"""Least distance from the centre of a disc to the centre of a character in a line of text, pt."""


def inner(item: Item, avoid: Sequence[Position], within: Box) -> Position:
    """Return a place for a number inside a region: far from its border, from what covers it, and from `avoid`."""
    ends = ends_in(item.region, np.inf, within)
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
) -> dict[str, tuple[Position, tuple[Position, ...]]]:
    """Return a place for the number of each item, clear of the others, with a line to the item if it is outside it.

    `taken` are numbers already placed; `words` are places along lines of text, which no number may cover. The smallest
    region has the least choice, so it comes first. A number that would cover another moves aside.
    """

    def size(item: Item) -> float:
        points = np.concatenate(item.region)
        return float(np.prod(points.max(0) - points.min(0)))

    placed: dict[str, tuple[Position, tuple[Position, ...]]] = {}
    for item in sorted(items, key=size):
        discs = [*taken, *(badge for badge, _ in placed.values())]
        home = inner(item, [*avoid, *words, *discs], within)
        lines = [line for _, line in placed.values() if line]
        clear = _free(home, discs) and _free(home, words, WORDS)
        placed[item.key] = (home, ()) if clear else _aside(item, home, discs, lines, avoid, words, within)
    return placed


def apart(discs: Sequence[Position]) -> bool:
    """Return whether no two discs, given by their centres, overlap."""
    return all(np.hypot(a[0] - b[0], a[1] - b[1]) >= 2 * DISC - 0.01 for a, b in combinations(discs, 2))


def _free(place: Position, discs: Sequence[Position], clearance: float = 2 * DISC) -> bool:
    return all(np.hypot(place[0] - x, place[1] - y) >= clearance for x, y in discs)


def _aside(
    item: Item,
    home: Position,
    discs: Sequence[Position],
    lines: Sequence[tuple[Position, ...]],
    avoid: Sequence[Position],
    words: Sequence[Position],
    within: Box,
) -> tuple[Position, tuple[Position, ...]]:
    """Return the nearest free place around an item, with a line to it that meets no other.

    If necessary, the number covers a mark; if there is no free place at all, it stays at `home`.
    """
    ends = [(float(x), float(y)) for x, y in ends_in(item.region, np.inf, within)]
    ends = [end for end in ends if _free(end, discs, DISC + 1)][:: max(len(ends) // 16, 1)] or [home]
    x0, y0, x1, y1 = grown(within, 3.0)  # a disc may stick out of the figure, but not as far as the words
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
                    and _free(place, words, WORDS)
                    and not any(near(disc, line, DISC) for disc in discs)
                    and not any(near(place, other, DISC) for other in lines)
                    and not crossed([line, *lines])
                ):
                    return place, line
    return home, ()
