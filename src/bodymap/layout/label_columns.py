"""Names beside the figures: how many columns there are, and how many words there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
import numpy as np

from ..body.geometry import Box, area, bounds, rings, spans
from ..content.view_content import MuscleEntry, ViewContent
from ..knowledge.anatomy import atlas
from ..options import LabelStyle
from . import blocks, boundary_labeling
from .blocks import Page
from .details import NONE, Plan, Plans
from .point_numbers import Numbers

GAP, REACH, UNDER = 11, 30, 26
"""Between two names, between a figure and its names, and under a figure for its caption, pt on a slide."""

CAPTION = 22
"""Under an inset for its caption, pt on a slide."""

NARROW = 0.7
"""Names beside an inset are so wide, as a share of what names beside a figure may be."""

KEYS = ("numbers", "key", "split key")
"""Ways to set numbers with their names, each tighter than the one before; the last has the key on both sides."""

LABELS: tuple[str, ...] = get_args(LabelStyle)


class Column(msgspec.Struct, frozen=True):
    """Names of the figure number `figure`, on its left or its right; those `inset` stand beside its inset."""

    figure: int
    names: tuple[blocks.Name, ...]
    facing: str
    numbered: bool = False
    gap: float = 0.0
    inset: bool = False

    @property
    def width(self) -> float:
        """How wide the widest name is."""
        return max((n.width for n in self.names), default=0.0)

    @property
    def height(self) -> float:
        """How tall the names are together; leaders keep to steps, so that each name may need one more."""
        step = 0.0 if self.numbered else boundary_labeling.STEP
        return sum(n.above + n.below + self.gap + step for n in self.names)


def columns_of(
    page: Page,
    actors: Sequence[MuscleEntry],
    stages: Sequence[ViewContent],
    kind: str,
    rows: Sequence[Box],
    points: Numbers | None = None,
    plans: Plans = NONE,
) -> tuple[Column, ...]:
    """The names of each figure, with as many words as there is room for; where there is little, numbers with a key.

    Args:
        page: the sheet and its measures.
        actors: the muscles that are named.
        stages: what each figure shows.
        kind: one of `LABELS`.
        rows: the room of each figure with its names, a tuple or a list. Figures that stand side by side share one.
        points: trigger points to list after the names, with their sites or else by their numbers alone.
        plans: the insets of figures. Names of what they show stand beside them, numbers on them.

    Raises:
        BodymapError: there is no room even for that.
    """
    if any(min(y1 - y0 - page.len(30), x1 - x0) < page.len(100) for x0, y0, x1, y1 in rows):
        raise blocks.cramped(page)
    if kind == "none":
        return ()
    casts = [[a for a in actors if a.views and _home(a, stages) == i] for i in range(len(stages))]
    ranked = any(a.rank for a in actors)
    order = [a for i, c in enumerate(casts) for a in (c if ranked else _reading(c, stages[i]))]
    ranks = {a.muscle: a.rank or n for n, a in enumerate(order, 1)}
    words: tuple[str, ...] = () if kind == "numbers" else ("noted numbers",) if ranked else ("notes", "plain")
    attempts = words + KEYS
    if points:
        # Where a point is matters more than why a muscle does; without room even for numbers, the names stand.
        told = [f"{extent} {attempt}" for extent in ("sites", "points") for attempt in words]
        attempts = (*told, f"sites {KEYS[0]}", *(f"points {attempt}" for attempt in KEYS), KEYS[-1])
    for attempt in attempts:
        columns: list[Column] = []
        numbered, gap = attempt.endswith(("numbers", "key")), page.len(3 if attempt.endswith("key") else GAP)
        for i, (stage, here, row) in enumerate(zip(stages, casts, rows, strict=True)):
            plan = plans.get(i)
            beside = plan.detail.muscles if plan and not numbered else ()
            alone = rows.count(row) == 1
            limit = _limit(page, row, alone=alone)
            names = [
                blocks.name(
                    page,
                    a.muscle,
                    _lines(a, kind, attempt, ranks[a.muscle], points or {}),
                    limit * (NARROW if a.muscle in beside else 1.0),
                )
                for a in (_reading(here, stage) if numbered and not ranked else here)
            ]
            rest = tuple(n for n in names if n.key not in beside)
            if plan and beside:
                own = tuple(n for n in names if n.key in beside)
                columns.append(Column(i, own, plan.facing, inset=True))
            if alone and not plan:
                tall = row[3] - row[1] - page.len(30)
                room_beside = row[2] - row[0] - tall * _aspect(stage.crop) - 2 * page.len(REACH)
                split = _halved if attempt.endswith("split key") else _split
                columns += split(i, stage, rest, room_beside, numbered)
            else:
                facing = _facing(stage) if alone else "left" if i == rows.index(row) else "right"
                columns.append(Column(i, rest, facing, numbered))
        columns = [msgspec.structs.replace(c, gap=gap) for c in columns]
        if all(c.height <= _tall(page, rows[c.figure], c, plans.get(c.figure)) for c in columns):
            return tuple(columns)
    raise blocks.cramped(page)


def _tall(page: Page, row: Box, column: Column, plan: Plan | None) -> float:
    """How tall a column may be. On the side of an inset its names keep to its height, others to the rest."""
    tall = row[3] - row[1] - page.len(30)
    if plan is None or column.facing != plan.facing:
        return tall
    return plan.size[1] if column.inset else tall - plan.size[1] - page.len(CAPTION + GAP)


def strips(page: Page, columns: Sequence[Column], plans: Plans) -> dict[tuple[int, str], float]:
    """How much room names and insets take on a side of a figure, by its number and the side."""
    reach = page.len(REACH)
    found: dict[tuple[int, str], float] = {}
    for column in columns:
        key = column.figure, column.facing
        found[key] = max(found.get(key, 0.0), column.width + reach if column.names else 0.0)
    for i, plan in plans.items():
        found[i, plan.facing] = found.get((i, plan.facing), 0.0) + plan.size[0] + reach
    return found


def _limit(page: Page, row: Box, *, alone: bool) -> float:
    """How wide a name may be beside a figure that has the row to itself, or shares it."""
    share = (0.36 if page.wide else 0.3) if alone else 0.21
    wide = (row[2] - row[0]) * share
    return min(wide, page.len(210)) if page.wide else wide


def _split(
    figure: int, stage: ViewContent, names: tuple[blocks.Name, ...], room: float, numbered: bool
) -> list[Column]:
    """The names of a lone figure in one column, or in two where many leaders to one would cross other muscles.

    Two columns must not cost the figure its size: `room` is what it leaves beside it.
    """
    facing = _facing(stage)
    across = "left" if facing == "right" else "right"
    if numbered or {"left", "right"} <= {h.side for h in stage.highlights}:
        return [Column(figure, names, facing, numbered)]
    wrong = {n.key for n in names if _blocked(stage, n.key, facing) and not _blocked(stage, n.key, across)}
    pair = [
        Column(figure, tuple(n for n in names if n.key not in wrong), facing),
        Column(figure, tuple(n for n in names if n.key in wrong), across),
    ]
    if 0 < len(wrong) < len(names) and 4 * len(wrong) >= len(names) and sum(c.width for c in pair) <= room:
        return pair
    return [Column(figure, names, facing)]


def _halved(
    figure: int, stage: ViewContent, names: tuple[blocks.Name, ...], room: float, numbered: bool
) -> list[Column]:
    """The key of a figure in two columns, one on either side of it, read from left to right."""
    half = (len(names) + 1) // 2
    return [Column(figure, names[:half], "left", numbered), Column(figure, names[half:], "right", numbered)]


def _blocked(stage: ViewContent, muscle: str, facing: str) -> bool:
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


def _reading(actors: Sequence[MuscleEntry], stage: ViewContent) -> list[MuscleEntry]:
    """Actors from the top of a view to its bottom."""
    return sorted(actors, key=lambda a: float(np.mean([s.points[:, 1].mean() for s in stage.shapes([a.muscle])])))


def _lines(
    actor: MuscleEntry, kind: str, attempt: str, number: int, points: Numbers
) -> list[tuple[str, str, str, str]]:
    name = actor.latin if kind == "latin" else actor.name
    weight = "italic" if kind == "latin" else "semibold"
    if attempt.endswith("key"):
        short = [(words, "note", "regular", "quiet") for words in _listed(actor, attempt, points)]
        return [(f"{number} {name}", "note", "italic" if kind == "latin" else "regular", "ink"), *short]
    lines = [(f"{number} {name}" if attempt.endswith("numbers") else name, "name", weight, "ink")]
    if kind == "both":
        lines.append((actor.latin, "note", "italic", "quiet"))
    if actor.intensity is not None:
        lines.append((f"Intensity {actor.intensity:g}", "note", "regular", "quiet"))
    if "note" in attempt and actor.why:
        lines.append((actor.why, "note", "regular", "quiet"))
    return lines + [(words, "note", "regular", "ink") for words in _listed(actor, attempt, points)]


def _listed(actor: MuscleEntry, attempt: str, points: Numbers) -> list[str]:
    """The trigger points of a muscle as a list has them."""
    own = sorted((order, part, number) for (part, number), order in points.items() if part in actor.parts)
    if not own:
        return []
    if not attempt.startswith(("sites", "points")):
        return []
    if attempt.startswith("points"):
        return [f"\u00d7 {', '.join(str(order) for order, *_ in own)}"]
    sites = {(part, p.number): p.site for part in actor.parts for p in atlas().muscle(part).points}
    # A plate of a user's own may have points that the atlas does not know.
    return [f"\u00d7 {order}  {sites.get((part, number), '')}".rstrip() for order, part, number in own]


def _home(actor: MuscleEntry, stages: Sequence[ViewContent]) -> int:
    """The figure that carries a muscle's name: the one that shows most of it, of two that show as much the first."""
    return max(range(len(stages)), key=lambda i: round(sum(map(area, stages[i].shapes([actor.muscle]))), -1))


def _facing(stage: ViewContent) -> str:
    """The side that the names of a lone figure stand on: the right, unless the muscles lie far to the left."""
    x0, _, x1, _ = bounds(stage.shapes([h.muscle for h in stage.highlights], stage.named) or [stage.plate.outline])
    left, right = x0 - stage.crop[0], stage.crop[2] - x1
    return "left" if left * 2.2 < right and right > 90 else "right"
