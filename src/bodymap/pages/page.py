"""A page: a sheet, with type and lengths in proportion to it."""

from __future__ import annotations

import math

import msgspec

from ..errors import BodymapError
from ..layout.metrics import Metrics
from ..layout.sheets import SHORT, Sheet
from ..style import fonts
from ..style.text import Measure
from ..style.theme import Theme

READING = {"a4": 0.82, "letter": 0.82, "a5": 0.76, "square": 0.86}
"""A sheet in the hand is read from nearer than a slide: how large its type is, as a share of a slide's."""

WIDE = 1.25
"""From this width by height on, words stand beside the figure."""


class Page(msgspec.Struct, frozen=True):
    """A sheet and its metrics.

    Attributes:
        sheet: what is drawn on.
        metrics: the sizes of type and lengths on it.
        beside: words stand beside the figure, or else above and below it.
    """

    sheet: Sheet
    metrics: Metrics
    beside: bool

    @property
    def margin(self) -> float:
        """Free space along the edges."""
        return 0.075 * min(self.sheet.width, self.sheet.height)


def page_of(sheet: Sheet, theme: Theme, measure: Measure | None = None) -> Page:
    """Return the page of a sheet in the type of a theme.

    Args:
        sheet: what is drawn on.
        theme: whose type it has.
        measure: what measures text; None takes the theme's fonts.
    """
    factor = READING.get(sheet.kind, 1.0) * math.sqrt(min(sheet.width, sheet.height) / SHORT)
    metrics = Metrics(theme.type, measure or fonts.measurer(theme.fonts), factor)
    return Page(sheet, metrics, sheet.width >= WIDE * sheet.height)


def too_small(sheet: Sheet) -> BodymapError:
    """Return the error for a sheet that has no room for the picture."""
    width, height = sheet.width / 72, sheet.height / 72
    return BodymapError(
        f"{sheet.name} at {sheet.dpi:g} dpi is {width:.3g} x {height:.3g} in: no room for the picture; "
        "take a larger size or fewer dpi"
    )
