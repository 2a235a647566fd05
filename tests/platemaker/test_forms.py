"""Fibres, streamlines, tendons and covers, on shapes of which the answer is known."""

from __future__ import annotations

import graphlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import shapely

from platemaker import cover, forms, muscle_form, pennation, tendons
from platemaker.cover import UNDRAWN
from platemaker.fibres import Fibres, Slant
from platemaker.finished import Muscle, read
from platemaker.mesh import Floats
from platemaker.streamlines import GAPS, NEAREST, streamlines
from platemaker.tendons import Junction, Tendons

pytestmark = pytest.mark.plates

BAR = shapely.box(0, 0, 30, 120)
PLATES = Path(__file__).parents[2] / "assets" / "plates"


def muscle(of: str, layer: str, area: shapely.Geometry, strokes: tuple[Floats, ...] = ()) -> Muscle:
    return Muscle(f"{of}.right", of, "right", layer, area, np.empty((0, 2)), strokes)


def test_without_strokes_fibres_run_the_longest_way_down() -> None:
    fibres = Fibres(BAR, [])
    inner = fibres.inward[fibres.mask] > 4
    ends = np.abs(fibres.places[:, 1] - 60) < 45
    assert np.abs(fibres.direction[inner & ends] @ (0, 1)).min() > 0.9
    assert (fibres.direction[inner & ends] @ (0, 1) > 0).all()
    assert (Fibres(BAR, [], way=(0, -1)).direction[inner & ends] @ (0, 1) < 0).all()
    assert fibres.length == pytest.approx(120, rel=0.08)


def test_strokes_are_followed_from_origin_to_insertion() -> None:
    slant = np.array([(2.0, 100.0), (28.0, 20.0)])
    fibres = Fibres(BAR, [slant])
    along = (slant[1] - slant[0]) / np.linalg.norm(slant[1] - slant[0])
    near = np.linalg.norm(fibres.places - (15, 60), axis=1) < 5
    assert (fibres.direction[near] @ along).min() > 0.9


def test_from_the_side_a_muscle_of_the_foot_runs_forward() -> None:
    flat = shapely.Polygon([(0, 12), (0, 0), (60, 0), (60, 6)])  # its front end is higher
    fibres = Fibres(flat, [], way=muscle_form.WAYS["right-lateral"])
    inner = (fibres.inward[fibres.mask] > 2) & (np.abs(fibres.places[:, 0] - 30) < 15)
    assert (fibres.direction[inner] @ (1, 0) > 0.7).all()


def test_each_fibre_is_shared_out_on_its_own() -> None:
    trapezium = shapely.Polygon([(0, 0), (40, 0), (80, 60), (0, 60)])
    across = [np.array([(1.0, y), (35.0 + y / 1.5, y)]) for y in (5.0, 30.0, 55.0)]
    fibres = Fibres(trapezium, across)
    share = fibres.spread(fibres.share())
    for y in (10.0, 30.0, 50.0):
        width = 40 + y / 1.5
        middle = fibres.at(share, np.array([(0.5 * width, y)]))[0]
        assert middle == pytest.approx(0.5, abs=0.12)


def test_streamlines_stand_apart_in_nested_levels() -> None:
    fibres = Fibres(BAR, [])
    fibres.swell()
    found = list(streamlines(fibres, 1.5, fibres.round, 1))
    for level, wide in enumerate(GAPS):
        lines = [shapely.LineString(line) for line, own in found if own <= level and len(line) > 3]
        near = min(a.distance(b) for n, a in enumerate(lines) for b in lines[:n])
        assert near > 0.5 * NEAREST * 1.5 * wide
        gaps = 30 / sum(1 for line in lines if line.distance(shapely.LineString([(0, 60), (30, 60)])) < 0.1)
        assert 0.5 * 1.5 * wide < gaps < 2.2 * 1.5 * wide


def test_a_tendon_takes_its_share_and_ends_in_teeth() -> None:
    fibres = Fibres(BAR, [])
    junction = Junction(fibres, Tendons(sources=(), insertion=0.4))
    area = junction.area(3)
    assert area.area == pytest.approx(0.4 * BAR.area, rel=0.25)
    assert area.bounds[3] == pytest.approx(120, abs=2)
    upper = [y for x, y in shapely.get_coordinates(area) if y < 100 and 4 < x < 26]
    assert np.ptp(upper) > 2, "no straight cut"


