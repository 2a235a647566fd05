"""Draw the mark of pain where it hurts: rings with a filled centre, each line on a halo so that it stands out anywhere.

All halos are drawn under all lines, so that no halo cuts a line. Widths are points on paper: heavier towards the
centre, and heavier on marks that are large there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, distance, inside, rings
from ..body.plate import Plate
from ..content.pain_rings import PainRings, pain_rings
from ..content.structures import tender
from ..layout.records import Figure
from ..style.theme import Theme
from .records import Fade, Path, Style
from .shapes import circle, on_sheet
from .spot_marks import HALF
from .styles import Styles

WIDTHS = {"outer": 1.5, "middle": 2.0, "inner": 2.7, "only": 2.4}
"""Line widths of the rings, pt."""

RINGS = {1: ("only",), 2: ("outer", "inner"), 3: ("outer", "middle", "inner")}
"""The rings of a mark by their number, from the outermost in."""

LARGE, HEAVIEST = 100.0, 3.0
"""Reach of a mark from which its lines grow with its size, in steps of a half, pt, and the most that they grow by."""

LEAST = 9.0
"""A mark with a smaller reach, pt, is a pin."""

PIN, SMALL_PIN = 10.5, 7.0
"""Radius of a pin, and of one among many, pt."""

PIN_RINGS = (("outer", 1.0, 1.5), ("inner", 0.58, 2.0))
"""Each ring of a pin: its radius as a share of the pin's, and its line width, pt."""

PIN_CENTRE = 0.2
"""Radius of the centre of a pin, as a share of its own."""

FLAT = 0.75
"""Height of a legend sample as a share of its width."""

SMALLER = 1.0, 0.8, 0.6
"""Sizes of a centre to try where there is little room between trigger points."""

FURTHEST = 12.0
"""The most that a centre moves off a trigger point, pt."""

INSIDE = 2.0
"""Free space between a mark and the edge of its figure, pt."""

APART = 4.5
"""Free space between a mark and the dots of pain around it, pt."""


class Ring(NamedTuple):
    """A closed line on the sheet with its width, pt, and the name of its style; a width of 0 fills the line."""

    shape: Shape
    width: float
    name: str


PainMark = tuple[Ring, ...]
"""A mark on the sheet: its rings from the outermost in, and its centre."""


def pain_marks(figure: Figure, plate: Plate, fade: Fade | None, styles: Styles) -> tuple[PainMark, ...]:
    """Return the marks of where it hurts on a figure."""
    if not figure.sore:
        return ()
    theme = styles.theme
    over = tender(figure.structures)
    found = pain_rings(plate, figure.sore, _window(figure, fade), figure.scale, over)
    if any(area.alone for area in figure.sore):
        places = _merged(np.array([figure.at(*mark.place) for mark in found]).reshape(-1, 2))
        return tuple(_pin(place, SMALL_PIN, theme.pain.strength, "small-pin") for place in places.tolist())
    wanted = {mark.point for mark in figure.marks}
    crosses = np.array([figure.at(p.x, p.y) for p in plate.points if p.id in wanted]).reshape(-1, 2)
    return tuple(_mark(figure, mark, theme, crosses) for mark in found)


def _window(figure: Figure, fade: Fade | None) -> Box:
    """Return the part of the plate that is clearly seen, mm: without the fading edges."""
    edges = fade.edges if fade else ()
    depth = 0.7 * fade.depth if fade else 0.0
    left, top, right, bottom = (
        max(depth if edge in edges else 0.0, INSIDE) / figure.scale for edge in ("left", "top", "right", "bottom")
    )
    x0, y0, x1, y1 = figure.frame
    return x0 + left, y0 + top, x1 - right, y1 - bottom


