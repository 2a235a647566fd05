"""A limb that leaves the frame round a corner is closed outside the frame: what is seen of it stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import CLOSE, CUBIC, MOVE, Shape, inside, rings
from bodymap.body.plate import Part, Plate
from bodymap.content import limbs

Point = tuple[float, float]

FRAME = (0.0, 0.0, 100.0, 100.0)
# A limb that fills the upper right corner of the frame, and a slice of the body at its lower left; joined outside it.
OUTLINE = [
    (20, -300), (20, -5), (20, 65), (105, 65), (300, 65), (5000, 65), (5000, -5000), (-5000, -5000), (-5000, 300), (8, 300), (8, 110), (8, 80), (-5, 80),
    (-300, 80), (-300, -300),
]  # fmt: skip


def ring(corners: list[Point]) -> Shape:
    """A polygon of straight cubics."""
    points: list[Point] = [corners[0]]
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        points += [tuple(np.add(a, np.subtract(b, a) * t)) for t in (1 / 3, 2 / 3, 1)]
    codes = [MOVE, *[CUBIC] * (3 * len(corners)), CLOSE]
    return Shape(np.array([*points, corners[0]], dtype=float), np.array(codes, dtype=np.uint8))


def turned(points: list[Point], across: int, down: int) -> list[Point]:
    """Mirrored about the middle of the frame."""
    return [(50 + across * (x - 50), 50 + down * (y - 50)) for x, y in points]


@pytest.mark.parametrize("across", [1, -1])
@pytest.mark.parametrize("down", [1, -1])
def test_what_is_seen_of_a_limb_stays_as_it_is(across: int, down: int) -> None:
    """Only the limb is kept, whatever corner it leaves through; the slice beside it goes."""
    muscle = ring(turned([(30, 10), (80, 10), (80, 50), (30, 50)], across, down))
    part = Part("m", "muscle", "m", "right", muscle)
    plate = Plate("b", "anterior", 1, FRAME, ring(turned(OUTLINE, across, down)), (), None, (part,), ())

    found = limbs.isolate_limb(plate, FRAME, (muscle,))

    grid = np.stack(np.meshgrid(np.arange(1.5, 100, 3), np.arange(1.5, 100, 3)), -1).reshape(-1, 2)
    x, y = np.array(turned(grid.tolist(), across, down)).T
    assert (inside(rings(plate.outline), grid) == ((x > 20) & (y < 65)) | ((x < 8) & (y > 80))).all()
    assert (inside(rings(found.outline), grid) == ((x > 20) & (y < 65))).all()
