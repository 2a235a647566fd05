"""The forms of muscles: what is seen and covered of each, its tendons, strokes and light."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from bodymap.body import bodies, forms, plates
from bodymap.body.forms import COVERED, DARK, FLAT, LEVELS, Forms, load
from bodymap.body.geometry import CLOSE, MOVE, Shape, area, bounds, distance, inside, rings
from bodymap.body.plate import Part, Plate
from bodymap.files.disk import assets

VIEWS = [(body, view) for body in plates.bodies() for view in plates.views(body)]
EVERY = pytest.mark.parametrize(("body", "view"), VIEWS)


def muscles(plate: Plate) -> list[Part]:
    return [part for part in plate.parts if part.kind == "muscle"]


def named(body: str, view: str, id: str) -> tuple[Part, forms.Form]:
    found, plate = load(body, view), plates.load(body, view)
    assert found
    part = next(part for part in plate.parts if part.id == id)
    form = found.of(part)
    assert form
    return part, form


@EVERY
def test_every_muscle_of_every_plate_has_its_form(body: str, view: str) -> None:
    known = load(body, view)
    assert known, "run `python -m platemaker forms`"
    stale = [part.id for part in muscles(plates.load(body, view)) if known.of(part) is None]
    assert not stale, f"drawn since `python -m platemaker forms`: {stale}"


@EVERY
def test_what_is_seen_and_what_is_covered_make_up_the_muscle(body: str, view: str) -> None:
    known = load(body, view)
    assert known
    for part in muscles(plates.load(body, view)):
        form = known.of(part)
        assert form
        if form.seen is None:
            assert not form.under
            continue
        whole = area(part.shape)
        made = area(form.seen) + sum(area(shape) for _, shape in form.under)
        # Crumbs and seams between the two are left out.
        assert 0.8 * whole - 60 < made < 1.02 * whole + 5, part.id


@EVERY
def test_tendons_and_strokes_lie_in_their_muscle(body: str, view: str) -> None:
    known = load(body, view)
    assert known
    for part in muscles(plates.load(body, view)):
        form = known.of(part)
        assert form
        x0, y0, x1, y1 = bounds([part.shape])
        points = np.concatenate([form.tendon.points, form.strokes.curves[:, [0, 3]].reshape(-1, 2)])
        assert (points > (x0 - 3, y0 - 3)).all(), part.id
        assert (points < (x1 + 3, y1 + 3)).all(), part.id
        assert form.gap > 1
        if form.seen is None and area(part.shape) > 1500:
            assert {0, 1, 2} == set(form.strokes.level.tolist()), part.id


def test_the_left_side_is_the_mirror_image_of_the_right_one() -> None:
    _, right = named("neutral-adult", "posterior", "soleus.right")
    _, left = named("neutral-adult", "posterior", "soleus.left")
    assert right.seen
    assert left.seen
    assert np.allclose(left.seen.points, right.seen.points * (-1, 1))
    assert np.allclose(left.strokes.curves, right.strokes.curves * (-1, 1))
    _, near = named("neutral-adult", "left-lateral", "deltoid-middle.left")
    _, other = named("neutral-adult", "right-lateral", "deltoid-middle.right")
    assert np.allclose(near.strokes.curves, other.strokes.curves * (-1, 1))


def test_soleus_is_seen_below_the_calf_and_its_tendon_is_that_of_achilles() -> None:
    part, soleus = named("neutral-adult", "posterior", "soleus.right")
    assert soleus.seen
    assert {"gastrocnemius-medial", "gastrocnemius-lateral"} <= {of for of, _ in soleus.under}
    (_, top, _, bottom), (_, start, _, end) = bounds([part.shape]), bounds([soleus.tendon])
    assert end == pytest.approx(bottom, abs=3), "it ends at the heel"
    assert 0.35 < (end - start) / (bottom - top) < 0.65
    assert [shape.codes[0] for _, shape in soleus.under] == [MOVE] * len(soleus.under)
    assert all(shape.codes[-1] == CLOSE for _, shape in soleus.under)
    assert soleus.edge.codes[-1] != CLOSE


BEYOND = {
    ("elbow", "wrist"): (
        "brachioradialis extensor-carpi-radialis-longus extensor-carpi-radialis-brevis extensor-digitorum "
        "extensor-carpi-ulnaris extensor-indicis extensor-pollicis-longus extensor-pollicis-brevis "
        "abductor-pollicis-longus flexor-carpi-radialis palmaris-longus flexor-carpi-ulnaris "
        "flexor-digitorum-superficialis flexor-digitorum-profundus flexor-pollicis-longus"
    ),
    ("knee", "ankle"): (
        "soleus plantaris tibialis-anterior tibialis-posterior extensor-digitorum-longus extensor-hallucis-longus "
        "fibularis-longus fibularis-brevis fibularis-tertius flexor-digitorum-longus flexor-hallucis-longus"
    ),
}
"""Muscles that reach the hand or the foot only with their tendons (Gray's Anatomy, 42nd ed., 2020)."""

TOOTH = 12.0
"""mm: how far the teeth of a belly may reach over the middle of the joint."""


@pytest.mark.parametrize("limb", BEYOND, ids=" to ".join)
@pytest.mark.parametrize("body", plates.bodies())
def test_beyond_the_wrist_and_the_ankle_long_muscles_are_tendon(body: str, limb: tuple[str, str]) -> None:
    checked = set()
    for view in ("anterior", "posterior", "right-lateral", "plantar", "medial"):
        plate = plates.load(body, view)
        marks = {p.of: np.array((p.x, p.y)) for p in plate.points if p.kind == "landmark" and p.side == "right"}
        for part in muscles(plate):
            if part.side != "right" or part.of not in BEYOND[limb].split():
                continue
            form = named(body, view, part.id)[1]
            x0, y0, x1, y1 = bounds([part.shape])
            grid = np.stack(np.meshgrid(np.arange(x0, x1, 1.5), np.arange(y0, y1, 1.5)), -1).reshape(-1, 2)
            own = grid[inside(rings(part.shape), grid)]
            if view != "plantar":  # it shows only what is beyond the ankle
                above, joint = (marks[name] for name in limb)
                own = own[(own - joint) @ (joint - above) > TOOTH * np.hypot(*(joint - above))]
            tendons = [ring for shape in (form.tendon, form.sinew) if len(shape.codes) for ring in rings(shape)]
            if len(own) > 10:
                found = np.any([inside([ring], own) for ring in tendons], axis=0) | (distance(tendons, own) < 1)
                assert found.mean() > 0.97, (view, part.of)
                checked.add(part.of)
    assert len(checked) > 8


def test_a_muscle_under_bone_or_fascia_is_not_seen_at_all() -> None:
    for id in ("multifidus-lumborum.right", "piriformis.left", "rhomboid-minor.right"):
        _, form = named("neutral-adult", "posterior", id)
        assert form.seen is not None
        assert not len(form.seen.codes)
        assert form.under
        assert min(form.strokes.kind.tolist()) == COVERED


def test_the_seen_parts_of_a_view_do_not_lie_on_each_other() -> None:
    known, plate = load("female-adult", "posterior"), plates.load("female-adult", "posterior")
    assert known
    shapes = []
    for part in muscles(plate):
        form = known.of(part)
        assert form
        shapes += (
            rings(part.shape if form.seen is None else form.seen) if form.seen is None or len(form.seen.codes) else []
        )
    box = bounds([part.shape for part in muscles(plate)])
    grid = np.stack(np.meshgrid(np.arange(box[0], box[2], 4.0), np.arange(box[1], box[3], 4.0)), -1).reshape(-1, 2)
    count = np.sum([inside([ring], grid) for ring in shapes if len(ring) > 2], axis=0)
    assert (count > 1).mean() < 0.004


def test_levels_are_nested_and_each_is_denser() -> None:
    _, form = named("neutral-adult", "posterior", "gluteus-maximus.right")
    dark = form.strokes.level[form.strokes.kind == DARK]
    counts = [int((dark <= level).sum()) for level in range(len(LEVELS))]
    assert counts[0] * 1.5 < counts[1]
    assert counts[1] * 1.5 < counts[2]


@EVERY
def test_the_relief_covers_the_body_and_is_alike_on_both_sides(body: str, view: str) -> None:
    known, shading = load(body, view), plates.load(body, view).shading
    assert known
    assert shading
    relief = known.relief
    assert relief.box == pytest.approx(shading.box, abs=1)
    assert relief.grey.shape == shading.grey.shape
    assert FLAT * 0.9 < np.percentile(relief.grey, 90) <= 255
    if view in ("anterior", "posterior", "plantar"):
        assert np.array_equal(relief.grey, relief.grey[:, ::-1])


def test_a_shape_that_has_changed_has_no_form() -> None:
    part, _ = named("neutral-adult", "posterior", "soleus.right")
    known = load("neutral-adult", "posterior")
    assert known
    moved = Shape(part.shape.points + 0.5, part.shape.codes)
    assert known.of(msgspec.structs.replace(part, shape=moved)) is None
    assert known.of(msgspec.structs.replace(part, of="another")) is None


@pytest.mark.parametrize("raw", [b"", b"short", b"\xff" * 64, (3).to_bytes(8, "little") + b"\x93\x63\x90\x90"])
def test_a_file_that_holds_no_forms_is_as_none(raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "neutral-adult"
    folder.mkdir()
    (folder / "anterior.forms").write_bytes(raw)
    monkeypatch.setattr(bodies, "_folder", lambda: tmp_path)
    load.cache_clear()
    try:
        assert load("neutral-adult", "anterior") is None
        assert load("neutral-adult", "posterior") is None
    finally:
        load.cache_clear()


def test_the_maker_and_the_reader_agree_on_the_file() -> None:
    raw = (assets() / "plates" / "neutral-adult" / "plantar.forms").read_bytes()
    known = Forms(raw)
    assert known.of(next(p for p in muscles(plates.load("neutral-adult", "plantar")))) is not None
