"""Makes the forms of a body's muscles: what drawing them needs beyond a plate's outlines.

For each muscle of a plate's right side: what is seen of it and what covers the rest (`cover`), its tendons (`tendons`),
strokes along its fibres in nested levels (`streamlines`), all in plate mm; and images of the light, on the muscles at
the surface and, in the views of `OPENED`, on those below. They are computed from the finished plates alone
and written beside them as `<view>.forms`; the bodymap module `body.forms` reads them and says how the file is laid out.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from . import cover, pennation, tendons
from .camera import VIEWS
from .cover import Cover, above, areal, covers
from .fibres import Fibres, unit
from .finished import Finished, Muscle, read
from .mesh import Floats
from .parts import right_half
from .shading import LIGHT
from .streamlines import streamlines
from .tendons import BODY, Junction

FORMAT = 2
"""Version of the file; the same number as in `bodymap.body.forms`."""

SIMPLE = 0.09
"""How far a chord may lie from a traced border, mm."""

UNIT = 0.02
"""Coordinates are whole multiples of this, mm, from the middle of a muscle's box."""

GAP, LEAST_GAP, MOST_GAP = 1 / 42, 1.15, 2.6
"""Spacing of the finest strokes as a share of the root of the area, and its limits, mm."""

DARK, LIT, SINEW, TEETH = range(4)
"""Kinds of strokes: between fibres, on fibres, along a tendon, and where the two meet."""
COVERED = 4
"""Added to the kind of a stroke in a covered part."""

FINEST = 2
"""The finest level of strokes; in covered parts, some kinds have only the others."""

OPENED = ("anterior", "posterior", "medial")
"""The views in which pictures take muscles off; in the others, covered parts have only the strokes of windows."""

PARTLY = 0.8
"""A view shows a muscle partly if its height there is below this share of its height in both views together."""

WAYS = {"right-lateral": (1.0, 1.0), "plantar": (0.0, -1.0), "medial": (-1.0, 1.0)}
"""Which way muscles without strokes run, x and y, where not down: from the side, arm and foot point forward."""

BARS = {"rectus-abdominis"}
"""Muscles whose strokes across are tendinous bands."""

FLAT = 215
"""Grey level of the relief for full light on a flat surface; brighter ones are highlights."""
DEPTH, DARKEST, BRIGHTEST = 1.0, -0.5, 0.16
"""How strongly the form of muscles shades the body, and the limits of the change in light."""
GLOSS = 0.05
"""Strength of the highlight along the crest of a belly."""
SHADOW = 0.22
"""Strength of the shadow of a muscle on what lies below it."""
QUALITY, DEEPER_QUALITY = 90, 74
"""JPEG quality of the relief, and of the reliefs of deeper layers."""
AROUND = 4.0
"""How far around the muscles the relief of a deeper layer reaches, mm."""

Box = tuple[float, float, float, float]

