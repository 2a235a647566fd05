"""The mark of pain along a long thin area: a ring that doesn't wave, and a long centre."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body.geometry import Shape, rings
from bodymap.body.plates import load
from bodymap.content.limbs import polygons
from bodymap.content.pain_bands import band_of
from bodymap.content.pain_rings import whole_rings
from bodymap.content.raster import Raster
from bodymap.scene import plan


def strip(width: np.ndarray, *, bend: float = 0.0) -> tuple[Shape, Raster]:
    """A strip 200 mm long that is as wide as `width` says, from its top to its end, and bends aside in its middle."""
    y = np.linspace(0.0, 200.0, len(width))
    middle = 100.0 + bend * (1 - ((y - 100.0) / 100.0) ** 2)
    points = np.concatenate([np.stack([middle + width / 2, y], 1), np.stack([middle - width / 2, y], 1)[::-1]])
    shape = polygons([points])
    return shape, Raster.around([shape], (0.0, -50.0, 300.0, 300.0))


@pytest.mark.parametrize("bend", [0.0, 12.0])
def test_a_ring_does_not_wave_where_its_area_does(bend: float) -> None:
    wavy = 16.0 + 4.0 * np.sin(np.linspace(0.0, 5 * np.pi, 60))
    shape, mask = strip(wavy, bend=bend)
    band = band_of(mask, mask.of(shape), np.ones((len(mask.y), len(mask.x)), dtype=bool))
    assert band
    ring = band.ring(0.9)
    inner = ring[(ring[:, 1] > 30) & (ring[:, 1] < 170)]
    bent = 100.0 + bend * (1 - ((inner[:, 1] - 100.0) / 100.0) ** 2)
    away = np.abs(inner[:, 0] - bent)
    assert np.ptp(away) < 2.5
    assert away.mean() == pytest.approx(0.9 * 8.0, abs=1.5)


def test_a_band_narrows_with_its_area() -> None:
    shape, mask = strip(np.linspace(22.0, 12.0, 60))
    band = band_of(mask, mask.of(shape), np.ones((len(mask.y), len(mask.x)), dtype=bool))
    assert band
    ring = band.ring(0.95)
    high, low = (np.ptp(ring[np.abs(ring[:, 1] - y) < 25][:, 0]) for y in (50.0, 150.0))
    assert high > 1.2 * low


def test_a_band_keeps_inside_the_body_or_is_none() -> None:
    shape, mask = strip(np.full(60, 16.0))
    own = mask.of(shape)
    beside = np.broadcast_to(mask.x < 105.0, own.shape)
    band = band_of(mask, own, beside)
    assert band is None or mask.share_of(band.ring(0.95), beside) == 1


def test_a_broad_area_is_no_band() -> None:
    shape, mask = strip(np.full(60, 60.0))
    assert band_of(mask, mask.of(shape), np.ones((len(mask.y), len(mask.x)), dtype=bool)) is None


def test_the_edge_of_the_shin_has_a_long_ring_and_a_long_centre() -> None:
    scene = plan("shin-splints", size="slide")
    figure = next(figure for figure in scene.figures if figure.sore)
    (mark,) = whole_rings(load(figure.body, figure.view), figure.sore, (), figure.scale)
    for shape in (*mark.rings, mark.centre):
        (line,) = rings(shape)
        spread = np.sqrt(np.linalg.eigvalsh(np.cov(line.T)))
        assert spread[1] > 4 * spread[0]
