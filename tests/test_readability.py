"""What patients read is at a sixth-grade level, measured with a public library."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
import textstat

from bodymap.export.handout.shared_text import fixed
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.condition_library import library
from bodymap.knowledge.conditions import Condition, warnings
from bodymap.knowledge.evidence import grades
from bodymap.knowledge.flags import Flag, Urgency, flags
from bodymap.knowledge.needling import Needling, needling

PARAGRAPHS = (
    "what", "benefits", "twitch", "not_acupuncture", "not_injection", "session", "visits", "relief", "after", "recovery",
    "who", "not_first", "consent", "beside_exercise",
)  # fmt: skip

MOST = 6.5
"""The Flesch-Kincaid grade that no text may pass."""
URGENT = 5.0
"""The grade of a line that sends someone to emergency help, who may be in pain or afraid."""
LONE = 8.0
"""A single short line has few words, so that one long one, as "therapist", weighs much: so far it may go."""


def grade(text: str) -> float:
    found: float = textstat.flesch_kincaid_grade(text)
    return found


def texts(condition: Condition) -> dict[str, str]:
    urgent = [line for group in warnings(condition) if group.urgency == Urgency.NOW for line in group.says]
    return {
        "message": condition.message,
        "summary": condition.summary,
        "why": " ".join(entry.why for entry in condition.muscles),
        "why, structures": " ".join(entry.why for entry in condition.structures),
        "see a clinician": " ".join(line for group in warnings(condition) for line in group.says),
        "week": " ".join((*condition.week, *condition.avoid)),
        "comes_first": condition.comes_first,
        "evidence": " ".join(line.says for line in condition.evidence.lines()),
        "emergency": " ".join(urgent),
    } | {f"why, {region}": " ".join(entry.why for entry in cast.muscles) for region, cast in condition.regions.items()}


def too_hard(told: dict[str, str], most: float = MOST) -> dict[str, float]:
    return {name: found for name, text in told.items() if text and (found := grade(text)) > most}


@pytest.mark.parametrize("condition", library(), ids=lambda condition: condition.id)
def test_a_condition_can_be_read_by_its_patient(condition: Condition) -> None:
    told = texts(condition)
    assert too_hard({"emergency": told.pop("emergency")}, URGENT) == {}
    assert too_hard(told) == {}
    lines = {line: line for line in (*condition.week, *condition.avoid)}
    assert too_hard(lines, LONE) == {}


@pytest.mark.parametrize("flag", flags().flags.values(), ids=lambda flag: flag.id)
def test_a_flag_can_be_read_by_its_patient(flag: Flag) -> None:
    assert grade(flag.says) <= (URGENT if flag.urgency == Urgency.NOW else MOST)


def test_the_headings_over_flags_and_grades_can_be_read_by_a_patient() -> None:
    assert too_hard({heading: heading for heading in flags().headings.values()}) == {}
    assert too_hard({words.name: words.means for words in grades().values()}) == {}


def test_what_dry_needling_is_can_be_read_by_a_patient() -> None:
    words = needling()
    told = {name: getattr(words, name) for name in PARAGRAPHS}
    told |= {f"step {step.id}": step.says for step in words.steps}
    told |= {f"risk {risk.id}": risk.says for risk in words.risks}
    told |= {f"row {row.about}": f"{row.needling} {row.acupuncture} {row.injection}" for row in words.comparison}
    told |= {"tell first": ". ".join(words.tell_first), "evidence": words.evidence.says}
    assert too_hard(told) == {}


def test_every_paragraph_about_dry_needling_is_measured() -> None:
    others = {"tell_first", "steps", "risks", "comparison", "evidence", "cites"}
    assert {field.name for field in msgspec.structs.fields(Needling)} == {*PARAGRAPHS} | others


def test_the_fixed_words_of_a_handout_can_be_read_by_a_patient() -> None:
    words = fixed()
    told = {"can_do": " ".join(words.can_do), "note": words.note, "foot": words.foot, "zone": words.zone}
    assert too_hard(told) == {}
    assert too_hard({line: line for line in words.can_do}, LONE) == {}


def test_the_measure_tells_plain_words_from_learned_ones() -> None:
    assert grade("The muscle may be sore. Rest helps.") < 3
    referral = next(muscle for muscle in atlas().muscles.values() if muscle.origin and muscle.insertion)
    learned = f"{referral.latin} originates from the {referral.origin} and inserts into the {referral.insertion}."
    assert grade(learned) > MOST


def test_records_are_what_is_measured() -> None:
    """A text for patients that no list above names would go unmeasured."""
    for_patients = {
        "message", "summary", "muscles", "flags", "see_a_clinician", "week", "avoid", "comes_first", "evidence", "regions",
        "structures",
    }  # fmt: skip
    others = {
        "id", "name", "group", "also", "pain", "felt", "side", "points", "views", "cites", "sources", "reviewed", "frame",
    }  # fmt: skip
    assert {field.name for field in msgspec.structs.fields(Condition)} == for_patients | others


AMERICAN = re.compile(
    r"\b(color|center|gray|favor|fiber|program|behavior|neighbor|odor|labor|tumor|edema|ischemi\w*|hem[ao]\w*r\w*|anesthe\w*"
    r"|pediatric|orthopedic|catalog|meter|liter)s?\b|\b(afterward|toward|farther)\b"
    r"|\b(out|in|back|up|down)ward\b(?! (turn|rotator|of\b))",
    re.IGNORECASE,
)


def texts_of_files() -> list[Path]:
    assets = Path(__file__).parents[1] / "assets"
    named = [
        assets / name for name in ("handout.yaml", "dry-needling.yaml", "flags.yaml", "evidence.yaml", "areas.yaml")
    ]
    return [
        *named,
        *(
            path
            for folder in ("conditions", "structures", "muscles", "words")
            for path in (assets / folder).glob("*.yaml")
        ),
    ]


@pytest.mark.parametrize("path", texts_of_files(), ids=lambda path: path.stem)
def test_texts_have_british_spelling(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith(("#", "also:"))]
    assert [line for line in lines if AMERICAN.search(line)] == []


def test_american_spelling_is_found() -> None:
    assert (
        len(AMERICAN.findall("Fiber, ischemia, hemorrhage, programs, afterward, toward, farther, turns inward.")) == 8
    )
    assert not AMERICAN.search("fibre, programme, haemorrhage, afterwards, centimetre, hamstring, towards, further")
    assert not AMERICAN.search("turns it outwards, the outward turn, inward of the rib"), "an adverb ends in s"
