"""Bones and bony landmarks of every body in every pose, both sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..body import CANONICAL, posed_body
from ..mesh import Floats, Ints
from .fit import fit
from .landmarks import landmarks
from .model import MIDLINE, standing

MIRROR = np.array([-1.0, 1, 1])


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """`name` (`humerus.right`, `skull`), `vertices` (n, 3) mm, `faces` (m, 3) seen from outside."""

    name: str
    vertices: Floats
    faces: Ints


@cache
def half(body: str, pose: str) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Vertices of the left and midline bones, and landmarks."""
    model = standing()
    maps = fit(posed_body(body, pose))
    vertices = {name: maps[name](v) for name, v in model.vertices.items()}
    points = {name: maps[mark.bone](mark.point) for name, mark in landmarks(model).items()}
    return vertices, points


@cache
def bones(body: str = CANONICAL, pose: str = "anatomical") -> tuple[Bone, ...]:
    found = []
    vertices, _ = half(body, pose)
    for name, v in vertices.items():
        faces = standing().faces[name]
        if name in MIDLINE:
            found.append(Bone(name, v, faces))
        else:
            found += [Bone(f"{name}.left", v, faces), Bone(f"{name}.right", v * MIRROR, faces[:, ::-1])]
    return tuple(found)


@cache
def bony_points(body: str = CANONICAL, pose: str = "anatomical") -> dict[str, Floats]:
    """Landmarks by name, `.left` and `.right` on paired ones; mm."""
    _, points = half(body, pose)
    found = {}
    for name, point in points.items():
        if landmarks(standing())[name].bone in MIDLINE and abs(point[0]) < 5:
            found[name] = point * [0, 1, 1]
        else:
            found |= {f"{name}.left": point, f"{name}.right": point * MIRROR}
    return found
