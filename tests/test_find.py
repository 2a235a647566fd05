from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from bodymap.cli import app
from bodymap.finding import find
from bodymap.finding.find import PainPlace
from bodymap.finding.rank import Shares
from bodymap.knowledge.anatomy import Atlas, Layer, Muscle, TriggerPoint
from bodymap.knowledge.areas import Area, Areas
from bodymap.knowledge.prevalence import Reports
from bodymap.scene import plan
from tests import manikin


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def answer(*words: str) -> dict[str, tuple[float, float]]:
    return {f.muscle: (f.core, f.spillover) for f in find.find(find.places(words))}


def failure(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["find", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.removeprefix("bodymap: ").removesuffix("\n")


# --- how much of a place is covered ---------------------------------------------------------------------------------


def test_a_place_that_is_the_core_of_a_zone_is_covered_by_it() -> None:
    assert answer("forearm") == {"forearm-back": (1.0, 0.0)}


def test_the_shares_of_core_and_spillover_are_those_of_their_shapes() -> None:
    # By hand: of half the nape's 3300 mm² the core takes 662.5, the spillover beyond it a sliver of 122.5 above.
    core, spillover = answer("nape")["yoke"]
    assert core == pytest.approx(662.5 / 3300, abs=0.02)
    assert spillover == pytest.approx(122.5 / 3300, abs=0.01)


def test_where_no_zone_reaches_nothing_is_found() -> None:
    assert answer("flank") == {}
    assert "No muscle's pattern reaches this place." in CliRunner().invoke(app, ["find", "flank"]).stdout


def test_of_several_places_each_counts_the_same() -> None:
    alone, both = answer("nape")["yoke"], answer("nape", "forearm")
    assert both["yoke"] == pytest.approx((alone[0] / 2, alone[1] / 2), abs=0.001)
    assert both["forearm-back"] == (0.5, 0.0)
    assert list(both) == ["forearm-back", "yoke"]


def test_of_several_places_a_muscle_lies_in_all_with_the_sum_of_its_zones() -> None:
    (forearm,) = find.find(find.places(["forearm"]))
    both = {item.muscle: item for item in find.find(find.places(["nape", "forearm"]))}
    assert forearm.own == both["forearm-back"].own == 1.0


def test_a_spot_is_too_small_for_a_share_of_the_zones() -> None:
    (found,) = find.find([find.spot("posterior:270,630")])
    assert (found.own, found.score) == (None, found.core)


def test_a_spot_is_a_fingertip_on_one_view() -> None:
    (found,) = find.find([find.spot("posterior:270,630")])
    assert (found.muscle, found.core, found.conditions) == (
        "forearm-back",
        pytest.approx(1, abs=0.3),
        ("forearm-ache",),
    )
    assert find.areas_at(find.spot("posterior:270,630")) == ("forearm",)
    assert find.find([find.spot("posterior:-270,630")]) == (found,)


@pytest.mark.parametrize(("y", "reached"), [(663, True), (670, False)], ids=["8 mm beyond", "15 mm beyond"])
def test_a_zone_is_found_from_as_far_as_a_fingertip_reaches(y: int, reached: bool) -> None:
    """The core on the forearm ends at y = 655 there, on a line that falls by a quarter."""
    assert [found.muscle for found in find.find([find.spot(f"posterior:270,{y}")])] == ["forearm-back"] * reached


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("posterior:12", "'posterior:12' is not a spot; write a view and millimetres, e.g. posterior:120,640"),
        (
            "back:1,2",
            "unknown view 'back'. It may be anterior, posterior, left-lateral, right-lateral, plantar or medial.",
        ),
        ("posterior:399,2", "Spot posterior:399,2: lies off the body of neutral-adult"),
        ("plantar:1,2", "unknown view 'plantar'"),
        ("posterior:nan,2", "'posterior:nan,2' is not a spot; write a view and millimetres, e.g. posterior:120,640"),
        (
            "posterior:999999999,2",
            "'posterior:999999999,2' is not a spot; write a view and millimetres, e.g. posterior:120,640",
        ),
    ],
)
def test_a_spot_that_is_none_is_said(text: str, message: str) -> None:
    assert failure("--at", text).startswith(f"--at: {message}")


