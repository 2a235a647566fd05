"""A Scene onto a matplotlib Axes. Decides nothing: what is drawn where stands in the scene, how it looks in the theme.

The Axes is the sheet: one unit is one point, origin at the lower left. Artists carry the id of what they show as gid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text as TextArtist
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox
from numpy.typing import NDArray

from . import fonts, plates, stipple
from . import theme as themes
from .geometry import Box, Shape, bounds, distance, inside, rings
from .layout import Crop, Figure, Key, Label, Locator
from .plates import Part, Plate, Shading
from .scene import Scene
from .theme import MuscleStyle, Theme
from .typeset import Text

SPACING = 3.5
"""Between the dots in the core of a zone, pt."""

SPARSE = 0.26
"""The density of dots in the spillover, as a share of the core's."""

SOFT = 9.0
"""Over so much, pt, a cloud thins out towards its border."""

DARKEST = 70
"""The grey of a plate that becomes the theme's shade: plates keep lighter than this but in the folds."""

MODELLING = 1.35
"""Above 1 the form is modelled more strongly than on the plate."""

SETTINGS: Any = {
    "text.hinting": "none",
    "text.antialiased": True,
    "path.simplify": False,
    "path.snap": False,
    "svg.hashsalt": "bodymap",
}

_CLINICAL = {
    "body": 1,
    "other": 2,
    "muscle": 3,
    "deep": 4,
    "outline": 4.5,
    "zone": 5,
    "fade": 6,
    "mark": 7,
    "leader": 8,
    "text": 9,
}


# --- doors ----------------------------------------------------------------------------------------------------------


def figure(scene: Scene) -> Canvas:
    """A matplotlib Figure of the sheet's size, drawn. It belongs to no global state: pyplot does not know it."""
    with settings():
        sheet = scene.sheet
        # Matplotlib cuts to whole pixels; a sheet's size in points would lose one to rounding.
        width, height = ((n + 1e-6) / sheet.dpi for n in sheet.pixels)
        canvas = Canvas(figsize=(width, height), dpi=sheet.dpi)
        FigureCanvasAgg(canvas)
        look = themes.named(scene.theme)
        canvas.patch.set(facecolor=look.paper, alpha=0.0 if scene.transparent else 1.0)
        draw(scene, canvas.add_axes((0, 0, 1, 1)))
    return canvas


