"""A muscle seen from two views is one patch of the surface: what leaves one view enters the next at the same height."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely

from platemaker import curves, surface
from platemaker.camera import VIEWS, picture

pytestmark = pytest.mark.plates
PLATES = Path(__file__).parent.parent.parent / "assets" / "plates"
WRAPPED = {
    "deltoid-anterior": ("anterior", "right-lateral"),
    "deltoid-posterior": ("posterior", "right-lateral"),
    "trapezius-upper": ("posterior", "right-lateral"),
    "latissimus-dorsi": ("posterior", "right-lateral"),
    "gluteus-maximus": ("posterior", "right-lateral"),
    "biceps-femoris-long": ("posterior", "right-lateral"),
    "gastrocnemius-lateral": ("posterior", "right-lateral"),
    "soleus": ("posterior", "right-lateral"),
    "brachioradialis": ("anterior", "right-lateral"),
    "extensor-digitorum": ("posterior", "right-lateral"),
}
BOTH_SEE_WELL = 0.35
"""Cosine to both eyes."""


@cache
def regions(body: str, view: str) -> dict[str, shapely.Geometry]:
    root = ET.fromstring((PLATES / body / f"{view}.svg").read_text())
    return {
        e.get("id", ""): surface.polygon(list(curves.flattened(e.get("d", ""), view)))
        for e in root.iter(f"{{{curves.SVG}}}path")
        if e.get("data-layer")
    }


@cache
def shared_places(body: str, one: str, other: str) -> tuple[np.ndarray, np.ndarray]:
    """Places, 2 mm apart on the first view, that both views see well: where they lie on the one and on the other."""
    shot = picture(body, one, surface.LIFT_SCALE)
    rows, columns = np.nonzero(shot.hit[::5, ::5] >= 0)
    xy = shot.centres(rows * 5, columns * 5)
    places = surface.lift(xy, one, body)
    there, visible = surface.put(places, body, other)
    squarely = np.minimum(
        VIEWS[one].facing(places.normals(shot.body)),
        VIEWS[other].facing(places.normals(picture(body, other, surface.LIFT_SCALE).body)),
    )
    keep = visible & (squarely > BOTH_SEE_WELL)
    return xy[keep], there[keep]


@pytest.mark.parametrize("body", ["neutral-adult", "female-adult"])
@pytest.mark.parametrize("muscle", WRAPPED)
def test_two_views_show_one_patch(body: str, muscle: str) -> None:
    one, other = WRAPPED[muscle]
    here, there = shared_places(body, one, other)
    name = f"{muscle}.right"
    in_one = shapely.contains_xy(regions(body, one)[name], here)
    in_other = shapely.contains_xy(regions(body, other)[name], there)
    either = (in_one | in_other).sum()
    assert either > 20, "the two views share no part of it"
    assert (in_one & in_other).sum() / either > 0.9


@pytest.mark.parametrize("other", ["anterior", "posterior"])
@pytest.mark.parametrize("body", ["neutral-adult", "female-adult", "male-adult"])
def test_what_two_views_see_well_they_label_alike(body: str, other: str) -> None:
    """Place by place, over all muscles but those that each view draws for itself, through what covers them."""
    here, there = shared_places(body, other, "right-lateral")
    through = {d.of for d in curves.drawings() if d.through}
    names = {id for view in (other, "right-lateral") for id in regions(body, view) if id.endswith(".right")}
    alike, labelled = np.ones(len(here), bool), np.zeros(len(here), bool)
    for name in names:
        if name.removesuffix(".right") in through:
            continue
        nothing = shapely.Polygon()
        one = shapely.contains_xy(regions(body, other).get(name, nothing), here)
        two = shapely.contains_xy(regions(body, "right-lateral").get(name, nothing), there)
        alike &= one == two
        labelled |= one | two
    assert labelled.sum() > 200
    assert alike[labelled].mean() > 0.9
