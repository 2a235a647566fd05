"""A tall view in two figures: which conditions have them, what each figure is about, and how large they are."""

from __future__ import annotations

import pytest

from bodymap import describe
from bodymap.body.geometry import bounds
from bodymap.content import two_parts
from bodymap.content.focus import about, belly
from bodymap.content.numbering import homes
from bodymap.content.picture_content import ContentOptions, PictureContent, picture_content
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.chart_input import as_chart
from bodymap.scene import plan

PARTED = ("calf-and-hamstring", "cubital-tunnel", "disc-herniation", "sciatica-look-alikes", "spinal-stenosis")
BODIES = ("neutral-adult", "female-adult", "male-adult")


def content(id: str, body: str = "neutral-adult", side: str | None = None) -> PictureContent:
    return picture_content(as_chart(id), ContentOptions(side=side, body=body))


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("id", PARTED)
def test_a_tall_view_is_shown_in_an_upper_and_a_lower_figure(id: str, body: str) -> None:
    upper, lower = content(id, body).views
    assert upper.view == lower.view
    assert upper.band
    assert lower.band
    assert upper.band[1] == lower.band[0]
    assert upper.focus[3] < lower.focus[3]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("id", PARTED)
def test_each_part_shows_all_that_it_is_about(id: str, body: str) -> None:
    for view in content(id, body).views:
        shapes = {part.id: part.shape for part in view.plate.parts}
        _, y0, _, y1 = view.focus
        for shown in view.highlights:
            if about(view.band, shapes[shown.part]):
                _, top, _, bottom = belly(shapes[shown.part])
                assert y0 <= top < bottom <= y1, shown.part
        for area in view.sore:
            _, top, _, bottom = bounds([shapes[area.part]])
            assert min(bottom, y1) - max(top, y0) > 0.6 * (bottom - top), area.part


@pytest.mark.parametrize("id", PARTED)
def test_what_hurts_and_points_are_marked_once(id: str) -> None:
    whole = condition_library.load(id)
    upper, lower = content(id).views
    assert not {p.id for p in upper.points} & {p.id for p in lower.points}
    assert not {a.part for a in upper.sore} & {a.part for a in lower.sore}
    assert {a.area for a in (*upper.sore, *lower.sore)} == {*conditions.where_it_hurts(whole).hurts}


@pytest.mark.parametrize("id", PARTED)
def test_a_muscle_is_named_in_the_part_that_has_its_belly(id: str) -> None:
    shown = content(id)
    for muscle, home in homes(shown.muscles, shown.views).items():
        view = shown.views[home]
        assert any(about(view.band, shape) for shape in view.shapes([muscle])), muscle


def test_a_nerve_that_runs_through_both_is_named_in_the_main_part() -> None:
    shown = content("disc-herniation")
    assert homes(shown.named, shown.views)["sciatic-nerve"] == 0


def test_two_parts_are_larger_than_one_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    larger = {}
    for id in PARTED:
        with monkeypatch.context() as patch:
            patch.setattr(two_parts, "TALL", 2.0)
            (whole,) = plan(id, size="slide").figures
        larger[id] = max(figure.scale for figure in plan(id, size="slide").figures) / whole.scale
    assert min(larger.values()) > 1.3, larger


def test_the_part_with_more_of_what_matters_is_the_larger_one() -> None:
    upper, lower = plan("disc-herniation", size="slide").figures
    assert lower.scale < upper.scale <= 1.81 * lower.scale
    thigh, calf = plan("calf-and-hamstring", size="slide").figures
    assert thigh.scale <= calf.scale * 1.001


def test_one_hand_is_drawn_for_both_beside_a_neck() -> None:
    scene = plan("cyclists-neck-and-hands", size="slide")
    neck, hand = scene.figures
    assert (neck.undrawn, hand.undrawn) == (None, "left")
    assert {shown.side for shown in hand.highlights} == {"right"}
    assert {entry.muscle: entry.sides for entry in scene.muscles}["flexor-carpi-ulnaris"] == ("left", "right")
    assert "the left side looks the same" in describe.long(scene).lower()


def test_nothing_is_parted_where_that_would_cut_what_it_is_about() -> None:
    """A band of the thigh runs all the way from the hip to the knee."""
    for id in ("iliotibial-band", "hamstring-strain", "osgood-schlatter"):
        assert all(view.band is None for view in content(id).views), id


def test_a_muscle_that_is_only_often_involved_has_a_figure_of_its_own_beside_one_leg_not_above_two() -> None:
    """A thigh above a calf, on both sides, would look like a body sawn through, and be hardly larger."""
    thigh, calf = content("night-cramps", side="right").views
    assert {shown.muscle for shown in thigh.highlights if about(thigh.band, thigh.shapes([shown.muscle])[0])} == {
        "biceps-femoris-long"
    }
    assert calf.sore
    assert [view.band for view in content("night-cramps", side="both").views] == [None]


def test_a_chart_of_marks_shows_the_body_whole() -> None:
    chart = named_muscles.chart(["levator-scapulae", "soleus"], title="Found today")
    assert all(view.band is None for view in picture_content(chart, ContentOptions(side="right")).views)
