"""Divide a panel between the bodies of a picture, side by side or one above the other, and compose each in its part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from ..body.geometry import Box
from ..content import sided
from ..content.focus import whole_if_most
from ..content.framing import Edge
from ..content.numbering import homes
from ..content.picture_content import PictureContent
from ..content.two_parts import main_things
from ..content.view_content import MuscleEntry, ViewContent
from ..knowledge.views import facts_of
from .composition import Composed, compose
from .key_block import MANY, key_blocks, key_modes
from .label_modes import LabelRequest
from .metrics import Metrics
from .panel import Panel, Task, largest
from .point_numbers import Numbers

NAMES = 165.0
"""Width that a body with names needs for them, pt on a slide; the panel is divided with it."""

BARE, DISCS = 60.0, 24.0
"""Width that a body without names needs for its letter, and one whose letters are below it for its numbers, pt on a
slide."""

GAIN = 1.3
"""Bodies side by side are used unless they are larger by this factor one above the other."""

ABOUT = 1.2
"""Views are level with each other if that makes what they must show at most this much taller."""

GUTTER = 14.0
"""Space between two parts of a panel, pt on a slide."""

LARGE = 0.58
"""It is tried whether a block of names leaves more room for bodies that are smaller than this share of what they could
be without names: on a third of the area."""

FAILURES = 3
"""How many blocks are tried before it is given up that the bodies have room beside one."""

NEARLY = 1.15
"""Another block is tried only if it could be worth this many times as much as the best."""

LESS = 0.9
"""Names beside the bodies are tried if a body is worth at least this share of what it is worth with a block."""

ROUNDS = 4
"""How many times bodies of one scale are composed, until all fit at the same one."""

KEYED = 0.66
"""How much a picture with its names in a key is worth, compared with one that has leaders to them."""

PARTS = 1.8
"""How much larger the main one of two parts of a view may be shown than the other: the back than the leg, say."""

SAME = 1.0 + 1e-9
"""Scales that differ by less than this factor are the same, but for rounding."""


def composed(
    content: PictureContent, panel: Panel, request: LabelRequest, points: Numbers, metrics: Metrics
) -> tuple[Composed, ...] | None:
    """Compose the bodies of a picture in a panel; None if they don't fit.

    Args:
        content: what the picture shows.
        panel: where it goes.
        request: how the muscles are labelled.
        points: the numbers of the trigger points; empty if they have none.
        metrics: the sizes of type and lengths.
    """
    views = _level(content.views)
    named = _named(content.named, views)
    numbers = {entry.muscle: entry.number for entry in content.named}
    bodies = _Bodies(metrics, views, numbers, points)
    if request.labelling not in ("leaders", "key") or request.blank or request.strict:
        return _in_ways(bodies, named, request, panel)
    many, large = len(content.named) >= MANY, LARGE * _bare(bodies, panel)
    block = _with_block(bodies, content.named, request, panel) if many else None
    if block and request.labelling == "key":
        return block
    leading = msgspec.structs.replace(request, strict=request.strict or block is not None)
    beside = _in_ways(bodies, named, leading, panel, LESS * min((one.worth for one in block or ()), default=0.0))
    if not many and (beside is None or _size(beside) < large):
        block = _with_block(bodies, content.named, request, panel)
    found = [one for one in (beside, block) if one]
    return max(found, key=lambda one: (many and _size(one) >= large, worth(one)), default=None)


class _Bodies(msgspec.Struct, frozen=True):
    """The bodies to compose: what each shows, the numbers of the muscles, and those of the trigger points."""

    metrics: Metrics
    views: tuple[ViewContent, ...]
    numbers: Mapping[str, int]
    points: Numbers


def _in_ways(
    bodies: _Bodies,
    named: Mapping[int, tuple[MuscleEntry, ...]],
    request: LabelRequest,
    panel: Panel,
    least: float = 0.0,
) -> tuple[Composed, ...] | None:
    """Compose the bodies side by side or one above the other, whichever shows them larger; None if they don't fit.

    A body that would be worth less than `least` does not fit.
    """
    beside = {i: bool(own) and request.labelling != "discs" for i, own in named.items()}
    ways = _ways(bodies, beside, panel)
    gain = _gain(bodies)
    most = [_most(bodies, parts) for parts in ways]
    found: dict[int, tuple[Composed, ...]] = {}
    for n in sorted(range(len(ways)), key=lambda n: -most[n] / gain**n):
        best = max((worth(other) / gain**m for m, other in found.items()), default=0.0)
        if most[n] / gain**n > best:
            made = _alike(bodies, named, request, ways[n], least)
            found |= {n: made} if made else {}
    return found[max(found, key=lambda n: worth(found[n]) / gain**n)] if found else None


def _ways(bodies: _Bodies, beside: Mapping[int, bool], panel: Panel) -> list[list[Panel]]:
    """Return the ways to divide a panel, each with a part for each body: side by side, and one above the other."""
    ways = [_abreast(bodies.metrics, panel, bodies.views, beside)]
    return [*ways, _stacked(bodies.metrics, panel, bodies.views)] if len(bodies.views) > 1 else ways


def _gain(bodies: _Bodies) -> float:
    return 1.0 if any(facts_of(view.view).own_scale for view in bodies.views) else GAIN


def _most(bodies: _Bodies, parts: Sequence[Panel]) -> float:
    """Return how large bodies can be in their parts of a panel at most."""
    return _mean([largest(view, part, bodies.metrics) for view, part in zip(bodies.views, parts, strict=True)])


def _bare(bodies: _Bodies, panel: Panel) -> float:
    """Return how large bodies could be without names."""
    beside = dict.fromkeys(range(len(bodies.views)), False)
    return max(_most(bodies, parts) for parts in _ways(bodies, beside, panel))


def _with_block(
    bodies: _Bodies,
    entries: Sequence[MuscleEntry],
    request: LabelRequest,
    panel: Panel,
) -> tuple[Composed, ...] | None:
    """Compose the bodies with numbers and a block of names, whichever shows them larger; None if they don't fit."""
    best: tuple[Composed, ...] | None = None
    home = homes(entries, bodies.views)
    named = {i: tuple(e for e in entries if home.get(e.muscle) == i) for i in range(len(bodies.views))}
    listed = sorted((entry for entry in entries if entry.muscle in home), key=lambda entry: entry.number)
    bare = msgspec.structs.replace(request, labelling="discs")
    ways = [
        (_bare(bodies, block.rest) * words, words, block)
        for mode, words in key_modes(listed, request)
        for block in key_blocks(bodies.metrics, listed, mode, request, panel)
    ]
    failed = 0
    for most, words, block in sorted(ways, key=lambda way: -way[0]):
        if failed == FAILURES or (best and most <= worth(best) * NEARLY):
            break
        found = _in_ways(bodies, named, bare, block.rest)
        if found is None:
            failed += 1
        elif best is None or worth(found) * words > worth(best):
            labels = block.named(bodies.metrics, [label for one in found for label in one.labels])
            best = tuple(
                msgspec.structs.replace(one, words=one.words * words, labels=labels if n == 0 else ())
                for n, one in enumerate(found)
            )
    return best