def test_what_lies_nearer_to_the_skin_covers_and_the_data_order_a_layer() -> None:
    long, thumb = "flexor-digitorum-superficialis", "opponens-pollicis"
    plate = [
        muscle("top", "superficial", shapely.box(0, 0, 40, 40)),
        muscle(long, "intermediate", BAR),
        muscle(thumb, "intermediate", shapely.box(0, 80, 30, 100)),
        muscle("deep", "deep", shapely.box(0, 20, 30, 200)),
    ]
    covers = {m.of: c for m, c in zip(plate, cover.covers(plate, "anterior"), strict=True)}
    assert covers["top"].under == {}
    assert covers[long].under["top"].area == pytest.approx(30 * 40)
    assert covers[long].under[thumb].area == pytest.approx(30 * 20, rel=0.05)
    assert covers[long].seen.area == pytest.approx(30 * 60, rel=0.05)
    assert covers[thumb].under == {}
    assert covers["deep"].seen.is_empty, "of the deep layer only those that are named are bare"
    assert covers["deep"].under[UNDRAWN].area == pytest.approx(30 * 80, rel=0.05)


def test_two_muscles_of_a_layer_that_overlap_without_an_order_are_an_error() -> None:
    plate = [muscle("one", "deep", BAR), muscle("two", "deep", shapely.box(0, 80, 30, 100))]
    with pytest.raises(ValueError, match=r"one and two overlap; say under `over` in cover\.yaml"):
        cover.covers(plate, "anterior")


@pytest.mark.parametrize("view", ["anterior", "posterior", "right-lateral", "plantar", "medial"])
def test_what_lies_over_what_has_no_circle(view: str) -> None:
    below: dict[str, set[str]] = {}
    for over, under in cover.nearer(view):
        below.setdefault(over, set()).add(under)
    assert list(graphlib.TopologicalSorter(below).static_order())


ABOVE = [
    ("anterior", "flexor-digitorum-profundus", "pronator-quadratus"),
    ("anterior", "coracobrachialis", "teres-major"),
    ("anterior", "scalenus-anterior", "scalenus-medius"),
    ("posterior", "extensor-pollicis-longus", "extensor-pollicis-brevis"),
    ("posterior", "flexor-digitorum-longus", "tibialis-posterior"),
    ("posterior", "rhomboid-major", "longissimus-thoracis"),
    ("right-lateral", "masseter-deep", "lateral-pterygoid"),
    ("right-lateral", "serratus-anterior", "longissimus-thoracis"),
    ("plantar", "flexor-digitorum-longus", "flexor-hallucis-longus"),
    ("plantar", "flexor-digitorum-longus", "adductor-hallucis"),
]
"""Which of two muscles of one layer lies nearer to the skin (Gray's Anatomy, 42nd ed., 2020)."""


@pytest.mark.parametrize(("view", "over", "under"), ABOVE)
@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
def test_books_say_which_of_two_muscles_lies_over_the_other(body: str, view: str, over: str, under: str) -> None:
    found = [m for m in read(PLATES / body / f"{view}.svg").muscles if m.side == "right"]
    upper, lower = (next(m for m in found if m.of == of) for of in (over, under))
    assert upper.layer == lower.layer
    assert upper.area.intersects(lower.area)
    assert cover.lies_under(lower, upper, view)
    assert not cover.lies_under(upper, lower, view)


@pytest.mark.parametrize(
    ("levels", "tendon"),
    [((30.0, 90.0), (100, 118)), ((90.0, 30.0), (2, 20))],
    ids=["origin above", "origin below"],
)
def test_a_muscle_that_a_view_shows_in_part_has_its_tendon_at_its_insertion(
    levels: tuple[float, float], tendon: tuple[float, float]
) -> None:
    fibres = Fibres(BAR, [])
    area = Junction(fibres, Tendons(sources=(), insertion=0.25), levels=levels).area(3)
    assert area.contains(shapely.box(5, tendon[0], 25, tendon[1]))
    assert not area.intersects(shapely.box(5, 45, 25, 75))


def test_beyond_a_joint_there_is_only_tendon() -> None:
    fibres, marks = Fibres(BAR, []), {"elbow": (15.0, 0.0), "wrist": (15.0, 70.0)}
    past = tendons.beyond("flexor-carpi-ulnaris", "anterior", marks, fibres.places)
    area = Junction(fibres, Tendons(sources=(), insertion=0.1), past).area(3)
    assert area.contains(shapely.box(5, 82, 25, 118))
    assert not area.intersects(shapely.box(5, 10, 25, 58))
    assert (tendons.beyond("flexor-hallucis-longus", "plantar", marks, fibres.places) > 0).all()
    assert (tendons.beyond("soleus", "posterior", {"knee": (0, 0), "ankle": (0, 500)}, fibres.places) < 0).all()
    assert (tendons.beyond("trapezius-upper", "posterior", marks, fibres.places) < 0).all()


def test_every_tendon_has_a_source_and_a_muscle() -> None:
    drawn = {m.of for view in ("anterior", "posterior", "right-lateral", "plantar", "medial")
             for m in read(PLATES / "neutral-adult" / f"{view}.svg").muscles}  # fmt: skip
    for of, facts in tendons.facts().items():
        assert of in drawn
        assert facts.sources
        assert facts.origin or facts.insertion
        assert facts.origin + facts.insertion < 0.9
    known = cover.facts()
    for name in ("order", "covered", "bare", "bone", "organs", "thoracolumbar_fascia", "sheets", "skin"):
        assert set(getattr(known, name)) <= drawn, name
    for entry in known.over:
        assert {entry.muscle, *entry.over} <= drawn
        assert entry.sources


