"""The figures of a scene as SVG inside a page: every muscle and point a part that can be reached and tells its name."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement  # noqa: TID251 (elements are built, nothing is read)

import numpy as np
from PIL import Image, ImageColor

from .. import clouds, plates
from ..anatomy import atlas
from ..drawing.body import DARKEST, MODELLING
from ..drawing.fading import clear_of_fades, fade_depth
from ..drawing.scale import coloured
from ..drawing.shapes import overlaps
from ..geometry import CLOSE, CUBIC, MOVE, Shape, bounds, rings
from ..layout import Figure, Label, Locator
from ..plates import Part, Plate
from ..scene import Scene
from ..stage import Highlight
from ..theme import MuscleStyle, Theme

SHARP = 2.4
"""Pixels of the body's tone to a point, at most: it is soft, and a mail is small."""

TARGET = 12.0
"""How near, pt, a finger has to come to a point."""

COARSE = 5
"""Of so many points of the outline the small body keeps one."""

ROLES = {"primary": "main muscle", "secondary": "often involved"}


@dataclass(frozen=True)
class Frame:
    """A figure's own coordinates: points, its upper left corner at 0, y down. `id` is set before every id in it."""

    figure: Figure
    id: str

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.figure.place[2] - self.figure.place[0]

    @property
    def height(self) -> float:
        """How tall it is."""
        return self.figure.place[3] - self.figure.place[1]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the sheet lies."""
        return x - self.figure.place[0], self.figure.place[3] - y

    def data(self, shape: Shape) -> str:
        """A shape of the plate as path data."""
        sheet = self.figure.on_sheet(shape.points)
        local = np.stack([sheet[:, 0] - self.figure.place[0], self.figure.place[3] - sheet[:, 1]], 1)
        return data(Shape(local, shape.codes))


def figures(parent: Element, scene: Scene) -> None:
    """Every figure with its caption, and under them the small bodies that tell what part is seen."""
    for n, figure in enumerate(scene.figures):
        holder = put(parent, "figure")
        _figure(holder, scene, Frame(figure, f"f{n}"))
        caption = put(holder, "figcaption")
        texts = [(t.x, "b", t.text) for t in figure.letters]
        texts += [(figure.caption.x, "span", figure.caption.text)] if figure.caption else []
        for _, tag, words in sorted(texts):
            put(caption, tag).text = words
    if scene.locators:
        small = put(parent, "div", {"class": "locators", "aria-hidden": "true"})
        for locator in scene.locators:
            _locator(small, locator)


def _figure(holder: Element, scene: Scene, frame: Frame) -> None:
    figure, look = frame.figure, scene.look
    plate = plates.load(figure.body, figure.view)
    parts = {part.id: part for part in plate.parts}
    box = f"0 0 {frame.width:.1f} {frame.height:.1f}"
    caption = figure.caption.text if figure.caption else figure.view
    svg = put(holder, "svg", {"viewBox": box, "role": "group", "aria-label": f"{scene.title}: {caption}"})
    defs = put(svg, "defs")
    cut = put(defs, "clipPath", id=f"{frame.id}-cut")
    put(cut, "rect", width=f"{frame.width:.1f}", height=f"{frame.height:.1f}")
    inner: dict[str, str] = {"clip-path": f"url(#{frame.id}-cut)"}
    if figure.fade:
        _mask(defs, frame, look)
        inner["mask"] = f"url(#{frame.id}-fade)"
    layer = put(svg, "g", inner)
    _body(layer, defs, plate, frame, look)
    if figure.others and look.other_width:
        _others(layer, plate, frame, look)
    _muscles(layer, defs, scene, parts, frame)
    put(
        layer,
        "use",
        {"stroke-width": f"{look.outline_width:g}", "pointer-events": "none"},
        href=f"#{frame.id}-outline",
        fill="none",
        stroke=look.outline,
    )
    if figure.zones:
        _dots(layer, frame, parts, look)
    _points(svg, plate, frame, look)
    _badges(svg, [label for label in scene.labels if label.badge and _holds(figure, label)], frame, look)


# --- layers, from the back to the front -----------------------------------------------------------------------------


def _body(layer: Element, defs: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    put(defs, "path", {"id": f"{frame.id}-outline", "d": frame.data(plate.outline), "clip-rule": "evenodd"})
    cut = put(defs, "clipPath", id=f"{frame.id}-body")
    put(cut, "use", href=f"#{frame.id}-outline")
    tone = put(layer, "g", {"clip-path": f"url(#{frame.id}-body)", "aria-hidden": "true"})
    ground = put(tone, "g", id=f"{frame.id}-tone")
    put(ground, "rect", width=f"{frame.width:.1f}", height=f"{frame.height:.1f}", fill=look.body_light)
    if plate.shading is not None and look.toned:
        _tone(ground, plate.shading, frame, look)
    for contour in plate.contours:
        put(
            layer,
            "path",
            {"stroke-width": f"{look.contour_width:g}"},
            d=frame.data(contour),
            fill="none",
            stroke=look.contour,
        )


def _tone(ground: Element, shading: plates.Shading, frame: Frame, look: Theme) -> None:
    """The body's light and shade in the theme's colours, of this figure alone."""
    (x0, y0, x1, y1), (fx0, fy0, fx1, fy1) = shading.box, frame.figure.frame
    rows, columns = shading.grey.shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    left, right = max(int((fx0 - x0) / across), 0), min(int((fx1 - x0) / across) + 1, columns)
    top, bottom = max(int((fy0 - y0) / down), 0), min(int((fy1 - y0) / down) + 1, rows)
    ramp = np.clip((np.arange(256) - DARKEST) / (255 - DARKEST), 0, 1)[:, None] ** MODELLING
    shade, light = (np.array(ImageColor.getrgb(c)[:3]) for c in (look.body_shade, look.body_light))
    colours = np.round((1 - ramp) * shade + ramp * light).astype(np.uint8)
    picture = Image.fromarray(colours[shading.grey[top:bottom, left:right]])
    scale = min(SHARP * frame.figure.scale * across, 1.0)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    out = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "WEBP", quality=78, method=6)
    a = frame.at(*frame.figure.at(x0 + left * across, y0 + top * down))
    b = frame.at(*frame.figure.at(x0 + right * across, y0 + bottom * down))
    place = {"x": f"{a[0]:.1f}", "y": f"{a[1]:.1f}", "width": f"{b[0] - a[0]:.1f}", "height": f"{b[1] - a[1]:.1f}"}
    source = "data:image/webp;base64," + b64encode(out.getvalue()).decode()
    put(ground, "image", {**place, "preserveAspectRatio": "none", "href": source})


def _others(layer: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    """The superficial muscles of the view that are not shown, in one faint path."""
    shown = {h.part for h in frame.figure.highlights}
    faint = (
        frame.data(part.shape)
        for part in plate.parts
        if part.kind == "muscle" and part.layer == "superficial" and part.id not in shown
        if overlaps(part, frame.figure.frame)
    )
    put(
        layer,
        "path",
        {"stroke-width": f"{look.other_width:g}", "aria-hidden": "true"},
        d="".join(faint),
        fill="none",
        stroke=look.other,
    )


def _muscles(layer: Element, defs: Element, scene: Scene, parts: Mapping[str, Part], frame: Frame) -> None:
    figure, look = frame.figure, scene.look
    whys = {actor.muscle: actor.why for actor in scene.actors}
    groups: dict[tuple[str, bool], Element] = {}
    drawn: list[Part] = []
    for n, highlight in enumerate(figure.highlights):
        part = parts[highlight.part]
        if not overlaps(part, figure.frame):
            continue
        key = highlight.muscle, highlight.deep
        if key not in groups:
            groups[key] = _speaking(layer, highlight, whys.get(highlight.muscle, ""))
        style = coloured(look.role(highlight.role, highlight.rank), look, highlight.intensity)
        put(defs, "path", {"fill-rule": "evenodd"}, id=f"{frame.id}-{part.id}", d=frame.data(part.shape))
        hides = not highlight.deep and any(overlaps(part, bounds([other.shape])) for other in drawn)
        drawn.append(part)
        _muscle(groups[key], defs, f"{frame.id}-{n}", frame, part, style, look, deep=highlight.deep, hides=hides)
        for strokes in (parts[id] for id in figure.fibres if look.fibre_width):
            if (strokes.of, strokes.side) == (part.of, part.side):
                put(
                    groups[key],
                    "path",
                    {"stroke-width": f"{look.fibre_width:g}", "stroke-opacity": f"{look.fibre_alpha:g}"},
                    d=frame.data(strokes.shape),
                    fill="none",
                    stroke=style.edge,
                )


def _speaking(layer: Element, highlight: Highlight, why: str) -> Element:
    """A group that is a button: it has a name and a role, takes the focus, and shows its muscle in the list."""
    told = f"{atlas().muscle(highlight.muscle).name}, {ROLES[highlight.role]}"
    told += ", under another muscle" if highlight.deep else ""
    words = f"{told}. {why}".strip() if why else told
    return put(
        layer,
        "g",
        {
            "class": "muscle",
            "role": "button",
            "tabindex": "0",
            "aria-pressed": "false",
            "aria-label": words,
            "data-tip": words,
            "data-muscle": highlight.muscle,
        },
    )


def _muscle(
    group: Element,
    defs: Element,
    id: str,
    frame: Frame,
    part: Part,
    style: MuscleStyle,
    look: Theme,
    *,
    deep: bool,
    hides: bool,
) -> None:
    target = f"#{frame.id}-{part.id}"
    if hides:
        cut = put(defs, "clipPath", id=f"{id}-cut")
        put(cut, "use", href=target)
        covered = put(group, "g", {"clip-path": f"url(#{id}-cut)"})
        put(covered, "use", href=f"#{frame.id}-tone")
    alpha = style.deep_alpha if deep else style.alpha
    put(group, "use", {"href": target, "fill": style.fill, "fill-opacity": f"{alpha:g}"})
    if style.hatch:
        gap = f"{style.hatch.gap * (2 if deep else 1):g}"
        hatch = put(
            defs,
            "pattern",
            {"patternTransform": f"rotate({-style.hatch.angle:g})"},
            id=f"{id}-hatch",
            width=gap,
            height=gap,
            patternUnits="userSpaceOnUse",
        )
        put(hatch, "rect", {"y": "0"}, width=gap, height=f"{style.hatch.width:g}", fill=style.edge)
        put(group, "use", {"href": target, "fill": f"url(#{id}-hatch)"})
    edge = put(
        group,
        "use",
        {
            "class": "edge",
            "href": target,
            "fill": "none",
            "stroke": style.edge,
            "stroke-width": f"{style.width:g}",
            "stroke-linejoin": "round",
        },
    )
    if deep:
        edge.set("stroke-dasharray", " ".join(f"{length:g}" for length in look.dash))


def _dots(layer: Element, frame: Frame, parts: Mapping[str, Part], look: Theme) -> None:
    """The cloud as one path of points: a stroke without length and with a round cap is a dot."""
    places = clouds.dots(frame.figure, parts)
    places = places[clear_of_fades(places, frame.figure, look)]
    path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in (frame.at(*place) for place in places.tolist()))
    words = "Dots: where pain may be felt"
    put(
        layer,
        "path",
        {
            "class": "dots",
            "role": "img",
            "aria-label": words,
            "d": path,
            "fill": "none",
            "stroke": look.zone,
            "stroke-width": f"{look.dot:g}",
            "stroke-linecap": "round",
        },
    )


def _points(svg: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    marks = {mark.point: mark for mark in frame.figure.marks}
    shrink = min(max(frame.figure.scale / 0.7, 0.5), 1.0) ** 0.5
    r = look.point_size * shrink
    for point in (p for p in plate.points if p.id in marks):
        mark = marks[point.id]
        x, y = frame.at(*frame.figure.at(point.x, point.y))
        muscle = atlas().muscle(point.of)
        site = next((p.site for p in muscle.points if p.number == mark.number), "")
        words = f"Trigger point {mark.number} of {muscle.name}, {mark.side} side" + (f": {site}" if site else "")
        group = put(
            svg,
            "g",
            {
                "class": "point",
                "role": "img",
                "tabindex": "0",
                "aria-label": words,
                "data-tip": words,
                "data-muscle": mark.muscle,
            },
        )
        put(group, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{TARGET / 2:g}", "fill-opacity": "0"})
        cross = f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}m0 {-2 * r:.1f}l{-2 * r:.1f} {2 * r:.1f}"
        for colour, width in ((look.halo, look.halo_width), (look.point, look.point_width)):
            put(
                group,
                "path",
                {
                    "d": cross,
                    "fill": "none",
                    "stroke": colour,
                    "stroke-width": f"{width * shrink:.2f}",
                    "stroke-linecap": "round",
                },
            )


def _badges(svg: Element, labels: list[Label], frame: Frame, look: Theme) -> None:
    """The numbers of the list, in discs; one beside a small muscle has a line to it."""
    holder = put(svg, "g", {"class": "badge", "aria-hidden": "true"})
    for label in labels:
        if label.badge is None:
            continue
        if label.leader:
            path = "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (frame.at(*place) for place in label.leader))
            for colour, width in ((look.halo, look.leader_width + 1.3), (look.leader, look.leader_width)):
                put(holder, "path", {"d": path, "fill": "none", "stroke": colour, "stroke-width": f"{width:g}"})
        x, y = frame.at(*label.badge)
        put(
            holder,
            "circle",
            {"stroke-width": f"{look.leader_width:g}"},
            cx=f"{x:.1f}",
            cy=f"{y:.1f}",
            r="6.4",
            fill=look.paper,
            stroke=look.leader,
        )
        text = put(holder, "text", x=f"{x:.1f}", y=f"{y + 2.9:.1f}", fill=look.ink)
        text.text = label.number


def _holds(figure: Figure, label: Label) -> bool:
    """Whether a label's number stands on this figure."""
    if label.badge is None:
        return False
    (x, y), (x0, y0, x1, y1) = label.badge, figure.place
    return x0 - 30 <= x <= x1 + 30 and y0 <= y <= y1 and any(h.muscle == label.muscle for h in figure.highlights)


