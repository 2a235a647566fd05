"""Find the heights beside a body at which names have room: clear of the body, its caption and the words of the page.

Many ways to set the names of a body are tried at each of its places. What depends only on the place, such as the line
along which names begin, is found once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from ..body.geometry import Box, union
from ..content.view_content import PictureSide
from .blocks import Name
from .captions import FigureWords
from .panel import CLEAR, REACH, Task
from .silhouettes import PlacedBody
from .straight_leaders import ColumnLine

APART = 60.0
"""Names may stand between blocks of the page's own words that are at least so far apart, pt on a slide."""

TEXT = 5.0
"""Space between the outer end of a leader and its name, pt on a slide."""

LINES = 1.6
"""Lines of the same size belong together if their baselines are at most this many line heights apart."""

GUTTER = 30.0
"""Least space between a name and the words of the page beside it, pt on a slide."""

SLANT, CLOSER = 60.0, 0.55
"""A column follows a limb that slants if its line moves aside by at least the first, pt on a slide, over the height of
what must be seen, and is on average nearer to the limb than the second, as a share of how far an upright line is."""

Runs = tuple[tuple[float, float], ...]
"""Pairs of heights, pt."""


class Margin(msgspec.Struct, frozen=True):
    """The space beside a body that names may stand in, on one side.

    Attributes:
        facing: the side.
        line: the line along which names begin: close to the body if there is room, else at the edge.
        body: the heights at which the body is in the way.
        words: the boxes of the caption and the letters.
        page: what the sheet leaves for names.
    """

    facing: PictureSide
    line: ColumnLine
    body: Runs
    words: tuple[Box, ...]
    page: PageRoom


class PageRoom(msgspec.Struct, frozen=True):
    """What a sheet leaves for the names of a body.

    Attributes:
        names: where names may be, pt.
        taken: boxes of the page's own words, pt.
        between: whether names may stand between blocks of these.
        factor: the scale of lengths.
    """

    names: Box
    taken: tuple[Box, ...]
    between: bool
    factor: float


def line_of(task: Task, attempt: PlacedBody, side: PictureSide, names: Sequence[Name] = ()) -> ColumnLine | None:
    """Return the line along which names begin on a side: upright, or along a limb that slants; None without a body.

    Without names it is upright.
    """
    s, top = attempt.body.scale, task.panel.window[3]
    high, low = top - (task.view.focus[1] - attempt.body.top) * s, top - (task.view.focus[3] - attempt.body.top) * s
    edge = _edge(attempt, side, low, high)
    if edge is None:
        return None
    reach, turn = task.metrics.length(REACH), 1.0 if side == "right" else -1.0
    long = edge.shift >= task.metrics.length(SLANT)
    if names and long and edge.away <= CLOSER * edge.upright_away:
        clear = max(reach, _clearance(task, names, edge.slope))
        return ColumnLine(turn * (edge.slanting + clear), turn * edge.slope)
    return ColumnLine(turn * (edge.upright + reach))


class _Edge(NamedTuple):
    """How far a body reaches to a side, pt outwards, at the heights of what must be seen.

    Attributes:
        upright: the outermost place.
        slope: by how much the body reaches further out with each pt up, on average.
        slanting: the lowest x at height 0 of a line with that slope that is clear of the body.
        shift: how far that line moves aside.
        away: how far it is from the body on average.
        upright_away: how far an upright line is on average.
    """

    upright: float
    slope: float = 0.0
    slanting: float = 0.0
    shift: float = 0.0
    away: float = 0.0
    upright_away: float = 0.0


