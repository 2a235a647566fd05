"""Collects the words of pages for the clinician: what the atlas says about a muscle or the muscles of a condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ... import words as catalogue
from ...finding import rank
from ...finding.causes import causes_beside, other_causes
from ...finding.felt import areas_felt
from ...knowledge import condition_library, conditions
from ...knowledge.anatomy import (
    Citation,
    Muscle,
    PointPattern,
    Referral,
    Source,
    TriggerPoint,
    atlas,
    literature,
    reference,
)
from ...knowledge.charts import Chart
from ...knowledge.conditions import Condition, Role, Warnings, message, references, warnings, where_it_hurts
from ...knowledge.flags import flags
from ...knowledge.groups import of_id
from ...knowledge.needling import needling
from ...knowledge.prevalence import Reports, prevalence
from ...knowledge.studies import facts_of, is_study, study
from ...layout.point_numbers import Numbers, mark_of
from ...options.records import HandoutOptions
from .content import areas_named, refuse_long_words, reviewer
from .shared_text import fixed

WORDS = (
    *("sheet", "foot", "facts", "respect", "lung", "over-lung", "point", "points", "points-short", "site", "felt"),
    *("muscle", "muscles", "structures", "differential", "causes", "evidence", "week"),
    *("primary", "secondary", "quiet", "urgency-now", "urgency-today", "urgency-soon"),
)
"""The words of the template, by their keys in the section `clinician` of the catalogue."""

AUTHORS = 3
"""Maximum number of authors of a work."""

NEXT = 4
"""Maximum number of areas whose other causes and signs stand on the page of a muscle."""

ATTACHED = ("origin", "insertion", "action")
"""What the page of a condition says of its main muscles, beside the nerve."""

WIDESPREAD = 6
"""Pain in more areas than this isn't that of one joint or nerve: its page names no other conditions, only signs."""


def pages(charts: Sequence[Chart]) -> list[Chart]:
    """Return the charts of the pages: one for each muscle that a chart marks alone, with its points and its pain.

    A group, or a muscle that is drawn in parts, makes a page for each of its muscles or parts.
    """
    return [page for chart in charts for page in (_studies(chart) if is_study(chart) else [chart])]


def _studies(chart: Chart) -> Iterator[Chart]:
    [mark] = chart.marks
    parts = [part.id for member in of_id(mark.muscle or "") for part in atlas().drawn(member)]
    if parts == [mark.muscle]:
        yield study(chart)
        return
    for part in parts:
        own = msgspec.structs.replace(mark, muscle=part, points=())
        yield study(msgspec.structs.replace(chart, marks=(own,), title=""))


def words_of(charts: Sequence[Chart], wishes: HandoutOptions, points: Sequence[Numbers]) -> dict[str, Any]:
    """Return the words of the pages for some charts, see `pages`, apart from those of the clinic and the pictures.

    Args:
        charts: one for each page.
        wishes: the options of the handout.
        points: the numbers of the trigger points on each picture.

    Raises:
        BodymapError: a word is too long for a line.
    """
    found = {
        "title": wishes.title or catalogue.series([chart.name for chart in charts]),
        "patient": wishes.patient,
        "date": wishes.date,
        "words": msgspec.to_builtins(fixed()),
        "clinician": {key: catalogue.text(f"clinician.{key}") for key in WORDS},
        "sheets": [
            _sheet(chart, wishes, numbers) | {"number": n}
            for n, (chart, numbers) in enumerate(zip(charts, points, strict=True), 1)
        ],
    }
    refuse_long_words(found)
    return found


def _sheet(chart: Chart, wishes: HandoutOptions, points: Numbers) -> dict[str, Any]:
    """Return what a page says, apart from what depends on its picture."""
    condition = chart.subject
    muscle = _of_muscle(chart)
    about = _muscle_sheet(muscle, chart, wishes) if muscle else _condition_sheet(chart, wishes, points)
    return about | {
        "id": condition.id,
        "title": condition.name,
        "note": chart.note,
        "works": list(_evidence(condition)),
        "comes_first": condition.comes_first,
        "week": list(condition.week),
        "avoid": list(condition.avoid),
        "reviewed": reviewer(condition),
    }


def _of_muscle(chart: Chart) -> Muscle | None:
    """Return the muscle that a page is about, if `study` made its chart."""
    condition = chart.subject
    alone = [entry.muscle for entry in condition.muscles] == [condition.id] and not condition.pain
    return atlas().muscles.get(condition.id) if alone else None


def _evidence(condition: Condition) -> Iterator[dict[str, str]]:
    """Yield how well dry needling and exercise work, and how certain that is."""
    lines = (
        (fixed().leads.needling, condition.evidence.needling or needling().evidence),
        (
            fixed().leads.exercise,
            condition.evidence.exercise,
        ),
    )
    for lead, line in lines:
        if line:
            yield {"lead": lead, "says": line.says, "certainty": catalogue.text(f"clinician.grade-{line.grade}")}


# --- a muscle -------------------------------------------------------------------------------------------------------


