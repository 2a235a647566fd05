"""Place the caption and the letters of a body: beside it, as low as there is room, or in a strip below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

import msgspec
import numpy as np

from .. import words
from ..body.geometry import Box
from ..content.opened import Opened
from ..content.view_content import PictureSide
from ..knowledge.anatomy import Side, View
from ..knowledge.views import facts_of
from ..style.text import Text
from .panel import CLEAR, Task
from .records import Position
from .silhouettes import PlacedBody, middle_of, reach_of

OTHER = 0.15
"""The letter of a half without marks is shown if at least this share of the body's width lies on it."""


ASIDE = 20.0
"""Least space between a caption and words of the page that it is level with, pt on a slide."""


ABOVE, BELOW = 30.0, 26.0
"""A body that ends this far above the strip below it has its caption this far below its end, pt on a slide."""


class FigureWords(msgspec.Struct, frozen=True):
    """The caption and the letters of a body, and the boxes they take."""

    caption: Text
    letters: tuple[Text, ...]
    boxes: tuple[Box, ...]


def captioned(task: Task, attempt: PlacedBody) -> FigureWords | None:
    """Place the caption and the letters beside the body, as low as there is room; None if there is none."""
    metrics, view = task.metrics, task.view
    facts, name = facts_of(view.view), caption_of(view.view, view.undrawn if task.panel.alone else None)
    size = metrics.size("letter")
    seen = _sides_seen(task, attempt)
    letters = {turn: words.text(f"letter.{side}") for side, turn in facts.edges if side in seen}
    if facts.near:
        letters = {1: words.text(f"letter.{facts.near}")}
    wide = {turn: metrics.measure(letter, "semibold", size) for turn, letter in letters.items()}
    both = halves(view.view, view.opened) if len(letters) > 1 else {}
    if task.panel.strip:
        placed = _under(task, attempt, letters, in_strip(both, name), {})
        return placed or (_under(task, attempt, letters, name, both) if both else None)
    for side in _caption_sides(letters, own_side=both_in_view(attempt) and not facts.near):
        turn = next(iter(letters)) if len(letters) == 1 else 1 if side == "right" else -1
        said = words.text("opened.beside", view=name, half=both[turn]) if both else name
        placed = _around(task, attempt, letters, wide, side, {**both, turn: said})
        if placed:
            return placed
    return None


def caption_of(view: View, undrawn: Side | None) -> str:
    """Return the name of a view, and that the other side looks the same if one is drawn for both."""
    caption = facts_of(view).caption
    return words.text(f"same.caption-{undrawn}", view=caption) if undrawn else caption


def halves(view: View, opened: Opened) -> dict[int, str]:
    """Return what each half of a figure shows by its edge of the picture, if one of them is opened."""
    if not opened:
        return {}
    shown = {True: words.text("opened.deeper"), False: words.text("opened.surface")}
    return {turn: shown[side == opened.side] for side, turn in facts_of(view).edges}


def in_strip(shown: Mapping[int, str], caption: str) -> str:
    """Return the caption below a figure, between the words for what each half shows."""
    if not shown:
        return caption
    return words.text("opened.strip", left=shown[-1], view=words.within(caption), right=shown[1])


def _caption_sides(letters: Mapping[int, str], *, own_side: bool) -> tuple[PictureSide, ...]:
    """Return the sides that the caption may go to, the better one first: it stands with the letter there.

    A letter alone goes to its `own_side` only, if both sides of the body are in view: beside the other leg, it would
    name the wrong one.
    """
    if own_side and len(letters) == 1:
        return ("right",) if 1 in letters else ("left",)
    return ("right", "left") if len(letters) == 1 or 1 in letters else ("left", "right")


def _around(
    task: Task,
    attempt: PlacedBody,
    letters: Mapping[int, str],
    wide: Mapping[int, float],
    caption_side: PictureSide,
    beside: Mapping[int, str],
) -> FigureWords | None:
    """Place each letter on its own side of the body, with the words `beside` it; None if one has no room.

    The words on the side of the caption are the caption.
    """
    metrics = task.metrics
    size, space = metrics.size("letter"), metrics.length(7)
    boxes: list[Box] = []
    texts: list[Text] = []
    said: Text | None = None
    single = len(letters) == 1
    order = sorted(letters, key=lambda turn: (turn > 0) != (caption_side == "right"))
    for turn in order:
        side: PictureSide = caption_side if single else "right" if turn > 0 else "left"
        caption = beside.get(turn, "")
        width = wide[turn] + (space + metrics.width(caption, "regular", "caption") if caption else 0.0)
        place = _beside(task, attempt, side, width, size, boxes, alone=single)
        if place is None:
            return None
        x, y = place
        texts.append(Text(letters[turn], x + wide[turn] / 2, y, size, "semibold", "ink", "center"))
        boxes.append((x, y - 0.25 * size, x + width, y + 0.8 * size))
        if caption:
            middle = x + (wide[turn] + space + width) / 2
            text = Text(caption, middle, y, metrics.size("caption"), tone="quiet", align="center")
            if said is None:
                said = text
            else:
                texts.append(text)
    if said is None:
        return None
    return FigureWords(said, tuple(sorted(texts, key=lambda text: text.x)), tuple(boxes))


