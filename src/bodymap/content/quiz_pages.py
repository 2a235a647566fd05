"""Divide the muscles of a lesson between pages: by the view that shows them, and by depth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ..body.geometry import bounds, raster, rings
from ..body.plate import Plate
from ..body.plates import load, views
from ..errors import BodymapError
from ..knowledge.anatomy import Side, View, ViewLike, atlas
from ..knowledge.views import facts_of
from .pointable import lie_over, pointable
from .view_choice import covering

MOST = 9
"""Most muscles on a page, so that each has a line long and high enough to write on."""

GOOD = 0.7
"""A view shows a muscle well enough if it shows at least this share of what the best view shows of it."""

ENOUGH = 0.3
"""The same, for muscles that would otherwise be on a page with few others."""

HIDDEN = 0.35
"""A muscle of which others on the page cover more than this share goes to a page of its own layer."""

FEW = 3
"""A view for fewer muscles than this is left out, if other views show them well enough."""

CELLS = 160
"""Cells along the longer side of the grid on which it is looked up what covers a muscle."""


class QuizPage(msgspec.Struct, frozen=True):
    """The muscles that are asked for on one page, and the view that shows them."""

    view: View
    muscles: tuple[str, ...]


def quiz_pages(
    muscles: Sequence[str], body: str, sides: Sequence[Side], view: ViewLike | None = None
) -> tuple[QuizPage, ...]:
    """Return the pages of a quiz, each muscle on one of them: what lies over others first.

    Args:
        muscles: the ids of the muscles.
        body: the body whose plates show them.
        sides: the sides that are shown; with both, lateral views are left out.
        view: the only view to use; None for the best.

    Raises:
        BodymapError: if no plate shows any of the muscles.
    """
    both = len(sides) > 1
    plates = {
        each: load(body, each)
        for each in ([View(view)] if view else views(body))
        if view or not both or facts_of(each).near is None
    }
    shown = _by_view(muscles, plates, sides)
    if not shown:
        raise BodymapError("no view shows any of these muscles", field="view" if view else "", value=view)
    return tuple(
        QuizPage(each, part)
        for each, own in shown.items()
        for layer in _layers(own, plates[each], sides)
        for part in _parts(layer)
    )


def _by_view(
    muscles: Sequence[str], plates: Mapping[View, Plate], sides: Sequence[Side]
) -> dict[View, tuple[str, ...]]:
    """Return the muscles of each view that is needed: the view that shows most of them well comes first."""
    seen = {
        view: {id: pointable(plate, id, sides) * facts_of(view).preference for id in dict.fromkeys(muscles)}
        for view, plate in plates.items()
    }
    return _without_small(covering(seen, GOOD), seen)


def _without_small(
    found: Mapping[View, tuple[str, ...]], seen: Mapping[View, Mapping[str, float]]
) -> dict[View, tuple[str, ...]]:
    """Return the muscles of each view without views of few muscles that other views show well enough."""
    kept = dict(found)
    for view, own in reversed([*found.items()]):
        if len(own) >= FEW or len(kept) == 1:
            continue
        others = [other for other in kept if other != view]
        best = {id: max(others, key=lambda other: seen[other][id]) for id in own}
        if all(seen[other][id] >= ENOUGH * max(shown[id] for shown in seen.values()) for id, other in best.items()):
            del kept[view]
            for id, other in best.items():
                kept[other] = (*kept[other], id)
    return kept


def _layers(muscles: Sequence[str], plate: Plate, sides: Sequence[Side]) -> list[list[str]]:
    """Divide the muscles of a view into layers, so that none is covered by the others on its page."""
    masks = _masks(muscles, plate, sides)
    over = {id: lie_over(plate, id, muscles, sides) for id in muscles}
    layers: list[list[str]] = []
    left = [*muscles]
    while left:
        top = [id for id in left if not _covered(id, left, masks, over)] or left
        layers.append(top)
        left = [id for id in left if id not in top]
    return _joined(layers, masks, over)


def _joined(
    layers: list[list[str]], masks: Mapping[str, NDArray[np.bool_]], over: Mapping[str, Collection[str]]
) -> list[list[str]]:
    """Join a layer of a single muscle to the one above, if there is room and nothing on that page covers it."""
    joined: list[list[str]] = []
    for layer in layers:
        if joined and len(layer) == 1 and len(joined[-1]) < MOST and not _covered(layer[0], joined[-1], masks, over):
            joined[-1] += layer
        else:
            joined.append([*layer])
    return joined


def _covered(
    id: str, others: Sequence[str], masks: Mapping[str, NDArray[np.bool_]], over: Mapping[str, Collection[str]]
) -> bool:
    """Return whether some of the other muscles that lie over one cover too much of it."""
    above = [masks[other] for other in others if other in over[id] and id not in over[other]]
    own = masks[id]
    return bool(above) and bool((own & np.logical_or.reduce(above)).sum() > HIDDEN * own.sum())


def _masks(muscles: Sequence[str], plate: Plate, sides: Sequence[Side]) -> dict[str, NDArray[np.bool_]]:
    """Return on which cells of a grid each muscle lies."""
    shapes = {
        id: [
            part.shape
            for part in plate.parts
            if part.kind == "muscle" and part.of in parts and part.side in (*sides, Side.MIDLINE)
        ]
        for id in muscles
        for parts in [{part.id for part in atlas().drawn(id)}]
    }
    x0, y0, x1, y1 = bounds([shape for own in shapes.values() for shape in own])
    cell = max(x1 - x0, y1 - y0) / CELLS
    size = int((y1 - y0) / cell) + 1, int((x1 - x0) / cell) + 1
    return {id: raster([r for shape in own for r in rings(shape)], (x0, y0), cell, size) for id, own in shapes.items()}


def _parts(muscles: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the muscles in parts of about the same number, each small enough for a page."""
    count = -(-len(muscles) // MOST)
    for n in range(count):
        yield tuple(muscles[len(muscles) * n // count : len(muscles) * (n + 1) // count])
