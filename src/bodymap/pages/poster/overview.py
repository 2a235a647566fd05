"""Plan the overview of a chart: the muscles of its panels on the body, each with the number of its panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from ... import words
from ...body.geometry import Box, bounds, grown, signed, union
from ...content.picture_content import PictureContent
from ...content.view_content import ViewContent
from ...knowledge.anatomy import atlas
from ...knowledge.views import facts_of
from ...layout.bellies import belly
from ...layout.boundary_labeling import Item
from ...layout.figure import FigureBlock
from ...layout.framed import framed
from ...layout.number_discs import DISC, badges
from ...layout.records import Figure
from ...layout.sheets import Sheet
from ...style.text import Text
from ..assemble import assembled
from .frame import Layout
from .panels import Cell
from .records import Disc, Ground, Part

GAP = 8.0
"""Space between two figures, pt."""

AROUND = 26.0
"""Space around the muscles, mm."""

SEEN = 0.3
"""A muscle has its number in every view that shows at least this share of what the best view shows of it."""

TALLEST = 1.7
"""Greatest height of a figure, in widths."""

Colours = Callable[[int], str]


def overview(
    layout: Layout,
    content: PictureContent,
    numbers: Mapping[str, int],
    room: Box,
    colour_of: Colours,
    *,
    stacked: bool,
) -> Cell:
    """Plan the overview.

    Args:
        layout: the sheet.
        content: what it shows: all muscles of the chart.
        numbers: the number of the panel of each muscle.
        room: where it goes, pt.
        colour_of: returns the colour of a panel.
        stacked: whether its figures are one above the other; else they are side by side.
    """
    owners = {part.id: number for id, number in numbers.items() for part in atlas().drawn(id)}
    views = [_coloured(view, owners, colour_of) for view in content.views]
    strip = layout.metrics.size("caption") * 1.6
    x0, y0, x1, y1 = room
    count = len(views)
    needs = [_needed(view) for view in views]
    parts: list[Part] = []
    texts: list[Text] = []
    discs: list[Disc] = []
    grounds: list[Ground] = []
    tall = (y1 - y0 - GAP * (count - 1)) / count - strip if stacked else y1 - y0 - strip
    wide = x1 - x0 if stacked else (x1 - x0 - GAP * (count - 1)) / count
    tall = min(tall, wide * TALLEST)
    for n, (view, need) in enumerate(zip(views, needs, strict=True)):
        left = x0 if stacked else x0 + n * (wide + GAP)
        top = y1 - n * (tall + strip + GAP) if stacked else y1
        box = (left, top - tall, left + wide, top)
        sheet = Sheet("overview", wide, tall, layout.sheet.dpi)
        figure = framed(view, need, (0.0, 0.0, wide, tall))
        scene = assembled(
            msgspec.structs.replace(content, views=(view,)), FigureBlock(0, (figure,), ()), sheet, layout.theme
        )
        parts.append(Part(scene, box[:2]))
        grounds.append(Ground(box, layout.tint))
        texts += _caption(layout, figure, box)
        discs += _numbered(view, figure, box, owners, colour_of, views)
    return Cell(tuple(parts), tuple(texts), tuple(discs), tuple(grounds))


def _coloured(view: ViewContent, owners: Mapping[str, int], colour_of: Colours) -> ViewContent:
    """Return a view without points and pain, whose muscles have the colours of their panels."""
    parts = {part.id: part.of for part in view.plate.parts}
    highlights = tuple(
        msgspec.structs.replace(each, colour=colour_of(owners[parts[each.part]])) for each in view.highlights
    )
    return msgspec.structs.replace(view, highlights=highlights, marks=(), points=(), zones=(), windows=False)


def _needed(view: ViewContent) -> Box:
    parts = {part.id: part.shape for part in view.plate.parts}
    return grown(union(*(bounds([parts[each.part]]) for each in view.highlights)), AROUND)


def _caption(layout: Layout, figure: Figure, box: Box) -> list[Text]:
    """Set the name of the view below the figure, with what each half shows and the letters of the sides."""
    facts, size = facts_of(figure.view), layout.metrics.size("caption")
    y, middle = box[1] - size * 1.2, (box[0] + box[2]) / 2
    said = words.text(f"poster.{figure.view}")
    texts = [Text(said, middle, y, size, tone="quiet", align="center")]
    for side, turn in facts.edges:
        right = turn > 0 or facts.near is not None
        letter = words.text(f"letter.{side}")
        if figure.opened:
            half = words.text("opened.deeper" if side == "right" else "opened.surface")
            letter = f"{half}  {letter}" if right else f"{letter}  {half}"
        x = box[2] if right else box[0]
        texts.append(Text(letter, x, y, size, "semibold", "ink", "right" if right else "left"))
    return texts


def _numbered(
    view: ViewContent,
    figure: Figure,
    box: Box,
    owners: Mapping[str, int],
    colour_of: Colours,
    views: list[ViewContent],
) -> list[Disc]:
    """Return the numbers on a figure: each in its muscle, or beside it with a line to it."""
    items: list[Item] = []
    for muscle in view.muscles:
        if not (shown := _seen(view, muscle)) or shown < SEEN * max(_seen(other, muscle) for other in views):
            continue
        side = view.half_of(muscle) or view.named_side
        found = belly(view, muscle, side)
        region = [figure.on_sheet(ring) for ring in found.region]
        covers = tuple([figure.on_sheet(ring) for ring in over] for over in found.over)
        if region:
            items.append(Item(muscle, region, 0.0, 0.0, covers))
    x, y = box[:2]
    discs = []
    for key, (centre, line) in badges(items, (), figure.place).items():
        number = min(owners[part.id] for part in atlas().drawn(key) if part.id in owners)
        leader = tuple((a + x, b + y) for a, b in line)
        discs.append(Disc(str(number), (centre[0] + x, centre[1] + y), DISC, colour_of(number), leader))
    return discs


def _seen(view: ViewContent, muscle: str) -> float:
    """Return how much of a muscle a view shows without its windows, on the half where it is named, mm²."""
    found = belly(view, muscle, view.half_of(muscle) or view.named_side)
    return 0.0 if found.covered else sum(abs(signed(ring)) for ring in found.region)
