from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import CLOSE, CUBIC, MOVE, Shape, bounds, clip, distance, inside, rings, signed, spans
from bodymap.body.plate import Part, Plate
from bodymap.content import limbs
from bodymap.display.compile import compile_scene
from bodymap.display.records import Group, Image, Item, Path
from bodymap.export.pptx import steps
from bodymap.finding import named_muscles
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import View
from bodymap.scene import plan

BODIES = ("neutral-adult", "female-adult", "male-adult")


def ring(*corners: tuple[float, float]) -> Shape:
    """A polygon of straight cubics."""
    points = [corners[0]]
    for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
        points += [tuple(np.add(a, np.subtract(b, a) * t)) for t in (1 / 3, 2 / 3, 1)]
    codes = [MOVE, *[CUBIC] * (3 * len(corners)), CLOSE]
    return Shape(np.array([*points, corners[0]], dtype=float), np.array(codes, dtype=np.uint8))


def muscle(id: str, x: float, y: float) -> Part:
    shape = ring((x, y), (x + 10, y), (x + 10, y + 40), (x, y + 40))
    return Part(id, "muscle", id, "right", shape, layer="superficial")


ARM, HIP = muscle("arm", 105, 100), muscle("hip", 55, 150)
# A trunk from x = 0 to 80, and an arm from 100 to 120 that hangs from its shoulder.
OUTLINE = ring((0, 0), (120, 0), (120, 200), (100, 200), (100, 60), (80, 60), (80, 300), (0, 300))
PLATE = Plate("b", "anterior", 300, (0, 0, 130, 300), OUTLINE, (HIP.shape, ARM.shape), None, (ARM, HIP), ())


def test_an_arm_is_shown_without_the_hip_beside_it() -> None:
    found = limbs.isolate_limb(PLATE, (60, 80, 130, 220), (ARM.shape,))

    x0, y0, x1, y1 = bounds([found.outline])
    assert (x0, x1, y1) == (100, 120, 200)
    assert y0 <= 80, "it is closed outside the frame"
    assert found.contours == (ARM.shape,)
    assert found.parts == (ARM,)


@pytest.mark.parametrize(
    ("frame", "shown"),
    [
        ((60, 40, 130, 220), (ARM.shape,)),  # the armpit is in the frame
        ((60, 80, 130, 220), (ARM.shape, HIP.shape)),
        ((60, 80, 130, 220), ()),
        ((90, 80, 130, 220), (ARM.shape,)),  # nothing beside it
        ((-10, -10, 140, 310), (ARM.shape,)),
        ((400, 80, 500, 220), (ARM.shape,)),
    ],
)
def test_any_other_plate_stays_as_it_is(frame: tuple[float, float, float, float], shown: tuple[Shape, ...]) -> None:
    assert limbs.isolate_limb(PLATE, frame, shown) is PLATE


def test_a_trunk_is_shown_without_the_arm_beside_it() -> None:
    found = limbs.isolate_limb(PLATE, (-10, 80, 130, 220), (HIP.shape,))

    x0, y0, x1, y1 = bounds([found.outline])
    assert (x0, x1) == (0, 80)
    assert y0 <= 80
    assert y1 >= 220, "it is closed outside the frame"
    assert found.contours == (HIP.shape,)
    assert found.parts == (HIP,)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_arms_are_parted_from_the_trunk_from_the_armpit_up(body: str, view: str) -> None:
    """Cut where the joint is: a forearm has its own upper arm and no chest, a low back has no arms."""
    plate = plates.load(body, view)
    whole = abs(sum(signed(r) for r in rings(plate.outline)))
    parts = {p.id: p.shape for p in plate.parts}
    forearm = parts["flexor-carpi-radialis.right" if view == "anterior" else "extensor-digitorum.right"]
    middle = parts["rectus-abdominis.right" if view == "anterior" else "multifidus-lumborum.right"]
    every, arm = limbs.pieces(plate, plate.box, (forearm,))
    shoulder = next(p for p in plate.points if (p.of, p.side) == ("shoulder", "right"))
    assert len(every) == 3
    assert 0.04 * whole < sum(abs(signed(r)) for r in arm) < 0.12 * whole
    assert min(r[:, 1].min() for r in arm) < shoulder.y < max(r[:, 1].max() for r in arm)

    _, with_shoulders = limbs.pieces(plate, plate.box, (middle,))
    elbows = np.array([(p.x, p.y) for p in plate.points if p.of == "elbow"])
    assert inside(with_shoulders, elbows).all(), "a trunk whose shoulders are in view keeps its arms"

    x0, _, x1, y1 = plate.box
    below = (x0, shoulder.y + 90, x1, y1)
    _, trunk = limbs.pieces(plate, below, (middle,))
    _, bodily = limbs.pieces(plate, below, tuple(p.shape for p in plate.parts if p.kind == "muscle"))
    assert not inside(trunk, elbows).any()
    assert 0.75 < sum(abs(signed(r)) for r in trunk) / sum(abs(signed(r)) for r in bodily) < 0.92


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", ["anterior", "posterior", "right-lateral"])
def test_what_is_shown_as_body_is_what_the_plate_has_there(body: str, view: str) -> None:
    """Gaps between arm and trunk and between the legs stay open, wherever a frame cuts them."""
    plate, outline = plates.load(body, view), rings(plates.load(body, view).outline, limbs.CHORDS)
    rng = np.random.default_rng(len(body) + len(view))
    x0, y0, x1, y1 = plate.box
    for _ in range(60):
        (a, c), (b, d) = (np.sort(rng.uniform(low, high, 2)) for low, high in ((x0, x1), (y0, y1)))
        if min(c - a, d - b) < 20:
            continue
        places = rng.uniform((a, b), (c, d), (300, 2))
        shown = [piece for ring in outline for piece in clip(ring, (a, b, c, d))]
        assert (inside(shown, places) == inside(outline, places)).all()


