"""Where names point in pictures of the library: to a seen belly, off tendons, rings and other limbs, in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from bodymap.body import forms, plates
from bodymap.body.geometry import area, distance, inside, rings
from bodymap.content.pain_rings import PainRings, pain_rings
from bodymap.content.structures import tender
from bodymap.display import pain_marks
from bodymap.layout.records import Figure, Label
from bodymap.layout.segments import crossed
from bodymap.scene import Scene, plan
from tests.layout import box_of, overlap

SAMPLES = [
    ("tennis-elbow", {"side": "right"}),
    ("tennis-elbow", {"side": "left", "size": "a4", "body": "male-adult"}),
    ("golfers-elbow", {"side": "right"}),
    ("carpal-tunnel", {"side": "right", "size": "a4"}),
    ("plantar-fasciitis", {"side": "left", "size": "a4"}),
    ("plantar-fasciitis", {"side": "right", "body": "female-adult"}),
    ("neck-pinched-nerve", {"side": "left"}),
    ("rotator-cuff-pain", {"side": "right"}),
    ("rotator-cuff-pain", {"side": "left", "size": "letter"}),
    ("jaw-disorder", {"side": "right"}),
    ("low-back-pain", {"body": "female-adult"}),
    ("calf-and-hamstring", {"size": "a4"}),
    ("shin-splints", {"side": "both", "size": "a4"}),
    ("groin-strain", {"side": "right", "size": "a5"}),
    ("desk-neck-and-upper-back", {"size": "square"}),
]

LEAST_SEEN = 0.06
"""Of a muscle of which less than this share is seen, the name may point to its window."""

ON_RING = 3.0
"""A leader that ends nearer than this to the line of a ring, pt, seems to name the ring."""


@cache
def scene(n: int) -> Scene:
    condition, options = SAMPLES[n]
    return plan(condition, **options)  # type: ignore[arg-type]


def leaders(shown: Scene) -> Iterator[tuple[Label, Figure]]:
    """Yield the names with a leader, each with the figure that it ends on."""
    for label in shown.labels:
        if label.leader and not label.badge:
            x, y = label.leader[-1]
            yield (
                label,
                next(f for f in shown.figures if f.place[0] < x < f.place[2] and f.place[1] < y < f.place[3]),
            )


def end_on_plate(label: Label, figure: Figure) -> np.ndarray:
    x, y = label.leader[-1]
    (x0, y0, _, _), place = figure.frame, figure.place
    return np.array([[x0 + (x - place[0]) / figure.scale, y0 + (place[3] - y) / figure.scale]])


def of_muscle(label: Label, figure: Figure) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the seen belly of a muscle and its seen tendons on a figure; nothing if it is covered there."""
    known, parts = (
        forms.load(figure.body, figure.view),
        {p.id: p for p in plates.load(figure.body, figure.view).parts},
    )
    seen, tendons = [], []
    for one in figure.highlights:
        part = parts[one.part]
        form = known.of(part) if known and one.muscle == label.muscle else None
        if form and not figure.opened.takes_off(part):
            bared = figure.opened.bares(part)
            shown = part.shape if bared or form.seen is None else form.seen
            tendon = form.sinew if bared and len(form.sinew.codes) else form.tendon
            sinew = area(tendon) if len(tendon.codes) else 0.0
            if len(shown.codes) and area(shown) - sinew > LEAST_SEEN * area(part.shape):
                seen += rings(shown)
                tendons += rings(tendon) if len(tendon.codes) else []
    return seen, tendons


@pytest.mark.parametrize("n", range(len(SAMPLES)))
def test_a_leader_ends_in_the_seen_belly_of_its_muscle(n: int) -> None:
    for label, figure in leaders(scene(n)):
        belly, tendons = of_muscle(label, figure)
        if belly:
            end = end_on_plate(label, figure)
            assert inside(belly, end)[0], f"{label.muscle}: beside what is seen of it"
            assert not tendons or not inside(tendons, end)[0], f"{label.muscle}: on its tendon"


@pytest.mark.parametrize("n", range(len(SAMPLES)))
def test_a_leader_does_not_end_on_the_border_of_a_muscle_with_room(n: int) -> None:
    for label, figure in leaders(scene(n)):
        belly, tendons = of_muscle(label, figure)
        width = min(float(np.ptp(np.concatenate(belly), 0).min()), 40.0) * figure.scale if belly else 0.0
        if width > 30.0:
            away = float(distance([*belly, *tendons], end_on_plate(label, figure))[0]) * figure.scale
            assert away > 1.5, f"{label.muscle}: {away:.1f} pt from its border"


