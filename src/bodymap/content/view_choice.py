"""Choose the views that show a condition, by the areas that the plates show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..body.geometry import area
from ..body.plate import Plate
from ..knowledge.anatomy import Side, View
from ..knowledge.views import facts_of
from .structures import outline_of

ENOUGH = 0.4
"""A view shows a muscle if it shows at least this share of what the best view shows of it."""


_KINDS = ("muscle", "structure", "course", "area")


def visible_area(plate: Plate, ids: Iterable[str], sides: Sequence[str]) -> float:
    """Return how much of the muscles, structures or skin areas `ids` a plate shows on `sides`, in mm²."""
    wanted, shown = set(ids), (*sides, "midline")
    return sum(area(outline_of(p)) for p in plate.parts if p.kind in _KINDS and p.of in wanted and p.side in shown)


def choose(plates: Mapping[View, Plate], muscles: Sequence[Sequence[str]], sides: Sequence[str]) -> tuple[View, ...]:
    """Choose one view, or two where one can't show every muscle.

    Args:
        plates: the plates to choose from, by view.
        muscles: for each muscle that must be seen, the ids it is drawn as.
        sides: the sides that are shown; with both, lateral views (they show only the near side) are left out.

    Returns:
        First the view that shows most of the muscles; then, if muscles are missing there, the one that shows most of
        those. Empty if no plate shows any.
    """
    if Side.LEFT in sides and Side.RIGHT in sides:
        plates = {view: plate for view, plate in plates.items() if facts_of(view).near is None}
    areas = {view: [visible_area(plate, ids, sides) for ids in muscles] for view, plate in plates.items()}
    best = [max((row[i] for row in areas.values()), default=0.0) for i in range(len(muscles))]
    shares = {v: [a / b if b else 0.0 for a, b in zip(row, best, strict=True)] for v, row in areas.items()}
    missing = [i for i in range(len(muscles)) if best[i] > 0]
    chosen: list[View] = []

    def worth(view: View, muscles: Sequence[int]) -> tuple[int, float]:
        row = [shares[view][i] * facts_of(view).preference for i in muscles]
        return sum(share >= ENOUGH for share in row), sum(row)

    while missing and len(chosen) < 2:
        rank = {view: worth(view, missing) for view in plates}
        view = max(rank, key=lambda v: rank[v])
        chosen.append(view)
        missing = [i for i in missing if shares[view][i] < ENOUGH]
    return tuple(chosen)
