"""The inner side of the legs: what lies in front of what, when pictures choose it, and how the cut end of a leg looks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bodymap import describe
from bodymap.body import forms, plates
from bodymap.body.geometry import area, bounds, inside, rings, spans
from bodymap.body.plate import Part, Plate
from bodymap.content.pain_rings import pain_rings
from bodymap.finding import named_muscles
from bodymap.knowledge.anatomy import Side, View
from bodymap.scene import plan
from tests.plans import planned

BODIES = plates.bodies()
CHOOSE_IT = ("bunion", "meniscus", "pes-anserine", "posterior-tibial-tendon", "shin-splints")


def inner(body: str) -> Plate:
    return plates.load(body, View.MEDIAL)


def landmark(plate: Plate, name: str) -> tuple[float, float]:
    return next((p.x, p.y) for p in plate.points if p.kind == "landmark" and p.of == name and p.side == Side.RIGHT)


def part(plate: Plate, of: str, kind: str = "muscle") -> Part:
    return next(p for p in plate.parts if p.kind == kind and p.of == of and p.side == Side.RIGHT)


def at(plate: Plate, of: str, y: float, kind: str = "muscle") -> tuple[float, float]:
    """Return the x of the front and of the back of a part of the right leg at a height, mm; the front has the smaller x."""
    runs = spans(rings(part(plate, of, kind).shape), y)
    assert runs, f"{of} does not reach {y:.0f}"
    return min(a for a, _ in runs), max(b for _, b in runs)


@pytest.mark.parametrize("body", BODIES)
def test_the_left_leg_is_the_mirror_image_of_the_right(body: str) -> None:
    plate = inner(body)
    right, left = sorted(rings(plate.outline), key=lambda ring: float(ring[:, 0].mean()))
    assert bounds([plate.outline])[0] == pytest.approx(-bounds([plate.outline])[2], abs=0.2)
    assert right[:, 0].max() < 0 < left[:, 0].min()
    assert area(plate.outline) > 100_000
    for own in plate.parts:
        twin = next(
            p
            for p in plate.parts
            if (p.kind, p.of, p.zone, p.points) == (own.kind, own.of, own.zone, own.points) and p.side != own.side
        )
        assert np.allclose(own.shape.points * (-1, 1), twin.shape.points)


@pytest.mark.parametrize("body", BODIES)
def test_what_lies_behind_the_inner_ankle_bone(body: str) -> None:
    """From front to back: tibialis posterior, flexor digitorum longus, the tibial nerve, flexor hallucis longus.

    Standring, Gray's Anatomy, 42nd ed. 2020, "Ankle and foot": the order below the flexor retinaculum.
    """
    plate = inner(body)
    _, y = landmark(plate, "medial-malleolus")
    y -= 10
    nerve: NDArray[np.float64] = part(plate, "tibial-nerve", "course").shape.points
    at_nerve = float(nerve[np.abs(nerve[:, 1] - y).argmin(), 0])
    middles = [sum(at(plate, of, y)) / 2 for of in ("tibialis-posterior", "flexor-digitorum-longus")]
    behind = sum(at(plate, "flexor-hallucis-longus", y)) / 2
    assert middles[0] < middles[1] < at_nerve + 1 < behind + 5
    assert at(plate, "medial-malleolus", y, "structure")[1] < middles[0] + 3
    assert behind < at(plate, "achilles-tendon", y, "structure")[1]


@pytest.mark.parametrize("body", BODIES)
def test_from_front_to_back_at_the_middle_of_the_calf(body: str) -> None:
    """The shin bone, then the soleus, then the gastrocnemius (Standring 2020, "Leg")."""
    plate = inner(body)
    (_, knee), (_, ankle) = landmark(plate, "knee"), landmark(plate, "ankle")
    y = knee + 0.4 * (ankle - knee)
    bone, soleus, calf = (
        at(plate, "shin-bone", y, "structure"),
        at(plate, "soleus", y),
        at(plate, "gastrocnemius-medial", y),
    )
    assert bone[1] <= soleus[0] + 2
    assert soleus[0] + 5 < calf[0]


@pytest.mark.parametrize("body", BODIES)
def test_from_front_to_back_at_the_middle_of_the_thigh(body: str) -> None:
    """Vastus medialis, sartorius, gracilis, semimembranosus, semitendinosus (Standring 2020, "Thigh")."""
    plate = inner(body)
    _, knee = landmark(plate, "knee")
    order = ("vastus-medialis", "sartorius", "gracilis", "semimembranosus", "semitendinosus")
    fronts = [at(plate, of, knee - 130)[0] for of in order]
    assert fronts == sorted(fronts)


@pytest.mark.parametrize("body", BODIES)
def test_the_three_tendons_of_the_pes_anserinus_end_one_above_the_other(body: str) -> None:
    """Sartorius, gracilis, semitendinosus, from above (Standring 2020, "Knee")."""
    plate = inner(body)
    front, _, back, _ = bounds([part(plate, "pes-anserinus", "structure").shape])
    middle = front + 0.35 * (back - front)
    _, knee = landmark(plate, "knee")
    tops = []
    for of in ("sartorius", "gracilis", "semitendinosus"):
        turned = [ring[:, ::-1] for ring in rings(part(plate, of).shape)]
        tops.append(min(a for a, _ in spans(turned, middle) if a > knee))
    assert tops == sorted(tops)


@pytest.mark.parametrize("id", CHOOSE_IT)
@pytest.mark.parametrize("body", BODIES)
def test_conditions_of_the_inner_side_choose_it(id: str, body: str) -> None:
    assert planned(id, body=body, side="right").figures[0].view == View.MEDIAL


@pytest.mark.parametrize(
    "id", ["tennis-elbow", "knee-osteoarthritis", "calf-tightness", "groin-strain", "runners-knee"]
)
def test_other_conditions_are_shown_from_where_a_patient_finds_the_place(id: str) -> None:
    assert View.MEDIAL not in {figure.view for figure in planned(id, side="right").figures}


def test_marks_are_looked_for_on_a_whole_body() -> None:
    made = named_muscles.chart(["soleus@left=0.3", "soleus@right=0.9"])
    assert [figure.view for figure in plan(made).figures] == [View.POSTERIOR]
    assert {figure.view for figure in plan(made, view="medial").figures} == {View.MEDIAL}


@pytest.mark.parametrize("body", BODIES)
def test_the_muscles_reach_the_cut_end_of_the_leg(body: str) -> None:
    plate = inner(body)
    top = bounds([plate.outline])[1]
    for of in ("sartorius", "gracilis", "adductor-magnus", "semimembranosus", "semitendinosus"):
        assert bounds([part(plate, of).shape])[1] < top + 3


@pytest.mark.parametrize("body", BODIES)
def test_shin_splints_hurt_on_the_inner_edge_of_the_shin_bone(body: str) -> None:
    figure = planned("shin-splints", body=body, side="right").figures[0]
    plate = inner(body)
    (mark,) = pain_rings(plate, figure.sore, figure.frame, 1.5, ())
    edge = at(plate, "shin-bone", mark.place[1], "structure")[1]
    assert abs(mark.place[0] - edge) < 12
    assert inside(rings(part(plate, "shin-inner-edge", "area").shape), np.array([mark.place]))[0]


def test_both_legs_stand_heel_to_heel_each_with_its_letter() -> None:
    (figure,) = plan("pes-anserine", side="both", view="medial").figures
    assert figure.frame[0] < 0 < figure.frame[2]
    right, left = sorted(figure.letters, key=lambda letter: letter.x)
    assert (right.text, left.text) == ("R", "L")


def test_the_cut_end_of_a_leg_fades_or_runs_off_the_sheet() -> None:
    """The top of the leg is not a line across the thigh."""
    for size in ("slide", "a4"):
        scene = plan("pes-anserine", side="right", view="medial", size=size)
        (figure,) = scene.figures
        top = bounds([inner(figure.body).outline])[1]
        assert figure.frame[1] > top
        assert "top" in figure.fade or figure.place[3] >= scene.sheet.height - 1


def test_a_spot_lies_on_the_leg_of_its_side() -> None:
    made = named_muscles.chart([], spots=["medial:-150,1280=sore here", "medial:150,1300=here too"])
    said = describe.long(plan(made))
    assert "Spot A on the right side: sore here." in said
    assert "Spot B on the left side: here too." in said


@pytest.mark.parametrize("body", BODIES)
def test_the_front_of_the_abductor_hallucis_is_tendon(body: str) -> None:
    """Its belly ends before the ball of the foot (Standring 2020, "Ankle and foot")."""
    known = forms.load(body, View.MEDIAL)
    assert known is not None
    own = part(inner(body), "abductor-hallucis")
    form = known.of(own)
    assert form is not None
    x0, _, x1, _ = bounds([own.shape])
    front = bounds([form.tendon])
    assert front[0] < x0 + 5
    assert 0.25 < (front[2] - x0) / (x1 - x0) < 0.6