def _level(views: Sequence[ViewContent]) -> tuple[ViewContent, ...]:
    """Return views of the front and back that must show about the same heights, level with each other."""
    upright = [view for view in views if facts_of(view.view).upright]
    if len(upright) < 2:
        return tuple(views)
    top, bottom = min(view.focus[1] for view in upright), max(view.focus[3] for view in upright)
    if bottom - top > ABOUT * max(view.focus[3] - view.focus[1] for view in upright):
        return tuple(views)

    def level(view: ViewContent) -> ViewContent:
        box = whole_if_most(view.plate, (view.focus[0], top, view.focus[2], bottom))
        return msgspec.structs.replace(view, focus=box)

    return tuple(level(view) if view in upright else view for view in views)


def worth(found: Sequence[Composed]) -> float:
    """Return how large bodies are shown: the geometric mean of their scales, less what is missing of the words."""
    return _mean([one.worth for one in found])


def _mean(scales: Sequence[float]) -> float:
    return float(np.exp(np.mean(np.log(np.maximum(scales, 1e-9)))))


def _named(entries: Sequence[MuscleEntry], views: Sequence[ViewContent]) -> dict[int, tuple[MuscleEntry, ...]]:
    """Return the muscles that are named on each body."""
    home = homes(entries, views)
    named = {i: [entry for entry in entries if home.get(entry.muscle) == i] for i in range(len(views))}
    for i, view in enumerate(views):
        if len(view.sides) > 1:
            continue
        for entry in entries:
            # Each side has a figure of its own: each says its own value.
            own = home.get(entry.muscle)
            if own is not None and sided.differs(entry) and views[own].view == view.view:
                on = entry.at(next(iter(view.sides))) if entry.muscle in view.muscles else None
                named[i] = [other for other in named[i] if other.muscle != entry.muscle]
                named[i] += [msgspec.structs.replace(entry, on=(on,))] if on and on.intensity is not None else []
    return {i: tuple(own) for i, own in named.items()}


