"""The file formats for pictures, in one place.

Everything that lists formats (accepted endings, help texts, columns of a batch, pages of the documentation) takes them
from here. Other packages add a format by an entry point in the group `bodymap.backends` that names a `Backend`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

import msgspec

from .errors import BodymapError, unknown

if TYPE_CHECKING:
    from .display.records import Display

GROUP = "bodymap.backends"
"""The entry point group for backends of other packages."""

TextMode = Literal["paths", "text"]
"""How text is stored in an SVG."""


class OutputOptions(msgspec.Struct, frozen=True):
    """Options for a backend.

    `text` is how an SVG stores words: as outlines ("paths") or as text. `id_prefix` precedes its ids and classes.
    """

    text: TextMode = "paths"
    id_prefix: str = ""


Encode = Callable[["Display", OutputOptions], bytes]


class Backend(msgspec.Struct, frozen=True):
    """A file format.

    Attributes:
        kind: its name in options, "png".
        name: its name in sentences, "PNG".
        endings: file name endings, the usual one first.
        media_type: as in a Content-Type header.
        encode: a function from a display list and options to bytes, or its location: "bodymap.backends.svg:encode".
        max_side: maximum number of pixels along a side; 0 if the format has no pixels or no limit.
    """

    kind: str
    name: str
    endings: tuple[str, ...]
    media_type: str
    encode: str | Encode
    max_side: int = 0


_RASTER = "bodymap.backends.raster"

BUILT_IN = (
    Backend("png", "PNG", (".png",), "image/png", f"{_RASTER}:png"),
    Backend("jpg", "JPEG", (".jpg", ".jpeg"), "image/jpeg", f"{_RASTER}:jpeg", max_side=65_535),
    Backend("webp", "WebP", (".webp",), "image/webp", f"{_RASTER}:webp", max_side=16_383),
    Backend("svg", "SVG", (".svg",), "image/svg+xml", "bodymap.backends.svg:encode"),
    Backend("pdf", "PDF", (".pdf",), "application/pdf", "bodymap.backends.pdf:encode"),
)


@cache
def installed() -> tuple[dict[str, Backend], dict[str, str]]:
    """Return every format by name, bodymap's own first, and what is wrong with faulty entry points, by their names."""
    from importlib.metadata import entry_points

    known, faults = {backend.kind: backend for backend in BUILT_IN}, {}
    for point in entry_points(group=GROUP):
        try:
            backend = point.load()
        except Exception as error:
            faults[point.name] = f"the backend {point.name!r} can't be loaded from {point.value}: {error}"
            continue
        if isinstance(backend, Backend):
            known.setdefault(backend.kind, backend)
        else:
            faults[point.name] = f"the backend {point.name!r} ({point.value}) must be a bodymap.formats.Backend"
    return known, faults


def backends() -> dict[str, Backend]:
    """Return every format by name: bodymap's own, then those of other packages that can be loaded."""
    return installed()[0]


def kinds() -> tuple[str, ...]:
    """Return the names of the formats."""
    return tuple(backends())


def endings() -> dict[str, Backend]:
    """Return every file name ending, with its format."""
    return {ending: backend for backend in backends().values() for ending in backend.endings}


def check_loaded(kind: str) -> None:
    """Check that no backend of that name failed to load.

    Raises:
        BodymapError: one failed.
    """
    if fault := installed()[1].get(kind):
        raise BodymapError(fault)


def backend_of(kind: str) -> Backend:
    """Return the backend for a format.

    Raises:
        BodymapError: there is no such format, or its backend can't be loaded.
    """
    for backend in BUILT_IN:  # without loading entry points
        if backend.kind == kind:
            return backend
    if kind not in backends():
        check_loaded(kind)
        raise unknown("format", kind, kinds(), field="format")
    return backends()[kind]


def encode(display: Display, kind: str, options: OutputOptions | None = None) -> bytes:
    """Return the bytes of a picture in a format. The same display list always gives the same bytes.

    Raises:
        BodymapError: the format is unknown, or the picture has too many pixels for it.
    """
    backend = backend_of(kind)
    check_size(backend, display.pixels)
    function = backend.encode
    if isinstance(function, str):
        module, _, name = function.partition(":")
        function = getattr(import_module(module), name)
    return function(display, options or OutputOptions())


def check_size(backend: Backend, pixels: tuple[int, int]) -> None:
    """Check that a picture of this size, in pixels, fits into a format.

    Raises:
        BodymapError: it doesn't.
    """
    if backend.max_side and max(pixels) > backend.max_side:
        raise BodymapError(
            f"a {backend.name} picture may be {backend.max_side} pixels wide and tall, not {pixels[0]} x {pixels[1]}; "
            "take a smaller size or a lower dpi"
        )
