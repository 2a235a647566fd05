"""Write parts of a display list as SVG elements in an HTML page, with focusable, named muscles and points.

One style sheet serves all pictures of a page; each picture has its own id prefix. There are no inline styles, so the
page's content security policy can forbid them.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement  # noqa: TID251 (elements are built, nothing is read)

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ..body.geometry import Box, Shape
from ..display.records import Display, Group, Image, Item, Path, walk
from .brief_paths import brief_dots, brief_path_data
from .svg import SvgWriter, number

SHARP, SHARP_LIGHT = 2.4, 1.1
"""Maximum image resolution in pixels per pt: the body's tone is soft, and emails should be small.

The second is for light and shade with transparency, which is kept without loss: fewer levels of it would show as bands.
"""

OPACITIES = 0xFC
"""Keeps every fourth level of transparency: a step of 1.6 %, too small to see, and a tenth of the file."""

QUALITY = 78
"""Quality of the WebP images, 0 to 100."""

EFFORT = 4
"""How hard WebP compresses, 0 to 6. At 6, a transparent image takes a hundred times as long and is 5 % smaller."""

TARGET = 6.0
"""Radius of the touch target around a trigger point, in pt."""


class PageStyles:
    """The style sheet that the pictures of a page share."""

    def __init__(self) -> None:
        """Start without rules."""
        self._rules: dict[str, None] = {}

    def add(self, writer: SvgWriter) -> None:
        """Add the rules of a picture."""
        self._rules |= dict.fromkeys(writer.style_sheet().splitlines())

    def text(self) -> str:
        """Return the rules, one per line."""
        return "\n".join(self._rules)


def picture(
    display: Display,
    items: Iterable[Item],
    box: Box,
    prefix: str,
    styles: PageStyles,
    label: str,
    *,
    class_prefix: str = "",
    titled: bool = False,
) -> Element:
    """Return items in a box of the sheet as an `svg` element whose muscles are buttons.

    Args:
        display: the display list with the styles.
        items: what is drawn.
        box: the part of the sheet that is shown, in pt.
        prefix: prefix of every id.
        styles: receives the rules that the element needs.
        label: accessible name of the picture.
        class_prefix: prefix of every class that is a style.
        titled: whether parts have a title, which browsers show without a script, rather than a tip for one.
    """
    kind = _TitledWriter if titled else _InteractiveWriter
    writer = kind(display, box, text="text", prefix=prefix, class_prefix=class_prefix, inline=True)
    writer.draw(items)
    styles.add(writer)
    root = writer.finish_without_styles()
    root.attrib |= {"role": "group", "aria-label": label}
    return root


def decoration(display: Display, items: Iterable[Item], box: Box, prefix: str, styles: PageStyles) -> Element:
    """Return items as an `svg` element hidden from screen readers, such as a legend sample or a locator."""
    writer = _BriefWriter(display, box, text="text", prefix=prefix, inline=True)
    writer.draw(items)
    styles.add(writer)
    root = writer.finish_without_styles()
    root.set("aria-hidden", "true")
    return root


class _BriefWriter(SvgWriter):
    """Writes brief path data and each cloud of dots once; compresses pixels."""

    def draw(self, items: Iterable[Item]) -> None:
        """Draw items on top of what is already there."""
        drawn = tuple(items)
        paths = (item for item in walk(drawn) if isinstance(item, Path))
        self._clouds, self._dots = Counter(id(path.at) for path in paths if path.at is not None), dict[int, str]()
        super().draw(drawn)

    def dots(self, parent: Element, places: NDArray[np.float64], attributes: dict[str, str]) -> None:
        """Add an element with a dot at each place of the sheet, (n, 2) pt: a reference, if they are drawn again."""
        data = {"d": brief_dots(np.array([*map(self._at, places.tolist())]))}
        if self._clouds[id(places)] < 2:
            SubElement(parent, "path", attributes | data)
            return
        if id(places) not in self._dots:
            self._dots[id(places)] = self._id("dots")
            SubElement(self._defs, "path", {"id": self._dots[id(places)]} | data)
        SubElement(parent, "use", attributes | {self._href: f"#{self._dots[id(places)]}"})

    def path_data(self, shape: Shape) -> str:
        """Return a shape of the sheet as the data of a path in the picture."""
        return brief_path_data(self.local(shape))

    def image_data(self, item: Image) -> str:
        """Return the image as a WebP data URL, at a resolution no higher than needed."""
        pixels = item.pixels if item.palette is None else item.palette[item.pixels]
        opaque = bool((pixels[..., 3] == 255).all())
        picture = Pillow.fromarray(np.ascontiguousarray(pixels[..., :3] if opaque else pixels))
        scale = min((SHARP if opaque else SHARP_LIGHT) * (item.box[2] - item.box[0]) / picture.width, 1.0)
        size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
        picture = picture.resize(size, Pillow.Resampling.LANCZOS)
        if not opaque:
            picture.putalpha(picture.getchannel("A").point(lambda level: level & OPACITIES))
        out = BytesIO()
        picture.save(out, "WEBP", quality=QUALITY, method=EFFORT)
        return f"data:image/webp;base64,{b64encode(out.getvalue()).decode()}"


class _InteractiveWriter(_BriefWriter):
    """Turns muscles into buttons, and points and pain into named images."""

    def group_element(self, parent: Element, group: Group) -> Element:
        if group.kind == "muscle":
            element = SubElement(parent, "g", {"class": "muscle"})
            element.attrib |= {"role": "button", "tabindex": "0", "aria-pressed": "false", "aria-label": group.label}
            element.attrib |= {"data-tip": group.label, "data-muscle": group.muscle}
            return element
        if group.kind == "point":
            element = SubElement(parent, "g", {"class": "point", "role": "img", "tabindex": "0"})
            element.attrib |= {"aria-label": group.label, "data-tip": group.label, "data-muscle": group.muscle}
            for x, y in (self._at(place) for path in group.items for place in _places(path)):
                circle = {"cx": number(x), "cy": number(y), "r": number(TARGET), "fill-opacity": "0"}
                SubElement(element, "circle", circle)
            return element
        element = SubElement(parent, "g", {"class": group.kind})
        if group.kind == "pain":
            element.attrib |= {"role": "img", "aria-label": group.label}
        elif group.kind in ("name", "frame"):
            element.set("aria-hidden", "true")
        return element


class _TitledWriter(_BriefWriter):
    """Gives muscles, structures and areas a title, which browsers show beside the pointer."""

    def group_element(self, parent: Element, group: Group) -> Element:
        element = SubElement(parent, "g", {"class": group.kind})
        if group.kind in ("muscle", "structure") and group.label:
            element.attrib |= {"role": "img", "tabindex": "0", "aria-label": group.label, "data-muscle": group.muscle}
            SubElement(element, "title").text = group.label
        return element


def _places(item: Item) -> list[list[float]]:
    at = getattr(item, "at", None)
    return [] if at is None else at.tolist()
