"""Makes a plate: everything that a view of a body shows, as an SVG in millimetres."""

from __future__ import annotations

import base64
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from . import landmarks, parts
from .camera import VIEWS, Picture, picture
from .contours import inner_contours
from .curves import SVG, Drawing
from .mesh import Floats
from .parts import EVERY, Owners
from .shading import grey
from .trace import fit, number, path_data, resample, smooth_ring

SHADING_PIXEL = 2
"""Side of a shading pixel, in pixels of the picture that the patches are traced from."""
QUALITY = 88
"""JPEG quality of the shading, at a third of a PNG's size. No ringing: it is soft and extends past the outline."""


def plate(body: str, view: str) -> str:
    """Return the SVG text of a plate."""
    shot = picture(body, view, parts.FINE)
    outline = parts.outline_rings(shot)
    root = frame(body, view, shot.body.stature)
    shading(root, picture(body, view, parts.PATCH))
    ET.SubElement(root, "path", id="outline", d=path_data([smooth_ring(r, 0.06, 0.4) for r in outline], True), **LINE)
    contour_group = group(root, "contours", **LINE)
    for k, line in enumerate(parts.with_twins(shot.view, inner_contours(shot)), 1):
        d = path_data([fit(resample(line, 0.6, closed=False), 0.12, closed=False)], closed=False)
        ET.SubElement(contour_group, "path", id=f"contour.{k}", d=d)
    features(contour_group, body, view)
    region_group(root, "muscles", body, view)
    fibre_group(root, body, view)
    structure_groups(root, body, view)
    point_group(root, body, view)
    region_group(root, "zones", body, view)
    region_group(root, "areas", body, view)
    landmark_group(root, body, view)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


Only = Literal["muscles", "fibres", "structures", "zones", "areas", "features"]
"""What can be made anew on a finished plate; with muscles come their fibres and points."""

LINE = {"fill": "none", "stroke": "#5b5048", "stroke-width": "1"}


