"""Compose a picture: bodies as large as their panel allows, running off its edges, with names in the free space.

For each scale, from the largest down, and for each place of the body in the panel, the names are shared between the
columns on its left and right, at the heights that the body and the words of the page leave free. The first scale at
which they all fit is used. Nothing is drawn over a name, and no name over a body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec
import numpy as np

from ..body.geometry import bounds, grown
from ..content import sided
from ..content.view_content import MuscleEntry, PictureSide, ViewContent
from ..knowledge.conditions import Role
from ..knowledge.views import facts_of
from . import segments
from .blocks import Name
from .captions import FigureWords, captioned
from .composed_names import discs, keyed, led, marks_of
from .label_columns import GAP, TIGHT_GAP, UNDER, LabelMode, LabelRequest, label_modes, name_of
from .metrics import Metrics
from .name_columns import NameColumn, lies_across, shared
from .panel import FADED_ENDS, SIDES, SMALLEST_BODY, Panel, Task, largest
from .point_numbers import Numbers, numbered, spaced
from .records import Figure, Label
from .silhouettes import AIR, PlacedBody, Silhouette, placed_at, silhouette, zeros

SMALLEST, SMALLEST_WITH_LEADERS = 0.3, 0.5
"""The smallest scales that are tried, as shares of the largest that fits."""

STEP, FINER = 0.85, 0.92
"""Ratios of one scale that is tried to the next larger one: first in large steps, then in a small one back."""

WIDTHS = 215.0, 150.0
"""Widths of names to try, pt on a slide."""

ROOMY = 0.8
"""Below this share of the largest scale, it is tried whether captions in a strip leave more room."""

NOTED = 0.6
"""Share of the names that have a note where there is no room for all notes."""

STRIP = 1.08
"""Captions go into a strip if the body is worth more by this factor there."""

FEW = 4
"""From this number of names on, a body that is shown on both sides should not have all of them on its left."""

NARROWER = 1.08
"""A narrower column is used if the body gets larger by this factor."""

NEARLY = 60.0
"""A body that would fade as near to its crown or its soles as this, mm, is shown to the end."""

_WITHOUT_NOTES, _NUMBERED, _UNLISTED, _TOGETHER = 0.55, 0.6, 0.6, 0.6
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


def compose(
    metrics: Metrics,
    view: ViewContent,
    entries: Sequence[MuscleEntry],
    numbers: Mapping[str, int],
    request: LabelRequest,
    points: Numbers,
    panel: Panel,
    most: float = np.inf,
) -> Composed | None:
    """Compose one body in its panel, as large as possible; None if its names fit at no scale.

    Args:
        metrics: the sizes of type and lengths.
        view: what it shows.
        entries: the muscles that are named on it.
        numbers: the number of each muscle, for a key.
        request: how muscles are labelled.
        points: the numbers of the trigger points; empty if they have none.
        panel: where it goes.
        most: the largest scale, pt per mm.
    """
    task = Task(metrics, view, tuple(entries), numbers, request, points, panel, most)
    found = _composed(task)
    if not panel.strip and (found is None or found.figure.scale < ROOMY * largest(view, panel, metrics, most)):
        with_strip = msgspec.structs.replace(task, panel=msgspec.structs.replace(panel, strip=True))
        other = _composed(with_strip)
        if other and (found is None or other.worth > found.worth * STRIP):
            task, found = with_strip, other
    if found and (low := _lower(task, found)):
        return _composed(msgspec.structs.replace(task, panel=low, most=found.figure.scale)) or found
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


def _composed(task: Task) -> Composed | None:
    if task.panel.strip:
        x0, y0, x1, y1 = task.panel.window
        window = (x0, max(y0, task.panel.names[1]) + task.metrics.length(UNDER), x1, y1)
        clean = tuple(edge for edge in task.panel.clean if edge != "bottom")  # the sheet goes on below the body
        task = msgspec.structs.replace(task, panel=msgspec.structs.replace(task.panel, window=window, clean=clean))
    best: Composed | None = None
    first = largest(task.view, task.panel, task.metrics, task.most)
    bodies: dict[float, Silhouette] = {}

    def at(scale: float, names: Sequence[Name], mode: LabelMode | None) -> Composed | None:
        if scale not in bodies:
            bodies[scale] = silhouette(task, scale)
        return _at(task, bodies[scale], names, mode)

    for mode, width, worth, noted in _modes(task):
        names = _names(task, mode, width, noted)
        least = first * (SMALLEST if mode is None or mode.numbered else SMALLEST_WITH_LEADERS)
        gain, before = NARROWER, best
        for scale in _scales(first):
            if scale < least or (best and scale * worth <= best.worth * gain):
                break
            found = at(scale, names, mode)
            if found and best is before and scale < first:
                found = at(scale / FINER, names, mode) or found
            if found:
                found = msgspec.structs.replace(found, words=worth * _evenness(task, found))
                if best is None or found.worth > best.worth * gain:
                    best = found
                if best is not before:
                    gain = 1.0  # from here on, the same words on a smaller body
    return best


def _evenness(task: Task, found: Composed) -> float:
    """Return what a picture is worth, compared with one whose names are on both sides and whose body is not cut."""
    body = (found.figure.place[0] + found.figure.place[2]) / 2
    left = sum(label.box[2] < body for label in found.labels)
    lopsided = task.view.both_sides and left == len(found.labels) >= FEW
    cut = any(edge in found.figure.fade for edge in ("left", "right"))
    across = sum(lies_across(task, o.muscle, "left" if o.box[2] < body else "right") for o in found.labels if o.leader)
    return (_LOPSIDED if lopsided else 1.0) * (_FADED if cut else 1.0) * _ACROSS**across


def _scales(largest: float) -> Iterator[float]:
    scale = largest
    while scale >= SMALLEST * largest:
        yield scale
        scale *= STEP


def _modes(task: Task) -> Iterator[tuple[LabelMode | None, float, float, frozenset[str]]]:
    """Yield the ways to set the names: the mode, the width of the names, its worth, and which names have a note."""
    if not task.entries or task.request.labelling in ("none", "discs"):
        yield None, 0.0, 1.0, frozenset()
        return
    ranked = any(entry.rank for entry in task.entries)
    points, blank = bool(task.request.points), task.request.blank
    for mode in label_modes(task.request.labelling, ranked=ranked, points=points, blank=blank):
        if mode.halves or (mode.numbered and task.request.strict):
            continue
        usual = task.request.labelling == "key" or ranked
        worth = _NUMBERED if mode.numbered and not usual else 1.0
        worth *= (0.8 if mode.small else 1.0) * (_UNLISTED if task.request.points and mode.points != "sites" else 1.0)
        for noted, share in _noted(task) if mode.notes and not mode.numbered else ((_all(task), float(mode.notes)),):
            told = 1.0 if usual or blank else _WITHOUT_NOTES + (1.0 - _WITHOUT_NOTES) * share
            for width in WIDTHS:
                if not mode.numbered and task.view.both_sides and any(map(_has_own_side, task.entries)):
                    sided_mode = msgspec.structs.replace(mode, sided=True)
                    yield sided_mode, task.metrics.length(width), worth * told, noted
                    yield mode, task.metrics.length(width), worth * told * _TOGETHER, noted
                else:
                    yield mode, task.metrics.length(width), worth * told, noted


def _noted(task: Task) -> Iterator[tuple[frozenset[str], float]]:
    """Yield the names that have a note, first all, then some, the main ones first, and what share they are."""
    order = sorted((e for e in task.entries if e.why), key=lambda entry: tuple(Role).index(entry.role))
    yield _all(task), 1.0
    if 0 < (count := round(NOTED * len(order))) < len(order):
        yield frozenset(entry.muscle for entry in order[:count]), count / len(order)


def _all(task: Task) -> frozenset[str]:
    return frozenset(entry.muscle for entry in task.entries)


def _names(task: Task, mode: LabelMode | None, width: float, noted: frozenset[str]) -> tuple[Name, ...]:
    if mode is None:
        return ()
    names = []
    for entry in sorted(task.entries, key=lambda entry: task.numbers[entry.muscle]):
        own = mode if entry.muscle in noted else msgspec.structs.replace(mode, notes=False)
        for facing, shown in _sided(task, entry) if mode.sided else ((None, entry),):
            name = name_of(task.metrics, shown, own, task.request, task.numbers[entry.muscle], width)
            names.append(msgspec.structs.replace(name, facing=facing) if facing else name)
    return tuple(names)


def _has_own_side(entry: MuscleEntry) -> bool:
    """Return whether a muscle is named from its own side where both are shown."""
    return len(entry.sides) == 1 or sided.differs(entry)


def _sided(task: Task, entry: MuscleEntry) -> Iterator[tuple[PictureSide | None, MuscleEntry]]:
    """Yield a muscle once; if it has another value on each side, once for each side of the body that has one.

    A muscle of one side is named from that side.
    """
    if len(entry.sides) == 1 and not sided.differs(entry):
        yield next((facing for facing in SIDES if task.view.named_from(facing) in entry.sides), None), entry
        return
    if not sided.differs(entry):
        yield None, entry
        return
    for facing in SIDES:
        on = entry.at(task.view.named_from(facing))
        if on and on.intensity is not None:
            yield facing, msgspec.structs.replace(entry, on=(on,))


def _at(task: Task, body: Silhouette, names: Sequence[Name], mode: LabelMode | None) -> Composed | None:
    """Return the body at its scale with all its names, at the best place of the panel; None if they don't fit."""
    tries = []
    for zero in zeros(task, body):
        attempt = placed_at(task, body, zero)
        if not np.isfinite(attempt.left).any():
            continue
        words_of = captioned(task, attempt)
        if words_of is None:
            continue
        sharing = shared(task, attempt, words_of, names, mode)
        if sharing is not None:
            cost, columns = sharing
            cost += sum(_CUT for edge in attempt.cuts if edge in ("left", "right") and edge not in task.panel.clean)
            cost += 0.25 * sum(_CUT for edge in attempt.cuts if edge == "right")
            tries.append((cost, zero, attempt, words_of, columns))
    tries.sort(key=lambda t: t[:2])
    for _, _, attempt, words_of, columns in tries[:3]:
        if found := placed(task, attempt, words_of, columns, mode):
            return found
    return None


