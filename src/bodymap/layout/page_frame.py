"""The page with its words set: title, summary, legend and foot line, and the room that they leave for figures."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PIL import Image

from ..body.geometry import Box
from ..content.view_content import MuscleEntry, PictureContent, ViewContent
from ..knowledge.areas import areas
from ..style.text import Text
from . import blocks
from .blocks import Page
from .records import Key, Logo, Position

FOOT = "For education. Common patterns, which vary from person to person. A clinician decides what is treated."

KEYS = {
    "primary": ("Main muscle", "Main muscles"),
    "secondary": ("Often involved", "Often involved"),
    "deep": ("Lies under another muscle", "Lie under other muscles"),
    "point": ("Trigger point, a common site", "Trigger points, common sites"),
    "zone": ("Where pain may be felt", "Where pain may be felt"),
}

SCALE = "Intensity, from 0 to 1"

MOST_NAMED = 3
"""So many areas are named in the legend."""

RANKED = ("The pattern that fits best", "A pattern that fits less")
"""The first and the last of muscles that are ranked."""


def entries(actors: Sequence[MuscleEntry], stages: Sequence[ViewContent]) -> list[tuple[str, str]]:
    """The legend: what is on the picture and nothing else."""
    on = [a for a in actors if a.views]
    ranks = [a.rank for a in on if a.rank]
    by_role = [a.role for a in on if not a.rank and a.intensity is None]
    counts = {
        "primary": by_role.count("primary"),
        "secondary": by_role.count("secondary"),
        "deep": sum(a.deep for a in on),
        "point": sum(len(s.points) for s in stages),
        "zone": sum(len(s.zones) for s in stages),
    }
    ranked = [(f"rank-{n}", words) for n, words in zip(sorted({*ranks[:1], *ranks[-1:]}), RANKED, strict=False)]
    scale = [("scale", SCALE)] if any(a.intensity is not None for a in on) else []
    plain = [(kind, KEYS[kind][count > 1]) for kind, count in counts.items() if count]
    return [*ranked, *scale, *plain, *_outlined(stages)]


def _outlined(stages: Sequence[ViewContent]) -> list[tuple[str, str]]:
    """The entry for outlined areas, with their names where they are few."""
    names = dict.fromkeys(areas().area(spot.area).name.lower() for s in stages for spot in s.spots)
    few = f": {', '.join(names)}" if len(names) <= MOST_NAMED else ""
    return [("area", f"Where it hurts{few}")] if names else []


def place_logo(page: Page, path: str) -> Logo:
    """A logo at the lower right corner, small: the picture comes first."""
    with Image.open(path) as image:
        wide, tall = image.size
    height = min(page.len(22), page.len(90) * tall / wide)
    right, low = page.sheet.width - page.margin, page.margin * 0.5
    return Logo(path, (right - height * wide / tall, low, right, low + height))


class PageFrame(msgspec.Struct, frozen=True):
    """The page with its words set: the box `area` left for the figures, and the place of the locators.

    Locators stand on `corner`, side by side in the direction `turn` (1: to the right), at most `height` tall.
    """

    texts: tuple[Text, ...]
    legend: tuple[Key, ...]
    area: Box
    corner: Position
    turn: int
    height: float


def set_page(page: Page, play: PictureContent, logo: Logo | None = None) -> PageFrame:
    """Set title, summary, legend and foot line: beside the figures on a wide page, above and below them on a tall one.

    Args:
        page: the sheet and its measures.
        play: what is shown; muscles that no figure shows are named in a note.
        logo: a picture beside the foot line.

    Raises:
        BodymapError: the words alone have no room.
    """
    foot = _foot(page, logo)
    floor = foot[0].y + page.size("foot") * 1.1
    if logo:
        floor = max(floor, logo.place[3] + page.len(4))
    told = _Told(_words(play), entries(play.actors, play.stages), len(play.stages), foot, floor)
    return (_beside if page.wide else _around)(page, told)


class _Told(msgspec.Struct, frozen=True):
    """What is set around so many `figures`: heading, legend, and the foot line, which reaches up to `floor`."""

    words: blocks.Words
    legend: Sequence[tuple[str, str]]
    figures: int
    foot: tuple[Text, ...]
    floor: float


def _words(play: PictureContent) -> blocks.Words:
    kicker = "Both sides" if len(play.sides) == 2 else f"{play.sides[0].capitalize()} side"
    hidden = [a.name for a in play.actors if not a.views]
    note = f"Not seen in this view: {', '.join(hidden)}." if hidden else ""
    return blocks.Words(play.condition.name, kicker, play.condition.summary, note)


def _foot(page: Page, logo: Logo | None) -> tuple[Text, ...]:
    right = logo.place[0] - page.len(12) if logo else page.sheet.width - page.margin
    lines = page.wrap(FOOT, right - page.margin, "foot")
    top = page.margin * 0.62 + page.size("foot") * (1.42 * (len(lines) - 1) + 0.76)
    return blocks.paragraph(page, lines, page.margin, top, "foot", tone="quiet")[0]


def _beside(page: Page, told: _Told) -> PageFrame:
    width, height, margin = page.sheet.width, page.sheet.height, page.margin
    column = width * (0.25 if told.figures == 1 else 0.215)
    head, y = blocks.heading(page, told.words, x=margin, top=height - margin, width=column, lead=column)
    entries, _, tall = blocks.legend(page, told.legend, column, rows=False)
    top = y - page.len(26)
    if top - tall < told.floor:
        raise blocks.cramped(page)
    left = max(top - tall - page.len(20) - told.floor - page.len(8), 0.0)
    area = (margin + column + page.len(30), told.floor, width - margin, height - margin * 0.8)
    corner = (margin, told.floor + page.len(10))
    return PageFrame((*head, *told.foot), _keys(entries, margin, top), area, corner, 1, min(left, height * 0.27))


def _around(page: Page, told: _Told) -> PageFrame:
    width, height, margin = page.sheet.width, page.sheet.height, page.margin
    full = width - 2 * margin
    lead = min(full, page.size("lead") * 44)
    head, y = blocks.heading(page, told.words, x=margin, top=height - margin, width=full, lead=lead)
    small = max(0.1 * height, page.len(78))
    entries, _, tall = blocks.legend(page, told.legend, full - small * 0.62 * told.figures - page.len(16), rows=True)
    band = max(small, tall)
    top = told.floor + page.len(8) + (band + tall) / 2
    area = (margin, told.floor + page.len(8) + band + page.len(14), width - margin, y - page.len(14))
    corner = (width - margin, told.floor + page.len(8))
    return PageFrame((*head, *told.foot), _keys(entries, margin, top), area, corner, -1, band)


def _keys(entries: Sequence[blocks.Entry], x: float, top: float) -> tuple[Key, ...]:
    return tuple(
        Key(
            e.kind,
            (e.swatch[0] + x, e.swatch[1] + top, e.swatch[2] + x, e.swatch[3] + top),
            blocks.moved(e.lines, x, top),
        )
        for e in entries
    )
