"""Choose how much of the body a figure frames. Everything is measured on the plates, in plate mm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, bounds, distance, grown, rings, spans, subpaths
from ..body.plate import Plate
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from . import limbs

Edge = Literal["left", "top", "right", "bottom"]
"""An edge of a figure's frame."""

AIR = 16.0
"""Free space beyond the ends of the body, mm."""

CLEAR = 34.0
"""Least distance from what is shown to an edge that cuts the body, mm: the picture fades there."""

SPARED = 120.0
"""A crop that would cut off less than this of a limb, mm, shows the whole limb, so that no hand loses its fingers."""

ROW, STEP = 16.0, 5.0
"""Row spacing, mm, for measuring how wide a limb is, and for following it down to its end."""

_BONES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("trunk", ("crown", "chin", "sternal-notch", "xiphoid", "navel", "pubis")),
    ("trunk", ("crown", "c7", "t12", "l5")),
    ("trunk", ("c7", "shoulder", "scapula-inferior-angle")),
    ("trunk", ("sternal-notch", "shoulder")),
    ("trunk", ("l5", "iliac-crest", "asis", "pubis")),
    ("arm", ("shoulder", "elbow", "wrist", "knuckle-3", "fingertip-3")),
    ("leg", ("hip", "knee", "ankle", "heel")),
    ("leg", ("ankle", "toe-1")),
)
"""Lines from landmark to landmark, each with the part of the body around it."""


def crop(plate: Plate, shapes: Sequence[Shape], points: Sequence[tuple[float, float]] = ()) -> Box:
    """Return the part of a plate that shows `shapes` and `points`, with enough of the body around them to orient.

    The top and bottom edges lie where an illustrator would put them: beyond the body, or midway between two joints, so
    that the joints next to what is shown are in the picture. Sideways the crop takes in the limb or trunk that the
    shapes lie on and leaves out its neighbours, but a body shown from crown to heel keeps both arms.
    """
    if not shapes:
        return plate.box
    if facts_of(plate.view).own_scale:
        sides = [ring for ring in subpaths(plate.outline) if _touches(ring, shapes)]
        return grown(bounds(sides or [plate.outline]), AIR)
    x0, y0, x1, y1 = bounds(list(shapes))
    for x, y in points:
        x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
    tops, bottoms = _stops(plate, shapes)
    above, below = bounds([plate.outline])[1] - AIR, _foot(plate, shapes) + AIR
    top = max((t for t in tops if above < t <= y0 - CLEAR), default=above)
    bottom = min((b for b in bottoms if y1 + CLEAR <= b < below - SPARED), default=below)
    limb = _limb(plate, shapes, top, bottom)
    ends = [s for _, runs in limb for s in runs] or [(plate.box[0] + AIR, plate.box[2] - AIR)]
    left, right = float(min(a for a, _ in ends)) - AIR, float(max(b for _, b in ends)) + AIR
    box = min(left, x0 - AIR), min(top, y0 - AIR), max(right, x1 + AIR), max(bottom, y1 + AIR)
    whole = bounds([plate.outline])
    if box[1] <= whole[1] and box[3] >= whole[3] and {"left", "right"} <= {*cuts(plate, box)}:
        return grown(whole, AIR)
    box = _apart(plate, limb, box)
    if bottom == below and "bottom" in cuts(limbs.isolate_limb(plate, box, tuple(shapes)), box):
        # The limb ends here but something beside it goes on: let that fade below the end of the limb.
        box = box[0], box[1], box[2], box[3] + CLEAR
    return box


def _touches(ring: Shape, shapes: Sequence[Shape]) -> bool:
    x0, _, x1, _ = bounds([ring])
    return any(a < x1 and b > x0 for a, _, b, _ in (bounds([shape]) for shape in shapes))


def fitted(plate: Plate, box: Box, aspect: float) -> Box:
    """Return `box` grown towards `aspect` (width / height) at edges that cut the body, where it adds more of the same.

    It never grows past the body, or by more than a quarter.
    """
    x0, y0, x1, y1 = box
    bx0, by0, bx1, by1 = bounds([plate.outline])
    width, height = x1 - x0, y1 - y0
    if width / height < aspect:
        spare = (min(height * aspect, width * 1.25) - width) / 2
        x0 = x0 if _clean(plate, x0, y0, y1) else max(x0 - spare, min(x0, bx0 - AIR))
        x1 = x1 if _clean(plate, x1, y0, y1) else min(x1 + spare, max(x1, bx1 + AIR))
    else:
        spare, cut = min(width / aspect, height * 1.25) - height, cuts(plate, box)
        y1 = min(y1 + spare * 0.6, max(y1, by1 + AIR)) if "bottom" in cut else y1
        y0 = max(y0 - spare * 0.4, min(y0, by0 - AIR)) if "top" in cut else y0
    return x0, y0, x1, y1


