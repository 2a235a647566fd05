"""Name the muscles of a figure on a chart of all muscles: which are named on it, and where their names go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ...body.geometry import rings
from ...content.view_content import ViewContent
from ...knowledge.anatomy import Side, atlas
from ...layout.metrics import Metrics
from ...layout.records import Figure, Label
from ...layout.silhouettes import reach
from ...layout.wall_names import Column, WallName, height, place
from ...layout.wall_sites import SeenMuscle, seen_muscle
from ...style.text import Text, Weight, wrap
from .frame import short_latin

GAP = 3.6
"""Space between two names, pt."""

OFF = 9.0
"""Space between the body and the end of a leader, pt."""

BESIDE = 3.0
"""Space between a leader and its name, pt."""

STEP = 2.0
"""Distance of the heights at which the outline of a body is looked up, mm."""

RAGGED = 80.0
"""Least width of names, pt; they are as wide as their longest word. Where those of the trunk would have less room in a
straight column, they follow the arm."""

NARROWEST = 62.0
"""Least width of a name beside a forearm, pt."""

LEADING = 1.09
"""The distance of the lines of a name, in sizes of their type."""

HIPS, BY_ARM = 0.425, 0.82
"""Muscles that are seen below this share of the body's height are named below the hand; those further out than this
share of the elbow's distance, below it, beside the forearm."""

SHOULDER = 0.215
"""How far down the shoulders are, as a share of the body's height."""

TOP = 26.0
"""How far above the crown names may stand, pt."""

LOWEST = 0.95
"""How far down names may stand, as a share of the body's height."""


class NameWords(msgspec.Struct, frozen=True):
    """How names are set: the sizes of type, and which names are printed."""

    metrics: Metrics
    names: str

    def widest(self, muscles: Iterable[str]) -> float:
        """Return the width of the longest word of the names of some muscles, pt."""
        size = self.metrics.size("name")
        known = [atlas().muscle(id) for id in muscles]
        called = [(each.name, "regular") for each in known if self.names != "latin"]
        called += [(short_latin(each), "italic") for each in known if self.names != "plain"]
        return max(
            (self.metrics.measure(word, weight, size) for name, weight in called for word in name.split()), default=0.0
        )

    def lines(self, muscle: str, width: float) -> tuple[tuple[str, Weight], ...]:
        """Return the lines of a muscle's name, each with its weight."""
        known, size, measure = atlas().muscle(muscle), self.metrics.size("name"), self.metrics.measure
        found: list[tuple[str, Weight]] = []
        if self.names != "latin":
            found += [(line, "regular") for line in wrap(known.name, width, "regular", size, measure, balance=True)]
        if self.names != "plain":
            found += [
                (line, "italic") for line in wrap(short_latin(known), width, "italic", size, measure, balance=True)
            ]
        return tuple(found)


def seen_on(
    figure: Figure, view: ViewContent, muscles: Iterable[str], sides: Iterable[Side], least: float
) -> dict[tuple[str, Side], SeenMuscle]:
    """Return which of some muscles are seen on some halves of a figure with at least an area, pt²."""
    found = {}
    for muscle in muscles:
        for side in sides:
            if view.opened and side == Side.RIGHT and muscle in view.opened.off:
                continue
            one = seen_muscle(figure, view, muscle, side)
            if one is not None and one.area >= least:
                found[muscle, side] = one
    return found


def above_wrist(figure: Figure, view: ViewContent, one: SeenMuscle) -> SeenMuscle | None:
    """Return a muscle of the forearm as it is seen above the wrist, beyond which there are only tendons; or None."""
    wrist = next((point.y for point in view.plate.points if point.of == "wrist"), np.inf)
    kept = one.places[:, 1] > figure.at(0.0, wrist)[1]
    if not kept.any():
        return None
    share = float(kept.mean())
    return msgspec.structs.replace(one, area=one.area * share, places=one.places[kept], depth=one.depth[kept])


def named_half(seen: Mapping[tuple[str, Side], SeenMuscle], muscle: str) -> SeenMuscle | None:
    """Return the half of a figure on which a muscle is named: the one that shows more, or the surface."""
    left, right = seen.get((muscle, Side.LEFT)), seen.get((muscle, Side.RIGHT))
    if left and right:
        return right if right.area > 1.15 * left.area else left
    return left or right


def labels_beside(
    figure: Figure, view: ViewContent, named: Sequence[SeenMuscle], slot: tuple[float, float], said: NameWords
) -> tuple[Label, ...]:
    """Name muscles beside a whole body: at the height of the trunk, of the forearms, and below the hands.

    Args:
        figure: the body.
        view: what it shows.
        named: the muscles that are named on it.
        slot: where its names begin on the left and end on the right, pt.
        said: how names are set.
    """
    labels: list[Label] = []
    middle = figure.at(0.0, 0.0)[0]
    for turn, end in ((-1, slot[0]), (1, slot[1])):
        own = [one for one in named if np.sign(float(np.median(one.places[:, 0])) - middle) == turn]
        labels += _side(figure, view, own, turn, end, said)
    return tuple(labels)


