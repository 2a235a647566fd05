"""Divide a sheet into panels of one size, and plan each: its number, its name, its frames, and its pain in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ... import words
from ...body.geometry import Box
from ...content.muscle_panels import MusclePanel
from ...content.view_content import ViewContent
from ...knowledge.anatomy import Muscle, atlas
from ...knowledge.views import facts_of
from ...layout.blocks import NoRoom
from ...layout.figure import FigureBlock
from ...layout.framed import framed
from ...layout.records import Figure
from ...layout.sheets import Sheet
from ...style.text import Text, Weight, wrap
from ..assemble import assembled
from .frame import Layout, short_latin
from .records import Disc, Ground, Part

GAP = 15.0, 12.0
"""Space between panels, across and up, pt."""

DISC = 10.5
"""Radius of the disc with the number of a panel, pt."""

BESIDE = 6.0
"""Space between the disc and the name, between two frames, and between a frame and the words, pt."""

SMALLER = 0.74
"""Panels are planned larger and drawn smaller by this factor, so that lines and points are in proportion to them."""

ASPECTS = 0.95, 1.75
"""Ratios of width to height between which all frames of a panel together are best."""

TALLEST = 0.72
"""The least ratio of width to height of all frames of a panel together."""

LEAST = 80.0, 60.0
"""Least width and height of a panel's frames, pt."""

ONE = 0.36
"""Least share of a panel's width that each of its two frames has."""

LEADING, NAME_LEADING = 1.24, 1.08
"""The distance of lines of words and of names, in sizes of their type."""

BROKEN, EMPTY = 0.6, 0.5
"""What a grid is worth in which words of names are broken, and how much less one of empty places."""

NARROWEST = 0.75
"""Names are at least this share of their usual size."""

MOST = 12
"""Greatest number of columns that is tried."""


class NameLine(msgspec.Struct, frozen=True):
    """A line of a name: its words, its weight and its size, pt."""

    text: str
    weight: Weight
    size: float


class Grid(msgspec.Struct, frozen=True):
    """Panels of one size: their columns, and their width; the top of each row, and the heights in it.

    Attributes:
        columns: the number of columns.
        left: where the first column begins, pt.
        width: the width of a panel, pt.
        tops: the top of each row, pt.
        name: the height of the names, pt.
        size: the size of the names, pt: smaller if a word would be broken.
        frame: the height of the frames, pt.
    """

    columns: int
    left: float
    width: float
    tops: tuple[float, ...]
    name: float
    size: float
    frame: float


class Cell(msgspec.Struct, frozen=True):
    """A planned part of a chart: pictures, words, discs and grounds, and what it shows, in a sentence."""

    parts: tuple[Part, ...]
    texts: tuple[Text, ...]
    discs: tuple[Disc, ...]
    grounds: tuple[Ground, ...]
    said: str = ""


def grid_of(layout: Layout, panels: Sequence[MusclePanel], room: Box, names: str) -> Grid:
    """Return the grid whose frames are largest, with as much room below each row as its words need.

    Raises:
        NoRoom: if frames would be too small.
    """
    ways = [way for count in range(2, MOST + 1) if (way := _grid(layout, panels, room, names, count))]
    if not ways:
        raise NoRoom

    def worth(way: Grid) -> float:
        wide, tall = min(way.width, way.frame * ASPECTS[1]), min(way.frame, way.width / ASPECTS[0])
        broken = BROKEN if way.size <= NARROWEST * layout.metrics.size("name") else 1.0
        empty = 1 - len(panels) / (way.columns * len(way.tops))
        return wide * tall * broken * (1 - EMPTY * empty)

    return max(ways, key=worth)


