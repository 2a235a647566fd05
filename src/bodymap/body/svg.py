"""Parse the SVG of a plate: the only module that handles SVG. Every error names the part that it is about."""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, ParseError  # noqa: TID251 (only types: defusedxml parses)

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from svgpathtools import Arc, CubicBezier, Line, QuadraticBezier, parse_path

from ..errors import BodymapError, quoted, unknown
from ..knowledge.anatomy import Layer, Side, View
from .geometry import CLOSE, CUBIC, LINE, MOVE, Shape
from .plate import Part, Plate, Point, Shading, ZoneKind

SVG = "{http://www.w3.org/2000/svg}"
HREF = ("href", "{http://www.w3.org/1999/xlink}href")
PICTURES = {"data:image/png;base64": "PNG", "data:image/jpeg;base64": "JPEG"}
"""Formats that the shading may have, with Pillow's name for each."""
ZONES = ("core", "spillover")
DEPTHS = ("surface", "inside")

FARTHEST = 10_000.0
"""Largest absolute value of a coordinate, in mm."""

MOST_PIXELS = 40_000_000

MAX_PROBLEMS = 50
"""Maximum number of errors reported per file."""

T = TypeVar("T")

_PATH = re.compile(r"\s*[Mm](?:[MmLlHhVvCcSsQqTtAaZz,\s]|[+-]?(?:\d++\.?+\d*+|\.\d++)(?:[eE][+-]?\d++)?+)*+")
_STRETCH = re.compile(r"[Mm][^Mm]*")


def parse(raw: bytes, *, label: str) -> Plate:
    """Return the plate in the bytes of an SVG file.

    Args:
        raw: the bytes of the file.
        label: the file's name in messages.

    Raises:
        BodymapError: it is not a plate; the message names the file, the part and what is allowed there.
    """
    plate, faults = validate(raw, label=label)
    if plate is None:
        raise BodymapError(f"{label}: {faults[0].text}")
    return plate


@dataclass(frozen=True)
class PlateProblem:
    """What is wrong with an element of a file; `part` is the id of that element, if known."""

    text: str
    part: str = ""


def validate(raw: bytes, *, label: str) -> tuple[Plate | None, tuple[PlateProblem, ...]]:
    """Return the plate, or all errors of the file at once."""
    flaws: list[PlateProblem] = []

    def each(make: Callable[[Element], T], group: str, tag: str) -> tuple[T, ...]:
        found = []
        with _kept(flaws):
            for element in _members(root, group, tag):
                with _kept(flaws, element.get("id", "")):
                    found.append(make(element))
        return tuple(found)

    with _kept(flaws):
        root = _root(raw)
        head: dict[str, Any] = {}
        for name, make in _HEAD.items():
            with _kept(flaws):
                head[name] = make(root)
        contours = each(_shape, "contours", "path")
        parts = tuple(part for group, make in _PARTS.items() for part in each(make, group, "path"))
        points = tuple(point for group, make in _POINTS.items() for point in each(make, group, "circle"))
        if not flaws:
            return Plate(**head, contours=contours, parts=parts, points=points), ()
    return None, tuple(flaws[:MAX_PROBLEMS])


@contextlib.contextmanager
def _kept(flaws: list[PlateProblem], part: str = "") -> Iterator[None]:
    """Record an error that the user can fix, and continue."""
    try:
        yield
    except BodymapError as error:
        flaws.append(PlateProblem(str(error), part))


# --- the file as a whole --------------------------------------------------------------------------------------------


def _root(raw: bytes) -> Element:
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException as error:
        raise BodymapError(f"{type(error).__name__}: a plate has no entities and no outside references") from None
    except (ParseError, ValueError, LookupError) as error:
        raise BodymapError(f"not XML: {error}") from None
    if root.tag != f"{SVG}svg":
        raise BodymapError(f"not SVG: the root is {quoted(root.tag)}")
    seen: set[str] = set()
    for element in root.iter():
        _check_drawn_in_place(element, root)
        if (id := element.get("id")) is not None:
            if id in seen:
                raise BodymapError(f"the id {quoted(id)} is used twice")
            seen.add(id)
    return root


def _view_box(root: Element) -> tuple[float, float, float, float]:
    x, y, width, height = _numbers(root, "viewBox", 4)
    if width <= 0 or height <= 0:
        raise BodymapError("viewBox: width and height must be above 0")
    return x, y, x + width, y + height


def _outline(root: Element) -> Shape:
    path = next((element for element in root.iter(f"{SVG}path") if element.get("id") == "outline"), None)
    if path is None:
        raise BodymapError("there is no path with the id 'outline'")
    return _region(path)


