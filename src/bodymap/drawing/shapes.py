"""From plate millimetres to the sheet, and the order in which things lie on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.colors import to_rgb
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from ..body.geometry import Box, Shape, bounds, meet
from ..body.plate import Part
from ..layout.records import Crop

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ORDER = {
    "body": 1,
    "area": 1.5,
    "other": 2,
    "muscle": 3,
    "deep": 4,
    "outline": 4.5,
    "bound": 4.6,
    "zone": 5,
    "fade": 6,
    "mark": 7,
    "leader": 8,
    "text": 9,
}
"""What lies over what, as zorder."""


def placing(figure: Crop, ax: Axes) -> Transform:
    """From plate millimetres to the canvas."""
    x, y = figure.at(0.0, 0.0)
    return Affine2D.from_values(figure.scale, 0, 0, -figure.scale, x, y) + ax.transData


def path(shape: Shape) -> Path:
    """A shape as matplotlib has it; nothing is copied."""
    return Path(shape.points, shape.codes)


def mixed(colour: str, ground: str, share: float) -> tuple[float, float, float]:
    """`share` of a colour over a ground."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(to_rgb(colour), to_rgb(ground), strict=True))
    return red, green, blue


def overlaps(part: Part, frame: Box) -> bool:
    """Whether a part may be seen in a frame of the plate."""
    return meet(bounds([part.shape]), frame)
