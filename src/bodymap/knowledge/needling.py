"""What dry needling is, what a visit is like, what may go wrong and how well it works, whatever the condition."""

from __future__ import annotations

from functools import cache

from ..errors import unknown
from ..files.disk import assets
from ..files.fields import Id, Line
from ..files.validation import read
from .anatomy import Atlas, Citation, Record, Source, atlas
from .evidence import EvidenceLine
from .flags import Urgency


class Step(Record, frozen=True):
    """A step of a visit: its name, and what happens."""

    id: Id
    name: Line
    says: Line


class Risk(Record, frozen=True):
    """What may go wrong. `share` is its frequency per visit; `over_lung` limits it to muscles over the lung.

    `urgency` is how soon a patient with its signs needs help; without one, the problem passes by itself.
    """

    id: Id
    name: Line
    says: Line
    share: float | None = None
    over_lung: bool = False
    urgency: Urgency | None = None
    sources: tuple[Citation, ...] = ()


class Comparison(Record, frozen=True):
    """A row of the table that compares dry needling with two other treatments with a needle."""

    about: Line
    needling: Line
    acupuncture: Line
    injection: Line


class Needling(Record, frozen=True):
    """The article on dry needling, topic by topic, in words for the patient.

    `not_first` stands in its place where something else comes first.
    """

    what: Line
    benefits: Line
    twitch: Line
    not_acupuncture: Line
    not_injection: Line
    session: Line
    visits: Line
    relief: Line
    after: Line
    recovery: Line
    who: Line
    not_first: Line
    consent: Line
    beside_exercise: Line
    tell_first: tuple[Line, ...]
    steps: tuple[Step, ...]
    risks: tuple[Risk, ...]
    comparison: tuple[Comparison, ...]
    evidence: EvidenceLine
    cites: tuple[Citation, ...]

    def sources(self) -> tuple[Source, ...]:
        """Return the works that it is based on, each once."""
        every = [*self.cites, *self.evidence.sources, *(cited for risk in self.risks for cited in risk.sources)]
        return tuple(atlas().sources[key] for key in dict.fromkeys(citation.key for citation in every))


@cache
def needling() -> Needling:
    """Return the article on dry needling, read once.

    Raises:
        BodymapError: the file is missing or faulty, or cites a work that does not exist.
    """
    return checked(read(assets() / "dry-needling.yaml", Needling, label="dry-needling.yaml"), atlas())


def checked(words: Needling, atlas: Atlas) -> Needling:
    """Return `words` unchanged, after checking that every work it cites exists.

    Raises:
        BodymapError: a work does not exist.
    """
    every = [*words.cites, *words.evidence.sources, *(cited for risk in words.risks for cited in risk.sources)]
    for citation in every:
        if citation.key not in atlas.sources:
            raise unknown("source", citation.key, atlas.sources, where="dry-needling.yaml")
    return words


def risks(over_lung: bool) -> tuple[Risk, ...]:
    """Return the risks that apply: the general ones and, if a muscle lies over the lung, those of the chest."""
    return tuple(risk for risk in needling().risks if over_lung or not risk.over_lung)