@pytest.mark.parametrize("n", range(len(SAMPLES)))
def test_few_leaders_end_on_the_line_of_a_ring(n: int) -> None:
    """None does, unless a muscle is so small that it has no other place."""
    on = []
    for label, figure in leaders(scene(n)):
        plate = plates.load(figure.body, figure.view)
        marks = pain_rings(plate, figure.sore, figure.frame, figure.scale, tender(figure.structures))
        lines = [ring for mark in marks for ring in drawn_rings(mark, figure.scale)]
        belly, _ = of_muscle(label, figure)
        if lines and belly and area_on_sheet(belly, figure) > 400.0:
            away = float(distance(lines, end_on_plate(label, figure))[0]) * figure.scale
            on += [label.muscle] if away < ON_RING else []
    assert not on


def drawn_rings(mark: PainRings, scale: float) -> list[np.ndarray]:
    """The rings of a mark as they are drawn, on the plate: a small one is a pin."""
    if mark.reach * scale >= pain_marks.LEAST:
        return [ring for shape in mark.rings for ring in rings(shape)]
    turn = np.linspace(0.0, 2 * np.pi, 60)
    return [np.array(mark.place) + pain_marks.PIN / scale * np.stack([np.cos(turn), np.sin(turn)], 1)]


def area_on_sheet(polygons: list[np.ndarray], figure: Figure) -> float:
    x, y = zip(*(ring.T for ring in polygons), strict=True)
    loops = (abs(float(np.dot(a, np.roll(b, -1)) - np.dot(np.roll(a, -1), b))) / 2 for a, b in zip(x, y, strict=True))
    return sum(loops) * figure.scale**2


@pytest.mark.parametrize("n", range(len(SAMPLES)))
def test_leaders_cross_neither_each_other_nor_a_name(n: int) -> None:
    shown = scene(n)
    assert not crossed([label.leader for label in shown.labels if label.leader])
    for label, _ in leaders(shown):
        for other in shown.labels:
            if other is not label:
                x0, y0, x1, y1 = other.box
                along = np.concatenate([np.linspace(a, b, 200) for a, b in pairwise(label.leader)])
                assert not ((along > (x0, y0)) & (along < (x1, y1))).all(1).any(), (label.muscle, other.muscle)


@pytest.mark.parametrize("n", range(len(SAMPLES)))
def test_a_picture_has_leaders_to_all_of_its_names_or_numbers_for_all(n: int) -> None:
    assert len({bool(label.badge) for label in scene(n).labels}) == 1


def test_two_sides_with_other_values_have_a_name_each_on_their_own_side() -> None:
    from bodymap.finding import named_muscles

    shown = plan(named_muscles.chart(["soleus@left=0.3", "soleus@right=0.9"]))
    said = {label.lines[1].text: label.box[0] for label in shown.labels if label.muscle == "soleus"}
    assert set(said) == {"Intensity 0.3", "Intensity 0.9"}
    assert said["Intensity 0.3"] < said["Intensity 0.9"], "from the back, the patient's left is on the left"
    assert "deep" in {key.kind for key in shown.legend}, "its dashed edge is explained"


def test_points_that_were_chosen_by_number_have_their_numbers_beside_them() -> None:
    from bodymap.finding import named_muscles

    chosen = plan(named_muscles.chart(["infraspinatus.1,2@left"]))
    assert {text.text for figure in chosen.figures for text in figure.numerals} == {"P1", "P2"}
    assert sum(bool(re.match(r"P\d ", line.text)) for label in chosen.labels for line in label.lines) == 2
    usual = plan("rotator-cuff-pain", side="left")
    assert not any(figure.numerals for figure in usual.figures), "a condition's points are common sites"


def test_no_name_stands_between_the_lines_of_the_title() -> None:
    """The first line is short, and the name would have room beside it."""
    scene = plan("knee-osteoarthritis", side="both", size="letter-landscape")
    first, *rest = [text for text in scene.texts if text.size == max(t.size for t in scene.texts)]
    assert rest, "the title takes several lines"
    boxes = [box_of(text) for text in (first, *rest)]
    title = (boxes[0][0], boxes[-1][1], max(box[2] for box in boxes), boxes[0][3])
    assert not any(overlap(label.box, title) for label in scene.labels)
