"""The forms of a body's muscles: what is seen and covered of each, its tendons, strokes along its fibres, its light.

Views from the front, the back and the inner side also have what a picture needs that takes muscles off: all that lies
over a muscle, more strokes of its covered parts, and the light on the layers below.

The plate maker computes them from a finished plate and writes them beside it, as `<view>.forms`. They cover the right
side; the left one is its mirror image, and so is the left lateral view. A form is used only for the very shape that it
was made from, so a plate that has changed, or a user's own without forms, is drawn without them.

The file is the length of its index in 8 bytes, the index as MessagePack, filled up to a multiple of 8 bytes; then the
points of all shapes and of all strokes as pairs of int16, in units of 0.02 mm from the middle of each muscle's box; the
marks of all strokes, four bytes each; and the reliefs, grey JPEGs, the surface first.
"""

from __future__ import annotations

import io
from functools import cache, cached_property
from itertools import chain, pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..files.disk import contents
from ..knowledge.anatomy import Side, View
from .bodies import MOST_BYTES, file, label
from .geometry import CLOSE, CUBIC, LINE, MOVE, Box, Shape
from .plate import Part, Shading

FORMAT = 2
"""Version of the file; the same number as in `platemaker.forms`."""

FLAT = 215
"""Grey level of the relief for full light on a flat surface; brighter ones are highlights."""

DARK, LIT, SINEW, TEETH = range(4)
"""Kinds of strokes: between fibres, on fibres, along a tendon, and where the two meet."""

COVERED = 4
"""Added to the kind of a stroke in a covered part; by itself, the strokes between fibres there."""

LEVELS = (4, 2, 1)
"""Spacing of each level of strokes, in a form's `gap`; a finer level includes the strokes of the coarser ones."""

_UNIT = 0.02
_WIDE = 32.0

_MIRRORED = {View.LEFT_LATERAL: View.RIGHT_LATERAL}


class Strokes(msgspec.Struct, frozen=True, eq=False):
    """Strokes along fibres.

    Attributes:
        curves: (n, 4, 2) mm, one cubic each.
        wide: (n, 2), their width at a third and at two thirds of their length, as a share of the usual one.
        level: (n,) uint8, from 0, the widest spacing.
        kind: (n,) uint8, one of the kinds above.
    """

    curves: NDArray[np.float64]
    wide: NDArray[np.float64]
    level: NDArray[np.uint8]
    kind: NDArray[np.uint8]


class Form(msgspec.Struct, frozen=True, eq=False):
    """The form of a muscle, in plate mm.

    Attributes:
        seen: what is seen of it; None for all of it. A shape without points if nothing is.
        tendon: its seen tendons; they may have no points.
        sinew: all of its tendons, if a part of it is covered; else no points.
        above: all that lies over it, also under something else, with the share of its area that this covers. What no
            plate draws is named too: a structure, `fascia`, `bone` or `organs`. Only in views from the front, the back
            and the inner side.
        under: each covered part, with the id of the muscle that covers it; "" if the plate does not show what does.
        edge: the border of the covered parts, as open lines.
        strokes: the strokes along its fibres.
        gap: the spacing of the finest strokes, mm.
        quiet: whether it is shown in the quiet layer of all muscles.
    """

    seen: Shape | None
    tendon: Shape
    sinew: Shape
    above: tuple[tuple[str, float], ...]
    under: tuple[tuple[str, Shape], ...]
    edge: Shape
    strokes: Strokes
    gap: float
    quiet: bool


class _Entry(msgspec.Struct, array_like=True):
    """The index's entry of a muscle. Shapes are given as the number of points of each of their rings or lines."""

    of: str
    made_for: tuple[int, int, int]
    middle: tuple[float, float]
    gap: float
    quiet: bool
    whole: bool
    seen: tuple[int, ...]
    tendon: tuple[int, ...]
    edge: tuple[int, ...]
    sinew: tuple[int, ...]
    under: tuple[tuple[str, tuple[int, ...]], ...]
    above: tuple[tuple[str, float], ...]
    strokes: int
    box: Box

    @property
    def points(self) -> int:
        return sum(chain(self.seen, self.tendon, self.edge, self.sinew, *(rings for _, rings in self.under)))


class _Index(msgspec.Struct, array_like=True):
    format: int
    muscles: tuple[_Entry, ...]
    box: Box
    reliefs: tuple[int, ...]


