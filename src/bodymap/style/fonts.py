"""The fonts of pictures, and the width of text set in them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BodymapError, plain, quoted
from ..files.disk import assets
from .font_files import letters
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
    return Path(named) if named else _inter(weight)


@cache
def _inter(weight: str) -> Path:
    return assets() / "fonts" / FILES[weight]


def bundled(name: str) -> Path:
    """Return the path of a font file that comes with bodymap."""
    return assets() / "fonts" / name


SURE = frozenset(
    (
        *map(chr, range(0x20, 0x149)),
        *"\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2032\u2033\u2212\u00d7\u2192\u2190\u2264\u2265",
    )
)
"""Characters that our own fonts have, so that no file is opened to look for them."""


def face(text: str, weight: str, own: Fonts | None = None) -> Path:
    """Return the font file that a line is set in: the first that has all of its letters.

    That is the theme's own of this weight, else Inter, else one of the theme's `fallback`; Inter if none has them all.
    """
    first = path(weight, own)
    ours = path(weight)
    if first == ours and set(text) <= SURE:
        return ours
    candidates = [first, ours, *map(Path, own.fallback if own else ())]
    return next((file for file in candidates if _has(file, text)), ours)


def lacking(text: str, weight: str = "regular", own: Fonts | None = None) -> str:
    """Return the letters of a line for which no font is available, each once; empty if there is one for the line."""
    if set(text) <= SURE:
        return ""
    file = face(text, weight, own)
    return "".join(dict.fromkeys(letter for letter in text if not _has(file, letter)))


def check_letters(texts: Iterable[str], own: Fonts | None = None, field: str = "") -> None:
    """Check that every line can be set.

    Raises:
        BodymapError: no available font has the letters of a line.
    """
    for text in texts:
        if missing := lacking(text, own=own):
            few = ", ".join(map(plain, missing[:5])) + (" …" if len(missing) > 5 else "")
            message = f"{quoted(text)}: no available font has {few}; name one under `fonts: fallback` of a theme"
            raise BodymapError(message, field=field, value=text)


def _has(file: Path, text: str) -> bool:
    return set(text) <= letters(file) | UNSEEN


UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Characters that are drawn as nothing, whether a font has them or not."""


@cache
def family(file: Path) -> str:
    """Return the family name of a font file, e.g. "Inter"."""
    return str(_font(str(file)).getname()[0] or file.stem)


def measure(text: str, weight: str, size: float) -> float:
    """Return the width of a line in points, with kerning."""
    return _width(text, str(face(text, weight))) * size


@lru_cache(32)
def measurer(own: Fonts) -> Measure:
    """Return a function that measures text in a theme's fonts, the same one for the same fonts."""

    @lru_cache(8192)
    def width(text: str, weight: str) -> float:
        return _width(text, str(face(text, weight, own)))

    return lambda text, weight, size: width(text, weight) * size


@lru_cache(4096)
def _width(text: str, file: str) -> float:
    return float(_font(file).getlength(text)) / _EM


@cache
def _font(file: str) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # here: a rejected request does not need it

    return ImageFont.truetype(file, _EM, layout_engine=ImageFont.Layout.BASIC)
