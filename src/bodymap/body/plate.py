"""Plate: one body in one view, as arrays."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..knowledge.anatomy import Side, View
from .geometry import Shape

PartKind = Literal["muscle", "fibre", "zone", "area", "structure", "structure-fibre", "course"]
"""What a shape of a plate represents."""

STRUCTURE_KINDS: frozenset[PartKind] = frozenset({"structure", "structure-fibre", "course"})
"""The kinds of parts that belong to a structure."""

ZoneKind = Literal["core", "spillover", ""]
"""Where a muscle's pain is felt most often, or beyond that; empty for parts that are not zones."""

PointKind = Literal["point", "landmark"]
"""A trigger point, or a landmark of the skeleton."""


class Shading(msgspec.Struct, frozen=True, eq=False):
    """Soft shading of the body: `grey` (h, w) uint8, 255 = full light, over `box` (x0, y0, x1, y1) in mm."""

    grey: NDArray[np.uint8]
    box: tuple[float, float, float, float]


class Part(msgspec.Struct, frozen=True):
    """A named shape; `of` is the id of its muscle, structure or area, `zone` core or spillover.

    A zone belongs to the trigger points of its muscle with the numbers `points`, or to all of them if it names none.

    A `structure` is a tendon, fascia, ligament, bone or bursa; its strokes have the kind `structure-fibre`. The open
    lines along which a nerve runs have the kind `course`.
    """

    id: str
    kind: PartKind
    of: str
    side: Side
    shape: Shape
    layer: str = ""
    zone: ZoneKind = ""
    points: tuple[int, ...] = ()


class Point(msgspec.Struct, frozen=True):
    """A trigger point (`kind` point, `number` set) or a landmark (`where` surface or inside), in mm."""

    id: str
    kind: PointKind
    of: str
    side: Side
    x: float
    y: float
    number: int = 0
    where: str = "surface"


class Plate(msgspec.Struct, frozen=True, eq=False):
    """One body in one view, in millimetres: y = 0 at the crown and grows downward. `box` is (x0, y0, x1, y1)."""

    body: str
    view: View
    stature: float
    box: tuple[float, float, float, float]
    outline: Shape
    contours: tuple[Shape, ...]
    shading: Shading | None
    parts: tuple[Part, ...]
    points: tuple[Point, ...]
