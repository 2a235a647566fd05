"""The body's tone: each pixel of a plate's shading where the plate has it, in the colours of the theme."""

from __future__ import annotations

import numpy as np
import pytest

from bodymap.body import plates
from bodymap.body.geometry import Box, inside, rings
from bodymap.body.plate import Shading
from bodymap.display.shading import DARKEST, palette, shading_image
from bodymap.display.shapes import rectangle
from bodymap.layout.records import Crop
from bodymap.style.theme_files import named

CLINIC = named("clinic")
ROWS, COLUMNS = 90, 120
BOX: Box = (-100.0, 30.0, 140.0, 300.0)
"""Of the shading below, mm: its pixels are 2 mm wide and 3 mm tall."""

SHADING = Shading(np.random.default_rng(1).integers(0, 256, (ROWS, COLUMNS), dtype=np.uint8), BOX)


@pytest.mark.parametrize(
    ("frame", "part"),
    [
        ((-41.0, 97.0, 51.0, 160.0), BOX),
        ((-300.0, -100.0, 20.0, 120.0), BOX),
        ((50.0, 250.0, 400.0, 500.0), BOX),
        ((-90.0, 40.0, 130.0, 290.0), (-20.0, 100.0, 30.5, 130.0)),
    ],
    ids=["within", "at the upper left", "at the lower right", "under a muscle"],
)
def test_every_pixel_lies_where_the_plate_has_it(frame: Box, part: Box) -> None:
    """It is shown at half a point per millimetre, so a pixel is 1 pt wide and 1.5 pt tall."""
    x, y = 40.0, 500.0
    crop = Crop(
        "neutral-adult", "posterior", frame, (x, y - (frame[3] - frame[1]) / 2, x + (frame[2] - frame[0]) / 2, y)
    )
    image = shading_image(SHADING, crop, part, CLINIC, rectangle(crop.place), "body")
    x0, y0, x1, y1 = image.box
    rows, columns = image.pixels.shape
    assert ((x1 - x0) / columns, (y1 - y0) / rows) == pytest.approx((1.0, 1.5))
    across = frame[0] + 2 * (x0 + np.arange(columns) + 0.5 - x)
    down = frame[1] + 2 * (y - y1 + 1.5 * (np.arange(rows) + 0.5))
    column, row = np.floor((across - BOX[0]) / 2).astype(int), np.floor((down - BOX[1]) / 3).astype(int)
    assert np.array_equal(image.pixels, SHADING.grey[row[:, None], column])

    seen = (
        max(frame[0], part[0], BOX[0]),
        max(frame[1], part[1], BOX[1]),
        min(frame[2], part[2], BOX[2]),
        min(frame[3], part[3], BOX[3]),
    )
    left, low, right, high = crop.on_box(seen)
    beyond = np.array([left - x0, x1 - right, (low - y0) / 1.5, (y1 - high) / 1.5])
    assert (beyond > -1e-9).all(), "nothing that is shown lacks its tone"
    assert (beyond < 4).all(), "a file holds only the pixels that it shows"


def test_on_a_small_body_a_pixel_is_the_mean_of_four() -> None:
    crop = Crop("neutral-adult", "posterior", BOX, (0, 0, (BOX[2] - BOX[0]) / 8, (BOX[3] - BOX[1]) / 8))
    image = shading_image(SHADING, crop, BOX, CLINIC, rectangle(crop.place), "body")
    four = SHADING.grey.reshape(ROWS // 2, 2, COLUMNS // 2, 2).mean((1, 3))
    assert np.abs(image.pixels - four).max() < 1
    assert image.box == pytest.approx(crop.place)


def test_light_is_the_light_colour_and_what_is_darker_is_nearer_the_shade() -> None:
    colours = palette(CLINIC)[:, :3].astype(int)
    light, shade = (
        np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (CLINIC.body_light, CLINIC.body_shade)
    )
    assert colours[255].tolist() == light.tolist()
    assert colours[0].tolist() == shade.tolist()
    assert (np.diff(colours.sum(1)) >= 0).all()


@pytest.mark.parametrize("body", plates.bodies())
def test_the_form_is_seen_everywhere_but_in_the_folds(body: str) -> None:
    """What is as dark as the shade is flat: on a body that must be hardly anything."""
    for view in plates.views(body):
        plate = plates.load(body, view)
        assert plate.shading
        grey, (x0, y0, x1, y1) = plate.shading.grey, plate.shading.box
        rows, columns = (np.arange(4, n, 8) for n in grey.shape)
        x, y = x0 + (columns + 0.5) * (x1 - x0) / grey.shape[1], y0 + (rows + 0.5) * (y1 - y0) / grey.shape[0]
        places = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
        tones = grey[np.ix_(rows, columns)].ravel()[inside(rings(plate.outline), places)]
        assert (tones <= DARKEST).mean() < 0.01
        dark, light = palette(CLINIC)[np.percentile(tones, (5, 95)).astype(int), :3].astype(int)
        assert (light - dark).sum() > 40
