"""Make the page of a plot: bodies whose parts have the colours of values, with a legend, in a box of any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .. import words
from ..body.plates import load
from ..content.electrode_pairs import ElectrodePair, electrode_pairs
from ..content.paints import Paint, PaintKind, SurfaceImage
from ..content.picture_content import ContentOptions, picture_content
from ..content.plot_content import Key, PlotView, half_of
from ..errors import BodymapError
from ..knowledge.anatomy import Side, View
from ..knowledge.chart_marks import ChartMark
from ..knowledge.chart_sides import ChartSide
from ..knowledge.charts import Chart
from ..knowledge.views import facts_of
from ..layout.blocks import NoRoom
from ..layout.figure import FigureRequest, Space, figure
from ..layout.label_modes import LabelRequest
from ..layout.metrics import Metrics
from ..layout.paint_texts import paint_texts
from ..layout.plot_figures import plot_figures
from ..layout.records import Figure, Label
from ..style import fonts
from ..style.text import Measure, Text
from ..style.theme import Theme

KEY, LEAST_KEY, MOST_KEY = 0.03, 7.0, 9.0
"""Size of the legend's type, as a share of the shorter side of the box, and its limits, pt."""

SWATCH = 1.5
"""Width of a sample in the legend, in sizes of its type; it is as tall as the type."""

KEY_LINE = 1.5
"""Height of a line of the legend, in sizes of its type."""

FULL_LINES = 0.45
"""Scale in pt per mm from which the outline of the body has the width that the theme says."""

THINNEST = 0.3
"""Least share of that width."""

NAMES, LARGEST_NAMES = 540.0, 1.6
"""The shorter side of a box, pt, in which names have the size of those on a slide, and how much larger they may be."""

OWN = "#000000"
"""A colour that stands for those of the values while names are placed."""


class Look(msgspec.Struct, frozen=True):
    """How a part with a value looks; see `Paint`."""

    fill: str = ""
    edge: float = 1.0
    hatch: float = 0.0
    text: str = ""
    label: str = ""


class Entry(msgspec.Struct, frozen=True):
    """An entry of the legend: its words, and the look of its sample, or a text in place of one."""

    words: str
    look: Look


class PlotKey(msgspec.Struct, frozen=True):
    """An entry of the legend on the page: its sample in the box `swatch`, and its words."""

    swatch: tuple[float, float, float, float]
    look: Look
    words: Text


class PlotRequest(msgspec.Struct, frozen=True):
    """What a plot shows, and in how much room.

    Attributes:
        body: the name of the body.
        views: the views, with the shapes that have a value.
        looks: how each part looks.
        theme: the theme.
        size: width and height, pt.
        captions: `full`, `letters` or `none`.
        names: whether names stand beside the parts.
        rest: what is shown of the other muscles: `muscles`, `outlines` or `none`.
        taken_off: the ids of the muscles that are left out.
        legend: the entries of the legend.
        images: images on the body, by view.
        electrodes: whether the electrodes of the muscles with a value are shown.
    """

    body: str
    views: tuple[PlotView, ...]
    looks: Mapping[Key, Look]
    theme: Theme
    size: tuple[float, float]
    captions: str = "full"
    names: bool = False
    rest: str = "muscles"
    taken_off: tuple[str, ...] = ()
    legend: tuple[Entry, ...] = ()
    images: Mapping[View, SurfaceImage] = {}
    electrodes: bool = False


class PlotScene(msgspec.Struct, frozen=True):
    """A planned plot.

    Attributes:
        theme: how it looks.
        size: width and height, pt.
        figures: the bodies with their painted parts.
        labels: the names beside them.
        legend: the entries of the legend.
        untold: the ids of the shapes that have no room for their text in any figure.
    """

    theme: Theme
    size: tuple[float, float]
    figures: tuple[Figure, ...]
    labels: tuple[Label, ...] = ()
    legend: tuple[PlotKey, ...] = ()
    untold: tuple[str, ...] = ()


def plot_page(request: PlotRequest) -> PlotScene:
    """Place the figures of a plot, the texts on them and the legend.

    Raises:
        BodymapError: the box is too small, or has no room for the names.
    """
    measure = fonts.measurer(request.theme.fonts)
    width, height = request.size
    size = min(max(KEY * min(request.size), LEAST_KEY), MOST_KEY)
    legend, foot = _legend(request.legend, request.size, measure, size)
    room = (0.0, foot, width, height)
    labels: tuple[Label, ...] = ()
    if request.names:
        placed, labels = _named(request, room, measure)
    else:
        placed = plot_figures(request.body, request.views, room, measure, request.captions)
    figures, told, left = list[Figure](), set[str](), list[str]()
    for shown, view in zip(placed, _by_figure(placed, request.views), strict=True):
        painted = _painted(shown, view, request)
        texts, without = paint_texts(painted, measure)
        figures.append(msgspec.structs.replace(painted, numerals=texts))
        told |= {paint.id for paint in painted.paints if paint.text} - {*without}
        left += without
    untold = tuple(dict.fromkeys(part for part in left if part not in told))
    theme = _for_size(request.theme, figures, request.rest)
    return PlotScene(theme, request.size, tuple(figures), labels, legend, untold)


def _by_figure(figures: Sequence[Figure], views: Sequence[PlotView]) -> list[PlotView]:
    """Return the view of each figure; a view of both sides may have become two figures."""
    known = {view.view: view for view in views}
    return [known[shown.view] for shown in figures]


