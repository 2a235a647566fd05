"""Compose the bodies of a picture in the parts of a panel that show them largest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

import msgspec
import numpy as np

from ..content import sided
from ..content.numbering import homes
from ..content.picture_content import PictureContent
from ..content.view_content import MuscleEntry, ViewContent
from .composition import ROOMY, Composed, Tries, compose
from .key_block import MANY, key_blocks, key_modes
from .label_modes import LabelRequest
from .metrics import Metrics
from .panel import Panel, Task, largest
from .panel_division import Division, moved, side_by_side, sides_of, stacked, times_larger
from .point_numbers import Numbers

LARGE = 0.58
"""It is tried whether a block of names leaves more room for bodies that are smaller than this share of what they could
be without names: on a third of the area."""

FEW = 6
"""Fewer names than this keep their leaders wherever there is room for them."""

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
    views = content.views
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
    if not many and (beside is None or (len(content.named) >= FEW and _size(beside) < large)):
        block = _with_block(bodies, content.named, request, panel)
    found = [one for one in (beside, block) if one]
    return max(found, key=lambda one: (many and _size(one) >= large, worth(one)), default=None)


LOWER = 0.75
"""Bodies one above the other are not tried if they must be smaller than this share of bodies side by side:
more words don't make up for that."""


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
    """Compose the bodies in the parts of a panel that show them largest; None if they don't fit.

    A body that would be worth less than `least` does not fit. Where names leave bodies of one side much smaller than
    they could be, it is tried whether there is more room above or below what must be seen.
    """
    beside = {i: bool(own) and request.labelling != "discs" for i, own in named.items()}
    found: dict[Division, tuple[Composed, ...]] = {}
    one_scale = all(times_larger(a, b) == 1.0 for a, b in permutations(bodies.views, 2))

    def gained(way: Division) -> float:
        return worth(found[way]) / way.gain

    def attempt(ways: Iterable[Division]) -> None:
        for way in sorted(ways, key=lambda way: -_most(bodies, way) / way.gain):
            best = max(map(gained, found), default=0.0) * way.gain
            if _most(bodies, way) > best:
                enough = max(least, best) if one_scale else least
                made = _alike(bodies, named, request, way, enough)
                found.update({way: made} if made else {})

    abreast = side_by_side(bodies.metrics, panel, bodies.views, beside)
    attempt(abreast)
    usual = max(found, key=gained, default=None)
    lower = LOWER * max(_most(bodies, way) for way in abreast)
    attempt(way for way in stacked(bodies.metrics, panel, bodies.views) if _most(bodies, way) >= lower)
    crowded = usual and any(beside.values()) and worth(found[usual]) < ROOMY * _most(bodies, usual)
    if usual and crowded and len(sides_of(bodies.views)) == 1:
        attempt(moved(usual))
    return found[max(found, key=gained)] if found else None


def _most(bodies: _Bodies, way: Division) -> float:
    """Return how large bodies can be in their parts of a panel at most."""
    return _mean([largest(view, part, bodies.metrics) for view, part in zip(way.views, way.parts, strict=True)])


def _bare(bodies: _Bodies, panel: Panel) -> float:
    """Return how large bodies could be without names."""
    beside = dict.fromkeys(range(len(bodies.views)), False)
    ways = (*side_by_side(bodies.metrics, panel, bodies.views, beside), *stacked(bodies.metrics, panel, bodies.views))
    return max(_most(bodies, way) for way in ways)


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


def worth(found: Sequence[Composed]) -> float:
    """Return how large bodies are shown, less what is missing of the words.

    It is the mean of their worths: the geometric one for bodies at one scale, the harmonic one for others, where the
    smaller one counts more.
    """
    return _mean([one.worth for one in found], [one.figure.scale for one in found])


def _mean(values: Sequence[float], scales: Sequence[float] = ()) -> float:
    if scales and max(scales) <= min(scales) * SAME:
        return float(np.exp(np.mean(np.log(np.maximum(values, 1e-9)))))
    return len(values) / float(np.sum(1.0 / np.maximum(values, 1e-9)))


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
    way: Division,
    least: float,
) -> tuple[Composed, ...] | None:
    """Compose each body in its part of the panel: all of them with leaders to the names, or all with numbers."""
    tries = [Tries() for _ in way.views]
    found = _composed(bodies, named, request, way, least, tries)
    if found is None or len({one.keyed for one in found if one.labels}) < 2:
        return found
    replace = msgspec.structs.replace
    leading = _composed(bodies, named, replace(request, strict=True), way, least, tries)
    keyed = _composed(bodies, named, replace(request, labelling="key"), way, least, tries)
    # To bodies whose request was a key, it is the best: here it is not.
    numbered = keyed and tuple(replace(one, words=one.words * KEYED) for one in keyed)
    return max((found for found in (leading, numbered) if found), key=worth, default=None)


def _size(found: Sequence[Composed]) -> float:
    """Return how large bodies are shown: the mean of their scales."""
    return _mean([one.figure.scale for one in found])


def _composed(
    bodies: _Bodies,
    named: Mapping[int, tuple[MuscleEntry, ...]],
    request: LabelRequest,
    way: Division,
    least: float,
    tries: Sequence[Tries],
) -> tuple[Composed, ...] | None:
    """Compose each body in its part of the panel; views of the whole body have one scale, and so have two soles."""
    views, parts = way.views, way.parts
    found: dict[int, Composed] = {}

    def most(i: int) -> float:
        """Return the largest scale of a body beside those found so far: often it must be the same as theirs."""
        return min((one.figure.scale * times_larger(views[i], views[n]) for n, one in found.items()), default=np.inf)

    for _ in range(ROUNDS):
        for i, view in enumerate(views):
            if i in found and found[i].figure.scale <= most(i) * SAME:
                continue
            task = Task(
                bodies.metrics, view, named[i], bodies.numbers, request, bodies.points, parts[i], most(i), least
            )
            one = compose(task, tries[i])
            if one is None:
                return None
            found[i] = one
        if all(found[i].figure.scale <= most(i) * SAME for i in found):
            break
    return tuple(found[i] for i in range(len(views)))
