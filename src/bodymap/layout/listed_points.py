"""Say in a list what the numbers beside trigger points mean: the same in pictures, handouts, slides and cards."""

from __future__ import annotations

from collections.abc import Iterator

from .. import words
from ..content.view_content import MuscleEntry
from ..knowledge.anatomy import atlas
from .point_numbers import Numbers, mark_of


def numbers_in_line(entry: MuscleEntry, numbers: Numbers) -> str:
    """Return the marks of a muscle's points in one line, in brackets their numbers in the muscle: P1 (2), P3 (1)."""
    own, agree = _own(entry, numbers)
    return ", ".join(mark_of(order) if agree else f"{mark_of(order)} {_within(number)}" for order, _, number in own)


def listed_points(entry: MuscleEntry, numbers: Numbers) -> Iterator[tuple[str, str]]:
    """Yield the mark of each of a muscle's points, and what it is: its number in the muscle, and its site.

    The number is left out if it is that of the mark for all points of the chart, so all are told in one way.
    """
    own, agree = _own(entry, numbers)
    for order, part, number in own:
        name = "" if agree else _within(number)
        if part != entry.muscle:
            name = words.text("label.part", muscle=atlas().muscle(part).name, number=number)
        yield mark_of(order), " ".join(filter(None, (name, _site(part, number))))


def _own(entry: MuscleEntry, numbers: Numbers) -> tuple[list[tuple[int, str, int]], bool]:
    """Return the points of a muscle by their numbers, and whether each of the chart has this number in its muscle."""
    own = sorted((order, part, number) for (part, number), order in numbers.items() if part in entry.parts)
    agree = all(order == number for (_, number), order in numbers.items())
    return own, agree and all(part == entry.muscle for _, part, _ in own)


def _within(number: int) -> str:
    return words.text("label.point", number=number)


def _site(part: str, number: int) -> str:
    """Return the site of a point; empty if only a user's own plate has the point, and not the atlas."""
    return next((point.site for point in atlas().muscle(part).points if point.number == number), "")
