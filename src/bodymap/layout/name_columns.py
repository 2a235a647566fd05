"""Share the names of muscles between the columns on both sides of a body, at the heights that are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, union
from ..content.view_content import PictureSide
from ..knowledge.views import facts_of
from .blocks import Name
from .boundary_labeling import STEP
from .captions import FigureWords, both_in_view
from .label_columns import GAP, TIGHT_GAP
from .label_modes import LabelMode
from .panel import CLEAR, REACH, SIDES, Task
from .silhouettes import PlacedBody, middle_of
from .straight_leaders import ColumnLine
from .visible_muscles import VisibleMuscle, muscles_of

_ACROSS, _OTHER_HALF = 150.0, 40.0
_OTHER_SIDE, _BLOCKED, _FAR, _CLIMB, _CROWD = 6.0, 45.0, 0.16, 0.35, 9.0

_OFF, _CENTRED = 0.12, 0.6

NEVER = 1e4
"""Cost of a column in which a name can't stand."""

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


class NameColumn(msgspec.Struct, frozen=True):
    """Names beside a body.

    Attributes:
        facing: the side of the body that they are on.
        line: the line of their leaders' outer ends.
        names: the names.
        closed: for each the heights that are closed to it.
        free: for each the other heights, from the bottom up.
    """

    facing: PictureSide
    line: ColumnLine
    names: tuple[Name, ...]
    closed: Mapping[str, Runs]
    free: Mapping[str, Runs]


def shared(
    task: Task, attempt: PlacedBody, said: FigureWords, names: Sequence[Name], mode: LabelMode | None
) -> tuple[float, tuple[NameColumn, ...]] | None:
    """Share the names between both sides; also return the cost. None if there is no room for them."""
    if mode is None or not names:
        return _balance(task, attempt), ()
    lines = {side: _line(task, attempt, side, () if mode.numbered else names) for side in SIDES}
    found = _shared(task, attempt, said, names, mode, lines)
    if found is None and any(line and line.slope for line in lines.values()):
        lines = {side: _line(task, attempt, side) for side in SIDES}
        found = _shared(task, attempt, said, names, mode, lines)
    return found


def _shared(
    task: Task,
    attempt: PlacedBody,
    said: FigureWords,
    names: Sequence[Name],
    mode: LabelMode,
    lines: Mapping[PictureSide, ColumnLine | None],
) -> tuple[float, tuple[NameColumn, ...]] | None:
    """Share the names between columns along these lines; also return the cost. None if there is no room for them."""
    gap = task.metrics.length(TIGHT_GAP if mode.small else GAP)
    margins = [_margin(task, attempt, said, side, names, line) for side, line in lines.items() if line]
    if not _may_fit(task, margins, names, gap):
        return None
    tried = [_column(task, attempt, margin, names) for margin in margins]
    columns = {column.facing: column for column in tried if column}
    if mode.numbered:
        for side, column in columns.items():
            if _fits(column, names, gap):
                return _OTHER_SIDE * (side == "left"), (column,)
        return None
    if not columns:
        return None
    used: dict[PictureSide, list[Name]] = {side: [] for side in columns}
    cost = _balance(task, attempt)
    lookup, own_turn = muscles_of(task.view), _own_turn(task, attempt)
    wishes = []
    for name in names:
        muscle = lookup[name.muscle]
        costs = {side: _wish(attempt, task, muscle, column, name, own_turn) for side, column in columns.items()}
        wishes.append((max(costs.values()) - min(costs.values()), name, costs))
    for _, name, costs in sorted(wishes, key=lambda wish: -wish[0]):
        allowed = [side for side in used if costs[side] < NEVER and name.facing in ("", side)]
        fits = [side for side in allowed if _fits(columns[side], [*used[side], name], gap)]
        if not fits:
            return None
        side = min(fits, key=lambda side: costs[side] + _crowd(used[side]))
        cost += costs[side] + _crowd(used[side])
        used[side].append(name)
    made = []
    for side, own in used.items():
        if own and (line := lines[side]):
            final = _column(task, attempt, _margin(task, attempt, said, side, own, line), own)
            if final is None:
                return None
            made.append(final)
    return cost, tuple(made)


def _crowd(names: Sequence[Name]) -> float:
    """Return the cost of one more name beside others."""
    return _CROWD * len(names)


def _balance(task: Task, attempt: PlacedBody) -> float:
    """Return the cost of a body that stands off the middle of its panel."""
    x0, _, x1, _ = task.panel.window
    return (_CENTRED if task.view.both_sides else _OFF) * abs(middle_of(attempt) - (x0 + x1) / 2)


