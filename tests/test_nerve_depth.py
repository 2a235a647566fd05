"""Nerves have a depth: what lies over them, on which stretch they are seen, and how that is drawn and told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bodymap import describe
from bodymap.body import plates
from bodymap.body.geometry import inside, rings
from bodymap.body.plate import Plate
from bodymap.content.nerve_depth import depth_of, settled
from bodymap.display.compile import compile_scene
from bodymap.display.records import Path as Drawn
from bodymap.display.records import walk
from bodymap.errors import BodymapError
from bodymap.knowledge import structures
from bodymap.knowledge.anatomy import View, atlas
from bodymap.knowledge.structures import StructureKind, seen_from
from bodymap.scene import plan

BODIES = ("neutral-adult", "female-adult", "male-adult")

COVERED = [
    ("brachial-plexus", "anterior", "clavicle"),
    ("brachial-plexus", "anterior", "pectoralis-minor"),
    ("median-nerve", "anterior", "flexor-retinaculum"),
    ("median-nerve", "anterior", "flexor-digitorum-superficialis"),
    ("ulnar-nerve", "anterior", "medial-epicondyle"),
    ("sciatic-nerve", "posterior", "gluteus-maximus"),
    ("sciatic-nerve", "posterior", "biceps-femoris-long"),
    ("tibial-nerve", "posterior", "gastrocnemius-medial"),
    ("tibial-nerve", "posterior", "soleus"),
    ("greater-occipital-nerve", "posterior", "trapezius-upper"),
    ("greater-occipital-nerve", "posterior", "semispinalis-capitis"),
    ("suprascapular-nerve", "posterior", "trapezius-middle"),
    ("suprascapular-nerve", "posterior", "supraspinatus"),
    ("radial-nerve", "posterior", "triceps-brachii-long"),
    ("radial-nerve", "posterior", "supinator"),
    ("radial-nerve", "anterior", "supinator"),
    ("femoral-nerve", "anterior", "external-oblique-aponeurosis"),
    ("saphenous-nerve", "medial", "sartorius"),
]
"""What anatomy books say lies over a nerve, where both are seen from the same direction."""

SEEN = [
    ("ulnar-nerve", "posterior", "medial-epicondyle"),
    ("common-fibular-nerve", "posterior", "fibula-head"),
    ("common-fibular-nerve", "right-lateral", "fibula-head"),
    ("common-fibular-nerve", "posterior", "gastrocnemius-lateral"),
    ("sciatic-nerve", "posterior", "adductor-magnus"),
    ("femoral-nerve", "anterior", "iliacus"),
    ("saphenous-nerve", "medial", "gracilis"),
]
"""What a nerve crosses on the side next to the skin: it is not covered by these."""


def points(nerve: str, view: str, body: str = "neutral-adult") -> tuple[Plate, np.ndarray, np.ndarray]:
    """Points of the right nerve that are seen, and that are covered."""
    plate = plates.load(body, view)
    (course,) = [p for p in plate.parts if p.kind == "course" and (p.of, p.side) == (nerve, "right")]
    found = depth_of(plate, course)
    return plate, *(np.concatenate([np.empty((0, 2)), *rings(shape)]) for shape in (found.seen, found.covered))


def within(plate: Plate, id: str, found: np.ndarray) -> int:
    shapes = [p.shape for p in plate.parts if p.of == id and p.side == "right" and p.kind in ("muscle", "structure")]
    return sum(int(inside(rings(shape), found).sum()) for shape in shapes)


@pytest.mark.parametrize(("nerve", "view", "over"), COVERED)
def test_books_say_what_lies_over_a_nerve(nerve: str, view: str, over: str) -> None:
    assert over in structures.structures().structure(nerve).under[seen_from(View(view))]
    plate, seen, covered = points(nerve, view)
    crossed = within(plate, over, seen) + within(plate, over, covered)
    assert crossed
    assert within(plate, over, covered) >= 0.5 * crossed  # a nerve beside a tendon of it is seen


@pytest.mark.parametrize(("nerve", "view", "below"), SEEN)
def test_a_nerve_is_not_covered_by_what_it_crosses(nerve: str, view: str, below: str) -> None:
    assert below not in structures.structures().structure(nerve).under.get(seen_from(View(view)), ())
    plate, seen, _ = points(nerve, view)
    assert within(plate, below, seen)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("nerve", "view", "least", "most"),
    [
        ("ulnar-nerve", "posterior", 0.4, 0.95),
        ("sciatic-nerve", "posterior", 0.6, 0.99),
        ("greater-occipital-nerve", "posterior", 0.3, 0.75),
        ("brachial-plexus", "anterior", 0.5, 0.95),
        ("common-fibular-nerve", "posterior", 0.0, 0.6),
        ("lateral-femoral-cutaneous-nerve", "right-lateral", 0.0, 0.0),
    ],
)
def test_how_much_of_a_nerve_is_covered(body: str, nerve: str, view: str, least: float, most: float) -> None:
    _, seen, covered = points(nerve, view, body)
    assert least <= len(covered) / (len(seen) + len(covered)) <= most


def test_a_course_is_neither_lost_nor_doubled() -> None:
    for view in ("anterior", "posterior", "right-lateral"):
        plate = plates.load("neutral-adult", view)
        for course in (p for p in plate.parts if p.kind == "course"):
            found = depth_of(plate, course)
            length = sum(
                float(np.hypot(*np.diff(line, axis=0).T).sum())
                for shape in (found.seen, found.covered)
                for line in rings(shape)
            )
            whole = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in rings(course.shape, 8))
            assert length == pytest.approx(whole, rel=0.01), course.id


def test_every_nerve_says_what_lies_over_it() -> None:
    for nerve in structures.structures().structures.values():
        assert bool(nerve.under) == (nerve.kind == StructureKind.NERVE), nerve.id


def test_what_lies_over_a_structure_must_exist(tmp_path: Path) -> None:
    text = (
        "kind: nerve\nstructures:\n  - {id: a-nerve, name: A nerve, what: A nerve., under: {posterior: [trapezius-upr]},"
        " sources: [{key: moore-2018}]}\n"
    )
    (tmp_path / "nerves.yaml").write_text(text)
    with pytest.raises(BodymapError, match=r"^a-nerve: under: unknown muscle or structure 'trapezius-upr'"):
        structures.load(tmp_path, atlas())


def test_what_is_covered_is_dashed_and_told() -> None:
    scene = plan("thoracic-outlet", side="right")
    display = compile_scene(scene)
    lines = [
        item for item in walk(display.items) if isinstance(item, Drawn) and item.part.startswith("structure.brach")
    ]
    dashed = [line for line in lines if display.styles[line.style].dash]
    assert dashed
    assert len(dashed) < len(lines)
    assert "Dashed where something lies over it: nerves to the arm." in describe.long(scene)
    assert any("dashed where covered" in " ".join(line.text for line in key.lines) for key in scene.legend)


def test_the_shortest_stretch_of_a_nerve_joins_what_is_around_it_first() -> None:
    """A gap of 4 mm, a stretch of 3 mm and a gap again are one gap, whichever comes first."""
    runs = [(True, 20), (False, 4), (True, 3), (False, 20)]
    hidden = np.repeat(*zip(*runs, strict=True))
    assert settled(hidden).tolist() == [True] * 20 + [False] * 27
    assert settled(hidden[::-1]).tolist() == [False] * 27 + [True] * 20
