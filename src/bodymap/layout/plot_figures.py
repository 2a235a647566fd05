"""Fit the figures of a plot into a box: side by side or in rows, all at one scale, each with its view and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from .. import words
from ..body.geometry import Box
from ..body.plates import load
from ..content import framing, limbs
from ..content.plot_content import PlotView
from ..errors import BodymapError
from ..knowledge.views import facts_of
from ..style.text import Measure, Text
from .records import Figure

GAP = 0.035
"""Space between two figures, as a share of the shorter side of the box."""

OWN_SCALE = 2.2
"""How many times larger than a body a view is shown that has a scale of its own, such as the soles."""

LETTER, CAPTION = 0.034, 0.03
"""Size of letters and captions, as a share of the height that a figure has."""

LEAST, MOST = 7.0, 11.0
"""Smallest and largest size of them, pt."""

STRIP = 1.45
"""Height of the line under a figure, in sizes of its type."""

SMALLEST = 24.0
"""A body that is smaller than this along its longer side, pt, shows nothing."""


class Placing(NamedTuple):
    """A way to place figures: how many stand in a row, the scale in pt per mm, and the size of type."""

    columns: int
    scale: float
    size: float


def plot_figures(
    body: str, views: Sequence[PlotView], box: Box, measure: Measure, captions: str = "full"
) -> tuple[Figure, ...]:
    """Return the figures of a plot, placed in a box as large as possible.

    Args:
        body: the name of the body.
        views: what is shown.
        box: the room, pt.
        measure: measures text.
        captions: `full`, `letters` or `none`.

    Raises:
        BodymapError: the box is too small.
    """
    width, height = box[2] - box[0], box[3] - box[1]
    sizes = [_size(view) for view in views]
    best = max((_placing(sizes, n, width, height, captions) for n in range(1, len(views) + 1)), key=lambda p: p.scale)
    if best.scale * max(max(size) for size in sizes) < SMALLEST:
        raise BodymapError(
            f"there are {max(width, 0):.0f} x {max(height, 0):.0f} points for the bodies, which is too small; "
            "60 x 60 is enough",
            field="ax",
        )
    gap, strip = GAP * min(width, height), _strip(best.size, captions)
    rows = [range(n, min(n + best.columns, len(views))) for n in range(0, len(views), best.columns)]
    tall = [max(sizes[n][1] for n in row) * best.scale + strip for row in rows]
    y = box[3] - (height - sum(tall) - gap * (len(rows) - 1)) / 2
    figures: list[Figure] = []
    for row, high in zip(rows, tall, strict=True):
        wide = sum(sizes[n][0] * best.scale for n in row) + gap * (len(row) - 1)
        x = box[0] + (width - wide) / 2
        for n in row:
            w, h = (length * best.scale for length in sizes[n])
            low = y - high + strip + (high - strip - h) / 2
            place = (x, low, x + w, low + h)
            figures.append(_figure(body, views[n], place, y - high, best.size, measure, captions, gap))
            x += w + gap
        y -= high + gap
    return tuple(figures)


def aspect_of(views: Sequence[PlotView]) -> float:
    """Return the width of views side by side, divided by the height of the tallest."""
    sizes = [_size(view) for view in views]
    return sum(wide for wide, _ in sizes) / max(tall for _, tall in sizes)


def _size(view: PlotView) -> tuple[float, float]:
    """Return the size of a figure at a scale of 1, pt."""
    x0, y0, x1, y1 = view.frame
    times = OWN_SCALE if facts_of(view.view).own_scale else 1.0
    return (x1 - x0) * times, (y1 - y0) * times


def _strip(size: float, captions: str) -> float:
    return 0.0 if captions == "none" else STRIP * size


def _placing(sizes: Sequence[tuple[float, float]], columns: int, width: float, height: float, captions: str) -> Placing:
    """Return the scale at which figures fit with a given number in a row."""
    rows = [sizes[n : n + columns] for n in range(0, len(sizes), columns)]
    gap = GAP * min(width, height)
    size = min(max(CAPTION * height / len(rows), LEAST), MOST)
    free = height - gap * (len(rows) - 1) - _strip(size, captions) * len(rows)
    across = min((width - gap * (len(row) - 1)) / sum(w for w, _ in row) for row in rows)
    return Placing(columns, max(min(across, free / sum(max(h for _, h in row) for row in rows)), 0.0), size)


def _figure(
    body: str, view: PlotView, place: Box, low: float, size: float, measure: Measure, captions: str, gap: float
) -> Figure:
    whole = load(body, view.view)
    plate = limbs.plate_for_figure(body, view.view, view.frame, view.about)
    edges = framing.cuts(plate, view.frame)
    limb = view.about if plate is not whole else ()
    figure = Figure(body, view.view, view.frame, place, fade=edges, cut=bool(edges), fibred=False, limb=limb)
    if captions == "none":
        return figure
    letters, caption = _words(figure, low, size, measure, captions, gap)
    return msgspec.structs.replace(figure, letters=letters, caption=caption)


def _words(
    figure: Figure, low: float, size: float, measure: Measure, captions: str, gap: float
) -> tuple[tuple[Text, ...], Text | None]:
    """Return the letters of the sides under a figure, and the name of its view where there is room between them."""
    facts, (x0, _, x1, _) = facts_of(figure.view), figure.place
    base, middle = low + 0.35 * size, (x0 + x1) / 2
    said = facts.caption
    wide = measure(said, "regular", size)
    letter = {turn: words.text(f"letter.{side}") for side, turn in facts.edges}
    broad = max(measure(text, "semibold", size) for text in letter.values())
    room = x1 - x0 + 0.8 * gap
    fits = captions == "full" and wide + (len(letter) * (broad + 0.9 * size)) <= room
    reach = wide / 2 + 0.9 * size + broad / 2 if fits else 0.0
    if facts.near:
        places = dict.fromkeys(letter, middle + reach)
    else:
        seen = [turn for turn, edge in ((-1, figure.frame[0]), (1, figure.frame[2])) if edge * turn > 0]
        if len({part.rpartition(".")[2] for part in figure.limb} & set(facts.sides)) == 1:  # a limb by itself
            seen = [turn for side, turn in facts.edges if figure.limb[0].endswith(f".{side}")]
        apart = max(reach, min(0.3 * (x1 - x0), 40.0)) if len(seen) > 1 or fits else 0.0
        left, _, right, _ = figure.frame
        midline = x0 - left / (right - left) * (x1 - x0)
        own = [turn for turn in seen if (middle + turn * apart - midline) * turn > broad / 2]  # under its own half
        places = {turn: middle + turn * apart for turn in letter if turn in (own or seen)}
    letters = tuple(Text(letter[turn], x, base, size, "semibold", "ink", "center") for turn, x in places.items())
    return letters, Text(said, middle, base, size, tone="quiet", align="center") if fits else None
