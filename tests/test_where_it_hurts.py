"""Where it hurts on a picture: the heart of the mark lies on the structure that is sore, and what hurts is in the frame.

The second is a matter of layout, so all there is (conditions x bodies x sides x sheets) is tried with
BODYMAP_EVERY_LAYOUT=1. Otherwise each condition is drawn on two sheets, the body and the side going round.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from bodymap.body import plates
from bodymap.body.geometry import bounds, distance, inside, rings
from bodymap.body.plate import Part, Plate
from bodymap.content.pain_rings import pain_rings
from bodymap.content.perineum import PERINEUM, on_the_perineum
from bodymap.content.structures import tender
from bodymap.display.compile import compile_scene
from bodymap.display.records import Group, Path, walk
from bodymap.knowledge import condition_library
from bodymap.knowledge.anatomy import Side
from bodymap.knowledge.areas import areas
from bodymap.knowledge.conditions import Laterality, where_it_hurts
from bodymap.layout.records import Figure, Scene
from bodymap.scene import plan
from tests.plans import planned

Points = NDArray[np.float64]

BODIES = plates.bodies()
SHEETS = ("slide", "a4", "a5", "square")
SIDES = ("left", "right", "both")
EVERY = bool(os.environ.get("BODYMAP_EVERY_LAYOUT"))
LIBRARY = [condition.id for condition in condition_library.library()]

SHOWN = 0.6
"""Of an area that hurts, the share that a figure must have in its frame, and in a ring that it shares with no other."""

SHARED = 0.2
"""The same, in a ring around several areas, of which one may be seen from the side, as the outer shoulder."""


@cache
def usual(id: str, body: str, side: str) -> Scene:
    return planned(id, body=body, side=side)  # type: ignore[arg-type]


def hearts(scene: Scene) -> Iterator[tuple[Figure, Points]]:
    """Each figure with the hearts that are drawn on it, (n, 2) mm on its plate."""
    drawn = [group for group in compile_scene(scene).items if isinstance(group, Group) and group.kind == "figure"]
    for figure, group in zip(scene.figures, drawn, strict=True):
        found = [
            item.shape.points.mean(0)
            for item in walk(group.items)
            if isinstance(item, Path) and item.style == "pain-centre"
        ]
        x, y = figure.at(0.0, 0.0)
        yield figure, (np.array(found).reshape(-1, 2) - (x, y)) / (figure.scale, -figure.scale)


def parts_of(plate: Plate, kinds: str, name: str, sides: tuple[str, ...]) -> list[Part]:
    return [p for p in plate.parts if p.kind in kinds.split() and p.of == name and p.side in (*sides, "midline")]


# --- the heart lies on what is sore ---------------------------------------------------------------------------------

ON = [
    ("ac-joint", "acromioclavicular-joint", 5),
    ("biceps-tendon", "long-head-biceps-tendon", 5),
    ("tennis-elbow", "lateral-epicondyle", 10),
    ("tennis-elbow", "common-extensor-origin", 4),
    ("golfers-elbow", "medial-epicondyle", 8),
    ("golfers-elbow", "common-flexor-origin", 4),
    ("cubital-tunnel", "ulnar-nerve", 6),
    ("carpal-tunnel", "flexor-retinaculum", 1),
    ("thumb-and-wrist-overuse", "first-dorsal-compartment", 5),
    ("thumb-and-wrist-overuse", "radial-styloid", 5),
    ("thumb-arthritis", "thumb-base-joint", 8),
    ("trigger-finger", "finger-pulleys", 4),
    ("rib-pain", "sternocostal-joints", 8),
    ("thoracic-outlet", "brachial-plexus", 8),
    ("sacroiliac-pain", "sacroiliac-joint", 5),
    ("pelvic-girdle-pain-in-pregnancy", "sacroiliac-joint", 5),
    ("pelvic-girdle-pain-in-pregnancy", "pubic-symphysis", 1),
    ("groin-strain", "adductor-origin", 4),
    ("hip-osteoarthritis", "hip-joint", 4),
    ("hip-impingement", "hip-joint", 4),
    ("hip-flexor-tightness", "hip-joint", 4),
    ("lateral-hip-pain", "greater-trochanter", 4),
    ("proximal-hamstring-tendon", "ischial-tuberosity", 4),
    ("tailbone-pain", "coccyx", 3),
    ("runners-knee", "patella", 1),
    ("jumpers-knee", "patellar-tendon", 3),
    ("jumpers-knee", "patella", 6),
    ("osgood-schlatter", "tibial-tuberosity", 3),
    ("iliotibial-band", "lateral-femoral-epicondyle", 4),
    ("iliotibial-band", "iliotibial-tract", 1),
    ("pes-anserine", "pes-anserinus", 3),
    ("achilles-pain", "achilles-tendon", 2),
    ("ankle-sprain", "lateral-ankle-ligaments", 4),
    ("peroneal-tendon", "fibular-tendons", 3),
    ("posterior-tibial-tendon", "tibialis-posterior-tendon", 4),
    ("plantar-fasciitis", "plantar-fascia", 5),
    ("plantar-fasciitis", "calcaneus", 1),
    ("mortons-neuroma", "interdigital-nerve", 4),
    ("mortons-neuroma", "metatarsal-heads", 6),
    ("bunion", "great-toe-joint", 8),
    ("jaw-disorder", "jaw-joint", 6),
    ("occipital-neuralgia", "greater-occipital-nerve", 16),
]
"""The structure that is sore, or the bone that one feels there, and how far from it the heart may lie, mm on the plate."""


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(("id", "structure", "most"), ON, ids=lambda value: str(value))
def test_the_heart_lies_on_what_is_sore(id: str, structure: str, most: float, body: str) -> None:
    side = "both" if condition_library.load(id).side == Laterality.BOTH else "right"
    nearest: list[float] = []
    for figure, places in hearts(usual(id, body, side)):
        sides = tuple(str(s) for s in Side) if side == "both" else (side,)
        shapes = parts_of(plates.load(body, figure.view), "structure course", structure, sides)
        lines = [ring for part in shapes for ring in rings(part.shape)]
        if not lines or not len(places):
            continue
        away = distance(lines, places)
        solid = [ring for part in shapes if part.kind == "structure" for ring in rings(part.shape)]
        if solid:
            away = np.where(inside(solid, places), 0.0, away)
        nearest.append(float(away.min()))
    assert nearest, "no view has both"
    assert min(nearest) <= most


def heart(id: str, body: str, view: str, side: str = "right") -> tuple[Points, Plate]:
    """The only heart of a view."""
    [(figure, places)] = [(f, p) for f, p in hearts(usual(id, body, side)) if f.view == view and len(p)]
    assert len(places) == 1
    return places[0], plates.load(body, figure.view)


def height(plate: Plate, name: str) -> float:
    return next(p.y for p in plate.points if p.kind == "landmark" and p.of == name)


@pytest.mark.parametrize("body", BODIES)
def test_the_achilles_tendon_hurts_2_to_6_cm_above_its_end(body: str) -> None:
    place, plate = heart("achilles-pain", body, "posterior")
    [tendon] = parts_of(plate, "structure", "achilles-tendon", ("right",))
    [bone] = parts_of(plate, "structure", "calcaneus", ("right",))
    end = (bounds([bone.shape])[1] + bounds([tendon.shape])[3]) / 2
    assert 20 <= end - place[1] <= 60


@pytest.mark.parametrize("body", BODIES)
def test_shin_splints_hurt_on_the_lower_two_thirds_of_the_inner_edge_of_the_tibia(body: str) -> None:
    place, plate = heart("shin-splints", body, "anterior")
    knee, ankle = height(plate, "knee"), height(plate, "ankle")
    assert knee + (ankle - knee) / 3 < place[1] < ankle - 30
    [bone] = parts_of(plate, "structure", "shin-bone", ("right",))
    across = np.arange(-140.0, 0.0, 0.5)
    face = across[inside(rings(bone.shape), np.stack([across, np.full_like(across, place[1])], 1))]
    assert abs(place[0] - face.max()) < 5, "on the border of the inner face that is nearer to the midline"


@pytest.mark.parametrize("body", BODIES)
def test_pain_between_the_shoulder_blades_lies_between_spine_and_blade(body: str) -> None:
    place, plate = heart("mid-back-between-blades", body, "posterior")
    [blade] = parts_of(plate, "muscle", "infraspinatus", ("right",))
    assert 8 < place[0] < bounds([blade.shape])[0]


@pytest.mark.parametrize("body", BODIES)
def test_tense_shoulders_hurt_on_the_upper_trapezius(body: str) -> None:
    [places] = [places for _, places in hearts(usual("stress-and-clenched-shoulders", body, "both")) if len(places)]
    plate = plates.load(body, "posterior")
    muscles = parts_of(plate, "muscle", "trapezius-upper", ("left", "right"))
    assert len(places) == 2
    for place in places:
        assert any(inside(rings(muscle.shape), place[None])[0] for muscle in muscles)


@pytest.mark.parametrize("body", BODIES)
def test_a_bunion_hurts_on_the_inner_half_of_the_joint(body: str) -> None:
    [(figure, [place])] = hearts(plan("bunion", body=body, side="right", view="plantar"))
    [joint] = parts_of(plates.load(body, figure.view), "structure", "great-toe-joint", ("right",))
    x0, y0, x1, y1 = bounds([joint.shape])
    assert place[0] > (x0 + x1) / 2 + 4, "the right foot's inner side is on the picture's right"
    assert y0 < place[1] < y1


@pytest.mark.parametrize("body", BODIES)
def test_from_the_inner_side_a_bunion_hurts_on_the_joint(body: str) -> None:
    place, plate = heart("bunion", body, "medial")
    [joint] = parts_of(plate, "structure", "great-toe-joint", ("right",))
    assert inside(rings(joint.shape), place[None])[0]


@pytest.mark.parametrize("body", BODIES)
def test_a_sprained_ankle_hurts_in_front_of_and_below_the_outer_ankle_bone(body: str) -> None:
    place, plate = heart("ankle-sprain", body, "right-lateral")
    [bone] = parts_of(plate, "structure", "lateral-malleolus", ("right",))
    _, y0, x1, y1 = bounds([bone.shape])
    assert place[0] > x1, "the toes are on the picture's right"
    assert place[1] > (y0 + 2 * y1) / 3


@pytest.mark.parametrize("body", BODIES)
def test_a_torn_meniscus_hurts_at_the_inner_joint_line(body: str) -> None:
    scene = usual("meniscus", body, "right")
    [first] = [(figure, places[0]) for figure, places in hearts(scene) if len(places)][:1]
    figure, place = first
    plate = plates.load(body, figure.view)
    assert figure.view == "medial", "from the inner side"
    assert height(plate, "knee") + 5 < place[1] < height(plate, "knee") + 45
    [pad] = parts_of(plate, "structure", "medial-meniscus", ("right",))
    assert inside(rings(pad.shape), place[None])[0] or distance(rings(pad.shape), place[None])[0] < 4


@pytest.mark.parametrize("body", BODIES)
def test_the_heel_hurts_on_its_inner_half(body: str) -> None:
    place, plate = heart("plantar-fasciitis", body, "plantar")
    [heel] = parts_of(plate, "area", "heel", ("right",))
    outline = np.concatenate(rings(heel.shape))
    level = outline[np.abs(outline[:, 1] - place[1]) < 6, 0]
    assert place[0] > (level.min() + level.max()) / 2, "the right foot's inner side is on the picture's right"


@pytest.mark.parametrize("body", BODIES)
def test_the_pelvis_hurts_at_both_dimples_and_once_at_the_pubic_joint(body: str) -> None:
    found = {figure.view: places for figure, places in hearts(usual("pelvic-girdle-pain-in-pregnancy", body, "both"))}
    assert {view: len(places) for view, places in found.items()} == {"posterior": 2, "anterior": 1}
    assert abs(found["anterior"][0, 0]) < 3  # type: ignore[index]


# --- dots -----------------------------------------------------------------------------------------------------------


def dots_of(scene: Scene) -> Iterator[tuple[Figure, Points]]:
    """Each figure with its dots where pain may spread, (n, 2) mm on its plate."""
    drawn = [group for group in compile_scene(scene).items if isinstance(group, Group) and group.kind == "figure"]
    for figure, group in zip(scene.figures, drawn, strict=True):
        x, y = figure.at(0.0, 0.0)
        for item in walk(group.items):
            if isinstance(item, Path) and item.style == "pain-dot" and item.at is not None:
                yield figure, (item.at - (x, y)) / (figure.scale, -figure.scale)


@pytest.mark.parametrize("id", ["low-back-pain", "tailbone-pain", "groin-strain", "spinal-stenosis"])
def test_no_dots_lie_on_the_perineum(id: str) -> None:
    above, border, _ = PERINEUM
    for figure, places in dots_of(usual(id, "neutral-adult", "both")):
        outline = rings(plates.load(figure.body, figure.view).outline)
        down = np.arange(600.0, 1000.0)
        crotch = down[~inside(outline, np.stack([0 * down, down], 1))][0]
        low = places[(places[:, 1] > crotch - above) & (places[:, 1] < crotch)]
        assert not (np.abs(low[:, 0]) < border).any()


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("view", ["anterior", "posterior"])
def test_the_perineum_is_a_wedge_from_above_the_crotch(body: str, view: str) -> None:
    plate, (above, border, _) = plates.load(body, view), PERINEUM
    down = np.arange(plate.box[1] + 5, plate.box[3], 2.0)
    crotch = down[~inside(rings(plate.outline), np.stack([0 * down, down], 1))][0]
    top = float(next(y for y in np.arange(crotch - 90, crotch, 0.25) if on_the_perineum(plate, np.array([[0.0, y]]))))
    assert top == pytest.approx(crotch - above, abs=2.0)
    beside = [(0.0, top + 0.5), (border - 0.5, top + 0.5), (-border + 0.5, top + 0.5), (border + 1.0, top + 0.5)]
    assert on_the_perineum(plate, np.array(beside)).tolist() == [True, True, True, False]


@pytest.mark.parametrize("id", ["occipital-neuralgia", "stiff-neck", "neck-pinched-nerve", "mid-back-between-blades"])
@pytest.mark.parametrize(("side", "sign"), [("right", 1), ("left", -1)])
def test_dots_of_one_side_keep_to_it(id: str, side: str, sign: int) -> None:
    found = [places for figure, places in dots_of(usual(id, "neutral-adult", side)) if figure.view == "posterior"]
    assert found
    for places in found:
        assert (sign * places[:, 0] > 0).all(), "the patient's right is on the right of a back"


# --- what hurts is in the picture -----------------------------------------------------------------------------------


def cases(place: int) -> list[tuple[str, str, str]]:
    """Body, side and sheet that the condition at that place of the library is drawn with."""
    every = list(product(BODIES, SIDES, SHEETS))
    return every if EVERY else [every[(5 * place) % len(every)], every[(5 * place + 18) % len(every)]]


def free(plate: Plate, part: Part, sore: set[str]) -> Points:
    """Points of an area, (n, 2) mm, that lie on the body and that no neighbour claims."""
    x0, y0, x1, y1 = bounds([part.shape])
    step = max(((x1 - x0) * (y1 - y0) / 900) ** 0.5, 1.0)
    grid = np.stack(np.meshgrid(np.arange(x0, x1, step), np.arange(y0, y1, step)), -1).reshape(-1, 2)
    own = inside(rings(part.shape), grid) & inside(rings(plate.outline), grid)
    held = own.copy()
    if not areas().is_fine(part.of):
        for other in plate.parts:
            if other.kind == "area" and other.of not in sore and other.of != part.of and not areas().is_fine(other.of):
                held &= ~inside(rings(other.shape), grid)
    return grid[held if held.sum() > 0.25 * own.sum() else own]  # the low back lies over the whole buttock


def shown(scene: Scene, area: str, side: str) -> tuple[float, float]:
    """The largest share of an area on one side that a figure has in its frame, and that it has in a ring too."""
    framed = ringed = 0.0
    for figure in scene.figures:
        plate = plates.load(figure.body, figure.view)
        parts = {part.id: part for part in plate.parts}
        for one in figure.sore:
            if one.area != area or one.side not in (side, "midline"):
                continue
            points = free(plate, parts[one.part], {sore.area for sore in figure.sore})
            if parts[one.part].side == "midline" and one.side != "midline":
                points = points[(points[:, 0] > 0) == ((one.side == "right") == (figure.view == "posterior"))]
            if not len(points):
                continue
            x0, y0, x1, y1 = figure.frame
            seen = (points >= (x0, y0)).all(1) & (points <= (x1, y1)).all(1)
            framed = max(framed, float(seen.mean()))
            if not one.alone:
                marks = pain_rings(plate, figure.sore, figure.frame, figure.scale, tender(figure.structures))
                seen &= inside([ring for mark in marks for ring in rings(mark.rings[0])], points)
            ringed = max(ringed, float(seen.mean()))
    return framed, ringed


@pytest.mark.parametrize("id", LIBRARY)
def test_what_hurts_is_in_the_frame_or_said_in_words(id: str) -> None:
    condition = condition_library.load(id)
    missing = {}
    for body, side, sheet in cases(LIBRARY.index(id)):
        scene = planned(id, body=body, side=side, size=sheet)  # type: ignore[arg-type]
        hurts = [area for area in where_it_hurts(condition).hurts if areas().area(area).name not in scene.hidden_pain]
        undrawn = {str(figure.undrawn) for figure in scene.figures if figure.undrawn}
        assert not undrawn or "looks the same" in " ".join(text.text for text in scene.texts)
        for one in {*map(str, scene.sides)} - undrawn:
            shares = {area: shown(scene, area, one) for area in hurts}
            least = SHOWN if len(hurts) == 1 else SHARED
            found = {area: share for area, share in shares.items() if share[0] < SHOWN or share[1] < least}
            if found:
                missing[body, side, sheet, one] = found
    assert not missing


def test_what_hurts_in_no_view_is_said_in_words() -> None:
    scene = plan("plantar-fasciitis", side="right", view="posterior", layers="-points")
    assert not scene.hidden_pain, "the rim of the heel is seen from behind"
    scene = plan("runners-knee", side="right", view="posterior")
    assert scene.hidden_pain == ("Around the kneecap",)
    said = " ".join(text.text for text in scene.texts)
    assert "It also hurts here, not seen in this view: around the kneecap." in said
