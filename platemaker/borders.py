"""Cleans up the borders of regions: closes gaps at the rim and midline, removes overlaps, clips to the paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from .camera import Box
from .mesh import Floats

RIM = 2.5
"""Half the width, mm, of a gap at the rim that is closed."""
REACH = 15.0
"""The rim is closed within this distance, mm, of where a shape was drawn past the silhouette; bodies differ by less."""
SEAM = 1.0
"""Half the width, mm, of a gap along the midline that is closed."""
OFF, HALVINGS = 0.2, 4
"""A piece with a handle more than this far off the paper, mm, is halved, at most this many times."""
TOUCH = 1.0
"""Overlap, mm², up to which regions count as only touching."""


def to_the_rim(area: shapely.Geometry, silhouette: shapely.Geometry, past: Floats) -> shapely.Geometry:
    """Return a shape extended to the silhouette where it was drawn past it.

    A shape drawn on one view ends at that view's horizon, which is elsewhere on another body. So gaps narrower than
    twice `RIM` between shape and silhouette are closed within `REACH` of the points `past` (n, 2), where it was drawn
    past the silhouette. Elsewhere they are not: a tendon along the rim of a finger keeps its width.
    """
    beside = shapely.difference(silhouette.buffer(4 * RIM), silhouette)
    closed = shapely.union(area, beside).buffer(RIM).buffer(-RIM)
    drawn_past = shapely.MultiPoint(past).buffer(REACH)
    near = shapely.intersection(silhouette, shapely.intersection(area.buffer(2 * RIM), drawn_past))
    return shapely.union(area, shapely.intersection(closed, near))


def with_mirror_image(area: shapely.Geometry) -> shapely.Geometry:
    """Return a shape united with its mirror image, without a seam along the midline."""
    halves = [area, shapely.transform(area, lambda xy: xy * [-1, 1])]
    return shapely.unary_union([half.buffer(SEAM) for half in halves]).buffer(-SEAM)


def kept_in(curve: Floats, paper: Box) -> Floats:
    """Return a curve clipped to the paper, handles included. Pieces with handles off the paper are first halved."""
    low, high = np.array(paper[:2]), np.array(paper[2:])
    pieces = [curve[i : i + 4] for i in range(0, len(curve) - 1, 3)]
    for _ in range(HALVINGS):
        pieces = [half for p in pieces for half in (_halves(p) if np.abs(p - p.clip(low, high)).max() > OFF else (p,))]
    return np.vstack([pieces[0][:1], *(p[1:] for p in pieces)]).clip(low, high)


def _halves(piece: Floats) -> tuple[Floats, Floats]:
    """Split a cubic Bézier (4, 2) into two halves (de Casteljau)."""
    a, b, c, d = piece
    ab, bc, cd = (a + b) / 2, (b + c) / 2, (c + d) / 2
    abc, bcd = (ab + bc) / 2, (bc + cd) / 2
    middle = (abc + bcd) / 2
    return np.array([a, ab, abc, middle]), np.array([middle, bcd, cd, d])


def apart(areas: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return the areas without overlaps: where two overlap, the smaller one keeps the overlap."""
    tree = shapely.STRtree(areas)
    settled = []
    for own in areas:
        near = [areas[k] for k in tree.query(own, predicate="intersects")]
        over = [other for other in near if other.area < own.area and shapely.intersection(other, own).area > TOUCH]
        settled.append(shapely.difference(own, shapely.unary_union(over)) if over else own)
    return settled
