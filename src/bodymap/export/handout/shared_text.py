"""The text of a handout that is the same for every condition, such as headings and general advice."""

from __future__ import annotations

from functools import cache

from ...files.disk import assets
from ...files.validation import Line, read
from ...knowledge.anatomy import Record


class Headings(Record, frozen=True):
    """The heading of each section of a handout."""

    contents: Line
    going_on: Line
    muscles: Line
    session: Line
    can_do: Line
    week: Line
    avoid: Line
    works: Line
    clinician: Line
    notes: Line
    appointment: Line
    sources: Line
    note: Line


class Leads(Record, frozen=True):
    """The first words of each paragraph about dry needling."""

    what: Line
    twitch: Line
    session: Line
    relief: Line
    after: Line
    who: Line
    tell_first: Line
    alike: Line
    risks: Line


class Fixed(Record, frozen=True):
    """The text of every handout. `pain`, `point`, `zone` and `area` are used only if the picture shows these."""

    headings: Headings
    pain: Line
    point: Line
    zone: Line
    area: Line
    main: Line
    unseen: Line
    leads: Leads
    can_do: tuple[Line, ...]
    note: Line
    works_needling: Line
    works_exercise: Line
    for_whom: Line
    on_day: Line


@cache
def fixed() -> Fixed:
    """Return the fixed text."""
    return read(assets() / "handout.yaml", Fixed, label="handout.yaml")
