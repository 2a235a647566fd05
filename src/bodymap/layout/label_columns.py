"""Set the names beside figures in boxes: in how many columns, and with how many words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np

from ..body.geometry import Box, bounds, rings, spans
from ..content.numbering import homes
from ..content.view_content import MuscleEntry, PictureSide, ViewContent
from . import boundary_labeling
from .blocks import Name, NoRoom
from .details import NO_PLANS, Plan, Plans
from .label_modes import LabelMode, LabelRequest, label_modes, name_of
from .metrics import Metrics

GAP, REACH, UNDER = 11, 30, 26
"""Space between two names, between a figure and its names, and below a figure for its caption, pt on a slide."""

TIGHT_GAP = 3
"""Space between two names of a small key, pt on a slide."""

CAPTION = 22
"""Space below an inset for its caption, pt on a slide."""

NARROW = 0.7
"""Greatest width of names beside an inset, as a share of that of names beside a figure."""

SHARED_ROW = 0.21
"""Greatest width of a name beside a figure that shares its row, as a share of the row."""

LEAST_SIDE = 100
"""Least width and height of a row for a figure with names, pt on a slide."""

ON_FOOT = 30
"""Height that a row loses to the caption and the space around a column of names, pt on a slide."""

DISC_BOX = 8.0
"""Half the side of the box around a number without a name, pt."""


class NameLimits(msgspec.Struct, frozen=True):
    """How wide a name may be beside a figure that has its row to itself: a `share` of the row, at most `most` pt."""

    share: float = 0.36
    most: float = math.inf

    def width(self, row: Box, *, shared: bool) -> float:
        """Return how wide a name may be in a row, which several figures may share."""
        return min((row[2] - row[0]) * (SHARED_ROW if shared else self.share), self.most)


class Column(msgspec.Struct, frozen=True):
    """A column of names to the left or right of a figure.

    Attributes:
        figure: the number of the figure.
        names: the names.
        facing: the side of the figure.
        numbered: whether the muscles have numbers and the names no leaders.
        gap: the least space between two names.
        inset: whether the names are beside the figure's inset.
        discs: whether only the numbers in the muscles are wanted.
    """

    figure: int
    names: tuple[Name, ...]
    facing: PictureSide
    numbered: bool = False
    gap: float = 0.0
    inset: bool = False
    discs: bool = False

    @property
    def width(self) -> float:
        """The width of the widest name."""
        return max((name.width for name in self.names), default=0.0)

    @property
    def height(self) -> float:
        """The total height of the names. Leaders snap to levels, so each name may need one more step."""
        step = 0.0 if self.numbered else boundary_labeling.STEP
        return sum(name.above + name.below + self.gap + step for name in self.names)


class _Row(msgspec.Struct, frozen=True):
    """A figure to be labelled: its number, what it shows, the muscles named on it, its row and its inset.

    Of the figures side by side in one row, the leftmost is `first`; a figure that has its row to itself is `single`.
    """

    figure: int
    view: ViewContent
    muscles: tuple[MuscleEntry, ...]
    box: Box
    plan: Plan | None
    single: bool
    first: bool


def columns_of(
    metrics: Metrics,
    entries: Sequence[MuscleEntry],
    views: Sequence[ViewContent],
    request: LabelRequest,
    boxes: Sequence[Box],
    limits: NameLimits,
    plans: Plans = NO_PLANS,
) -> tuple[Column, ...]:
    """Set the names of each figure with as many words as there is room for; if there is little, numbers with a key.

    Args:
        metrics: the sizes of type and lengths.
        entries: the muscles to name.
        views: what each figure shows.
        request: how they are labelled.
        boxes: the room for each figure with its names. Figures side by side share one.
        limits: how wide names may be.
        plans: the insets of figures. Names of what they show go beside them, numbers on them.

    Raises:
        NoRoom: if there is no room even for that.
    """
    least = 0.0 if request.labelling == "discs" else metrics.length(LEAST_SIDE)
    for x0, y0, x1, y1 in boxes:
        if min(y1 - y0 - metrics.length(ON_FOOT), x1 - x0) < least:
            raise NoRoom
    if request.labelling == "none":
        return ()
    rows = _rows(entries, views, boxes, plans)
    ranked = any(entry.rank for entry in entries)
    if request.labelling == "discs":
        return tuple(_discs(row) for row in rows)
    for mode in label_modes(request.labelling, ranked=ranked, points=bool(request.points), blank=request.blank):
        columns = [column for row in rows for column in _columns(metrics, row, mode, request, limits)]
        if all(column.height <= _height_for(metrics, rows[column.figure], column) for column in columns):
            return tuple(columns)
    raise NoRoom


def _rows(
    entries: Sequence[MuscleEntry], views: Sequence[ViewContent], boxes: Sequence[Box], plans: Plans
) -> tuple[_Row, ...]:
    home = homes(entries, views)
    return tuple(
        _Row(
            i,
            view,
            tuple(entry for entry in entries if home.get(entry.muscle) == i),
            box,
            plans.get(i),
            single=boxes.count(box) == 1,
            first=boxes.index(box) == i,
        )
        for i, (view, box) in enumerate(zip(views, boxes, strict=True))
    )


def _in_order(row: _Row) -> list[MuscleEntry]:
    """Return the muscles of a figure in the order of their numbers."""
    return sorted(row.muscles, key=lambda entry: entry.number)


def _discs(row: _Row) -> Column:
    names = tuple(Name(entry.muscle, entry.number, ()) for entry in _in_order(row))
    return Column(row.figure, names, "right", numbered=True, discs=True)


def _columns(
    metrics: Metrics,
    row: _Row,
    mode: LabelMode,
    request: LabelRequest,
    limits: NameLimits,
) -> list[Column]:
    """Set the columns of one figure."""
    limit = limits.width(row.box, shared=not row.single)
    beside = row.plan.detail.muscles if row.plan and not mode.numbered else ()
    names = tuple(
        name_of(metrics, entry, mode, request, entry.number, limit * (NARROW if entry.muscle in beside else 1.0))
        for entry in (_in_order(row) if mode.numbered else row.muscles)
    )
    columns: list[Column] = []
    rest = tuple(name for name in names if name.muscle not in beside)
    if row.plan and beside:
        own = tuple(name for name in names if name.muscle in beside)
        columns.append(Column(row.figure, own, row.plan.facing, inset=True))
    if not row.single:
        columns.append(Column(row.figure, rest, "left" if row.first else "right", mode.numbered))
    elif row.plan:
        columns.append(Column(row.figure, rest, _facing(row.view), mode.numbered))
    elif mode.halves:
        columns += _halved(row, rest)
    else:
        columns += _split(metrics, row, rest, mode)
    gap = metrics.length(TIGHT_GAP if mode.small else GAP)
    return [msgspec.structs.replace(column, gap=gap) for column in columns]


def _height_for(metrics: Metrics, row: _Row, column: Column) -> float:
    """Return how tall a column may be. Names of an inset keep to its height, other names beside it to what is left."""
    tall = row.box[3] - row.box[1] - metrics.length(ON_FOOT)
    if row.plan is None or column.facing != row.plan.facing:
        return tall
    return row.plan.size[1] if column.inset else tall - row.plan.size[1] - metrics.length(CAPTION + GAP)


def strips(metrics: Metrics, columns: Sequence[Column], plans: Plans) -> dict[tuple[int, PictureSide], float]:
    """Return how much room names and insets take on each side of a figure, by the figure's number and the side."""
    reach = metrics.length(REACH)
    taken: dict[tuple[int, PictureSide], float] = {}
    for column in columns:
        key = column.figure, column.facing
        taken[key] = max(taken.get(key, 0.0), column.width + reach if column.names and not column.discs else 0.0)
    for i, plan in plans.items():
        taken[i, plan.facing] = taken.get((i, plan.facing), 0.0) + plan.size[0] + reach
    return taken


