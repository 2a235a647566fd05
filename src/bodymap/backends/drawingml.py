"""Elements of DrawingML, the markup of shapes in PowerPoint's files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from pptx.oxml.ns import qn

from ..body.geometry import CLOSE, CUBIC, MOVE, Shape, bounds
from ..display.records import Style

FINE = 100
"""Units of a shape's own coordinates per point on the sheet: PowerPoint takes only whole numbers."""

Extent = tuple[int, int, int, int]
"""Left, top, right and bottom on a slide, in EMU (English Metric Units)."""


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """Append an element to another one, and return it. `tag` has its prefix, as in `a:ln`."""
    found = parent.makeelement(_name(tag), attributes)
    parent.append(found)
    return found


@cache
def _name(tag: str) -> str:
    """Return the name of an element with its namespace; a slide has a hundred thousand elements, and few names."""
    return str(qn(tag))


def transform(properties: Any, extent: Extent, *, group: bool = False) -> None:
    """Say where a shape lies on its slide. With `group`, the members of a group keep the coordinates of the slide."""
    left, top, right, bottom = (str(n) for n in (*extent[:2], extent[2] - extent[0], extent[3] - extent[1]))
    found = child(properties, "a:xfrm")
    child(found, "a:off", x=left, y=top)
    child(found, "a:ext", cx=right, cy=bottom)
    if group:
        child(found, "a:chOff", x=left, y=top)
        child(found, "a:chExt", cx=right, cy=bottom)


def geometry(properties: Any, shape: Shape, extent: Extent, *, apart: bool = False) -> None:
    """Give an element the outline of a shape, with its curves. With `apart`, each subpath is filled separately."""
    x0, y0, x1, y1 = bounds([shape])
    transform(properties, extent)
    own = child(properties, "a:custGeom")
    for tag in ("avLst", "gdLst", "ahLst", "cxnLst"):
        child(own, f"a:{tag}")
    child(own, "a:rect", l="0", t="0", r="r", b="b")
    paths = child(own, "a:pathLst")
    local = np.round((shape.points - (x0, y1)) * (FINE, -FINE)).astype(int).tolist()
    size = {"w": str(max(round((x1 - x0) * FINE), 1)), "h": str(max(round((y1 - y0) * FINE), 1))}
    path, i = None, 0
    while i < len(local):
        code = int(shape.codes[i])
        if path is None or (apart and code == MOVE):
            path = child(paths, "a:path", **size)
        if code == CLOSE:
            child(path, "a:close")
        elif code == CUBIC:
            _points(child(path, "a:cubicBezTo"), local[i : i + 3])
        else:
            _points(child(path, "a:moveTo" if code == MOVE else "a:lnTo"), local[i : i + 1])
        i += 3 if code == CUBIC else 1


def _points(parent: Any, points: list[list[int]]) -> None:
    for x, y in points:
        child(parent, "a:pt", x=str(x), y=str(y))


def stroke(properties: Any, style: Style, unit: float) -> None:
    """Give a shape its line: colour, width, dashes and joins. `unit` is the EMU per point of the sheet."""
    own = child(properties, "a:ln")
    if not style.stroke:
        child(own, "a:noFill")
        return
    own.set("w", str(round(style.width * unit)))
    own.set("cap", "rnd" if style.cap == "round" else "flat")
    solid_fill(own, style.stroke, style.stroke_opacity)
    if style.dash:
        dashes = child(own, "a:custDash")
        for on, off in _dashes(style):
            child(dashes, "a:ds", d=str(round(on * 100_000)), sp=str(round(off * 100_000)))
    if style.join == "round":
        child(own, "a:round")
    else:
        child(own, "a:miter", lim="800000")


def _dashes(style: Style) -> Iterator[tuple[float, float]]:
    """Yield dashes and gaps in line widths. PowerPoint counts round caps in the dash, other formats in the gap."""
    lengths = style.dash * (1 if len(style.dash) % 2 == 0 else 2)
    end = 1.0 if style.cap == "round" else 0.0
    for on, off in zip(lengths[::2], lengths[1::2], strict=True):
        yield on / style.width + end, max(off / style.width - end, 0.0)


def solid_fill(parent: Any, colour: str, opacity: float) -> None:
    """Fill a shape, a line or text with a colour; "" for none."""
    if not colour:
        child(parent, "a:noFill")
        return
    found = child(child(parent, "a:solidFill"), "a:srgbClr", val=colour.lstrip("#").upper())
    if opacity < 1:
        child(found, "a:alpha", val=str(round(opacity * 100_000)))


def picture_fill(fill: Any, blip: str) -> None:
    """Fill a shape with a picture, stretched to its box. `blip` is the picture's id on the slide."""
    child(fill, "a:blip").set(qn("r:embed"), blip)
    child(child(fill, "a:stretch"), "a:fillRect")
