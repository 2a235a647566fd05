"""Transfers drawings from a canonical view to the surface, and from the surface to any body and view.

A closed curve becomes a field: the signed distance to it (mm, positive inside) on its own view. At a place on the
surface, the fields of all views that the shape was drawn on are averaged, weighted by how squarely each view faces the
place. Places that none of these views sees are not covered. So a shape drawn on two views becomes one patch, and its
border at a silhouette follows the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt
from scipy.spatial import cKDTree

from . import mesh
from .body import CANONICAL, Posed, limb_share, posed_body
from .camera import VIEWS, Picture, picture
from .curves import Drawing
from .mesh import Floats, Ints

LIFT_SCALE = 2.5
"""Resolution, px/mm, of the pictures that curves are lifted through."""
REACH = 10.0
"""Fields extend this far, mm, outside their curve; farther out their value is -REACH."""
EXACT = 3.0
"""A field is exact within this distance of its curve, mm; farther away, to half a step."""
EDGE = 0.16
"""Cosine up to which a view sees the surface too nearly edge-on for its drawings alone to reach there."""
HIDDEN = 4.0
"""A place more than this far, mm, behind what a view sees there is hidden from it."""
GRAZING, SQUARE = 0.10, 0.70
"""Cosines between a view and the surface: below the first a view has no weight, above the second full weight."""
FACING = ("anterior", "posterior")
"""The views that face each other. A view of the inner sides shows, between what the two see, what both see edge-on."""


# --- points ----------------------------------------
@dataclass(frozen=True, slots=True, eq=False)
class SurfacePoints:
    """Places on the shared surface: `triangle` (n,), and barycentric coordinates in `bary` (n, 3)."""

    triangle: Ints
    bary: Floats

    def on(self, body: Posed) -> Floats:
        """Return the positions on a body, (n, 3) in mm."""
        return (body.vertices[mesh.topology().triangles[self.triangle]] * self.bary[..., None]).sum(1)

    def normals(self, body: Posed) -> Floats:
        n = (body.normals[mesh.topology().triangles[self.triangle]] * self.bary[..., None]).sum(1)
        return n / np.linalg.norm(n, axis=1, keepdims=True)

    def share(self, limb: str) -> Floats:
        """Return how much each place belongs to a limb: (n,), from 0 to 1."""
        return (limb_share(limb)[mesh.topology().triangles[self.triangle]] * self.bary).sum(1)


@cache
def _nearest_seen(body: str, view: str) -> NDArray[np.int32]:
    seen = picture(body, view, LIFT_SCALE).hit >= 0
    return distance_transform_edt(~seen, return_distances=False, return_indices=True).astype(np.int32)


def lift(xy: Floats, view: str, body: str = CANONICAL) -> SurfacePoints:
    """Return the visible surface at plate positions (n, 2); off the body, the nearest visible place."""
    shot = picture(body, view, LIFT_SCALE)
    rows, columns = shot.pixels(xy)
    beside = shot.hit[rows, columns] < 0
    if beside.any():
        nearest = _nearest_seen(body, view)
        r, c = nearest[0][rows[beside], columns[beside]], nearest[1][rows[beside], columns[beside]]
        xy = xy.copy()
        rows[beside], columns[beside] = r, c
        xy[beside] = shot.centres(r, c)
    triangle = shot.hit[rows, columns].astype(np.int64)
    corners = VIEWS[view].project(shot.body.vertices[mesh.topology().triangles[triangle]], shot.body.stature)[..., :2]
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = cross(b - c, a - c)
    u, v = cross(b - c, xy - c) / area, cross(xy - c, a - c) / area
    bary = np.stack([u, v, 1 - u - v], 1)
    return SurfacePoints(triangle, bary)


def beside_the_body(drawing: Drawing) -> Floats:
    """Return the points of a drawing outside the silhouette of its view, (n, 2) in mm; empty if all are inside."""
    shot = picture(CANONICAL, drawing.view, LIFT_SCALE)
    return np.concatenate([line[shot.hit[shot.pixels(line)] < 0] for line in drawing.lines])


def cross(a: Floats, b: Floats) -> Floats:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def put(points: SurfacePoints, body: str, view: str) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the plate positions of surface places, (n, 2) in mm, and whether the view sees them."""
    v = VIEWS[view]
    shot = picture(body, view, LIFT_SCALE)
    projected = v.project(points.on(shot.body), shot.body.stature)
    facing = v.facing(points.normals(shot.body))
    rows, columns = shot.pixels(projected)
    visible = (facing > 0) & (projected[:, 2] > shot.depth[rows, columns] - HIDDEN)
    visible &= ~v.above_cut(projected[:, 1], shot.body.stature)
    if v.limb:
        visible &= points.share(v.limb) > 0.5
    return projected[:, :2], visible


