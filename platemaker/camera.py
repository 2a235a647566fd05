"""Orthographic cameras, one per view, that record which triangle each pixel shows, and where in it."""

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
"""The paper of a plate of the whole body, (x0, y0, x1, y1) in mm; y runs down from the crown."""
SOLES: Box = (-170.0, 0.0, 170.0, 330.0)
"""The paper of a plate of the soles, mm."""
TOES = 225.0
"""Position of the mesh's z = 0 on a plate of the soles, mm below its upper edge."""
LEGS: Box = (-330.0, 720.0, 330.0, 1800.0)
"""The paper of a plate of the inner sides of the legs, mm."""
HEEL_TO_HEEL = 110.0
"""Position of the mesh's z = 0 on a plate of the inner sides of the legs, mm left or right of its middle."""
GROIN = 0.461
"""A plate of the legs alone shows them up to this share of the stature, just below the groin of every body."""


@dataclass(frozen=True, slots=True)
class View:
    """A view of a body in a `pose`.

    `across` and `near` are the mesh axes (0 x, 1 y, 2 z), with signs, that point right and to the eye. `up` is the axis
    that points up the paper. `limb` is the only part of the body shown, if not all of it. `zoom` is the factor by which
    its pictures have a higher resolution than those of other views. A view of the inner sides is `one_sided`: pictures
    show the right one, on the left half of the paper, and a plate shows its mirror image too. `shift` is added across,
    mm. Nothing is shown above `top`, a share of the stature.
    """

    name: str
    pose: str
    across: tuple[int, int]
    near: tuple[int, int]
    up: int = 1
    paper: Box = PAPER
    limb: str = ""
    zoom: float = 1.0
    one_sided: bool = False
    shift: float = 0.0
    top: float = 1.0

    def project(self, xyz: Floats, stature: float) -> Floats:
        """Convert mesh positions (..., 3) to plate x, plate y and nearness to the eye (..., 3), all in mm."""
        return np.add(self.turn(xyz), (self.shift, stature if self.up == 1 else TOES, 0.0))

    def above_cut(self, y: Floats, stature: float) -> NDArray[np.bool_]:
        """Return which plate heights lie above what the view shows of a body."""
        return np.asarray(y < (1 - self.top) * stature) & (self.top < 1)

    def turn(self, vectors: Floats) -> Floats:
        """Convert mesh directions (..., 3) to across, down and toward the eye (..., 3)."""
        (i, right), (k, toward) = self.across, self.near
        return np.stack([right * vectors[..., i], -vectors[..., self.up], toward * vectors[..., k]], -1)

    def facing(self, normals: Floats) -> Floats:
        """Return the cosine of the angle between each normal and the direction to the eye."""
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
        View(
            "medial",
            "anatomical",
            (2, -1),
            (0, 1),
            paper=LEGS,
            limb="right-leg",
            one_sided=True,
            shift=-HEEL_TO_HEEL,
            top=GROIN,
        ),
    )
}
CANONICAL_VIEWS = ("anterior", "posterior", "right-lateral", "plantar", "medial")
"""The views that the curves are drawn on."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What a camera sees, at `scale` px/mm, with the upper left corner at (`left`, `top`) mm.

    `hit` (h, w) is the triangle in each pixel, or -1; `bary` (h, w, 2) is the position in it, in barycentric
    coordinates; `depth` (h, w) is the nearness to the eye, mm.
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
        """Return rows and columns of the pixels at plate positions; those outside are moved to the nearest edge."""
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
        if area >= -1e-12:  # faces away: y grows downward, so faces toward the eye have the opposite orientation
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
    """Take a picture of a box of the plate, (x0, y0, x1, y1) in mm; None for the whole paper."""
    left, top, right, bottom = box or view.paper
    points = view.project(body.vertices, body.stature)
    points[:, 0], points[:, 1] = (points[:, 0] - left) * scale, (points[:, 1] - top) * scale
    shape = round((bottom - top) * scale), round((right - left) * scale)
    kept = triangles_of(view.limb)
    hit, bary, depth = _rasterize(points, mesh.topology().triangles[kept], *shape)
    rows = top + (np.arange(shape[0]) + 0.5) / scale
    hit[view.above_cut(rows, body.stature)] = -1
    return Picture(view, body, scale, left, top, np.where(hit < 0, -1, kept[hit]).astype(np.int32), bary, depth)


@cache
def triangles_of(limb: str) -> Ints:
    """Return the indices of a limb's triangles; of all triangles if `limb` is empty."""
    triangles = mesh.topology().triangles
    if not limb:
        return np.arange(len(triangles))
    return np.flatnonzero((limb_share(limb)[triangles] > 0.5).all(1))


@cache
def picture(body: str, view: str, scale: float) -> Picture:
    """Return a cached picture of a body in a view, at `scale` px/mm times the view's zoom."""
    v = VIEWS[view]
    return photograph(posed_body(body, v.pose), v, scale * v.zoom)
