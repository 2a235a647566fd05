"""Names beside the figures: how many columns, how many words there is room for, and where each name ends up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import compose, labels
from .anatomy import atlas
from .compose import Page
from .errors import BodymapError
from .geometry import Box, area, bounds, rings, spans
from .layout import Figure, Label, Position
from .points import Numbers
from .room import Room
from .stage import Actor, Stage

GAP, REACH = 11, 30
"""Between two names, and between a figure and its names, pt on a slide."""

LABELS = ("plain", "latin", "both", "numbers", "none")


@dataclass(frozen=True)
class Column:
    """Names of the figure number `figure`, on its left or its right."""

    figure: int
    names: tuple[compose.Name, ...]
    facing: str
    numbered: bool = False

    @property
    def width(self) -> float:
        """How wide the widest name is."""
        return max((n.width for n in self.names), default=0.0)


def columns_of(
    page: Page,
    actors: Sequence[Actor],
    stages: Sequence[Stage],
    kind: str,
    room: Room,
    points: Numbers | None = None,
) -> tuple[Column, ...]:
    """The names of each figure, with as many words as there is room for; where there is little, numbers with a key.

    With `points` each name is followed by its trigger points, with their sites or else by their numbers alone.

    Raises:
        BodymapError: there is no room even for that.
    """
    tall = room.area[3] - room.area[1] - page.len(30)
    if min(tall, room.area[2] - room.area[0]) < page.len(100):
        raise _cramped(page)
    limit = (room.area[2] - room.area[0]) * (0.3 if len(stages) == 1 else 0.21)
    if page.wide:
        limit = min((room.area[2] - room.area[0]) * (0.36 if len(stages) == 1 else 0.21), page.len(210))
    gap = page.len(GAP)
    if kind == "none":
        return ()
    casts = [[a for a in actors if a.views and _home(a, stages) == i] for i in range(len(stages))]
    ranked = any(a.rank for a in actors)
    order = [a for i, c in enumerate(casts) for a in (c if ranked else _reading(c, stages[i]))]
    ranks = {a.muscle: a.rank or n for n, a in enumerate(order, 1)}
    attempts: tuple[str, ...] = ("noted numbers", "numbers") if ranked else ("notes", "plain", "numbers")
    attempts = ("numbers",) if kind == "numbers" else attempts
    if points:
        named = [attempt for attempt in attempts if not attempt.endswith("numbers")]
        rest = [attempt for attempt in attempts if attempt.endswith("numbers")]
        attempts = tuple(f"{w} {a}" for group in (named, rest) for w in ("sites", "points") for a in group)
    for attempt in attempts:
        columns: list[Column] = []
        for i, (stage, here) in enumerate(zip(stages, casts, strict=True)):
            numbered = attempt.endswith("numbers")
            names = tuple(
                compose.name(page, a.muscle, _lines(a, kind, attempt, ranks[a.muscle], points or {}), limit)
                for a in (_reading(here, stage) if numbered and not ranked else here)
            )
            if len(stages) > 1:
                columns.append(Column(i, names, "left" if i == 0 else "right", numbered))
            else:
                room_beside = room.area[2] - room.area[0] - tall * _aspect(stage.crop) - 2 * page.len(REACH)
                columns += _split(stage, names, room_beside, numbered)
        if all(sum(n.above + n.below for n in c.names) + gap * len(c.names) <= tall for c in columns):
            return tuple(columns)
    raise _cramped(page)


def _split(stage: Stage, names: tuple[compose.Name, ...], room: float, numbered: bool) -> list[Column]:
    """The names of a single figure in one column, or in two where many leaders to one would cross other muscles.

    Two columns must not cost the figure its size: `room` is what it leaves beside it.
    """
    facing = _facing(stage)
    across = "left" if facing == "right" else "right"
    if numbered or {"left", "right"} <= {h.side for h in stage.highlights}:
        return [Column(0, names, facing, numbered)]
    wrong = {n.key for n in names if _blocked(stage, n.key, facing) and not _blocked(stage, n.key, across)}
    pair = [
        Column(0, tuple(n for n in names if n.key not in wrong), facing),
        Column(0, tuple(n for n in names if n.key in wrong), across),
    ]
    if 0 < len(wrong) < len(names) and 4 * len(wrong) >= len(names) and sum(c.width for c in pair) <= room:
        return pair
    return [Column(0, names, facing)]


def _blocked(stage: Stage, muscle: str, facing: str) -> bool:
    """Whether other muscles lie between a muscle and a column, at every height."""
    turn = 1 if facing == "right" else -1
    own = [r * (turn, 1) for s in stage.shapes([muscle], stage.named) for r in rings(s)]
    others = {h.muscle for h in stage.highlights if h.muscle != muscle and not h.deep}
    rest = [r * (turn, 1) for s in stage.shapes(list(others), stage.named) for r in rings(s)]
    if not own or not rest:
        return False
    low, high = min(r[:, 1].min() for r in own), max(r[:, 1].max() for r in own)
    for y in np.linspace(low, high, 14)[1:-1]:
        reach = max((b for _, b in spans(own, y)), default=np.inf)
        if all(b <= reach for _, b in spans(rest, y)):
            return False
    return True


def _aspect(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])


def _cramped(page: Page) -> BodymapError:
    width, height = page.sheet.width / 72, page.sheet.height / 72
    return BodymapError(
        f"{page.sheet.name} at {page.sheet.dpi:g} dpi is {width:.3g} x {height:.3g} in: no room for the picture; "
        "take a larger size or fewer dpi"
    )


def _reading(actors: Sequence[Actor], stage: Stage) -> list[Actor]:
    """Actors from the top of a view to its bottom."""
    return sorted(actors, key=lambda a: float(np.mean([s.points[:, 1].mean() for s in stage.shapes([a.muscle])])))


def _lines(actor: Actor, kind: str, attempt: str, number: int, points: Numbers) -> list[tuple[str, str, str, str]]:
    name = actor.latin if kind == "latin" else actor.name
    weight = "italic" if kind == "latin" else "semibold"
    lines = [(f"{number} {name}" if attempt.endswith("numbers") else name, "name", weight, "ink")]
    if kind == "both":
        lines.append((actor.latin, "note", "italic", "quiet"))
    if actor.intensity is not None:
        lines.append((f"Intensity {actor.intensity:g}", "note", "regular", "quiet"))
    if "note" in attempt and actor.why:
        lines.append((actor.why, "note", "regular", "quiet"))
    return lines + [(words, "note", "regular", "ink") for words in _listed(actor, attempt, points)]


def _listed(actor: Actor, attempt: str, points: Numbers) -> list[str]:
    """The trigger points of a muscle as a list has them."""
    own = sorted((order, part, number) for (part, number), order in points.items() if part in actor.parts)
    if not own:
        return []
    if not attempt.startswith("sites"):
        return [f"\u00d7 {', '.join(str(order) for order, *_ in own)}"]
    sites = {(part, p.number): p.site for part in actor.parts for p in atlas().muscle(part).points}
    # A plate of a user's own may have points that the atlas does not know.
    return [f"\u00d7 {order}  {sites.get((part, number), '')}".rstrip() for order, part, number in own]


def _home(actor: Actor, stages: Sequence[Stage]) -> int:
    """The figure that carries a muscle's name: the one that shows most of it."""
    return max(range(len(stages)), key=lambda i: sum(map(area, stages[i].shapes([actor.muscle]))))


