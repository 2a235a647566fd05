"""Place the bodies of a figure in a box in every way that may suit them; names are set, but not yet placed.

Two views stand side by side or one above the other, with or without an inset.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import msgspec
import numpy as np

from ..body.geometry import Box, meet
from ..content.picture_content import PictureContent
from ..content.view_content import ViewContent
from ..knowledge.views import facts_of
from . import details, insets, label_columns
from .blocks import NoRoom
from .details import NO_PLANS, SHARES, NoInset, Plans
from .figure_placement import GUTTER, Strips, place_figures, word_strips
from .free_place import text_box
from .label_columns import Column, NameLimits
from .label_modes import LabelRequest
from .metrics import Metrics
from .panel import SMALLEST_BODY, Panel
from .point_numbers import Numbers
from .records import Figure, Inset

WORDS_APART = 10.0
"""Least space between the words of two figures side by side that names leave too near, pt on a slide."""

ROUNDS, ROUNDING = 6, 0.05
"""How many times figures make room for their words at most, and the shortage that is ignored, pt."""

KEYED = 0.7
"""How much a picture with its names in a key is worth, compared with one that has leaders to them."""


class FigureRequest(msgspec.Struct, frozen=True):
    """Options for a figure.

    Attributes:
        labels: how the muscles are labelled.
        numbers: the numbers of the trigger points; empty if they have none.
        insets: whether small parts may be shown again, enlarged.
    """

    labels: LabelRequest = LabelRequest()
    numbers: Numbers = msgspec.field(default_factory=dict)
    insets: bool = True


class Space(msgspec.Struct, frozen=True):
    """A box that a figure may fill, and how wide names in it may be; or a panel in which it is composed."""

    box: Box
    names: NameLimits = NameLimits()
    panel: Panel | None = None


class Placement(msgspec.Struct, frozen=True):
    """A figure whose bodies and insets are placed, and whose names are set but not yet placed.

    Attributes:
        space: the index of the box that it fills.
        boxes: the row of each body.
        figures: the bodies.
        insets: small parts, enlarged.
        plans: what the insets show.
        marked: what each body shows, without what is marked in its inset.
        columns: the names.
    """

    space: int
    boxes: tuple[Box, ...]
    figures: tuple[Figure, ...]
    insets: tuple[Inset, ...]
    plans: Plans
    marked: tuple[ViewContent, ...]
    columns: tuple[Column, ...]

    @property
    def scale(self) -> float:
        """The scale of the body, in points per millimetre."""
        return scale_of(self.figures)

    @property
    def worth(self) -> float:
        """How large the body and the muscles are shown if the names can be placed as they are set; see `worth_of`."""
        return worth_of(self.figures, self.insets, keyed=any(column.numbered for column in self.columns))

    @property
    def has_leaders(self) -> bool:
        """Whether names have leaders. If these cross, the figure has to be placed again."""
        return any(not column.numbered for column in self.columns)


def placements(
    content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics
) -> tuple[Placement, ...]:
    """Return the ways to place the figure in the boxes, best first; no names are placed yet.

    Raises:
        NoRoom: if it fits into none of them.
    """
    ways: list[Placement] = []
    for space, share in product(_rows(content.views, spaces, metrics), (0.0, *(SHARES if request.insets else ()))):
        number, boxes = space
        try:
            ways.append(place_in_rows(number, boxes, spaces[number].names, content, request, metrics, share))
        except (NoInset, NoRoom):
            continue
    if not ways:
        raise NoRoom
    return tuple(ways)


def _rows(views: Sequence[ViewContent], spaces: Sequence[Space], metrics: Metrics) -> list[tuple[int, tuple[Box, ...]]]:
    """Return the row of each body for each box offered, with the bodies side by side or one above the other."""
    ways: list[tuple[int, tuple[Box, ...]]] = []
    for i, space in enumerate(spaces):
        ways.append((i, (space.box,) * len(views)))
        if len(views) > 1:
            ways.append((i, _stacked(metrics, space.box, views)))
    return ways


def _stacked(metrics: Metrics, box: Box, views: Sequence[ViewContent]) -> tuple[Box, ...]:
    """Divide a box into rows, from the top down, with heights in proportion to their bodies."""
    x0, y0, x1, y1 = box
    under, gutter = metrics.length(label_columns.UNDER), metrics.length(GUTTER) / 2
    names: list[object] = [view.view for view in views]
    # If there is more than one view, the sides of each stay together.
    groups = names if len(set(names)) > 1 else [*range(len(views))]
    heights: dict[object, float] = dict.fromkeys(groups, 0.0)
    for group, view in zip(groups, views, strict=True):
        heights[group] = max(heights[group], view.crop[3] - view.crop[1])
    free = y1 - y0 - under * len(heights) - gutter * (len(heights) - 1)
    rows: dict[object, Box] = {}
    for group, height in heights.items():
        low = y1 - under - free * height / sum(heights.values())
        rows[group] = (x0, low, x1, y1)
        y1 = low - gutter
    return tuple(rows[group] for group in groups)


def place_in_rows(
    space: int,
    boxes: tuple[Box, ...],
    limits: NameLimits,
    content: PictureContent,
    request: FigureRequest,
    metrics: Metrics,
    share: float,
) -> Placement:
    """Place the bodies in their rows, with insets up to `share` of a row tall; a share of 0 means no insets.

    Raises:
        NoInset: if insets are wanted and one is not worth its room, or there are none.
        NoRoom: if the bodies would be too small, or the names don't fit.
    """
    views = content.views
    plans = details.planned(metrics, boxes, views, share) if share else NO_PLANS
    if share and not plans:
        raise NoInset
    # What is marked in an inset is not marked again on the figure.
    marked = tuple(insets.without(v, plans[i].detail.frame) if i in plans else v for i, v in enumerate(views))
    columns = label_columns.columns_of(metrics, content.named, views, request.labels, boxes, limits, plans)
    strips = label_columns.strips(metrics, columns, plans)
    figures = place_figures(metrics, boxes, marked, strips)
    apart = metrics.length(WORDS_APART)
    if request.labels.labelling == "discs":
        figures = _with_words_apart(metrics, boxes, marked, strips, figures)
    elif _words_meet(figures, apart):
        figures = _with_words_apart(metrics, boxes, marked, strips, figures, apart)
    if min(max(f.place[2] - f.place[0], f.place[3] - f.place[1]) for f in figures) < SMALLEST_BODY:
        raise NoRoom
    small = insets.placed(metrics, boxes, figures, views, plans, columns)
    return Placement(space, boxes, figures, small, plans, marked, columns)


def _with_words_apart(
    metrics: Metrics,
    boxes: Sequence[Box],
    views: Sequence[ViewContent],
    strips: Strips,
    figures: tuple[Figure, ...],
    apart: float = 0.0,
) -> tuple[Figure, ...]:
    """Place figures so that their captions and letters have room, because no names keep narrow figures apart.

    A figure that makes room gets narrower, and its words stick out further. This is repeated until they fit.
    """
    for _ in range(ROUNDS):
        reach = word_strips(metrics, boxes, figures, apart)
        missing = {key: width for key, width in reach.items() if width > strips.get(key, 0.0) + ROUNDING}
        if not missing:
            break
        strips = {**strips, **missing}
        figures = place_figures(metrics, boxes, views, strips)
    return figures


def _words_meet(figures: Sequence[Figure], apart: float) -> bool:
    """Return whether the caption or a letter of one figure lies less than `apart` pt beside that of another."""
    words = [[text_box(text) for text in (*shown.letters, shown.caption) if text] for shown in figures]
    return any(
        meet((a[0] - apart, a[1], a[2] + apart, a[3]), b)
        for one, other in combinations(words, 2)
        for a in one
        for b in other
    )


def scale_of(figures: Sequence[Figure]) -> float:
    """Return the scale of the body, pt per mm; views of a part of it have their own scale."""
    return min([f.scale for f in figures if not facts_of(f.view).own_scale] or [f.scale for f in figures])


def worth_of(figures: Sequence[Figure], insets: Sequence[Inset], *, keyed: bool) -> float:
    """Return how large things are shown: the scale of the body; with insets, halfway from it to that of the muscles."""
    worth = scale_of(figures) * (KEYED if keyed else 1.0)
    if not insets:
        return worth
    larger = {muscle: inset.times for inset in insets for muscle in inset.named}
    muscles = dict.fromkeys(highlight.muscle for shown in figures for highlight in shown.highlights)
    return worth * float(np.exp(np.mean([np.log(larger.get(muscle, 1.0)) for muscle in muscles]) / 2))
