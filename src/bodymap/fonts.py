"""The typeface that comes with bodymap, and how wide its text is."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .files import assets

if TYPE_CHECKING:
    from PIL import ImageFont

FILES = {"regular": "Inter-Regular.ttf", "semibold": "Inter-SemiBold.ttf", "italic": "Inter-Italic.ttf"}

_EM = 256
"""Widths are measured at this size and scaled: they then do not depend on hinting."""


def path(weight: str) -> Path:
    """The file of a weight."""
    return assets() / "fonts" / FILES[weight]


def measure(text: str, weight: str, size: float) -> float:
    """The width of a line in points, with kerning."""
    return _width(text, weight) * size


@lru_cache(4096)
def _width(text: str, weight: str) -> float:
    return float(_font(weight).getlength(text)) / _EM


@cache
def _font(weight: str) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # here: a refused request need not wait for it

    return ImageFont.truetype(path(weight), _EM, layout_engine=ImageFont.Layout.BASIC)
