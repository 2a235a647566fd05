"""The sides that a chart and its marks are on, and how people type them: `left`, `l`, `sciatica@left`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from ..errors import BodymapError, unknown
from ..options.choices import Sides
from ..options.option import options_of
from ..options.records import FigureOptions
from .anatomy import Side


class ChartSide(StrEnum):
    """The sides of the body that a mark is on, always the patient's own."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


SideLike = ChartSide | Side | Sides
"""One or both of the patient's sides, as a record or an option has them."""


def is_file(name: str) -> bool:
    """Return whether a name means a file rather than a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml", ".json")


def split_side(name: str, field: str = "condition") -> tuple[str, ChartSide | None]:
    """Return a name and the side that follows it after an @, if there is one: `sciatica@left`.

    Raises:
        BodymapError: what follows the @ is not a side.
    """
    plain, side = apart(name)
    return plain, side_named(side.removeprefix("@"), name, field) if side else None


def apart(name: str) -> tuple[str, str]:
    """Return a name and what follows it from an @ on, unchecked; an @ in the path of a file is part of its name."""
    plain, at, side = name.rpartition("@")
    return (plain.strip(), at + side) if at and not is_file(name) else (name, "")


def side_named(text: str, where: str, field: str) -> ChartSide:
    """Return the side that a text means, such as Left or l. `where` is the text that it is part of, given for `field`.

    Raises:
        BodymapError: it means no side.
    """
    try:
        return ChartSide(options_of(FigureOptions)["side"].accept(text.strip()))
    except BodymapError as error:
        raise BodymapError(f"{where}: after @, {error}", field=field, value=text, choices=error.choices) from None


def sides_of(side: SideLike | None) -> tuple[Side, ...]:
    """Return the sides that left, right or both stands for; None stands for both.

    Raises:
        BodymapError: if there is no such side.
    """
    if side is not None and side not in tuple(ChartSide):
        raise unknown("side", side, tuple(ChartSide), field="side")
    return (Side.LEFT, Side.RIGHT) if side in (None, "both") else (Side(side),)
