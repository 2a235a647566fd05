"""Cut a picture into sheets for a home printer, which overlap and are glued together."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from .. import words
from ..body.geometry import Box
from .enlarged import Move, moved
from .records import Display, Group, Path, Style, Text
from .shapes import segments
from .within import within

MM = 72 / 25.4

PAPERS: dict[str, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""The sheets to print on, upright, mm."""

EDGE, OVERLAP = 8.0, 10.0
"""What a printer leaves white along each edge of the paper, and how far neighbouring sheets overlap, mm."""

TICK = 4.0
"""Length of a mark in the white edge, mm."""

SIZE = 6.5
"""Size of the words in the white edge, pt."""

INK = "#4d4540"
"""The colour of the marks."""


class Cut(msgspec.Struct, frozen=True):
    """How a picture is cut: the paper as it is turned, the columns and rows, and where the first sheet begins, pt."""

    paper: tuple[float, float]
    columns: int
    rows: int
    left: float
    top: float

    @property
    def window(self) -> tuple[float, float]:
        """The width and height of what is printed on a sheet, pt."""
        return self.paper[0] - 2 * EDGE * MM, self.paper[1] - 2 * EDGE * MM

    def box(self, row: int, column: int) -> Box:
        """Return the part of the picture on a sheet."""
        wide, tall = self.window
        x = self.left + column * (wide - OVERLAP * MM)
        y = self.top - row * (tall - OVERLAP * MM)
        return x, y - tall, x + wide, y


def cut(width: float, height: float, paper: str) -> Cut:
    """Return how a picture of a width and height, pt, is cut into as few sheets as possible, centred."""
    short, long = (length * MM for length in PAPERS[paper])
    ways = [_cut(width, height, (short, long)), _cut(width, height, (long, short))]
    return min(ways, key=lambda way: way.columns * way.rows)


def _cut(width: float, height: float, paper: tuple[float, float]) -> Cut:
    lap = OVERLAP * MM
    wide, tall = paper[0] - 2 * EDGE * MM, paper[1] - 2 * EDGE * MM
    columns = max(math.ceil((width - lap) / (wide - lap) - 1e-9), 1)
    rows = max(math.ceil((height - lap) / (tall - lap) - 1e-9), 1)
    spare = columns * (wide - lap) + lap - width, rows * (tall - lap) + lap - height
    return Cut(paper, columns, rows, -spare[0] / 2, height + spare[1] / 2)


def tiles(display: Display, paper: str) -> tuple[Display, ...]:
    """Return the sheets of a picture, row by row from the top left, each with marks to cut and glue along.

    Args:
        display: the picture.
        paper: the name of the paper, one of `PAPERS`.
    """
    way = cut(display.width, display.height, paper)
    return tuple(_tile(display, way, row, column) for row in range(way.rows) for column in range(way.columns))


def _tile(display: Display, way: Cut, row: int, column: int) -> Display:
    box = way.box(row, column)
    edge = EDGE * MM
    items = moved(within(display, box), Move(1.0, edge - box[0], edge - box[1]))
    marks = _marks(way, row, column, next(iter(display.fonts)))
    styles = display.styles | {"cut-line": Style(stroke=INK, width=0.5), "cut-words": Style(fill=INK)}
    width, height = way.paper
    return msgspec.structs.replace(display, width=width, height=height, items=(*items, marks), styles=styles)


def _marks(way: Cut, row: int, column: int, font: str) -> Group:
    """Return the marks in the white edge: where the sheet is cut, how far the next one reaches, and its place."""
    edge, tick, lap = EDGE * MM, TICK * MM, OVERLAP * MM
    (wide, tall), (width, height) = way.window, way.paper
    across = [edge, edge + wide, *([edge + wide - lap] if column < way.columns - 1 else [])]
    across += [edge + lap] if column else []
    up = [edge, edge + tall, *([edge + lap] if row < way.rows - 1 else []), *([edge + tall - lap] if row else [])]
    lines = [((x, a), (x, b)) for x in across for a, b in ((edge - tick, edge), (height - edge, height - edge + tick))]
    lines += [((a, y), (b, y)) for y in up for a, b in ((edge - tick, edge), (width - edge, width - edge + tick))]
    said = words.text("poster.tile", row=row + 1, rows=way.rows, column=column + 1, columns=way.columns)
    text = Text(said, width / 2, edge - tick, SIZE, font, "cut-words", "center")
    return Group("page", (Path(segments(np.array(lines)), "cut-line"), text), part="marks")