def _painted(shown: Figure, view: PlotView, request: PlotRequest) -> Figure:
    """Return a figure whose parts have their colours."""
    off = frozenset(request.taken_off)
    parts = {part.id: part for part in load(request.body, view.view).parts}
    paints = (
        Paint(
            part,
            key[1],
            key[0],
            parts[part].side,
            look.fill,
            look.edge,
            look.hatch,
            look.text,
            look.label,
            half_of(parts[part].side, key),
        )
        for part, key in view.parts
        if key[1] not in off
        for look in [request.looks[key]]
    )
    return msgspec.structs.replace(
        shown,
        paints=tuple(paints),
        highlights=(),
        structures=(),
        zones=(),
        marks=(),
        fibred=False,
        others=request.rest != "none",
        taken_off=request.taken_off,
        image=request.images.get(view.view),
        electrodes=_electrodes(view, request) if request.electrodes else (),
    )


def _electrodes(view: PlotView, request: PlotRequest) -> tuple[ElectrodePair, ...]:
    """Return the pairs of electrodes of the muscles with a value that a view shows."""
    x0, y0, x1, y1 = view.frame
    shown = {key for _, key in view.parts}
    return tuple(
        pair
        for pair in electrode_pairs(request.body, view.view)
        if ("muscle", pair.muscle, pair.side) in shown
        and pair.muscle not in request.taken_off
        and x0 < pair.middle[0] < x1
        and y0 < pair.middle[1] < y1
    )


def _for_size(theme: Theme, figures: Sequence[Figure], rest: str) -> Theme:
    """Return a theme whose lines are as thin as small bodies need, with the base that shows the other muscles."""
    own = [shown.scale for shown in figures if not facts_of(shown.view).own_scale] or [figures[0].scale]
    share = min(max(min(own) / FULL_LINES, THINNEST), 1.0)
    return msgspec.structs.replace(
        theme,
        outline_width=round(theme.outline_width * share, 2),
        contour_width=round(theme.contour_width * share, 2),
        other_width=round(theme.other_width * share, 2),
        base="muscles" if rest == "muscles" else "skin",
    )


# --- legend ---------------------------------------------------------------------------------------------------------


def legend_alone(entries: tuple[Entry, ...], theme: Theme, size: tuple[float, float]) -> PlotScene:
    """Return the legend of several plots by itself, in the middle of a box of a size in pt."""
    keys, height = _legend(entries, size, fonts.measurer(theme.fonts), MOST_KEY)
    up = max(size[1] - height, 0.0) / 2
    moved = (
        PlotKey(
            (key.swatch[0], key.swatch[1] + up, key.swatch[2], key.swatch[3] + up),
            key.look,
            msgspec.structs.replace(key.words, y=key.words.y + up),
        )
        for key in keys
    )
    return PlotScene(theme, size, (), legend=tuple(moved))


def _legend(
    entries: Sequence[Entry], box: tuple[float, float], measure: Measure, size: float
) -> tuple[tuple[PlotKey, ...], float]:
    """Return the entries of the legend, in lines at the foot of a box, and the height that they take.

    Args:
        entries: what is explained.
        box: the width and height of the box, pt.
        measure: measures text.
        size: the size of the type, pt.
    """
    width, gap = box[0], 1.4 * size
    lines: list[list[tuple[Entry, float]]] = [[]]
    for entry in entries:
        wide = (SWATCH + 0.5) * size + measure(entry.words, "regular", size)
        if lines[-1] and sum(w for _, w in lines[-1]) + gap * len(lines[-1]) + wide > width:
            lines.append([])
        lines[-1].append((entry, wide))
    if not lines[0]:
        return (), 0.0
    keys: list[PlotKey] = []
    for n, line in enumerate(reversed(lines)):
        y = n * KEY_LINE * size + 0.3 * size
        x = (width - sum(w for _, w in line) - gap * (len(line) - 1)) / 2
        for entry, wide in line:
            swatch = (x, y, x + SWATCH * size, y + 0.85 * size)
            said = Text(entry.words, x + (SWATCH + 0.5) * size, y + 0.08 * size, size)
            keys.append(PlotKey(swatch, entry.look, said))
            x += wide + gap
    return tuple(keys), len(lines) * KEY_LINE * size + 0.5 * size


# --- names ----------------------------------------------------------------------------------------------------------


def _named(
    request: PlotRequest, room: tuple[float, float, float, float], measure: Measure
) -> tuple[tuple[Figure, ...], tuple[Label, ...]]:
    """Return the figures with the names of their muscles and structures beside them.

    Raises:
        BodymapError: there is no room for the names.
    """
    named = [key for key in request.looks if key[0] != "area" and key[1] not in request.taken_off]
    marks = [_mark(named, kind, of) for kind, of in dict.fromkeys((kind, of) for kind, of, _ in named)]
    chart = Chart(marks=tuple(marks), title=words.text("plot.title"), views=tuple(v.view for v in request.views))
    content = picture_content(chart, ContentOptions(body=request.body))
    factor = min((min(request.size) / NAMES) ** 0.5, LARGEST_NAMES)
    metrics = Metrics(request.theme.type, measure, factor)
    try:
        block = figure(content, [Space(room)], FigureRequest(LabelRequest("leaders"), insets=False), metrics)
    except NoRoom:
        raise BodymapError(
            f"there is no room for {len(marks)} names; use a larger figure, or write the values instead", field="labels"
        ) from None
    return block.figures, block.labels


def _mark(named: Sequence[Key], kind: PaintKind, of: str) -> ChartMark:
    """Return the mark of a muscle or structure on the sides that have a value."""
    sides = {side for one, id, side in named if (one, id) == (kind, of)}
    both = len(sides) > 1 or Side.MIDLINE in sides
    side = ChartSide.BOTH if both else ChartSide(next(iter(sides)).value)
    # With a colour of its own, a muscle is shown as it lies: no half of the body is opened.
    return ChartMark(muscle=of, side=side, colour=OWN) if kind == "muscle" else ChartMark(structure=of, side=side)
