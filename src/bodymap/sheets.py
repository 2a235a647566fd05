"""What a picture is drawn on: named sheets, and sizes in pixels."""

from __future__ import annotations

import re

import msgspec

from .errors import BodymapError, one_of, quoted

MOST = 20_000
"""Pixels along a side, at most."""

LEAST = 64
"""Pixels along a side, at least: less shows nothing."""

SHORT = 540.0
"""The short side, in points, of a sheet that is given in pixels alone: type then has the size it has on a slide."""


class Sheet(msgspec.Struct, frozen=True):
    """What is drawn on: its name, its size in points, and how many dots an inch a pixel picture of it has."""

    name: str
    width: float
    height: float
    dpi: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a pixel picture."""
        return round(self.width * self.dpi / 72), round(self.height * self.dpi / 72)


_MM = 72 / 25.4

NAMED: dict[str, Sheet] = {
    "slide": Sheet("slide", 960.0, 540.0, 144),
    "a4": Sheet("a4", 210 * _MM, 297 * _MM, 200),
    "a5": Sheet("a5", 148 * _MM, 210 * _MM, 200),
    "letter": Sheet("letter", 612.0, 792.0, 200),
    "square": Sheet("square", 540.0, 540.0, 144),
}
"""Every sheet with a name, and the dots an inch that it has unless told otherwise."""


def sheet(size: str, dpi: float | None = None) -> Sheet:
    """The sheet that `size` means: a name, or pixels as 1920x1080.

    Without `dpi`, one in pixels is taken to be as large as a slide, so that its type is in proportion.

    Raises:
        BodymapError: the size is neither, or it is too small or too large.
    """
    if dpi is not None and not 10 <= dpi <= 2400:
        raise BodymapError(f"dpi {quoted(dpi)} is not possible; it may be 10 to 2400")
    if size in NAMED:
        named = NAMED[size]
        found = msgspec.structs.replace(named, dpi=float(dpi or named.dpi))
    else:
        pixels = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", size.strip())
        if not pixels:
            raise BodymapError(f"unknown size {quoted(size)}; it may be {one_of([*NAMED, 'pixels as 1920x1080'])}")
        width, height = int(pixels[1]), int(pixels[2])
        if min(width, height) < LEAST or max(width, height) > MOST:
            raise BodymapError(f"size {quoted(size)} is not possible; each side may be {LEAST} to {MOST} pixels")
        dots = dpi or 72 * min(width, height) / SHORT
        found = Sheet(f"{width}x{height}", width * 72 / dots, height * 72 / dots, float(dots))
    if max(found.pixels) > MOST:
        width, height = found.pixels
        raise BodymapError(f"{found.name} at {dpi:g} dpi is {width} x {height} pixels; a side may be {MOST} at most")
    return found