def cuts(plate: Plate, box: Box) -> tuple[Edge, ...]:
    """Return the edges of `box` (left, top, right, bottom) that cut through the body."""
    upright = rings(plate.outline)
    lying = [r[:, ::-1] for r in upright]
    x0, y0, x1, y1 = box

    def crosses(polygons: list[NDArray[np.float64]], at: float, low: float, high: float) -> bool:
        return any(a < high and b > low for a, b in spans(polygons, at))

    edges: dict[Edge, tuple[list[NDArray[np.float64]], float, float, float]] = {
        "left": (lying, x0, y0, y1),
        "top": (upright, y0, x0, x1),
        "right": (lying, x1, y0, y1),
        "bottom": (upright, y1, x0, x1),
    }
    return tuple(name for name, (polygons, at, low, high) in edges.items() if crosses(polygons, at, low, high))


def levels(plate: Plate) -> dict[str, float]:
    """Return the height of each landmark, averaged over its sides, mm."""
    heights: dict[str, list[float]] = {}
    for point in plate.points:
        if point.kind == "landmark":
            heights.setdefault(point.of, []).append(point.y)
    return {name: sum(ys) / len(ys) for name, ys in heights.items()}


def _stops(plate: Plate, shapes: Sequence[Shape]) -> tuple[list[float], list[float]]:
    """Return the heights, mm, at which a crop may cut the body above and below, for the limb that the shapes lie on."""
    at, stature = levels(plate), plate.stature
    crown = bounds([plate.outline])[3] - stature  # a plate of legs alone does not show it

    def level(name: str, share: float) -> float:
        return at.get(name, crown + stature * share)

    def between(a: float, b: float, share: float) -> float:
        return a + (b - a) * share

    shoulder, elbow, wrist = level("shoulder", 0.19), level("elbow", 0.37), level("wrist", 0.5)
    crest, hip, knee, ankle = level("iliac-crest", 0.4), level("hip", 0.48), level("knee", 0.72), level("ankle", 0.95)
    chest = level("scapula-inferior-angle", 0.27)
    limbs = {_chain(plate, shape) for shape in shapes}
    if limbs == {"arm"}:
        upper = [between(shoulder, elbow, share) for share in (0.4, 0.48)]
        tops = [shoulder - 0.06 * stature, *upper, between(elbow, wrist, 0.4)]
        return tops, [between(elbow, wrist, 0.55)]
    if limbs == {"leg"}:
        tops = [between(chest, crest, 0.65), between(crest, hip, 0.1), between(hip, knee, 0.5)]
        return tops, [between(knee, ankle, 0.55)]
    if "leg" in limbs:
        return [between(shoulder, chest, 0.4), between(chest, crest, 0.1), between(chest, crest, 0.65)], [
            between(hip, knee, 0.62),
            between(knee, ankle, 0.55),
        ]
    return [between(chest, crest, 0.1)], [
        between(level("chin", 0.13), shoulder, 0.7),
        between(shoulder, chest, 0.45),
        between(chest, crest, 0.3),
        between(chest, crest, 0.6),
        between(crest, hip, 0.55),
        between(hip, knee, 0.4),
    ]


def _foot(plate: Plate, shapes: Sequence[Shape]) -> float:
    """Return where the limb under the lowest shape ends, mm: at the fingertips or at the heels."""
    outline = rings(plate.outline)
    drawn = [ring for shape in shapes for ring in rings(shape)]
    lowest = max(drawn, key=lambda ring: float(ring[:, 1].max()))
    y = float(lowest[:, 1].max()) - 1
    content = spans([lowest], y)
    start = [s for s in spans(outline, y) if any(a < s[1] and b > s[0] for a, b in content)]
    bottom = bounds([plate.outline])[3]
    for runs in follow(outline, start, np.arange(y, bottom + STEP, STEP)) if start else ([],):
        if not runs:
            return y
        y += STEP
    return bottom


