"""Makes drafting sheets to draw on: the body at 4 px/mm, a 10 mm grid, ghosted bones, and the existing curves."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import landmarks, parts
from .body import CANONICAL, posed_body
from .camera import VIEWS, Picture, photograph
from .curves import OPEN, drawings
from .mesh import Floats
from .shading import tone
from .surface import lift, polygon, put

SCALE = 4.0
SKIN = ("zones", "areas")
"""Kinds that lie over muscles; drawn only if named with `only`."""
Box = tuple[float, float, float, float]

# The right side on each canonical view, (x0, y0, x1, y1) in mm, a little larger than the part itself.
TRUNK_PARTS: dict[str, Box] = {
    "all": (-10, 0, 490, 1700),
    "head": (-20, 0, 130, 270),
    "neck": (-20, 130, 170, 370),
    "shoulder": (-15, 220, 280, 560),
    "back": (-15, 260, 230, 800),
    "chest": (-15, 270, 280, 640),
    "arm": (130, 290, 320, 660),
    "forearm": (220, 540, 420, 880),
    "hand": (310, 780, 490, 1000),
    "hip": (-15, 640, 230, 960),
    "thigh": (-15, 760, 220, 1280),
    "knee": (10, 1080, 200, 1360),
    "leg": (10, 1140, 200, 1690),
    "foot": (10, 1540, 200, 1700),
}
LATERAL_PARTS: dict[str, Box] = {
    "all": (-150, 0, 515, 1700),
    "head": (-110, 0, 170, 270),
    "neck": (-120, 130, 170, 380),
    "shoulder": (-130, 240, 200, 560),
    "back": (-140, 260, 150, 800),
    "chest": (-120, 270, 200, 640),
    "arm": (-90, 290, 260, 640),
    "forearm": (120, 490, 400, 780),
    "hand": (310, 660, 515, 850),
    "hip": (-150, 640, 150, 960),
    "thigh": (-130, 760, 150, 1280),
    "knee": (-80, 1080, 130, 1360),
    "leg": (-90, 1140, 130, 1690),
    "foot": (-70, 1540, 220, 1700),
}


SOLE_PARTS: dict[str, Box] = {
    "all": (-5, 0, 170, 330),
    "sole": (30, 15, 165, 310),
    "forefoot": (30, 15, 165, 150),
}


MEDIAL_PARTS: dict[str, Box] = {
    "all": (25, 890, 325, 1705),
    "thigh": (25, 890, 240, 1220),
    "knee": (25, 1120, 220, 1400),
    "leg": (25, 1280, 220, 1700),
    "foot": (25, 1540, 325, 1705),
}
PARTS = {"plantar": SOLE_PARTS, "medial": MEDIAL_PARTS} | dict.fromkeys(
    ("left-lateral", "right-lateral"), LATERAL_PARTS
)
"""The parts of each view that has other ones than the front and the back."""


def box_of(view: str, part: str) -> Box:
    parts = PARTS.get(view, TRUNK_PARTS)
    if part not in parts:
        raise ValueError(f"no part {part!r}; there is {', '.join(parts)}")
    x0, y0, x1, y1 = parts[part]
    if view in ("anterior", "plantar", "medial"):
        return -x1, y0, -x0, y1
    return (-x1, y0, -x0, y1) if view == "left-lateral" else (x0, y0, x1, y1)


def colour_of(name: str) -> tuple[int, int, int]:
    """Return a colour that is always the same for a name, so that neighbours differ in the same way on every sheet."""
    hue = (sum(ord(c) * (k + 7) for k, c in enumerate(name)) * 0.61803) % 1
    r, g, b = colorsys.hsv_to_rgb(hue, 0.85, 0.72)
    return round(255 * r), round(255 * g), round(255 * b)


class Paper:
    """A canvas over a box of a plate. Positions are in mm."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.size = round((box[2] - box[0]) * SCALE), round((box[3] - box[1]) * SCALE)
        self.image = Image.new("RGB", self.size, "white")
        self.font = ImageFont.load_default(13)

    def px(self, xy: Floats) -> list[tuple[float, float]]:
        p = (np.asarray(xy, float).reshape(-1, 2) - [self.box[0], self.box[1]]) * SCALE
        return [(float(x), float(y)) for x, y in p]

    def shape(
        self, rings: list[Floats], colour: tuple[int, int, int], fill: int, width: int, dashed: bool = False
    ) -> None:
        layer = Image.new("RGBA", self.size)
        pen = ImageDraw.Draw(layer)
        for ring in rings:
            points = self.px(ring)
            if fill and len(points) > 2:
                pen.polygon(points, fill=(*colour, fill))
        for ring in rings:
            points = self.px(ring)
            points = [*points, points[0]]
            if dashed:
                for k in range(0, len(points) - 1, 24):
                    pen.line(points[k : k + 14], fill=(*colour, 255), width=width)
            else:
                pen.line(points, fill=(*colour, 255), width=width)
        self.paste(layer)

    def paste(self, layer: Image.Image) -> None:
        self.image = Image.alpha_composite(self.image.convert("RGBA"), layer).convert("RGB")

    def text(self, xy: Floats, words: str, colour: tuple[int, int, int] = (20, 20, 20)) -> None:
        x, y = self.px(xy)[0]
        ImageDraw.Draw(self.image).text(
            (x, y), words, fill=colour, font=self.font, anchor="mm", stroke_width=2, stroke_fill="white"
        )


