"""Build the items of a figure: the body, muscles with their fibres, structures, areas, pain and trigger points.

From back to front: body tone and inner lines, area tints, faint lines of other muscles, muscles, deep muscles,
structures, outline, area edges, dots of pain, rings where it hurts, veils at the cut edges, trigger points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import forms
from ..body.geometry import LINE, MOVE, Box, Shape, bounds, inside, meet, rings, spans
from ..content.limbs import plate_for_figure
from ..knowledge.areas import areas
from ..layout.pain_dots import HALO, dots, without_strays
from ..layout.records import Figure, Inset
from . import accessible
from .context import FigureContext
from .fading import clear_of_fade, fade, veils
from .muscles import muscle_groups
from .opened import edges_left, opened_ground
from .pain_marks import clear_of_marks, pain_marks, paths
from .paints import paint_groups
from .parted import parted
from .quiet import quiet_muscles
from .records import Group, Image, Item, Path, Style
from .shading import palette, shading_image
from .shapes import circle, cross
from .spot_marks import spot_mark
from .structures import grounds, structure_groups
from .styles import DOTS, Styles

ELECTRODE, LEAST_ELECTRODE = 5.0, 1.5
"""Radius of an electrode, mm, as SENIAM recommends at most, and its least radius on the sheet, pt."""

FULL_SIZE = 0.7
"""Scale in pt per mm from which a trigger point's X is drawn at full size; on smaller bodies it shrinks."""


def figure_group(figure: Figure, styles: Styles, whys: Mapping[str, str], *, transparent: bool) -> Group:
    """Return a figure without its text.

    With `transparent`, cut edges fade to nothing; otherwise veils in the paper colour cover them.
    """
    plate = plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
    parts = {part.id: part for part in plate.parts}
    known = forms.load(figure.body, figure.view)
    fading = fade(figure, styles.theme)
    sore = pain_marks(figure, plate, fading, styles)
    context = FigureContext(figure, plate, parts, known, styles, fading, sore)
    shown = (
        *_body(context),
        *(opened_ground(context) if _shows_muscles(context) else ()),
        *(quiet_muscles(context) if _shows_muscles(context) else ()),
        *_area_tints(context),
        *(() if _shows_muscles(context) else _other_muscles(context)),
        *grounds(figure, context.parts, styles),
        *muscle_groups(context, whys),
        *edges_left(context),
        *structure_groups(context, whys),
        *paint_groups(context),
        *_image(context),
    )
    window = Group(
        "body",
        (*parted(context, shown), _outline(context), *_area_edges(context), *_spread(context), *_sore(context)),
        clip=figure.place,
        fade=context.fade if transparent else None,
    )
    cover = veils(context.fade, styles.theme.paper) if context.fade and not transparent else ()
    kind: Literal["figure", "inset"] = "inset" if isinstance(figure, Inset) else "figure"
    items = (window, *cover, *_points(context), *_pins(context), *_electrodes(context))
    return Group(kind, items, part=figure.view, label=accessible.figure(figure))


# --- the body -------------------------------------------------------------------------------------------------------


def _body(context: FigureContext) -> Iterator[Item]:
    """Yield the body tone and the inner lines where one part hides another."""
    figure, plate, theme = context.figure, context.plate, context.theme
    yield _ground(context, plate.outline, figure.frame, "body")
    style = context.styles.line("contour", theme.contour, theme.contour_width, cap="round", join="round")
    for contour in plate.contours:
        yield Path(context.shape(contour), style, "contour")


def _ground(context: FigureContext, shape: Shape, part: Box, id: str) -> Item:
    """Return the body tone within a shape; a flat fill if the plate or the theme has no shading."""
    clip, shading = context.shape(shape), context.plate.shading
    if shading is None or not context.theme.toned:
        return Path(clip, context.styles.add("body-tone", Style(fill=context.theme.body_light)), id)
    return shading_image(shading, context.figure, part, palette(context.theme), clip, id)


def _image(context: FigureContext) -> Iterator[Item]:
    """Yield the image that lies on the body, within its outline."""
    if (image := context.figure.image) is not None:
        x0, y0, x1, y1 = image.box
        box = (*context.figure.at(x0, y1), *context.figure.at(x1, y0))
        part = f"{context.figure.view}.grid"
        yield Image(box, image.pixels, part=part, clip=context.shape(context.plate.outline), smoothing="area")


def _outline(context: FigureContext) -> Item:
    theme, outline = context.theme, context.shape(context.plate.outline)
    style = context.styles.line("outline", theme.outline, theme.outline_width, join="round")
    ends = [*_closing_lines(context, outline)]
    if ends:
        outline = Shape(
            np.concatenate([outline.points, *ends]),
            np.concatenate([outline.codes, *(np.array([MOVE, LINE], dtype=np.uint8) for _ in ends)]),
        )
    return Path(outline, style, "outline")


def _closing_lines(context: FigureContext, outline: Shape) -> Iterator[NDArray[np.float64]]:
    """Yield the lines that close the body where it is cut off, each from end to end."""
    _, low, _, high = context.figure.place
    inside = context.theme.outline_width / 2  # the whole width of a line is seen
    for edge, y in (("bottom", low + inside), ("top", high - inside)):
        if edge in context.figure.closed:
            yield from (np.array(((x0, y), (x1, y))) for x0, x1 in spans(rings(outline), y))


