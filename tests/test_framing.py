"""How much of the body a figure frames: whole joints, whole hands, and nothing that doesn't belong."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product

import msgspec
import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import LINE, MOVE, Box, Shape, bounds, rings, spans
from bodymap.body.plate import Plate, Point
from bodymap.content import framing
from bodymap.knowledge.anatomy import atlas

BODIES = ("neutral-adult", "female-adult", "male-adult")
VIEWS = ("anterior", "posterior", "right-lateral", "plantar", "medial")

ARM = ("arm-and-forearm", "hand")
LEG = ("thigh", "leg", "foot")


@cache
def shapes(body: str, view: str, side: str) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = {}
    for part in plates.load(body, view).parts:
        if part.kind == "muscle" and part.side in (side, "midline"):
            found.setdefault(part.of, []).append(part.shape)
    return found


def joints(plate: Plate, side: str = "right") -> dict[str, Point]:
    return {p.of: p for p in plate.points if p.kind == "landmark" and p.side in (side, "midline")}


@cache
def frames(body: str, view: str) -> list[tuple[str, Box]]:
    """The crop of each muscle of the right side by itself."""
    plate = plates.load(body, view)
    return [(muscle, framing.crop(plate, own)) for muscle, own in shapes(body, view, "right").items()]


CASES = [case for case in product(BODIES, VIEWS) if case[1] in plates.views(case[0])]


@pytest.mark.parametrize(("body", "view"), CASES)
def test_a_muscle_stands_clear_of_every_edge_and_further_from_where_the_picture_fades(body: str, view: str) -> None:
    plate = plates.load(body, view)
    for muscle, box in frames(body, view):
        x0, y0, x1, y1 = bounds(shapes(body, view, "right")[muscle])
        edges = {"left": x0 - box[0], "top": y0 - box[1], "right": box[2] - x1, "bottom": box[3] - y1}
        assert min(edges.values()) >= 10, (muscle, edges)
        for edge in {"top", "bottom"} & set(framing.cuts(plate, box)):
            assert edges[edge] >= 25, (muscle, edge)


@pytest.mark.parametrize(("body", "view"), [case for case in CASES if case[1].endswith("terior")])
def test_a_picture_ends_past_the_body_or_between_two_joints_never_at_one(body: str, view: str) -> None:
    plate = plates.load(body, view)
    whole, marks = bounds([plate.outline]), joints(plate)
    bones = {"arm": ("shoulder", "elbow", "wrist"), "leg": ("hip", "knee", "ankle")}
    for muscle, box in frames(body, view):
        region = atlas().muscle(muscle).region
        limb = bones["arm"] if region in ARM else bones["leg"] if region in LEG else ()
        cut = framing.cuts(plate, box)
        for (upper, lower), edge in product(pairwise(limb), ("top", "bottom")):
            if edge in cut and upper in marks and lower in marks:
                share = (box[1 if edge == "top" else 3] - marks[upper].y) / (marks[lower].y - marks[upper].y)
                assert 0.35 < share < 0.65 or not -0.15 < share < 1.15, (muscle, upper, lower, edge, share)
        assert box[1] >= whole[1] - 20, "no more air over the crown than beside the body"
        assert box[3] <= whole[3] + 40


@pytest.mark.parametrize(
    ("landmark", "muscle", "view"),
    [
        ("shoulder", "brachialis", "anterior"),
        ("shoulder", "triceps-brachii-lateral", "posterior"),
        ("elbow", "flexor-carpi-ulnaris", "anterior"),
        ("elbow", "triceps-brachii-lateral", "posterior"),
        ("wrist", "brachialis", "anterior"),
        ("iliac-crest", "gluteus-medius", "posterior"),
        ("hip", "tibialis-anterior", "anterior"),
        ("knee", "rectus-femoris", "anterior"),
        ("knee", "soleus", "posterior"),
        ("ankle", "biceps-femoris-long", "posterior"),
        ("scapula-inferior-angle", "quadratus-lumborum", "posterior"),
        ("chin", "trapezius-upper", "anterior"),
    ],
)
def test_a_plate_without_a_landmark_is_framed_about_as_with_it(landmark: str, muscle: str, view: str) -> None:
    """A user's own plate need not have every landmark: what is missing is taken to be where it is on most people."""
    plate = plates.load("neutral-adult", view)
    without = msgspec.structs.replace(plate, points=tuple(p for p in plate.points if p.of != landmark))
    own = shapes("neutral-adult", view, "right")[muscle]
    assert framing.crop(without, own)[1::2] == pytest.approx(framing.crop(plate, own)[1::2], abs=45)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_the_left_side_is_framed_as_the_mirror_of_the_right(body: str, view: str) -> None:
    plate = plates.load(body, view)
    left, right = shapes(body, view, "left"), dict(frames(body, view))
    for muscle, box in right.items():
        x0, y0, x1, y1 = framing.crop(plate, left[muscle])
        assert (x0, y0, x1, y1) == pytest.approx((-box[2], box[1], -box[0], box[3]), abs=5.0), muscle