def _mask(defs: Element, frame: Frame, look: Theme) -> None:
    """White where the figure is seen, ever darker towards the edges at which it fades."""
    w, h, reach = frame.width, frame.height, fade_depth(frame.figure, look)
    box = {"width": f"{w:.1f}", "height": f"{h:.1f}"}
    mask = put(defs, "mask", box, id=f"{frame.id}-fade", maskUnits="userSpaceOnUse", x="0", y="0")
    put(mask, "rect", box, fill="#fff")
    ends = {
        "left": (0, 0, reach, 0),
        "right": (w, 0, w - reach, 0),
        "top": (0, 0, 0, reach),
        "bottom": (0, h, 0, h - reach),
    }
    for edge in frame.figure.fade:
        line = dict(zip(("x1", "y1", "x2", "y2"), (f"{v:.1f}" for v in ends[edge]), strict=True))
        ramp = put(mask, "linearGradient", line, id=f"{frame.id}-{edge}", gradientUnits="userSpaceOnUse")
        for t in np.linspace(0, 1, 6).tolist():
            dark = f"{1 - t * t * (3 - 2 * t):.3f}"
            put(ramp, "stop", {"offset": f"{t:g}", "stop-color": "#000", "stop-opacity": dark})
        put(mask, "rect", box, fill=f"url(#{frame.id}-{edge})")