def _shows_muscles(context: FigureContext) -> bool:
    """Return whether the other muscles are a quiet figure: if not, they are faint lines on the skin."""
    return context.theme.base == "muscles" and context.figure.others and context.forms is not None


def _other_muscles(context: FigureContext) -> Iterator[Item]:
    """Yield faint outlines of what is seen of the muscles that are not highlighted."""
    theme, shown = context.theme, {h.part for h in context.figure.highlights}
    shown |= {paint.part for paint in context.figure.paints}
    if not context.figure.others or not theme.other_width:
        return
    style = context.styles.line("other-muscle", theme.other, theme.other_width)
    # Where a limb is shown alone, a muscle may reach onto what is left out.
    body = context.shape(context.plate.outline) if context.figure.limb else None
    for part in context.plate.parts:
        if part.kind != "muscle" or part.id in shown or not meet(bounds([part.shape]), context.figure.frame):
            continue
        form = context.form(part)
        seen = part.shape if form is None or form.seen is None else form.seen
        faint = form.quiet if form else part.layer == "superficial"
        if faint and len(seen.codes) and not context.figure.opened.takes_off(part):
            yield Path(context.shape(seen), style, clip=body)


# --- areas, pain, points --------------------------------------------------------------------------------------------


def _area_tints(context: FigureContext) -> Iterator[Item]:
    for id in _outlined(context.figure):
        yield area_tint(context.shape(context.parts[id].shape), context.styles, id)


def _area_edges(context: FigureContext) -> Iterator[Item]:
    for id in _outlined(context.figure):
        yield area_edge(context.shape(context.parts[id].shape), context.styles, id)


def _outlined(figure: Figure) -> tuple[str, ...]:
    """Return the parts that are tinted and outlined: areas, and if a figure is about pain, where it is felt most."""
    cores = (zone.part for zone in figure.zones if zone.zone == "core") if figure.cores else ()
    return (*(spot.part for spot in figure.spots), *cores)


def area_tint(shape: Shape, styles: Styles, part: str = "") -> Path:
    """Return the soft tint of an area, drawn under the muscles."""
    area = styles.theme.area
    return Path(shape, styles.add("area-tint", Style(fill=area.tint, fill_opacity=area.alpha)), part)


def area_edge(shape: Shape, styles: Styles, part: str = "") -> Path:
    """Return the dotted edge of an area, drawn over the muscles."""
    area = styles.theme.area
    dash = tuple(length * area.width for length in DOTS)
    return Path(shape, styles.line("area-edge", area.edge, area.width, dash=dash, cap="round"), part)


def _spread(context: FigureContext) -> Iterator[Item]:
    """Yield the dots where the pain may spread, outside the rings."""
    if context.figure.zones:
        places = dots(context.figure, context.plate, context.parts)
        places = places[clear_of_fade(places, context.fade)]
        places = without_strays(places[clear_of_marks(places, context.sore)])
        if context.figure.limb:
            places = places[inside(rings(context.shape(context.plate.outline)), places)]
        if len(places):
            yield Group("pain", pain_dots(places, context.styles), part="zones", label=accessible.spread())


def _sore(context: FigureContext) -> Iterator[Item]:
    """Yield the rings where it hurts."""
    if context.sore:
        lines = tuple(paths(context.sore, context.styles))
        names = [areas().area(area.area).name for area in context.figure.sore]
        yield Group("pain", lines, part="hurts", label=accessible.hurts(names))


def pain_dots(places: NDArray[np.float64], styles: Styles) -> tuple[Path, Path]:
    """Return the halos and the dots of pain at places, (n, 2) pt."""
    theme = styles.theme
    halo = styles.add("pain-dot-halo", Style(fill=theme.pain.halo))
    dot = styles.add("pain-dot", Style(fill=theme.pain.dot))
    return (
        Path(circle(theme.dot / 2 + HALO), halo, "zones", at=places),
        Path(circle(theme.dot / 2), dot, "zones", at=places),
    )


def _points(context: FigureContext) -> Iterator[Item]:
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


def _pins(context: FigureContext) -> Iterator[Item]:
    """Yield the free spots, each a disc with its letter."""
    for one in context.figure.pins:
        items = tuple(spot_mark(one.letter, context.figure.at(one.x, one.y), context.styles))
        yield Group("points", items, part=f"spot.{one.letter}", label=accessible.spot(one))


def _electrodes(context: FigureContext) -> Iterator[Item]:
    """Yield the electrodes, each pair as two discs that are true to scale unless the body is small."""
    radius = max(ELECTRODE * context.figure.scale, LEAST_ELECTRODE)
    style = Style(fill=context.theme.point, stroke=context.theme.halo, width=round(0.5 * radius, 2))
    for pair in context.figure.electrodes:
        places = context.figure.on_sheet(np.array([pair.first, pair.second]))
        part = f"{pair.muscle}.{pair.side.value}.electrodes"
        yield Path(circle(radius), context.styles.add("electrode", style), part, at=places)


def crosses(places: NDArray[np.float64], styles: Styles, size: float = 1.0) -> tuple[Path, Path]:
    """Return the halos and the Xs of trigger points at places, (n, 2) pt; a `size` below 1 makes them smaller."""
    theme, shape = styles.theme, cross(styles.theme.point_size * size)
    name = "cross" if size == 1 else "cross-small"
    halo = styles.line(f"{name}-halo", theme.halo, theme.halo_width * size, cap="round")
    x = styles.line(name, theme.point, theme.point_width * size, cap="round")
    return Path(shape, halo, at=places), Path(shape, x, at=places)