def moved(plate: Plate, dx: float, dy: float) -> Plate:
    def move(shape: Shape) -> Shape:
        return Shape(shape.points + np.array((dx, dy)), shape.codes)

    x0, y0, x1, y1 = plate.box
    replace = msgspec.structs.replace
    return replace(
        plate,
        box=(x0 + dx, y0 + dy, x1 + dx, y1 + dy),
        outline=move(plate.outline),
        contours=(),
        parts=tuple(replace(part, shape=move(part.shape)) for part in plate.parts if part.kind == "muscle"),
        points=tuple(replace(point, x=point.x + dx, y=point.y + dy) for point in plate.points),
    )


@pytest.mark.parametrize("view", ["anterior", "posterior", "right-lateral", "plantar", "medial"])
def test_where_a_body_lies_on_its_plate_does_not_matter(view: str) -> None:
    plate = plates.load("neutral-adult", view)
    shifted = moved(plate, 300, 700)
    for muscle, own in list(shapes("neutral-adult", view, "right").items())[::3]:
        there = [p.shape for p in shifted.parts if p.of == muscle and p.side in ("right", "midline")]
        x0, y0, x1, y1 = framing.crop(plate, own)
        expected = (x0 + 300, y0 + 700, x1 + 300, y1 + 700)
        assert framing.crop(shifted, there) == pytest.approx(expected, abs=2.0), muscle
        box = framing.fitted(plate, (x0, y0, x1, y1), 1.0)
        assert framing.fitted(shifted, expected, 1.0) == pytest.approx(
            (box[0] + 300, box[1] + 700, box[2] + 300, box[3] + 700), abs=2.0
        )


# --- how much -------------------------------------------------------------------------------------------------------


def framed(body: str, view: str, *muscles: str, side: str = "right") -> tuple[Plate, Box]:
    own = shapes(body, view, side)
    return plates.load(body, view), framing.crop(plates.load(body, view), [s for m in muscles for s in own[m]])


@pytest.mark.parametrize("body", BODIES)
def test_a_forearm_is_shown_with_elbow_and_hand_and_without_shoulder_and_trunk(body: str) -> None:
    plate, box = framed(body, "posterior", "extensor-digitorum")
    marks = joints(plate)
    assert marks["shoulder"].y < box[1] < marks["elbow"].y - 60
    assert marks["elbow"].y - box[1] < (marks["elbow"].y - marks["shoulder"].y) * 0.8, (
        "most of the upper arm is left out"
    )
    fingers = max(p.shape.points[:, 1].max() for p in plate.parts if p.of == "dorsal-interossei-hand")
    assert box[3] > fingers + 15
    assert box[0] > 60, "the spine and the loin are left out"


