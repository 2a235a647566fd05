"""Fit a figure into a box: the bodies of a picture with marks, names and insets.

A page maker passes the boxes that its words leave free. The figure is placed in every way that may suit them: two
views side by side or one above the other, with or without an inset. The way that shows the body largest is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise, product

import msgspec
import numpy as np

from ..body.geometry import Box, meet
from ..content.picture_content import PictureContent
from ..content.view_content import ViewContent
from ..knowledge.views import facts_of
from . import details, insets, label_columns, panels, segments
from .blocks import NoRoom
from .details import NO_PLANS, SHARES, NoInset, Plans
from .figure_placement import GUTTER, Strips, place_figures, word_strips
from .free_place import text_box
from .label_columns import Column, LabelRequest, NameLimits
from .label_placement import place_names
from .metrics import Metrics
from .panel import SMALLEST_BODY, Panel
from .point_numbers import Numbers, numbered
from .records import Figure, Inset, InsetPart, Label

GAIN = 1.12
"""The first way is used unless another shows the figures larger by this factor."""

LARGE = 0.6
"""At this scale, pt per mm on a slide, hands and the head need no inset."""

LEAST_SCALE = 0.66
"""With an inset, a figure keeps at least this share of the scale that it has without one."""

LEAST_COMPOSED = 0.55
"""With an inset, a figure keeps at least this share of the scale that it has when composed, running off the sheet."""

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


class FigureBlock(msgspec.Struct, frozen=True):
    """A figure that fits its box.

    Attributes:
        space: the index of the box that it fills, among those offered.
        figures: its bodies, with their marks, captions and letters.
        labels: the names or numbers of the muscles.
        insets: small parts, enlarged.
        composed: how large the bodies are shown in a panel; 0 if they are placed in a box.
    """

    space: int
    figures: tuple[Figure, ...]
    labels: tuple[Label, ...]
    insets: tuple[Inset, ...] = ()
    composed: float = 0.0

    @property
    def scale(self) -> float:
        """The scale of the body, in points per millimetre."""
        return _scale(self.figures)

    @property
    def worth(self) -> float:
        """How large the body and the muscles are shown; see `_worth`."""
        if self.composed:
            return self.composed
        return _worth(self.figures, self.insets, keyed=any(label.badge for label in self.labels))


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
        return _scale(self.figures)

    @property
    def worth(self) -> float:
        """How large the body and the muscles are shown if the names can be placed as they are set; see `_worth`."""
        return _worth(self.figures, self.insets, keyed=any(column.numbered for column in self.columns))

    @property
    def has_leaders(self) -> bool:
        """Whether names have leaders. If these cross, the figure has to be placed again."""
        return any(not column.numbered for column in self.columns)


def figure(content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics) -> FigureBlock:
    """Fit the figure of a picture into one of several boxes, as large as possible.

    Args:
        content: what it shows.
        spaces: the boxes to choose from, best first.
        request: how muscles and points are labelled.
        metrics: the sizes of type and lengths.

    Raises:
        NoRoom: if it fits into none of them.
    """
    block = _composed(content, spaces, request, metrics)
    if block is None:
        return _best_way(content, spaces, request, metrics)
    small = _too_small(content.views, block.figures, metrics) if request.insets else frozenset()
    if not small:
        return block
    try:
        placed = _best_way(content, spaces, request, metrics)
    except NoRoom:
        return block
    return placed if _enlarges(placed, block, small) else block


def _too_small(
    views: Sequence[ViewContent], figures: Sequence[Figure], metrics: Metrics
) -> frozenset[tuple[int, InsetPart]]:
    """Return the parts with muscles too small to be seen, each with the number of its figure."""
    return frozenset(
        (i, detail.name)
        for i, (view, shown) in enumerate(zip(views, figures, strict=True))
        if shown.scale < metrics.length(LARGE)
        for detail in details.details(view)
        if detail.smallest * shown.scale < metrics.length(insets.SMALL)
    )


def _enlarges(placed: FigureBlock, composed: FigureBlock, small: AbstractSet[tuple[int, InsetPart]]) -> bool:
    """Return whether insets show what is too small in a composed figure much larger, at no great cost to its size."""
    return (
        bool(placed.insets)
        and placed.scale >= LEAST_COMPOSED * composed.scale
        and all(
            (inset.of, inset.name) in small and inset.scale >= insets.GAIN * composed.figures[inset.of].scale
            for inset in placed.insets
        )
    )


def _best_way(
    content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics
) -> FigureBlock:
    """Place the figure in the boxes in every way, and return the best.

    Raises:
        NoRoom: if it fits into none of them.
    """
    ways = placements(content, spaces, request, metrics)
    blocks: dict[int, FigureBlock | None] = {}

    def complete(i: int) -> FigureBlock | None:
        if i not in blocks:
            blocks[i] = _completed(ways[i], content, spaces, request, metrics)
        return blocks[i]

    # A way with leaders may turn out differently from its placement, so each has to be tried.
    for i, way in enumerate(ways):
        if way.has_leaders:
            complete(i)
    while True:
        left = {i: blocks.get(i) or way for i, way in enumerate(ways) if blocks.get(i, way) is not None}
        if not left:
            raise NoRoom
        first, best = _chosen(left)
        if complete(first) is None or complete(best) is None:
            continue  # it can't be labelled: choose from the others
        block = complete(best)
        if block is not None:
            return block


def _composed(
    content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics
) -> FigureBlock | None:
    """Return the figure composed in the panel that shows it largest; None if there is none, or it needs an inset."""
    best: FigureBlock | None = None
    for i, space in enumerate(spaces):
        if space.panel is None:
            continue
        found = panels.composed(content, space.panel, request.labels, request.numbers, metrics)
        if found is None:
            continue
        labels = tuple(label for one in found for label in one.labels)
        block = FigureBlock(i, tuple(one.figure for one in found), labels, composed=panels.worth(found))
        if best is None or block.worth > best.worth * GAIN:
            best = block
    return best


def _chosen(ways: Mapping[int, FigureBlock | Placement]) -> tuple[int, int]:
    """Return the way that suits the boxes best, and the way to use: that one, or another that gains enough."""
    plain = [i for i, way in ways.items() if not way.insets]
    least = LEAST_SCALE * max((ways[i].scale for i in plain), default=0.0)
    wide_enough = [i for i, way in ways.items() if not way.insets or way.scale >= least]
    best = max(wide_enough, key=lambda i: ways[i].worth)
    first = plain[0] if plain else next(iter(ways))
    return first, first if ways[first].worth * GAIN >= ways[best].worth else best


def best_placement(ways: Sequence[Placement]) -> Placement:
    """Return the way that `figure` uses if its names can be placed as they are set."""
    _, best = _chosen(dict(enumerate(ways)))
    return ways[best]


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
            ways.append(_placed(number, boxes, spaces[number].names, content, request, metrics, share))
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


def _placed(
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


def _completed(
    way: Placement, content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics
) -> FigureBlock | None:
    """Return the figure with its points numbered and its names placed; None if there is no room for them."""
    try:
        return _labelled(way, content, spaces, request, metrics)
    except (NoInset, NoRoom):
        return None


def _labelled(
    way: Placement, content: PictureContent, spaces: Sequence[Space], request: FigureRequest, metrics: Metrics
) -> FigureBlock:
    """Number the points of a figure and place its names; if leaders cross, place it again with numbers and a key.

    Raises:
        NoInset: if an inset is in the way.
        NoRoom: if there is no room for the names.
    """
    figures, small, views = way.figures, way.insets, content.views
    if request.numbers:
        figures = tuple(
            numbered(metrics, shown, view, request.numbers) for shown, view in zip(figures, way.marked, strict=True)
        )
        small = tuple(
            numbered(metrics, inset, insets.within(views[inset.of], way.plans[inset.of].detail), request.numbers)
            for inset in small
        )
    names = place_names(metrics, way.boxes, figures, views, way.columns, small)
    if not insets.free(small, figures, names):
        raise NoInset
    if not segments.crossed([name.leader for name in names]) and not _over_words(figures, names):
        return FigureBlock(way.space, figures, names, small)
    # Leaders of one column never cross; those of two columns of a figure may, and so may one and a letter.
    if small:
        raise NoInset
    if request.labels.labelling != "leaders":
        raise NoRoom
    keyed = msgspec.structs.replace(
        request, labels=msgspec.structs.replace(request.labels, labelling="key", names="plain")
    )
    anew = _placed(way.space, way.boxes, spaces[way.space].names, content, keyed, metrics, 0.0)
    return _labelled(anew, content, spaces, keyed, metrics)


def _over_words(figures: Sequence[Figure], names: Sequence[Label]) -> bool:
    """Return whether a leader runs over a letter or a caption."""
    boxes = [text_box(text) for shown in figures for text in (*shown.letters, shown.caption) if text]
    lines = [line for name in names if not name.badge for line in pairwise(name.leader)]
    return any(segments.enters(*line, box) for line in lines for box in boxes)


# --- how large things are shown -------------------------------------------------------------------------------------


def _scale(figures: Sequence[Figure]) -> float:
    """Return the scale of the body, pt per mm; views of a part of it have their own scale."""
    return min([f.scale for f in figures if not facts_of(f.view).own_scale] or [f.scale for f in figures])


def _worth(figures: Sequence[Figure], insets: Sequence[Inset], *, keyed: bool) -> float:
    """Return how large things are shown: the scale of the body; with insets, halfway from it to that of the muscles."""
    worth = _scale(figures) * (KEYED if keyed else 1.0)
    if not insets:
        return worth
    larger = {muscle: inset.times for inset in insets for muscle in inset.named}
    muscles = dict.fromkeys(highlight.muscle for shown in figures for highlight in shown.highlights)
    return worth * float(np.exp(np.mean([np.log(larger.get(muscle, 1.0)) for muscle in muscles]) / 2))
