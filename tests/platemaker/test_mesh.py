"""The mesh: subdivision, symmetry, the proportions of the three bodies."""

from __future__ import annotations

import numpy as np
import pytest

from platemaker import body, mesh, pose
from platemaker.camera import VIEWS, triangles_of

pytestmark = pytest.mark.plates
BODIES = ("neutral-adult", "female-adult", "male-adult")


def test_subdividing_averages_and_invents_nothing() -> None:
    weights = mesh.topology().weights
    assert np.asarray(weights.sum(1)).ravel() == pytest.approx(1.0)


def test_catmull_clark_brings_a_cube_toward_a_ball() -> None:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    fine = corners
    for _ in range(3):
        step = mesh.catmull_clark(quads, len(fine))
        fine, quads = step.weights @ fine, step.quads
    radius = np.linalg.norm(fine, axis=1)
    assert len(quads) == 6 * 4**3
    assert radius.min() > 0.8 * radius.max()


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_the_mirror_of_itself(name: str) -> None:
    from scipy.spatial import cKDTree

    vertices = body.posed_body(name, "anatomical").vertices
    away, _ = cKDTree(vertices).query(vertices * [-1, 1, 1])
    assert away.max() < 0.01


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda v: v.name)
def test_a_body_fits_its_paper(name: str, view) -> None:  # type: ignore[no-untyped-def]
    posed = body.posed_body(name, view.pose)
    shown = np.unique(mesh.topology().triangles[triangles_of(view.limb)])
    xy = view.project(posed.vertices[shown], posed.stature)[:, :2]
    xy = xy[~view.above_cut(xy[:, 1], posed.stature)]
    assert (xy.min(0) >= np.subtract(view.paper[:2], 0.001)).all()
    assert (xy.max(0) <= view.paper[2:]).all()
    if view.limb:
        return
    assert xy[:, 1].min() == pytest.approx(0, abs=0.01)
    assert xy[:, 1].max() == pytest.approx(posed.stature, abs=0.01)


@pytest.mark.parametrize("name", BODIES)
def test_the_anatomical_position(name: str) -> None:
    j = body.posed_body(name, "anatomical").joints
    for side, s in (("l", 1), ("r", -1)):
        arm = j[f"{side}-elbow"] - j[f"{side}-shoulder"]
        hand = j[f"{side}-finger-3-1"] - j[f"{side}-hand"]
        thumb = j[f"{side}-finger-1-3"] - j[f"{side}-hand"]
        abduction = np.degrees(np.arctan2(s * arm[0], -arm[1]))
        assert 14 < abduction < 24
        assert abs(arm[2]) < 0.1 * np.linalg.norm(arm)
        assert np.cross(thumb, hand)[2] * s < 0, "palms face forward, thumbs outward"
        assert s * j[f"{side}-hand"][0] > s * j[f"{side}-upper-leg"][0] + 150, "hands clear of the hips"
    assert 120 < j["l-ankle"][0] - j["r-ankle"][0] < 220


def test_raised_arms_hide_behind_each_other() -> None:
    j = body.posed_body("neutral-adult", "lateral").joints
    for name in ("elbow", "hand", "finger-3-4"):
        assert j[f"l-{name}"] == pytest.approx(j[f"r-{name}"] * [-1, 1, 1], abs=0.01)
    assert j["r-hand"][2] > j["r-shoulder"][2] + 200


def test_skin_weights_share_out_every_vertex() -> None:
    assert np.asarray(pose.skin_weights().sum(1)).ravel() == pytest.approx(1.0)


def test_turning_back_and_forth_is_nothing() -> None:
    axis, v = np.array([0.3, -0.5, 0.8]), np.array([1.0, 2.0, 3.0])
    assert pose.turn(axis, -40) @ pose.turn(axis, 40) @ v == pytest.approx(v)
    assert pose.bring(v, axis) @ pose.unit(v) == pytest.approx(pose.unit(axis))
