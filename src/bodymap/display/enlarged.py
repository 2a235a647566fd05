"""Move and enlarge the items of a display list, for a picture that becomes a part of a larger sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from ..body.geometry import Box, Shape
from .records import Display, Fade, Group, Image, Item, Path, Style, Text


class Move(NamedTuple):
    """Where items go: `scale` times as large, then by `x` and `y`, pt."""

    scale: float
    x: float = 0.0
    y: float = 0.0

    def box(self, box: Box) -> Box:
        """Return where a box goes."""
        x0, y0, x1, y1 = box
        scale, x, y = self
        return x0 * scale + x, y0 * scale + y, x1 * scale + x, y1 * scale + y

    def shape(self, shape: Shape) -> Shape:
        """Return where a shape goes."""
        return Shape(shape.points * self.scale + (self.x, self.y), shape.codes)


def enlarged(display: Display, scale: float) -> Display:
    """Return a picture whose sheet is `scale` times as large, with everything on it."""
    return msgspec.structs.replace(
        display,
        width=display.width * scale,
        height=display.height * scale,
        items=moved(display.items, Move(scale)),
        styles={name: scaled_style(style, scale) for name, style in display.styles.items()},
    )


def moved(items: Sequence[Group], move: Move) -> tuple[Group, ...]:
    """Return groups, moved. Their styles have to be scaled too: see `scaled_style`."""
    shapes: dict[int, Shape] = {}
    return tuple(_group(group, move, shapes) for group in items)


def scaled_style(style: Style, scale: float) -> Style:
    """Return a style with all its lengths multiplied."""
    dash = tuple(length * scale for length in style.dash)
    return msgspec.structs.replace(style, width=style.width * scale, dash=dash)


def _item(item: Item, move: Move, shapes: dict[int, Shape]) -> Item:
    if isinstance(item, Group):
        return _group(item, move, shapes)
    if isinstance(item, Text):
        x, y = item.x * move.scale + move.x, item.y * move.scale + move.y
        return msgspec.structs.replace(item, x=x, y=y, size=item.size * move.scale)
    if isinstance(item, Image):
        return msgspec.structs.replace(item, box=move.box(item.box), clip=_shape(item.clip, move, shapes))
    clip = _shape(item.clip, move, shapes)
    if item.at is None:
        return msgspec.structs.replace(item, shape=_moved(item.shape, move, shapes), clip=clip)
    at = item.at * move.scale + np.array([move.x, move.y])
    shape = Shape(item.shape.points * move.scale, item.shape.codes)
    return Path(shape, item.style, item.part, at, clip)


def _group(group: Group, move: Move, shapes: dict[int, Shape]) -> Group:
    fade = group.fade and Fade(move.box(group.fade.box), group.fade.edges, group.fade.depth * move.scale)
    clip = None if group.clip is None else move.box(group.clip)
    items = tuple(_item(item, move, shapes) for item in group.items)
    return msgspec.structs.replace(group, items=items, clip=clip, fade=fade)


def _shape(shape: Shape | None, move: Move, shapes: dict[int, Shape]) -> Shape | None:
    return None if shape is None else _moved(shape, move, shapes)


def _moved(shape: Shape, move: Move, shapes: dict[int, Shape]) -> Shape:
    """Return where a shape goes; a shape that clips many items is moved once."""
    if id(shape) not in shapes:
        shapes[id(shape)] = move.shape(shape)
    return shapes[id(shape)]
