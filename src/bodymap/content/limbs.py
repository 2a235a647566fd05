"""Isolate a limb from the body beside it: with wide hips, a crop of the forearm would include a slice of thigh.

One leg is shown without the other, too, if the figure begins little above where they meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import plates
from ..body.geometry import CLOSE, LINE, MOVE, Box, Shape, bounds, clip, grown, inside, meet, rings, signed, spans
from ..body.plate import Plate
from ..knowledge.anatomy import ViewLike
from ..knowledge.views import facts_of

SAMPLES = 40
"""Number of points of a shape that are tested for whether they lie on a piece of the body."""

CARRIES = 0.12
"""A piece of the body is shown if at least this share of one of the shapes lies on it."""

BEYOND = 8.0
"""How far beyond the frame a piece is closed, mm, so that its closing line is not seen."""

CHORDS = 4
"""Number of straight lines for each curve of an isolated outline."""

GROIN = 110.0
"""One of two legs is shown without the other if the figure begins at most this far above where they meet, mm."""

LEG = 200.0
"""A figure shows legs if it goes on at least this far below where they meet, mm."""

INNER = 20.0
"""Length of the inner side of a leg that says where the leg ends further up, mm."""


def plate_for_figure(body: str, view: ViewLike, frame: Box, parts: Iterable[str]) -> Plate:
    """Return the plate as a figure shows it: whole, or only the limb that `parts` lie on (see `isolate_limb`)."""
    plate, carried = plates.load(body, view), set(parts)
    return isolate_limb(plate, frame, tuple(p.shape for p in plate.parts if p.id in carried)) if carried else plate


@lru_cache(64)
def isolate_limb(plate: Plate, frame: Box, shapes: tuple[Shape, ...]) -> Plate:
    """Return the plate with nothing in `frame` but the pieces of the body that `shapes` lie on.

    An arm that hangs free beside the hip is a piece of its own, and so is one of two legs. If every piece carries
    something, the plate is returned unchanged.

    Args:
        plate: a plate.
        frame: the part of it that a figure shows, mm.
        shapes: shapes of its parts.
    """
    every, carrying = pieces(plate, frame, shapes)
    if not carrying or len(carrying) == len(every):
        return plate
    outline = polygons(carrying)
    contours = tuple(contour for contour in plate.contours if _on(carrying, contour, frame))
    parts = tuple(p for p in plate.parts if p.shape in shapes or p.kind != "muscle" or _on(carrying, p.shape, frame))
    return msgspec.structs.replace(plate, outline=outline, contours=contours, parts=parts)


def pieces(
    plate: Plate, frame: Box, shapes: Sequence[Shape]
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Return the rings of all pieces of the body in a frame, and of those that `shapes` lie on, mm.

    A ring of the outline that lies inside another is a gap; it belongs to the piece around it.
    """
    window = grown(frame, BEYOND)
    points, owner, _, _ = _seen(plate, frame, shapes)
    arms, trunk, _ = _parted(plate)
    rest: list[NDArray[np.float64]] = []
    outline = rings(plate.outline, CHORDS)
    carrier = _carrier(plate, frame, shapes)
    if carrier == "arms":
        outline, rest = arms, trunk
    elif carrier == "trunk" and not _arms_end(arms, frame):
        # A trunk whose shoulders are in view keeps its arms.
        outline, rest = trunk, arms
    found = [*_clipped(plate, frame, outline)]
    solid = [piece for piece in found if not _inside_another(piece, found)]
    carrying = [piece for piece in solid if (_shares(owner, inside([piece], points)) >= CARRIES).any()]
    gaps = [piece for piece in found if not any(piece is other for other in solid)]
    kept = [*carrying, *(gap for gap in gaps if inside(carrying, gap[:1])[0])] if carrying else []
    return [*found, *(piece for ring in rest for piece in clip(ring, window))], kept


