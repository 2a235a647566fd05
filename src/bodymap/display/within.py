"""Leave out what does not lie in a box: of a picture that is a part of a larger one, or of a sheet of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import MOVE, Box, Shape, bounds, meet
from .records import Display, Group, Item, Path, Text

WIDE = 0.7
"""Greatest width of a letter, in sizes of the type, to tell where a line of text may be."""

MANY = 8
"""A path of at least this many pieces keeps only those that may lie in the box."""


def within(display: Display, box: Box) -> tuple[Group, ...]:
    """Return the groups of a picture with what may lie in a box, clipped to it."""
    return tuple(_groups(display, display.items, box))


def _groups(display: Display, groups: Sequence[Group], box: Box) -> Iterator[Group]:
    for group in groups:
        if found := _group(display, group, box):
            yield found


def _group(display: Display, group: Group, box: Box) -> Group | None:
    if group.clip is not None and not meet(group.clip, box):
        return None
    seen = box if group.clip is None else _common(group.clip, box)
    items = [found for item in group.items if (found := _item(display, item, seen))]
    return msgspec.structs.replace(group, items=tuple(items), clip=seen) if items else None


def _item(display: Display, item: Item, box: Box) -> Item | None:
    """Return an item if it may lie in a box; of one that is drawn at many places or in many pieces, those that do."""
    if isinstance(item, Group):
        return _group(display, item, box)
    if isinstance(item, Text):
        reach = WIDE * item.size * len(item.text)
        return item if meet((item.x - reach, item.y - item.size, item.x + reach, item.y + item.size), box) else None
    if isinstance(item, Path):
        return _path(item, display.styles[item.style].width, box)
    return item if meet(item.box, box) and _clips(item.clip, box) else None


def _path(item: Path, width: float, box: Box) -> Path | None:
    if not len(item.shape.points):
        return None
    x0, y0, x1, y1 = bounds([item.shape])
    if item.at is not None:
        low = np.array([box[0] - x1 - width, box[1] - y1 - width])
        high = np.array([box[2] - x0 + width, box[3] - y0 + width])
        kept = item.at[((item.at >= low) & (item.at <= high)).all(1)]
        return msgspec.structs.replace(item, at=kept) if len(kept) else None
    if not meet((x0 - width, y0 - width, x1 + width, y1 + width), box) or not _clips(item.clip, box):
        return None
    starts = np.flatnonzero(item.shape.codes == MOVE)
    if len(starts) < MANY:
        return item
    return msgspec.structs.replace(item, shape=_pieces(item.shape, starts, width, box))


def _pieces(shape: Shape, starts: NDArray[np.intp], width: float, box: Box) -> Shape:
    """Return the pieces of a shape that may lie in a box; a piece that is filled stays whole."""
    low, high = np.minimum.reduceat(shape.points, starts), np.maximum.reduceat(shape.points, starts)
    kept = (low <= (box[2] + width, box[3] + width)).all(1) & (high >= (box[0] - width, box[1] - width)).all(1)
    if kept.all():
        return shape
    lengths = np.diff([*starts, len(shape.codes)])
    wanted = np.repeat(kept, lengths)
    return Shape(shape.points[wanted], shape.codes[wanted])


def _clips(clip: Shape | None, box: Box) -> bool:
    return clip is None or not len(clip.points) or meet(bounds([clip]), box)


def _common(a: Box, b: Box) -> Box:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
