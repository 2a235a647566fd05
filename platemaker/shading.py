"""Shades a body softly: light from above and in front, equal on both sides, and a little darker in hollows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from . import mesh
from .camera import Picture
from .mesh import Floats

LIGHT = np.array([0.0, 0.42, 0.91])
"""Direction to the light: (across, up, toward the eye)."""

BEYOND, FAINT = 4.0, 1e-3
"""Off the body, its tone continues as a Gaussian mean with this sigma, mm, down to this share of body in the mean."""


def tone(picture: Picture) -> Floats:
    """Return the tone (h, w), from 0 to 1 for full light. It continues beyond the body, so that edges don't darken."""
    view, body = picture.view, picture.body
    seen = picture.hit >= 0
    corners = mesh.topology().triangles[picture.hit[seen]]
    u, v = picture.bary[seen].T.astype(np.float64)
    n = body.normals
    normal = n[corners[:, 0]] * u[:, None] + n[corners[:, 1]] * v[:, None] + n[corners[:, 2]] * (1 - u - v)[:, None]
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    across = view.across[1] * normal[:, view.across[0]]
    facing = view.facing(normal)
    light = np.stack([across, normal[:, view.up], facing], 1) @ (LIGHT / np.linalg.norm(LIGHT))
    shade = 0.62 + 0.38 * light.clip(-0.3, 1)
    shade *= 1 - 0.22 * (1 - facing.clip(0, 1)) ** 2.2

    depth = np.zeros(seen.shape)
    depth[seen] = picture.depth[seen]
    cavity = np.zeros(seen.shape)
    for radius, strength in (
        (3.0, 0.010),
        (11.0, 0.006),
    ):  # mm; Luft, Colditz and Deussen 2006, doi 10.1145/1141911.1142016
        sigma = radius * picture.scale
        cover = gaussian_filter(seen.astype(float), sigma, truncate=2.5)
        around = gaussian_filter(depth, sigma, truncate=2.5) / np.maximum(cover, 1e-6)
        cavity += strength * (around - depth).clip(-12, 40)
    out = np.ones(seen.shape)
    out[seen] = shade * (1 - cavity[seen].clip(-0.05, 0.35))
    cover = gaussian_filter(seen.astype(float), BEYOND * picture.scale)
    beside = gaussian_filter(np.where(seen, out, 0), BEYOND * picture.scale)
    return np.where(seen, out, np.where(cover > FAINT, beside / np.maximum(cover, FAINT), 1)).clip(0, 1)


def grey(picture: Picture, pixel: int) -> NDArray[np.uint8]:
    """Return the tone in 8 bits, with blocks of `pixel` by `pixel` camera pixels averaged into one."""
    full = tone(picture)
    h, w = full.shape
    small = full[: h - h % pixel, : w - w % pixel].reshape(h // pixel, pixel, w // pixel, pixel).mean((1, 3))
    return np.round(255 * small).astype(np.uint8)
