"""Shape the mark of pain: smooth rings around the middle of the areas that hurt. In plate millimetres.

The areas are a mask on a grid, cut to the body and to the window of the figure. The mask is blurred, and its cells are
ranked from the border (0) to the middle (1), so that a ring at a height encloses a known share of the area whatever
its form. A ring is a line of equal height, smoothed by its lowest elliptic Fourier descriptors (F. P. Kuhl and C. R.
Giardina, "Elliptic Fourier features of a closed contour", Computer Graphics and Image Processing 18, 1982, doi
10.1016/0146-664X(82)90034-X) and drawn with cubic curves. It lies inside the body and is never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import msgspec
import numpy as np

from ..body.geometry import CLOSE, CUBIC, MOVE, Box, Shape, bounds, grown, inside, meet
from ..body.plate import Part, Plate
from ..knowledge.anatomy import Side
from ..knowledge.areas import areas
from ..knowledge.views import facts_of
from .pain_bands import Band, band_of
from .raster import Grid, Mask, Raster, blurred, contours, depth

COARSE = 20
"""Cells where only a share or a middle is measured."""

SOFT, SOFTEST = 0.62, 1.5
"""How far corners are rounded, as a share of the reach of an area, and by what factor more in long areas at most."""

JOIN = 12.0
"""Areas nearer to each other than this, mm, share one mark."""

ROOM = 9.0, 30.0
"""Reach from which a mark has two rings, and three, pt."""

LEVELS = {1: (0.1,), 2: (0.1, 0.47), 3: (0.1, 0.36, 0.6)}
"""Heights of the rings by their number, the outermost first: 0 at the border of the area, 1 in its middle."""

BANDED = {1: (0.95,), 2: (0.95, 0.5)}
"""Widths of the rings of a long thin area by their number, as shares of its width, the outermost first."""

BAND_ROOM = 14.0
"""Half the width of a long thin area from which it has two rings, pt."""

CENTRE, LARGEST, WIDE = 0.22, 6.5, 100.0
"""The centre fills this share of the innermost ring, but no more than a disc of this radius, pt; on paper where a mark
has a greater reach than the last, pt, a larger disc."""

SLIM = 0.4
"""The most of a slim ring's width that its centre takes."""

HARMONICS, NODES = 7, 24
"""Fourier descriptors that a ring keeps, and the number of its curves."""

TRIES = (1.0, 0.4), (1.0, 0.8), (0.7, 0.8), (0.5, 0.8), (1.4, 0.6), (2.0, 0.8)
"""How much softer a mark is made, and how strongly what lies beyond the body pushes it away, until each height has one
ring and all rings lie inside the body. If none does it, the best is taken."""

LEAN = 1.5
"""How much more a structure that hurts counts than the rest of its area."""

FEWEST = 12
"""Cells that an area must have to be marked."""

SMALL = 0.02
"""An area that covers less than this share of another leaves no gap in its mark."""


TWIN = 3.0
"""Marks of the two sides lie this near to mirrored places, mm."""


class SoreArea(msgspec.Struct, frozen=True):
    """An area that hurts; `part` is its shape on the plate.

    An area across the midline has a `side` if only that half of it is meant. With `alone`, it shares no mark with its
    neighbours and is marked by a pin, as widespread pain is.
    """

    part: str
    area: str
    side: Side
    alone: bool = False

    @property
    def fine(self) -> bool:
        """Whether it is a finer area: a place on a structure, and not a whole part of the body."""
        return areas().is_fine(self.area)


class PainRings(NamedTuple):
    """The mark of areas that hurt: its rings, the outermost first, and its centre.

    `reach` is the distance from the middle of the areas to their border, mm; `place` is the middle.
    """

    rings: tuple[Shape, ...]
    centre: Shape
    place: tuple[float, float]
    reach: float


