"""Finds what covers what on a plate: the seen part of each muscle, and its covered parts with what covers them.

A muscle lies under those of layers nearer to the skin, and within a layer under the smaller ones, as an extensor of the
thumb crosses over its neighbours. `sources/cover.yaml` says what no plate draws: which muscles bone, fascia or fat
covers, and which of the deep layer are bare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shapely
import yaml

from .finished import Muscle

FACTS = Path(__file__).parent / "sources" / "cover.yaml"

RANKS = {"superficial": 0, "intermediate": 1, "deep": 2}
"""Layers, numbered from the skin down."""

UNDRAWN = ""
"""Stands for what covers a muscle without being on the plate."""

LEAST = 6.0
"""Pieces of a seen or covered part up to this area, mm², are dropped."""
LEAST_SEEN = 30.0
"""Pieces of a partly covered muscle that are seen, up to this area, mm², are dropped."""
GAP = 0.25
"""A covered muscle is seen only from this distance, mm, from what covers it."""
NECK = 2.0
"""Parts that are seen and narrower than this, mm, are dropped."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """What is seen of a muscle, and what each other muscle covers of it; `UNDRAWN` for what the plate has not."""

    seen: shapely.Geometry
    under: dict[str, shapely.Geometry]


@cache
def facts() -> dict[str, frozenset[str]]:
    """Return the lists of muscles in `sources/cover.yaml` by name."""
    raw = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return {name: frozenset(muscles) for name, muscles in raw.items()}


def lies_under(own: Muscle, other: Muscle) -> bool:
    """Return whether another muscle of the plate lies nearer to the skin where both are."""
    if own is other or own.side != other.side:
        return False
    mine, its = RANKS[own.layer], RANKS[other.layer]
    return its < mine or (its == mine > 0 and other.area.area < own.area.area)


def covers(muscles: Sequence[Muscle]) -> list[Cover]:
    """Return what is seen and what is covered of each muscle; covered by the one nearest to the skin."""
    tree = shapely.STRtree([m.area for m in muscles])
    found = []
    for own in muscles:
        near = [muscles[k] for k in tree.query(own.area, predicate="intersects")]
        over = sorted((m for m in near if lies_under(own, m)), key=lambda m: (RANKS[m.layer], m.area.area))
        seen, under = own.area, {}
        for other in over:
            hidden = areal(seen.intersection(other.area), LEAST)
            if not hidden.is_empty:
                under[other.of] = hidden
                seen = areal(seen.difference(other.area.buffer(GAP)), LEAST)
        if under:
            seen = areal(seen.buffer(-NECK / 2).buffer(NECK / 2).intersection(own.area), LEAST_SEEN)
        if own.of in facts()["covered"] or (own.layer == "deep" and own.of not in facts()["bare"]):
            if not seen.is_empty:
                under[UNDRAWN] = seen
            seen = shapely.Polygon()
        found.append(Cover(seen, under))
    return found


def areal(geometry: shapely.Geometry, least: float) -> shapely.Geometry:
    """Return the polygons of a geometry larger than `least` mm²."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([p for p in parts if p.geom_type == "Polygon" and p.area > least])
