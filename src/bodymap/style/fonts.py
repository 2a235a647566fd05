"""The fonts of pictures, and the width of text set in them."""

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
"""Font size, in pixels, at which widths are measured. They are then scaled, so that they do not depend on hinting."""


def path(weight: str, own: Fonts | None = None) -> Path:
    """Return the font file of a weight: the theme's own or Inter's."""
    named = getattr(own, weight, None)
    return Path(named) if named else assets() / "fonts" / FILES[weight]


def bundled(name: str) -> Path:
    """Return the path of a font file that comes with bodymap."""
    return assets() / "fonts" / name


@cache
def letters(file: Path) -> frozenset[str]:
    """Return the characters that a font file has."""
    from fontTools.ttLib import TTFont  # here: needed only for a user's own font

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def family(file: Path) -> str:
    """Return the family name of a font file, e.g. "Inter"."""
    return str(_font(str(file)).getname()[0] or file.stem)


def measure(text: str, weight: str, size: float) -> float:
    """Return the width of a line in points, with kerning."""
    return _width(text, str(path(weight))) * size


def measurer(own: Fonts) -> Measure:
    """Return a function that measures text in a theme's fonts."""
    faces = {weight: str(path(weight, own)) for weight in FILES}
    return lambda text, weight, size: _width(text, faces[weight]) * size


@lru_cache(4096)
def _width(text: str, file: str) -> float:
    return float(_font(file).getlength(text)) / _EM


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # here: a rejected request does not need it

    return ImageFont.truetype(file, _EM, layout_engine=ImageFont.Layout.BASIC)
