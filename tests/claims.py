"""Claims of anatomy about a drawn muscle, in words that a plate can be held to: see `tests/expectations/`.

    <place> within N of <landmark>
    <place> above | below | medial-to | lateral-to | in-front-of | behind <landmark> [by N]
    length | height | width between A and B of <landmark>..<landmark>
    length | height | width between A and B mm
    N pieces
    N strands at S of its height, each M mm at most

A place is an end of the right side's shape (upper-end, lower-end, medial-end, lateral-end, front-end, back-end), its
centre, or whole: every point of its border. Lengths are mm on the plate; length is the longer side of the narrowest
rectangle around the shape. Strands are what a level line meets of the shape, so far (0 to 1) down from its top: the
tendons of a muscle that parts, or the rungs of a comb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bodymap.body.geometry import rings
from bodymap.body.plate import Plate

Points = NDArray[np.float64]

PLACE = r"(upper-end|lower-end|medial-end|lateral-end|front-end|back-end|centre|whole)"
NUMBER = r"(-?\d+(?:\.\d+)?)"
MARK = r"([a-z0-9-]+)"
RELATION = r"(above|below|medial-to|lateral-to|in-front-of|behind)"

WITHIN = re.compile(rf"{PLACE} within {NUMBER} of {MARK}")
BESIDE = re.compile(rf"{PLACE} {RELATION} {MARK}(?: by {NUMBER})?")
SHARE = re.compile(rf"(length|height|width) between {NUMBER} and {NUMBER} of {MARK}\.\.{MARK}")
PIECES = re.compile(r"(\d+) pieces")
STRANDS = re.compile(rf"(\d+) strands at {NUMBER} of its height, each {NUMBER} mm at most")
MEASURE = re.compile(rf"(length|height|width) between {NUMBER} and {NUMBER} mm")

END = 2.0
"""Points of the border within this distance, mm, of its farthest point are an end."""


@dataclass(frozen=True)
class Sighting:
    """A muscle's right side on a plate: `border` (n, 2) mm, x counted outward from the midline (from a side: forward).

    `marks`: the landmarks in the same frame; `pieces`: of how many separate outlines it is made; `outlines`: they.
    """

    border: Points
    marks: dict[str, Points]
    lateral: bool
    pieces: int = 1
    outlines: tuple[Points, ...] = ()


def sighting(plate: Plate, muscle: str) -> Sighting | None:
    """The muscle as the plate has it; None where it does not show it."""
    shapes = [p.shape for p in plate.parts if p.kind == "muscle" and p.of == muscle and p.side == "right"]
    if not shapes:
        return None
    lateral = plate.view.endswith("lateral") or plate.view == "medial"
    outward = 1.0 if plate.view in ("posterior", "right-lateral") else -1.0
    turn = np.array([outward, 1.0])
    marks = {
        m.of: np.array([m.x, m.y]) * turn
        for m in plate.points
        if m.kind == "landmark" and m.side in ("right", "midline")
    }
    outlines = tuple(r * turn for s in shapes for r in rings(s))
    return Sighting(np.concatenate(outlines), marks, lateral, len(outlines), outlines)


def failure(claim: str, seen: Sighting) -> str:
    """What is wrong with the drawing by a claim; empty if it holds. ValueError: the claim can't be read."""
    if found := WITHIN.fullmatch(claim):
        place, most, mark = found.groups()
        away = float(np.hypot(*(place_of(seen, place) - landmark(seen, mark)).T).min())
        return "" if away <= float(most) else f"{away:.0f} mm away"
    if found := BESIDE.fullmatch(claim):
        place, relation, mark, by = found.groups()
        ahead = _ahead(place_of(seen, place) - landmark(seen, mark), relation)
        least = float(ahead.min() if place == "whole" else ahead.mean())
        return "" if least >= float(by or 0) else f"{least:.0f} mm"
    if found := SHARE.fullmatch(claim):
        what, low, high, a, b = found.groups()
        span = float(np.hypot(*(landmark(seen, a) - landmark(seen, b))))
        share = size(seen, what) / span
        return "" if float(low) <= share <= float(high) else f"{share:.2f} of {span:.0f} mm"
    if found := MEASURE.fullmatch(claim):
        what, low, high = found.groups()
        measured = size(seen, what)
        return "" if float(low) <= measured <= float(high) else f"{measured:.0f} mm"
    if found := PIECES.fullmatch(claim):
        return "" if seen.pieces == int(found[1]) else f"{seen.pieces} pieces"
    if found := STRANDS.fullmatch(claim):
        number, share, most = found.groups()
        across = strands(seen, float(share))
        holds = len(across) == int(number) and max(across, default=0.0) <= float(most)
        return "" if holds else f"{len(across)} strands of {', '.join(f'{a:.1f}' for a in across)} mm"
    raise ValueError(f"no claim: {claim!r}")


def landmark(seen: Sighting, name: str) -> Points:
    if name not in seen.marks:
        raise ValueError(f"the plate has no landmark {name!r}; it has {', '.join(sorted(seen.marks))}")
    return seen.marks[name]


def place_of(seen: Sighting, place: str) -> Points:
    """(n, 2): the points of the border that a place means; the centre is one."""
    x, y = seen.border.T
    if place == "whole":
        return seen.border
    if place == "centre":
        return (seen.border.min(0) + seen.border.max(0))[None] / 2
    far = {"upper": -y, "lower": y, "medial": -x, "lateral": x, "front": x, "back": -x}[place.removesuffix("-end")]
    return seen.border[far >= far.max() - END]


def strands(seen: Sighting, share: float) -> list[float]:
    """How broad, mm, each stretch is in which a level line, `share` of the height below the top, lies in the shape."""
    high, low = seen.border[:, 1].min(), seen.border[:, 1].max()
    level = high + share * (low - high)
    met = []
    for ring in seen.outlines or (seen.border,):
        (x, y), (x1, y1) = ring.T, np.roll(ring, -1, axis=0).T
        over = (y <= level) != (y1 <= level)
        met += list((x + (x1 - x) * (level - y) / np.where(over, y1 - y, 1.0))[over])
    met.sort()
    return [float(b - a) for a, b in zip(met[::2], met[1::2], strict=True)]


def _ahead(step: Points, relation: str) -> Points:
    """How far, mm, each step goes in the direction that a relation names."""
    x, y = step.T
    ways = {"above": -y, "below": y, "medial-to": -x, "lateral-to": x, "in-front-of": x, "behind": -x}
    return np.asarray(ways[relation])


def size(seen: Sighting, what: str) -> float:
    """Height, width, or the longer side of the narrowest rectangle around the shape, mm."""
    low, high = seen.border.min(0), seen.border.max(0)
    if what != "length":
        return float((high - low)[1 if what == "height" else 0])
    angles = np.linspace(0, np.pi / 2, 46)[:-1]
    around = np.stack([np.cos(angles), np.sin(angles)]), np.stack([-np.sin(angles), np.cos(angles)])
    spans = [np.ptp(seen.border @ axes, axis=0) for axes in around]
    tightest = int((spans[0] * spans[1]).argmin())
    return float(max(spans[0][tightest], spans[1][tightest]))
