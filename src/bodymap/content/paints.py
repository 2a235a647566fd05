"""Paints: parts of a plate that have a colour of their own, because it says a value."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, half
from ..knowledge.anatomy import Side, View
from ..knowledge.views import facts_of

PaintKind = Literal["muscle", "structure", "area"]
"""What a painted part is."""


class Paint(msgspec.Struct, frozen=True):
    """A part of a plate in a colour of its own.

    Attributes:
        part: the id of its shape on the plate. Two halves of a shape have the same; `id` tells them apart.
        of: the id of the muscle, structure or area.
        kind: which of these it is.
        side: the patient's side that it lies on.
        fill: its colour, #rrggbb; empty if its value is missing, which is drawn as hatching.
        edge: the width of its edge, in widths of a usual one.
        hatch: the distance of lines drawn over the colour, pt; 0 for none.
        text: a few letters that stand on it: its value, or a mark.
        label: its name for screen readers, with its value.
        half: the side of the body on which it is painted, if its shape lies across the midline but its value is for
            one side; None for the whole shape.
    """

    part: str
    of: str
    kind: PaintKind
    side: Side
    fill: str = ""
    edge: float = 1.0
    hatch: float = 0.0
    text: str = ""
    label: str = ""
    half: Side | None = None

    @property
    def id(self) -> str:
        """What it is called among the paints of a figure."""
        return self.part if self.half is None else f"{self.part}.{self.half.value}"


class SurfaceImage(msgspec.Struct, frozen=True, eq=False):
    """An image that lies on the body, as on a map: `pixels` (h, w, 4) uint8 RGBA over `box`, in mm of the plate."""

    box: Box
    pixels: NDArray[np.uint8]


def painted_shape(shape: Shape, half_of: Side | None, view: View | str) -> Shape:
    """Return what is painted of a shape on a view: all of it, or the half that lies on a side of the patient.

    The result is empty for the half that a lateral view doesn't show.
    """
    if half_of is None:
        return shape
    facts = facts_of(View(view))
    if facts.near is not None:
        return shape if facts.near == half_of else Shape(shape.points[:0], shape.codes[:0])
    return half(shape, dict(facts.edges)[half_of])
