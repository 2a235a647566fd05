"""Font files: whether one can be used, and which characters it has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..errors import BodymapError
from ..files.disk import contents

MOST_BYTES = 64 * 1024 * 1024
"""Maximum size of a font file in bytes. Those for Chinese, Japanese and Korean take up to twenty megabytes."""

_STARTS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
"""First bytes of TrueType and OpenType fonts. A WOFF file begins otherwise, whatever its name."""

_NEEDED = {b"cmap", b"head", b"hhea", b"hmtx", b"name"}
"""Tables without which no text can be set or embedded."""


def check(path: Path) -> None:
    """Check that a font file is whole and can be used.

    Raises:
        BodymapError: it can't be read, is no TrueType or OpenType font, or is damaged.
    """
    raw = contents(path, most=MOST_BYTES, label=str(path))
    if path.suffix.lower() not in (".ttf", ".otf") or not raw.startswith(_STARTS):
        raise BodymapError(f"{path}: is not a TrueType or OpenType font")
    count = int.from_bytes(raw[4:6], "big")
    entries = [raw[12 + 16 * n : 28 + 16 * n] for n in range(count)]
    ends = [int.from_bytes(e[8:12], "big") + int.from_bytes(e[12:16], "big") for e in entries]
    if not {entry[:4] for entry in entries} >= _NEEDED or max(ends, default=0) > len(raw):
        raise BodymapError(f"{path}: is not a complete font")
    from PIL import ImageFont

    try:
        ImageFont.truetype(str(path), 16)
        letters(path)
    except Exception as error:  # a parser of binary data fails in many ways
        raise BodymapError(f"{path}: is not a complete font") from error


@cache
def letters(file: Path) -> frozenset[str]:
    """Return the characters that a font file has."""
    from fontTools.ttLib import TTFont  # here: our own font is not looked into unless a text may not fit it

    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
