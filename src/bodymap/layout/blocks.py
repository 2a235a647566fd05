"""Set the blocks of a page: paragraphs, headings, the legend and names, each in a given box, in points, y up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from ..body.geometry import Box
from ..style.text import Align, Measure, Text, Tone, Weight
from .metrics import Metrics, TypeStyle
from .records import KeyKind

SAMPLE, SCALE_SAMPLE = 24, 72
"""Width of a sample in the legend, and of the sample of the intensity scale, pt on a slide."""


PILL = 0.65, 0.32
"""How far a pill reaches beyond the word on it, sideways and up and down, as multiples of the type's size."""


WRITING, NUMBERED, WRITTEN = 180.0, 22.0, 17.0
"""Width of a blank line with its number, width of the number's column, and room above the line, pt on a slide."""


SMALLER, WRITTEN_STEP = 0.62, 1.15
"""Least share of its size that a long name on a line keeps, and the distance of its lines if it is broken instead."""


class NoRoom(Exception):  # noqa: N818 (a page maker turns it into an error for the user)
    """Something does not fit into its box, however it is set."""


def paragraph(
    metrics: Metrics,
    lines: Sequence[str],
    x: float,
    top: float,
    style: TypeStyle,
    *,
    weight: Weight = "regular",
    tone: Tone = "ink",
    align: Align = "left",
    leading: float = 1.42,
) -> tuple[tuple[Text, ...], float]:
    """Set lines one below another, from `top` down; also return where the last one ends."""
    size = metrics.size(style)
    step = size * leading
    first = top - size * 0.76  # the height of Inter's capitals, and a little for what rises above them
    texts = tuple(
        Text(text=line, x=x, y=first - i * step, size=size, weight=weight, tone=tone, align=align)
        for i, line in enumerate(lines)
    )
    return texts, (first - (len(lines) - 1) * step - size * 0.22 if lines else top)


class Words(msgspec.Struct, frozen=True):
    """The words of a heading, all but the title perhaps empty.

    Attributes:
        title: the title.
        kicker: the line under it.
        summary: the summary.
        note: a note in small type.
        instruction: a line that must be seen, such as what a patient should leave out.
    """

    title: str
    kicker: str = ""
    summary: str = ""
    note: str = ""
    instruction: str = ""


def pill(text: Text, measure: Measure) -> Box:
    """Return the box of the pill behind a word that starts at the left."""
    aside, beyond = PILL[0] * text.size, PILL[1] * text.size
    right = text.x + measure(text.text, text.weight, text.size)
    return text.x - aside, text.y - 0.2 * text.size - beyond, right + aside, text.y + 0.74 * text.size + beyond


def heading(
    metrics: Metrics, words: Words, *, x: float, top: float, width: float, lead: float
) -> tuple[tuple[Text, ...], float]:
    """Set title and kicker at most `width` wide and the rest at most `lead` wide; also return where they end."""
    lines = metrics.wrap(words.title, width, "title", "semibold", balance=True)
    texts, y = paragraph(metrics, lines, x, top, "title", weight="semibold", leading=1.16)
    if words.kicker:
        size = metrics.size("key")
        left, top = x + PILL[0] * size, y - metrics.length(9) - PILL[1] * size
        more, y = paragraph(metrics, [words.kicker], left, top, "key", weight="semibold", tone="paper")
        texts, y = texts + more, y - PILL[1] * size
    lines = metrics.wrap(words.summary, lead, "lead")
    more, y = paragraph(metrics, lines, x, y - metrics.length(13), "lead", leading=1.45)
    texts += more
    if words.instruction:
        lines = metrics.wrap(words.instruction, lead, "lead", "semibold")
        more, y = paragraph(metrics, lines, x, y - metrics.length(9), "lead", weight="semibold", leading=1.45)
        texts += more
    if words.note:
        more, y = paragraph(
            metrics, metrics.wrap(words.note, lead, "note"), x, y - metrics.length(9), "note", tone="quiet"
        )
        texts += more
    return texts, y


class LegendEntry(msgspec.Struct, frozen=True):
    """An entry of the legend: what it explains, and its words. `letter` and `colour` are as in `Key`."""

    kind: KeyKind
    words: str
    rank: int = 0
    letter: str = ""
    colour: str = ""


class SetEntry(msgspec.Struct, frozen=True):
    """A legend entry after setting: its sample's box and its lines, relative to the legend's upper left corner."""

    entry: LegendEntry
    swatch: Box
    lines: tuple[Text, ...]