def draw(scene: Scene, ax: Axes) -> list[Artist]:
    """Draw a scene into an Axes, which becomes the sheet, and return the artists.

    Line widths and type are in points: they fit the figure where the Axes is as large as the sheet.
    """
    look = themes.named(scene.theme)
    ax.set(xlim=(0, scene.sheet.width), ylim=(0, scene.sheet.height), aspect="equal")
    ax.set_axis_off()
    artists: list[Artist] = []
    for figure in scene.figures:
        artists += _figure(figure, ax, look, fading=scene.transparent)
    for locator in scene.locators:
        artists += _locator(locator, ax, look, halo=scene.transparent)
    for label in scene.labels:
        artists += _label(label, ax, look, halo=scene.transparent)
    for key in scene.legend:
        artists += _key(key, ax, look, halo=scene.transparent)
    artists += _texts(scene.texts, ax, look, halo=scene.transparent)
    return artists


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib as these pictures need it, and afterwards as it was."""
    with mpl.rc_context(SETTINGS):
        yield


# --- a figure -------------------------------------------------------------------------------------------------------


def _figure(figure: Figure, ax: Axes, look: Theme, *, fading: bool) -> Iterable[Artist]:
    plate = plates.load(figure.body, figure.view)
    parts = {part.id: part for part in plate.parts}
    window = TransformedBbox(Bbox.from_extents(*figure.place), ax.transData)
    place = _placing(figure, ax)
    found: list[Artist] = []

    def add(artist: Artist, layer: str, gid: str = "") -> None:
        artist.set(zorder=_CLINICAL[layer], clip_box=window)
        if gid:
            artist.set_gid(gid)
        found.append(artist)

    outline = _path(plate.outline)
    for artist in _body(plate, outline, place, figure, ax, look):
        # The outline lies over the muscles: it is as fine where they reach it as elsewhere.
        add(artist, "outline" if artist.get_gid() == "outline" else "body", artist.get_gid() or "")
    shown = {h.part for h in figure.highlights}
    for part in plate.parts:
        if (
            part.kind == "muscle"
            and part.id not in shown
            and part.layer == "superficial"
            and _overlaps(part, figure.frame)
        ):
            add(PathPatch(_path(part.shape), fc="none", ec=look.other, lw=look.other_width, transform=place), "other")
    under: list[Box] = []
    fibres: dict[tuple[str, str], list[Part]] = {}
    for id in figure.fibres:
        fibres.setdefault((parts[id].of, parts[id].side), []).append(parts[id])
    for highlight in figure.highlights:
        part, style = parts[highlight.part], look.role(highlight.role)
        layer = "deep" if highlight.deep else "muscle"
        box = bounds([part.shape])
        if (
            not highlight.deep
            and any(_meet(box, other) for other in under)
            and plate.shading
            and _meet(box, figure.frame)
        ):
            # What lies under a muscle that is not deep itself is hidden by it: the body once more, then the fill.
            ground = _tone(plate.shading, figure, box, ax, look)
            ground.set_clip_path(_path(part.shape), place)
            add(ground, layer, "body")
        under.append(box)
        fill, edge = _muscle(part.shape, style, look, place, deep=highlight.deep)
        add(fill, layer, part.id)
        for strokes in fibres.get((part.of, part.side), ()):
            line = PathPatch(_path(strokes.shape), fc="none", ec=style.edge, lw=look.fibre_width, transform=place)
            line.set(capstyle="round", alpha=look.fibre_alpha)
            add(line, layer, strokes.id)
        add(edge, layer, part.id)
    if figure.zones:
        add(_cloud(figure, parts, ax, look), "zone", "zones")
    groups: list[Artist] = list(found)
    if fading and figure.fade:
        groups = [_Faded(found, figure, look, ax)]
    elif figure.fade:
        groups += _veils(figure, ax, look)
    for artist in groups:
        ax.add_artist(artist)
        artist.set_clip_box(window)
    shrink = min(max(figure.scale / 0.7, 0.5), 1.0) ** 0.5
    marks = _marks([figure.at(p.x, p.y) for p in _points(plate, figure)], ax, look, shrink)
    letters = _texts([t for t in (*figure.letters, figure.caption) if t], ax, look, halo=fading)
    return [*groups, *marks, *letters]


def _points(plate: Plate, figure: Figure) -> list[plates.Point]:
    wanted = {mark.point for mark in figure.marks}
    return [p for p in plate.points if p.id in wanted]


def _body(plate: Plate, outline: Path, place: Transform, figure: Crop, ax: Axes, look: Theme) -> Iterator[Artist]:
    """The tone of the body, its inner lines and its outline."""
    if plate.shading is None:
        yield PathPatch(outline, fc=look.body_light, ec="none", transform=place, gid="body")
    else:
        image = _tone(plate.shading, figure, figure.frame, ax, look)
        image.set_clip_path(outline, place)
        yield image
    for contour in plate.contours:
        line = PathPatch(_path(contour), fc="none", ec=look.contour, lw=look.contour_width, transform=place)
        line.set(capstyle="round", joinstyle="round", gid="contour")
        yield line
    edge = PathPatch(outline, fc="none", ec=look.outline, lw=look.outline_width, transform=place)
    edge.set(joinstyle="round", gid="outline")
    yield edge


def _tone(shading: Shading, figure: Crop, part: Box, ax: Axes, look: Theme) -> AxesImage:
    """The plate's shading between the theme's two body colours, of the frame's `part` alone."""
    grey, (x0, y0, x1, y1) = shading.grey, shading.box
    rows, columns = grey.shape
    across, down = (x1 - x0) / columns, (y1 - y0) / rows
    fx0, fy0 = max(figure.frame[0], part[0]), max(figure.frame[1], part[1])
    fx1, fy1 = min(figure.frame[2], part[2]), min(figure.frame[3], part[3])
    left, right = max(int((fx0 - x0) / across) - 2, 0), min(int((fx1 - x0) / across) + 3, columns)
    top, bottom = max(int((fy0 - y0) / down) - 2, 0), min(int((fy1 - y0) / down) + 3, rows)
    ramp = np.clip((np.arange(256) - DARKEST) / (255 - DARKEST), 0, 1)[:, None] ** MODELLING
    colours = (1 - ramp) * to_rgba(look.body_shade) + ramp * np.array(to_rgba(look.body_light))
    tone = np.round(colours * 255).astype(np.uint8)[grey[top:bottom, left:right]]
    a, b = figure.at(x0 + left * across, y0 + bottom * down), figure.at(x0 + right * across, y0 + top * down)
    image = AxesImage(ax, interpolation="bilinear", extent=(a[0], b[0], a[1], b[1]), origin="upper")
    image.set_data(tone)
    image.set_gid("body")
    return image


