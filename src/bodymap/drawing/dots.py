"""Referred pain as clouds of dots: over a figure's zones, and as a sample in the legend."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from .. import stipple
from ..geometry import Box, bounds, distance, inside, rings
from ..layout import Figure
from ..plates import Part
from ..theme import Theme
from .fading import clear_of_fades

SPACING = 3.5
"""Between the dots in the core of a zone, pt."""

SPARSE = 0.26
"""The density of dots in the spillover, as a share of the core's."""

SOFT = 9.0
"""Over so much, pt, a cloud thins out towards its border."""


def zone_dots(figure: Figure, parts: dict[str, Part], ax: Axes, look: Theme) -> Artist:
    """Dots over every zone, dense in the cores; where zones overlap, as dense as the densest."""
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
            wanted = (0.35 + 0.65 * depth) * (1.0 if zone == "core" else SPARSE)
            most[near] = np.maximum(most[near], wanted)
        return most

    boxes = np.array([box for _, box, _ in outlines])
    whole: Box = (*boxes[:, :2].min(0), *boxes[:, 2:].max(0))
    dots = stipple.cloud(whole, SPACING / scale, density)
    dots = figure.on_sheet(dots)
    x, y = dots[clear_of_fades(dots, figure, look)].T
    dot = Line2D(x, y, linestyle="none", marker="o", markersize=look.dot, markeredgewidth=0, color=look.zone)
    dot.set_transform(ax.transData)
    return dot


def sample_dots(box: Box, look: Theme) -> NDArray[np.float64]:
    """Dots in a swatch, thinning out to its right."""
    width = box[2] - box[0]
    local = (0.0, 0.0, width, box[3] - box[1])
    dots = stipple.cloud(local, SPACING, lambda p: 1.0 - 0.75 * p[:, 0] / width)
    return dots + box[:2]