def test_without_a_place_it_asks_for_one() -> None:
    assert failure() == "say where it hurts, e.g. bodymap find temple, or --at posterior:120,640"


def test_a_group_stands_for_parts_that_have_one_pattern() -> None:
    known = Atlas(
        {
            "group": Muscle("group", "Group", "G", Layer.DEEP, parts=("one", "two")),
            "one": Muscle("one", "One", "O", Layer.DEEP, parent="group", points=(TriggerPoint(1, "Here."),)),
            "two": Muscle("two", "Two", "T", Layer.DEEP, parent="group"),
        },
        {},
    )
    half, less = shared(0.5, 0.1), shared(0.4, 0.1)
    assert find._grouped({"one": half, "two": half}, known) == {"group": half}
    assert find._grouped({"one": half, "two": less}, known) == {"one": half, "two": less}
    reported = msgspec.structs.replace(half, reported=0.3)
    assert find._grouped({"one": half, "two": reported}, known) == {"one": half, "two": reported}
    assert find._grouped({"one": half}, known) == {"one": half}
    found = find._finding("group", half, known, ())
    assert (found.name, found.score, found.points) == ("Group", 0.52, (find.FindingPoint("one", 1, "Here."),))


def shared(core: float, beyond: float, own: float = 0.5) -> find._Found:
    return find._Found(Shares(core, beyond, own), 0.0, Reports())


# --- words ----------------------------------------------------------------------------------------------------------

ROWS = [
    ("temple", "Temple", ("side of the head",)),
    ("knee-back", "Back of the knee", ("hollow of the knee",)),
    ("knee-front", "Front of the knee", ("kneecap",)),
    ("upper-back", "Upper back", ("between the shoulder blades",)),
    ("sole", "Sole", ("bottom of the foot",)),
    ("lateral-elbow", "Outer elbow", ()),
    ("low-back", "Low back", ("lumbar region",)),
]
KNOWN = Areas({id: Area(id, name, "x", "x", True, also) for id, name, also in ROWS}, {})


@pytest.mark.parametrize(
    ("phrase", "id"),
    [
        ("temple", "temple"),
        ("side of my head", "temple"),
        ("My Temples hurt", "temple"),
        ("back of the knee", "knee-back"),
        ("behind my left knee", "knee-back"),
        ("between the shoulder blades", "upper-back"),
        ("bottom of foot", "sole"),
        ("bottom of my feet", "sole"),
        ("outside of the elbow", "lateral-elbow"),
        ("the outer side of my elbow", "lateral-elbow"),
        ("lower back pain", "low-back"),
        ("kneecap", "knee-front"),
        ("head", None),
        ("knee", None),
        ("", None),
        ("pain", None),
    ],
)
def test_words_that_people_use_mean_an_area(phrase: str, id: str | None) -> None:
    assert find.area_of(phrase, KNOWN) == id


def test_a_tender_point_is_meant_only_by_its_id_in_full() -> None:
    tender = Area("tender-knee", "Knee tender point", "x", "x", within=("knee-back",))
    known = Areas({**KNOWN.areas, "tender-knee": tender}, {})
    assert find.area_of("my knee is tender", known) is None
    assert find.area_of("tender-knee", known) == "tender-knee"
    assert find.part_of("knee", known) == ("knee-back", "knee-front")


def test_a_part_of_the_body_is_all_its_areas() -> None:
    assert find.part_of("my knee", KNOWN) == ("knee-back", "knee-front")
    assert find.part_of("back", KNOWN) == find.part_of("knee elbow", KNOWN) == find.part_of("nose", KNOWN) == ()


def test_a_phrase_may_be_quoted_or_not() -> None:
    assert (
        find.places(["back", "of", "the", "neck"])
        == find.places(["back of the neck"])
        == (PainPlace("Nape", ("nape",)),)
    )
    assert [place.areas for place in find.places(["nape", "forearm"])] == [("nape",), ("forearm",)]


