"""What ships, words and plates together: nothing listed is blank, and left is the patient's left."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.plate import STRUCTURE_KINDS, Part, Plate, Point
from bodymap.knowledge.anatomy import Muscle, Side, View, atlas
from bodymap.knowledge.condition_library import library, load
from bodymap.knowledge.conditions import Condition
from bodymap.knowledge.structures import structures
from bodymap.scene import plan

BODIES = plates.bodies()
PLATES = [(body, view) for body in BODIES for view in View]
DRAWN = [muscle for muscle in atlas().muscles.values() if not muscle.parts]

NEAR = {View.LEFT_LATERAL: Side.LEFT, View.RIGHT_LATERAL: Side.RIGHT}
OUTWARD = {
    (View.ANTERIOR, Side.RIGHT): -1,
    (View.ANTERIOR, Side.LEFT): 1,
    (View.POSTERIOR, Side.RIGHT): 1,
    (View.POSTERIOR, Side.LEFT): -1,
    (View.PLANTAR, Side.RIGHT): -1,
    (View.PLANTAR, Side.LEFT): 1,
    (View.MEDIAL, Side.RIGHT): -1,
    (View.MEDIAL, Side.LEFT): 1,
}
"""On which side of the picture, as the sign of x, a side of the patient lies."""

SLACK = 0.5
"""How far, in mm, a shape may lie over the midline where it was cut there."""


def extent(part: Part | Point) -> tuple[float, float]:
    """The least and the greatest x, mm."""
    x = part.shape.points[:, 0] if isinstance(part, Part) else np.array([part.x])
    return float(x.min()), float(x.max())


def everything(plate: Plate) -> tuple[Part | Point, ...]:
    return (*plate.parts, *plate.points)


def test_the_bodies_are_there() -> None:
    assert set(BODIES) >= {"neutral-adult", "female-adult", "male-adult"}


@pytest.mark.parametrize(("body", "view"), PLATES)
def test_every_body_has_every_view(body: str, view: View) -> None:
    plate = plates.load(body, view)
    assert (plate.body, plate.view) == (body, view)
    assert plate.shading is not None
    assert 1400 < plate.stature < 2000


@pytest.mark.parametrize(("body", "view"), PLATES)
def test_every_side_is_the_patients_own(body: str, view: View) -> None:
    for part in everything(plates.load(body, view)):
        if part.side == Side.MIDLINE:
            continue
        if view in NEAR:
            assert part.side == NEAR[view], f"{part.id} is on the far side"
        else:
            least, greatest = extent(part)
            sign = OUTWARD[view, Side(part.side)]
            assert (least if sign > 0 else -greatest) >= -SLACK, f"{part.id} lies on the wrong side"


@pytest.mark.parametrize(("body", "view"), [pair for pair in PLATES if pair[1] not in NEAR])
def test_left_is_the_mirror_of_right(body: str, view: View) -> None:
    found = {part.id: part for part in everything(plates.load(body, view)) if part.side != Side.MIDLINE}
    assert found
    for name, part in found.items():
        other = name.replace(".right", ".left") if part.side == Side.RIGHT else name.replace(".left", ".right")
        assert other in found, f"{name} has no counterpart"
        least, greatest = extent(found[other])
        assert extent(part) == pytest.approx((-greatest, -least), abs=SLACK)


@pytest.mark.parametrize(("body", "view"), PLATES)
def test_every_part_lies_on_the_plate_and_is_known(body: str, view: View) -> None:
    plate = plates.load(body, view)
    x0, y0, x1, y1 = plate.box
    for part in plate.parts:
        assert np.all((part.shape.points >= (x0, y0)) & (part.shape.points <= (x1, y1))), f"{part.id} leaves the plate"
        if part.kind in STRUCTURE_KINDS:
            assert part.of in structures().structures, f"{part.id} is of no structure that the atlas knows"
        elif part.kind != "area":
            assert part.of in atlas().muscles, f"{part.id} is of no muscle that the atlas knows"
        if part.kind == "muscle":
            assert part.layer == atlas().muscle(part.of).layer, part.id
    for point in plate.points:
        assert x0 <= point.x <= x1
        assert y0 <= point.y <= y1
        if point.kind == "point":
            assert point.number in [known.number for known in atlas().muscle(point.of).points], point.id


@pytest.mark.parametrize("muscle", DRAWN, ids=lambda muscle: muscle.id)
@pytest.mark.parametrize("body", BODIES)
def test_no_muscle_is_blank(body: str, muscle: Muscle) -> None:
    """Its shape, each of its points, and the core of its pain are drawn on some plate, on both sides."""
    shown = [part for view in View for part in everything(plates.load(body, view)) if part.of == muscle.id]
    for side in (Side.LEFT, Side.RIGHT):
        mine = [part for part in shown if part.side == side]
        assert any(part.kind == "muscle" for part in mine), f"no shape on the {side}"
        numbers = {part.number for part in mine if isinstance(part, Point) and part.kind == "point"}
        assert numbers == {point.number for point in muscle.points}, f"points on the {side}"
        if muscle.referral:
            zones = {part.zone for part in mine if isinstance(part, Part) and part.kind == "zone"}
            assert "core" in zones, f"no zone on the {side}"


@pytest.mark.parametrize("condition", library(), ids=lambda condition: condition.id)
def test_no_condition_shares_its_id_with_a_muscle(condition: Condition) -> None:
    assert condition.id not in atlas().muscles


@pytest.mark.parametrize(("view", "near"), [(View.LEFT_LATERAL, "left"), (View.RIGHT_LATERAL, "right")])
def test_a_lateral_view_of_both_sides_tells_the_points_of_the_near_one(view: View, near: str) -> None:
    (figure,) = plan(load("desk-neck-and-upper-back"), side="both", view=view).figures
    assert {h.side for h in figure.highlights} == {near}
    assert {mark.side for mark in figure.marks} == {near}
