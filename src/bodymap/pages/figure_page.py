"""Make a figure without a page: numbers stand for the names, and the sheet is just large enough.

A handout or a card has title, names and legend as text of its own. The figure has its captions and the letters of the
sides; the small whole body is beside or below it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import Any, Literal, TypeVar

import msgspec

from ..body.geometry import Box
from ..content.picture_content import PictureContent
from ..errors import BodymapError
from ..layout import blocks
from ..layout.blocks import LegendEntry, NoRoom
from ..layout.figure import FigureBlock, FigureRequest, Placement, Space, best_placement, figure, placements
from ..layout.label_columns import LabelRequest
from ..layout.locators import LocatorSpace, cropped, place_locators, width_of
from ..layout.metrics import Metrics
from ..layout.records import Figure, Inset, Key, Label, Locator, Scene
from ..layout.sheets import Sheet
from ..style import fonts
from ..style.text import Text
from ..style.theme import Theme
from .assemble import assembled
from .frame import legend_of

DPI = 216
"""Resolution in dpi of what is pixels even in a vector format: the shading of the body, and the fade at its edges."""

AIR, BESIDE = 2.0, 14.0
"""Space around everything, and between the figure and the small body, pt."""

LOCATORS = 84.0, 72.0, 62.0
"""Heights to try for the small body, pt on a slide, best first."""

GAIN = 1.05
"""A less suitable place for the small body is used if the figure gets larger by this factor."""

ROUNDING = 0.01
"""An overflow of up to this is ignored, pt."""

TRIES = 4
"""Maximum number of times to place a figure whose words stick out of its box, each time a little smaller."""

MORE, STEP = 3.0, 2.5
"""A figure whose numbers stick out of its box gets smaller by this many times as much, and by this at least, pt."""

LocatorPlace = Literal["beside", "below", ""]
"""Where the small body is placed; empty if there is none."""

Size = tuple[float, float]
T = TypeVar("T", Figure, Inset, Locator, Label)


class FigurePage(msgspec.Struct, frozen=True):
    """A figure on a sheet that is just large enough, and the entries of its legend, which are not on the sheet."""

    scene: Scene
    legend: tuple[LegendEntry, ...]

    @property
    def scale(self) -> float:
        """The scale of the body in the smallest figure, pt per mm."""
        return min(figure.scale for figure in self.scene.figures)


class Fit(msgspec.Struct, frozen=True):
    """How a figure would fit a box.

    Attributes:
        size: the width and height of the box, pt.
        space: the part of it that the bodies get.
        locator: where the small body is placed.
        locator_height: the height of the small body, pt.
        scale: the scale that the body would have, pt per mm.
    """

    size: Size
    space: Space
    locator: LocatorPlace
    locator_height: float
    scale: float


def fit(content: PictureContent, size: Size, metrics: Metrics, *, insets: bool = True, locator: bool = True) -> Fit:
    """Measure how large a figure would be in a box (width, height), pt. No numbers are placed yet.

    Raises:
        BodymapError: if the box is too small.
    """
    try:
        way, space = _fitted(content, size, metrics, insets=insets)
        heights = [metrics.length(height) for height in LOCATORS] if locator and cropped(way.figures) else []
        if not heights:
            return Fit(size, space, "", 0.0, _scale(way.figures))
        fits = [*_fits_with_locator(content, size, way.figures, heights, metrics, insets=insets)]
        if not fits:
            raise NoRoom
    except NoRoom as error:
        raise _too_small(content, size) from error
    best = max(one.scale for one in fits)
    return next(one for one in fits if one.scale * GAIN >= best)


def _fits_with_locator(
    content: PictureContent,
    size: Size,
    figures: Sequence[Figure],
    heights: Sequence[float],
    metrics: Metrics,
    *,
    insets: bool,
) -> Iterator[Fit]:
    """Yield the ways a figure fits a box with its locators beside or below it, best first."""
    places: tuple[LocatorPlace, ...] = ("beside", "below")
    for height, place in product(heights, places):
        x0, y0, x1, y1 = _around(map(_locator_box, _locators(figures, metrics, height)))
        taken = (x1 - x0 + BESIDE, 0.0) if place == "beside" else (0.0, y1 - y0 + BESIDE)
        with contextlib.suppress(NoRoom):
            room = size[0] - taken[0], size[1] - taken[1]
            way, space = _fitted(content, room, metrics, insets=insets)
            yield Fit(size, space, place, height, _scale(way.figures))


def figure_page(
    content: PictureContent,
    size: Size | Fit,
    metrics: Metrics,
    theme: Theme,
    *,
    insets: bool = True,
    locator: bool = True,
) -> FigurePage:
    """Fit the figure of a picture into a box.

    Args:
        content: what it shows.
        size: the width and height of the box, pt, or how the figure fits it, if known.
        metrics: the sizes of type and lengths.
        theme: how it looks.
        insets: whether small parts may be shown again, enlarged.
        locator: whether a crop comes with a small whole body.

    Raises:
        BodymapError: if the box is too small.
    """
    fits = size if isinstance(size, Fit) else fit(content, size, metrics, insets=insets, locator=locator)
    space = fits.space
    for _ in range(TRIES):
        try:
            block = figure(content, [space], _request(insets=insets), metrics)
        except NoRoom as error:
            raise _too_small(content, fits.size) from error
        page = _page(content, block, fits, metrics, theme)
        out = page.scene.sheet.width - fits.size[0], page.scene.sheet.height - fits.size[1]
        if max(out) <= ROUNDING:
            break
        # A number sticks out of the figure. It moves in by less than the figure gets smaller, and in steps.
        space = _narrowed(space, (_more(out[0]), _more(out[1])))
    return page


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


def _request(*, insets: bool) -> FigureRequest:
    return FigureRequest(LabelRequest("discs"), insets=insets)


def _fitted(content: PictureContent, size: Size, metrics: Metrics, *, insets: bool) -> tuple[Placement, Space]:
    """Place the bodies so that they fit a box with their captions and letters; also return the part of it they get.

    Raises:
        NoRoom: if they don't fit.
    """
    space = Space((AIR, AIR, size[0] - AIR, size[1] - AIR))
    for _ in range(TRIES):
        way = best_placement(placements(content, [space], _request(insets=insets), metrics))
        x0, y0, x1, y1 = _around(map(_figure_box, (*way.figures, *way.insets)))
        out = x1 - x0 + 2 * AIR - size[0], y1 - y0 + 2 * AIR - size[1]
        if max(out) <= ROUNDING:
            break
        space = _narrowed(space, out)
    return way, space


def _more(out: float) -> float:
    return max(MORE * out, STEP) if out > ROUNDING else 0.0


def _narrowed(space: Space, out: Size) -> Space:
    x0, y0, x1, y1 = space.box
    return Space((x0, y0, x1 - max(out[0], 0.0), y1 - max(out[1], 0.0)))


def _scale(figures: Sequence[Figure]) -> float:
    """Return the scale of the smallest figure, pt to a mm."""
    return min(shown.scale for shown in figures)


def _locators(figures: Sequence[Figure], metrics: Metrics, height: float) -> tuple[Locator, ...]:
    space = LocatorSpace((0.0, 0.0), 1, width_of(metrics, figures, height), height)
    return place_locators(metrics, space, figures)


def _too_small(content: PictureContent, size: Size) -> BodymapError:
    return BodymapError(
        f"{content.condition.name}: the figure has no room in a box of {size[0]:.0f} x {size[1]:.0f} points"
    )


def _page(content: PictureContent, block: FigureBlock, fits: Fit, metrics: Metrics, theme: Theme) -> FigurePage:
    """Put a figure and its locators on a sheet that is just large enough."""
    x0, y0, x1, y1 = _around([*map(_figure_box, (*block.figures, *block.insets)), *(x.box for x in block.labels)])
    dx, dy = AIR - x0, AIR - y0
    width, height = x1 + dx + AIR, y1 + dy + AIR
    locators = _locators(block.figures, metrics, fits.locator_height) if fits.locator else ()
    if locators:
        a0, b0, a1, b1 = _around(map(_locator_box, locators))
        wide, tall = a1 - a0, b1 - b0
        if fits.locator == "beside":
            locators = tuple(_moved(small, width + BESIDE - AIR - a0, AIR - b0) for small in locators)
            width, height = width + BESIDE + wide, max(height, tall + 2 * AIR)
        else:
            width = max(width, wide + 2 * AIR)
            locators = tuple(_moved(small, (width - wide) / 2 - a0, AIR - b0) for small in locators)
            height, dy = height + BESIDE + tall, dy + BESIDE + tall
            dx += (width - (x1 - x0 + 2 * AIR)) / 2
    placed = msgspec.structs.replace(
        block,
        figures=tuple(_moved(shown, dx, dy) for shown in block.figures),
        labels=tuple(_moved(label, dx, dy) for label in block.labels),
        insets=tuple(_moved(inset, dx, dy) for inset in block.insets),
    )
    scene = assembled(content, placed, Sheet("figure", width, height, DPI), theme, locators=locators)
    return FigurePage(scene, legend_of(content))


# --- boxes ----------------------------------------------------------------------------------------------------------


def _around(boxes: Iterable[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def _figure_box(figure: Figure) -> Box:
    texts = [*figure.letters, *([figure.caption] if figure.caption else [])]
    return _around([figure.place, *map(_text_box, texts)])


def _locator_box(locator: Locator) -> Box:
    return _around([locator.place, *map(_text_box, locator.letters)])


def _text_box(text: Text) -> Box:
    wide = fonts.measure(text.text, text.weight, text.size)
    x0 = text.x - {"left": 0.0, "center": 0.5, "right": 1.0}[text.align] * wide
    return x0, text.y - 0.25 * text.size, x0 + wide, text.y + 0.8 * text.size


def _moved(part: T, dx: float, dy: float) -> T:
    """Return the same part, moved on the sheet."""

    def box(b: Box) -> Box:
        return b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy

    def line(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        return tuple((x + dx, y + dy) for x, y in points)

    def texts(lines: Sequence[Text]) -> tuple[Text, ...]:
        return blocks.moved(lines, dx, dy)

    moves: dict[str, Callable[[Any], Any]] = {
        "box": box,
        "place": box,
        "source": box,
        "leader": line,
        "badge": lambda at: line([at])[0] if at else None,
        "lines": texts,
        "letters": texts,
        "numerals": texts,
        "caption": lambda caption: texts([caption])[0] if caption else None,
        "shows": lambda boxes: tuple(map(box, boxes)),
        "ties": lambda ties: tuple(map(line, ties)),
    }
    fields = [name for name in part.__struct_fields__ if name in moves]
    return msgspec.structs.replace(part, **{name: moves[name](getattr(part, name)) for name in fields})
