"""How sure studies are: a grade that is explained, beside one plain line and the works it rests on."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from ..errors import BodymapError
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES, Line, parse
from .anatomy import Citation, Record

FORMAT = 1
"""Of the kept form: goes up with every change of the records below."""


class Grade(StrEnum):
    """How far a finding can be trusted, as GRADE counts it; `none` where no trial was found."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"
    NONE = "none"


class EvidenceLine(Record, frozen=True):
    """What studies found, in one plain line that promises nothing, how sure that is, and which works say so."""

    grade: Grade
    says: Line
    sources: tuple[Citation, ...] = ()


class ConditionEvidence(Record, frozen=True):
    """What is known of a condition's treatment by dry needling, and by exercise."""

    needling: EvidenceLine | None = None
    exercise: EvidenceLine | None = None

    def lines(self) -> tuple[EvidenceLine, ...]:
        """Those that there are, needling first."""
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
    """The words for every grade, surest first.

    Raises:
        BodymapError: the file is missing or faulty, or leaves out a grade.
    """
    return {grade: _file().grades[grade] for grade in Grade}


def cites() -> tuple[Citation, ...]:
    """The works that the grades come from."""
    return _file().cites
