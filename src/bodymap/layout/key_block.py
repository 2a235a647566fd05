"""Set the names of a whole picture in one block of columns, with their numbers, at an edge of its panel.

Where a picture has more names than there is room for beside its bodies, these have numbers alone, and the block is
their key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Literal

import msgspec

from ..body.geometry import Box
from ..content.view_content import MuscleEntry
from . import blocks
from .blocks import Name
from .label_columns import GAP, TIGHT_GAP
from .label_modes import KEY, NUMBERS, LabelMode, LabelRequest, name_of
from .metrics import Metrics
from .panel import Panel
from .records import Label

MANY = 10
"""From this number of names on, it is tried whether a block shows the bodies larger than names beside them."""

NARROW, WIDE = 105.0, 215.0
"""Width of a column: at least the first, and of one beside the bodies at most the second, pt on a slide."""

APART, CLEAR = 16.0, 14.0
"""Space between two columns, and between the block and the bodies, pt on a slide."""

MOST = 0.5
"""The greatest share of the panel's height or width that a block takes."""

NUMBERED, WITHOUT_NOTES, UNLISTED, SMALL = 0.64, 0.85, 0.85, 0.9
"""Worth of numbers with a block, compared with names beside the bodies; of a block without its notes, without the
sites of the points, and in small type."""


class KeyBlock(msgspec.Struct, frozen=True):
    """The names of a picture in columns.

    Attributes:
        names: the names, in the order of their numbers.
        places: for each name its left edge and the level of its first line, pt.
        rest: the panel that is left for the bodies.
        mode: how the names are set.
    """

    names: tuple[Name, ...]
    places: tuple[tuple[float, float], ...]
    rest: Panel
    mode: LabelMode

    def named(self, metrics: Metrics, discs: Sequence[Label]) -> tuple[Label, ...]:
        """Return numbers in discs, each with its name in the block."""
        by_muscle = {disc.muscle: disc for disc in discs}
        labels = []
        for name, (x, level) in zip(self.names, self.places, strict=True):
            lines, box = blocks.set_name(metrics, name, x, level, "left")
            labels.append(msgspec.structs.replace(by_muscle[name.muscle], lines=lines, box=box))
        return tuple(labels)


class _Columns(msgspec.Struct, frozen=True):
    """Names in columns.

    Attributes:
        names: the names, in the order of their numbers.
        places: for each name its left edge and the level of its first line, from the upper left corner, pt.
        tall: the height of all columns together, pt.
        wide: their width, pt.
    """

    names: tuple[Name, ...]
    places: tuple[tuple[float, float], ...]
    tall: float
    wide: float

    def block(self, corner: tuple[float, float], rest: Panel, mode: LabelMode) -> KeyBlock:
        """Return a block with its upper left corner at a place, beside the rest of its panel."""
        x, top = corner
        return KeyBlock(self.names, tuple((x + a, top + b) for a, b in self.places), rest, mode)


def key_modes(entries: Sequence[MuscleEntry], request: LabelRequest) -> Iterator[tuple[LabelMode, float]]:
    """Yield the ways to set a block, from the one with the most words to the tightest, each with what it is worth."""
    replace = msgspec.structs.replace
    sites: Literal["sites", ""] = "sites" if request.points else ""
    numbers: Literal["numbers", ""] = "numbers" if request.points else ""
    worth = NUMBERED
    if any(entry.why for entry in entries):
        yield replace(NUMBERS, notes=True, points=sites), worth
        worth *= WITHOUT_NOTES
    yield replace(NUMBERS, points=sites), worth
    if request.points:
        worth *= UNLISTED
        yield replace(NUMBERS, points=numbers), worth
    yield replace(KEY, points=numbers), worth * SMALL
    yield replace(KEY, points=numbers, smallest=True), worth * SMALL**2


