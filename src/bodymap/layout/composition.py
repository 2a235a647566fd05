"""Compose a picture: bodies as large as their panel allows, running off its edges, with names in the free space.

For each scale, from the largest down, and for each place of the body in the panel, the names are shared between the
columns on its left and right, at the heights that the body and the words of the page leave free. The first scale at
which they all fit is used. Nothing is drawn over a name, and no name over a body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np

from ..body.geometry import bounds, grown, meet
from ..knowledge.views import facts_of
from . import segments
from .blocks import Name
from .captions import FigureWords, captioned
from .composed_names import discs, keyed, led, marks_of
from .free_place import text_box
from .label_columns import GAP, TIGHT_GAP, UNDER
from .label_modes import LabelMode
from .name_columns import NameColumn, lies_across, shared
from .name_ways import NameWay, names_of, tightest_of, too_tall, ways_to_name
from .panel import FADED_ENDS, SMALLEST_BODY, Panel, Task, largest
from .point_numbers import numbered, spaced
from .records import Figure, Label, Position
from .silhouettes import AIR, PlacedBody, Silhouette, placed_at, silhouette, zeros

SMALLEST, SMALLEST_WITH_LEADERS = 0.3, 0.5
"""The smallest scales that are tried, as shares of the largest that fits."""

STEP, FINER = 0.85, 0.92
"""Ratios of one scale that is tried to the next larger one: first in large steps, then in a small one back."""

MANY_DISCS = 8
"""If this many numbers don't fit in a body, a much smaller body or another place in its panel is not tried."""

PATIENCE = 6
"""After this many failures, the names that need the least room are tried first at each scale."""

ROOMY = 0.8
"""Below this share of the largest scale, it is tried whether captions in a strip leave more room."""

STRIP = 1.08
"""Captions go into a strip if the body is worth more by this factor there."""

FEW = 4
"""From this number of names on, a body that is shown on both sides should not have all of them on its left."""

NARROWER = 1.01
"""A narrower column is used if the body gets larger by this factor."""

NEARLY = 60.0
"""A body that would fade as near to its crown or its soles as this, mm, is shown to the end."""

_CUT = 60.0
_ACROSS = 0.88
"""Worth of a picture for each leader that crosses to the other half, where one is opened."""
_LOPSIDED, _FADED = 0.8, 0.92


class Composed(msgspec.Struct, frozen=True):
    """A body in its panel, with its names. `words` is how much its words are worth, 1 for all of them."""

    figure: Figure
    labels: tuple[Label, ...]
    words: float = 1.0

    @property
    def keyed(self) -> bool:
        """Whether numbers stand for its names."""
        return any(label.badge for label in self.labels)

    @property
    def worth(self) -> float:
        """How large the body is shown, less what is missing of the words."""
        return self.figure.scale * self.words


class Tries:
    """What was tried to compose one body, so that nothing is tried twice.

    A body is composed again where another one has turned out smaller, and with leaders or numbers alone where bodies
    differ in that. Neither changes whether names have room that are set alike, in the same panel at the same scale.
    """

    def __init__(self) -> None:
        self._names: dict[NameWay, tuple[Name, ...]] = {}
        self._places: dict[tuple[Panel, float], list[Place]] = {}
        self._sharings: dict[tuple[Panel, NameWay, float], list[_Sharing]] = {}
        self._placed: dict[tuple[Panel, NameWay, float], Composed | None] = {}

    def names(self, task: Task, way: NameWay) -> tuple[Name, ...]:
        """Return the names of the body, set in a way."""
        way = _same(way)
        if way not in self._names:
            self._names[way] = names_of(task, way)
        return self._names[way]

    def sharings(self, task: Task, way: NameWay, scale: float) -> list[_Sharing]:
        """Return how the names can be shared between columns at a scale, the best first."""
        key = task.panel, _same(way), scale
        if key not in self._sharings:
            if (task.panel, scale) not in self._places:
                self._places[task.panel, scale] = _places(task, silhouette(task, scale))
            places, names = self._places[task.panel, scale], self.names(task, way)
            self._sharings[key] = _sharings(task, places, names, way.mode)
        return self._sharings[key]

    def placed(self, task: Task, way: NameWay, scale: float) -> Composed | None:
        """Return the body at a scale with its names placed, whatever these are worth; None if they don't fit."""
        key = task.panel, _same(way), scale
        if key not in self._placed:
            self._placed[key] = _first_placed(task, self.sharings(task, way, scale), way.mode)
        return self._placed[key]


