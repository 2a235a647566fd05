"""Landmarks: every name on every body, on the side that it belongs to."""

from __future__ import annotations

import pytest

from platemaker import landmarks
from platemaker.camera import VIEWS

pytestmark = pytest.mark.plates
BODIES = ("neutral-adult", "female-adult", "male-adult")


@pytest.mark.parametrize("body", BODIES)
def test_every_landmark_is_on_some_plate(body: str) -> None:
    names = {m.name for view in VIEWS for m in landmarks.on_plate(body, view)}
    assert names == landmarks.MIDLINE | landmarks.PAIRED | set(landmarks.JOINTS)


@pytest.mark.parametrize("body", BODIES)
def test_right_is_the_patients_right(body: str) -> None:
    for view, sign in (("anterior", -1), ("posterior", 1)):
        for m in landmarks.on_plate(body, view):
            expected = {"right": sign, "left": -sign, "midline": 0}[m.side]
            assert m.x * expected > 20 or (expected == 0 and m.x == 0), (view, m)
    for view, near in landmarks.NEAR_SIDE.items():
        assert {m.side for m in landmarks.on_plate(body, view)} == {near, "midline"}


@pytest.mark.parametrize("body", BODIES)
def test_the_face_looks_to_the_pictures_right_when_the_right_side_is_near(body: str) -> None:
    chin = {v: next(m.x for m in landmarks.on_plate(body, v) if m.name == "chin") for v in landmarks.NEAR_SIDE}
    assert chin["right-lateral"] > 60
    assert chin["left-lateral"] == pytest.approx(-chin["right-lateral"], abs=0.1)


@pytest.mark.parametrize("body", BODIES)
def test_heights_run_from_head_to_heel(body: str) -> None:
    at = {(m.name, m.side): m.y for m in landmarks.on_plate(body, "posterior")}
    order = [
        ("crown", "midline"),
        ("c7", "midline"),
        ("scapula-inferior-angle", "right"),
        ("t12", "midline"),
        ("l5", "midline"),
        ("psis", "right"),
        ("ischial-tuberosity", "right"),
        ("knee", "right"),
        ("fibula-head", "right"),
        ("lateral-malleolus", "right"),
        ("heel", "right"),
    ]
    heights = [at[name] for name in order]
    assert heights == sorted(heights)
    assert at["t12", "midline"] < at["iliac-crest", "right"] < at["psis", "right"]
