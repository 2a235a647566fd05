"""Find small parts of the body, hands and head: where they are on a plate, what lies in them, and their insets."""

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
"""A muscle lies in a part of the body if at least this share of its outline does."""

WRIST = 34.0
"""Length of forearm shown with a hand, mm."""

CHIN = 0.125
"""How far the chin lies below the crown, as a share of stature, on a plate without that landmark."""

NECK = 0.2
"""Length of neck shown with the head, as a share of the height from crown to chin."""

LEAST = 84.0
"""Least width and height of an inset, pt on a slide."""

SHARES = 0.8, 0.6, 0.42, 0.32
"""Heights of an inset to try, as shares of the height of its figure's room."""

WIDEST = 0.34
"""Greatest width of an inset, as a share of the width of that room."""


class Detail(msgspec.Struct, frozen=True):
    """A part of the body: its `frame` on the plate, mm, and the `muscles` of a view that lie in it.

    `side` is None for a part that has no sides; `smallest` is the square root of the smallest muscle's area, mm.
    """

    name: InsetPart
    side: Side | None
    frame: Box
    muscles: tuple[str, ...]
    smallest: float


@lru_cache(16)
def details(view: ViewContent) -> tuple[Detail, ...]:
    """Return the parts of the body that contain muscles of a view, those with the most muscles first.

    Of two hands, this is the one with the names: where a half is opened, the hand that shows more of its muscles.
    """
    if not facts_of(view.view).upright:
        return ()  # from the side, a hand lies in front of the body, and the head is large
    sides = sorted((side for side in Side if side in view.sides), key=lambda side: side != view.named_side)
    hands = [hand for side in sides if side != Side.MIDLINE and (hand := _detail(view, "hand", side))]
    if view.both_sides:
        hands = _most_first(hands)[:1]
    head = _detail(view, "head", None)
    return tuple(_most_first([*hands, head] if head else hands))


def _most_first(found: Sequence[Detail]) -> list[Detail]:
    return sorted(found, key=lambda detail: -len(detail.muscles))


def _detail(view: ViewContent, part: InsetPart, side: Side | None) -> Detail | None:
    frame = PARTS[part](view.plate, side)
    if frame is None:
        return None
    x0, y0, x1, y1 = frame
    sizes: dict[str, float] = {}
    for muscle in view.muscles:
        if side and view.half_of(muscle) not in (None, side):
            continue  # it is named on the other half
        shapes = view.shapes([muscle], side)
        points = np.concatenate([s.points for s in shapes]) if shapes else np.empty((0, 2))
        inside = (points >= (x0, y0)).all(1) & (points <= (x1, y1)).all(1)
        if len(points) and inside.mean() >= MOSTLY:
            sizes[muscle] = max(map(area, shapes)) ** 0.5
    if not sizes or not _within(frame, view.crop):
        return None
    return Detail(part, side, frame, tuple(sizes), min(sizes.values()))


def _within(frame: Box, crop: Box) -> bool:
    """Return whether a crop shows a frame, apart from the free space around its content."""
    x0, y0, x1, y1 = grown(crop, framing.AIR)
    return frame[0] >= x0 and frame[1] >= y0 and frame[2] <= x1 and frame[3] <= y1


# --- the insets -----------------------------------------------------------------------------------------------------


class Plan(msgspec.Struct, frozen=True):
    """A planned inset: on which side of its figure it goes (`facing`), and its `size` on the sheet, pt."""

    detail: Detail
    facing: PictureSide
    size: tuple[float, float]

    def caption(self, times: float) -> str:
        """Return the caption: what the inset shows, and how many times larger."""
        side = f"{self.detail.side}-" if self.detail.side else ""
        return words.text(f"inset.{side}{self.detail.name}", times=f"{times:g}")


Plans = Mapping[int, Plan]
"""The insets by the number of their figure."""


class NoInset(Exception):  # noqa: N818 (nothing has gone wrong)
    """A picture is better off without insets."""


NO_PLANS: Plans = MappingProxyType({})


def planned(metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], share: float) -> Plans:
    """Return the insets that figures in these rows would have, each at most that `share` of its row's height."""
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
    """Return the side of the figure that the part is nearer to."""
    x0, _, x1, _ = view.crop
    middle = (detail.frame[0] + detail.frame[2]) / 2
    return "left" if middle - x0 < x1 - middle + 1 else "right"


# --- where they are -------------------------------------------------------------------------------------------------


@lru_cache(32)
def _hand(plate: Plate, side: Side | None) -> Box | None:
    """Return the frame of a hand: from a little above the wrist to the end of the arm."""
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


@lru_cache(32)
def _head(plate: Plate, _: Side | None) -> Box | None:
    """Return the frame of the head: from the crown to a little below the chin."""
    x0, top, x1, bottom = bounds([plate.outline])
    tall = framing.levels(plate).get("chin", top + CHIN * (bottom - top)) - top
    middle, outline = (x0 + x1) / 2, rings(plate.outline)
    widths = [s for y in np.arange(top + 1, top + 0.9 * tall, framing.ROW) for s in spans(outline, y)]
    half = max((max(middle - a, b - middle) for a, b in widths), default=0.4 * tall)
    air = framing.AIR
    return middle - half - air, top - air, middle + half + air, top + tall * (1 + NECK)


PARTS: dict[InsetPart, Callable[[Plate, Side | None], Box | None]] = {"hand": _hand, "head": _head}
"""The function that finds each part on a plate, on one side of the body."""
