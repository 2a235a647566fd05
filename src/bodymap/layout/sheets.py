"""What a picture is drawn on: named sheets, and sizes in pixels."""

from __future__ import annotations

import re
from typing import get_args

import msgspec

from ..errors import BodymapError, alike, nearest, one_of, quoted, unknown
from ..options import Orientation

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

TURNS: tuple[str, ...] = get_args(Orientation)
"""How a sheet may be turned: its long side across, or upright."""


def sheet(size: str, dpi: float | None = None, orientation: str | None = None) -> Sheet:
    """Return the sheet that `size` means: a name, a name with its orientation (a4-landscape), or pixels (1920x1080).

    Case makes no difference, and a space is as good as a hyphen. Without `dpi`, a sheet in pixels counts as large as a
    slide, so that its type is in proportion. `orientation` turns any of them, except a square.

    Raises:
        BodymapError: there is no such size, or it is too small or too large.
    """
    if dpi is not None and not 10 <= dpi <= 2400:
        raise BodymapError(f"a resolution of {dpi:g} dpi is not possible; use 10 to 2400", field="dpi", value=dpi)
    if orientation and orientation not in TURNS:
        raise unknown("orientation", orientation, TURNS, field="orientation")
    turn = orientation or ""
    name, _, suffix = "-".join(size.casefold().removeprefix("us ").replace("-", " ").split()).partition("-")
    if name in NAMED and suffix in ("", *TURNS):
        if turn and suffix and turn != suffix:
            raise BodymapError(f"size {quoted(size)} is not {turn}; use {name}-{turn}", field="size", value=size)
        found = _turned(msgspec.structs.replace(NAMED[name], dpi=float(dpi or NAMED[name].dpi)), turn or suffix)
    else:
        pixels = re.fullmatch(r"(\d{1,9})\s*[xX×]\s*(\d{1,9})(?:\s*px)?", size.strip())
        if not pixels:
            choices = [*NAMED, "pixels, e.g. 1920x1080"]
            near = nearest(size, NAMED) if any(c.isalpha() for c in size) and alike(size, NAMED) else None
            hint = f"did you mean {near!r}? It may be" if near else "it may be"
            raise BodymapError(
                f"unknown size {quoted(size)}; {hint} {one_of(choices)}", field="size", value=size, choices=NAMED
            )
        width, height = int(pixels[1]), int(pixels[2])
        if min(width, height) < LEAST or max(width, height) > MOST:
            raise BodymapError(
                f"size {quoted(size)} is not possible; each side may be {LEAST} to {MOST} pixels",
                field="size",
                value=size,
            )
        dots = dpi or 72 * min(width, height) / SHORT
        if turn == ("portrait" if width > height else "landscape"):
            width, height = height, width
        found = Sheet(f"{width}x{height}", width * 72 / dots, height * 72 / dots, float(dots))
    if max(found.pixels) > MOST:
        width, height = found.pixels
        raise BodymapError(
            f"{found.name} at {dpi:g} dpi is {width} x {height} pixels; a side may have at most {MOST}",
            field="dpi",
            value=dpi,
        )
    return found


def _turned(sheet: Sheet, turn: str) -> Sheet:
    """The sheet turned so; it bears the turn in its name where it does not lie so by itself."""
    if turn != ("portrait" if sheet.width > sheet.height else "landscape") or sheet.width == sheet.height:
        return sheet
    return msgspec.structs.replace(sheet, name=f"{sheet.name}-{turn}", width=sheet.height, height=sheet.width)
