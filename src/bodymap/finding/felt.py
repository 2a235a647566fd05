"""Says in which areas a muscle's pain is commonly felt: those that hold a good share of its zones."""

from __future__ import annotations

from ..body.bodies import DEFAULT_BODY
from ..knowledge.anatomy import atlas
from ..knowledge.areas import areas
from . import coverage
from .rank import weighted

LEAST = 0.1
"""Least share of a muscle's zones, spillover by its weight, that lies in an area in which its pain is felt."""


def areas_felt(muscle: str, body: str = DEFAULT_BODY) -> tuple[str, ...]:
    """Return the areas in which the pain of a muscle is commonly felt, the one with most of its zones first.

    Finer areas are left out, since they lie within others. A muscle without zones has none; of one with parts, it is
    the areas of each part.

    Raises:
        BodymapError: there is no such muscle or body.
    """
    known, measured = areas().areas, coverage.of(body)
    shares: dict[str, float] = {}
    for part in atlas().drawn(muscle):
        for id, cover in measured.items():
            if part.id in cover.zones and not known[id].within:
                share = weighted(*cover.muscles[part.id]) / weighted(*cover.zones[part.id])
                shares[id] = max(share, shares.get(id, 0.0))
    return tuple(sorted((id for id, share in shares.items() if share >= LEAST), key=lambda id: -shares[id]))
