"""Place the names of a body in its panel: with leaders, with numbers and a key, or only numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, grown, rings, spread
from ..content.framing import Edge
from ..content.pain_rings import middles
from ..content.structures import tender
from ..knowledge.conditions import StructureRole
from . import blocks, number_discs, straight_leaders
from .blocks import Name
from .boundary_labeling import Item
from .label_columns import DISC_BOX
from .name_columns import NameColumn
from .pain_lines import pain_lines
from .panel import Task
from .records import Figure, Label, Position
from .silhouettes import PlacedBody
from .straight_leaders import Target
from .visible_muscles import body_of, has_gaps, muscles_of, named_places, others_of

OFF_RING = 5.0
"""Least distance of a leader's end from a ring of pain, pt on a slide."""

ENDS = 24
"""Number of places in a muscle where its leader may end, at a given scale."""

_NOWHERE = np.empty((0, 2))

CROWDED = 0.45
"""Numbers that would take more than this share of their figure's box have no room."""

BESIDE = 60.0
"""How far beside its figure a number may stand that has no other place, pt on a slide."""

DISC_CLEAR = 3.0
"""Least space between a number and a line of its key, pt on a slide."""

DEEP = 6.0
"""How far inside a muscle's border a leader ends, if the muscle is wide enough, pt."""

_WORSE = 12.0
_AWAY, _SHALLOW, _ON_MARK, _ON_RING = 0.1, 3.0, 30.0, 24.0


def marks_of(task: Task, figure: Figure) -> tuple[list[Position], list[Position]]:
    """Return what leaders avoid: where it hurts, points, numbers and spots; and places along the words of these."""
    wanted = {mark.point for mark in figure.marks}
    crosses = [figure.at(p.x, p.y) for p in task.view.points if p.id in wanted]
    along = number_discs.along_numerals(figure) + number_discs.along_pins(figure)
    centres = [figure.at(*place) for place in middles(task.view.plate, figure.sore, tender(figure.structures))]
    return [*crosses, *centres, *along], along


def led(
    task: Task, attempt: PlacedBody, figure: Figure, column: NameColumn, gap: float, marks: Sequence[Position]
) -> list[Label] | None:
    """Place names with leaders."""
    lookup, window = muscles_of(task.view), task.panel.window
    grid, corner, cell = others_of(task.view)
    s = attempt.body.scale
    on_sheet = attempt.at(np.array([corner]), window)[0]
    place = _inner(figure.place, attempt.cuts, task.metrics.length(9))
    body = None
    if not attempt.body.limb and has_gaps(task.view.plate, figure.frame[1], figure.frame[3]):
        mask, lower, side = body_of(task.view.plate)
        x, y = attempt.at(np.array([lower]), window)[0].tolist()
        body = (mask, (x, y), side * s)
    sore = pain_lines(figure)
    hurting = [figure.at(*place) for place in middles(task.view.plate, figure.sore, tender(figure.structures))]
    centres = {
        s.structure: np.array(hurting).reshape(-1, 2) for s in figure.structures if s.role == StructureRole.PAINFUL
    }
    targets = []
    for name in column.names:
        muscle = lookup[name.muscle]
        picked = named_places(task.view, muscle.places, column.facing)
        ends = attempt.at(muscle.places[picked], window)
        flaws = muscle.flaw[picked] + _SHALLOW * np.maximum(DEEP - muscle.depth[picked] * s, 0.0)
        own = attempt.at(muscle.points, window) if len(muscle.points) else centres.get(name.muscle, _NOWHERE)
        if len(own):
            flaws = flaws + _AWAY * np.maximum(_least(ends, own) - 14.0, 0.0)
        if marks:
            flaws = flaws + _ON_MARK * (_least(ends, np.array(marks)) < 10.0)
        if len(sore):
            flaws = flaws + _ON_RING * (_least(ends, sore) < task.metrics.length(OFF_RING))
        seen = np.flatnonzero((ends > place[:2]).all(1) & (ends < place[2:]).all(1))
        if not len(seen):
            return None
        seen = seen[flaws[seen] <= flaws[seen].min() + _WORSE]
        seen = seen[spread(len(seen), ENDS)]
        targets.append(
            Target(
                name.muscle,
                name.above,
                name.below,
                ends[seen],
                flaws[seen],
                column.closed[name.muscle],
                grid[name.muscle],
                (float(on_sheet[0]), float(on_sheet[1])),
                cell * s,
                body,
            )
        )
    _, low, _, high = task.panel.names
    result = straight_leaders.place(targets, column.line, low, high, gap=gap, marks=marks, facing=column.facing)
    if result is None:
        return None
    by_muscle = {name.muscle: name for name in column.names}
    turn, labels = (1 if column.facing == "right" else -1), []
    for placed in result[1]:
        x, y = placed.leader[0]
        text_x = x + turn * task.metrics.length(5)
        align = "left" if turn > 0 else "right"
        lines, box = blocks.set_name(task.metrics, by_muscle[placed.key], text_x, y, align)  # type: ignore[arg-type]
        labels.append(Label(placed.key, lines, box, placed.leader))
    return labels


