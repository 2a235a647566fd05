"""The areas that ship: their records, the sets they make, and where the plates have them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import area, bounds, distance, inside, rings, spans
from bodymap.body.plate import Part, Plate
from bodymap.errors import BodymapError
from bodymap.knowledge import condition_library, conditions
from bodymap.knowledge.anatomy import Side, View, atlas
from bodymap.knowledge.areas import Area, AreaSet, areas, load
from bodymap.knowledge.flags import flags

AREAS = areas().areas
SETS = areas().sets
BODIES = plates.bodies()
TENDER = [id for id in AREAS if id.startswith("tender-")]
FINE = [id for id in AREAS if AREAS[id].within and id not in TENDER]
TILES = [id for id in AREAS if not AREAS[id].within and id != "low-back"]
"""Areas that meet and do not cover one another; by its definition the low back lies over buttocks and tailbone."""

TINY = 60.0
"""An area that shows less than this many mm² on its best view can't be pointed at."""
MIRRORED = 0.5
"""How far, in mm, a left area may be from the mirror image of the right one."""
AT_ITS_EDGE = 3.0
"""mm: a fingertip lies on its finger's border."""
OVERLAP = 0.06
"""Of the smaller of two neighbours."""
LONGEST_NAME = 36
"""Letters: what fits in a column of labels."""
LONGEST_DEFINITION = 40
"""Words."""


def of_id(record: Area | AreaSet) -> str:
    return record.id


def shown(body: str, view: str, id: str, side: str | None = None) -> list[Part]:
    """What a plate has of an area."""
    parts = plates.load(body, view).parts
    return [p for p in parts if p.kind == "area" and p.of == id and side in (None, p.side)]


def landmark(plate: Plate, name: str) -> float:
    """The height of a landmark, mm below the crown."""
    return next(p.y for p in plate.points if p.kind == "landmark" and p.of == name)


# --- Records --------------------------------------------------------------------------------------------------------


def test_there_is_an_area_for_what_patients_point_at() -> None:
    assert len(TILES) + 1 >= 55
    wanted = "jaw-joint eye ear teeth neck-back low-back groin tailbone lateral-elbow wrist palm knee-back heel sole"
    assert set(wanted.split()) <= set(AREAS)


@pytest.mark.parametrize("record", AREAS.values(), ids=of_id)
def test_an_area_is_named_and_defined_in_one_sentence(record: Area) -> None:
    assert len(record.name) <= LONGEST_NAME
    assert record.definition.endswith(".")
    assert len(re.findall(r"\.(?!\d)", record.definition)) == 1
    assert len(record.definition.split()) <= LONGEST_DEFINITION
    assert record.region in {muscle.region for muscle in atlas().muscles.values()}


@pytest.mark.parametrize("id", [id for id in AREAS if id not in TENDER])
def test_an_area_has_the_words_that_people_use(id: str) -> None:
    assert AREAS[id].also


def test_a_word_means_one_area() -> None:
    words = [{word.casefold().replace("-", " ") for word in (id, a.name, *a.also)} for id, a in AREAS.items()]
    assert [word for word, count in Counter(word for own in words for word in own).items() if count > 1] == []


@pytest.mark.parametrize(
    ("id", "keys"), [("low-back", {"dionne-2008"}), ("neck-back", {"merskey-1994", "guzman-2008"})]
)
def test_an_agreed_definition_is_cited(id: str, keys: set[str]) -> None:
    assert {citation.key for citation in AREAS[id].sources} == keys


def test_a_set_of_an_unknown_area_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "areas.yaml"
    path.write_text(
        "areas: [{id: heel, name: Heel, region: foot, definition: The heel.}]\n"
        "sets: [{id: one, name: One, note: A set, sources: [], sites: [{id: a, name: A, areas: [heal]}]}]\n"
    )
    with pytest.raises(BodymapError) as caught:
        load(path, atlas())
    assert str(caught.value).startswith("areas.yaml: one: a: areas: unknown area 'heal'; did you mean 'heel'?")


@pytest.mark.parametrize("condition", condition_library.library(), ids=lambda condition: condition.id)
def test_a_conditions_pain_is_somewhere(condition: conditions.Condition) -> None:
    assert set(conditions.every_pain(condition)) <= set(AREAS)


# --- Sets -----------------------------------------------------------------------------------------------------------