def _locator(parent: Element, locator: Locator) -> None:
    plate = plates.load(locator.body, locator.view)
    x0, y0, x1, y1 = locator.frame
    svg = put(parent, "svg", viewBox=f"{x0:.0f} {y0:.0f} {x1 - x0:.0f} {y1 - y0:.0f}")
    outline = ("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring[::COARSE]) + "Z" for ring in rings(plate.outline, 1))
    put(svg, "path", {"d": "".join(outline), "fill-rule": "evenodd"})
    sx0, sy0, sx1, sy1 = locator.shows
    left, top = x0 + (sx0 - locator.place[0]) / locator.scale, y0 + (locator.place[3] - sy1) / locator.scale
    size = {"width": f"{(sx1 - sx0) / locator.scale:.0f}", "height": f"{(sy1 - sy0) / locator.scale:.0f}"}
    put(svg, "rect", size, x=f"{left:.0f}", y=f"{top:.0f}")


def sample(parent: Element, kind: str, look: Theme) -> None:
    """The sample of a legend's entry."""
    svg = put(parent, "svg", {"class": "swatch", "viewBox": "0 0 24 16", "aria-hidden": "true"})
    role, _, rank = kind.partition("-")
    box = {"x": "1", "y": "1", "width": "22", "height": "14"}
    if role in ("primary", "secondary", "rank"):
        style = look.role(role, int(rank or 0))
        put(svg, "rect", box, fill=look.body_light)
        put(
            svg,
            "rect",
            {**box, "fill-opacity": f"{style.alpha:g}", "stroke-width": f"{style.width:g}"},
            fill=style.fill,
            stroke=style.edge,
        )
    elif kind == "point":
        for colour, width in ((look.halo, look.halo_width), (look.point, look.point_width)):
            put(
                svg,
                "path",
                {"d": "M8 4l8 8m0 -8l-8 8", "stroke": colour, "stroke-linecap": "round", "stroke-width": f"{width:g}"},
            )
    elif kind == "deep":
        put(
            svg,
            "rect",
            {**box, "stroke-dasharray": " ".join(f"{length:g}" for length in look.dash)},
            fill=look.body_light,
            stroke=look.secondary.edge,
        )
    else:
        put(svg, "rect", box, fill=look.body_light)
        path = "M4 5h0M9 4h0M14 6h0M19 4h0M6 9h0M11 10h0M16 11h0M21 9h0M4 13h0M9 13h0M14 13h0"
        put(svg, "path", {"d": path, "stroke": look.zone, "stroke-linecap": "round", "stroke-width": "1.8"})


def put(parent: Element, tag: str, given: Mapping[str, str] = {}, **attributes: str) -> Element:
    """A new last child; attributes whose names Python can't write stand in `given`."""
    return SubElement(parent, tag, dict(given) | attributes)


# --- path data ------------------------------------------------------------------------------------------------------


def data(shape: Shape) -> str:
    """A shape as path data, to a tenth of a point."""
    return "".join(_commands(shape))


def _commands(shape: Shape) -> Iterator[str]:
    i, points = 0, shape.points
    while i < len(points):
        code = int(shape.codes[i])
        if code == CUBIC:
            yield "C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in points[i : i + 3].tolist())
            i += 3
            continue
        yield "Z" if code == CLOSE else f"{'M' if code == MOVE else 'L'}{points[i][0]:.1f} {points[i][1]:.1f}"
        i += 1