def test_the_committed_forms_are_those_of_the_plates() -> None:
    plate = read(PLATES / "neutral-adult" / "plantar.svg")
    made, committed = (
        index(raw)
        for raw in (
            forms.packed(plate, list(muscle_form.forms(plate, {}))),
            (PLATES / "neutral-adult" / "plantar.forms").read_bytes(),
        )
    )
    assert [row[:2] for row in made] == [row[:2] for row in committed], "run `python -m platemaker forms`"
    strokes = [(row[12], other[12]) for row, other in zip(made, committed, strict=True)]
    assert all(abs(a - b) <= 0.1 * b + 2 for a, b in strokes)


def index(raw: bytes) -> list[list[Any]]:
    """The rows of a file of forms: muscle, fingerprint, and so on."""
    head = msgspec.msgpack.decode(raw[8 : 8 + int.from_bytes(raw[:8], "little")])
    rows: list[list[Any]] = head[1]
    return rows


# --- pennate muscles ------------------------------------------------------------------------------------------------

ANGLE = np.radians(20.0)
LINES = [np.array([(x, 2.0), (x, 118.0)]) for x in (8.0, 15.0, 22.0)]
"""Strokes along the line of pull, straight down the bar."""


def slanted(slant: Slant, x: float) -> float:
    """The mean of how far fibres run to the right on their way down, as a tangent, about a column of the bar."""
    fibres = Fibres(BAR, LINES, slant=slant)
    near = (np.abs(fibres.places[:, 0] - x) < 1.5) & (np.abs(fibres.places[:, 1] - 60) < 30)
    return float((fibres.direction[near, 0] / fibres.direction[near, 1]).mean())


def test_fibres_of_a_pennate_muscle_run_to_its_middle_from_both_sides() -> None:
    slant = Slant(ANGLE)
    assert slanted(slant, 5.0) == pytest.approx(np.tan(ANGLE), abs=0.06)
    assert slanted(slant, 25.0) == pytest.approx(-np.tan(ANGLE), abs=0.06)
    assert slanted(slant, 15.0) == pytest.approx(0.0, abs=0.1)


def test_fibres_with_a_tendon_at_one_side_run_to_it_all_over_the_belly() -> None:
    for side in (1.0, -1.0):
        for x in (6.0, 15.0, 24.0):
            assert slanted(Slant(ANGLE, side=side), x) == pytest.approx(side * np.tan(ANGLE), abs=0.06)


def test_a_belly_with_several_tendons_has_fibres_to_each() -> None:
    slant = Slant(ANGLE, bands=3)
    signs = [np.sign(slanted(slant, 5.0 + 10 * band + way)) for band in range(3) for way in (-3.5, 3.5)]
    assert signs == [1, -1] * 3


def test_the_slant_leaves_lengths_and_tendons_as_they_are() -> None:
    plain, slant = Fibres(BAR, LINES), Fibres(BAR, LINES, slant=Slant(ANGLE))
    assert np.allclose(plain.along, slant.along)
    facts = Tendons(sources=(), insertion=0.3)
    assert np.allclose(Junction(plain, facts).depth, Junction(slant, facts).depth)
    tendon = Junction(slant, facts).depth > 6
    assert np.allclose(Junction(slant, facts).direction[tendon], slant.pull[tendon], atol=0.02)


def test_a_tendon_in_the_middle_reaches_farther_up_than_at_the_edges() -> None:
    fibres = Fibres(BAR, LINES, slant=Slant(ANGLE, rise=0.2))
    area = Junction(fibres, Tendons(sources=(), insertion=0.3)).area(3)
    middle, edge = (area.intersection(shapely.box(x - 1, 0, x + 1, 120)).bounds[1] for x in (15.0, 2.0))
    assert 10 < edge - middle < 34


def test_every_pennate_muscle_has_a_source_and_is_drawn_where_it_slants() -> None:
    for of, facts in pennation.facts().items():
        assert facts.sources
        assert 3 < facts.angle < 45
        for view in facts.toward:
            assert of in {m.of for m in read(PLATES / "neutral-adult" / f"{view}.svg").muscles}, (of, view)
            assert pennation.slant_of(of, view) is not None
    assert pennation.slant_of("soleus", "anterior") is None


def test_the_two_heads_of_the_calf_slant_to_each_other() -> None:
    medial, lateral = (pennation.slant_of(f"gastrocnemius-{head}", "posterior") for head in ("medial", "lateral"))
    assert medial is not None
    assert lateral is not None
    assert (medial.side, lateral.side) == (1, -1), "from behind, the right leg's outer side has the larger x"
