"""Whole plates: built afresh they are the committed ones, and the same bytes every time; and their faces."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from platemaker import curves, plate

pytestmark = pytest.mark.plates
ROOT = Path(__file__).parent.parent.parent
BODY, VIEW = "neutral-adult", "right-lateral"


@pytest.fixture(scope="module")
def fresh() -> str:
    return plate.plate(BODY, VIEW)


def shapes(text: str) -> dict[str, np.ndarray]:
    """Every path by id, as points half a millimetre apart, and every circle's centre."""
    found = {}
    for element in ET.fromstring(text).iter():
        if element.tag == f"{{{curves.SVG}}}path":
            found[element.get("id", "")] = np.concatenate(list(curves.flattened(element.get("d", ""), "")))
        elif element.tag == f"{{{curves.SVG}}}circle":
            found[element.get("id", "")] = np.array([[float(element.get("cx", 0)), float(element.get("cy", 0))]])
    return found


def test_a_plate_built_afresh_is_the_committed_one(fresh: str) -> None:
    committed = shapes((ROOT / "assets" / "plates" / BODY / f"{VIEW}.svg").read_text())
    built = shapes(fresh)
    assert list(built) == list(committed)
    for name, points in built.items():
        assert points.shape == committed[name].shape, name
        assert np.hypot(*(points - committed[name]).T).max() < 0.02, name


def test_two_builds_give_the_same_bytes(fresh: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "platemaker", "build", "--body", BODY, "--view", VIEW, "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "7"}, check=True, capture_output=True)
    again = (tmp_path / BODY / f"{VIEW}.svg").read_bytes()
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(fresh.encode()).hexdigest()


@pytest.mark.parametrize("what", plate.ONLY)
def test_parts_made_anew_on_a_plate_are_those_of_a_whole_build(what: plate.Only, fresh: str) -> None:
    bare = ET.fromstring(fresh)
    for group in [child for child in bare if child.get("id") in plate.ONLY[what]]:
        bare.remove(group)
    again = plate.with_new(what, ET.tostring(bare, encoding="unicode"), BODY, VIEW)
    assert again == plate.with_new(what, fresh, BODY, VIEW)
    assert shapes(again).keys() == shapes(fresh).keys()
    assert all(np.array_equal(points, shapes(fresh)[name]) for name, points in list(shapes(again).items())[-40:])


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
@pytest.mark.parametrize("view", ["anterior", "right-lateral", "left-lateral"])
def test_a_face_has_brows_over_closed_eyes_over_a_mouth(body: str, view: str) -> None:
    drawn = shapes((ROOT / "assets" / "plates" / body / f"{view}.svg").read_text())
    for side in [view.partition("-")[0]] if "lateral" in view else ["left", "right"]:
        down = [drawn[f"feature.{name}.{side}"] for name in ("brow", "lid-fold", "lash-line", "nose-wing", "mouth")]
        heights = [float(line[:, 1].mean()) for line in down]
        assert heights == sorted(heights)
        across = [float(line[:, 0].mean()) for line in down[:3]]
        if view == "anterior":
            assert all((x < 0) == (side == "right") for x in across)
