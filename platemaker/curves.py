"""Reads and tidies the hand-drawn curves: SVG files drawn over the canonical body, one per region and view.

A node is smooth or a corner, as Inkscape stores it in `sodipodi:nodetypes` (`a` auto-smooth, `c` cusp). `tidy` gives
every smooth node the handles of Inkscape's auto-smooth, so that it is enough to type the nodes:
`data-nodes="x,y x,y! ..."`, with a `!` after each corner.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from svgpathtools import CubicBezier, Line, parse_path

from .body import SOURCES
from .camera import CANONICAL_VIEWS
from .mesh import Floats
from .trace import number

SVG = "http://www.w3.org/2000/svg"
NODETYPES = "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}nodetypes"
KINDS = (
    "muscles", "zones", "fibres", "points", "areas", "landmarks", "structures", "structure-fibres", "courses",
    "features",
)  # fmt: skip
ZONES = ("core", "spillover")
OPEN = ("fibres", "course", "line")
"""Marks of drawings that are open strokes: fibres, the course of a nerve, and a line of the face."""
STEP = 0.5
"""Approximate step, mm, in which curves are flattened to polylines."""

ET.register_namespace("", SVG)
ET.register_namespace("sodipodi", "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd")
ET.register_namespace("inkscape", "http://www.inkscape.org/namespaces/inkscape")


class DrawingError(ValueError):
    """A source file can't be used; the message names the file, the element and the reason."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """An element of a source file. `lines` are its flattened subpaths (n, 2), mm; for a point, a single position.

    `of` is the muscle, structure, area or landmark. `mark` is a point's number, or `core` or `spillover`; `points` are
    the numbers of the points that a zone belongs to, or nothing if it belongs to all of its muscle's. `on` is the
    part of the body that the shape is restricted to (`arm`, `leg`, `trunk` or empty). `through` is for parts drawn
    through what covers them: their drawings in several views don't meet on the skin, so a plate uses only that of its
    own view. `midline` means that this is the right half of a part that its mirror image completes.
    """

    id: str
    kind: str
    view: str
    of: str
    mark: str
    layer: str
    on: str
    lines: tuple[Floats, ...]
    through: bool = False
    midline: bool = False
    points: tuple[int, ...] = ()


def files() -> list[Path]:
    """Return the files of curves; those of the inner side last, which other views take nothing from.

    Parts keep the order in which the other views draw them.
    """
    return sorted((SOURCES / "curves").glob("*/*.svg"), key=lambda path: (path.stem == "medial", path))


def drawings() -> list[Drawing]:
    """Return all drawings, in the order of files and elements."""
    return [d for path in files() for d in read(path)]


def read(path: Path) -> Iterator[Drawing]:
    if path.stem not in CANONICAL_VIEWS:
        raise DrawingError(f"{path}: the file's name must be a view, one of {', '.join(CANONICAL_VIEWS)}")
    root = ET.parse(path).getroot()
    for group in root.findall(f"{{{SVG}}}g"):
        kind = group.get("id", "")
        if kind not in KINDS:
            continue  # a guide layer
        for element in group.iter():
            if element.get("transform"):
                raise DrawingError(f"{path}: {element.get('id')}: transforms are not read; apply them in the editor")
            name = element.get("id", "")
            if element.tag == f"{{{SVG}}}circle":
                lines = (np.array([[float(element.get("cx", 0)), float(element.get("cy", 0))]]),)
            elif element.tag == f"{{{SVG}}}path":
                lines = tuple(flattened(element.get("d", ""), f"{path}: {name}"))
            else:
                continue
            of, _, mark = name.partition(".")
            points: tuple[int, ...] = ()
            if kind == "zones":
                mark, points = zone_of(mark, f"{path}: {name}")
            layer, on = element.get("data-layer", ""), element.get("data-on", "")
            through, midline = (element.get(f"data-{flag}") == "yes" for flag in ("through", "midline"))
            yield Drawing(name, kind, path.stem, of, mark, layer, on, lines, through, midline, points)


def zone_of(mark: str, where: str) -> tuple[str, tuple[int, ...]]:
    """Return the kind of a zone and the numbers of its points from the end of its id, such as `core.1-2`."""
    zone, _, numbers = mark.partition(".")
    words = numbers.split("-") if numbers else []
    if zone not in ZONES or not all(word.isdecimal() for word in words):
        raise DrawingError(f"{where}: a zone's id ends in core or spillover, or with its points: core.1-2")
    return zone, tuple(int(word) for word in words)


def flattened(data: str, where: str) -> Iterator[Floats]:
    """Yield the subpaths of path data as polylines (n, 2), in steps of about `STEP`, without a repeated end point."""
    try:
        subpaths = parse_path(data).continuous_subpaths()
    except (ValueError, IndexError, TypeError) as fault:
        raise DrawingError(f"{where}: the path data can't be read: {fault}") from fault
    for subpath in subpaths:
        points = [np.array([subpath[0].start])]
        for segment in subpath:
            chord = abs(segment.end - segment.start)
            around = chord if isinstance(segment, Line) else max(chord, control_length(segment))
            t = np.linspace(0, 1, max(int(np.ceil(around / STEP)), 1) + 1)[1:]
            points.append(bezier_points(segment, t))
        line = np.concatenate(points)
        line = np.stack([line.real, line.imag], 1)
        closed = np.allclose(line[0], line[-1], atol=1e-6)
        yield line[:-1] if closed else line


def control_length(segment: object) -> float:
    corners = np.array(segment.bpoints()) if hasattr(segment, "bpoints") else np.array([segment.start, segment.end])
    return float(np.abs(np.diff(corners)).sum())


def bezier_points(segment: object, t: Floats) -> np.ndarray:
    if isinstance(segment, CubicBezier):
        a, b, c, d = segment.start, segment.control1, segment.control2, segment.end
        s = 1 - t
        return s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d
    return np.array([segment.point(float(x)) for x in t])


# --- nodes and handles ----------------------------------------
Nodes = list[tuple[float, float, bool]]
"""Nodes as (x, y, whether it is a corner), x and y in mm."""


def parse_nodes(text: str) -> Nodes:
    nodes = []
    for word in text.split():
        x, y = word.rstrip("!").split(",")
        nodes.append((float(x), float(y), word.endswith("!")))
    return nodes


def with_handles(nodes: Nodes, closed: bool) -> str:
    """Return path data through nodes. Handles reach a third of the way to the neighbour; smooth nodes' are in line."""
    p = np.array([n[:2] for n in nodes])
    corner = np.array([n[2] for n in nodes])
    n = len(p)
    before, after = p - np.roll(p, 1, axis=0), np.roll(p, -1, axis=0) - p
    back, ahead = (np.linalg.norm(v, axis=1, keepdims=True).clip(1e-9) for v in (before, after))
    tangent = before / back * ahead + after / ahead * back
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True).clip(1e-9)
    ends = np.zeros(n, bool) if closed else np.isin(np.arange(n), (0, n - 1))
    sharp = (corner | ends)[:, None]
    leave = p + np.where(sharp, after / 3, tangent * ahead / 3)
    enter = p - np.where(sharp, before / 3, tangent * back / 3)
    parts = [f"M {number(p[0, 0])},{number(p[0, 1])}"]
    for i in range(n if closed else n - 1):
        j = (i + 1) % n
        parts.append("C " + " ".join(f"{number(x)},{number(y)}" for x, y in (leave[i], enter[j], p[j])))
    return " ".join(parts) + (" Z" if closed else "")


