"""Views: orthographic cameras that remember, for each pixel, the triangle and the place in it that they see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

from . import mesh
from .body import Posed, limb_share, posed_body
from .mesh import Floats, Ints

Box = tuple[float, float, float, float]
PAPER: Box = (-560.0, 0.0, 560.0, 1800.0)
"""The paper of a plate of the whole body, in mm: x0, y0, x1, y1; y from the crown downward."""
SOLES: Box = (-170.0, 0.0, 170.0, 330.0)
"""The paper of a plate of the soles."""
TOES = 225.0
"""Where the mesh's z = 0 lies on a plate of the soles, mm below its upper edge."""


@dataclass(frozen=True, slots=True)
class View:
    """`pose` it shows; `across` and `near`: the mesh axis (0 x, 1 y, 2 z) and its sign that run right, to the eye.

    `up` is the axis that runs up the paper. `limb`: the one part of the body that the view shows. `zoom`: how many
    times as fine as others its pictures are taken.
    """

    name: str
    pose: str
    across: tuple[int, int]
    near: tuple[int, int]
    up: int = 1
    paper: Box = PAPER
    limb: str = ""
    zoom: float = 1.0

    def project(self, xyz: Floats, stature: float) -> Floats:
        """(..., 3) mesh mm -> (..., 3): plate x, plate y, nearness in mm."""
        return np.add(self.turn(xyz), (0.0, stature if self.up == 1 else TOES, 0.0))

    def turn(self, vectors: Floats) -> Floats:
        """Directions (..., 3) of the mesh -> across, down, toward the eye."""
        (i, right), (k, toward) = self.across, self.near
        return np.stack([right * vectors[..., i], -vectors[..., self.up], toward * vectors[..., k]], -1)

    def facing(self, normals: Floats) -> Floats:
        """Cosine between a normal and the direction to the eye."""
        axis, sign = self.near
        return sign * normals[..., axis]


VIEWS = {
    v.name: v
    for v in (
        View("anterior", "anatomical", (0, 1), (2, 1)),
        View("posterior", "anatomical", (0, -1), (2, -1)),
        View("right-lateral", "lateral", (2, 1), (0, -1)),
        View("left-lateral", "lateral", (2, -1), (0, 1)),
        View("plantar", "anatomical", (0, 1), (1, -1), up=2, paper=SOLES, limb="foot", zoom=2.0),
    )
}
CANONICAL_VIEWS = ("anterior", "posterior", "right-lateral", "plantar")
"""The views that curves are drawn on."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What a camera saw, `scale` px a mm from (`left`, `top`) mm.

    `hit` (h, w): the triangle, or -1; `bary` (h, w, 2): the place in it; `depth` (h, w): nearness, mm.
    """

    view: View
    body: Posed
    scale: float
    left: float
    top: float
    hit: NDArray[np.int32]
    bary: NDArray[np.float32]
    depth: NDArray[np.float32]

    def pixels(self, xy: Floats) -> tuple[Ints, Ints]:
        """Rows and columns of the pixels that hold plate positions; outside ones are moved to the rim."""
        h, w = self.hit.shape
        column = np.floor((xy[..., 0] - self.left) * self.scale).astype(np.int64).clip(0, w - 1)
        row = np.floor((xy[..., 1] - self.top) * self.scale).astype(np.int64).clip(0, h - 1)
        return row, column

    def centres(self, rows: Ints, columns: Ints) -> Floats:
        return np.stack([(columns + 0.5) / self.scale + self.left, (rows + 0.5) / self.scale + self.top], -1)


@numba.njit(cache=True)
def _rasterize(points, triangles, height, width):  # type: ignore[no-untyped-def]
    depth = np.full((height, width), -1e9, np.float32)
    hit = np.full((height, width), -1, np.int32)
    bary = np.zeros((height, width, 2), np.float32)
    for t in range(len(triangles)):
        ax, ay, az = points[triangles[t, 0]]
        bx, by, bz = points[triangles[t, 1]]
        cx, cy, cz = points[triangles[t, 2]]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if area >= -1e-12:  # turned away: y grows downward, so faces toward the eye run the other way
            continue
        y0, y1 = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0), min(int(max(ay, by, cy) + 0.5), height - 1)
        x0, x1 = max(int(np.ceil(min(ax, bx, cx) - 0.5)), 0), min(int(max(ax, bx, cx) + 0.5), width - 1)
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                u = ((by - cy) * (x + 0.5 - cx) + (cx - bx) * (y + 0.5 - cy)) / area
                v = ((cy - ay) * (x + 0.5 - cx) + (ax - cx) * (y + 0.5 - cy)) / area
                if u >= -1e-9 and v >= -1e-9 and u + v <= 1 + 1e-9:
                    z = u * az + v * bz + (1 - u - v) * cz
                    if z > depth[y, x]:
                        depth[y, x], hit[y, x] = z, t
                        bary[y, x, 0], bary[y, x, 1] = u, v
    return hit, bary, depth


def photograph(body: Posed, view: View, scale: float, box: Box | None = None) -> Picture:
    """Take a picture of a box (x0, y0, x1, y1) of the plate, mm; None is all of its paper."""
    left, top, right, bottom = box or view.paper
    points = view.project(body.vertices, body.stature)
    points[:, 0], points[:, 1] = (points[:, 0] - left) * scale, (points[:, 1] - top) * scale
    shape = round((bottom - top) * scale), round((right - left) * scale)
    kept = triangles_of(view.limb)
    hit, bary, depth = _rasterize(points, mesh.topology().triangles[kept], *shape)
    return Picture(view, body, scale, left, top, np.where(hit < 0, -1, kept[hit]).astype(np.int32), bary, depth)


@cache
def triangles_of(limb: str) -> Ints:
    """The triangles of a limb, or all of them."""
    triangles = mesh.topology().triangles
    if not limb:
        return np.arange(len(triangles))
    return np.flatnonzero((limb_share(limb)[triangles] > 0.5).all(1))


@cache
def picture(body: str, view: str, scale: float) -> Picture:
    """One body in one view, remembered for the run. `scale` is that of a whole body; a view may zoom."""
    v = VIEWS[view]
    return photograph(posed_body(body, v.pose), v, scale * v.zoom)
