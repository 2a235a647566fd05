"""Fit a figure into a box: the bodies of a picture with marks, names and insets.

A page maker passes the boxes that its words leave free. The figure is placed in every way that may suit them (see
`figure_ways`), and composed in the panels among them (see `panels`). The way that shows the body largest is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import msgspec

from ..content.picture_content import PictureContent
from ..content.view_content import ViewContent
from . import details, insets, panels, segments
from .blocks import NoRoom
from .details import NoInset
from .figure_ways import FigureRequest, Placement, Space, place_in_rows, placements, scale_of, worth_of
from .free_place import text_box
from .key_block import MANY
from .label_placement import place_names
from .metrics import Metrics
from .point_numbers import numbered
from .records import Figure, Inset, InsetPart, Label

__all__ = ["FigureBlock", "FigureRequest", "Space", "figure"]

GAIN = 1.12
"""The first way is used unless another shows the figures larger by this factor."""

LARGE = 0.6
"""At this scale, pt per mm on a slide, hands and the head need no inset."""

LEAST_SCALE = 0.66
"""With an inset, a figure keeps at least this share of the scale that it has without one."""

LEAST_COMPOSED = 0.55
"""With an inset, a figure keeps at least this share of the scale that it has when composed, running off the sheet; more
if the inset shows few of the muscles."""

COST = 1.35
"""How much of its scale a composed figure may lose, as a multiple of the share of the muscles that the inset shows."""

ENOUGH_SMALL = 0.25
"""An inset may cost a composed figure some of its size if it shows at least this share of the muscles."""


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
        return scale_of(self.figures)

    @property
    def worth(self) -> float:
        """How large the body and the muscles are shown; see `worth_of`."""
        if self.composed:
            return self.composed
        return worth_of(self.figures, self.insets, keyed=any(label.badge for label in self.labels))


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
    if not small or len(content.named) >= MANY or (share := _small_share(content.views, small)) < ENOUGH_SMALL:
        return block
    least = max(LEAST_COMPOSED, 1.0 - COST * share)

    def enlarges(way: Placement | FigureBlock) -> bool:
        return _enlarges(way, block, small, least)

    try:
        larger = _best_way(content, spaces, request, metrics, enlarges)
    except NoRoom:
        return block
    return larger if enlarges(larger) else block


def _small_share(views: Sequence[ViewContent], small: AbstractSet[tuple[int, InsetPart]]) -> float:
    """Return the share of the muscles that lie in parts where they are too small to be seen."""
    named = {muscle for view in views for muscle in view.muscles}
    lying = {
        muscle
        for i, view in enumerate(views)
        for part in details.details(view)
        if (i, part.name) in small
        for muscle in part.muscles
    }
    return len(lying) / max(len(named), 1)


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


def _enlarges(
    placed: Placement | FigureBlock, composed: FigureBlock, small: AbstractSet[tuple[int, InsetPart]], least: float
) -> bool:
    """Return whether insets show what is too small in a composed figure much larger, at no great cost to its size.

    The figure keeps at least the share `least` of its scale.
    """
    return (
        bool(placed.insets)
        and placed.scale >= least * composed.scale
        and all(
            (inset.of, inset.name) in small and inset.scale >= insets.GAIN * composed.figures[inset.of].scale
            for inset in placed.insets
        )
    )


def _best_way(
    content: PictureContent,
    spaces: Sequence[Space],
    request: FigureRequest,
    metrics: Metrics,
    suits: Callable[[Placement], bool] | None = None,
) -> FigureBlock:
    """Place the figure in the boxes in every way, or in every one that `suits`, and return the best.

    Raises:
        NoRoom: if it fits into none of them.
    """
    ways = tuple(filter(suits, placements(content, spaces, request, metrics)))
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
        first, best = _chosen(left, 1.0 if suits else GAIN)
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


def _chosen(ways: Mapping[int, FigureBlock | Placement], gain: float) -> tuple[int, int]:
    """Return the way that suits the boxes best, and the way to use: that one, or another that gains enough."""
    plain = [i for i, way in ways.items() if not way.insets]
    least = LEAST_SCALE * max((ways[i].scale for i in plain), default=0.0)
    wide_enough = [i for i, way in ways.items() if not way.insets or way.scale >= least]
    best = max(wide_enough, key=lambda i: ways[i].worth)
    first = plain[0] if plain else next(iter(ways))
    return first, first if ways[first].worth * gain >= ways[best].worth else best


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
    views = content.views
    figures, small = _with_numbers(way, views, request, metrics) if request.numbers else (way.figures, way.insets)
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
    anew = place_in_rows(way.space, way.boxes, spaces[way.space].names, content, keyed, metrics, 0.0)
    return _labelled(anew, content, spaces, keyed, metrics)


def _with_numbers(
    way: Placement, views: Sequence[ViewContent], request: FigureRequest, metrics: Metrics
) -> tuple[tuple[Figure, ...], tuple[Inset, ...]]:
    """Number the points of the figures and the insets.

    Raises:
        NoInset: if those of an inset can't be told apart.
        NoRoom: if those of a figure can't.
    """
    figures, small = list[Figure](), list[Inset]()
    for shown, view in zip(way.figures, way.marked, strict=True):
        figure = numbered(metrics, shown, view, request.numbers)
        if figure is None:
            raise NoRoom
        figures.append(figure)
    for inset in way.insets:
        view = insets.within(views[inset.of], way.plans[inset.of].detail)
        figure = numbered(metrics, inset, view, request.numbers)
        if figure is None:
            raise NoInset
        small.append(figure)
    return tuple(figures), tuple(small)


def _over_words(figures: Sequence[Figure], names: Sequence[Label]) -> bool:
    """Return whether a leader runs over a letter or a caption."""
    boxes = [text_box(text) for shown in figures for text in (*shown.letters, shown.caption) if text]
    lines = [line for name in names if not name.badge for line in pairwise(name.leader)]
    return any(segments.enters(*line, box) for line in lines for box in boxes)
