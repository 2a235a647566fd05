"""Figures in their boxes beside their names, each with its view's name and the letters of the sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from .. import words
from ..body.geometry import Box
from ..content import framing, limbs
from ..content.view_content import PictureSide, ViewContent
from ..knowledge.anatomy import View
from ..knowledge.views import facts_of
from ..style.text import Text
from .label_columns import UNDER
from .metrics import Metrics
from .point_numbers import spaced
from .records import Figure

Strips = Mapping[tuple[int, PictureSide], float]
"""The room that is left free on a side of a figure, by its number and the side, pt."""

GUTTER = 30
"""Between two figures, pt on a slide."""

INSET = 0.5, 0.7
"""How much of the room's width and height a figure of a small part takes beside another."""


def place_figures(
    metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], beside: Strips
) -> tuple[Figure, ...]:
    """Give each figure its box, as large as fits: `beside` is kept free on a side of a figure, by its number.

    Figures with one row between them stand side by side; where there are several rows, they stand one under the other.
    Those of the whole body share their scale, and side by side their height.
    """
    if len(set(rows)) > 1:
        return _stacked(metrics, rows, views, beside)
    x0, y0, x1, y1 = rows[0]
    gutter = metrics.length(GUTTER)
    wide = x1 - x0 - sum(beside.values()) - gutter * (len(views) - 1)
    tall = y1 - y0 - metrics.length(UNDER)
    crops = _crops(views, wide / tall)
    return _abreast(metrics, rows[0], dict(enumerate(views)), crops, _scales(views, crops, wide, tall), beside)


def _abreast(
    metrics: Metrics,
    row: Box,
    views: Mapping[int, ViewContent],
    crops: Sequence[Box],
    scales: Sequence[float],
    beside: Strips,
) -> tuple[Figure, ...]:
    """Place figures side by side, by their numbers, in the middle of a row with their names."""
    gutter = metrics.length(GUTTER)
    used = sum((c[2] - c[0]) * s for c, s in zip(crops, scales, strict=True)) + _taken(views, beside, gutter)
    x = row[0] + max(row[2] - row[0] - used, 0.0) / 2
    figures = []
    for (i, view), crop, scale in zip(views.items(), crops, scales, strict=True):
        x += beside.get((i, "left"), 0.0)
        figures.append(_placed(metrics, view, crop, scale, x, row))
        x += (crop[2] - crop[0]) * scale + gutter + beside.get((i, "right"), 0.0)
    shown = [figure.view for figure in figures]
    return tuple(_near(figure) if shown.count(figure.view) > 1 else figure for figure in figures)


def _near(figure: Figure) -> Figure:
    """Return a figure without the letter that points to the other side of the body, which stands next to it."""
    return msgspec.structs.replace(figure, letters=tuple(t for t in figure.letters if t.tone == "ink"))


def _taken(views: Iterable[int], beside: Strips, gutter: float) -> float:
    """Return the width of a row that its names and the gutters take."""
    numbers = [*views]
    return sum(w for (i, _), w in beside.items() if i in numbers) + gutter * (len(numbers) - 1)


def _stacked(metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], beside: Strips) -> tuple[Figure, ...]:
    """Place rows of figures one under the other."""
    groups: dict[Box, dict[int, ViewContent]] = {}
    for i, (row, view) in enumerate(zip(rows, views, strict=True)):
        groups.setdefault(row, {})[i] = view
    crops = {row: _level([view.crop for view in group.values()]) for row, group in groups.items()}
    fits = {
        row: min(
            (row[2] - row[0] - _taken(group, beside, metrics.length(GUTTER))) / sum(c[2] - c[0] for c in crops[row]),
            (row[3] - row[1] - metrics.length(UNDER)) / (crops[row][0][3] - crops[row][0][1]),
        )
        for row, group in groups.items()
    }
    small = {row: all(_own_scale(view) for view in group.values()) for row, group in groups.items()}
    shared = min((fit for row, fit in fits.items() if not small[row]), default=min(fits.values()))
    return tuple(
        figure
        for row, group in groups.items()
        for figure in _abreast(
            metrics, row, group, crops[row], [fits[row] if small[row] else shared] * len(group), beside
        )
    )


def _level(crops: Sequence[Box]) -> list[Box]:
    """Return crops that stand level: each from the highest top to the lowest bottom."""
    top, bottom = min(c[1] for c in crops), max(c[3] for c in crops)
    return [(c[0], top, c[2], bottom) for c in crops]


def _placed(metrics: Metrics, view: ViewContent, crop: Box, scale: float, x: float, row: Box) -> Figure:
    """Place a figure from `x` to the right, in the middle of its row's height, with room for its caption under it."""
    under, w, h = metrics.length(UNDER), (crop[2] - crop[0]) * scale, (crop[3] - crop[1]) * scale
    low = row[1] + under + (row[3] - row[1] - under - h) / 2
    plate = limbs.isolate_limb(view.plate, crop, tuple(view.shapes(view.muscles)))
    figure = Figure(
        view.body,
        view.view,
        crop,
        (x, low, x + w, low + h),
        view.highlights,
        view.fibres,
        view.zones,
        spaced(metrics, view, scale),
        fade=framing.cuts(plate, crop),
        spots=view.spots,
        others=view.others,
        limb=tuple(h.part for h in view.highlights) if plate is not view.plate else (),
    )
    return _lettered(metrics, figure)


