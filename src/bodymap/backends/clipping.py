"""Cut shapes by other shapes, for formats that can't clip.

Shapes that lie fully inside keep their curves. The others become chords: areas are cut as areas, lines as lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape, bounds, rings, subpaths
from ..display.records import Fade

FLATNESS = 0.01
"""Maximum distance of a chord from its curve, in pt."""

Region: TypeAlias = Any
"""A part of the sheet, as a shapely geometry."""


def box_region(box: Box) -> Region:
    """Return a box as a region."""
    return shapely.box(*box)


def fade_region(fade: Fade) -> Region:
    """Return the visible part of a box with fading edges, for formats without masks: each fade is cut halfway."""
    x0, y0, x1, y1 = fade.box
    cut = dict.fromkeys(fade.edges, fade.depth / 2)
    left, bottom, right, top = (cut.get(edge, 0.0) for edge in ("left", "bottom", "right", "top"))
    return shapely.box(x0 + left, y0 + bottom, x1 - right, y1 - top)


def common(*regions: Region | None) -> Region | None:
    """Return the intersection of regions; None means the whole sheet."""
    seen = [region for region in regions if region is not None]
    return shapely.intersection_all(seen) if seen else None


def covers(region: Region | None, shape: Shape) -> bool:
    """Return whether a shape, including its control points, lies entirely in a region."""
    return region is None or bool(region.covers(shapely.box(*bounds([shape]))))


def within(places: NDArray[np.float64], region: Region | None) -> NDArray[np.float64]:
    """Return the places, (n, 2) pt, that lie in a region."""
    return places if region is None else places[shapely.contains_xy(region, places)]


def crowded(shape: Shape, places: NDArray[np.float64]) -> bool:
    """Return whether copies of a shape at places may overlap."""
    reach, points = float(np.ptp(shape.points, axis=0).max()), shapely.points(places)
    one, other = shapely.STRtree(points).query(points, "dwithin", reach)
    return bool((one != other).any())


def filled(shape: Shape) -> Region:
    """Return the region that a shape fills by the nonzero rule."""
    return shapely.union_all([face for face, turns in _faces(shape) if turns])


def even_odd(shape: Shape) -> Shape:
    """Return a shape that the even-odd rule fills as the nonzero rule fills this one; unchanged if the rules agree."""
    if all(turns in (-1, 0, 1) or turns % 2 for _, turns in _faces(shape)):
        return shape
    return outline(filled(shape)) or shape


def cut_area(shape: Shape, region: Region) -> Shape | None:
    """Return the part of a filled shape in a region; None if there is none."""
    return outline(filled(shape).intersection(region))


def cut_lines(shape: Shape, region: Region) -> Shape | None:
    """Return the part of a drawn line in a region; None if there is none."""
    seen = shapely.multilinestrings([shapely.linestrings(line) for line in _lines(shape)]).intersection(region)
    # A cut closed line comes back in two pieces, split at its starting point: join them.
    found = [shapely.get_coordinates(line) for line in _parts(shapely.line_merge(seen), "LineString")]
    if not found:
        return None
    codes = [code for line in found for code in (MOVE, *[LINE] * (len(line) - 1))]
    return Shape(np.concatenate(found), np.array(codes, dtype=np.uint8))


def outline(region: Region) -> Shape | None:
    """Return a region as a closed path of chords; None if it is empty."""
    polygons = list(_parts(region, "Polygon"))
    found = [shapely.get_coordinates(ring) for p in polygons for ring in (p.exterior, *p.interiors)]
    if not found:
        return None
    codes = [code for ring in found for code in (MOVE, *[LINE] * (len(ring) - 2), CLOSE)]
    return Shape(np.concatenate(found), np.array(codes, dtype=np.uint8))


def chords(shape: Shape) -> Shape:
    """Return a shape with one chord in place of each curve: good enough for small marks."""
    keep, i = [], 0
    while i < len(shape.codes):
        curve = shape.codes[i] == CUBIC
        keep.append(i + 2 if curve else i)
        i += 3 if curve else 1
    codes = shape.codes[keep].copy()
    codes[codes == CUBIC] = LINE
    return Shape(shape.points[keep], codes)


# --- polygons -------------------------------------------------------------------------------------------------------


def _faces(shape: Shape) -> list[tuple[Any, int]]:
    """Return the areas enclosed by the lines of a shape, each with its winding number."""
    closed = [ring for ring in rings(shape, _steps(shape)) if len(ring) > 2]
    if not closed:
        return []
    if len(closed) == 1:
        whole = shapely.Polygon(closed[0])
        if whole.is_valid:
            return [(whole, 1)]
    noded = shapely.union_all([shapely.LinearRing(ring) for ring in closed])
    faces = _parts(shapely.polygonize(list(_parts(noded, "LineString"))), "Polygon")
    starts = np.concatenate(closed)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in closed])
    return [(face, _turns(starts, ends, shapely.get_coordinates(face.representative_point())[0])) for face in faces]


def _turns(starts: NDArray[np.float64], ends: NDArray[np.float64], point: NDArray[np.float64]) -> int:
    """Return the winding number around a point of rings whose edges have these ends, (n, 2) each."""
    x, y = point.tolist()
    crossing = (starts[:, 1] <= y) != (ends[:, 1] <= y)
    (x0, y0), (x1, y1) = starts[crossing].T, ends[crossing].T
    beyond = x0 + (y - y0) * (x1 - x0) / (y1 - y0) > x
    return int(np.where(y1 > y0, 1, -1)[beyond].sum())


def _lines(shape: Shape) -> Iterator[NDArray[np.float64]]:
    """Yield the lines of a shape as polylines; a closed one ends where it begins."""
    steps = _steps(shape)
    for subpath in subpaths(shape):
        for line in rings(subpath, steps):
            closed = subpath.codes[-1] == CLOSE
            if len(line) > 1:
                yield np.concatenate([line, line[:1]]) if closed else line


def _steps(shape: Shape) -> int:
    """Return the number of chords per curve that keeps them all within `FLATNESS`."""
    ends = np.flatnonzero(shape.codes == CUBIC)[2::3]
    if not len(ends):
        return 1
    a, b, c, d = (shape.points[ends - n] for n in (3, 2, 1, 0))
    bend = np.abs(np.concatenate([a - 2 * b + c, b - 2 * c + d])).sum(1).max()
    return max(int(np.ceil(np.sqrt(0.75 * bend / FLATNESS))), 1)


def _parts(region: Region, kind: str) -> Iterator[Any]:
    """Yield the simple parts of one kind in a geometry."""
    for part in shapely.get_parts(region):
        if part.geom_type == kind:
            if not part.is_empty:
                yield part
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from _parts(part, kind)
