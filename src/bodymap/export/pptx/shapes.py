"""A scene as PowerPoint's own shapes over a picture of the body: a teacher may recolour, move and animate each.

Every shape has the id of what it shows as its name; shapes of a kind are grouped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from ...body import plates
from ...body.geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape, bounds, rings
from ...body.plate import Part
from ...content.view_content import Highlight
from ...drawing import clouds
from ...drawing.fading import clear_of_fades, fade_depth
from ...knowledge.anatomy import atlas
from ...layout.records import Figure, Inset, Key, Label
from ...scene import Scene
from ...style import fonts
from ...style.text import Text
from ...style.theme import MuscleStyle, Theme
from .deck import Place

FINE = 100
"""Units of a shape's own coordinates to a point of the sheet: PowerPoint keeps whole numbers alone."""

ALIGN = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}


@dataclass(frozen=True)
class Grid:
    """Where the sheet lies on the slide: the place of its picture, and EMU to a point of the sheet."""

    place: Place
    unit: float

    def box(self, box: Box) -> tuple[int, int, int, int]:
        """Left, top, width and height of a box of the sheet, in EMU."""
        x0, y0, x1, y1 = box
        height = self.place.height / self.unit
        left, top = self.place.left + x0 * self.unit, self.place.top + (height - y1) * self.unit
        return round(left), round(top), round((x1 - x0) * self.unit), round((y1 - y0) * self.unit)


@dataclass(frozen=True)
class Pen:
    """How a shape is filled and edged: colours as #rrggbb or none, widths in points of the sheet."""

    fill: str = ""
    alpha: float = 1.0
    edge: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    edge_alpha: float = 1.0


def draw(scene: Scene, shapes: Any, grid: Grid) -> None:
    """Put everything of a scene but its bodies and frames on a slide, from the back to the front."""
    look = scene.theme
    for figure in scene.all_figures:
        plate = plates.load(figure.body, figure.view)
        parts = {part.id: part for part in plate.parts}
        seen = f"{figure.view} inset" if isinstance(figure, Inset) else figure.view
        muscles = _group(shapes, f"muscles {seen}", "Muscles")
        for highlight in figure.highlights:
            _muscle(muscles, scene, figure, highlight, parts, grid)
        if figure.zones:
            _cloud(shapes, figure, clouds.dots(figure, parts), look, grid)
        points = _group(shapes, f"points {seen}", "Trigger points")
        wanted = {mark.point: mark for mark in figure.marks}
        for point in (p for p in plate.points if p.id in wanted):
            words = f"Trigger point {wanted[point.id].number} of {atlas().muscle(wanted[point.id].muscle).name}"
            shrink = min(max(figure.scale / 0.7, 0.5), 1.0) ** 0.5
            _cross(points, figure.at(point.x, point.y), look, grid, point.id, words, shrink)
        if figure.numerals:
            _texts(_group(shapes, f"numbers {seen}", "Numbers"), figure.numerals, grid, "number")
    names = _group(shapes, "names", "Names of the muscles")
    for label in scene.labels:
        _label(names, label, look, grid)
    legend = _group(shapes, "legend", "Legend")
    for key in scene.legend:
        _key(legend, key, look, grid)


# --- what is drawn --------------------------------------------------------------------------------------------------


def _muscle(group: Any, scene: Scene, figure: Figure, highlight: Highlight, parts: dict[str, Part], grid: Grid) -> None:
    look = scene.theme
    part, style = parts[highlight.part], look.role(highlight.role, highlight.rank)
    shape = _within(Shape(figure.on_sheet(part.shape.points), part.shape.codes), _window(figure, look))
    if shape is None:
        return
    role = "main muscle" if highlight.role == "primary" else "often involved"
    words = f"{atlas().muscle(highlight.muscle).name}, {highlight.side} side, {role}"
    freeform(group, shape, grid, _pen(style, look, deep=highlight.deep), part.id, words)
    for id in figure.fibres:
        strokes = parts[id]
        if (strokes.of, strokes.side) == (part.of, part.side):
            lines = Shape(figure.on_sheet(strokes.shape.points), strokes.shape.codes)
            if _inside(bounds([lines]), _window(figure, look)):
                pen = Pen(edge=style.edge, width=look.fibre_width, edge_alpha=look.fibre_alpha)
                freeform(group, lines, grid, pen, id, "")


