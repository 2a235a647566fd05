"""Set the words of a page: title, summary, legend and foot line. Find the box that they leave for figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from .. import words
from ..body.geometry import Box, union
from ..content import sided
from ..content.nerve_depth import covered_nerves
from ..content.picture_content import PictureContent
from ..content.view_content import MuscleEntry, ViewContent
from ..content.windows import covered
from ..knowledge.areas import areas
from ..knowledge.charts import treated_today
from ..knowledge.conditions import Role, StructureRole, message
from ..knowledge.structures import StructureKind
from ..knowledge.views import facts_of
from ..layout import blocks
from ..layout.blocks import LegendEntry, NoRoom, SetEntry, Words
from ..layout.figure import Space
from ..layout.label_columns import NameLimits
from ..layout.locators import GAP as LOCATOR_GAP
from ..layout.locators import LocatorSpace
from ..layout.metrics import Metrics
from ..layout.panel import Panel
from ..layout.records import Key, KeyKind, Logo
from ..style.logos import pixels
from ..style.text import Text
from .page import Page

MOST_NAMED = 3
"""Maximum number of areas, and of muscles with a colour of their own, that the legend names."""

NAME_WIDTH = 210
"""Maximum width of a name if the words are beside the figure, pt on a slide."""

COLUMN = 0.25, 0.215
"""Width of the column of the words beside one figure or several, as a share of the sheet's width."""

LOCATOR = 0.55
"""Width of a locator as a share of its height, for the room it may need."""

NAME_SHARES = 0.36, 0.3
"""Maximum width of a name, as a share of the figure's box: with words beside the figure, or above and below it."""


# --- what it says ---------------------------------------------------------------------------------------------------


def heading_of(content: PictureContent) -> Words:
    """Return the heading of a picture: title, side, summary, what is not visible, and the note of the chart."""
    several = len({view.view for view in content.views}) > 1
    opened = [view for view in content.views if view.opened]
    said = (view.opened.note(facts_of(view.view).caption if several else "") for view in opened)
    notes = [*dict.fromkeys(said)]  # two figures of a view, one of each side, take off the same
    notes += [words.text(f"same.said-{side}") for side in dict.fromkeys(view.undrawn for view in content.views) if side]
    if content.hidden_pain:
        notes.append(words.text("page.hidden-pain", areas=words.series([*map(words.within, content.hidden_pain)])))
    notes += [words.text("page.hidden", muscles=words.series(content.hidden))] if content.hidden else []
    chart = content.chart
    own = chart.condition is None or chart.summary != chart.condition.summary
    lead = chart.summary if own else message(chart.subject)
    side = sided.heading((*content.muscles, *content.structures), content.sides, example=content.example)
    return Words(chart.name, side, lead, " ".join(notes), chart.note)


def legend_of(content: PictureContent) -> tuple[LegendEntry, ...]:
    """Return the legend: only what is in the picture."""
    seen = [entry for entry in content.muscles if entry.views]
    named = {entry.muscle for entry in seen}
    drawn = [shown for view in content.views for shown in view.highlights if shown.muscle in named]
    plain = {(one.muscle, one.role) for one in drawn if not one.rank and one.intensity is None and not one.colour}
    roles = Counter(role for _, role in plain)
    counts: dict[KeyKind, int] = {
        "primary": roles[Role.PRIMARY],
        "secondary": roles[Role.SECONDARY],
        "quiet": roles[Role.QUIET],
        "deep": len({muscle for view in content.views for muscle in covered(view)}),
        "point": sum(len(view.points) for view in content.views),
        "zone": sum(len(view.zones) for view in content.views),
    }
    marked = {mark.muscle for view in content.views for mark in view.marks}
    pointless = any(entry.role == Role.QUIET and entry.muscle not in marked for entry in seen)
    names: dict[KeyKind, str] = {"quiet": "outlined"} if pointless else {}
    names |= {"deep": "opened"} if any(view.opened for view in content.views) else {}
    names |= {"point": "treated"} if treated_today(content.chart) else {}
    ranks = [entry.rank for entry in seen if entry.rank]
    ends = zip(sorted({*ranks[:1], *ranks[-1:]}), ("legend.best", "legend.least"), strict=False)
    scale = any(one.intensity is not None and not one.colour for one in drawn)
    return (
        *([LegendEntry("pain", words.text("legend.pain"))] if content.hurts else []),
        *_outlined(content.views),
        *(LegendEntry("rank", words.text(key), rank) for rank, key in ends),
        *([LegendEntry("scale", words.text("legend.scale"))] if scale else []),
        *_structures(content),
        *(
            LegendEntry(kind, words.text(f"legend.{names.get(kind, kind)}", count))
            for kind, count in counts.items()
            if count
        ),
        *_coloured(seen),
        *_pinned(content.views),
    )