# --- one column or two ----------------------------------------------------------------------------------------------


def _facing(view: ViewContent) -> PictureSide:
    """Return the side for the names of a single figure: the right, unless the muscles lie far to the left."""
    x0, _, x1, _ = bounds(view.shapes(view.muscles, view.named_side) or [view.plate.outline])
    left, right = x0 - view.crop[0], view.crop[2] - x1
    return "left" if left * 2.2 < right and right > 90 else "right"


def _split(metrics: Metrics, row: _Row, names: tuple[Name, ...], mode: LabelMode) -> list[Column]:
    """Set the names in one column, or in two if many leaders to one column would cross other muscles.

    Two columns must not make the figure smaller: they have to fit beside it.
    """
    facing = _facing(row.view)
    across: PictureSide = "left" if facing == "right" else "right"
    if mode.numbered or row.view.both_sides:
        return [Column(row.figure, names, facing, mode.numbered)]
    wrong = {
        n.muscle for n in names if _blocked(row.view, n.muscle, facing) and not _blocked(row.view, n.muscle, across)
    }
    pair = [
        Column(row.figure, tuple(name for name in names if name.muscle not in wrong), facing),
        Column(row.figure, tuple(name for name in names if name.muscle in wrong), across),
    ]
    tall = row.box[3] - row.box[1] - metrics.length(ON_FOOT)
    room = row.box[2] - row.box[0] - tall * _aspect(row.view.crop) - 2 * metrics.length(REACH)
    if 0 < len(wrong) < len(names) and 4 * len(wrong) >= len(names) and sum(column.width for column in pair) <= room:
        return pair
    return [Column(row.figure, names, facing)]


def _halved(row: _Row, names: tuple[Name, ...]) -> list[Column]:
    """Set a key in two columns, one on each side of the figure, read from left to right."""
    half = (len(names) + 1) // 2
    return [
        Column(row.figure, names[:half], "left", numbered=True),
        Column(row.figure, names[half:], "right", numbered=True),
    ]


def _blocked(view: ViewContent, muscle: str, facing: PictureSide) -> bool:
    """Return whether other muscles lie between a muscle and a column, at every height."""
    turn = 1 if facing == "right" else -1
    own = [ring * (turn, 1) for shape in view.shapes([muscle], view.named_side) for ring in rings(shape)]
    others = {h.muscle for h in view.highlights if h.muscle != muscle and not h.deep}
    rest = [ring * (turn, 1) for shape in view.shapes(list(others), view.named_side) for ring in rings(shape)]
    if not own or not rest:
        return False
    low, high = min(ring[:, 1].min() for ring in own), max(ring[:, 1].max() for ring in own)
    for y in np.linspace(low, high, 14)[1:-1]:
        reach = max((b for _, b in spans(own, y)), default=np.inf)
        if all(b <= reach for _, b in spans(rest, y)):
            return False
    return True


def _aspect(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])
