"""Place the dots of pain that may spread on a figure and in the legend sample."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, bounds, distance, inside, rings
from ..body.plate import Part, Plate
from ..content.perineum import on_the_perineum
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from . import stipple
from .records import Figure

SPACING = 11.5
"""Distance between dots in the core of a zone, in pt. Denser dots read as a texture."""

SPILLOVER = 0.5
"""Density of dots in the spillover, as a share of the density in the core."""

ALONE = 2.0
"""A dot that is further than this many spacings from all others is left out."""

FEW = 4
"""Dots in the squares around a dot that may all be further away than that."""

HALO = 0.55
"""Width of the halo around a dot, in pt."""

SAMPLE = 5.0
"""Distance between the dots of a legend sample, in pt."""

SOFT = 9.0
"""Width of the border over which a cloud thins out, in pt."""


def dots(figure: Figure, plate: Plate, parts: Mapping[str, Part]) -> NDArray[np.float64]:
    """Return dots over every zone of a figure, (n, 2) pt: dense in the cores; where zones overlap, the densest wins.

    A zone across the midline has them on its own side only, if it has one. The perineum has none.
    """
    shapes = [(z.zone, _half(plate, parts[z.part], z.side), parts[z.part].shape) for z in figure.zones]
    outlines = [(zone, half, bounds([shape]), rings(shape)) for zone, half, shape in shapes]
    scale = figure.scale

    def density(places: NDArray[np.float64]) -> NDArray[np.float64]:
        most = np.zeros(len(places))
        for zone, half, box, polygons in outlines:
            near = np.flatnonzero((places >= box[:2]).all(1) & (places <= box[2:]).all(1))
            near = near[inside(polygons, places[near])]
            if not len(near):
                continue
            depth = np.minimum(distance(polygons, places[near]) * scale / SOFT, 1.0)
            if half:
                depth = np.minimum(depth, half * places[near, 0] * scale / SOFT)
                near, depth = near[depth > 0], depth[depth > 0]
            wanted = (0.35 + 0.65 * depth) * (1.0 if zone == "core" else SPILLOVER)
            most[near] = np.maximum(most[near], wanted)
        return most

    boxes = np.array([box for _, _, box, _ in outlines])
    whole: Box = (*boxes[:, :2].min(0), *boxes[:, 2:].max(0))
    drawn = stipple.cloud(whole, SPACING / scale, density)
    return figure.on_sheet(drawn[~on_the_perineum(plate, drawn)])


def _half(plate: Plate, part: Part, side: Side) -> int:
    """Return the sign of x on the half of a plate that is meant of a part across the midline; 0 for both halves."""
    facts = facts_of(plate.view)
    if part.side != Side.MIDLINE or side == Side.MIDLINE or facts.near is not None:
        return 0
    return -1 if facts.sides[0] == side else 1


def without_strays(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return dots, (n, 2) pt, without those that lie alone: a single dot says nothing, and looks like a fault."""
    if len(places) < 2:
        return places[:0]
    # Few dots have few others around them, and only these are measured.
    cell = np.floor((places - places.min(0)) / (ALONE * SPACING)).astype(int) + 1
    counts = np.zeros(cell.max(0) + 2, dtype=int)
    np.add.at(counts, tuple(cell.T), 1)
    around = sum(counts[cell[:, 0] + i, cell[:, 1] + j] for i in (-1, 0, 1) for j in (-1, 0, 1))
    kept = np.ones(len(places), dtype=bool)
    for n in np.flatnonzero(around <= FEW).tolist():
        apart = ((places - places[n]) ** 2).sum(1)
        apart[n] = np.inf
        kept[n] = apart.min() < (ALONE * SPACING) ** 2
    return np.asarray(places[kept])


def sample_dots(box: Box) -> NDArray[np.float64]:
    """Return dots for a legend sample, (n, 2) pt, thinning out to the right."""
    width = box[2] - box[0]
    local = (0.0, 0.0, width, box[3] - box[1])
    return stipple.cloud(local, SAMPLE, lambda p: 1.0 - 0.6 * p[:, 0] / width) + box[:2]
