"""Referred pain as clouds of dots: over a figure's zones, and as a sample in the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from ..body.geometry import Box
from ..body.plate import Part
from ..layout.records import Figure
from ..style.theme import Theme
from . import clouds, stipple
from .fading import clear_of_fades

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def zone_dots(figure: Figure, parts: dict[str, Part], ax: Axes, look: Theme) -> Artist:
    """The dots over every zone, but for those that a fade would swallow."""
    places = clouds.dots(figure, parts)
    x, y = places[clear_of_fades(places, figure, look)].T
    dot = Line2D(x, y, linestyle="none", marker="o", markersize=look.dot, markeredgewidth=0, color=look.zone)
    dot.set_transform(ax.transData)
    return dot


def sample_dots(box: Box, look: Theme) -> NDArray[np.float64]:
    """Dots in a swatch, thinning out to its right."""
    width = box[2] - box[0]
    local = (0.0, 0.0, width, box[3] - box[1])
    dots = stipple.cloud(local, clouds.SPACING, lambda p: 1.0 - 0.75 * p[:, 0] / width)
    return dots + box[:2]