def test_the_tender_points_of_1990_are_nine_pairs_and_no_trigger_points() -> None:
    found = SETS["fibromyalgia-1990"]
    assert len(found.sites) == 18
    assert "not trigger points" in found.note
    assert Counter((site.areas, site.sides) for site in found.sites) == Counter(
        ((id,), (side,)) for id in TENDER for side in ("left", "right")
    )


def test_widespread_pain_of_2016_counts_nineteen_areas_in_five_regions() -> None:
    found = SETS["widespread-pain-2016"]
    assert Counter(site.group for site in found.sites) == {
        "left upper": 4,
        "right upper": 4,
        "left lower": 3,
        "right lower": 3,
        "axial": 5,
    }
    used = Counter((id, side) for site in found.sites for id in site.areas for side in site.sides)
    assert max(used.values()) == 1, "no place counts twice"


@pytest.mark.parametrize("named", SETS.values(), ids=of_id)
def test_a_site_asks_for_sides_that_its_areas_have(named: AreaSet) -> None:
    for site in named.sites:
        sides = {side for id in site.areas for side in (("left", "right") if AREAS[id].paired else ("midline",))}
        if len(site.sides) == 1 and site.sides[0] != "midline":  # it halves its areas across the midline
            continue
        assert set(site.sides) <= sides, site.id
        assert all(set(site.sides) & ({"left", "right"} if AREAS[id].paired else {"midline"}) for id in site.areas)


# --- Plates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", AREAS)
@pytest.mark.parametrize("body", BODIES)
def test_every_area_can_be_pointed_at_on_every_body(body: str, id: str) -> None:
    for side in ("left", "right") if AREAS[id].paired else ("midline",):
        found = [area(p.shape) for view in View for p in shown(body, view, id, side)]
        assert max(found, default=0.0) > TINY, f"not on the {side}"


@pytest.mark.parametrize("body", BODIES)
def test_paired_areas_have_sides_and_the_others_none(body: str) -> None:
    for view in View:
        for part in plates.load(body, view).parts:
            if part.kind == "area":
                assert (part.side == Side.MIDLINE) != AREAS[part.of].paired, part.id


@pytest.mark.parametrize("view", [View.ANTERIOR, View.POSTERIOR, View.PLANTAR])
@pytest.mark.parametrize("body", BODIES)
def test_left_is_the_patients_left(body: str, view: View) -> None:
    outward = 1 if view == View.POSTERIOR else -1
    for id in AREAS:
        for part in shown(body, view, id, "right"):
            (left,) = shown(body, view, id, "left")
            x0, y0, x1, y1 = bounds([part.shape])
            assert min(outward * x0, outward * x1) >= -MIRRORED, part.id
            assert bounds([left.shape]) == pytest.approx((-x1, y0, -x0, y1), abs=MIRRORED)


@pytest.mark.parametrize("view", [View.ANTERIOR, View.POSTERIOR])
@pytest.mark.parametrize("body", BODIES)
def test_an_area_of_the_midline_is_its_own_mirror_image(body: str, view: View) -> None:
    for id in [id for id in AREAS if not AREAS[id].paired]:
        for part in shown(body, view, id):
            (x0, y0), (x1, y1) = (line := np.concatenate(rings(part.shape))).min(0), line.max(0)
            assert x0 == pytest.approx(-x1, abs=2.0), id
            for y in np.linspace(y0, y1, 9)[1:-1]:
                here = spans(rings(part.shape), y)
                assert sum(b * b - a * a for a, b in here) == pytest.approx(0, abs=3.0 * (x1 - x0)), id


@pytest.mark.parametrize("body", BODIES)
def test_the_low_back_reaches_from_the_twelfth_rib_to_below_the_sit_bones(body: str) -> None:
    plate = plates.load(body, View.POSTERIOR)
    (part,) = shown(body, View.POSTERIOR, "low-back")
    _, top, _, bottom = bounds([part.shape])
    assert landmark(plate, "t12") - 15 < top < landmark(plate, "t12") + 40
    assert landmark(plate, "ischial-tuberosity") < bottom < landmark(plate, "ischial-tuberosity") + 60


@pytest.mark.parametrize("body", BODIES)
def test_the_nape_ends_at_the_first_thoracic_vertebra(body: str) -> None:
    plate = plates.load(body, View.POSTERIOR)
    (part,) = shown(body, View.POSTERIOR, "neck-back")
    bottom = bounds([part.shape])[3]
    assert landmark(plate, "c7") + 10 < bottom < landmark(plate, "c7") + 55


