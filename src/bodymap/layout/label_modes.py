"""The ways to set a muscle's name on a picture: which words it has, and whether a number or a leader points from it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from .. import words
from ..content import sided
from ..content.view_content import MuscleEntry
from ..options.choices import LabelStyle
from . import blocks
from .blocks import Name, NameLine
from .listed_points import listed_points, numbers_in_line
from .metrics import Metrics
from .point_numbers import Numbers

LABELS: tuple[LabelStyle, ...] = get_args(LabelStyle)
"""The kinds of labels that can be requested: everyday names, Latin, both, numbers with a key, or none."""

NameKind = Literal["plain", "latin", "both"]
"""Which names of a muscle are shown."""

Labelling = Literal["leaders", "key", "discs", "none"]
"""Names with leaders, numbers with a key of names, numbers in discs without a key, or nothing."""


class LabelRequest(msgspec.Struct, frozen=True):
    """How figures are labelled.

    Attributes:
        labelling: how the muscles are labelled.
        names: which names are shown.
        points: the trigger points to list after the names, with their numbers on the picture.
        blank: whether there are numbered lines to write on in place of the names.
        strict: whether numbers with a key may not replace leaders where there is little room.
    """

    labelling: Labelling = "leaders"
    names: NameKind = "plain"
    points: Numbers = msgspec.field(default_factory=dict)
    blank: bool = False
    strict: bool = False


class LabelMode(msgspec.Struct, frozen=True):
    """A way to set names.

    Attributes:
        numbered: whether numbers in the muscles, repeated with the names beside the figure, replace the leaders.
        small: whether the key is in small type.
        smallest: whether it is in the smallest type of a page.
        halves: whether the key is split between both sides of the figure.
        notes: whether each name has a line that says why the muscle is shown.
        points: how its trigger points are listed: by site, by number, or not at all.
        sided: whether a muscle with another value on each side is named on both.
    """

    numbered: bool = False
    small: bool = False
    smallest: bool = False
    halves: bool = False
    notes: bool = False
    points: Literal["sites", "numbers", ""] = ""
    sided: bool = False


NUMBERS = LabelMode(numbered=True)
KEY = LabelMode(numbered=True, small=True)
SPLIT_KEY = LabelMode(numbered=True, small=True, halves=True)


def label_modes(labelling: Labelling, *, ranked: bool, points: bool, blank: bool = False) -> tuple[LabelMode, ...]:
    """Return the ways to try, from the one with the most words to the tightest.

    Where a point is matters more than why a muscle is shown. If even the points' numbers don't fit, only names remain.
    A `blank` line has no words but its number.
    """
    replace = msgspec.structs.replace
    worded: tuple[LabelMode, ...] = (LabelMode(),) if blank else (LabelMode(notes=True), LabelMode())
    if labelling == "key":
        worded = ()
    elif ranked:
        worded = (LabelMode(numbered=True, notes=True),)
    if not points:
        return (*worded, NUMBERS, KEY, SPLIT_KEY)
    return (
        *(replace(mode, points="sites") for mode in worded),
        *(replace(mode, points="numbers") for mode in worded),
        replace(NUMBERS, points="sites"),
        *(replace(mode, points="numbers") for mode in (NUMBERS, KEY, SPLIT_KEY)),
        SPLIT_KEY,
    )


def name_of(
    metrics: Metrics, entry: MuscleEntry, mode: LabelMode, request: LabelRequest, number: int, width: float
) -> Name:
    """Return a muscle's name as a mode sets it, or the blank line in its place, at most `width` wide."""
    if request.blank:
        return blocks.blank_name(metrics, entry.muscle, number, entry.name, width)
    return blocks.name(metrics, entry.muscle, number, name_lines(entry, mode, request, number), width)


def name_lines(entry: MuscleEntry, mode: LabelMode, request: LabelRequest, number: int) -> list[NameLine]:
    """Return the lines of a muscle's name, as a mode sets them."""
    name = entry.latin if request.names == "latin" else entry.name
    points, value = _listed_points(entry, mode, request.points), sided.value(entry)
    if mode.small:
        weight: Literal["italic", "regular"] = "italic" if request.names == "latin" else "regular"
        more = "; ".join(filter(None, (value, *points)))
        line = words.text("label.with-more", name=f"{number} {name}", more=more) if more else f"{number} {name}"
        return [NameLine(line, "foot" if mode.smallest else "note", weight)]
    first = f"{number} {name}" if mode.numbered else name
    lines = [NameLine(first, "name", "italic" if request.names == "latin" else "semibold")]
    if request.names == "both":
        lines.append(NameLine(entry.latin, "note", "italic", "quiet"))
    if value:
        lines.append(NameLine(words.text("label.intensity", value=value), "note", tone="quiet"))
    if mode.notes and entry.why:
        lines.append(NameLine(entry.why, "note", tone="quiet"))
    return lines + [NameLine(line, "note") for line in points]


def _listed_points(entry: MuscleEntry, mode: LabelMode, points: Numbers) -> list[str]:
    """Return the lines that list a muscle's trigger points under its name."""
    if mode.points == "numbers":
        return [line] if (line := numbers_in_line(entry, points)) else []
    return [f"{mark} {said}".rstrip() for mark, said in listed_points(entry, points)] if mode.points else []
