"""Skull and jaw: a box between crown and chin, brow and occiput, temples; then the vault follows the scalp."""

from __future__ import annotations

import numpy as np

from ..mesh import Floats
from .landmarks import Mark
from .maps import Map, then, warp
from .model import Model
from .skin import Skin

SCALP = 6.5
"""Scalp over the vault, mm."""


def _box(skin: Skin, marks: dict[str, Mark], bone: Floats) -> Map:
    eye, k = skin.left("eye")[1], skin.scale
    brow = marks["glabella"].point
    chin = skin.joint("jaw")[1] - 13 * k
    vault = bone[bone[:, 1] > 1615]
    old = np.array(
        [[-bone[:, 0].max(), bone[:, 1].min(), vault[:, 2].min()], [bone[:, 0].max(), bone[:, 1].max(), brow[2]]]
    )
    temple = skin.width(eye + 45 * k, (0, 80), 200) - SCALP
    new = np.array(
        [
            [-temple, chin, skin.reach(0, eye + 30 * k, -1) + SCALP],
            [temple, skin.body.stature - SCALP, skin.reach(0, eye + 26 * k, 1) - 6 * k],
        ]
    )
    return lambda v: new[0] + (v - old[0]) * (new[1] - new[0]) / (old[1] - old[0])


def fit_head(skin: Skin, model: Model, marks: dict[str, Mark], maps: dict[str, Map]) -> None:
    skull, jaw = model.vertices["skull"], model.vertices["jaw"]
    box = _box(skin, marks, np.vstack([skull, jaw]))
    placed, k = box(skull), skin.scale
    centre = (box(marks["glabella"].point) + box(marks["external-occipital-protuberance"].point)) / 2 + skin.mm(
        0, 12, 0
    )
    inion = box(marks["external-occipital-protuberance"].point)

    away = placed - centre
    far = np.linalg.norm(away, axis=1)
    directions = away / far[:, None]
    # The vault: above a plane from the brow to the nape, and outermost in its direction.
    height = placed[:, 1] - np.interp(
        placed[:, 2], [inion[2], centre[2], centre[2] + 60 * k], inion[1] + [0, 8 * k, 52 * k]
    )
    v = skin.body.vertices
    head = (v[:, 1] > inion[1] - 40 * k) & (np.abs(v[:, 0]) < box(np.array([70.0, 0, 0]))[0] + SCALP + 1.5)
    scalp = skin.radius(centre, directions, head)
    outer = far > 0.80 * scalp
    chosen = np.flatnonzero((height > 0) & outer)[::3]
    goals = centre + directions[chosen] * (scalp[chosen] - SCALP)[:, None]
    face = np.flatnonzero((height < -12 * k) & (placed[:, 2] > centre[2] - 20 * k))[::25]
    anchors = np.vstack([placed[face], box(jaw[::40])])
    # The body's jaw is broader for its head than the model's.
    moved = anchors.copy()
    low = ((centre[1] - 45 * k - anchors[:, 1]) / (35 * k)).clip(0, 1) * (
        (centre[2] + 60 * k - anchors[:, 2]) / (50 * k)
    ).clip(0, 1)
    moved[:, 0] *= 1 + 0.12 * low
    bulge = warp(np.vstack([placed[chosen], anchors]), np.vstack([goals, moved]), smoothing=2.0)
    maps["skull"] = maps["jaw"] = then(box, bulge)
