from __future__ import annotations

import numpy as np
import pytest

from bodymap.style.colour import EYES, apart, ciede2000, contrast, lab, luminance, mixed, rgb

SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Pairs of the paper's own test data that go through every branch of the formula."""


@pytest.mark.parametrize(("one", "other", "known"), SHARMA)
def test_the_distance_is_that_of_the_paper(one: tuple[float, ...], other: tuple[float, ...], known: float) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(known, abs=5e-5)
    assert ciede2000(np.array(other), np.array(one)) == pytest.approx(known, abs=5e-5)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert luminance("#ff0000") == pytest.approx(0.2126)


def test_white_is_white_and_grey_stays_grey_for_every_eye() -> None:
    for eye in EYES:
        assert lab("#ffffff", eye) == pytest.approx([100, 0, 0], abs=0.05)
        assert lab("#808080", eye)[0] == pytest.approx(53.59, abs=0.05)
        assert np.hypot(*lab("#808080", eye)[1:]) < 0.1


def test_red_and_green_of_one_lightness_fall_together_for_the_red_green_blind_alone() -> None:
    red, green = "#c86464", "#6e8c3c"
    assert apart(red, green) > 35
    assert apart(red, green, "deuteranopia") < 15
    assert apart(red, green, "tritanopia") > 30
    assert apart("#0000ff", "#00a000", "tritanopia") < apart("#0000ff", "#00a000")


def test_a_translucent_colour_lies_between() -> None:
    assert mixed("#ff0000", 0.0, "#0000ff") == rgb("#0000ff")
    assert mixed("#ff0000", 1.0, "#0000ff") == rgb("#ff0000")
    assert mixed("#ffffff", 0.5, "#000000") == (0.5, 0.5, 0.5)
