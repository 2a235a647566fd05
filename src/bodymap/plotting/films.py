"""Writes animations as GIF and WebP, frame by frame: only one frame is held at a time, and the bytes written so far.

GIF: "Graphics Interchange Format, Version 89a", CompuServe 1990, with the loop of Netscape. WebP: RFC 9649, J. Zern, P.
Massimino and J. Alakuijala, "WebP Image Format", 2024, section 2.7.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""A frame, (height, width, 3) uint8 RGB."""

QUALITY, EFFORT = 88, 2
"""Quality of the frames of a WebP, 0 to 100, and how hard they are compressed, 0 to 6."""

_ANIMATED = 0x02
_ALWAYS = 0
"""The number of runs that stands for running on and on."""


def gif(frames: Iterator[Pixels], palette: Pixels, fps: float) -> bytes:
    """Return frames as a GIF that runs again and again. Of each frame, what differs from the one before is written.

    Args:
        frames: the frames.
        palette: up to 256 colours, (n, 3).
        fps: frames per second; a GIF counts hundredths of a second.
    """
    colours = np.zeros((256, 3), dtype=np.uint8)
    colours[: len(palette)] = palette
    out, before = BytesIO(), np.empty(0, dtype=np.uint8)
    delay = max(round(100 / fps), 2).to_bytes(2, "little")
    for pixels in frames:
        own = nearest(pixels, palette)
        if not before.size:
            rows, columns = own.shape
            size = columns.to_bytes(2, "little") + rows.to_bytes(2, "little")
            out.write(b"GIF89a" + size + b"\xf7\x00\x00" + colours.tobytes())
            out.write(b"!\xff\x0bNETSCAPE2.0\x03\x01" + _ALWAYS.to_bytes(2, "little") + b"\x00")
        top, low, left, right = _changed(before, own)
        out.write(b"!\xf9\x04\x04" + delay + b"\x00\x00")
        out.write(_gif_image(own[top:low, left:right], (left, top)))
        before = own
    out.write(b";")
    return out.getvalue()


def nearest(pixels: Pixels, palette: Pixels) -> NDArray[np.uint8]:
    """Return the index of the nearest colour of a palette for each pixel, (height, width)."""
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    found, where = np.unique(packed, return_inverse=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.float32)
    own = palette.astype(np.float32)
    indices = ((own**2).sum(1) - 2 * colours @ own.T).argmin(1).astype(np.uint8)
    found_at: NDArray[np.uint8] = indices[where].reshape(pixels.shape[:2])
    return found_at


def _changed(before: NDArray[np.uint8], own: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Return the rows and columns between which a frame differs from the one before; all of the first."""
    if not before.size:
        return 0, own.shape[0], 0, own.shape[1]
    differs = before != own
    rows, columns = np.flatnonzero(differs.any(1)), np.flatnonzero(differs.any(0))
    if not len(rows):
        return 0, 1, 0, 1
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _gif_image(indices: NDArray[np.uint8], corner: tuple[int, int]) -> bytes:
    """Return an image of a GIF, from its descriptor to the end of its data.

    Pillow compresses it: the part of a file of one picture that follows its colours.
    """
    picture = Image.fromarray(indices, "P")
    picture.putpalette(bytes(range(256)) * 3)
    alone = BytesIO()
    picture.save(alone, "GIF", optimize=False, interlace=False)
    data = alone.getvalue()
    start = data.index(b",", 13 + 3 * 256)
    left, top = (length.to_bytes(2, "little") for length in corner)
    return b"," + left + top + data[start + 5 : -1]


def webp(frames: Iterator[Pixels], fps: float) -> bytes:
    """Return frames as a WebP that runs again and again.

    Args:
        frames: the frames.
        fps: frames per second.
    """
    out, delay = BytesIO(), round(1000 / fps).to_bytes(3, "little")
    size = (0, 0)
    for pixels in frames:
        size = pixels.shape[1], pixels.shape[0]
        alone = BytesIO()
        Image.fromarray(pixels).save(alone, "WEBP", quality=QUALITY, method=EFFORT)
        # A file of one picture is a header of 12 bytes and its chunks.
        place = b"\x00" * 6 + b"".join((length - 1).to_bytes(3, "little") for length in size)
        out.write(_chunk(b"ANMF", place + delay + b"\x02" + alone.getvalue()[12:]))
    canvas = b"".join((length - 1).to_bytes(3, "little") for length in size)
    head = _chunk(b"VP8X", bytes([_ANIMATED, 0, 0, 0]) + canvas)
    head += _chunk(b"ANIM", b"\xff\xff\xff\xff" + _ALWAYS.to_bytes(2, "little"))
    body = b"WEBP" + head + out.getvalue()
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk of a RIFF file, filled up to an even number of bytes."""
    return name + len(data).to_bytes(4, "little") + data + b"\x00" * (len(data) % 2)
