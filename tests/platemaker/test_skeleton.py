"""The bones of the drafting sheets: inside the skin, of a plausible size, at the levels that anatomists give."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from platemaker import body, skeleton
from platemaker.skeleton.inside import before_skin, outside

pytestmark = [
    pytest.mark.plates,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(name) for name in ("mujoco", "myo_sim")),
        reason="the bones are not here: make sheet-tools",
    ),
]
BODIES = ("neutral-adult", "female-adult", "male-adult")
HEAD = ("skull", "jaw")
"""The skin has a mouth, whose cave counts as outside; these bones are asked whether they come through the face."""


@pytest.mark.parametrize("pose", ["anatomical", "lateral"])
@pytest.mark.parametrize("name", BODIES)
def test_bones_lie_inside_the_skin(name: str, pose: str) -> None:
    posed = body.posed_body(name, pose)
    for bone in skeleton.bones(name, pose):
        share = (before_skin if bone.name in HEAD else outside)(posed, bone.vertices).mean()
        assert share < 0.05, f"{bone.name}: {share:.1%} of its vertices"


@pytest.mark.parametrize("name", BODIES)
def test_long_bones_have_the_length_of_a_human_one(name: str) -> None:
    """Shares of the stature, with room for a composite model: femur about 27 %, humerus about 19 % (Trotter 1952)."""
    stature = body.posed_body(name, "anatomical").stature
    sizes = {b.name: float(np.linalg.norm(np.ptp(b.vertices, axis=0))) / stature for b in skeleton.bones(name)}
    assert 0.25 < sizes["femur.right"] < 0.29
    assert 0.17 < sizes["humerus.right"] < 0.205
    assert sizes["femur.left"] == pytest.approx(sizes["femur.right"])


@pytest.mark.parametrize("name", BODIES)
def test_the_shoulder_blade_spans_the_second_to_the_eighth_rib(name: str) -> None:
    at = {k: p[1] for k, p in skeleton.bony_points(name).items()}
    assert at["scapula-spine-root.right"] == pytest.approx(at["t3"], abs=12)
    assert at["t8"] - 12 < at["scapula-inferior-angle.right"] < at["t7"] + 12


@pytest.mark.parametrize("name", BODIES)
def test_the_line_between_the_iliac_crests_crosses_the_fourth_lumbar_or_the_space_below(name: str) -> None:
    """Tuffier's line; the tip of a spinous process lies a little below its vertebra's middle."""
    at = {k: p[1] for k, p in skeleton.bony_points(name).items()}
    assert at["l5"] < at["iliac-crest.right"] < at["l4"] + 12