def background(shot: Picture, body: str, bones: float) -> Image.Image:
    seen = shot.hit >= 0
    light = np.where(seen, 238 - 75 * (1 - tone(shot)) / 0.6, 255)
    rgb = np.repeat(light[..., None], 3, axis=2) - np.where(seen[..., None], [0, 6, 12], 0)
    if bones > 0:
        from .skeleton import ghost

        rgb += bones * (255 * ghost(shot, body).over(rgb / 255) - rgb)
    return Image.fromarray(rgb.clip(0, 255).astype(np.uint8))


def grid(paper: Paper) -> None:
    layer = Image.new("RGBA", paper.size)
    pen = ImageDraw.Draw(layer)
    x0, y0, x1, y1 = paper.box
    for axis, low, high in ((0, x0, x1), (1, y0, y1)):
        for k in range(int(np.ceil(low / 10)) * 10, int(high) + 1, 10):
            alpha = 120 if k % 50 == 0 else 40
            ends = np.array([[k, y0], [k, y1]] if axis == 0 else [[x0, k], [x1, k]], float)
            pen.line(paper.px(ends), fill=(30, 70, 140, alpha), width=1)
    paper.paste(layer)
    for k in range(int(np.ceil(x0 / 20)) * 20, int(x1) + 1, 20):
        for y in (y0 + 3, y1 - 3):
            paper.text(np.array([k, y]), str(k), (30, 70, 140))
    for k in range(int(np.ceil(y0 / 20)) * 20, int(y1) + 1, 20):
        for x in (x0 + 5, x1 - 5):
            paper.text(np.array([x, k]), str(k), (30, 70, 140))


def marks(paper: Paper, body: str, view: str) -> None:
    pen = ImageDraw.Draw(paper.image)
    for mark in landmarks.on_plate(body, view):
        x, y = paper.px(np.array([mark.x, mark.y]))[0]
        colour = (200, 60, 20) if mark.where == "surface" else (20, 90, 200)
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), outline=colour, width=2)
        paper.text(np.array([mark.x, mark.y - 3.4]), mark.name, colour)


