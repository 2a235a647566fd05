"""SVG elements, and shapes as path data, in the coordinates of one figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement  # noqa: TID251 (elements are built, nothing is read)

import numpy as np

from ...body.geometry import CLOSE, CUBIC, MOVE, Shape
from ...layout.records import Figure

__all__ = ["Element", "Frame", "put"]


def put(parent: Element, tag: str, **attributes: str | float) -> Element:
    """A new last child. `stroke_width=0.5` is written as `stroke-width="0.5"`, and `class_` as `class`."""
    return SubElement(parent, tag, {name.rstrip("_").replace("_", "-"): _value(v) for name, v in attributes.items()})


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


@dataclass(frozen=True)
class Frame:
    """A figure's own coordinates: points, its upper left corner at 0, y down. `id` is set before every id in it."""

    figure: Figure
    id: str

    @property
    def width(self) -> float:
        """How wide it is, to a tenth of a point."""
        return round(self.figure.place[2] - self.figure.place[0], 1)

    @property
    def height(self) -> float:
        """How tall it is, to a tenth of a point."""
        return round(self.figure.place[3] - self.figure.place[1], 1)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the sheet lies, to a tenth of a point."""
        return round(x - self.figure.place[0], 1), round(self.figure.place[3] - y, 1)

    def data(self, shape: Shape) -> str:
        """A shape of the plate as path data."""
        sheet = self.figure.on_sheet(shape.points)
        local = np.stack([sheet[:, 0] - self.figure.place[0], self.figure.place[3] - sheet[:, 1]], 1)
        return "".join(_commands(Shape(local, shape.codes)))


def _commands(shape: Shape) -> Iterator[str]:
    i, points = 0, shape.points
    while i < len(points):
        code = int(shape.codes[i])
        if code == CUBIC:
            yield "C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points[i : i + 3].tolist())
            i += 3
            continue
        yield "Z" if code == CLOSE else f"{'M' if code == MOVE else 'L'}{points[i][0]:.1f} {points[i][1]:.1f}"
        i += 1
