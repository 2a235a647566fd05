"""Place the insets of a chart of all muscles: the head, both palms and both soles, each in a frame with its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from ... import words
from ...body.geometry import Box, bounds, rings
from ...content.view_content import ViewContent
from ...knowledge.anatomy import Side, View, atlas
from ...knowledge.views import facts_of
from ...layout.framed import framed
from ...layout.records import Figure, Label
from ...layout.wall_sites import SeenMuscle
from ...style.text import Text
from .frame import Layout
from .records import Ground
from .wall_figure import NameWords, labels_of_inset, seen_on

NAMES = 58.0
"""Least width of a column of names beside a frame, pt; it is as wide as its longest word."""

REACH, BETWEEN, GAP = 6.0, 8.0, 12.0
"""Space between a frame and the end of a leader, between two frames of a group, and between two groups, pt."""

TITLE, LEADING = 2.9, 1.15
"""Height of the title above a frame, and the distance of its lines, in sizes of its type."""

HEAD = 70.0, 25.0, 95.0
"""How far the head's frame reaches behind the neck, before the chin and below it, mm."""

PALM = 42.0, 34.0, 26.0, 12.0
"""How far a palm's frame reaches inward from the wrist, outward from the fingertip, above the one and below the other,
mm."""

SOLE = 8.0
"""How far a sole's frame reaches beyond it, mm."""


class InsetPlan(msgspec.Struct, frozen=True):
    """An inset: its view and what it shows of it, mm; the half and the regions whose muscles are named; its title."""

    view: View
    need: Box
    side: Side
    regions: tuple[str, ...]
    title: str

    @property
    def aspect(self) -> float:
        """Its width as a share of its height."""
        return (self.need[2] - self.need[0]) / (self.need[3] - self.need[1])


class InsetGroup(msgspec.Struct, frozen=True):
    """Insets side by side, with a column of names on each side, `names` wide, pt."""

    plans: tuple[InsetPlan, ...]
    names: float

    @property
    def aspect(self) -> float:
        """The width of its frames as a share of their height."""
        return sum(plan.aspect for plan in self.plans)

    @property
    def fixed(self) -> float:
        """The width that it takes beside its frames, pt."""
        return 2 * (self.names + 2 * REACH) + BETWEEN * (len(self.plans) - 1)


class GroupPlace(msgspec.Struct, frozen=True):
    """Where a group goes: where its first frame begins, the top of its titles, and the height of its frames, pt."""

    left: float
    top: float
    tall: float


class Insets(msgspec.Struct, frozen=True):
    """The insets, placed."""

    figures: tuple[Figure, ...]
    labels: tuple[Label, ...]
    titles: tuple[Text, ...]
    grounds: tuple[Ground, ...]


# --- what they show -------------------------------------------------------------------------------------------------


def groups_of(views: Mapping[View, ViewContent], said: NameWords) -> tuple[InsetGroup, ...]:
    """Return the insets of a chart in groups."""
    groups = ((_head(views[View.LEFT_LATERAL]),), _palms(views[View.ANTERIOR]), _soles(views[View.PLANTAR]))
    return tuple(InsetGroup(plans, max(NAMES, said.widest(_members(views, plans)) + 0.5)) for plans in groups)


def _members(views: Mapping[View, ViewContent], plans: Sequence[InsetPlan]) -> set[str]:
    return {id for plan in plans for id in views[plan.view].muscles if atlas().muscle(id).region in plan.regions}


def _head(view: ViewContent) -> InsetPlan:
    at = {point.of: (point.x, point.y) for point in view.plate.points if point.kind == "landmark"}
    behind, before, below = HEAD
    x0, y0, x1, _ = bounds([view.plate.outline])
    (c7, _), (chin, low) = at["c7"], at["chin"]
    turn = 1.0 if chin > c7 else -1.0
    ends = sorted((c7 - turn * behind, chin + turn * before))
    need = (max(ends[0], x0), y0 - SOLE, min(ends[1], x1), low + below)
    return InsetPlan(view.view, need, Side.LEFT, ("head", "neck"), words.text("poster.head"))


def _palms(view: ViewContent) -> tuple[InsetPlan, ...]:
    at = {point.of: (abs(point.x), point.y) for point in view.plate.points if point.kind == "landmark"}
    (wrist_x, wrist), (tip_x, tip) = at["wrist"], at["fingertip-3"]
    inward, outward, above, below = PALM
    plans = []
    for turn, side in zip((-1, 1), facts_of(view.view).sides, strict=True):
        x0, x1 = sorted((turn * (wrist_x - inward), turn * (tip_x + outward)))
        title = words.text("poster.palm-deeper" if side == Side.RIGHT else "poster.palm-surface")
        plans.append(InsetPlan(view.view, (x0, wrist - above, x1, tip + below), side, ("hand",), title))
    return tuple(plans)


def _soles(view: ViewContent) -> tuple[InsetPlan, ...]:
    feet = np.concatenate(rings(view.plate.outline))
    plans = []
    for turn, side in zip((-1, 1), facts_of(view.view).sides, strict=True):
        foot = feet[feet[:, 0] * turn > 0]
        (x0, y0), (x1, y1) = (foot.min(0) - SOLE).tolist(), (foot.max(0) + SOLE).tolist()
        title = words.text("poster.sole-deeper" if side == Side.RIGHT else "poster.sole-surface")
        plans.append(InsetPlan(view.view, (x0, y0, x1, y1), side, ("foot", "leg"), title))
    return tuple(plans)


