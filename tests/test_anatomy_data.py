"""The atlas and the conditions that ship: complete, well-formed, sourced, and short enough to be printed and read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bodymap.files.disk import assets
from bodymap.knowledge import condition_library, conditions, evidence
from bodymap.knowledge.anatomy import Citation, Muscle, atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.conditions import Condition, Role
from bodymap.knowledge.flags import flags
from bodymap.knowledge.needling import needling
from bodymap.knowledge.prevalence import prevalence
from bodymap.knowledge.structures import structures
from bodymap.plotting.vocabularies import name_lists

ATLAS = atlas()
DRAWN = [muscle for muscle in ATLAS.muscles.values() if not muscle.parts]

LONGEST_NAME = 36
"""Letters: what fits in a column of labels."""
LONGEST_WHY = 60
"""Letters: one line beside the picture."""
LONGEST_SENTENCE = 20
"""Words: what a sixth-grader reads at one go."""
CITED_AS_A_WHOLE = {"fipat-2019", "rosse-2003"}
"""Works behind every entry: the two terminologies."""


def citations(muscle: Muscle) -> Iterator[Citation]:
    """Every citation of a muscle, wherever it stands."""
    yield from muscle.sources
    for point in muscle.points:
        yield from point.sources
    if muscle.referral:
        yield from muscle.referral.sources


def texts(muscle: Muscle) -> Iterator[str]:
    """Every phrase of a muscle that may be shown."""
    yield from (muscle.name, muscle.latin, muscle.origin, muscle.insertion, muscle.action)
    yield from (point.site for point in muscle.points)
    if muscle.referral:
        yield muscle.referral.core


def of_id(record: Muscle | Condition) -> str:
    return record.id


# --- Muscles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("muscle", ATLAS.muscles.values(), ids=of_id)
def test_every_muscle_is_told_in_full(muscle: Muscle) -> None:
    assert all(text.strip() for text in texts(muscle))
    assert muscle.region
    assert muscle.sources, "attachments and action need a source"


@pytest.mark.parametrize("muscle", DRAWN, ids=of_id)
def test_what_is_drawn_has_points_and_referral_each_with_a_source(muscle: Muscle) -> None:
    """Or a note that none is described: nothing is made up for the sake of a full table."""
    if not muscle.points and muscle.referral is None:
        assert re.search(r"\b(no|none|not)\b", muscle.note, re.IGNORECASE), "a muscle without sites says why"
        return
    assert muscle.points
    assert all(point.sources for point in muscle.points)
    assert muscle.referral is not None
    assert muscle.referral.sources


def test_the_atlas_is_as_large_as_it_says() -> None:
    assert sum(len(muscle.points) for muscle in DRAWN) >= 200
    assert sum(muscle.referral is not None for muscle in DRAWN) >= 100


@pytest.mark.parametrize("muscle", [m for m in ATLAS.muscles.values() if m.parts], ids=of_id)
def test_a_whole_leaves_points_and_referral_to_its_parts(muscle: Muscle) -> None:
    assert not muscle.points
    assert muscle.referral is None


@pytest.mark.parametrize("muscle", [m for m in ATLAS.muscles.values() if m.parent], ids=of_id)
def test_a_part_is_listed_by_its_whole(muscle: Muscle) -> None:
    assert muscle.parent is not None
    assert muscle.id in ATLAS.muscles[muscle.parent].parts


@pytest.mark.parametrize("field", ["name", "latin", "ta2", "fma"])
def test_no_two_muscles_share_a_name_or_a_code(field: str) -> None:
    values = Counter(getattr(muscle, field) for muscle in ATLAS.muscles.values() if getattr(muscle, field))
    assert [value for value, count in values.items() if count > 1] == []


@pytest.mark.parametrize("muscle", ATLAS.muscles.values(), ids=of_id)
def test_codes_look_like_codes(muscle: Muscle) -> None:
    assert muscle.ta2 is None or 2000 <= muscle.ta2 <= 2999, "TA2 numbers its muscles in this range"
    assert muscle.fma is None or re.fullmatch(r"FMA:\d{4,6}", muscle.fma)


@pytest.mark.parametrize("muscle", ATLAS.muscles.values(), ids=of_id)
def test_names_are_short_enough_for_a_label(muscle: Muscle) -> None:
    assert len(muscle.name) <= LONGEST_NAME


@pytest.mark.parametrize("muscle", DRAWN, ids=of_id)
def test_sites_are_sentences_and_phrases_are_not(muscle: Muscle) -> None:
    assert all(point.site.endswith(".") for point in muscle.points)
    phrases = [muscle.origin, muscle.insertion, muscle.action]
    if muscle.referral:
        phrases += [muscle.referral.core, muscle.referral.spillover]
    assert not [phrase for phrase in phrases if phrase.endswith(".")]


# --- Sources --------------------------------------------------------------------------------------------------------


def test_every_source_is_cited() -> None:
    cited = {citation.key for muscle in ATLAS.muscles.values() for citation in citations(muscle)}
    known = areas()
    cited |= {citation.key for record in known.areas.values() for citation in record.sources}
    cited |= {citation.key for named in known.sets.values() for citation in named.sources}
    cited |= {citation.key for structure in structures().structures.values() for citation in structure.sources}
    cited |= {citation.key for flag in flags().flags.values() for citation in flag.sources}
    for condition in condition_library.library():
        cited |= {citation.key for citation in condition.cites}
        cited |= {citation.key for line in condition.evidence.lines() for citation in line.sources}
        cited |= {citation.key for sign in conditions.own_flags(condition) for citation in sign.sources}
    cited |= {citation.key for part in structures().structures.values() for citation in part.sources}
    reported = prevalence()
    cited |= {report.source.key for report in (*reported.studies, *reported.guides)}
    words = needling()
    cited |= {citation.key for citation in (*words.cites, *words.evidence.sources, *evidence.cites())}
    cited |= {citation.key for risk in words.risks for citation in risk.sources}
    cited |= {citation.key for names in name_lists().values() for citation in names.sources}
    cited |= set(re.findall(r"key: ([\w-]+)", (assets() / "electrodes.yaml").read_text(encoding="utf-8")))
    assert set(ATLAS.sources) - cited == CITED_AS_A_WHOLE


@pytest.mark.parametrize("key", ATLAS.sources)
def test_a_source_says_where_it_appeared_and_its_key_tells_its_year(key: str) -> None:
    source = ATLAS.sources[key]
    assert source.where
    assert key.endswith(f"-{source.year}")


@pytest.mark.parametrize("field", ["title", "doi", "url"])
def test_no_work_stands_twice(field: str) -> None:
    values = Counter(str(v).casefold() for source in ATLAS.sources.values() if (v := getattr(source, field)))
    assert [value for value, count in values.items() if count > 1] == []


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_a_condition_of_the_library_cites_by_key(condition: Condition) -> None:
    assert condition.sources == ()
    keys = [citation.key for citation in condition.cites]
    assert len(set(keys)) == len(keys)


# --- Conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_a_condition_has_few_muscles_each_with_a_reason(condition: Condition) -> None:
    assert 2 <= len(condition.of_role(Role.PRIMARY)) <= 4
    assert 2 <= len(condition.of_role(Role.SECONDARY)) <= 5
    assert all(entry.why for entry in condition.muscles)
    reasons = [entry.why for entry in condition.muscles]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_a_condition_says_where_it_hurts_when_to_ask_for_help_and_on_what_it_rests(condition: Condition) -> None:
    assert conditions.where_it_hurts(condition).hurts
    assert len(condition.flags) + len(condition.see_a_clinician) >= 4
    assert len(conditions.references(condition)) >= 3
    assert any(source.doi for source in conditions.references(condition))


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_reasons_fit_on_one_printed_line(condition: Condition) -> None:
    assert [entry.why for entry in condition.muscles if len(entry.why) > LONGEST_WHY] == []


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_words_for_the_patient_come_in_short_sentences(condition: Condition) -> None:
    warned = [line for group in conditions.warnings(condition) for line in group.says]
    lines = [
        condition.message,
        condition.summary,
        *warned,
        *condition.week,
        *condition.avoid,
        *(entry.why for entry in condition.muscles),
    ]
    lines += [line.says for line in condition.evidence.lines()]
    lines += [condition.comes_first] if condition.comes_first else []
    assert [line for line in lines if not line.endswith(".")] == []
    sentences = [part for line in lines for part in re.split(r"[.;:]", line)]
    assert [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE] == []
    assert len(re.findall(r"\.", condition.summary)) <= 2, "a summary is one or two sentences"
    assert condition.message.count(".") == 1, "a message is one sentence"


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_words_for_the_patient_promise_nothing(condition: Condition) -> None:
    words = " ".join([condition.summary, *(entry.why for entry in condition.muscles)]).lower()
    assert re.search(r"\b(may|often|can)\b", words), "patterns are common, not certain"
    told = [condition.comes_first, *condition.week, *(line.says for line in condition.evidence.lines())]
    words += " ".join(told).lower()
    assert not re.search(r"\b(cure|cures|always|never|causes|diagnos\w*|proven to|works for everyone)\b", words)


@pytest.mark.parametrize("condition", condition_library.library(), ids=of_id)
def test_a_condition_draws_at_least_one_point_of_each_primary_muscle(condition: Condition) -> None:
    """Or its record says that none is described there."""
    drawn = {name: ATLAS.drawn(name) for name in condition.of_role(Role.PRIMARY)}
    assert any(part.points for parts in drawn.values() for part in parts)
    for parts in drawn.values():
        assert any(part.points for part in parts) or all(
            re.search(r"\b(no|none|not)\b", part.note, re.IGNORECASE) for part in parts
        )


@pytest.mark.parametrize("id", atlas().muscles)
def test_a_muscle_near_the_lung_is_over_it(id: str) -> None:
    """What a clinician must avoid and what a patient is told of a collapsed lung agree."""
    near = any(re.search(r"\b([Ll]ung|[Pp]leura)\b", name) for name in atlas().muscle(id).near)
    assert atlas().muscle(id).over_lung == near
