"""Fade the cut edges of a figure, by masks or by veils in the paper colour."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box
from ..layout.records import Figure
from ..style.colour import rgb
from ..style.theme import Theme
from .records import Edge, Fade, Image

Ramp = TypeVar("Ramp", float, NDArray[np.float64])

EDGES: tuple[Edge, ...] = ("left", "top", "right", "bottom")

STEPS = 64
"""Number of pixels across a veil."""

OVERLAP = 2.0
"""How far a veil extends beyond the edge, in pt, so that no sliver of a line shows there."""


def fade(figure: Figure, theme: Theme) -> Fade | None:
    """Return the edges at which a figure fades; None if it has none."""
    if not figure.fade:
        return None
    x0, y0, x1, y1 = figure.place
    edges = tuple(edge for edge in EDGES if edge in figure.fade)
    return Fade(figure.place, edges, min(theme.fade, 0.16 * min(x1 - x0, y1 - y0)))


def visible_share(t: Ramp) -> Ramp:
    """Return the visibility at `t`, from 0 at a cut edge to 1 where the fade ends: smooth at both ends."""
    return t * t * (3 - 2 * t)


def clear_of_fade(places: NDArray[np.float64], fade: Fade | None) -> NDArray[np.bool_]:
    """Return which places, (n, 2) pt, hardly fade, so that a cut-off zone does not show up as a few stray dots."""
    clear = np.ones(len(places), dtype=bool)
    if fade is None:
        return clear
    x0, y0, x1, y1 = fade.box
    distance = {
        "left": places[:, 0] - x0,
        "right": x1 - places[:, 0],
        "top": y1 - places[:, 1],
        "bottom": places[:, 1] - y0,
    }
    for edge in fade.edges:
        clear &= distance[edge] > 0.8 * fade.depth
    return clear


def fade_mask(width: int, height: int, fade: Fade, depth: float) -> NDArray[np.float64]:
    """Return the visibility of each cell of a fading box, (height, width), row 0 at the top; `depth` is in cells."""

    def ramp(n: int, low: bool, high: bool) -> NDArray[np.float64]:
        at = np.arange(n) + 0.5
        t = np.ones(n)
        if low:
            t = np.minimum(t, at / depth)
        if high:
            t = np.minimum(t, (n - at) / depth)
        return visible_share(t)

    across = ramp(width, "left" in fade.edges, "right" in fade.edges)
    down = ramp(height, "top" in fade.edges, "bottom" in fade.edges)
    return down[:, None] * across


def veils(fade: Fade, paper: str) -> tuple[Image, ...]:
    """Return images of paper that grow more opaque towards the edges: a fade without masks, for any backend."""
    return tuple(_veil(fade, edge, paper) for edge in fade.edges)


def _veil(fade: Fade, edge: Edge, paper: str) -> Image:
    x0, y0, x1, y1 = fade.box
    strips: dict[Edge, Box] = {
        "left": (x0 - OVERLAP, y0, x0 + fade.depth, y1),
        "right": (x1 - fade.depth, y0, x1 + OVERLAP, y1),
        "top": (x0, y1 - fade.depth, x1, y1 + OVERLAP),
        "bottom": (x0, y0 - OVERLAP, x1, y0 + fade.depth),
    }
    seen = visible_share((np.arange(STEPS) + 0.5) / STEPS)
    seen = seen if edge in ("left", "top") else seen[::-1]  # left to right, or top to bottom
    pixels = np.empty((STEPS, 4), dtype=np.uint8)
    pixels[:, :3] = np.round(np.array(rgb(paper)) * 255)
    pixels[:, 3] = np.round((1 - seen) * 255)
    return Image(strips[edge], pixels[:, None] if edge in ("top", "bottom") else pixels[None])
