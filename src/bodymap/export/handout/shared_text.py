"""The words of a handout that do not hang on a condition: its headings, what anyone can do."""

from __future__ import annotations

from functools import cache

from ...files.disk import assets
from ...files.validation import Line, read
from ...knowledge.anatomy import Record


class Headings(Record, frozen=True):
    """Over each section of a handout."""

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
    """What every handout says. `point`, `zone` and `area` explain what the picture shows, where it shows it."""

    headings: Headings
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
    """The fixed words."""
    return read(assets() / "handout.yaml", Fixed, label="handout.yaml")