@pytest.mark.parametrize("body", BODIES)
def test_forearms_of_both_sides_are_a_figure_each_with_nothing_but_the_arm(body: str) -> None:
    from_behind = msgspec.structs.replace(condition_library.load("tennis-elbow"), views=(View.POSTERIOR,))
    scene = plan(from_behind, side="both", body=body)

    left, right = scene.figures
    assert [{h.side for h in figure.highlights} for figure in (left, right)] == [{"left"}, {"right"}]
    assert left.marks
    assert right.marks
    assert [[letter.text for letter in figure.letters] for figure in (left, right)] == [["L"], ["R"]]
    assert len(scene.locators) == 1
    assert len(scene.locators[0].shows) == 2
    for figure in (left, right):
        assert "bottom" not in figure.fade
        plate = limbs.plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
        end = figure.frame[3]
        for y in (end - 60, end - 20, end - 2):
            across = [s for s in spans(rings(plate.outline), y) if s[0] < figure.frame[2] and s[1] > figure.frame[0]]
            assert len(across) == 1, "the arm, and nothing beside it"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_one_leg_is_shown_without_the_other_from_a_little_above_the_groin(body: str, view: str) -> None:
    """It ends in line with its inner side; below the groin it is as the plate has it."""
    plate = plates.load(body, view)
    parts = {p.id: p.shape for p in plate.parts}
    thigh = parts["rectus-femoris.right" if view == "anterior" else "semitendinosus.right"]
    right = -1.0 if view == "anterior" else 1.0
    groin = max(y for _, y in spans([ring[:, ::-1] for ring in rings(plate.outline)], 0.0))
    x0, _, x1, _ = plate.box

    frame = (x0, groin - 80, x1, groin + 500)
    found = limbs.isolate_limb(plate, frame, (thigh,))
    assert {np.sign(point) for ring in rings(found.outline) for point in ring[:, 0]} == {right}
    for y in (groin + 40, groin + 200, groin + 400):
        whole = [run for run in spans(rings(plate.outline), y) if right * sum(run) > 0 and max(map(abs, run)) < 250]
        assert np.allclose(spans(rings(found.outline), y)[:1], whole[:1], atol=3.0)

    higher = (x0, groin - 300, x1, groin + 500)
    both = limbs.isolate_limb(plate, higher, (thigh,))
    assert any((ring[:, 0] < -20).any() and (ring[:, 0] > 20).any() for ring in rings(both.outline)), "a hip keeps both"
    assert limbs.isolate_limb(plate, frame, (thigh, parts[thigh_of_left(view)])) is not found


def test_legs_part_below_the_lowest_piece_of_the_body_on_the_midline() -> None:
    """A plate may draw the head as a piece of its own, apart from the trunk."""
    head = ring((-30, 0), (30, 0), (30, 80), (-30, 80))
    body = ring((-60, 100), (60, 100), (60, 900), (10, 900), (10, 500), (-10, 500), (-10, 900), (-60, 900))
    outline = Shape(np.concatenate((head.points, body.points)), np.concatenate((head.codes, body.codes)))
    thigh = muscle("thigh", 20, 560)
    plate = Plate("b", "posterior", 900, (-70, 0, 70, 900), outline, (), None, (thigh,), ())
    found = limbs.isolate_limb(plate, (-70, 450, 70, 900), (thigh.shape,))
    assert {np.sign(x) for piece in rings(found.outline) for x in piece[:, 0]} == {1.0}


def thigh_of_left(view: str) -> str:
    return "rectus-femoris.left" if view == "anterior" else "semitendinosus.left"


def test_a_talk_shows_the_arm_alone_from_its_first_step() -> None:
    from_behind = msgspec.structs.replace(condition_library.load("tennis-elbow"), views=(View.POSTERIOR,))
    scene = plan(from_behind, side="right", body="female-adult")
    body, *_ = steps.steps(scene, compile_scene(scene))
    assert not body.scene.figures[0].highlights
    assert body.scene.figures[0].limb == scene.figures[0].limb != ()


