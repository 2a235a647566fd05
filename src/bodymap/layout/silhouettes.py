"""How far a body reaches in its panel, at a scale and at a place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, bounds
from ..content import limbs
from ..content.extremities import cut_at
from ..content.framing import Edge
from ..content.view_content import ViewContent
from ..knowledge.views import facts_of
from .panel import EDGES, FADED, FADED_ENDS, Task
from .segments import Position

Pieces = list[NDArray[np.float64]]
"""Closed polygons, (n, 2) mm each."""

PLACES = 5
"""Number of places across the panel that are tried for a body."""

EDGE = 1.5
"""A body that comes as near as this to an edge of its panel, pt, is cut there: its outline is known row by row."""

AIR = 12.0
"""Free space above the crown and below the soles, pt on a slide."""

INTO = 10.0
"""How far below the cut end of a leg a figure begins, pt on a slide, so that the leg fades there."""


class Silhouette(msgspec.Struct, frozen=True, eq=False):
    """A body at a scale: how far what is shown of it reaches in each row, mm; inf and -inf where it is not.

    `limb` says whether it is a piece of the body alone, `ends` whether that fades at its upper end inside the panel.
    """

    scale: float
    top: float
    rows: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    limb: bool
    ends: bool = False


class PlacedBody(msgspec.Struct, frozen=True, eq=False):
    """A body at a place of its panel, in pt: where the plate's x = 0 is, and how far it reaches in each row."""

    body: Silhouette
    zero: float
    heights: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    cuts: tuple[Edge, ...]

    def at(self, points: NDArray[np.float64], window: Box) -> NDArray[np.float64]:
        """Return where points of the plate, (n, 2) mm, are on the sheet."""
        s = self.body.scale
        return points * (s, -s) + (self.zero, window[3] + self.body.top * s)

    def place(self, point: Position, window: Box) -> Position:
        """Return where a point of the plate, mm, is on the sheet."""
        s = self.body.scale
        return point[0] * s + self.zero, point[1] * -s + (window[3] + self.body.top * s)


def silhouette(task: Task, scale: float) -> Silhouette:
    """Return the body at a scale, with no more than some air beyond its ends.

    It is centred on what must be seen, unless the panel says that this lies lower or higher.
    """
    view, (_, y0, _, y1) = task.view, task.panel.window
    tall = (y1 - y0) / scale
    air = task.metrics.length(AIR) / scale
    _, first, _, last = bounds([view.plate.outline])
    middle = (view.focus[1] + view.focus[3]) / 2
    whole = last - first + 2 * air <= tall
    spare = max(tall / 2 - (view.focus[3] - view.focus[1]) / 2 - task.metrics.length(FADED_ENDS) / scale, 0.0)
    wanted = middle - tall / 2 - task.panel.lower * spare
    top = (first + last - tall) / 2 if whole else min(max(wanted, first - air), last + air - tall)
    every, shown = _pieces(view, top, tall)
    moved = cut_at(view.plate, view.focus, top, tall, shown)
    if moved != top:
        top = moved
        every, shown = _pieces(view, top, tall)
    cell = max(3.0 / scale, 0.5)
    rows = np.asarray(top + (np.arange(int(np.ceil(tall / cell))) + 0.5) * cell, dtype=np.float64)
    left, right = reach(shown, rows)
    x0, _, x1, _ = view.plate.box
    pit = limbs.arm_end(view.plate, (x0, top, x1, top + tall), view.carried)
    end = None if pit is None else min(pit, view.focus[1] - task.metrics.length(FADED) / scale)
    if facts_of(view.view).limbs and top < first:
        end = first + task.metrics.length(INTO) / scale  # the plate itself ends here
    if end is not None:
        left[rows < end], right[rows < end] = np.inf, -np.inf
    return Silhouette(scale, top, rows, left, right, len(shown) < len(every), end is not None)


def _pieces(view: ViewContent, top: float, tall: float) -> tuple[Pieces, Pieces]:
    """Return all pieces of the body in a frame, and those that are shown."""
    x0, _, x1, _ = view.plate.box
    every, kept = limbs.pieces(view.plate, (x0, top, x1, top + tall), view.carried)
    return every, kept or every


def reach(polygons: Sequence[NDArray[np.float64]], rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return how far closed polygons reach to the left and right at each height."""
    left, right = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    step = rows[1] - rows[0]
    for ring in polygons:
        after = np.concatenate((ring[1:], ring[:1]))
        (x0, y0), (x1, y1) = ring.T, after.T
        low, high = ((np.minimum(y0, y1), np.maximum(y0, y1)) - rows[0]) / step
        first = np.clip(np.ceil(low), 0, len(rows)).astype(np.intp)
        count = np.clip(np.floor(high) + 1, 0, len(rows)).astype(np.intp) - first
        edge = np.repeat(np.arange(len(ring)), np.maximum(count, 0))
        row = (
            first[edge]
            + np.arange(len(edge))
            - np.repeat(np.cumsum(np.maximum(count, 0)) - np.maximum(count, 0), np.maximum(count, 0))
        )
        rise = np.where(y1 == y0, 1.0, y1 - y0)
        x = x0[edge] + (rows[row] - y0[edge]) * ((x1 - x0) / rise)[edge]
        np.minimum.at(left, row, x)
        np.maximum.at(right, row, x)
    return left, right


def zeros(task: Task, body: Silhouette) -> list[float]:
    """Return the places to try: where the plate's x = 0 may be on the sheet, pt."""
    x0, _, x1, _ = task.panel.window
    a, _, c, _ = task.view.focus
    pad = {edge: task.metrics.length(task.panel.pad(edge)) for edge in EDGES}
    low, high = x0 + pad["left"] - a * body.scale, x1 - pad["right"] - c * body.scale
    return [float(x) for x in np.linspace(low, max(high, low), PLACES)]


def placed_at(task: Task, body: Silhouette, zero: float) -> PlacedBody:
    """Return a body at a place of its panel: what lies beyond the edges is cut."""
    x0, _, x1, y1 = task.panel.window
    s = body.scale
    left, right = zero + body.left * s, zero + body.right * s
    inside_ = (right > x0) & (left < x1)
    cuts: list[Edge] = []
    if bool((left[inside_] < x0 + EDGE).any()):
        cuts.append("left")
    if body.ends or np.isfinite(body.left[0]):
        cuts.append("top")
    if bool((right[inside_] > x1 - EDGE).any()):
        cuts.append("right")
    if np.isfinite(body.left[-1]):
        cuts.append("bottom")
    left, right = np.where(inside_, np.maximum(left, x0), np.inf), np.where(inside_, np.minimum(right, x1), -np.inf)
    return PlacedBody(body, zero, y1 - (body.rows - body.top) * s, left, right, tuple(cuts))


@lru_cache(256)
def reach_of(attempt: PlacedBody) -> tuple[float, float]:
    """Return how far a body reaches to the left and to the right, pt; cached, because much depends on it."""
    return float(attempt.left.min()), float(attempt.right.max())


def middle_of(attempt: PlacedBody) -> float:
    """Return the x of the middle of a body."""
    left, right = reach_of(attempt)
    return (left + right) / 2
