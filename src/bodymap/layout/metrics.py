"""Sizes of type and lengths on a figure or a page."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..style.text import Measure, Weight, wrap
from ..style.theme import TypeScale

TypeStyle = Literal["title", "lead", "name", "note", "key", "caption", "letter", "foot"]
"""A style of `TypeScale`."""


class Metrics(msgspec.Struct, frozen=True):
    """Sizes of type and lengths, in points.

    Attributes:
        type: the sizes of the styles on a slide.
        measure: the function that measures text.
        factor: the scale of type and lengths; 1 on a slide.
    """

    type: TypeScale
    measure: Measure
    factor: float = 1.0

    def size(self, style: TypeStyle) -> float:
        """Return the size of a style, never below the smallest allowed."""
        size: float = getattr(self.type, style)
        return round(max(size * self.factor, self.type.least), 2)

    def length(self, points: float) -> float:
        """Return a length that scales with the type, given in points on a slide."""
        return points * self.factor

    def width(self, text: str, weight: Weight, style: TypeStyle) -> float:
        """Return the width of a line in that style."""
        return self.measure(text, weight, self.size(style))

    def wrap(
        self, text: str, width: float, style: TypeStyle, weight: Weight = "regular", *, balance: bool = False
    ) -> tuple[str, ...]:
        """Break `text` into lines that are at most `width` wide."""
        return wrap(text, width, weight, self.size(style), self.measure, balance=balance)
