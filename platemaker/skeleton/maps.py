"""Kinds of map from the model's space to a body's: of a long bone, affine, similar, and a smooth warp."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.interpolate import RBFInterpolator

from ..mesh import Floats
from ..pose import unit

Map = Callable[[Floats], Floats]
"""(..., 3) mm -> (..., 3) mm."""


def frame(along: Floats, side: Floats) -> Floats:
    """Orthonormal columns: along a bone, to its side, and square to both."""
    a = unit(along)
    s = unit(side - a * (side @ a))
    return np.stack([a, s, np.cross(a, s)], 1)


def segment(
    ends: tuple[Floats, Floats],
    side: Floats,
    to: tuple[Floats, Floats],
    to_side: Floats,
    girth: tuple[float, float] = (1.0, 1.0),
) -> Map:
    """A long bone from one pair of joints to another.

    `side` tells its roll, `girth` how much thicker it gets at each end, beside the stretch of its length.
    """
    (a, b), (to_a, to_b) = ends, to
    f, g = frame(b - a, side), frame(to_b - to_a, to_side)
    long, to_long = np.linalg.norm(b - a), np.linalg.norm(to_b - to_a)

    def place(v: Floats) -> Floats:
        w = (v - a) @ f
        share = (w[..., :1] / long).clip(0, 1)
        thick = (girth[0] + (girth[1] - girth[0]) * share) * to_long / long
        # Beyond its joints a bone is as thick as long there: a ball of a joint stays a ball.
        inner = w[..., :1].clip(0, long)
        axial = inner * to_long / long + (w[..., :1] - inner) * thick
        return to_a + np.concatenate([axial, w[..., 1:] * thick], -1) @ g.T

    return place


def affine(points: Sequence[Floats], goals: Sequence[Floats]) -> Map:
    """Least squares, for four points or more."""
    m = np.linalg.lstsq(np.c_[np.array(points), np.ones(len(points))], np.array(goals), rcond=None)[0]
    return lambda v: v @ m[:3] + m[3]


def similarity(
    points: Sequence[Floats] | Floats,
    goals: Sequence[Floats] | Floats,
    rigid: bool = False,
    weights: Floats | None = None,
) -> Map:
    """Turn, shift and scale that bring points nearest to their goals (Umeyama 1991, doi 10.1109/34.88573)."""
    p, q = np.array(points), np.array(goals)
    w = np.ones(len(p)) / len(p) if weights is None else weights / weights.sum()
    p0, q0 = w @ p, w @ q
    u, s, vt = np.linalg.svd((q - q0).T @ ((p - p0) * w[:, None]))
    flip = np.array([1, 1, np.sign(np.linalg.det(u @ vt))])
    turn = (u * flip) @ vt
    k = 1.0 if rigid else (s * flip).sum() / (w @ ((p - p0) ** 2).sum(1))
    return lambda v: q0 + k * (v - p0) @ turn.T


def warp(points: Floats, goals: Floats, smoothing: float = 0.0) -> Map:
    """The smooth warp that moves points to their goals and bends space as little as it can (thin plate in 3D)."""
    shift = RBFInterpolator(points, goals - points, kernel="linear", degree=1, smoothing=smoothing)

    def place(v: Floats) -> Floats:
        flat = np.asarray(v, float).reshape(-1, 3)
        return (flat + shift(flat)).reshape(np.shape(v))

    return place


def then(first: Map, second: Map) -> Map:
    return lambda v: second(first(v))
