"""The named parts of a plate: muscle regions, referral zones, fibre strokes, trigger points.

A body is the mirror of itself, so parts are made for the right side alone, on the three views that curves are drawn
on; `sides` tells where a plate puts them and their mirror images.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter

from . import borders
from .camera import VIEWS, Box, Picture, picture
from .contours import runs_of
from .curves import Drawing, DrawingError, drawings
from .mesh import Floats
from .surface import MIRRORED, Field, Sight, beside_the_body, field, lift, polygon, put, rings
from .trace import fit, level_rings, resample, smooth_ring

FINE, PATCH = 4.0, 2.0
"""px a mm of the pictures behind the outline and behind the patches."""
SMALLEST = 25.0
"""Scraps of a patch under this many mm² are dropped."""
SCRAP = 0.03
"""So is a piece of a muscle smaller than this share of its largest: the horizon of another body has cut it off."""
THINNEST = 2.0
"""Cracks and necks of a patch narrower than this many mm are an accident of tracing."""
SLIVER = 1.4
"""So is one narrower than this many mm on average: a muscle seen edge on at the horizon."""
WITHIN = 0.8
"""A view shows a point that lies so many mm inside what it shows of the muscle; another view has it else."""
ROUGH = {"muscles": 0.12, "zones": 0.75, "areas": 0.5}
"""How far, in mm root mean square, a border may lie from its tracing; what is stippled needs no finer one."""
BEYOND = -10.0
"""What a patch's field says where the view sees no body."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part's area on a view, right side: `area` in mm, `curves` its border as Bézier chains.

    Of a part on the midline `curves` go around both halves where a view shows both.
    """

    drawing: Drawing
    area: shapely.Geometry
    curves: tuple[Floats, ...]


def sides(view: str) -> tuple[tuple[str, int], ...]:
    """The sides that a plate shows, and what their x is multiplied by. A lateral plate has its near side alone."""
    return {
        "anterior": (("right", 1), ("left", -1)),
        "posterior": (("right", 1), ("left", -1)),
        "right-lateral": (("right", 1),),
        "left-lateral": (("left", -1),),
        "plantar": (("right", 1), ("left", -1)),
    }[view]


def right_half(view: str) -> Box:
    """The part of the paper that the body's right side lies on; from the side, all of it."""
    left, top, right, bottom = VIEWS[view].paper
    if len(sides(view)) == 1:
        return left, top, right, bottom
    return (left, top, 0.0, bottom) if VIEWS[view].across == (0, 1) else (0.0, top, right, bottom)


def own_drawing_of(view: str) -> str:
    """The view that is drawn for a plate's view."""
    return MIRRORED[view] if view == "left-lateral" else view


def outline_rings(shot: Picture) -> list[Floats]:
    """The silhouette's rings, mm, outer ones and holes."""
    cover = gaussian_filter((shot.hit >= 0).astype(np.float32), 0.7) - 0.5
    h, w = cover.shape
    xs, ys = (np.arange(w) + 0.5) / shot.scale + shot.left, (np.arange(h) + 0.5) / shot.scale + shot.top
    return [r for r in level_rings(cover, xs, ys) if shapely.Polygon(r).area > SMALLEST]


@cache
def drawn(kind: str) -> dict[str, tuple[Drawing, ...]]:
    """Drawings of one kind by id, each in the views that it was drawn on."""
    found: dict[str, list[Drawing]] = {}
    for d in drawings():
        if d.kind == kind:
            found.setdefault(d.id, []).append(d)
    return {name: _agreed(ds) for name, ds in found.items()}


def _agreed(ds: list[Drawing]) -> tuple[Drawing, ...]:
    """The drawings of one part, each kept to the limb that any of them names.

    DrawingError: they disagree on what the part is.
    """
    for trait in ("layer", "through", "midline"):
        if len({getattr(d, trait) for d in ds}) > 1:
            raise DrawingError(f"{ds[0].id}: data-{trait} differs between {', '.join(d.view for d in ds)}")
    limbs = {d.on for d in ds if d.on}
    if len(limbs) > 1:
        raise DrawingError(f"{ds[0].id}: data-on differs between {', '.join(d.view for d in ds)}")
    return tuple(replace(d, on=next(iter(limbs), "")) for d in ds)


@cache
def fields(kind: str, name: str) -> tuple[Field, ...]:
    return tuple(field(d) for d in drawn(kind)[name])


@cache
def _sight(body: str, view: str) -> tuple[Sight, shapely.Geometry]:
    """How a view sees the surface, and the silhouette's right half (all of it from the side)."""
    silhouette = polygon(outline_rings(picture(body, view, FINE)))
    silhouette = shapely.intersection(silhouette, shapely.box(*right_half(view)))
    return Sight(picture(body, view, PATCH)), silhouette


@cache
def region(kind: str, name: str, body: str, view: str) -> Region | None:
    """One muscle or zone on a view; None where the view shows nothing of it."""
    ds, known = drawn(kind)[name], fields(kind, name)
    if ds[0].through:
        known = tuple(f for f in known if f.view == view)
    sight, silhouette = _sight(body, view)
    area = _traced(sight, silhouette, known, ds[0].on)
    for d in ds:
        if d.through and d.view == view and len(past := beside_the_body(d)):
            area = borders.to_the_rim(area, silhouette, put(lift(past, view), body, view)[0])
    return _outlined(ds[0], area, view)


