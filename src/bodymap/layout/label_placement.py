"""Where each name of a column ends up: beside its figure or its inset, with a leader, or a number in its muscle."""

from __future__ import annotations

from collections.abc import Sequence

from ..body.geometry import Box, rings
from ..content.view_content import ViewContent
from . import blocks, boundary_labeling, number_discs
from .blocks import Page
from .details import NoInset
from .label_columns import CAPTION, GAP, UNDER, Column
from .records import Figure, Inset, Label, Position


def place_names(
    page: Page,
    rows: Sequence[Box],
    figures: Sequence[Figure],
    stages: Sequence[ViewContent],
    columns: Sequence[Column],
    insets: Sequence[Inset] = (),
) -> tuple[Label, ...]:
    """Put the names beside their figures, each in the row of its own; what an inset shows is named there."""
    found: list[Label] = []
    by_figure = {inset.of: inset for inset in insets}
    for column in columns:
        figure, stage, inset = figures[column.figure], stages[column.figure], by_figure.get(column.figure)
        turn = 1 if column.facing == "right" else -1
        if column.numbered:
            edge = _edge(page, figure, turn, inset)
            found += _key_list(page, figure, column, stage, edge, found, inset)
            continue
        shown = inset if inset and column.inset else figure
        edge = _edge(page, figure, turn, inset)
        by_key = {n.key: n for n in column.names}
        low, high = _levels(page, rows[column.figure], figure, column, inset)
        if inset and column.height > high - low:
            raise NoInset
        placed = boundary_labeling.place(
            _items(shown, stage, column.names, column.facing),
            edge,
            low,
            high,
            gap=column.gap,
            avoid=_marks(shown, stage),
            within=shown.place,
            facing=column.facing,
        )
        for name in placed:
            x, y = name.leader[0]
            text_x = x + turn * page.len(5)
            lines, box = blocks.set_name(page, by_key[name.key], text_x, y, "left" if turn > 0 else "right")
            found.append(Label(name.key, lines, box, name.leader))
    return tuple(found)


def _edge(page: Page, figure: Figure, turn: int, inset: Inset | None) -> float:
    """Where the leaders on a side of a figure end: beyond it, and beyond its inset on that side."""
    ends = [crop.place[2] if turn > 0 else -crop.place[0] for crop in (figure, inset) if crop]
    return turn * (max(ends) + page.len(18))


def _items(
    shown: Figure, stage: ViewContent, names: Sequence[blocks.Name], facing: str = "right"
) -> list[boundary_labeling.Item]:
    """Names with the regions that they name on a figure or an inset."""
    side = shown.side if isinstance(shown, Inset) else stage.named_from(facing)
    regions = {
        key: [shown.on_sheet(r) for s in stage.shapes([key], side) or stage.shapes([key]) for r in rings(s)]
        for key in dict.fromkeys(h.muscle for h in stage.highlights)
    }
    return [
        boundary_labeling.Item(
            n.key, regions[n.key], n.above, n.below, tuple(regions[key] for key in _over(stage, n.key))
        )
        for n in names
    ]


def _marks(shown: Figure, stage: ViewContent) -> list[Position]:
    """What leaders and numbers keep off: the trigger points with their numbers."""
    wanted = {mark.point for mark in shown.marks}
    found = [shown.at(p.x, p.y) for p in stage.points if p.id in wanted]
    return found + [(t.x + 0.3 * t.size * len(t.text), t.y + 0.35 * t.size) for t in shown.numerals]


def _along(shown: Figure) -> list[Position]:
    """Places along the numbers of a figure's points, one a letter."""
    return [(t.x + (0.3 + 0.55 * i) * t.size, t.y + 0.35 * t.size) for t in shown.numerals for i in range(len(t.text))]


def _levels(page: Page, row: Box, figure: Figure, column: Column, inset: Inset | None) -> tuple[float, float]:
    """The heights between which names stand; on the side of an inset its own keep beside it, the others off it."""
    low, high = _floor(page, row, figure, column), row[3]
    if inset is None or (column.facing == "left") != (inset.place[0] < figure.place[0]):
        return low, high
    _, y0, _, y1 = inset.place
    if column.inset:
        return (y0, y1) if column.height <= y1 - y0 else (low, high)
    above, below = high - y1, y0 - low
    return (y1 + page.len(GAP), high) if above > below else (low, y0 - page.len(CAPTION))


def _floor(page: Page, row: Box, figure: Figure, column: Column) -> float:
    """The height that names stay above: of the captions, where the letters beside one reach out under the names."""
    low = row[1] + page.len(UNDER)
    out = max((abs(t.x - (figure.place[0] + figure.place[2]) / 2) for t in figure.letters), default=0.0)
    if out + page.len(16) < (figure.place[2] - figure.place[0]) / 2 + page.len(18):
        return low
    level = figure.place[1] + page.len(4)
    return max(low, level) if column.height <= row[3] - level else low


def _over(stage: ViewContent, muscle: str) -> list[str]:
    """The muscles that a leader to this one should keep off: those over it, and for a deep one every other."""
    order = list(dict.fromkeys(h.muscle for h in stage.highlights))
    deep = {h.muscle for h in stage.highlights if h.deep}
    if muscle in deep:
        return [key for key in order if key != muscle]
    return [key for key in order[order.index(muscle) + 1 :] if key not in deep]


def _key_list(
    page: Page,
    figure: Figure,
    column: Column,
    stage: ViewContent,
    edge: float,
    before: Sequence[Label],
    inset: Inset | None,
) -> list[Label]:
    """Numbers in the muscles, and beside the figure the names that they stand for."""
    found: list[Label] = []
    x = edge if column.facing == "right" else edge - column.width
    level = (figure.place[1] + figure.place[3] + column.height) / 2
    stands = [label.badge for label in before if label.badge]
    small = set(inset.named) if inset else set()
    places = number_discs.badges(
        _items(figure, stage, [n for n in column.names if n.key not in small]),
        _marks(figure, stage),
        figure.place,
        stands,
        _along(figure),
    )
    if inset:
        own = _items(inset, stage, [n for n in column.names if n.key in small])
        places |= number_discs.badges(own, _marks(inset, stage), inset.place, stands, _along(inset))
    for name in column.names:
        level -= name.above
        lines, box = blocks.set_name(page, name, x, level, "left")
        badge, line = places[name.key]
        found.append(Label(name.key, lines, box, line, name.lines[0][0].split()[0], badge))
        level -= name.below + column.gap
    return found
