"""Plan the chart of a region: a keyed overview, and a panel for each muscle with its points, its pain and some words.

Muscles are told apart by the number of their panel first and by its colour second.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ... import words
from ...body.geometry import Box
from ...content.muscle_panels import MusclePanel
from ...content.picture_content import PictureContent
from ...knowledge.anatomy import atlas
from ...layout import blocks
from ...layout.blocks import LegendEntry, NoRoom
from ...layout.poster_sheets import PosterSheet, too_small
from ...layout.records import Key
from ...style.text import Text
from ...style.theme import Theme, TypeScale
from ..frame import placed_legend
from .frame import Giver, Layout, foot_of, layout_of, words_scene
from .overview import overview
from .panels import Cell, grid_of, panel
from .records import Poster

TYPE = TypeScale(title=40, lead=17, name=15, note=9.9, key=9.9, caption=8.6, letter=11, foot=8.6, least=8.6)
"""The sizes of type on the sheet that it is laid out on. Words have an x-height of 1.6 mm on A3."""

MARGIN = 34.0
"""Free space along the edges, pt."""

OVERVIEW = 0.19, 0.215
"""The share of the sheet that the overview takes: of the width of a wide sheet, of the height of a tall one."""

GAP = 16.0
"""Space between the overview and the panels, pt."""

COLOURS = (
    *("#c0322b", "#1f6fb2", "#2e8540", "#7b3fa0", "#b25a0a", "#0f7c80"),
    *("#b0307f", "#5a67c8", "#7d6608", "#8c4a2f", "#3d6b7d", "#567a1b"),
)
"""The colours of panels, in turn: white numbers can be read on each. There are more panels than colours that differ for
every eye, so the number is what tells muscles apart."""


class RegionWords(msgspec.Struct, frozen=True):
    """The words of a chart of a region: its title, the line under it, and the line about its sources."""

    title: str
    lead: str
    sources: str


def colour_of(number: int) -> str:
    """Return the colour of a panel by its number, from 1."""
    return COLOURS[(number - 1) % len(COLOURS)]


def words_of(title: str, panels: Sequence[MusclePanel]) -> RegionWords:
    """Return the words of a chart: what it holds, and the works that it rests on."""
    drawn = {part.id: part for each in panels for part in atlas().drawn(each.muscle)}
    points = sum(len(part.points) for part in drawn.values())
    keys = dict.fromkeys(
        citation.key
        for part in drawn.values()
        for citation in (
            *(c for p in part.points for c in p.sources),
            *(part.referral.sources if part.referral else ()),
        )
    )
    works = words.series([atlas().sources[key].short for key in keys]) if keys else ""
    said = words.text("poster.region-sources", works=works) if works else ""
    return RegionWords(title, words.text("poster.region-lead", muscles=len(drawn), points=points), said)


def region_poster(
    said: RegionWords,
    panels: Sequence[MusclePanel],
    overviews: PictureContent,
    sheet: PosterSheet,
    theme: Theme,
    giver: Giver,
    names: str,
) -> Poster:
    """Plan the chart of a region.

    Args:
        said: its words.
        panels: what its panels show, in the order of their numbers.
        overviews: what its overview shows: every muscle of the panels, in one or more views.
        sheet: the sheet.
        theme: how it looks.
        giver: who hangs it up.
        names: which names of muscles are printed: `plain`, `latin` or `both`.

    Raises:
        BodymapError: if there is no room for it.
    """
    layout = layout_of(sheet, theme, TYPE, MARGIN)
    foot = foot_of(layout, (said.sources, words.text("page.note")), giver)
    texts, top = _heading(layout, said)
    wide = layout.width > layout.height
    low, right = foot.top + GAP * 0.6, layout.width - MARGIN
    if wide:
        end = MARGIN + OVERVIEW[0] * layout.width
        map_box, room = (MARGIN, low, end, top), (end + GAP * 1.4, low, right, top)
    else:
        under = top - OVERVIEW[1] * layout.height
        map_box, room = (MARGIN, under, right, top), (MARGIN, low, right, under - GAP)
    try:
        grid = grid_of(layout, panels, room, names)
        cells = [panel(layout, each, grid, n, colour_of(n), names) for n, each in enumerate(panels, 1)]
        maps, legend = _overview(layout, panels, overviews, map_box, wide=wide)
    except NoRoom as error:
        raise too_small(sheet.name) from error
    every = (maps, *cells)
    parts = tuple(part for cell in every for part in cell.parts)
    page = words_scene(
        layout,
        parts[0].scene,
        said.title,
        (*texts, *foot.texts, *(text for cell in every for text in cell.texts)),
        legend=legend,
        logo=foot.logo,
    )
    return Poster(
        page,
        parts,
        tuple(ground for cell in every for ground in cell.grounds),
        tuple(disc for cell in every for disc in cell.discs),
        words.text("poster.region-alt", title=said.title, lead=said.lead),
        " ".join(cell.said for cell in cells),
        sheet.enlarged,
    )


def _heading(layout: Layout, said: RegionWords) -> tuple[tuple[Text, ...], float]:
    """Set the title with the line beside it if there is room, else under it; also return where they end."""
    metrics, width, top = layout.metrics, layout.width - 2 * MARGIN, layout.height - MARGIN * 0.9
    lines = metrics.wrap(said.title, width, "title", "semibold", balance=True)
    texts, low = blocks.paragraph(metrics, lines, MARGIN, top, "title", weight="semibold", leading=1.1)
    beside = metrics.width(lines[-1], "semibold", "title") + 18.0
    if len(lines) == 1 and beside + metrics.width(said.lead, "regular", "lead") <= width:
        lead = Text(said.lead, MARGIN + beside, texts[-1].y, metrics.size("lead"), tone="quiet")
        return (*texts, lead), low - 10.0
    rows = metrics.wrap(said.lead, width, "lead")
    more, low = blocks.paragraph(metrics, rows, MARGIN, low - 4.0, "lead", tone="quiet", leading=1.25)
    return (*texts, *more), low - 10.0


def _overview(
    layout: Layout, panels: Sequence[MusclePanel], content: PictureContent, box: Box, *, wide: bool
) -> tuple[Cell, tuple[Key, ...]]:
    """Place the overview and the legend: in a column on a wide sheet, in a row on a tall one.

    Raises:
        NoRoom: if there is no room for the overview.
    """
    entries = [
        LegendEntry("point", words.text("poster.key-point")),
        LegendEntry("area", words.text("poster.key-core")),
        LegendEntry("zone", words.text("poster.key-spread")),
    ]
    x0, y0, x1, y1 = box
    width = x1 - x0 if wide else 0.2 * (x1 - x0)
    placed, tall = blocks.legend(layout.metrics, entries, width, rows=False)
    how = blocks.paragraph(layout.metrics, [words.text("poster.key")], 0, 0, "key", weight="semibold")[0]
    line = layout.metrics.size("key") * 2.0
    left = x0 if wide else x1 - width
    high = y0 + tall + line if wide else (y0 + y1 + tall + line) / 2
    room = (x0, high + GAP * 0.7, x1, y1) if wide else (x0, y0, x1 - width - GAP, y1)
    numbers = {each.muscle: n for n, each in enumerate(panels, 1)}
    cell = overview(layout, content, numbers, room, colour_of, stacked=wide)
    legend = placed_legend(placed, left, high - line)
    return msgspec.structs.replace(cell, texts=(*cell.texts, *blocks.moved(how, left, high))), legend