@lru_cache(1024)
def _chain(plate: Plate, shape: Shape) -> str:
    """Return what a shape lies on, by the line of `_BONES` nearest to its centre: arm, leg or trunk."""
    marks = {(p.of, p.side): (p.x, p.y) for p in plate.points if p.kind == "landmark"}
    centre = shape.points.mean(0, keepdims=True)
    best, nearest = np.inf, "trunk"
    for chain, names in _BONES:
        for side in (Side.LEFT, Side.RIGHT):
            line = [marks.get((n, side)) or marks.get((n, Side.MIDLINE)) for n in names]
            places = np.array([at for at in line if at])
            if len(places) > 1:
                gap = float(distance([np.concatenate([places, places[-2:0:-1]])], centre)[0])
                if gap < best:
                    best, nearest = gap, chain
    return nearest


Row = tuple[float, list[tuple[float, float]]]
"""A height, and the spans of the body that are shown at it, from left to right, mm."""


def _limb(plate: Plate, shapes: Sequence[Shape], top: float, bottom: float) -> list[Row]:
    """Return the limb or trunk that the shapes lie on, followed row by row from them to `top` and `bottom`."""
    outline, drawn = rings(plate.outline), [r for s in shapes for r in rings(s)]
    _, y0, _, y1 = bounds(list(shapes))
    rows_of_limb: list[Row] = []
    for y in np.arange(y0 + 1, y1, ROW):
        body, content = spans(outline, y), spans(drawn, y)
        if touched := [s for s in body if any(a < s[1] and b > s[0] for a, b in content)]:
            rows_of_limb.append((float(y), touched))
    first, last = (rows_of_limb[0][1], rows_of_limb[-1][1]) if rows_of_limb else ([], [])
    ways = [(first, np.arange(y0, top, -ROW)), (last, np.arange(y1, bottom, ROW))]
    if {_chain(plate, shape) for shape in shapes} == {"arm"} and bottom > (wrist := levels(plate).get("wrist", bottom)):
        # A hand must include its thumb, which may branch off between two rows.
        above = [touched for y, touched in rows_of_limb if y <= wrist] or [first]
        ways.append((above[-1], np.arange(max(wrist, y0), bottom, STEP)))
    for start, rows in ways:
        rows_of_limb += zip(rows.tolist(), follow(outline, start, rows), strict=True)
    return rows_of_limb


def _apart(plate: Plate, limb: Sequence[Row], box: Box) -> Box:
    """Return `box` narrowed to leave out what lies beside the limb.

    The limb may overlap the new edge where it fades at the top and bottom; further in it keeps clear of that edge.
    """
    x0, y0, x1, y1 = box
    inner = [s for y, runs in limb if y0 + 3 * CLEAR < y < y1 - CLEAR for s in runs]
    low, high = min((a for a, _ in inner), default=x0), max((b for _, b in inner), default=x1)
    body = [s for y in np.arange(y0, y1, ROW) for s in spans(rings(plate.outline), y)]
    left = float(max((b for _, b in body if x0 < b < low), default=-np.inf)) + 1
    right = float(min((a for a, _ in body if high < a < x1), default=np.inf)) - 1
    x0 = left if x0 < left <= low - 0.8 * CLEAR and _clean(plate, left, y0, y1) else x0
    return x0, y0, right if high + 0.8 * CLEAR <= right < x1 and _clean(plate, right, y0, y1) else x1, y1


def _clean(plate: Plate, x: float, top: float, bottom: float) -> bool:
    """Return whether a vertical edge cuts nothing but what fades out at the top and bottom."""
    lying = [ring[:, ::-1] for ring in rings(plate.outline)]
    return not any(a < bottom - CLEAR and b > top + CLEAR for a, b in spans(lying, x))


def follow(
    outline: list[NDArray[np.float64]], start: list[tuple[float, float]], rows: NDArray[np.float64]
) -> Iterator[list[tuple[float, float]]]:
    """Yield the spans connected to `start`, row by row. Where a limb meets the trunk, follow only its own width."""
    current = start
    for y in rows.tolist():
        runs = []
        for a, b in spans(outline, y):
            own = [s for s in current if s[0] < b and s[1] > a]
            if not own:
                continue
            left, right = own[0][0], own[-1][1]
            if b - a > 1.5 * (right - left):
                slack = 0.1 * (right - left)
                a, b = max(a, left - slack), min(b, right + slack)
            runs.append((a, b))
        current = runs or current
        yield runs