def pain_rings(
    plate: Plate, sore: Sequence[SoreArea], window: Box, scale: float, over: Sequence[str] = ()
) -> tuple[PainRings, ...]:
    """Return the marks of the areas that hurt, one for each group of neighbouring areas.

    A mark over or beside a tendon, bone or joint that hurts reaches and leans to it, and has one ring fewer, so that
    it can be seen.

    Args:
        plate: the plate that the areas are on.
        sore: the areas that hurt.
        window: what is seen of the plate, mm.
        scale: points per millimetre of the plate.
        over: the parts of the plate that are structures that hurt.
    """
    parts = {part.id: part for part in plate.parts}
    seen = [area for area in sore if meet(bounds([parts[area.part].shape]), window)]
    spared = _neighbours(plate, {area.part for area in sore})
    found: list[PainRings] = []
    found += [pin for area in seen if area.alone and (pin := _alone(plate, area, parts, spared, window))]
    for near in _groups([area for area in seen if not area.alone], partial(_meet, parts)):
        mask, body, cells = _cells(plate, near, parts, spared, window, over)
        reached = {area: _reached(mask, own) for area, own in cells.items()}
        for group in _groups(near, partial(_touch, reached, cells)):
            if len(group) < len(near):
                mask, body, cells = _cells(plate, group, parts, spared, window, over)
            own = np.any([cells[area] for area in group], axis=0)
            if own.sum() >= FEWEST:
                tender = _tender(mask, own, [parts[id].shape for id in over]) & body
                leans = not all(area.fine for area in group)  # a finer area is drawn where the structure is sore
                found.append(_mark(mask, own | tender if leans else own, body, scale, tender, leans=leans))
    return tuple(mark._replace(reach=max(other.reach for other in found if _mirrors(mark, other))) for mark in found)


def _mirrors(mark: PainRings, other: PainRings) -> bool:
    """Return whether a mark is another one itself, or its image on the other side of the body.

    Their reaches are measured on cells that do not mirror each other, so they differ a little: enough for a pin on one
    side and rings on the other.
    """
    (x, y), (u, v) = mark.place, other.place
    return mark is other or (abs(x + u) < TWIN and abs(y - v) < TWIN)


@lru_cache(64)
def whole_rings(
    plate: Plate, sore: tuple[SoreArea, ...], over: tuple[str, ...] = (), scale: float = 1.0
) -> tuple[PainRings, ...]:
    """Return the marks as they would be in a window that shows the whole plate, for layout."""
    return pain_rings(plate, sore, plate.box, scale, over)


def middles(plate: Plate, sore: tuple[SoreArea, ...], over: tuple[str, ...] = ()) -> tuple[tuple[float, float], ...]:
    """Return about where the centres of the marks lie on the plate, mm, in any window and at any scale."""
    return tuple(found.place for found in whole_rings(plate, sore, over))


@lru_cache(1024)
def share_within(plate: Plate, sore: tuple[SoreArea, ...], shape: Shape) -> float:
    """Return the share of a shape of the plate that lies in the areas that hurt, 0 to 1."""
    parts = {part.id: part for part in plate.parts}
    box = bounds([shape])
    near = [parts[area.part] for area in sore if meet(bounds([parts[area.part].shape]), box)]
    if not near:
        return 0.0
    mask = Raster.around([shape], box, COARSE)
    own, spared = mask.of(shape), _neighbours(plate, {area.part for area in sore})
    held = np.zeros_like(own)
    for part in near:
        held |= _free(mask, part, spared)
    return float((own & held).sum() / max(own.sum(), 1))


# --- what belongs together ------------------------------------------------------------------------------------------


def _alone(
    plate: Plate, area: SoreArea, parts: dict[str, Part], spared: Sequence[Part], window: Box
) -> PainRings | None:
    """Return where an area that stands alone has its pin: no rings, only its middle; None if it is not seen."""
    mask, part = Raster.around([parts[area.part].shape], window, COARSE), parts[area.part]
    own = _free(mask, part, spared) & mask.of(plate.outline) & mask.within(window) & _half(mask, plate, part, area.side)
    if own.sum() < FEWEST:
        return None
    x, y = mask.at(np.argwhere(own).mean(0)[None, ::-1])[0].tolist()
    return PainRings((), Shape(np.empty((0, 2)), np.empty(0, dtype=np.uint8)), (x, y), 0.0)


def _groups(sore: Sequence[SoreArea], near: Callable[[SoreArea, SoreArea], bool]) -> list[list[SoreArea]]:
    """Return the areas in groups that share a mark: neighbours on one side, joined to those of the midline."""
    groups: list[list[SoreArea]] = []
    for area in sore:
        joined = [group for group in groups if any(_share(area, other) and near(area, other) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(other for group in joined for other in group), area])
    return groups


def _share(one: SoreArea, other: SoreArea) -> bool:
    return {one.side, other.side} != {Side.LEFT, Side.RIGHT}


def _meet(parts: dict[str, Part], one: SoreArea, other: SoreArea) -> bool:
    return meet(grown(bounds([parts[one.part].shape]), JOIN), bounds([parts[other.part].shape]))


