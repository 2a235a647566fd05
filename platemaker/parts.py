"""Makes the named parts of a plate: muscles, structures, referral zones, areas, fibre strokes and trigger points.

Bodies are symmetrical, so parts are made only for the right side, on the views that curves are drawn on. `sides` says
where a plate shows them and their mirror images.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter

from . import borders
from .camera import VIEWS, Box, Picture, View, picture
from .contours import runs_of
from .curves import Drawing, DrawingError, drawings
from .mesh import Floats
from .surface import MIRRORED, Field, Sight, beside_the_body, field, lift, polygon, put, rings
from .trace import fit, level_rings, resample, smooth_ring

FINE, PATCH = 4.0, 2.0
"""Resolution, px/mm, of the pictures that outlines and patches are traced from."""
SMALLEST = 25.0
"""Pieces of a patch up to this area, mm², are dropped."""
SCRAP = 0.03
"""Pieces of a muscle up to this share of its largest are dropped too: they were cut off by another body's horizon."""
THINNEST = 2.0
"""Width, mm, below which cracks and necks of a patch are removed as artefacts of tracing."""
SLIVER = 1.4
"""Average width, mm, up to which a piece is dropped: a muscle seen edge-on at the horizon."""
WITHIN = 0.8
"""A view shows a point only if it is at least this far, mm, inside the visible muscle; if not, another view does."""
ROUGH = {"muscles": 0.12, "structures": 0.12, "zones": 0.75, "areas": 0.5}
"""Tolerance of a border, as root-mean-square distance in mm from its tracing; coarser for what is stippled."""
BEYOND = -10.0
"""Value of a patch's field where the view shows no body, mm."""


Drawn = TypeVar("Drawn", Drawing, Field)


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """The right side of a part on a view: its `area` in mm, and its border as Bézier chains in `curves`.

    For a part on the midline, `curves` include both halves if the view shows both.
    """

    drawing: Drawing
    area: shapely.Geometry
    curves: tuple[Floats, ...]


def sides(view: str) -> tuple[tuple[str, int], ...]:
    """Return the sides that a plate shows, and the factor for x on each. A lateral plate shows only the near side."""
    return {
        "anterior": (("right", 1), ("left", -1)),
        "posterior": (("right", 1), ("left", -1)),
        "right-lateral": (("right", 1),),
        "left-lateral": (("left", -1),),
        "plantar": (("right", 1), ("left", -1)),
        "medial": (("right", 1), ("left", -1)),
    }[view]


def right_half(view: str) -> Box:
    """Return the part of the paper that shows the body's right side; all of it in lateral views."""
    left, top, right, bottom = VIEWS[view].paper
    if len(sides(view)) == 1:
        return left, top, right, bottom
    on_the_left = VIEWS[view].across == (0, 1) or VIEWS[view].one_sided
    return (left, top, 0.0, bottom) if on_the_left else (0.0, top, right, bottom)


def own_drawing_of(view: str) -> str:
    """Return the view whose parts a plate uses: right lateral for left lateral, otherwise its own."""
    return MIRRORED[view] if view == "left-lateral" else view


def outline_rings(shot: Picture) -> list[Floats]:
    """Return the rings of the silhouette, including holes, in mm."""
    cover = gaussian_filter((shot.hit >= 0).astype(np.float32), 0.7) - 0.5
    h, w = cover.shape
    xs, ys = (np.arange(w) + 0.5) / shot.scale + shot.left, (np.arange(h) + 0.5) / shot.scale + shot.top
    return with_twins(shot.view, [r for r in level_rings(cover, xs, ys) if shapely.Polygon(r).area > SMALLEST])


def with_twins(view: View, lines: list[Floats]) -> list[Floats]:
    """Return lines of a picture, mm, with their mirror images if it shows only one of a plate's two sides.

    Rings turn the same way round as their images.
    """
    return [*lines, *(line[::-1] * [-1, 1] for line in lines)] if view.one_sided else lines


@cache
def drawn(kind: str) -> dict[str, tuple[Drawing, ...]]:
    """Return the drawings of one kind by id, each in all views that it was drawn on."""
    found: dict[str, list[Drawing]] = {}
    for d in drawings():
        if d.kind == kind:
            found.setdefault(d.id, []).append(d)
    return {name: _agreed(ds) for name, ds in found.items()}


