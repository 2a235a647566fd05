"""A ghost of the skeleton for a drafting sheet: what a camera would see of the bones through the skin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..body import vertex_normals
from ..camera import Picture, _rasterize
from ..mesh import Floats
from .bones import Bone, bones

LIGHT = np.array([-0.30, 0.50, 0.81])
STEP = 4.0
"""Where neighbouring pixels lie this many mm apart in depth, one bone stands before another."""


@dataclass(frozen=True, slots=True, eq=False)
class Ghost:
    """`tone` (h, w) 0 to 1, 1 = light; `alpha` (h, w) 0 to 1, 0 where no bone is, stronger for nearer bones."""

    tone: Floats
    alpha: Floats

    def over(
        self,
        paper: Floats,
        dark: tuple[float, float, float] = (0.36, 0.43, 0.55),
        light: tuple[float, float, float] = (0.88, 0.91, 0.96),
    ) -> Floats:
        """Laid over a grey (h, w) or coloured (h, w, 3) picture, 0 to 1 -> (h, w, 3)."""
        under = np.repeat(paper[..., None], 3, -1) if paper.ndim == 2 else paper
        ink = np.array(dark) + self.tone[..., None] * (np.array(light) - dark)
        return under + self.alpha[..., None] * (ink - under)


FOOT = 0.1
"""The bones of the foot reach no higher than this share of the stature."""


def _shown(picture: Picture) -> Callable[[Bone], bool]:
    """In a lateral view the far limbs would only confuse, under the soles everything but the feet."""
    if picture.view.one_sided:
        return lambda bone: bone.name.endswith(".right")
    if picture.view.limb:
        return lambda bone: float(bone.vertices[:, 1].max()) < FOOT * picture.body.stature
    if picture.view.near[0] != 0:
        return lambda bone: True
    far = ".left" if picture.view.near[1] < 0 else ".right"
    return lambda bone: not bone.name.endswith(far)


def ghost(
    picture: Picture,
    body: str,
    keep: Callable[[Bone], bool] | None = None,
    strength: tuple[float, float] = (0.80, 0.30),
) -> Ghost:
    """At the picture's scale. `keep` chooses bones; `strength`: alpha of the nearest and the farthest bone."""
    keep = keep or _shown(picture)
    parts = [bone for bone in bones(body, picture.view.pose) if keep(bone)]
    starts = np.cumsum([0, *(len(b.vertices) for b in parts)])
    vertices = np.vstack([b.vertices for b in parts])
    faces = np.vstack([b.faces + k for b, k in zip(parts, starts, strict=False)])
    normals = np.vstack([vertex_normals(b.vertices, b.faces) for b in parts])

    points = picture.view.project(vertices, picture.body.stature)
    points[:, :2] = (points[:, :2] - [picture.left, picture.top]) * picture.scale
    hit, bary, depth = _rasterize(points, faces, *picture.hit.shape)
    seen = hit >= 0
    tone, alpha = np.zeros(hit.shape), np.zeros(hit.shape)
    corners = faces[hit[seen]]
    u, v = bary[seen].T.astype(float)
    normal = (
        normals[corners[:, 0]] * u[:, None]
        + normals[corners[:, 1]] * v[:, None]
        + normals[corners[:, 2]] * (1 - u - v)[:, None]
    )
    across = picture.view.across[1] * normal[:, picture.view.across[0]]
    light = np.stack([across, normal[:, picture.view.up], picture.view.facing(normal)], 1) @ (
        LIGHT / np.linalg.norm(LIGHT)
    )
    tone[seen] = 0.15 + 0.85 * light.clip(0, 1)

    first, last = np.percentile(depth[seen], [98, 2])
    near = ((depth[seen] - last) / (first - last)).clip(0, 1)
    alpha[seen] = strength[1] + (strength[0] - strength[1]) * near
    deep = np.where(seen, depth, -1e3)
    edge = np.zeros(hit.shape, bool)
    for axis in (0, 1):
        ahead = np.diff(deep, axis=axis)
        lo = tuple(slice(None, -1) if k == axis else slice(None) for k in (0, 1))
        hi = tuple(slice(1, None) if k == axis else slice(None) for k in (0, 1))
        edge[hi] |= ahead > STEP  # the line lies on the bone that stands before
        edge[lo] |= ahead < -STEP
    edge &= seen
    tone[edge] *= 0.25
    alpha[edge] = (alpha[edge] + 0.15).clip(0, 1)
    return Ghost(tone, alpha)
