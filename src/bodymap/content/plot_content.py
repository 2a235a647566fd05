"""Decides what a plot shows: the views of the body, the part of each, and which of their parts have a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import msgspec

from ..body import forms
from ..body.geometry import Box, Shape, area, bounds, grown
from ..body.plate import Part, Plate
from ..body.plates import load, views
from ..errors import BodymapError, unknown
from ..knowledge.anatomy import Side, View, ViewLike
from ..knowledge.views import facts_of
from ..options.option import options_of
from ..options.records import FigureOptions
from . import framing
from .paints import PaintKind

USUAL = (View.ANTERIOR, View.POSTERIOR)
"""The views of a plot for which nobody chose views, as far as they show something."""

MORE = (View.PLANTAR, View.RIGHT_LATERAL, View.LEFT_LATERAL, View.MEDIAL)
"""Other views, one of which is shown if the usual ones show nothing."""

KINDS: Mapping[str, PaintKind] = {"muscle": "muscle", "structure": "structure", "course": "structure", "area": "area"}
"""What the shapes of a plate are as parts with a value."""

MARGIN = 16.0
"""Space around a whole body, mm."""

BEYOND, LEAST_BEYOND = 0.5, 110.0
"""How much of the body a crop shows above and below its shapes: a share of their height, and at least so much, mm."""

ACROSS = 15.0
"""How far shapes of one side may reach across the midline, mm."""

Key = tuple[PaintKind, str, Side]
"""A part of the body: what it is, its id and its side."""


class PlotView(msgspec.Struct, frozen=True):
    """A view of a plot.

    Attributes:
        view: its name.
        frame: the part of the plate that is shown, mm.
        parts: the ids of the shapes that have a value, each with what it is a shape of.
        about: the ids of the shapes that a crop is about; empty for a whole body.
    """

    view: View
    frame: Box
    parts: tuple[tuple[str, Key], ...]
    about: tuple[str, ...] = ()


def plot_views(
    body: str,
    keys: AbstractSet[Key],
    asked: str | None = None,
    crop: AbstractSet[Key] | None = None,
    off: AbstractSet[str] = frozenset(),
) -> tuple[PlotView, ...]:
    """Return the views of a plot.

    Args:
        body: the name of the body.
        keys: the parts that have a value.
        asked: the names of views, separated by commas; None chooses them.
        crop: the parts that a figure must show; None for the whole body.
        off: the ids of muscles that are left out.

    Raises:
        BodymapError: there is no such body or view, or no view shows what is to be shown.
    """
    known = views(body)
    chosen = _named(asked, known) if asked is not None else _needed(body, known, keys, crop, off)
    found = []
    for view in chosen:
        plate = load(body, view)
        about = [part for part in plate.parts if key_in(part, crop or frozenset())]
        shown = [part.shape for part in about]
        if crop is not None and not shown:
            if asked is None:
                continue
            raise BodymapError(f"the {view.value} view shows nothing of it", field="crop")
        frame = _close(plate, shown) if crop is not None else grown(bounds([plate.outline]), MARGIN)
        found.append(PlotView(view, frame, _parts(plate, keys), tuple(part.id for part in about)))
    if not found:
        raise BodymapError("no view shows anything of it", field="crop")
    return _level(found)


def _close(plate: Plate, shown: Sequence[Shape]) -> Box:
    """Return the part of a plate that shows shapes large: a picture's crop, but no higher than the shapes need.

    A picture shows the joints next to what it is about, so that a patient knows where it is. A plot is read by its
    values: beyond the shapes it shows half their height, or `LEAST_BEYOND`, unless little more of the limb is left.
    Shapes on one side of the body are shown as close sideways, so that the other side takes no room.
    """
    x0, y0, x1, y1 = framing.crop(plate, shown)
    if facts_of(plate.view).own_scale:
        return x0, y0, x1, y1
    left, top, right, bottom = bounds(list(shown))
    beyond = max(BEYOND * (bottom - top), LEAST_BEYOND)
    high, low = top - beyond, bottom + beyond
    if left >= -ACROSS or right <= ACROSS:  # a plate has the midline at 0
        aside = max(BEYOND * (right - left), LEAST_BEYOND)
        x0, x1 = max(x0, left - aside), min(x1, right + aside)
    return x0, high if high - y0 > framing.SPARED else y0, x1, low if y1 - low > framing.SPARED else y1


def _level(views: Sequence[PlotView]) -> tuple[PlotView, ...]:
    """Return views that all show the body between the same heights, apart from those with a scale of their own."""
    own = [view.frame for view in views if not facts_of(view.view).own_scale]
    if not own:
        return tuple(views)
    top, bottom = min(frame[1] for frame in own), max(frame[3] for frame in own)
    return tuple(
        view
        if facts_of(view.view).own_scale
        else msgspec.structs.replace(view, frame=(view.frame[0], top, view.frame[2], bottom))
        for view in views
    )


def key_in(part: Part, keys: AbstractSet[Key]) -> Key | None:
    """Return the key of a shape among some; one in the middle of the body may have the key of a side."""
    if part.kind not in KINDS:
        return None
    return next((key for key in _keys((KINDS[part.kind], part.of, part.side)) if key in keys), None)


def keys_in(part: Part, keys: AbstractSet[Key]) -> tuple[Key, ...]:
    """Return the keys of a shape among some; an area across the midline may have one for the whole and each half."""
    if part.kind != "area":
        return tuple(filter(None, (key_in(part, keys),)))
    return tuple(key for key in _keys(("area", part.of, part.side)) if key in keys)


def half_of(side: Side, key: Key) -> Side | None:
    """Return the half of a shape on a side that a key is about; None for the whole shape."""
    return key[2] if key[0] == "area" and side == Side.MIDLINE and key[2] != Side.MIDLINE else None


def _parts(plate: Plate, keys: AbstractSet[Key]) -> tuple[tuple[str, Key], ...]:
    """Return the shapes with a value in drawing order: areas, the large ones first, muscles, structures."""
    found = [(part, key) for part in plate.parts for key in keys_in(part, keys)]
    rank = {"area": 0, "muscle": 1, "structure": 2}
    found.sort(key=lambda pair: (rank[pair[1][0]], -area(pair[0].shape) if pair[1][0] == "area" else 0.0))
    return tuple((part.id, key) for part, key in found)


def _named(asked: str, known: Sequence[View]) -> tuple[View, ...]:
    option, chosen = options_of(FigureOptions)["view"], list[View]()
    for name in filter(None, (word.strip() for word in asked.split(","))):
        view = View(option.accept(name))
        if view not in known:
            raise unknown("view", name, [one.value for one in known], field="views")
        chosen.append(view)
    if not chosen:
        raise BodymapError("name a view, e.g. anterior,posterior", field="views", value=asked)
    return tuple(dict.fromkeys(chosen))


def _needed(
    body: str,
    known: Sequence[View],
    keys: AbstractSet[Key],
    crop: AbstractSet[Key] | None,
    off: AbstractSet[str],
) -> tuple[View, ...]:
    """Return the usual views that show something of what is wanted; if there are none, the first other that does."""
    wanted = keys if crop is None else (keys & crop) or crop
    usual = tuple(view for view in USUAL if view in known)
    shown = tuple(view for view in usual if seen_in(load(body, view), wanted, off))
    if shown or not wanted:
        return shown or usual
    return next(((view,) for view in MORE if view in known and seen_in(load(body, view), wanted, off)), usual)


def seen_in(plate: Plate, keys: AbstractSet[Key], off: AbstractSet[str] = frozenset()) -> set[Key]:
    """Return the parts that a plate shows: not those that lie wholly under others that have a value too.

    Args:
        plate: the plate.
        keys: the parts that have a value.
        off: the ids of muscles that are left out.
    """
    found = set[Key]()
    for key, bare, under in _shown(plate.body, plate.view):
        own = [one for one in _keys(key) if one in keys]
        known = own if key[0] == "area" else own[:1]
        if (
            known
            and key[1] not in off
            and (bare or any(of in off or ("muscle", of, key[2]) not in keys for of in under))
        ):
            found |= set(known)
    return found


@lru_cache(16)
def _shown(body: str, view: ViewLike) -> tuple[tuple[Key, bool, tuple[str, ...]], ...]:
    """Return the parts of a plate, each with whether something of it is seen, and the muscles over it if not."""
    plate, shapes = load(body, view), forms.load(body, view)
    found: list[tuple[Key, bool, tuple[str, ...]]] = []
    for part in plate.parts:
        if part.kind not in KINDS:
            continue
        form = shapes.of(part) if shapes and part.kind == "muscle" else None
        bare = form is None or form.seen is None or bool(len(form.seen.codes))
        found.append(((KINDS[part.kind], part.of, part.side), bare, tuple(of for of, _ in form.under) if form else ()))
    return tuple(found)


def _keys(key: Key) -> tuple[Key, ...]:
    """Return the keys under which a part may have a value: one in the middle of the body also that of a side."""
    kind, of, side = key
    return (key,) if side != Side.MIDLINE else (key, (kind, of, Side.LEFT), (kind, of, Side.RIGHT))
