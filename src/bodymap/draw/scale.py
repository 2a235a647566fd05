"""The scale of intensity: matplotlib's own perceptually uniform colour maps, between the theme's two ends."""

from __future__ import annotations

from matplotlib import colormaps
from matplotlib.colors import to_hex

from ..theme import MuscleStyle, Scale


def colour(scale: Scale, intensity: float) -> str:
    """The colour of an intensity from 0 to 1."""
    return str(to_hex(colormaps[scale.map](scale.low + (scale.high - scale.low) * intensity)))


def coloured(style: MuscleStyle, scale: Scale, intensity: float | None) -> MuscleStyle:
    """A muscle's style with the fill of its intensity, if it has one."""
    if intensity is None:
        return style
    return MuscleStyle(colour(scale, intensity), style.edge, scale.alpha, scale.alpha, style.width, style.hatch)
