"""Make a page from a sheet, with type and lengths in proportion to it."""

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
"""Type size by kind of sheet, as a share of a slide's: a sheet held in the hand is read from nearer."""

WIDE = 1.25
"""From this ratio of width to height, words are placed beside the figure."""


class Page(msgspec.Struct, frozen=True):
    """A sheet and its metrics.

    Attributes:
        sheet: the sheet to draw on.
        metrics: the sizes of type and lengths on it.
        beside: whether words are beside the figure, rather than above and below it.
    """

    sheet: Sheet
    metrics: Metrics
    beside: bool

    @property
    def margin(self) -> float:
        """Free space along the edges, pt."""
        return 0.075 * min(self.sheet.width, self.sheet.height)


def page_of(sheet: Sheet, theme: Theme, measure: Measure | None = None) -> Page:
    """Return the page for a sheet, with the type of a theme.

    Args:
        sheet: the sheet to draw on.
        theme: the theme that sets the type.
        measure: the function that measures text; None measures with the theme's fonts.
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
