"""Isolate a limb from the body beside it: with wide hips, a crop of the forearm would include a slice of thigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import plates
from ..body.geometry import CLOSE, LINE, MOVE, Box, Shape, bounds, clip, grown, inside, meet, rings, signed
from ..body.plate import Plate
from ..knowledge.views import facts_of

SAMPLES = 40
"""Number of points of a shape that are tested for whether they lie on a piece of the body."""

CARRIES = 0.12
"""A piece of the body is shown if at least this share of one of the shapes lies on it."""

BEYOND = 8.0
"""How far beyond the frame a piece is closed, mm, so that its closing line is not seen."""

CHORDS = 4
"""Number of straight lines for each curve of an isolated outline."""


def plate_for_figure(body: str, view: str, frame: Box, parts: Iterable[str]) -> Plate:
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
    outline = _outline(carrying)
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
    points, owner, on_arm = _sampled(plate, tuple(shapes))
    seen = ((points > window[:2]) & (points < window[2:])).all(1)
    points, owner, on_arm = points[seen], owner[seen], on_arm[seen]
    arms, trunk = _parted(plate)
    rest: list[NDArray[np.float64]] = []
    outline = rings(plate.outline, CHORDS)
    if arms and len(points):
        # A shape may run a little past the outline: what is not on an arm is not always on the trunk.
        on_trunk = ~on_arm & inside(trunk, points)
        by_arms = bool((_shares(owner, on_arm) >= CARRIES).any())
        by_trunk = bool((_shares(owner, on_trunk) >= CARRIES).any())
        cut_seen = max(float(arm[:, 1].min()) for arm in arms) > frame[1]
        if by_arms and not by_trunk:
            outline, rest = arms, trunk
        elif by_trunk and not by_arms and not cut_seen:
            # A trunk whose shoulders are in view keeps its arms.
            outline, rest = trunk, arms
    found = [piece for ring in outline for piece in clip(ring, window)]
    solid = [piece for piece in found if not _inside_another(piece, found)]
    carrying = [piece for piece in solid if (_shares(owner, inside([piece], points)) >= CARRIES).any()]
    gaps = [piece for piece in found if not any(piece is other for other in solid)]
    kept = [*carrying, *(gap for gap in gaps if inside(carrying, gap[:1])[0])] if carrying else []
    return [*found, *(piece for ring in rest for piece in clip(ring, window))], kept


def _shares(owner: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of the points of each owner that are chosen."""
    if not len(owner):
        return np.zeros(1)
    share: NDArray[np.float64] = np.bincount(owner[chosen], minlength=owner.max() + 1) / np.maximum(
        np.bincount(owner), 1
    )
    return share


@lru_cache(64)
def _sampled(
    plate: Plate, shapes: tuple[Shape, ...]
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.bool_]]:
    """Return some points of shapes, the index of the shape that each is of, and whether it lies on an arm."""
    samples = [shape.points[:: max(len(shape.points) // SAMPLES, 1)] for shape in shapes]
    points = np.concatenate(samples) if samples else np.empty((0, 2))
    owner = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples]).astype(np.intp)
    arms, _ = _parted(plate)
    return points, owner, inside(arms, points) if arms else np.zeros(len(points), dtype=bool)


def _inside_another(piece: NDArray[np.float64], found: Sequence[NDArray[np.float64]]) -> bool:
    larger = [other for other in found if abs(signed(other)) > abs(signed(piece))]
    return bool(larger) and bool(inside(larger, piece[:1])[0])


@lru_cache(16)
def _parted(plate: Plate) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Return the outline parted into arms and trunk, each arm by a straight cut from the armpit up to the shoulder.

    Two empty lists if the plate does not show the whole body from the front or the back.
    """
    whole = rings(plate.outline, CHORDS)
    shoulders = [(p.x, p.y) for p in plate.points if p.kind == "landmark" and p.of == "shoulder"]
    if not facts_of(plate.view).upright or len(whole) != 1 or len(shoulders) != 2:
        return [], []
    trunk, arms = whole[0], []
    for x, y in shoulders:
        pit = _armpit(trunk, x, y)
        if pit is None:
            return [], []
        top = _above(trunk, pit)
        if top is None:
            return [], []
        low, high = min(pit, top), max(pit, top)
        pieces_of = trunk[low : high + 1], np.concatenate([trunk[high:], trunk[: low + 1]])
        arm, rest = sorted(pieces_of, key=lambda ring: abs(signed(ring)))
        arms.append(arm)
        trunk = rest
    return arms, [trunk]


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


def _outline(found: Sequence[NDArray[np.float64]]) -> Shape:
    points = [np.concatenate([ring, ring[:1]]) for ring in found]
    codes = [np.array([MOVE, *[LINE] * (len(ring) - 1), CLOSE], dtype=np.uint8) for ring in found]
    return Shape(np.concatenate(points), np.concatenate(codes))


def _on(kept: list[NDArray[np.float64]], shape: Shape, frame: Box) -> bool:
    """Return whether a shape lies at least partly on a limb. A shape outside the frame counts too."""
    return not meet(bounds([shape]), frame) or bool(inside(kept, shape.points[::3]).any())
