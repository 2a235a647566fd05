"""Tell about where the marks of pain are drawn, so that no name points to one of their lines."""

from __future__ import annotations

from bisect import bisect
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import rings
from ..body.plate import Plate
from ..body.plates import load
from ..content.pain_rings import ROOM, SoreArea, whole_rings
from ..content.structures import tender
from .records import Figure

PIN = 9.0, (10.5, 6.0)
"""A mark with a smaller reach than this is drawn as a pin, with rings of these radii, pt."""


def pain_lines(figure: Figure) -> NDArray[np.float64]:
    """Return places along the rings of pain of a figure, (n, 2) pt on the sheet."""
    if not figure.sore:
        return np.empty((0, 2))
    plate, over = load(figure.body, figure.view), tender(figure.structures)
    scale = _usual(plate, figure.sore, over, figure.scale)
    lines, pins = _lines(plate, figure.sore, over, scale)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], 1)
    around = [figure.at(*pin) + radius * circle for pin in pins for radius in PIN[1]]
    return np.concatenate([figure.on_sheet(lines), *around])


def _usual(plate: Plate, sore: tuple[SoreArea, ...], over: tuple[str, ...], scale: float) -> float:
    """Return a scale at which the marks have the same number of rings as at this one: 1.0 if it does for both.

    Marks are worked out once for each number of rings, not for every scale that a layout tries.
    """
    reaches = [mark.reach for mark in whole_rings(plate, sore, over) if mark.reach > 0]
    steps = sorted({room / reach for room in (PIN[0], *ROOM) for reach in reaches})
    place = bisect(steps, scale)
    if not steps or place == bisect(steps, 1.0):
        return 1.0
    low, high = steps[max(place - 1, 0)], steps[min(place, len(steps) - 1)]
    return 0.9 * low if place == 0 else 1.1 * high if place == len(steps) else (low + high) / 2


@lru_cache(64)
def _lines(
    plate: Plate, sore: tuple[SoreArea, ...], over: tuple[str, ...], scale: float
) -> tuple[NDArray[np.float64], tuple[tuple[float, float], ...]]:
    """Return places along the rings on a plate, (n, 2) mm, and the middles of the marks that are pins."""
    found, pins = [np.empty((0, 2))], []
    for mark in whole_rings(plate, sore, over, scale):
        if mark.reach * scale < PIN[0]:
            pins.append(mark.place)
        else:
            found += [line[::2] for ring in mark.rings for line in rings(ring)]
    return np.concatenate(found), tuple(pins)