def _muscle(
    shape: Shape, style: MuscleStyle, look: Theme, place: Transform, *, deep: bool
) -> tuple[PathPatch, PathPatch]:
    """The fill of a muscle, and its edge."""
    path = _path(shape)
    fill = PathPatch(path, fc=to_rgba(style.fill, style.deep_alpha if deep else style.alpha), ec="none")
    fill.set(transform=place)
    edge = PathPatch(path, fc="none", ec=style.edge, lw=style.width, transform=place)
    edge.set(joinstyle="round", capstyle="butt", linestyle=(0, look.dash) if deep else "-")
    return fill, edge


def _cloud(figure: Figure, parts: dict[str, Part], ax: Axes, look: Theme) -> Artist:
    """Dots over every zone, dense in the cores; where zones overlap, as dense as the densest."""
    shapes = [(z.zone, parts[z.part].shape) for z in figure.zones]
    outlines = [(zone, bounds([shape]), rings(shape)) for zone, shape in shapes]
    scale = figure.scale

    def density(places: NDArray[np.float64]) -> NDArray[np.float64]:
        most = np.zeros(len(places))
        for zone, box, polygons in outlines:
            near = np.flatnonzero((places >= box[:2]).all(1) & (places <= box[2:]).all(1))
            near = near[inside(polygons, places[near])]
            if not len(near):
                continue
            depth = np.minimum(distance(polygons, places[near]) * scale / SOFT, 1.0)
            wanted = (0.35 + 0.65 * depth) * (1.0 if zone == "core" else SPARSE)
            most[near] = np.maximum(most[near], wanted)
        return most

    boxes = np.array([box for _, box, _ in outlines])
    whole: Box = (*boxes[:, :2].min(0), *boxes[:, 2:].max(0))
    dots = stipple.cloud(whole, SPACING / scale, density)
    dots = figure.on_sheet(dots)
    x, y = dots[_clear(dots, figure, look)].T
    dot = Line2D(x, y, linestyle="none", marker="o", markersize=look.dot, markeredgewidth=0, color=look.zone)
    dot.set_transform(ax.transData)
    return dot


def _marks(places: Sequence[tuple[float, float]], ax: Axes, look: Theme, shrink: float = 1.0) -> list[Artist]:
    """An X at each place, with a light halo; smaller, by `shrink`, where the body is small."""
    if not places:
        return []
    x, y = zip(*places, strict=True)
    cross = MarkerStyle("x", capstyle="round")
    found: list[Artist] = []
    for colour, width, layer in ((look.halo, look.halo_width, 0.0), (look.point, look.point_width, 0.1)):
        line = Line2D(x, y, linestyle="none", marker=cross, color=colour, zorder=_CLINICAL["mark"] + layer)
        line.set(
            markersize=look.point_size * 2 * shrink,
            markeredgewidth=width * shrink,
            markeredgecolor=colour,
            gid="points",
        )
        ax.add_line(line)
        found.append(line)
    return found


# --- fading ---------------------------------------------------------------------------------------------------------


def _clear(places: NDArray[np.float64], figure: Figure, look: Theme) -> NDArray[np.bool_]:
    """Which places lie where nothing fades: a zone that is cut off is not shown as a few lost dots."""
    x0, y0, x1, y1 = figure.place
    reach = 0.8 * _reach(figure, look)
    away = {
        "left": places[:, 0] - x0,
        "right": x1 - places[:, 0],
        "top": y1 - places[:, 1],
        "bottom": places[:, 1] - y0,
    }
    clear = np.ones(len(places), dtype=bool)
    for edge in figure.fade:
        clear &= away[edge] > reach
    return clear


def _mask(width: int, height: int, fade: Sequence[str], depth: tuple[float, float]) -> NDArray[np.float64]:
    """How much is seen at each cell, (height, width), 1 inside and 0 at the faded edges; row 0 is the top."""

    def ramp(n: int, low: bool, high: bool, reach: float) -> NDArray[np.float64]:
        at = np.arange(n) + 0.5
        t = np.ones(n)
        if low:
            t = np.minimum(t, at / reach)
        if high:
            t = np.minimum(t, (n - at) / reach)
        smooth: NDArray[np.float64] = t * t * (3 - 2 * t)
        return smooth

    across = ramp(width, "left" in fade, "right" in fade, depth[0])
    down = ramp(height, "top" in fade, "bottom" in fade, depth[1])
    return down[:, None] * across