@pytest.mark.parametrize("view", ["anterior", "posterior"])
@pytest.mark.parametrize("muscle", ["brachioradialis", "flexor-carpi-ulnaris"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_beside_a_forearm_there_is_no_slice_of_the_hip(view: str, muscle: str, side: str) -> None:
    """The hip comes within two fingers' breadth of the arm; the picture's edge runs between them."""
    if muscle in shapes("neutral-adult", view, side):
        plate, (x0, y0, x1, y1) = framed("neutral-adult", view, muscle, side=side)
        inner = min(x0, x1, key=abs)
        for y in np.arange(y0 + 110, y1 - 40, 10):
            assert not any(a < inner - 1 and inner + 1 < b for a, b in spans(rings(plate.outline), y))


@pytest.mark.parametrize("body", BODIES)
def test_a_hand_is_shown_whole_with_some_of_the_forearm(body: str) -> None:
    plate, box = framed(body, "anterior", "abductor-pollicis-brevis")
    marks, outline = joints(plate), rings(plate.outline)
    assert marks["elbow"].y < box[1] < marks["wrist"].y - 60
    below = [s for s in spans(outline, box[3] + 1) if box[0] < sum(s) / 2 < box[2] and abs(sum(s) / 2) > 220]
    assert not below, "no finger is cut off"


@pytest.mark.parametrize("body", BODIES)
def test_a_calf_is_shown_from_above_the_knee_to_the_heel(body: str) -> None:
    plate, box = framed(body, "posterior", "soleus")
    marks, whole = joints(plate), bounds([plate.outline])
    assert marks["hip"].y + 40 < box[1] < marks["knee"].y - 80
    assert box[3] > whole[3]


@pytest.mark.parametrize("body", BODIES)
def test_a_thigh_is_shown_from_the_waist_to_below_the_knee(body: str) -> None:
    plate, box = framed(body, "anterior", "rectus-femoris")
    marks = joints(plate)
    assert box[1] < marks["hip"].y - 40
    assert box[1] > marks["shoulder"].y + 100
    assert marks["knee"].y + 80 < box[3] < marks["ankle"].y - 60


@pytest.mark.parametrize("body", BODIES)
def test_a_face_is_shown_with_the_neck_and_not_the_chest(body: str) -> None:
    plate, box = framed(body, "anterior", "masseter-superficial")
    marks, whole = joints(plate), bounds([plate.outline])
    assert box[1] < whole[1] < box[1] + 40
    assert marks["chin"].y + 25 < box[3] < marks["navel"].y - 150


@pytest.mark.parametrize("body", BODIES)
def test_a_back_is_shown_to_the_hips_and_the_shoulders_with_it(body: str) -> None:
    plate, box = framed(body, "posterior", "latissimus-dorsi")
    marks = joints(plate)
    assert box[1] < marks["shoulder"].y - 40
    assert marks["iliac-crest"].y + 20 < box[3] < marks["knee"].y - 100


@pytest.mark.parametrize("body", BODIES)
def test_a_body_shown_from_crown_to_heel_keeps_both_arms(body: str) -> None:
    plate, box = framed(body, "posterior", "trapezius-upper", "soleus")
    whole = bounds([plate.outline])
    assert (box[0] < whole[0], box[1] < whole[1], box[2] > whole[2], box[3] > whole[3]) == (True,) * 4


def test_a_sole_is_shown_whole_and_alone() -> None:
    plate, box = framed("neutral-adult", "plantar", "abductor-hallucis")
    feet = bounds([plate.outline])
    assert box[1] < feet[1]
    assert box[3] > feet[3]
    assert box[2] - box[0] < 0.6 * (feet[2] - feet[0]), "the other foot is left out"


def test_points_are_framed_as_shapes_are() -> None:
    plate = plates.load("neutral-adult", "posterior")
    own = shapes("neutral-adult", "posterior", "right")["soleus"]
    x0, y0, x1, y1 = framing.crop(plate, own)
    for point in ((x1 + 40, y1 - 100), ((x0 + x1) / 2, y0 - 100)):
        box = framing.crop(plate, own, [point])
        assert point[0] + 10 <= box[2]
        assert box[1] <= point[1] - 25


def test_without_anything_to_show_it_is_the_whole_plate() -> None:
    plate = plates.load("neutral-adult", "anterior")
    assert framing.crop(plate, []) == plate.box


# --- a frame that fits its room -------------------------------------------------------------------------------------

TUBE = Shape(
    np.array([(-50, 0), (50, 0), (50, 1000), (-50, 1000), (-50, 0)], dtype=float),
    np.array([MOVE, LINE, LINE, LINE, LINE], dtype=np.uint8),
)
COLUMN = Plate("b", "anterior", 1000, (-200, 0, 200, 1000), TUBE, (), None, (), ())


def test_the_edges_that_cut_through_the_body_are_told() -> None:
    assert framing.cuts(COLUMN, (-80, 200, 80, 400)) == ("top", "bottom")
    assert framing.cuts(COLUMN, (-80, -20, 80, 400)) == ("bottom",)
    assert framing.cuts(COLUMN, (-20, -20, 80, 1020)) == ("left",)
    assert framing.cuts(COLUMN, (-80, -20, 20, 1020)) == ("right",)
    assert framing.cuts(COLUMN, (60, 200, 80, 400)) == ()
    assert framing.cuts(COLUMN, (-20, 1010, 80, 1100)) == ()


def test_a_frame_grows_towards_its_room_where_it_cuts_and_not_past_a_quarter() -> None:
    tall = framing.fitted(COLUMN, (-80, 400, 80, 600), 0.7)
    assert tall[::2] == (-80, 80)
    assert (tall[2] - tall[0]) / (tall[3] - tall[1]) == pytest.approx(0.7)
    assert 400 - tall[1] < tall[3] - 600, "more of it below, where a limb goes on"
    assert 400 - tall[1] > 0.2 * (tall[3] - 600)
    assert framing.fitted(COLUMN, (-80, 400, 80, 600), 0.1)[3] - 400 < 250, "and not without end"
    assert framing.fitted(COLUMN, (-80, 400, 80, 600), 0.8) == (-80, 400, 80, 600)


def test_a_frame_grows_sideways_only_through_the_body() -> None:
    """Its left edge cuts the column, its right one is beside it."""
    box = framing.fitted(COLUMN, (-20, -20, 80, 1020), 5.0)
    assert box[1::2] == (-20, 1020)
    assert box[0] < -50 or box[0] == pytest.approx(-32.5)
    assert box[2] == 80
    other = framing.fitted(COLUMN, (-80, -20, 20, 1020), 5.0)
    assert other[0] == -80
    assert other[2] == pytest.approx(-box[0])


def test_a_frame_grows_no_further_than_the_body() -> None:
    low = framing.fitted(COLUMN, (-80, 500, 80, 990), 0.1)
    assert 1000 < low[3] < 1040
    high = framing.fitted(COLUMN, (-80, 10, 80, 500), 0.1)
    assert -40 < high[1] < 0
    assert framing.fitted(COLUMN, (-80, -16, 80, 1016), 0.01) == (-80, -16, 80, 1016)


# --- landmarks and runs ---------------------------------------------------------------------------------------------


def landmark(of: str, side: str, x: float, y: float) -> Point:
    return Point(f"{of}.{side}", "landmark", of, side, x, y)


def test_the_height_of_a_landmark_is_the_mean_of_its_sides() -> None:
    points = (
        landmark("elbow", "left", -40, 300),
        landmark("elbow", "right", 40, 310),
        landmark("chin", "midline", 0, 90),
    )
    trigger = Point("a.1.left", "point", "a", "left", 0, 50, 1)
    plate = msgspec.structs.replace(COLUMN, points=(*points, trigger))
    assert framing.levels(plate) == {"elbow": 305, "chin": 90}


def test_what_is_followed_is_the_limb_it_began_on() -> None:
    """Two legs that run into a trunk: from one leg upwards, the trunk is followed at the width of the leg alone."""
    legs = np.array(
        [(-50, 0), (50, 0), (50, 300), (10, 300), (10, 100), (-10, 100), (-10, 300), (-50, 300)], dtype=float
    )
    rows = np.array([250.0, 150.0, 50.0, 20.0])
    found = list(framing.follow([legs], [(10.0, 50.0)], rows))
    assert found[:2] == [[(10, 50)], [(10, 50)]]
    for [(a, b)] in found[2:]:
        assert 0 < a <= 10
        assert b == 50
    assert list(framing.follow([legs], [(10.0, 50.0)], np.array([250.0, 400.0, 250.0]))) == [[(10, 50)], [], [(10, 50)]]


def test_muscles_are_framed_together_whichever_comes_first() -> None:
    plate = plates.load("neutral-adult", "anterior")
    own = shapes("neutral-adult", "anterior", "right")
    one, other = own["brachialis"], own["pronator-quadratus"]
    box = framing.crop(plate, [*one, *other])
    assert box == framing.crop(plate, [*other, *one])
    x0, y0, x1, y1 = bounds([*one, *other])
    assert box[0] < x0
    assert box[1] < y0 - 25
    assert box[2] > x1
    assert box[3] > y1 + 25