def _clipped(plate: Plate, frame: Box, outline: Sequence[NDArray[np.float64]]) -> Iterator[NDArray[np.float64]]:
    """Yield the pieces of an outline in a frame; each leg is one of its own if the frame shows little above them."""
    window = x0, y0, x1, y1 = grown(frame, BEYOND)
    groin = _groin(plate)
    legs = groin is not None and groin.y - GROIN <= frame[1] < groin.y <= frame[3] - LEG and x0 < 0.0 < x1
    if groin is None or not legs:
        yield from (piece for ring in outline for piece in clip(ring, window))
        return
    for ring in outline:
        for turn, half in ((-1.0, (x0, y0, 0.0, y1)), (1.0, (0.0, y0, x1, y1))):
            for piece in clip(ring, half):
                # Up to the frame, the leg ends in line with its inner side.
                inner = (piece[:, 1] < groin.y + INNER) & (turn * piece[:, 0] < groin.apart)
                yield np.column_stack((np.where(inner, turn * groin.apart, piece[:, 0]), piece[:, 1]))


class _Groin(NamedTuple):
    """The height at which the legs meet, mm, and how far from the middle each begins just below it."""

    y: float
    apart: float


@lru_cache(16)
def _groin(plate: Plate) -> _Groin | None:
    """Return where the legs meet; None if the plate does not show the body from the front or the back."""
    if not facts_of(plate.view).upright:
        return None
    outline = rings(plate.outline, CHORDS)
    y = max((low for _, low in spans([ring[:, ::-1] for ring in outline], 0.0)), default=None)
    if y is None:
        return None
    below = [spans(outline, y + down) for down in np.linspace(0.0, INNER, 6)[1:].tolist()]
    return _Groin(y, max((min(abs(x) for run in runs for x in run) for runs in below if runs), default=0.0))


def arm_end(plate: Plate, frame: Box, shapes: Sequence[Shape]) -> float | None:
    """Return the height of the armpit, mm, if a frame shows arms without the trunk up to there.

    They should fade above this height: higher up, an arm ends along the line where it was parted from the trunk. None
    if there is nothing to fade, since the frame ends below the armpit or the trunk is shown too.
    """
    pit = max((pit for _, _, _, pit in _parted(plate).lines), default=frame[1])
    return pit if pit > frame[1] and _carrier(plate, frame, shapes) == "arms" else None


def closing_lines(plate: Plate) -> tuple[Box, ...]:
    """Return the boxes around the lines along which arms are parted from the trunk, mm; none if they can't be.

    Where only one of the two is shown, a muscle that crosses such a line reaches onto what is left out.
    """
    return _parted(plate).lines


def between_legs(plate: Plate) -> tuple[Box, ...]:
    """Return the box around the line along which a leg is parted from the other, above where they meet, mm."""
    groin = _groin(plate)
    return () if groin is None else ((0.0, groin.y - GROIN, 0.0, groin.y),)


def _arms_end(arms: Sequence[NDArray[np.float64]], frame: Box) -> bool:
    """Return whether the upper ends of the arms are in a frame."""
    return bool(arms) and max(float(arm[:, 1].min()) for arm in arms) > frame[1]


def _carrier(plate: Plate, frame: Box, shapes: Sequence[Shape]) -> Literal["arms", "trunk", "both"]:
    """Return what carries the shapes in a frame; "both" as well if the arms can't be parted from the trunk."""
    points, owner, on_arm, on_trunk = _seen(plate, frame, shapes)
    if not _parted(plate).arms or not len(points):
        return "both"
    by_arms = bool((_shares(owner, on_arm) >= CARRIES).any())
    by_trunk = bool((_shares(owner, on_trunk) >= CARRIES).any())
    return "both" if by_arms == by_trunk else "arms" if by_arms else "trunk"


class _Samples(NamedTuple):
    """Some points of shapes, the index of the shape that each is of, and whether it lies on an arm or on the trunk."""

    points: NDArray[np.float64]
    owner: NDArray[np.intp]
    on_arm: NDArray[np.bool_]
    on_trunk: NDArray[np.bool_]


def _seen(plate: Plate, frame: Box, shapes: Sequence[Shape]) -> _Samples:
    """Return the sampled points of shapes (see `_sampled`) that a frame shows."""
    window = grown(frame, BEYOND)
    every = _sampled(plate, tuple(shapes))
    seen = ((every.points > window[:2]) & (every.points < window[2:])).all(1)
    return _Samples(every.points[seen], every.owner[seen], every.on_arm[seen], every.on_trunk[seen])


