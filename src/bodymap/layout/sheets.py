"""What a picture is drawn on: named sheets, and sizes in pixels."""

from __future__ import annotations

import re

import msgspec

from ..errors import BodymapError, one_of, quoted, unknown

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

    @property
    def kind(self) -> str:
        """The name without the way it is turned: `a4` of `a4-landscape`."""
        return self.name.partition("-")[0]


_MM = 72 / 25.4

NAMED: dict[str, Sheet] = {
    "slide": Sheet("slide", 960.0, 540.0, 144),
    "a4": Sheet("a4", 210 * _MM, 297 * _MM, 200),
    "a5": Sheet("a5", 148 * _MM, 210 * _MM, 200),
    "letter": Sheet("letter", 612.0, 792.0, 200),
    "square": Sheet("square", 540.0, 540.0, 144),
    "story": Sheet("story", 540.0, 960.0, 144),
}
"""Every sheet with a name, as it lies unless told otherwise, and the dots an inch that it then has."""

TURNS = ("landscape", "portrait")
"""How a sheet may be turned: its long side across, or upright."""


def sheet(size: str, dpi: float | None = None, turn: str = "") -> Sheet:
    """The sheet that `size` means: a name, a name and how it is turned, as a4-landscape, or pixels as 1920x1080.

    Without `dpi`, one in pixels is taken to be as large as a slide, so that its type is in proportion. `turn` turns
    any of them, see `TURNS`; one that already lies so stays as it is, and a square has but one way to lie.

    Raises:
        BodymapError: the size is none of these, or it is too small or too large.
    """
    if dpi is not None and not 10 <= dpi <= 2400:
        raise BodymapError(f"dpi {quoted(dpi)} is not possible; it may be 10 to 2400")
    if turn and turn not in TURNS:
        raise unknown("way to turn a sheet", turn, TURNS)
    name, _, suffix = size.partition("-")
    if name in NAMED and suffix in ("", *TURNS):
        if turn and suffix and turn != suffix:
            raise BodymapError(f"size {quoted(size)} is no {turn}; take {name}-{turn}")
        found = _turned(msgspec.structs.replace(NAMED[name], dpi=float(dpi or NAMED[name].dpi)), turn or suffix)
    else:
        pixels = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", size.strip())
        if not pixels:
            raise BodymapError(f"unknown size {quoted(size)}; it may be {one_of([*NAMED, 'pixels as 1920x1080'])}")
        width, height = int(pixels[1]), int(pixels[2])
        if min(width, height) < LEAST or max(width, height) > MOST:
            raise BodymapError(f"size {quoted(size)} is not possible; each side may be {LEAST} to {MOST} pixels")
        dots = dpi or 72 * min(width, height) / SHORT
        if turn == ("portrait" if width > height else "landscape"):
            width, height = height, width
        found = Sheet(f"{width}x{height}", width * 72 / dots, height * 72 / dots, float(dots))
    if max(found.pixels) > MOST:
        width, height = found.pixels
        raise BodymapError(f"{found.name} at {dpi:g} dpi is {width} x {height} pixels; a side may be {MOST} at most")
    return found


def _turned(sheet: Sheet, turn: str) -> Sheet:
    """The sheet turned so; it bears the turn in its name where it does not lie so by itself."""
    if turn != ("portrait" if sheet.width > sheet.height else "landscape") or sheet.width == sheet.height:
        return sheet
    return msgspec.structs.replace(sheet, name=f"{sheet.name}-{turn}", width=sheet.height, height=sheet.width)
