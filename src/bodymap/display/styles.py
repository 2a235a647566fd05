"""The styles and fonts of a display list under stable names, such as "primary-fill", "leader" or "text-ink"."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..style import fonts
from ..style.colour import mixed, to_hex
from ..style.text import Text
from ..style.theme import MuscleStyle, Theme
from .records import Font, Style

HALO = 2.4
"""Width of the halo that keeps text readable on any background, in pt."""

DOTS = (0.01, 2.6)
"""Dash pattern of an area's edge, in line widths: round dots, which no muscle uses."""


TENDON_TINT = 0.08
"""Share of a muscle's colour in its tendon."""

SHADE = 0.36
"""Share of a colour that is left in deep shade."""


class Styles:
    """Collects the styles and fonts that a picture uses. If a name is taken by another style, a number is added."""

    def __init__(self, theme: Theme) -> None:
        """Start without styles.

        Args:
            theme: the theme of the picture.
        """
        self.theme = theme
        self.styles: dict[str, Style] = {}
        self.fonts: dict[str, Font] = {}

    def add(self, name: str, style: Style) -> str:
        """Add a style and return its name: `name`, with a number if another style has it."""
        number, free = 1, name
        while self.styles.setdefault(free, style) != style:
            number += 1
            free = f"{name}-{number}"
        return free

    def line(self, name: str, colour: str, width: float, **more: object) -> str:
        """Add a stroke without a fill and return its name."""
        return self.add(name, msgspec.structs.replace(Style(stroke=colour, width=width), **more))

    def text(self, tone: str, *, halo: bool) -> str:
        """Add a text style in a colour of the theme and return its name."""
        colour = getattr(self.theme, tone)
        if not halo:
            return self.add(f"text-{tone}", Style(fill=colour))
        return self.add(f"text-{tone}-halo", Style(fill=colour, stroke=self.theme.halo, width=HALO))

    def font(self, text: Text) -> str:
        """Add the font for a line and return its name.

        Raises:
            BodymapError: no available font has all letters of the line.
        """
        fonts.check_letters((text.text,), self.theme.fonts)
        own, bundled = fonts.path(text.weight, self.theme.fonts), fonts.path(text.weight)
        file = fonts.face(text.text, text.weight, self.theme.fonts)
        if file == bundled:
            name: str = text.weight
        elif file == own:
            name = f"{text.weight}-own"
        else:
            name = f"{text.weight}-fallback-{self.theme.fonts.fallback.index(str(file)) + 1}"
        if name not in self.fonts:
            self.fonts[name] = Font(file.name if file == bundled else str(file), fonts.family(file), text.weight)
        return name


def muscle_fill(style: MuscleStyle, theme: Theme, *, deep: bool = False) -> Style:
    """Return the fill of a muscle, mixed with the body's colour and opaque; none if the style has no colour."""
    share = style.deep_alpha if deep else style.alpha
    return Style(fill=to_hex(mixed(style.fill, share, theme.body_light)))


def seen_colour(style: MuscleStyle, theme: Theme) -> str:
    """Return the colour of what is seen of a muscle."""
    return muscle_fill(style, theme).fill


def tendon_fill(style: MuscleStyle, theme: Theme, *, deep: bool = False) -> Style:
    """Return the fill of a muscle's tendon, opaque, with a breath of the muscle's colour."""
    share = TENDON_TINT * (style.deep_alpha if deep else style.alpha)
    return Style(fill=to_hex(mixed(style.fill, share, theme.tendon if theme.toned else theme.body_light)))


def muscle_edge(style: MuscleStyle, theme: Theme, *, deep: bool) -> Style:
    """Return the edge of a muscle, dashed if it is deep."""
    dash = tuple(length * style.width for length in theme.dash) if deep else ()
    return Style(stroke=style.edge, width=style.width, dash=dash, join="round")


def in_colour(style: MuscleStyle, colour: str) -> MuscleStyle:
    """Return a muscle's style in a colour of its own; a theme that tells muscles by hatching keeps its style."""
    if not colour or style.hatch:
        return style
    return MuscleStyle(colour, darker(colour), style.alpha, style.deep_alpha, style.width)


def darker(colour: str) -> str:
    """Return a colour in deep shade."""
    return to_hex(mixed(colour, SHADE, "#000000"))


def font_path(font: Font) -> Path:
    """Return the file of a font, bundled or a user's own."""
    return fonts.bundled(font.file) if Path(font.file).name == font.file else Path(font.file)
