"""Place insets: small parts of a figure, enlarged, each in a frame beside the figure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import msgspec

from .. import words
from ..body.geometry import Box, bounds, grown, meet
from ..body.plate import Part, Point
from ..content import limbs
from ..content.pins import Pin
from ..content.view_content import PictureSide, ViewContent
from ..knowledge.anatomy import Side
from ..knowledge.views import facts_of
from ..style.text import Text
from . import segments
from .details import Detail, NoInset, Plan, Plans
from .label_columns import CAPTION, GAP, REACH, Column
from .metrics import Metrics
from .point_numbers import spaced
from .records import Figure, Inset, Label, Position

SMALL = 24.0
"""A muscle is small if the square root of its area on the sheet is less than this, pt on a slide."""

GAIN = 1.8
"""An inset must be at least this many times as large as its figure."""


def placed(
    metrics: Metrics,
    rows: Sequence[Box],
    figures: Sequence[Figure],
    views: Sequence[ViewContent],
    plans: Plans,
    columns: Sequence[Column] = (),
) -> tuple[Inset, ...]:
    """Place the insets beside their figures, each so that the names on its side have room above or below it.

    Raises:
        NoInset: if one of them is not worth its room.
    """
    insets: list[Inset] = []
    for i, plan in plans.items():
        beside = [c.height for c in columns if (c.figure, c.facing, c.inset) == (i, plan.facing, False)]
        inset = _inset(metrics, rows[i], figures[i], views[i], plan, max(beside, default=0.0))
        small = plan.detail.smallest * figures[i].scale < metrics.length(SMALL)
        if not small or inset.times < GAIN:
            raise NoInset
        insets.append(msgspec.structs.replace(inset, of=i))
    return tuple(insets)


def _inset(metrics: Metrics, row: Box, figure: Figure, view: ViewContent, plan: Plan, names: float) -> Inset:
    """Place an inset level with what it shows, as far as its row and the height of the names, pt, allow."""
    frame, (wide, tall) = plan.detail.frame, plan.size
    source = figure.on_box(frame)
    middle = (source[1] + source[3]) / 2
    floor, ceiling = row[1] + metrics.length(CAPTION), row[3] - tall
    if names and middle < (figure.place[1] + figure.place[3]) / 2:
        ceiling = max(ceiling - names - metrics.length(GAP), floor)
    elif names:
        floor = min(floor + names + metrics.length(GAP), ceiling)
    low = min(max(middle - tall / 2, floor), ceiling)
    gap = metrics.length(REACH)
    x = figure.place[0] - gap - wide if plan.facing == "left" else figure.place[2] + gap
    parts, inner = {part.id: part for part in view.plate.parts}, within(view, plan.detail)

    def seen(id: str) -> bool:
        return _seen(parts[id], frame, plan.detail.side)

    bare = Inset(figure.body, figure.view, frame, (x, low, x + wide, low + tall))
    times = round(bare.scale / figure.scale, 1)
    shown = tuple(h for h in figure.highlights if seen(h.part))
    isolated = limbs.isolate_limb(view.plate, frame, tuple(parts[h.part].shape for h in shown)) is not view.plate
    inset = msgspec.structs.replace(
        bare,
        highlights=shown,
        limb=tuple(h.part for h in shown) if isolated else (),
        structures=tuple(s for s in figure.structures if seen(s.part)),
        fibres=tuple(id for id in figure.fibres if seen(id)),
        zones=inner.zones,
        spots=tuple(s for s in figure.spots if seen(s.part)),
        sore=tuple(s for s in figure.sore if seen(s.part)),
        marks=spaced(metrics, inner, bare.scale),
        pins=tuple(p for p in figure.pins if _holds(frame, p) and plan.detail.side in (None, p.side)),
        others=figure.others,
        fibred=figure.fibred,
        windows=figure.windows,
        opened=figure.opened,
        name=plan.detail.name,
        side=plan.detail.side,
        times=times,
        named=plan.detail.muscles,
        source=source,
        ties=_ties(source, bare.place, plan.facing),
    )
    return _lettered(metrics, inset, plan.caption(times))


def _seen(part: Part, frame: Box, side: Side | None) -> bool:
    return part.side in (side or part.side, "midline") and meet(bounds([part.shape]), frame)


def without(view: ViewContent, frame: Box) -> ViewContent:
    """Return a view without its trigger points in a frame, because they are marked in the inset."""
    outside = [(m, p) for m, p in zip(view.marks, view.points, strict=True) if not _holds(frame, p)]
    return msgspec.structs.replace(
        view, marks=tuple(mark for mark, _ in outside), points=tuple(point for _, point in outside)
    )


def within(view: ViewContent, detail: Detail) -> ViewContent:
    """Return what a view shows in a part of the body."""
    inside = [(m, p) for m, p in zip(view.marks, view.points, strict=True) if _holds(detail.frame, p)]
    parts = {part.id: part for part in view.plate.parts}
    zones = tuple(zone for zone in view.zones if _seen(parts[zone.part], detail.frame, detail.side))
    return msgspec.structs.replace(
        view, marks=tuple(mark for mark, _ in inside), points=tuple(point for _, point in inside), zones=zones
    )


def _holds(frame: Box, point: Point | Pin) -> bool:
    return frame[0] < point.x < frame[2] and frame[1] < point.y < frame[3]


def _ties(source: Box, place: Box, facing: PictureSide) -> tuple[tuple[Position, Position], ...]:
    """Return two lines from the near corners of the area shown to those of the frame, as in magnified illustrations."""
    near, far = (0, 2) if facing == "left" else (2, 0)
    return tuple(((source[near], source[end]), (place[far], place[end])) for end in (1, 3))


def _lettered(metrics: Metrics, inset: Inset, caption: str) -> Inset:
    """Return an inset with its caption and the letter of its side, or the letters of both sides."""
    x0, y0, x1, _ = inset.place
    base, size = y0 - metrics.length(14), metrics.size("letter")
    wide = metrics.width(caption, "regular", "caption")
    middle = (x0 + x1) / 2
    edges = facts_of(inset.view).edges
    if inset.side:
        edges = ((inset.side, -1),)
        middle += metrics.length(9)
    return msgspec.structs.replace(
        inset,
        caption=Text(caption, middle, base, metrics.size("caption"), tone="quiet", align="center"),
        letters=tuple(
            Text(
                words.text(f"letter.{side}"),
                middle + turn * (wide / 2 + metrics.length(12)),
                base,
                size,
                "semibold",
                align="center",
            )
            for side, turn in edges
        ),
    )


def free(insets: Sequence[Inset], figures: Sequence[Figure], labels: Sequence[Label]) -> bool:
    """Return whether no inset overlaps a figure, a name or another inset, and no line to one crosses a leader."""
    frames = [grown(inset.place, 2) for inset in insets]
    taken = [*(figure.place for figure in figures), *(label.box for label in labels if label.lines)]
    beside = [_box(text) for figure in figures for text in (*figure.letters, figure.caption) if text]
    captions = [_box(text) for inset in insets for text in (*inset.letters, inset.caption) if text]
    ties = [tie for inset in insets for tie in inset.ties]
    leaders = [label.leader for label in labels if label.leader]
    inside = {muscle for inset in insets for muscle in inset.named}
    others = [label.leader for label in labels if label.leader and label.muscle not in inside]
    return (
        not any(segments.enters(*segment, frame) for line in others for segment in pairwise(line) for frame in frames)
        and _apart(frames, captions, taken, beside)
        and not any(
            segments.cross(*tie, *segment) for tie in ties for leader in leaders for segment in pairwise(leader)
        )
    )


def _apart(frames: Sequence[Box], captions: Sequence[Box], taken: Sequence[Box], texts: Sequence[Box]) -> bool:
    """Return whether frames and their captions are clear of everything else and of each other."""
    return not any(meet(a, b) for a in (*frames, *captions) for b in (*taken, *texts)) and not any(
        meet(a, b) for a, b in combinations((*frames, *captions), 2) if a not in captions or b not in captions
    )


def _box(text: Text) -> Box:
    """Return the approximate box of a centred line of text."""
    half = 0.3 * text.size * len(text.text)
    return text.x - half, text.y - 0.25 * text.size, text.x + half, text.y + 0.75 * text.size