def _pen(style: MuscleStyle, look: Theme, *, deep: bool) -> Pen:
    alpha = style.deep_alpha if deep else style.alpha
    return Pen(style.fill, alpha, style.edge, style.width, tuple(look.dash) if deep else ())


def _cloud(shapes: Any, figure: Figure, places: NDArray[np.float64], look: Theme, grid: Grid) -> None:
    """The dots of a figure's zones, one shape: each an octagon."""
    places = places[clear_of_fades(places, figure, look)]
    x0, y0, x1, y1 = figure.place
    places = places[(places > (x0, y0)).all(1) & (places < (x1, y1)).all(1)]
    if not len(places):
        return
    turn = np.arange(8) * np.pi / 4
    octagon = np.stack([np.cos(turn), np.sin(turn)], 1) * look.dot / 2
    points = np.concatenate([np.concatenate([octagon, octagon[:1]]) + place for place in places])
    codes = np.tile(np.array([MOVE, *[LINE] * 7, CLOSE], dtype=np.uint8), len(places))
    shape = Shape(points, codes)
    freeform(shapes, shape, grid, Pen(look.zone), f"pain {figure.view}", "Dots: where pain may be felt")


def _cross(
    shapes: Any, at: tuple[float, float], look: Theme, grid: Grid, id: str, words: str, shrink: float = 1.0
) -> None:
    """An X, and under it a wider one that sets it off."""
    x, y = at
    r = look.point_size * shrink
    points = np.array([(x - r, y - r), (x + r, y + r), (x - r, y + r), (x + r, y - r)])
    shape = Shape(points, np.array([MOVE, LINE, MOVE, LINE], dtype=np.uint8))
    both = _group(shapes, id, words)
    freeform(both, shape, grid, Pen(edge=look.halo, width=look.halo_width * shrink), f"{id} halo", "")
    freeform(both, shape, grid, Pen(edge=look.point, width=look.point_width * shrink), f"{id} cross", words)


def _label(shapes: Any, label: Label, look: Theme, grid: Grid) -> None:
    name = " ".join(line.text for line in label.lines[:1])
    group = _group(shapes, f"name {label.muscle}", name)
    if label.leader:
        points = np.array(label.leader)
        line = Shape(points, np.array([MOVE, *[LINE] * (len(points) - 1)], dtype=np.uint8))
        freeform(group, line, grid, Pen(edge=look.halo, width=look.leader_width + 1.3), "leader halo", "")
        freeform(group, line, grid, Pen(edge=look.leader, width=look.leader_width), "leader", "")
        if not label.badge:
            _disc(group, label.leader[-1], 1.6, Pen(look.leader, edge=look.halo, width=0.9), grid)
    if label.badge:
        _disc(group, label.badge, look.type.foot * 0.9, Pen(look.paper, edge=look.leader, width=0.6), grid)
        size = look.type.foot
        at = (label.badge[0], label.badge[1] - size * 0.36)
        number = Text(label.number, *at, size, "semibold", align="center")
        _text(group, [number], grid, "number", colour=look.ink)
    _texts(group, label.lines, grid, "words")


