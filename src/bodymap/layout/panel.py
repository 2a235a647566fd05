"""A panel of a sheet, and a body to compose in it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from ..body.geometry import Box
from ..content.framing import Edge
from ..content.view_content import MuscleEntry, PictureSide, ViewContent
from .label_modes import LabelRequest
from .metrics import Metrics
from .point_numbers import Numbers

LARGEST = 2.2
"""The largest scale of a body, pt per mm on a slide: a larger one shows no more."""

SMALLEST_BODY = 36.0
"""Least length of the longer side of a figure, pt."""

PAD, FADED, FADED_ENDS = 12.0, 30.0, 22.0
"""Least distance from what must be seen to an edge where the body is cut cleanly, and to one where it fades: at its
sides, and at its ends, pt on a slide."""

REACH, CLEAR = 24.0, 9.0
"""Space between a body and its names, and least space between a name and anything else, pt on a slide."""

EDGES: tuple[Edge, ...] = ("left", "top", "right", "bottom")
"""The edges of a panel."""

SIDES: tuple[PictureSide, ...] = ("right", "left")
"""The sides of a body that have columns of names, the usual one first."""


class Panel(msgspec.Struct, frozen=True):
    """Where bodies and their names go on a sheet.

    Attributes:
        window: how far bodies may run, pt.
        names: where names may be, pt.
        clean: the edges of the window where a body is cut cleanly, because the sheet ends there; at others it fades.
        closed: the edges where its cut is closed by a line, because another body or its caption is beyond them.
        taken: boxes of other words, pt.
        strip: whether captions are in a strip below the bodies, instead of beside them.
        beyond: how far a body may run on above and below what must be seen, mm; it fades there.
        alone: whether the bodies have no other words on their sheet than their captions.
        lower: where what must be seen lies between the ends of the window: 0 in the middle, 1 at the bottom, -1 at the
            top.
    """

    window: Box
    names: Box
    clean: tuple[Edge, ...] = ("top", "right", "bottom")
    taken: tuple[Box, ...] = ()
    strip: bool = False
    beyond: float = np.inf
    alone: bool = False
    lower: float = 0.0
    closed: tuple[Edge, ...] = ()

    def pad(self, edge: Edge) -> float:
        """Return the least distance from what must be seen to an edge, pt on a slide."""
        if edge in self.clean or edge in self.closed:
            return PAD
        return FADED_ENDS if edge in ("top", "bottom") else FADED


class Task(msgspec.Struct, frozen=True):
    """One body to compose in its panel.

    Attributes:
        metrics: the sizes of type and lengths.
        view: what it shows.
        entries: the muscles that are named on it.
        numbers: the number of each muscle, for a key.
        request: how muscles are labelled.
        points: the numbers of the trigger points; empty if they have none.
        panel: where it goes.
        most: the largest scale, pt per mm.
        least: the least that it may be worth: its scale, less what is missing of the words.
    """

    metrics: Metrics
    view: ViewContent
    entries: tuple[MuscleEntry, ...]
    numbers: Mapping[str, int]
    request: LabelRequest
    points: Numbers
    panel: Panel
    most: float = np.inf
    least: float = 0.0


def largest(view: ViewContent, panel: Panel, metrics: Metrics, most: float = np.inf) -> float:
    """Return the largest scale at which what must be seen is in the window, pt per mm."""
    x0, y0, x1, y1 = panel.window
    a, b, c, d = view.focus
    pad = {edge: metrics.length(panel.pad(edge)) for edge in EDGES}
    wide, tall = x1 - x0 - pad["left"] - pad["right"], y1 - y0 - pad["top"] - pad["bottom"]
    return min(wide / (c - a), tall / (d - b), most, metrics.length(LARGEST))
