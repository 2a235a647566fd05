"""Scale images of a display list to the pixels of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from ..body.geometry import CLOSE, MOVE, Box, Shape
from ..display.records import Image
from ..style.matplotlib_import import matplotlib

STRIP = 120
"""Height of the strips in which an image is drawn that is clipped to a shape, px."""

GAIN = 0.7
"""It is drawn in strips if they hold less than this share of its pixels."""


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


def in_strips(image: Image, transform: Any, clip: Box) -> Iterator[tuple[NDArray[np.uint8], float, float]]:
    """Yield a grey image with a clip as `scaled` returns it, in strips that are as wide as the clip is there.

    Many shapes are slanted, so that most pixels of their box are not seen. The units are pixels.
    """
    found = _resized(image, transform, clip, 1.0)
    if found is None or image.clip is None:
        return
    grey, x, y = found
    for rows, columns in _strips(image.clip, transform, (x, y), grey.shape):
        yield _coloured(image, grey[rows, columns]), x + columns.start, y + rows.start


def _strips(shape: Shape, transform: Any, corner: tuple[int, int], size: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """Return the strips of a grid of pixels that a shape lies in: their rows and columns; one if they gain little."""
    whole = [(slice(0, size[0]), slice(0, size[1]))]
    if size[0] <= STRIP:
        return whole
    starts = np.maximum.accumulate(np.where(shape.codes == MOVE, np.arange(len(shape.codes)), 0))
    points = transform.transform(np.where((shape.codes == CLOSE)[:, None], shape.points[starts], shape.points))
    # Lines and curves lie in the box around four points in a row.
    four = np.stack([points[np.minimum(np.arange(len(points)) + n, len(points) - 1)] for n in range(4)]) - corner
    low, high = np.floor(four.min(0)) - 1, np.ceil(four.max(0)) + 1
    found, area = [], 0
    for first in range(0, size[0], STRIP):
        last = min(first + STRIP, size[0])
        here = (low[:, 1] < last) & (high[:, 1] > first)
        if here.any():
            left, right = max(int(low[here, 0].min()), 0), min(int(high[here, 0].max()), size[1])
            if left < right:
                found.append((slice(first, last), slice(left, right)))
                area += (last - first) * (right - left)
    return found if area < GAIN * size[0] * size[1] else whole


def _toned(image: Image, transform: Any, clip: Box, dots: float) -> tuple[NDArray[np.uint8] | None, float, float]:
    """Scale a grey image as one byte channel, then colour it: ten times as fast as four float channels."""
    found = _resized(image, transform, clip, dots)
    if found is None:
        return None, 0, 0
    grey, x, y = found
    return _coloured(image, grey), x / dots, y / dots


def _coloured(image: Image, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return grey levels in the colours of an image's palette, (h, w, 4) RGBA."""
    assert image.palette is not None  # noqa: S101 (the caller has checked)
    return image.palette.view(np.uint32)[:, 0][grey][..., None].view(np.uint8)


def _resized(image: Image, transform: Any, clip: Box, dots: float) -> tuple[NDArray[np.uint8], int, int] | None:
    """Return a grey image scaled, row 0 at the bottom, and its lower left corner in pixels; None if it is not seen."""
    grey = image.pixels
    whole = matplotlib("transforms").Bbox.from_extents(*image.box).transformed(transform)
    left, bottom, right, top = whole.extents.tolist()
    seen = max(left, clip[0]), max(bottom, clip[1]), min(right, clip[2]), min(top, clip[3])
    if seen[0] > seen[2] or seen[1] > seen[3]:
        return None
    x0, y0, x1, y1 = np.round(np.multiply(seen, dots)).astype(int).tolist()
    if x0 == x1 or y0 == y1:
        return None
    rows, columns = grey.shape
    across, down = columns / ((right - left) * dots), rows / ((top - bottom) * dots)
    wx, wy = left * dots, top * dots
    part = ((x0 - wx) * across, (wy - y1) * down, (x1 - wx) * across, (wy - y0) * down)
    inside = np.clip(part, 0, (columns, rows, columns, rows))  # rounding to whole pixels may go beyond the image
    resized = Pillow.fromarray(grey).resize((x1 - x0, y1 - y0), Pillow.Resampling.BILINEAR, box=tuple(inside.tolist()))
    return np.asarray(resized)[::-1], x0, y0


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
