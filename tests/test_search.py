"""Searching by what people say. tests/data/phrases has the phrases, their answers and the pages that they come from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import bodymap
from bodymap.cli import app
from bodymap.errors import BodymapError
from bodymap.files.validation import read
from bodymap.finding.search import MOST, documents, search
from bodymap.knowledge import condition_library, index
from bodymap.knowledge.anatomy import Record
from bodymap.knowledge.areas import areas
from bodymap.knowledge.groups import groups, members
from bodymap.knowledge.lay_words import lay_words

DATA = Path(__file__).parent / "data" / "phrases"


class Phrase(Record, frozen=True):
    says: str
    means: tuple[str, ...]
    page: str
    first: bool = False


class Phrases(Record, frozen=True):
    phrases: tuple[Phrase, ...]


class Nothing(Record, frozen=True):
    phrases: tuple[str, ...]


class Pages(Record, frozen=True):
    pages: dict[str, str]


EVERYDAY = read(DATA / "everyday.yaml", Phrases).phrases
HELD_OUT = read(DATA / "held-out.yaml", Phrases).phrases
NOTHING = read(DATA / "nothing.yaml", Nothing).phrases


def found(words: str) -> list[tuple[str, str]]:
    return [(match.kind, match.id) for match in search(words)]


def ids(words: str) -> list[str]:
    try:
        return [match.id for match in search(words)]
    except BodymapError:
        return []


# --- what people say ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("phrases", "count"), [(EVERYDAY, 150), (HELD_OUT, 50)], ids=["everyday", "held out"])
def test_at_least_95_percent_are_answered_among_the_first_three(phrases: tuple[Phrase, ...], count: int) -> None:
    missed = [phrase.says for phrase in phrases if not set(phrase.means) & set(ids(phrase.says)[:3])]
    assert len(phrases) >= count
    assert len(missed) <= 0.05 * len(phrases), missed


@pytest.mark.parametrize("phrase", [phrase for phrase in EVERYDAY if phrase.first], ids=lambda phrase: phrase.says)
def test_the_plainest_lead_to_it_first(phrase: Phrase) -> None:
    assert ids(phrase.says)[0] in phrase.means


def test_the_phrases_are_sound() -> None:
    pages = read(DATA / "pages.yaml", Pages).pages
    known = {entry.id for entry in documents()}
    said = [phrase.says for phrase in (*EVERYDAY, *HELD_OUT)]
    assert len(set(said)) == len(said)
    for phrase in (*EVERYDAY, *HELD_OUT):
        assert set(phrase.means) <= known, phrase.says
        assert phrase.page in pages, phrase.says


@pytest.mark.parametrize("words", NOTHING)
def test_what_has_nothing_to_do_with_the_body_finds_nothing(words: str) -> None:
    with pytest.raises(BodymapError) as caught:
        search(words)
    assert str(caught.value).startswith("nothing was found for '")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "words", ["\x1b[31m", "a" * 100_000, "knee " * 10_000, "\u202e", "'; drop table", "%s %n", "\ud800", "-" * 300]
)
def test_any_text_is_searched_without_harm(words: str) -> None:
    assert len(ids(words)) <= MOST


# --- how results are ranked -----------------------------------------------------------------------------------------


def test_any_name_leads_to_it() -> None:
    assert found("epicondylitis lateral")[0] == ("condition", "tennis-elbow")
    assert found("musculus soleus")[0] == ("muscle", "soleus")
    assert found("extensor carpi radialis")[:2] == [
        ("muscle", "extensor-carpi-radialis-longus"),
        ("muscle", "extensor-carpi-radialis-brevis"),
    ]
    assert found("plantar fascia")[0] == ("structure", "plantar-fascia")


def test_the_name_itself_comes_before_names_that_hold_it() -> None:
    assert found("deltoid")[0] == ("muscle", "deltoid")
    assert found("Hamstring strain")[0] == ("condition", "hamstring-strain")


def test_a_part_of_the_body_finds_all_kinds() -> None:
    kinds = {kind for kind, _ in found("shoulder")}
    assert kinds >= {"condition", "muscle", "group", "area"}
    assert ("group", "shoulder-muscles") in found("shoulder")
    assert ("muscle", "gastrocnemius") in found("calf")
    assert ("condition", "tennis-elbow") in found("elbow")
    assert ("area", "lateral-elbow") in found("elbow")


def test_the_beginning_of_a_word_and_a_misspelt_word_are_enough() -> None:
    assert ("muscle", "soleus") in found("sole")
    assert found("infrasp")[0] == ("muscle", "infraspinatus")
    assert found("tenis elbo")[0] == ("condition", "tennis-elbow")


def test_a_word_about_muscles_asks_for_muscles() -> None:
    assert found("inner thigh muscles")[0] == ("group", "adductors")
    assert found("inner thigh")[0] == ("area", "thigh-inner")


def test_the_users_own_conditions_are_found(tmp_path: Path) -> None:
    own = "id: drummers-wrist\nname: Drummer's wrist\ngroup: own\nsummary: It hurts.\nmuscles: [{muscle: soleus, role: primary}]\n"
    (tmp_path / "drummers-wrist.yaml").write_text(own)
    assert bodymap.search("drummer", folders=[tmp_path])[0].id == "drummers-wrist"


def test_the_same_words_find_the_same_in_any_order_and_case() -> None:
    assert ids("neck the in nerve TRAPPED") == ids("trapped nerve in the neck")


# --- did you mean ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("tenis elbo", "did you mean 'tennis-elbow'?"),
        ("tennis", "did you mean 'tennis-elbow'"),
        ("slipped disk", "did you mean 'disc-herniation'"),
        ("knot in my shoulder", "did you mean 'stress-and-clenched-shoulders'"),
        ("headache", "did you mean 'tension-headache'"),
    ],
)
def test_an_unknown_condition_gets_the_one_that_is_meant(name: str, near: str) -> None:
    with pytest.raises(BodymapError) as caught:
        condition_library.load(name)
    assert str(caught.value).startswith(f"unknown condition '{name}'; {near}")


@pytest.mark.parametrize("name", ["xylophone", "bicycle repair", "quarterly"])
def test_nothing_is_suggested_if_nothing_is_near(name: str) -> None:
    with pytest.raises(BodymapError) as caught:
        condition_library.load(name)
    assert str(caught.value) == f"unknown condition '{name}'. `bodymap list conditions` lists them all."
    with pytest.raises(BodymapError) as caught:
        members(name)
    assert str(caught.value) == f"unknown muscle '{name}'. `bodymap list muscles` lists them all."


def test_a_condition_is_known_by_its_words_in_any_order() -> None:
    assert condition_library.load("ELBOW, tennis").id == "tennis-elbow"
    assert condition_library.load("epicondylitis lateral").id == "tennis-elbow"


# --- the table of lay words -----------------------------------------------------------------------------------------


def test_the_table_speaks_only_of_what_there_is() -> None:
    there: dict[str, set[str]] = {}
    for entry in documents():
        there.setdefault(entry.kind, set()).add(entry.id)
    for kind, said in lay_words().says.items():
        assert set(said) <= there[kind], kind
        for id, texts in said.items():
            assert len(set(texts)) == len(texts), id
            assert all(lay_words().terms(text) for text in texts), id


@pytest.mark.parametrize("id", condition_library.ids())
def test_every_condition_is_found_first_by_its_own_name(id: str) -> None:
    assert ids(condition_library.load(id).name)[0] == id


def test_every_area_and_group_is_among_the_first_by_its_own_name() -> None:
    for entry in (*areas().areas.values(), *groups().groups.values()):
        assert entry.id in ids(entry.name)[:3], entry.name


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command() -> None:
    result = CliRunner().invoke(app, ["search", "lateral", "epicondylitis"])
    assert result.stdout.startswith("condition  tennis-elbow ")
    match, *_ = msgspec.json.decode(CliRunner().invoke(app, ["search", "soleus", "--json"]).stdout)
    assert match == {"kind": "muscle", "id": "soleus", "name": "Soleus", "by": "Soleus"}
    result = CliRunner().invoke(app, ["search", "xylophone"])
    assert (result.exit_code, result.stderr) == (
        2,
        "bodymap: nothing was found for 'xylophone'; name a part of the body, a muscle or a condition, e.g. elbow\n",
    )


def test_a_picture_does_not_load_the_matcher() -> None:
    code = (
        "import sys; from bodymap.finding.request import chart; from bodymap.scene import plan; "
        "chart('tennis-elbow'); assert 'rapidfuzz' not in sys.modules; "
        "from bodymap.knowledge.groups import members; members('hamstrings'); assert 'rapidfuzz' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_ranking_does_not_depend_on_what_was_asked_before() -> None:
    first = index.rank("heel pain", documents())
    index.rank("jaw", documents()[:5])
    assert index.rank("heel pain", documents()) == first


@pytest.mark.parametrize(
    ("short", "id"),
    [
        ("LBP", "low-back-pain"), ("PFPS", "runners-knee"), ("SIJ", "sacroiliac-pain"), ("PTTD", "posterior-tibial-tendon"),
        ("SAPS", "shoulder-impingement"), ("GTPS", "lateral-hip-pain"), ("PHT", "proximal-hamstring-tendon"),
        ("TMJD", "jaw-disorder"), ("ACJ", "ac-joint"), ("HNP", "disc-herniation"), ("LSS", "spinal-stenosis"),
        ("CGH", "migraine-and-neck-headache"), ("TTH", "tension-headache"), ("FAIS", "hip-impingement"),
        ("RC tear", "rotator-cuff-pain"), ("LHBT", "biceps-tendon"), ("lumbar radiculopathy", "disc-herniation"),
        ("cervical radiculopathy", "neck-pinched-nerve"), ("CTS", "carpal-tunnel"), ("MTSS", "shin-splints"),
        ("DOMS", "muscle-soreness"), ("tib ant", "tibialis-anterior"), ("lev scap", "levator-scapulae"),
    ],
)  # fmt: skip
def test_what_clinicians_write_for_short_is_understood(short: str, id: str) -> None:
    assert search(short)[0].id == id
