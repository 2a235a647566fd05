"""Make a figure without a page: numbers stand for the names, and it fills a box.

A handout or a card has title, names and legend as text of its own. The figure has its captions, the letters of the
sides and, where there is room, the small whole body.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

import msgspec

from ..body.geometry import Box
from ..content.framing import Edge
from ..content.picture_content import PictureContent
from ..errors import BodymapError
from ..layout import blocks
from ..layout.blocks import LegendEntry, NoRoom
from ..layout.figure import FigureBlock, FigureRequest, Space, figure
from ..layout.free_place import free_place, taken, text_box
from ..layout.label_modes import LabelRequest
from ..layout.locators import LocatorSpace, cropped, place_locators, width_of
from ..layout.metrics import Metrics
from ..layout.panel import Panel
from ..layout.point_numbers import Numbers
from ..layout.records import Figure, Key, Locator, Scene
from ..layout.sheets import Sheet
from ..style.theme import Theme
from .assemble import assembled
from .frame import legend_of
from .unseen import without_unseen_pain

DPI = 216
"""Resolution in dpi of what is pixels even in a vector format: the shading of the body, and the fade at its edges."""

AIR, BLEED = 2.0, 14.0
"""Least space between words or numbers and an edge, pt: where the figure ends, and where it runs off the paper."""

BESIDE = 14.0
"""Space between the figure and a small body that has a strip of its own, pt on a slide."""

CLEAR = 10.0
"""Least space between a small body and anything else, pt on a slide."""

BEYOND = 110.0
"""How far a body may run on above and below what must be seen, mm: enough to tell which part it is."""

LOCATORS = 96.0, 84.0, 72.0, 62.0
"""Heights to try for the small body, pt on a slide, best first."""

ROUNDING = 0.01
"""An overflow of up to this is ignored, pt."""

TRIES = 4
"""Maximum number of times to place a figure whose words stick out of its box, each time a little smaller."""

MORE, STEP = 3.0, 2.5
"""A figure whose numbers stick out of its box gets smaller by this many times as much, and by this at least, pt."""

Size = tuple[float, float]


class FigurePage(msgspec.Struct, frozen=True):
    """A figure on a sheet of its own, and the entries of its legend, which are not on the sheet."""

    scene: Scene
    legend: tuple[LegendEntry, ...]

    @property
    def scale(self) -> float:
        """The scale of the body in the smallest figure, pt per mm."""
        return min(figure.scale for figure in self.scene.figures)


def figure_page(
    content: PictureContent,
    size: Size,
    metrics: Metrics,
    theme: Theme,
    *,
    bleeds: tuple[Edge, ...] = (),
    insets: bool = True,
    locator: bool = True,
    points: Numbers | None = None,
    discs: bool = True,
) -> FigurePage:
    """Fit the figure of a picture into a box.

    Args:
        content: what it shows.
        size: the width and height of the box, pt.
        metrics: the sizes of type and lengths.
        theme: how it looks.
        bleeds: the edges of the box where the body is cut cleanly, since the paper or the panel ends there; at others
            it fades. Captions are below the body if it does not run off the bottom, else beside it.
        insets: whether small parts may be shown again, enlarged.
        locator: whether a crop comes with a small whole body.
        points: the numbers beside the trigger points; none without them.
        discs: whether muscles and structures have numbers.

    Raises:
        BodymapError: if the box is too small.
    """
    request = FigureRequest(LabelRequest("discs" if discs else "none"), points or {}, insets)
    try:
        block, locators = _placed(content, size, metrics, bleeds, request, locator=locator)
    except NoRoom as error:
        raise BodymapError(
            f"{content.condition.name}: the figure has no room in a box of {size[0]:.0f} x {size[1]:.0f} points"
        ) from error
    scene = assembled(content, block, Sheet("figure", *size, DPI), theme, locators=locators)
    return FigurePage(scene, legend_of(without_unseen_pain(content, (*block.figures, *block.insets)) or content))


def sample(scene: Scene, entry: LegendEntry, metrics: Metrics) -> Scene:
    """Return a scene with just the sample of a legend entry, without its words."""
    wide = metrics.length(blocks.SCALE_SAMPLE if entry.kind == "scale" else blocks.SAMPLE)
    tall = metrics.length(blocks.SAMPLE / 2)
    key = Key(entry.kind, (AIR, AIR, AIR + wide, AIR + tall), (), entry.rank, entry.letter, entry.colour)
    sheet = Sheet("sample", wide + 2 * AIR, tall + 2 * AIR, scene.sheet.dpi)
    return msgspec.structs.replace(
        scene, sheet=sheet, figures=(), insets=(), labels=(), locators=(), legend=(key,), texts=()
    )


# --- steps ----------------------------------------------------------------------------------------------------------


def _placed(
    content: PictureContent,
    size: Size,
    metrics: Metrics,
    bleeds: tuple[Edge, ...],
    request: FigureRequest,
    *,
    locator: bool,
) -> tuple[FigureBlock, tuple[Locator, ...]]:
    """Place the figure, and its small bodies where it leaves room; if it leaves none, in a strip of their own.

    Raises:
        NoRoom: if it doesn't fit.
    """
    edges = _inner(size, bleeds)
    whole = _fitted(content, (0.0, 0.0, *size), edges, metrics, bleeds, request)
    if not locator or not cropped(whole.figures):
        return whole, ()
    grid = taken(size, whole.figures, whole.labels, whole.insets)
    for height in map(metrics.length, LOCATORS):
        small = _locators(whole.figures, metrics, height)
        x0, y0, x1, y1 = _around(map(_locator_box, small))
        if place := free_place(grid, (x1 - x0, y1 - y0), edges, metrics.length(CLEAR)):
            return whole, tuple(_moved(one, place[0] - x0, place[1] - y0) for one in small)
    return _beside_or_below(content, size, metrics, bleeds, request, _locators(whole.figures, metrics, height))


def _beside_or_below(
    content: PictureContent,
    size: Size,
    metrics: Metrics,
    bleeds: tuple[Edge, ...],
    request: FigureRequest,
    small: Sequence[Locator],
) -> tuple[FigureBlock, tuple[Locator, ...]]:
    """Place the figure beside or above a strip with its small bodies, whichever shows it larger.

    Raises:
        NoRoom: if it fits neither way.
    """
    x0, y0, x1, y1 = _around(map(_locator_box, small))
    e0, e1, e2, e3 = _inner(size, bleeds)
    aside, above = e0 + x1 - x0 + metrics.length(BESIDE), e1 + y1 - y0 + metrics.length(BESIDE)
    ways: list[tuple[FigureBlock, tuple[Locator, ...]]] = []
    for box, edges, gone in (
        ((aside, 0.0, *size), (aside, e1, e2, e3), "left"),
        ((0.0, above, *size), (e0, above, e2, e3), "bottom"),
    ):
        try:
            clean = tuple(edge for edge in bleeds if edge != gone)
            block = _fitted(content, box, edges, metrics, clean, request)
        except NoRoom:
            continue
        # The figure may show more or less than it would without the strip.
        made = _locators(block.figures, metrics, small[0].place[3] - small[0].place[1])
        ways.append((block, tuple(_moved(one, e0 - x0, e1 - y0) for one in made)))
    if not ways:
        raise NoRoom
    return max(ways, key=lambda way: way[0].scale)


def _fitted(
    content: PictureContent,
    box: Box,
    edges: Box,
    metrics: Metrics,
    bleeds: tuple[Edge, ...],
    request: FigureRequest,
) -> FigureBlock:
    """Compose the figure in a box, with words and numbers inside `edges`.

    Where it needs insets, it is placed in the box instead, and made smaller until its words don't stick out.

    Raises:
        NoRoom: if it doesn't fit.
    """
    strip = "bottom" not in bleeds
    panel, room = Panel(box, edges, bleeds, strip=strip, beyond=BEYOND if strip else inf, alone=True), edges
    for _ in range(TRIES):
        block = figure(content, [Space(room, panel=panel)], request, metrics)
        if block.composed:
            return block
        x0, y0, x1, y1 = _around(
            [*map(_figure_box, (*block.figures, *block.insets)), *(label.box for label in block.labels)]
        )
        over = edges[0] - x0, edges[1] - y0, x1 - edges[2], y1 - edges[3]
        if max(over) <= ROUNDING:
            break
        # A number sticks out. It moves in by less than the figure gets smaller, and in steps.
        left, low, right, high = map(_more, over)
        room = room[0] + left, room[1] + low, room[2] - right, room[3] - high
    return block


def _more(out: float) -> float:
    return max(MORE * out, STEP) if out > ROUNDING else 0.0


def _inner(size: Size, bleeds: tuple[Edge, ...]) -> Box:
    """Return where words and numbers may be: not too near to the edge of the paper."""
    left, low, right, high = (BLEED if edge in bleeds else AIR for edge in ("left", "bottom", "right", "top"))
    return left, low, size[0] - right, size[1] - high


def _locators(figures: Sequence[Figure], metrics: Metrics, height: float) -> tuple[Locator, ...]:
    space = LocatorSpace((0.0, 0.0), 1, width_of(metrics, figures, height) + ROUNDING, height)
    return place_locators(metrics, space, figures)


# --- boxes ----------------------------------------------------------------------------------------------------------


def _around(boxes: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _figure_box(figure: Figure) -> Box:
    texts = [*figure.letters, *([figure.caption] if figure.caption else [])]
    return _around([figure.place, *map(text_box, texts)])


def _locator_box(locator: Locator) -> Box:
    return _around([locator.place, *map(text_box, locator.letters)])


def _moved(locator: Locator, dx: float, dy: float) -> Locator:
    """Return the same small body, moved on the sheet."""

    def box(b: Box) -> Box:
        return b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy

    return msgspec.structs.replace(
        locator,
        place=box(locator.place),
        shows=tuple(map(box, locator.shows)),
        letters=blocks.moved(locator.letters, dx, dy),
    )
