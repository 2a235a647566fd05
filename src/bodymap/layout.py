"""Where everything stands on the sheet: words, figures, names, locators. In points, origin at the lower left, y up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from . import compose, framing, labels
from .compose import Page
from .conditions import Condition
from .errors import BodymapError
from .geometry import Box, area, bounds, grown, rings, spans
from .plates import Plate
from .stage import Actor, Highlight, Mark, Stage, Zone
from .typeset import Text

Position = tuple[float, float]

VIEW_NAMES = {
    "anterior": "Front view",
    "posterior": "Back view",
    "left-lateral": "Left side view",
    "right-lateral": "Right side view",
}

FOOT = "For education. Common patterns, which vary from person to person. A clinician decides what is treated."

KEYS = {
    "primary": ("Main muscle", "Main muscles"),
    "secondary": ("Often involved", "Often involved"),
    "deep": ("Lies under another muscle", "Lie under other muscles"),
    "point": ("Trigger point, a common site", "Trigger points, common sites"),
    "zone": ("Where pain may be felt", "Where pain may be felt"),
}

GAP, REACH = 11, 30
"""Between two names, and between a figure and its names, pt on a slide."""

LABELS = ("plain", "latin", "both", "numbers", "none")


# --- what comes out -------------------------------------------------------------------------------------------------


class Crop(msgspec.Struct, frozen=True):
    """A plate on the sheet: its part `frame` (plate mm) fills the box `place` (pt)."""

    body: str
    view: str
    frame: Box
    place: Box

    @property
    def scale(self) -> float:
        """Points to a millimetre of the body."""
        return (self.place[2] - self.place[0]) / (self.frame[2] - self.frame[0])

    def at(self, x: float, y: float) -> Position:
        """Where a point of the plate lies on the sheet."""
        return self.place[0] + (x - self.frame[0]) * self.scale, self.place[3] - (y - self.frame[1]) * self.scale

    def on_sheet(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where points of the plate, (n, 2) mm, lie on the sheet."""
        x, y = self.at(0.0, 0.0)
        return points * (self.scale, -self.scale) + (x, y)


class Figure(Crop, frozen=True):
    """A crop with what is shown on it. It fades at the edges `fade`: left, top, right, bottom."""

    highlights: tuple[Highlight, ...] = ()
    fibres: tuple[str, ...] = ()
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    fade: tuple[str, ...] = ()
    letters: tuple[Text, ...] = ()
    caption: Text | None = None


