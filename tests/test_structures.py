"""Structures: their records, what plates hold of them, and how they are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import bodymap
from bodymap.authoring import check, completeness
from bodymap.body import bodies, packed, plates, svg
from bodymap.body.geometry import bounds, distance, inside, rings, spans
from bodymap.errors import BodymapError
from bodymap.knowledge import structures
from bodymap.knowledge.anatomy import atlas
from bodymap.knowledge.areas import areas

HEAD = "kind: tendon\nstructures:\n"
ACHILLES = "  - {id: heel-cord, name: Heel cord, what: A cord., sources: [{key: moore-2018}]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "structures").mkdir()
    return tmp_path / "structures"


def test_a_file_gives_its_kind_to_its_structures(folder: Path) -> None:
    (folder / "tendons.yaml").write_text(HEAD + ACHILLES)
    (found,) = structures.load(folder, atlas()).structures.values()
    assert (found.id, found.kind, found.paired, found.latin) == ("heel-cord", "tendon", True, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + ACHILLES * 2, "structures/a.yaml: structures[1] (heel-cord): another structure has this id already"),
        (
            HEAD + ACHILLES.replace("heel-cord", "soleus"),
            "structures/a.yaml: structures[0] (soleus): another muscle has this id already",
        ),
        (
            HEAD + ACHILLES.replace("moore-2018", "moore-2019"),
            "structures/a.yaml: structures[0] (heel-cord): sources: unknown source 'moore-2019'; "
            "did you mean 'moore-2018'?",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(folder: Path, text: str, message: str) -> None:
    (folder / "a.yaml").write_text(text)
    with pytest.raises(BodymapError) as caught:
        structures.load(folder, atlas())
    assert str(caught.value) == message


def test_a_structure_is_known_by_any_of_its_names() -> None:
    for name in ("iliotibial-tract", "iliotibial band", "IT band", "Tractus iliotibialis"):
        assert bodymap.structure(name).id == "iliotibial-tract"
    with pytest.raises(BodymapError, match="unknown structure 'achiles tendon'; did you mean 'achilles-tendon'"):
        bodymap.structure("achiles tendon")


def test_no_two_structures_share_a_name() -> None:
    seen: dict[str, str] = {}
    for structure in bodymap.structures():
        for name in {structure.id.replace("-", " "), structure.name.lower(), *(n.lower() for n in structure.also)}:
            assert seen.setdefault(name, structure.id) == structure.id, name


@pytest.mark.parametrize("body", bodies.bodies())
def test_every_structure_is_drawn_and_inside_the_body(body: str) -> None:
    drawn: dict[str, set[str]] = {}
    for view in plates.views(body):
        plate = plates.load(body, view)
        x0, y0, x1, y1 = bounds([plate.outline])
        for part in plate.parts:
            if part.kind not in ("structure", "course"):
                continue
            drawn.setdefault(part.of, set()).add(part.side)
            (a0, b0), (a1, b1) = np.concatenate(rings(part.shape)).min(0), np.concatenate(rings(part.shape)).max(0)
            assert min(a0 - x0, b0 - y0, x1 - a1, y1 - b1) > -1, (view, part.id)
    assert set(drawn) == {structure.id for structure in bodymap.structures()}
    for structure in bodymap.structures():
        assert drawn[structure.id] == ({"left", "right"} if structure.paired else {"midline"}), structure.id
    assert not list(completeness.faults(atlas(), areas(), structures.structures(), body))


@pytest.mark.parametrize("body", bodies.bodies())
def test_a_structure_is_the_same_on_both_sides(body: str) -> None:
    for view in ("anterior", "posterior", "plantar"):
        shapes = {p.id: p.shape for p in plates.load(body, view).parts if p.kind in ("structure", "course")}
        for id, shape in shapes.items():
            if id.endswith(".right"):
                mirrored = shapes[id.removesuffix("right") + "left"]
                assert np.allclose(shape.points * [-1, 1], mirrored.points, atol=1e-6), id


def test_the_compiled_form_holds_structures() -> None:
    plate = plates.load("neutral-adult", "posterior")
    kinds = {part.kind for part in packed.unpack(packed.pack(plate)).parts}
    assert {"structure", "structure-fibre", "course"} <= kinds


def test_a_plate_with_an_unknown_structure_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plantar.svg"
    text = bodies.file("neutral-adult", "plantar").read_text()
    path.write_text(text.replace('data-structure="plantar-fascia"', 'data-structure="sole-band"'))
    faults = [str(fault) for fault in check.faults(path)]
    assert faults
    assert all("there is no muscle, structure or area 'sole-band'" in fault for fault in faults)
    plate, _ = svg.validate(path.read_bytes(), label="plantar.svg")
    assert plate is not None


# --- anatomy: the relations that books give, as centres and borders on the neutral adult ----------------------------


def _part(id: str, view: str, side: str = "right", body: str = "neutral-adult") -> list[np.ndarray]:
    plate = plates.load(body, view)
    found = [p for p in plate.parts if p.of == id and p.side == side and p.kind in ("structure", "course", "muscle")]
    assert found, (id, view)
    return [ring for part in found for ring in rings(part.shape)]


def _mark(name: str, view: str, side: str = "right", body: str = "neutral-adult") -> tuple[float, float]:
    plate = plates.load(body, view)
    return next((p.x, p.y) for p in plate.points if p.kind == "landmark" and p.of == name and p.side == side)


@pytest.mark.parametrize(
    ("bone", "view", "mark", "reach"),
    [
        ("patella", "anterior", "patella", 12),
        ("asis", "anterior", "asis", 4),
        ("psis", "posterior", "psis", 4),
        ("medial-epicondyle", "anterior", "medial-epicondyle", 9),
        ("fibula-head", "right-lateral", "fibula-head", 9),
        ("lateral-malleolus", "right-lateral", "lateral-malleolus", 9),
        ("ischial-tuberosity", "posterior", "ischial-tuberosity", 16),
        ("greater-trochanter", "right-lateral", "greater-trochanter", 8),
    ],
)
def test_a_bone_lies_at_its_landmark(bone: str, view: str, mark: str, reach: float) -> None:
    middle = np.concatenate(_part(bone, view)).mean(0)
    assert np.hypot(*(middle - _mark(mark, view))) < reach


@pytest.mark.parametrize(
    ("tendon", "muscle", "view"),
    [
        ("common-extensor-origin", "extensor-digitorum", "right-lateral"),
        ("common-extensor-origin", "extensor-carpi-radialis-brevis", "right-lateral"),
        ("common-flexor-origin", "flexor-carpi-radialis", "anterior"),
        ("common-flexor-origin", "pronator-teres", "anterior"),
        ("quadriceps-tendon", "rectus-femoris", "anterior"),
        ("gluteal-tendons", "gluteus-medius", "right-lateral"),
        ("adductor-origin", "adductor-longus", "anterior"),
        ("supraspinatus-tendon", "supraspinatus", "posterior"),
        ("fibular-tendons", "fibularis-brevis", "right-lateral"),
        ("achilles-tendon", "soleus", "posterior"),
        ("proximal-hamstring-tendons", "semimembranosus", "posterior"),
        ("first-dorsal-compartment", "abductor-pollicis-longus", "posterior"),
        ("distal-biceps-tendon", "biceps-brachii", "anterior"),
    ],
)
def test_a_tendon_continues_its_muscle(tendon: str, muscle: str, view: str) -> None:
    own = _part(tendon, view)
    grid = np.concatenate(_part(muscle, view))
    assert inside(own, grid).any() or min(np.hypot(*(grid - p).T).min() for p in np.concatenate(own)) < 3


def test_the_sciatic_nerve_leaves_under_piriformis_between_sitting_bone_and_trochanter() -> None:
    (course,) = _part("sciatic-nerve", "posterior")
    piriformis = np.concatenate(_part("piriformis", "posterior"))
    assert piriformis[:, 1].min() < course[0, 1] < piriformis[:, 1].max() + 5
    level = _mark("ischial-tuberosity", "posterior")[1] - 15
    x = course[np.abs(course[:, 1] - level).argmin(), 0]
    low = np.concatenate(_part("ischial-tuberosity", "posterior"))[:, 0].max()
    high = np.concatenate(_part("greater-trochanter", "posterior"))[:, 0].min()
    assert low < x < high


def test_the_plantar_fascia_widens_from_the_heel_to_the_toes() -> None:
    shape = _part("plantar-fascia", "plantar")
    heights = np.concatenate(shape)[:, 1]
    low, high = heights.min(), heights.max()

    def width(share: float) -> float:
        across = spans(shape, low + share * (high - low))
        return across[-1][1] - across[0][0]

    assert width(0.97) < width(0.6) < width(0.25)
    assert 12 < width(0.9) < 22, "at the heel it is a narrow band"
    assert len(spans(shape, low + 0.2 * (high - low))) == 5, "one slip for each toe"


@pytest.mark.parametrize("body", bodies.bodies())
@pytest.mark.parametrize(
    ("tendon", "view"),
    [
        ("common-extensor-origin", "right-lateral"),
        ("common-extensor-origin", "posterior"),
        ("common-flexor-origin", "anterior"),
    ],
)
def test_a_common_tendon_at_the_elbow_is_a_few_centimetres_long(body: str, tendon: str, view: str) -> None:
    points = np.concatenate(_part(tendon, view, body=body))
    apart = np.hypot(*(points[:, None] - points[None]).T)
    assert 20 < apart.max() < 50


@pytest.mark.parametrize("body", bodies.bodies())
def test_nerves_run_inside_the_body(body: str) -> None:
    for view in plates.views(body):
        plate = plates.load(body, view)
        outline = rings(plate.outline)
        for part in plate.parts:
            if part.kind == "course":
                points = np.concatenate(rings(part.shape))
                out = points[~inside(outline, points)]
                assert not len(out) or distance(outline, out).max() < 0.5, (view, part.id)


@pytest.mark.parametrize("body", bodies.bodies())
def test_the_nerves_to_the_arm_run_from_the_scalenes_under_the_collarbone_to_the_armpit(body: str) -> None:
    courses = _part("brachial-plexus", "anterior", body=body)
    scalene = _part("scalenus-anterior", "anterior", body=body)
    starts = np.array([course[0] for course in courses])
    assert len(starts) == 5, "C5 to T1"
    gap = [min(np.hypot(*(np.concatenate(scalene) - start).T)) for start in starts]
    assert all(inside(scalene, starts[[n]])[0] or near < 4 for n, near in enumerate(gap))
    clavicle = np.concatenate(_part("clavicle", "anterior", body=body))
    low, high = clavicle[:, 0].min(), clavicle[:, 0].max()
    crossed = np.concatenate(courses)
    under = crossed[inside([clavicle], crossed)]
    assert low + 0.3 * (high - low) < under[:, 0].mean() < low + 0.7 * (high - low)
    armpit = _mark("shoulder", "anterior", body=body)[1] + 30
    assert crossed[:, 1].max() > armpit


@pytest.mark.parametrize("body", bodies.bodies())
def test_the_ulnar_nerve_runs_from_the_elbow_to_the_little_finger(body: str) -> None:
    for view in ("anterior", "posterior"):
        course = np.concatenate(_part("ulnar-nerve", view, body=body))
        assert course[:, 1].max() > _mark("wrist", view, body=body)[1] + 60, view


@pytest.mark.parametrize(
    ("bone", "view", "above", "below"),
    [
        ("sternum", "anterior", "sternal-notch", "xiphoid"),
        ("spine", "posterior", "c7", "l5"),
        ("linea-alba", "anterior", "xiphoid", "pubis"),
    ],
)
def test_what_lies_on_the_midline_runs_from_landmark_to_landmark(bone: str, view: str, above: str, below: str) -> None:
    heights = np.concatenate(_part(bone, view, "midline"))[:, 1]
    assert abs(heights.min() - _mark(above, view, "midline")[1]) < 22
    assert abs(heights.max() - _mark(below, view, "midline")[1]) < 22


def test_a_joint_of_ribs_lies_at_the_edge_of_the_breastbone() -> None:
    joints = np.concatenate(_part("sternocostal-joints", "anterior"))
    sternum = _part("sternum", "anterior", "midline")
    assert 0.2 < inside(sternum, joints).mean() < 0.8


@pytest.mark.parametrize("body", plates.bodies())
def test_the_menisci_lie_side_by_side_at_the_joint_line(body: str) -> None:
    """Two thin crescents between femur and tibia, below the centre of the knee (Gray's Anatomy, 42nd ed., 2020)."""
    inner, outer = (np.concatenate(_part(f"{side}-meniscus", "anterior", body=body)) for side in ("medial", "lateral"))
    x, y = _mark("knee", "anterior", body=body)
    assert inner[:, 0].min() > outer[:, 0].max(), "the right knee's inner side has the larger x"
    assert outer[:, 0].max() - 8 < x < inner[:, 0].min() + 16
    for crescent in (inner, outer):
        assert 15 < crescent[:, 1].mean() - y < 38
        assert 18 < np.ptp(crescent[:, 0]) < 45
        assert np.ptp(crescent[:, 1]) < 18


@pytest.mark.parametrize("body", bodies.bodies())
def test_the_inner_knee_ligament_reaches_far_below_the_joint_under_the_pes_anserinus(body: str) -> None:
    """94.8 mm long; it ends 61.2 mm below the joint line (LaPrade et al. 2007)."""
    band = np.concatenate(_part("medial-collateral-ligament", "medial", body=body))
    joint = np.concatenate(_part("medial-meniscus", "medial", body=body))[:, 1].mean()
    tendons = _part("pes-anserinus", "medial", body=body)
    assert 85 < np.ptp(band[:, 1]) < 120
    assert 50 < band[:, 1].max() - joint < 78
    assert inside(tendons, band).any()
    assert band[band[:, 1] > joint + 40][:, 0].mean() < band[band[:, 1] < joint][:, 0].mean(), (
        "it runs down and forward"
    )


@pytest.mark.parametrize("body", bodies.bodies())
@pytest.mark.parametrize("view", ["right-lateral", "anterior", "posterior"])
def test_the_outer_knee_ligament_is_a_cord_from_the_thigh_bone_to_the_head_of_the_fibula(body: str, view: str) -> None:
    cord = np.concatenate(_part("lateral-collateral-ligament", view, body=body))
    fibula = _part("fibula-head", view, body=body)
    assert inside(fibula, cord[cord[:, 1] > cord[:, 1].max() - 3]).any()
    assert 45 < np.ptp(cord[:, 1]) < 75
    if view != "anterior":
        assert inside(
            _part("lateral-femoral-epicondyle", view, body=body), cord[cord[:, 1] < cord[:, 1].min() + 3]
        ).any()
    if view == "right-lateral":
        top, end = (cord[np.abs(cord[:, 1] - y).argmin(), 0] for y in (cord[:, 1].min(), cord[:, 1].max()))
        assert top > end, "it runs down and backward"


@pytest.mark.parametrize("body", bodies.bodies())
def test_the_deltoid_ligament_fans_out_below_the_inner_ankle_bone(body: str) -> None:
    fan = _part("deltoid-ligament", "medial", body=body)
    points, bone = np.concatenate(fan), _part("medial-malleolus", "medial", body=body)
    top, end = points[:, 1].min(), points[:, 1].max()
    assert inside(bone, points[points[:, 1] < top + 3]).any()
    assert end > np.concatenate(bone)[:, 1].max() + 10

    def width(share: float) -> float:
        across = spans(fan, top + share * (end - top))
        return across[-1][1] - across[0][0]

    assert width(0.2) < width(0.5) < width(0.75)


@pytest.mark.parametrize("body", bodies.bodies())
def test_the_saphenous_nerve_runs_between_sartorius_and_gracilis_and_before_the_inner_ankle_bone(body: str) -> None:
    course = np.concatenate(_part("saphenous-nerve", "medial", body=body))
    bone = np.concatenate(_part("medial-malleolus", "medial", body=body))
    beside = course[np.abs(course[:, 1] - bone[:, 1].mean()).argmin(), 0]
    assert bone[:, 0].min() - 25 < beside < bone[:, 0].min() + 2, "the toes of the right foot are on the left"
    assert inside(_part("sartorius", "medial", body=body), course).any()
    calf = np.concatenate(_part("gastrocnemius-medial", "medial", body=body))
    level = calf[:, 1].mean()
    assert course[np.abs(course[:, 1] - level).argmin(), 0] < calf[np.abs(calf[:, 1] - level) < 10][:, 0].min()