@lru_cache(128)
def _edge(attempt: PlacedBody, side: PictureSide, low: float, high: float) -> _Edge | None:
    """Return how far a body reaches to a side between two heights; None if it is not seen there."""
    rows = (attempt.heights > low) & (attempt.heights < high) & np.isfinite(attempt.left)
    if not rows.any():
        return None
    edge, heights = attempt.right[rows] if side == "right" else -attempt.left[rows], attempt.heights[rows]
    upright = float(edge.max())
    if len(heights) < 2:
        return _Edge(upright)
    count = len(heights)
    off = heights - heights.sum() / count
    slope = float((off * edge).sum() / (off * off).sum())
    slanting = float((edge - slope * heights).max())
    away = float((slanting + slope * heights - edge).sum()) / count
    shift = abs(slope) * float(heights.max() - heights.min())
    return _Edge(upright, slope, slanting, shift, away, upright - float(edge.sum()) / count)


def _clearance(task: Task, names: Sequence[Name], slope: float) -> float:
    """Return the least space between a body and a line of names, pt.

    A name begins where its leader does. Along a line that slants, its lines of text above or below are nearer to the
    body: those below if the line runs away from the body downwards (a negative `slope`).
    """
    ahead = max((name.below if slope < 0 else name.above) for name in names) if slope else 0.0
    return task.metrics.length(CLEAR) + abs(slope) * ahead


def margin_of(
    task: Task, attempt: PlacedBody, said: FigureWords, side: PictureSide, names: Sequence[Name], line: ColumnLine
) -> Margin:
    """Return the space on a side for names that begin along a line; an upright line is moved to where they fit.

    On the left they fit on the sheet, or else beside the words of the page, whichever leaves them more room. In a low
    row of two sides they keep to the sheet: beside the words they would fit, but leave the bodies small.
    """
    near = _clearance(task, names, line.slope if side == "right" else -line.slope)
    page = PageRoom(task.panel.names, task.panel.taken, bool(task.view.opened), task.metrics.factor)

    def along(line: ColumnLine) -> Margin:
        return Margin(side, line, _in_the_way(attempt, side, line, near), said.boxes, page)

    if line.slope:
        return along(line)
    (n0, _, n2, _), widest = task.panel.names, max(name.width for name in names)
    wide = widest + task.metrics.length(TEXT)
    if side == "right":
        return along(ColumnLine(min(line.x, n2 - wide)))
    xs = {max(line.x, n0 + wide)}
    if not (task.panel.closed and task.view.both_sides):
        xs.add(max(line.x, _words_end(task) + wide))
    return max((along(ColumnLine(x)) for x in sorted(xs)), key=lambda margin: _room(margin, widest))


def _words_end(task: Task) -> float:
    """Return where names may begin beside the words of the page, at their right."""
    words = [box[2] for box in task.panel.taken if box[0] < task.panel.window[0]]
    return max(max(words, default=-np.inf) + task.metrics.length(GUTTER), task.panel.names[0])


def _room(margin: Margin, width: float) -> float:
    """Return how much height of a margin is free for names of a width."""
    shut = closed_to(margin, width)
    return 0.0 if shut is None else sum(b - a for a, b in free_heights(margin.page, shut))


@lru_cache(256)
def _in_the_way(attempt: PlacedBody, side: PictureSide, line: ColumnLine, near: float) -> Runs:
    """Return the runs of heights at which a body is nearer to a line than `near`, or beyond it."""
    edges = line.at(attempt.heights)
    beyond = attempt.right + near > edges if side == "right" else attempt.left - near < edges
    closed = beyond & np.isfinite(attempt.left)
    if not closed.any():
        return ()
    heights = attempt.heights
    row = abs(float(heights[1] - heights[0]))
    padded = np.zeros(len(closed) + 2, dtype=np.bool_)
    padded[1:-1] = closed
    turns = (padded[1:] != padded[:-1]).nonzero()[0]
    starts, ends = heights[turns[::2]].tolist(), heights[turns[1::2] - 1].tolist()
    return tuple((end - row, start + row) for start, end in zip(starts, ends, strict=True))


