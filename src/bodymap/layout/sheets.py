"""Define the sheets that pictures are drawn on: named sheets, and sizes in pixels."""

from __future__ import annotations

import re
from typing import get_args

import msgspec

from ..errors import BodymapError, alike, nearest, one_of, quoted, unknown
from ..options.choices import Orientation

MOST = 20_000
"""Maximum number of pixels along a side."""

LEAST = 64
"""Minimum number of pixels along a side: with fewer, nothing can be seen."""

SHORT = 540.0
"""The short side, in points, of a sheet given only in pixels, chosen so that type has the same size as on a slide."""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet to draw on: its name, its size in points, and the resolution of a pixel picture of it in dpi."""

    name: str
    width: float
    height: float
    dpi: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a pixel picture, in pixels."""
        return round(self.width * self.dpi / 72), round(self.height * self.dpi / 72)

    @property
    def kind(self) -> str:
        """The name without the orientation: `a4` for `a4-landscape`."""
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
"""All named sheets, in their default orientation and resolution."""

TURNS: tuple[str, ...] = get_args(Orientation)
"""The orientations of a sheet: landscape or portrait."""


def check_dpi(dpi: float) -> None:
    """Check that a picture may have a resolution, in dots per inch.

    Raises:
        BodymapError: it may not.
    """
    if not 10 <= dpi <= 2400:
        raise BodymapError(f"a resolution of {dpi:g} dpi is not possible; use 10 to 2400", field="dpi", value=dpi)


def sheet(size: str, dpi: float | None = None, orientation: str | None = None) -> Sheet:
    """Return the sheet for `size`: a name, a name with an orientation (a4-landscape), or pixels (1920x1080).

    Case does not matter, and spaces count as hyphens. Without `dpi`, a sheet in pixels is taken to be as large as a
    slide, so that its type is in proportion. `orientation` turns any sheet except a square.

    Raises:
        BodymapError: if there is no such size, or it is too small or too large.
    """
    if dpi is not None:
        check_dpi(dpi)
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
    """Return the sheet in that orientation, which is added to its name if it is not the default."""
    if turn != ("portrait" if sheet.width > sheet.height else "landscape") or sheet.width == sheet.height:
        return sheet
    return msgspec.structs.replace(sheet, name=f"{sheet.name}-{turn}", width=sheet.height, height=sheet.width)
