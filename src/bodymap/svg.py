"""A plate's SVG into a Plate: the only module that knows SVG. Everything a file may get wrong is said with its part."""

from __future__ import annotations

import base64
import binascii
import io
import math
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # noqa: TID251 (types alone: defusedxml parses)

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from svgpathtools import Arc, CubicBezier, Line, QuadraticBezier, parse_path

from .anatomy import Layer, Side, View
from .errors import BodymapError, quoted, unknown
from .geometry import CLOSE, CUBIC, LINE, MOVE, Shape
from .plates import Part, Plate, Point, Shading

SVG = "{http://www.w3.org/2000/svg}"
HREF = ("href", "{http://www.w3.org/1999/xlink}href")
ZONES = ("core", "spillover")
DEPTHS = ("surface", "inside")

FARTHEST = 10_000.0
"""No coordinate lies farther out than this, in mm."""

MOST_PIXELS = 40_000_000

_PATH = re.compile(r"\s*[Mm][MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*")
_STRETCH = re.compile(r"[Mm][^Mm]*")


def parse(raw: bytes, *, label: str) -> Plate:
    """The plate of an SVG file's bytes.

    Args:
        raw: the file.
        label: what messages call it.

    Raises:
        BodymapError: it is no plate; names the file, the part and what it may be.
    """
    root = _root(raw, label)
    body = _text(root, "data-body", label)
    view = _choice(root, "data-view", View, label)
    if (unit := root.get("data-unit")) != "mm":
        raise BodymapError(f"{label}: data-unit: {quoted(unit)} does not fit; it must be 'mm'")
    _check_ids(root, label)
    return Plate(
        body=body,
        view=view,
        stature=_number(root, "data-stature", label, least=1.0),
        box=_view_box(root, label),
        outline=_outline(root, label),
        contours=tuple(_shape(path, label) for path in _members(root, "contours", "path", label)),
        shading=_shading(root, label),
        parts=(
            *(_muscle(path, label) for path in _members(root, "muscles", "path", label)),
            *(_fibre(path, label) for path in _members(root, "fibres", "path", label)),
            *(_zone(path, label) for path in _members(root, "zones", "path", label)),
            *(_area(path, label) for path in _members(root, "areas", "path", label)),
        ),
        points=(
            *(_point(circle, label) for circle in _members(root, "points", "circle", label)),
            *(_landmark(circle, label) for circle in _members(root, "landmarks", "circle", label)),
        ),
    )


# --- the file as a whole --------------------------------------------------------------------------------------------


