"""The styles and fonts of a display list, by stable names: "muscle-primary-fill", "leader", "text-ink"."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..style import fonts
from ..style.text import Text
from ..style.theme import MuscleStyle, Theme
from .records import Font, Style

HALO = 2.4
"""Width of the halo that keeps words readable on any ground, pt."""

DOTS = (0.01, 2.6)
"""The dashes of an area's edge, in widths of the line: round dots, which no muscle has."""


class Styles:
    """Collects the styles and fonts that a picture uses. A name that is taken by another style gets a number."""

    def __init__(self, theme: Theme) -> None:
        """No styles yet.

        Args:
            theme: what the picture looks like.
        """
        self.theme = theme
        self.styles: dict[str, Style] = {}
        self.fonts: dict[str, Font] = {}

    def add(self, name: str, style: Style) -> str:
        """The name under which a style is listed: `name`, or with a number where that is another style's."""
        number, free = 1, name
        while self.styles.setdefault(free, style) != style:
            number += 1
            free = f"{name}-{number}"
        return free

    def line(self, name: str, colour: str, width: float, **more: object) -> str:
        """A stroke without a fill."""
        return self.add(name, msgspec.structs.replace(Style(stroke=colour, width=width), **more))

    def text(self, tone: str, *, halo: bool) -> str:
        """Words in a colour of the theme."""
        colour = getattr(self.theme, tone)
        if not halo:
            return self.add(f"text-{tone}", Style(fill=colour))
        return self.add(f"text-{tone}-halo", Style(fill=colour, stroke=self.theme.halo, width=HALO))

    def font(self, text: Text) -> str:
        """The font of a line: the theme's own where it has every letter of it, else the bundled one."""
        own = fonts.path(text.weight, self.theme.fonts)
        bundled = fonts.path(text.weight)
        file = own if own == bundled or set(text.text) <= fonts.letters(own) else bundled
        name = text.weight if file == bundled else f"{text.weight}-own"
        if name not in self.fonts:
            self.fonts[name] = Font(file.name if file == bundled else str(file), fonts.family(file), text.weight)
        return name


def muscle_fill(style: MuscleStyle, *, deep: bool, share: float = 1.0) -> Style:
    """The fill of a muscle; `share` of its opacity."""
    return Style(fill=style.fill, fill_opacity=(style.deep_alpha if deep else style.alpha) * share)


def muscle_edge(style: MuscleStyle, theme: Theme, *, deep: bool) -> Style:
    """The edge of a muscle; that of a deep one is dashed."""
    dash = tuple(length * style.width for length in theme.dash) if deep else ()
    return Style(stroke=style.edge, width=style.width, dash=dash, join="round")


def font_path(font: Font) -> Path:
    """The file of a font, whether it is bundled or a user's own."""
    return fonts.bundled(font.file) if Path(font.file).name == font.file else Path(font.file)
