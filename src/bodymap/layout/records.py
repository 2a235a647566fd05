"""The records of a planned picture: what goes where on the sheet.

Lengths are in points (1/72 in), with the origin at the lower left and y up; boxes are (x0, y0, x1, y1). Parts of a
plate are given by their ids. All records are frozen and convert to JSON and back: `msgspec.json.encode(scene)`.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box
from ..content.electrode_pairs import ElectrodePair
from ..content.framing import Edge
from ..content.opened import NOTHING, Opened
from ..content.pain_rings import SoreArea
from ..content.paints import Paint, SurfaceImage
from ..content.pins import Pin
from ..content.structures import StructureEntry, StructureShape
from ..content.view_content import Highlight, Mark, MuscleEntry, OutlinedArea, Zone
from ..knowledge.anatomy import Side, View
from ..style.text import Text
from ..style.theme import Theme
from .sheets import Sheet

Position = tuple[float, float]

KeyKind = Literal[
    "pain",
    "sore",
    "sore-nerve",
    "nerve",
    "primary",
    "secondary",
    "quiet",
    "colour",
    "rank",
    "scale",
    "deep",
    "point",
    "spot",
    "zone",
    "area",
]
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
        """Points per millimetre of the body."""
        return (self.place[2] - self.place[0]) / (self.frame[2] - self.frame[0])

    def at(self, x: float, y: float) -> Position:
        """Return where a point of the plate lies on the sheet."""
        return self.place[0] + (x - self.frame[0]) * self.scale, self.place[3] - (y - self.frame[1]) * self.scale

    def on_box(self, box: Box) -> Box:
        """Return where a box of the plate, clipped to the frame, lies on the sheet."""
        x0, y0, x1, y1 = self.frame
        low = self.at(min(max(box[0], x0), x1), max(min(box[3], y1), y0))
        high = self.at(max(min(box[2], x1), x0), min(max(box[1], y0), y1))
        return (*low, *high)

    def on_sheet(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where points of the plate, (n, 2) mm, lie on the sheet."""
        x, y = self.at(0.0, 0.0)
        return points * (self.scale, -self.scale) + (x, y)


class Figure(Crop, frozen=True):
    """A crop with what is shown on it. It fades at the edges listed in `fade`: left, top, right, bottom.

    `numerals` are the numbers of the marks; `others` says whether the other muscles of the view are drawn faintly,
    `fibred` whether fibres are drawn, `windows` whether what other muscles cover is drawn. If a limb is shown without
    the body beside it, `limb` lists the parts on it. `cut` says whether it shows only a part of the body.
    `pins` are the free spots. `opened` says what is taken off one half. `undrawn` is the side that looks the same as
    the one that is drawn for both. `paints` are the parts that have a colour of their own, and `taken_off` the ids of
    the muscles that are left out to show what lies below. With `cores`, the places where pain is felt most often are
    tinted, since they are what the figure is about. `image` lies on the body, within its outline.
    `electrodes` are the pairs of electrodes on its muscles. At the edges listed in `closed`, a line closes the body.
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
    fibred: bool = True
    windows: bool = True
    limb: tuple[str, ...] = ()
    structures: tuple[StructureShape, ...] = ()
    cut: bool = False
    sore: tuple[SoreArea, ...] = ()
    pins: tuple[Pin, ...] = ()
    opened: Opened = NOTHING
    undrawn: Side | None = None
    paints: tuple[Paint, ...] = ()
    taken_off: tuple[str, ...] = ()
    cores: bool = False
    image: SurfaceImage | None = None
    electrodes: tuple[ElectrodePair, ...] = ()
    closed: tuple[Edge, ...] = ()


class Inset(Figure, frozen=True):
    """A small part of figure number `of`, enlarged, in a frame. A hand has a `side`, the head has none.

    `source` is what it shows, as a box on that figure; `ties` are lines from there to the frame; `named` are the
    muscles that are named here.
    """

    of: int = 0
    name: InsetPart = "hand"
    side: Side | None = None
    times: float = 1.0
    named: tuple[str, ...] = ()
    source: Box = (0.0, 0.0, 0.0, 0.0)
    ties: tuple[tuple[Position, Position], ...] = ()


class Locator(Crop, frozen=True):
    """The whole body, small; the boxes in `shows` (pt) mark what the figures of a view show of it."""

    shows: tuple[Box, ...] = ()
    letters: tuple[Text, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """A muscle's name beside a figure; `box` encloses its text.

    The `leader` runs from the text to the muscle. Alternatively, a `number` is placed at `badge`: in the muscle or, if
    that is too small, beside it with a `leader` to it.
    """

    muscle: str
    lines: tuple[Text, ...]
    box: Box
    leader: tuple[Position, ...] = ()
    number: str = ""
    badge: Position | None = None


class Key(msgspec.Struct, frozen=True):
    """An entry of the legend; its sample fills `swatch`. `rank` counts from 1 if muscles are ranked, else it is 0.

    `letter` is that of a free spot, `colour` that of muscles with a colour of their own.
    """

    kind: KeyKind
    swatch: Box
    lines: tuple[Text, ...]
    rank: int = 0
    letter: str = ""
    colour: str = ""


class Logo(msgspec.Struct, frozen=True):
    """A picture supplied by the user, in the box `place`."""

    path: str
    place: Box


class Scene(msgspec.Struct, frozen=True):
    """One planned picture.

    Attributes:
        condition: the id of the condition.
        title: its name, used to describe the picture.
        summary: its summary.
        body: the name of the body.
        sides: the patient's sides that are shown.
        theme: how the picture looks, including its skin.
        transparent: whether it has a transparent background.
        sheet: the sheet it is drawn on.
        muscles: the muscles of the condition, including those that no figure shows.
        figures: the figures, each a view of the body or of one side of it.
        locators: the small whole bodies.
        labels: the names of the muscles, or the numbers that stand for them.
        legend: the entries of the legend that are on the sheet.
        texts: title, side, summary, notes and foot line, set in lines.
        hurts: the names of the areas that are marked as where it hurts.
        spreads: the names of the areas that are marked as where the pain may spread.
        logo: a picture supplied by the user.
        insets: small parts of figures, enlarged.
        note: the line that the chart ends with; empty if there is none.
        structures: the tendons, bones, nerves and joints, including those that no figure shows.
        example: whether the side is an example: the condition is on one side, and nobody said which.
        hidden_pain: the names of the areas where it hurts that no figure shows.
        rules: the lines to write on, each from its left end to its right.
        blank: whether numbers stand in place of all names, also in what is not seen, such as ids.
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
    hurts: tuple[str, ...] = ()
    spreads: tuple[str, ...] = ()
    logo: Logo | None = None
    insets: tuple[Inset, ...] = ()
    note: str = ""
    structures: tuple[StructureEntry, ...] = ()
    example: bool = False
    hidden_pain: tuple[str, ...] = ()
    rules: tuple[tuple[Position, Position], ...] = ()
    blank: bool = False

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
        """The names of the muscles and structures that no figure shows."""
        muscles = [entry.name for entry in self.muscles if not entry.views]
        return (*muscles, *(entry.name for entry in self.structures if not entry.views))
