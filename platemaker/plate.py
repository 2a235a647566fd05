"""One plate: everything that a body shows in a view, as an SVG in millimetres."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from PIL import Image
from scipy.ndimage import gaussian_filter

from . import landmarks
from .camera import HEIGHT, LEFT, TOP, WIDTH, Picture, picture
from .contours import inner_contours, runs_of
from .curves import SVG, Drawing, drawings
from .mesh import Floats
from .shading import grey
from .surface import MIRRORED, Field, Sight, field, lift, mirrored, polygon, put, rings
from .trace import fit, level_rings, number, path_data, resample, smooth_ring

FINE, PATCH = 4.0, 2.0
"""px a mm of the pictures behind the outline and behind the patches."""
SHADING_PIXEL = 2
"""Pixels of the PATCH picture, a side, that make one of the shading."""
SMALLEST = 25.0
"""Scraps of a patch under this many mm² are dropped."""
THINNEST = 2.0
"""Cracks and necks of a patch narrower than this many mm are an accident of tracing."""
SIDES = ("right", "left")


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part's area on one plate: `area` in mm, `curves` its border as Bézier chains."""

    drawing: Drawing
    side: str
    area: shapely.Geometry
    curves: tuple[Floats, ...]

    @property
    def id(self) -> str:
        return f"{self.drawing.id}.{self.side}"


def plate(body: str, view: str) -> str:
    """The SVG text of one plate."""
    shot, sight = picture(body, view, FINE), Sight(picture(body, view, PATCH))
    outline = outline_rings(shot)
    silhouette = polygon(outline)
    root = frame(body, view, shot.body.stature)
    shading(root, sight.shot)
    ET.SubElement(root, "path", id="outline", d=path_data([smooth_ring(r, 0.06, 0.4) for r in outline], True), **LINE)
    contour_group = group(root, "contours", **LINE)
    for k, line in enumerate(inner_contours(shot), 1):
        d = path_data([fit(resample(line, 0.6, closed=False), 0.12, closed=False)], closed=False)
        ET.SubElement(contour_group, "path", id=f"contour.{k}", d=d)
    muscles = region_group(root, "muscles", sight, silhouette)
    fibre_group(root, body, view, muscles)
    point_group(root, body, view)
    region_group(root, "zones", sight, silhouette)
    landmark_group(root, body, view)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


LINE = {"fill": "none", "stroke": "#5b5048", "stroke-width": "1"}


def frame(body: str, view: str, stature: float) -> ET.Element:
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"{number(LEFT)} {number(TOP)} {number(WIDTH)} {number(HEIGHT)}",
            "width": f"{number(WIDTH)}mm",
            "height": f"{number(HEIGHT)}mm",
            "data-body": body,
            "data-view": view,
            "data-unit": "mm",
            "data-stature": number(stature),
            "role": "img",
        },
    )
    ET.SubElement(root, "title").text = f"{body.replace('-', ' ').capitalize()}, {view.replace('-', ' ')} view"
    ET.SubElement(root, "desc").text = (
        "A body plate with muscle regions, trigger points and referral zones. Millimetres; left and right are the "
        "patient's own. Public domain (CC0 1.0). Body from the MakeHuman base mesh (CC0)."
    )
    return root


def group(root: ET.Element, name: str, **style: str) -> ET.Element:
    return ET.SubElement(root, "g", id=name, **style)


# --- the body ----------------------------------------
def outline_rings(shot: Picture) -> list[Floats]:
    """The silhouette's rings, mm, outer ones and holes."""
    cover = gaussian_filter((shot.hit >= 0).astype(np.float32), 0.7) - 0.5
    h, w = cover.shape
    xs, ys = (np.arange(w) + 0.5) / shot.scale + LEFT, (np.arange(h) + 0.5) / shot.scale + TOP
    return [r for r in level_rings(cover, xs, ys) if shapely.Polygon(r).area > SMALLEST]


