"""Place figures in their boxes beside the muscles' names, each with the name of its view and the sides' letters."""

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
from .captions import halves, in_strip
from .label_columns import UNDER
from .metrics import Metrics
from .point_numbers import spaced
from .records import Figure

Strips = Mapping[tuple[int, PictureSide], float]
"""The room left free on each side of a figure, by the figure's number and the side, pt."""

GUTTER = 30
"""Space between two figures, pt on a slide."""

INSET = 0.5, 0.7
"""Greatest share of the room's width and height that a figure of a small part takes beside another."""


def place_figures(
    metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], beside: Strips
) -> tuple[Figure, ...]:
    """Give each figure its box, as large as possible, leaving the room `beside` free.

    Figures that share a single row are placed side by side; if there are several rows, one above the other. Figures of
    the whole body have the same scale and, side by side, the same height.
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
    """Place figures side by side, in order of their numbers, centred in a row together with their names."""
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
    """Return a figure without the letter that points to the other side of the body, which is shown next to it."""
    return msgspec.structs.replace(figure, letters=tuple(t for t in figure.letters if t.tone == "ink"))


def _taken(views: Iterable[int], beside: Strips, gutter: float) -> float:
    """Return how much of a row's width its names and gutters take."""
    numbers = [*views]
    return sum(w for (i, _), w in beside.items() if i in numbers) + gutter * (len(numbers) - 1)


def _stacked(metrics: Metrics, rows: Sequence[Box], views: Sequence[ViewContent], beside: Strips) -> tuple[Figure, ...]:
    """Place rows of figures one above the other."""
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
    """Return the crops made level: each reaches from the highest top to the lowest bottom."""
    top, bottom = min(c[1] for c in crops), max(c[3] for c in crops)
    return [(c[0], top, c[2], bottom) for c in crops]


def _placed(metrics: Metrics, view: ViewContent, crop: Box, scale: float, x: float, row: Box) -> Figure:
    """Place a figure with its left edge at `x`, centred in the height of its row, with room for its caption below."""
    under, w, h = metrics.length(UNDER), (crop[2] - crop[0]) * scale, (crop[3] - crop[1]) * scale
    low = row[1] + under + (row[3] - row[1] - under - h) / 2
    plate = limbs.isolate_limb(view.plate, crop, tuple(view.shapes(view.muscles)))
    edges = framing.cuts(plate, crop)
    figure = Figure(
        view.body,
        view.view,
        crop,
        (x, low, x + w, low + h),
        view.highlights,
        view.fibres,
        view.zones,
        spaced(metrics, view, scale),
        fade=edges,
        spots=view.spots,
        others=view.others,
        fibred=view.fibred,
        windows=view.windows,
        opened=view.opened,
        undrawn=view.undrawn,
        pins=view.pins,
        limb=tuple(h.part for h in view.highlights) if plate is not view.plate else (),
        structures=view.structures,
        cut=bool(edges),
        sore=view.sore,
    )
    return _lettered(metrics, figure)


def _crops(views: Sequence[ViewContent], aspect: float) -> list[Box]:
    """Return what each figure frames, plate mm: a single one fills its room, several of the whole body are level."""
    if len(views) == 1:
        return [framing.fitted(views[0].plate, views[0].crop, aspect)]
    upright = iter(_level([view.crop for view in views if not _own_scale(view)] or [(0.0,) * 4]))
    return [view.crop if _own_scale(view) else next(upright) for view in views]


def _scales(views: Sequence[ViewContent], crops: Sequence[Box], wide: float, tall: float) -> list[float]:
    """Return the scale of each figure, pt per mm; a small part beside others takes at most `INSET` of the room."""
    sizes = [(c[2] - c[0], c[3] - c[1]) for c in crops]
    small = [_own_scale(view) for view in views]
    if all(small):
        return [min(wide / sum(w for w, _ in sizes), tall / max(h for _, h in sizes))] * len(views)
    inset = [min(INSET[0] * wide / w, INSET[1] * tall / h) for w, h in sizes]
    left = wide - sum(w * scale for (w, _), scale, is_small in zip(sizes, inset, small, strict=True) if is_small)
    large = [size for size, is_small in zip(sizes, small, strict=True) if not is_small]
    shared = min(left / sum(w for w, _ in large), tall / max(h for _, h in large))
    return [scale if is_small else shared for scale, is_small in zip(inset, small, strict=True)]


def word_strips(metrics: Metrics, rows: Sequence[Box], figures: Sequence[Figure], apart: float = 0.0) -> Strips:
    """Return the room that captions and letters need beside narrow figures, in addition to half of each gutter.

    Those of neighbours are at least `apart` pt apart.
    """
    strips: dict[tuple[int, PictureSide], float] = {}
    half = (metrics.length(GUTTER) - apart) / 2
    for i, (row, figure) in enumerate(zip(rows, figures, strict=True)):
        neighbours = [n for n, other in enumerate(rows) if other == row]
        low, high = _words_reach(metrics, figure)
        strips[i, "left"] = max(figure.place[0] - low - (0.0 if i == neighbours[0] else half), 0.0)
        strips[i, "right"] = max(high - figure.place[2] - (0.0 if i == neighbours[-1] else half), 0.0)
    return strips


def _words_reach(metrics: Metrics, figure: Figure) -> tuple[float, float]:
    """Return how far left and right a figure reaches with its caption and letters."""
    x0, _, x1, _ = figure.place
    texts = [(text, metrics.measure(text.text, text.weight, text.size) / 2) for text in figure.letters]
    if figure.caption:
        texts.append((figure.caption, metrics.width(figure.caption.text, "regular", "caption") / 2))
    return min([x0, *(text.x - half for text, half in texts)]), max([x1, *(text.x + half for text, half in texts)])


def _own_scale(view: ViewContent) -> bool:
    return facts_of(view.view).own_scale


def _lettered(metrics: Metrics, figure: Figure) -> Figure:
    """Return a figure with the name of its view and the letters of the sides."""
    x0, y0, x1, _ = figure.place
    facts = facts_of(figure.view)
    base = y0 - metrics.length(17)
    away = -1 if figure.frame[0] >= 0 else 1 if figure.frame[2] <= 0 else 0
    said = in_strip({} if away else halves(figure.view, figure.opened), facts.caption)
    if metrics.width(said, "regular", "caption") > x1 - x0:
        said = facts.caption
    caption = Text(said, (x0 + x1) / 2, base, metrics.size("caption"), tone="quiet", align="center")
    half = metrics.width(caption.text, "regular", "caption") / 2 + metrics.length(14)
    arrow = metrics.width(_arrow("", 1), "semibold", "letter") / 2
    size = metrics.size("letter")
    middle, paired = caption.x, facts.near is None
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
    """Return the letter of a side outside the picture, with an arrow: beside one arm it only shows the direction."""
    return f"\u2190 {letter}" if turn < 0 else f"{letter} \u2192"


def letters_of(view: View) -> tuple[tuple[str, int], ...]:
    """Return the letters of the sides in a view, each with the edge of the picture it belongs to: -1 left, 1 right."""
    return tuple((words.text(f"letter.{side}"), turn) for side, turn in facts_of(view).edges)