def _structures(content: PictureContent) -> Iterator[LegendEntry]:
    """Yield an entry for each way in which what hurts is drawn, with its kinds, and for other nerves that are dashed.

    What only helps to find one's way, such as a bone, has its name beside it; an entry for it would say nothing more.
    """
    drawn: dict[KeyKind, list[StructureKind]] = {}
    dashed = {id for view in content.views for id in covered_nerves(view.body, view.view, view.structures)}
    for entry in content.structures:
        sore, nerve = entry.role == StructureRole.PAINFUL, entry.kind == StructureKind.NERVE
        if entry.views and (sore or entry.structure in dashed):
            kind: KeyKind = ("sore-nerve" if sore else "nerve") if nerve else "sore"
            drawn.setdefault(kind, []).append(entry.kind)
    for kind in ("sore", "sore-nerve", "nerve"):
        if kind in drawn:
            counts = Counter(drawn[kind])
            kinds = words.listing([words.text(f"structure.{name}", count) for name, count in counts.items()])
            said = words.text(f"legend.{kind}", kinds=kinds)
            if dashed and kind in ("sore-nerve", "nerve"):
                said = words.text("legend.covered", nerve=said)
            yield LegendEntry(kind, said[:1].upper() + said[1:])


def _coloured(seen: Sequence[MuscleEntry]) -> Iterator[LegendEntry]:
    """Yield an entry for each colour that muscles have in place of that of their role, with their names if few."""
    for colour in dict.fromkeys(colour for entry in seen for colour in entry.colours):
        names = [entry.name for entry in seen if colour in entry.colours]
        many = len(names) > MOST_NAMED
        said = words.text("legend.coloured", len(names), number=len(names)) if many else words.series(names)
        yield LegendEntry("colour", said, colour=colour)


def _pinned(views: Sequence[ViewContent]) -> list[LegendEntry]:
    """Return an entry for each free spot, with what is noted about it."""
    notes = {pin.letter: pin.note for view in views for pin in view.pins}
    return [LegendEntry("spot", note, letter=letter) for letter, note in sorted(notes.items())]


def _outlined(views: Sequence[ViewContent]) -> list[LegendEntry]:
    """Return the entry for outlined areas, with their names if there are few."""
    names = [*dict.fromkeys(words.within(areas().area(spot.area).name) for view in views for spot in view.spots)]
    if not names:
        return []
    if len(names) > MOST_NAMED:
        return [LegendEntry("area", words.text("legend.area"))]
    return [LegendEntry("area", words.text("legend.areas", areas=words.series(names)))]


def place_logo(page: Page, path: str) -> Logo:
    """Place a logo in the lower right corner, small, because the picture comes first."""
    wide, tall = pixels(Path(path)).size
    height = min(page.metrics.length(22), page.metrics.length(90) * tall / wide)
    right, low = page.sheet.width - page.margin, page.margin * 0.5
    return Logo(path, (right - height * wide / tall, low, right, low + height))


# --- where it goes --------------------------------------------------------------------------------------------------