def nodes_of(element: ET.Element) -> list[str]:
    """Return a path's subpaths as texts for `data-nodes`."""
    kinds = element.get(NODETYPES, "")
    texts, at = [], 0
    for subpath in parse_path(element.get("d", "")).continuous_subpaths():
        ends = [subpath[0].start, *(s.end for s in subpath)]
        if abs(ends[0] - ends[-1]) < 1e-6:
            ends.pop()
        words = []
        for z in ends:
            words.append(f"{number(z.real)},{number(z.imag)}" + ("!" if kinds[at : at + 1] == "c" else ""))
            at += 1
        texts.append(" ".join(words))
    return texts


def tidy(path: Path) -> int:
    """Convert each `data-nodes` in a file, with subpaths separated by `;`, to path data. Return how many there were."""
    tree = ET.parse(path)
    count = 0
    for element in tree.getroot().iter(f"{{{SVG}}}path"):
        text = element.attrib.pop("data-nodes", None)
        if text is None:
            continue
        closed = element.get("id", "").partition(".")[2] not in OPEN
        groups = [parse_nodes(part) for part in text.split(";") if part.strip()]
        element.set("d", " ".join(with_handles(g, closed) for g in groups))
        element.set(NODETYPES, "".join("c" if n[2] else "a" for g in groups for n in g))
        count += 1
    ET.indent(tree, " ")
    tree.write(path, encoding="unicode", xml_declaration=False)
    path.write_text(path.read_text().rstrip() + "\n")
    return count
