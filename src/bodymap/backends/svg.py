"""Write SVG from a display list. Curves stay curves, styles become classes, parts keep their ids.

Each style of the list becomes a class of the same name; the halo under outlined text has its own, such as
`text-ink-halo-under`. An element that shows a part has the part's id, such as `soleus.right`; the next one for the same
part is `soleus.right.2`. A prefix for all ids and classes lets several pictures share a page. Text becomes outlines, or
stays text that can be searched, copied and edited, in Inter if it is installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import (  # noqa: TID251 (elements are built, nothing is read)
    Element,
    SubElement,
    indent,
    tostring,
)

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape
from ..display.fading import visible_share
from ..display.records import Display, Fade, Font, Group, Image, Item, Path, Style, Text, walk
from ..display.shapes import circle_radius, repeated
from ..display.styles import font_path
from ..formats import OutputOptions, TextMode
from .brief_paths import brief_path_data
from .embedded import data_url
from .text_outlines import Line, outlines

FALLBACK = "'Helvetica Neue', Helvetica, Arial, sans-serif"
"""Fallback fonts for text that stays text, if the picture's own font is missing."""

NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}

RAMP_STOPS = 9
"""Number of gradient stops across a fading edge."""

LARGE = 40
"""A shape with at least this many points is defined once, however often it is used."""

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_WEIGHTS = {"regular": "400", "semibold": "600", "italic": "400"}


def encode(display: Display, options: OutputOptions | None = None) -> bytes:
    """Return the bytes of an SVG file."""
    text, prefix = (options.text, options.id_prefix) if options else ("paths", "")
    box = (0.0, 0.0, display.width, display.height)
    writer = SvgWriter(display, box, text=text, prefix=prefix, class_prefix=prefix)
    if display.unit == "px":
        writer.root.attrib |= {key: str(n) for key, n in zip(("width", "height"), display.pixels, strict=True)}
    else:
        writer.root.attrib |= {"width": f"{number(display.width)}pt", "height": f"{number(display.height)}pt"}
    writer.describe(display.alt, display.description)
    if display.paper:
        size = {"width": number(display.width), "height": number(display.height)}
        SubElement(writer.root, "rect", {"class": f"{prefix}paper", "fill": display.paper} | size)
    writer.draw(display.items)
    root = writer.finish()
    indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


