"""The side that is asked for beside charts. It is for marks that name none, so some mark must leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import words
from ..errors import BodymapError, one_of
from .anatomy import Side
from .chart_input import ChartLike, as_chart
from .chart_marks import ChartMark, spot_of
from .chart_sides import ChartSide, SideLike
from .charts import Chart


def charts_on(given: Sequence[ChartLike | object], side: SideLike | None, own: Sequence[Path] = ()) -> list[Chart]:
    """Return the charts of a picture or a document for which a side may be asked.

    Args:
        given: charts; or conditions, each with a side of its own or without (`sciatica@left`).
        side: the side that is asked for; None if none is.
        own: folders with the user's own conditions.

    Raises:
        BodymapError: a chart is unknown or faulty, or the side has nothing to say; see `check_side`.
        BodymapTypeError: something is not a chart.
    """
    charts = [as_chart(each, own) for each in given]
    check_side(charts, side)
    return charts


def check_side(charts: Sequence[Chart], side: SideLike | None) -> None:
    """Check that a side that is asked for has something to say.

    Raises:
        BodymapError: every mark names a side, and none names this one.
    """
    named = {_own_side(mark) or one.side for one in charts for mark in one.marks}
    if side is None or None in named or side in named or not named:
        return
    said = one_of(sorted(str(each) for each in named))
    names = words.listing([one.name for one in charts])
    have = "has its own side" if len(charts) == 1 else "have sides of their own"
    raise BodymapError(f"{side} was asked for, but {names} {have}, {said}; name one side", field="side", value=side)


def _own_side(mark: ChartMark) -> ChartSide | Side | None:
    """Return the side that a mark names, or that a free spot of a view lies on."""
    spot = spot_of(mark.spot) if mark.spot else None
    return spot.side if spot and spot.view else mark.side
