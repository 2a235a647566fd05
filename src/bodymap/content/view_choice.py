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

ENOUGH_WITH_PAIN = 0.25
"""The same, in a view that shows where it hurts, and for the areas that hurt themselves."""

PAIN, OTHERS = 2.0, 0.3
"""What the areas that hurt are worth together, and a muscle that is often involved, compared with a main muscle."""


_KINDS = ("muscle", "structure", "course", "area")


def visible_area(plate: Plate, ids: Iterable[str], sides: Sequence[str]) -> float:
    """Return how much of the muscles, structures or skin areas `ids` a plate shows on `sides`, in mm²."""
    wanted, shown = set(ids), (*sides, "midline")
    return sum(area(outline_of(p)) for p in plate.parts if p.kind in _KINDS and p.of in wanted and p.side in shown)


def choose(
    plates: Mapping[View, Plate],
    muscles: Sequence[Sequence[str]],
    sides: Sequence[str],
    painful: Sequence[str] = (),
    others: Sequence[Sequence[str]] = (),
    more: Mapping[View, Sequence[float]] | None = None,
    shown: Mapping[View, Sequence[float]] | None = None,
) -> tuple[View, ...]:
    """Choose one view, or two where one can't show every muscle and where it hurts.

    Args:
        plates: the plates to choose from, by view.
        muscles: for each muscle that must be seen, the ids it is drawn as.
        sides: the sides that are shown; with both, lateral views (they show only the near side) are left out.
        painful: the areas where it hurts.
        others: the same as `muscles`, for muscles that need not be seen.
        more: how much each view shows of what else must be seen, such as trigger points and their pain; muscles come
            first.
        shown: how much each view shows of each of `muscles`, on sides of their own, so no view is left out; None
            measures their outlines on `sides`.

    Returns:
        First the view that shows most of the muscles, or if it is known where it hurts, most of the pain and the
        muscles together; then, if something is missing there, the one that shows most of that. Empty if no plate shows
        any.
    """
    if shown is None and Side.LEFT in sides and Side.RIGHT in sides:
        plates = {view: plate for view, plate in plates.items() if facts_of(view).near is None}
    main = _relative({view: shown[view] for view in plates}) if shown else _shares(plates, muscles, sides)
    pain = _shares(plates, [(area,) for area in painful], sides)
    rest = _shares(plates, others, sides)
    also = _relative({view: (more or {}).get(view, ()) for view in plates})
    lacking = [i for i in range(max(map(len, also.values()), default=0)) if any(row[i] for row in also.values())]
    missing = [i for i in range(len(muscles)) if any(row[i] for row in main.values())]
    hurting = [i for i in range(len(painful)) if any(row[i] for row in pain.values())]
    chosen: list[View] = []

    def worth(view: View) -> tuple[int, int, float]:
        preference = facts_of(view).preference
        row = [main[view][i] * preference for i in missing]
        extra = [also[view][i] * preference for i in lacking]
        if not painful:
            enough = [sum(share >= ENOUGH for share in shares) for shares in (row, extra)]
            return enough[0], enough[1], sum(row) + sum(extra)
        felt = PAIN * sum(pain[view][i] for i in hurting) / len(painful)
        beside = OTHERS * sum(rest[view]) if not chosen else 0.0
        return 0, 0, sum(row) + sum(extra) + preference * (felt + beside)

    while (missing or lacking or (hurting and 2 * len(hurting) >= len(painful))) and len(chosen) < 2:
        view = max(plates, key=worth)
        chosen.append(view)
        felt = sum(pain[view]) / len(painful) if painful else 0.0
        enough = ENOUGH_WITH_PAIN if felt >= ENOUGH else ENOUGH
        missing = [i for i in missing if main[view][i] < enough]
        hurting = [i for i in hurting if pain[view][i] < ENOUGH_WITH_PAIN]
        lacking = [i for i in lacking if also[view][i] < ENOUGH]
    return tuple(chosen)


def _shares(
    plates: Mapping[View, Plate], wanted: Sequence[Sequence[str]], sides: Sequence[str]
) -> dict[View, list[float]]:
    """Return for each view how much of everything it shows, as shares of what the best view shows."""
    return _relative({view: [visible_area(plate, ids, sides) for ids in wanted] for view, plate in plates.items()})


def _relative(shown: Mapping[View, Sequence[float]]) -> dict[View, list[float]]:
    """Return how much each view shows of everything, as shares of what the best view shows of it."""
    best = [max(column) for column in zip(*shown.values(), strict=True)]
    return {view: [a / b if b else 0.0 for a, b in zip(row, best, strict=True)] for view, row in shown.items()}


def covering(
    seen: Mapping[View, Mapping[str, float]], share: float, *, preference: bool = False, most: int | None = None
) -> dict[View, tuple[str, ...]]:
    """Return views that together show some things, each with what it adds; the view that shows most comes first.

    Args:
        seen: how much each view shows of each thing.
        share: a view shows a thing if it shows at least this share of what the best view shows of it.
        preference: whether a view that patients find less easy counts less.
        most: the greatest number of views; None for as many as it takes.
    """
    best = {id: max(shown[id] for shown in seen.values()) for id in next(iter(seen.values()), {})}
    left, found = [id for id in best if best[id]], dict[View, tuple[str, ...]]()
    while left and (most is None or len(found) < most):
        new = {view: [id for id in left if shown[id] >= share * best[id]] for view, shown in seen.items()}
        chosen = max(new, key=lambda view: len(new[view]) * (facts_of(view).preference if preference else 1.0))
        found[chosen] = tuple(new[chosen])
        left = [id for id in left if id not in new[chosen]]
    return found
