"""Draw a free spot: a square with a letter, which neither a muscle's number nor a trigger point has."""

from __future__ import annotations

from collections.abc import Iterator

from ..body.geometry import grown
from ..style import text as typesetting
from .records import Item, Path, Style, Text
from .shapes import rectangle
from .styles import Styles

HALF, EDGE = 6.2, 1.3
"""Half the side of the square, and the width of its edge, pt."""


def spot_mark(letter: str, at: tuple[float, float], styles: Styles) -> Iterator[Item]:
    """Yield the mark of a free spot at a place on the sheet, pt."""
    theme, (x, y), size = styles.theme, at, styles.theme.type.foot
    square, part = rectangle(grown((x, y, x, y), HALF)), f"spot.{letter}"
    halo = Style(fill=theme.halo, stroke=theme.halo, width=EDGE + theme.halo_width, join="round")
    yield Path(square, styles.add("spot-halo", halo), part)
    yield Path(square, styles.line("spot", theme.point, EDGE, join="round"), part)
    line = typesetting.Text(letter, x, y - size * 0.36, size, "semibold", "point", "center")
    yield Text(letter, line.x, line.y, size, styles.font(line), styles.text("point", halo=False), "center")
