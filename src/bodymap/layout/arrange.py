"""How words, figures and names share the sheet. Where there are several ways, that which shows the figures largest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import msgspec
import numpy as np

from ..body.geometry import Box
from ..content import view_choice
from ..content.view_content import PictureContent, ViewContent
from ..errors import BodymapError
from . import blocks, details, figures, insets, label_columns, label_placement, page_frame, segments
from .blocks import Page
from .details import SHARES, NoInset
from .page_frame import PageFrame
from .point_numbers import Numbers, numbered
from .records import Figure, Inset, Label, Logo

GAIN = 1.12
"""The way that suits the sheet by its shape stands unless another shows the figures larger by this factor."""

SQUARISH = 0.78, 1.35
"""Width by height between which words may stand beside the figures or above and below them."""

KEPT = 0.66
"""With an inset a figure keeps at least so much of the size that it has without."""

SMALLEST = 36.0
"""A figure is at least so large, pt, one way or the other."""

KEYED = 0.7
"""What a picture is worth whose names are in a key, beside one with leaders to them."""


class LayoutRequest(msgspec.Struct, frozen=True):
    """What is asked of the sheet: a kind of `columns.LABELS`, points with numbers, their list, insets, and a logo."""

    labels: str = "plain"
    numbers: Numbers = msgspec.field(default_factory=dict)
    listed: bool = False
    insets: bool = True
    logo: Logo | None = None


class Arrangement(msgspec.Struct, frozen=True):
    """A way to share the sheet, worked out."""

    page: Page
    room: PageFrame
    figures: tuple[Figure, ...]
    labels: tuple[Label, ...]
    insets: tuple[Inset, ...] = ()

    @property
    def scale(self) -> float:
        """How large the body is shown, in points to a millimetre."""
        return _scale(self.figures)

    @property
    def worth(self) -> float:
        """How large what matters is shown: the scale of the body, with insets half way from there to the muscles'."""
        worth = self.scale * (KEYED if any(label.badge for label in self.labels) else 1.0)
        if not self.insets:
            return worth
        larger = {muscle: inset.times for inset in self.insets for muscle in inset.named}
        times = [larger.get(label.muscle, 1.0) for label in self.labels]
        return worth * float(np.exp(np.log(times).mean() / 2))


def _scale(figures: Sequence[Figure]) -> float:
    return min([f.scale for f in figures if f.view not in view_choice.APART] or [f.scale for f in figures])


def arrange(page: Page, play: PictureContent, asked: LayoutRequest) -> Arrangement:
    """Share the sheet between words, figures and names.

    Raises:
        BodymapError: there is no room for them.
    """
    found: list[Arrangement] = []
    refused: list[BodymapError] = []
    for way, share in product(_ways(page, play, asked.logo), (0.0, *(SHARES if asked.insets else ()))):
        least = KEPT * max((a.scale for a in found if not a.insets), default=0.0)
        try:
            found.append(_worked_out(way, play, asked, share=share, least=least))
        except NoInset:
            continue
        except BodymapError as error:
            refused.append(error)
    if not found:
        raise refused[0]
    plain = [a for a in found if not a.insets]
    least = KEPT * max((a.scale for a in plain), default=0.0)
    best = max((a for a in found if not a.insets or a.scale >= least), key=lambda a: a.worth)
    first = plain[0] if plain else found[0]
    return first if first.worth * GAIN >= best.worth else best


class _Way(msgspec.Struct, frozen=True):
    """A way to share the sheet: its words are set, and each figure has the room of a row."""

    page: Page
    room: PageFrame
    rows: tuple[Box, ...]


def _ways(page: Page, play: PictureContent, logo: Logo | None) -> tuple[_Way, ...]:
    """The ways to try, that which suits the sheet first: where words stand, and whether figures are stacked.

    Raises:
        BodymapError: the words alone have no room.
    """
    low, high = SQUARISH
    pages = [page]
    if low < page.sheet.width / page.sheet.height < high:
        pages.append(msgspec.structs.replace(page, beside=not page.wide))
    found: list[_Way] = []
    refused: list[BodymapError] = []
    for way in pages:
        try:
            furnished = page_frame.set_page(way, play, logo)
        except BodymapError as error:
            refused.append(error)
            continue
        found.append(_Way(way, furnished, (furnished.area,) * len(play.stages)))
        if len(play.stages) > 1:
            found.append(_Way(way, furnished, _rows(way, furnished.area, play.stages)))
    if not found:
        raise refused[0]
    return tuple(found)


def _worked_out(
    way: _Way, play: PictureContent, asked: LayoutRequest, *, share: float, least: float = 0.0
) -> Arrangement:
    """One way to share the sheet; with insets where `share` of a figure's room says how tall they are.

    Insets are given up, before the names are placed, where they leave the body smaller than `least`, pt to a mm.
    """
    page, rows, stages = way.page, way.rows, play.stages
    plans = details.planned(page, rows, stages, share) if share else details.NONE
    if share and not plans:
        raise NoInset
    # What is marked in an inset is not marked once more on the figure.
    main = tuple(insets.without(s, plans[i].detail.frame) if i in plans else s for i, s in enumerate(stages))
    listed = asked.numbers if asked.listed else {}
    beside = label_columns.columns_of(page, play.actors, stages, asked.labels, rows, listed, plans)
    placed = figures.place_figures(page, rows, main, label_columns.strips(page, beside, plans))
    if min(max(f.place[2] - f.place[0], f.place[3] - f.place[1]) for f in placed) < SMALLEST:
        raise blocks.cramped(page)
    if share and _scale(placed) < least:
        raise NoInset
    small = insets.placed(page, rows, placed, stages, plans, beside)
    if asked.numbers:
        placed = tuple(numbered(page, figure, s, asked.numbers) for figure, s in zip(placed, main, strict=True))
        small = tuple(
            numbered(page, inset, insets.within(stages[inset.of], plans[inset.of].detail), asked.numbers)
            for inset in small
        )
    names = label_placement.place_names(page, rows, placed, stages, beside, small)
    if not insets.free(small, placed, names):
        raise NoInset
    if segments.crossed([name.leader for name in names]):
        # Within a column none do; two columns of one figure may reach across each other.
        if share:
            raise NoInset
        if asked.labels == "numbers":
            raise blocks.cramped(page)
        return _worked_out(way, play, msgspec.structs.replace(asked, labels="numbers"), share=share)
    return Arrangement(page, way.room, placed, names, small)


def _rows(page: Page, area: Box, stages: Sequence[ViewContent]) -> tuple[Box, ...]:
    """The room in rows, from the top down, each as tall as its figure wants beside the others."""
    x0, y0, x1, y1 = area
    under, gutter = page.len(label_columns.UNDER), page.len(figures.GUTTER) / 2
    views: list[object] = [stage.plate.view for stage in stages]
    # The sides of a view keep together, where there is more than one view.
    groups = views if len(set(views)) > 1 else [*range(len(stages))]
    heights: dict[object, float] = dict.fromkeys(groups, 0.0)
    for group, stage in zip(groups, stages, strict=True):
        heights[group] = max(heights[group], stage.crop[3] - stage.crop[1])
    free = y1 - y0 - under * len(heights) - gutter * (len(heights) - 1)
    found: dict[object, Box] = {}
    for group, height in heights.items():
        low = y1 - under - free * height / sum(heights.values())
        found[group] = (x0, low, x1, y1)
        y1 = low - gutter
    return tuple(found[group] for group in groups)
