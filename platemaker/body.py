"""Builds a body in a pose, in millimetres, on the mesh topology that all bodies share."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from . import mesh, pose
from .mesh import Floats, Ints

SOURCES = Path(__file__).parent / "sources"
CANONICAL = "neutral-adult"
"""The body that the curves are drawn on."""

GRID = 1e-4
"""Coordinates are rounded to multiples of this, mm, so that rounding differences between processors don't show."""


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A posed body: `vertices` (n, 3) and `normals` (n, 3) of the fine skin, and joint centres by name in `joints`.

    In mm: x to the body's left, y up, z to the front. The soles are at y = 0, the crown at y = `stature`.
    """

    stature: float
    vertices: Floats
    normals: Floats
    joints: dict[str, Floats]


@cache
def recipes() -> dict[str, dict[str, float]]:
    return yaml.safe_load((SOURCES / "bodies.yaml").read_text())


@cache
def poses() -> dict[str, pose.Pose]:
    read = yaml.safe_load((SOURCES / "poses.yaml").read_text())
    return {k: pose.Pose(**{n: tuple(x) if isinstance(x, list) else x for n, x in v.items()}) for k, v in read.items()}


LIMBS = {
    "arm": ("upperarm*", "lowerarm*", "wrist*", "metacarpal*", "finger*"),
    "leg": ("upperleg*", "lowerleg*", "foot*", "toe*"),
    "right-leg": ("pelvis.R", "upperleg*.R", "lowerleg*.R", "foot.R", "toe*.R"),
    "foot": ("foot*", "toe*"),
    "trunk": ("root*", "spine*", "breast*", "clavicle*", "shoulder*", "pelvis*", "neck*"),
}
"""Patterns of the names of the bones in each limb and in the trunk."""


@cache
def limb_share(limb: str) -> Floats:
    """Return the share of each fine vertex's skin weight that belongs to a limb's bones: (n,), from 0 to 1."""
    mine = np.array([any(fnmatchcase(name, pattern) for pattern in LIMBS[limb]) for name in pose.rig()], float)
    return np.asarray(mesh.topology().weights @ (pose.skin_weights() @ mine)).ravel()


def vertex_normals(vertices: Floats, triangles: Ints) -> Floats:
    """Return outward unit normals (n, 3): the means of the adjacent faces' normals, weighted by area."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    normals = np.stack(
        [sum(np.bincount(triangles[:, k], face[:, axis], len(vertices)) for k in range(3)) for axis in range(3)], 1
    )
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


@cache
def posed_body(body: str, pose_name: str) -> Posed:
    recipe = recipes()[body]
    coarse = mesh.shaped(recipe["sex"], recipe["muscle"], recipe["ideal"], recipe.get("extra", {}))
    coarse = mesh.smooth_nipples(coarse)
    moved = pose.posed(coarse, poses()[pose_name])
    fine = mesh.topology().weights @ moved
    floor, crown = fine[:, 1].min(), fine[:, 1].max()
    scale = recipe["stature"] / (crown - floor)
    vertices = np.round((fine - [0, floor, 0]) * scale / GRID) * GRID
    names = [g.removeprefix("joint-") for g in mesh.base_mesh().groups if g.startswith("joint-")]
    joints = {name: (pose.joint(moved, name) - [0, floor, 0]) * scale for name in names}
    return Posed(recipe["stature"], vertices, vertex_normals(vertices, mesh.topology().triangles), joints)
