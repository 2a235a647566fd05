"""How well treatment works, what may go wrong, and what to do: graded, sourced, specific, and nothing promised."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from bodymap.errors import BodymapError
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Checked, Citation, Muscle, Source, atlas
from bodymap.knowledge.condition_files import load_file
from bodymap.knowledge.condition_library import library
from bodymap.knowledge.conditions import Condition, over_lung, references
from bodymap.knowledge.evidence import Grade, grades
from bodymap.knowledge.flags import flags
from bodymap.knowledge.needling import checked, needling, risks

DRAWN = [muscle for muscle in atlas().muscles.values() if not muscle.parts]
OVER_THE_LUNG = {
    "pectoralis-major-sternal", "pectoralis-minor", "serratus-anterior", "rhomboid-major", "trapezius-upper",
    "levator-scapulae", "supraspinatus", "scalenus-anterior", "iliocostalis-thoracis", "latissimus-dorsi", "subscapularis",
}  # fmt: skip
"""Muscles that case reports of a collapsed lung or the manuals name; there are more."""
FAR_FROM_IT = {"gluteus-medius", "soleus", "masseter-superficial", "extensor-digitorum", "multifidus-lumborum"}
PROMISES = r"(?<!not a )\b(cures?|will (help|ease|heal)|always|never|guarantee\w*|safe for everyone|no risk)\b"


def of_id(record: Condition | Muscle) -> str:
    return record.id


# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_a_condition_says_how_well_needling_and_exercise_work_with_a_source(condition: Condition) -> None:
    assert condition.evidence.needling is not None
    assert condition.evidence.exercise is not None
    for line in condition.evidence.lines():
        assert line.sources
        assert line.says.endswith(".")
        assert len(line.says) <= 150


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_what_no_trial_has_tested_is_not_praised(condition: Condition) -> None:
    for line in condition.evidence.lines():
        if line.grade == Grade.NONE:
            assert re.search(r"\bno\b", line.says), "it says that there is none"
            assert not re.search(r"\b(helps|eases)\b", line.says)


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_a_condition_gives_three_to_five_lines_for_the_week(condition: Condition) -> None:
    assert 3 <= len(condition.week) <= 5
    assert condition.avoid
    lines = (*condition.week, *condition.avoid)
    assert all(len(line) <= 85 and line.endswith(".") for line in lines)
    assert len(set(lines)) == len(lines)


def test_nothing_promises_relief() -> None:
    said = [line.says for condition in library() for line in condition.evidence.lines()]
    said += [line for condition in library() for line in (*condition.week, *condition.avoid, condition.comes_first)]
    words = needling()
    said += [value for name in words.__struct_fields__ if isinstance(value := getattr(words, name), str)]
    said += [risk.says for risk in words.risks]
    assert [line for line in said if re.search(PROMISES, line, re.IGNORECASE)] == []


def test_most_advice_is_specific() -> None:
    """A line that stands in many conditions is general advice."""
    lines = [line for condition in library() for line in condition.week]
    assert len(set(lines)) > 0.9 * len(lines)


@pytest.mark.parametrize(
    "id",
    [
        "bunion", "disc-herniation", "osteoporotic-back", "carpal-tunnel", "ankle-sprain", "quadriceps-strain",
        "rib-pain", "pelvic-girdle-pain-in-pregnancy", "fibromyalgia",
    ],
)  # fmt: skip
def test_where_needling_is_no_first_choice_the_condition_says_so_and_what_is(id: str) -> None:
    first = condition_library.load(id).comes_first
    assert "not a first choice" in first
    assert re.search(r"come[s]? (first|next)", first)


def test_every_grade_is_explained_surest_first() -> None:
    assert tuple(grades()) == tuple(Grade)
    assert all(words.name and words.means.endswith(".") for words in grades().values())


# --- sources --------------------------------------------------------------------------------------------------------


def test_the_works_of_a_condition_stand_once_with_their_chapter() -> None:
    condition = condition_library.load("stiff-neck")
    found = references(condition)
    assert len({source.title for source in found}) == len(found)
    assert any(source.where == "Williams & Wilkins, ch. 6, 7, 15, 19" for source in found)
    needled = condition.evidence.needling
    assert needled is not None
    assert {atlas().sources[c.key].title for c in needled.sources} <= {source.title for source in found}


def test_a_work_in_full_stands_beside_those_cited_by_key(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
        "cites: [{key: wells-2006, where: p. 200}]\n"
        "sources: [{authors: A B, title: A study, year: 2001, url: 'https://example.org/x'}]\n",
        encoding="utf-8",
    )
    first, second = references(load_file(path))
    assert first.where == "JAMA 295(2):199-207, p. 200"
    assert (second.title, second.link) == ("A study", "https://example.org/x")


def test_an_unknown_work_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    text = "id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    path.write_text(text + "evidence:\n  needling: {grade: low, says: A., sources: [{key: wels-2006}]}\n", "utf-8")
    with pytest.raises(BodymapError) as caught:
        load_file(path)
    assert "line 7: evidence.needling.sources[0].key: unknown source 'wels-2006'; did you mean" in str(caught.value)


NUMBER = r"\d|\b(two|three|four|five|six|seven|eight|nine|ten)\b"


def cited(keys: tuple[Citation, ...]) -> list[Source]:
    return [atlas().sources[citation.key] for citation in keys]


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_what_a_condition_says_of_treatment_rests_on_works_that_were_checked(condition: Condition) -> None:
    for line in condition.evidence.lines():
        assert [source.short for source in cited(line.sources) if source.checked is None] == []


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_a_number_was_read_in_each_work_that_it_rests_on(condition: Condition) -> None:
    for line in condition.evidence.lines():
        if re.search(NUMBER, line.says, re.IGNORECASE):
            assert {source.checked for source in cited(line.sources)} == {Checked.ABSTRACT}, line.says


def test_what_needling_risks_was_read() -> None:
    for risk in needling().risks:
        assert {source.checked for source in cited(risk.sources)} == {Checked.ABSTRACT}, risk.id


def test_every_red_flag_rests_on_a_work_that_was_checked() -> None:
    for flag in flags().flags.values():
        assert any(source.checked for source in cited(flag.sources)), flag.id


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ("Lucado AM, Day JM", "Lucado 2022"),
        ("de la Llave-Rincón AI, Ge HY", "de la Llave-Rincón 2022"),
        ("National Institute for Health and Care Excellence", "National Institute for Health and Care Excellence 2022"),
        ("Standring S (editor)", "Standring 2022"),
    ],
)
def test_a_work_in_short(authors: str, short: str) -> None:
    assert Source(authors, "A title", 2022).short == short


def test_a_works_link_is_its_doi_or_else_its_address() -> None:
    assert Source("A", "B", 2020, doi="10.1000/182", url="https://x.org").link == "https://doi.org/10.1000/182"
    assert Source("A", "B", 2020, url="https://x.org").link == "https://x.org"
    assert Source("A", "B", 2020).link == ""


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_no_condition_looks_reviewed(condition: Condition) -> None:
    assert condition.reviewed is None


def test_a_clinic_signs_its_own_copy(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    text = "id: own\nname: Own\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    path.write_text(f"{text}reviewed: {{by: A. Clinician, on: '2030-01-31'}}\n", encoding="utf-8")
    review = load_file(path).reviewed
    assert review is not None
    assert (review.by, review.on) == ("A. Clinician", "2030-01-31")
    path.write_text(f"{text}reviewed: {{by: A. Clinician, on: yesterday}}\n", encoding="utf-8")
    with pytest.raises(BodymapError, match="it must be a date in quotes"):
        load_file(path)


# --- risks ----------------------------------------------------------------------------------------------------------


def test_every_risk_has_a_source_and_most_a_number() -> None:
    found = needling().risks
    assert all(risk.sources for risk in found)
    assert {risk.id for risk in found if risk.share is None} == {"lung"}
    assert all(0 < risk.share < 1 for risk in found if risk.share is not None)


def test_numbers_are_those_of_the_study() -> None:
    """7,531 mild effects and 20 major ones in 20,464 and 20,494 visits, as Boyce 2020 counts them."""
    shares = {risk.id: risk.share for risk in needling().risks}
    assert shares["mild"] == pytest.approx(7531 / 20494, abs=0.002)
    assert shares["major"] == pytest.approx(20 / 20494, abs=0.00002)


@pytest.mark.parametrize("id", sorted(OVER_THE_LUNG))
def test_a_muscle_over_the_lung_says_so_and_names_it_among_what_to_spare(id: str) -> None:
    muscle = atlas().muscle(id)
    assert muscle.over_lung
    assert any("lung" in part.lower() for part in muscle.near)


@pytest.mark.parametrize("muscle", [m for m in DRAWN if m.over_lung], ids=of_id)
def test_over_the_lung_is_never_without_its_structures(muscle: Muscle) -> None:
    assert any(re.search(r"lung|pleura", part, re.IGNORECASE) for part in muscle.near)


@pytest.mark.parametrize("id", sorted(FAR_FROM_IT))
def test_a_muscle_far_from_the_chest_does_not(id: str) -> None:
    assert not atlas().over_lung(id)


def test_a_whole_is_over_the_lung_if_a_part_is() -> None:
    assert atlas().over_lung("trapezius")
    assert atlas().over_lung("pectoralis-major")
    assert not atlas().over_lung("gastrocnemius")


@pytest.mark.parametrize("muscle", DRAWN, ids=of_id)
def test_every_muscle_names_its_nerve(muscle: Muscle) -> None:
    """A nerve, the rami of spinal nerves, or the loop of nerves in front of the neck that has a name of its own."""
    assert re.search(r"nerve|rami|ansa cervicalis", muscle.nerve.lower())
    assert not muscle.nerve.endswith(".")
    assert all(part[0].isupper() and not part.endswith(".") for part in muscle.near)


def test_a_collapsed_lung_is_told_only_where_it_can_happen() -> None:
    told = {condition.id: {risk.id for risk in risks(over_lung(condition))} for condition in library()}
    assert "lung" in told["mid-back-between-blades"]
    assert "lung" in told["stiff-neck"]
    assert "lung" not in told["tennis-elbow"]
    assert "lung" not in told["plantar-fasciitis"]


def test_the_late_signs_of_a_collapsed_lung_are_named() -> None:
    (lung,) = [risk for risk in needling().risks if risk.over_lung]
    assert "pneumothorax" in lung.name
    assert re.search(r"days later", lung.says)
    assert lung.urgency == "now"


def test_a_work_that_the_words_on_needling_cite_must_exist() -> None:
    words = needling()
    with pytest.raises(BodymapError, match=r"^dry-needling\.yaml: unknown source"):
        checked(words, msgspec.structs.replace(atlas(), sources={}))


# --- the article's topics --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("what", "knots"), ("benefits", "ease pain"), ("twitch", "twitch"), ("not_acupuncture", "Chinese medicine"),
        ("not_injection", "nothing is put in"), ("session", "minutes"), ("visits", "visits"), ("relief", "not at all"),
        ("after", "sore for a day or two"), ("recovery", "hard training"), ("who", "trained and allowed"),
        ("beside_exercise", "one part of treatment"),
    ],
)  # fmt: skip
def test_the_topics_of_the_article_are_there(topic: str, words: str) -> None:
    assert words in getattr(needling(), topic)


@pytest.mark.parametrize(
    "word",
    [
        "pregnant", "blood thinners", "infection", "broken", "immune", "diabetes", "lymph", "implant", "surgery",
        "pacemaker", "metal", "epilepsy", "fainted", "fear",
    ],
)  # fmt: skip
def test_who_should_tell_the_therapist_first(word: str) -> None:
    assert any(word in line for line in needling().tell_first)


def test_there_are_at_least_sixty_five_conditions() -> None:
    assert len(library()) >= 65
    assert "carpal tunnel" not in {name.lower() for name in condition_library.load("forearm-flexor-strain").also}


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("slipped disc", "disc-herniation"), ("trapped nerve in the neck", "neck-pinched-nerve"),
        ("growing pains at the knee", "osgood-schlatter"), ("carpal tunnel", "carpal-tunnel"),
        ("frozen shoulder", "frozen-shoulder"), ("hallux valgus", "bunion"), ("DOMS", "muscle-soreness"),
    ],
)  # fmt: skip
def test_a_lay_name_leads_to_its_condition(said: str, id: str) -> None:
    assert condition_library.load(said).id == id
