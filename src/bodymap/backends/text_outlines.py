"""Turn lines of text into outlines, for files that must look the same without the font."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..display.records import Font
from .matplotlib_modules import font_properties, text_to_path

_COMMANDS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 0)}
"""SVG command and its number of points, by matplotlib path code."""


class Line(NamedTuple):
    """A line of text in units of its font size: glyph keys with places on the baseline, glyph outlines and line width.

    Outlines are SVG path data, y up.
    """

    glyphs: tuple[tuple[str, float], ...]
    shapes: dict[str, str]
    width: float


@lru_cache(1024)
def outlines(text: str, file: Path) -> Line:
    """Return the outlines of a line in the font of a file, with kerning."""
    maker = text_to_path()
    props = font_properties(Font(str(file), file.stem, "regular"), file, maker.FONT_SCALE)
    info, shapes, _ = maker.get_glyphs_with_font(maker._get_font(props), text)
    width = maker.get_text_width_height_descent(text, props, False)[0]
    scale = 1 / maker.FONT_SCALE
    return Line(
        tuple((key.rpartition("-")[2], x * scale) for key, x, _, _ in info),
        {key.rpartition("-")[2]: _data(points * scale, codes) for key, (points, codes) in shapes.items()},
        width * scale,
    )


def _data(points: Any, codes: Any) -> str:
    parts: list[str] = []
    places, numbers, i = points.tolist(), codes.tolist(), 0
    while i < len(numbers):
        command, count = _COMMANDS[numbers[i]]
        parts.append(command + " ".join(f"{x:.4g} {y:.4g}" for x, y in places[i : i + count]))
        i += max(count, 1)
    return "".join(parts)
