"""What zones cover of a place, measured on the manikin's plates, where it can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bodymap.errors import BodymapError
from bodymap.finding import coverage, find, measure, search
from bodymap.finding.phrases import content, sides
from tests import manikin

BODY = "neutral-adult"


@pytest.fixture(autouse=True)
def _manikin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    manikin.install(tmp_path, monkeypatch)
    yield
    manikin.forget()


def shoelace(points: manikin.Points) -> float:
    x, y = np.array(points, dtype=float).T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


# --- areas ----------------------------------------------------------------------------------------------------------


def test_an_area_is_as_large_as_its_shape_and_a_paired_one_as_one_side_of_it() -> None:
    measured = coverage.of(BODY)
    assert measured.keys() == manikin.AREAS.keys()
    for name, points in manikin.AREAS.items():
        assert measured[name].whole == pytest.approx(shoelace(points), rel=0.04), name


def test_a_zone_is_measured_where_it_lies_in_the_area_and_nowhere_else() -> None:
    measured = coverage.of(BODY)
    core, beyond = measured["forearm"].muscles["forearm-back"]
    assert core == pytest.approx(measured["forearm"].whole)
    assert beyond == 0
    listed = {name: set(cover.muscles) for name, cover in measured.items()}
    assert listed == {"nape": {"yoke"}, "forearm": {"forearm-back"}, "flank": set()}


def test_the_zones_of_both_sides_cover_an_area_across_the_midline() -> None:
    """The yoke's zones lie to the right and to the left of the nape: each side covers its half of it."""
    whole = coverage.of(BODY)["nape"]
    core, beyond = whole.muscles["yoke"]
    assert core / whole.whole == pytest.approx(662.5 * 2 / 6600, abs=0.02)
    assert 0 < beyond < core


def test_the_zones_of_a_muscle_are_as_large_as_their_shapes() -> None:
    core = shoelace(manikin.ZONES["yoke", "core"])
    nape, forearm = coverage.of(BODY)["nape"], coverage.of(BODY)["forearm"]
    assert forearm.zones["forearm-back"] == pytest.approx(
        (shoelace(manikin.ZONES["forearm-back", "core"]), 0), rel=0.05
    )
    # The nape lies across the midline, so the zones of both sides may lie in it.
    assert nape.zones["yoke"][0] == pytest.approx(2 * core, rel=0.08)
    spread = shoelace(manikin.ZONES["yoke", "spillover"])
    assert 2 * (spread - core) < nape.zones["yoke"][1] < 2 * spread


# --- spots ----------------------------------------------------------------------------------------------------------


def spot(x: float, y: float) -> coverage.Cover:
    return measure.spot_covered(BODY, "posterior", (x, y), "here")


def test_a_spot_is_as_large_as_a_fingertip() -> None:
    across = 2 * (spot(0, 600).whole / np.pi) ** 0.5
    assert 18 < across < 30, "mm"


def test_a_spot_is_round() -> None:
    """The core of the forearm ends at x = 290: what lies a fingertip's breadth beside it does not reach it."""
    assert sum(spot(298, 640).muscles["forearm-back"]) > 0
    assert not sum(spot(304.5, 640).muscles.get("forearm-back", (0, 0)))
    below = 590 + (270 - 240) * (620 - 590) / (290 - 240)
    assert sum(spot(270, below - 5).muscles["forearm-back"]) > 0
    assert not sum(spot(262, below - 21).muscles.get("forearm-back", (0, 0)))


def test_a_spot_in_the_middle_of_a_zone_is_covered_and_one_on_its_edge_is_half_covered() -> None:
    middle, edge = spot(275, 635), spot(290, 640)
    assert middle.muscles["forearm-back"][0] == pytest.approx(middle.whole)
    # Beyond the edge the body goes on for ten of the twelve millimetres.
    assert edge.muscles["forearm-back"][0] / edge.whole == pytest.approx(0.52, abs=0.06)


def test_a_spot_at_the_edge_of_the_body_is_what_of_it_lies_on_the_body() -> None:
    inner, rim = spot(0, 600), spot(161, 500)
    assert 0.3 * inner.whole < rim.whole < 0.8 * inner.whole
    with pytest.raises(BodymapError, match="here: lies off the body of neutral-adult"):
        spot(399, 2)