def _agreed(ds: list[Drawing]) -> tuple[Drawing, ...]:
    """Return the drawings of one part, all restricted to the limb that any of them names.

    Raises:
        DrawingError: the drawings contradict each other.
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


def used(drawn_on: tuple[Drawn, ...], view: str) -> tuple[Drawn, ...]:
    """Return which drawings or fields of a part a plate uses: all that were drawn on views which share the skin.

    A view of the inner sides alone is drawn by itself: the plate of such a view uses its own drawing or, without one,
    those of the others, and no other plate uses its drawings.
    """
    own = tuple(d for d in drawn_on if d.view == view)
    if VIEWS[view].one_sided and own:
        return own
    return tuple(d for d in drawn_on if not VIEWS[d.view].one_sided)


@cache
def _sight(body: str, view: str) -> tuple[Sight, shapely.Geometry]:
    """Return the sight of a view, and the right half of its silhouette (all of it in lateral views)."""
    silhouette = polygon(outline_rings(picture(body, view, FINE)))
    silhouette = shapely.intersection(silhouette, shapely.box(*right_half(view)))
    return Sight(picture(body, view, PATCH)), silhouette


@cache
def region(kind: str, name: str, body: str, view: str) -> Region | None:
    """Return a muscle, structure, zone or area on a view; None if the view does not show it."""
    ds, known = drawn(kind)[name], used(fields(kind, name), view)
    if ds[0].through:
        known = tuple(f for f in known if f.view == view)
    sight, silhouette = _sight(body, view)
    area = _traced(sight, silhouette, known, ds[0].on)
    for d in ds:
        if d.through and d.view == view and len(past := beside_the_body(d)):
            area = borders.to_the_rim(area, silhouette, put(lift(past, view), body, view)[0])
    return _outlined(ds[0], area, view)


def _outlined(d: Drawing, area: shapely.Geometry, view: str) -> Region | None:
    """Return an area with its border as curves, without small pieces; None if nothing is left."""
    whole, paper = area, right_half(view)
    if d.midline and len(sides(view)) == 2:
        whole, paper = borders.with_mirror_image(area), VIEWS[view].paper
    found = [np.asarray(r.coords)[:-1] for r in rings(whole)]
    pieces = [shapely.Polygon(r) for r in found]
    least, narrowest = SMALLEST, 0.0
    if d.kind in ("muscles", "structures"):
        least, narrowest = max(least, SCRAP * max((p.area for p in pieces), default=0)), SLIVER
    kept = [r for r, p in zip(found, pieces, strict=True) if p.area > least and 2 * p.area > narrowest * p.length]
    if len(kept) < len(found):
        area = shapely.intersection(area, polygon(kept))
    curves = (borders.kept_in(smooth_ring(r, ROUGH[d.kind]), paper) for r in kept)
    return Region(d, area, tuple(curves)) if kept else None


Owners = frozenset[str]
"""The ids of the muscles, structures and areas whose parts are made; empty for all."""

EVERY: Owners = frozenset()


def _wanted(kind: str, of: Owners) -> Iterator[tuple[Drawing, ...]]:
    """Yield the drawings of one kind that belong to some owners."""
    return (ds for ds in drawn(kind).values() if not of or ds[0].of in of)


def regions(kind: str, body: str, view: str, of: Owners = EVERY) -> Iterator[Region]:
    for ds in _wanted(kind, of):
        if found := region(kind, ds[0].id, body, view):
            yield found


def muscles(body: str, view: str, of: Owners = EVERY) -> Iterator[Region]:
    """Yield the muscles of a view. Where superficial ones overlap, at another body's horizon, the smaller one wins.

    A superficial muscle can change its neighbours, so with one of these all superficial ones are made.
    """
    layers = {name: ds[0].layer for name, ds in drawn("muscles").items()}
    if any(layers.get(name) == "superficial" for name in of):
        of |= {name for name, layer in layers.items() if layer == "superficial"}
    found = list(regions("muscles", body, view, of))
    top = [r.area if r.drawing.layer == "superficial" else shapely.Polygon() for r in found]
    for own, area in zip(found, borders.apart(top), strict=True):
        changed = own.drawing.layer == "superficial" and not area.equals(own.area)
        if settled := _outlined(own.drawing, area, view) if changed else own:
            yield settled


def _traced(sight: Sight, silhouette: shapely.Geometry, drawn_fields: tuple[Field, ...], on: str) -> shapely.Geometry:
    """Return a patch's area on a view, clipped to the silhouette."""
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
    for grow in (half, -THINNEST, half) if len(drawn_fields) > 1 else (-half, half):  # cracks form where views meet
        area = area.buffer(grow)
    return shapely.intersection(area, silhouette)