def _veils(figure: Figure, ax: Axes, look: Theme) -> list[Artist]:
    """Paper laid over the faded edges, ever thicker: fading for every kind of output."""
    x0, y0, x1, y1 = figure.place
    reach = _reach(figure, look)
    strips = {
        "left": (x0, y0, x0 + reach, y1),
        "right": (x1 - reach, y0, x1, y1),
        "top": (x0, y1 - reach, x1, y1),
        "bottom": (x0, y0, x1, y0 + reach),
    }
    found: list[Artist] = []
    for edge in figure.fade:
        a0, b0, a1, b1 = strips[edge]
        flat = edge in ("top", "bottom")
        mask = _mask(1 if flat else 64, 64 if flat else 1, [edge], (64.0, 64.0))
        cells = np.empty((*mask.shape, 4), dtype=np.uint8)
        cells[..., :3] = np.round(np.array(to_rgb(look.paper)) * 255)
        cells[..., 3] = np.round((1 - mask) * 255)
        grow = 1.0  # over the edge, so that no hair of a line is left
        out = (
            a0 - grow * (edge == "left"),
            a1 + grow * (edge == "right"),
            b0 - grow * (edge == "bottom"),
            b1 + grow * (edge == "top"),
        )
        image = AxesImage(ax, interpolation="bilinear", extent=out, origin="upper", zorder=_CLINICAL["fade"])
        image.set_data(cells)
        image.set_gid("fade")
        found.append(image)
    return found


def _reach(figure: Figure, look: Theme) -> float:
    x0, y0, x1, y1 = figure.place
    return min(look.fade, 0.16 * min(x1 - x0, y1 - y0))


class _Faded(Artist):
    """Artists drawn together into a layer of their own, whose edges become transparent. Needs an Agg renderer."""

    def __init__(self, artists: Sequence[Artist], figure: Figure, look: Theme, ax: Axes) -> None:
        super().__init__()
        self._artists, self._figure, self._look, self._ax = list(artists), figure, look, ax
        self.set_zorder(_CLINICAL["body"])

    def get_children(self) -> list[Artist]:
        return self._artists

    def set_figure(self, fig: Any) -> None:
        super().set_figure(fig)
        for artist in self._artists:
            artist.axes = self._ax
            if not artist.is_transform_set():
                artist.set_transform(self._ax.transData)
            artist.set_figure(fig)

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        ordered = sorted(self._artists, key=lambda a: a.get_zorder())
        layered = hasattr(renderer, "buffer_rgba")
        if layered:
            renderer.start_filter()
        for artist in ordered:
            artist.draw(renderer)
        if layered:
            self._fade(renderer)
            renderer.stop_filter(lambda image, dpi: (image, 0, 0))

    def _fade(self, renderer: Any) -> None:
        pixels = np.asarray(renderer.buffer_rgba())
        tall = pixels.shape[0]
        (x0, y0), (x1, y1) = self._ax.transData.transform(np.reshape(self._figure.place, (2, 2)))
        left, right, top, bottom = round(x0), round(x1), tall - round(y1), tall - round(y0)
        reach = _reach(self._figure, self._look) * (x1 - x0) / (self._figure.place[2] - self._figure.place[0])
        mask = _mask(right - left, bottom - top, self._figure.fade, (reach, reach))
        seen = np.zeros(pixels.shape[:2])
        clip = slice(max(top, 0), min(bottom, tall)), slice(max(left, 0), min(right, pixels.shape[1]))
        seen[clip] = mask[clip[0].start - top : clip[0].stop - top, clip[1].start - left : clip[1].stop - left]
        pixels[..., 3] = np.round(pixels[..., 3] * seen)


# --- words, legend, locator -----------------------------------------------------------------------------------------