def _grid(layout: Layout, panels: Sequence[MusclePanel], room: Box, names: str, columns: int) -> Grid | None:
    x0, y0, x1, y1 = room
    width = (x1 - x0 - GAP[0] * (columns - 1)) / columns
    if width < LEAST[0]:
        return None
    rows = [panels[n : n + columns] for n in range(0, len(panels), columns)]
    named = _name_size(layout, panels, width, names)
    name = max(_name_height(layout, each, width, names, named) for each in panels)
    size = layout.metrics.size("note")
    below = [max(len(_lines(layout, each, width)) for each in row) * size * LEADING for row in rows]
    strip = layout.metrics.size("caption") * 1.5
    left = y1 - y0 - sum(below) - len(rows) * (name + strip + 2 * BESIDE) - GAP[1] * (len(rows) - 1)
    frame = min(left / len(rows), width / TALLEST)
    if frame < LEAST[1]:
        return None
    spare = (left - frame * len(rows)) / max(len(rows) - 1, 1)
    tops, y = [], y1
    for tall in below:
        tops.append(y)
        y -= tall + name + strip + frame + 2 * BESIDE + GAP[1] + min(spare, 3 * GAP[1])
    return Grid(columns, x0, width, tuple(tops), name, named, frame)


# --- a panel --------------------------------------------------------------------------------------------------------


def panel(layout: Layout, shown: MusclePanel, grid: Grid, number: int, colour: str, names: str) -> Cell:
    """Plan the panel with a number, from 1, in its place of the grid."""
    row, column = divmod(number - 1, grid.columns)
    x, y = grid.left + column * (grid.width + GAP[0]), grid.tops[row]
    name = _name(layout, shown, grid.width, names, grid.size)
    low = y - grid.name - BESIDE - grid.frame
    middle = y - grid.name / 2
    disc = Disc(str(number), (x + DISC, middle), DISC, colour)
    texts = list(_set_name(name, x + 2 * DISC + BESIDE, middle))
    parts: list[Part] = []
    grounds: list[Ground] = []
    for view, need, box in _frames(shown, (x, low, x + grid.width, low + grid.frame)):
        sheet = Sheet("panel", (box[2] - box[0]) / SMALLER, (box[3] - box[1]) / SMALLER, layout.sheet.dpi)
        figure = framed(view, need, (0.0, 0.0, sheet.width, sheet.height), cores=True)
        content = msgspec.structs.replace(shown.content, views=(view,))
        scene = assembled(content, FigureBlock(0, (figure,), ()), sheet, layout.theme)
        parts.append(Part(scene, (box[0], box[1]), SMALLER))
        grounds.append(Ground(box, layout.tint))
        texts += _caption(layout, figure, box)
    size = layout.metrics.size("note")
    first = low - layout.metrics.size("caption") * 1.5 - BESIDE - size * 0.76
    lines = _lines(layout, shown, grid.width)
    texts += [Text(line, x, first - n * size * LEADING, size) for n, line in enumerate(lines)]
    said = f"{number}: {shown.name}. {' '.join(lines)}"
    return Cell(tuple(parts), tuple(texts), (disc,), tuple(grounds), said)


def _frames(shown: MusclePanel, box: Box) -> list[tuple[ViewContent, Box, Box]]:
    """Return the views of a panel, each with what it must show, mm, and its frame, pt."""
    x0, y0, x1, y1 = box
    views = shown.content.views
    if len(views) == 1:
        return [(views[0], shown.needs[0], box)]
    wide = [(need[2] - need[0]) / (need[3] - need[1]) for need in shown.needs]
    share = min(max(wide[0] / sum(wide), ONE), 1 - ONE)
    cut = x0 + share * (x1 - x0)
    boxes = (x0, y0, cut - BESIDE / 2, y1), (cut + BESIDE / 2, y0, x1, y1)
    return list(zip(views, shown.needs, boxes, strict=True))