def _touch(reached: dict[SoreArea, Mask], cells: dict[SoreArea, Mask], one: SoreArea, other: SoreArea) -> bool:
    return bool((reached[one] & cells[other]).any())


def _reached(mask: Raster, cells: Mask) -> Mask:
    """Return cells with all others that are nearer than JOIN across and down."""
    reach = int(np.nextafter(JOIN / mask.step, 0))
    for axis in (0, 1):
        counts = np.pad(cells.cumsum(axis), [(reach + 1, reach) if at == axis else (0, 0) for at in (0, 1)], "edge")
        counts = np.moveaxis(counts, axis, 0)
        counts[: reach + 1] = 0
        cells = np.moveaxis(counts[2 * reach + 1 :] > counts[: -2 * reach - 1], 0, axis)
    return cells


def _tender(mask: Raster, own: Mask, structures: Sequence[Shape]) -> Mask:
    """Return the cells of structures that hurt: of small ones beside the areas all, of others what is in them."""
    near, found = _reached(mask, own), np.zeros_like(own)
    for shape in structures:
        cells = mask.of(shape)
        if (cells & near).any():
            found |= cells if cells.sum() < own.sum() else cells & own
    return found


def _cells(
    plate: Plate,
    sore: Sequence[SoreArea],
    parts: dict[str, Part],
    spared: Sequence[Part],
    window: Box,
    over: Sequence[str],
) -> tuple[Raster, Mask, dict[SoreArea, Mask]]:
    """Return a grid over some areas, the cells of the body in the window, and those where each area hurts."""
    shapes = [parts[area.part].shape for area in sore]
    x0, y0, x1, y1 = grown(bounds(shapes), JOIN)
    small = [s for s in (parts[id].shape for id in over) if meet(bounds([s]), (x0, y0, x1, y1))]
    small = [s for s in small if (b := bounds([s])) and (b[2] - b[0]) * (b[3] - b[1]) < (x1 - x0) * (y1 - y0)]
    mask = Raster.around([*shapes, *small], window, room=JOIN)
    body = mask.of(plate.outline) & mask.within(window)
    cells = {
        area: _free(mask, parts[area.part], spared) & body & _half(mask, plate, parts[area.part], area.side)
        for area in sore
    }
    return mask, body, cells


def _neighbours(plate: Plate, sore: Iterable[str]) -> list[Part]:
    """Return the areas of a plate that do not hurt: where they lie over one that does, it is not marked.

    Finer areas are left out: a place within an area is no neighbour of it.
    """
    hurting, known = {*sore}, areas()
    kinds = (part for part in plate.parts if part.kind == "area" and part.id not in hurting)
    return [part for part in kinds if not known.is_fine(part.of)]


def _free(mask: Raster, part: Part, spared: Sequence[Part]) -> Mask:
    """Return the cells of an area that no other one claims: the low back ends where the buttock begins."""
    own = mask.of(part.shape)
    if not own.any() or areas().is_fine(part.of):
        return own
    (x0, y0, x1, y1), least, free = bounds([part.shape]), SMALL * own.sum(), own.copy()
    box = max(x0, mask.x[0]), max(y0, mask.y[0]), min(x1, mask.x[-1]), min(y1, mask.y[-1])
    for other in spared:
        if meet(bounds([other.shape]), box) and (shared := own & mask.of(other.shape)).sum() > least:
            free &= ~shared
    return free if free.sum() >= 0.25 * own.sum() else own


def _half(mask: Raster, plate: Plate, part: Part, side: Side) -> Mask:
    """Return the half of the plate that is meant if an area across the midline hurts on one side only."""
    facts = facts_of(plate.view)
    if part.side != Side.MIDLINE or side == Side.MIDLINE or facts.near is not None:
        return np.ones((len(mask.y), len(mask.x)), dtype=bool)
    return np.broadcast_to((mask.x < 0) if facts.sides[0] == side else (mask.x > 0), (len(mask.y), len(mask.x)))


# --- a mark ---------------------------------------------------------------------------------------------------------