def _same(way: NameWay) -> NameWay:
    """Return a way to set names, whatever it is worth: a key is worth more where one was asked for."""
    return msgspec.structs.replace(way, worth=1.0)


def compose(task: Task, tries: Tries | None = None) -> Composed | None:
    """Compose one body in its panel, as large as possible; None if its names fit at no scale.

    Args:
        task: the body, its panel and its names.
        tries: what was tried for the same body, names and trigger points.
    """
    tries = tries or Tries()
    found = _composed(task, tries)
    panel = task.panel
    most = largest(task.view, panel, task.metrics, task.most)
    if not panel.strip and (found is None or found.worth < ROOMY * most):
        closed = (*panel.closed, "bottom") if "bottom" in panel.clean else panel.closed
        with_strip = msgspec.structs.replace(task, panel=msgspec.structs.replace(panel, strip=True, closed=closed))
        least = max(task.least, found.worth * STRIP if found else 0.0)
        other = _composed(msgspec.structs.replace(with_strip, least=least), tries)
        if other and other.worth > least:
            task, found = with_strip, other
    if found and (low := _lower(task, found)):
        return _composed(msgspec.structs.replace(task, panel=low, most=found.figure.scale), tries) or found
    return found


def _lower(task: Task, found: Composed) -> Panel | None:
    """Return a lower panel, in the middle of the panel, if the body would run on too far; else None."""
    panel, (_, first, _, last) = task.panel, bounds([task.view.plate.outline])
    _, top, _, bottom = task.view.focus
    s, air, pad = found.figure.scale, task.metrics.length(AIR), task.metrics.length(FADED_ENDS)
    high, low = top - panel.beyond, bottom + panel.beyond
    top = min(high if high > first + NEARLY else first - air / s, top - pad / s)
    bottom = max(low if low < last - NEARLY else last + air / s, bottom + pad / s)
    under = task.metrics.length(UNDER) if panel.strip else 0.0
    x0, y0, x1, y1 = panel.window
    spare = y1 - y0 - (bottom - top) * s - under
    if spare <= 0:
        return None
    clean = tuple(edge for edge in panel.clean if edge not in ("top", "bottom"))
    return msgspec.structs.replace(panel, window=(x0, y0 + spare / 2, x1, y1 - spare / 2), clean=clean, beyond=np.inf)


def _composed(task: Task, tries: Tries) -> Composed | None:
    if task.panel.strip:
        x0, y0, x1, y1 = task.panel.window
        window = (x0, max(y0, task.panel.names[1]) + task.metrics.length(UNDER), x1, y1)
        clean = tuple(edge for edge in task.panel.clean if edge != "bottom")  # the sheet goes on below the body
        task = msgspec.structs.replace(task, panel=msgspec.structs.replace(task.panel, window=window, clean=clean))
    best: Composed | None = None
    first = largest(task.view, task.panel, task.metrics, task.most)
    tried: dict[tuple[NameWay, float], Composed | None] = {}

    def at(way: NameWay, scale: float) -> Composed | None:
        if (way, scale) not in tried:
            found = tries.placed(task, way, scale)
            tried[way, scale] = found and msgspec.structs.replace(found, words=way.worth * _evenness(task, found))
        return tried[way, scale]

    def known_to_fail(way: NameWay, scale: float) -> bool:
        return (way, scale) in tried and tried[way, scale] is None

    ways, failed = [*ways_to_name(task)], 0
    tightest = tightest_of(ways)
    for way in ways:
        if too_tall(task, way.mode, tries.names(task, way)):
            continue
        least = first * _least(task, way.mode)
        gain, before = NARROWER, best
        for scale in _scales(first):
            enough = max(best.worth * gain if best else 0.0, task.least)
            if scale < least or scale * way.worth <= enough:
                break
            # Names are shared in a moment and placed in many, so the tightest ones are asked only in between.
            if way.leaders and failed >= PATIENCE:
                if all(known_to_fail(tight, scale) for tight in tightest) or not tries.sharings(task, way, scale):
                    continue
                if not any(at(tight, scale) for tight in tightest):
                    continue
            found = at(way, scale)
            failed += found is None
            if found and best is before and scale < first:
                larger = at(way, scale / FINER)
                found = larger if larger and larger.worth > found.worth else found
            if found:
                if best is None or found.worth > best.worth * gain:
                    best = found
                if best is not before:
                    gain = 1.0  # from here on, the same words on a smaller body
    return best


