"""Reads a finished plate back: the muscles, fibres, landmarks and shading that `forms` works from."""

from __future__ import annotations

import base64
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image

from .camera import Box
from .curves import SVG
from .mesh import Floats

STEPS = 8
"""Chords per cubic."""

_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")


@dataclass(frozen=True, slots=True, eq=False)
class Muscle:
    """A muscle of a plate: its path, its area and its fibre strokes, origin first, in mm.

    `handles` (n, 2) are the control points of the path's cubics, by which a form knows the shape that it was made for.
    """

    id: str
    of: str
    side: str
    layer: str
    area: shapely.Geometry
    handles: Floats
    strokes: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A plate: its muscles, its landmarks of the right side, and its shading `grey` (h, w) over `box`, mm."""

    body: str
    view: str
    muscles: tuple[Muscle, ...]
    landmarks: dict[str, tuple[float, float]]
    grey: NDArray[np.uint8]
    box: Box


def read(path: Path) -> Finished:
    """Return a plate that `plate.write` wrote."""
    root = ET.parse(path).getroot()
    strokes: dict[tuple[str, str], tuple[Floats, ...]] = {}
    for element in _members(root, "fibres"):
        lines = tuple(line for line, _ in _lines(element.get("d", "")))
        strokes[element.get("data-muscle", ""), element.get("data-side", "")] = lines
    muscles = tuple(_muscle(element, strokes) for element in _members(root, "muscles"))
    image = next(e for e in root.iter(f"{{{SVG}}}image") if e.get("id") == "shading")
    raw = base64.b64decode(image.get("href", "").partition(",")[2])
    grey = np.array(Image.open(io.BytesIO(raw)).convert("L"))
    x, y, width, height = (float(image.get(name, "0")) for name in ("x", "y", "width", "height"))
    landmarks = {
        e.get("data-landmark", ""): (float(e.get("cx", "0")), float(e.get("cy", "0")))
        for e in _members(root, "landmarks")
        if e.get("data-side") == "right"
    }
    box = (x, y, x + width, y + height)
    return Finished(root.get("data-body", ""), root.get("data-view", ""), muscles, landmarks, grey, box)


def _muscle(element: ET.Element, strokes: dict[tuple[str, str], tuple[Floats, ...]]) -> Muscle:
    of, side = element.get("data-muscle", ""), element.get("data-side", "")
    area: shapely.Geometry = shapely.Polygon()
    handles = []
    for ring, cubics in _lines(element.get("d", "")):
        handles.append(cubics)
        if len(ring) > 3:
            area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    layer = element.get("data-layer", "")
    return Muscle(element.get("id", ""), of, side, layer, area, np.concatenate(handles), strokes.get((of, side), ()))


def _members(root: ET.Element, group: str) -> Iterator[ET.Element]:
    for found in root.iter(f"{{{SVG}}}g"):
        if found.get("id") == group:
            yield from found


def _lines(data: str) -> Iterator[tuple[Floats, Floats]]:
    """Yield each subpath of path data as a polyline (n, 2), with the control points of its cubics (m, 2)."""
    t = np.linspace(0, 1, STEPS + 1)[1:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    for run in re.findall(r"M[^M]*", data):
        line: list[Floats] = []
        cubics: list[Floats] = []
        at = np.zeros(2)
        for command, text in re.findall(r"([MLC])([^MLCZ]*)", run):
            numbers = np.array([float(word) for word in _NUMBER.findall(text)]).reshape(-1, 2)
            if command == "C":
                for a, b, c in numbers.reshape(-1, 3, 2):
                    line.append(weights @ np.stack([at, a, b, c]))
                    at = c
                cubics.append(numbers)
            else:
                line.append(numbers)
                at = numbers[-1]
        yield np.concatenate(line), np.concatenate(cubics) if cubics else np.empty((0, 2))
