"""Makes the forms of a body's muscles and writes them to files: what drawing needs beyond a plate's outlines.

For each muscle of a plate's right side: what is seen of it and what covers the rest (`cover`), its tendons (`tendons`),
strokes along its fibres in nested levels (`streamlines`, `strokes`), all in plate mm; and images of the light, on the
muscles at the surface and, in some views, on those below (`relief`). They are computed from the finished plates alone
and written beside them as `<view>.forms`; the bodymap module `body.forms` reads them and says how the file is laid out.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image

from . import cover, muscle_form
from .camera import VIEWS
from .cover import areal
from .finished import Finished, read
from .mesh import Floats
from .muscle_form import Form
from .relief import reliefs

FORMAT = 2
"""Version of the file; the same number as in `bodymap.body.forms`."""

SIMPLE = 0.09
"""How far a chord may lie from a traced border, mm."""

UNIT = 0.02
"""Coordinates are whole multiples of this, mm, from the middle of a muscle's box."""

QUALITY, DEEPER_QUALITY = 90, 74
"""JPEG quality of the relief, and of the reliefs of deeper layers."""


def write(body: str, folder: Path, views: Collection[str] = ()) -> list[Path]:
    """Write the forms of a body's plates, in all views or in some, and return the files.

    The left lateral view uses those of the right one.
    """
    plates = {view: read(folder / body / f"{view}.svg") for view in VIEWS if view != "left-lateral"}
    paths = []
    heights = muscle_form.heights(plates)
    for view, plate in plates.items():
        if views and view not in views:
            continue
        path = folder / body / f"{view}.forms"
        path.write_bytes(packed(plate, list(muscle_form.forms(plate, heights))))
        paths.append(path)
    return paths


def fingerprint(handles: Floats) -> tuple[int, int, int]:
    """Return what tells a shape from another, the same for its mirror image: sums of its handles in 1/100 mm."""
    whole = np.round(handles * 100).astype(np.int64)
    return len(whole), int(np.abs(whole[:, 0]).sum()), int(whole[:, 1].sum())


def packed(plate: Finished, forms: list[Form]) -> bytes:
    """Return the forms of a plate's muscles as the bytes of a file."""
    index, points, curves, marks = [], [], [], []
    for form in forms:
        x0, y0, x1, y1 = form.muscle.area.bounds
        middle = np.round([(x0 + x1) / 2, (y0 + y1) / 2], 2)
        hidden = {name: areal(part, 1.0) for name, part in form.cover.under.items()}
        whole = not hidden
        under = shapely.union_all(list(hidden.values()))
        edge = shapely.difference(form.muscle.area.boundary, form.cover.seen.buffer(0.8)) if hidden else None
        lines = [[] if whole else _rings(form.cover.seen), _rings(form.tendon), _lines(edge), _rings(form.sinew)]
        lines += [_rings(part) for part in hidden.values()]
        for group in lines:
            points += [_whole(ring - middle) for ring in group]
        for curve, wide, level, kind in form.strokes:
            curves.append(_whole(curve - middle))
            marks.append((*(round(min(w, 7.9) * 32) for w in wide), level, kind))
        counts = [[len(ring) for ring in group] for group in lines]
        index.append(
            (
                form.muscle.of,
                fingerprint(form.muscle.handles),
                tuple(middle.tolist()),
                round(form.gap, 3),
                form.muscle.of not in cover.facts().skin,
                whole,
                *counts[:4],
                list(zip(hidden, counts[4:], strict=True)),
                form.above,
                len(form.strokes),
                [round(float(n), 1) for n in (under.bounds if hidden else (0, 0, 0, 0))],
            )
        )
    images, box = reliefs(plate, forms)
    jpegs = [_jpeg(image, DEEPER_QUALITY if n else QUALITY) for n, image in enumerate(images)]
    head = msgspec.msgpack.encode((FORMAT, index, box, [len(jpeg) for jpeg in jpegs]))
    arrays = [
        np.concatenate(points) if points else np.empty((0, 2), "<i2"),
        np.concatenate(curves) if curves else np.empty((0, 2), "<i2"),
        np.array(marks, np.uint8),
    ]
    filling = bytes(-len(head) % 8)
    return b"".join([len(head).to_bytes(8, "little"), head, filling, *(a.tobytes() for a in arrays), *jpegs])


def _jpeg(grey: NDArray[np.uint8], quality: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _whole(points: Floats) -> NDArray[np.int16]:
    return np.round(points / UNIT).astype("<i2")


def _rings(area: shapely.Geometry, tolerance: float = SIMPLE) -> list[Floats]:
    """Return the rings of an area, closed, holes the other way round."""
    parts = shapely.get_parts(areal(area.simplify(tolerance), 1.0))
    return [
        shapely.get_coordinates(ring)
        for part in parts
        for p in [shapely.geometry.polygon.orient(part)]
        for ring in (p.exterior, *p.interiors)
    ]


def _lines(edge: shapely.Geometry | None) -> list[Floats]:
    if edge is None:
        return []
    merged = shapely.get_parts(shapely.line_merge(edge))
    return [
        shapely.get_coordinates(p.simplify(SIMPLE)) for p in merged if p.geom_type == "LineString" and p.length > 1.5
    ]