class Locator(Crop, frozen=True):
    """The whole body, small, with the box `shows` (pt): what a figure shows of it."""

    shows: Box = (0.0, 0.0, 0.0, 0.0)
    letters: tuple[Text, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """A muscle's name beside a figure; `box` holds its text.

    The `leader` runs from the text to the muscle; or a `number` stands at the place `badge` in the muscle.
    """

    muscle: str
    lines: tuple[Text, ...]
    box: Box
    leader: tuple[Position, ...] = ()
    number: str = ""
    badge: Position | None = None


class Key(msgspec.Struct, frozen=True):
    """An entry of the legend. `kind`: primary, secondary, deep, point or zone; `swatch` is the box of its sample."""

    kind: str
    swatch: Box
    lines: tuple[Text, ...]


# --- the page: words, and the room they leave -----------------------------------------------------------------------


def entries(actors: Sequence[Actor], stages: Sequence[Stage]) -> list[tuple[str, str]]:
    """The legend: what is on the picture and nothing else."""
    on = [a for a in actors if a.views]
    counts = {
        "primary": sum(a.role == "primary" for a in on),
        "secondary": sum(a.role == "secondary" for a in on),
        "deep": sum(a.deep for a in on),
        "point": sum(len(s.points) for s in stages),
        "zone": sum(len(s.zones) for s in stages),
    }
    return [(kind, KEYS[kind][count > 1]) for kind, count in counts.items() if count]


@dataclass(frozen=True)
class Room:
    """The page with its words set: the box `area` left for the figures, and the place of the locators.

    Locators stand on `corner`, side by side in the direction `turn` (1: to the right), at most `height` tall.
    """

    texts: tuple[Text, ...]
    legend: tuple[Key, ...]
    area: Box
    corner: Position
    turn: int
    height: float


def furnish(
    page: Page,
    condition: Condition,
    actors: Sequence[Actor],
    sides: Sequence[str],
    legend: Sequence[tuple[str, str]],
    figures: int,
) -> Room:
    """Set title, summary, legend and foot line."""
    width, height, margin = page.sheet.width, page.sheet.height, page.margin
    kicker = "Both sides" if len(sides) == 2 else f"{sides[0].capitalize()} side"
    hidden = [a.name for a in actors if not a.views]
    note = f"Not seen in this view: {', '.join(hidden)}." if hidden else ""
    notes = page.wrap(FOOT, width - 2 * margin, "foot")
    foot, _ = compose.paragraph(
        page, notes, margin, margin * 0.62 + page.size("foot") * (1.42 * (len(notes) - 1) + 0.76), "foot", tone="quiet"
    )
    floor = foot[0].y + page.size("foot") * 1.1
    if page.wide:
        column = width * (0.25 if figures == 1 else 0.215)
        head, y = compose.heading(
            page,
            condition.name,
            kicker,
            condition.summary,
            note,
            x=margin,
            top=height - margin,
            width=column,
            lead=column,
        )
        entries, _, tall = compose.legend(page, legend, column, rows=False)
        top = y - page.len(26)
        room = max(top - tall - page.len(20) - floor - page.len(8), 0.0)
        area = (margin + column + page.len(30), floor, width - margin, height - margin * 0.8)
        return Room(
            (*head, *foot),
            _keys(entries, margin, top),
            area,
            (margin, floor + page.len(10)),
            1,
            min(room, height * 0.27),
        )
    lead = min(width - 2 * margin, page.size("lead") * 44)
    head, y = compose.heading(
        page,
        condition.name,
        kicker,
        condition.summary,
        note,
        x=margin,
        top=height - margin,
        width=width - 2 * margin,
        lead=lead,
    )
    small = max(0.1 * height, page.len(78))
    entries, _, tall = compose.legend(
        page, legend, width - 2 * margin - small * 0.62 * figures - page.len(16), rows=True
    )
    band = max(small, tall)
    top = floor + page.len(8) + (band + tall) / 2
    area = (margin, floor + page.len(8) + band + page.len(14), width - margin, y - page.len(14))
    return Room((*head, *foot), _keys(entries, margin, top), area, (width - margin, floor + page.len(8)), -1, band)


def _keys(entries: Sequence[compose.Entry], x: float, top: float) -> tuple[Key, ...]:
    return tuple(
        Key(
            e.kind,
            (e.swatch[0] + x, e.swatch[1] + top, e.swatch[2] + x, e.swatch[3] + top),
            compose.moved(e.lines, x, top),
        )
        for e in entries
    )


# --- figures and names ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """Names of the figure number `figure`, on its left or its right."""

    figure: int
    names: tuple[compose.Name, ...]
    facing: str
    numbered: bool = False

    @property
    def width(self) -> float:
        """How wide the widest name is."""
        return max((n.width for n in self.names), default=0.0)


def columns_of(
    page: Page, actors: Sequence[Actor], stages: Sequence[Stage], kind: str, room: Room
) -> tuple[Column, ...]:
    """The names of each figure, with as many words as there is room for; where there is little, numbers with a key.

    Raises:
        BodymapError: there is no room even for that.
    """
    tall = room.area[3] - room.area[1] - page.len(30)
    if min(tall, room.area[2] - room.area[0]) < page.len(100):
        raise _cramped(page)
    limit = (room.area[2] - room.area[0]) * (0.3 if len(stages) == 1 else 0.21)
    if page.wide:
        limit = min((room.area[2] - room.area[0]) * (0.36 if len(stages) == 1 else 0.21), page.len(210))
    gap = page.len(GAP)
    if kind == "none":
        return ()
    casts = [[a for a in actors if a.views and _home(a, stages) == i] for i in range(len(stages))]
    ranks = {a.muscle: n for n, a in enumerate((a for i, c in enumerate(casts) for a in _reading(c, stages[i])), 1)}
    for attempt in ("numbers",) if kind == "numbers" else ("notes", "plain", "numbers"):
        columns: list[Column] = []
        for i, (stage, here) in enumerate(zip(stages, casts, strict=True)):
            numbered = attempt == "numbers"
            names = tuple(
                compose.name(page, a.muscle, _lines(a, kind, attempt, ranks[a.muscle]), limit)
                for a in (_reading(here, stage) if numbered else here)
            )
            if len(stages) > 1:
                columns.append(Column(i, names, "left" if i == 0 else "right", numbered))
            else:
                room_beside = room.area[2] - room.area[0] - tall * _aspect(stage.crop) - 2 * page.len(REACH)
                columns += _split(stage, names, room_beside, numbered)
        if all(sum(n.above + n.below for n in c.names) + gap * len(c.names) <= tall for c in columns):
            return tuple(columns)
    raise _cramped(page)


def _split(stage: Stage, names: tuple[compose.Name, ...], room: float, numbered: bool) -> list[Column]:
    """The names of a single figure in one column, or in two where many leaders to one would cross other muscles.

    Two columns must not cost the figure its size: `room` is what it leaves beside it.
    """
    facing = _facing(stage)
    across = "left" if facing == "right" else "right"
    if numbered or {"left", "right"} <= {h.side for h in stage.highlights}:
        return [Column(0, names, facing, numbered)]
    wrong = {n.key for n in names if _blocked(stage, n.key, facing) and not _blocked(stage, n.key, across)}
    pair = [
        Column(0, tuple(n for n in names if n.key not in wrong), facing),
        Column(0, tuple(n for n in names if n.key in wrong), across),
    ]
    if 0 < len(wrong) < len(names) and 4 * len(wrong) >= len(names) and sum(c.width for c in pair) <= room:
        return pair
    return [Column(0, names, facing)]


def _blocked(stage: Stage, muscle: str, facing: str) -> bool:
    """Whether other muscles lie between a muscle and a column, at every height."""
    turn = 1 if facing == "right" else -1
    own = [r * (turn, 1) for s in stage.shapes([muscle], stage.named) for r in rings(s)]
    others = {h.muscle for h in stage.highlights if h.muscle != muscle and not h.deep}
    rest = [r * (turn, 1) for s in stage.shapes(list(others), stage.named) for r in rings(s)]
    if not own or not rest:
        return False
    low, high = min(r[:, 1].min() for r in own), max(r[:, 1].max() for r in own)
    for y in np.linspace(low, high, 14)[1:-1]:
        reach = max((b for _, b in spans(own, y)), default=np.inf)
        if all(b <= reach for _, b in spans(rest, y)):
            return False
    return True


def _aspect(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])