def _line(task: Task, attempt: PlacedBody, side: PictureSide, names: Sequence[Name] = ()) -> ColumnLine | None:
    """Return the line along which names begin on a side: upright, or along a limb that slants; None without a body.

    Without names it is upright.
    """
    reach = task.metrics.length(REACH)
    s, top = attempt.body.scale, task.panel.window[3]
    high, low = top - (task.view.focus[1] - attempt.body.top) * s, top - (task.view.focus[3] - attempt.body.top) * s
    rows = (attempt.heights > low) & (attempt.heights < high) & np.isfinite(attempt.left)
    if not rows.any():
        return None
    turn = 1.0 if side == "right" else -1.0
    edge = turn * (attempt.right if side == "right" else attempt.left)[rows]
    upright = float(edge.max())
    heights = attempt.heights[rows]
    if names and len(heights) > 1:
        off = heights - heights.mean()
        slope = float((off * edge).sum() / (off * off).sum())
        outermost = float((edge - slope * heights).max())
        away = float((outermost + slope * heights - edge).mean())
        long = abs(slope) * float(np.ptp(heights)) >= task.metrics.length(SLANT)
        if long and away <= CLOSER * (upright - float(edge.mean())):
            return ColumnLine(turn * (outermost + max(reach, _clearance(task, names, slope))), turn * slope)
    return ColumnLine(turn * (upright + reach))


def _clearance(task: Task, names: Sequence[Name], slope: float) -> float:
    """Return the least space between a body and a line of names, pt.

    A name begins where its leader does. Along a line that slants, its lines of text above or below are nearer to the
    body: those below if the line runs away from the body downwards (a negative `slope`).
    """
    ahead = max((name.below if slope < 0 else name.above) for name in names)
    return task.metrics.length(CLEAR) + abs(slope) * ahead


class _Margin(msgspec.Struct, frozen=True):
    """The space beside a body that names may stand in, on one side.

    Attributes:
        facing: the side.
        line: the line along which names begin: close to the body if there is room, else at the edge.
        body: the heights at which the body is in the way.
        words: the boxes of the caption and the letters.
    """

    facing: PictureSide
    line: ColumnLine
    body: Runs
    words: tuple[Box, ...]


def _margin(
    task: Task, attempt: PlacedBody, said: FigureWords, side: PictureSide, names: Sequence[Name], line: ColumnLine
) -> _Margin:
    """Return the space on a side for names that begin along a line; an upright line is moved to where they fit."""
    if line.slope == 0.0:
        text, (n0, _, n2, _) = task.metrics.length(TEXT), task.panel.names
        widest = max(name.width for name in names)
        x = min(line.x, n2 - widest - text) if side == "right" else max(line.x, n0 + widest + text)
        line = ColumnLine(x)
    edges = line.at(attempt.heights)
    near = _clearance(task, names, line.slope if side == "right" else -line.slope)
    ends = attempt.right + near > edges if side == "right" else attempt.left - near < edges
    return _Margin(side, line, _runs(attempt.heights, ends & np.isfinite(attempt.left)), said.boxes)


def _column(task: Task, attempt: PlacedBody, margin: _Margin, names: Sequence[Name]) -> NameColumn | None:
    """Return the column of names in a margin; None if one of them has no room there."""
    lookup, side, line = muscles_of(task.view), margin.facing, margin.line
    closed: dict[str, Runs] = {}
    free: dict[str, Runs] = {}
    for name in names:
        shut = _closed(task, margin, name.width)
        if shut is None:
            return None
        if line.slope:  # no leader runs backwards
            x, _ = attempt.place(lookup[name.muscle].middles[side], task.panel.window)
            shut += _heights(line, -np.inf, x + 2.0) if side == "right" else _heights(line, x - 2.0, np.inf)
        closed[name.muscle] = shut
        free[name.muscle] = _free(task, shut)
    return NameColumn(side, line, tuple(names), closed, free)


def _closed(task: Task, margin: _Margin, width: float) -> Runs | None:
    """Return the heights of a margin that are closed to a name of this width; None if all are.

    The wider a name, the less is free.
    """
    metrics, (n0, low, n2, high), line = task.metrics, task.panel.names, margin.line
    clear, text, gutter = metrics.length(CLEAR), metrics.length(TEXT), metrics.length(GUTTER)
    # How far the text reaches from the line, to the left and to the right.
    left, right = (-text, text + width) if margin.facing == "right" else (text + width, -text)
    bottom, top = line.x + line.slope * low, line.x + line.slope * high
    first, last = max(min(bottom, top), n0 + left), min(max(bottom, top), n2 - right)
    if first > last + 0.01:
        return None
    a, b = first - left, last + right
    boxes = [(box, clear) for box in margin.words if box[0] < b + clear and box[2] > a - clear]
    if words := [box for box in _paragraphs(task.panel.taken) if box[0] < b + gutter and box[2] > a - gutter]:
        # No name between the lines of the page's own words; between its blocks, if both halves have own names.
        blocks = _blocks(task.panel.taken, words, metrics.length(APART)) if task.view.opened else [union(*words)]
        boxes += [(box, gutter) for box in blocks]
    shut = [*margin.body, *_heights(line, -np.inf, n0 + left - 0.01), *_heights(line, n2 - right + 0.01, np.inf)]
    for box, aside in boxes:
        lower, upper = box[1] - 0.5 * clear, box[3] + 0.5 * clear
        for start, end in _heights(line, box[0] - aside - right, box[2] + aside + left):
            if max(start, lower) < min(end, upper):
                shut.append((max(start, lower), min(end, upper)))
    return tuple(shut)


