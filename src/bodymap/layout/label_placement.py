"""Place each name of a column: beside its figure or inset, with a leader, or with a number in its muscle."""

from __future__ import annotations

from collections.abc import Sequence

from ..body.geometry import Box, grown, rings
from ..content.pain_rings import middles
from ..content.structures import tender
from ..content.view_content import PictureSide, ViewContent
from . import blocks, boundary_labeling, number_discs
from .details import NoInset
from .label_columns import CAPTION, DISC_BOX, GAP, UNDER, Column
from .metrics import Metrics
from .records import Figure, Inset, Label, Position


def place_names(
    metrics: Metrics,
    rows: Sequence[Box],
    figures: Sequence[Figure],
    views: Sequence[ViewContent],
    columns: Sequence[Column],
    insets: Sequence[Inset] = (),
) -> tuple[Label, ...]:
    """Place the names beside their figures, each within its figure's row; what an inset shows is named there."""
    labels: list[Label] = []
    by_figure = {inset.of: inset for inset in insets}
    for column in columns:
        figure, view, inset = figures[column.figure], views[column.figure], by_figure.get(column.figure)
        turn = 1 if column.facing == "right" else -1
        if column.numbered:
            edge = _edge(metrics, figure, turn, inset)
            labels += _numbered(metrics, figure, column, view, edge, labels, inset)
            continue
        shown = inset if inset and column.inset else figure
        edge = _edge(metrics, figure, turn, inset)
        by_muscle = {name.muscle: name for name in column.names}
        low, high = _levels(metrics, rows[column.figure], figure, column, inset)
        if inset and column.height > high - low:
            raise NoInset
        placed = boundary_labeling.place(
            _items(shown, view, column.names, column.facing),
            edge,
            low,
            high,
            gap=column.gap,
            avoid=_marks(shown, view),
            within=shown.place,
            facing=column.facing,
        )
        for name in placed:
            x, y = name.leader[0]
            text_x = x + turn * metrics.length(5)
            lines, box = blocks.set_name(metrics, by_muscle[name.key], text_x, y, "left" if turn > 0 else "right")
            labels.append(Label(name.key, lines, box, name.leader))
    return tuple(labels)


def _edge(metrics: Metrics, figure: Figure, turn: int, inset: Inset | None) -> float:
    """Return where the leaders on a side of a figure end: beyond the figure, and beyond its inset on that side."""
    ends = [crop.place[2] if turn > 0 else -crop.place[0] for crop in (figure, inset) if crop]
    return turn * (max(ends) + metrics.length(18))


def _items(
    shown: Figure, view: ViewContent, names: Sequence[blocks.Name], facing: PictureSide = "right"
) -> list[boundary_labeling.Item]:
    """Return names with the regions that they refer to on a figure or an inset."""
    side = shown.side if isinstance(shown, Inset) else view.named_from(facing)
    regions = {key: [shown.on_sheet(r) for s in view.named_shapes(key, side) for r in rings(s)] for key in view.named}
    return [
        boundary_labeling.Item(
            name.muscle,
            regions[name.muscle],
            name.above,
            name.below,
            tuple(regions[key] for key in _covering(view, name.muscle)),
        )
        for name in names
    ]


def _marks(shown: Figure, view: ViewContent) -> list[Position]:
    """Return the places that leaders and numbers avoid: where it hurts, the trigger points and their numbers."""
    wanted = {mark.point for mark in shown.marks}
    crosses = [shown.at(p.x, p.y) for p in view.points if p.id in wanted]
    crosses += [shown.at(*place) for place in middles(view.plate, shown.sore, tender(shown.structures))]
    crosses += number_discs.along_pins(shown)
    return crosses + [(t.x + 0.3 * t.size * len(t.text), t.y + 0.35 * t.size) for t in shown.numerals]


def _along(shown: Figure) -> list[Position]:
    """Return places along the numbers of a figure's points, and along the letters of free spots."""
    return number_discs.along_numerals(shown) + number_discs.along_pins(shown)


def _levels(metrics: Metrics, row: Box, figure: Figure, column: Column, inset: Inset | None) -> tuple[float, float]:
    """Return the heights between which names are placed.

    On the side of an inset, its own names stay beside it and the others clear of it.
    """
    low, high = _floor(metrics, row, figure, column), row[3]
    if inset is None or (column.facing == "left") != (inset.place[0] < figure.place[0]):
        return low, high
    _, y0, _, y1 = inset.place
    if column.inset:
        return (y0, y1) if column.height <= y1 - y0 else (low, high)
    above, below = high - y1, y0 - low
    return (y1 + metrics.length(GAP), high) if above > below else (low, y0 - metrics.length(CAPTION))


def _floor(metrics: Metrics, row: Box, figure: Figure, column: Column) -> float:
    """Return the height that names stay above, so that they are clear of captions and of letters that stick out."""
    low = row[1] + metrics.length(UNDER)
    out = max((abs(t.x - (figure.place[0] + figure.place[2]) / 2) for t in figure.letters), default=0.0)
    if out + metrics.length(16) < (figure.place[2] - figure.place[0]) / 2 + metrics.length(18):
        return low
    level = figure.place[1] + metrics.length(4)
    return max(low, level) if column.height <= row[3] - level else low


def _covering(view: ViewContent, muscle: str) -> list[str]:
    """Return the muscles that a leader to this one should avoid: those over it, or for a deep one all others."""
    order = list(view.named)
    deep = {h.muscle for h in view.highlights if h.deep}
    if muscle in deep:
        return [key for key in order if key != muscle]
    return [key for key in order[order.index(muscle) + 1 :] if key not in deep]


def _numbered(
    metrics: Metrics,
    figure: Figure,
    column: Column,
    view: ViewContent,
    edge: float,
    before: Sequence[Label],
    inset: Inset | None,
) -> list[Label]:
    """Place numbers in the muscles and, unless only numbers are wanted, the names beside the figure."""
    labels: list[Label] = []
    x = edge if column.facing == "right" else edge - column.width
    level = (figure.place[1] + figure.place[3] + column.height) / 2
    stands = [label.badge for label in before if label.badge]
    small = set(inset.named) if inset else set()
    places = number_discs.badges(
        _items(figure, view, [name for name in column.names if name.muscle not in small]),
        _marks(figure, view),
        figure.place,
        stands,
        _along(figure),
    )
    if inset:
        own = _items(inset, view, [name for name in column.names if name.muscle in small])
        places |= number_discs.badges(own, _marks(inset, view), inset.place, stands, _along(inset))
    for name in column.names:
        badge, line = places[name.muscle]
        if column.discs:
            labels.append(Label(name.muscle, (), grown((*badge, *badge), DISC_BOX), line, str(name.number), badge))
            continue
        level -= name.above
        lines, box = blocks.set_name(metrics, name, x, level, "left")
        labels.append(Label(name.muscle, lines, box, line, str(name.number), badge))
        level -= name.below + column.gap
    return labels