@lru_cache(2048)
def closed_to(margin: Margin, width: float) -> Runs | None:
    """Return the heights of a margin that are closed to a name of this width; None if all are.

    The wider a name, the less is free.
    """
    page, line = margin.page, margin.line
    n0, low, n2, high = page.names
    clear, text, gutter = CLEAR * page.factor, TEXT * page.factor, GUTTER * page.factor
    # How far the text reaches from the line, to the left and to the right.
    left, right = (-text, text + width) if margin.facing == "right" else (text + width, -text)
    bottom, top = line.x + line.slope * low, line.x + line.slope * high
    first, last = max(min(bottom, top), n0 + left), min(max(bottom, top), n2 - right)
    if first > last + 0.01:
        return None
    a, b = first - left, last + right
    boxes = [(box, clear) for box in margin.words if box[0] < b + clear and box[2] > a - clear]
    if words := [box for box in _paragraphs(page.taken) if box[0] < b + gutter and box[2] > a - gutter]:
        # No name between the lines of the page's own words; between its blocks, if both halves have own names.
        blocks = _blocks_with(words, page.taken, APART * page.factor) if page.between else [union(*words)]
        boxes += [(box, gutter) for box in blocks]
    shut = [*margin.body, *heights_of(line, -np.inf, n0 + left - 0.01), *heights_of(line, n2 - right + 0.01, np.inf)]
    for box, aside in boxes:
        lower, upper = box[1] - 0.5 * clear, box[3] + 0.5 * clear
        for start, end in heights_of(line, box[0] - aside - right, box[2] + aside + left):
            if max(start, lower) < min(end, upper):
                shut.append((max(start, lower), min(end, upper)))
    return tuple(shut)


def heights_of(line: ColumnLine, low: float, high: float) -> Runs:
    """Return the heights between which a line's x lies between two values; none or all if it is upright."""
    if line.slope == 0.0:
        return ((-np.inf, np.inf),) if low < line.x < high else ()
    start, end = (low - line.x) / line.slope, (high - line.x) / line.slope
    return ((start, end),) if start < end else ((end, start),)


@lru_cache(16)
def _paragraphs(lines: tuple[Box, ...]) -> list[Box]:
    """Return lines of text, each as wide as the paragraph that it is in: lines of one size below each other."""
    wide: list[Box] = []
    for line in lines:
        tall = line[3] - line[1]
        own = [
            other
            for other in lines
            if abs(other[0] - line[0]) < 1.0
            and abs(other[3] - other[1] - tall) < 0.1
            and abs(other[1] - line[1]) < LINES * tall
        ]
        wide.append((line[0], line[1], max(other[2] for other in own), line[3]))
    return wide


def _blocks_with(near: Sequence[Box], taken: tuple[Box, ...], apart: float) -> list[Box]:
    """Return the blocks of lines, `apart` from each other, that have a line in `near`; a tall box is its own block."""
    wanted = {*near}
    found = [block for lines, block in _blocks(taken, apart) if not wanted.isdisjoint(lines)]
    return found + [box for box in near if box[3] - box[1] >= apart]


@lru_cache(16)
def _blocks(taken: tuple[Box, ...], apart: float) -> list[tuple[list[Box], Box]]:
    """Return the blocks of lines that are `apart` from each other, from the bottom up: their lines, and their box."""
    blocks: list[list[Box]] = []
    for box in sorted((box for box in taken if box[3] - box[1] < apart), key=lambda box: box[1]):
        if blocks and box[1] - max(other[3] for other in blocks[-1]) < apart:
            blocks[-1].append(box)
        else:
            blocks.append([box])
    return [(block, union(*block)) for block in blocks]


def free_heights(page: PageRoom, closed: Runs) -> Runs:
    """Return the heights that are free for names, from the bottom up."""
    free, (_, low, _, high) = [], page.names
    for a, b in sorted(closed):
        if a > low:
            free.append((low, a))
        low = max(low, b)
    if high > low:
        free.append((low, high))
    return tuple(free)