def _muscle_sheet(muscle: Muscle, chart: Chart, wishes: HandoutOptions) -> dict[str, Any]:
    places = areas_felt(muscle.id, wishes.body)[:NEXT]
    signs = tuple(dict.fromkeys((*flags().required_of_marks([muscle.id]), *flags().required(places))))
    counts = _counts(muscle)
    chosen = chart.subject.points.get(muscle.id, ())
    [found] = facts_of(chart)
    basis = [catalogue.text(f"clinician.basis-{muscle.referral.evidence}")] if muscle.referral else []
    cited = (*needling().evidence.sources, *(count.source for count in counts.counts))
    return {
        "kind": "muscle",
        "message": "",
        "under": list(_identity(muscle)),
        "facts": [{"label": fact.label, "says": fact.says} for fact in found.facts if fact.kind != "pain"],
        "felt": _felt(muscle),
        "points": [
            _point(muscle, point, point.number) for point in muscle.points if not chosen or point.number in chosen
        ],
        "respect": _respect([muscle]),
        "anatomy": {},
        "hurts": [],
        "spreads": [],
        "causes": list(causes_beside(muscle.id, places, condition_library.library())),
        "signs": list(map(_signs, conditions.warnings_of(map(flags().flags.__getitem__, signs)))),
        "basis": [*basis, *rank.evidence(counts), *([muscle.note] if muscle.note else [])],
        "sources": _listed((*literature([muscle], atlas().sources), *_cited(cited))),
        "further": _further(("signs", _cited_by(signs))),
    }


def _identity(muscle: Muscle) -> Iterator[str]:
    """Yield the Latin name of a muscle, its layer, its codes and its other names."""
    yield muscle.latin
    yield catalogue.text("clinician.layer", layer=muscle.layer)
    yield from ([f"TA2 {muscle.ta2}"] if muscle.ta2 else [])
    yield from ([muscle.fma] if muscle.fma else [])
    yield from _also(muscle.also)


def _also(names: Sequence[str]) -> list[str]:
    return [f"{fixed().leads.also} {catalogue.series(list(names))}"] if names else []


def _counts(muscle: Muscle) -> Reports:
    """Return what studies counted in a muscle, wherever these people hurt."""
    every = (at.get(muscle.id, Reports()) for at in prevalence().reports.values())
    return Reports(counts=rank.together(every).counts)


# --- a condition ----------------------------------------------------------------------------------------------------


def _condition_sheet(chart: Chart, wishes: HandoutOptions, points: Numbers) -> dict[str, Any]:
    condition = chart.subject
    pain = where_it_hurts(condition)
    muscles = [atlas().muscle(entry.muscle) for entry in condition.muscles]
    main = [entry.muscle for entry in condition.muscles if entry.role == Role.PRIMARY]
    places = pain.hurts or dict.fromkeys(area for id in main for area in areas_felt(id, wishes.body)[:NEXT])
    found = other_causes(tuple(places), condition_library.library()).conditions if len(places) <= WIDESPREAD else ()
    drawn = [part for muscle in muscles for part in (muscle, *atlas().drawn(muscle.id))]
    general = () if condition.evidence.needling else needling().evidence.sources
    atlas_cites = [citation for muscle in drawn for _, some in muscle.citations() for citation in some]
    own_signs = [citation for sign in conditions.own_flags(condition) for citation in sign.sources]
    signs = [*_cited_by(condition.flags), *own_signs]
    return {
        "kind": "condition",
        "message": message(condition),
        "under": _also(condition.also),
        "facts": [],
        "felt": "",
        "points": [],
        "respect": _respect(muscles),
        "anatomy": {muscle.id: _row(muscle, condition, points, main=muscle.id in main) for muscle in muscles},
        "hurts": areas_named(pain.hurts),
        "spreads": [catalogue.within(name) for name in areas_named(pain.spreads)],
        "causes": [name for name in found if name != condition.name],
        "signs": list(map(_signs, warnings(condition))),
        "basis": [],
        "sources": _listed((*((work, "") for work in references(condition)), *_cited(general))),
        "further": _further(("atlas", atlas_cites), ("signs", signs)),
    }


def _row(muscle: Muscle, condition: Condition, numbers: Numbers, *, main: bool) -> dict[str, Any]:
    """Return a muscle's row in the table of a condition; a main one has its attachments and action.

    Points whose pain is felt in the same places are one group.
    """
    parts = atlas().drawn(muscle.id)
    names = [part.name.removeprefix(f"{muscle.name}, ") if len(parts) > 1 else "" for part in parts]
    chosen = condition.points.get(muscle.id)
    groups = [_groups(part, chosen, name, numbers) for part, name in zip(parts, names, strict=True)]
    facts = {catalogue.text(f"fact.{kind}"): getattr(muscle, kind) for kind in ATTACHED} if main else {}
    return {
        "facts": [{"label": label, "says": says} for label, says in facts.items() if says],
        "nerve": "; ".join(dict.fromkeys(part.nerve for part in (muscle, *parts) if part.nerve)),
        "groups": _merged([group for of_part in groups for group in of_part]),
        "respect": _respect([muscle, *parts]),
    }