def drawn_curves(paper: Paper, view: str, only: tuple[str, ...]) -> None:
    """Draw the curves of this view, and those of other views as thin lines where this view sees them."""
    pen_names: list[tuple[Floats, str, tuple[int, int, int]]] = []
    for d in drawings():
        if (only and d.of not in only) or d.kind == "landmarks":
            continue
        colour = colour_of(d.of)
        if d.kind in SKIN and not only:
            continue
        if d.view != view:
            for line in seen_elsewhere(d.lines, d.view, view):
                ImageDraw.Draw(paper.image).line(paper.px(line), fill=colour, width=1)
            continue
        if d.kind == "points":
            x, y = paper.px(d.lines[0])[0]
            pen = ImageDraw.Draw(paper.image)
            pen.line((x - 6, y - 6, x + 6, y + 6), fill=(0, 0, 0), width=3)
            pen.line((x - 6, y + 6, x + 6, y - 6), fill=(0, 0, 0), width=3)
            pen_names.append((d.lines[0] + [[0, -3.5]], f"{d.mark}", (0, 0, 0)))
        elif d.mark in OPEN:
            for line in d.lines:
                ImageDraw.Draw(paper.image).line(paper.px(line), fill=colour, width=5 if d.kind == "courses" else 1)
        else:
            paper.shape(
                list(d.lines), colour, 50 if d.kind == "muscles" else 25, 2, d.layer == "deep" or d.kind in SKIN
            )
            where = polygon(d.lines).representative_point()
            pen_names.append((np.array([[where.x, where.y]]), d.id, colour))
    for xy, words, colour in pen_names:
        paper.text(xy, words, colour)


def seen_elsewhere(lines: tuple[Floats, ...], drawn_on: str, view: str) -> Iterator[Floats]:
    for line in lines:
        xy, visible = put(lift(line, drawn_on), CANONICAL, view)
        steps = np.hypot(*np.diff(xy, axis=0).T) < 6
        breaks = np.flatnonzero(~(visible[:-1] & visible[1:] & steps))
        for part in np.split(np.arange(len(xy)), breaks + 1):
            if len(part) > 2:
                yield xy[part]


def proof(paper: Paper, body: str, view: str, only: tuple[str, ...]) -> None:
    """Draw the parts of the finished plate."""
    names = []
    own_view = parts.own_drawing_of(view)
    for kind in ("muscles", "structures", *(SKIN if only else ())):
        for name, ds in parts.drawn(kind).items():
            if only and ds[0].of not in only:
                continue
            region = parts.region(kind, name, body, own_view)
            if region is None:
                continue
            colour, deep = colour_of(ds[0].of), region.drawing.layer == "deep" or kind in SKIN
            where = region.area.representative_point()
            for _, flip in parts.sides(view):
                outlines = [bezier_line(c) * [flip, 1] for c in region.curves]
                paper.shape(outlines, colour, 25 if kind in SKIN else 60, 2, deep)
                names.append((np.array([[flip * where.x, where.y]]), name, colour))
    for d, curves in parts.courses(body, own_view):
        if only and d.of not in only:
            continue
        for _, flip in parts.sides(view):
            for curve in curves:
                line = paper.px(bezier_line(curve) * [flip, 1])
                ImageDraw.Draw(paper.image).line(line, fill=colour_of(d.of), width=5)
    for d, xy in parts.points(body, own_view):
        if only and d.of not in only:
            continue
        for _, flip in parts.sides(view):
            x, y = paper.px(xy * [flip, 1])[0]
            pen = ImageDraw.Draw(paper.image)
            pen.line((x - 6, y - 6, x + 6, y + 6), fill=(0, 0, 0), width=3)
            pen.line((x - 6, y + 6, x + 6, y - 6), fill=(0, 0, 0), width=3)
    for xy, words, colour in names:
        paper.text(xy, words, colour)


def bezier_line(curve: Floats) -> Floats:
    start, rest = curve[0], curve[1:].reshape(-1, 3, 2)
    t = np.linspace(0, 1, 7)[1:, None]
    out, a = [start[None]], start
    for b, c, d in rest:
        out.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d)
        a = d
    return np.concatenate(out)


def sheet(
    view: str, part: str, box: Box | None, only: tuple[str, ...], as_proof: bool, body: str, out: Path, bones: float
) -> None:
    if view not in VIEWS:
        raise ValueError(f"no view {view!r}; there is {', '.join(VIEWS)}")
    body = body if as_proof else CANONICAL
    paper = Paper(box or box_of(view, part))
    shot = photograph(posed_body(body, VIEWS[view].pose), VIEWS[view], SCALE, paper.box)
    paper.image = background(shot, body, bones)
    grid(paper)
    if as_proof:
        proof(paper, body, view, only)
    else:
        drawn_curves(paper, view, only)
    marks(paper, body, view)
    out.parent.mkdir(parents=True, exist_ok=True)
    paper.image.save(out)
