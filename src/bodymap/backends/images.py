"""Scale images of a display list to the pixels of a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ..body.geometry import Box
from ..display.records import Image
from ..style.matplotlib_import import matplotlib


def scaled(image: Image, transform: Any, clip: Box, dots: float) -> tuple[NDArray[np.uint8] | None, float, float]:
    """Return an image's pixels, (h, w, 4) RGBA, row 0 at the bottom, and their lower left corner; None if unseen.

    Args:
        image: the image to scale.
        transform: matplotlib transform from points on the sheet to the renderer's units, y up.
        clip: the visible box, in the renderer's units.
        dots: pixels per unit.
    """
    if image.palette is not None:
        return _toned(image, transform, clip, dots)
    return _resampled(image, transform, clip, dots)


def _toned(image: Image, transform: Any, clip: Box, dots: float) -> tuple[NDArray[np.uint8] | None, float, float]:
    """Scale a grey image as one byte channel, then colour it: ten times as fast as four float channels."""
    grey, palette = image.pixels, image.palette
    assert palette is not None  # noqa: S101 (the caller has checked)
    whole = matplotlib("transforms").Bbox.from_extents(*image.box).transformed(transform)
    left, bottom, right, top = whole.extents.tolist()
    seen = max(left, clip[0]), max(bottom, clip[1]), min(right, clip[2]), min(top, clip[3])
    if seen[0] > seen[2] or seen[1] > seen[3]:
        return None, 0, 0
    x0, y0, x1, y1 = np.round(np.multiply(seen, dots)).astype(int).tolist()
    if x0 == x1 or y0 == y1:
        return None, 0, 0
    rows, columns = grey.shape
    across, down = columns / ((right - left) * dots), rows / ((top - bottom) * dots)
    wx, wy = left * dots, top * dots
    part = ((x0 - wx) * across, (wy - y1) * down, (x1 - wx) * across, (wy - y0) * down)
    inside = np.clip(part, 0, (columns, rows, columns, rows))  # rounding to whole pixels may go beyond the image
    resized = Pillow.fromarray(grey).resize((x1 - x0, y1 - y0), Pillow.Resampling.BILINEAR, box=tuple(inside.tolist()))
    pixels = palette.view(np.uint32)[:, 0][np.asarray(resized)[::-1]]
    return pixels[..., None].view(np.uint8), x0 / dots, y0 / dots


def _resampled(image: Image, transform: Any, clip: Box, dots: float) -> tuple[NDArray[np.uint8] | None, float, float]:
    """Scale a colour image the way matplotlib's imshow does."""
    canvas = _Canvas(clip, transform)
    made = matplotlib("image").AxesImage(
        canvas,
        interpolation="bilinear" if image.smoothing == "linear" else "antialiased",
        interpolation_stage="auto",
        origin="upper",
        extent=(image.box[0], image.box[2], image.box[1], image.box[3]),
        filternorm=True,
        filterrad=4.0,
        resample=False,
    )
    made.set_figure(canvas)
    made.set_transform(canvas.transData)
    made.set_clip_box(canvas.bbox)
    made.set_data(image.pixels)
    pixels, left, bottom, _ = made.make_image(canvas, dots)
    return pixels, left, bottom


class _Canvas:
    """The attributes that an AxesImage needs from its Axes, Figure and renderer."""

    def __init__(self, clip: Box, transform: Any) -> None:
        self.bbox = matplotlib("transforms").Bbox.from_extents(*clip)
        self.transData = transform
        self.dpi = 72.0

    def get_figure(self, root: bool = False) -> Any:
        """Return itself: it is its own figure."""
        return self