def _texts(texts: Iterable[Text], ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    found: list[Artist] = []
    for text in texts:
        artist = TextArtist(
            text.x,
            text.y,
            text.text,
            color=look.ink if text.tone == "ink" else look.quiet,
            fontproperties=FontProperties(fname=str(fonts.path(text.weight)), size=text.size),
            verticalalignment="baseline",
            zorder=_CLINICAL["text"],
            parse_math=False,
        )
        artist.set(horizontalalignment=text.align)
        if halo:
            artist.set_path_effects([withStroke(linewidth=2.4, foreground=look.halo)])
        ax.add_artist(artist)
        artist.set_clip_on(False)
        found.append(artist)
    return found


def _label(label: Label, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    found = _texts(label.lines, ax, look, halo=halo)
    if label.badge:
        found += _badge(label.badge, label.number, ax, look)
    if label.leader:
        x, y = zip(*label.leader, strict=True)
        for colour, width, size, layer in ((look.halo, 1.3, 2.6, 0.0), (look.leader, 0.0, 1.55, 0.1)):
            line = Line2D(x, y, color=colour, lw=look.leader_width + width, zorder=_CLINICAL["leader"] + layer)
            line.set(solid_capstyle="butt", solid_joinstyle="round", alpha=0.75 if width else 1.0)
            line.set_gid(f"leader.{label.muscle}")
            dot = Line2D(
                x[-1:], y[-1:], marker="o", markersize=size * 2, markeredgewidth=0, color=colour, linestyle="none"
            )
            dot.set_zorder(_CLINICAL["leader"] + 0.2 + layer)
            for artist in (line, dot):
                ax.add_line(artist)
                found.append(artist)
    return found


def _badge(at: tuple[float, float], number: str, ax: Axes, look: Theme) -> list[Artist]:
    """A number in a disc."""
    size = look.type.foot
    disc = Line2D([at[0]], [at[1]], linestyle="none", marker="o", markersize=size * 1.75, color=look.paper)
    disc.set(markeredgecolor=look.leader, markeredgewidth=look.leader_width, zorder=_CLINICAL["leader"])
    ax.add_line(disc)
    text = Text(number, at[0], at[1] - size * 0.36, size, "semibold", align="center")
    return [disc, *_texts([text], ax, look, halo=False)]


def _key(key: Key, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """A sample and its words."""
    x0, y0, x1, y1 = key.swatch
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    found = _texts(key.lines, ax, look, halo=halo)
    sample = Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], [1, 2, 2, 2, 79])
    if key.kind in ("primary", "secondary"):
        style = look.role(key.kind)
        ground = PathPatch(sample, fc=look.body_light, ec="none")
        patches = [ground, PathPatch(sample, fc=to_rgba(style.fill, style.alpha), ec=style.edge, lw=style.width)]
    elif key.kind == "deep":
        patches = [PathPatch(sample, fc=look.body_light, ec=look.quiet, lw=1.0, linestyle=(0, look.dash))]
    elif key.kind == "point":
        return found + _marks([middle], ax, look)
    else:
        dots = _sample_cloud(key.swatch, look)
        line = Line2D(dots[:, 0], dots[:, 1], linestyle="none", marker="o", markersize=look.dot)
        line.set(markeredgewidth=0, color=look.zone)
        ax.add_line(line)
        if not halo:
            return [*found, line]
        patches = [PathPatch(sample, fc=look.body_light, ec="none")]
        found.append(line)
        line.set_zorder(_CLINICAL["zone"])
    for patch in patches:
        patch.set_zorder(_CLINICAL["muscle"])
        ax.add_artist(patch)
    return [*found, *patches]


def _sample_cloud(box: Box, look: Theme) -> NDArray[np.float64]:
    """Dots in a swatch, thinning out to its right."""
    width = box[2] - box[0]
    local = (0.0, 0.0, width, box[3] - box[1])
    dots = stipple.cloud(local, SPACING, lambda p: 1.0 - 0.75 * p[:, 0] / width)
    return dots + box[:2]


def _locator(locator: Locator, ax: Axes, look: Theme, *, halo: bool) -> list[Artist]:
    """The whole body in one tone, and the frame on it."""
    plate = plates.load(locator.body, locator.view)
    place = _placing(locator, ax)
    body = PathPatch(_path(plate.outline), fc=_mixed(look.body_shade, look.paper, 0.55), ec="none", transform=place)
    body.set_gid("locator")
    x0, y0, x1, y1 = locator.shows
    frame = Rectangle((x0, y0), x1 - x0, y1 - y0, fc="none", ec=look.ink, lw=0.9, joinstyle="miter", gid="shows")
    if halo:
        frame.set_path_effects([withStroke(linewidth=2.4, foreground=look.halo)])
    for artist in (body, frame):
        ax.add_artist(artist)
    return [body, frame, *_texts(locator.letters, ax, look, halo=halo)]


# --- shapes ---------------------------------------------------------------------------------------------------------


def _placing(figure: Crop, ax: Axes) -> Transform:
    """From plate millimetres to the canvas."""
    x, y = figure.at(0.0, 0.0)
    return Affine2D.from_values(figure.scale, 0, 0, -figure.scale, x, y) + ax.transData


def _path(shape: Shape) -> Path:
    return Path(shape.points, shape.codes)


def _mixed(colour: str, ground: str, share: float) -> tuple[float, float, float]:
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(to_rgb(colour), to_rgb(ground), strict=True))
    return red, green, blue


def _overlaps(part: Part, frame: Box) -> bool:
    return _meet(bounds([part.shape]), frame)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
