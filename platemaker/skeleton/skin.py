"""Questions that a fit asks of the skin of a posed body. Millimetres, mesh axes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from ..body import Posed
from ..mesh import Floats
from .maps import Map, warp

REFERENCE = 1700.0
"""The stature that the fit's lengths are told for, mm; they grow with the body."""


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    body: Posed
    tree: cKDTree = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", cKDTree(self.body.vertices))

    @property
    def scale(self) -> float:
        return self.body.stature / REFERENCE

    def mm(self, *xyz: float) -> Floats:
        """A shift told for the reference stature."""
        return np.array(xyz) * self.scale

    def joint(self, name: str) -> Floats:
        return self.body.joints[name].copy()

    def left(self, name: str) -> Floats:
        return self.joint(f"l-{name}")

    def reach(self, x: float, y: float, way: int, radius: float = 6.0) -> float:
        """Z of the skin farthest to the front (way 1) or the back (way -1) about x, y."""
        v = self.body.vertices
        near = np.hypot(v[:, 0] - x, v[:, 1] - y) < radius
        return float(way * (way * v[near, 2]).max())

    def width(self, y: float, z: tuple[float, float], most: float) -> float:
        """Greatest x below `most` of the skin about a height, between two depths."""
        v = self.body.vertices
        near = (np.abs(v[:, 1] - y) < 5) & (v[:, 2] > z[0]) & (v[:, 2] < z[1]) & (v[:, 0] < most)
        return float(v[near, 0].max())

    def radius(self, centre: Floats, directions: Floats, keep: Floats) -> Floats:
        """Distance of the skin from an inner point in each of some unit directions, among the vertices to keep.

        For a part that is seen whole from its centre, as the vault of the head is.
        """
        away = self.body.vertices[keep] - centre
        far = np.linalg.norm(away, axis=1)
        gap, near = cKDTree(away / far[:, None]).query(directions, k=6)
        weight = 1 / (gap + 1e-3)
        return (far[near] * weight).sum(1) / weight.sum(1)

    def depth(self, points: Floats) -> Floats:
        """Distance to the nearest skin, mm, > 0 inside: along the normal of the nearest vertex where that is clear."""
        gap, near = self.tree.query(points, k=4)
        inward = -((points[:, None] - self.body.vertices[near]) * self.body.normals[near]).sum(-1).mean(1)
        return np.sign(inward) * gap[:, 0]


def under(skin: Skin, placed: Floats, least: float) -> Map:
    """A gentle warp that brings what is nearer to the skin than `least`, or beyond it, to that depth."""
    sample = placed[::3]
    goal = sample.copy()
    for _ in range(3):
        gap, near = skin.tree.query(goal)
        normal = skin.body.normals[near]
        deep = -((goal - skin.body.vertices[near]) * normal).sum(1)
        shallow = (deep < least) & (gap < 40)
        goal[shallow] -= normal[shallow] * (least - deep[shallow, None])
    return warp(sample, goal, smoothing=5.0)
