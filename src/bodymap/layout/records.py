"""What stands where on the sheet: the records of a planned picture.

Lengths are points (1/72 in), origin at the lower left, y up; boxes are (x0, y0, x1, y1). Parts of a plate are named by
their ids. Everything is frozen and goes through JSON and back: `msgspec.json.encode(scene)`.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box
from ..content.framing import Edge
from ..content.view_content import Highlight, Mark, MuscleEntry, OutlinedArea, Zone
from ..knowledge.anatomy import Side, View
from ..style.text import Text
from ..style.theme import Theme
from .sheets import Sheet

Position = tuple[float, float]

KeyKind = Literal["primary", "secondary", "rank", "scale", "deep", "point", "zone", "area"]
"""What an entry of the legend explains."""

InsetPart = Literal["hand", "head"]
"""A small part of the body that an inset shows."""


class Crop(msgspec.Struct, frozen=True):
    """A plate on the sheet: its part `frame` (plate mm) fills the box `place` (pt)."""

    body: str
    view: View
    frame: Box
    place: Box

    @property
    def scale(self) -> float:
        """Points to a millimetre of the body."""
        return (self.place[2] - self.place[0]) / (self.frame[2] - self.frame[0])

    def at(self, x: float, y: float) -> Position:
        """Where a point of the plate lies on the sheet."""
        return self.place[0] + (x - self.frame[0]) * self.scale, self.place[3] - (y - self.frame[1]) * self.scale

    def on_box(self, box: Box) -> Box:
        """Where a box of the plate lies on the sheet, as far as the frame reaches."""
        x0, y0, x1, y1 = self.frame
        low = self.at(min(max(box[0], x0), x1), max(min(box[3], y1), y0))
        high = self.at(max(min(box[2], x1), x0), min(max(box[1], y0), y1))
        return (*low, *high)

    def on_sheet(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where points of the plate, (n, 2) mm, lie on the sheet."""
        x, y = self.at(0.0, 0.0)
        return points * (self.scale, -self.scale) + (x, y)


class Figure(Crop, frozen=True):
    """A crop with what is shown on it. It fades at the edges `fade`: left, top, right, bottom.

    `numerals` are the numbers of the marks; `others`: the other muscles of the view are faintly drawn. Where a limb is
    shown without the body beside it, `limb` has the parts that it carries.
    """

    highlights: tuple[Highlight, ...] = ()
    fibres: tuple[str, ...] = ()
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    fade: tuple[Edge, ...] = ()
    letters: tuple[Text, ...] = ()
    caption: Text | None = None
    spots: tuple[OutlinedArea, ...] = ()
    numerals: tuple[Text, ...] = ()
    others: bool = True
    limb: tuple[str, ...] = ()


class Inset(Figure, frozen=True):
    """A small part of the figure number `of` once more, larger, in a frame. A hand has a `side`, the head has none.

    `source` is what it shows, as a box on that figure; `ties` are lines from there to the frame; `named` are the
    muscles that carry their names here.
    """

    of: int = 0
    name: InsetPart = "hand"
    side: Side | None = None
    times: float = 1.0
    named: tuple[str, ...] = ()
    source: Box = (0.0, 0.0, 0.0, 0.0)
    ties: tuple[tuple[Position, Position], ...] = ()


class Locator(Crop, frozen=True):
    """The whole body, small, with the boxes `shows` (pt): what the figures of a view show of it."""

    shows: tuple[Box, ...] = ()
    letters: tuple[Text, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """A muscle's name beside a figure; `box` holds its text.

    The `leader` runs from the text to the muscle; or a `number` stands at the place `badge` in the muscle, or beside
    it with a `leader` to it where the muscle is too small.
    """

    muscle: str
    lines: tuple[Text, ...]
    box: Box
    leader: tuple[Position, ...] = ()
    number: str = ""
    badge: Position | None = None


class Key(msgspec.Struct, frozen=True):
    """An entry of the legend; its sample fills `swatch`. `rank` is from 1 on where muscles are ranked, else 0."""

    kind: KeyKind
    swatch: Box
    lines: tuple[Text, ...]
    rank: int = 0


class Logo(msgspec.Struct, frozen=True):
    """A picture of the user's own in the box `place`."""

    path: str
    place: Box


class Scene(msgspec.Struct, frozen=True):
    """One picture, planned.

    Attributes:
        condition: the condition's id.
        title: its name, with which the picture is described.
        summary: its summary.
        body: the body's name.
        sides: the patient's sides that are shown.
        theme: how it looks, on its skin.
        transparent: it has no ground.
        sheet: what it is drawn on.
        muscles: the muscles of the condition, also those that no figure shows.
        figures: the figures, each a view of the body or of one side of it.
        locators: the small whole bodies.
        labels: the names of the muscles, or the numbers that stand for them.
        legend: the entries of the legend that stand on the sheet.
        texts: title, side, summary, notes and foot line, set in lines.
        pain_areas: the names of the areas that are drawn as where it is felt.
        logo: a picture of the user's own.
        insets: small parts of figures once more, larger.
    """

    condition: str
    title: str
    summary: str
    body: str
    sides: tuple[Side, ...]
    theme: Theme
    transparent: bool
    sheet: Sheet
    muscles: tuple[MuscleEntry, ...]
    figures: tuple[Figure, ...]
    locators: tuple[Locator, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]
    texts: tuple[Text, ...]
    pain_areas: tuple[str, ...] = ()
    logo: Logo | None = None
    insets: tuple[Inset, ...] = ()

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """The figures and the insets."""
        return *self.figures, *self.insets

    @property
    def side(self) -> Literal["left", "right", "both"]:
        """Which of the patient's sides are shown."""
        if len(self.sides) == 2:
            return "both"
        return "left" if self.sides[0] == Side.LEFT else "right"

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names of the muscles that no figure shows."""
        return tuple(entry.name for entry in self.muscles if not entry.views)
