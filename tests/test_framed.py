"""What a frame shows of a body: what must be seen in its middle, and as much of the body as there is room for."""

from __future__ import annotations

import pytest

from bodymap.body import plates
from bodymap.body.geometry import bounds
from bodymap.layout import framed

BACK = plates.load(plates.DEFAULT_BODY, "posterior")


def test_what_must_be_seen_is_in_the_middle_of_a_close_frame() -> None:
    x0, y0, x1, y1 = framed.window(BACK, (-30.0, 500.0, 60.0, 560.0), 1.0)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((15.0, 530.0))


def test_a_frame_wider_than_the_body_has_the_body_in_its_middle() -> None:
    """What must be seen lies on one side of the back, and there is room for more than both arms."""
    left, _, right, _ = bounds([BACK.outline])
    x0, _, x1, _ = framed.window(BACK, (40.0, 300.0, 140.0, 800.0), 4.0)
    assert x1 - x0 > right - left
    assert x0 + x1 == pytest.approx(left + right)
