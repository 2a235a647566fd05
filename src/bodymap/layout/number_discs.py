"""Place numbers in discs that stand for names: each in its muscle, or beside it with a line to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import ceil, dist

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, distance, grown, inside
from .boundary_labeling import Item, ends_in
from .free_place import text_box
from .records import Figure
from .segments import Position, crossing, off

DISC = 7.0
"""Radius of the disc around a number, pt."""

DEEPER = 0.01
"""How much more a place deep in a region is worth, per pt: the belly of a muscle, rather than its long tendon."""

OUT, FURTHER = 3.0, 9.0
"""How far the centre of a disc may lie outside its figure, pt: at first, and if there is no other place, nearly as far
as the words beside it."""

NEAR = np.arange(DISC + 4.0, 90.0, 3.0)
FAR = np.arange(DISC + 4.0, 180.0, 5.0)
"""How far a disc may stand off the end of its line, pt: usually, and if it may stand anywhere in its room."""

AT_ONCE = 6
"""Number of distances at which places are looked at together."""

ROUNDS = 4
"""Maximum number of times to place the numbers, each time with more of them outside their items."""

WORDS = DISC + 5.2
"""Least distance from the centre of a disc to the centre of a character in a line of text, pt."""


IN, LETTER = 0.3, 0.55
"""How far the first of the places along a line lies from its end, and how far they lie apart, as multiples of its
size."""

ROUNDING = 0.01
"""How much nearer to something else a disc may be than it should, pt."""

PINNED = 4.0
"""How far the places that stand for the letter of a free spot lie from its middle, across and up, pt."""

_Badges = dict[str, tuple[Position, tuple[Position, ...]]]


def along_pins(figure: Figure) -> list[Position]:
    """Return places along the letters of a figure's free spots, which no number may cover."""
    middles = [figure.at(pin.x, pin.y) for pin in figure.pins]
    return [(x + PINNED * a, y + PINNED * b) for x, y in middles for a in (-1, 1) for b in (-1, 1)]


def along_numerals(figure: Figure) -> list[Position]:
    """Return places along the numbers of a figure's trigger points, at most a letter apart."""
    found: list[Position] = []
    for text in figure.numerals:
        x0, _, x1, _ = text_box(text)
        first, last, y = x0 + IN * text.size, x1 - IN * text.size, text.y + 0.35 * text.size
        count = max(ceil((last - first) / (LETTER * text.size)), 0) + 1
        found += [(x, y) for x in np.linspace(first, max(first, last), count).tolist()]
    return found


class _Site(msgspec.Struct, frozen=True, eq=False):
    """An item, the places in it where its number or the line to it may end, (n, 2) pt, and the worth of each."""

    key: str
    size: float
    ends: NDArray[np.float64]
    worth: NDArray[np.float64]


def inner(item: Item, avoid: Sequence[Position], within: Box) -> Position:
    """Return a place for a number inside a region: far from its border, from what covers it, and from `avoid`."""
    return _inner(_site(item, within), avoid)


def _site(item: Item, within: Box) -> _Site:
    ends = ends_in(item.region, np.inf, within)
    depth = distance(item.region, ends)
    worth = np.minimum(depth, 9.0) + DEEPER * depth
    for cover in item.covers:
        worth = worth - 5.0 * inside(cover, ends)
    points = np.concatenate(item.region)
    return _Site(item.key, float(np.prod(points.max(0) - points.min(0))), ends, worth)


def _inner(site: _Site, avoid: Sequence[Position]) -> Position:
    worth = site.worth
    if avoid:
        near = 2.0 * np.maximum(15.0 - _distances(site.ends, np.array(avoid)), 0.0)
        worth = worth - near.sum(1)
    best = site.ends[int(worth.argmax())]
    return float(best[0]), float(best[1])


def badges(
    items: Sequence[Item],
    avoid: Sequence[Position],
    within: Box,
    taken: Sequence[Position] = (),
    words: Sequence[Position] = (),
    room: Box | None = None,
) -> _Badges:
    """Return a place for the number of each item, clear of the others, with a line to the item if it is outside it.

    `taken` are numbers already placed; `words` are places along lines of text, which no number may cover. The smallest
    region has the least choice, so it comes first. A number that would cover another moves aside, if there is no other
    place even beside the figure, to anywhere in its `room`.
    """
    best, fewest, aside = _Badges(), len(items) + 1, frozenset[str]()
    sites = sorted((_site(item, within) for item in items), key=lambda site: site.size)
    bounds = (grown(within, OUT), grown(within, FURTHER), room or grown(within, FURTHER))
    for _ in range(ROUNDS):
        found, covered = _badges(sites, avoid, bounds, taken, words, aside)
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
    sites: Sequence[_Site],
    avoid: Sequence[Position],
    bounds: tuple[Box, Box, Box],
    taken: Sequence[Position],
    words: Sequence[Position],
    aside: frozenset[str],
) -> tuple[_Badges, frozenset[str]]:
    """Return a place for each number, and the items whose numbers cover another. Those `aside` stand outside theirs."""
    placed, covered = _Badges(), set[str]()
    crowd = {site.key: _inner(site, avoid) for site in sites if site.key in aside}
    for site in sites:
        discs = [*taken, *(badge for badge, _ in placed.values())]
        kept = [*discs, *(at for key, at in crowd.items() if key != site.key)]
        home = _inner(site, [*avoid, *words, *kept])
        lines = [line for _, line in placed.values() if line]
        at = np.array([home])
        clear = bool(_free(at, discs)[0] and _free(at, words, WORDS)[0]) and site.key not in aside
        placed[site.key] = (
            (home, ()) if clear else _aside(site.ends, home, discs, lines, avoid, words, bounds, [*crowd.values()])
        )
        if not (clear or placed[site.key][1]):
            covered.add(site.key)
    return placed, frozenset(covered)