MIRRORED = {
    "anterior": "anterior",
    "posterior": "posterior",
    "right-lateral": "left-lateral",
    "left-lateral": "right-lateral",
    "plantar": "plantar",
}
"""The view that shows the other side of the body where each shows one. The inner sides are drawn only once."""


def mirrored(xy: Floats, view: str) -> tuple[Floats, str]:
    """Return the same places on the other side of the body: their positions, and the view.

    Raises:
        KeyError: the view shows only the right side (`View.one_sided`).
    """
    return xy * [-1, 1], MIRRORED[view]


# --- fields ----------------------------------------
@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Signed distance to a closed drawing on its own view: `values` (h, w) in mm, from (x0, y0), `step` mm apart."""

    view: str
    x0: float
    y0: float
    step: float
    values: Floats

    def at(self, xy: Floats) -> Floats:
        """Interpolate the field bilinearly; off the grid it is -REACH."""
        h, w = self.values.shape
        x, y = (xy[:, 0] - self.x0) / self.step, (xy[:, 1] - self.y0) / self.step
        inside = (x >= 0) & (y >= 0) & (x < w - 1) & (y < h - 1)
        i, j = np.where(inside, y, 0).astype(np.int64), np.where(inside, x, 0).astype(np.int64)
        s, t = x - j, y - i
        v = self.values
        value = (v[i, j] * (1 - s) + v[i, j + 1] * s) * (1 - t) + (v[i + 1, j] * (1 - s) + v[i + 1, j + 1] * s) * t
        return np.where(inside, value, -REACH)

    @property
    def box(self) -> tuple[float, float, float, float]:
        h, w = self.values.shape
        return self.x0, self.y0, self.x0 + (w - 1) * self.step, self.y0 + (h - 1) * self.step


def field(drawing: Drawing, step: float = 0.6) -> Field:
    region = polygon(drawing.lines)
    x0, y0, x1, y1 = region.buffer(REACH).bounds
    x0, y0 = np.floor(x0), np.floor(y0)
    xs, ys = np.arange(x0, x1 + step, step), np.arange(y0, y1 + step, step)
    grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    border = np.concatenate([np.asarray(r.segmentize(0.3).coords) for r in rings(region)])
    shape = len(ys), len(xs)
    inside = shapely.contains_xy(region, grid).reshape(shape)
    to_other = np.where(inside, distance_transform_edt(inside), distance_transform_edt(~inside))
    rough = (to_other - 0.5) * step
    distance, near = rough.clip(max=REACH).ravel(), (rough < EXACT).ravel()
    distance[near] = cKDTree(border).query(grid[near])[0]
    distance = distance.reshape(shape)
    return Field(drawing.view, float(x0), float(y0), step, np.where(inside, distance, -distance))


def polygon(lines: Sequence[Floats]) -> shapely.Geometry:
    """Return closed polylines as one area, by the even-odd rule. Self-crossings are repaired."""
    area: shapely.Geometry = shapely.Polygon()
    for line in lines:
        if len(line) >= 3:
            area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(line)))
    return area


def rings(area: shapely.Geometry) -> list[shapely.LinearRing]:
    found = []
    for part in shapely.get_parts(area):
        if part.geom_type == "Polygon" and not part.is_empty:
            found += [part.exterior, *part.interiors]
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            found += rings(part)
    return found


# --- what a plate's pixels are on the canonical body ----------------------------------------
@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How one canonical view sees the places of a plate.

    `xy` (n, 2) are their positions, `say` (n,) the view's weight, `facing` (n,) the cosine, or 0 if not seen. `down`
    are the places where the view has weight, from top to bottom; `heights` are their y.
    """

    xy: NDArray[np.float32]
    say: NDArray[np.float32]
    facing: NDArray[np.float32]
    down: Ints
    heights: NDArray[np.float32]

    def within(self, box: tuple[float, float, float, float]) -> Ints:
        """Return the indices of the places in a box where the view has weight."""
        x0, y0, x1, y1 = box
        band = self.down[np.searchsorted(self.heights, y0, "right") : np.searchsorted(self.heights, y1, "left")]
        across = self.xy[band, 0]
        return band[(across > x0) & (across < x1)]


