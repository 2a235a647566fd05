"""Plan the poster of a condition for a waiting room: the picture, the muscles, the pain, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ... import words
from ...body.geometry import Box
from ...content.picture_content import PictureContent
from ...knowledge.conditions import Condition, references, warnings
from ...knowledge.flags import Urgency
from ...knowledge.views import facts_of
from ...layout import blocks
from ...layout.blocks import NoRoom
from ...layout.figure import FigureRequest, Space, figure
from ...layout.label_columns import NameLimits
from ...layout.locators import GAP as LOCATOR_GAP
from ...layout.locators import LocatorSpace
from ...layout.metrics import Metrics
from ...layout.panel import Panel
from ...layout.poster_sheets import PosterSheet, too_small
from ...layout.records import Scene
from ...layout.sheets import Sheet
from ...style.text import Text, Tone, Weight, wrap
from ...style.theme import Theme, TypeScale
from ..frame import PageFrame, heading_of, legend_of, placed_legend
from ..page import Page
from ..picture import composed
from ..unseen import only_seen
from .frame import Foot, Giver, Layout, foot_of, layout_of, words_scene
from .records import Ground, Part, Poster

SHORT = 600.0
"""The short side of the sheet that it is laid out on, pt: a poster for a waiting room is read from the same number of
widths away, whatever its size, so nothing but its size changes."""

TYPE = TypeScale(title=38, lead=14, name=13, note=10, key=10, caption=10.5, letter=15, foot=7, least=7)
"""The sizes of type on that sheet."""

ADVICE = 0.33, 0.36
"""Greatest share of the sheet that the advice takes: of the height of an upright one, of the width of another."""

SIZES = 12.5, 11.5, 10.6, 9.8, 9.0, 8.3, 7.6, 7.1
"""Sizes of the advice to try, pt."""

SMALL, LOCATOR = 92.0, 0.6
"""Height of a small whole body beside the title, pt, and its width as a share of that."""

NAME_SHARE = 0.3
"""Greatest width of a name, as a share of the figure's box."""

LEAST = 120.0
"""Least height of the figure, pt."""

MARGIN = 42.0
"""Free space along the edges, pt."""

GAP = 22.0
"""Space between two columns of advice and around them, pt."""


class Section(msgspec.Struct, frozen=True):
    """A heading and the lines under it, each with a bullet. An `urgent` heading stands out."""

    heading: str
    lines: tuple[str, ...]
    urgent: bool = False


class Advice(msgspec.Struct, frozen=True):
    """The advice, set in a column or several: its words and its height, pt."""

    texts: tuple[Text, ...]
    height: float


def condition_poster(
    content: PictureContent,
    sheet: PosterSheet,
    request: FigureRequest,
    theme: Theme,
    giver: Giver,
    *,
    locator: bool,
) -> Poster:
    """Plan the poster of a condition.

    Args:
        content: what its picture shows.
        sheet: the sheet, whose short side is `SHORT` as it is laid out.
        request: how muscles and points are labelled.
        theme: how it looks.
        giver: who hangs it up.
        locator: whether a crop comes with a small whole body.

    Raises:
        BodymapError: if there is no room for it.
    """
    layout = layout_of(sheet, theme, TYPE, MARGIN)
    condition = content.condition
    upright = layout.height >= layout.width
    right = layout.width - MARGIN if upright else (1 - ADVICE[1]) * layout.width - GAP * 1.5
    foot = foot_of(layout, (words.text("page.note"), _sources(content)), giver, right)
    sections = sections_of(condition)
    try:
        place, texts = _advice(layout, sections, foot)
        scene, box = _picture(layout, content, request, place, foot, locator=locator)
    except NoRoom as error:
        raise too_small(sheet.name) from error
    words_of = words_scene(layout, scene, scene.title, (*texts, *foot.texts), logo=foot.logo)
    told = " ".join(f"{section.heading} {' '.join(section.lines)}" for section in sections)
    grounds = (Ground(place, layout.tint),)
    return Poster(words_of, (Part(scene, box[:2]),), grounds, (), "", told, sheet.enlarged)


def sections_of(condition: Condition) -> tuple[Section, ...]:
    """Return the advice on a condition: when to call for emergency help, what to do, and when to see someone."""
    help_ = [Section(group.heading, group.says, group.urgency == Urgency.NOW) for group in warnings(condition)]
    found = [
        *(section for section in help_ if section.urgent),
        Section(words.text("poster.week"), condition.week),
        Section(words.text("poster.avoid"), condition.avoid),
        *(section for section in help_ if not section.urgent),
    ]
    return tuple(section for section in found if section.lines)


def _sources(content: PictureContent) -> str:
    works = [source.short for source in references(content.condition)]
    return words.text("poster.sources", works=words.series(works)) if works else ""


# --- the advice -----------------------------------------------------------------------------------------------------


