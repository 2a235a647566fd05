"""Charts that teach one muscle or one group: with its trigger points, its pain pattern and its facts in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import msgspec

from .. import words
from .anatomy import Citation, Muscle, atlas
from .charts import Chart, of_condition
from .conditions import Condition, MuscleRole, Role
from .groups import name_of, of_id


class Fact(msgspec.Struct, frozen=True):
    """One thing to know about a muscle, in words: its `origin`, `insertion`, `action`, `nerve` or `pain`."""

    kind: str
    says: str

    @property
    def label(self) -> str:
        """The word in front of it."""
        return words.text(f"fact.{self.kind}")


class MuscleFacts(msgspec.Struct, frozen=True):
    """What the atlas says about a muscle."""

    name: str
    latin: str
    facts: tuple[Fact, ...]


def is_study(chart: Chart) -> bool:
    """Return whether a chart marks nothing but one muscle or group, without a role, a value or a colour."""
    if chart.condition or len(chart.marks) != 1:
        return False
    [mark] = chart.marks
    return bool(mark.muscle) and mark.role is None and mark.value is None and mark.colour is None


def study(chart: Chart) -> Chart:
    """Return the chart of one muscle or group with the trigger points and the pain patterns of each of its muscles."""
    [mark] = chart.marks
    members = of_id(mark.muscle or "")
    points = mark.points if isinstance(mark.points, tuple) and mark.points else ()
    condition = Condition(
        id=mark.muscle or "",
        name=chart.title or name_of(members),
        group="own",
        summary=chart.summary or (f"{atlas().muscle(members[0]).latin}." if len(members) == 1 else ""),
        muscles=tuple(MuscleRole(id, Role.PRIMARY, mark.note) for id in members),
        points={id: points for id in members if points},
        views=chart.views,
        cites=tuple(dict.fromkeys(_cited(members))),
        sources=chart.sources,
    )
    return msgspec.structs.replace(of_condition(condition, mark.side or chart.side), note=chart.note)


def facts_of(chart: Chart) -> tuple[MuscleFacts, ...]:
    """Return the facts of the muscles of a chart that `study` made, in order."""
    subjects = (atlas().muscle(entry.muscle) for entry in chart.subject.muscles)
    return tuple(MuscleFacts(muscle.name, muscle.latin, tuple(_facts(muscle))) for muscle in subjects)


def sites_of(chart: Chart) -> Iterator[str]:
    """Yield a line for each trigger point of the muscles of a chart: its muscle, its number there and its site."""
    for entry in chart.subject.muscles:
        for part in atlas().drawn(entry.muscle):
            for point in part.points:
                yield words.text("fact.site", muscle=part.name, number=point.number, site=point.site)


def _facts(muscle: Muscle) -> Iterator[Fact]:
    for kind in ("origin", "insertion", "action"):
        if says := getattr(muscle, kind):
            yield Fact(kind, says)
    # The nerve and the pain of a muscle that is drawn in parts are noted with its parts.
    parts = (muscle, *atlas().drawn(muscle.id))
    if nerves := dict.fromkeys(part.nerve for part in parts if part.nerve):
        yield Fact("nerve", "; ".join(nerves))
    if felt := dict.fromkeys(part.referral.core for part in parts if part.referral):
        first, *rest = _merged([*felt])
        yield Fact("pain", "; ".join((first, *map(words.within, rest))))


def _merged(texts: list[str]) -> list[str]:
    """Return texts that differ in one list of words as one: "Over the front deltoid", "Over the rear deltoid"."""
    split = [text.split() for text in texts]
    start = _in_common(split)
    end = min(_in_common([each[::-1] for each in split]), min(map(len, split)) - start - 1)
    lists = [" ".join(each[start : len(each) - end]).split(" and ") for each in split]
    if len(texts) < 2 or start < 1 or end < 1 or any(not word or " " in word for each in lists for word in each):
        return texts
    whole = words.listing([*dict.fromkeys(word for each in lists for word in each)])
    return [" ".join((*split[0][:start], whole, *split[0][len(split[0]) - end :]))]


def _in_common(lists: list[list[str]]) -> int:
    """Return with how many of the same words lists start."""
    return sum(takewhile(bool, (len(set(words)) == 1 for words in zip(*lists, strict=False))))


def _cited(members: tuple[str, ...]) -> Iterator[Citation]:
    for id in members:
        for muscle in (atlas().muscle(id), *atlas().drawn(id)):
            yield from muscle.sources
            yield from (muscle.referral.sources if muscle.referral else ())