def shading(root: ET.Element, shot: Picture) -> None:
    tone = grey(shot, SHADING_PIXEL)
    rows, columns = np.nonzero(shot.hit >= 0)
    pixel = SHADING_PIXEL / shot.scale
    top, bottom = int(rows.min() / SHADING_PIXEL), int(rows.max() / SHADING_PIXEL) + 1
    left, right = int(columns.min() / SHADING_PIXEL), int(columns.max() / SHADING_PIXEL) + 1
    data = io.BytesIO()
    Image.fromarray(tone[top:bottom, left:right]).save(data, "PNG", optimize=True)
    ET.SubElement(
        root,
        "image",
        id="shading",
        x=number(LEFT + left * pixel),
        y=number(TOP + top * pixel),
        width=number((right - left) * pixel),
        height=number((bottom - top) * pixel),
        preserveAspectRatio="none",
        href="data:image/png;base64," + base64.b64encode(data.getvalue()).decode(),
    )


# --- the parts ----------------------------------------
@cache
def drawn(kind: str) -> dict[str, tuple[Drawing, ...]]:
    """Drawings of one kind by id, each in the views that it was drawn on."""
    found: dict[str, list[Drawing]] = {}
    for d in drawings():
        if d.kind == kind:
            found.setdefault(d.id, []).append(d)
    return {name: tuple(ds) for name, ds in found.items()}


@cache
def fields(kind: str, name: str) -> tuple[Field, ...]:
    return tuple(field(d) for d in drawn(kind)[name])


def regions(kind: str, sight: Sight, silhouette: shapely.Geometry) -> Iterator[Region]:
    own_view = own_drawing_of(sight.shot.view.name)
    for name, ds in drawn(kind).items():
        known = fields(kind, name)
        if ds[0].through:
            known = tuple(f for f in known if f.view == own_view)
        for side in SIDES:
            area = traced(sight, known, side, ds[0].on, silhouette)
            curves = tuple(
                smooth_ring(np.asarray(r.coords)[:-1], 0.12) for r in rings(area) if shapely.Polygon(r).area > SMALLEST
            )
            if curves:
                yield Region(ds[0], side, area, curves)


def own_drawing_of(view: str) -> str:
    """The canonical view that is drawn for a plate's view."""
    return view if view != "left-lateral" else MIRRORED[view]


def traced(
    sight: Sight, drawn_fields: tuple[Field, ...], side: str, on: str, silhouette: shapely.Geometry
) -> shapely.Geometry:
    """A patch's area on a plate, cut by the silhouette."""
    index, value = sight.patch(drawn_fields, side, on)
    if not (value > 0).any():
        return shapely.Polygon()
    whole = np.full(len(sight.rows), -REACH_OUT, np.float32)
    whole[index] = value
    inside = index[value > -2]
    rows, columns = sight.rows[inside], sight.columns[inside]
    pad = int(3 * sight.shot.scale)
    h, w = sight.shot.hit.shape
    top, bottom = max(rows.min() - pad, 0), min(rows.max() + pad + 1, h)
    left, right = max(columns.min() - pad, 0), min(columns.max() + pad + 1, w)
    grid = np.full((bottom - top, right - left), -REACH_OUT, np.float32)

    def place(r: np.ndarray, c: np.ndarray, values: np.ndarray) -> None:
        keep = (r >= top) & (r < bottom) & (c >= left) & (c < right)
        grid[r[keep] - top, c[keep] - left] = values[keep]

    place(sight.rows[index], sight.columns[index], value)
    r, c, source = sight.outward
    place(r, c, whole[source])
    scale = sight.shot.scale
    xs, ys = (np.arange(left, right) + 0.5) / scale + LEFT, (np.arange(top, bottom) + 0.5) / scale + TOP
    area = polygon(level_rings(grid.clip(-1.5, 1.5), xs, ys))
    for grow in (THINNEST / 2, -THINNEST, THINNEST / 2):  # closes cracks and opens necks where two views meet
        area = area.buffer(grow)
    return shapely.intersection(area, silhouette)


REACH_OUT = 10.0