def _outlined(d: Drawing, area: shapely.Geometry, view: str) -> Region | None:
    """An area with its border as curves; scraps are dropped."""
    whole, paper = area, right_half(view)
    if d.midline and len(sides(view)) == 2:
        whole, paper = borders.with_mirror_image(area), VIEWS[view].paper
    found = [np.asarray(r.coords)[:-1] for r in rings(whole)]
    pieces = [shapely.Polygon(r) for r in found]
    least, narrowest = SMALLEST, 0.0
    if d.kind == "muscles":
        least, narrowest = max(least, SCRAP * max((p.area for p in pieces), default=0)), SLIVER
    kept = [r for r, p in zip(found, pieces, strict=True) if p.area > least and 2 * p.area > narrowest * p.length]
    if len(kept) < len(found):
        area = shapely.intersection(area, polygon(kept))
    curves = (borders.kept_in(smooth_ring(r, ROUGH[d.kind]), paper) for r in kept)
    return Region(d, area, tuple(curves)) if kept else None


def regions(kind: str, body: str, view: str) -> Iterator[Region]:
    for name in drawn(kind):
        if found := region(kind, name, body, view):
            yield found


def muscles(body: str, view: str) -> Iterator[Region]:
    """The muscles of a view. Where superficial ones lie on each other, at another body's horizon, the smaller stays."""
    found = list(regions("muscles", body, view))
    top = [r.area if r.drawing.layer == "superficial" else shapely.Polygon() for r in found]
    for own, area in zip(found, borders.apart(top), strict=True):
        changed = own.drawing.layer == "superficial" and not area.equals(own.area)
        if settled := _outlined(own.drawing, area, view) if changed else own:
            yield settled


def _traced(sight: Sight, silhouette: shapely.Geometry, drawn_fields: tuple[Field, ...], on: str) -> shapely.Geometry:
    """A patch's area on a view, cut by the silhouette."""
    index, value = sight.patch(drawn_fields, on)
    if not (value > 0).any():
        return shapely.Polygon()
    whole = np.full(len(sight.rows), BEYOND, np.float32)
    whole[index] = value
    inside = index[value > -2]
    rows, columns = sight.rows[inside], sight.columns[inside]
    pad = int(3 * sight.shot.scale)
    h, w = sight.shot.hit.shape
    top, bottom = max(rows.min() - pad, 0), min(rows.max() + pad + 1, h)
    left, right = max(columns.min() - pad, 0), min(columns.max() + pad + 1, w)
    grid = np.full((bottom - top, right - left), BEYOND, np.float32)

    def place(r: np.ndarray, c: np.ndarray, values: np.ndarray) -> None:
        keep = (r >= top) & (r < bottom) & (c >= left) & (c < right)
        grid[r[keep] - top, c[keep] - left] = values[keep]

    place(sight.rows[index], sight.columns[index], value)
    r, c, source = sight.outward
    place(r, c, whole[source])
    scale = sight.shot.scale
    xs = (np.arange(left, right) + 0.5) / scale + sight.shot.left
    ys = (np.arange(top, bottom) + 0.5) / scale + sight.shot.top
    area = polygon(level_rings(grid.clip(-1.5, 1.5), xs, ys))
    half = THINNEST / 2
    for grow in (half, -THINNEST, half) if len(drawn_fields) > 1 else (-half, half):  # cracks open where views meet
        area = area.buffer(grow)
    return shapely.intersection(area, silhouette)


def fibres(body: str, view: str) -> Iterator[tuple[Drawing, list[Floats]]]:
    """Fibre strokes as Béziers, inside what the view shows of the muscle; strokes drawn on this very view win."""
    for ds in drawn("fibres").values():
        muscle = region("muscles", ds[0].of, body, view) if ds[0].of in drawn("muscles") else None
        if muscle is None:
            continue
        inner = muscle.area.buffer(-1.2)
        curves = []
        for d in [d for d in ds if d.view == view] or ds:
            for line in _strokes_seen(d, body, view):
                cut = shapely.intersection(shapely.LineString(line), inner)
                curves += [
                    fit(resample(np.asarray(p.coords), 1.0, closed=False), 0.25, closed=False)
                    for p in shapely.get_parts(shapely.line_merge(cut))
                    if p.length > 6
                ]
        if curves:
            yield ds[0], curves


def _strokes_seen(d: Drawing, body: str, view: str) -> Iterator[Floats]:
    """The visible runs of a drawing's strokes on a view, mm."""
    for line in d.lines:
        xy, visible = put(lift(line, d.view), body, view)
        for a, b in runs_of(visible):
            if b - a > 6:
                yield xy[a:b]


def points(body: str, view: str) -> Iterator[tuple[Drawing, Floats]]:
    """The points that a view shows, in their muscle: drawing, position (2,) in mm."""
    for ds in drawn("points").values():
        muscle = region("muscles", ds[0].of, body, view)
        if muscle is None:
            continue
        inner = muscle.area.buffer(-WITHIN)
        for d in [d for d in ds if d.view == view] if ds[0].through else ds[:1]:
            xy, visible = put(lift(d.lines[0], d.view), body, view)
            if visible[0] and shapely.contains_xy(inner, *xy[0]):
                yield d, xy[0]
