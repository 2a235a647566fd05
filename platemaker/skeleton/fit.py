"""The fit of the bones into the canonical body in the anatomical pose: a map from the model for every bone."""

from __future__ import annotations

from ..body import Posed
from .head import fit_head
from .landmarks import landmarks
from .limbs import fit_arm, fit_leg, fit_shoulder
from .maps import Map
from .model import standing
from .skin import Skin
from .trunk import fit_pelvis, fit_ribs, fit_spine

PARTS = (fit_head, fit_pelvis, fit_spine, fit_ribs, fit_shoulder, fit_arm, fit_leg)
"""In this order: each part may build on the maps of those before it."""


def fit(body: Posed) -> dict[str, Map]:
    """Maps by bone, for the left half and the midline."""
    model, skin = standing(), Skin(body)
    marks, maps = landmarks(model), {}  # type: ignore[var-annotated]
    for part in PARTS:
        part(skin, model, marks, maps)
    return maps