def test_names_of_two_areas_are_two_places_even_if_one_has_most_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    buttock = Area("buttock", "Buttock", "x", "x")
    monkeypatch.setattr(find, "areas", lambda: Areas({**KNOWN.areas, "buttock": buttock}, {}))
    assert [place.areas for place in find.places(["low-back", "buttock"])] == [("low-back",), ("buttock",)]
    assert [place.areas for place in find.places(["lower", "back"])] == [("low-back",)]


def test_a_phrase_may_name_the_side_of_what_has_two() -> None:
    assert find.places(["my left forearm"]) == (PainPlace("Forearm", ("forearm",), "left"),)
    assert find.places(["left nape"]) == (PainPlace("Nape", ("nape",)),)


def test_an_unknown_word_gets_the_nearest_ones() -> None:
    assert failure("nap") == (
        "unknown area 'nap'; did you mean 'nape'? It may be nape, forearm or flank. "
        "For a condition or a muscle: bodymap search nap"
    )


# --- the answer, told and drawn -------------------------------------------------------------------------------------


def test_the_answer_is_told_with_points_and_conditions() -> None:
    result = CliRunner().invoke(app, ["find", "forearm"])
    assert result.exit_code == 0
    assert result.stdout == (
        "Forearm\n=======\n\n"
        "Muscles that can refer pain here, the most likely first.\n\n"
        " 1  Forearm-back muscle (forearm-back): core 100%\n"
        "    Its common pattern covers most of this area.\n"
        "    In forearm-ache.\n\n"
        "Not only muscles: the cause may be a joint, a nerve, a tendon or an inner organ.\n\n"
        "Points and zones are common patterns, not certainties. The page teaches; it does not diagnose.\n"
    )


def test_the_answer_is_there_for_programs() -> None:
    (found,) = msgspec.json.decode(CliRunner().invoke(app, ["find", "forearm", "--json"]).stdout)
    assert (found["muscle"], found["core"], found["score"]) == ("forearm-back", 1.0, 1.0)


def test_conditions_come_first_whose_main_muscle_it_is(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for id, role in (("ache-of-the-arm", "secondary"), ("yoke-and-arm", "primary")):
        muscles = f"[{{muscle: chest, role: primary}}, {{muscle: forearm-back, role: {role}}}]"
        text = manikin.CONDITION.format(id=id, name=id, side="ask", muscles=muscles)
        (own / f"{id}.yaml").write_text(text)
    (found,) = find.find(find.places(["forearm"]), own=[own])
    assert found.conditions == ("forearm-ache", "yoke-and-arm", "ache-of-the-arm")


def test_muscles_that_rank_are_numbered_and_coloured_by_rank() -> None:
    asked = find.places(["nape", "forearm"])
    scene = plan(find.as_condition(asked, find.find(asked)), side="right", ranked=True)
    assert [(a.muscle, a.rank) for a in scene.muscles] == [("forearm-back", 1), ("yoke", 2)]
    assert {(label.muscle, label.number) for label in scene.labels} == {("forearm-back", "1"), ("yoke", "2")}
    assert {(h.muscle, h.rank) for f in scene.figures for h in f.highlights} == {("forearm-back", 1), ("yoke", 2)}
    assert [(key.kind, key.rank) for key in scene.legend][:3] == [("pain", 0), ("rank", 1), ("rank", 2)]
    assert scene.hurts == ("Nape", "Forearm")
    assert {area.area for f in scene.figures for area in f.sore} == {"nape", "forearm"}


def test_the_answer_is_drawn(tmp_path: Path) -> None:
    target = tmp_path / "answer.png"
    result = CliRunner().invoke(app, ["find", "my right forearm", "--render", str(target), "--dpi", "60"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert target.stat().st_size > 1000


def test_nothing_found_is_not_drawn(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["find", "flank", "--render", str(tmp_path / "answer.png")])
    assert (result.exit_code, result.stderr) == (2, "bodymap: Flank: no muscle's pattern reaches it\n")
    assert not (tmp_path / "answer.png").exists()
