from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bodymap.errors import BodymapError
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.anatomy import View, atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.condition_files import load_file
from bodymap.knowledge.condition_library import load
from bodymap.knowledge.conditions import Condition, Laterality, MuscleRole, Pain, Role, every_pain, where_it_hurts

SHOULDER = """\
id: sore-shoulder
name: Sore shoulder
group: shoulder
summary: >-
  The shoulder hurts
  when you lift the arm.
muscles:
  - {muscle: infraspinatus, role: primary, why: Turns the arm out.}
  - {muscle: teres-minor, role: secondary}
pain: [shoulder-front]
side: both
points: {infraspinatus: [1]}
views: [posterior]
sources: [{title: A study, authors: A. B., year: 2001, doi: 10.1000/182}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shoulder.yaml"
    path.write_text(SHOULDER, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"message": "It pinches."}, "It pinches."),
        ({}, "The shoulder hurts when you lift the arm."),
        ({"summary": "It is sore. The rest. And more."}, "It is sore."),
    ],
)
def test_the_message_is_the_conditions_own_or_the_first_sentence_of_its_summary(
    fields: dict[str, str], message: str, file: Path
) -> None:
    assert conditions.message(msgspec.structs.replace(load_file(file), **fields)) == message


def test_a_message_is_short(file: Path) -> None:
    file.write_text(f"{SHOULDER}message: {'a' * 141}\n", encoding="utf-8")
    with pytest.raises(BodymapError) as caught:
        load_file(file)
    assert str(caught.value).startswith(f"{file}, line 15: message: 'aaa")
    assert str(caught.value).endswith("does not fit; it must be one line of text, 140 letters at most")


def test_a_file_of_ones_own_is_read_whole(file: Path) -> None:
    condition = load(str(file))
    assert condition == load_file(file)
    assert condition.summary == "The shoulder hurts when you lift the arm."
    assert condition.muscles[0] == MuscleRole("infraspinatus", Role.PRIMARY, "Turns the arm out.")
    assert condition.of_role(Role.SECONDARY) == ("teres-minor",)
    assert (condition.side, condition.views, condition.points) == (
        Laterality.BOTH, (View.POSTERIOR,), {"infraspinatus": (1,)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("infraspinatus, role", "infraspinatis, role",
         "line 8: muscles[0].muscle: unknown muscle 'infraspinatis'; did you mean 'infraspinatus'? "
         "`bodymap list muscles` lists them all."),
        ("muscle: teres-minor", "muscle: infraspinatus", "line 9: muscles[1].muscle: 'infraspinatus' is used twice"),
        ("role: primary", "role: secondary", "line 8: muscles: at least one must have the role 'primary'"),
        ("points: {infraspinatus", "points: {teres-major",
         "line 12: points: unknown muscle 'teres-major'; did you mean 'teres-minor'? It may be infraspinatus or teres-minor."),
        ("pain: [shoulder-front", "pain: [shoulder-frnt, shoulder-front",
         "line 10: pain[0]: unknown area 'shoulder-frnt'; did you mean 'shoulder-front'? "
         "`bodymap list areas` lists them all."),
        ("pain: [shoulder-front]", "pain: {hurts: [shoulder-front], spreads: [shoulder-bakc]}",
         "line 10: pain.spreads[0]: unknown area 'shoulder-bakc'; did you mean 'shoulder-back'? "
         "`bodymap list areas` lists them all."),
        ("pain: [shoulder-front]", "pain: {hurts: [shoulder-front], spreads: [shoulder-front]}",
         "line 10: pain.spreads[0]: 'shoulder-front' is used twice"),
        ("pain: [shoulder-front]", "pain: [shoulder-front, shoulder-front]",
         "line 10: pain[1]: 'shoulder-front' is used twice"),
        ("infraspinatus: [1]", "infraspinatus: [9]", "line 12: points.infraspinatus: unknown point 9. It may be 1, 2 or 3."),
    ],
)  # fmt: skip
def test_what_it_names_must_be_there(file: Path, old: str, new: str, message: str) -> None:
    file.write_text(SHOULDER.replace(old, new), encoding="utf-8")
    with pytest.raises(BodymapError) as caught:
        load_file(file)
    assert str(caught.value) == f"{file}, {message}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("role: primary", "role: main", "line 8: muscles[0].role: unknown value 'main'. It may be primary, secondary or quiet."),
        ("side: both", "side: rihgt", "line 11: side: unknown value 'rihgt'. It may be ask, both or midline."),
        ("id: sore-shoulder", "id: Sore Shoulder", "line 1: id: 'Sore Shoulder' does not fit; "
         "it must be lower-case words joined by hyphens, as in tennis-elbow"),
        ("why: Turns the arm out.", "because: x",
         "line 8: muscles[0]: unknown field 'because'. It may be muscle, role, why or intensity."),
        ("views: [posterior]", "views: [back]", "line 13: views[0]: unknown value 'back'. "
         "It may be anterior, posterior, left-lateral, right-lateral, plantar or medial."),
        ("year: 2001", "year: 20011", "line 14: sources[0].year: 20011 does not fit; it must be a year, as 2019"),
        ("doi: 10.1000/182", "doi: doi.org/1",
         "line 14: sources[0].doi: 'doi.org/1' does not fit; it must be a DOI, as 10.1000/182"),
        ("pain: [shoulder-front]", "pain: {spreads: [shoulder-front]}", "line 10: pain: the field 'hurts' is missing"),
        ("pain: [shoulder-front]", "pain: {hurt: [shoulder-front]}",
         "line 10: pain: unknown field 'hurt'; did you mean 'hurts'? It may be hurts or spreads."),
        ("pain: [shoulder-front]", "pain: shoulder-front", "line 10: pain: 'shoulder-front' does not fit; "
         "it must be a mapping with hurts, spreads or a list"),
        ("name: Sore shoulder\n", "", "line 1: the field 'name' is missing"),
    ],
)  # fmt: skip
def test_a_misfit_is_said_with_its_line_and_what_it_may_be(file: Path, old: str, new: str, message: str) -> None:
    file.write_text(SHOULDER.replace(old, new), encoding="utf-8")
    with pytest.raises(BodymapError) as caught:
        load_file(file)
    assert str(caught.value) == f"{file}, {message}"


def test_a_plain_list_of_pain_says_where_it_hurts(file: Path) -> None:
    assert where_it_hurts(load_file(file)) == Pain(("shoulder-front",))
    parted = SHOULDER.replace("pain: [shoulder-front]", "pain: {hurts: [shoulder-front], spreads: [upper-arm-front]}")
    file.write_text(parted, encoding="utf-8")
    condition = load_file(file)
    assert where_it_hurts(condition) == Pain(("shoulder-front",), ("upper-arm-front",))
    assert every_pain(condition) == ("shoulder-front", "upper-arm-front")


def test_an_unknown_condition_is_answered_with_the_nearest() -> None:
    with pytest.raises(BodymapError) as caught:
        load("tenis-elbow")
    assert str(caught.value).startswith("unknown condition 'tenis-elbow'; did you mean 'tennis-elbow'?")


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BodymapError, match=r"^none/of\.yaml: no such file or directory$"):
        load("none/of.yaml")


@pytest.mark.parametrize("name", ["..", "../sources", "/etc/passwd", "", "tennis-elbow/../tennis-elbow"])
def test_an_id_is_no_path(name: str) -> None:
    with pytest.raises(BodymapError, match=r"^unknown condition"):
        load(name)


def test_words_lead_to_the_condition_that_they_mean() -> None:
    assert load("Lateral Epicondylitis").id == "tennis-elbow"
    assert load("elbow, tennis").id == "tennis-elbow"


# --- any faultless condition survives the way to YAML and back ------------------------------------------------------

words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("C", "Z")), min_size=1, max_size=40
)
slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True).filter(lambda slug: len(slug) <= 60)


@st.composite
def pains(draw: st.DrawFn) -> Pain | tuple[str, ...]:
    named = tuple(draw(st.lists(st.sampled_from(sorted(areas().areas)), max_size=4, unique=True)))
    parted = draw(st.none() | st.integers(0, len(named)))
    return named if parted is None else Pain(named[:parted], named[parted:])


@st.composite
def faultless(draw: st.DrawFn) -> Condition:
    muscles = draw(st.lists(st.sampled_from(sorted(atlas().muscles)), min_size=1, max_size=6, unique=True))
    roles = [Role.PRIMARY, *draw(st.lists(st.sampled_from(Role), min_size=len(muscles) - 1, max_size=len(muscles) - 1))]
    return Condition(
        id=draw(slugs),
        name=draw(words),
        group=draw(slugs),
        summary=draw(words),
        muscles=tuple(MuscleRole(muscle, role, draw(words)) for muscle, role in zip(muscles, roles, strict=True)),
        also=tuple(draw(st.lists(words, max_size=3))),
        pain=draw(pains()),
        side=draw(st.sampled_from(Laterality)),
        views=tuple(draw(st.lists(st.sampled_from(View), max_size=2, unique=True))),
    )


@given(faultless())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, condition: Condition) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.yaml"
    path.write_text(yaml.safe_dump(msgspec.to_builtins(condition), allow_unicode=True), encoding="utf-8")
    assert load_file(path) == condition


@given(st.sampled_from(SHOULDER.splitlines()), st.text(max_size=30))
def test_one_spoilt_line_is_read_or_said(tmp_path_factory: pytest.TempPathFactory, line: str, instead: str) -> None:
    path = tmp_path_factory.getbasetemp() / "spoilt.yaml"
    path.write_text(SHOULDER.replace(line, instead), encoding="utf-8")
    try:
        load_file(path)
    except BodymapError as error:
        assert str(error).startswith(str(path))
        assert "\n" not in str(error)


@pytest.mark.parametrize("said", ["sciatica", "Sciatica", "pinched-nerve in the  back", "Sciatica and its look-alikes"])
def test_a_condition_by_another_name(said: str) -> None:
    assert condition_library.load(said).id == "sciatica-look-alikes"


def test_a_name_that_two_conditions_have(tmp_path: Path) -> None:
    for id in ("neck-one", "neck-two"):
        text = SHOULDER.replace("id: sore-shoulder", f"id: {id}\nalso: [sunday neck]")
        (tmp_path / f"{id}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BodymapError, match=r"^'Sunday-neck' may mean neck-one or neck-two; which one\?$"):
        condition_library.load("Sunday-neck", [tmp_path])
