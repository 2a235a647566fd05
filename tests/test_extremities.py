"""Hands, feet and a face from the side are shown whole or not at all; what a condition wants in its frame is in it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import bounds, inside, rings
from bodymap.content.extremities import ABOVE, Content, extremities, with_extremities
from bodymap.content.limbs import isolate_limb
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.chart_marks import ChartMark
from bodymap.knowledge.charts import Chart
from bodymap.layout.records import Figure
from bodymap.scene import content_of
from tests.plans import planned

BODIES = ("neutral-adult", "female-adult", "male-adult")


@cache
def figures(condition: str, body: str, size: str) -> tuple[Figure, ...]:
    """The figures of the first view: two if it is tall."""
    found = planned(condition, side="right", body=body, size=size).figures
    return tuple(figure for figure in found if figure.view == found[0].view)


def figure(condition: str, body: str, size: str) -> Figure:
    return figures(condition, body, size)[0]


def test_where_hands_and_feet_are() -> None:
    plate = plates.load("neutral-adult", "anterior")
    found = {(part.kind, part.side): part for part in extremities(plate)}
    assert set(found) == {(kind, side) for kind in ("hand", "foot") for side in (Side.LEFT, Side.RIGHT)}
    hand, foot = found["hand", Side.RIGHT], found["foot", Side.RIGHT]
    assert hand.box[1] == hand.joint[1]
    tips = {p.of: p.y for p in plate.points if p.kind == "landmark" and p.side == "right"}
    assert hand.box[3] == pytest.approx(tips["fingertip-3"], abs=8)
    assert foot.box[3] == pytest.approx(bounds([plate.outline])[3], abs=6)
    (x, y), (u, v) = hand.joint, hand.above
    assert ((x - u) ** 2 + (y - v) ** 2) ** 0.5 == pytest.approx(ABOVE)
    assert extremities(plates.load("neutral-adult", "plantar")) == ()


def test_a_limb_is_not_cut_next_to_its_hand() -> None:
    plate = plates.load("neutral-adult", "anterior")
    (hand,) = [part for part in extremities(plate) if (part.kind, part.side) == ("hand", Side.RIGHT)]
    x0, _, x1, _ = hand.box
    near = (x0 - 20, hand.above[1] - 200, x1 + 120, hand.above[1] + 40)
    assert with_extremities(plate, near, Content())[3] == hand.above[1]
    painful = next(p.shape for p in plate.parts if p.of == "wrist" and p.side == "right")
    assert with_extremities(plate, near, Content(painful=(painful,)))[3] == hand.box[3]
    thumb = next(
        p.shape for p in plate.parts if p.of == "opponens-pollicis" and p.side == "right" and p.kind == "muscle"
    )
    assert with_extremities(plate, near, Content(muscles=(thumb,)))[3] == hand.box[3]
    far = (x0 - 20, hand.above[1] - 300, x1 + 120, hand.above[1] - 150)
    palm = next(p.shape for p in plate.parts if p.of == "palm" and p.side == "right")
    assert with_extremities(plate, far, Content(spreads=(palm,))) == far


@pytest.mark.parametrize("body", BODIES)
def test_a_picture_of_an_arm_and_a_hip_does_not_end_above_the_hand(body: str) -> None:
    """A hand hangs beside the hip: what is marked there would be cut off with it."""
    marks = tuple(ChartMark(muscle=id) for id in ("brachioradialis", "tensor-fasciae-latae", "pectineus"))
    [view] = content_of(Chart(marks), body=body, side="right", view="anterior").views
    assert view.focus[3] > max(float(shape.points[:, 1].max()) for shape in view.shapes(["pectineus"]))
    [point] = content_of(Chart((ChartMark(muscle="brachioradialis"), ChartMark(point="pectineus.1"))), body=body).views
    assert all(mark.y < point.focus[3] for mark in point.points)
    assert {mark.of for mark in point.points} == {"pectineus"}


def test_a_muscle_next_to_the_wrist_is_not_cut_off() -> None:
    marks = tuple(ChartMark(muscle=id) for id in ("flexor-digitorum-profundus", "pronator-quadratus"))
    [view] = content_of(Chart(marks), side="right").views
    low = max(float(shape.points[:, 1].max()) for shape in view.shapes(["pronator-quadratus"]))
    assert view.focus[3] > low


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("size", ["slide", "a4", "square"])
@pytest.mark.parametrize("condition", ["carpal-tunnel", "trigger-finger", "thumb-and-wrist-overuse", "cubital-tunnel"])
def test_a_hand_in_pain_is_shown_whole(condition: str, body: str, size: str) -> None:
    shown = max(figures(condition, body, size), key=lambda one: one.frame[3])
    for part in extremities(plates.load(body, shown.view)):
        if (part.kind, part.side) == ("hand", Side.RIGHT):
            x0, _, x1, y1 = shown.frame
            assert x0 <= part.box[0] + 3
            assert x1 >= part.box[2] - 3
            assert y1 >= part.box[3] - 6


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", ["golfers-elbow", "forearm-flexor-strain", "calf-tightness", "hamstring-strain"])
def test_no_limb_is_cut_through_or_next_to_its_end(condition: str, body: str) -> None:
    shown = figure(condition, body, "slide")
    for part in extremities(plates.load(body, shown.view)):
        if part.side == Side.RIGHT and shown.frame[0] < part.above[0] < shown.frame[2]:
            assert not part.above[1] + 8 < shown.frame[3] < part.box[3] - 8


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("size", ["slide", "a4"])
def test_sciatica_is_framed_from_the_low_back_to_the_calf(body: str, size: str) -> None:
    assert condition_library.load("sciatica-look-alikes").frame == ("low-back", "calf")
    shown = sorted(figures("sciatica-look-alikes", body, size), key=lambda one: one.frame[1])
    plate = plates.load(body, shown[0].view)
    assert all(upper.frame[3] >= lower.frame[1] for upper, lower in pairwise(shown)), "nothing lies between them"
    for area in ("low-back", "buttock", "thigh-back", "calf"):
        boxes = [bounds([p.shape]) for p in plate.parts if p.of == area and p.side in ("right", "midline")]
        for _, y0, _, y1 in boxes:
            assert shown[0].frame[1] <= y0
            assert shown[-1].frame[3] >= y1 - 30
    assert "sciatic-nerve" in {one.structure for each in shown for one in each.structures}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("condition", ["frozen-shoulder", "swimmers-shoulder"])
def test_an_arm_that_hangs_into_a_picture_is_not_cut_at_the_hand(condition: str, body: str) -> None:
    for shown in planned(condition, side="right", body=body, size="story").figures:
        plate = plates.load(body, shown.view)
        kept = isolate_limb(plate, shown.frame, tuple(p.shape for p in plate.parts if p.id in set(shown.limb)))
        outline = rings(kept.outline)
        for part in extremities(plate):
            x, y = part.above
            if shown.frame[0] < x < shown.frame[2] and inside(outline, np.array([part.above]))[0]:
                assert not y + 8 < shown.frame[3] < part.box[3] - 8


@pytest.mark.parametrize("condition", ["stiff-neck", "neck-pinched-nerve"])
@pytest.mark.parametrize("size", ["slide", "a4"])
def test_a_face_from_the_side_is_not_cut_at_the_nose(condition: str, size: str) -> None:
    for side, sign in (("right", 1), ("left", -1)):
        [shown] = [one for one in planned(condition, side=side, size=size).figures if one.view == f"{side}-lateral"]
        plate = plates.load("neutral-adult", shown.view)
        chin = next(point.y for point in plate.points if point.of == "chin")
        outline = np.concatenate(rings(plate.outline))
        nose = (sign * outline[outline[:, 1] < chin, 0]).max()
        assert nose <= max(sign * shown.frame[0], sign * shown.frame[2]) + 0.1


def test_two_soles_are_as_large_as_one() -> None:
    for condition in ("foot-pain", "mortons-neuroma"):
        one, both = (planned(condition, side=side, size="slide") for side in ("right", "both"))
        assert [figure.view for figure in both.figures] == ["plantar", "plantar"]
        assert both.figures[0].scale == pytest.approx(both.figures[1].scale)
        assert both.figures[0].scale > 0.95 * one.figures[0].scale
        assert {figure.letters[0].text for figure in both.figures} == {"L", "R"}
    beside_legs = planned("plantar-fasciitis", side="both")
    assert [figure.view for figure in beside_legs.figures].count("plantar") == 1


@pytest.mark.parametrize("body", BODIES)
def test_tennis_elbow_is_seen_from_the_side_on_every_body(body: str) -> None:
    assert [figure.view for figure in planned("tennis-elbow", side="right", body=body).figures] == ["right-lateral"]
