"""The scale of intensity: matplotlib's own perceptually uniform colour maps, between the theme's two ends.

A theme of one colour takes strengths of its own, and one without any takes hatching that is ever closer.
"""

from __future__ import annotations

import msgspec
from matplotlib import colormaps
from matplotlib.colors import to_hex

from ..style.theme import OWN, MuscleStyle, Theme
from .shapes import mixed

WIDEST, CLOSEST = 9.0, 2.2
"""Gaps of the hatching, pt, at intensity 0 and 1, where a theme has no colours."""


def colour(look: Theme, intensity: float) -> str:
    """The colour of an intensity from 0 to 1."""
    at = look.scale.low + (look.scale.high - look.scale.low) * intensity
    if look.scale.map == OWN:
        return str(to_hex(mixed(look.primary.fill, look.body_light, at)))
    return str(to_hex(colormaps[look.scale.map](at)))


def coloured(style: MuscleStyle, look: Theme, intensity: float | None) -> MuscleStyle:
    """A muscle's style with the fill of its intensity, or with its hatching, if it has one."""
    if intensity is None:
        return style
    if look.scale.alpha == 0 and look.primary.hatch:
        gap = WIDEST * (CLOSEST / WIDEST) ** intensity
        return msgspec.structs.replace(style, hatch=msgspec.structs.replace(look.primary.hatch, gap=gap))
    alpha = look.scale.alpha
    return MuscleStyle(colour(look, intensity), style.edge, alpha, alpha, style.width)
