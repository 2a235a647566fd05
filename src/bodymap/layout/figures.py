"""Figures in the room beside their names, each with its view's name and the letters of the sides; locators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..body.geometry import Box, bounds, grown
from ..body.plate import Plate
from ..content import framing, limbs, view_choice
from ..content.view_content import ViewContent
from ..style.text import Text
from .blocks import Page
from .label_columns import UNDER
from .page_frame import PageFrame
from .point_numbers import spaced
from .records import Figure, Locator

VIEW_NAMES = {
    "anterior": "Front view",
    "posterior": "Back view",
    "left-lateral": "Left side view",
    "right-lateral": "Right side view",
    "plantar": "Sole view",
}

GUTTER = 30
"""Between two figures, pt on a slide."""

INSET = 0.5, 0.7
"""How much of the room's width and height a figure of a small part takes beside another."""


def place_figures(
    page: Page, rows: Sequence[Box], stages: Sequence[ViewContent], beside: Mapping[tuple[int, str], float]
) -> tuple[Figure, ...]:
    """Give each figure its box, as large as fits: `beside` is kept free on a side of a figure, by its number.

    Figures with one row between them stand side by side; where there are several rows, they stand one under the other.
    Those of the whole body share their scale, and side by side their height.
    """
    if len(set(rows)) > 1:
        return _stacked(page, rows, stages, beside)
    x0, y0, x1, y1 = rows[0]
    gutter = page.len(GUTTER)
    wide = x1 - x0 - sum(beside.values()) - gutter * (len(stages) - 1)
    tall = y1 - y0 - page.len(UNDER)
    crops = _crops(stages, wide / tall)
    return _abreast(page, rows[0], dict(enumerate(stages)), crops, _scales(stages, crops, wide, tall), beside)


def _abreast(
    page: Page,
    row: Box,
    stages: Mapping[int, ViewContent],
    crops: Sequence[Box],
    scales: Sequence[float],
    beside: Mapping[tuple[int, str], float],
) -> tuple[Figure, ...]:
    """Figures side by side, by their numbers, in the middle of a row with their names."""
    gutter = page.len(GUTTER)
    used = sum((c[2] - c[0]) * s for c, s in zip(crops, scales, strict=True)) + _taken(stages, beside, gutter)
    x = row[0] + max(row[2] - row[0] - used, 0.0) / 2
    found = []
    for (i, stage), crop, scale in zip(stages.items(), crops, scales, strict=True):
        x += beside.get((i, "left"), 0.0)
        found.append(_set(page, stage, crop, scale, x, row))
        x += (crop[2] - crop[0]) * scale + gutter + beside.get((i, "right"), 0.0)
    views = [figure.view for figure in found]
    return tuple(_near(figure) if views.count(figure.view) > 1 else figure for figure in found)


def _near(figure: Figure) -> Figure:
    """A figure without the letter that points to the other side of the body, which stands next to it."""
    return msgspec.structs.replace(figure, letters=tuple(t for t in figure.letters if t.tone == "ink"))


def _taken(stages: Iterable[int], beside: Mapping[tuple[int, str], float], gutter: float) -> float:
    """The width of a row that its names and the gutters take."""
    numbers = [*stages]
    return sum(w for (i, _), w in beside.items() if i in numbers) + gutter * (len(numbers) - 1)


def _stacked(
    page: Page, rows: Sequence[Box], stages: Sequence[ViewContent], beside: Mapping[tuple[int, str], float]
) -> tuple[Figure, ...]:
    """Rows of figures one under the other."""
    groups: dict[Box, dict[int, ViewContent]] = {}
    for i, (row, stage) in enumerate(zip(rows, stages, strict=True)):
        groups.setdefault(row, {})[i] = stage
    crops = {row: _level([stage.crop for stage in group.values()]) for row, group in groups.items()}
    fits = {
        row: min(
            (row[2] - row[0] - _taken(group, beside, page.len(GUTTER))) / sum(c[2] - c[0] for c in crops[row]),
            (row[3] - row[1] - page.len(UNDER)) / (crops[row][0][3] - crops[row][0][1]),
        )
        for row, group in groups.items()
    }
    apart = {row: all(s.plate.view in view_choice.APART for s in group.values()) for row, group in groups.items()}
    shared = min((fit for row, fit in fits.items() if not apart[row]), default=min(fits.values()))
    return tuple(
        figure
        for row, group in groups.items()
        for figure in _abreast(page, row, group, crops[row], [fits[row] if apart[row] else shared] * len(group), beside)
    )


def _level(crops: Sequence[Box]) -> list[Box]:
    """Crops that stand level: each from the highest top to the lowest bottom."""
    top, bottom = min(c[1] for c in crops), max(c[3] for c in crops)
    return [(c[0], top, c[2], bottom) for c in crops]