def least_width(said: NameWords, muscles: Iterable[str]) -> float:
    """Return the least width of a column of names, pt: no word is broken."""
    return max(RAGGED, said.widest(muscles) + 0.5)


def _side(
    figure: Figure, view: ViewContent, named: Sequence[SeenMuscle], turn: int, end: float, said: NameWords
) -> list[Label]:
    at = {point.of: (abs(point.x), point.y) for point in view.plate.points if point.kind == "landmark"}
    outline, (elbow_x, elbow) = _outline(view), at["elbow"]
    edge = partial(_edge, figure, outline, turn)
    tip = STEP * float(np.flatnonzero(outline.right > elbow_x).max())  # of the fingers, which hang further out
    level_of = partial(_level, figure)
    inner = edge(level_of(elbow + 30.0), level_of(elbow - 60.0))
    column = abs(end - inner) - BESIDE
    least = least_width(said, [one.muscle for one in named])
    ragged = column < least
    if ragged:  # names of the trunk follow the arm, where there is more room
        column, inner = least, end - turn * (least + BESIDE)

    def beyond(low: float, high: float) -> float:
        """How near to the body a name may come if all are in one line."""
        return turn * max(turn * inner, turn * edge(low, high))

    shoulder = edge(level_of(SHOULDER * view.plate.stature), level_of(SHOULDER * view.plate.stature) + 1.0)

    def along(low: float, high: float) -> float:
        """How near to the body a name may come that follows the arm: no nearer than the shoulder."""
        return turn * max(turn * shoulder, turn * edge(low, high))

    bands: dict[str, list[SeenMuscle]] = {"trunk": [], "forearm": [], "legs": []}
    for one in named:
        x, y = (abs(float(v)) for v in _site(figure, one))
        arm = y > elbow - 10.0 and x > BY_ARM * elbow_x and y < tip + 20.0
        bands["forearm" if arm else "legs" if y > HIPS * view.plate.stature else "trunk"].append(one)
    lowest = _lowest(figure, edge, end, turn, (elbow, tip), NARROWEST)
    wide = abs(end - edge(level_of(lowest), level_of(elbow))) - BESIDE
    forearm = _fitted([_named(one, said, wide) for one in bands["forearm"]], np.inf)
    floor = level_of(lowest)
    ceiling = max(floor + height(forearm, GAP) + 2.0, floor)
    high = figure.place[3] + TOP
    if ragged:
        ceiling = max(ceiling, level_of(_lowest(figure, edge, end, turn, (view.plate.stature * 0.2, elbow), column)))
    trunk = [_named(one, said, column) for one in bands["trunk"]]
    kept = _fitted(trunk, high - ceiling - GAP)
    spilled = [one for one in bands["trunk"] if one.muscle not in {name.key for name in kept}]
    below = level_of(tip) - 4.0
    lowest_leg = level_of(LOWEST * view.plate.stature)
    legs = _fitted([_named(one, said, column) for one in (*bands["legs"], *spilled)], below - lowest_leg)
    placed = place(
        (
            (Column(ceiling + GAP, high, along if ragged else beyond, turn), kept),
            (Column(floor, ceiling, edge, turn), forearm),
            (Column(lowest_leg, below, beyond, turn), legs),
        ),
        GAP,
    )
    widths = {name.key: column for name in (*kept, *legs)} | {name.key: wide for name in forearm}
    return [_label(one.key, one.leader, said, widths[one.key], turn) for one in placed]


class Outline(NamedTuple):
    """How far a body reaches to the left and right of its middle, mm, at heights of its plate `STEP` mm apart."""

    left: NDArray[np.float64]
    right: NDArray[np.float64]


def _outline(view: ViewContent) -> Outline:
    rows = np.arange(0.0, view.plate.stature + 60.0, STEP)
    left, right = reach(rings(view.plate.outline), rows)
    return Outline(np.where(np.isfinite(left), -left, 0.0), np.where(np.isfinite(right), right, 0.0))


def _edge(figure: Figure, outline: Outline, turn: int, low: float, high: float) -> float:
    """Return how near to the body a leader may end between two heights of the sheet, pt."""
    first, last = (figure.frame[1] + (figure.place[3] - y) / figure.scale for y in (high, low))
    out = outline.right if turn > 0 else outline.left
    count = len(out)
    part = out[min(max(int(first / STEP), 0), count - 1) : min(max(int(last / STEP) + 2, 1), count)]
    return figure.at(0.0, 0.0)[0] + turn * (float(part.max()) * figure.scale + OFF)


