"""Draw a display list as native PowerPoint shapes, which can be recoloured, moved and animated.

PowerPoint has neither clipping nor masks: clipped shapes are cut as geometry, and fading ones are cut halfway through
the fade. An image clipped to a shape becomes a shape with a picture fill. A shape is named by the id of what it shows,
and its label becomes the alt text. A group of a single shape becomes that shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, count
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from pptx.oxml.ns import qn

from ..body.geometry import Box, Shape, bounds
from ..display.records import Display, Group, Image, Item, Path, Style, Text
from ..display.shapes import rectangle
from ..style import fonts
from . import clipping
from .clipping import Region
from .drawingml import Extent, child, geometry, picture_fill, solid_fill, stroke, transform

EMU = 12_700
"""English Metric Units per point."""


ALIGN = {"left": "l", "center": "ctr", "right": "r"}


SLIDE_TONES = {"text-ink-halo": 0.0, "text-quiet-halo": 0.3}
"""Text styles used directly on the slide, and how much lighter than its theme's text colour each is drawn: they stay
legible on a dark slide without a halo. Text on the picture keeps its colour, and its halo becomes a glow."""


MANY = 20
"""Number of copies above which a shape gets chords instead of curves: a dot becomes an octagon."""


ASCENT, DESCENT = 0.905, 0.212
"""Ascent and descent of Arial and fonts with its metrics, as shares of the font size: they place the baseline."""


ROOMY = 1.04
"""Width of a text box, relative to the width of its text in our font."""


@dataclass(frozen=True)
class Placement:
    """Where a sheet lies on a slide: its upper left corner in EMU, and the EMU per point of the sheet."""

    left: float
    top: float
    unit: float
    height: float
    """Height of the sheet, in points."""

    def extent(self, box: Box) -> Extent:
        """Convert a box of the sheet to its place on the slide."""
        x0, y0, x1, y1 = box
        across = (round(self.left + x * self.unit) for x in (x0, x1))
        down = (round(self.top + (self.height - y) * self.unit) for y in (y1, y0))
        (left, right), (top, bottom) = across, down
        return left, top, right, bottom


def draw(display: Display, shapes: Any, placement: Placement) -> None:
    """Draw a display list on a slide, on top of what is already there.

    Args:
        display: what is drawn.
        shapes: the slide's shapes from python-pptx.
        placement: where the sheet lies on the slide.
    """
    tree = shapes._spTree
    first = max((int(element.get("id")) for element in tree.iter(qn("p:cNvPr"))), default=0) + 1
    writer = _Writer(display, shapes.part, placement, first)
    if display.paper:
        paper = Style(fill=display.paper)
        writer.freeform(tree, rectangle((0, 0, display.width, display.height)), paper, "paper")
    writer.draw(tree, display.items, None)


def size(shape: Any) -> Extent:
    """Return where a shape or a group lies on its slide."""
    found = next(shape.iter(qn("a:xfrm")))
    off, ext = found.find(qn("a:off")), found.find(qn("a:ext"))
    left, top = int(off.get("x")), int(off.get("y"))
    return left, top, left + int(ext.get("cx")), top + int(ext.get("cy"))


class _Writer:
    """Appends shapes to the shape tree of a slide."""

    def __init__(self, display: Display, part: Any, placement: Placement, first: int) -> None:
        self._display, self._part, self._placement, self._next = display, part, placement, first

    def draw(self, tree: Any, items: Sequence[Item], region: Region | None) -> None:
        """Draw items, the first at the bottom, cut to a region; None means the whole sheet."""
        for block in _blocks(items, self._display.styles):
            if isinstance(block, list):
                self._text(tree, block)
            elif isinstance(block, _Drawn):
                self._path(tree, block, region)
            elif isinstance(block, Image):
                self._image(tree, block, region)
            else:
                self._group(tree, block, region)

    # --- items ---

    def _group(self, tree: Any, group: Group, region: Region | None) -> None:
        inner = clipping.common(
            region,
            clipping.box_region(group.clip) if group.clip else None,
            clipping.fade_region(group.fade) if group.fade else None,
        )
        element = child(tree, "p:grpSp")
        name = group.part or group.kind
        frame = self._header(element, "p:nvGrpSpPr", "p:cNvGrpSpPr", name, group.label)
        properties = child(element, "p:grpSpPr")
        self.draw(element, group.items, inner)
        members = list(element)[2:]
        if len(members) > 1 or (members and any(isinstance(item, Group) for item in group.items)):
            extents = [size(member) for member in members]
            left, top = min(e[0] for e in extents), min(e[1] for e in extents)
            right, bottom = max(e[2] for e in extents), max(e[3] for e in extents)
            transform(properties, (left, top, right, bottom), group=True)
            return
        for member in members:  # only one
            tree.append(member)
            own = next(member.iter(qn("p:cNvPr")))
            own.attrib.update({key: frame.get(key) for key in ("name", "descr") if group.part and frame.get(key)})
        tree.remove(element)

    def _path(self, tree: Any, drawn: _Drawn, region: Region | None) -> None:
        shape, style, name, called = drawn.shape, drawn.style, drawn.name, drawn.called
        seen = clipping.common(region, clipping.filled(drawn.clip) if drawn.clip else None)
        if drawn.at is not None:
            self._copies(tree, drawn, drawn.at, seen)
            return
        whole = seen is None or clipping.covers(seen, shape)
        area = lines = None
        if style.fill:
            area = clipping.even_odd(shape) if whole else clipping.cut_area(shape, seen)
        if style.stroke:
            lines = shape if whole else clipping.cut_lines(shape, seen)
        if area is lines and area is not None:
            self.freeform(tree, area, style, name, called)
            return
        if area:
            self.freeform(tree, area, msgspec.structs.replace(style, stroke=""), name, called)
        if lines:
            self.freeform(tree, lines, msgspec.structs.replace(style, fill=""), name, called)

    def _copies(self, tree: Any, drawn: _Drawn, at: NDArray[np.float64], region: Region | None) -> None:
        """Draw a mark at many places: filled marks, such as dots, as one shape; lines, such as Xs, one shape each."""
        places = clipping.within(at, region)
        if not len(places):
            return
        shape = drawn.shape if len(places) <= MANY else clipping.chords(drawn.shape)
        copies = [Shape(shape.points + place, shape.codes) for place in places]
        if drawn.style.fill:
            apart = clipping.crowded(shape, places)
            self.freeform(tree, _joined(copies), drawn.style, drawn.name, drawn.called, apart=apart)
            return
        for copy in copies:
            self.freeform(tree, copy, drawn.style, drawn.name, drawn.called)

    def _image(self, tree: Any, image: Image, region: Region | None) -> None:
        whole = clipping.box_region(image.box)
        cut = clipping.common(region, clipping.filled(image.clip) if image.clip else None, whole)
        shape = clipping.outline(cut) if cut is not None else None
        if shape is None:
            return
        box = bounds([shape])
        blip = self._blip(_pixels(image, box))
        name = image.part or "image"
        straight = clipping.box_region(box).equals(cut)
        element = child(tree, "p:pic" if straight else "p:sp")
        if straight:
            self._header(element, "p:nvPicPr", "p:cNvPicPr", name)
            picture_fill(child(element, "p:blipFill"), blip)
            properties = child(element, "p:spPr")
            transform(properties, self._placement.extent(box))
            child(child(properties, "a:prstGeom", prst="rect"), "a:avLst")
            return
        self._header(element, "p:nvSpPr", "p:cNvSpPr", name)
        properties = child(element, "p:spPr")
        geometry(properties, shape, self._placement.extent(bounds([shape])))
        picture_fill(child(properties, "a:blipFill", rotWithShape="1"), blip)
        child(child(properties, "a:ln"), "a:noFill")

    def _text(self, tree: Any, lines: list[Text]) -> None:
        """Draw consecutive lines as one text box."""
        unit = self._placement.unit / EMU
        first, last = lines[0], lines[-1]
        wide = ROOMY * max(fonts.measure(n.text, self._display.fonts[n.font].weight, n.size) for n in lines)
        left = first.x - {"left": 0.0, "center": wide / 2, "right": wide}[first.align]
        box = (left, last.y - DESCENT * last.size, left + wide, first.y + ASCENT * first.size)
        element = child(tree, "p:sp")
        self._header(element, "p:nvSpPr", "p:cNvSpPr", " ".join(line.text for line in lines), txBox="1")
        properties = child(element, "p:spPr")
        transform(properties, self._placement.extent(box))
        child(child(properties, "a:prstGeom", prst="rect"), "a:avLst")
        child(properties, "a:noFill")
        body = child(element, "p:txBody")
        margins = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), "0")
        child(child(body, "a:bodyPr", wrap="none", anchor="t", **margins), "a:noAutofit")
        child(body, "a:lstStyle")
        for above, line in zip((None, *lines), lines, strict=False):
            paragraph = child(body, "a:p")
            settings = child(paragraph, "a:pPr", algn=ALIGN[line.align])
            if above is not None:
                apart = child(settings, "a:lnSpc")
                child(apart, "a:spcPts", val=str(round((above.y - line.y) * unit * 100)))
            run = child(paragraph, "a:r")
            font, look = self._display.fonts[line.font], child(run, "a:rPr", lang="en-US")
            look.set("sz", str(round(line.size * unit * 10) * 10))
            look.set("b", str(int(font.weight == "semibold")))
            look.set("i", str(int(font.weight == "italic")))
            self._text_colour(look, line.style)
            child(run, "a:t").text = line.text

    def _text_colour(self, look: Any, style: str) -> None:
        if style not in SLIDE_TONES:
            painted = self._display.styles[style]
            solid_fill(look, painted.fill, 1.0)
            if painted.stroke:
                glow = child(child(look, "a:effectLst"), "a:glow", rad=str(round(painted.width * self._placement.unit)))
                child(glow, "a:srgbClr", val=painted.stroke.lstrip("#").upper())
            return
        colour = child(child(look, "a:solidFill"), "a:schemeClr", val="tx1")
        if lighter := SLIDE_TONES[style]:
            child(colour, "a:lumMod", val=str(round((1 - lighter) * 100_000)))
            child(colour, "a:lumOff", val=str(round(lighter * 100_000)))

    # --- shapes ---

    def freeform(
        self, tree: Any, shape: Shape, style: Style, name: str, called: str = "", *, apart: bool = False
    ) -> None:
        """Draw a shape of the sheet with its curves. With `apart`, each of its subpaths is filled separately.

        Its name is `name`, followed by the name of its style if that is taken.
        """
        element = child(tree, "p:sp")
        self._header(element, "p:nvSpPr", "p:cNvSpPr", name, style=called)
        properties = child(element, "p:spPr")
        geometry(properties, shape, self._placement.extent(bounds([shape])), apart=apart)
        solid_fill(properties, style.fill if style.fill_opacity else "", style.fill_opacity)
        stroke(properties, style, self._placement.unit)

    @staticmethod
    def _free(tree: Any, name: str, style: str) -> str:
        """Return a name that is free in a group: `name`, or with the style or a number added."""
        header = qn("p:cNvPr")
        taken = {found.get("name") for found in chain(tree.iterfind(f"*/{header}"), tree.iterfind(f"*/*/{header}"))}
        names = chain([name], [f"{name} {style}"] if style else [], (f"{name} {n}" for n in count(2)))
        return next(each for each in names if each not in taken)

    def _header(
        self, element: Any, tag: str, kind: str, name: str, label: str = "", style: str = "", **more: str
    ) -> Any:
        """Give a shape its name and an id that is unique on the slide."""
        header = child(element, tag)
        name = self._free(element.getparent(), name, style)
        found = child(header, "p:cNvPr", id=str(self._next), name=name)
        if label:
            found.set("descr", label)
        child(header, kind, **more)
        child(header, "p:nvPr")
        self._next += 1
        return found

    def _blip(self, picture: Pillow.Image) -> str:
        """Add a picture to the slide and return its id."""
        out = BytesIO()
        picture.save(out, "PNG", compress_level=6)
        out.seek(0)
        return str(self._part.get_or_add_image_part(out)[1])


# --- items that become one shape ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Drawn:
    """A shape with its fill and edge, which may come from two paths."""

    shape: Shape
    style: Style
    name: str
    called: str
    """The name of its style, or of the style of its edge."""
    at: NDArray[np.float64] | None
    clip: Shape | None


def _blocks(items: Sequence[Item], styles: dict[str, Style]) -> Iterator[_Drawn | Image | Group | list[Text]]:
    """Yield items as shapes: a fill and the edge after it become one, and so do consecutive lines of text."""
    i = 0
    while i < len(items):
        item = items[i]
        i += 1
        if isinstance(item, Path):
            style, called = styles[item.style], item.style
            after = items[i] if i < len(items) else None
            if isinstance(after, Path) and not style.stroke and _edges(after, item, styles):
                edge, called = styles[after.style], after.style
                style = msgspec.structs.replace(edge, fill=style.fill, fill_opacity=style.fill_opacity)
                i += 1
            yield _Drawn(item.shape, style, item.part or item.style, called, item.at, item.clip)
        elif isinstance(item, Text):
            lines = [item]
            while i < len(items) and _below(items[i], lines[-1]):
                lines.append(items[i])  # type: ignore[arg-type]
                i += 1
            yield lines
        else:
            yield item


def _edges(edge: Path, fill: Path, styles: dict[str, Style]) -> bool:
    """Return whether a path is only the edge of the one before it."""
    alone = not styles[edge.style].fill and edge.at is None and fill.at is None and edge.clip is fill.clip
    return (
        alone
        and np.array_equal(edge.shape.points, fill.shape.points)
        and np.array_equal(edge.shape.codes, fill.shape.codes)
    )


def _below(item: Item, line: Text) -> bool:
    """Return whether an item is the next line of the same text block."""
    if not isinstance(item, Text) or (item.x, item.align) != (line.x, line.align):
        return False
    return 0 < line.y - item.y < 2 * max(line.size, item.size)


def _joined(shapes: list[Shape]) -> Shape:
    return Shape(np.concatenate([s.points for s in shapes]), np.concatenate([s.codes for s in shapes]))


def _pixels(image: Image, box: Box) -> Pillow.Image:
    """Return the part of an image in a box of the sheet."""
    picture = Pillow.fromarray(image.pixels)
    if tuple(box) != tuple(image.box):
        x0, y0, x1, y1 = image.box
        across, down = picture.width / (x1 - x0), picture.height / (y1 - y0)
        part = ((box[0] - x0) * across, (y1 - box[3]) * down, (box[2] - x0) * across, (y1 - box[1]) * down)
        part = tuple(np.clip(part, 0, (picture.width, picture.height) * 2).tolist())
        size = max(round(part[2] - part[0]), 1), max(round(part[3] - part[1]), 1)
        picture = picture.resize(size, Pillow.Resampling.BILINEAR, box=part)
    if (palette := image.palette) is None:
        return picture
    if (palette[:, 3] == 255).all():
        picture = Pillow.fromarray(np.asarray(picture))
        picture.putpalette(palette[:, :3].tobytes())
        return picture
    return Pillow.fromarray(palette[np.asarray(picture)])
