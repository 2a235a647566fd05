"""Which points lie outside the skin: rays along the axes, counted with the sense in which they leave."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from ..body import Posed
from ..camera import _rasterize
from ..mesh import Floats, topology

CELL = 4.0


@numba.njit
def _windings(points, order, starts, low, shape, vertices, triangles):  # type: ignore[no-untyped-def]
    """Signed crossings above each point (axes already turned so that rays run along the third)."""
    total = np.zeros(len(points), np.int64)
    for t in range(len(triangles)):
        ax, ay, az = vertices[triangles[t, 0]]
        bx, by, bz = vertices[triangles[t, 1]]
        cx, cy, cz = vertices[triangles[t, 2]]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if abs(area) < 1e-12:
            continue
        i0, i1 = int((min(ax, bx, cx) - low[0]) / CELL), int((max(ax, bx, cx) - low[0]) / CELL)
        j0, j1 = int((min(ay, by, cy) - low[1]) / CELL), int((max(ay, by, cy) - low[1]) / CELL)
        for i in range(max(i0, 0), min(i1, shape[0] - 1) + 1):
            for j in range(max(j0, 0), min(j1, shape[1] - 1) + 1):
                for k in range(starts[i * shape[1] + j], starts[i * shape[1] + j + 1]):
                    p = order[k]
                    x, y, z = points[p]
                    u = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area
                    v = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area
                    if u >= 0 and v >= 0 and u + v < 1 and u * az + v * bz + (1 - u - v) * cz > z:
                        total[p] += 1 if area > 0 else -1
    return total


def outside(body: Posed, points: Floats) -> NDArray[np.bool_]:
    """True where at least two of three axes say that a point is not inside the skin.

    The skin has a mouth, whose cave counts as outside: for the bones around it ask `before_skin`.
    """
    votes = np.zeros(len(points), np.int64)
    for axes in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        p, v = np.ascontiguousarray(points[:, axes]), np.ascontiguousarray(body.vertices[:, axes])
        # Off the grid of the mesh, so that no ray meets an edge.
        p = p + np.array([1.37e-3, 2.11e-3, 0.0])
        low = p[:, :2].min(0)
        cells = ((p[:, :2] - low) / CELL).astype(np.int64)
        shape = cells.max(0) + 1
        keys = cells[:, 0] * shape[1] + cells[:, 1]
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange(shape[0] * shape[1] + 1))
        votes += _windings(p, order, starts, low, shape, v, topology().triangles) < 1
    return votes >= 2


def before_skin(body: Posed, points: Floats) -> NDArray[np.bool_]:
    """True where a point lies before the skin, or beside the body, for an eye on one of the axes."""
    out = np.zeros(len(points), bool)
    for axes, sign in (((0, 1, 2), 1), ((0, 1, 2), -1), ((1, 2, 0), 1), ((1, 2, 0), -1), ((2, 0, 1), 1)):
        order = list(axes)
        v = body.vertices[:, order] * [1, 1, sign]
        p = points[:, order] * [1, 1, sign]
        low = v[:, :2].min(0)
        w, h = (np.ptp(v[:, :2], axis=0) + 2).astype(int)
        flat = np.stack([v[:, 0] - low[0], h - (v[:, 1] - low[1]), v[:, 2]], 1)
        triangles = topology().triangles
        _, _, near = _rasterize(flat, triangles if sign > 0 else triangles[:, ::-1], h, w)
        column = (p[:, 0] - low[0]).astype(int).clip(0, w - 1)
        row = (h - (p[:, 1] - low[1])).astype(int).clip(0, h - 1)
        out |= p[:, 2] > near[row, column] + 0.5
    return out
