"""Tell where the perineum lies on a plate: no dots of pain are drawn there."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import inside, rings
from ..body.plate import Plate
from ..knowledge.views import facts_of

PERINEUM = 65.0, 8.0, 0.5
"""The perineum, which no dots lie on: how far it begins above the crotch, mm; how far from the midline its
border lies there, mm; and by how much that distance grows with each mm down."""


def on_the_perineum(plate: Plate, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which places, (n, 2) mm on a plate, lie on the perineum."""
    above, border, grows = PERINEUM
    depth = places[:, 1] - (_crotch(plate) - above)
    return np.asarray((depth > 0) & (depth < 1.5 * above) & (np.abs(places[:, 0]) < border + grows * depth))


@lru_cache(16)
def _crotch(plate: Plate) -> float:
    """Return where the legs part on a plate, mm from the crown; infinity if it does not show both sides upright."""
    facts = facts_of(plate.view)
    if facts.near is not None or not facts.upright:
        return np.inf
    down = np.arange(plate.box[1], plate.box[3], 2.0)
    body = inside(rings(plate.outline), np.stack([np.zeros_like(down), down], 1))
    start = int(body.argmax())
    return float(down[start + int((~body[start:]).argmax())]) if not body[start:].all() else np.inf
