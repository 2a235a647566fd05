"""Build the items of a figure: the body, muscles with their fibres, structures, areas, pain and trigger points.

From back to front: body tone and inner lines, area tints, faint lines of other muscles, muscles, deep muscles,
structures, outline, area edges, pain, veils at the cut edges, trigger points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, bounds, meet
from ..body.plate import Part, Plate
from ..content.limbs import plate_for_figure
from ..content.view_content import Highlight
from ..layout.records import Figure, Inset
from ..style.theme import Theme
from . import accessible
from .fading import fade, veils
from .hatching import hatch_lines
from .intensity import muscle_style
from .pain_dots import dots
from .records import Fade, Group, Item, Path, Style
from .shading import shading_image
from .shapes import circle, cross, on_sheet, segments
from .structures import grounds, structure_groups
from .styles import DOTS, Styles, muscle_edge, muscle_fill

VEILED = 0.4
"""Fill opacity of a deep secondary muscle under a main one, as a share of its usual opacity."""

FULL_SIZE = 0.7
"""Scale in pt per mm from which a trigger point's X is drawn at full size; on smaller bodies it shrinks."""


class _Context(NamedTuple):
    """What every step of drawing a figure needs."""

    figure: Figure
    plate: Plate
    parts: Mapping[str, Part]
    styles: Styles
    fade: Fade | None

    @property
    def theme(self) -> Theme:
        return self.styles.theme

    def shape(self, shape: Shape) -> Shape:
        return on_sheet(self.figure, shape)


def figure_group(figure: Figure, styles: Styles, whys: Mapping[str, str], *, transparent: bool) -> Group:
    """Return a figure without its text.

    With `transparent`, cut edges fade to nothing; otherwise veils in the paper colour cover them.
    """
    plate = plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
    context = _Context(figure, plate, {part.id: part for part in plate.parts}, styles, fade(figure, styles.theme))
    window = Group(
        "body",
        (
            *_body(context),
            *_area_tints(context),
            *_other_muscles(context),
            *grounds(figure, context.parts, styles),
            *_muscles(context, whys),
            *structure_groups(figure, context.parts, styles, whys),
            _outline(context),
            *_area_edges(context),
            *_pain(context),
        ),
        clip=figure.place,
        fade=context.fade if transparent else None,
    )
    cover = veils(context.fade, styles.theme.paper) if context.fade and not transparent else ()
    kind: Literal["figure", "inset"] = "inset" if isinstance(figure, Inset) else "figure"
    return Group(kind, (window, *cover, *_points(context)), part=figure.view, label=accessible.figure(figure))


# --- the body -------------------------------------------------------------------------------------------------------


def _body(context: _Context) -> Iterator[Item]:
    """Yield the body tone and the inner lines where one part hides another."""
    figure, plate, theme = context.figure, context.plate, context.theme
    yield _ground(context, plate.outline, figure.frame, "body")
    style = context.styles.line("contour", theme.contour, theme.contour_width, cap="round", join="round")
    for contour in plate.contours:
        yield Path(context.shape(contour), style, "contour")


def _ground(context: _Context, shape: Shape, part: Box, id: str) -> Item:
    """Return the body tone within a shape; a flat fill if the plate or the theme has no shading."""
    clip, shading = context.shape(shape), context.plate.shading
    if shading is None or not context.theme.toned:
        return Path(clip, context.styles.add("body-tone", Style(fill=context.theme.body_light)), id)
    return shading_image(shading, context.figure, part, context.theme, clip, id)


def _outline(context: _Context) -> Item:
    theme = context.theme
    style = context.styles.line("outline", theme.outline, theme.outline_width, join="round")
    return Path(context.shape(context.plate.outline), style, "outline")


def _other_muscles(context: _Context) -> Iterator[Item]:
    """Yield faint outlines of the superficial muscles that are not highlighted."""
    theme, shown = context.theme, {h.part for h in context.figure.highlights}
    if not context.figure.others or not theme.other_width:
        return
    style = context.styles.line("other-muscle", theme.other, theme.other_width)
    for part in context.plate.parts:
        faint = part.kind == "muscle" and part.layer == "superficial" and part.id not in shown
        if faint and meet(bounds([part.shape]), context.figure.frame):
            yield Path(context.shape(part.shape), style)


# --- muscles --------------------------------------------------------------------------------------------------------


def _muscles(context: _Context, whys: Mapping[str, str]) -> Iterator[Item]:
    """Yield the muscles, nearest the skin on top; deep ones come last, drawn through what covers them."""
    highlights = context.figure.highlights
    boxes = {h.part: bounds([context.parts[h.part].shape]) for h in highlights}
    main = [boxes[h.part] for h in highlights if h.role == "primary" and not h.deep]
    groups: list[tuple[bool, Group]] = []
    for n, highlight in enumerate(highlights):
        box = boxes[highlight.part]
        covers = not highlight.deep and any(meet(box, boxes[h.part]) for h in highlights[:n])
        veiled = highlight.deep and highlight.role != "primary" and any(meet(box, other) for other in main)
        items = tuple(_muscle(context, highlight, box, covers=covers, veiled=veiled))
        label = accessible.muscle(highlight, whys.get(highlight.muscle, ""))
        groups.append((highlight.deep, Group("muscle", items, highlight.part, label, highlight.muscle)))
    yield from (group for deep, group in groups if not deep)
    yield from (group for deep, group in groups if deep)


