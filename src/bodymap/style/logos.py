"""Reads a user's logo: what kind of picture it is, and its pixels upright, whatever the camera or the scanner wrote."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import BodymapError
from ..files.disk import contents

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 4 * 1024 * 1024
"""Maximum size of a logo in bytes. A picture for print is smaller."""

MOST_PIXELS = 100_000_000
"""Maximum number of pixels. A few kilobytes can unfold to more than a computer's memory."""

LogoKind = Literal["png", "jpg", "webp", "svg"]

_STARTS: dict[bytes, LogoKind] = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}

_BEFORE_SVG = re.compile(
    rb"\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*<(?:[\w.-]+:)?svg[\s/>]", re.DOTALL
)
"""What may stand before the root of an SVG: declarations, comments and a document type."""


def kind_of(raw: bytes) -> LogoKind | None:
    """Return the kind of a picture by its content; None if it is none of those that a logo may be."""
    if found := next((kind for start, kind in _STARTS.items() if raw.startswith(start)), None):
        return found
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    text = raw[:65536]
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = text.decode("utf-16", "ignore").encode()
    return "svg" if _BEFORE_SVG.match(text.removeprefix(b"\xef\xbb\xbf")) else None


def raw_logo(path: Path, kinds: tuple[LogoKind, ...]) -> tuple[LogoKind, bytes]:
    """Return the kind and the bytes of a logo, which is complete.

    Args:
        path: its file.
        kinds: the kinds that it may be.

    Raises:
        BodymapError: it can't be read, is not such a picture, is too large, or is damaged.
    """
    raw = contents(path, most=MOST_BYTES, label=str(path))
    kind = kind_of(raw)
    if kind is None or kind not in kinds:
        names = {"png": "PNG", "jpg": "JPEG", "webp": "WebP", "svg": "SVG"}
        *rest, last = (names[each] for each in kinds)
        raise BodymapError(f"{path}: is not a {', '.join(rest)} or {last} picture")
    if kind != "svg":
        _upright(path, kind)
    return kind, raw


def pixels(path: Path) -> Image.Image:
    """Return a logo as RGBA pixels, turned as its EXIF says. It may be PNG, JPEG or WebP.

    Raises:
        BodymapError: see `raw_logo`.
    """
    kind = kind_of(contents(path, most=MOST_BYTES, label=str(path)))
    if kind is None or kind == "svg":
        raise BodymapError(f"{path}: is not a PNG, JPEG or WebP picture")
    return _upright(path, kind)


def _upright(path: Path, kind: LogoKind) -> Image.Image:
    # The classes themselves, since `Image.open` warns of large pictures by a process-wide setting.
    from PIL import ImageOps
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    opener: Any = {"png": PngImageFile, "jpg": JpegImageFile, "webp": WebPImageFile}[kind]
    try:
        with path.open("rb") as file, opener(file) as image:
            wide, tall = image.size
            if wide * tall > MOST_PIXELS:
                most = MOST_PIXELS // 1_000_000
                raise BodymapError(f"{path}: has {wide} x {tall} pixels; a logo has at most {most} million")
            image.load()
            turned = ImageOps.exif_transpose(image)
            if turned.mode in ("I;16", "I;16B", "I;16L", "I"):  # 16 bits of grey: keep the upper eight
                turned = turned.convert("I").point(lambda value: value / 256).convert("L")
            upright: Image.Image = turned.convert("RGBA")
            return upright
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BodymapError(f"{path}: is not a complete picture") from error
