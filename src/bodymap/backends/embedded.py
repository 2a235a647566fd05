"""Pixels inside an SVG, as data URLs: only those that are seen, since a muscle is often a small part of its box."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter

from ..body.geometry import rings
from ..display.records import Image
from .png import indexed

TONE = 88
"""Quality of the body's tone as a JPEG. A PNG of it, which the eye can't tell from that, is five times as large."""

MARGIN = 2
"""Pixels that are kept around what is seen, because viewers smooth between pixels."""


def data_url(image: Image) -> str:
    """Return the pixels of an image: soft tones as JPEG, what can be seen through as PNG."""
    palette = image.palette
    if palette is not None and bool((palette[:, 3] == 255).all()):
        return f"data:image/jpeg;base64,{b64encode(jpeg(palette[without_hidden(image)])).decode()}"
    pixels = png(image.pixels) if palette is None else indexed(without_hidden(image), palette)
    return f"data:image/png;base64,{b64encode(pixels).decode()}"


def without_hidden(image: Image) -> NDArray[np.uint8]:
    """Return the grey levels of an image; a pixel that its clip hides repeats the next one above that is seen.

    Above the first one that is seen, it repeats that. So what is hidden takes almost no room.
    """
    if image.clip is None:
        return image.pixels
    (height, width), (x0, y0, x1, y1) = image.pixels.shape, image.box
    seen = Pillow.new("L", (width, height))
    pen = ImageDraw.Draw(seen)
    scale = width / (x1 - x0), height / (y0 - y1)
    for ring in rings(image.clip):  # holes are small, so they count as seen
        if len(ring) > 2:
            pen.polygon(((ring - (x0, y1)) * scale).ravel().tolist(), fill=255, outline=255)
    kept = np.asarray(seen.filter(ImageFilter.MaxFilter(2 * MARGIN + 1))) > 0
    above = np.maximum.accumulate(np.where(kept, np.arange(height)[:, None], -1), axis=0)
    return np.take_along_axis(image.pixels, np.where(above < 0, kept.argmax(axis=0), above), axis=0)


def jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """Return opaque pixels, (height, width, 4), as a JPEG, at their own resolution and without loss of colour."""
    out = BytesIO()
    Pillow.fromarray(np.ascontiguousarray(pixels[..., :3])).save(out, "JPEG", quality=TONE, subsampling=0)
    return out.getvalue()


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels, (height, width, 4), as a PNG, at their own resolution."""
    out = BytesIO()
    Pillow.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()