def _merged(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups of a muscle's points, as one if all parts of the muscle send pain to the same places."""
    if len(groups) < 2 or len({group["felt"] for group in groups}) > 1:
        return groups
    points = [
        point
        | {
            "site": catalogue.text("fact.line", label=group["name"], says=point["site"])
            if group["name"]
            else point["site"]
        }
        for group in groups
        for point in group["points"]
    ]
    return [groups[0] | {"name": "", "points": points}]


def _groups(part: Muscle, chosen: Sequence[int] | None, name: str, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """Yield the points of a muscle, grouped by where their pain is felt. The first group of a part has its name.

    Points have the numbers of the picture; those that it does not show have none.
    """
    found: dict[str, list[dict[str, str]]] = {}
    for point in part.points:
        if chosen is None or point.number in chosen:
            told = _point(part, point, numbers.get((part.id, point.number)))
            found.setdefault(told["felt"] or _all_felt(part), []).append(told)
    if not found and part.referral:
        found = {_all_felt(part): []}
    for number, (felt, points) in enumerate(found.items()):
        shown = [point["mark"] for point in points if point["mark"]]
        marks = catalogue.series(shown) if shown else ""
        yield {"name": "" if number else name, "marks": marks, "felt": felt, "points": points}


# --- what both have -------------------------------------------------------------------------------------------------


def _point(muscle: Muscle, point: TriggerPoint, number: int | None) -> dict[str, str]:
    """Return a trigger point, its number on the picture, its site, and where its pain is felt if points differ."""
    mark = mark_of(number) if number else ""
    patterns = muscle.referral.patterns if muscle.referral else ()
    pattern = muscle.pattern_of(point.number)
    felt = _pattern(pattern) if pattern else catalogue.text("clinician.undrawn") if patterns else ""
    return {"mark": mark, "site": point.site, "felt": felt}


def _felt(muscle: Muscle) -> str:
    """Return where a muscle's pain is felt, if that is the same for all its points."""
    return "" if muscle.referral and muscle.referral.patterns else _all_felt(muscle)


def _all_felt(muscle: Muscle) -> str:
    """Return where a muscle's pain is felt, from any of its points."""
    return _pattern(muscle.referral) if muscle.referral else ""


def _pattern(felt: PointPattern | Referral) -> str:
    """Return in one line where pain is felt most often, and where sometimes."""
    beyond = catalogue.text("clinician.beyond", places=catalogue.within(felt.spillover)) if felt.spillover else ""
    if felt.core and beyond:
        return catalogue.text("clinician.core-and-beyond", core=felt.core.rstrip("."), beyond=catalogue.within(beyond))
    return felt.core or beyond


def _respect(muscles: Iterable[Muscle]) -> dict[str, Any]:
    """Return what a needle in any of some muscles must avoid."""
    every = list(muscles)
    near = list(dict.fromkeys(name for muscle in every for name in muscle.near))
    return {
        "lung": any(atlas().over_lung(muscle.id) for muscle in every),
        "near": near,
        "line": "; ".join((*near[:1], *map(catalogue.within, near[1:]))),
    }


def _signs(group: Warnings) -> dict[str, Any]:
    signs = [{"says": says, "may_mean": means} for says, means in zip(group.says, group.may_mean, strict=True)]
    return {"urgency": group.urgency.value, "heading": group.heading, "signs": signs}


def _cited(cited: Iterable[Citation]) -> Iterator[tuple[Source, str]]:
    """Yield works with the places in them that are cited."""
    return ((atlas().sources[citation.key], citation.where) for citation in cited)


def _listed(works: Iterable[tuple[Source, str]]) -> list[dict[str, str]]:
    """Return works, each once, with their titles (`whole`) and without (`brief`)."""
    once: dict[tuple[str, str], tuple[Source, str]] = {}
    for work, place in works:
        once.setdefault((work.authors, work.title), (work, place))
    return [
        {
            "whole": _with_place(reference(work, AUTHORS), place),
            "brief": reference(work, AUTHORS, title=False),
        }
        for work, place in once.values()
    ]


def _with_place(work: str, place: str) -> str:
    return catalogue.text("clinician.cited", work=work, place=place) if place else work


def _cited_by(ids: Iterable[str]) -> list[Citation]:
    """Return what flags cite."""
    return [citation for id in ids for citation in flags().flags[id].sources]


def _further(*groups: tuple[str, Sequence[Citation]]) -> list[dict[str, str]]:
    """Return works by their first authors and years, after words that say what they are for."""
    found = []
    for key, cited in groups:
        years: dict[str, list[str]] = {}
        for citation in cited:
            author, _, year = atlas().sources[citation.key].short.rpartition(" ")
            if year not in years.setdefault(author, []):
                years[author].append(year)
        works = "; ".join(f"{author} {catalogue.series(sorted(own))}" for author, own in years.items())
        found += [{"lead": catalogue.text(f"clinician.further-{key}"), "works": works}] if works else []
    return found
