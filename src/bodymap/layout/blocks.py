"""Blocks of a page: headings, the legend, columns of names. Each is set into the room it gets, in points, y up."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from ..body.geometry import Box
from ..errors import BodymapError
from ..style.text import Measure, Text, wrap
from ..style.theme import TypeScale
from .sheets import SHORT, Sheet

READ = {"a4": 0.82, "letter": 0.82, "a5": 0.76, "square": 0.86}
"""A sheet in the hand is read from nearer than a slide: its type is so much smaller than a slide's."""


SAMPLES = {"scale": 72}
"""How wide a kind's sample in the legend is, where it is not as the others are."""


class Page(msgspec.Struct, frozen=True):
    """A sheet and the measures that hang on it.

    `beside` insists that words stand beside the figure, or above and below it; None leaves it to the sheet.
    """

    sheet: Sheet
    type: TypeScale
    measure: Measure
    beside: bool | None = None

    @property
    def factor(self) -> float:
        """How type and lengths scale with the sheet; 1 on a slide."""
        short = min(self.sheet.width, self.sheet.height)
        return READ.get(self.sheet.kind, 1.0) * math.sqrt(short / SHORT)

    @property
    def wide(self) -> bool:
        """Whether words stand beside the figure."""
        return self.sheet.width >= 1.25 * self.sheet.height if self.beside is None else self.beside

    @property
    def margin(self) -> float:
        """Free space along the edges."""
        return 0.075 * min(self.sheet.width, self.sheet.height)

    def size(self, style: str) -> float:
        """The size of a style of `TypeScale`, never below its least."""
        size: float = getattr(self.type, style)
        return round(max(size * self.factor, self.type.least), 2)

    def len(self, points: float) -> float:
        """A length that scales with the type."""
        return points * self.factor

    def width(self, text: str, weight: str, style: str) -> float:
        """How wide a line of that style is."""
        return self.measure(text, weight, self.size(style))

    def wrap(
        self, text: str, width: float, style: str, weight: str = "regular", *, balance: bool = False
    ) -> tuple[str, ...]:
        """The lines of `text` at most `width` wide."""
        return wrap(text, width, weight, self.size(style), self.measure, balance=balance)


def cramped(page: Page) -> BodymapError:
    """What a user is told whose sheet is too small."""
    width, height = page.sheet.width / 72, page.sheet.height / 72
    return BodymapError(
        f"{page.sheet.name} at {page.sheet.dpi:g} dpi is {width:.3g} x {height:.3g} in: no room for the picture; "
        "take a larger size or fewer dpi"
    )


def paragraph(
    page: Page,
    lines: Sequence[str],
    x: float,
    top: float,
    style: str,
    *,
    weight: str = "regular",
    tone: str = "ink",
    align: str = "left",
    leading: float = 1.42,
) -> tuple[tuple[Text, ...], float]:
    """Lines under each other from `top` down, and where the last one ends."""
    size = page.size(style)
    step = size * leading
    first = top - size * 0.76  # the height of Inter's capitals, and a little for what rises above them
    texts = tuple(
        Text(text=line, x=x, y=first - i * step, size=size, weight=weight, tone=tone, align=align)
        for i, line in enumerate(lines)
    )
    return texts, (first - (len(lines) - 1) * step - size * 0.22 if lines else top)


class Words(msgspec.Struct, frozen=True):
    """What a heading says: the title, a line under it, the summary and a note; any but the title may be empty."""

    title: str
    kicker: str = ""
    summary: str = ""
    note: str = ""


def heading(
    page: Page, words: Words, *, x: float, top: float, width: float, lead: float
) -> tuple[tuple[Text, ...], float]:
    """Title and kicker, at most `width` wide; summary and note, at most `lead`. Also where they end."""
    lines = page.wrap(words.title, width, "title", "semibold", balance=True)
    texts, y = paragraph(page, lines, x, top, "title", weight="semibold", leading=1.16)
    if words.kicker:
        more, y = paragraph(page, [words.kicker], x, y - page.len(9), "key", weight="semibold", tone="quiet")
        texts += more
    lines = page.wrap(words.summary, lead, "lead")
    more, y = paragraph(page, lines, x, y - page.len(13), "lead", leading=1.45)
    texts += more
    if words.note:
        more, y = paragraph(page, page.wrap(words.note, lead, "note"), x, y - page.len(9), "note", tone="quiet")
        texts += more
    return texts, y


class Entry(msgspec.Struct, frozen=True):
    """An entry of the legend, set: where its sample lies and its lines, from the legend's upper left corner (0, 0)."""

    kind: str
    swatch: Box
    lines: tuple[Text, ...]


def legend(
    page: Page, entries: Sequence[tuple[str, str]], width: float, *, rows: bool
) -> tuple[tuple[Entry, ...], float, float]:
    """The legend as a column, or with `rows` as lines of entries side by side. Also its width and height."""
    air = page.len(9)
    step = page.size("key") * (1.95 if not rows else 1.8)
    found: list[Entry] = []
    x = y = low = widest = 0.0
    for kind, words in entries:
        sample = page.len(SAMPLES.get(kind, 24))
        lines = page.wrap(words, width - sample - air, "key")
        needs = sample + air + max(page.width(line, "regular", "key") for line in lines)
        if found and (not rows or x + needs > width):
            x, y = 0.0, low - step
        texts, end = paragraph(page, lines, x + sample + air, y, "key", leading=1.3)
        middle = texts[0].y + page.size("key") * 0.36
        found.append(Entry(kind, (x, middle - page.len(6), x + sample, middle + page.len(6)), texts))
        widest = max(widest, x + needs)
        x += needs + page.len(20)
        low = min(low, y, end + page.size("key"))
    last = min((e.lines[-1].y for e in found), default=0.0) - page.size("key") * 0.22
    return tuple(found), widest, -last


def moved(texts: Sequence[Text], dx: float, dy: float) -> tuple[Text, ...]:
    """The same texts elsewhere."""
    return tuple(msgspec.structs.replace(t, x=t.x + dx, y=t.y + dy) for t in texts)


class Name(msgspec.Struct, frozen=True):
    """A name with what stands under it, in lines (text, style, weight, tone), measured from the leader's level."""

    key: str
    lines: tuple[tuple[str, str, str, str], ...]
    width: float
    above: float
    below: float


def name(page: Page, key: str, lines: Sequence[tuple[str, str, str, str]], width: float) -> Name:
    """Break the lines of a name to `width` and measure them."""
    broken = [
        (part, style, weight, tone)
        for text, style, weight, tone in lines
        for part in page.wrap(text, width, style, weight, balance=True)
    ]
    first = page.size(broken[0][1])
    drop = sum(page.size(style) * 1.28 for _, style, _, _ in broken[1:])
    return Name(
        key,
        tuple(broken),
        max(page.width(text, weight, style) for text, style, weight, _ in broken),
        above=first * 0.5,
        below=first * 0.36 + drop + page.size(broken[-1][1]) * 0.22,
    )


def set_name(page: Page, item: Name, x: float, level: float, align: str) -> tuple[tuple[Text, ...], Box]:
    """The lines of a name beside a leader that ends at height `level`, and the box around them."""
    texts: list[Text] = []
    y = level - page.size(item.lines[0][1]) * 0.36
    for i, (text, style, weight, tone) in enumerate(item.lines):
        y -= page.size(style) * 1.28 if i else 0.0
        texts.append(Text(text=text, x=x, y=y, size=page.size(style), weight=weight, tone=tone, align=align))
    x0 = x if align == "left" else x - item.width
    return tuple(texts), (x0, level - item.below, x0 + item.width, level + item.above)