def placed(
    task: Task, attempt: PlacedBody, said: FigureWords, columns: Sequence[NameColumn], mode: LabelMode | None
) -> Composed | None:
    """Place the names of a body; None if it is too small, leaders would cross, or a name has no room."""
    figure = figure_of(task, attempt, said)
    if max(figure.place[2] - figure.place[0], figure.place[3] - figure.place[1]) < SMALLEST_BODY:
        return None
    if task.request.labelling == "discs":
        numbers = discs(task, figure, said.boxes)
        return None if numbers is None else Composed(figure, tuple(numbers))
    if mode is None:
        return Composed(figure, ())
    marks, taken = marks_of(task, figure)
    gap = task.metrics.length(TIGHT_GAP if mode.small else GAP)
    labels: list[Label] = []
    for column in columns:
        placed = (
            keyed(task, figure, column, gap, taken) if mode.numbered else led(task, attempt, figure, column, gap, marks)
        )
        if placed is None:
            return None
        labels += placed
    leaders = [label.leader for label in labels if label.leader]
    if segments.crossed(leaders) or over_words(task, labels, said):
        return None
    return Composed(figure, tuple(labels))


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


def figure_of(task: Task, attempt: PlacedBody, said: FigureWords) -> Figure:
    """Return the body in its panel, its box no larger than the body that is seen."""
    view, metrics, (w0, w1, w2, w3) = task.view, task.metrics, task.panel.window
    s, air = attempt.body.scale, metrics.length(6)
    rows = np.isfinite(attempt.left)
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
    figure = Figure(
        view.body,
        view.view,
        frame,
        (x0, y0, x1, y1),
        shown,
        view.fibres,
        view.zones,
        spaced(metrics, view, s),
        fade=tuple(e for e in attempt.cuts if e not in task.panel.clean or (e == "top" and attempt.body.ends)),
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
    )
    return numbered(metrics, figure, view, task.points) if task.points else figure
