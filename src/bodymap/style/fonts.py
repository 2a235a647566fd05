"""The typeface that comes with bodymap, and how wide its text is."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.disk import assets
from .text import Measure
from .theme import Fonts

if TYPE_CHECKING:
    from PIL import ImageFont

FILES = {"regular": "Inter-Regular.ttf", "semibold": "Inter-SemiBold.ttf", "italic": "Inter-Italic.ttf"}

_EM = 256
"""Widths are measured at this size and scaled: they then do not depend on hinting."""


def path(weight: str, own: Fonts | None = None) -> Path:
    """The file of a weight: a theme's own, or Inter's."""
    named = getattr(own, weight, None)
    return Path(named) if named else assets() / "fonts" / FILES[weight]


def bundled(name: str) -> Path:
    """A font file that comes with bodymap, by its name."""
    return assets() / "fonts" / name


@cache
def letters(file: Path) -> frozenset[str]:
    """The letters that a font file has."""
    from fontTools.ttLib import TTFont  # here: only a font of a user's own is asked

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def family(file: Path) -> str:
    """The family name of a font file, e.g. "Inter"."""
    return str(_font(str(file)).getname()[0] or file.stem)


def measure(text: str, weight: str, size: float) -> float:
    """The width of a line in points, with kerning."""
    return _width(text, str(path(weight))) * size


def measurer(own: Fonts) -> Measure:
    """What measures text in a theme's fonts."""
    faces = {weight: str(path(weight, own)) for weight in FILES}
    return lambda text, weight, size: _width(text, faces[weight]) * size


@lru_cache(4096)
def _width(text: str, file: str) -> float:
    return float(_font(file).getlength(text)) / _EM


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # here: a refused request need not wait for it

    return ImageFont.truetype(file, _EM, layout_engine=ImageFont.Layout.BASIC)
