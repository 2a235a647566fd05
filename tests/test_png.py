from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from bodymap.backends.png import png


@pytest.mark.parametrize("height", [1, 2, 3, 400])
def test_the_halves_make_one_stream(height: int) -> None:
    pixels = np.random.default_rng(2).integers(0, 4, (height, 300, 3), dtype=np.uint8)
    raw = png(pixels, 144, {})
    assert raw == png(pixels, 144, {})
    data = raw[raw.index(b"IDAT") + 4 : raw.index(b"IEND") - 8]
    rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, -1)  # with its checksum
    assert not rows[:, 0].any()
    assert np.array_equal(rows[:, 1:].reshape(pixels.shape), pixels)


@pytest.mark.parametrize("channels", [3, 4])
def test_pixels_dots_and_words_are_read_back(channels: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (7, 11, channels), dtype=np.uint8)
    words = {"Title": "Tennis elbow", "Comment": "naïve", "Description": "体 “quoted”"}
    with Image.open(io.BytesIO(png(pixels, 144, words))) as image:
        assert image.mode == {3: "RGB", 4: "RGBA"}[channels]
        assert np.array_equal(np.asarray(image), pixels)
        assert image.info["dpi"] == pytest.approx((144, 144), abs=0.01)
        assert {name: image.info[name] for name in words} == words


def test_a_view_into_wider_pixels_is_written_as_it_looks() -> None:
    wide = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    with Image.open(io.BytesIO(png(wide[..., :3], 96, {}))) as image:
        assert np.array_equal(np.asarray(image), wide[..., :3])
