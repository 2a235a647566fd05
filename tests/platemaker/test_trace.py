"""Tracing: fields to rings, rings to Béziers."""

from __future__ import annotations

import numpy as np
import pytest

from platemaker import trace


def bezier_points(curve: np.ndarray, steps: int = 20) -> np.ndarray:
    t = np.linspace(0, 1, steps)[:, None]
    a = np.vstack([curve[:1], curve[3:-1:3]])
    parts = [
        (1 - t) ** 3 * s + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        for s, (b, c, d) in zip(a, curve[1:].reshape(-1, 3, 2), strict=True)
    ]
    return np.concatenate(parts)


def test_a_circle_stays_a_circle_in_few_pieces() -> None:
    xs = np.arange(-60, 60, 0.5) + 0.25
    field = 40 - np.hypot(*np.meshgrid(xs, xs))
    (ring,) = trace.level_rings(field, xs, xs)
    curve = trace.smooth_ring(ring, 0.1)
    radius = np.hypot(*bezier_points(curve).T)
    assert np.sqrt(np.mean((radius - 40) ** 2)) < 0.1, "the tolerance is a root mean square"
    assert radius == pytest.approx(40, abs=0.3)
    assert (len(curve) - 1) // 3 < 30


def test_a_square_keeps_its_corners() -> None:
    side = np.linspace(-30, 30, 121)[:-1]
    ring = np.concatenate(
        [
            np.stack([side, -30 + 0 * side], 1),
            np.stack([30 + 0 * side, side], 1),
            np.stack([-side, 30 + 0 * side], 1),
            np.stack([-30 + 0 * side, -side], 1),
        ]
    )
    points = bezier_points(trace.smooth_ring(ring, 0.1))
    for corner in ([-30, -30], [30, -30], [30, 30], [-30, 30]):
        assert np.hypot(*(points - corner).T).min() < 0.6


def test_path_data_rounds_to_hundredths_and_never_says_minus_nought() -> None:
    curve = np.array([[0, -0.001], [1.005, 2], [3, 4.5678], [5, 6]])
    assert trace.path_data([curve], closed=True) == "M0,0 C1,2 3,4.57 5,6 Z"
