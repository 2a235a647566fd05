"""Write shapes as short SVG path data: relative, and for pages that go by mail with fewer points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..body.geometry import CLOSE, CUBIC, LINE, MOVE, Shape

TOLERANCE = 0.08
"""How far a line may lie from a point that is left out, in pt: a tenth of a pixel of a screen."""

_LETTERS = {MOVE: "m", LINE: "l", CUBIC: "c"}


def brief_path_data(shape: Shape, decimals: int = 1, tolerance: float = TOLERANCE) -> str:
    """Return a shape, in pt with y down, as path data with relative commands m, l, c and z.

    Args:
        shape: the shape.
        decimals: of a pt. Steps are taken between rounded places, so they don't add up to a drift.
        tolerance: how far a line may lie from a point of a polyline that is left out, pt; 0 keeps all.
    """
    kept = _needed(shape, tolerance)
    codes = shape.codes[kept].tolist()
    places = np.round(shape.points[kept] * 10**decimals).astype(int).tolist()
    parts: list[str] = []
    x = y = i = 0
    start, last = (0, 0), CLOSE
    while i < len(codes):
        code = codes[i]
        if code == CLOSE:
            parts.append("z")
            (x, y), last, i = start, code, i + 1
            continue
        steps = places[i : i + (3 if code == CUBIC else 1)]
        i += len(steps)
        moves = [n for px, py in steps for n in (px - x, py - y)]
        if code == LINE and last != MOVE and not any(moves):
            continue
        numbers = "".join(_next(n, decimals) for n in moves)
        parts.append(numbers if code == last != MOVE else _LETTERS[code] + numbers.lstrip(" "))
        (x, y), last = steps[-1], code
        if code == MOVE:
            start = x, y
    return "".join(parts)


def brief_dots(places: NDArray[np.float64]) -> str:
    """Return dots at places, (n, 2) pt with y down, as path data: lines without length, row by row."""
    rows = np.round(places.reshape(-1, 2) * 10).astype(int)
    rows = rows[np.lexsort(rows.T)]
    moves = np.diff(rows, axis=0, prepend=np.zeros((1, 2), dtype=int)).tolist()
    return "".join(f"m{_next(x, 1).lstrip(' ')}{_next(y, 1)}h0" for x, y in moves)


def _next(units: int, decimals: int) -> str:
    """Return a number, in units of its last decimal, so that it can follow another one, such as " .5" or "-12"."""
    whole, part = divmod(abs(units), 10**decimals)
    text = f"{whole or ''}.{part:0{decimals}}".rstrip("0") if part else str(whole)
    return f"-{text}" if units < 0 else f" {text}"


def _needed(shape: Shape, tolerance: float) -> NDArray[np.bool_]:
    """Return which points are needed, (n,): those on straight parts of runs of lines are not (Douglas and Peucker)."""
    kept = np.ones(len(shape.codes), dtype=np.bool_)
    if not tolerance:
        return kept
    line = np.concatenate([[0], (shape.codes == LINE).astype(int), [0]])
    turns = np.diff(line)
    for first, end in zip(np.flatnonzero(turns == 1).tolist(), np.flatnonzero(turns == -1).tolist(), strict=True):
        run = slice(first - 1, end)
        kept[run] = _corners(shape.points[run], tolerance)
    return kept


def _corners(points: NDArray[np.float64], tolerance: float) -> NDArray[np.bool_]:
    """Return which points of a polyline, (n, 2), are needed; its ends always are."""
    kept = np.zeros(len(points), dtype=np.bool_)
    kept[[0, -1]] = True
    open_spans = [(0, len(points) - 1)]
    while open_spans:
        a, b = open_spans.pop()
        if b - a < 2:
            continue
        along, to = points[b] - points[a], points[a + 1 : b] - points[a]
        length = float(np.hypot(*along))
        share = np.clip(to @ along / length**2, 0, 1) if length else np.zeros(len(to))
        off = np.hypot(*(to - share[:, None] * along).T)
        if off.max() > tolerance:
            middle = a + 1 + int(off.argmax())
            kept[middle] = True
            open_spans += [(a, middle), (middle, b)]
    return kept