def _advice(layout: Layout, sections: Sequence[Section], foot: Foot) -> tuple[Box, tuple[Text, ...]]:
    """Set the advice as large as it has room: in columns at the foot of an upright sheet, or in one at the right.

    On an upright sheet the emergencies stand above the columns, as wide as the sheet.

    Returns:
        The box of its ground, and its words.

    Raises:
        NoRoom: if it has none.
    """
    upright = layout.height >= layout.width
    low, full = foot.top + GAP / 2, layout.width - 2 * layout.margin
    first = [section for section in sections if section.urgent and upright]
    rest = [section for section in sections if section not in first]
    for size in SIZES:
        above = [_set(layout.metrics, section, full, size) for section in first]
        over = sum(one.height + size * 1.3 for one in above)
        if upright:
            most, count = ADVICE[0] * layout.height - GAP - over, 2 if len(rest) > 1 else 1
            left, width = layout.margin, (full - GAP * (count - 1)) / count
        else:
            most, count = layout.height - low - 2 * GAP, 1
            width = ADVICE[1] * layout.width - layout.margin - GAP
            left = layout.width - layout.margin - width
        columns = _divided([_set(layout.metrics, section, width, size) for section in rest], count, size)
        tall = max(sum(one.height for one in column) + size * (len(column) - 1) for column in columns)
        if tall > most:
            continue
        top = low + over + tall + GAP if upright else layout.height - GAP * 1.5
        texts: list[Text] = []
        for one in above:
            texts += blocks.moved(one.texts, layout.margin, top - GAP * 0.75)
        for n, column in enumerate(columns):
            y = top - GAP * 0.75 - over
            for one in column:
                texts += blocks.moved(one.texts, left + n * (width + GAP), y)
                y -= one.height + size
        if upright:
            return (0.0, 0.0, layout.width, top), tuple(texts)
        return (left - GAP, 0.0, layout.width, layout.height), tuple(texts)
    raise NoRoom


def _divided(set_: Sequence[Advice], count: int, gap: float) -> list[list[Advice]]:
    """Divide sections between columns in their order, so that the longest is as short as possible."""
    if count < 2 or len(set_) < 2:
        return [[*set_]]

    def tall(part: Sequence[Advice]) -> float:
        return sum(one.height for one in part) + gap * (len(part) - 1)

    cut = min(range(1, len(set_)), key=lambda n: max(tall(set_[:n]), tall(set_[n:])))
    return [[*set_[:cut]], [*set_[cut:]]]


def _set(metrics: Metrics, section: Section, width: float, size: float) -> Advice:
    """Set a section in a column, from its top left corner down."""
    texts: list[Text] = []
    y = -0.76 * size * 1.1
    indent = size * 0.95
    for n, line in enumerate(_wrapped(metrics, section.heading, width, size * 1.1, "semibold")):
        tone: Tone = "paper" if section.urgent else "ink"
        left = blocks.PILL[0] * size if section.urgent else 0.0
        texts.append(Text(line, left, y - n * size * 1.35, size * (1.0 if section.urgent else 1.1), "semibold", tone))
    y = texts[-1].y - size * (1.75 if section.urgent else 1.5)
    for line in section.lines:
        for n, row in enumerate(_wrapped(metrics, line, width - indent, size, "regular")):
            if n == 0:
                texts.append(Text("\u2022", 0.0, y, size, "semibold", "quiet"))
            texts.append(Text(row, indent, y, size))
            y -= size * 1.32
        y -= size * 0.22
    return Advice(tuple(texts), -(y + size * 1.32))


def _wrapped(metrics: Metrics, text: str, width: float, size: float, weight: Weight) -> tuple[str, ...]:
    return wrap(text, width, weight, size, metrics.measure)


# --- the picture ----------------------------------------------------------------------------------------------------


def _picture(
    layout: Layout, content: PictureContent, request: FigureRequest, advice: Box, foot: Foot, *, locator: bool
) -> tuple[Scene, Box]:
    """Plan the picture with its title in the room that the advice leaves, and return it with its box.

    Raises:
        NoRoom: if it has none.
    """
    upright = layout.height >= layout.width
    box = (0.0, advice[3], layout.width, layout.height) if upright else (0.0, foot.top, advice[0], layout.height)
    page = Page(Sheet("picture", box[2] - box[0], box[3] - box[1], layout.sheet.dpi), layout.metrics, beside=False)
    frame = _frame(layout, page.sheet, content, GAP / 2, locator=locator)
    block = figure(content, [frame.space], request, layout.metrics)
    if fewer := only_seen(content, (*block.figures, *block.insets)):
        return _picture(layout, fewer, request, advice, foot, locator=locator)
    return composed(content, page, frame, block, layout.theme, transparent=False, locator=locator), box


def _frame(layout: Layout, sheet: Sheet, content: PictureContent, low: float, *, locator: bool) -> PageFrame:
    """Set the title above the figure with the small bodies beside it, and the legend below the figure.

    Raises:
        NoRoom: if they leave no room for the figure.
    """
    metrics, margin = layout.metrics, layout.margin
    full = sheet.width - 2 * margin
    shown = len({view.view for view in content.views if not facts_of(view.view).own_scale}) if locator else 0
    small = shown * SMALL * LOCATOR + (shown - 1) * LOCATOR_GAP if shown else 0.0
    words_wide = full - small - (GAP if shown else 0.0)
    heading = heading_of(content)
    texts, end = blocks.heading(
        metrics, heading, x=margin, top=sheet.height - margin, width=words_wide, lead=words_wide
    )
    entries, tall = blocks.legend(metrics, legend_of(content), full, rows=True)
    legend = placed_legend(entries, margin, low + tall)
    locators = LocatorSpace((sheet.width - margin, sheet.height - margin - SMALL), -1, small, SMALL)
    if shown:
        end = min(end, locators.corner[1] - metrics.size("caption"))
    area = (margin, low + tall + GAP * 0.6, sheet.width - margin, end - GAP * 0.6)
    if area[3] - area[1] < LEAST:
        raise NoRoom
    window = (0.0, area[1], sheet.width, area[3])
    panel = Panel(window, area, ("left", "right"), strip=True)
    return PageFrame(texts, legend, Space(area, NameLimits(NAME_SHARE), panel), locators)
