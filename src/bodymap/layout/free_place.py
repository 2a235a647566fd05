"""Find a free place for something small on a sheet of figures: where no body, word, number or inset is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, grown, rings
from ..content import limbs
from ..style import fonts
from ..style.text import Text
from .records import Figure, Inset, Label, Position
from .silhouettes import reach

CELL = 3.0
"""The side of a cell of the grid in which a place is searched, pt."""

_HIGHER, _INWARD = 1.0, 2.0
"""The cost of a place, per pt above the foot of the sheet and per pt from its nearer side."""


def taken(
    size: Position,
    figures: Sequence[Figure],
    labels: Sequence[Label] = (),
    insets: Sequence[Inset] = (),
) -> NDArray[np.bool_]:
    """Return a grid of the cells of a sheet that something is in, rows from the bottom up.

    Args:
        size: the width and height of the sheet, pt.
        figures: the bodies on it, with their captions and letters.
        labels: the names or numbers, with their leaders.
        insets: small parts, enlarged.
    """
    wide, tall = (int(np.ceil(length / CELL)) for length in size)
    grid = np.zeros((tall, wide), dtype=np.bool_)
    across = (np.arange(wide) + 0.5) * CELL
    heights = (np.arange(tall, dtype=np.float64) + 0.5) * np.float64(CELL)
    for figure in figures:
        (x0, y0, x1, y1), zero = figure.place, figure.at(0.0, 0.0)[0]
        shown = rings(limbs.plate_for_figure(figure.body, figure.view, figure.frame, figure.limb).outline)
        left, right = reach(shown, figure.frame[1] + (y1 - heights[::-1]) / figure.scale)  # rows from the top down
        first = np.maximum(zero + left[::-1] * figure.scale, x0)[:, None]
        last = np.minimum(zero + right[::-1] * figure.scale, x1)[:, None]
        grid |= ((heights > y0) & (heights < y1))[:, None] & (across > first - CELL) & (across < last + CELL)
    boxes = [text_box(text) for figure in figures for text in (*figure.letters, *_caption(figure))]
    boxes += [label.box for label in labels] + [inset.place for inset in insets]
    boxes += [text_box(text) for inset in insets for text in (*inset.letters, *_caption(inset))]
    boxes += [grown((*place, *place), CELL) for label in labels if label.leader for place in _along(label.leader)]
    for x0, y0, x1, y1 in boxes:
        rows_, columns = slice(_cell(y0), _cell(y1) + 1), slice(_cell(x0), _cell(x1) + 1)
        grid[rows_, columns] = True
    return grid


def free_place(grid: NDArray[np.bool_], size: Position, within: Box, gap: float) -> Position | None:
    """Return the lower left corner of a free place, as near as possible to a lower corner; None if there is none.

    Args:
        grid: what is taken.
        size: the width and height of what is to be placed, pt.
        within: the box that it stays in, pt.
        gap: the least distance to anything else, pt.
    """
    pad = int(np.ceil(gap / CELL))
    wide, tall = (int(np.ceil(length / CELL)) + 2 * pad for length in size)
    padded = np.pad(grid, pad)
    if tall > padded.shape[0] or wide > padded.shape[1]:
        return None
    total = np.pad(padded.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    busy = total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]
    y, x = (np.arange(length) * CELL for length in busy.shape)
    x0, y0, x1, y1 = within
    fits = ((y >= y0) & (y + size[1] <= y1))[:, None] & (x >= x0) & (x + size[0] <= x1) & (busy == 0)
    if not fits.any():
        return None
    cost = _HIGHER * (y - y0)[:, None] + _INWARD * np.minimum(x - x0, x1 - size[0] - x)
    row, column = np.unravel_index(int(np.where(fits, cost, np.inf).argmin()), fits.shape)
    return float(x[column]), float(y[row])


def text_box(text: Text) -> Box:
    """Return the box of a line of text."""
    wide = fonts.measure(text.text, text.weight, text.size)
    x0 = text.x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.align] * wide
    return x0, text.y - 0.25 * text.size, x0 + wide, text.y + 0.8 * text.size


def _caption(figure: Figure) -> tuple[Text, ...]:
    return (figure.caption,) if figure.caption else ()


def _cell(length: float) -> int:
    return max(int(length // CELL), 0)


def _along(line: Sequence[Position]) -> list[Position]:
    """Return places along a line, close enough to each other to fill every cell."""
    found: list[Position] = []
    for (x0, y0), (x1, y1) in pairwise(line):
        count = int(np.hypot(x1 - x0, y1 - y0) // CELL) + 2
        found += zip(np.linspace(x0, x1, count).tolist(), np.linspace(y0, y1, count).tolist(), strict=True)
    return found
