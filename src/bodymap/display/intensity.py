"""The scale of intensity: matplotlib's perceptually uniform colour maps, between the theme's two ends.

A theme of one colour takes strengths of its own colour; one without colours takes hatching, closer for more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from ..style.colour import mixed, to_hex
from ..style.matplotlib_import import matplotlib
from ..style.theme import OWN, MuscleStyle, Theme

WIDEST, CLOSEST = 9.0, 2.2
"""Gaps of the hatching, pt, at intensity 0 and 1, where a theme has no colours."""


def colour(theme: Theme, intensity: float) -> str:
    """The colour of an intensity from 0 to 1, as #rrggbb."""
    at = theme.scale.low + (theme.scale.high - theme.scale.low) * intensity
    if theme.scale.map == OWN:
        return to_hex(mixed(theme.primary.fill, at, theme.body_light))
    red, green, blue, _ = _colour_map(theme.scale.map)(at)
    return to_hex((red, green, blue))


def muscle_style(style: MuscleStyle, theme: Theme, intensity: float | None) -> MuscleStyle:
    """A muscle's style with the fill of its intensity, or with its hatching in a theme without colours."""
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
