"""Red flags: one urgency for one sign, the flags that each part of the body must carry, and how they are grouped."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import area, bounds, inside, rings
from bodymap.content.structures import outline_of
from bodymap.errors import BodymapError
from bodymap.files.disk import assets
from bodymap.finding.request import MarkRequest, chart
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.areas import areas
from bodymap.knowledge.condition_files import load_file
from bodymap.knowledge.condition_library import library
from bodymap.knowledge.conditions import Condition, OwnFlag, every_pain, own_flags, warnings
from bodymap.knowledge.flags import Flag, Urgency, flags, load
from bodymap.knowledge.structures import structures

KNOWN = flags()
WHOLE_BODY = "whole-body"

OWN = """\
id: sore-shoulder
name: Sore shoulder
group: own
summary: It hurts.
muscles: [{muscle: infraspinatus, role: primary}]
flags: [heart, fall]
see_a_clinician:
  - It is no better after a week.
  - {says: The arm is stuck., urgency: today}
  - {says: Nothing helps.}
"""


def required(condition: Condition) -> tuple[str, ...]:
    if condition.group == WHOLE_BODY:
        return KNOWN.parts[WHOLE_BODY].required
    return KNOWN.required(every_pain(condition))


OF_SEVERAL = {
    says
    for says, count in Counter(sign.says for condition in library() for sign in own_flags(condition)).items()
    if count > 1
}
"""Signs that several conditions have as their own; they belong into flags.yaml."""


def of_id(record: Condition | Flag) -> str:
    return record.id


# --- one flag, one urgency ------------------------------------------------------------------------------------------


def test_no_two_flags_say_the_same() -> None:
    said = Counter(flag.says.casefold() for flag in KNOWN.flags.values())
    assert [line for line, count in said.items() if count > 1] == []


@pytest.mark.parametrize(
    ("sign", "urgency", "only"),
    [
        (r"numb between the legs", Urgency.NOW, {"cauda-equina"}),
        (r"bladder", Urgency.NOW, {"cauda-equina"}),
        (r"see double", Urgency.NOW, {"neck-artery"}),
        (r"face droops", Urgency.NOW, {"stroke-signs"}),
        (r"fever with a stiff neck", Urgency.NOW, {"neck-infection"}),
        (r"passed out", Urgency.NOW, {"head-injury"}),
        (r"both legs", Urgency.NOW, {"both-legs"}),
        (r"lose sight", Urgency.NOW, {"sight-loss"}),
        (r"scalp", Urgency.TODAY, {"temporal-arteritis"}),
        (r"unsteady", Urgency.TODAY, {"myelopathy"}),
        (r"calf is swollen", Urgency.TODAY, {"leg-clot"}),
        (r"swollen, heavy or blue", Urgency.TODAY, {"arm-clot"}),
        (r"foot suddenly turns cold", Urgency.NOW, {"cold-foot"}),
        (r"harming yourself", Urgency.NOW, {"self-harm"}),
        (r"knee with no sore spot", Urgency.TODAY, {"child-thigh"}),
        (r"straighten the elbow", Urgency.TODAY, {"elbow-stuck"}),
    ],
)
def test_a_sign_has_one_urgency_wherever_it_is_printed(sign: str, urgency: Urgency, only: set[str]) -> None:
    assert {flag.id for flag in KNOWN.flags.values() if re.search(sign, flag.says, re.IGNORECASE)} == only
    printed = {
        group.urgency
        for condition in library()
        for group in warnings(condition)
        for line in group.says
        if re.search(sign, line, re.IGNORECASE)
    }
    assert printed == {urgency}


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_no_condition_says_in_its_own_words_what_a_flag_says(condition: Condition) -> None:
    own = {line.says if isinstance(line, OwnFlag) else line for line in condition.see_a_clinician}
    assert own & {flag.says for flag in KNOWN.flags.values()} == set()


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_a_sign_of_a_conditions_own_has_a_source_and_a_meaning(condition: Condition) -> None:
    for sign in own_flags(condition):
        assert sign.sources, sign.says
        assert [cited.key for cited in sign.sources if atlas().sources[cited.key].checked is None] == []
        assert sign.may_mean.endswith("."), sign.says
        assert len(sign.says) <= 100
    assert [sign.says for sign in own_flags(condition) if sign.says in OF_SEVERAL] == []


# --- each part's own flags ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("condition", library(), ids=of_id)
def test_a_condition_carries_the_flags_of_every_part_where_it_hurts(condition: Condition) -> None:
    assert [flag for flag in required(condition) if flag not in condition.flags] == []


@pytest.mark.parametrize(
    ("part", "needs"),
    [
        ("neck", {"myelopathy", "cauda-equina", "neck-artery", "stroke-signs", "neck-infection", "head-injury"}),
        ("low-back", {"cauda-equina", "both-legs"}),
        ("calf", {"leg-clot", "cold-foot"}),
        ("chest-and-shoulder", {"heart", "lung"}),
        ("head", {"thunderclap-headache", "temporal-arteritis", "sight-loss"}),
        ("jaw", {"jaw-infection", "stroke-signs", "face-numb"}),
    ],
)
def test_a_part_asks_for_its_dangers(part: str, needs: set[str]) -> None:
    assert needs <= set(KNOWN.parts[part].required)


@pytest.mark.parametrize(
    ("id", "needs"),
    [
        ("calf-and-hamstring", {"cauda-equina"}),
        ("hamstring-strain", {"cauda-equina"}),
        ("cyclists-neck-and-hands", {"cauda-equina"}),
        ("sciatica-look-alikes", {"both-legs"}),
        ("low-back-pain", {"both-legs"}),
        ("whiplash-neck-pain", {"head-injury", "neck-artery"}),
        ("foot-pain", {"cold-foot"}),
        ("shin-splints", {"cold-foot"}),
        ("swimmers-shoulder", {"arm-clot"}),
        ("overhead-athlete-shoulder", {"arm-clot"}),
        ("stress-and-clenched-shoulders", {"self-harm"}),
        ("fibromyalgia", {"self-harm"}),
    ],
)
def test_a_condition_names_what_its_review_missed(id: str, needs: set[str]) -> None:
    assert needs <= set(condition_library.load(id).flags)


@pytest.mark.parametrize("id", ["osgood-schlatter", "jumpers-knee", "runners-knee", "quadriceps-strain"])
def test_a_childs_hip_is_thought_of_without_a_limp(id: str) -> None:
    """A slipped epiphysis may hurt in the thigh or the knee alone."""
    assert {"child-limp", "child-thigh"} <= set(condition_library.load(id).flags)
    assert "limp" not in KNOWN.flags["child-thigh"].says
    assert "epiphysis" in KNOWN.flags["child-thigh"].may_mean


def test_every_area_belongs_to_a_part() -> None:
    covered = {area for part in KNOWN.parts.values() for area in part.areas}
    fine = {area for area in areas().areas if areas().is_fine(area)}
    assert set(areas().areas) - covered == fine


def test_fibromyalgia_has_no_flag_that_is_none() -> None:
    said = [line for group in warnings(condition_library.load("fibromyalgia")) for line in group.says]
    assert not any("tender points" in line for line in said)


# --- the records ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", KNOWN.flags.values(), ids=of_id)
def test_a_flag_is_whole(flag: Flag) -> None:
    assert flag.says.endswith(".")
    assert flag.may_mean.endswith(".")
    assert flag.sources
    assert [cited.key for cited in flag.sources if atlas().sources[cited.key].checked is None] == []
    assert flag.parts
    assert not re.search(r"emergency|doctor|clinician", flag.says), "the heading says whom to ask"
    assert len(flag.says) <= 100


def test_every_flag_is_used() -> None:
    used = {flag for condition in library() for flag in condition.flags}
    assert set(KNOWN.flags) - used == set()


def test_a_required_flag_says_that_it_concerns_the_part() -> None:
    for part in KNOWN.parts.values():
        for id in part.required:
            assert part.id in KNOWN.flags[id].parts or part.areas, f"{part.id}: {id}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("required: [heart, lung]", "required: [hart, lung]", "unknown flag 'hart'"),
        ("areas: [abdomen]", "areas: [abdoman]", "unknown area 'abdoman'"),
        ("key: gulati-2021", "key: gulaty-2021", "unknown source 'gulaty-2021'"),
        ("- id: lung", "- id: heart", "the id 'heart' is used twice"),
        ("parts: [jaw, chest", "parts: [jow, chest", "unknown body part 'jow'"),
        ("  soon: See a clinician soon if\n", "", "'soon' is missing"),
    ],
)
def test_a_faulty_file_is_told(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = (assets() / "flags.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "flags.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BodymapError, match=re.escape(message)) as caught:
        load(path, atlas(), areas())
    assert str(caught.value).startswith("flags.yaml: ")


# --- a file of one's own --------------------------------------------------------------------------------------------


def own(tmp_path: Path, text: str = OWN) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_line_of_ones_own_is_one_that_needs_help_soon(tmp_path: Path) -> None:
    condition = load_file(own(tmp_path))
    assert [(group.urgency, group.says) for group in warnings(condition)] == [
        (Urgency.NOW, (KNOWN.flags["heart"].says,)),
        (Urgency.TODAY, (KNOWN.flags["fall"].says, "The arm is stuck.")),
        (Urgency.SOON, ("It is no better after a week.", "Nothing helps.")),
    ]


def test_no_flags_no_groups(tmp_path: Path) -> None:
    condition = load_file(own(tmp_path, OWN[: OWN.index("flags:")]))
    assert warnings(condition) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[heart, fall]", "[haert, fall]", "line 6: flags[0]: unknown flag 'haert'; did you mean 'heart'?"),
        ("[heart, fall]", "[fall, heart, fall]", "line 6: flags[2]: 'fall' is used twice"),
        ("urgency: today", "urgency: later", "line 9: see_a_clinician[1].urgency: unknown value 'later'. "
         "It may be now, today or soon."),
        ("{says: Nothing helps.}", "{says: Nothing helps., sources: [{key: finucane-2002}]}",
         "line 10: see_a_clinician[2].sources[0].key: unknown source 'finucane-2002'; did you mean 'finucane-2020'?"),
        ("{says: Nothing helps.}", "{urgency: now}", "line 10: see_a_clinician[2]: the field 'says' is missing"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = own(tmp_path, OWN.replace(old, new))
    with pytest.raises(BodymapError) as caught:
        load_file(path)
    assert str(caught.value).startswith(f"{path}, {message}")


# --- charts of one's own --------------------------------------------------------------------------------------------

IN_PART = 0.3
"""A muscle or structure is in a part of the body if at least this share of its shape lies in the part's areas."""