def _mark(mask: Raster, own: Mask, body: Mask, scale: float, tender: Mask, *, leans: bool = True) -> PainRings:
    """Return the mark of a group of areas, given as cells like the body and the structures that hurt."""
    count, step = int(own.sum()), mask.step
    reach = min(2 * float(depth(own[::2, ::2]).max()), (count / np.pi) ** 0.5)
    sigma = SOFT * min((reach * (count / np.pi) ** 0.5) ** 0.5, SOFTEST * reach)
    number = max(1 + sum(reach * step * scale > room for room in ROOM) - bool(tender.any()), 1)
    if band := band_of(mask, own, body):
        return _band_mark(band, reach * step, scale)
    leans = leans and bool(tender.any())
    weight = own + LEAN * tender if leans else own.astype(np.float64)
    best, lines, top = -2.0, [], np.zeros(2)
    for softer, kept_in in TRIES:
        height = blurred(weight - kept_in * ~body, sigma * softer)
        ranked = np.sort(height, axis=None)[::-1]
        levels = [float(ranked[min(int((1 - level) ** 2 * count), count - 1)]) for level in LEVELS[number]]
        found = [contours(height, level) for level in levels]
        outer = _smooth(mask.at(max(found[0], key=len)))
        held = mask.share_of(outer, body)
        if all(len(many) == 1 for many in found):
            drawn = [outer, *(_smooth(mask.at(many[0])) for many in found[1:])]
        else:  # the areas have gaps in them, as the toes have
            held -= 1
            drawn = [_shrunk(outer, (1 - level) / (1 - LEVELS[number][0])) for level in LEVELS[number]]
        if held > best:
            row, column = np.unravel_index(int(height.argmax()), height.shape)
            best, lines, top = held, drawn, mask.at(np.array([[column, row]], dtype=np.float64))[0]
        if held == 1:
            break
    inner = lines[-1]
    place = inner.mean(0)
    if (leans and inside([inner], top[None])[0]) or not inside([inner], place[None])[0]:
        place = top
    x, y = place.tolist()
    largest = LARGEST * max(reach * step * scale / WIDE, 1.0) ** 0.6
    return PainRings(tuple(map(_curves, lines)), _centre(inner, (x, y), largest / scale), (x, y), reach * step)


def _band_mark(band: Band, reach: float, scale: float) -> PainRings:
    """Return the mark of a long thin area: two rings, or one if they would be too near, and a long centre."""
    shares = BANDED[2 if band.width * scale > BAND_ROOM else 1]
    rings_of = tuple(_curves(band.ring(share)) for share in shares)
    centre = band.centre(shares[-1], LARGEST / scale)
    return PainRings(rings_of, _curves(centre), band.place, reach)


def _centre(ring: Grid, place: tuple[float, float], largest: float) -> Shape:
    """Return the centre of a mark: an ellipse along its innermost ring, but rounder."""
    spread = np.cov(ring.T)
    lengths, axes = np.linalg.eigh(spread)
    wide, long = np.sqrt(np.maximum(lengths, 1e-9))
    share = min(CENTRE * 2 * wide * long, largest**2)  # of a ring, the variance along an axis is half its square
    ratio = float((long / wide) ** 0.5)
    short = min(float(np.sqrt(share / ratio)), SLIM * 2**0.5 * wide)
    radii = short, short * ratio
    t = np.linspace(0, 2 * np.pi, NODES, endpoint=False)
    points = np.stack([np.cos(t), np.sin(t)], 1) * radii @ axes.T
    return _curves(points + place)


def _shrunk(ring: Grid, by: float) -> Grid:
    """Return a ring made smaller around its middle."""
    middle = ring.mean(0)
    return np.asarray(middle + by * (ring - middle))


def _smooth(line: Grid) -> Grid:
    """Return a closed line, (n, 2), as `NODES` points that keep only its lowest Fourier descriptors."""
    closed = np.concatenate([line, line[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    even = np.linspace(0, along[-1], 128, endpoint=False)
    z = np.interp(even, along, closed[:, 0]) + 1j * np.interp(even, along, closed[:, 1])
    spectrum = np.fft.fft(z) / len(z)
    kept = np.fft.fftfreq(len(z), 1 / len(z)).round()
    t = np.arange(NODES) / NODES
    order = np.abs(kept) <= HARMONICS
    values = np.exp(2j * np.pi * np.outer(t, kept[order])) @ spectrum[order]
    return np.stack([values.real, values.imag], 1)


def _curves(points: Grid) -> Shape:
    """Return a smooth closed path of cubics through points, (n, 2): a Catmull-Rom spline."""
    ahead = (np.roll(points, -1, 0) - np.roll(points, 1, 0)) / 6
    ends = np.roll(points, -1, 0)
    cubics = np.stack([points + ahead, ends - np.roll(ahead, -1, 0), ends], 1).reshape(-1, 2)
    codes = np.array([MOVE, *[CUBIC] * len(cubics), CLOSE], dtype=np.uint8)
    return Shape(np.concatenate([points[:1], cubics, points[:1]]), codes)