def _cramped(page: Page) -> BodymapError:
    width, height = page.sheet.width / 72, page.sheet.height / 72
    return BodymapError(
        f"{page.sheet.name} at {page.sheet.dpi:g} dpi is {width:.3g} x {height:.3g} in: no room for the picture; "
        "take a larger size or fewer dpi"
    )


def _reading(actors: Sequence[Actor], stage: Stage) -> list[Actor]:
    """Actors from the top of a view to its bottom."""
    return sorted(actors, key=lambda a: float(np.mean([s.points[:, 1].mean() for s in stage.shapes([a.muscle])])))


def _lines(actor: Actor, kind: str, attempt: str, number: int) -> list[tuple[str, str, str, str]]:
    name = actor.latin if kind == "latin" else actor.name
    weight = "italic" if kind == "latin" else "semibold"
    lines = [(f"{number} {name}" if attempt == "numbers" else name, "name", weight, "ink")]
    if kind == "both":
        lines.append((actor.latin, "note", "italic", "quiet"))
    if attempt == "notes" and actor.why:
        lines.append((actor.why, "note", "regular", "quiet"))
    return lines


def _home(actor: Actor, stages: Sequence[Stage]) -> int:
    """The figure that carries a muscle's name: the one that shows most of it."""
    return max(range(len(stages)), key=lambda i: sum(map(area, stages[i].shapes([actor.muscle]))))


