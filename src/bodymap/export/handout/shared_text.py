"""The words of a handout that do not hang on a condition: its headings, what anyone can do, what dry needling is."""

from __future__ import annotations

from functools import cache

from ...files.disk import assets
from ...files.validation import Line, read
from ...knowledge.anatomy import Record, Source


class Headings(Record, frozen=True):
    """Over each section of a handout."""

    contents: Line
    going_on: Line
    muscles: Line
    session: Line
    can_do: Line
    clinician: Line
    notes: Line
    appointment: Line
    sources: Line
    note: Line


class Leads(Record, frozen=True):
    """The first words of each paragraph about dry needling."""

    what: Line
    session: Line
    after: Line
    who: Line


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
    for_whom: Line
    on_day: Line


class Needling(Record, frozen=True):
    """What dry needling is, in the words that handouts share."""

    what: Line
    not_acupuncture: Line
    not_injection: Line
    session: Line
    after: Line
    who: Line
    beside_exercise: Line
    sources: tuple[Source, ...]


@cache
def fixed() -> Fixed:
    """The fixed words."""
    return read(assets() / "handout.yaml", Fixed, label="handout.yaml")


@cache
def needling() -> Needling:
    """The words about dry needling."""
    return read(assets() / "dry-needling.yaml", Needling, label="dry-needling.yaml")