def _alike(
    bodies: _Bodies,
    named: Mapping[int, tuple[MuscleEntry, ...]],
    request: LabelRequest,
    parts: Sequence[Panel],
    least: float,
) -> tuple[Composed, ...] | None:
    """Compose each body in its part of the panel: all of them with leaders to the names, or all with numbers."""
    found = _composed(bodies, named, request, parts, least)
    if found is None or len({one.keyed for one in found if one.labels}) < 2:
        return found
    replace = msgspec.structs.replace
    ways = (replace(request, strict=True), replace(request, labelling="key"))
    tried = (_composed(bodies, named, way, parts, least) for way in ways)
    return max((one for one in tried if one), key=_worth_of_names, default=None)


def _size(found: Sequence[Composed]) -> float:
    """Return how large bodies are shown: the geometric mean of their scales."""
    return _mean([one.figure.scale for one in found])


def _worth_of_names(found: Sequence[Composed]) -> float:
    """Return the worth of bodies; less with a key, though to each of them, whose request was a key, it is the best."""
    return worth(found) * (KEYED if any(one.keyed for one in found) else 1.0)


def _composed(
    bodies: _Bodies,
    named: Mapping[int, tuple[MuscleEntry, ...]],
    request: LabelRequest,
    parts: Sequence[Panel],
    least: float,
) -> tuple[Composed, ...] | None:
    """Compose each body in its part of the panel; views of the whole body have one scale, and so have two soles."""
    views = bodies.views
    found: dict[int, Composed] = {}

    def most(i: int) -> float:
        """Return the largest scale of a body beside those found so far: often it must be the same as theirs."""
        return min((one.figure.scale * _larger(views[i], views[n]) for n, one in found.items()), default=np.inf)

    for _ in range(ROUNDS):
        for i, view in enumerate(views):
            if i in found and found[i].figure.scale <= most(i) * SAME:
                continue
            task = Task(
                bodies.metrics, view, named[i], bodies.numbers, request, bodies.points, parts[i], most(i), least
            )
            one = compose(task)
            if one is None:
                return None
            found[i] = one
        if all(found[i].figure.scale <= most(i) * SAME for i in found):
            break
    return tuple(found[i] for i in range(len(views)))


def _larger(view: ViewContent, other: ViewContent) -> float:
    """Return how many times larger than another view a view may be shown."""
    kinds = [one.view if facts_of(one.view).own_scale else None for one in (view, other)]
    if kinds[0] != kinds[1]:
        return np.inf
    return PARTS if view.band != other.band and main_things(view) > main_things(other) else 1.0


# --- dividing the panel ---------------------------------------------------------------------------------------------


def _abreast(metrics: Metrics, panel: Panel, views: Sequence[ViewContent], named: Mapping[int, bool]) -> list[Panel]:
    """Divide a panel into parts side by side: each has what its body needs at full height, and room for its names."""
    x0, y0, x1, y1 = panel.window
    if len(views) == 1:
        return [panel]
    bare = DISCS if panel.strip else BARE
    beside = [metrics.length(NAMES if named[i] else bare) for i in range(len(views))]
    sizes = [(view.focus[2] - view.focus[0], view.focus[3] - view.focus[1]) for view in views]
    natural = [w * (y1 - y0) / h for w, h in sizes]
    upright = [i for i, view in enumerate(views) if not facts_of(view.view).own_scale]
    if upright:
        scale = min((y1 - y0) / sizes[i][1] for i in upright)
        more = [max(_larger(view, other) for other in views if other is not view) for view in views]
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
    return parts


def _stacked(metrics: Metrics, panel: Panel, views: Sequence[ViewContent]) -> list[Panel]:
    """Divide a panel into parts one above the other, in proportion to what must be seen; both sides share a part."""
    x0, y0, x1, y1 = panel.window
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
    rows, top, gap = {}, y1, metrics.length(GUTTER)
    for group in groups:
        low = top - (y1 - y0 - gap * (len(tall) - 1)) * tall[group] / sum(tall.values())
        rows[group] = _part(panel, (x0, low, x1, top))
        top = low - gap
    parts: list[Panel] = []
    for i, name in enumerate(names):
        row = rows[name]
        members = [n for n, other in enumerate(names) if other == name]
        wide = (x1 - x0) / len(members)
        start = x0 + members.index(i) * wide
        parts.append(_part(row, (start, row.window[1], start + wide, row.window[3])))
    return parts


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