def frame(body: str, view: str, stature: float) -> ET.Element:
    left, top, right, bottom = VIEWS[view].paper
    root = ET.Element(
        "svg",
        {
            "xmlns": SVG,
            "viewBox": f"{number(left)} {number(top)} {number(right - left)} {number(bottom - top)}",
            "width": f"{number(right - left)}mm",
            "height": f"{number(bottom - top)}mm",
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
def shading(root: ET.Element, shot: Picture) -> None:
    tone, seen = grey(shot, SHADING_PIXEL), shot.hit >= 0
    if shot.view.one_sided:
        tone, seen = np.minimum(tone, tone[:, ::-1]), seen | seen[:, ::-1]
    rows, columns = np.nonzero(seen)
    pixel = SHADING_PIXEL / shot.scale
    top, bottom = int(rows.min() / SHADING_PIXEL), int(rows.max() / SHADING_PIXEL) + 1
    left, right = int(columns.min() / SHADING_PIXEL), int(columns.max() / SHADING_PIXEL) + 1
    data = io.BytesIO()
    Image.fromarray(tone[top:bottom, left:right]).save(data, "JPEG", quality=QUALITY, optimize=True)
    ET.SubElement(
        root,
        "image",
        id="shading",
        x=number(shot.left + left * pixel),
        y=number(shot.top + top * pixel),
        width=number((right - left) * pixel),
        height=number((bottom - top) * pixel),
        preserveAspectRatio="none",
        href="data:image/jpeg;base64," + base64.b64encode(data.getvalue()).decode(),
    )


def features(contour_group: ET.Element, body: str, view: str) -> None:
    """Add the lines of the face to the contours: brows, lids, nose and mouth."""
    for d, curves in parts.features(body, parts.own_drawing_of(view)):
        for side, flip in parts.sides(view):
            data = path_data([curve * [flip, 1] for curve in curves], closed=False)
            ET.SubElement(contour_group, "path", id=f"{FEATURE}{d.of}.{side}", d=data)


FEATURE = "feature."
"""The beginning of the ids of the face's lines."""


# --- the parts ----------------------------------------
def region_group(root: ET.Element, kind: str, body: str, view: str, of: Owners = EVERY) -> None:
    parent = group(root, kind, fill="#f7f0e1" if kind == "structures" else "#c2655a", **{"fill-opacity": "0.25"})
    own_view = parts.own_drawing_of(view)
    for region in parts.muscles(body, own_view, of) if kind == "muscles" else parts.regions(kind, body, own_view, of):
        d = region.drawing
        more = {"zones": zone_marks(d), "muscles": {"data-layer": d.layer}}.get(kind, {})
        for side, flip in (("midline", parts.sides(view)[0][1]),) if d.midline else parts.sides(view):
            digits = 2 if kind in ("muscles", "structures") else 1
            data = path_data([curve * [flip, 1] for curve in region.curves], True, digits)
            own = PREFIXES.get(kind, "") + d.id
            name = own if d.midline else f"{own}.{side}"
            element(parent, "path", name, d, side, **more, d=data)


def zone_marks(d: Drawing) -> dict[str, str]:
    """Return what a zone says of itself: its kind, and its points unless it belongs to all of its muscle's."""
    return {"data-zone": d.mark} | ({"data-points": " ".join(map(str, d.points))} if d.points else {})


PREFIXES = {"areas": "area.", "structures": "structure.", "structure-fibres": "structure.", "courses": "structure."}
"""Beginnings of ids, because a landmark can have the same name as an area or a bone."""

OWNERS = {"areas": "data-area", **dict.fromkeys(("structures", "structure-fibres", "courses"), "data-structure")}
"""The attribute that says what a part belongs to, if it is not a muscle."""


def fibre_group(root: ET.Element, body: str, view: str, of: Owners = EVERY) -> None:
    parent = group(root, "fibres", fill="none", stroke="#8c3b32", **{"stroke-width": "0.6"})
    strokes(parent, parts.fibres(body, parts.own_drawing_of(view), of=of), view)


def structure_groups(root: ET.Element, body: str, view: str, of: Owners = EVERY) -> None:
    """Add tendons, fasciae, ligaments, bones and bursae, their fibres, and the courses of nerves."""
    region_group(root, "structures", body, view, of)
    own_view = parts.own_drawing_of(view)
    parent = group(root, "structure-fibres", fill="none", stroke="#8c7a5b", **{"stroke-width": "0.6"})
    strokes(parent, parts.fibres(body, own_view, "structure-fibres", "structures", of), view)
    parent = group(root, "courses", fill="none", stroke="#c79a1e", **{"stroke-width": "2"})
    strokes(parent, parts.courses(body, own_view, of), view)


def strokes(parent: ET.Element, drawn: Iterable[tuple[Drawing, list[Floats]]], view: str) -> None:
    for d, curves in drawn:
        for side, flip in parts.sides(view):
            data = path_data([curve * [flip, 1] for curve in curves], closed=False, digits=1)
            element(parent, "path", f"{PREFIXES.get(d.kind, '')}{d.id}.{side}", d, side, d=data)


def point_group(root: ET.Element, body: str, view: str, of: Owners = EVERY) -> None:
    parent = group(root, "points", fill="#1a1a1a")
    for d, (x, y) in parts.points(body, parts.own_drawing_of(view), of):
        for side, flip in parts.sides(view):
            place = {"cx": number(flip * x), "cy": number(y), "r": "4"}
            element(parent, "circle", f"{d.id}.{side}", d, side, **{"data-point": d.mark}, **place)


def element(parent: ET.Element, tag: str, name: str, of: Drawing, side: str, **more: str) -> None:
    ET.SubElement(parent, tag, {"id": name, OWNERS.get(of.kind, "data-muscle"): of.of, "data-side": side, **more})


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


def with_new(what: Only, text: str, body: str, view: str, of: Owners = EVERY) -> str:
    """Return a plate with its muscles, fibres, structures, zones, areas or face made anew; nothing else needs them.

    With ids `of` muscles, structures or areas, only their parts are made; the others stay as the plate has them.
    """
    root = ET.fromstring(text)
    if what == "features":
        contour_group = next(child for child in root if child.get("id") == "contours")
        for line in [line for line in contour_group if line.get("id", "").startswith(FEATURE)]:
            contour_group.remove(line)
        features(contour_group, body, view)
        ET.indent(root, " ")
        return ET.tostring(root, encoding="unicode") + "\n"
    held = {child.get("id", ""): child for child in root if child.get("id") in ONLY[what]}
    for child in held.values():
        root.remove(child)
    new = ET.Element("new")
    if what == "muscles":
        region_group(new, "muscles", body, view, of)
        fibre_group(new, body, view, of)
        point_group(new, body, view, of)
    elif what == "fibres":
        fibre_group(new, body, view, of)
    elif what == "structures":
        structure_groups(new, body, view, of)
    else:
        region_group(new, what, body, view, of)
    for made in new:
        name = made.get("id", "")
        if of and name in held:
            _keep_others(made, held[name], of, view)
        following = GROUPS[GROUPS.index(name) + 1 :]
        root.insert(next(n for n, child in enumerate(root) if child.get("id") in following), made)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _keep_others(made: ET.Element, held: ET.Element, of: Owners, view: str) -> None:
    """Add the parts of a group that were not made anew, and put all in the order of a whole build."""
    kind = made.get("id", "")
    owner, prefix = OWNERS.get(kind, "data-muscle"), PREFIXES.get(kind, "")
    new = {part.get("id") for part in made}
    made.extend(part for part in held if part.get("id") not in new and part.get(owner) not in of)
    order = {name: place for place, name in enumerate(parts.drawn(kind))}
    sides = [side for side, _ in parts.sides(view)]

    def place(part: ET.Element) -> tuple[int, int]:
        name, side = part.get("id", "").removeprefix(prefix), part.get("data-side", "")
        number = sides.index(side) if side in sides else 0
        return order.get(name, order.get(name.removesuffix(f".{side}"), -1)), number

    made[:] = sorted(made, key=place)


GROUPS = (
    "muscles", "fibres", "structures", "structure-fibres", "courses", "points", "zones", "areas", "landmarks",
)  # fmt: skip
"""The groups of the parts of a plate, in their order."""

ONLY: dict[Only, tuple[str, ...]] = {
    "muscles": ("muscles", "fibres", "points"),
    "fibres": ("fibres",),
    "structures": ("structures", "structure-fibres", "courses"),
    "zones": ("zones",),
    "areas": ("areas",),
}
"""The groups of a plate that hold each of these."""


def write(body: str, view: str, folder: Path, only: Sequence[Only] = (), of: Owners = EVERY) -> Path:
    path = folder / body / f"{view}.svg"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text() if only else plate(body, view)
    for what in only:
        text = with_new(what, text, body, view, of)
    beside = path.with_suffix(".part")
    beside.write_text(text)
    beside.replace(path)
    return path