Stroke = tuple[Floats, tuple[float, float], int, int]
"""A stroke as one cubic (4, 2), how wide it is at a third and two thirds of its length, its level and its kind."""
Strokes = list[Stroke]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A muscle's form: parts as areas, mm, its strokes, and the change in light on a grid of its fibres.

    Of its tendons, `tendon` is what is seen; `sinew` is all of them if a part is covered.
    """

    muscle: Muscle
    cover: Cover
    above: list[tuple[str, float]]
    tendon: shapely.Geometry
    sinew: shapely.Geometry
    strokes: Strokes
    gap: float
    fibres: Fibres
    light: Floats


def write(body: str, folder: Path, views: Collection[str] = ()) -> list[Path]:
    """Write the forms of a body's plates, in all views or in some, and return the files.

    The left lateral view uses those of the right one.
    """
    plates = {view: read(folder / body / f"{view}.svg") for view in VIEWS if view != "left-lateral"}
    paths = []
    heights = _reference(plates)
    for view, plate in plates.items():
        if views and view not in views:
            continue
        path = folder / body / f"{view}.forms"
        path.write_bytes(_packed(plate, list(_forms(plate, heights))))
        paths.append(path)
    return paths


def _right(plate: Finished) -> list[Muscle]:
    return [m for m in plate.muscles if m.side != "left"]


# --- one muscle -----------------------------------------------------------------------------------------------------


def _reference(plates: Mapping[str, Finished]) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the heights where a partly seen muscle's tendons meet its belly, by view and muscle; the origin's first.

    The front and the back view share their heights, so the two together tell how long a muscle is. The inner side has
    the same heights.
    """
    found: dict[tuple[str, str], tuple[float, float]] = {}
    shown = {view: {m.of: m.area.bounds for m in _right(plates[view])} for view in ("anterior", "posterior")}
    bounds = {m.of: m.area.bounds for m in _right(plates["medial"])} if "medial" in plates else {}
    inner = {of: b for of, b in bounds.items() if b[3] - b[1] > b[2] - b[0]}  # along the foot, heights tell nothing
    for of, facts in tendons.facts().items():
        spans = [(muscles[of][1], muscles[of][3]) for muscles in shown.values() if of in muscles]
        if len(spans) < (1 if of in inner else 2) or facts.measure == "fibres":
            continue
        top, bottom = min(span[0] for span in spans), max(span[1] for span in spans)
        for view, muscles in (*shown.items(), ("medial", inner)):
            if of in muscles and muscles[of][3] - muscles[of][1] < PARTLY * (bottom - top):
                above, below = (facts.insertion, facts.origin) if facts.turned else (facts.origin, facts.insertion)
                ends = top + above * (bottom - top), bottom - below * (bottom - top)
                found[view, of] = ends[::-1] if facts.turned else ends
    return found


def _fibres(muscle: Muscle, view: str) -> Fibres:
    facts = tendons.facts().get(muscle.of)
    turned = facts is not None and facts.turned
    strokes = [s[:: -1 if turned else 1] for s in muscle.strokes if not _is_bar(muscle, s)]
    x, y = WAYS.get(view, (0.0, 1.0))
    slant = pennation.slant_of(muscle.of, view)
    return Fibres(muscle.area, strokes, way=(-x, -y) if turned else (x, y), slant=slant)


def _is_bar(muscle: Muscle, stroke: Floats) -> bool:
    return muscle.of in BARS and bool(np.ptp(stroke[:, 0]) > np.ptp(stroke[:, 1]))


def _forms(plate: Finished, levels: Mapping[tuple[str, str], tuple[float, float]]) -> Iterator[Form]:
    muscles = _right(plate)
    for muscle, covered in zip(muscles, covers(muscles, plate.view), strict=True):
        over = above(muscle, muscles, plate.view, covered) if plate.view in OPENED else []
        yield _form(muscle, covered, over, plate, levels.get((plate.view, muscle.of)))


def _form(
    muscle: Muscle, covered: Cover, over: list[tuple[str, float]], plate: Finished, levels: tuple[float, float] | None
) -> Form:
    view = plate.view
    seed = zlib.crc32(muscle.of.encode())
    random = np.random.default_rng(seed)
    fibres = _fibres(muscle, view)
    facts = tendons.facts().get(muscle.of)
    past = tendons.beyond(muscle.of, view, plate.landmarks, fibres.places)
    junction = Junction(fibres, facts, past, levels) if facts else None
    tendon = junction.area(seed) if junction else shapely.Polygon()
    light, round_off = _light(fibres)
    gap = float(np.clip(np.sqrt(muscle.area.area) * GAP, LEAST_GAP, MOST_GAP))
    strokes: Strokes = [_stroke(bar, 5.0, 0, SINEW) for bar in muscle.strokes if _is_bar(muscle, bar)]
    under = shapely.union_all(list(covered.under.values()))
    seen = covered.seen.buffer(-0.3) if covered.under else covered.seen
    hidden = np.random.default_rng(seed)
    depth = fibres.spread(junction.depth) if junction else None
    reach = junction.reach if junction else 0.0
    course = junction.direction if junction else None
    for line, level in streamlines(fibres, gap, round_off, seed, course):
        into = np.full(len(line), BODY) if depth is None else fibres.at(depth, line)
        shade = np.clip(-fibres.at(light, line) / 0.34, 0, 1)
        strokes += _along(line, level, gap, (into, reach), shade, seen, random)
        if not under.is_empty:
            covered_strokes = _along(line, level, gap, (into, reach), shade, under, hidden, covered=True)
            strokes += [s for s in covered_strokes if _needed(s, view)]
    sinew = areal(tendon.intersection(muscle.area), 2.0) if covered.under else shapely.Polygon()
    tendon = areal(tendon.intersection(covered.seen), 2.0)
    return Form(muscle, covered, over, tendon, sinew, strokes, gap, fibres, light)


