"""The figures of a scene as SVG inside a page: every muscle and point a part that can be reached and tells its name."""

from __future__ import annotations

from ...body import plates
from ...body.geometry import Box, rings
from ...content import limbs
from ...layout.records import Inset, Locator
from ...scene import Scene
from ...style.theme import Theme
from .body import draw_body, draw_fade, draw_others
from .elements import Element, Frame, put
from .marks import draw_badges, draw_dots, draw_points
from .muscles import draw_muscles

COARSE = 5
"""Of so many points of the outline the small body keeps one."""


def figures(parent: Element, scene: Scene) -> None:
    """Every figure with its caption, and under them the small bodies that tell what part is seen."""
    for n, figure in enumerate(scene.all_figures):
        holder = put(parent, "figure")
        _figure(holder, scene, Frame(figure, f"f{n}"))
        caption = put(holder, "figcaption")
        texts = [(t.x, "b", t.text) for t in figure.letters]
        texts += [(figure.caption.x, "span", figure.caption.text)] if figure.caption else []
        for _, tag, words in sorted(texts):
            put(caption, tag).text = words
    if scene.locators:
        small = put(parent, "div", class_="locators", aria_hidden="true")
        for locator in scene.locators:
            _locator(small, locator)


def _figure(holder: Element, scene: Scene, frame: Frame) -> None:
    figure, look = frame.figure, scene.theme
    plate = limbs.plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
    parts = {part.id: part for part in plate.parts}
    told = f"{scene.title}: {figure.caption.text if figure.caption else figure.view}"
    svg = put(holder, "svg", viewBox=f"0 0 {frame.width:g} {frame.height:g}", role="group", aria_label=told)
    defs = put(svg, "defs")
    cut = put(defs, "clipPath", id=f"{frame.id}-cut")
    put(cut, "rect", width=frame.width, height=frame.height)
    layer = put(svg, "g", clip_path=f"url(#{frame.id}-cut)")
    if figure.fade:
        draw_fade(defs, frame, look)
        layer.set("mask", f"url(#{frame.id}-fade)")
    draw_body(layer, defs, plate, frame, look)
    if figure.others and look.other_width:
        draw_others(layer, plate, frame, look)
    draw_muscles(layer, defs, scene, parts, frame)
    edge = put(layer, "use", href=f"#{frame.id}-outline", fill="none", stroke=look.outline)
    edge.attrib |= {"stroke-width": f"{look.outline_width:g}", "pointer-events": "none"}
    if figure.zones:
        draw_dots(layer, frame, parts, look)
    draw_points(svg, plate, frame, look)
    for inset in scene.insets:
        if figure is scene.figures[inset.of]:
            _box(svg, frame, inset.source, look)
    if isinstance(figure, Inset):
        _box(svg, frame, figure.place, look)
    there = {muscle for inset in scene.insets for muscle in inset.named}
    draw_badges(svg, [x for x in scene.labels if (x.muscle in there) == isinstance(figure, Inset)], frame, look)


def _box(svg: Element, frame: Frame, box: Box, look: Theme) -> None:
    """The frame of an inset, or of what it shows."""
    (x0, y0), (x1, y1) = frame.at(box[0], box[3]), frame.at(box[2], box[1])
    edge = put(svg, "rect", x=x0, y=y0, width=x1 - x0, height=y1 - y0, fill="none", stroke=look.leader)
    edge.attrib |= {"stroke-width": "0.9", "pointer-events": "none"}


def _locator(parent: Element, locator: Locator) -> None:
    plate = plates.load(locator.body, locator.view)
    x0, y0, x1, y1 = locator.frame
    svg = put(parent, "svg", viewBox=f"{x0:.0f} {y0:.0f} {x1 - x0:.0f} {y1 - y0:.0f}")
    outline = ("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring[::COARSE]) + "Z" for ring in rings(plate.outline, 1))
    put(svg, "path", d="".join(outline), fill_rule="evenodd")
    for sx0, sy0, sx1, sy1 in locator.shows:
        left, top = x0 + (sx0 - locator.place[0]) / locator.scale, y0 + (locator.place[3] - sy1) / locator.scale
        width, height = (sx1 - sx0) / locator.scale, (sy1 - sy0) / locator.scale
        put(svg, "rect", x=round(left), y=round(top), width=round(width), height=round(height))