def _muscle(context: _Context, highlight: Highlight, box: Box, *, covers: bool, veiled: bool) -> Iterator[Item]:
    """Yield a muscle: its fill, hatching, fibres and edge, over a patch of body tone if it covers another muscle."""
    figure, theme, styles = context.figure, context.theme, context.styles
    part, deep = context.parts[highlight.part], highlight.deep
    style = muscle_style(theme.role(highlight.role, highlight.rank), theme, highlight.intensity)
    name = "-".join([_role(highlight), *(["deep"] if deep else [])])
    shape = context.shape(part.shape)
    if covers and meet(box, figure.frame):
        # A superficial muscle hides what is under it: draw the body again, then the fill.
        yield _ground(context, part.shape, box, "body")
    fill = muscle_fill(style, deep=deep, share=VEILED if veiled else 1.0)
    yield Path(shape, styles.add(f"{name}-veiled-fill" if veiled else f"{name}-fill", fill), part.id)
    if style.hatch:
        lines = hatch_lines(figure.on_box(box), style.hatch, deep=deep and highlight.intensity is None)
        if len(lines):
            hatch = styles.line(f"{name}-hatch", style.edge, style.hatch.width)
            yield Path(segments(lines), hatch, part.id, clip=shape)
    for strokes in (context.parts[id] for id in figure.fibres if theme.fibre_width):
        if (strokes.of, strokes.side) == (part.of, part.side):
            fibre = styles.line(
                f"{name}-fibre", style.edge, theme.fibre_width, stroke_opacity=theme.fibre_alpha, cap="round"
            )
            yield Path(context.shape(strokes.shape), fibre, strokes.id)
    yield Path(shape, styles.add(f"{name}-edge", muscle_edge(style, theme, deep=deep)), part.id)


def _role(highlight: Highlight) -> str:
    if highlight.intensity is not None:
        return f"intensity-{round(highlight.intensity * 100)}"
    return f"rank-{highlight.rank}" if highlight.rank else highlight.role


# --- areas, pain, points --------------------------------------------------------------------------------------------


def _area_tints(context: _Context) -> Iterator[Item]:
    for spot in context.figure.spots:
        yield area_tint(context.shape(context.parts[spot.part].shape), context.styles, spot.part)


def _area_edges(context: _Context) -> Iterator[Item]:
    for spot in context.figure.spots:
        yield area_edge(context.shape(context.parts[spot.part].shape), context.styles, spot.part)


def area_tint(shape: Shape, styles: Styles, part: str = "") -> Path:
    """Return the soft tint of an area, drawn under the muscles."""
    area = styles.theme.area
    return Path(shape, styles.add("area-tint", Style(fill=area.tint, fill_opacity=area.alpha)), part)


def area_edge(shape: Shape, styles: Styles, part: str = "") -> Path:
    """Return the dotted edge of an area, drawn over the muscles."""
    area = styles.theme.area
    dash = tuple(length * area.width for length in DOTS)
    return Path(shape, styles.line("area-edge", area.edge, area.width, dash=dash, cap="round"), part)


def _pain(context: _Context) -> Iterator[Item]:
    if context.figure.zones:
        places = dots(context.figure, context.parts, context.fade)
        if len(places):
            cloud = pain_path(places, context.styles)
            yield Group("pain", (cloud,), part="zones", label=accessible.pain())


def pain_path(places: NDArray[np.float64], styles: Styles) -> Path:
    """Return pain dots at places, (n, 2) pt."""
    theme = styles.theme
    return Path(circle(theme.dot / 2), styles.add("pain-dot", Style(fill=theme.zone)), "zones", at=places)


def _points(context: _Context) -> Iterator[Item]:
    """Yield the trigger points as Xs, with all halos under all Xs."""
    marks = {mark.point: mark for mark in context.figure.marks}
    points = [point for point in context.plate.points if point.id in marks]
    if not points:
        return
    size = min(max(context.figure.scale / FULL_SIZE, 0.5), 1.0) ** 0.5
    places = np.array([context.figure.at(point.x, point.y) for point in points])
    halo, x = crosses(places, context.styles, size)
    single = (
        Group(
            "point",
            (msgspec.structs.replace(x, part=point.id, at=place[None]),),
            point.id,
            accessible.point(marks[point.id], point.of),
            marks[point.id].muscle,
        )
        for point, place in zip(points, places, strict=True)
    )
    yield Group("points", (halo, *single), part="points", label=accessible.points())


def crosses(places: NDArray[np.float64], styles: Styles, size: float = 1.0) -> tuple[Path, Path]:
    """Return the halos and the Xs of trigger points at places, (n, 2) pt; a `size` below 1 makes them smaller."""
    theme, shape = styles.theme, cross(styles.theme.point_size * size)
    name = "cross" if size == 1 else "cross-small"
    halo = styles.line(f"{name}-halo", theme.halo, theme.halo_width * size, cap="round")
    x = styles.line(name, theme.point, theme.point_width * size, cap="round")
    return Path(shape, halo, at=places), Path(shape, x, at=places)
