"""Collects the words of a handout: what it says about each condition, and what all handouts say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ... import words as catalogue
from ...errors import BodymapError, quoted, readable
from ...knowledge import areas as skin
from ...knowledge.anatomy import Source, reference
from ...knowledge.charts import Chart, chose_points
from ...knowledge.conditions import (
    Condition,
    Laterality,
    message,
    over_lung,
    references,
    split,
    warnings,
    where_it_hurts,
)
from ...knowledge.evidence import EvidenceLine, grades
from ...knowledge.needling import Risk, needling, risks
from ...options.records import HandoutOptions
from ...style.fonts import check_letters
from ...style.theme import Fonts
from .qr import qr_code
from .shared_text import fixed

LONGEST = 40
"""Letters in the longest word that fits every column, even in large print."""

ADDRESSES = ("sources", "link")
"""Fields that hold addresses, which may be longer than a line."""

RISKS = ("mild", "major", "lung")
"""The risks that are printed, by id; the others are parts of the first."""


def words_of(charts: Sequence[Chart], wishes: HandoutOptions) -> dict[str, Any]:
    """Return the words of a handout, apart from those of its clinic and its pictures.

    Raises:
        BodymapError: a word is too long for a line.
    """
    conditions = [chart.subject for chart in charts]
    found = {
        "title": wishes.title or (conditions[0].name if len(conditions) == 1 else fixed().headings.contents),
        "patient": wishes.patient,
        "date": wishes.date,
        "words": msgspec.to_builtins(fixed()),
        "needling": _needling(conditions, wishes),
        "sheets": [_sheet(chart, wishes) | {"number": n} for n, chart in enumerate(charts, 1)],
    }
    refuse_long_words(found)
    return found


def check_texts(told: dict[str, Any], fonts: Fonts) -> None:
    """Check that every text can be set in Inter or in the fallback fonts of a theme.

    Raises:
        BodymapError: a text holds a control character, or a letter that no font has.
    """
    for place, text in _texts(told):
        readable(text, where=place)
        check_letters((text,), fonts, field=place if place in ("patient", "date", "title") else "")


def refuse_long_words(told: dict[str, Any]) -> None:
    """Check that every word fits a line.

    Raises:
        BodymapError: a word is too long; the error names its place in the data.
    """
    for place, text in _texts(told):
        if long := next((word for word in re.split(r"[\s\u2010-]+", text) if len(word) > LONGEST), None):
            raise BodymapError(f"{place}: {quoted(long)} is too long for a line; a word may have {LONGEST} letters")


def _texts(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its path in the data, such as "clinic.name" or "sheets[0].title"."""
    if isinstance(told, str):
        yield place, told
    elif isinstance(told, dict):
        for name, value in told.items():
            if name not in ADDRESSES:  # they can be broken anywhere
                yield from _texts(value, f"{place}.{name}" if place else name)
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from _texts(value, f"{place}[{index}]")


# --- a condition ----------------------------------------------------------------------------------------------------


def _sheet(chart: Chart, wishes: HandoutOptions) -> dict[str, Any]:
    """Return what a handout says about a chart, apart from what depends on its picture."""
    condition = chart.subject
    going_on = condition.summary if condition.message else split(condition.summary)[1]
    pain = where_it_hurts(condition)
    works = references(condition)
    link = next((source.link for source in works if source.link), "")
    return {
        "id": condition.id,
        "title": condition.name,
        "also": list(condition.also),
        "message": message(condition),
        "going_on": [going_on] if going_on else [],
        "sides": _sides(chart, condition, wishes),
        "hurts": areas_named(pain.hurts),
        "spreads": [catalogue.within(name) for name in areas_named(pain.spreads)],
        "note": chart.note,
        "week": list(condition.week or ([] if chart.note and chose_points(chart) else fixed().can_do)),
        "avoid": list(condition.avoid),
        "flags": [
            {"urgency": group.urgency.value, "heading": group.heading, "says": list(group.says)}
            for group in warnings(condition)
        ],
        "comes_first": condition.comes_first if wishes.about != "none" else "",
        "works": list(_evidence(condition, wishes)),
        "reviewed": reviewer(condition),
        "sources": _listed(works, wishes),
        "link": {"url": link, "qr": qr_code(link)} if link else None,
    }