class Sight:
    """The pixels of one plate that show the body, as places on the canonical body."""

    def __init__(self, shot: Picture) -> None:
        self.shot = shot
        self.rows, self.columns = np.nonzero(shot.hit >= 0)
        u, v = shot.bary[self.rows, self.columns].T.astype(np.float64)
        self.places = SurfacePoints(shot.hit[self.rows, self.columns].astype(np.int64), np.stack([u, v, 1 - u - v], 1))

    @cached_property
    def outward(self) -> tuple[Ints, Ints, Ints]:
        """Rows and columns of the pixels just outside the body, and the index of the nearest pixel on it."""
        seen = self.shot.hit >= 0
        away, nearest = distance_transform_edt(~seen, return_indices=True)
        rows, columns = np.nonzero((away > 0) & (away < 2.0 * self.shot.scale))
        index = np.full(seen.shape, -1, np.int64)
        index[self.rows, self.columns] = np.arange(len(self.rows))
        return rows, columns, index[nearest[0][rows, columns], nearest[1][rows, columns]]

    @cache  # noqa: B019 - a sight lives as long as its plate is being made
    def look(self, view: str) -> Look:
        v = VIEWS[view]
        canon = posed_body(CANONICAL, v.pose)
        projected = v.project(self.places.on(canon), canon.stature)
        facing = v.facing(self.places.normals(canon))
        shot = picture(CANONICAL, view, LIFT_SCALE)
        seen = (facing > 0) & (projected[:, 2] > shot.depth[shot.pixels(projected)] - HIDDEN)
        if v.limb:
            seen &= self.places.share(v.limb) > 0.5
        t = ((facing - GRAZING) / (SQUARE - GRAZING)).clip(0, 1)
        say = np.where(seen, t * t * (3 - 2 * t), 0)
        xy, said = projected[:, :2].astype(np.float32), np.flatnonzero(say > 0)
        down = said[xy[said, 1].argsort(kind="stable")]
        return Look(xy, say.astype(np.float32), np.where(seen, facing, 0).astype(np.float32), down, xy[down, 1])

    @cached_property
    def lateral_offset(self) -> Floats:
        """Distances from the midline toward the right of the canonical body, (n,) in mm."""
        return -self.places.on(posed_body(CANONICAL, "anatomical"))[:, 0]

    @cache  # noqa: B019
    def limb(self, name: str) -> Floats:
        return self.places.share(name)

    @cached_property
    def edge(self) -> Ints:
        """The places that the front and the back view see too nearly edge-on: either has little weight there."""
        body = posed_body(CANONICAL, VIEWS[FACING[0]].pose)
        cosine = VIEWS[FACING[0]].facing(self.places.normals(body))
        return np.flatnonzero(np.abs(cosine) < EDGE)

    def _with_edge(self, fields: Sequence[Field], index: Ints, value: Floats) -> tuple[Ints, Floats]:
        """Return a shape drawn on the front and the back, joined where both views see the surface edge-on."""
        body = posed_body(CANONICAL, VIEWS[FACING[0]].pose)
        at = self.places.on(body)[self.edge]
        both = [f for f in fields if f.view in FACING]
        joined = np.mean([f.at(VIEWS[f.view].project(at, body.stature)[:, :2]) for f in both], axis=0)
        near = joined > -REACH
        whole = np.full(len(self.rows), -REACH)
        whole[index] = value
        whole[self.edge[near]] = np.maximum(whole[self.edge[near]], joined[near])
        index = np.union1d(index, self.edge[near])
        return index, whole[index]

    def patch(self, fields: Sequence[Field], on: str = "") -> tuple[Ints, Floats]:
        """Return where a shape is on the right side: pixel indices, and the distances inside (+) or outside (-), mm."""
        found = [self.look(f.view).within(f.box) for f in fields]
        index = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
        total, weight, square = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
        for f in fields:
            look = self.look(f.view)
            say = look.say[index].astype(np.float64)
            total += say * f.at(look.xy[index].astype(np.float64))
            weight += say
            square = np.maximum(square, look.facing[index])
        value = np.where(weight > 1e-6, total / np.maximum(weight, 1e-6), -REACH)
        value = np.minimum(value, (square - GRAZING) * 60)
        if VIEWS[self.shot.view.name].one_sided and {f.view for f in fields} >= set(FACING):
            index, value = self._with_edge(fields, index, value)
        value = np.minimum(value, self.lateral_offset[index])
        if on:
            value = np.minimum(value, (self.limb(on)[index] - 0.5) * 40)
        return index, value
