"""Locates named points of the body on a plate: bony points that show on the skin, and joint centres inside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from .body import posed_body
from .camera import VIEWS
from .curves import Drawing, drawings
from .surface import lift, mirrored, put

JOINTS = {
    "shoulder": "shoulder",
    "elbow": "elbow",
    "wrist": "hand",
    "hip": "upper-leg",
    "knee": "knee",
    "ankle": "ankle",
}
"""Landmarks and the rig's joints. The rig's centres are made for skinning, up to 3 cm from the anatomical ones."""
OF_LIMB = {"foot": ("ankle",), "right-leg": ("hip", "knee", "ankle")}
"""The joints that a view of one limb has; the hip, from which the leg's length is measured, even above its cut."""
MIDLINE = frozenset(["crown", "chin", "c7", "t12", "l5", "sternal-notch", "xiphoid", "navel", "pubis"])
PAIRED = frozenset(
    [
        "ear",
        "acromion",
        "lateral-epicondyle",
        "medial-epicondyle",
        "knuckle-3",
        "fingertip-3",
        "scapula-inferior-angle",
        "iliac-crest",
        "asis",
        "psis",
        "greater-trochanter",
        "ischial-tuberosity",
        "patella",
        "fibula-head",
        "lateral-malleolus",
        "medial-malleolus",
        "heel",
        "toe-1",
    ]
)
NEAR_SIDE = {"left-lateral": "left", "right-lateral": "right"}


@dataclass(frozen=True, slots=True)
class Landmark:
    name: str
    side: str
    where: str
    x: float
    y: float


@cache
def drawn() -> dict[str, Drawing]:
    """Return surface landmarks by name. If several views draw one, the first counts."""
    found: dict[str, Drawing] = {}
    for d in drawings():
        if d.kind == "landmarks":
            found.setdefault(d.id, d)
    unknown = set(found) - MIDLINE - PAIRED
    if unknown:
        raise ValueError(f"landmarks that nobody knows: {', '.join(sorted(unknown))}")
    return found


def on_plate(body: str, view: str) -> Iterator[Landmark]:
    """Yield a plate's visible surface landmarks and joint centres; in lateral views, only those of the near side."""
    v = VIEWS[view]
    if v.one_sided:
        for mark in _of_one_side(body, view):
            yield from (mark, replace(mark, side="left", x=-mark.x))
        return
    near = NEAR_SIDE.get(view)
    for name, d in drawn().items():
        for side in ("midline",) if name in MIDLINE else ("right", "left"):
            xy, from_view = (d.lines[0], d.view) if side != "left" else mirrored(d.lines[0], d.view)
            if side == "midline":
                xy = xy if d.view == "right-lateral" else xy * [0, 1]
            xy, visible = put(lift(xy, from_view), body, view)
            # The midline is on the outline of lateral views, and the crown on that of every view.
            rim = side == "midline" and (near is not None or name == "crown")
            if side == "midline" and near is None:
                xy[0, 0] = 0.0
            if (visible[0] or rim) and side in ("midline", near or side):
                yield Landmark(name, side, "surface", float(xy[0, 0]), float(xy[0, 1]))
    posed = posed_body(body, v.pose)
    for name, joint in JOINTS.items():
        if v.limb and name not in OF_LIMB[v.limb]:
            continue
        for side in ("right", "left") if near is None else (near,):
            x, y, _ = v.project(np.asarray(posed.joints[f"{side[0]}-{joint}"]), posed.stature)
            yield Landmark(name, side, "inside", float(x), float(y))


def _of_one_side(body: str, view: str) -> Iterator[Landmark]:
    """Yield the landmarks of the right side in a view that shows nothing else."""
    v = VIEWS[view]
    for name, d in drawn().items():
        if name in PAIRED:
            xy, visible = put(lift(d.lines[0], d.view), body, view)
            if visible[0]:
                yield Landmark(name, "right", "surface", float(xy[0, 0]), float(xy[0, 1]))
    posed = posed_body(body, v.pose)
    for name in OF_LIMB[v.limb]:
        x, y, _ = v.project(np.asarray(posed.joints[f"r-{JOINTS[name]}"]), posed.stature)
        yield Landmark(name, "right", "inside", float(x), float(y))
