"""Ranks the muscles that reach a place: by how their zones lie there, and by how often they are reported there.

Two numbers from 0 to 1 are added. The first is geometry: the mean of two shares, how much of the place the muscle's
zones cover, and how much of the muscle's own zones lies in the place. A muscle whose zones lie mostly elsewhere comes
after one whose zones lie mostly here. The second is what is reported: the largest of the shares that studies counted
and of the muscle's place in the order of a manual. Geometry alone decides whether a muscle is listed; reports move it
up.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ..knowledge.anatomy import Citation, atlas
from ..knowledge.areas import areas
from ..knowledge.prevalence import Count, Counts, Place, Reports, Seen, prevalence

SPILLOVER = 0.4
"""Weight of a spillover zone; a core has weight 1."""

LEAST = 0.05
"""Lowest share of a place, spillover by its weight, that lists a muscle: below it, its zones hardly touch the place."""

LEAST_REPORTED = 0.02
"""The same for a muscle that is reported at the place."""

STEP = 0.15
"""How much less each further place in a guide's order counts; the first counts 1."""

LAST = 0.1
"""How much the last places in a guide's order count."""

UNSEEN = 0.75
"""Weight of a guide's order that nobody compared with the book or with a list that follows it."""

FIRST = 3
"""Places in a guide's order that count as among the first."""

OFTEN = 0.5
"""Share of people from which a muscle is often reported."""

SELDOM = 0.15
"""Share of people below which a muscle is seldom reported."""


def weighted(core: float, beyond: float) -> float:
    """Return a core and the spillover beyond it as one number."""
    return core + SPILLOVER * beyond


class Shares(msgspec.Struct, frozen=True):
    """The shares of a place that a muscle's core covers, and its spillover beyond that.

    `own` is the share of the muscle's zones that lies in the place, or None for a spot.
    """

    core: float
    beyond: float
    own: float | None = None

    @property
    def place(self) -> float:
        """The share of the place, with spillover by its weight."""
        return weighted(self.core, self.beyond)

    @property
    def geometry(self) -> float:
        """The mean of the share of the place and the share of the muscle's own zones."""
        return self.place if self.own is None else (self.place + self.own) / 2


def reports_at(ids: Iterable[str]) -> dict[str, Reports]:
    """Return what is reported at any of these areas, by muscle, each report once.

    What is reported at an area holds for the finer areas within it, and what is reported at a finer area holds for the
    whole: a guide that tells the back of the wrist from its front is a guide to the wrist.
    """
    known, named = prevalence(), tuple(ids)
    found: dict[str, Reports] = {}
    for area in (*areas().with_larger(named), *areas().finer(named)):
        for muscle, at in known.at(area).items():
            before = found.get(muscle, Reports())
            found[muscle] = together((before, at))
    return found


def together(reports: Iterable[Reports]) -> Reports:
    """Return several reports as one, each count and each place once."""
    every = tuple(reports)
    counts = dict.fromkeys(count for at in every for count in at.counts)
    return Reports(tuple(counts), tuple(dict.fromkeys(place for at in every for place in at.places)))


def reported(reports: Reports) -> float:
    """Return how strongly a muscle is reported, from 0 (not at all) to 1."""
    orders = [
        max(1 - STEP * (place.order - 1), LAST) * (UNSEEN if place.seen == Seen.NONE else 1) for place in reports.places
    ]
    return max([*(count.share for count in reports.counts), *orders], default=0.0)


def listed(shares: Shares, reports: Reports) -> bool:
    """Return whether a muscle's zones reach a place."""
    return shares.place >= (LEAST_REPORTED if reports.counts or reports.places else LEAST)


# --- in words -------------------------------------------------------------------------------------------------------


def why(shares: Shares, reports: Reports) -> str:
    """Return in one sentence why a muscle stands where it does, e.g. "Its common pattern covers part of this area."."""
    if shares.core >= 0.5:
        pattern = "Its common pattern covers most of this area"
    elif shares.core >= LEAST:
        pattern = "Its common pattern covers part of this area"
    else:
        pattern = "Its pattern may spread to this area"
    count = max(reports.counts, key=lambda count: count.up_to or count.share, default=None)
    if count:
        most = count.up_to or count.share
        often = "often reported" if count.share >= OFTEN else "reported" if most >= SELDOM else "seldom reported"
        works = "one study" if count.works == 1 else f"a review of {count.works} studies"
        return f"{pattern}; {often} here ({_share(count)} in {works})."
    first = min(reports.places, key=lambda place: place.order, default=None)
    if first is None or first.order > FIRST:
        return f"{pattern}."
    if first.seen == Seen.NONE:
        return f"{pattern}; a manual is said to name it among the first, which was not checked."
    return f"{pattern}; a manual names it among the first."


def evidence(reports: Reports) -> tuple[str, ...]:
    """Return the reports as sentences with their sources: every count, and the foremost place in each manual."""
    foremost: dict[str, Place] = {}
    for place in sorted(reports.places, key=lambda place: place.order):
        foremost.setdefault(place.source.key, place)
    return (*map(_counted, reports.counts), *map(_placed, foremost.values()))


def _counted(count: Count) -> str:
    people = f"{count.number} {count.people}" if count.number else count.people
    kind = "an active trigger point" if count.counts == Counts.ACTIVE else "a trigger point"
    return f"{_share(count)} of {people} had {kind} in it ({_cited(count.source)})."


def _placed(place: Place) -> str:
    note = {
        Seen.LIST: "; as in a list that follows it",
        Seen.PART: "; as in part of a list that follows it",
        Seen.NONE: "; from notes, not checked",
    }[place.seen]
    return f"Number {place.order} in a manual's order ({_cited(place.source)}{note})."


def _cited(source: Citation) -> str:
    return ", ".join(part for part in (atlas().sources[source.key].short, source.where) if part)


def _share(count: Count) -> str:
    return f"{count.share:.0%}" if count.up_to is None else f"{count.share:.0%} to {count.up_to:.0%}"
