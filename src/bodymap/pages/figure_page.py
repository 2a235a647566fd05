"""A figure without a page: numbers stand for the names, and its sheet just holds it.

A handout or a card has title, names and legend as text of its own. The figure has its captions and the letters of the
sides; the small whole body stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from ..body.geometry import Box
from ..content.picture_content import PictureContent
from ..errors import BodymapError
from ..layout import blocks
from ..layout.blocks import LegendEntry, NoRoom
from ..layout.figure import FigureBlock, FigureRequest, Placement, Space, best_placement, figure, placements
from ..layout.label_columns import LabelRequest
from ..layout.locators import LocatorSpace, place_locators, width_of
from ..layout.metrics import Metrics
from ..layout.records import Figure, Inset, Key, Label, Locator, Scene
from ..layout.sheets import Sheet
from ..style import fonts
from ..style.text import Text
from ..style.theme import Theme
from .frame import legend_of

DPI = 216
"""Of what stands as pixels in vectors: the shading of the body, and the veils at its edges."""

AIR, BESIDE = 2.0, 14.0
"""Around everything, and between the figure and the small body, pt."""

LOCATOR = 106
"""How tall the small body is, pt on a slide."""

TRIES = 3
"""How often a figure whose words reach out of its box is fitted, each time a little smaller."""

Size = tuple[float, float]
T = TypeVar("T", Figure, Inset, Locator, Label)


class FigurePage(msgspec.Struct, frozen=True):
    """A figure on a sheet that just holds it, and the entries of its legend, which are not on it."""

    scene: Scene
    legend: tuple[LegendEntry, ...]

    @property
    def scale(self) -> float:
        """How large the body is shown, pt to a millimetre: the smallest of its figures."""
        return min(figure.scale for figure in self.scene.figures)


class Fit(msgspec.Struct, frozen=True):
    """How a figure would fit a box: the box, what of it a locator takes, and the scale of the body, pt to a mm."""

    size: Size
    locator: float
    scale: float


def fit(
    content: PictureContent, size: Size, metrics: Metrics, *, insets: bool = True, locator: bool = True
) -> Fit:
    """Measure how large a figure would be in a box (width, height), pt. No number is placed yet.

    Raises:
        BodymapError: the box is too small.
    """
    taken = 0.0
    for _ in range(2):
        way = _best(content, _space(size, taken), metrics, insets=insets)
        needed = width_of(metrics, way.figures, metrics.length(LOCATOR)) if locator else 0.0
        if not needed or taken:
            break
        taken = needed + BESIDE
    return Fit(size, taken, min(shown.scale for shown in way.figures))


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
        size: width and height of the box, pt, or how the figure fits it, where that is known.
        metrics: the sizes of type and lengths.
        theme: how it looks.
        insets: small parts may be shown once more, larger.
        locator: the whole body stands, small, beside a crop.

    Raises:
        BodymapError: the box is too small.
    """
    found = size if isinstance(size, Fit) else fit(content, size, metrics, insets=insets, locator=locator)
    width, height = found.size
    for _ in range(TRIES):
        space = _space((width, height), found.locator)
        try:
            block = figure(content, [space], _request(insets=insets), metrics)
        except NoRoom as error:
            raise _too_small(content, found.size) from error
        page = _page(content, block, found.locator, metrics, theme)
        out = max(page.scene.sheet.width - found.size[0], page.scene.sheet.height - found.size[1])
        if out <= 0:
            break
        width, height = width - out, height - out
    return page


def sample(scene: Scene, entry: LegendEntry, metrics: Metrics) -> Scene:
    """Return the sample of an entry of the legend by itself, without its words."""
    wide = metrics.length(blocks.SCALE_SAMPLE if entry.kind == "scale" else blocks.SAMPLE)
    tall = metrics.length(blocks.SAMPLE / 2)
    key = Key(entry.kind, (AIR, AIR, AIR + wide, AIR + tall), (), entry.rank)
    sheet = Sheet("sample", wide + 2 * AIR, tall + 2 * AIR, scene.sheet.dpi)
    return msgspec.structs.replace(
        scene, sheet=sheet, figures=(), insets=(), labels=(), locators=(), legend=(key,), texts=()
    )


# --- the steps ------------------------------------------------------------------------------------------------------


def _request(*, insets: bool) -> FigureRequest:
    return FigureRequest(LabelRequest("discs"), insets=insets)


def _space(size: Size, locator: float) -> Space:
    return Space((AIR, AIR, size[0] - AIR - locator, size[1] - AIR))


def _best(content: PictureContent, space: Space, metrics: Metrics, *, insets: bool) -> Placement:
    try:
        return best_placement(placements(content, [space], _request(insets=insets), metrics))
    except NoRoom as error:
        x0, y0, x1, y1 = space.box
        raise _too_small(content, (x1 - x0, y1 - y0)) from error


def _too_small(content: PictureContent, size: Size) -> BodymapError:
    return BodymapError(
        f"{content.condition.name}: the figure has no room in a box of {size[0]:.0f} x {size[1]:.0f} points"
    )


def _page(
    content: PictureContent, block: FigureBlock, locator: float, metrics: Metrics, theme: Theme
) -> FigurePage:
    """Put a figure and its locators on a sheet that just holds them."""
    x0, y0, x1, y1 = _around([*map(_figure_box, (*block.figures, *block.insets)), *(x.box for x in block.labels)])
    dx, dy = AIR - x0, AIR - y0
    width, height = x1 + dx + AIR, y1 + dy + AIR
    locators: tuple[Locator, ...] = ()
    if locator:
        tall = metrics.length(LOCATOR)
        locators = place_locators(metrics, LocatorSpace((0.0, 0.0), 1, locator, tall), block.figures)
    if locators:
        a0, b0, a1, b1 = _around(map(_locator_box, locators))
        locators = tuple(_moved(small, width + BESIDE - AIR - a0, AIR - b0) for small in locators)
        width, height = width + BESIDE + a1 - a0, max(height, b1 - b0 + 2 * AIR)
    scene = Scene(
        condition=content.condition.id,
        title=content.condition.name,
        summary=content.condition.summary,
        body=content.body,
        sides=content.sides,
        theme=theme,
        transparent=False,
        sheet=Sheet("figure", width, height, DPI),
        muscles=content.muscles,
        figures=tuple(_moved(shown, dx, dy) for shown in block.figures),
        locators=locators,
        labels=tuple(_moved(label, dx, dy) for label in block.labels),
        legend=(),
        texts=(),
        pain_areas=content.pain_areas,
        insets=tuple(_moved(inset, dx, dy) for inset in block.insets),
    )
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
    """Return the same part elsewhere on the sheet."""

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
