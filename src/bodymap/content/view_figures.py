"""Show a chart in one view: in one figure, or in several where that shows more.

Each side has its own figure if the body between them would fill most of one; pain that is far from its muscle has its
own; and a tall view of a condition is parted in two. A chart of marks shows the body whole instead, with insets of
small parts: it says where everything is that was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ..body.plate import Plate
from ..knowledge.anatomy import Side
from ..knowledge.chart_sides import SideLike
from ..knowledge.charts import Chart
from .chart_views import split_sides, view_content
from .far_pain import far_zones, pain_figure
from .focus import Band
from .layers import Layers
from .one_for_both import drawn_for_both
from .pins import Pin
from .structures import StructureEntry
from .two_parts import two_bands
from .view_content import MuscleEntry, ViewContent


class ViewRequest(msgspec.Struct, frozen=True):
    """A view of a chart that a picture shows.

    Attributes:
        chart: what is marked.
        entries: its muscles.
        named: its structures.
        plate: the plate of the view.
        layers: the layers that are shown.
        side: the side of marks that name none; None for both.
        pins: the free spots of the view.
        alone: whether the picture has no other view.
    """

    chart: Chart
    entries: tuple[MuscleEntry, ...]
    named: tuple[StructureEntry, ...]
    plate: Plate
    layers: Layers
    side: SideLike | None
    pins: tuple[Pin, ...]
    alone: bool


def figures_of(request: ViewRequest, sides: Sequence[Side], elsewhere: frozenset[str]) -> Iterator[ViewContent]:
    """Yield what each figure of a view shows.

    Args:
        request: the view.
        sides: the sides that are shown.
        elsewhere: areas that another view shows more of.
    """
    whole = _made(request, sides, elsewhere)
    apart = None
    if far := far_zones(whole):
        apart, elsewhere = pain_figure(whole, far), elsewhere | far
        whole = _made(request, sides, elsewhere)
    halves = _halves(request, whole, elsewhere)
    may_part = request.alone and request.chart.condition is not None and len(halves) == 1 and apart is None
    for half in halves:
        # Between the sides of two figures, pain is no longer near what the other one shows.
        if len(halves) > 1 and (distant := far_zones(half)):
            yield from (_made(request, (half.named_side,), elsewhere | distant), pain_figure(half, distant))
        elif may_part and (bands := two_bands(half)):
            yield from (_part(request, sides, elsewhere, band) for band in bands)
        else:
            yield half
    if apart:
        yield apart


def _made(
    request: ViewRequest, sides: Sequence[Side], elsewhere: frozenset[str], band: Band | None = None
) -> ViewContent:
    chart, entries, named, plate, layers, side, pins, _ = msgspec.structs.astuple(request)
    return view_content(chart, entries, plate, sides, layers, side, named, elsewhere, pins, band)


def _halves(request: ViewRequest, whole: ViewContent, elsewhere: frozenset[str]) -> tuple[ViewContent, ...]:
    chart, entries, named, _, layers, side, _, alone = msgspec.structs.astuple(request)
    return split_sides(chart, entries, whole, layers, side, named, elsewhere, alone=alone)


def _part(request: ViewRequest, sides: Sequence[Side], elsewhere: frozenset[str], band: Band) -> ViewContent:
    part = _made(request, sides, elsewhere, band)
    return drawn_for_both(part, _halves(request, part, elsewhere))