def legend(
    metrics: Metrics, entries: Sequence[LegendEntry], width: float, *, rows: bool
) -> tuple[tuple[SetEntry, ...], float]:
    """Set the legend as one column or, with `rows`, as rows of entries side by side; also return its height."""
    air = metrics.length(9)
    step = metrics.size("key") * (1.95 if not rows else 1.8)
    placed: list[SetEntry] = []
    x = y = low = 0.0
    for entry in entries:
        sample = metrics.length(SCALE_SAMPLE if entry.kind == "scale" else SAMPLE)
        lines = metrics.wrap(entry.words, width - sample - air, "key")
        needs = sample + air + max(metrics.width(line, "regular", "key") for line in lines)
        if placed and (not rows or x + needs > width):
            x, y = 0.0, low - step
        texts, end = paragraph(metrics, lines, x + sample + air, y, "key", leading=1.3)
        middle = texts[0].y + metrics.size("key") * 0.36
        swatch = (x, middle - metrics.length(6), x + sample, middle + metrics.length(6))
        placed.append(SetEntry(entry, swatch, texts))
        x += needs + metrics.length(20)
        low = min(low, y, end + metrics.size("key"))
    last = min((e.lines[-1].y for e in placed), default=0.0) - metrics.size("key") * 0.22
    return tuple(placed), -last


def moved(texts: Sequence[Text], dx: float, dy: float) -> tuple[Text, ...]:
    """Return the same texts, moved."""
    return tuple(msgspec.structs.replace(text, x=text.x + dx, y=text.y + dy) for text in texts)


class NameLine(msgspec.Struct, frozen=True):
    """A line of a name and how it is set."""

    text: str
    style: TypeStyle
    weight: Weight = "regular"
    tone: Tone = "ink"


class Name(msgspec.Struct, frozen=True):
    """A muscle's name with the lines under it, measured from the level of its leader.

    `number` stands for it in the muscle if the names are in a key. `facing` is the side of the body that it must stand
    on; empty if it may be either.
    """

    muscle: str
    number: int
    lines: tuple[NameLine, ...]
    width: float = 0.0
    above: float = 0.0
    below: float = 0.0
    facing: Literal["left", "right", ""] = ""


def name(metrics: Metrics, muscle: str, number: int, lines: Sequence[NameLine], width: float) -> Name:
    """Break the lines of a name to `width` and measure them."""
    return _name(metrics, muscle, number, tuple(lines), width)


@lru_cache(4096)
def _name(metrics: Metrics, muscle: str, number: int, lines: tuple[NameLine, ...], width: float) -> Name:
    """Return a name as `name` does; cached, because the same one is set in many divisions of a panel."""
    broken = [
        msgspec.structs.replace(line, text=part)
        for line in lines
        for part in metrics.wrap(line.text, width, line.style, line.weight, balance=True)
    ]
    first = metrics.size(broken[0].style)
    drop = sum(metrics.size(line.style) * 1.28 for line in broken[1:])
    return Name(
        muscle,
        number,
        tuple(broken),
        max(metrics.width(line.text, line.weight, line.style) for line in broken),
        above=first * 0.5,
        below=first * 0.36 + drop + metrics.size(broken[-1].style) * 0.22,
    )


def blank_name(metrics: Metrics, muscle: str, number: int, name: str, width: float) -> Name:
    """Return the room for a number and a line that a name is written on, `width` wide at most.

    The name itself fits there too, so that a key can have the same layout.
    """
    wide = min(width, metrics.length(WRITING))
    size = metrics.size("name")
    lines, _ = written(metrics, name, wide - metrics.length(NUMBERED))
    above = max(metrics.length(WRITTEN), size * (0.5 + WRITTEN_STEP * (len(lines) - 1)))
    return Name(muscle, number, (NameLine(str(number), "name", "semibold"),), wide, above, size * 0.7)


def written(metrics: Metrics, name: str, width: float) -> tuple[tuple[str, ...], float]:
    """Return the lines of a name on a line to write on, and their size: a long name is smaller, or else broken."""
    size = metrics.size("name")
    share = width / metrics.measure(name, "semibold", size)
    if share >= SMALLER:
        return (name,), size * min(share, 1.0)
    return metrics.wrap(name, width, "name", "semibold", balance=True), size


def set_name(metrics: Metrics, name: Name, x: float, level: float, align: Align) -> tuple[tuple[Text, ...], Box]:
    """Set the lines of a name beside a leader that ends at height `level`; also return the box around them."""
    texts: list[Text] = []
    y = level - metrics.size(name.lines[0].style) * 0.36
    for i, line in enumerate(name.lines):
        y -= metrics.size(line.style) * 1.28 if i else 0.0
        texts.append(Text(line.text, x, y, metrics.size(line.style), line.weight, line.tone, align))
    x0 = x if align == "left" else x - name.width
    return tuple(texts), (x0, level - name.below, x0 + name.width, level + name.above)
