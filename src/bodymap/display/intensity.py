"""The intensity scale: one of matplotlib's perceptually uniform colour maps, between the theme's two ends.

A one-colour theme uses strengths of its own colour; a theme without colours uses hatching, denser for higher values.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from ..style.colour import mixed, to_hex
from ..style.matplotlib_import import matplotlib
from ..style.theme import OWN, MuscleStyle, Theme

WIDEST, CLOSEST = 9.0, 2.2
"""Gaps of the hatching at intensity 0 and 1, in pt, for themes without colours."""


def colour(theme: Theme, intensity: float) -> str:
    """Return the colour of an intensity from 0 to 1, as #rrggbb."""
    at = theme.scale.low + (theme.scale.high - theme.scale.low) * intensity
    if theme.scale.map == OWN:
        return to_hex(mixed(theme.primary.fill, at, theme.body_light))
    red, green, blue, _ = _colour_map(theme.scale.map)(at)
    return to_hex((red, green, blue))


def muscle_style(style: MuscleStyle, theme: Theme, intensity: float | None) -> MuscleStyle:
    """Return a muscle's style with the fill for its intensity, or the hatching in a theme without colours."""
    if intensity is None:
        return style
    if theme.scale.alpha == 0 and theme.primary.hatch:
        gap = WIDEST * (CLOSEST / WIDEST) ** intensity
        return msgspec.structs.replace(style, hatch=msgspec.structs.replace(theme.primary.hatch, gap=gap))
    alpha = theme.scale.alpha
    return MuscleStyle(colour(theme, intensity), style.edge, alpha, alpha, style.width)


@cache
def _colour_map(name: str) -> Any:
    return matplotlib().colormaps[name]