def region_group(root: ET.Element, kind: str, sight: Sight, silhouette: shapely.Geometry) -> dict[str, Region]:
    made = {}
    parent = group(root, kind, fill="#c2655a", **{"fill-opacity": "0.25"})
    for region in regions(kind, sight, silhouette):
        d = region.drawing
        data = {"data-muscle": d.of, "data-side": region.side}
        data |= {"data-zone": d.mark} if kind == "zones" else {"data-layer": d.layer}
        ET.SubElement(parent, "path", {"id": region.id, **data, "d": path_data(region.curves, closed=True)})
        made[region.id] = region
    return made


def strokes_seen(d: Drawing, side: str, body: str, view: str) -> Iterator[Floats]:
    """The visible runs of a drawing's strokes on a plate, mm."""
    for line in d.lines:
        xy, from_view = (line, d.view) if side == "right" else mirrored(line, d.view)
        xy, visible = put(lift(xy, from_view), body, view)
        for a, b in runs_of(visible):
            if b - a > 6:
                yield xy[a:b]


def fibre_group(root: ET.Element, body: str, view: str, muscles: dict[str, Region]) -> None:
    """Fibre strokes, inside what this plate shows of the muscle; strokes drawn on this very view win over others'."""
    parent = group(root, "fibres", fill="none", stroke="#8c3b32", **{"stroke-width": "0.6"})
    own_view = own_drawing_of(view)
    for ds in drawn("fibres").values():
        own = [d for d in ds if d.view == own_view]
        for side in SIDES:
            region = muscles.get(f"{ds[0].of}.{side}")
            if region is None:
                continue
            inner = region.area.buffer(-1.2)
            curves = []
            for d in own or ds:
                for line in strokes_seen(d, side, body, view):
                    cut = shapely.intersection(shapely.LineString(line), inner)
                    curves += [
                        fit(resample(np.asarray(p.coords), 1.0, closed=False), 0.25, closed=False)
                        for p in shapely.get_parts(shapely.line_merge(cut))
                        if p.length > 6
                    ]
            if curves:
                ET.SubElement(
                    parent,
                    "path",
                    {
                        "id": f"{ds[0].id}.{side}",
                        "data-muscle": ds[0].of,
                        "data-side": side,
                        "d": path_data(curves, closed=False),
                    },
                )


def points_seen(body: str, view: str) -> Iterator[tuple[Drawing, str, Floats]]:
    """The points that a plate shows: drawing, side, position in mm."""
    own_view = own_drawing_of(view)
    for ds in drawn("points").values():
        for d in [d for d in ds if d.view == own_view] if ds[0].through else ds[:1]:
            for side in SIDES:
                xy, from_view = (d.lines[0], d.view) if side == "right" else mirrored(d.lines[0], d.view)
                xy, visible = put(lift(xy, from_view), body, view)
                if visible[0]:
                    yield d, side, xy[0]


def point_group(root: ET.Element, body: str, view: str) -> None:
    parent = group(root, "points", fill="#1a1a1a")
    for d, side, (x, y) in points_seen(body, view):
        ET.SubElement(
            parent,
            "circle",
            {
                "id": f"{d.id}.{side}",
                "data-muscle": d.of,
                "data-point": d.mark,
                "data-side": side,
                "cx": number(x),
                "cy": number(y),
                "r": "4",
            },
        )


def landmark_group(root: ET.Element, body: str, view: str) -> None:
    parent = group(root, "landmarks", fill="#2b6cb0", display="none")
    for mark in landmarks.on_plate(body, view):
        name = mark.name if mark.side == "midline" else f"{mark.name}.{mark.side}"
        ET.SubElement(
            parent,
            "circle",
            {
                "id": name,
                "data-landmark": mark.name,
                "data-side": mark.side,
                "class": mark.where,
                "cx": number(mark.x),
                "cy": number(mark.y),
                "r": "2",
            },
        )


def write(body: str, view: str, folder: Path) -> Path:
    path = folder / body / f"{view}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = plate(body, view)
    beside = path.with_suffix(".part")
    beside.write_text(text)
    beside.replace(path)
    return path
