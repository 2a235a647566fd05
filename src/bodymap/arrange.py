"""How words, figures and names share the sheet. Where there are several ways, that which shows the figures largest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from . import columns, figures, lines, room, viewing
from .compose import Page
from .errors import BodymapError
from .geometry import Box
from .layout import Figure, Label, Logo
from .points import Numbers, numerals
from .room import Room
from .stage import Play, Stage

GAIN = 1.12
"""The way that suits the sheet by its shape stands unless another shows the figures larger by this factor."""

SQUARISH = 0.78, 1.35
"""Width by height between which words may stand beside the figures or above and below them."""

KEYED = 0.7
"""What a picture is worth whose names are in a key, beside one with leaders to them."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the sheet: a kind of `columns.LABELS`, points with numbers, their list, and a logo."""

    labels: str = "plain"
    numbers: Numbers = field(default_factory=dict)
    listed: bool = False
    logo: Logo | None = None


@dataclass(frozen=True)
class Arrangement:
    """A way to share the sheet, worked out."""

    page: Page
    room: Room
    figures: tuple[Figure, ...]
    labels: tuple[Label, ...]

    @property
    def worth(self) -> float:
        """How large the body is shown, in points to a millimetre."""
        whole = [f.scale for f in self.figures if f.view not in viewing.APART] or [f.scale for f in self.figures]
        return min(whole) * (KEYED if any(label.badge for label in self.labels) else 1.0)


def arrange(page: Page, play: Play, asked: Asked) -> Arrangement:
    """Share the sheet between words, figures and names.

    Raises:
        BodymapError: there is no room for them.
    """
    found: list[Arrangement] = []
    refused: list[BodymapError] = []
    for way, stacked in _ways(page, play.stages):
        try:
            found.append(_worked_out(way, play, asked, stacked=stacked))
        except BodymapError as error:
            refused.append(error)
    if not found:
        raise refused[0]
    best = max(found, key=lambda a: a.worth)
    return found[0] if found[0].worth * GAIN >= best.worth else best


def _ways(page: Page, stages: Sequence[Stage]) -> Iterator[tuple[Page, bool]]:
    """The ways to try, that which suits the sheet first: where words stand, and whether figures are stacked."""
    low, high = SQUARISH
    pages = [page]
    if low < page.sheet.width / page.sheet.height < high:
        pages.append(replace(page, beside=not page.wide))
    for way in pages:
        yield way, False
        if len(stages) > 1:
            yield way, True


def _worked_out(page: Page, play: Play, asked: Asked, *, stacked: bool) -> Arrangement:
    furnished, stages = room.furnish(page, play, asked.logo), play.stages
    rows = _rows(page, furnished.area, stages) if stacked else (furnished.area,) * len(stages)
    beside = columns.columns_of(page, play.actors, stages, asked.labels, rows, asked.numbers if asked.listed else {})
    placed = figures.place_figures(page, rows, stages, beside)
    if asked.numbers:
        placed = tuple(
            msgspec.structs.replace(figure, numerals=numerals(page, figure, stage, asked.numbers))
            for figure, stage in zip(placed, stages, strict=True)
        )
    names = columns.place_names(page, rows, placed, stages, beside)
    if lines.crossed([name.leader for name in names]):
        # Within a column none do; two columns of one figure may reach across each other.
        return _worked_out(page, play, replace(asked, labels="numbers"), stacked=stacked)
    return Arrangement(page, furnished, placed, names)


def _rows(page: Page, area: Box, stages: Sequence[Stage]) -> tuple[Box, ...]:
    """The room in rows, from the top down, each as tall as its figure wants beside the others."""
    x0, y0, x1, y1 = area
    under, gutter = page.len(columns.UNDER), page.len(figures.GUTTER) / 2
    heights = [stage.crop[3] - stage.crop[1] for stage in stages]
    free = y1 - y0 - under * len(stages) - gutter * (len(stages) - 1)
    found: list[Box] = []
    for height in heights:
        low = y1 - under - free * height / sum(heights)
        found.append((x0, low, x1, y1))
        y1 = low - gutter
    return tuple(found)
