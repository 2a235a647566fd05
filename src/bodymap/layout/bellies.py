"""Tell where a name may point on a muscle: to its seen belly, not to its tendon or to what is drawn over it, in mm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body import forms
from ..body.geometry import area, rings
from ..body.plate import Part, Plate
from ..content.structures import BROAD, outline_of
from ..content.view_content import ViewContent
from ..knowledge.anatomy import Side
from ..knowledge.conditions import StructureRole

Polygons = list[NDArray[np.float64]]

LEAST_SEEN = 0.06
"""A muscle of whose belly less than this share is seen counts as covered: it is named where its window is."""


class Belly(msgspec.Struct, frozen=True, eq=False):
    """Where a muscle or structure is seen on a plate, as closed polygons.

    Attributes:
        region: its seen belly with the tendon; if almost nothing is seen of it, all of it.
        tendons: its seen tendons: no name points there.
        over: what else is drawn there, each by itself: structures, windows of deeper muscles, other muscles.
        covered: whether other muscles cover it everywhere.
        off: whether it is taken off, so that only its edge is drawn.
    """

    region: Polygons
    tendons: Polygons
    over: tuple[Polygons, ...]
    covered: bool = False
    off: bool = False


def belly(view: ViewContent, key: str, side: Side | None = None) -> Belly:
    """Return where a muscle or structure of a view is seen, on one side or on all."""
    parts, known = _parts(view.plate), forms.load(view.body, view.view)
    structures = [s for s in view.structures if s.structure == key and (not side or s.side == side)]
    if structures:
        off = all(view.opened.takes_off(parts[s.part]) for s in structures)
        later = view.structures[view.structures.index(structures[-1]) + 1 :]
        region = [ring for s in structures for ring in rings(outline_of(parts[s.part]))]
        over = tuple(rings(outline_of(parts[s.part])) for s in later if s.structure != key)
        return Belly(region, [], over, off=off)
    own = [h for h in view.highlights if h.muscle == key and (not side or h.side == side)]
    region, tendons, covered = [], [], []
    for highlight in own:
        part = parts[highlight.part]
        form = known.of(part) if known else None
        if form is None:
            region += rings(part.shape)
            covered += [part] if highlight.deep else []
            continue
        if view.opened.bares(part):
            region += rings(part.shape)
            tendons += rings(form.sinew if len(form.sinew.codes) else form.tendon)
            continue
        seen = part.shape if form.seen is None else form.seen
        shown = (area(seen) if len(seen.codes) else 0.0) - (area(form.tendon) if len(form.tendon.codes) else 0.0)
        if shown >= LEAST_SEEN * area(part.shape):
            region += rings(seen)
            tendons += rings(form.tendon) if len(form.tendon.codes) else []
        else:
            region += rings(part.shape)
            covered.append(part)
    seen_parts = {parts[h.part].of for h in own} - {part.of for part in covered}
    return Belly(
        region,
        tendons,
        (*_drawn_over(view, key, side, seen_parts, parts, known), *_lines_over(view, parts)),
        not seen_parts,
        off=bool(own) and all(view.opened.takes_off(parts[h.part]) for h in own),
    )


def _drawn_over(
    view: ViewContent, key: str, side: Side | None, seen: set[str], parts: Mapping[str, Part], known: forms.Forms | None
) -> Iterator[Polygons]:
    """Yield what is drawn of other highlighted muscles: their windows over this one, or all if it is covered."""
    own = [parts[h.part] for h in view.highlights if h.muscle == key and (not side or h.side == side)]
    sides = {part.side for part in own}
    above = {of for part in own if known and (form := known.of(part)) for of, _ in form.above}
    for other in view.highlights:
        if other.muscle == key:
            continue
        part = parts[other.part]
        form = known.of(part) if known else None
        if view.opened.takes_off(part):
            continue
        if view.opened.bares(part):
            if part.side in sides and part.of in above:
                yield rings(part.shape)
        elif form is None or not seen:
            yield rings(part.shape)
        elif view.windows:
            yield from (rings(shape) for of, shape in form.under if of in seen)


def _lines_over(view: ViewContent, parts: Mapping[str, Part]) -> Iterator[Polygons]:
    """Yield the structures that are drawn over the muscles and filled."""
    for shown in view.structures:
        if view.opened.takes_off(parts[shown.part]):
            continue
        if shown.role == StructureRole.PAINFUL or shown.kind not in BROAD:
            yield rings(outline_of(parts[shown.part]))


@lru_cache(16)
def _parts(plate: Plate) -> dict[str, Part]:
    return {part.id: part for part in plate.parts}
