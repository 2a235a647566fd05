"""Insets: a small part of a figure once more, larger, in a frame beside it. How large, where, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import msgspec

from ..body.geometry import Box, bounds, grown, meet
from ..body.plate import Part, Point
from ..content import limbs
from ..content.view_content import ViewContent
from ..style.text import Text
from . import segments
from .blocks import Page
from .details import Detail, NoInset, Plan, Plans
from .figures import letters_of
from .label_columns import CAPTION, GAP, REACH, Column
from .point_numbers import spaced
from .records import Figure, Inset, Label, Position

SMALL = 24.0
"""A muscle is small where the root of its area on the sheet is less than this, pt on a slide."""

GAIN = 1.8
"""An inset is worth its room if it is so many times as large as its figure."""


def placed(
    page: Page,
    rows: Sequence[Box],
    figures: Sequence[Figure],
    stages: Sequence[ViewContent],
    plans: Plans,
    columns: Sequence[Column] = (),
) -> tuple[Inset, ...]:
    """The insets beside their figures, each so that the names on its side have room above or below it.

    Raises:
        NoInset: one of them is not worth its room.
    """
    found: list[Inset] = []
    for i, plan in plans.items():
        beside = [c.height for c in columns if (c.figure, c.facing, c.inset) == (i, plan.facing, False)]
        inset = _inset(page, rows[i], figures[i], stages[i], plan, max(beside, default=0.0))
        small = plan.detail.smallest * figures[i].scale < page.len(SMALL)
        if not small or inset.times < GAIN:
            raise NoInset
        found.append(msgspec.structs.replace(inset, of=i))
    return tuple(found)


def _inset(page: Page, row: Box, figure: Figure, stage: ViewContent, plan: Plan, names: float) -> Inset:
    """An inset at the height of what it shows, as far as its row and so many pt of names allow."""
    frame, (wide, tall) = plan.detail.frame, plan.size
    source = figure.on_box(frame)
    middle = (source[1] + source[3]) / 2
    floor, ceiling = row[1] + page.len(CAPTION), row[3] - tall
    if names and middle < (figure.place[1] + figure.place[3]) / 2:
        ceiling = max(ceiling - names - page.len(GAP), floor)
    elif names:
        floor = min(floor + names + page.len(GAP), ceiling)
    low = min(max(middle - tall / 2, floor), ceiling)
    gap = page.len(REACH)
    x = figure.place[0] - gap - wide if plan.facing == "left" else figure.place[2] + gap
    parts, inner = {part.id: part for part in stage.plate.parts}, within(stage, plan.detail)

    def seen(id: str) -> bool:
        return _seen(parts[id], frame, plan.detail.side)

    bare = Inset(figure.body, figure.view, frame, (x, low, x + wide, low + tall))
    times = round(bare.scale / figure.scale, 1)
    shown = tuple(h for h in figure.highlights if seen(h.part))
    alone = limbs.isolate_limb(stage.plate, frame, tuple(parts[h.part].shape for h in shown)) is not stage.plate
    inset = msgspec.structs.replace(
        bare,
        highlights=shown,
        limb=tuple(h.part for h in shown) if alone else (),
        fibres=tuple(id for id in figure.fibres if seen(id)),
        zones=inner.zones,
        spots=tuple(s for s in figure.spots if seen(s.part)),
        marks=spaced(page, inner, bare.scale),
        others=figure.others,
        name=plan.detail.name,
        side=plan.detail.side,
        times=times,
        named=plan.detail.muscles,
        source=source,
        ties=_ties(source, bare.place, plan.facing),
    )
    return _signed(page, inset, f"{plan.caption}, ×{times:g}")


def _seen(part: Part, frame: Box, side: str) -> bool:
    return part.side in (side or part.side, "midline") and meet(bounds([part.shape]), frame)


def without(stage: ViewContent, frame: Box) -> ViewContent:
    """A stage without its trigger points in a frame: they are marked in the inset."""
    kept = [(m, p) for m, p in zip(stage.marks, stage.points, strict=True) if not _holds(frame, p)]
    return msgspec.structs.replace(
        stage, marks=tuple(mark for mark, _ in kept), points=tuple(point for _, point in kept)
    )


def within(stage: ViewContent, detail: Detail) -> ViewContent:
    """What a stage shows in a part of the body. A hand that carries the names has the points and zones of the other."""
    by_point = {(p.of, p.number): mark for mark, p in zip(stage.marks, stage.points, strict=True)}
    points = tuple(
        p for p in stage.plate.points if p.kind == "point" and (p.of, p.number) in by_point and _holds(detail.frame, p)
    )
    parts = {part.id: part for part in stage.plate.parts}
    felt = {(parts[z.part].of, z.zone): z for z in stage.zones}
    zones = tuple(
        msgspec.structs.replace(felt[part.of, part.zone or "core"], part=part.id, side=part.side)
        for part in stage.plate.parts
        if part.kind in ("zone", "area") and (part.of, part.zone or "core") in felt
        if _seen(part, detail.frame, detail.side)
    )
    marks = tuple(msgspec.structs.replace(by_point[p.of, p.number], point=p.id, side=p.side) for p in points)
    return msgspec.structs.replace(stage, marks=marks, points=points, zones=zones)


def _holds(frame: Box, point: Point) -> bool:
    return frame[0] < point.x < frame[2] and frame[1] < point.y < frame[3]


def _ties(source: Box, place: Box, facing: str) -> tuple[tuple[Position, Position], ...]:
    """Two lines from the near corners of what is shown to those of the frame, as a magnified plate has them."""
    near, far = (0, 2) if facing == "left" else (2, 0)
    return tuple(((source[near], source[end]), (place[far], place[end])) for end in (1, 3))


def _signed(page: Page, inset: Inset, caption: str) -> Inset:
    """An inset with the letter of its side, or the letters of both, and its caption."""
    x0, y0, x1, _ = inset.place
    base, size = y0 - page.len(14), page.size("letter")
    wide = page.width(caption, "regular", "caption")
    middle = (x0 + x1) / 2
    letters = letters_of(inset.view)
    if inset.side:
        letters = tuple((letter, -1) for letter, _ in letters if letter == inset.side[0].upper())
        middle += page.len(9)
    return msgspec.structs.replace(
        inset,
        caption=Text(caption, middle, base, page.size("caption"), tone="quiet", align="center"),
        letters=tuple(
            Text(letter, middle + turn * (wide / 2 + page.len(12)), base, size, "semibold", align="center")
            for letter, turn in letters
        ),
    )


def free(insets: Sequence[Inset], figures: Sequence[Figure], labels: Sequence[Label]) -> bool:
    """Whether no inset lies on a figure, a name or another, and no line to one crosses a leader."""
    frames = [grown(inset.place, 2) for inset in insets]
    taken = [*(figure.place for figure in figures), *(label.box for label in labels)]
    words = [_box(text) for figure in figures for text in (*figure.letters, figure.caption) if text]
    told = [_box(text) for inset in insets for text in (*inset.letters, inset.caption) if text]
    ties = [tie for inset in insets for tie in inset.ties]
    leaders = [label.leader for label in labels if label.leader]
    inside = {muscle for inset in insets for muscle in inset.named}
    others = [label.leader for label in labels if label.leader and label.muscle not in inside]
    return (
        not any(_enters(segment, frame) for line in others for segment in pairwise(line) for frame in frames)
        and _apart(frames, told, taken, words)
        and not any(
            segments.cross(*tie, *segment) for tie in ties for leader in leaders for segment in pairwise(leader)
        )
    )


def _enters(segment: tuple[Position, Position], frame: Box) -> bool:
    """Whether a segment runs into a box: an end lies in it, or it crosses a side."""
    x0, y0, x1, y1 = frame
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
    return any(x0 < x < x1 and y0 < y < y1 for x, y in segment) or any(
        segments.cross(*segment, *side) for side in pairwise(corners)
    )


def _apart(frames: Sequence[Box], told: Sequence[Box], taken: Sequence[Box], words: Sequence[Box]) -> bool:
    """Whether frames and their captions lie clear of all else, and of each other."""
    return not any(meet(a, b) for a in (*frames, *told) for b in (*taken, *words)) and not any(
        meet(a, b) for a, b in combinations((*frames, *told), 2) if a not in told or b not in told
    )


def _box(text: Text) -> Box:
    """About where a line of text in the middle of its place lies."""
    half = 0.3 * text.size * len(text.text)
    return text.x - half, text.y - 0.25 * text.size, text.x + half, text.y + 0.75 * text.size