def _merged(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places of many pins, (n, 2) pt, with one for those that would overlap."""
    kept: list[NDArray[np.float64]] = []
    for place in places:
        near = [i for i, other in enumerate(kept) if np.hypot(*(other - place)) < 2 * SMALL_PIN]
        if near:
            kept[near[0]] = (kept[near[0]] + place) / 2
        else:
            kept.append(place)
    return np.array(kept).reshape(-1, 2)


def _mark(figure: Figure, found: PainRings, theme: Theme, crosses: NDArray[np.float64]) -> PainMark:
    """Return a mark, with its centre moved off the trigger points if there is room."""
    reach, place, strength = found.reach * figure.scale, figure.at(*found.place), theme.pain.strength
    if reach < LEAST:
        return _pin(place, PIN, strength, "pin")
    grown = strength * min(max(round(2 * (reach / LARGE) ** 0.6) / 2, 1.0), HEAVIEST)
    centre = on_sheet(figure, found.centre)
    radius = float(np.hypot(*(centre.points - place).T).max())
    inner = rings(on_sheet(figure, found.rings[-1]), 3)
    moved, share = _clear_of_crosses(np.array(place), radius, inner, crosses, theme.point_size + theme.pain.rim)
    centre = Shape(moved + share * (centre.points - place), centre.codes)
    lines = tuple(
        Ring(on_sheet(figure, ring), WIDTHS[name] * grown, f"ring-{name}")
        for ring, name in zip(found.rings, RINGS[len(found.rings)], strict=True)
    )
    letters = (np.abs(np.array(figure.at(pin.x, pin.y)) - moved).max() for pin in figure.pins)
    if any(away < radius + HALF for away in letters):
        return lines  # the letter of a free spot stands in the middle; a centre would show as a crumb beside it
    return (*lines, Ring(centre, 0.0, "centre"))


def _clear_of_crosses(
    place: NDArray[np.float64],
    radius: float,
    inner: list[NDArray[np.float64]],
    crosses: NDArray[np.float64],
    size: float,
) -> tuple[NDArray[np.float64], float]:
    """Return where a centre is clear of all crosses and inside the innermost ring, near `place`, and its share of size.

    It is made smaller where there is no room for all of it. If there is none at all, it is small and as far from the
    crosses as it can be.
    """
    if not len(crosses):
        return place, 1.0
    t = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    steps = np.linspace(0, FURTHEST, 9)[1:, None, None] * np.stack([np.cos(t), np.sin(t)], 1)
    places = np.concatenate([place[None], place + steps.reshape(-1, 2)])
    away = np.hypot(*(places[:, None] - crosses).transpose(2, 0, 1)).min(1) - size
    room = np.where(inside(inner, places), np.minimum(away, distance(inner, places)), -1.0)
    for share in SMALLER:
        if (clear := room > share * radius).any():
            return places[int(clear.argmax())], share
    return places[int(room.argmax())], SMALLER[-1]


def _pin(place: tuple[float, float], radius: float, strength: float, name: str, flat: float = 1.0) -> PainMark:
    """Return the mark at one size: for areas smaller than rings can be, and for the legend."""

    def ring(size: float) -> Shape:
        shape = circle(size * radius)
        return Shape(shape.points / (flat, 1.0) + place, shape.codes)

    thin = strength * min(radius / PIN, 1.0)
    lines = (Ring(ring(size), width * thin, f"{name}-{where}") for where, size, width in PIN_RINGS)
    return (*lines, Ring(ring(PIN_CENTRE), 0.0, "centre"))


def sample_mark(box: Box) -> PainMark:
    """Return the mark for a legend sample: a pin, a little wider than tall."""
    x0, y0, x1, y1 = box
    return _pin(((x0 + x1) / 2, (y0 + y1) / 2), (y1 - y0) / 2, 1.4, "sample", FLAT)


def paths(marks: Sequence[PainMark], styles: Styles) -> Iterator[Path]:
    """Yield the halos of marks, then their lines."""
    pain = styles.theme.pain
    lines = [line for mark in marks for line in mark]
    for shape, width, name in lines:
        halo = Style(fill="" if width else pain.halo, stroke=pain.halo, width=width + 2 * pain.rim, join="round")
        yield Path(shape, styles.add(f"pain-{name}-halo", halo), "hurts")
    for shape, width, name in lines:
        line = Style(stroke=pain.line, width=width, join="round") if width else Style(fill=pain.line)
        yield Path(shape, styles.add(f"pain-{name}", line), "hurts")


def clear_of_marks(places: NDArray[np.float64], marks: Sequence[PainMark]) -> NDArray[np.bool_]:
    """Return which places, (n, 2) pt, lie outside all marks and not close to them."""
    clear = np.ones(len(places), dtype=bool)
    for mark in marks:
        outer = rings(mark[0].shape, 3)
        clear &= ~inside(outer, places) & (distance(outer, places) > APART)
    return clear
