"""A figure: the body, the muscles on it, their fibres, points and zones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.transforms import Bbox, Transform, TransformedBbox

from ..body.geometry import Box, Shape, bounds, meet
from ..body.plate import Part, Plate, Point
from ..content import limbs
from ..layout.records import Crop, Figure
from ..style.theme import MuscleStyle, Theme
from .areas import outlined
from .dots import zone_dots
from .fading import Faded, veils
from .furniture import draw_marks, draw_texts
from .hatching import hatching
from .scale import coloured
from .shapes import ORDER, overlaps, path, placing
from .tone import tone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

VEILED = 0.4
"""The fill of an often involved muscle that lies under a main one, as a share of what it is elsewhere."""


Laid = tuple[Artist, str, str]
"""An artist, the layer of `ORDER` that it lies on, and the id of what it shows."""


def draw_figure(figure: Figure, ax: Axes, look: Theme, *, fading: bool) -> Iterable[Artist]:
    """A figure with its letters and caption; with `fading` its cut edges become transparent."""
    plate = limbs.plate_for_figure(figure.body, figure.view, figure.frame, figure.limb)
    window = TransformedBbox(Bbox.from_extents(*figure.place), ax.transData)
    found: list[Artist] = []
    for artist, layer, gid in _layers(plate, figure, ax, look):
        artist.set(zorder=ORDER[layer], clip_box=window, gid=gid)
        found.append(artist)
    if figure.fade and fading:
        found = [Faded(found, figure, look, ax)]
    for artist in found:
        ax.add_artist(artist)
        artist.set_clip_box(window)
    # Veils reach over the edge: cut at it, as what they lie on is, they would leave a hair of it in vectors.
    for veil in veils(figure, ax, look) if figure.fade and not fading else ():
        ax.add_artist(veil)
        found.append(veil)
    shrink = min(max(figure.scale / 0.7, 0.5), 1.0) ** 0.5
    crosses = draw_marks([figure.at(p.x, p.y) for p in _points(plate, figure)], ax, look, shrink)
    letters = draw_texts([t for t in (*figure.letters, figure.caption) if t], ax, look, halo=fading)
    numerals = draw_texts(figure.numerals, ax, look, halo=True)
    return [*found, *crosses, *numerals, *letters]


def _layers(plate: Plate, figure: Figure, ax: Axes, look: Theme) -> Iterator[Laid]:
    """Everything of a figure that fades with it, from the body up to the zones."""
    place = placing(figure, ax)
    parts = {part.id: part for part in plate.parts}
    yield from _body(plate, place, figure, ax, look)
    shown = {h.part for h in figure.highlights}
    for spot in figure.spots:
        for artist, layer in outlined(path(parts[spot.part].shape), place, look):
            yield artist, layer, spot.part
    for part in plate.parts if figure.others and look.other_width else ():
        faint = part.kind == "muscle" and part.layer == "superficial" and part.id not in shown
        if faint and overlaps(part, figure.frame):
            line = PathPatch(path(part.shape), fc="none", ec=look.other, lw=look.other_width, transform=place)
            yield line, "other", ""
    yield from _muscles(plate, parts, place, figure, ax, look)
    if figure.zones:
        yield zone_dots(figure, parts, ax, look), "zone", "zones"


def _muscles(
    plate: Plate, parts: Mapping[str, Part], place: Transform, figure: Figure, ax: Axes, look: Theme
) -> Iterator[Laid]:
    """The muscles of the condition, each with its fibres between its fill and its edge."""
    under: list[Box] = []
    main = [bounds([parts[h.part].shape]) for h in figure.highlights if h.role == "primary" and not h.deep]
    for highlight in figure.highlights:
        part = parts[highlight.part]
        style = coloured(look.role(highlight.role, highlight.rank), look, highlight.intensity)
        layer, box = "deep" if highlight.deep else "muscle", bounds([part.shape])
        covers = not highlight.deep and any(meet(box, other) for other in under)
        if covers and meet(box, figure.frame):
            # What lies under a muscle that is not deep itself is hidden by it: the body once more, then the fill.
            yield _ground(plate, part.shape, place, figure, box, ax, look), layer, "body"
        under.append(box)
        veiled = highlight.deep and highlight.role != "primary" and any(meet(box, other) for other in main)
        fill, edge = _muscle(part.shape, style, look, place, deep=highlight.deep, veiled=veiled)
        yield fill, layer, part.id
        sparse = highlight.deep and highlight.intensity is None
        if hatch := hatching(figure.on_box(box), style, deep=sparse):
            hatch.set_clip_path(path(part.shape), place)
            yield hatch, layer, part.id
        for strokes in (parts[id] for id in figure.fibres if look.fibre_width):
            if (strokes.of, strokes.side) == (part.of, part.side):
                line = PathPatch(path(strokes.shape), fc="none", ec=style.edge, lw=look.fibre_width, transform=place)
                line.set(capstyle="round", alpha=look.fibre_alpha)
                yield line, layer, strokes.id
        yield edge, layer, part.id


def _points(plate: Plate, figure: Figure) -> list[Point]:
    wanted = {mark.point for mark in figure.marks}
    return [p for p in plate.points if p.id in wanted]


def _body(plate: Plate, place: Transform, figure: Crop, ax: Axes, look: Theme) -> Iterator[Laid]:
    """The tone of the body, its inner lines, and over the muscles its outline, as fine where they reach it."""
    outline = path(plate.outline)
    yield _ground(plate, plate.outline, place, figure, figure.frame, ax, look), "body", "body"
    for contour in plate.contours:
        line = PathPatch(path(contour), fc="none", ec=look.contour, lw=look.contour_width, transform=place)
        line.set(capstyle="round", joinstyle="round")
        yield line, "body", "contour"
    edge = PathPatch(outline, fc="none", ec=look.outline, lw=look.outline_width, transform=place, joinstyle="round")
    yield edge, "outline", "outline"


def _ground(plate: Plate, shape: Shape, place: Transform, figure: Crop, part: Box, ax: Axes, look: Theme) -> Artist:
    """The tone of the body within a shape; flat where the plate or the theme has none."""
    if plate.shading is None or not look.toned:
        return PathPatch(path(shape), fc=look.body_light, ec="none", transform=place)
    image = tone(plate.shading, figure, part, ax, look)
    image.set_clip_path(path(shape), place)
    return image


def _muscle(
    shape: Shape, style: MuscleStyle, look: Theme, place: Transform, *, deep: bool, veiled: bool
) -> tuple[PathPatch, PathPatch]:
    """The fill of a muscle, and its edge. A `veiled` one lies under a main muscle, whose colour it leaves as it is."""
    outline = path(shape)
    alpha = (style.deep_alpha if deep else style.alpha) * (VEILED if veiled else 1.0)
    fill = PathPatch(outline, fc=to_rgba(style.fill, alpha), ec="none")
    fill.set(transform=place)
    edge = PathPatch(outline, fc="none", ec=style.edge, lw=style.width, transform=place)
    edge.set(joinstyle="round", capstyle="butt", linestyle=(0, look.dash) if deep else "-")
    return fill, edge
