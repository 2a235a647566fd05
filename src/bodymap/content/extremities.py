"""Hands and feet: where they are on a plate. A picture shows one whole or not at all; it never cuts fingers off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import Box, Shape, grown, inside, meet, rings, spans, union
from ..body.plate import Plate
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from .framing import STEP, follow

Kind = Literal["hand", "foot"]

ABOVE = 60.0
"""A limb that is cut nearer to its hand or foot than this, mm, looks like a mistake: it is shown to its end."""

INTO = 20.0
"""What reaches further than this beyond the wrist or the ankle, mm, lies in the hand or foot."""

MOSTLY, SOME = 0.8, 0.12
"""A muscle lies in a hand or foot if more than the first share of its outline does (palmaris longus, whose
tendon spreads in the palm, does not), an area if more than the second."""

NEARLY_ALL = 0.9
"""A limb is not cut above a muscle of which more than this share of the outline would be left out."""

MOST_OFF = 0.35
"""The same, for a muscle elsewhere at the height of a hand, such as one of the hip."""

REACH = 90.0
"""A hand or foot further than this from the rest of the picture, mm, is left out of it."""

ASIDE = 40.0
"""How far the limb next to a hand or foot may reach beside it, mm: an arm hangs at a slant."""

BELOW = 6.0
"""Space below the fingertips or the sole, mm."""

_JOINTS: tuple[tuple[Kind, str, str], ...] = (("hand", "wrist", "elbow"), ("foot", "ankle", "knee"))
"""Each part with the joint that it begins at, and the one above."""


class Extremity(msgspec.Struct, frozen=True):
    """A hand or a foot.

    Attributes:
        kind: which of the two.
        side: the patient's side.
        box: the part beyond the joint, mm.
        joint: the middle of the wrist or the ankle, mm.
        above: the place on the limb `ABOVE` from the joint, mm.
    """

    kind: Kind
    side: Side
    box: Box
    joint: tuple[float, float]
    above: tuple[float, float]


@lru_cache(32)
def extremities(plate: Plate) -> tuple[Extremity, ...]:
    """Return the hands and feet of a plate whose joints are landmarks; none on a plate of soles."""
    if facts_of(plate.view).own_scale:
        return ()
    at = {(p.of, p.side): (p.x, p.y) for p in plate.points if p.kind == "landmark"}
    return tuple(
        Extremity(kind, side, box, at[joint, side], _towards(at[joint, side], at[upper, side]))
        for kind, joint, upper in _JOINTS
        for side in (Side.LEFT, Side.RIGHT)
        if (joint, side) in at and (upper, side) in at and (box := _beyond(plate, at[joint, side]))
    )


def _towards(joint: tuple[float, float], upper: tuple[float, float]) -> tuple[float, float]:
    line = np.subtract(upper, joint)
    x, y = np.add(joint, line * (ABOVE / max(float(np.hypot(*line)), ABOVE)))
    return float(x), float(y)


def _beyond(plate: Plate, joint: tuple[float, float]) -> Box | None:
    """Return the box of what hangs below a joint; None if the joint is not on the body."""
    outline = rings(plate.outline)
    start = [(a, b) for a, b in spans(outline, joint[1]) if a < joint[0] < b]
    if not start:
        return None
    low, high, end = start[0][0], start[0][1], joint[1]
    rows = np.arange(joint[1], plate.box[3], STEP)
    for y, runs in zip(rows.tolist(), follow(outline, start, rows), strict=True):
        if not runs:
            break
        low, high, end = min(low, runs[0][0]), max(high, runs[-1][1]), y
    return low, joint[1], high, end + STEP


class Content(msgspec.Struct, frozen=True):
    """What a figure is about: the muscles, their trigger points, what hurts, and where the pain may spread."""

    muscles: tuple[Shape, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    painful: tuple[Shape, ...] = ()
    spreads: tuple[Shape, ...] = ()


def with_extremities(plate: Plate, box: Box, content: Content) -> Box:
    """Return a box that shows each hand and foot whole or not at all.

    It is shown whole if some of the content lies in it, or if the picture would lose a muscle, a point or pain with it;
    otherwise the limb ends further up. What is far from the rest of the picture, such as fingers that tingle from the
    neck, stays out.

    Args:
        plate: the plate.
        box: what a figure shows, mm.
        content: what it is about.
    """
    facts = facts_of(plate.view)
    hangs = facts.hangs
    ends = [union(part.box, (*part.above, *part.above)) for part in extremities(plate)]
    limbs = [(x0 - ASIDE, y0, x1 + ASIDE, y1) for x0, y0, x1, y1 in ends]
    for part, below, beside in zip(extremities(plate), ends, limbs, strict=True):
        x0, y0, x1, y1 = box
        if not meet(box, grown(below, REACH)):
            continue
        cut = hangs and x0 <= part.above[0] <= x1 and y0 < part.above[1] < y1 < part.box[3]
        ahead = facts.limbs and y1 >= part.box[3]  # seen from a side, a foot reaches far ahead of its leg
        lost = cut and (_needs(beside, content) or _loses(part.above[1], limbs, content))
        if _has(_inner(part), content) or ahead or lost:
            box = union(box, part.box)
        elif cut:
            box = x0, y0, x1, part.above[1]
    return box


def _has(box: Box, content: Content) -> bool:
    """Return whether a box has muscles, pain or points in it."""
    return (
        any(_share(shape, box) > MOSTLY for shape in content.muscles)
        or any(_share(shape, box) > SOME for shape in (*content.painful, *content.spreads))
        or any(meet(box, (x, y, x, y)) for x, y in content.points)
    )


def _needs(box: Box, content: Content) -> bool:
    """Return whether leaving a box out would hide a muscle, a point, or part of where it hurts."""
    return (
        any(_share(shape, box) > NEARLY_ALL for shape in content.muscles)
        or any(_share(shape, box) > SOME for shape in content.painful)
        or any(meet(box, (x, y, x, y)) for x, y in content.points)
    )


def _loses(low: float, limbs: Sequence[Box], content: Content) -> bool:
    """Return whether a picture that ends at a height would lose a muscle, a point or pain that is on no limb."""
    below = -np.inf, low, np.inf, np.inf

    def lost(shape: Shape) -> float:
        return _share(shape, below) - sum(_share(shape, limb) for limb in limbs)

    return (
        any(lost(shape) > MOST_OFF for shape in content.muscles)
        or any(lost(shape) > SOME for shape in content.painful)
        or any(meet(below, (x, y, x, y)) for x, y in content.points)
    )


def _share(shape: Shape, box: Box) -> float:
    """Return the share of a shape's outline that lies in a box."""
    x, y = shape.points.T
    return float(((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])).mean())


def _inner(part: Extremity) -> Box:
    """Return a hand or foot without what is next to its joint."""
    x0, y0, x1, y1 = part.box
    return x0, min(y0 + INTO, y1), x1, y1


def cut_at(plate: Plate, focus: Box, top: float, tall: float, shown: Sequence[NDArray[np.float64]]) -> float:
    """Return where a frame of a height begins, moved so that its lower edge cuts no hand or foot, nor next to one.

    Args:
        plate: the plate.
        focus: what must stay in the frame, mm.
        top: where the frame would begin, mm.
        tall: its height, mm.
        shown: the pieces of the body that the frame shows: an arm that is left out can't be cut, mm.
    """
    _, y0, _, y1 = focus
    for part in extremities(plate) if facts_of(plate.view).hangs else ():
        bottom = top + tall
        if not part.above[1] < bottom < part.box[3] + BELOW or not inside(list(shown), np.array([part.above]))[0]:
            continue
        if y1 <= part.above[1]:
            top = part.above[1] - tall
        elif part.box[3] + BELOW - tall <= y0:
            top = part.box[3] + BELOW - tall
    return top