def apart(discs: Sequence[Position], words: Sequence[Position] = ()) -> bool:
    """Return whether no two discs, given by their centres, overlap, and none covers a place along words."""
    clear = all(dist(a, b) >= 2 * DISC - ROUNDING for a, b in combinations(discs, 2))
    return clear and bool(_free(np.array(discs).reshape(-1, 2), words, WORDS - ROUNDING).all())


def _distances(places: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each of (n, 2) places to each of (m, 2) others, (n, m)."""
    x, y = (np.subtract.outer(places[:, axis], others[:, axis]) for axis in (0, 1))
    return np.asarray(np.sqrt(x * x + y * y))


def _free(places: NDArray[np.float64], others: Sequence[Position], clearance: float = 2 * DISC) -> NDArray[np.bool_]:
    """Return which of (n, 2) places are at least `clearance` from all others."""
    if not others or not len(places):
        return np.ones(len(places), dtype=bool)
    return np.asarray((_distances(places, np.array(others)) >= clearance).all(1))


def _aside(
    ends: NDArray[np.float64],
    home: Position,
    discs: Sequence[Position],
    lines: Sequence[tuple[Position, ...]],
    avoid: Sequence[Position],
    words: Sequence[Position],
    bounds: tuple[Box, Box, Box],
    crowd: Sequence[Position] = (),
) -> tuple[Position, tuple[Position, ...]]:
    """Return the nearest free place around an item, with a line to it that meets no other.

    `ends` are places in the item where the line may end. The number covers none of a `crowd` of small items. If
    necessary, it covers a mark, sticks out further, or stands anywhere in its room; if there is no free place at all,
    it stays at `home`.
    """
    ends = ends[_free(ends, discs, DISC + 1)]
    ends = ends[:: max(len(ends) // 16, 1)] if len(ends) else np.array([home])
    near, further, room = bounds
    for marks, box, reaches in (
        (avoid, near, NEAR),
        ((), near, NEAR),
        ((), further, NEAR),
        (avoid, room, FAR),
    ):
        # Places around all ends at some distances at once, the nearest first.
        for some in np.array_split(reaches, ceil(len(reaches) / AT_ONCE)):
            places = (ends[None, :, None] + some[:, None, None, None] * _STEPS).reshape(-1, 2)
            left = np.flatnonzero(((places > box[:2]) & (places < box[2:])).all(1))
            for others, clearance in ((discs, 2 * DISC), (marks, DISC + 4), (words, WORDS), (crowd, DISC + 1)):
                left = left[_free(places[left], others, clearance)]
            if not len(left):
                continue
            step = _STEPS[left % len(_STEPS)]
            at, end = places[left], ends[left // len(_STEPS) % len(ends)]
            drawn = np.concatenate([at - DISC * step, end], 1)
            fits = _clear_lines(drawn, at, discs, lines)
            if fits.any():
                n = int(fits.argmax())
                (x, y), (x0, y0, x1, y1) = at[n].tolist(), drawn[n].tolist()
                return (x, y), ((x0, y0), (x1, y1))
    return home, ()


def _clear_lines(
    drawn: NDArray[np.float64],
    places: NDArray[np.float64],
    discs: Sequence[Position],
    lines: Sequence[tuple[Position, ...]],
) -> NDArray[np.bool_]:
    """Return which of the lines to some numbers, (n, 4), pass no other number, and which numbers and lines no line."""
    fits = np.ones(len(drawn), dtype=bool)
    if discs:
        fits &= (off(np.array(discs), drawn) >= DISC).all(0)
    if lines:
        others = np.array(lines).reshape(-1, 4)
        fits &= (off(places, others) >= DISC).all(1) & ~crossing(drawn, others).any(1)
    return fits


_TURNS = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_STEPS = np.stack([np.cos(_TURNS), np.sin(_TURNS)], 1)
"""The directions in which a number may stand off its item, (n, 2)."""
