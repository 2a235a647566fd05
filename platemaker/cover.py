"""Finds what covers what on a plate: the seen part of each muscle, and its covered parts with what covers them.

A muscle lies under those of layers nearer to the skin. Within a layer, `sources/cover.yaml` says which lies over which,
with sources. It also says what no plate draws: which muscles bone, fascia or fat covers, and which of the deep layer
are bare.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import msgspec
import shapely

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


class Over(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A muscle, those of its layer that it lies over, in which views (without any, in all), and keys of the works."""

    muscle: str
    over: tuple[str, ...]
    sources: tuple[str, ...]
    views: tuple[str, ...] = ()


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    works: dict[str, str]
    order: tuple[str, ...]
    over: tuple[Over, ...]
    covered: frozenset[str]
    bare: frozenset[str]
    bone: frozenset[str]
    organs: frozenset[str]
    thoracolumbar_fascia: frozenset[str]
    external_oblique_aponeurosis: frozenset[str]
    sheets: frozenset[str]
    skin: frozenset[str]


@cache
def facts() -> _Facts:
    """Return `sources/cover.yaml`.

    Raises:
        ValueError: an entry cites a work that the file does not list.
    """
    found = msgspec.yaml.decode(FACTS.read_bytes(), type=_Facts)
    for entry in found.over:
        if missing := set(entry.sources) - set(found.works):
            cited = ", ".join(sorted(missing))
            raise ValueError(f"{FACTS.name}: {entry.muscle} cites {cited}, which is not among the works")
    return found


@cache
def nearer(view: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of muscles of one layer, the one nearer to the skin first, in a view.

    Raises:
        ValueError: the file says of two muscles that each lies over the other.
    """
    pairs = set(combinations(facts().order, 2))
    pairs |= {(e.muscle, below) for e in facts().over if not e.views or view in e.views for below in e.over}
    if both := sorted(pair for pair in pairs if pair[::-1] in pairs):
        raise ValueError(f"{FACTS.name}: {view}: {both[0][0]} and {both[0][1]} lie over each other")
    return frozenset(pairs)


def cover_of(muscle: str) -> str:
    """Return what covers a muscle where no muscle does: a structure, `FASCIA`, `bone` or `organs`."""
    known = facts()
    undrawn = {
        "bone": known.bone,
        "organs": known.organs,
        "thoracolumbar-fascia": known.thoracolumbar_fascia,
        "external-oblique-aponeurosis": known.external_oblique_aponeurosis,
    }
    return next((by for by, muscles in undrawn.items() if muscle in muscles), FASCIA)


_ALL_OVER = ("bone", "organs")


def above(own: Muscle, muscles: Sequence[Muscle], view: str, covered: Cover) -> list[tuple[str, float]]:
    """Return all that lies over a muscle, also under something else, each with its share of the muscle's area.

    What no plate draws is named as in `cover_of`.
    """
    shares = [(m.of, own.area.intersection(m.area).area / own.area.area) for m in muscles if lies_under(own, m, view)]
    bare = covered.under.get(UNDRAWN, shapely.Polygon()).area / own.area.area
    by = cover_of(own.of)
    shares.append((by, 1.0 if by in _ALL_OVER else bare))
    return [(of, round(share, 3)) for of, share in shares if share > LEAST_SHARE]


def lies_under(own: Muscle, other: Muscle, view: str) -> bool:
    """Return whether another muscle of the plate lies nearer to the skin where both are."""
    if own is other or own.side != other.side:
        return False
    mine, its = RANKS[own.layer], RANKS[other.layer]
    return its < mine or (its == mine and (other.of, own.of) in nearer(view))


def covers(muscles: Sequence[Muscle], view: str, *, undrawn: bool = True) -> list[Cover]:
    """Return what is seen and what is covered of each muscle; covered by the one nearest to the skin.

    Args:
        muscles: the muscles of a plate.
        view: its view.
        undrawn: whether what no plate draws covers muscles too.

    Raises:
        ValueError: two muscles of one layer overlap, and nothing says which lies over the other.
    """
    tree = shapely.STRtree([m.area for m in muscles])
    found = []
    for own in muscles:
        near = [muscles[k] for k in tree.query(own.area, predicate="intersects")]
        _check_known(own, near, view)
        over = [m for m in near if lies_under(own, m, view)]
        over.sort(key=lambda m: sum(lies_under(m, other, view) for other in over))  # the nearest to the skin first
        seen, under = own.area, {}
        for other in over:
            hidden = areal(seen.intersection(other.area), LEAST)
            if not hidden.is_empty:
                under[other.of] = hidden
                seen = areal(seen.difference(other.area.buffer(GAP)), LEAST)
        if under:
            seen = areal(seen.buffer(-NECK / 2).buffer(NECK / 2).intersection(own.area), LEAST_SEEN)
        if undrawn and (own.of in facts().covered or (own.layer == "deep" and own.of not in facts().bare)):
            if not seen.is_empty:
                under[UNDRAWN] = seen
            seen = shapely.Polygon()
        found.append(Cover(seen, under))
    return found


def _check_known(own: Muscle, near: Sequence[Muscle], view: str) -> None:
    for other in near:
        of_one_layer = own.of < other.of and own.side == other.side and own.layer == other.layer != "superficial"
        known = (own.of, other.of) in nearer(view) or (other.of, own.of) in nearer(view)
        if of_one_layer and not known and own.area.intersection(other.area).area > LEAST:
            raise ValueError(
                f"{view}: {own.of} and {other.of} overlap; say under `over` in {FACTS.name} which is nearer"
            )


def areal(geometry: shapely.Geometry, least: float) -> shapely.Geometry:
    """Return the polygons of a geometry larger than `least` mm²."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.union_all([p for p in parts if p.geom_type == "Polygon" and p.area > least])