def _heights(line: ColumnLine, low: float, high: float) -> Runs:
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


def _blocks(taken: Sequence[Box], near: Sequence[Box], apart: float) -> list[Box]:
    """Return the blocks of lines, `apart` from each other, that have a line in `near`; a tall box is its own block."""
    blocks: list[list[Box]] = []
    for box in sorted((box for box in taken if box[3] - box[1] < apart), key=lambda box: box[1]):
        if blocks and box[1] - max(other[3] for other in blocks[-1]) < apart:
            blocks[-1].append(box)
        else:
            blocks.append([box])
    blocks += [[box] for box in near if box[3] - box[1] >= apart]
    return [union(*block) for block in blocks if any(box in near for box in block)]


def _runs(heights: NDArray[np.float64], closed: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Return the runs of heights that are closed."""
    if not closed.any():
        return ()
    row = abs(float(heights[1] - heights[0]))
    steps = np.diff(np.concatenate([[0], closed.astype(int), [0]]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1
    return tuple((float(heights[b]) - row, float(heights[a]) + row) for a, b in zip(starts, ends, strict=True))


def _free(task: Task, closed: Runs) -> Runs:
    """Return the heights that are free for names, from the bottom up."""
    free, (_, low, _, high) = [], task.panel.names
    for a, b in sorted(closed):
        if a > low:
            free.append((low, a))
        low = max(low, b)
    if high > low:
        free.append((low, high))
    return tuple(free)


def _may_fit(task: Task, margins: Sequence[_Margin], names: Sequence[Name], gap: float) -> bool:
    """Return whether names are no taller than what the margins have free for the narrowest: most tries end here."""
    narrowest, room = min(name.width for name in names), gap
    for margin in margins:
        shut = _closed(task, margin, narrowest)
        room += sum(_rooms(_free(task, shut), gap)) if shut is not None else 0.0
    return sum(_needs(name, gap) for name in names) <= room


def _fits(column: NameColumn, names: Sequence[Name], gap: float) -> bool:
    """Return whether names can share the free heights of a column: the tallest first, each where it leaves least."""
    if column.line.slope and not all(column.free[name.muscle] for name in names):
        return False
    widest = max(names, key=lambda name: name.width)
    left = _rooms(column.free[widest.muscle], gap)
    for needs in sorted((_needs(name, gap) for name in names), reverse=True):
        room = min((room for room in left if room >= needs), default=None)
        if room is None:
            return False
        left[left.index(room)] -= needs
    return True


def _rooms(free: Runs, gap: float) -> list[float]:
    """Return how tall names may be in each run of free heights, each with a gap."""
    return [b - a + gap for a, b in free]


def _needs(name: Name, gap: float) -> float:
    """Return how tall a name is with a gap."""
    return name.above + name.below + gap + 2 * STEP


def _wish(
    attempt: PlacedBody, task: Task, muscle: VisibleMuscle, column: NameColumn, name: Name, own_turn: int
) -> float:
    """Return the cost of naming a muscle in a column: how far away it is, and what lies between.

    `own_turn` is the edge of the picture that the only side with marks is at, see `_own_turn`.
    """
    turn = 1 if column.facing == "right" else -1
    x, y = attempt.place(muscle.middles[column.facing], task.panel.window)
    edge = column.line.x + column.line.slope * y
    if turn * (edge - x) < task.metrics.length(REACH) / 2:
        return NEVER  # the body stands in front of the column: its leader would run backwards
    tall = name.above + name.below + 2 * STEP
    free = [(a, b) for a, b in column.free[name.muscle] if b - a >= tall]
    if not free:
        return NEVER
    climb = min(max(a + name.below - y, y - (b - name.above), 0.0) for a, b in free)
    far = abs(edge - x)
    blocked = _BLOCKED * muscle.blocked[column.facing] + _ACROSS * lies_across(task, name.muscle, column.facing)
    blocked += _OTHER_HALF * (own_turn == -turn)
    return float(_FAR * far + _CLIMB * climb + blocked + _OTHER_SIDE * (column.facing == "left"))


def _own_turn(task: Task, attempt: PlacedBody) -> int:
    """Return the edge of the picture that the only side with marks is at, if both sides are in view: -1, 1, else 0."""
    facts = facts_of(task.view.view)
    sides = {str(side) for side in task.view.sides} - {"midline"}
    if facts.near or len(sides) != 1 or not both_in_view(attempt):
        return 0
    return next((turn for side, turn in facts.edges if str(side) in sides), 0)


def lies_across(task: Task, muscle: str, facing: PictureSide) -> bool:
    """Return whether a muscle is named on the half that a column is not on: its leader would cross the other half."""
    half = task.view.half_of(muscle)
    return half is not None and half != task.view.named_from(facing)