def _under(
    task: Task, attempt: PlacedBody, letters: Mapping[int, str], caption: str, below: Mapping[int, str]
) -> FigureWords | None:
    """Place the caption between the letters in the strip below the body, and words `below` the line, from its ends.

    If the body ends far above the strip, they stand just below it instead.
    """
    metrics, panel = task.metrics, task.panel
    x0, x1 = max(panel.window[0], panel.names[0]), min(panel.window[2], panel.names[2])
    size, small, space = metrics.size("letter"), metrics.size("caption"), metrics.length(12)
    drop = 0.25 * size + 0.8 * small if below else 0.0  # from the line to the words below it
    base = max(panel.window[1] - metrics.length(17), panel.names[1] + drop + 0.25 * small)
    ends = float(attempt.heights[np.isfinite(attempt.left)].min())
    if ends - panel.window[1] > metrics.length(ABOVE):
        base = max(base, ends - metrics.length(BELOW))
    half = metrics.width(caption, "regular", "caption") / 2
    apart = half + space + metrics.length(4)
    reach = apart + 0.5 * max(metrics.measure(letter, "semibold", size) for letter in letters.values())
    if 2 * reach > x1 - x0:
        return None
    left, right = reach_of(attempt)
    seen = left < attempt.zero < right
    x = min(max(attempt.zero if seen else middle_of(attempt), x0 + reach), x1 - reach)
    texts = tuple(
        Text(letter, x + turn * apart, base, size, "semibold", "ink", "center")
        for turn, letter in sorted(letters.items())
    )
    low = base - drop
    texts += tuple(
        Text(
            word,
            x + turn * (reach - metrics.width(word, "regular", "caption") / 2),
            low,
            small,
            tone="quiet",
            align="center",
        )
        for turn, word in sorted(below.items())
    )
    box = (x - reach, low - 0.25 * size, x + reach, base + 0.8 * size)
    return FigureWords(Text(caption, x, base, small, tone="quiet", align="center"), texts, (box,))


def _sides_seen(task: Task, attempt: PlacedBody) -> set[str]:
    """Return the sides of the body whose letter is shown: those with marks, and both where both are in view."""
    facts, view = facts_of(task.view.view), task.view
    alone = attempt.body.limb or not both_in_view(attempt, least=OTHER)
    if facts.near or (alone and not view.both_sides):
        marked = {*view.sides, *(pin.side for pin in view.pins)}
        return {str(side) for side in marked if side != "midline"} or {str(side) for side in facts.sides}
    return {str(side) for side in facts.sides}


def both_in_view(attempt: PlacedBody, least: float = 0.0) -> bool:
    """Return whether both halves of the body are in view, each with more than a share of its width."""
    left, right = reach_of(attempt)
    return min(attempt.zero - left, right - attempt.zero) > least * (right - left)


def _beside(
    task: Task,
    attempt: PlacedBody,
    side: PictureSide,
    wide: float,
    size: float,
    others: Sequence[Box] = (),
    *,
    alone: bool = True,
) -> Position | None:
    """Return the lowest place beside the body for a line of words, its left end; None if there is none.

    If the body ends above the end of its panel, the line may stand just below it: in the middle if it is `alone`,
    otherwise on its own side of it.
    """
    metrics, panel = task.metrics, task.panel
    clear, aside = metrics.length(CLEAR), metrics.length(ASIDE)
    middle, ends = middle_of(attempt), float(attempt.heights[np.isfinite(attempt.left)].min())
    edges = (attempt.right if side == "right" else attempt.left).tolist()
    low, high = max(panel.names[1], ends - 1.5 * clear - size), panel.names[3] - size
    below = middle - wide / 2 if alone else middle + 0.7 * clear * (1 if side == "right" else -1)
    top, step = float(attempt.heights[0]), abs(float(attempt.heights[1] - attempt.heights[0]))
    for y in np.arange(low, low + 0.75 * (high - low), metrics.length(13)).tolist():
        first = max(int((top - y - 0.8 * size - clear) / step), 0)
        level = edges[first : max(int((top - y + 0.3 * size + clear) / step) + 2, 0)]
        if side == "right":
            end = max(level, default=-inf)
            x = end + clear * 1.4 if end > -inf else below
        else:
            end = min(level, default=inf)
            x = end - clear * 1.4 - wide if end < inf else below - wide * (not alone)
        box = (x, y - 0.25 * size, x + wide, y + 0.8 * size)
        if x < max(panel.names[0], 0) or x + wide > panel.names[2]:
            continue
        wide_box = (box[0] - aside, box[1], box[2] + aside, box[3])
        if any(_near(wide_box, other, 0.0) or _near(box, other, clear * 0.8) for other in panel.taken):
            continue
        if not any(_near(box, other, clear * 0.8) for other in others):
            return x, y
    return None


def _near(a: Box, b: Box, gap: float) -> bool:
    """Return whether two boxes are nearer to each other than `gap`."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap
