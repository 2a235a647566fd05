"""What patients read is at a sixth-grade level, measured with a public library."""

from __future__ import annotations

import msgspec
import pytest
import textstat
import yaml

from bodymap.files.disk import assets
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.conditions import Condition, library

AIM, MOST = 7.0, 8.0
"""Flesch-Kincaid grades: what a text aims at, and what none may pass."""


def grade(text: str) -> float:
    found: float = textstat.flesch_kincaid_grade(text)
    return found


def texts(condition: Condition) -> dict[str, str]:
    return {
        "summary": condition.summary,
        "why": " ".join(entry.why for entry in condition.muscles),
        "see_a_clinician": " ".join(condition.see_a_clinician),
    } | {f"why, {region}": " ".join(entry.why for entry in cast.muscles) for region, cast in condition.regions.items()}


@pytest.mark.parametrize("condition", library(), ids=lambda condition: condition.id)
def test_a_condition_can_be_read_by_its_patient(condition: Condition) -> None:
    grades = {name: grade(text) for name, text in texts(condition).items()}
    assert {name: found for name, found in grades.items() if found > MOST} == {}
    assert sum(grades.values()) / len(grades) <= AIM, grades


def test_what_dry_needling_is_can_be_read_by_a_patient() -> None:
    words = yaml.safe_load((assets() / "dry-needling.yaml").read_text(encoding="utf-8"))
    grades = {name: grade(text) for name, text in words.items() if name != "sources"}
    assert set(grades) == {
        "what", "not_acupuncture", "not_injection", "session", "after", "who", "beside_exercise",
    }  # fmt: skip
    assert {name: found for name, found in grades.items() if found > MOST} == {}
    assert sum(grades.values()) / len(grades) <= AIM


def test_the_fixed_words_of_a_handout_can_be_read_by_a_patient() -> None:
    words = yaml.safe_load((assets() / "handout.yaml").read_text(encoding="utf-8"))
    texts = {name: " ".join(text) if isinstance(text, list) else text for name, text in words.items()}
    grades = {name: grade(texts[name]) for name in ("point", "zone", "area", "can_do", "note")}
    assert {name: found for name, found in grades.items() if found > MOST} == {}
    assert sum(grades.values()) / len(grades) <= AIM, grades


def test_the_measure_tells_plain_words_from_learned_ones() -> None:
    assert grade("The muscle may be sore. Rest helps.") < 3
    referral = next(muscle for muscle in atlas().muscles.values() if muscle.origin and muscle.insertion)
    learned = f"{referral.latin} originates from the {referral.origin} and inserts into the {referral.insertion}."
    assert grade(learned) > MOST


def test_records_are_what_is_measured() -> None:
    """A text for patients that no list above names would go unmeasured."""
    for_patients = {"summary", "muscles", "see_a_clinician", "regions"}
    others = {
        "id", "name", "group", "also", "pain", "felt", "side", "points", "views", "sources",
    }  # fmt: skip
    assert {field.name for field in msgspec.structs.fields(Condition)} == for_patients | others