def _least(task: Task, mode: LabelMode | None) -> float:
    """Return the smallest scale to try, as a share of the largest that fits."""
    if mode is None:
        return SMALLEST_WITH_LEADERS if len(task.entries) >= MANY_DISCS else SMALLEST
    return SMALLEST if mode.numbered else SMALLEST_WITH_LEADERS


def _evenness(task: Task, found: Composed) -> float:
    """Return what a picture is worth, compared with one whose names are on both sides and whose body is not cut."""
    body = (found.figure.place[0] + found.figure.place[2]) / 2
    words = [label for label in found.labels if label.lines]
    left = sum(label.box[2] < body for label in words)
    lopsided = task.view.both_sides and left == len(words) >= FEW
    cut = any(edge in found.figure.fade for edge in ("left", "right"))
    across = sum(lies_across(task, o.muscle, "left" if o.box[2] < body else "right") for o in found.labels if o.leader)
    return (_LOPSIDED if lopsided else 1.0) * (_FADED if cut else 1.0) * _ACROSS**across


def _scales(largest: float) -> Iterator[float]:
    scale = largest
    while scale >= SMALLEST * largest:
        yield scale
        scale *= STEP


class Place:
    """A body at a place of its panel, and its caption and letters there."""

    def __init__(self, task: Task, attempt: PlacedBody, said: FigureWords) -> None:
        self._task, self.attempt, self.said = task, attempt, said

    @cached_property
    def figure(self) -> Figure | None:
        """The figure, with the numbers of its points; None if they have no room. Its names don't change it."""
        return figure_of(self._task, self.attempt, self.said)

    @cached_property
    def marks(self) -> tuple[list[Position], list[Position]]:
        """What leaders and numbers avoid, see `marks_of`."""
        return marks_of(self._task, self.figure) if self.figure else ([], [])


class _Sharing(NamedTuple):
    """The names of a body at a place, shared between columns, and what that costs."""

    cost: float
    place: Place
    columns: tuple[NameColumn, ...]


def _places(task: Task, body: Silhouette) -> list[Place]:
    """Return the places across the panel where a body can be, with its caption."""
    attempts = (placed_at(task, body, zero) for zero in zeros(task, body))
    seen = (attempt for attempt in attempts if np.isfinite(attempt.left).any())
    return [Place(task, attempt, said) for attempt in seen if (said := captioned(task, attempt))]


def _sharings(task: Task, places: Sequence[Place], names: Sequence[Name], mode: LabelMode | None) -> list[_Sharing]:
    """Return how names can be shared between columns at each place where they can, the best first."""
    found = []
    for place in places:
        sharing = shared(task, place.attempt, place.said, names, mode)
        if sharing is not None:
            cost, columns = sharing
            cuts = place.attempt.cuts
            cost += sum(_CUT for edge in cuts if edge in ("left", "right") and edge not in task.panel.clean)
            cost += 0.25 * sum(_CUT for edge in cuts if edge == "right")
            found.append(_Sharing(cost, place, columns))
    return sorted(found, key=lambda sharing: (sharing.cost, sharing.place.attempt.zero))


def _first_placed(task: Task, sharings: Sequence[_Sharing], mode: LabelMode | None) -> Composed | None:
    """Return the body with all its names placed, at the best of the places that are tried; None if they don't fit."""
    alike = len(task.entries) >= MANY_DISCS and (mode is None or mode.numbered)
    tries = (placed(task, place, columns, mode) for _, place, columns in sharings[: 1 if alike else 3])
    return next((found for found in tries if found), None)


