"""The kinds of files that a picture can be written as, in one place.

Everything that lists kinds (accepted endings, help texts, columns of a batch, pages of the documentation) derives from
here. Another package adds a kind by an entry point in the group `bodymap.backends` that names a `Backend`.
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
"""The group of entry points."""

TextMode = Literal["paths", "text"]
"""How an SVG holds its words."""


class OutputOptions(msgspec.Struct, frozen=True):
    """What a backend is told beside the picture.

    `text`: whether words of an SVG are outlines ("paths") or stay text. `id_prefix`: stands before its ids and classes.
    """

    text: TextMode = "paths"
    id_prefix: str = ""


Encode = Callable[["Display", OutputOptions], bytes]


class Backend(msgspec.Struct, frozen=True):
    """A kind of file.

    Attributes:
        kind: its name in options, "png".
        name: its name in sentences, "PNG".
        endings: of files, the usual one first.
        media_type: as in a Content-Type header.
        encode: a function from a display list and options to bytes, or where it is: "bodymap.backends.svg:encode".
        max_side: most pixels along a side; 0 for a file without pixels or without a limit.
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
    """Every kind by its name, bodymap's own first; and by the names of entry points what is wrong with them."""
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
    """Every kind of file by its name: bodymap's own, then those of other packages that can be loaded."""
    return installed()[0]


def kinds() -> tuple[str, ...]:
    """The names of the kinds."""
    return tuple(backends())


def endings() -> dict[str, Backend]:
    """Every ending of a file's name, with its kind."""
    return {ending: backend for backend in backends().values() for ending in backend.endings}


def check_loaded(kind: str) -> None:
    """Check that no other package has a backend of that name that can't be loaded.

    Raises:
        BodymapError: one has.
    """
    if fault := installed()[1].get(kind):
        raise BodymapError(fault)


def backend_of(kind: str) -> Backend:
    """The backend of a kind.

    Raises:
        BodymapError: there is none, or it can't be loaded.
    """
    for backend in BUILT_IN:  # without a look at what else is installed
        if backend.kind == kind:
            return backend
    if kind not in backends():
        check_loaded(kind)
        raise unknown("format", kind, kinds(), field="format")
    return backends()[kind]


def encode(display: Display, kind: str, options: OutputOptions | None = None) -> bytes:
    """The bytes of a picture as a file of a kind. The same display list gives the same bytes.

    Raises:
        BodymapError: the kind is unknown, or the picture has more pixels than it can hold.
    """
    backend = backend_of(kind)
    check_size(backend, display.pixels)
    function = backend.encode
    if isinstance(function, str):
        module, _, name = function.partition(":")
        function = getattr(import_module(module), name)
    return function(display, options or OutputOptions())


def check_size(backend: Backend, pixels: tuple[int, int]) -> None:
    """Whether a picture of so many pixels fits into a file of that kind.

    Raises:
        BodymapError: it doesn't.
    """
    if backend.max_side and max(pixels) > backend.max_side:
        raise BodymapError(
            f"a {backend.name} picture may be {backend.max_side} pixels wide and tall, not {pixels[0]} x {pixels[1]}; "
            "take a smaller size or a lower dpi"
        )