def _key(shapes: Any, key: Key, look: Theme, grid: Grid) -> None:
    group = _group(shapes, f"legend {key.kind}", " ".join(line.text for line in key.lines))
    x0, y0, x1, y1 = key.swatch
    box = Shape(
        np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]),
        np.array([MOVE, LINE, LINE, LINE, CLOSE], dtype=np.uint8),
    )
    if key.kind in ("primary", "secondary", "rank"):
        freeform(group, box, grid, Pen(look.body_light), "ground", "")
        freeform(group, box, grid, _pen(look.role(key.kind, key.rank), look, deep=False), "sample", "")
    elif key.kind == "deep":
        freeform(group, box, grid, Pen(look.body_light, edge=look.quiet, width=1, dash=tuple(look.dash)), "sample", "")
    elif key.kind == "point":
        _cross(group, ((x0 + x1) / 2, (y0 + y1) / 2), look, grid, "sample", "")
    else:
        from ...drawing.dots import sample_dots

        for n, (x, y) in enumerate(sample_dots(key.swatch, look)):
            _disc(group, (float(x), float(y)), look.dot / 2, Pen(look.zone), grid, f"dot {n}")
    _texts(group, key.lines, grid, "words")


# --- shapes ---------------------------------------------------------------------------------------------------------


def freeform(shapes: Any, shape: Shape, grid: Grid, pen: Pen, name: str, words: str) -> None:
    """A shape of the sheet, its curves as curves; a hole is a second contour, as PowerPoint fills them."""
    x0, y0, x1, y1 = bounds([shape])
    made = shapes.add_shape(MSO_SHAPE.RECTANGLE, *grid.box((x0, y0, x1, y1)))
    made.name = name
    element = made._element
    _tell(element, words)
    properties = element.spPr
    properties.remove(properties.find(qn("a:prstGeom")))
    geometry = _child(properties, "a:custGeom")
    for tag in ("avLst", "gdLst", "ahLst", "cxnLst"):
        _child(geometry, f"a:{tag}")
    _child(geometry, "a:rect", l="0", t="0", r="r", b="b")
    width, height = max(round((x1 - x0) * FINE), 1), max(round((y1 - y0) * FINE), 1)
    path = _child(_child(geometry, "a:pathLst"), "a:path", w=str(width), h=str(height))
    local = np.round((shape.points - (x0, y1)) * (FINE, -FINE)).astype(int)
    i = 0
    while i < len(local):
        code = int(shape.codes[i])
        if code == CUBIC:
            _points(_child(path, "a:cubicBezTo"), local[i : i + 3])
            i += 3
            continue
        if code == CLOSE:
            _child(path, "a:close")
        else:
            _points(_child(path, "a:moveTo" if code == MOVE else "a:lnTo"), local[i : i + 1])
        i += 1
    _ink(element, pen, grid)


def _ink(element: Any, pen: Pen, grid: Grid) -> None:
    """Fill and edge by the pen alone: a shape's style would lay the theme's over them."""
    properties = element.spPr
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)
    for found in [c for c in properties if c.tag in (qn("a:solidFill"), qn("a:noFill"), qn("a:ln"))]:
        properties.remove(found)
    _colour(properties, pen.fill, pen.alpha)
    line = _child(properties, "a:ln")
    if pen.edge:
        line.set("w", str(round(pen.width * grid.unit)))
        line.set("cap", "rnd" if not pen.dash else "flat")
    _colour(line, pen.edge, pen.edge_alpha)
    if pen.edge and pen.dash:
        custom = _child(line, "a:custDash")
        on, off = (round(length / pen.width * 100_000) for length in pen.dash)
        _child(custom, "a:ds", d=str(on), sp=str(off))
    if pen.edge:
        _child(line, "a:round")


def _colour(parent: Any, colour: str, alpha: float) -> None:
    if not colour:
        _child(parent, "a:noFill")
        return
    found = _child(_child(parent, "a:solidFill"), "a:srgbClr", val=colour.lstrip("#").upper())
    if alpha < 1:
        _child(found, "a:alpha", val=str(round(alpha * 100_000)))


def _disc(shapes: Any, at: tuple[float, float], radius: float, pen: Pen, grid: Grid, name: str = "disc") -> None:
    x, y = at
    made = shapes.add_shape(MSO_SHAPE.OVAL, *grid.box((x - radius, y - radius, x + radius, y + radius)))
    made.name = name
    _ink(made._element, pen, grid)


