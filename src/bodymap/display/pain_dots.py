"""Place the dots of pain that may spread on a figure and in the legend sample."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, bounds, distance, inside, rings
from ..body.plate import Part
from ..layout.records import Figure
from . import stipple
from .fading import clear_of_fade
from .records import Fade

SPACING = 11.5
"""Distance between dots in the core of a zone, in pt. Denser dots read as a texture."""

SPILLOVER = 0.5
"""Density of dots in the spillover, as a share of the density in the core."""

ALONE = 2.0
"""A dot that is further than this many spacings from all others is left out."""

HALO = 0.55
"""Width of the halo around a dot, in pt."""

SAMPLE = 5.0
"""Distance between the dots of a legend sample, in pt."""

SOFT = 9.0
"""Width of the border over which a cloud thins out, in pt."""


def dots(figure: Figure, parts: Mapping[str, Part], fade: Fade | None) -> NDArray[np.float64]:
    """Return dots over every zone of a figure, (n, 2) pt: dense in the cores; where zones overlap, the densest wins.

    Places that the figure's `fade` would hide get none.
    """
    shapes = [(z.zone, parts[z.part].shape) for z in figure.zones]
    outlines = [(zone, bounds([shape]), rings(shape)) for zone, shape in shapes]
    scale = figure.scale

    def density(places: NDArray[np.float64]) -> NDArray[np.float64]:
        most = np.zeros(len(places))
        for zone, box, polygons in outlines:
            near = np.flatnonzero((places >= box[:2]).all(1) & (places <= box[2:]).all(1))
            near = near[inside(polygons, places[near])]
            if not len(near):
                continue
            depth = np.minimum(distance(polygons, places[near]) * scale / SOFT, 1.0)
            wanted = (0.35 + 0.65 * depth) * (1.0 if zone == "core" else SPILLOVER)
            most[near] = np.maximum(most[near], wanted)
        return most

    boxes = np.array([box for _, box, _ in outlines])
    whole: Box = (*boxes[:, :2].min(0), *boxes[:, 2:].max(0))
    places = figure.on_sheet(stipple.cloud(whole, SPACING / scale, density))
    return places[clear_of_fade(places, fade)]


def without_strays(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return dots, (n, 2) pt, without those that lie alone: a single dot says nothing, and looks like a fault."""
    if len(places) < 2:
        return places[:0]
    apart = np.hypot(*(places[:, None] - places).T)
    np.fill_diagonal(apart, np.inf)
    kept: NDArray[np.float64] = places[apart.min(1) < ALONE * SPACING]
    return kept


def sample_dots(box: Box) -> NDArray[np.float64]:
    """Return dots for a legend sample, (n, 2) pt, thinning out to the right."""
    width = box[2] - box[0]
    local = (0.0, 0.0, width, box[3] - box[1])
    return stipple.cloud(local, SAMPLE, lambda p: 1.0 - 0.6 * p[:, 0] / width) + box[:2]
