"""Divide a panel between the bodies of a picture: side by side, or one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from ..body.geometry import Box
from ..content.focus import LEAST_DETAIL, whole_if_most
from ..content.framing import Edge
from ..content.two_parts import main_things
from ..content.view_content import ViewContent
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from .metrics import Metrics
from .panel import Panel

NAMES = 165.0
"""Width that a body with names needs for them, pt on a slide; the panel is divided with it."""

BARE, DISCS = 60.0, 24.0
"""Width that a body without names needs for its letter, and one whose letters are below it for its numbers, pt on a
slide."""

ABOUT = 1.2
"""Views are level with each other if that makes what they must show at most this much taller."""

STACKED, STACKED_DETAIL = 1.25, 1.15
"""Bodies side by side are used unless they are larger by these factors one above the other: where they are cut in the
middle of the sheet, and where one is a foot, which is not."""

TURNED = 1.06
"""The usual order of bodies side by side is used unless they are larger by this factor the other way round."""

LEAST_ROW = 96.0
"""Least height of a row, pt on a slide: a name and a caption need it, however little of a body the row shows."""

GUTTER = 14.0
"""Space between two parts of a panel, pt on a slide."""

PARTS = 1.8
"""How much larger the main one of two parts of a view may be shown than the other: the back than the leg, say."""

OFF_MIDDLE = 0.85
"""How far a body may be moved up or down in its part of a panel, as a share of how far there is room for it."""

WIDE = 0.9
"""A body that stands alone is not moved in a panel lower than this share of its width: names have room beside it."""

ASIDE = 0.08
"""How far the border between two bodies may be moved, as a share of the width of the panel."""


class Division(msgspec.Struct, frozen=True):
    """A panel that is divided between bodies.

    Attributes:
        views: what each body shows: side by side, bodies show about the same heights.
        parts: the part of the panel that each body is in.
        gain: how much larger bodies must be than in the usual way.
    """

    views: tuple[ViewContent, ...]
    parts: tuple[Panel, ...]
    gain: float = 1.0


def side_by_side(
    metrics: Metrics, panel: Panel, views: Sequence[ViewContent], named: Mapping[int, bool]
) -> tuple[Division, ...]:
    """Return the ways to divide a panel between bodies side by side, the usual one first.

    Two bodies of one side may stand in either order. The left side is the mirror image of the right one, so the usual
    order of two views is the opposite.

    Args:
        metrics: the sizes of type and lengths.
        panel: the panel.
        views: what each body shows.
        named: for each body, whether names stand beside it.
    """
    views = level(views)
    parts = _abreast(metrics, panel, views, named)
    sides = sides_of(views)
    if len(views) != 2 or len(sides) > 1:
        return (Division(views, parts),)
    turned = _abreast(metrics, panel, views[::-1], {0: named[1], 1: named[0]})[::-1]
    # Of two parts of one view, the upper one usually comes first.
    mirrored = Side.LEFT in sides and views[0].view != views[1].view
    first, second = (turned, parts) if mirrored else (parts, turned)
    return Division(views, first), Division(views, second, TURNED)


def level(views: Sequence[ViewContent]) -> tuple[ViewContent, ...]:
    """Return views of the front and back that must show about the same heights, level with each other."""
    upright = [view for view in views if facts_of(view.view).upright]
    if len(upright) < 2:
        return tuple(views)
    top, bottom = min(view.focus[1] for view in upright), max(view.focus[3] for view in upright)
    if bottom - top > ABOUT * max(view.focus[3] - view.focus[1] for view in upright):
        return tuple(views)

    def levelled(view: ViewContent) -> ViewContent:
        box = whole_if_most(view.plate, (view.focus[0], top, view.focus[2], bottom))
        return msgspec.structs.replace(view, focus=box)

    return tuple(levelled(view) if view in upright else view for view in views)


def sides_of(views: Sequence[ViewContent]) -> frozenset[Side]:
    """Return the sides that bodies show something on; the middle is none."""
    return frozenset(side for view in views for side in view.sides) - {Side.MIDLINE}


def stacked(metrics: Metrics, panel: Panel, views: Sequence[ViewContent]) -> tuple[Division, ...]:
    """Return the way to divide a panel between bodies one above the other; none if there is one body."""
    if len(views) == 1:
        return ()
    gain = STACKED_DETAIL if any(facts_of(view.view).own_scale for view in views) else STACKED
    if min(view.focus[3] - view.focus[1] for view in views) < LEAST_DETAIL:
        views = level(views)  # a row that shows a slice of a limb alone would say nothing
    return (Division(tuple(views), _stacked(metrics, panel, views), gain),)


def moved(division: Division) -> Iterator[Division]:
    """Yield divisions with more room above or below what must be seen, and with another border between two bodies."""
    parts = division.parts
    if len(parts) == 1 and _height(parts[0]) < WIDE * _width(parts[0]):
        return
    for lower in (OFF_MIDDLE, -OFF_MIDDLE):
        lowered = tuple(msgspec.structs.replace(part, lower=lower) for part in parts)
        yield msgspec.structs.replace(division, parts=lowered)
    if len(parts) != 2:
        return
    first, second = sorted(parts, key=lambda part: part.window[0])
    for share in (ASIDE, -ASIDE):
        step = share * (second.window[2] - first.window[0])
        changed = {id(first): _widened(first, right=step), id(second): _widened(second, left=step)}
        yield msgspec.structs.replace(division, parts=tuple(changed[id(part)] for part in parts))


def _height(part: Panel) -> float:
    return part.window[3] - part.window[1]


def _width(part: Panel) -> float:
    return part.window[2] - part.window[0]


def _widened(part: Panel, left: float = 0.0, right: float = 0.0) -> Panel:
    """Return a part with its left and right border moved to the right, and those of its names if they were there."""
    (w0, w1, w2, w3), (n0, n1, n2, n3) = part.window, part.names
    window = (w0 + left, w1, w2 + right, w3)
    names = (n0 + left if n0 == w0 else n0, n1, n2 + right if n2 == w2 else n2, n3)
    return msgspec.structs.replace(part, window=window, names=names)


def times_larger(view: ViewContent, other: ViewContent) -> float:
    """Return how many times larger than another view a view may be shown."""
    kinds = [one.view if facts_of(one.view).own_scale else None for one in (view, other)]
    if kinds[0] != kinds[1]:
        return np.inf
    return PARTS if view.band != other.band and main_things(view) > main_things(other) else 1.0


def _abreast(
    metrics: Metrics, panel: Panel, views: Sequence[ViewContent], named: Mapping[int, bool]
) -> tuple[Panel, ...]:
    """Divide a panel into parts side by side: each has what its body needs at full height, and room for its names."""
    x0, y0, x1, y1 = panel.window
    if len(views) == 1:
        return (panel,)
    bare = DISCS if panel.strip else BARE
    beside = [metrics.length(NAMES if named[i] else bare) for i in range(len(views))]
    sizes = [(view.focus[2] - view.focus[0], view.focus[3] - view.focus[1]) for view in views]
    natural = [w * (y1 - y0) / h for w, h in sizes]
    upright = [i for i, view in enumerate(views) if not facts_of(view.view).own_scale]
    if upright:
        scale = min((y1 - y0) / sizes[i][1] for i in upright)
        more = [max(times_larger(view, other) for other in views if other is not view) for view in views]
        times = [min((y1 - y0) / tall / scale, most) for (_, tall), most in zip(sizes, more, strict=True)]
        natural = [sizes[i][0] * scale * times[i] if i in upright else wide for i, wide in enumerate(natural)]
    left = x1 - x0 - sum(beside)
    factor = min(left / sum(natural), 1.0)
    spare = (left - factor * sum(natural)) / len(views)
    parts, x = [], x0
    for i in range(len(views)):
        end = x + natural[i] * factor + beside[i] + spare
        gap = metrics.length(GUTTER) / 2
        inner = x + (gap if i else 0.0), end - (gap if i < len(views) - 1 else 0.0)
        parts.append(_part(panel, (inner[0], y0, inner[1], y1)))
        x = end
    return tuple(parts)


def _stacked(metrics: Metrics, panel: Panel, views: Sequence[ViewContent]) -> tuple[Panel, ...]:
    """Divide a panel into parts one above the other, in proportion to what must be seen; both sides share a part."""
    x0, _, x1, _ = panel.window
    names: list[object] = [view.view for view in views]
    if len(set(names)) == 1:
        names = [*range(len(views))]
    groups = dict.fromkeys(names)
    tall = {
        group: max(v.focus[3] - v.focus[1] for v, name in zip(views, names, strict=True) if name == group)
        for group in groups
    }
    if any(facts_of(view.view).own_scale for view in views):
        tall = dict.fromkeys(tall, 1.0)
    rows = dict(zip(tall, _rows(metrics, panel, [*tall.values()]), strict=True))
    parts: list[Panel] = []
    for i, name in enumerate(names):
        row = rows[name]
        members = [n for n, other in enumerate(names) if other == name]
        wide = (x1 - x0) / len(members)
        start = x0 + members.index(i) * wide
        parts.append(_part(row, (start, row.window[1], start + wide, row.window[3])))
    return tuple(parts)


def _rows(metrics: Metrics, panel: Panel, tall: Sequence[float]) -> list[Panel]:
    """Divide a panel into rows in which bodies of these heights, mm, have the same scale, from the top down.

    A line closes a body that is cut off where the next row begins.
    """
    x0, y0, x1, y1 = panel.window
    rows = []
    for n in range(len(tall)):
        closed: tuple[Edge, ...] = (*(("top",) if n else ()), *(("bottom",) if n < len(tall) - 1 else ()))
        clean = tuple(edge for edge in panel.clean if edge not in closed)
        rows.append(msgspec.structs.replace(panel, clean=clean, closed=closed))
    pads = [metrics.length(row.pad("top") + row.pad("bottom")) for row in rows]
    gap = metrics.length(GUTTER)
    heights = _shared_out(y1 - y0 - gap * (len(rows) - 1), tall, pads, metrics.length(LEAST_ROW))
    found, top = [], y1
    for row, height in zip(rows, heights, strict=True):
        found.append(_part(row, (x0, top - height, x1, top)))
        top -= height + gap
    return found


def _shared_out(room: float, tall: Sequence[float], pads: Sequence[float], least: float) -> list[float]:
    """Share the height of a panel out between rows, so that bodies have one scale there; none is lower than `least`.

    Where all of them would be, they are equally high.
    """
    if room < least * len(tall):
        return [room / len(tall)] * len(tall)
    low: set[int] = set()
    while True:
        high = [n for n in range(len(tall)) if n not in low]
        scale = (room - least * len(low) - sum(pads[n] for n in high)) / sum(tall[n] for n in high)
        heights = [least if n in low else tall[n] * scale + pads[n] for n in range(len(tall))]
        lower = {n for n in high if heights[n] < least}
        if not lower:
            return heights
        low |= lower


def _part(panel: Panel, window: Box) -> Panel:
    """Return a part of a panel: names stay in it, and a body is cut cleanly only where the whole panel does so."""
    clean: tuple[Edge, ...] = tuple(
        edge
        for n, edge in enumerate(("left", "bottom", "right", "top"))
        if edge in panel.clean and abs(window[n] - panel.window[n]) < 0.01
    )
    n0, n1, n2, n3 = panel.names
    w0, w1, w2, w3 = window
    first, last = abs(w0 - panel.window[0]) < 0.01, abs(w2 - panel.window[2]) < 0.01
    names = (n0 if first else w0, max(n1, w1), n2 if last else w2, min(n3, w3))
    return msgspec.structs.replace(panel, window=window, names=names, clean=clean)