def _needed(stroke: Stroke, view: str) -> bool:
    """Return whether a stroke of a covered part is drawn in a view: in windows, or where muscles are taken off."""
    _, _, level, kind = stroke
    if view not in OPENED:
        return kind == COVERED and level < FINEST
    return kind != COVERED + LIT or level < FINEST


def _light(fibres: Fibres) -> tuple[Floats, float]:
    """Return the change in light on the belly against a flat surface, (h, w), and where it rounds off, mm."""
    slope = fibres.gradient(fibres.swell())
    normals = unit(np.column_stack([-slope, np.ones(fibres.count)]))
    across, up, facing = LIGHT / np.linalg.norm(LIGHT)
    lit = normals @ np.array([across, -up, facing]) - facing
    crest = np.exp(-(((lit - 0.012) / 0.03) ** 2))
    return gaussian_filter(fibres.spread(lit + GLOSS * crest), 0.8), fibres.round


def _along(
    line: Floats,
    level: int,
    gap: float,
    tendon: tuple[Floats, float],
    shade: Floats,
    place: shapely.Geometry,
    random: np.random.Generator,
    *,
    covered: bool = False,
) -> Strokes:
    """Return the strokes along a streamline in a place: broken lines, which swell where the form is dark.

    Those between the fibres of a `covered` part are longer and even, so that windows are quiet.
    """
    depth, reach = tendon
    along = unit(np.gradient(line, axis=0))
    side = gap * np.column_stack([-along[:, 1], along[:, 0]])
    in_tendon = depth > reach * random.uniform(-0.8, 0.8)
    bare = shapely.contains_xy(place, line)
    more = COVERED if covered else 0
    made: Strokes = []
    for a, b in _runs(~in_tendon & bare):
        if covered:
            made += [_stroke(line[c:d], 1.0, level, COVERED) for c, d in _broken(line, a, b, random, 60, 120)]
        else:
            made += [
                _stroke(line[c:d], 0.3 + 0.7 * shade[c:d], level, DARK) for c, d in _broken(line, a, b, random, 30, 90)
            ]
        beside = line + random.uniform(0.38, 0.62) * side
        made += [
            _stroke(beside[c:d], 1 - 0.9 * shade[c:d], level, LIT + more)
            for c, d in _broken(line, a, b, random, 18, 60)
        ]
    for a, b in _runs(in_tendon & bare):
        made += [
            _stroke(line[c:d], 0.5 + 0.5 * shade[c:d], level, SINEW + more)
            for c, d in _broken(line, a, b, random, 60, 120)
        ]
    meet = (depth > -reach * random.uniform(1, 2.6)) & (depth < 0.8 * reach)
    made += [_stroke((line + 0.5 * side)[a:b], 1.0, level, TEETH + more) for a, b in _runs(meet & bare)]
    return made


def _runs(held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where a line holds for more than three points, as ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(int), [0]]))).reshape(-1, 2)
    return [(int(a), int(b)) for a, b in edges if b - a > 3]