def _shading(root: Element) -> Shading | None:
    image = next((element for element in root.iter(f"{SVG}image") if element.get("id") == "shading"), None)
    if image is None:
        return None
    where = _place(image, "href")
    x, y = (_number(image, name) for name in ("x", "y"))
    width, height = (_number(image, name, least=1e-3) for name in ("width", "height"))
    head, _, data = next((image.get(name, "") for name in HREF if image.get(name)), "").partition(",")
    if head not in PICTURES:
        raise BodymapError(f"{where}: must be a PNG or a JPEG inside the file, data:image/png;base64,…")
    try:
        with Image.open(io.BytesIO(base64.b64decode(data)), formats=[PICTURES[head]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BodymapError(f"{where}: {picture.width} x {picture.height} pixels are too many")
            grey = np.array(picture.convert("L"))
    except (binascii.Error, UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise BodymapError(f"{where}: its {PICTURES[head]} cannot be read") from None
    return Shading(grey, (x, y, x + width, y + height))


def _members(root: Element, group: str, tag: str) -> Iterator[Element]:
    """Yield the elements of a group. The group may be missing, but may not contain other elements."""
    found = next((element for element in root.iter(f"{SVG}g") if element.get("id") == group), None)
    for element in () if found is None else found:
        if element.tag == f"{SVG}{tag}":
            yield element
        elif element.tag.startswith(SVG) and element.tag not in (f"{SVG}title", f"{SVG}desc"):
            raise BodymapError(f"{_place(element)}: the group {group!r} holds <{tag}> alone")


# --- one part -------------------------------------------------------------------------------------------------------


def _muscle(path: Element) -> Part:
    layer = _choice(path, "data-layer", Layer)
    return Part(_id(path), "muscle", _text(path, "data-muscle"), _side(path), _region(path), layer)


def _fibre(path: Element) -> Part:
    return Part(_id(path), "fibre", _text(path, "data-muscle"), _side(path), _shape(path))


def _zone(path: Element) -> Part:
    zone: ZoneKind = "core" if _choice(path, "data-zone", ZONES) == "core" else "spillover"
    of = _text(path, "data-muscle")
    return Part(_id(path), "zone", of, _side(path), _region(path), zone=zone, points=_point_numbers(path))


def _point_numbers(path: Element) -> tuple[int, ...]:
    """Return the numbers of the trigger points that a zone belongs to; none if it belongs to all."""
    text = path.get("data-points")
    words = (text or "").split()
    if text is not None and not (words and all(re.fullmatch("[1-9][0-9]?", word) for word in words)):
        raise BodymapError(f"{_place(path, 'data-points')}: {quoted(text)} is not a list of numbers, e.g. 1 2")
    return tuple(sorted({int(word) for word in words}))


def _area(path: Element) -> Part:
    return Part(_id(path), "area", _text(path, "data-area"), _side(path), _region(path))


def _structure(path: Element) -> Part:
    return Part(_id(path), "structure", _text(path, "data-structure"), _side(path), _region(path))


def _structure_fibre(path: Element) -> Part:
    return Part(_id(path), "structure-fibre", _text(path, "data-structure"), _side(path), _shape(path))


def _course(path: Element) -> Part:
    return Part(_id(path), "course", _text(path, "data-structure"), _side(path), _shape(path))


def _point(circle: Element) -> Point:
    number = _number(circle, "data-point", least=1)
    if number != int(number):
        raise BodymapError(f"{_place(circle, 'data-point')}: must be a whole number")
    of = _text(circle, "data-muscle")
    return Point(_id(circle), "point", of, _side(circle), *_centre(circle), number=int(number))


def _landmark(circle: Element) -> Point:
    depth = _choice(circle, "class", DEPTHS)
    of = _text(circle, "data-landmark")
    return Point(_id(circle), "landmark", of, _side(circle), *_centre(circle), where=depth)


def _centre(circle: Element) -> tuple[float, float]:
    return _number(circle, "cx"), _number(circle, "cy")


def _id(element: Element) -> str:
    return _text(element, "id")


def _side(element: Element) -> Side:
    return Side(_choice(element, "data-side", Side))


_HEAD: dict[str, Callable[[Element], Any]] = {
    "body": lambda root: _text(root, "data-body"),
    "view": lambda root: View(_choice(root, "data-view", View)),
    "stature": lambda root: (_choice(root, "data-unit", ("mm",)), _number(root, "data-stature", least=1.0))[1],
    "box": _view_box,
    "outline": _outline,
    "shading": _shading,
}
_PARTS = {
    "muscles": _muscle,
    "fibres": _fibre,
    "zones": _zone,
    "areas": _area,
    "structures": _structure,
    "structure-fibres": _structure_fibre,
    "courses": _course,
}
_POINTS = {"points": _point, "landmarks": _landmark}
"""The functions that make the parts of a plate, by attribute or by group."""


def _check_drawn_in_place(element: Element, root: Element) -> None:
    """Refuse what would move or hide an element, since only its own path is read."""
    if element.get("transform"):
        raise BodymapError(f"{_place(element, 'transform')}: a plate is drawn in place; apply the transform first")
    if element is not root and element.tag == f"{SVG}svg":
        raise BodymapError(f"{_place(element)}: a plate is one drawing; take the parts out of the inner <svg>")
    if element.tag == f"{SVG}style" and re.search(_MOVES, element.text or ""):
        raise BodymapError(f"{_place(element)}: moves or hides parts; a plate is drawn in place, and nothing is hidden")
    declared = {name: element.get(name, "") for name in ("display", "visibility")}
    for declaration in element.get("style", "").split(";"):
        name, _, value = declaration.partition(":")
        declared[name.strip().casefold()] = value.strip().casefold()
    hidden = declared["display"] == "none" or declared["visibility"] in ("hidden", "collapse")
    if hidden and element.get("id") != "landmarks":  # they are never drawn, and hidden in our own plates
        raise BodymapError(f"{_place(element)}: is hidden; show it, or delete it")
    moved = next((name for name in _MOVING if declared.get(name, "none") not in ("none", "")), None)
    if moved:
        raise BodymapError(f"{_place(element, 'style')}: {moved}: a plate is drawn in place; apply it first")


_MOVING = ("transform", "translate", "rotate", "scale", "offset-path", "clip-path", "mask", "d")
"""Declarations of CSS that draw a path elsewhere or otherwise than its own data say."""

_MOVES = r"(?:^|[{;\s])(?:transform|translate|rotate|scale|display|visibility|offset-path|clip-path|mask|d)\s*:"


# --- attributes -----------------------------------------------------------------------------------------------------


def _place(element: Element, name: str = "") -> str:
    """Return an element and its attribute as messages show them: "infraspinatus.right: data-side"."""
    tag = element.tag.rpartition("}")[2]
    own = "" if tag == "svg" else element.get("id") or f"<{tag}> without an id"
    return ": ".join(filter(None, (own, name)))


def _text(element: Element, name: str) -> str:
    value = element.get(name, "").strip()
    if not value:
        raise BodymapError(f"{_place(element, name)}: the attribute is missing")
    return value


def _choice(element: Element, name: str, choices: Any) -> str:
    value = _text(element, name)
    if value not in tuple(choices):
        raise unknown("value", value, tuple(choices), where=_place(element, name))
    return value


def _numbers(element: Element, name: str, count: int) -> list[float]:
    value = _text(element, name)
    try:
        numbers = [float(word) for word in value.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) <= FARTHEST for number in numbers):
        what = "a number" if count == 1 else f"{count} numbers"
        raise BodymapError(f"{_place(element, name)}: {quoted(value)} does not fit; it must be {what} in mm")
    return numbers


def _number(element: Element, name: str, least: float = -math.inf) -> float:
    [number] = _numbers(element, name, 1)
    if number < least:
        raise BodymapError(f"{_place(element, name)}: {number:g} is too small; at least {least:g}")
    return number


# --- path data ------------------------------------------------------------------------------------------------------


def _region(path: Element) -> Shape:
    """Return a shape, all rings of which must be closed."""
    shape = _shape(path)
    if np.count_nonzero(shape.codes == MOVE) != np.count_nonzero(shape.codes == CLOSE):
        raise BodymapError(f"{_place(path, 'd')}: a ring is open; end it with Z")
    return shape


def _shape(path: Element) -> Shape:
    where = _place(path, "d")
    data = _text(path, "d")
    if not _PATH.fullmatch(data):
        raise BodymapError(f"{where}: holds something that is not path data")
    try:
        points, codes = _flat(data)
    except BodymapError as error:
        raise BodymapError(f"{where}: {error}") from None
    except Exception as error:  # the parser has no error class of its own
        raise BodymapError(f"{where}: {str(error) or 'holds an arc that leads nowhere'}") from None
    if not np.all(np.abs(points) <= FARTHEST):
        raise BodymapError(f"{where}: lies more than {FARTHEST / 1000:g} m out")
    return Shape(points, codes)


def _flat(data: str) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Return points (n, 2) and codes (n,) of path data, split at each M: ends are not enough, as rings may touch."""
    points: list[complex] = []
    codes: list[int] = []
    at = 0j
    for stretch in _STRETCH.findall(data):
        body = stretch.rstrip(", \t\r\n")
        closed = body[-1] in "Zz"
        if "z" in body[:-1].lower():
            raise BodymapError("after Z, a new subpath must begin with M")
        segments = parse_path(body, current_pos=at)
        if not len(segments):
            raise BodymapError("a subpath draws nothing")
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
