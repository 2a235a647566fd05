"""Evidence: what studies found in one plain line, how certain that is, and the works it is based on."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from ..errors import BodymapError
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Citation, Record

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""


class Grade(StrEnum):
    """How far a finding can be trusted, on the scale of GRADE; `none` if no trial was found."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"
    NONE = "none"


class EvidenceLine(Record, frozen=True):
    """What studies found, in one plain line that promises nothing, how certain that is, and which works say so."""

    grade: Grade
    says: Line
    sources: tuple[Citation, ...] = ()


class ConditionEvidence(Record, frozen=True):
    """What is known about treating a condition with dry needling and with exercise."""

    needling: EvidenceLine | None = None
    exercise: EvidenceLine | None = None

    def lines(self) -> tuple[EvidenceLine, ...]:
        """Return the lines that are given, needling first."""
        return tuple(line for line in (self.needling, self.exercise) if line)


class GradeWords(Record, frozen=True):
    """A grade's name, and what it means to a patient."""

    name: Line
    means: Line


class _File(Record, frozen=True):
    grades: dict[Grade, GradeWords]
    cites: tuple[Citation, ...] = ()


@cache
def _file() -> _File:
    label = "evidence.yaml"
    raw = contents(assets() / label, most=MOST_BYTES, label=label)
    found = disk_cache.compiled("evidence", FORMAT, _File, (raw,), lambda: parse(raw, _File, label=label))
    if missing := [grade.value for grade in Grade if grade not in found.grades]:
        raise BodymapError(f"{label}: grades: {missing[0]!r} is missing")
    return found


def grades() -> dict[Grade, GradeWords]:
    """Return the words for every grade, the most certain first.

    Raises:
        BodymapError: the file is missing or faulty, or leaves out a grade.
    """
    return {grade: _file().grades[grade] for grade in Grade}


def cites() -> tuple[Citation, ...]:
    """Return the works that define the grades."""
    return _file().cites
