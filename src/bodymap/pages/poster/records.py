"""The records of a planned poster: which pictures lie where on its sheet, and the words around them.

Lengths are points on the sheet that the poster is laid out on, origin at the lower left, y up; boxes are (x0, y0, x1,
y1). The poster is then enlarged as a whole. All records are frozen and convert to JSON and back.
"""

from __future__ import annotations

import msgspec

from ...body.geometry import Box
from ...layout.records import Position, Scene


class Part(msgspec.Struct, frozen=True):
    """A picture on a poster: its lower left corner lies at `at`, and it is drawn `scale` times as large as planned."""

    scene: Scene
    at: Position
    scale: float = 1.0

    @property
    def box(self) -> Box:
        """The box that it fills."""
        (x, y), sheet = self.at, self.scene.sheet
        return x, y, x + sheet.width * self.scale, y + sheet.height * self.scale


class Ground(msgspec.Struct, frozen=True):
    """A field of colour behind a picture or words, with round corners of a radius."""

    box: Box
    colour: str
    radius: float = 0.0


class Disc(msgspec.Struct, frozen=True):
    """A number in a disc of a colour. In a picture it may have a line to what it stands for."""

    number: str
    centre: Position
    radius: float
    colour: str
    leader: tuple[Position, ...] = ()


class Poster(msgspec.Struct, frozen=True):
    """A planned poster.

    Attributes:
        words: the sheet with all words that belong to no picture, the legend and the logo; it has no figures.
        parts: the pictures.
        grounds: the fields of colour, under everything else.
        discs: the numbers of panels, and of what is in them.
        alt: what the poster is, in a sentence or two; empty if its first picture is described in place of it.
        description: what it shows, in plain sentences; what is said after the description of that picture.
        enlarged: how many times as large it is drawn as it is laid out.
    """

    words: Scene
    parts: tuple[Part, ...]
    grounds: tuple[Ground, ...]
    discs: tuple[Disc, ...]
    alt: str
    description: str
    enlarged: float
