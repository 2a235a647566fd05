"""The text of a handout that is the same for every condition, such as headings and general advice."""

from __future__ import annotations

from functools import cache
from typing import Literal

from ...files.disk import assets
from ...files.fields import Line, ShortLine
from ...files.validation import read
from ...knowledge.anatomy import Record

Direction = Literal["ltr", "rtl"]


class Headings(Record, frozen=True):
    """The heading of each section of a handout."""

    contents: Line
    hurts: Line
    muscles: Line
    week: Line
    help: Line
    visit: Line
    needling: Line
    first: Line
    not_first: Line
    risks: Line
    tell_first: Line
    comparison: Line
    works: Line
    exercises: Line
    notes: Line
    sources: Line


class Leads(Record, frozen=True):
    """The words before a line of text or a blank."""

    for_whom: Line
    on_day: Line
    phone: Line
    going_on: Line
    also: Line
    spreads: Line
    avoid: Line
    day: Line
    time: Line
    therapist: Line
    times: Line
    sets: Line
    needling: Line
    exercise: Line
    read_more: Line
    reviewed: Line


class Topics(Record, frozen=True):
    """The first words of each paragraph about dry needling."""

    what: Line
    session: Line
    twitch: Line
    visits: Line
    after: Line
    who: Line
    alike: Line
    beside: Line


class Sides(Record, frozen=True):
    """The names of the sides, beside boxes to tick."""

    left: Line
    right: Line
    both: Line


class Compared(Record, frozen=True):
    """The names of the treatments that are compared."""

    needling: Line
    acupuncture: Line
    injection: Line


class Fixed(Record, frozen=True):
    """The text of every handout.

    `dots` names the picture of a hundred visits. `zone` is used only if the picture shows where pain may be felt.
    `contents_needling` says in a booklet's contents what stands on the page about dry needling. `foot` is the last line
    of each page, `note` the same at length. `unreviewed` follows them unless a condition says who reviewed it.
    """

    language: Line
    direction: Direction
    headings: Headings
    leads: Leads
    topics: Topics
    sides: Sides
    compared: Compared
    days: tuple[Line, ...]
    dots: Line
    zone: Line
    unreviewed: Line
    unseen: Line
    logo: Line
    clinic: Line
    qr: Line
    ticked: Line
    contents_needling: Line
    can_do: tuple[ShortLine, ...]
    note: Line
    foot: Line


@cache
def fixed() -> Fixed:
    """Return the fixed text."""
    return read(assets() / "handout.yaml", Fixed, label="handout.yaml")
