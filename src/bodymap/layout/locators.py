"""Place locators: small whole bodies that mark what the figures show."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..body import plates
from ..body.geometry import Box, bounds, grown
from ..content import framing
from ..knowledge.anatomy import View
from ..knowledge.views import facts_of
from ..style.text import Text
from .figure_placement import letters_of
from .metrics import Metrics
from .records import Figure, Locator, Position

GAP = 26
"""Space between two locators, pt on a slide."""

LEAST = 60
"""Least height of a locator, pt on a slide."""

BESIDE, BETWEEN = 0.42, 0.07
"""How far the letters of the sides lie from the middle of a locator, as shares of its width: at the feet of a body, and
between the heels of two legs from their inner side."""

WHOLE = 0.9
"""A figure that shows at least this share of the body's height needs no locator."""


class LocatorSpace(msgspec.Struct, frozen=True):
    """The room for locators: side by side from `corner`, to the right or to the left (`turn` 1 or -1)."""

    corner: Position
    turn: int
    width: float
    height: float


def cropped(figures: Sequence[Figure]) -> dict[View, list[Figure]]:
    """Return the figures that show only a part of the body, by view, from left to right."""
    parts: dict[View, list[Figure]] = {}
    for figure in figures:
        if figure.cut and _share(figure) < WHOLE:
            parts.setdefault(figure.view, []).append(figure)
    return parts


def _from_left(figures: Sequence[Figure]) -> list[Figure]:
    """Return figures that stand side by side from left to right; others in the order that they have."""
    abreast = max(figure.place[1] for figure in figures) < min(figure.place[3] for figure in figures)
    return sorted(figures, key=lambda figure: figure.place[0]) if abreast else [*figures]


def _share(figure: Figure) -> float:
    """Return the share of the body's height that a figure shows."""
    _, first, _, last = bounds([plates.load(figure.body, figure.view).outline])
    return (min(figure.frame[3], last) - max(figure.frame[1], first)) / (last - first)


def place_locators(metrics: Metrics, space: LocatorSpace, figures: Sequence[Figure]) -> tuple[Locator, ...]:
    """Place a small whole body for each view that figures show only a part of; none if there is too little room."""
    parts = cropped(_from_left(figures) if space.turn > 0 else [*reversed(_from_left(figures))])
    frames = [_frame(shown[0]) for shown in parts.values()]
    if not parts:
        return ()
    gap = metrics.length(GAP)
    height = min(space.height, (space.width - gap * (len(parts) - 1)) / sum(map(_aspect, frames)))
    if height < metrics.length(LEAST):
        return ()
    x, y = space.corner
    locators: list[Locator] = []
    for shown, frame in zip(parts.values(), frames, strict=True):
        wide = (frame[2] - frame[0]) * height / (frame[3] - frame[1])
        place = (x, y, x + wide, y + height) if space.turn > 0 else (x - wide, y, x, y + height)
        locators.append(_locator(metrics, shown, frame, place))
        x += space.turn * (wide + gap)
    return tuple(locators)


def width_of(metrics: Metrics, figures: Sequence[Figure], height: float) -> float:
    """Return how wide the locators of these figures are in total at a given height."""
    frames = [_frame(shown[0]) for shown in cropped(figures).values()]
    return height * sum(map(_aspect, frames)) + metrics.length(GAP) * max(len(frames) - 1, 0)


def _frame(figure: Figure) -> Box:
    return grown(bounds([plates.load(figure.body, figure.view).outline]), framing.AIR)


def _aspect(frame: Box) -> float:
    return (frame[2] - frame[0]) / (frame[3] - frame[1])


def _locator(metrics: Metrics, shown: Sequence[Figure], frame: Box, place: Box) -> Locator:
    """Return the whole body of a view in its place, with boxes around what the figures show."""
    view, wide = shown[0].view, place[2] - place[0]
    locator = Locator(shown[0].body, view, frame, place)
    facts = facts_of(view)
    middle, paired = (place[0] + place[2]) / 2, facts.near is None
    apart = BETWEEN if facts.limbs else BESIDE
    letters = tuple(
        Text(
            letter,
            middle + (turn * wide * apart if paired else wide / 2 + metrics.length(2)),
            place[1],
            metrics.size("foot"),
            "semibold",
            "quiet",
            "center",
        )
        for letter, turn in letters_of(view)
    )
    return msgspec.structs.replace(
        locator, shows=tuple(locator.on_box(figure.frame) for figure in shown), letters=letters
    )
