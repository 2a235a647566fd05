"""Cut what reaches past the line along which a limb is parted from the rest, where only one of the two is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, bounds, inside, meet, rings
from ..body.geometry import clip as cut
from ..body.plates import load
from ..content.limbs import between_legs, closing_lines, polygons
from .context import FigureContext
from .records import Group, Image, Item, Path
from .shading import EVEN_LIGHT

RELIEF = ".relief"
"""How the ids of images of light on muscles end."""


def parted(context: FigureContext, items: Iterable[Item]) -> Iterator[Item]:
    """Yield items of a figure, those that cross a closing line of the limb or trunk that it shows cut along it.

    Paths are clipped to the body. Light on muscles, which is clipped to them already, is made even outside the body.
    """
    figure = context.figure
    plate = load(figure.body, figure.view)
    lines = (*closing_lines(plate), *between_legs(plate)) if figure.limb else ()
    seen = [figure.on_box(line) for line in lines if meet(line, figure.frame)]
    if not seen:
        yield from items
        return
    body = context.shape(context.plate.outline)
    yield from _cut(items, body, rings(body), seen)


def _cut(items: Iterable[Item], body: Shape, within: list[NDArray[np.float64]], lines: Sequence[Box]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield msgspec.structs.replace(item, items=tuple(_cut(item.items, body, within, lines)))
        elif isinstance(item, Path) and item.at is None and _crosses(item.shape, lines):
            yield msgspec.structs.replace(item, clip=_clip(item.clip, body, within))
        elif isinstance(item, Image) and item.part.endswith(RELIEF) and item.clip and _crosses(item.clip, lines):
            yield _even_outside(item, within)
        else:
            yield item


def _clip(clip: Shape | None, body: Shape, within: Sequence[NDArray[np.float64]]) -> Shape:
    """Return what is in the body of a clip, if that is a box or nothing. Any other clip stays: it is a muscle's."""
    if clip is None:
        return body
    x0, y0, x1, y1 = bounds([clip])
    if len(clip.points) != 5 or not np.isin(clip.points, ((x0, y0), (x1, y1))).all():
        return clip
    found = [polygon for ring in within for polygon in cut(ring, (x0, y0, x1, y1))]
    return polygons(found) if found else clip


def _crosses(shape: Shape, lines: Sequence[Box]) -> bool:
    box = bounds([shape])
    return any(meet(box, line) for line in lines)


def _even_outside(image: Image, within: list[NDArray[np.float64]]) -> Image:
    """Return light on muscles that has neither shade nor highlights outside polygons."""
    x0, y0, x1, y1 = image.box
    rows, columns = image.pixels.shape[:2]
    across, down = (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
    places = np.stack(np.meshgrid(x0 + across * (x1 - x0), y1 - down * (y1 - y0)), -1).reshape(-1, 2)
    kept = inside(within, places).reshape(rows, columns)
    return msgspec.structs.replace(image, pixels=np.where(kept, image.pixels, EVEN_LIGHT).astype(np.uint8))