def _facing(stage: Stage) -> str:
    """The side of a single figure that its names stand on: the right, unless the muscles lie far to the left."""
    x0, _, x1, _ = bounds(stage.shapes([h.muscle for h in stage.highlights], stage.named) or [stage.plate.outline])
    left, right = x0 - stage.crop[0], stage.crop[2] - x1
    return "left" if left * 2.2 < right and right > 90 else "right"


def place_figures(page: Page, room: Room, stages: Sequence[Stage], columns: Sequence[Column]) -> tuple[Figure, ...]:
    """Give each figure its box: as large as fits beside the names, all at one scale, feet on one line."""
    x0, y0, x1, y1 = room.area
    under, gutter = page.len(26), page.len(30)
    beside = {(c.figure, c.facing): c.width + page.len(REACH) for c in columns}
    wide = x1 - x0 - sum(beside.values()) - gutter * (len(stages) - 1)
    tall = y1 - y0 - under
    crops = [s.crop for s in stages]
    if len(crops) > 1:
        top, bottom = min(c[1] for c in crops), max(c[3] for c in crops)
        crops = [(c[0], top, c[2], bottom) for c in crops]
    else:
        crops = [framing.fitted(stages[0].plate, crops[0], wide / tall)]
    scale = min(wide / sum(c[2] - c[0] for c in crops), tall / max(c[3] - c[1] for c in crops))
    used = sum((c[2] - c[0]) * scale for c in crops) + sum(beside.values()) + gutter * (len(stages) - 1)
    x = x0 + max(x1 - x0 - used, 0.0) / 2
    found = []
    for i, (stage, crop) in enumerate(zip(stages, crops, strict=True)):
        x += beside.get((i, "left"), 0.0)
        w, h = (crop[2] - crop[0]) * scale, (crop[3] - crop[1]) * scale
        low = y0 + under + (tall - h) / 2
        figure = Figure(
            stage.plate.body,
            stage.plate.view,
            crop,
            (x, low, x + w, low + h),
            stage.highlights,
            stage.fibres,
            stage.zones,
            _apart(page, stage, scale),
            fade=framing.cuts(stage.plate, crop),
        )
        found.append(_signed(page, figure, stage))
        x += w + gutter + beside.get((i, "right"), 0.0)
    return tuple(found)


def _apart(page: Page, stage: Stage, scale: float) -> tuple[Mark, ...]:
    """The marks of a stage; of marks that would lie on each other the first."""
    found: list[tuple[Mark, Position]] = []
    for mark, point in zip(stage.marks, stage.points, strict=True):
        if all(math.hypot(point.x - x, point.y - y) * scale > page.len(7) for _, (x, y) in found):
            found.append((mark, (point.x, point.y)))
    return tuple(mark for mark, _ in found)


