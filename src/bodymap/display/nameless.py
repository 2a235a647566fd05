"""Take every name out of a display list: a picture with blank lines must not give its answers away in what is not seen.

Ids and accessible names of muscles, structures and points become numbers, or general words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from .. import words
from .records import Group, Image, Item, Path

PLACES = ("caption", "hurts", "inset", "legend", "letters", "lines", "locator", "logo", "numbers", "points", "shows")
"""What the ids that name no part of the body begin with."""

T = TypeVar("T", Group, Item)

_GENERAL = {"muscle": "blank.marked", "structure": "blank.drawn", "point": "blank.point"}


def without_names(items: tuple[T, ...], numbers: Mapping[str, int]) -> tuple[T, ...]:
    """Return items without names.

    Args:
        items: the items.
        numbers: the number of each muscle and structure that is asked for, by its id.
    """
    return tuple(_nameless(item, numbers) for item in items)


def _nameless(item: T, numbers: Mapping[str, int]) -> T:
    if isinstance(item, Group):
        inner = without_names(item.items, numbers)
        number = numbers.get(item.muscle, 0)
        part, label = item.part, item.label
        if item.kind in ("muscle", "structure", "point", "name"):
            part = f"{item.kind}.{number}" if number else item.kind
            label = _label(item.kind, number)
        elif item.part == "hurts":  # an area may have the name of a muscle or a joint
            label = words.text("legend.pain")
        return msgspec.structs.replace(item, items=inner, part=part, label=label, muscle="")
    if isinstance(item, Path | Image) and item.part.partition(".")[0] not in PLACES:
        return msgspec.structs.replace(item, part="")
    return item


def _label(kind: str, number: int) -> str:
    if kind == "name" or (number and kind != "point"):
        return words.text("blank.line", number=number)
    return words.text(_GENERAL[kind])
