"""What every poster has around its pictures: a title, a foot line with the sources, and the clinic that hangs it up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...knowledge.anatomy import Muscle
from ...layout.metrics import Metrics
from ...layout.poster_sheets import PosterSheet
from ...layout.records import Key, Logo, Scene
from ...layout.sheets import Sheet
from ...style import fonts
from ...style.colour import mixed, to_hex
from ...style.logos import pixels
from ...style.text import Text
from ...style.theme import Theme, TypeScale

TINTED = 0.055
"""Share of the ink in the ground of a panel; the rest is the paper."""

LOGO = 0.32, 1.15
"""Greatest width of a logo as a share of the sheet's, and its greatest height, in lines of the clinic's name."""


class Giver(msgspec.Struct, frozen=True):
    """Who hangs a poster up: a name, lines such as the address and phone number, and a logo. All may be empty."""

    name: str = ""
    lines: tuple[str, ...] = ()
    logo: str = ""


class Layout(msgspec.Struct, frozen=True):
    """A sheet to lay a poster out on: its sheet, the sizes of its type, its theme with these, and its margins, pt."""

    sheet: PosterSheet
    metrics: Metrics
    theme: Theme
    margin: float

    @property
    def width(self) -> float:
        """The width that the poster is laid out on, pt."""
        return self.sheet.room[0]

    @property
    def height(self) -> float:
        """The height that the poster is laid out on, pt."""
        return self.sheet.room[1]

    @property
    def tint(self) -> str:
        """The colour of a panel's ground."""
        return to_hex(mixed(self.theme.ink, TINTED, self.theme.paper))


class Foot(msgspec.Struct, frozen=True):
    """The foot of a poster, set: its words, its logo, and the height at which it ends, pt."""

    texts: tuple[Text, ...]
    logo: Logo | None
    top: float


def short_latin(muscle: Muscle) -> str:
    """Return the Latin name of a muscle as clinicians say it, without "Musculus"."""
    short = muscle.latin.removeprefix("Musculus ")
    return short[:1].upper() + short[1:]


def layout_of(sheet: PosterSheet, theme: Theme, type: TypeScale, margin: float) -> Layout:
    """Return the layout of a sheet, with type of these sizes and a margin in pt."""
    theme = msgspec.structs.replace(theme, type=type)
    metrics = Metrics(type, fonts.measurer(theme.fonts), 1.0)
    return Layout(sheet, metrics, theme, margin)


def foot_of(layout: Layout, lines: Sequence[str], giver: Giver, right: float = 0.0) -> Foot:
    """Set the foot of a poster: quiet lines on the left, the clinic with its logo on the right.

    Args:
        layout: the sheet.
        lines: the lines on the left, which may be empty.
        giver: the clinic.
        right: where the foot ends at the right, pt; 0 for the margin.
    """
    metrics, margin, width = layout.metrics, layout.margin, layout.width
    low, right = margin * 0.7, right or width - margin
    texts: list[Text] = []
    logo = None
    if giver.logo:
        wide, tall = pixels(Path(giver.logo)).size
        count = 1 + len(giver.lines) if giver.name else 2
        height = min(count * LOGO[1] * metrics.size("caption"), LOGO[0] * width * tall / wide)
        logo = Logo(giver.logo, (right - height * wide / tall, low, right, low + height))
        right = logo.place[0] - metrics.length(12)
    top = logo.place[3] if logo else low
    said = [(line, "regular") for line in giver.lines]
    said = [(giver.name, "semibold"), *said] if giver.name else said
    if said:
        size = metrics.size("caption")
        step = 1.3 * size
        for n, (line, weight) in enumerate(said):
            y = low + 0.22 * size + step * (len(said) - 1 - n)
            bold = weight == "semibold"
            texts.append(
                Text(line, right, y, size, "semibold" if bold else "regular", "ink" if bold else "quiet", "right")
            )
        top = max(top, low + step * len(said))
        right -= max(metrics.measure(line, weight, size) for line, weight in said) + metrics.length(20)
    rows = [row for line in lines for row in metrics.wrap(line, right - margin, "foot")]
    size = metrics.size("foot")
    for n, row in enumerate(rows):
        y = low + 0.22 * size + 1.35 * size * (len(rows) - 1 - n)
        texts.append(Text(row, margin, y, size, tone="quiet"))
    return Foot(tuple(texts), logo, max(top, low + 1.35 * size * len(rows)))


def words_scene(
    layout: Layout,
    of: Scene,
    title: str,
    texts: Sequence[Text],
    *,
    legend: Sequence[Key] = (),
    logo: Logo | None = None,
) -> Scene:
    """Return the sheet of a poster with its words, and no figure. `of` is a picture on it, whose condition it has."""
    width, height = layout.sheet.room
    return msgspec.structs.replace(
        of,
        title=title,
        theme=layout.theme,
        transparent=False,
        sheet=Sheet(layout.sheet.name, width, height, layout.sheet.dpi),
        figures=(),
        insets=(),
        locators=(),
        labels=(),
        legend=tuple(legend),
        texts=tuple(texts),
        logo=logo,
    )