class Forms:
    """The forms of one body in one view, unpacked as they are asked for."""

    def __init__(self, raw: bytes, *, mirrored: bool = False) -> None:
        """Open the bytes of a file; with `mirrored`, all of it is turned about x = 0.

        Raises:
            ValueError: the bytes are not forms, or of another version.
        """
        end = 8 + int.from_bytes(raw[:8], "little")
        index = _decoder.decode(raw[8:end])
        if index.format != FORMAT:
            raise ValueError(f"forms of version {index.format}, not {FORMAT}")
        start = end + -end % 8
        count, strokes = sum(entry.points for entry in index.muscles), sum(e.strokes for e in index.muscles)
        self._points = np.frombuffer(raw, "<i2", 2 * count, start).reshape(-1, 2)
        start += self._points.nbytes
        self._curves = np.frombuffer(raw, "<i2", 8 * strokes, start).reshape(-1, 4, 2)
        start += self._curves.nbytes
        self._marks = np.frombuffer(raw, np.uint8, 4 * strokes, start).reshape(-1, 4)
        ends = start + self._marks.nbytes + np.cumsum((0, *index.reliefs))
        self._jpegs = [raw[a:b] for a, b in pairwise(ends.tolist())]
        self._box, self._mirrored = index.box, mirrored
        self._entries: dict[str, tuple[_Entry, int, int]] = {}
        self._found: dict[tuple[str, bool], Form] = {}
        self._below: dict[int, Shading | None] = {}
        at = stroke = 0
        for entry in index.muscles:
            self._entries[entry.of] = (entry, at, stroke)
            at += entry.points
            stroke += entry.strokes

    def of(self, part: Part) -> Form | None:
        """Return the form of a muscle's part; None if there is none, or if the part has changed since."""
        known = self._entries.get(part.of)
        if known is None or fingerprint(part.shape) != known[0].made_for:
            return None
        key = (part.of, part.side == Side.LEFT)
        if key not in self._found:
            self._found[key] = self._form(*known, turn=-1.0 if key[1] else 1.0)
        return self._found[key]

    @cached_property
    def relief(self) -> Shading:
        """The light on the seen muscles, on both sides; `FLAT` is full light on a flat surface."""
        return self._relief(0)

    def relief_below(self, layers: int) -> Shading | None:
        """Return the light under one layer (the superficial one) or two, `FLAT` where it is that of the layer above.

        None if there is none: only views from the front, the back and the inner side have it.
        """
        if layers not in self._below:
            self._below[layers] = self._relief(layers) if layers < len(self._jpegs) else None
        return self._below[layers]

    def _relief(self, number: int) -> Shading:
        from PIL import Image  # here: most pictures of a body without forms need none

        half = np.asarray(Image.open(io.BytesIO(self._jpegs[number])))
        x0, y0, x1, y1 = self._box
        if self._mirrored:
            return Shading(np.ascontiguousarray(half[:, ::-1]), (-x1, y0, -x0, y1))
        if abs(x1) < abs(x1 - x0) / half.shape[1]:
            return Shading(np.concatenate([half, half[:, ::-1]], axis=1), (x0, y0, -x0, y1))
        if abs(x0) < abs(x1 - x0) / half.shape[1]:
            return Shading(np.concatenate([half[:, ::-1], half], axis=1), (-x1, y0, x1, y1))
        return Shading(half, self._box)

    def _form(self, entry: _Entry, at: int, stroke: int, *, turn: float) -> Form:
        middle, turned = np.array(entry.middle), np.array([turn, 1.0])

        def shape(rings: tuple[int, ...], *, closed: bool) -> Shape:
            nonlocal at
            points = (self._points[at : at + sum(rings)] * _UNIT + middle) * turned
            at += sum(rings)
            codes = np.full(len(points), LINE, np.uint8)
            ends = np.cumsum(rings, dtype=int)
            codes[ends - np.array(rings, dtype=int)] = MOVE
            if closed:
                codes[ends - 1] = CLOSE
            return Shape(points, codes)

        seen = shape(entry.seen, closed=True)
        tendon, edge = shape(entry.tendon, closed=True), shape(entry.edge, closed=False)
        sinew = shape(entry.sinew, closed=True)
        under = tuple((name, shape(rings, closed=True)) for name, rings in entry.under)
        marks = self._marks[stroke : stroke + entry.strokes]
        strokes = Strokes(
            (self._curves[stroke : stroke + entry.strokes] * _UNIT + middle) * turned,
            marks[:, :2] / _WIDE,
            marks[:, 2],
            marks[:, 3],
        )
        seen_of = None if entry.whole else seen
        return Form(seen_of, tendon, sinew, entry.above, under, edge, strokes, entry.gap, entry.quiet)


def fingerprint(shape: Shape) -> tuple[int, int, int]:
    """Return what tells a shape from another, the same for its mirror image: sums of its handles in 1/100 mm."""
    whole = np.round(shape.points[shape.codes == CUBIC] * 100).astype(np.int64)
    return len(whole), int(np.abs(whole[:, 0]).sum()), int(whole[:, 1].sum())


@cache
def load(body: str, view: View) -> Forms | None:
    """Return the forms of a body in a view; None if it has none, or if they are of another version.

    Raises:
        BodymapError: the file is there, but can't be read.
    """
    path = file(body, _MIRRORED.get(view, view)).with_suffix(".forms")
    if not path.is_file():
        return None
    raw = contents(path, most=MOST_BYTES, label=label(path))
    try:
        return Forms(raw, mirrored=view in _MIRRORED)
    except (ValueError, msgspec.MsgspecError):
        return None


_decoder = msgspec.msgpack.Decoder(_Index)