def shares_in_parts(body: str) -> dict[str, dict[str, float]]:
    """The share of each drawn muscle and structure that lies in the areas of each part, over all views."""
    owners: dict[str, set[str]] = {}
    for part in KNOWN.parts.values():
        for id in part.areas:
            owners.setdefault(id, set()).add(part.id)
    whole: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {}
    for view in plates.views(body):
        plate = plates.load(body, view)
        places = [
            (p.of, rings(p.shape)) for p in plate.parts if p.kind == "area" and p.of in owners and p.side != "left"
        ]
        for part in plate.parts:
            if part.kind not in ("muscle", "structure", "course") or part.side == "left":
                continue
            shape = outline_of(part)
            x0, y0, x1, y1 = bounds([shape])
            grid = np.stack(np.meshgrid(np.linspace(x0, x1, 24), np.linspace(y0, y1, 24)), -1).reshape(-1, 2)
            grid = grid[inside(rings(shape), grid)]
            each = area(shape) / max(len(grid), 1)
            whole[part.of] += area(shape)
            for id, polygons in places:
                if held := each * int(inside(polygons, grid).sum()):
                    for owner in owners[id]:
                        found.setdefault(part.of, Counter())[owner] += held
    return {id: {owner: held / whole[id] for owner, held in own.items()} for id, own in found.items()}


