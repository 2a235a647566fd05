"""Plan the overview of a chart: the muscles of its panels on the body, each with the number of its panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from ... import words
from ...body.geometry import Box, bounds, grown, signed, union
from ...content.picture_content import PictureContent
from ...content.view_content import Highlight, ViewContent
from ...knowledge.anatomy import Side, atlas
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

BELOW = 150.0
"""Muscles this far below others have a frame of their own, mm."""

SEEN = 0.3
"""A muscle has its number in every view that shows at least this share of what the best view shows of it."""

TALLEST = 1.7
"""Greatest height of a figure, in widths."""

APART, LEAST_ASPECT = 0.7, 0.6
"""Each side has a frame of its own if both together are at most this share of the width of one frame. A frame beside
others is at least this wide, in heights."""

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
    frames = [frame for view in views for frame in _frames(view)]
    parts: list[Part] = []
    texts: list[Text] = []
    discs: list[Disc] = []
    grounds: list[Ground] = []
    for view, need, box in zip(*zip(*frames, strict=True), _boxes(frames, room, strip, stacked=stacked), strict=True):
        wide, tall = box[2] - box[0], box[3] - box[1]
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


Frame = tuple[ViewContent, Box]


def _frames(view: ViewContent) -> list[Frame]:
    """Return what is shown of a view, mm: a frame for each part of the body that has muscles.

    Each side has one of its own if the body between them would fill most of a common one.
    """
    facts = facts_of(view.view)
    found: list[Frame] = []
    for own in _levels(view):
        if not facts.upright:
            found.append((view, _around(view, own, facts.sides[-1])))
            continue
        whole = _around(view, own)
        sides = [_around(view, own, side) for side in facts.sides]
        apart = sum(x1 - x0 for x0, _, x1, _ in sides) <= APART * (whole[2] - whole[0])
        found += [(view, need) for need in (sides if apart else [whole])]
    return found


def _levels(view: ViewContent) -> list[list[Highlight]]:
    """Return the muscles of a view in groups from the top down, each far below the one before: hands and feet."""
    parts = {part.id: part.shape for part in view.plate.parts}
    tall = {each: bounds([parts[each.part]]) for each in view.highlights}
    groups: list[list[Highlight]] = []
    low = -np.inf
    for each in sorted(view.highlights, key=lambda each: tall[each][1]):
        if tall[each][1] > low + BELOW:
            groups.append([])
        groups[-1].append(each)
        low = max(low, tall[each][3])
    return groups


def _boxes(frames: Sequence[Frame], room: Box, strip: float, *, stacked: bool) -> list[Box]:
    """Return the box of each frame: in rows of the frames of one view if they are stacked, else side by side, pt."""
    x0, y0, x1, y1 = room
    aspects = [(need[2] - need[0]) / (need[3] - need[1]) for _, need in frames]
    if not stacked:
        wide = x1 - x0 - GAP * (len(frames) - 1)
        shares = [min(max(aspect, LEAST_ASPECT), 1 / LEAST_ASPECT) for aspect in aspects]
        boxes, x = [], x0
        for share in shares:
            step = wide * share / sum(shares)
            boxes.append((x, y0 + strip, x + step, y1))
            x += step + GAP
        return boxes
    rows: dict[tuple[str, int], list[int]] = {}
    for n, (view, need) in enumerate(frames):
        rows.setdefault((view.view, round(need[1])), []).append(n)
    shapes = {
        view: ((x1 - x0 - GAP * (len(own) - 1)) / len(own) / min(max(min(aspects[n] for n in own), 1 / TALLEST), 1.6))
        for view, own in rows.items()
    }
    left = y1 - y0 - len(rows) * strip - GAP * (len(rows) - 1)
    factor = left / sum(shapes.values())
    placed: dict[int, Box] = {}
    top = y1
    for name, own in rows.items():
        wide = (x1 - x0 - GAP * (len(own) - 1)) / len(own)
        tall = min(shapes[name] * factor, wide * TALLEST)
        for i, n in enumerate(own):
            placed[n] = (x0 + i * (wide + GAP), top - tall, x0 + i * (wide + GAP) + wide, top)
        top -= tall + strip + GAP
    return [placed[n] for n in range(len(frames))]


def _coloured(view: ViewContent, owners: Mapping[str, int], colour_of: Colours) -> ViewContent:
    """Return a view without points and pain, whose muscles have the colours of their panels."""
    parts = {part.id: part.of for part in view.plate.parts}
    highlights = tuple(
        msgspec.structs.replace(each, colour=colour_of(owners[parts[each.part]])) for each in view.highlights
    )
    opened = msgspec.structs.replace(view.opened, edged=False)
    return msgspec.structs.replace(
        view, highlights=highlights, marks=(), points=(), zones=(), windows=False, opened=opened
    )


def _around(view: ViewContent, own: Sequence[Highlight], side: Side | None = None) -> Box:
    """Return what a frame must show, mm: some muscles, or those of them on one side."""
    parts = {part.id: part.shape for part in view.plate.parts}
    shown = [each for each in own if side in (None, each.side)] or own
    return grown(union(*(bounds([parts[each.part]]) for each in shown)), AROUND)


def _caption(layout: Layout, figure: Figure, box: Box) -> list[Text]:
    """Set the words below a figure: the name of the view, the letters of the sides, and what each half shows.

    In a narrow frame, only the letters stand beside the name, or only they.
    """
    facts, size, measure = facts_of(figure.view), layout.metrics.size("caption"), layout.metrics.measure
    y, wide = box[1] - size * 1.2, box[2] - box[0]
    middle = (figure.frame[0] + figure.frame[2]) / 2
    shown = [
        (side, turn > 0 or facts.near is not None)
        for side, turn in facts.edges
        if facts.near or turn * middle >= -0.25 * (figure.frame[2] - figure.frame[0])
    ]
    name = words.text(f"poster.{figure.view}")
    for halves, named in ((bool(figure.opened), True), (False, True), (False, False)):
        said = []
        for side, right in shown:
            letter = words.text(f"letter.{side}")
            half = words.text("opened.deeper" if side == figure.opened.side else "opened.surface")
            said.append(((f"{half}  {letter}" if right else f"{letter}  {half}") if halves else letter, right))
        beside = max(measure(text, "semibold", size) for text, _ in said)
        if not named or 2 * beside + measure(name, "regular", size) + 2 * size <= wide:
            break
    texts = [Text(name, (box[0] + box[2]) / 2, y, size, tone="quiet", align="center")] if named else []
    for text, right in said:
        x = box[2] if right else box[0]
        texts.append(Text(text, x, y, size, "semibold", "ink", "right" if right else "left"))
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
        points = np.concatenate(region) if region else np.zeros((0, 2))
        x0, y0, x1, y1 = figure.place
        if ((points > (x0, y0)) & (points < (x1, y1))).all(1).any():
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
