"""The items of a display list. Plain data: what is drawn where, in which style, clipped to what, showing which part.

Lengths are points (1/72 in) on the sheet, origin at the lower left, y up; boxes are (x0, y0, x1, y1). Items are in
drawing order, the last on top. Nothing is left to decide: intensity, overlaps, hatching, fading, mark sizes, the font
of every line and the legend samples are settled. `encode` and `decode` convert a list to and from JSON.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape

Edge = Literal["left", "top", "right", "bottom"]

Kind = Literal[
    "figure", "inset", "body", "muscle", "windows", "structure", "pain", "points", "point", "name", "words", "legend",
    "sample",
    "locator", "frame", "page", "logo",
]  # fmt: skip
"""What a group shows."""

Align = Literal["left", "center", "right"]


class Style(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a path or a line of text is painted. Colours are #rrggbb, or empty for none; lengths are in points.

    For text, the stroke is a halo, drawn under the letters.
    """

    fill: str = ""
    fill_opacity: float = 1.0
    stroke: str = ""
    stroke_opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    cap: Literal["butt", "round"] = "butt"
    join: Literal["miter", "round"] = "miter"


class Font(msgspec.Struct, frozen=True):
    """A font and its file: the name of a bundled font file, or the path of a user's own."""

    file: str
    family: str
    weight: Literal["regular", "semibold", "italic"]


class Path(msgspec.Struct, frozen=True, tag="path", omit_defaults=True):
    """A shape in a style, which is a key of `Display.styles`.

    With `at`, (n, 2) pt, the shape is drawn once at each of these places, with its origin there. `clip` clips it.
    """

    shape: Shape
    style: str
    part: str = ""
    at: NDArray[np.float64] | None = None
    clip: Shape | None = None


class Image(msgspec.Struct, frozen=True, tag="image", omit_defaults=True):
    """Pixels stretched over a box, row 0 at the top: (h, w, 4) uint8 RGBA, or (h, w) uint8 with a `palette`, (256, 4).

    `smoothing` says how they are scaled: "linear", or "area" for photographs that shrink a lot.
    """

    box: Box
    pixels: NDArray[np.uint8]
    palette: NDArray[np.uint8] | None = None
    part: str = ""
    clip: Shape | None = None
    smoothing: Literal["linear", "area"] = "linear"


class Text(msgspec.Struct, frozen=True, tag="text", omit_defaults=True):
    """A line of text on its baseline; (`x`, `y`) is its left end, middle or right end.

    `font` and `style` are keys of `Display.fonts` and `Display.styles`.
    """

    text: str
    x: float
    y: float
    size: float
    font: str
    style: str
    align: Align = "left"


class Fade(msgspec.Struct, frozen=True):
    """The edges of a box at which a group fades out, and the depth of the fade in points."""

    box: Box
    edges: tuple[Edge, ...]
    depth: float


class Group(msgspec.Struct, frozen=True, tag="group", omit_defaults=True):
    """Items that belong together, clipped to a box. `part` is the id of what they show, `label` its accessible name.

    `muscle` is the atlas id of what a group of kind "muscle", "structure", "point" or "name" is about.
    """

    kind: Kind
    items: tuple[Path | Image | Text | Group, ...]
    part: str = ""
    label: str = ""
    muscle: str = ""
    clip: Box | None = None
    fade: Fade | None = None


Item = Path | Image | Text | Group


class Display(msgspec.Struct, frozen=True):
    """A whole picture: the size of its sheet in points, its paper (empty for none), its items, styles and fonts.

    `theme_paper` is the paper of its theme, for file formats that need one. `unit` is "px" if the size was requested in
    pixels, else "pt".
    """

    width: float
    height: float
    dpi: float
    unit: Literal["pt", "px"]
    paper: str
    theme_paper: str
    title: str
    alt: str
    description: str
    items: tuple[Group, ...]
    styles: dict[str, Style]
    fonts: dict[str, Font]

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return round(self.width * self.dpi / 72), round(self.height * self.dpi / 72)


# --- walking and changing -------------------------------------------------------------------------------------------


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield every item, each group before its contents."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)


def without(items: tuple[Item, ...], unwanted: Callable[[Item], bool]) -> tuple[Item, ...]:
    """Return the items without the unwanted ones, at every depth; groups that become empty are removed too."""
    kept: list[Item] = []
    for item in items:
        if unwanted(item):
            continue
        if isinstance(item, Group):
            inner = without(item.items, unwanted)
            if not inner:
                continue
            item = msgspec.structs.replace(item, items=inner)
        kept.append(item)
    return tuple(kept)


# --- JSON -----------------------------------------------------------------------------------------------------------

_LETTERS = {MOVE: "M", LINE: "L", CUBIC: "C"}


def encode(display: Display) -> bytes:
    """Return a display list as JSON: pixels as base64 with their shape, all other arrays as nested lists."""
    return msgspec.json.encode(display, enc_hook=_plain)


def decode(raw: bytes) -> Display:
    """Return the display list from JSON written by `encode`.

    Raises:
        msgspec.ValidationError: if it is not a display list.
    """
    return msgspec.json.decode(raw, type=Display, dec_hook=_array)


def path_data(shape: Shape, number: Callable[[float], str] = repr) -> str:
    """Return a shape as SVG path data with absolute commands M, L, C and Z; `number` formats a coordinate."""
    parts: list[str] = []
    points, codes, i = shape.points.tolist(), shape.codes.tolist(), 0
    while i < len(codes):
        if codes[i] == CLOSE:
            parts.append("Z")
            i += 1
            continue
        count = 3 if codes[i] == CUBIC else 1
        numbers = " ".join(f"{number(x)} {number(y)}" for x, y in points[i : i + count])
        parts.append(_LETTERS[codes[i]] + numbers)
        i += count
    return "".join(parts)


def _plain(value: Any) -> Any:
    """Convert an array for JSON: pixels to base64 with their shape, path codes and coordinates to lists."""
    if not isinstance(value, np.ndarray):
        raise NotImplementedError(f"{type(value)} has no place in a display list")
    if value.dtype == np.uint8 and value.ndim > 1:
        return {"shape": value.shape, "base64": value.tobytes()}
    return value.tolist()


def _array(_: Any, value: Any) -> Any:
    """Convert the JSON of `_plain` back to an array."""
    if isinstance(value, dict):
        return np.frombuffer(b64decode(value["base64"]), dtype=np.uint8).reshape(value["shape"])
    return np.array(value, dtype=np.float64 if value and isinstance(value[0], list) else np.uint8)
