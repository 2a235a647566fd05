"""The body behind the muscles: its tone, its lines, the muscles that are not shown, and the edges at which it fades."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import numpy as np
from PIL import Image

from ...body.plate import Plate, Shading
from ...drawing.fading import fade_depth, smooth
from ...drawing.shapes import overlaps
from ...drawing.tone import shades
from ...style.theme import Theme
from .elements import Element, Frame, put

SHARP = 2.4
"""Pixels of the body's tone to a point, at most: it is soft, and a mail is small."""

STOPS = 6
"""So many stops make the ramp of a faded edge."""


def draw_body(layer: Element, defs: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    """The tone and the inner lines; in `defs` the outline, for whoever draws or cuts along it."""
    put(defs, "path", id=f"{frame.id}-outline", d=frame.data(plate.outline), clip_rule="evenodd")
    cut = put(defs, "clipPath", id=f"{frame.id}-body")
    put(cut, "use", href=f"#{frame.id}-outline")
    tone = put(layer, "g", clip_path=f"url(#{frame.id}-body)", aria_hidden="true")
    ground = put(tone, "g", id=f"{frame.id}-tone")
    put(ground, "rect", width=frame.width, height=frame.height, fill=look.body_light)
    if plate.shading is not None and look.toned:
        _tone(ground, plate.shading, frame, look)
    for contour in plate.contours:
        line = frame.data(contour)
        put(layer, "path", d=line, fill="none", stroke=look.contour, stroke_width=look.contour_width)


def _tone(ground: Element, shading: Shading, frame: Frame, look: Theme) -> None:
    """The body's light and shade in the theme's colours, of this figure alone."""
    (x0, y0, x1, y1), (fx0, fy0, fx1, fy1) = shading.box, frame.figure.frame
    rows, columns = shading.grey.shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    left, right = max(int((fx0 - x0) / across), 0), min(int((fx1 - x0) / across) + 1, columns)
    top, bottom = max(int((fy0 - y0) / down), 0), min(int((fy1 - y0) / down) + 1, rows)
    picture = Image.fromarray(shades(look)[shading.grey[top:bottom, left:right]])
    scale = min(SHARP * frame.figure.scale * across, 1.0)
    size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
    out = BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "WEBP", quality=78, method=6)
    source = "data:image/webp;base64," + b64encode(out.getvalue()).decode()
    ax, ay = frame.at(*frame.figure.at(x0 + left * across, y0 + top * down))
    bx, by = frame.at(*frame.figure.at(x0 + right * across, y0 + bottom * down))
    width, height = round(bx - ax, 1), round(by - ay, 1)
    put(ground, "image", x=ax, y=ay, width=width, height=height, preserveAspectRatio="none", href=source)


def draw_others(layer: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    """The superficial muscles of the view that are not shown, in one faint path."""
    shown = {h.part for h in frame.figure.highlights}
    faint = (
        frame.data(part.shape)
        for part in plate.parts
        if part.kind == "muscle" and part.layer == "superficial" and part.id not in shown
        if overlaps(part, frame.figure.frame)
    )
    lines = put(layer, "path", d="".join(faint), fill="none", stroke=look.other, stroke_width=look.other_width)
    lines.set("aria-hidden", "true")


def draw_fade(defs: Element, frame: Frame, look: Theme) -> None:
    """A mask: white where the figure is seen, ever darker towards the edges at which it fades."""
    w, h, reach = frame.width, frame.height, fade_depth(frame.figure, look)
    mask = put(defs, "mask", id=f"{frame.id}-fade", maskUnits="userSpaceOnUse", x=0, y=0, width=w, height=h)
    put(mask, "rect", width=w, height=h, fill="#fff")
    ends = {
        "left": (0, 0, reach, 0),
        "right": (w, 0, w - reach, 0),
        "top": (0, 0, 0, reach),
        "bottom": (0, h, 0, h - reach),
    }
    for edge in frame.figure.fade:
        id = f"{frame.id}-{edge}"
        x1, y1, x2, y2 = (round(v, 1) for v in ends[edge])
        ramp = put(mask, "linearGradient", id=id, gradientUnits="userSpaceOnUse", x1=x1, y1=y1, x2=x2, y2=y2)
        for t in np.linspace(0, 1, STOPS).tolist():
            put(ramp, "stop", offset=t, stop_color="#000", stop_opacity=round(1 - smooth(t), 3))
        put(mask, "rect", width=w, height=h, fill=f"url(#{id})")