def _broken(
    line: Floats, a: int, b: int, random: np.random.Generator, shortest: float, longest: float
) -> Iterator[tuple[int, int]]:
    """Yield a range of a line in strokes of uneven length, mm, with small gaps, as a hand would draw it."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    while a < b - 3:
        end = min(int(np.searchsorted(way, way[a] + random.uniform(shortest, longest))), b)
        if way[b - 1] - way[min(end, b - 1)] < shortest / 2:
            end = b
        if end - a > 3:
            yield a, end
        a = max(end, int(np.searchsorted(way, way[min(end, b - 1)] + random.uniform(0.5, 4))))


def _stroke(line: Floats, swell: Floats | float, level: int, kind: int) -> tuple[Floats, tuple[float, float], int, int]:
    """Return a polyline as the cubic nearest to it, by least squares with its ends held."""
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    t = (way / way[-1])[:, None]
    ends = (1 - t) ** 2 * (1 + 2 * t) * line[0] + t**2 * (3 - 2 * t) * line[-1]
    basis = np.hstack([3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2])
    first, second = np.linalg.lstsq(basis, line - ends, rcond=None)[0]
    curve = np.array([line[0], line[0] + first, line[-1] + second, line[-1]])
    wide = np.interp((1 / 3, 2 / 3), t[:, 0], np.broadcast_to(swell, len(line)))
    return curve, (float(wide[0]), float(wide[1])), level, kind


# --- the light on the surface ---------------------------------------------------------------------------------------


def _reliefs(plate: Finished, forms: list[Form]) -> tuple[list[NDArray[np.uint8]], Box]:
    """Return the light on the right half, each (h, w), `FLAT` for full light, and its box, mm.

    The first image is of the muscles that are seen. In views in which pictures take muscles off, two more show what
    lies under the superficial layer, and under the intermediate one too: only the muscles that these cover, since a
    plain grey makes the file smaller.
    """
    first, box = _relief(plate, [(form, form.cover.seen) for form in forms])
    found = [first]
    for off in (("superficial",), ("superficial", "intermediate")) if plate.view in OPENED else ():
        below = [form for form in forms if form.muscle.layer not in off]
        left = [form for form in below if form.muscle.of not in cover.facts().sheets]
        bared = covers([form.muscle for form in left], plate.view, undrawn=False)
        deeper, _ = _relief(plate, [(form, cover.seen) for form, cover in zip(left, bared, strict=True)])
        layers = {form.muscle.of: form.muscle.layer for form in forms}
        covered = [f.muscle.area for f in below if any(layers.get(of, off[-1]) == off[-1] for of, _ in f.above)]
        places = np.stack(np.meshgrid(*_centres(box, deeper.shape)), -1)
        shown = shapely.contains_xy(shapely.union_all(covered).buffer(AROUND), places[..., 0], places[..., 1])
        found.append(np.where(shown, deeper, FLAT).astype(np.uint8))
    return found, box


def _centres(box: Box, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Return the middles of the columns and rows of an image, mm."""
    (x0, y0, x1, y1), (rows, columns) = box, shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    return x0 + (np.arange(columns) + 0.5) * across, y0 + (np.arange(rows) + 0.5) * down


def _relief(plate: Finished, forms: list[tuple[Form, shapely.Geometry]]) -> tuple[NDArray[np.uint8], Box]:
    """Return the light on what is seen of muscles of the right half, (h, w), and its box, mm."""
    x0, y0, x1, y1 = plate.box
    rows, columns = plate.grey.shape
    pixel = (x1 - x0) / columns
    left, _, right, _ = right_half(plate.view)
    a, b = max(int((left - x0) / pixel), 0), min(int(np.ceil((right - x0) / pixel)), columns)
    lit = plate.grey[:, a:b] / 255
    xs, ys = x0 + (np.arange(a, b) + 0.5) * pixel, y0 + (np.arange(rows) + 0.5) * pixel
    order = sorted((f for f in forms if not f[1].is_empty), key=lambda f: -cover.RANKS[f[0].muscle.layer])
    for form, seen in order:
        bounds = seen.buffer(6).bounds
        columns_in = slice(*np.searchsorted(xs, (bounds[0], bounds[2])))
        rows_in = slice(*np.searchsorted(ys, (bounds[1], bounds[3])))
        x, y = np.meshgrid(xs[columns_in], ys[rows_in])
        if not x.size:
            continue
        inside = shapely.contains_xy(seen, x, y).astype(float)
        soft = gaussian_filter(inside, 0.5 / pixel)
        points = np.column_stack([x.ravel(), y.ravel()])
        change = form.fibres.at(form.light, points).reshape(x.shape).clip(DARKEST, BRIGHTEST)
        below = np.roll(gaussian_filter(inside, 1.2 / pixel), round(0.8 / pixel), axis=0) * (1 - soft)
        part = lit[rows_in, columns_in]
        part *= (1 - SHADOW * below) * (1 + DEPTH * change * soft)
    box = (x0 + a * pixel, y0, x0 + b * pixel, y1)
    return np.round(FLAT * lit).clip(0, 255).astype(np.uint8), box