def reviewer(condition: Condition) -> str:
    """Return who reviewed a condition's text and when, or nothing."""
    return f"{condition.reviewed.by}, {condition.reviewed.on}" if condition.reviewed else ""


def areas_named(ids: Sequence[str]) -> list[str]:
    """Return the names of areas for one sentence: all but the first begin with a small letter."""
    names = [skin.areas().area(id).name for id in ids]
    return [*names[:1], *map(catalogue.within, names[1:])]


def _sides(chart: Chart, condition: Condition, wishes: HandoutOptions) -> list[dict[str, Any]]:
    """Return the boxes for the sides: the one asked for is ticked. If none was, the therapist ticks one by hand.

    There are none for the middle of the body, nor for a chart with different sides, which stand beside its muscles.
    """
    sides = {mark.side or chart.side or wishes.side for mark in chart.marks}
    if condition.side == Laterality.MIDLINE or len(sides) > 1:
        return []
    asked = next(iter(sides), None)
    both = asked == "both" or condition.side == Laterality.BOTH
    shown = ("left", "right", "both") if both else ("left", "right")
    return [{"name": getattr(fixed().sides, name), "ticked": name == asked} for name in shown]


def _evidence(condition: Condition, wishes: HandoutOptions) -> Iterator[dict[str, str]]:
    """Yield how well dry needling and exercise work, each with its grade in words.

    A condition without evidence of its own on needling gets that on needling in general. What comes first stands first.
    """
    own, leads = condition.evidence, fixed().leads
    lines = []
    if wishes.about != "none":
        lines.append(_graded(leads.needling, own.needling or needling().evidence))
    if own.exercise:
        lines.append(_graded(leads.exercise, own.exercise))
    yield from reversed(lines) if condition.comes_first else lines


def _graded(lead: str, line: EvidenceLine) -> dict[str, str]:
    """Return a line of evidence with the words before it, and its grade in words."""
    grade = grades()[line.grade]
    return {"lead": lead, "says": line.says, "grade": line.grade.value, "name": grade.name, "means": grade.means}


def _listed(works: Sequence[Source], wishes: HandoutOptions) -> list[str]:
    return [reference(source) if wishes.sources == "full" else source.short for source in works]


# --- dry needling ---------------------------------------------------------------------------------------------------


def _risk(risk: Risk) -> dict[str, str]:
    return {"id": risk.id, "name": risk.name, "says": risk.says, "urgency": risk.urgency.value if risk.urgency else ""}


def _needling(conditions: Sequence[Condition], wishes: HandoutOptions) -> dict[str, Any] | None:
    """Return what a handout says about dry needling; nothing if it has no page about it."""
    if wishes.about == "none" or wishes.pages == "1":
        return None
    shared, topics = needling(), fixed().topics
    first = wishes.about == "short" and all(condition.comes_first for condition in conditions)
    told = {risk.id: risk for risk in risks(any(map(over_lung, conditions)))}
    mild = round(100 * (told["mild"].share or 0))
    article = {
        topics.what: f"{shared.what} {shared.benefits}",
        topics.session: shared.session,
        topics.twitch: shared.twitch,
        topics.visits: f"{shared.visits} {shared.relief}",
        topics.after: f"{shared.after} {shared.recovery}",
        topics.who: shared.who,
        topics.alike: f"{shared.not_acupuncture} {shared.not_injection}",
        topics.beside: shared.beside_exercise,
    }
    return {
        "instead": f"{shared.what} {shared.not_first} {shared.consent}" if first else "",
        "lead": [shared.what, shared.benefits, shared.consent],
        "visits": {"lead": topics.visits, "text": f"{shared.visits} {shared.relief}"},
        "article": [{"lead": lead, "text": text} for lead, text in article.items()] if wishes.about == "full" else [],
        "steps": [{"id": step.id, "name": step.name, "says": step.says} for step in shared.steps],
        "risks": [_risk(told[id]) for id in RISKS if id in told],
        "dots": {"many": mild, "words": fixed().dots.format(many=mild)},
        "tell_first": list(shared.tell_first),
        "comparison": [msgspec.to_builtins(row) for row in shared.comparison],
        "sources": [] if first else _listed(shared.sources(), wishes),
    }