def _set(page: Page, stage: ViewContent, crop: Box, scale: float, x: float, row: Box) -> Figure:
    """A figure from `x` to the right, in the middle of its row's height, with room for its caption under it."""
    under, w, h = page.len(UNDER), (crop[2] - crop[0]) * scale, (crop[3] - crop[1]) * scale
    low = row[1] + under + (row[3] - row[1] - under - h) / 2
    seen = limbs.isolate_limb(stage.plate, crop, tuple(stage.shapes([h.muscle for h in stage.highlights])))
    figure = Figure(
        stage.plate.body,
        stage.plate.view,
        crop,
        (x, low, x + w, low + h),
        stage.highlights,
        stage.fibres,
        stage.zones,
        spaced(page, stage, scale),
        fade=framing.cuts(seen, crop),
        spots=stage.spots,
        others=stage.others,
        limb=tuple(h.part for h in stage.highlights) if seen is not stage.plate else (),
    )
    return _signed(page, figure, stage)


def _crops(stages: Sequence[ViewContent], aspect: float) -> list[Box]:
    """What each figure frames, plate mm: a single one fills its room, several of the whole body stand level."""
    if len(stages) == 1:
        return [framing.fitted(stages[0].plate, stages[0].crop, aspect)]
    upright = iter(_level([s.crop for s in stages if s.plate.view not in view_choice.APART] or [(0.0,) * 4]))
    return [s.crop if s.plate.view in view_choice.APART else next(upright) for s in stages]


def _scales(stages: Sequence[ViewContent], crops: Sequence[Box], wide: float, tall: float) -> list[float]:
    """Points to a millimetre, for each figure; one of a small part beside others takes `INSET` of the room at most."""
    sizes = [(c[2] - c[0], c[3] - c[1]) for c in crops]
    apart = [s.plate.view in view_choice.APART for s in stages]
    if all(apart):
        return [min(wide / sum(w for w, _ in sizes), tall / max(h for _, h in sizes))] * len(stages)
    inset = [min(INSET[0] * wide / w, INSET[1] * tall / h) for w, h in sizes]
    left = wide - sum(w * scale for (w, _), scale, small in zip(sizes, inset, apart, strict=True) if small)
    large = [size for size, small in zip(sizes, apart, strict=True) if not small]
    shared = min(left / sum(w for w, _ in large), tall / max(h for _, h in large))
    return [scale if small else shared for scale, small in zip(inset, apart, strict=True)]


def _signed(page: Page, figure: Figure, stage: ViewContent) -> Figure:
    """A figure with its marks, its view's name and the letters of the sides."""
    x0, y0, x1, _ = figure.place
    base = y0 - page.len(17)
    caption = Text(VIEW_NAMES[figure.view], (x0 + x1) / 2, base, page.size("caption"), tone="quiet", align="center")
    half = page.width(caption.text, "regular", "caption") / 2 + page.len(14)
    arrow = page.width(_arrow("", 1), "semibold", "letter") / 2
    size = page.size("letter")
    middle, paired = caption.x, not figure.view.endswith("lateral")
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
    """The letter of a side that the picture does not reach: on the picture of one arm it only says which way."""
    return f"\u2190 {letter}" if turn < 0 else f"{letter} \u2192"


def letters_of(view: str) -> tuple[tuple[str, int], ...]:
    """The letters of the patient's sides in a view, each with the picture's side it stands on: -1 left, 1 right."""
    both = {"posterior": (("L", -1), ("R", 1))}
    return ((view[0].upper(), -1),) if view.endswith("lateral") else both.get(view, (("R", -1), ("L", 1)))


def locators(
    page: Page, room: PageFrame, figures: Sequence[Figure], plates: Mapping[str, Plate]
) -> tuple[Locator, ...]:
    """The whole body, small, for each view of which figures show a part."""
    cut: dict[str, list[Figure]] = {}
    for figure in figures if room.turn > 0 else reversed(figures):
        if figure.fade:
            cut.setdefault(figure.view, []).append(figure)
    frames = [grown(bounds([plates[view].outline]), framing.AIR) for view in cut]
    x, y = room.corner
    gap = page.len(26)
    # Beside the figures, locators keep to the column of the words.
    free = room.area[0] - x - page.len(8) if room.turn > 0 else room.area[2] - room.area[0]
    wanted = sum((f[2] - f[0]) / (f[3] - f[1]) for f in frames)
    height = min(room.height, (free - gap * (len(cut) - 1)) / wanted) if cut else 0.0
    if height < page.len(60):
        return ()
    found: list[Locator] = []
    for shown, frame in zip(cut.values(), frames, strict=True):
        wide = (frame[2] - frame[0]) * height / (frame[3] - frame[1])
        place = (x, y, x + wide, y + height) if room.turn > 0 else (x - wide, y, x, y + height)
        found.append(_locator(page, shown, frame, place))
        x += room.turn * (wide + gap)
    return tuple(found)


def _locator(page: Page, shown: Sequence[Figure], frame: Box, place: Box) -> Locator:
    """The whole body of a view in its place, with what figures show of it."""
    view, wide = shown[0].view, place[2] - place[0]
    bare = Locator(shown[0].body, view, frame, place)
    middle, paired = (place[0] + place[2]) / 2, len(letters_of(view)) > 1
    letters = tuple(
        Text(
            letter,
            middle + (side * wide * 0.42 if paired else wide / 2 + page.len(2)),
            place[1],
            page.size("foot"),
            "semibold",
            "quiet",
            "center",
        )
        for letter, side in letters_of(view)
    )
    return msgspec.structs.replace(bare, shows=tuple(bare.on_box(figure.frame) for figure in shown), letters=letters)