class PageWords(msgspec.Struct, frozen=True):
    """The words around `figures` figures: an optional heading, the legend and the foot line.

    The foot line reaches up to `floor`. If its words are not drawn here, `lines` is empty. With `bleeds`, bodies run
    off the edge of the sheet; otherwise something else may be beside it, and they fade. `locators` is how many there
    are at most; above a `logo`, bodies end higher.
    """

    heading: Words | None
    legend: tuple[LegendEntry, ...]
    figures: int
    lines: tuple[Text, ...]
    floor: float
    bleeds: bool = True
    locators: int = 1
    logo: bool = False


class PageFrame(msgspec.Struct, frozen=True):
    """A page with its words set.

    Attributes:
        texts: the words, apart from the legend.
        legend: the legend.
        space: the box left for the figures.
        locators: the room for locators.
    """

    texts: tuple[Text, ...]
    legend: tuple[Key, ...]
    space: Space
    locators: LocatorSpace


def page_words(page: Page, content: PictureContent, logo: Logo | None = None) -> PageWords:
    """Return the words of a whole picture: heading, legend and foot line, leaving room for a logo."""
    lines = foot_line(page, len(content.views), logo)
    floor = lines[0].y + page.metrics.size("foot") * 1.1
    if logo:
        floor = max(floor, logo.place[3] + page.metrics.length(4))
    return PageWords(
        heading_of(content),
        legend_of(content),
        len(content.views),
        lines,
        floor,
        locators=_locators(content),
        logo=bool(logo),
    )


def _locators(content: PictureContent) -> int:
    return len({view.view for view in content.views if not facts_of(view.view).own_scale})


def foot_line(page: Page, figures: int, logo: Logo | None = None) -> tuple[Text, ...]:
    """Set the foot line: in the column of the words, or across the page, beside the logo if there is one."""
    metrics = page.metrics
    right = logo.place[0] - metrics.length(12) if logo else page.sheet.width - page.margin
    if page.beside:
        right = min(right, page.margin + page.sheet.width * COLUMN[figures > 1])
    lines = metrics.wrap(words.text("page.note"), right - page.margin, "foot")
    top = page.margin * 0.62 + metrics.size("foot") * (1.42 * (len(lines) - 1) + 0.76)
    return blocks.paragraph(metrics, lines, page.margin, top, "foot", tone="quiet")[0]


def set_frame(page: Page, said: PageWords) -> PageFrame:
    """Set words beside the figures on a wide page, above and below them on a tall one.

    Raises:
        NoRoom: if the words alone don't fit.
    """
    return (_beside if page.beside else _around)(page, said)


WIDEST = 0.4
"""Maximum width of the column of words beside the figures, relative to the sheet's."""


def _beside(page: Page, said: PageWords) -> PageFrame:
    metrics, width, height, margin = page.metrics, page.sheet.width, page.sheet.height, page.margin
    column = width * COLUMN[said.figures > 1]
    if said.heading:
        # A long word of the title needs a wider column; one that is longer than that is broken.
        longest = max((metrics.width(word, "semibold", "title") for word in said.heading.title.split()), default=0.0)
        column = max(column, min(longest, width * WIDEST))
    widest = width * WIDEST
    for wide, rows in ((column, False), ((column + widest) / 2, False), (widest, False), (widest, True)):
        texts, entries, top, tall = _in_column(page, said, wide, rows=rows)
        if top - tall >= said.floor:
            column = wide
            break
    else:
        raise NoRoom
    left = max(top - tall - metrics.length(20) - said.floor - metrics.length(8), 0.0)
    area = (margin + column + metrics.length(30), said.floor, width - margin, height - margin * 0.8)
    names = NameLimits(NAME_SHARES[0], metrics.length(NAME_WIDTH))
    # Locators stay in the column of the words.
    corner = (margin, said.floor + metrics.length(10))
    locators = LocatorSpace(corner, 1, area[0] - margin - metrics.length(34), min(left, height * 0.27))
    legend = placed_legend(entries, margin, top)
    everything = (*texts, *said.lines)
    wide = said.locators * LOCATOR * locators.height + (said.locators - 1) * metrics.length(LOCATOR_GAP)
    small = min(wide, locators.width) + metrics.length(14)
    reserved = (margin, corner[1] - metrics.length(4), margin + small, corner[1] + locators.height)
    low = said.floor if said.logo else 0.0
    window = (area[0] - metrics.length(16), low, width, height) if said.bleeds else area
    room = (margin, max(margin * 0.62, low), width - margin * 0.75, height - margin * 0.7) if said.bleeds else area
    panel = Panel(
        window,
        room,
        (("top", "right") if said.logo else ("top", "right", "bottom")) if said.bleeds else (),
        (*_boxes(metrics, everything), *_key_boxes(metrics, legend), reserved),
    )
    return PageFrame(everything, legend, Space(area, names, panel), locators)


