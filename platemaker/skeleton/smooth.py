"""Coarse bones made smooth: Loop's subdivision of triangles, led through the vertices that were measured."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags, vstack

from ..mesh import Floats, Ints


def weld(vertices: Floats, faces: Ints, grid: float = 0.01) -> tuple[Floats, Ints]:
    """Vertices that lie on one spot made one; faces that lost a corner dropped. `grid` mm."""
    _, first, same = np.unique(np.round(vertices / grid), axis=0, return_index=True, return_inverse=True)
    faces = same.reshape(-1)[faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return vertices[first], faces[whole]


def _loop(faces: Ints, count: int) -> tuple[csr_matrix, Ints]:
    """One step (Loop 1987, with Warren's weights) as a matrix over `count` vertices, and the fine faces."""
    ends = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], -1).reshape(-1, 2), axis=1)
    edges, edge_of = np.unique(ends, axis=0, return_inverse=True)
    edge_of = edge_of.reshape(-1)
    n = len(edges)
    opposite = np.roll(faces, 1, axis=1).ravel()
    inner = np.bincount(edge_of, minlength=n) == 2
    middle = coo_matrix((np.ones(2 * n), (np.repeat(np.arange(n), 2), edges.ravel())), (n, count)).tocsr()
    across = coo_matrix((np.ones(len(edge_of)), (edge_of, opposite)), (n, count)).tocsr()
    edge_points = diags(np.where(inner, 0.375, 0.5)) @ middle + diags(np.where(inner, 0.125, 0.0)) @ across

    near = coo_matrix((np.ones(2 * n), (edges.ravel(), edges[:, ::-1].ravel())), (count, count)).tocsr()
    valence = np.asarray(near.sum(1)).ravel().clip(1)
    rim = np.zeros(count, bool)
    rim[edges[~inner].ravel()] = True
    beta = np.where(valence == 3, 3 / 16, 3 / (8 * valence))
    beta[rim] = 0.0  # seams and rims stay where they are
    vertex_points = diags(1 - beta * valence) + diags(beta) @ near

    e = edge_of.reshape(-1, 3) + count
    a, b, c = faces.T
    ab, bc, ca = e.T
    fine = np.vstack([np.stack(t, 1) for t in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))])
    return csr_matrix(vstack([vertex_points, edge_points])), fine


def smooth(vertices: Floats, faces: Ints, levels: int) -> tuple[Floats, Ints]:
    v, f = weld(vertices, faces)
    whole, count = None, len(v)
    for _ in range(levels):
        step, f = _loop(f, count)
        whole, count = (step if whole is None else step @ whole), step.shape[0]
    if whole is None:
        return v, f
    # Subdivision shrinks what is thin. Led through points moved out by as much, it passes near the measured ones.
    control = v.copy()
    for _ in range(2):
        control += 0.7 * (v - (whole @ control)[: len(v)])
    return whole @ control, f