@pytest.mark.parametrize("name", ["groin-strain", "low-back-pain", "calf-tightness"])
def test_sides_that_would_be_no_larger_apart_share_their_figure(name: str) -> None:
    (figure,) = plan(condition_library.load(name), side="both").figures
    assert {"left", "right"} <= {h.side for h in figure.highlights}


def test_of_two_views_the_sides_of_each_stand_in_a_row() -> None:
    muscles = named_muscles.chart(["flexor-carpi-radialis", "extensor-digitorum"], title="Two")
    figures = plan(muscles, side="both").figures

    assert [(f.view, f.highlights[0].side) for f in figures] == [
        ("anterior", "right"),
        ("anterior", "left"),
        ("posterior", "left"),
        ("posterior", "right"),
    ]
    upper, lower = figures[:2], figures[2:]
    assert min(f.place[1] for f in upper) > max(f.place[3] for f in lower)
    for pair in (upper, lower):
        assert pair[0].place[2] < pair[1].place[0]
        assert pair[0].place[1] == pytest.approx(pair[1].place[1])
    assert len({round(f.scale, 6) for f in figures}) == 1


def drawn(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield from drawn(item.items)
        else:
            yield item


PARTED = {
    "an arm": ("golfers-elbow", "both"),
    "an arm that runs off the sheet": ("cubital-tunnel", "both"),
    "a trunk": ("guarding-after-injury", "right"),
    "a trunk, opened on one half": ("osteoporotic-back", "both"),
}


@pytest.mark.parametrize("name", PARTED)
def test_nothing_is_drawn_past_the_line_between_an_arm_and_the_trunk(name: str) -> None:
    """A deltoid must not go on where the arm that it lies on is shown alone, or left out."""
    condition, side = PARTED[name]
    scene = plan(condition_library.load(condition), side=side)
    display = compile_scene(scene)
    bodies = [group for group in display.items if isinstance(group, Group) and group.kind == "figure"]
    assert len(bodies) == len(scene.figures)
    for figure, body in zip(scene.figures, bodies, strict=True):
        whole = plates.load(figure.body, figure.view)
        shown = limbs.plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
        assert shown is not whole
        # The places inside the whole body, but not in what is shown of it.
        x0, y0, x1, y1 = figure.frame
        grid = np.stack(np.meshgrid(np.arange(x0, x1, 3), np.arange(y0, y1, 3)), -1).reshape(-1, 2)
        gone = grid[inside(rings(whole.outline), grid) & ~inside(rings(shown.outline), grid)]
        far = gone[distance(rings(shown.outline), gone) > 3]
        places = figure.on_sheet(far)
        window = next(item for item in body.items if isinstance(item, Group) and item.kind == "body")
        for item in drawn(window.items):
            if isinstance(item, Path) and item.at is None and display.styles[item.style].fill:
                within = inside(rings(item.shape), places)
                within &= True if item.clip is None else inside(rings(item.clip), places)
                assert not within.any(), item.part
            elif isinstance(item, Image) and item.part == "quiet.relief":
                assert item.palette is not None
                a, b, c, d = item.box
                rows, columns = item.pixels.shape
                across = ((places[:, 0] - a) / (c - a) * columns).astype(int)
                down = ((d - places[:, 1]) / (d - b) * rows).astype(int)
                held = (across >= 0) & (across < columns) & (down >= 0) & (down < rows)
                assert not item.palette[item.pixels[down[held], across[held]], 3].any(), "no light beside the body"


@pytest.mark.parametrize("body", BODIES)
def test_an_arm_alone_fades_below_the_armpit_unless_it_runs_off_the_sheet(body: str) -> None:
    """It never ends inside the sheet along the line where it was parted from the trunk."""
    for name in ("golfers-elbow", "cubital-tunnel"):
        for figure in plan(condition_library.load(name), side="both", body=body).figures:
            plate = plates.load(figure.body, figure.view)
            shoulder = min(y0 for _, y0, _, _ in limbs.closing_lines(plate))
            pit = max(y1 for _, _, _, y1 in limbs.closing_lines(plate))
            assert figure.limb
            if "top" in figure.fade:
                assert figure.frame[1] > (shoulder + 2 * pit) / 3
            else:
                assert figure.frame[1] > shoulder, "it runs off the sheet before it ends"


def test_arms_end_where_they_were_parted_only_if_that_is_in_the_frame() -> None:
    plate = plates.load("neutral-adult", "anterior")
    parts = {p.id: p.shape for p in plate.parts}
    x0, y0, x1, y1 = plate.box
    forearm, belly = (parts["flexor-carpi-radialis.right"],), (parts["rectus-abdominis.right"],)
    end = limbs.arm_end(plate, plate.box, forearm)
    assert end == max(box[3] for box in limbs.closing_lines(plate))
    assert y0 < end < forearm[0].points[:, 1].min()
    assert limbs.arm_end(plate, plate.box, belly) is None
    assert limbs.arm_end(plate, plate.box, (*forearm, *belly)) is None
    assert limbs.arm_end(plate, (x0, end, x1, y1), forearm) is None