def _facing(stage: Stage) -> str:
    """The side of a single figure that its names stand on: the right, unless the muscles lie far to the left."""
    x0, _, x1, _ = bounds(stage.shapes([h.muscle for h in stage.highlights], stage.named) or [stage.plate.outline])
    left, right = x0 - stage.crop[0], stage.crop[2] - x1
    return "left" if left * 2.2 < right and right > 90 else "right"


def place_names(
    page: Page, room: Room, figures: Sequence[Figure], stages: Sequence[Stage], columns: Sequence[Column]
) -> tuple[Label, ...]:
    """Put the names beside their figures."""
    found: list[Label] = []
    for column in columns:
        figure, stage = figures[column.figure], stages[column.figure]
        turn = 1 if column.facing == "right" else -1
        edge = (figure.place[2] if turn > 0 else figure.place[0]) + turn * page.len(18)
        regions = {
            key: [figure.on_sheet(r) for s in stage.shapes([key], stage.named) or stage.shapes([key]) for r in rings(s)]
            for key in dict.fromkeys(h.muscle for h in stage.highlights)
        }
        items = [
            labels.Item(n.key, regions[n.key], n.above, n.below, tuple(regions[key] for key in _over(stage, n.key)))
            for n in column.names
        ]
        avoid = [figure.at(p.x, p.y) for p in stage.points]
        avoid += [(t.x + 0.3 * t.size * len(t.text), t.y + 0.35 * t.size) for t in figure.numerals]
        by_key = {n.key: n for n in column.names}
        if column.numbered:
            found += _key_list(page, figure, column, items, avoid, edge)
            continue
        placed = labels.place(
            items,
            edge,
            room.area[1] + page.len(6),
            room.area[3],
            gap=page.len(GAP),
            avoid=avoid,
            within=figure.place,
            facing=column.facing,
        )
        for name in placed:
            x, y = name.leader[0]
            text_x = x + turn * page.len(5)
            lines, box = compose.set_name(page, by_key[name.key], text_x, y, "left" if turn > 0 else "right")
            found.append(Label(name.key, lines, box, name.leader))
    return tuple(found)


def _over(stage: Stage, muscle: str) -> list[str]:
    """The muscles that a leader to this one should keep off: those over it, and for a deep one every other."""
    order = list(dict.fromkeys(h.muscle for h in stage.highlights))
    deep = {h.muscle for h in stage.highlights if h.deep}
    if muscle in deep:
        return [key for key in order if key != muscle]
    return [key for key in order[order.index(muscle) + 1 :] if key not in deep]


def _key_list(
    page: Page, figure: Figure, column: Column, items: Sequence[labels.Item], avoid: Sequence[Position], edge: float
) -> list[Label]:
    """Numbers in the muscles, and beside the figure the names that they stand for."""
    found: list[Label] = []
    turn = 1 if column.facing == "right" else -1
    x = edge if turn > 0 else edge - column.width
    level = (figure.place[1] + figure.place[3] + labels.height(items, page.len(GAP))) / 2
    taken = list(avoid)
    for name, item in zip(column.names, items, strict=True):
        level -= name.above
        lines, box = compose.set_name(page, name, x, level, "left")
        badge = labels.inner(item, taken, figure.place)
        taken.append(badge)
        found.append(Label(name.key, lines, box, number=name.lines[0][0].split()[0], badge=badge))
        level -= name.below + page.len(GAP)
    return found