# --- the file -------------------------------------------------------------------------------------------------------


def fingerprint(handles: Floats) -> tuple[int, int, int]:
    """Return what tells a shape from another, the same for its mirror image: sums of its handles in 1/100 mm."""
    whole = np.round(handles * 100).astype(np.int64)
    return len(whole), int(np.abs(whole[:, 0]).sum()), int(whole[:, 1].sum())


def _packed(plate: Finished, forms: list[Form]) -> bytes:
    index, points, curves, marks = [], [], [], []
    for form in forms:
        x0, y0, x1, y1 = form.muscle.area.bounds
        middle = np.round([(x0 + x1) / 2, (y0 + y1) / 2], 2)
        hidden = {name: areal(part, 1.0) for name, part in form.cover.under.items()}
        whole = not hidden
        under = shapely.union_all(list(hidden.values()))
        edge = shapely.difference(form.muscle.area.boundary, form.cover.seen.buffer(0.8)) if hidden else None
        lines = [[] if whole else _rings(form.cover.seen), _rings(form.tendon), _lines(edge), _rings(form.sinew)]
        lines += [_rings(part) for part in hidden.values()]
        for group in lines:
            points += [_whole(ring - middle) for ring in group]
        for curve, wide, level, kind in form.strokes:
            curves.append(_whole(curve - middle))
            marks.append((*(round(min(w, 7.9) * 32) for w in wide), level, kind))
        counts = [[len(ring) for ring in group] for group in lines]
        index.append(
            (
                form.muscle.of,
                fingerprint(form.muscle.handles),
                tuple(middle.tolist()),
                round(form.gap, 3),
                form.muscle.of not in cover.facts().skin,
                whole,
                *counts[:4],
                list(zip(hidden, counts[4:], strict=True)),
                form.above,
                len(form.strokes),
                [round(float(n), 1) for n in (under.bounds if hidden else (0, 0, 0, 0))],
            )
        )
    reliefs, box = _reliefs(plate, forms)
    images = [_jpeg(relief, DEEPER_QUALITY if n else QUALITY) for n, relief in enumerate(reliefs)]
    head = msgspec.msgpack.encode((FORMAT, index, box, [len(image) for image in images]))
    arrays = [
        np.concatenate(points) if points else np.empty((0, 2), "<i2"),
        np.concatenate(curves) if curves else np.empty((0, 2), "<i2"),
        np.array(marks, np.uint8),
    ]
    filling = bytes(-len(head) % 8)
    return b"".join([len(head).to_bytes(8, "little"), head, filling, *(a.tobytes() for a in arrays), *images])


def _jpeg(grey: NDArray[np.uint8], quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _whole(points: Floats) -> NDArray[np.int16]:
    return np.round(points / UNIT).astype("<i2")


def _rings(area: shapely.Geometry, tolerance: float = SIMPLE) -> list[Floats]:
    """Return the rings of an area, closed, holes the other way round."""
    parts = shapely.get_parts(areal(area.simplify(tolerance), 1.0))
    return [
        shapely.get_coordinates(ring)
        for part in parts
        for p in [shapely.geometry.polygon.orient(part)]
        for ring in (p.exterior, *p.interiors)
    ]


def _lines(edge: shapely.Geometry | None) -> list[Floats]:
    if edge is None:
        return []
    merged = shapely.get_parts(shapely.line_merge(edge))
    return [
        shapely.get_coordinates(p.simplify(SIMPLE)) for p in merged if p.geom_type == "LineString" and p.length > 1.5
    ]
