"""Share the names of muscles between the columns on both sides of a body, at the heights that are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from ..content.view_content import PictureSide
from ..knowledge.views import facts_of
from .blocks import Name
from .boundary_labeling import STEP
from .captions import FigureWords, both_in_view
from .label_columns import GAP, TIGHT_GAP
from .label_modes import LabelMode
from .name_margins import Margin, Runs, closed_to, free_heights, heights_of, line_of, margin_of
from .panel import REACH, SIDES, Task
from .silhouettes import PlacedBody, middle_of
from .straight_leaders import ColumnLine
from .visible_muscles import VisibleMuscle, muscles_of

_ACROSS, _OTHER_HALF = 150.0, 40.0
_OTHER_SIDE, _BLOCKED, _FAR, _CLIMB, _CROWD = 6.0, 45.0, 0.16, 0.35, 9.0

_OFF, _CENTRED = 0.12, 0.6

NEVER = 1e4
"""Cost of a column in which a name can't stand."""


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
    lines = {side: line_of(task, attempt, side, () if mode.numbered else names) for side in SIDES}
    found = _shared(task, attempt, said, names, mode, lines)
    if found is None and any(line and line.slope for line in lines.values()):
        lines = {side: line_of(task, attempt, side) for side in SIDES}
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
    margins = [margin_of(task, attempt, said, side, names, line) for side, line in lines.items() if line]
    if not _may_fit(margins, names, gap):
        return None
    tried = (_column(task, attempt, margin, names) for margin in margins)
    if mode.numbered:
        key = next((column for column in tried if column and _fits(column, names, gap)), None)
        return None if key is None else (_OTHER_SIDE * (key.facing == "left"), (key,))
    columns = {column.facing: column for column in tried if column}
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
            final = _column(task, attempt, margin_of(task, attempt, said, side, own, line), own)
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


def _column(task: Task, attempt: PlacedBody, margin: Margin, names: Sequence[Name]) -> NameColumn | None:
    """Return the column of names in a margin; None if one of them has no room there."""
    lookup, side, line = muscles_of(task.view), margin.facing, margin.line
    closed: dict[str, Runs] = {}
    free: dict[str, Runs] = {}
    for name in names:
        shut = closed_to(margin, name.width)
        if shut is None:
            return None
        if line.slope:  # no leader runs backwards
            x, _ = attempt.place(lookup[name.muscle].middles[side], task.panel.window)
            shut += heights_of(line, -np.inf, x + 2.0) if side == "right" else heights_of(line, x - 2.0, np.inf)
        closed[name.muscle] = shut
        free[name.muscle] = free_heights(margin.page, shut)
    return NameColumn(side, line, tuple(names), closed, free)


def _may_fit(margins: Sequence[Margin], names: Sequence[Name], gap: float) -> bool:
    """Return whether names are no taller than what the margins have free for the narrowest: most tries end here."""
    narrowest, room = min(name.width for name in names), gap
    for margin in margins:
        shut = closed_to(margin, narrowest)
        room += sum(_rooms(free_heights(margin.page, shut), gap)) if shut is not None else 0.0
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