def _inner(place: Box, cuts: Sequence[Edge], margin: float) -> Box:
    """Return a figure's box without a margin at the edges where its body is cut: no leader ends there."""
    x0, y0, x1, y1 = place
    left, low, right, high = (margin * (edge in cuts) for edge in ("left", "bottom", "right", "top"))
    return x0 + left, y0 + low, x1 - right, y1 - high


def _least(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of each of (n, 2) to the nearest of (m, 2)."""
    x, y = (np.subtract.outer(a[:, axis], b[:, axis]) for axis in (0, 1))
    return np.asarray(np.sqrt((x * x + y * y).min(1)))


def keyed(
    task: Task, figure: Figure, column: NameColumn, gap: float, words_at: Sequence[Position]
) -> list[Label] | None:
    """Place numbers in the muscles, and their key in the column, from the top down; None if there is no room."""
    items = [_item(task, figure, name) for name in column.names]
    marks, _ = marks_of(task, figure)
    places = number_discs.badges(items, marks, figure.place, (), words_at)
    stands = [badge for badge, _ in places.values()]
    if not number_discs.apart(stands, words_at):
        return None
    text = task.metrics.length(5)
    edge = column.line.x  # numbers stand in the muscles, so their column is upright
    x = edge + text if column.facing == "right" else edge - text - max(name.width for name in column.names)
    low, high = task.panel.names[1], task.panel.names[3]
    widest = max(column.names, key=lambda name: name.width)
    clear = number_discs.DISC + task.metrics.length(DISC_CLEAR)
    over = [y for at, y in stands if x - clear < at < x + widest.width + clear]
    closed = [*column.closed[widest.muscle], *((y - clear, y + clear) for y in over)]
    total = sum(name.above + name.below + gap for name in column.names)
    middle = (max(figure.place[1], low) + min(figure.place[3], high)) / 2
    for start in (min(middle + total / 2, high), high):
        labels, level = [], start
        for name in column.names:
            level -= name.above
            level = _lowered(level, name, closed)
            lines, box = blocks.set_name(task.metrics, name, x, level, "left")
            badge, line = places[name.muscle]
            labels.append(Label(name.muscle, lines, box, line, str(name.number), badge))
            level -= name.below + gap
        if level + gap >= low:
            return labels
    return None


def discs(task: Task, figure: Figure, words: Sequence[Box]) -> list[Label] | None:
    """Place numbers in the muscles, clear of a figure's own words; None if two overlap."""
    a, b, c, d = figure.place
    if len(task.entries) * (2 * number_discs.DISC) ** 2 > CROWDED * (c - a) * (d - b):
        return None
    marks, along = marks_of(task, figure)
    along += [
        (x, (y0 + y1) / 2)
        for x0, y0, x1, y1 in (*words, *task.panel.taken)
        for x in np.arange(x0, x1 + 6.0, 6.0).tolist()
    ]
    n0, n1, n2, n3 = task.panel.names
    within = max(a, n0), max(b, n1), min(c, n2), min(d, n3)
    beside = task.metrics.length(BESIDE)
    items = [_item(task, figure, Name(entry.muscle, task.numbers[entry.muscle], ())) for entry in task.entries]
    room = (max(a - beside, n0), within[1], min(c + beside, n2), within[3])
    places = number_discs.badges(items, marks, within, (), along, room)
    if not number_discs.apart([badge for badge, _ in places.values()], along):
        return None
    return [
        Label(key, (), grown((*badge, *badge), DISC_BOX), line, str(task.numbers[key]), badge)
        for key, (badge, line) in places.items()
    ]


def _lowered(level: float, name: Name, closed: Sequence[tuple[float, float]]) -> float:
    """Return the highest level from `level` down at which a name meets nothing."""
    for a, b in sorted(closed, reverse=True):
        if level + name.above > a and level - name.below < b:
            level = a - name.above
    return level


def _item(task: Task, figure: Figure, name: Name) -> Item:
    view, side = task.view, task.view.named_side if task.view.both_sides else None
    covers = {h.muscle for h in view.highlights if not h.deep} - {name.muscle}

    def region(muscle: str) -> list[NDArray[np.float64]]:
        return [figure.on_sheet(ring) for shape in view.named_shapes(muscle, side) for ring in rings(shape)]

    return Item(name.muscle, region(name.muscle), name.above, name.below, tuple(region(key) for key in sorted(covers)))