class SvgWriter:
    """Writes items of a display list into an `svg` element that shows a box of the sheet, y down."""

    def __init__(
        self,
        display: Display,
        box: Box,
        *,
        text: TextMode = "paths",
        prefix: str = "",
        class_prefix: str = "",
        inline: bool = False,
    ) -> None:
        """Start an empty picture.

        Args:
            display: the display list with the styles and fonts.
            box: the part of the sheet that is shown, in pt.
            text: whether text becomes outlines or stays text.
            prefix: prefix of every id.
            class_prefix: prefix of every class.
            inline: the element goes into an HTML page, which needs no SVG namespaces.
        """
        self._display, self._box, self._text_mode = display, box, text
        self._prefix, self._class_prefix = prefix, class_prefix
        view = f"0 0 {number(box[2] - box[0])} {number(box[3] - box[1])}"
        # Inkscape and LibreOffice don't support the plain `href` of SVG 2.
        self._href = "href" if inline else "xlink:href"
        self.root = Element("svg", {} if inline else NAMESPACES)
        self.root.set("viewBox", view)
        self._defs = Element("defs")
        self._ids: Counter[str] = Counter()
        self._rules: dict[str, str] = {}
        self._clips: dict[object, str] = {}
        self._uses: Counter[object] = Counter()
        self._shared: dict[object, str] = {}
        self._glyphs: dict[tuple[str, str], str] = {}
        self._part = ""

    # --- public methods ---

    def describe(self, title: str, description: str) -> None:
        """Add title and description where screen readers look for them."""
        prefix = self._prefix
        self.root.attrib |= {"role": "img", "lang": "en", "aria-labelledby": f"{prefix}title {prefix}description"}
        SubElement(self.root, "title", {"id": self._id("title")}).text = title
        SubElement(self.root, "desc", {"id": self._id("description")}).text = description

    def draw(self, items: Iterable[Item]) -> None:
        """Draw items on top of what is already there."""
        drawn = tuple(items)
        self._uses += uses(drawn)
        for item in drawn:
            self._item(self.root, item)

    def finish(self) -> Element:
        """Return the whole `svg` element, with its definitions and the styles it uses."""
        root = self.finish_without_styles()
        if self._rules:
            style = Element("style")
            style.text = f"\n{self.style_sheet()}\n"
            root.insert(self._first(), style)
        return root

    def finish_without_styles(self) -> Element:
        """Return the `svg` element with its definitions; get its styles from `style_sheet`."""
        if len(self._defs):
            self.root.insert(self._first(), self._defs)
        return self.root

    def _first(self) -> int:
        """Return the index after title and description."""
        return next((n for n, child in enumerate(self.root) if child.tag not in ("title", "desc")), len(self.root))

    def style_sheet(self) -> str:
        """Return the rules of the classes that were used, one per line."""
        return "\n".join(f".{self._class_prefix}{name}{{{rule}}}" for name, rule in self._rules.items())

    # --- items ---

    def _item(self, parent: Element, item: Item) -> None:
        if isinstance(item, Group):
            self._group(parent, item)
        elif isinstance(item, Path):
            self._path(parent, item)
        elif isinstance(item, Text):
            self._text(parent, item)
        else:
            self._image(parent, item)

    def _group(self, parent: Element, group: Group) -> Element:
        holder = element = self.group_element(parent, group)
        if group.clip is not None:
            element.set("clip-path", self._clip(group.clip))
        if group.fade is not None:
            holder = SubElement(element, "g", {"mask": self._mask(group.fade)})
        outer, self._part = self._part, group.part
        for item in group.items:
            self._item(holder, item)
        self._part = outer
        return element

    def group_element(self, parent: Element, group: Group) -> Element:
        """Add an element for a group: the class is its kind, the id that of its part, the title its label."""
        element = SubElement(parent, "g", {"class": self._class_prefix + group.kind})
        if group.part and group.kind not in ("body", "windows", "points", "pain"):
            name = f"{group.kind}.{group.part}" if group.kind in ("figure", "inset", "locator") else group.part
            element.set("id", self._id(name))
        if group.muscle:
            element.set("data-muscle", group.muscle)
        if group.label and group.kind in ("muscle", "point"):
            SubElement(element, "title").text = group.label
        return element

    def _path(self, parent: Element, item: Path) -> None:
        attributes = self._own_id(item.part)
        if item.clip is not None:
            attributes["clip-path"] = self._clip(item.clip)
        style, radius = self._display.styles[item.style], circle_radius(item.shape)
        if item.at is None or radius is None or style.stroke:
            attributes = {"class": self._class(item.style)} | attributes
        if item.at is None:
            self.outline(parent, item.shape, attributes)
        elif radius is not None and not style.stroke:
            # A zero-length stroke with round caps is a dot: a whole cloud of them makes one short path.
            rule = css(Style(stroke=style.fill, stroke_opacity=style.fill_opacity, width=2 * radius, cap="round"))
            self.dots(parent, item.at, attributes | {"class": self._rule(item.style, rule)})
        elif radius is not None:
            for x, y in map(self._at, item.at.tolist()):
                SubElement(parent, "circle", attributes | {"cx": number(x), "cy": number(y), "r": number(radius)})
        else:
            SubElement(parent, "path", attributes | {"d": self.path_data(repeated(item.shape, item.at))})

    def dots(self, parent: Element, places: NDArray[np.float64], attributes: dict[str, str]) -> None:
        """Add an element with a dot at each place of the sheet, (n, 2) pt."""
        data = "".join(f"M{number(x)} {number(y)}h0" for x, y in map(self._at, places.tolist()))
        SubElement(parent, "path", attributes | {"d": data})

    def outline(self, parent: Element, shape: Shape, attributes: dict[str, str]) -> None:
        """Add an element with the outline of a shape: a reference, if a large one is used again."""
        if len(shape.codes) < LARGE or self._uses[key := identity(shape)] < 2:
            SubElement(parent, "path", attributes | {"d": self.path_data(shape)})
            return
        if key not in self._shared:
            self._shared[key] = self._id("shape")
            SubElement(self._defs, "path", {"id": self._shared[key], "d": self.path_data(shape)})
        SubElement(parent, "use", attributes | {self._href: f"#{self._shared[key]}"})

    def _own_id(self, part: str) -> dict[str, str]:
        """Return the id attribute of a path or an image that shows something other than its group does."""
        return {"id": self._id(part)} if part and part != self._part else {}

    def _image(self, parent: Element, item: Image) -> None:
        (x0, y1), (x1, y0) = self._at(item.box[:2]), self._at(item.box[2:])
        attributes = self._own_id(item.part) | {
            "x": number(x0),
            "y": number(y0),
            "width": number(x1 - x0),
            "height": number(y1 - y0),
            "preserveAspectRatio": "none",
            self._href: self.image_data(item),
        }
        if item.clip is not None:
            attributes["clip-path"] = self._clip(item.clip)
        SubElement(parent, "image", attributes)

    def image_data(self, item: Image) -> str:
        """Return the pixels of an image as a data URL."""
        return data_url(item)

    def _text(self, parent: Element, item: Text) -> None:
        x, y = self._at((item.x, item.y))
        if self._text_mode == "text":
            font = self._rule(item.font, font_css(self._display.fonts[item.font]))
            attributes = {
                "class": f"{self._class(item.style)} {font}",
                "x": number(x),
                "y": number(y),
                "font-size": number(item.size),
            }
            if item.align != "left":
                attributes["text-anchor"] = _ANCHORS[item.align]
            SubElement(parent, "text", attributes).text = item.text
            return
        self._outlined(parent, item, x, y)

    def _outlined(self, parent: Element, item: Text, x: float, y: float) -> None:
        """Draw a line of text as outlines, with each letter of a font defined only once."""
        line = outlines(item.text, font_path(self._display.fonts[item.font]))
        scale = item.size
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * line.width * scale
        place = f"translate({number(x)} {number(y)}) scale({scale:g} {-scale:g})"
        style = self._display.styles[item.style]
        if style.stroke:
            # All of the halo lies under all of the letters.
            rule = self._rule(f"{item.style}-under", f"fill:{style.stroke};stroke:{style.stroke};stroke-linejoin:round")
            halo = {"class": rule, "stroke-width": number(style.width / scale, 4), "transform": place}
            self._letters(SubElement(parent, "g", halo), item.font, line)
        letters = {"class": self._rule(item.style, css(Style(fill=style.fill))), "aria-label": item.text}
        self._letters(SubElement(parent, "g", letters | {"transform": place}), item.font, line)

    def _letters(self, holder: Element, font: str, line: Line) -> None:
        for glyph, offset in line.glyphs:
            href = self._glyph(font, glyph, line.shapes[glyph])
            SubElement(holder, "use", {self._href: f"#{href}", "x": number(offset, 4)})

    # --- definitions ---

    def _glyph(self, font: str, glyph: str, data: str) -> str:
        key = font, glyph
        if key not in self._glyphs:
            self._glyphs[key] = self._id(f"glyph.{font}.{glyph}")
            SubElement(self._defs, "path", {"id": self._glyphs[key], "d": data})
        return self._glyphs[key]

    def _clip(self, cut: Box | Shape) -> str:
        """Return a reference to a clip path, the same one for equal shapes: a list from JSON has copies."""
        key = identity(cut) if isinstance(cut, Shape) else cut
        if key not in self._clips:
            self._clips[key] = self._id(f"clip.{len(self._clips) + 1}")
            element = SubElement(self._defs, "clipPath", {"id": self._clips[key]})
            if isinstance(cut, Shape):
                self.outline(element, cut, {})
            else:
                (x0, y1), (x1, y0) = self._at(cut[:2]), self._at(cut[2:])
                sizes = {"x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0}
                SubElement(element, "rect", {name: number(value) for name, value in sizes.items()})
        return f"url(#{self._clips[key]})"

    def _mask(self, fade: Fade) -> str:
        """Return a reference to a mask: white where a group is visible, darker towards its fading edges."""
        id = self._id("fade")
        (x0, y1), (x1, y0) = self._at(fade.box[:2]), self._at(fade.box[2:])
        sizes = {"x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0}
        box = {name: number(value) for name, value in sizes.items()}
        mask = SubElement(self._defs, "mask", {"id": id, "maskUnits": "userSpaceOnUse"} | box)
        SubElement(mask, "rect", {"fill": "#ffffff"} | box)
        lines = {
            "left": (x0, y0, x0 + fade.depth, y0),
            "right": (x1, y0, x1 - fade.depth, y0),
            "top": (x0, y0, x0, y0 + fade.depth),
            "bottom": (x0, y1, x0, y1 - fade.depth),
        }
        for edge in fade.edges:
            ends = dict(zip(("x1", "y1", "x2", "y2"), map(number, lines[edge]), strict=True))
            ramp = SubElement(
                self._defs, "linearGradient", {"id": f"{id}.{edge}", "gradientUnits": "userSpaceOnUse"} | ends
            )
            for t in np.linspace(0, 1, RAMP_STOPS).tolist():
                dark = {
                    "offset": number(t, 3),
                    "stop-color": "#000000",
                    "stop-opacity": number(1 - visible_share(t), 3),
                }
                SubElement(ramp, "stop", dark)
            SubElement(mask, "rect", {"fill": f"url(#{id}.{edge})"} | box)
        return f"url(#{id})"

    def _class(self, style: str) -> str:
        """Return the class for a style of the list."""
        return self._rule(style, css(self._display.styles[style], text=style.startswith("text-")))

    def _rule(self, name: str, rule: str) -> str:
        """Return the class for a rule: `name`, with a number if another rule has that name."""
        count, free = 1, name
        while self._rules.setdefault(free, rule) != rule:
            count += 1
            free = f"{name}-{count}"
        return self._class_prefix + free

    def _id(self, name: str) -> str:
        self._ids[name] += 1
        return f"{self._prefix}{name}" if self._ids[name] == 1 else f"{self._prefix}{name}.{self._ids[name]}"

    # --- coordinates ---

    def _at(self, place: Iterable[float]) -> tuple[float, float]:
        x, y = place
        return x - self._box[0], self._box[3] - y

    def path_data(self, shape: Shape) -> str:
        """Return a shape of the sheet as the data of a path in the picture."""
        return brief_path_data(self.local(shape), decimals=2, tolerance=0.0)

    def local(self, shape: Shape) -> Shape:
        """Return a shape of the sheet in the coordinates of the picture, y down."""
        return Shape(np.stack([shape.points[:, 0] - self._box[0], self._box[3] - shape.points[:, 1]], 1), shape.codes)


def identity(shape: Shape) -> tuple[bytes, bytes]:
    """Return what equal shapes have in common: a list from JSON has copies."""
    return shape.points.tobytes(), shape.codes.tobytes()


def uses(items: tuple[Item, ...]) -> Counter[object]:
    """Return how often each large shape is drawn or clips; all that it clips counts as one use."""
    found = [item for item in walk(items) if isinstance(item, Path | Image)]
    drawn = [identity(item.shape) for item in found if isinstance(item, Path) and len(item.shape.codes) >= LARGE]
    clips = {identity(item.clip) for item in found if item.clip is not None and len(item.clip.codes) >= LARGE}
    return Counter([*drawn, *clips])


def css(style: Style, *, text: bool = False) -> str:
    """Return a style as CSS declarations."""
    rules = {"fill": style.fill or "none"}
    if style.fill and style.fill_opacity < 1:
        rules["fill-opacity"] = number(style.fill_opacity, 4)
    if style.stroke:
        rules |= {"stroke": style.stroke, "stroke-width": number(style.width, 3)}
        if style.stroke_opacity < 1:
            rules["stroke-opacity"] = number(style.stroke_opacity, 4)
        if style.dash:
            rules["stroke-dasharray"] = " ".join(number(length, 3) for length in style.dash)
        if style.cap != "butt":
            rules["stroke-linecap"] = style.cap
        if style.join != "miter" or text:
            rules["stroke-linejoin"] = "round"
        if text:
            rules["paint-order"] = "stroke"
    return ";".join(f"{name}:{value}" for name, value in rules.items())


def font_css(font: Font) -> str:
    """Return a font as CSS declarations."""
    slope = ";font-style:italic" if font.weight == "italic" else ""
    return f"font-family:'{font.family}', {FALLBACK};font-weight:{_WEIGHTS[font.weight]}{slope}"


def number(value: float, digits: int = 2) -> str:
    """Format a number as briefly as possible, such as "12.5" or "0"."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text
