"""Paints: parts of a plate that have a colour of their own, because it says a value."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..knowledge.anatomy import Side

PaintKind = Literal["muscle", "structure", "area"]
"""What a painted part is."""


class Paint(msgspec.Struct, frozen=True):
    """A part of a plate in a colour of its own.

    Attributes:
        part: the id of its shape on the plate.
        of: the id of the muscle, structure or area.
        kind: which of these it is.
        side: the patient's side that it lies on.
        fill: its colour, #rrggbb; empty if its value is missing, which is drawn as hatching.
        edge: the width of its edge, in widths of a usual one.
        hatch: the distance of lines drawn over the colour, pt; 0 for none.
        text: a few letters that stand on it: its value, or a mark.
        label: its name for screen readers, with its value.
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