def test_the_areas_under_a_spot_are_those_that_it_lies_in() -> None:
    assert measure.areas_under(BODY, "posterior", (0, 220)) == ("nape",)
    assert measure.areas_under(BODY, "posterior", (0, 260)) == ()
    assert measure.areas_under(BODY, "posterior", (-50, 620)) == ("flank",)
    assert measure.areas_under(BODY, "anterior", (0, 220)) == ()


# --- what is found --------------------------------------------------------------------------------------------------


def test_conditions_that_have_the_muscle_as_a_main_one_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    muscles = "[{muscle: chest, role: primary, why: Chest.}, {muscle: yoke, role: secondary, why: Yoke.}]"
    for name in ("aa-first", "zz-last"):
        text = manikin.CONDITION.format(id=name, name=name, muscles=muscles, side="both")
        (own / f"{name}.yaml").write_text(text)
    [yoke] = find.find(find.places(["nape"]), own=[own])
    assert yoke.conditions == ("all-round", "yoke-ache", "aa-first", "zz-last")


def test_a_zone_of_a_muscle_that_the_atlas_does_not_know_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plate of a user's own may have zones of muscles that nobody has described."""
    cover = coverage.Cover(100.0, {"yoke": (50.0, 0.0), "stranger": (80.0, 0.0)})
    monkeypatch.setattr(coverage, "of", lambda body: {"nape": cover})
    assert [found.muscle for found in find.find(find.places(["nape"]))] == ["yoke"]


def test_the_first_muscles_of_an_answer_are_main_ones_unless_they_cover_much_less() -> None:
    def finding(muscle: str, score: float) -> find.Finding:
        return find.Finding(muscle, muscle, score, score, 0.0, "why", "", (), ())

    asked = find.places(["nape", "forearm"])
    names = ["yoke", "strap", "loin", "chest", "forearm-back", "forearm-front"]
    alike = find.as_condition(asked, [finding(name, 0.8) for name in names])
    roles = [entry.role.value for entry in alike.muscles]
    assert roles[:3] == ["primary"] * 3
    assert roles[-1] == "secondary", "a picture in which all are main muscles tells nothing"
    apart = find.as_condition(asked, [finding("yoke", 0.8), finding("strap", 0.45), finding("loin", 0.3)])
    assert [entry.role.value for entry in apart.muscles] == ["primary", "primary", "secondary"]
    assert apart.name == "Nape, forearm"
    assert apart.pain == ("nape", "forearm")
    assert (
        find.as_condition(find.places(["nape", "forearm", "flank"]), [finding("yoke", 1)]).name
        == "Nape, forearm, flank"
    )
    assert find.as_condition([find.spot("posterior:0,220")], [finding("yoke", 1)]).name == "Nape"
    assert find.as_condition([find.spot("posterior:0,260")], [finding("yoke", 1)]).name == "Spot posterior:0,260"


def test_of_several_areas_with_one_word_none_is_twice_as_many() -> None:
    assert find.places(["lower", "arm"]) == find.places(["lower arm"])
    assert find.places(["left", "forearm"]) == find.places(["left forearm"])


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the backs of my knees", "knee, back"),
        ("Shoulder's top", "top of the shoulder"),
        ("calves", "calf"),
        ("both arches", "arch"),
        ("the outside of the left hip", "outer hip"),
    ],
)
def test_phrases_that_mean_the_same_have_the_same_words(one: str, other: str) -> None:
    assert content(one) == content(other) != frozenset()


@pytest.mark.parametrize("word", ["triceps", "pes", "gas", "soleus", "pelvis", "abscess"])
def test_words_that_end_in_s_by_themselves_keep_it(word: str) -> None:
    assert content(word) == {word}


def test_the_sides_of_a_phrase() -> None:
    assert sides("my Left knee") == ("left",)
    assert sides("from the right to the left") == ("left", "right")
    assert sides("a bright spot") == ()


def test_a_search_lists_the_exact_name_before_the_names_that_hold_it() -> None:
    kinds = [(match.kind, match.id) for match in search.search("forearm")]
    assert kinds == [
        ("area", "forearm"),
        ("condition", "forearm-ache"),
        ("muscle", "forearm-back"),
        ("muscle", "forearm-front"),
    ]
    [nape] = search.search("back of the neck")
    assert (nape.id, nape.by) == ("nape", "back of the neck")
    assert [match.id for match in search.search("yok")] == ["yoke-ache", "yoke"]
