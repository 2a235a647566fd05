"""Place short texts on painted parts: a value, or a mark, where the part is broadest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ..body import forms
from ..body.geometry import Box, Shape, bounds, distance, grown, inside, meet, rings
from ..body.plates import load
from ..content.paints import painted_shape
from ..style.text import Measure, Text
from .records import Figure

SIZE, LEAST, MOST = 0.014, 7.0, 10.0
"""Size of a text, as a share of the height of the body in the figure, and its limits, pt."""

GRID = 15
"""Number of places that are tried across a part, and down it."""

ON_PART = 0.42
"""Least distance of the middle of a text to the edge of its part, in sizes of the text."""

EDGE = 2.5
"""Least distance of a text to the edge of its figure, where the body may fade, in sizes of the text."""

TRIES = 12
"""Maximum number of places that are tried, the broadest first."""


def paint_texts(figure: Figure, measure: Measure) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Return the texts of a figure's painted parts, and the ids of the shapes that have no room for theirs."""
    plate, known = load(figure.body, figure.view), forms.load(figure.body, figure.view)
    shapes = {part.id: part for part in plate.parts}
    size = min(max(SIZE * figure.scale * plate.stature, LEAST), MOST)
    texts, boxes, left = list[Text](), list[Box](), list[str]()
    wanted = [paint for paint in figure.paints if paint.text]
    places: Mapping[str, NDArray[np.float64]] = {}
    for paint in wanted:
        part = shapes[paint.part]
        form = known.of(part) if known and paint.kind == "muscle" and not figure.taken_off else None
        seen = painted_shape(part.shape, paint.half, figure.view) if form is None or form.seen is None else form.seen
        tendon = form.tendon if form and len(form.tendon.codes) else None
        places = {**places, paint.id: _places(figure, seen, tendon, size)}
    for paint in sorted(wanted, key=lambda paint: len(places[paint.id])):
        wide = measure(paint.text, "semibold", size)
        found = next(_free(places[paint.id], wide, size, boxes), None)
        if found is None:
            left.append(paint.id)
            continue
        x, y, box = found
        boxes.append(box)
        texts.append(Text(paint.text, x, y - 0.36 * size, size, "semibold", "ink", "center"))
    return tuple(texts), tuple(left)


def _places(figure: Figure, seen: Shape, tendon: Shape | None, size: float) -> NDArray[np.float64]:
    """Return places on what is seen of a part, (n, 2) pt, the broadest first."""
    if not len(seen.codes):
        return np.empty((0, 2))
    x0, y0, x1, y1 = bounds([seen])
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID)), -1).reshape(-1, 2)
    a0, b0, a1, b1 = grown(figure.frame, -EDGE * size / figure.scale)
    grid = grid[(grid[:, 0] > a0) & (grid[:, 0] < a1) & (grid[:, 1] > b0) & (grid[:, 1] < b1)]
    outline = rings(seen)
    grid = grid[inside(outline, grid)]
    if tendon is not None:
        off = inside(rings(tendon), grid)
        grid = grid[~off] if not off.all() else grid
    if not len(grid):
        return grid
    gaps = distance(outline, grid) * figure.scale
    order = np.argsort(-gaps)
    chosen = order[gaps[order] >= ON_PART * size]
    return figure.on_sheet(grid[chosen])


def _free(
    places: NDArray[np.float64], wide: float, size: float, taken: Iterable[Box]
) -> Iterator[tuple[float, float, Box]]:
    for x, y in places[:TRIES].tolist():
        box = (x - wide / 2, y - size / 2, x + wide / 2, y + size / 2)
        if not any(meet(box, other) for other in taken):
            yield x, y, box