def fibres(
    body: str, view: str, kind: str = "fibres", owners: str = "muscles", of: Owners = EVERY
) -> Iterator[tuple[Drawing, list[Floats]]]:
    """Yield fibre strokes as Béziers, inside what is seen of their owner, a muscle or a structure.

    Strokes drawn on this view take precedence.
    """
    for ds in _wanted(kind, of):
        owner = region(owners, ds[0].of, body, view) if ds[0].of in drawn(owners) else None
        if owner is None:
            continue
        inner = owner.area.buffer(-1.2)
        curves = []
        for d in [d for d in ds if d.view == view] or used(ds, view):
            for line in _strokes_seen(d, body, view):
                cut = shapely.intersection(shapely.LineString(line), inner)
                curves += [
                    fit(resample(np.asarray(p.coords), 1.0, closed=False), 0.25, closed=False)
                    for p in shapely.get_parts(shapely.line_merge(cut))
                    if p.length > 6
                ]
        if curves:
            yield ds[0], curves


def courses(body: str, view: str, of: Owners = EVERY) -> Iterator[tuple[Drawing, list[Floats]]]:
    """Yield the courses of nerves as Béziers.

    A nerve that is drawn through what covers it (`data-through`) is shown only by the views that it was drawn on.
    """
    for ds in _wanted("courses", of):
        own = [d for d in ds if d.view == view]
        curves = [
            fit(resample(line, 1.0, closed=False), 0.2, closed=False)
            for d in (own if own or ds[0].through else used(ds, view))
            for line in _strokes_seen(d, body, view)
        ]
        if curves:
            yield ds[0], curves


def features(body: str, view: str) -> Iterator[tuple[Drawing, list[Floats]]]:
    """Yield the lines of the face as Béziers. Strokes drawn on this view take precedence.

    They are smoothed, because a line along the edge of a lid or a lip falls into the fold here and there.
    """
    for ds in drawn("features").values():
        curves = []
        for d in [d for d in ds if d.view == view] or used(ds, view):
            if seen := [*_strokes_seen(d, body, view)]:
                line = resample(np.concatenate(seen), 0.5, closed=False)
                curves.append(fit(_smoothed(line), 0.1, closed=False))
        if curves:
            yield ds[0], curves


def _smoothed(line: Floats) -> Floats:
    """Return an open line whose points are the weighted means of their neighbours; its ends stay."""
    weights = np.hanning(min(FEATURE_WINDOW, len(line) // 2 * 2 - 1) + 2)[1:-1]
    reach = len(weights) // 2
    ends = 2 * line[:1] - line[reach:0:-1], 2 * line[-1:] - line[-2 : -2 - reach : -1]
    wide = np.concatenate([ends[0], line, ends[1]])
    return np.stack([np.convolve(wide[:, axis], weights / weights.sum(), "valid") for axis in range(2)], axis=1)


FEATURE_WINDOW = 15
"""Points, half a millimetre apart, over which a line of the face is smoothed."""


def _strokes_seen(d: Drawing, body: str, view: str) -> Iterator[Floats]:
    """Yield the visible runs of a drawing's strokes on a view, mm."""
    for line in d.lines:
        xy, visible = put(lift(line, d.view), body, view)
        for a, b in runs_of(visible):
            if b - a > 6:
                yield xy[a:b]


def points(body: str, view: str, of: Owners = EVERY) -> Iterator[tuple[Drawing, Floats]]:
    """Yield the trigger points that a view shows inside their muscle: the drawing, and the position (2,) in mm."""
    for ds in _wanted("points", of):
        muscle = region("muscles", ds[0].of, body, view)
        if muscle is None:
            continue
        inner = muscle.area.buffer(-WITHIN)
        for d in [d for d in ds if d.view == view] if ds[0].through else used(ds, view)[:1]:
            xy, visible = put(lift(d.lines[0], d.view), body, view)
            if visible[0] and shapely.contains_xy(inner, *xy[0]):
                yield d, xy[0]