def _signed(page: Page, figure: Figure, stage: Stage) -> Figure:
    """A figure with its marks, its view's name and the letters of the sides."""
    x0, y0, x1, _ = figure.place
    base = y0 - page.len(17)
    caption = Text(VIEW_NAMES[figure.view], (x0 + x1) / 2, base, page.size("caption"), tone="quiet", align="center")
    half = page.width(caption.text, "regular", "caption") / 2 + page.len(14)
    size = page.size("letter")
    middle, paired = caption.x, not figure.view.endswith("lateral")
    away = -1 if figure.frame[0] >= 0 else 1 if figure.frame[2] <= 0 else 0
    letters = tuple(
        Text(
            _arrow(letter, turn) if paired and turn == away else letter,
            middle + turn * (max(half, (x1 - x0) * 0.3) if paired else half),
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
    both = {"anterior": (("R", -1), ("L", 1)), "posterior": (("L", -1), ("R", 1))}
    return both.get(view, ((view[0].upper(), -1),))


def place_names(
    page: Page, room: Room, figures: Sequence[Figure], stages: Sequence[Stage], columns: Sequence[Column]
) -> tuple[Label, ...]:
    """Put the names beside their figures."""
    found: list[Label] = []
    for column in columns:
        figure, stage = figures[column.figure], stages[column.figure]
        turn = 1 if column.facing == "right" else -1
        edge = (figure.place[2] if turn > 0 else figure.place[0]) + turn * page.len(18)
        regions = {
            key: [figure.on_sheet(r) for s in stage.shapes([key], stage.named) or stage.shapes([key]) for r in rings(s)]
            for key in dict.fromkeys(h.muscle for h in stage.highlights)
        }
        items = [
            labels.Item(n.key, regions[n.key], n.above, n.below, tuple(regions[key] for key in _over(stage, n.key)))
            for n in column.names
        ]
        avoid = [figure.at(p.x, p.y) for p in stage.points]
        by_key = {n.key: n for n in column.names}
        if column.numbered:
            found += _key_list(page, figure, column, items, avoid, edge)
            continue
        placed = labels.place(
            items,
            edge,
            room.area[1] + page.len(6),
            room.area[3],
            gap=page.len(GAP),
            avoid=avoid,
            within=figure.place,
            facing=column.facing,
        )
        for name in placed:
            x, y = name.leader[0]
            text_x = x + turn * page.len(5)
            lines, box = compose.set_name(page, by_key[name.key], text_x, y, "left" if turn > 0 else "right")
            found.append(Label(name.key, lines, box, name.leader))
    return tuple(found)


def _over(stage: Stage, muscle: str) -> list[str]:
    """The muscles that a leader to this one should keep off: those over it, and for a deep one every other."""
    order = list(dict.fromkeys(h.muscle for h in stage.highlights))
    deep = {h.muscle for h in stage.highlights if h.deep}
    if muscle in deep:
        return [key for key in order if key != muscle]
    return [key for key in order[order.index(muscle) + 1 :] if key not in deep]


def _key_list(
    page: Page, figure: Figure, column: Column, items: Sequence[labels.Item], avoid: Sequence[Position], edge: float
) -> list[Label]:
    """Numbers in the muscles, and beside the figure the names that they stand for."""
    found: list[Label] = []
    turn = 1 if column.facing == "right" else -1
    x = edge if turn > 0 else edge - column.width
    level = (figure.place[1] + figure.place[3] + labels.height(items, page.len(GAP))) / 2
    taken = list(avoid)
    for name, item in zip(column.names, items, strict=True):
        level -= name.above
        lines, box = compose.set_name(page, name, x, level, "left")
        badge = labels.inner(item, taken, figure.place)
        taken.append(badge)
        found.append(Label(name.key, lines, box, number=name.lines[0][0].split()[0], badge=badge))
        level -= name.below + page.len(GAP)
    return found


def locators(page: Page, room: Room, figures: Sequence[Figure], plates: Mapping[str, Plate]) -> tuple[Locator, ...]:
    """The whole body, small, for each figure that shows a part of it."""
    found: list[Locator] = []
    x, y = room.corner
    for figure in figures if room.turn > 0 else reversed(figures):
        if not figure.fade or room.height < page.len(60):
            continue
        plate = plates[figure.view]
        frame = grown(bounds([plate.outline]), framing.AIR)
        scale = room.height / (frame[3] - frame[1])
        wide = (frame[2] - frame[0]) * scale
        place = (x, y, x + wide, y + room.height) if room.turn > 0 else (x - wide, y, x, y + room.height)
        bare = Locator(figure.body, figure.view, frame, place)
        x0, y1 = bare.at(max(figure.frame[0], frame[0]), max(figure.frame[1], frame[1]))
        x1, y0 = bare.at(min(figure.frame[2], frame[2]), min(figure.frame[3], frame[3]))
        middle = (place[0] + place[2]) / 2
        letters = tuple(
            Text(
                letter,
                middle + (side * wide * 0.42 if len(letters_of(figure.view)) > 1 else wide / 2 + page.len(2)),
                y,
                page.size("foot"),
                "semibold",
                "quiet",
                "center",
            )
            for letter, side in letters_of(figure.view)
        )
        found.append(msgspec.structs.replace(bare, shows=(x0, y0, x1, y1), letters=letters))
        x += room.turn * (wide + page.len(26))
    return tuple(found)