def _shares(owner: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of the points of each owner that are chosen."""
    if not len(owner):
        return np.zeros(1)
    share: NDArray[np.float64] = np.bincount(owner[chosen], minlength=owner.max() + 1) / np.maximum(
        np.bincount(owner), 1
    )
    return share


@lru_cache(64)
def _sampled(plate: Plate, shapes: tuple[Shape, ...]) -> _Samples:
    """Return some points of shapes."""
    samples = [shape.points[:: max(len(shape.points) // SAMPLES, 1)] for shape in shapes]
    points = np.concatenate(samples) if samples else np.empty((0, 2))
    owner = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples]).astype(np.intp)
    arms, trunk, _ = _parted(plate)
    on_arm = inside(arms, points)
    # A shape may run a little past the outline: what is not on an arm is not always on the trunk.
    return _Samples(points, owner, on_arm, ~on_arm & inside(trunk, points))


def _inside_another(piece: NDArray[np.float64], found: Sequence[NDArray[np.float64]]) -> bool:
    larger = [other for other in found if abs(signed(other)) > abs(signed(piece))]
    return bool(larger) and bool(inside(larger, piece[:1])[0])


class _Parted(NamedTuple):
    """The rings of the arms and of the trunk, and the box around the line between each arm and the trunk."""

    arms: list[NDArray[np.float64]]
    trunk: list[NDArray[np.float64]]
    lines: tuple[Box, ...]


_WHOLE = _Parted([], [], ())


@lru_cache(16)
def _parted(plate: Plate) -> _Parted:
    """Return the outline parted into arms and trunk, each arm by a straight cut from the armpit up to the shoulder.

    Nothing if the plate does not show the whole body from the front or the back.
    """
    whole = rings(plate.outline, CHORDS)
    shoulders = [(p.x, p.y) for p in plate.points if p.kind == "landmark" and p.of == "shoulder"]
    if not facts_of(plate.view).upright or len(whole) != 1 or len(shoulders) != 2:
        return _WHOLE
    trunk, arms, lines = whole[0], [], []
    for x, y in shoulders:
        pit = _armpit(trunk, x, y)
        if pit is None:
            return _WHOLE
        top = _above(trunk, pit)
        if top is None:
            return _WHOLE
        low, high = min(pit, top), max(pit, top)
        (a, b), (c, d) = trunk[[pit, top]].tolist()
        lines.append((min(a, c), min(b, d), max(a, c), max(b, d)))
        pieces_of = trunk[low : high + 1], np.concatenate([trunk[high:], trunk[: low + 1]])
        arm, rest = sorted(pieces_of, key=lambda ring: abs(signed(ring)))
        arms.append(arm)
        trunk = rest
    return _Parted(arms, [trunk], tuple(lines))


def _armpit(ring: NDArray[np.float64], x: float, y: float) -> int | None:
    """Return the vertex at the top of the gap between an arm and the trunk, given the joint of the shoulder."""
    around = np.abs(ring[:, 0]) > 0.4 * abs(x)
    near = around & (ring[:, 0] * x > 0) & (ring[:, 1] > y) & (np.abs(ring[:, 0]) < 1.6 * abs(x))
    before, after = np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0)
    summit = near & (ring[:, 1] <= before[:, 1]) & (ring[:, 1] < after[:, 1])
    tops = [n for n in np.flatnonzero(summit).tolist() if bool(inside([ring], ring[n : n + 1] - (0.0, 1.0))[0])]
    return min(tops, key=lambda n: float(ring[n, 1])) if tops else None


def _above(ring: NDArray[np.float64], pit: int) -> int | None:
    """Return the vertex of the shoulder's upper border over an armpit; None if there is none near it."""
    x, y = ring[pit]
    over = np.flatnonzero((ring[:, 1] < y - 20) & (np.abs(ring[:, 0] - x) < 25))
    if not len(over):
        return None
    lowest = over[np.argsort(np.abs(ring[over, 0] - x))][:12]
    return int(lowest[ring[lowest, 1].argmax()])


def polygons(found: Sequence[NDArray[np.float64]]) -> Shape:
    """Return closed polygons, (n, 2) each, as one shape."""
    points = [np.concatenate([ring, ring[:1]]) for ring in found]
    codes = [np.array([MOVE, *[LINE] * (len(ring) - 1), CLOSE], dtype=np.uint8) for ring in found]
    return Shape(np.concatenate(points), np.concatenate(codes))


def _on(kept: list[NDArray[np.float64]], shape: Shape, frame: Box) -> bool:
    """Return whether a shape lies at least partly on a limb. A shape outside the frame counts too."""
    return not meet(bounds([shape]), frame) or bool(inside(kept, shape.points[::3]).any())