def _level(figure: Figure, y: float) -> float:
    return figure.at(0.0, y)[1]


def _lowest(
    figure: Figure,
    edge: Callable[[float, float], float],
    end: float,
    turn: int,
    between: tuple[float, float],
    width: float,
) -> float:
    """Return how far down names of a width may stand between two heights of the plate, mm: the lower one at most."""
    first, last = between
    for y in np.linspace(last, first, 60).tolist():
        level = _level(figure, y)
        if turn * (end - edge(level, level + 14.0)) - BESIDE >= width:
            return float(y)
    return first


def _site(figure: Figure, one: SeenMuscle) -> tuple[float, float]:
    """Return the deepest place of a muscle on its plate, mm."""
    x, y = one.places[int(np.argmax(one.depth))].tolist()
    left, top = figure.place[0], figure.place[3]
    return figure.frame[0] + (x - left) / figure.scale, figure.frame[1] + (top - y) / figure.scale


def _named(one: SeenMuscle, said: NameWords, width: float) -> WallName:
    size = said.metrics.size("name")
    lines = said.lines(one.muscle, width)
    half = size * LEADING * (len(lines) - 1) / 2
    wide = max(said.metrics.measure(line, weight, size) for line, weight in lines) + BESIDE
    return WallName(one.muscle, wide, half + 0.5 * size, half + 0.36 * size, one.places, one.depth)


def _fitted(names: Sequence[WallName], room: float) -> list[WallName]:
    """Return the names that have room in a column: without those of the muscles that are lowest."""
    kept = sorted(names, key=lambda name: -float(name.places[:, 1].mean()))
    while kept and height(kept, GAP) > room:
        kept.pop()
    return kept


def _label(key: str, leader: tuple[tuple[float, float], ...], said: NameWords, width: float, turn: int) -> Label:
    """Return a name that is centred on its leader's level, beside its end."""
    size = said.metrics.size("name")
    (x, level), lines = leader[0], said.lines(key, width)
    start = x + turn * BESIDE
    first = level + size * LEADING * (len(lines) - 1) / 2 - 0.36 * size
    texts = tuple(
        Text(line, start, first - n * size * LEADING, size, weight, "ink", "left" if turn > 0 else "right")
        for n, (line, weight) in enumerate(lines)
    )
    wide = max(said.metrics.measure(line, weight, size) for line, weight in lines)
    half = size * LEADING * (len(lines) - 1) / 2
    box = (
        min(start, start + turn * wide),
        level - half - 0.36 * size,
        max(start, start + turn * wide),
        level + half + 0.5 * size,
    )
    return Label(key, texts, box, leader)


def labels_of_inset(
    figure: Figure, named: Sequence[SeenMuscle], edges: Mapping[int, float], width: float, said: NameWords
) -> tuple[Label, ...]:
    """Name muscles beside a frame, in a column on each side that has one.

    Args:
        figure: what is in the frame.
        named: the muscles that are named.
        edges: where the leaders end, pt, by side: -1 left, 1 right.
        width: the width of a column of names, pt.
        said: how names are set.
    """
    x0, low, x1, high = figure.place
    labels: list[Label] = []
    middle = (x0 + x1) / 2
    by_side: dict[int, list[SeenMuscle]] = {turn: [] for turn in edges}
    for one in sorted(named, key=lambda one: float(one.places[:, 0].mean())):
        turn = -1 if one.places[:, 0].mean() < middle else 1
        by_side[turn if turn in edges else next(iter(edges))].append(one)
    if len(edges) > 1:
        _even(by_side, (high - low) * 0.9, said, width)
    for turn, own in by_side.items():
        names = _fitted([_named(one, said, width) for one in own], high - low)
        constant = edges[turn]
        placed = place(((Column(low, high, lambda a, b, x=constant: x, turn), names),), GAP)  # type: ignore[misc]
        labels += [_label(one.key, one.leader, said, width, turn) for one in placed]
    return tuple(labels)


def _even(by_side: dict[int, list[SeenMuscle]], room: float, said: NameWords, width: float) -> None:
    """Move names from a column that is too full to the other, those nearest to the middle first.

    Both lists stay in order, so a muscle that is named on the left never lies to the right of one named on the right.
    """
    left, right = by_side[-1], by_side[1]

    def full(own: list[SeenMuscle]) -> bool:
        return bool(own) and height([_named(one, said, width) for one in own], GAP) > room

    while full(left):
        right.insert(0, left.pop())
    while full(right):
        left.append(right.pop(0))