def _caption(layout: Layout, figure: Figure, box: Box) -> list[Text]:
    """Set the name of a view below its frame, with the letters of the sides that it shows."""
    metrics, facts = layout.metrics, facts_of(figure.view)
    size, y = metrics.size("caption"), box[1] - metrics.size("caption") * 1.15
    middle = (box[0] + box[2]) / 2
    texts = [Text(words.text(f"poster.{figure.view}"), middle, y, size, tone="quiet", align="center")]
    zero = figure.place[0] - figure.frame[0] * figure.scale
    at = box[0] + zero * SMALLER
    for side, turn in facts.edges:
        if facts.near or (turn < 0 and at > box[0] + 8) or (turn > 0 and at < box[2] - 8):
            right = turn > 0 or bool(facts.near)
            x, align = (box[2], "right") if right else (box[0], "left")
            texts.append(Text(words.text(f"letter.{side}"), x, y, size, "semibold", "ink", align))  # type: ignore[arg-type]
    return texts


# --- words ----------------------------------------------------------------------------------------------------------


def _name(layout: Layout, shown: MusclePanel, width: float, names: str, size: float) -> tuple[NameLine, ...]:
    """Return the lines of a name in a size; a Latin name beside a plain one is set in the size of the words."""
    room, muscle, measure = width - 2 * DISC - BESIDE, atlas().muscle(shown.muscle), layout.metrics.measure
    small = size if names == "latin" else layout.metrics.size("note")
    plain = wrap(muscle.name, room, "semibold", size, measure, balance=True) if names != "latin" else ()
    latin = wrap(short_latin(muscle), room, "italic", small, measure, balance=True) if names != "plain" else ()
    return (*(NameLine(line, "semibold", size) for line in plain), *(NameLine(line, "italic", small) for line in latin))


def _name_size(layout: Layout, panels: Sequence[MusclePanel], width: float, names: str) -> float:
    """Return the largest size of names at which no word is broken, or the smallest that is tried."""
    room, usual = width - 2 * DISC - BESIDE, layout.metrics.size("name")
    muscles = [atlas().muscle(each.muscle) for each in panels]
    called = [(short_latin(m), "italic") if names == "latin" else (m.name, "semibold") for m in muscles]
    longest = max(layout.metrics.measure(word, weight, usual) for name, weight in called for word in name.split())
    return usual * max(min(room / longest, 1.0), NARROWEST)


def _name_height(layout: Layout, shown: MusclePanel, width: float, names: str, size: float) -> float:
    lines = _name(layout, shown, width, names, size)
    return max(sum(line.size for line in lines) * NAME_LEADING, 2 * DISC + 2.0)


def _set_name(name: Sequence[NameLine], x: float, middle: float) -> list[Text]:
    y = middle + sum(line.size for line in name) * NAME_LEADING / 2
    texts = []
    for line in name:
        y -= line.size * NAME_LEADING
        texts.append(Text(line.text, x, y + line.size * 0.26, line.size, line.weight))
    return texts


def _lines(layout: Layout, shown: MusclePanel, width: float) -> tuple[str, ...]:
    """Return the lines of words of a panel: where its pain is felt most often, for each part that differs."""
    parts = atlas().drawn(shown.muscle)
    felt = {part.id: part.referral.core for part in parts if part.referral}
    if not felt:
        return layout.metrics.wrap(words.text("poster.no-pain"), width, "note")
    told: dict[str, list[Muscle]] = {}
    for part in parts:
        if part.id in felt:
            told.setdefault(felt[part.id], []).append(part)
    if len(told) == 1 and len(felt) == len(parts):
        said = [next(iter(told))]
    else:
        said = [
            words.text(
                "poster.pain-of", muscle=words.listing([_short(each, shown) for each in own]), pain=words.within(core)
            )
            for core, own in told.items()
        ]
    return tuple(row for line in said for row in layout.metrics.wrap(line, width, "note"))


def _short(part: Muscle, shown: MusclePanel) -> str:
    """Return the name of a part of a muscle without that of the muscle: "Upper" for the upper trapezius."""
    whole = words.within(shown.name)
    short = part.name.removesuffix(f" {whole}").removeprefix(f"{shown.name}, ")
    return short[:1].upper() + short[1:]