def _texts(shapes: Any, lines: Sequence[Text], grid: Grid, name: str) -> None:
    """Lines under each other as one box of text; those that do not stand so as boxes of their own."""
    blocks: list[list[Text]] = []
    for line in lines:
        if blocks and blocks[-1][-1].x == line.x and blocks[-1][-1].align == line.align and line.y < blocks[-1][-1].y:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    for block in blocks:
        _text(shapes, block, grid, name)


def _text(shapes: Any, lines: Sequence[Text], grid: Grid, name: str, colour: str = "") -> None:
    wide = max(fonts.measure(line.text, line.weight, line.size) for line in lines) * 1.04
    first, last = lines[0], lines[-1]
    x0 = first.x - {"left": 0.0, "center": wide / 2, "right": wide}[first.align]
    box = (x0, last.y - last.size * 0.25, x0 + wide, first.y + first.size * 0.95)
    made = shapes.add_textbox(*grid.box(box))
    made.name = name
    frame = made.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = False, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for i, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGN[line.align]
        if i:
            paragraph.line_spacing = Pt((lines[i - 1].y - line.y) * grid.unit / 12700)
        run = paragraph.add_run()
        run.text = line.text
        run.font.size = Pt(round(line.size * grid.unit / 12700 * 10) / 10)
        run.font.bold, run.font.italic = line.weight == "semibold", line.weight == "italic"
        run._r.get_or_add_rPr().set("lang", "en-US")
        if colour:
            _colour(run._r.get_or_add_rPr(), colour, 1.0)
        else:
            # The theme's own: it stays legible on a dark slide.
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            run.font.color.brightness = 0.0 if line.tone == "ink" else 0.3


def _group(shapes: Any, name: str, words: str) -> Any:
    made = shapes.add_group_shape()
    made.name = name
    _tell(made._element, words)
    return made.shapes


def _tell(element: Any, words: str) -> None:
    if words:
        next(element.iter(qn("p:cNvPr"))).set("descr", words)


def _points(parent: Any, points: NDArray[np.int_]) -> None:
    for x, y in points.tolist():
        _child(parent, "a:pt", x=str(x), y=str(y))


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    found = parent.makeelement(qn(tag), attributes)
    parent.append(found)
    return found


# --- cut to the figure ----------------------------------------------------------------------------------------------


def _window(figure: Figure, look: Theme) -> Box:
    """Where a figure's muscles may lie: its box, but for the outer half of an edge that fades."""
    x0, y0, x1, y1 = figure.place
    cut = fade_depth(figure, look) / 2
    return (
        x0 + cut * ("left" in figure.fade),
        y0 + cut * ("bottom" in figure.fade),
        x1 - cut * ("right" in figure.fade),
        y1 - cut * ("top" in figure.fade),
    )


def _inside(box: Box, window: Box) -> bool:
    return box[0] >= window[0] and box[1] >= window[1] and box[2] <= window[2] and box[3] <= window[3]


def _within(shape: Shape, window: Box) -> Shape | None:
    """The part of a shape in a window; None where there is none. One that lies within keeps its curves."""
    if _inside(bounds([shape]), window):
        return shape
    kept = [ring for ring in (_clipped(ring, window) for ring in rings(shape)) if len(ring) > 2]
    if not kept:
        return None
    codes = [code for ring in kept for code in (MOVE, *[LINE] * (len(ring) - 1), CLOSE)]
    points = np.concatenate([np.concatenate([ring, ring[:1]]) for ring in kept])
    return Shape(points, np.array(codes, dtype=np.uint8))


def _clipped(ring: NDArray[np.float64], window: Box) -> NDArray[np.float64]:
    """A closed polyline cut by a window, edge after edge (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, window[0], 1), (0, window[2], -1), (1, window[1], 1), (1, window[3], -1)):
        found: list[NDArray[np.float64]] = []
        for a, b in zip(np.roll(ring, 1, axis=0), ring, strict=True):
            a_in, b_in = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if a_in != b_in:
                found.append(a + (b - a) * (limit - a[axis]) / (b[axis] - a[axis]))
            if b_in:
                found.append(b)
        ring = np.array(found).reshape(-1, 2)
        if not len(ring):
            break
    return ring
