"""Which views show a condition. Measured on the plates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..body.geometry import area
from ..body.plate import Plate

ENOUGH = 0.4
"""A view shows a muscle if it sees this share of what the best view sees of it."""

FACING = {"anterior": 1.0, "posterior": 1.0, "left-lateral": 0.85, "right-lateral": 0.85}
"""A patient finds a place more easily from the front or the back: a lateral view has to show clearly more."""

APART = frozenset({"plantar"})
"""Views of a part of the body, on a frame of its own: not at the scale or the height of the others."""


def visible_area(plate: Plate, ids: Iterable[str], sides: Sequence[str]) -> float:
    """The area in mm² that a plate shows on `sides` of the muscles, or the areas of the skin, `ids`."""
    wanted, shown = set(ids), (*sides, "midline")
    return sum(
        area(p.shape) for p in plate.parts if p.kind in ("muscle", "area") and p.of in wanted and p.side in shown
    )


def choose(plates: Mapping[str, Plate], muscles: Sequence[Sequence[str]], sides: Sequence[str]) -> tuple[str, ...]:
    """One view, or two where one can't show every muscle.

    Args:
        plates: what there is to choose from, by view.
        muscles: for each muscle that must be seen, the ids it is drawn as.
        sides: the sides that are shown; with both, lateral views (they show the near side alone) are left out.

    Returns:
        The view that shows the most of the muscles first; then, if muscles are missing there, the one that shows most
        of those. Empty if no plate shows any.
    """
    if "left" in sides and "right" in sides:
        plates = {view: plate for view, plate in plates.items() if not view.endswith("lateral")}
    areas = {view: [visible_area(plate, ids, sides) for ids in muscles] for view, plate in plates.items()}
    best = [max((row[i] for row in areas.values()), default=0.0) for i in range(len(muscles))]
    shares = {v: [a / b if b else 0.0 for a, b in zip(row, best, strict=True)] for v, row in areas.items()}
    missing = [i for i in range(len(muscles)) if best[i] > 0]
    chosen: list[str] = []

    def worth(view: str, muscles: Sequence[int]) -> tuple[int, float]:
        row = [shares[view][i] * FACING.get(view, 1.0) for i in muscles]
        return sum(s >= ENOUGH for s in row), sum(row)

    while missing and len(chosen) < 2:
        rank = {view: worth(view, missing) for view in plates}
        view = max(rank, key=lambda v: rank[v])
        chosen.append(view)
        missing = [i for i in missing if shares[view][i] < ENOUGH]
    return tuple(chosen)