@pytest.mark.parametrize(
    ("id", "view", "name"),
    [
        ("buttock", View.POSTERIOR, "ischial-tuberosity"),
        ("heel", View.POSTERIOR, "heel"),
        ("knee-front", View.ANTERIOR, "patella"),
        ("hip-side", View.RIGHT_LATERAL, "greater-trochanter"),
        ("lateral-elbow", View.RIGHT_LATERAL, "lateral-epicondyle"),
        ("ear", View.RIGHT_LATERAL, "ear"),
        ("ankle-outer", View.RIGHT_LATERAL, "lateral-malleolus"),
        ("fingers", View.ANTERIOR, "fingertip-3"),
        ("great-toe", View.ANTERIOR, "toe-1"),
    ],
)
@pytest.mark.parametrize("body", BODIES)
def test_an_area_lies_over_its_bone(body: str, view: View, id: str, name: str) -> None:
    plate = plates.load(body, view)
    mark = next(p for p in plate.points if p.kind == "landmark" and p.of == name and p.side == "right")
    (part,) = shown(body, view, id, "right")
    at = np.array([[mark.x, mark.y]])
    assert inside(rings(part.shape), at)[0] or distance(rings(part.shape), at)[0] < AT_ITS_EDGE


@pytest.mark.parametrize("view", View)
def test_areas_tile(view: View) -> None:
    """Neighbours meet; none covers another."""
    body = BODIES[0]
    found = [p for id in TILES for p in shown(body, view, id) if p.side != "left" or view == View.LEFT_LATERAL]
    for a, b in combinations(found, 2):
        one, other = bounds([a.shape]), bounds([b.shape])
        x0, y0, x1, y1 = np.maximum(one[:2], other[:2]).tolist() + np.minimum(one[2:], other[2:]).tolist()
        smaller = min(area(a.shape), area(b.shape))
        if x0 >= x1 or y0 >= y1 or smaller < TINY * 5:  # a rim at the silhouette, which another view shows whole
            continue
        grid = np.stack(np.meshgrid(np.arange(x0, x1), np.arange(y0, y1)), -1).reshape(-1, 2)
        both = inside(rings(a.shape), grid) & inside(rings(b.shape), grid) if len(grid) else np.zeros(0, bool)
        assert both.sum() < OVERLAP * smaller, f"{a.id} and {b.id}"


# --- Finer areas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("id", [*FINE, *TENDER])
def test_a_finer_area_lies_within_the_larger_ones(body: str, id: str) -> None:
    """A good part of it, in one view: a tendon behind the ankle bone borders on the heel, a joint line on the kneecap."""
    side = "right" if AREAS[id].paired else "midline"
    shares = []
    for view in View:
        for part in shown(body, view, id, side):
            x0, y0, x1, y1 = bounds([part.shape])
            grid = np.stack(np.meshgrid(np.linspace(x0, x1, 40), np.linspace(y0, y1, 40)), -1).reshape(-1, 2)
            points = grid[inside(rings(part.shape), grid)]
            larger = [inside(rings(p.shape), points) for name in AREAS[id].within for p in shown(body, view, name)]
            shares.append(float(np.any(larger, axis=0).mean()) if larger else 0.0)
    assert max(shares) > 0.35


def test_a_finer_area_of_an_unknown_one_or_of_a_finer_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "areas.yaml"
    heel = "{id: heel, name: Heel, region: foot, definition: The heel.}"
    inner = "{id: inner, name: Inner, region: foot, definition: Its inner side., within: [heel]}"
    for wrong, said in (
        ("hell", "areas.yaml: tip: within: unknown area 'hell'; did you mean 'heel'?"),
        ("inner", "areas.yaml: tip: within: 'inner' is a finer area itself; name the larger one"),
    ):
        tip = f"{{id: tip, name: Tip, region: foot, definition: Its tip., within: [{wrong}]}}"
        path.write_text(f"areas: [{heel}, {inner}, {tip}]\n")
        with pytest.raises(BodymapError) as caught:
            load(path, atlas())
        assert str(caught.value).startswith(said)


def test_a_finer_area_counts_as_the_larger_ones() -> None:
    assert areas().with_larger(["sacroiliac", "buttock"]) == ("sacroiliac", "low-back", "buttock")
    assert flags().required(["collarbone-hollow"]) == flags().required(["collarbone-hollow", "neck-side"])
    assert areas().is_fine("trochanter")
    assert not areas().is_fine("hip-side")
    assert not areas().is_fine("no such area")
