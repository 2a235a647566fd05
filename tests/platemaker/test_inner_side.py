"""The view of the inner side: one leg is photographed, a plate shows its mirror image too, and it is drawn by itself."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from platemaker import body, camera, landmarks, parts, surface

VIEW = camera.VIEWS["medial"]
BODIES = list(body.recipes())


@pytest.mark.parametrize("name", BODIES)
def test_a_picture_shows_the_right_leg_alone(name: str) -> None:
    shot = camera.picture(name, "medial", 1.0)
    seen = shot.hit[shot.hit >= 0]
    places = shot.body.vertices[surface.mesh.topology().triangles[seen]].mean(1)
    assert (places[:, 0] < 0).all()
    assert places[:, 1].max() <= VIEW.top * shot.body.stature + 5
    assert (shot.centres(*np.nonzero(shot.hit >= 0))[:, 0] < 0).all()


@pytest.mark.parametrize("name", BODIES)
def test_the_leg_is_whole_at_the_cut(name: str) -> None:
    """Just below the cut, one run of the leg from front to back, without a gap where it meets the trunk."""
    shot = camera.picture(name, "medial", 1.0)
    top = int(np.nonzero((shot.hit >= 0).any(1))[0].min())
    columns = np.flatnonzero(shot.hit[top + 1] >= 0)
    assert (np.diff(columns) == 1).all()
    assert len(columns) > 130


def test_the_outline_is_both_legs_turned_the_same_way() -> None:
    right, left = parts.outline_rings(camera.picture("neutral-adult", "medial", 1.0))
    ring = shapely.LinearRing
    assert ring(right).is_ccw == ring(left).is_ccw
    assert shapely.Polygon(left).equals(shapely.Polygon(right * [-1, 1]))


def test_landmarks_of_both_sides_mirror_each_other() -> None:
    found = {(m.name, m.side): (m.x, m.y) for m in landmarks.on_plate("neutral-adult", "medial")}
    assert {name for name, _ in found} >= {"knee", "ankle", "hip", "medial-malleolus"}
    assert all(found[name, "left"] == (-x, y) for (name, side), (x, y) in found.items() if side == "right")


def test_no_other_plate_uses_its_drawings() -> None:
    drawn = parts.drawn("muscles")["gracilis"]
    assert {d.view for d in drawn} == {"anterior", "posterior", "medial"}
    assert {d.view for d in parts.used(drawn, "medial")} == {"medial"}
    assert {d.view for d in parts.used(drawn, "anterior")} == {"anterior", "posterior"}
    rectus = parts.drawn("muscles")["rectus-femoris"]
    assert parts.used(rectus, "medial") == rectus  # not drawn on it


@pytest.mark.parametrize("name", BODIES)
def test_an_area_drawn_in_front_and_behind_has_no_gap_between(name: str) -> None:
    inner = parts.region("areas", "knee-inner", name, "medial")
    assert inner is not None
    assert {d.view for d in parts.drawn("areas")["knee-inner"]} == {"anterior", "posterior"}
    assert inner.area.geom_type == "Polygon"
    middle = inner.area.centroid.y
    across = shapely.intersection(inner.area, shapely.LineString([(-330, middle), (0, middle)]))
    assert across.geom_type == "LineString"
    assert across.length > 50
