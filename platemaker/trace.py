"""Traces fields on a grid as cubic Béziers: contours at zero, smoothed within a tolerance except at corners."""

from __future__ import annotations

from collections.abc import Iterable

import contourpy
import numpy as np
from scipy.interpolate import BPoly, PPoly, splprep

from .mesh import Floats

Rings = list[Floats]
"""Closed polylines, each (n, 2) in mm; the first point is not repeated."""


def level_rings(field: Floats, xs: Floats, ys: Floats) -> Rings:
    """Return where a field (h, w) crosses zero; positive is inside. `xs` and `ys` are column and row positions."""
    padded = np.pad(field, 1, constant_values=-1e3)
    xs = np.concatenate([[2 * xs[0] - xs[1]], xs, [2 * xs[-1] - xs[-2]]])
    ys = np.concatenate([[2 * ys[0] - ys[1]], ys, [2 * ys[-1] - ys[-2]]])
    lines = contourpy.contour_generator(xs, ys, padded).lines(0.0)
    return [line[:-1] for line in lines if len(line) > 8]


def area(ring: Floats) -> float:
    """Return the signed area of a ring, mm²."""
    x, y = ring.T
    return float(0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def resample(line: Floats, step: float, closed: bool) -> Floats:
    """Return points about `step` mm apart, evenly spaced along a polyline. Open ones keep their ends."""
    path = np.vstack([line, line[:1]]) if closed else line
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    keep = np.concatenate([[True], np.diff(along) > 1e-9])
    path, along = path[keep], along[keep]
    count = max(round(float(along[-1]) / step), 4)
    at = np.linspace(0, along[-1], count + 1)
    points = np.stack([np.interp(at, along, path[:, k]) for k in range(2)], 1)
    return points[:-1] if closed else points


def corners(ring: Floats, reach: int, degrees: float) -> list[int]:
    """Return the indices where a closed ring turns by more than `degrees` within `reach` points on either side."""
    into, out = ring - np.roll(ring, reach, axis=0), np.roll(ring, -reach, axis=0) - ring
    turn = np.degrees(np.abs(np.arctan2(into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0], (into * out).sum(1))))
    window = np.stack([np.roll(turn, k) for k in range(-2 * reach, 2 * reach + 1)])
    found = np.flatnonzero((turn > degrees) & (turn >= window.max(0)))
    return [int(i) for i, before in zip(found, np.roll(found, 1), strict=True) if i - before != 1]


def fit(points: Floats, tolerance: float, closed: bool) -> Floats:
    """Return cubic Béziers through points, (1 + 3n, 2): the start, then two handles and an end for each piece.

    This is a smoothing spline (Dierckx 1975, FITPACK) with as few knots as a root-mean-square distance of `tolerance`
    mm allows, converted piece by piece to Bernstein form.
    """
    if len(points) < 5:
        thirds = np.linspace(points[:-1], points[1:], 4, axis=1)[:, 1:].reshape(-1, 2)
        return np.vstack([points[:1], thirds])
    given = np.vstack([points, points[:1]]) if closed else points
    weights = np.ones(len(given))
    if not closed:
        weights[[0, -1]] = 200.0  # so that ends meet their neighbours
    knots, _ = splprep(given.T, w=weights, s=len(given) * tolerance**2, per=closed, quiet=2)[:2]
    breaks = np.unique(knots[0][3:-3])
    pieces = []
    for coefficients in knots[1]:
        power = PPoly.from_spline((knots[0], coefficients, 3))
        inside = (power.x[:-1] >= breaks[0]) & (power.x[1:] <= breaks[-1]) & (np.diff(power.x) > 0)
        starts = power.x[:-1][inside]
        whole = PPoly(power.c[:, inside], np.append(starts, power.x[1:][inside][-1]))
        pieces.append(BPoly.from_power_basis(whole).c)
    bernstein = np.stack(pieces, -1)  # (4, pieces, 2)
    bezier = np.concatenate([bernstein[0, :1], bernstein[1:].transpose(1, 0, 2).reshape(-1, 2)])
    bezier[0] = given[0] if not closed else bezier[-1]
    if not closed:
        bezier[-1] = given[-1]
    return bezier


def smooth_ring(ring: Floats, tolerance: float, step: float = 0.7, degrees: float = 50.0) -> Floats:
    """Return a closed ring as Béziers (1 + 3n, 2), keeping its corners."""
    points = resample(ring, step, closed=True)
    sharp = corners(points, reach=max(2, round(2.5 / step)), degrees=degrees)
    if not sharp:
        return fit(points, tolerance, closed=True)
    pieces = []
    for a, b in zip(sharp, [*sharp[1:], sharp[0] + len(points)], strict=True):
        pieces.append(fit(points[np.arange(a, b + 1) % len(points)], tolerance, closed=False))
    return np.vstack([pieces[0], *(p[1:] for p in pieces[1:])])


def number(x: float, digits: int = 2) -> str:
    text = f"{x:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def path_data(curves: Iterable[Floats], closed: bool, digits: int = 2) -> str:
    """Return SVG path data of Bézier chains in mm, with `digits` decimal places."""
    parts = []
    for curve in curves:
        pairs = [f"{number(x, digits)},{number(y, digits)}" for x, y in curve]
        body = " ".join(pairs[1:])
        parts.append(f"M{pairs[0]} C{body}" + (" Z" if closed else ""))
    return " ".join(parts)
