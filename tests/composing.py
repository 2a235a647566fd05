"""A body to compose in its panel, of plain shapes and a few real muscles, to test a part of the layout alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bodymap.body import plates
from bodymap.body.geometry import Box
from bodymap.content.chart_views import view_content
from bodymap.content.picture_content import muscle_entries, sides_of
from bodymap.content.view_content import ViewContent
from bodymap.finding import named_muscles
from bodymap.layout.label_modes import LabelRequest
from bodymap.layout.metrics import Metrics
from bodymap.layout.panel import Panel, Task
from bodymap.layout.silhouettes import PlacedBody, Silhouette
from bodymap.style import fonts
from bodymap.style.theme import TypeScale

METRICS = Metrics(TypeScale(), fonts.measure)


def view_of(muscles: Sequence[str], view: str, side: str) -> ViewContent:
    """What a view shows of some muscles."""
    chart = named_muscles.chart(list(muscles), title="Some")
    plate = plates.load(plates.DEFAULT_BODY, view)
    return view_content(chart, muscle_entries(chart, side), plate, sides_of(side), side=side)


def task_of(
    muscles: Sequence[str],
    panel: Panel,
    view: str = "posterior",
    side: str = "right",
    request: LabelRequest | None = None,
) -> Task:
    """Some muscles of a view, to be composed in a panel."""
    entries = muscle_entries(named_muscles.chart(list(muscles), title="Some"), side)
    numbers = {entry.muscle: n for n, entry in enumerate(entries, 1)}
    return Task(METRICS, view_of(muscles, view, side), entries, numbers, request or LabelRequest(), {}, panel)


def column_body(window: Box, left: float, right: float, slope: float = 0.0, top: float = 0.0) -> PlacedBody:
    """A body as plain as a column, a point per millimetre: its edges at mid-height, and how far they move per pt up.

    `top` is the height of the plate at the top of the window, mm.
    """
    heights = np.arange(window[3] - 1.5, window[1], -3.0)
    aside = slope * (heights - (window[1] + window[3]) / 2)
    zero = (left + right) / 2
    body = Silhouette(1.0, top, top + window[3] - heights, left + aside - zero, right + aside - zero, limb=False)
    return PlacedBody(body, zero, heights, left + aside, right + aside, ())