def test_what_lies_in_a_part_of_the_body_is_listed_there() -> None:
    shares = shares_in_parts("neutral-adult")
    for kind, ids in (
        ("muscles", [muscle.id for muscle in atlas().muscles.values() if not muscle.parts]),
        ("structures", [*structures().structures]),
    ):
        for id in ids:
            listed = {part.id for part in KNOWN.parts.values() if id in getattr(part, kind)}
            most = max(shares[id], key=lambda part: shares[id][part])
            assert most in listed, id
            assert all(shares[id].get(part, 0.0) >= IN_PART / 2 for part in listed), (id, listed)
            assert {part for part, share in shares[id].items() if share >= 1.5 * IN_PART} <= listed, id


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (MarkRequest(["soleus"]), ("cold-foot", "leg-clot")),
        (MarkRequest(points=["soleus.3@left"]), ("cold-foot", "leg-clot")),
        (MarkRequest(["rotator cuff"]), ("heart", "lung")),
        (MarkRequest(["quadratus-lumborum.1@left"]), ("cauda-equina", "both-legs", "lung")),
        (MarkRequest(structures=["achilles-tendon"]), ("cold-foot", "leg-clot")),
        (MarkRequest(spots=["wrist@left=splint"]), ("hot-joint",)),
        (MarkRequest(["extensor-digitorum"], pain=["lateral-elbow"]), ("hot-joint",)),
    ],
)
def test_a_chart_has_the_flags_of_the_parts_that_it_marks(marks: MarkRequest, expected: tuple[str, ...]) -> None:
    assert chart(None, marks).subject.flags == expected


def test_a_chart_of_many_parts_has_the_flags_of_the_whole_body() -> None:
    made = chart(None, MarkRequest(["masseter", "deltoid", "rectus-femoris", "soleus"]))
    assert made.subject.flags == KNOWN.parts[WHOLE_BODY].required
    assert [group.urgency for group in warnings(made.subject)] == [Urgency.NOW]


def test_every_muscle_and_structure_has_flags() -> None:
    for muscle in atlas().muscles.values():
        assert KNOWN.required_of_marks([muscle.id]), muscle.id
        assert not atlas().over_lung(muscle.id) or "lung" in KNOWN.required_of_marks([muscle.id]), muscle.id
    for id in structures().structures:
        assert KNOWN.required_of_marks((), [id]), id
