"""Plan one picture: what is drawn where, as pure data, before anything is drawn.

`plan` works out first what the picture shows, then its page. The result is a `Scene`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import msgspec

from .body import bodies
from .body.bodies import DEFAULT_BODY
from .content import blanks
from .content.layers import Layers, parse_layers
from .content.picture_content import ContentOptions, PictureContent, picture_content
from .errors import BodymapError, unknown
from .knowledge.anatomy import ViewLike
from .knowledge.chart_input import ChartLike, as_chart
from .knowledge.chart_sides import SideLike
from .knowledge.charts import Chart, chose_points, with_points
from .knowledge.requested_side import charts_on
from .layout import sheets
from .layout.figure import FigureRequest
from .layout.label_modes import LABELS, LabelRequest
from .layout.point_numbers import point_numbers, point_style
from .layout.records import Scene
from .layout.sheets import Sheet
from .options.calls import build, takes
from .options.choices import BaseName, LabelStyle, PointStyle
from .options.keywords import RenderKeywords
from .options.records import FigureOptions, RenderOptions
from .pages import blanks as lines
from .pages.page import Page, page_of
from .pages.picture import picture
from .style import fonts, theme_files
from .style.text import Measure
from .style.theme import Theme

__all__ = ["Prepared", "Scene", "content_of", "plan", "plan_with_key", "prepare"]


@takes(RenderOptions)
def plan(
    chart: ChartLike,
    options: RenderOptions | None = None,
    *,
    ranked: bool = False,
    measure: Measure | None = None,
    **keywords: Unpack[RenderKeywords],
) -> Scene:
    """Decide everything about the picture of a chart.

    Args:
        chart: what to show: a chart; or a condition, its id (which a side may follow: `sciatica@left`), its file, or a
            mapping with its fields.
        options: the options of the picture.
        ranked: colour and number the muscles in the chart's order.
        measure: measures text; None measures in the bundled font.
        keywords: single options, which override `options`; see `RenderOptions`.

    Raises:
        BodymapError: if a value is unknown, or no plate shows a main muscle.
        BodymapTypeError: if a value has the wrong Python type.
    """
    return plan_with_key(chart, build(RenderOptions, options, keywords), ranked=ranked, measure=measure)[0]


def plan_with_key(
    chart: ChartLike, wanted: RenderOptions, *, ranked: bool = False, measure: Measure | None = None
) -> tuple[Scene, Scene | None]:
    """Decide everything about a picture, and about its key if one is asked for: see `plan`.

    Raises:
        BodymapError: as `plan` does, or if there are no blank lines for a key.
    """
    check_key(wanted.labels, wanted.key)
    size = wanted.size
    paper = size if isinstance(size, Sheet) else sheets.sheet(size, wanted.dpi, wanted.orientation)
    [shown] = charts_on([chart], wanted.side)
    shown = with_points(shown) if wanted.points == "all" else shown
    fonts.check_letters((shown.name, shown.summary, shown.note), theme_of(wanted.theme, wanted.skin, wanted.base).fonts)
    styles = point_styles(shown, wanted.labels, wanted.points)
    scene, page = _first_that_fits(shown, wanted, paper, styles, ranked=ranked, measure=measure)
    if wanted.labels != "blank":
        return scene, None
    key = lines.key_of(scene, page.metrics)
    return lines.blank_of(scene, key), key if wanted.key else None


def point_styles(chart: Chart, labels: str, points: str = "auto") -> tuple[str, ...]:
    """Return the ways to show trigger points, best first: those that someone chose are numbered and listed.

    Where nobody asked for a list, and it has no room, points are marked without numbers.

    Raises:
        BodymapError: if there is no such way.
    """
    chosen = points == "auto" and labels not in ("none", "blank") and chose_points(chart)
    usual = point_style(points, labels)
    may_drop = usual == "list" and points != "list"
    return tuple(dict.fromkeys([*(["list"] if chosen else []), usual, *(["marks"] if may_drop else [])]))


def _first_that_fits(
    shown: Chart,
    wanted: RenderOptions,
    paper: Sheet,
    styles: Sequence[str],
    *,
    ranked: bool,
    measure: Measure | None,
) -> tuple[Scene, Page]:
    """Return the picture with its points shown in the first of some styles for which there is room, and its page.

    Raises:
        BodymapError: there is room for none, or a value is unknown.
    """
    for style in styles:
        prepared = prepare(shown, wanted, labels=wanted.labels, points=style, ranked=ranked)
        page = page_of(paper, prepared.theme, measure)
        try:
            scene = picture(
                prepared.content,
                page,
                prepared.request,
                prepared.theme,
                transparent=wanted.transparent,
                locator=prepared.layers.locator,
            )
        except BodymapError:
            if style == styles[-1]:
                raise
        else:
            return scene, page
    raise AssertionError(styles)


def check_key(labels: str, key: bool) -> None:
    """Check that a key has something to answer.

    Raises:
        BodymapError: it has not.
    """
    if key and labels != "blank":
        raise BodymapError("a key needs blank lines; set labels to blank", field="key", value=key)


# --- the steps ------------------------------------------------------------------------------------------------------


def content_of(
    chart: Chart,
    *,
    side: SideLike | None = None,
    body: str = DEFAULT_BODY,
    view: ViewLike | None = None,
    layers: str | Layers = "",
    ranked: bool = False,
) -> PictureContent:
    """Decide what a picture shows: the first step of `plan`, which a table of many pictures runs beforehand.

    Raises:
        BodymapError: if a value is unknown, no plate shows a main muscle, or the layers leave none.
    """
    shown = parse_layers(layers) if isinstance(layers, str) else layers
    return picture_content(chart, ContentOptions(side, body, view, shown, ranked))


class Prepared(msgspec.Struct, frozen=True):
    """A request, resolved as far as possible without a sheet."""

    content: PictureContent
    request: FigureRequest
    theme: Theme
    layers: Layers


def prepare(
    chart: ChartLike,
    options: FigureOptions,
    *,
    labels: str = "plain",
    points: str = "auto",
    ranked: bool = False,
) -> Prepared:
    """Work out what is needed to lay out a page: the content, the request for its figure, the theme and the layers.

    Args:
        chart: what to show.
        options: whose body to show, from where, and how it looks.
        labels: the kind of labels.
        points: how trigger points are shown.
        ranked: colour and number the muscles in the chart's order.

    Raises:
        BodymapError: if a value is unknown, or no plate shows a main muscle.
    """
    given = as_chart(chart)
    kind, style = label_kind(labels), point_style(points, labels)
    if points == "list" and labels == "none":
        raise BodymapError("the list of points is part of the labels, so it needs labels", field="points", value=points)
    if points == "list" and labels == "blank":
        raise BodymapError("the list of points names the muscles; with blank lines use numbers", field="points")
    look = theme_of(options.theme, options.skin, options.base)
    shown = layers_of(options.layers, style)
    body = bodies.known(options.body)
    given = with_points(given) if points == "all" else given
    given = blanks.asking(given) if labels == "blank" else given
    content = content_of(given, side=options.side, body=body, view=options.view, layers=shown, ranked=ranked)
    content = blanks.visible(content) if labels == "blank" else content
    return Prepared(content, figure_request(content, kind, style, insets=shown.insets), look, shown)


def layers_of(layers: str | Layers, points: PointStyle) -> Layers:
    """Return the visible layers when points are drawn in a style."""
    shown = parse_layers(layers) if isinstance(layers, str) else layers
    return msgspec.structs.replace(shown, points=shown.points and points != "none")


def label_kind(labels: str) -> LabelStyle:
    """Return a kind of labels by its name.

    Raises:
        BodymapError: if there is no such kind.
    """
    if labels not in LABELS:
        raise unknown("kind of labels", labels, LABELS, field="labels")
    return labels


def figure_request(
    content: PictureContent, labels: LabelStyle, points: PointStyle, *, insets: bool = True
) -> FigureRequest:
    """Return the request for the figure of a picture: its kind of labels and how its points are shown."""
    numbers = point_numbers(content.views) if points in ("numbers", "list") else {}
    listed = numbers if points == "list" else {}
    if labels == "none":
        return FigureRequest(LabelRequest("none", points=listed), numbers, insets)
    if labels == "blank":
        return FigureRequest(LabelRequest("leaders", blank=True), numbers, insets)
    if labels == "numbers":
        return FigureRequest(LabelRequest("key", points=listed), numbers, insets)
    return FigureRequest(LabelRequest("leaders", labels, listed), numbers, insets)


def theme_of(theme: str | Theme, skin: str | None, base: BaseName | None) -> Theme:
    """Return a theme, given by name or as it is, with a skin and a base applied.

    Raises:
        BodymapError: if there is no such theme or skin.
    """
    if isinstance(theme, str):
        look = theme_files.named(theme, skin)
    else:
        look = theme if skin is None else theme_files.on_skin(theme, skin)
    return look if base is None else msgspec.structs.replace(look, base=base)
