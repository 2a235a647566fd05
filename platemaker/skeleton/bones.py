"""Bones and bony landmarks of every body in every pose, both sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ..body import CANONICAL, posed_body
from ..mesh import Floats, Ints
from .carry import carry, mover, repose
from .fit import fit
from .landmarks import landmarks
from .maps import Map
from .model import MIDLINE, standing

MIRROR = np.array([-1.0, 1, 1])
POSE = "anatomical"
"""The pose that bones are fitted in."""


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """`name` (`humerus.right`, `skull`), `vertices` (n, 3) mm, `faces` (m, 3) seen from outside."""

    name: str
    vertices: Floats
    faces: Ints


Half = tuple[dict[str, Floats], dict[str, Floats]]
"""Vertices of the left and midline bones, and landmarks."""


def _moved(half: Half, maps: dict[str, Map]) -> Half:
    vertices, points = half
    marks = landmarks(standing())
    return (
        {n: maps[n](v) if n in maps else v for n, v in vertices.items()},
        {n: maps[marks[n].bone](p) if marks[n].bone in maps else p for n, p in points.items()},
    )


@cache
def half(body: str, pose: str) -> Half:
    if pose != POSE:
        start = half(body, POSE)
        parts = repose(start[1], body, pose)
        return _moved(start, {n: parts[part] for n in start[0] if (part := mover(n))})
    if body != CANONICAL:
        start = half(CANONICAL, POSE)
        return _moved(start, {n: carry(n, v, body) for n, v in start[0].items()})
    model = standing()
    found = model.vertices, {n: m.point for n, m in landmarks(model).items()}
    return _moved(found, fit(posed_body(body, pose)))


@cache
def bones(body: str = CANONICAL, pose: str = POSE) -> tuple[Bone, ...]:
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
def bony_points(body: str = CANONICAL, pose: str = POSE) -> dict[str, Floats]:
    """Landmarks by name, `.left` and `.right` on paired ones; mm."""
    _, points = half(body, pose)
    found = {}
    for name, point in points.items():
        if landmarks(standing())[name].bone in MIDLINE and abs(point[0]) < 5:
            found[name] = point * [0, 1, 1]
        else:
            found |= {f"{name}.left": point, f"{name}.right": point * MIRROR}
    return found
