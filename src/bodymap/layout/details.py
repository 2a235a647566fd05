"""Small parts of the body, a hand or the head: where a plate has them, what lies there, what insets they would fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import msgspec
import numpy as np

from ..body.geometry import Box, area, bounds, grown, rings, spans
from ..body.plate import Plate
from ..content import framing
from ..content.view_content import ViewContent
from .blocks import Page

MOSTLY = 0.7
"""A muscle lies in a part of the body if this share of its outline does."""

WRIST = 34.0
"""So much of the forearm is seen with a hand, mm."""

CHIN = 0.125
"""How far the chin lies below the crown, in statures, on a plate that does not see it."""

NECK = 0.2
"""So much of the neck is seen with a head, in heights from crown to chin."""

LEAST = 84.0
"""No inset is less wide or tall, pt on a slide."""

SHARES = 0.8, 0.6, 0.42, 0.32
"""How tall an inset may be, as shares of its figure's room; each is tried."""

WIDEST = 0.34
"""How wide it may be, as a share of that."""


class Detail(msgspec.Struct, frozen=True):
    """A part of the body: its `frame` on the plate, mm, and the `muscles` of a stage that lie in it.

    `side` is empty for a part that is no limb's; `smallest`: of those muscles, the root of its area, mm.
    """

    name: str
    side: str
    frame: Box
    muscles: tuple[str, ...]
    smallest: float


@lru_cache(16)
def details(stage: ViewContent) -> tuple[Detail, ...]:
    """The parts of the body in which muscles of a stage lie, those with the most of them first.

    Of two hands the one that carries the names.
    """
    if stage.plate.view not in ("anterior", "posterior"):
        return ()  # from the side a hand lies before the body, and the head is large
    sides = {h.side for h in stage.highlights}
    both = {"left", "right"} <= sides
    found = [
        made
        for name, frame_of in PARTS.items()
        for side in (("",) if name == "head" else ("left", "right"))
        if not side or (side in sides and (not both or side == stage.named))
        if (made := _detail(stage, name, side, frame_of))
    ]
    return tuple(sorted(found, key=lambda d: -len(d.muscles)))


def _detail(stage: ViewContent, name: str, side: str, frame_of: Callable[[Plate, str], Box | None]) -> Detail | None:
    frame = frame_of(stage.plate, side)
    if frame is None or not _within(frame, stage.crop):
        return None
    x0, y0, x1, y1 = frame
    sizes: dict[str, float] = {}
    for muscle in dict.fromkeys(h.muscle for h in stage.highlights):
        shapes = stage.shapes([muscle], side)
        points = np.concatenate([s.points for s in shapes]) if shapes else np.empty((0, 2))
        inside = (points >= (x0, y0)).all(1) & (points <= (x1, y1)).all(1)
        if len(points) and inside.mean() >= MOSTLY:
            sizes[muscle] = max(map(area, shapes)) ** 0.5
    return Detail(name, side, frame, tuple(sizes), min(sizes.values())) if sizes else None


def _within(frame: Box, crop: Box) -> bool:
    """Whether a crop shows a frame, but for the air around what is in it."""
    x0, y0, x1, y1 = grown(crop, framing.AIR)
    return frame[0] >= x0 and frame[1] >= y0 and frame[2] <= x1 and frame[3] <= y1


# --- the insets ---


class Plan(msgspec.Struct, frozen=True):
    """An inset that is to stand on a side of its figure, `facing` left or right; `size` on the sheet, pt."""

    detail: Detail
    facing: str
    size: tuple[float, float]

    @property
    def caption(self) -> str:
        """What it shows, in words."""
        return f"{self.detail.side} {self.detail.name}".strip().capitalize()


Plans = Mapping[int, Plan]
"""The number of a figure -> its inset."""


class NoInset(Exception):  # noqa: N818 (nothing has gone wrong)
    """A picture is better off without insets."""


NONE: Plans = MappingProxyType({})


def planned(page: Page, rows: Sequence[Box], stages: Sequence[ViewContent], share: float) -> Plans:
    """The insets that figures in these rows would have, each that `share` of its row's height."""
    found: dict[int, Plan] = {}
    for i, (stage, (x0, y0, x1, y1)) in enumerate(zip(stages, rows, strict=True)):
        for detail in details(stage)[:1]:
            left, top, right, bottom = detail.frame
            aspect = (right - left) / (bottom - top)
            tall = min((y1 - y0) * share, (x1 - x0) * WIDEST / aspect)
            size = tall * aspect, tall
            if min(size) >= page.len(LEAST):
                found[i] = Plan(detail, _facing(stage, detail), size)
    return found


def _facing(stage: ViewContent, detail: Detail) -> str:
    """The side of the figure that the part lies nearer to."""
    x0, _, x1, _ = stage.crop
    middle = (detail.frame[0] + detail.frame[2]) / 2
    return "left" if middle - x0 < x1 - middle + 1 else "right"


# --- where they are -------------------------------------------------------------------------------------------------


def _hand(plate: Plate, side: str) -> Box | None:
    """From a little above the wrist down to where the arm ends."""
    wrist = next(((p.x, p.y) for p in plate.points if (p.of, p.side) == ("wrist", side)), None)
    if wrist is None:
        return None
    outline = rings(plate.outline)
    start = [(a, b) for a, b in spans(outline, wrist[1]) if a < wrist[0] < b]
    low, high, end = np.inf, -np.inf, wrist[1]
    for way in (-framing.STEP, framing.STEP):
        stop = wrist[1] - WRIST if way < 0 else plate.box[3]
        for y, found in zip(
            np.arange(wrist[1], stop, way), framing.follow(outline, start, np.arange(wrist[1], stop, way)), strict=True
        ):
            if not found:
                break
            low, high, end = min(low, found[0][0]), max(high, found[-1][1]), max(end, float(y))
    if not low < high:
        return None
    air = framing.AIR
    return float(low) - air, wrist[1] - WRIST, float(high) + air, end + air


def _head(plate: Plate, _: str) -> Box | None:
    """From the crown to a little below the chin."""
    x0, top, x1, bottom = bounds([plate.outline])
    tall = framing.levels(plate).get("chin", top + CHIN * (bottom - top)) - top
    middle, outline = (x0 + x1) / 2, rings(plate.outline)
    widths = [s for y in np.arange(top + 1, top + 0.9 * tall, framing.ROW) for s in spans(outline, y)]
    half = max((max(middle - a, b - middle) for a, b in widths), default=0.4 * tall)
    air = framing.AIR
    return middle - half - air, top - air, middle + half + air, top + tall * (1 + NECK)


PARTS: dict[str, Callable[[Plate, str], Box | None]] = {"hand": _hand, "head": _head}
