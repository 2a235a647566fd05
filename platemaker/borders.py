"""Borders of regions on the paper: closed at the rim and at the seam, apart from each other, kept on their half."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from .camera import Box
from .mesh import Floats

RIM = 2.5
"""mm."""
REACH = 15.0
"""How far, mm, from where a shape was drawn past the silhouette its rim is closed: bodies differ by less."""
SEAM = 1.0
"""Half the width, mm, of a gap along the midline that is closed."""
OFF, HALVINGS = 0.2, 4
"""Handles that lie more than so many mm off the paper have their piece halved, so many times at most."""
TOUCH = 1.0
"""Regions that share less than this many mm² only touch."""


def to_the_rim(area: shapely.Geometry, silhouette: shapely.Geometry, past: Floats) -> shapely.Geometry:
    """A shape that keeps to one view's skin ends at that view's horizon, which lies elsewhere on another body.

    A gap of less than twice `RIM` between the shape and the silhouette is closed where the shape was drawn past it,
    within `REACH` of the places `past` (n, 2): a tendon that lies beside the rim of a finger keeps its breadth.
    """
    beside = shapely.difference(silhouette.buffer(4 * RIM), silhouette)
    closed = shapely.union(area, beside).buffer(RIM).buffer(-RIM)
    drawn_past = shapely.MultiPoint(past).buffer(REACH)
    near = shapely.intersection(silhouette, shapely.intersection(area.buffer(2 * RIM), drawn_past))
    return shapely.union(area, shapely.intersection(closed, near))


def with_mirror_image(area: shapely.Geometry) -> shapely.Geometry:
    """Both halves as one; the seam along the midline is closed."""
    halves = [area, shapely.transform(area, lambda xy: xy * [-1, 1])]
    return shapely.unary_union([half.buffer(SEAM) for half in halves]).buffer(-SEAM)


def kept_in(curve: Floats, paper: Box) -> Floats:
    """On its half of the paper, handles and all; a piece whose handles leave it is halved before they are cut."""
    low, high = np.array(paper[:2]), np.array(paper[2:])
    pieces = [curve[i : i + 4] for i in range(0, len(curve) - 1, 3)]
    for _ in range(HALVINGS):
        pieces = [half for p in pieces for half in (_halves(p) if np.abs(p - p.clip(low, high)).max() > OFF else (p,))]
    return np.vstack([pieces[0][:1], *(p[1:] for p in pieces)]).clip(low, high)


def _halves(piece: Floats) -> tuple[Floats, Floats]:
    """A cubic Bézier (4, 2) as two (de Casteljau)."""
    a, b, c, d = piece
    ab, bc, cd = (a + b) / 2, (b + c) / 2, (c + d) / 2
    abc, bcd = (ab + bc) / 2, (bc + cd) / 2
    middle = (abc + bcd) / 2
    return np.array([a, ab, abc, middle]), np.array([middle, bcd, cd, d])


def apart(areas: Sequence[shapely.Geometry]) -> list[shapely.Geometry]:
    """Areas that share no place: where two do, the smaller keeps it."""
    tree = shapely.STRtree(areas)
    settled = []
    for own in areas:
        near = [areas[k] for k in tree.query(own, predicate="intersects")]
        over = [other for other in near if other.area < own.area and shapely.intersection(other, own).area > TOUCH]
        settled.append(shapely.difference(own, shapely.unary_union(over)) if over else own)
    return settled
