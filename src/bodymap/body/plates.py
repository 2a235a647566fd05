"""Plate: one body in one view, as arrays. Found by name, read from SVG once, then kept compiled.

SVG itself is known to `bodymap.body.svg` alone, which is imported when a plate has to be read afresh.
"""

from __future__ import annotations

import contextlib
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..errors import BodymapError, unknown
from ..files import kept
from ..files.disk import contents
from .bodies import DEFAULT_BODY, MOST_BYTES, bodies, file, in_folder, label, views
from .geometry import Box, Shape

__all__ = ["DEFAULT_BODY", "MOST_BYTES", "bodies", "in_folder", "views"]  # by name, from `bodies`

FORMAT = 2
"""Of the compiled form: goes up with every change of the records below or of how `bodymap.body.svg` fills them."""


class Shading(msgspec.Struct, frozen=True, eq=False):
    """Soft tone of the body: `grey` (h, w) uint8, 255 = full light, over `box` (x0, y0, x1, y1) in mm."""

    grey: NDArray[np.uint8]
    box: tuple[float, float, float, float]


class Part(msgspec.Struct, frozen=True):
    """A named shape: `kind` muscle, fibre, zone or area; `of` the muscle's or area's id; `zone` core or spillover."""

    id: str
    kind: str
    of: str
    side: str
    shape: Shape
    layer: str = ""
    zone: str = ""


class Point(msgspec.Struct, frozen=True):
    """A trigger point (`kind` point, `number` set) or a landmark (`where` surface or inside), in mm."""

    id: str
    kind: str
    of: str
    side: str
    x: float
    y: float
    number: int = 0
    where: str = "surface"


class Plate(msgspec.Struct, frozen=True, eq=False):
    """One body in one view, in millimetres: y = 0 at the crown and grows downward. `box` is (x0, y0, x1, y1)."""

    body: str
    view: str
    stature: float
    box: tuple[float, float, float, float]
    outline: Shape
    contours: tuple[Shape, ...]
    shading: Shading | None
    parts: tuple[Part, ...]
    points: tuple[Point, ...]


# --- by name --------------------------------------------------------------------------------------------------------


@cache
def load(body: str, view: str) -> Plate:
    """The plate of a body in a view: one that comes with bodymap, by its name, or a user's own, see `in_folder`.

    Raises:
        BodymapError: there is no such body or view, or its file is faulty.
    """
    choices = views(body)
    if view not in choices:
        raise unknown("view", str(view), choices)
    plate = read(file(body, view))
    if plate.view != view:
        raise BodymapError(f"{label(file(body, view))}: data-view: {plate.view!r} must be the file's name, {view!r}")
    return msgspec.structs.replace(plate, body=body)  # a user's own is known by its path, whatever it calls itself


def read(path: Path) -> Plate:
    """The plate of an SVG file, one that comes with bodymap or a user's own: the same code, the same rules.

    Raises:
        BodymapError: the file can't be read or is no plate; names the file and the part.
    """
    raw = contents(path, most=MOST_BYTES, label=label(path))
    name = kept.name("plate", FORMAT, raw)
    plate = _unpacked(kept.recall(name))
    if plate is None:
        from . import svg  # here: it costs a second, which a run with compiled plates does not pay

        plate = svg.parse(raw, label=label(path))
        kept.keep(name, pack(plate))
    return plate


# --- the compiled form ----------------------------------------------------------------------------------------------


class _Index(msgspec.Struct, array_like=True):
    """What a compiled plate begins with: everything but its arrays, which lie one after the other behind it.

    `ends` says where each shape ends among the points: the outline, the contours, then the parts. `grey` is the height
    and the width of the shading, if there is one.
    """

    body: str
    view: str
    stature: float
    box: Box
    contours: int
    ends: tuple[int, ...]
    parts: tuple[tuple[str, str, str, str, str, str], ...]
    points: tuple[Point, ...]
    shaded: Box | None
    grey: tuple[int, ...]


_WORD = 8
"""Bytes that say how long the index is; the arrays begin on a multiple of it."""


def pack(plate: Plate) -> bytes:
    """A plate as bytes: an index as MessagePack, then all points, all codes and the shading, as they lie in memory.

    So they can be mapped from a file, and its arrays be used where they are.
    """
    shapes = [plate.outline, *plate.contours, *(part.shape for part in plate.parts)]
    shading = plate.shading
    index = msgspec.msgpack.encode(
        _Index(
            plate.body,
            plate.view,
            plate.stature,
            plate.box,
            len(plate.contours),
            tuple(accumulate(len(shape.codes) for shape in shapes)),
            tuple((p.id, p.kind, p.of, p.side, p.layer, p.zone) for p in plate.parts),
            plate.points,
            None if shading is None else shading.box,
            (0, 0) if shading is None else shading.grey.shape,
        )
    )
    arrays = [
        np.concatenate([shape.points for shape in shapes]).astype("<f8"),
        np.concatenate([shape.codes for shape in shapes]),
        np.empty(0, np.uint8) if shading is None else shading.grey,
    ]
    filling = bytes(-len(index) % _WORD)
    return b"".join([len(index).to_bytes(_WORD, "little"), index, filling, *(array.tobytes() for array in arrays)])


def unpack(raw: bytes | memoryview) -> Plate:
    """The plate of `pack`; its arrays are read-only, and lie where the bytes do.

    Raises:
        ValueError: the bytes are no plate.
    """
    end = _WORD + int.from_bytes(raw[:_WORD], "little")
    index = _decoder.decode(raw[_WORD:end])
    total = index.ends[-1]
    start = end + -end % _WORD
    points = np.frombuffer(raw, "<f8", 2 * total, start).reshape(-1, 2)
    codes = np.frombuffer(raw, np.uint8, total, start + points.nbytes)
    grey = np.frombuffer(raw, np.uint8, offset=start + points.nbytes + codes.nbytes).reshape(index.grey)
    outline, *shapes = [Shape(points[a:b], codes[a:b]) for a, b in pairwise((0, *index.ends))]
    return Plate(
        index.body,
        index.view,
        index.stature,
        index.box,
        outline,
        tuple(shapes[: index.contours]),
        None if index.shaded is None else Shading(grey, index.shaded),
        tuple(
            Part(id, kind, of, side, shape, layer, zone)
            for (id, kind, of, side, layer, zone), shape in zip(index.parts, shapes[index.contours :], strict=True)
        ),
        index.points,
    )


_decoder = msgspec.msgpack.Decoder(_Index)


def _unpacked(raw: bytes | memoryview | None) -> Plate | None:
    """The compiled plate; None if there is none, or one that another hand has spoilt."""
    if raw is not None:
        with contextlib.suppress(ValueError, IndexError):
            return unpack(raw)
    return None
