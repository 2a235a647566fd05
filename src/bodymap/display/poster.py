"""Turn a planned poster into a display list: its pictures and words, moved to their places and enlarged together."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from .. import describe
from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape
from ..layout.records import Position
from ..pages.poster.records import Disc, Ground, Part, Poster
from ..style import text as typesetting
from ..style.colour import contrast
from .compile import compile_scene
from .enlarged import Move, enlarged, moved, scaled_style
from .furniture import words
from .records import Display, Group, Item, Path, Style
from .shapes import circle, polyline
from .styles import Styles
from .within import within

CORNER = 0.5523
"""Length of the handles of a quarter of a circle, in radii."""

NUMBER = 1.12
"""Size of the number in a disc, in radii."""

RIM = 0.14
"""Width of the light rim of a disc on a body, in radii."""


def compile_poster(poster: Poster) -> Display:
    """Return the display list of a poster, from back to front."""
    whole = compile_scene(poster.words)
    styles = Styles(poster.words.theme)
    styles.styles |= whole.styles
    styles.fonts |= whole.fonts
    items = (
        *_grounds(poster.grounds, styles),
        *(group for part in poster.parts for group in _part(part, styles)),
        *_discs(poster.discs, styles),
        *whole.items,
    )
    display = msgspec.structs.replace(
        whole,
        unit="pt",
        paper=poster.words.theme.paper,
        alt=poster.alt or describe.alt(poster.parts[0].scene),
        description=_description(poster),
        items=items,
        styles=styles.styles,
        fonts=styles.fonts,
    )
    return enlarged(display, poster.enlarged)


def _description(poster: Poster) -> str:
    if poster.alt:
        return poster.description
    return " ".join(filter(None, (describe.long(poster.parts[0].scene), poster.description)))


def _grounds(grounds: tuple[Ground, ...], styles: Styles) -> Iterator[Group]:
    """Yield the fields of colour, together."""
    paths = [Path(rounded(one.box, one.radius), styles.add("ground", Style(fill=one.colour))) for one in grounds]
    if paths:
        yield Group("page", tuple(paths), part="grounds")


def _part(part: Part, styles: Styles) -> tuple[Group, ...]:
    """Return the items of a picture in its place, clipped to its sheet, with its styles among those of the poster."""
    display = compile_scene(part.scene)
    names = {name: styles.add(name, scaled_style(style, part.scale)) for name, style in display.styles.items()}
    styles.fonts.update(display.fonts)
    groups = within(display, (0.0, 0.0, display.width, display.height))
    return tuple(_restyled(group, names) for group in moved(groups, Move(part.scale, *part.at)))


def _restyled(group: Group, names: dict[str, str]) -> Group:
    """Return a group whose items have other names of styles."""

    def restyled(item: Item) -> Item:
        if isinstance(item, Group):
            return _restyled(item, names)
        return msgspec.structs.replace(item, style=names[item.style]) if hasattr(item, "style") else item

    return msgspec.structs.replace(group, items=tuple(restyled(item) for item in group.items))


def _discs(discs: tuple[Disc, ...], styles: Styles) -> Iterator[Group]:
    """Yield the numbers in their discs, all lines under all discs."""
    lines: list[Path] = []
    for disc in discs:
        if disc.leader:
            halo = styles.line("disc-line-halo", styles.theme.halo, 0.3 * disc.radius, cap="round")
            lines += [Path(polyline(disc.leader), halo)]
            lines += [Path(polyline(disc.leader), styles.line("disc-line", disc.colour, 0.14 * disc.radius))]
    numbers = tuple(_disc(disc, styles) for disc in discs)
    if numbers:
        yield Group("page", (*lines, *numbers), part="numbers")


def _disc(disc: Disc, styles: Styles) -> Group:
    theme, radius, size = styles.theme, disc.radius, NUMBER * disc.radius * (0.86 if len(disc.number) > 1 else 1.0)
    x, y = disc.centre
    rim = styles.add("disc-rim", Style(fill=theme.halo))
    fill = styles.add(f"disc-{disc.colour.removeprefix('#')}", Style(fill=disc.colour))
    light = contrast("#ffffff", disc.colour) >= contrast(theme.ink, disc.colour)
    number = typesetting.Text(disc.number, x, y - size * 0.36, size, "semibold", "ink", "center")
    at = np.array([disc.centre])
    said = words([number], styles, halo=False)
    white = styles.add("disc-number", Style(fill="#ffffff" if light else theme.ink))
    texts = tuple(msgspec.structs.replace(line, style=white) for line in said)
    return Group("page", (Path(circle(radius * (1 + RIM)), rim, at=at), Path(circle(radius), fill, at=at), *texts))


def rounded(box: Box, radius: float) -> Shape:
    """Return a rectangle with round corners."""
    x0, y0, x1, y1 = box
    r = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
    k = r * (1 - CORNER)
    points: list[Position] = [
        *((x0 + r, y0), (x1 - r, y0), (x1 - k, y0), (x1, y0 + k), (x1, y0 + r)),
        *((x1, y1 - r), (x1, y1 - k), (x1 - k, y1), (x1 - r, y1)),
        *((x0 + r, y1), (x0 + k, y1), (x0, y1 - k), (x0, y1 - r)),
        *((x0, y0 + r), (x0, y0 + k), (x0 + k, y0), (x0 + r, y0), (x0 + r, y0)),
    ]
    curve = [CUBIC] * 3
    codes = [MOVE, LINE, *curve, LINE, *curve, LINE, *curve, LINE, *curve, CLOSE]
    return Shape(np.array(points), np.array(codes, dtype=np.uint8))