InsetRows = tuple[tuple[InsetGroup, ...], ...]
"""Rows of insets, from the top down."""


# --- where they go --------------------------------------------------------------------------------------------------


def _title(layout: Layout) -> float:
    """Return the height of the titles, of up to two lines, pt."""
    return TITLE * layout.metrics.size("caption")


def _row_tall(groups: Sequence[InsetGroup], width: float) -> float:
    """Return the height of frames that fill a row of a width, pt."""
    left = width - sum(group.fixed for group in groups) - GAP * (len(groups) - 1)
    return max(left, 1.0) / sum(group.aspect for group in groups)


def rows_of(layout: Layout, groups: Sequence[InsetGroup], width: float, height: float) -> tuple[InsetRows, float]:
    """Return the rows of insets whose frames are the tallest in a box of a size, and the height that they take, pt."""
    title = _title(layout)

    def tall(rows: InsetRows) -> float:
        """The height of the frames, the same in all rows."""
        most = (height - 2 * GAP * (len(rows) - 1)) / len(rows) - title
        return min(most, *(_row_tall(row, width) for row in rows))

    first, second, third = groups
    rows = max((((first, second, third),), ((first, third), (second,)), ((first,), (second,), (third,))), key=tall)
    return rows, len(rows) * (tall(rows) + title) + 2 * GAP * (len(rows) - 1)


def in_rows(layout: Layout, rows: InsetRows, room: Box) -> tuple[tuple[InsetGroup, GroupPlace], ...]:
    """Place each row of insets side by side in a box, as tall as its share of the box."""
    x0, y0, x1, y1 = room
    step = (y1 - y0 + 2 * GAP) / len(rows)
    places: list[tuple[InsetGroup, GroupPlace]] = []
    for n, groups in enumerate(rows):
        tall = min(step - 2 * GAP - _title(layout), _row_tall(groups, x1 - x0))
        used = sum(group.fixed + group.aspect * tall for group in groups)
        gap = (x1 - x0 - used) / max(len(groups) - 1, 1)
        x = x0 if len(groups) > 1 else x0 + gap / 2
        for group in groups:
            places.append((group, GroupPlace(x + group.names + 2 * REACH, y1 - n * step, tall)))
            x += group.fixed + group.aspect * tall + gap
    return tuple(places)


def in_column(layout: Layout, groups: Sequence[InsetGroup], room: Box) -> tuple[tuple[InsetGroup, GroupPlace], ...]:
    """Place groups one above the other in a box, each as large as it allows."""
    x0, y0, x1, y1 = room
    title = _title(layout)
    most = (y1 - y0 - 2 * GAP * (len(groups) - 1)) / len(groups) - title
    talls = [min(most, (x1 - x0 - group.fixed) / group.aspect) for group in groups]
    gap = (y1 - y0 - sum(talls) - title * len(groups)) / max(len(groups) - 1, 1)
    places, top = [], y1
    for group, tall in zip(groups, talls, strict=True):
        wide = group.aspect * tall + BETWEEN * (len(group.plans) - 1)
        places.append((group, GroupPlace((x0 + x1 - wide) / 2, top, tall)))
        top -= title + tall + gap
    return tuple(places)


def placed_insets(
    layout: Layout,
    views: Mapping[View, ViewContent],
    places: Sequence[tuple[InsetGroup, GroupPlace]],
    said: NameWords,
    least: float,
) -> Insets:
    """Place the frames of all groups, with their titles and names.

    Args:
        layout: the sheet.
        views: what each view shows.
        places: the insets in groups, and where each group goes.
        said: how names are set.
        least: how much must be seen of a muscle that is named, pt².
    """
    figures: list[Figure] = []
    labels: list[Label] = []
    titles: list[Text] = []
    size = layout.metrics.size("caption")
    for group, place in places:
        x, top = place.left, place.top - _title(layout)
        for n, plan in enumerate(group.plans):
            wide = plan.aspect * place.tall
            figure = framed(views[plan.view], plan.need, (x, top - place.tall, x + wide, top))
            edges = {}
            if n == 0:
                edges[-1] = x - REACH
            if n == len(group.plans) - 1:
                edges[1] = x + wide + REACH
            labels += labels_of_inset(figure, _named(figure, views[plan.view], plan, least), edges, group.names, said)
            figures.append(figure)
            lines = layout.metrics.wrap(plan.title, wide + BETWEEN - 3.0, "caption", "semibold", balance=True)
            first = top + size * (0.5 + LEADING * (len(lines) - 1))
            titles += [
                Text(line, x + wide / 2, first - row * LEADING * size, size, "semibold", "ink", "center")
                for row, line in enumerate(lines)
            ]
            x += wide + BETWEEN
    grounds = tuple(Ground(figure.place, layout.tint) for figure in figures)
    return Insets(tuple(figures), tuple(labels), tuple(titles), grounds)


def _named(figure: Figure, view: ViewContent, plan: InsetPlan, least: float) -> list[SeenMuscle]:
    """Return the muscles that are named in an inset: those of its regions that are seen on its half."""
    own = [id for id in view.muscles if atlas().muscle(id).region in plan.regions]
    return list(seen_on(figure, view, own, (plan.side,), least).values())