def _root(raw: bytes, label: str) -> Element:
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException as error:
        raise BodymapError(
            f"{label}: {type(error).__name__}: a plate has no entities and no outside references"
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise BodymapError(f"{label}: not XML: {error}") from None
    if root.tag != f"{SVG}svg":
        raise BodymapError(f"{label}: not SVG: the root is {quoted(root.tag)}")
    for element in root.iter():
        if element.get("transform"):
            raise BodymapError(
                f"{_where(element, label)}: transform: a plate is drawn in place; apply the transform first"
            )
    return root


def _check_ids(root: Element, label: str) -> None:
    seen: set[str] = set()
    for element in root.iter():
        if (id := element.get("id")) is not None:
            if id in seen:
                raise BodymapError(f"{label}: the id {quoted(id)} stands here twice")
            seen.add(id)


def _view_box(root: Element, label: str) -> tuple[float, float, float, float]:
    x, y, width, height = _numbers(root, "viewBox", 4, label)
    if width <= 0 or height <= 0:
        raise BodymapError(f"{label}: viewBox: width and height must be above 0")
    return x, y, x + width, y + height


def _outline(root: Element, label: str) -> Shape:
    path = next((element for element in root.iter(f"{SVG}path") if element.get("id") == "outline"), None)
    if path is None:
        raise BodymapError(f"{label}: there is no path with the id 'outline'")
    return _region(path, label)


def _shading(root: Element, label: str) -> Shading | None:
    image = next((element for element in root.iter(f"{SVG}image") if element.get("id") == "shading"), None)
    if image is None:
        return None
    where = _where(image, label)
    x, y = (_number(image, name, label) for name in ("x", "y"))
    width, height = (_number(image, name, label, least=1e-3) for name in ("width", "height"))
    head, _, data = next((image.get(name, "") for name in HREF if image.get(name)), "").partition(",")
    if head != "data:image/png;base64":
        raise BodymapError(f"{where}: href: must be a PNG inside the file, data:image/png;base64,…")
    try:
        with Image.open(io.BytesIO(base64.b64decode(data)), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BodymapError(f"{where}: {picture.width} x {picture.height} pixels are too many")
            grey = np.array(picture.convert("L"))
    except (binascii.Error, UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise BodymapError(f"{where}: href: its PNG cannot be read") from None
    return Shading(grey, (x, y, x + width, y + height))


def _members(root: Element, group: str, tag: str, label: str) -> Iterator[Element]:
    """The elements of a group; a plate may go without the group, but holds nothing else in it."""
    found = next((element for element in root.iter(f"{SVG}g") if element.get("id") == group), None)
    for element in () if found is None else found:
        if element.tag == f"{SVG}{tag}":
            yield element
        elif (
            isinstance(element.tag, str)
            and element.tag.startswith(SVG)
            and element.tag not in (f"{SVG}title", f"{SVG}desc")
        ):
            raise BodymapError(f"{_where(element, label)}: the group {group!r} holds <{tag}> alone")


# --- one part -------------------------------------------------------------------------------------------------------


def _muscle(path: Element, label: str) -> Part:
    layer = _choice(path, "data-layer", Layer, label)
    return Part(
        _id(path, label), "muscle", _text(path, "data-muscle", label), _side(path, label), _region(path, label), layer
    )


def _fibre(path: Element, label: str) -> Part:
    return Part(_id(path, label), "fibre", _text(path, "data-muscle", label), _side(path, label), _shape(path, label))


def _zone(path: Element, label: str) -> Part:
    zone = _choice(path, "data-zone", ZONES, label)
    of = _text(path, "data-muscle", label)
    return Part(_id(path, label), "zone", of, _side(path, label), _region(path, label), zone=zone)


def _area(path: Element, label: str) -> Part:
    return Part(_id(path, label), "area", _text(path, "data-area", label), _side(path, label), _region(path, label))


def _point(circle: Element, label: str) -> Point:
    number = _number(circle, "data-point", label, least=1)
    if number != int(number):
        raise BodymapError(f"{_where(circle, label)}: data-point: must be a whole number")
    of = _text(circle, "data-muscle", label)
    return Point(_id(circle, label), "point", of, _side(circle, label), *_centre(circle, label), number=int(number))


def _landmark(circle: Element, label: str) -> Point:
    depth = _choice(circle, "class", DEPTHS, label)
    of = _text(circle, "data-landmark", label)
    return Point(_id(circle, label), "landmark", of, _side(circle, label), *_centre(circle, label), where=depth)


def _centre(circle: Element, label: str) -> tuple[float, float]:
    return _number(circle, "cx", label), _number(circle, "cy", label)


def _id(element: Element, label: str) -> str:
    return _text(element, "id", label)


def _side(element: Element, label: str) -> str:
    return _choice(element, "data-side", Side, label)


# --- attributes -----------------------------------------------------------------------------------------------------


def _where(element: Element, label: str) -> str:
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
    if name == "svg":
        return label
    return f"{label}: {element.get('id') or f'<{name}> without an id'}"


def _text(element: Element, name: str, label: str) -> str:
    value = element.get(name, "").strip()
    if not value:
        raise BodymapError(f"{_where(element, label)}: the attribute {name!r} is missing")
    return value


def _choice(element: Element, name: str, choices: Any, label: str) -> str:
    value = _text(element, name, label)
    if value not in tuple(choices):
        raise unknown("value", value, tuple(choices), where=f"{_where(element, label)}: {name}")
    return value


def _numbers(element: Element, name: str, count: int, label: str) -> list[float]:
    value = _text(element, name, label)
    try:
        numbers = [float(word) for word in value.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) <= FARTHEST for number in numbers):
        what = "a number" if count == 1 else f"{count} numbers"
        raise BodymapError(f"{_where(element, label)}: {name}: {quoted(value)} does not fit; it must be {what} in mm")
    return numbers


def _number(element: Element, name: str, label: str, least: float = -math.inf) -> float:
    [number] = _numbers(element, name, 1, label)
    if number < least:
        raise BodymapError(f"{_where(element, label)}: {name}: {number:g} is too small; at least {least:g}")
    return number


# --- path data ------------------------------------------------------------------------------------------------------


def _region(path: Element, label: str) -> Shape:
    """A shape all of whose rings are closed."""
    shape = _shape(path, label)
    if np.count_nonzero(shape.codes == MOVE) != np.count_nonzero(shape.codes == CLOSE):
        raise BodymapError(f"{_where(path, label)}: d: a ring is open; end it with Z")
    return shape


def _shape(path: Element, label: str) -> Shape:
    where = _where(path, label)
    data = _text(path, "d", label)
    if not _PATH.fullmatch(data):
        raise BodymapError(f"{where}: d: holds what is no path data")
    try:
        points, codes = _flat(data)
    except BodymapError as error:
        raise BodymapError(f"{where}: d: {error}") from None
    except Exception as error:  # the parser has no error of its own
        raise BodymapError(f"{where}: d: cannot be read: {error}") from None
    if not np.all(np.abs(points) <= FARTHEST):
        raise BodymapError(f"{where}: d: lies more than {FARTHEST / 1000:g} m out")
    return Shape(points, codes)


def _flat(data: str) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Points (n, 2) and codes (n,) of path data, stretch by stretch: rings may touch, so ends alone can't part them."""
    points: list[complex] = []
    codes: list[int] = []
    at = 0j
    for stretch in _STRETCH.findall(data):
        body = stretch.rstrip(", \t\r\n")
        closed = body[-1] in "Zz"
        if "z" in body[:-1].lower():
            raise BodymapError("after Z, a new stretch must begin with M")
        segments = parse_path(body, current_pos=at)
        if not len(segments):
            raise BodymapError("a stretch draws nothing")
        start = segments[0].start
        points.append(start)
        codes.append(MOVE)
        for segment in segments:
            if isinstance(segment, Line):
                points.append(segment.end)
                codes.append(LINE)
            else:
                for cubic in _cubics(segment):
                    points += (cubic.control1, cubic.control2, cubic.end)
                    codes += (CUBIC, CUBIC, CUBIC)
        at = points[-1]
        if closed:
            points.append(start)
            codes.append(CLOSE)
    flat = np.array(points, dtype=np.complex128)
    return np.column_stack([flat.real, flat.imag]), np.array(codes, dtype=np.uint8)


def _cubics(segment: CubicBezier | QuadraticBezier | Arc) -> Iterator[CubicBezier]:
    if isinstance(segment, CubicBezier):
        yield segment
    elif isinstance(segment, QuadraticBezier):
        third = (segment.control - segment.start) * 2 / 3
        back = (segment.control - segment.end) * 2 / 3
        yield CubicBezier(segment.start, segment.start + third, segment.end + back, segment.end)
    else:
        yield from segment.as_cubic_curves(4)