def placed(task: Task, place: Place, columns: Sequence[NameColumn], mode: LabelMode | None) -> Composed | None:
    """Place the names of a body; None if it is too small, leaders would cross, or a name or number has no room."""
    figure, said = place.figure, place.said
    if figure is None or max(figure.place[2] - figure.place[0], figure.place[3] - figure.place[1]) < SMALLEST_BODY:
        return None
    if task.request.labelling == "discs":
        numbers = discs(task, figure, said.boxes)
        return None if numbers is None else Composed(figure, tuple(numbers))
    if mode is None:
        return Composed(figure, ())
    marks, taken = place.marks
    gap = task.metrics.length(TIGHT_GAP if mode.small else GAP)
    labels: list[Label] = []
    for column in columns:
        placed = (
            keyed(task, figure, column, gap, taken)
            if mode.numbered
            else led(task, place.attempt, figure, column, gap, marks)
        )
        if placed is None:
            return None
        labels += placed
    leaders = [label.leader for label in labels if label.leader]
    if segments.crossed(leaders) or over_words(task, labels, said) or _over_numerals(labels, figure):
        return None
    return Composed(figure, tuple(labels))


def _over_numerals(labels: Sequence[Label], figure: Figure) -> bool:
    """Return whether a name lies on the number of a trigger point."""
    numerals = [text_box(text) for text in figure.numerals]
    return any(meet(label.box, numeral) for label in labels for numeral in numerals)


def over_words(task: Task, labels: Sequence[Label], said: FigureWords) -> bool:
    """Return whether a leader runs over a name or other words."""
    boxes = [*task.panel.taken, *said.boxes]
    for label in labels:
        if not label.leader or label.badge:
            continue
        others = [other.box for other in labels if other is not label]
        if any(segments.enters(*line, grown(box, 1.5)) for line in pairwise(label.leader) for box in (*boxes, *others)):
            return True
    return False


def figure_of(task: Task, attempt: PlacedBody, said: FigureWords) -> Figure | None:
    """Return the body in its panel, in a box no larger than what is seen of it; None if its points have no room."""
    view, metrics, (w0, w1, w2, w3) = task.view, task.metrics, task.panel.window
    s, rows = attempt.body.scale, np.isfinite(attempt.left)
    # The body may go on for nearly a row beyond the first and the last one that it is in.
    air = max(metrics.length(6), 0.5 + float(attempt.heights[0] - attempt.heights[1]))
    x0 = max(float(attempt.left.min()) - air, w0)
    x1 = min(float(attempt.right.max()) + air, w2)
    y0 = max(float(attempt.heights[rows].min()) - air, w1)
    y1 = min(float(attempt.heights[rows].max()) + air, w3)
    frame = (
        (x0 - attempt.zero) / s,
        attempt.body.top + (w3 - y1) / s,
        (x1 - attempt.zero) / s,
        attempt.body.top + (w3 - y0) / s,
    )
    shown = tuple(part for part in view.highlights)
    hard = (*task.panel.clean, *task.panel.closed)
    figure = Figure(
        view.body,
        view.view,
        frame,
        (x0, y0, x1, y1),
        shown,
        view.fibres,
        view.zones,
        spaced(metrics, view, s),
        fade=tuple(e for e in attempt.cuts if e not in hard or (e == "top" and attempt.body.ends)),
        letters=said.letters,
        caption=said.caption,
        spots=view.spots,
        others=view.others,
        pins=view.pins,
        structures=view.structures,
        sore=view.sore,
        fibred=view.fibred,
        windows=view.windows,
        opened=view.opened,
        undrawn=view.undrawn,
        limb=view.carried_parts if attempt.body.limb else (),
        cut=(bool(attempt.cuts) or attempt.body.limb) and not facts_of(view.view).own_scale,
        closed=tuple(e for e in attempt.cuts if e in task.panel.closed and not (e == "top" and attempt.body.ends)),
    )
    return numbered(metrics, figure, view, task.points) if task.points else figure