def key_blocks(
    metrics: Metrics, entries: Sequence[MuscleEntry], mode: LabelMode, request: LabelRequest, panel: Panel
) -> Iterator[KeyBlock]:
    """Yield the blocks that set some names in a way: at the bottom of the panel, and at its right.

    Args:
        metrics: the sizes of type and lengths.
        entries: the muscles to name, in the order of their numbers.
        mode: how names are set.
        request: which names are shown, and which points are listed.
        panel: where bodies and names go.
    """
    n0, n1, n2, n3 = panel.names
    left = max(n0, panel.window[0])
    room = left, n1, n2, n3
    apart, narrow = metrics.length(APART), metrics.length(NARROW)
    for count in range(1, 6):
        wide = (n2 - left - apart * (count - 1)) / count
        if wide < narrow:
            break
        if wide <= metrics.length(WIDE) * 1.3 or count == 1:
            found = _columns(metrics, entries, mode, request, room, count, wide)
            if found and found.tall <= MOST * (n3 - n1):
                corner = left + max((n2 - left - found.wide) / 2, 0.0), n1 + found.tall
                yield found.block(corner, _without(panel, "bottom", corner[1] + metrics.length(CLEAR)), mode)
    for count in range(1, 4):
        wide = min(metrics.length(WIDE), (MOST * (n2 - left) - apart * (count - 1)) / count)
        if wide < narrow:
            break
        found = _columns(metrics, entries, mode, request, room, count, wide)
        if found and found.tall <= n3 - n1:
            corner = n2 - found.wide, (n1 + n3 + found.tall) / 2
            yield found.block(corner, _without(panel, "right", corner[0] - metrics.length(CLEAR)), mode)
            break


def _columns(
    metrics: Metrics,
    entries: Sequence[MuscleEntry],
    mode: LabelMode,
    request: LabelRequest,
    room: Box,
    count: int,
    wide: float,
) -> _Columns | None:
    """Return names in columns of a width, as even as can be; None if they are taller than the room."""
    gap = metrics.length(TIGHT_GAP if mode.small else GAP / 2)
    names = tuple(name_of(metrics, entry, mode, request, entry.number, wide) for entry in entries)
    heights = [name.above + name.below + gap for name in names]
    tallest = room[3] - room[1] + gap
    step = min(heights) / 4
    height = max(sum(heights) / count, max(heights))
    for _ in range(ceil(max(tallest - height, 0.0) / step) + 1):
        columns = _filled(heights, height)
        if len(columns) <= count:
            break
        height += step
    else:
        return None
    widths = [max(names[n].width for n in column) for column in columns]
    places, x, apart = [], 0.0, metrics.length(APART)
    for column, width in zip(columns, widths, strict=True):
        y = 0.0
        for n in column:
            places.append((x, y - names[n].above))
            y -= heights[n]
        x += width + apart
    tall = max(sum(heights[n] for n in column) for column in columns) - gap
    return _Columns(names, tuple(places), tall, x - apart)


def _filled(heights: Sequence[float], most: float) -> list[list[int]]:
    """Return which names are in each column, from the top down, if columns are at most so tall."""
    columns: list[list[int]] = [[]]
    left = most
    for n, height in enumerate(heights):
        if height > left + 1e-6 and columns[-1]:
            columns.append([])
            left = most
        columns[-1].append(n)
        left -= height
    return columns


def _without(panel: Panel, edge: Literal["bottom", "right"], end: float) -> Panel:
    """Return what a block at an edge of a panel leaves for the bodies: all above `end`, or all to the left of it."""
    (w0, w1, w2, w3), (n0, n1, n2, n3) = panel.window, panel.names
    if edge == "bottom":
        window, names, taken = (w0, end, w2, w3), (n0, end, n2, n3), {"bottom"}
    else:
        window, names, taken = (w0, w1, end, w3), (n0, n1, end, n3), {"right", "bottom"}
    clean = tuple(each for each in panel.clean if each not in taken)
    return msgspec.structs.replace(panel, window=window, names=names, clean=clean, strip=True)
