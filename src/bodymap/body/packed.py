"""The compiled form of a plate: bytes that can be mapped from a file, with arrays that need no copy."""

from __future__ import annotations

from itertools import accumulate, pairwise

import msgspec
import numpy as np

from ..knowledge.anatomy import Side, View
from .geometry import Box, Shape
from .plate import Part, PartKind, Plate, Point, Shading, ZoneKind

FORMAT = 4
"""Version of the compiled form. Raise it if the form, the records of `plate` or the way `svg` fills them changes."""


class _Index(msgspec.Struct, array_like=True):
    """The start of a compiled plate: everything but its arrays, which follow one after the other.

    `ends` is where each shape ends among the points: the outline, the contours, then the parts. `grey` is the height
    and the width of the shading, or (0, 0) if there is none.
    """

    body: str
    view: View
    stature: float
    box: Box
    contours: int
    ends: tuple[int, ...]
    parts: tuple[tuple[str, PartKind, str, Side, str, ZoneKind, tuple[int, ...]], ...]
    points: tuple[Point, ...]
    shaded: Box | None
    grey: tuple[int, ...]


_WORD = 8
"""Size in bytes of the number that gives the length of the index. The arrays begin at a multiple of it."""


def pack(plate: Plate) -> bytes:
    """Return a plate as bytes: an index as MessagePack, then all points, all codes and the shading as in memory.

    A file with these bytes can be mapped and its arrays used without a copy.
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
            tuple((p.id, p.kind, p.of, p.side, p.layer, p.zone, p.points) for p in plate.parts),
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
    """Return the plate that `pack` turned into bytes. Its arrays are read-only views of the bytes.

    Raises:
        ValueError: the bytes are not a plate.
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
            Part(id, kind, of, side, shape, layer, zone, numbers)
            for (id, kind, of, side, layer, zone, numbers), shape in zip(
                index.parts, shapes[index.contours :], strict=True
            )
        ),
        index.points,
    )


_decoder = msgspec.msgpack.Decoder(_Index)
