"""What every step of drawing a figure needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..body.forms import Form, Forms
from ..body.geometry import Shape
from ..body.plate import Part, Plate
from ..layout.records import Figure
from ..style.theme import Theme
from .pain_marks import PainMark
from .records import Fade
from .shapes import on_sheet
from .styles import Styles


class FigureContext(NamedTuple):
    """A figure, its plate with the parts by id, the forms of its muscles, the styles, and the marks where it hurts."""

    figure: Figure
    plate: Plate
    parts: Mapping[str, Part]
    forms: Forms | None
    styles: Styles
    fade: Fade | None
    sore: tuple[PainMark, ...]

    @property
    def theme(self) -> Theme:
        """The theme of the picture."""
        return self.styles.theme

    def shape(self, shape: Shape) -> Shape:
        """Return a shape of the plate on the sheet, in pt."""
        return on_sheet(self.figure, shape)

    def form(self, part: Part) -> Form | None:
        """Return the form of a muscle, if it has one."""
        return self.forms.of(part) if self.forms else None
