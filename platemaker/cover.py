"""Finds what covers what on a plate: the seen part of each muscle, and its covered parts with what covers them.

A muscle lies under those of layers nearer to the skin, and within a layer under the smaller ones, as an extensor of the
thumb crosses over its neighbours. Where that is not so, `sources/cover.yaml` gives the order. It also says what no
plate draws: which muscles bone, fascia or fat covers, and which of the deep layer are bare.
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

FASCIA = "fascia"
"""What covers a muscle without being on the plate, unless `sources/cover.yaml` says something else."""

LEAST = 6.0
"""Pieces of a seen or covered part up to this area, mm², are dropped."""
LEAST_SEEN = 30.0
"""Pieces of a partly covered muscle that are seen, up to this area, mm², are dropped."""
LEAST_SHARE = 0.01
"""What lies over less than this share of a muscle is not counted as lying over it."""
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
    """Return the lists of muscles in `sources/cover.yaml` by name, without their order."""
    raw: dict[str, list[str]] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return {name: frozenset(muscles) for name, muscles in raw.items()}


def cover_of(muscle: str) -> str:
    """Return what covers a muscle where no muscle does: a structure, `FASCIA`, `bone` or `organs`."""
    return next((by for by in _BY if muscle in facts()[by]), FASCIA)


_BY = ("bone", "organs", "thoracolumbar-fascia", "external-oblique-aponeurosis")
_ALL_OVER = ("bone", "organs")


def above(own: Muscle, muscles: Sequence[Muscle], covered: Cover) -> list[tuple[str, float]]:
    """Return all that lies over a muscle, also under something else, each with its share of the muscle's area.

    What no plate draws is named as in `cover_of`.
    """
    shares = [(m.of, own.area.intersection(m.area).area / own.area.area) for m in muscles if lies_under(own, m)]
    bare = covered.under.get(UNDRAWN, shapely.Polygon()).area / own.area.area
    by = cover_of(own.of)
    shares.append((by, 1.0 if by in _ALL_OVER else bare))
    return [(of, round(share, 3)) for of, share in shares if share > LEAST_SHARE]


def lies_under(own: Muscle, other: Muscle) -> bool:
    """Return whether another muscle of the plate lies nearer to the skin where both are."""
    if own is other or own.side != other.side:
        return False
    mine, its = RANKS[own.layer], RANKS[other.layer]
    if its != mine or mine == 0:
        return its < mine
    order = _order()
    if own.of in order and other.of in order:
        return order[other.of] < order[own.of]
    return other.area.area < own.area.area


@cache
def _order() -> dict[str, int]:
    """Return the place of each muscle in the order from the skin down."""
    raw: list[str] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["order"]
    return {muscle: n for n, muscle in enumerate(raw)}


def covers(muscles: Sequence[Muscle], *, undrawn: bool = True) -> list[Cover]:
    """Return what is seen and what is covered of each muscle; covered by the one nearest to the skin.

    Args:
        muscles: the muscles of a plate.
        undrawn: whether what no plate draws covers muscles too.
    """
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
        if undrawn and (own.of in facts()["covered"] or (own.layer == "deep" and own.of not in facts()["bare"])):
            if not seen.is_empty:
                under[UNDRAWN] = seen
            seen = shapely.Polygon()
        found.append(Cover(seen, under))
    return found


def areal(geometry: shapely.Geometry, least: float) -> shapely.Geometry:
    """Return the polygons of a geometry larger than `least` mm²."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([p for p in parts if p.geom_type == "Polygon" and p.area > least])