def _in_column(
    page: Page, said: PageWords, column: float, *, rows: bool
) -> tuple[tuple[Text, ...], tuple[SetEntry, ...], float, float]:
    """Return the heading and the legend in a column of a width, where the legend begins, and how tall it is.

    With `rows`, short entries of the legend stand side by side.
    """
    metrics, margin, top = page.metrics, page.margin, page.sheet.height - page.margin
    texts: tuple[Text, ...] = ()
    if said.heading:
        texts, top = blocks.heading(metrics, said.heading, x=margin, top=top, width=column, lead=column)
    entries, tall = blocks.legend(metrics, said.legend, column, rows=rows)
    return texts, entries, top - metrics.length(26), tall


def _around(page: Page, said: PageWords) -> PageFrame:
    metrics, width, height, margin = page.metrics, page.sheet.width, page.sheet.height, page.margin
    full = width - 2 * margin
    texts: tuple[Text, ...] = ()
    ceiling = height - margin
    if said.heading:
        lead = min(full, metrics.size("lead") * 44)
        texts, y = blocks.heading(metrics, said.heading, x=margin, top=ceiling, width=full, lead=lead)
        ceiling = y - metrics.length(14)
    small = max(0.1 * height, metrics.length(78))
    wide = full - small * 0.62 * said.figures - metrics.length(16)
    entries, tall = blocks.legend(metrics, said.legend, wide, rows=True)
    band = max(small, tall)
    low = said.floor + metrics.length(8)
    area = (margin, low + band + metrics.length(14), width - margin, ceiling)
    legend = placed_legend(entries, margin, low + (band + tall) / 2)
    end = max((box[2] for box in _key_boxes(metrics, legend)), default=margin) + metrics.length(16)
    locators = LocatorSpace((width - margin, low), -1, width - margin - end, band)
    window = (0.0, area[1], width, area[3]) if said.bleeds else area
    panel = Panel(window, area, ("left", "right") if said.bleeds else (), strip=True)
    return PageFrame((*texts, *said.lines), legend, Space(area, NameLimits(NAME_SHARES[1]), panel), locators)


def _boxes(metrics: Metrics, texts: Sequence[Text]) -> tuple[Box, ...]:
    """Return the boxes of lines of text that start at the left."""

    def box(text: Text) -> Box:
        if text.tone == "paper":
            return blocks.pill(text, metrics.measure)
        wide = metrics.measure(text.text, text.weight, text.size)
        return text.x, text.y - 0.22 * text.size, text.x + wide, text.y + 0.76 * text.size

    return tuple(map(box, texts))


def _key_boxes(metrics: Metrics, legend: Sequence[Key]) -> tuple[Box, ...]:
    return tuple(union(key.swatch, *_boxes(metrics, key.lines)) for key in legend)


def placed_legend(entries: Sequence[SetEntry], x: float, top: float) -> tuple[Key, ...]:
    """Return the entries of a legend, set from a place at its top left."""
    return tuple(
        Key(
            e.entry.kind,
            (e.swatch[0] + x, e.swatch[1] + top, e.swatch[2] + x, e.swatch[3] + top),
            blocks.moved(e.lines, x, top),
            e.entry.rank,
            e.entry.letter,
            e.entry.colour,
        )
        for e in entries
    )
