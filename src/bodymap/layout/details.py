"""Small parts of the body, a hand or the head: where a plate has them, what lies there, what insets they would fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import msgspec
import numpy as np

from .. import words
from ..body.geometry import Box, area, bounds, grown, rings, spans
from ..body.plate import Plate
from ..content import framing
from ..content.view_content import PictureSide, ViewContent
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from .metrics import Metrics
from .records import InsetPart

MOSTLY = 0.7
"""A muscle lies in a part of the body if this share of its outline does."""

WRIST = 34.0
"""How much of the forearm is seen with a hand, mm."""

CHIN = 0.125
"""How far the chin lies below the crown, in statures, on a plate that does not see it."""

NECK = 0.2
"""How much of the neck is seen with a head, in heights from crown to chin."""

LEAST = 84.0
"""No inset is less wide or tall, pt on a slide."""

SHARES = 0.8, 0.6, 0.42, 0.32
"""How tall an inset may be, as shares of its figure's room; each is tried."""

WIDEST = 0.34
"""How wide it may be, as a share of that."""


class Detail(msgspec.Struct, frozen=True):
    """A part of the body: its `frame` on the plate, mm, and the `muscles` of a view that lie in it.

    `side` is None for a part that is no limb's; `smallest`: of those muscles, the root of its area, mm.
    """

    name: InsetPart
    side: Side | None
    frame: Box
    muscles: tuple[str, ...]
    smallest: float


@lru_cache(16)
def details(view: ViewContent) -> tuple[Detail, ...]:
    """Return the parts of the body in which muscles of a view lie, those with the most of them first.

    Of two hands it is the one that carries the names.
    """
    if not facts_of(view.view).upright:
        return ()  # from the side a hand lies before the body, and the head is large
    hands = (view.named_side,) if view.both_sides else tuple(side for side in Side if side in view.sides)
    wanted: list[tuple[InsetPart, Side | None]] = [("hand", side) for side in hands if side != Side.MIDLINE]
    made = [_detail(view, part, side) for part, side in (*wanted, ("head", None))]
    return tuple(sorted((detail for detail in made if detail), key=lambda detail: -len(detail.muscles)))


def _detail(view: ViewContent, part: InsetPart, side: Side | None) -> Detail | None:
    frame = PARTS[part](view.plate, side)
    if frame is None or not _within(frame, view.crop):
        return None
    x0, y0, x1, y1 = frame
    sizes: dict[str, float] = {}
    for muscle in view.muscles:
        shapes = view.shapes([muscle], side or "")
        points = np.concatenate([s.points for s in shapes]) if shapes else np.empty((0, 2))
        inside = (points >= (x0, y0)).all(1) & (points <= (x1, y1)).all(1)
        if len(points) and inside.mean() >= MOSTLY:
            sizes[muscle] = max(map(area, shapes)) ** 0.5
    return Detail(part, side, frame, tuple(sizes), min(sizes.values())) if sizes else None


def _within(frame: Box, crop: Box) -> bool:
    """Return whether a crop shows a frame, but for the air around what is in it."""
    x0, y0, x1, y1 = grown(crop, framing.AIR)
    return frame[0] >= x0 and frame[1] >= y0 and frame[2] <= x1 and frame[3] <= y1


# --- the insets -----------------------------------------------------------------------------------------------------


class Plan(msgspec.Struct, frozen=True):
    """An inset that is to stand on a side of its figure, `facing` left or right; `size` on the sheet, pt."""

    detail: Detail
    facing: PictureSide
    size: tuple[float, float]

    def caption(self, times: float) -> str:
        """Return what it shows, in words, and how many times as large."""
        side = f"{self.detail.side}-" if self.detail.side else ""
        return words.text(f"inset.{side}{self.detail.name}", times=f"{times:g}")


Plans = Mapping[int, Plan]
"""The number of a figure -> its inset."""


class NoInset(Exception):  # noqa: N818 (nothing has gone wrong)
    """A picture is better off without insets."""


NO_PLANS: Plans = MappingProxyType({})


def planned(metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], share: float) -> Plans:
    """Return the insets that figures in these rows would have, each that `share` of its row's height."""
    plans: dict[int, Plan] = {}
    for i, (view, (x0, y0, x1, y1)) in enumerate(zip(views, rows, strict=True)):
        for detail in details(view)[:1]:
            left, top, right, bottom = detail.frame
            aspect = (right - left) / (bottom - top)
            tall = min((y1 - y0) * share, (x1 - x0) * WIDEST / aspect)
            size = tall * aspect, tall
            if min(size) >= metrics.length(LEAST):
                plans[i] = Plan(detail, _facing(view, detail), size)
    return plans


def _facing(view: ViewContent, detail: Detail) -> PictureSide:
    """Return the side of the figure that the part lies nearer to."""
    x0, _, x1, _ = view.crop
    middle = (detail.frame[0] + detail.frame[2]) / 2
    return "left" if middle - x0 < x1 - middle + 1 else "right"


# --- where they are -------------------------------------------------------------------------------------------------


def _hand(plate: Plate, side: Side | None) -> Box | None:
    """Return the frame from a little above the wrist down to where the arm ends."""
    wrist = next(((p.x, p.y) for p in plate.points if (p.of, p.side) == ("wrist", side)), None)
    if wrist is None:
        return None
    outline = rings(plate.outline)
    start = [(a, b) for a, b in spans(outline, wrist[1]) if a < wrist[0] < b]
    low, high, end = np.inf, -np.inf, wrist[1]
    for way in (-framing.STEP, framing.STEP):
        stop = wrist[1] - WRIST if way < 0 else plate.box[3]
        rows = np.arange(wrist[1], stop, way)
        for y, runs in zip(rows, framing.follow(outline, start, rows), strict=True):
            if not runs:
                break
            low, high, end = min(low, runs[0][0]), max(high, runs[-1][1]), max(end, float(y))
    if not low < high:
        return None
    air = framing.AIR
    return float(low) - air, wrist[1] - WRIST, float(high) + air, end + air


def _head(plate: Plate, _: Side | None) -> Box | None:
    """Return the frame from the crown to a little below the chin."""
    x0, top, x1, bottom = bounds([plate.outline])
    tall = framing.levels(plate).get("chin", top + CHIN * (bottom - top)) - top
    middle, outline = (x0 + x1) / 2, rings(plate.outline)
    widths = [s for y in np.arange(top + 1, top + 0.9 * tall, framing.ROW) for s in spans(outline, y)]
    half = max((max(middle - a, b - middle) for a, b in widths), default=0.4 * tall)
    air = framing.AIR
    return middle - half - air, top - air, middle + half + air, top + tall * (1 + NECK)


PARTS: dict[InsetPart, Callable[[Plate, Side | None], Box | None]] = {"hand": _hand, "head": _head}
"""Where a plate has each part, on a side of the body."""
