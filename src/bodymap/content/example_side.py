"""Which side a picture shows if a condition is on one side and nobody said which: an example."""

from __future__ import annotations

import msgspec

from ..knowledge.anatomy import Side, View, ViewLike
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from ..knowledge.conditions import Laterality
from ..knowledge.views import facts_of

USUAL = Side.RIGHT
"""The side of an example. Bodies, muscles and structures are drawn on the right first, as atlases often do."""


class SideShown(msgspec.Struct, frozen=True):
    """The side of marks that name none; None for both. `example` says that it is not the patient's, but an example."""

    side: SideLike | None
    example: bool = False


def side_shown(chart: Chart, asked: SideLike | None, view: ViewLike | None = None) -> SideShown:
    """Return the side that a picture of a chart shows.

    Pain on both sides can mean something else than pain on one: with a slipped disc it is a warning sign. So a
    condition that is on one side is never shown on both unless that is asked for.

    Args:
        chart: what is marked.
        asked: the side that is asked for, `left`, `right` or `both`; None if none is.
        view: the view that is asked for; None if none is. From the left, the left side is the example.
    """
    one_sided = chart.condition is not None and chart.condition.side == Laterality.ASK
    if asked or not one_sided or chart.side or any(mark.side for mark in chart.marks):
        return SideShown(asked)
    views = [View(view)] if view else chart.views
    shown = {side for one in views for side in facts_of(one).sides}
    return SideShown(USUAL if not shown or USUAL in shown else next(iter(shown)), example=True)