def _crops(views: Sequence[ViewContent], aspect: float) -> list[Box]:
    """Return what each figure frames, plate mm: a single one fills its room, several of the whole body stand level."""
    if len(views) == 1:
        return [framing.fitted(views[0].plate, views[0].crop, aspect)]
    upright = iter(_level([view.crop for view in views if not _own_scale(view)] or [(0.0,) * 4]))
    return [view.crop if _own_scale(view) else next(upright) for view in views]


def _scales(views: Sequence[ViewContent], crops: Sequence[Box], wide: float, tall: float) -> list[float]:
    """Return the scale of each figure, pt to a mm; a small part beside others takes `INSET` of the room at most."""
    sizes = [(c[2] - c[0], c[3] - c[1]) for c in crops]
    small = [_own_scale(view) for view in views]
    if all(small):
        return [min(wide / sum(w for w, _ in sizes), tall / max(h for _, h in sizes))] * len(views)
    inset = [min(INSET[0] * wide / w, INSET[1] * tall / h) for w, h in sizes]
    left = wide - sum(w * scale for (w, _), scale, is_small in zip(sizes, inset, small, strict=True) if is_small)
    large = [size for size, is_small in zip(sizes, small, strict=True) if not is_small]
    shared = min(left / sum(w for w, _ in large), tall / max(h for _, h in large))
    return [scale if is_small else shared for scale, is_small in zip(inset, small, strict=True)]


def word_strips(metrics: Metrics, rows: Sequence[Box], figures: Sequence[Figure]) -> Strips:
    """Return the room that captions and letters take beside narrow figures: up to the gutter's middle, or the edge."""
    strips: dict[tuple[int, PictureSide], float] = {}
    half = metrics.length(GUTTER) / 2
    for i, (row, figure) in enumerate(zip(rows, figures, strict=True)):
        neighbours = [n for n, other in enumerate(rows) if other == row]
        low, high = _words_reach(metrics, figure)
        strips[i, "left"] = max(figure.place[0] - low - (0.0 if i == neighbours[0] else half), 0.0)
        strips[i, "right"] = max(high - figure.place[2] - (0.0 if i == neighbours[-1] else half), 0.0)
    return strips


def _words_reach(metrics: Metrics, figure: Figure) -> tuple[float, float]:
    """Return how far the caption and the letters of a figure reach to the left and to the right."""
    x0, _, x1, _ = figure.place
    texts = [(text, metrics.measure(text.text, text.weight, text.size) / 2) for text in figure.letters]
    if figure.caption:
        texts.append((figure.caption, metrics.width(figure.caption.text, "regular", "caption") / 2))
    return min([x0, *(text.x - half for text, half in texts)]), max([x1, *(text.x + half for text, half in texts)])


def _own_scale(view: ViewContent) -> bool:
    return facts_of(view.view).own_scale


def _lettered(metrics: Metrics, figure: Figure) -> Figure:
    """Return a figure with its view's name and the letters of the sides."""
    x0, y0, x1, _ = figure.place
    facts = facts_of(figure.view)
    base = y0 - metrics.length(17)
    caption = Text(facts.caption, (x0 + x1) / 2, base, metrics.size("caption"), tone="quiet", align="center")
    half = metrics.width(caption.text, "regular", "caption") / 2 + metrics.length(14)
    arrow = metrics.width(_arrow("", 1), "semibold", "letter") / 2
    size = metrics.size("letter")
    middle, paired = caption.x, facts.near is None
    away = -1 if figure.frame[0] >= 0 else 1 if figure.frame[2] <= 0 else 0
    letters = tuple(
        Text(
            _arrow(letter, turn) if paired and turn == away else letter,
            middle + turn * (max(half + arrow * (turn == away), (x1 - x0) * 0.3) if paired else half),
            base,
            size,
            "semibold",
            "quiet" if paired and turn == away else "ink",
            "center",
        )
        for letter, turn in letters_of(figure.view)
    )
    return msgspec.structs.replace(figure, caption=caption, letters=letters)


def _arrow(letter: str, turn: int) -> str:
    """Return the letter of a side that the picture does not reach: on the picture of one arm it only says which way."""
    return f"\u2190 {letter}" if turn < 0 else f"{letter} \u2192"


def letters_of(view: View) -> tuple[tuple[str, int], ...]:
    """Return the letters of the sides in a view, each with the edge of the picture it stands on: -1 left, 1 right."""
    return tuple((words.text(f"letter.{side}"), turn) for side, turn in facts_of(view).edges)
