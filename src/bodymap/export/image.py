"""Encodes a planned picture as image files, and checks that they can be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from .. import describe
from ..errors import BodymapError, one_of, quoted, unknown
from ..files.disk import write
from ..formats import BUILT_IN, OutputOptions, TextMode, backend_of, check_loaded, check_size, endings
from ..formats import encode as encode_display
from ..scene import Scene
from .targets import no_folder, place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..display.records import Display

PAGED = "pdf"
"""The format that holds several pages."""

TEXT: tuple[str, ...] = get_args(TextMode)
"""How an SVG can store its text."""


def kind_of(path: Path) -> str:
    """Return the kind of picture that a file's ending stands for.

    Raises:
        BodymapError: the ending is unknown, or the package that adds it can't be loaded.
    """
    ending = path.suffix.lower()
    for backend in BUILT_IN:  # without loading plugins
        if ending in backend.endings:
            return backend.kind
    known = endings()
    if ending not in known:
        check_loaded(ending.removeprefix("."))
        usual = one_of(backend.endings[0] for backend in dict.fromkeys(known.values()))
        raise BodymapError(f"{path}: unknown kind of picture {quoted(path.suffix)}; it may be {usual}")
    return known[ending].kind


def check(path: Path) -> None:
    """Check that a picture can be written there, before drawing it.

    Raises:
        BodymapError: the kind is unknown, the folder is missing or can't be written, or the path is a folder.
    """
    no_folder(path)
    kind_of(path)
    place(path)


def save(
    scene: Scene,
    *paths: Path,
    key: Scene | None = None,
    text: str = "paths",
    id_prefix: str = "",
    sidecar: bool = False,
) -> tuple[Path, ...]:
    """Draw a picture and write it to files. The same picture always gives the same bytes.

    Args:
        scene: the picture to draw.
        key: the key of a picture with blank lines: the second page of a PDF, else a second file, see `key_path`.
        paths: the files; each ending sets the format. All are drawn before any is written, and none is ever left half
            written.
        text: how an SVG stores its text, as `paths` or `text`.
        id_prefix: prefix for the ids and classes in an SVG.
        sidecar: also write the description, next to the first file, as x.alt.txt.

    Returns:
        The pictures that were written.

    Raises:
        BodymapError: see `check`.
        OSError: the disk is full or similar.
    """
    for path in paths:
        for one in {path, *([key_path(path)] if key else [])}:
            check(one)
        check_size(backend_of(kind_of(path)), scene.sheet.pixels)
    display = displayed(scene)
    answers = displayed(key) if key else None
    options = _options(text, id_prefix)
    files: dict[Path, bytes] = {}
    for path in paths:
        files |= _encoded(path, display, answers, options)
    written = tuple(files)
    if sidecar:
        files[paths[0].with_suffix(".alt.txt")] = describe.text(scene).encode()
    for path, data in files.items():
        write(path, data)
    return written


def key_path(path: Path) -> Path:
    """Return the file that the key of a picture goes to: the picture's own if it is a PDF, else one like x-key.png."""
    return path if kind_of(path) == PAGED else path.with_name(f"{path.stem}-key{path.suffix}")


def with_key(
    scene: Scene, key: Scene | None, path: Path, *, text: str = "paths", id_prefix: str = ""
) -> dict[Path, bytes]:
    """Return the bytes of a picture and of its key, by their paths; a PDF holds both.

    Raises:
        BodymapError: the format is unknown, or can't hold that many pixels.
    """
    check_size(backend_of(kind_of(path)), scene.sheet.pixels)
    return _encoded(path, displayed(scene), displayed(key) if key else None, _options(text, id_prefix))


def _encoded(path: Path, display: Display, key: Display | None, options: OutputOptions) -> dict[Path, bytes]:
    kind = kind_of(path)
    if key is not None and kind == PAGED:
        return {path: paged([display, key])}
    files = {path: encode_display(display, kind, options)}
    return files if key is None else files | {key_path(path): encode_display(key, kind, options)}


def paged(displays: Sequence[Display]) -> bytes:
    """Return a PDF with a page for each display list."""
    from ..backends import pdf  # imported here because it loads matplotlib

    return pdf.pages(displays)


def encode(scene: Scene, kind: str, *, text: str = "paths", id_prefix: str = "") -> bytes:
    """Return the bytes of a picture in that format.

    Raises:
        BodymapError: the format is unknown, or can't hold that many pixels.
    """
    check_size(backend_of(kind), scene.sheet.pixels)
    return encode_display(displayed(scene), kind, _options(text, id_prefix))


def pixels(scene: Scene) -> NDArray[np.uint8]:
    """Return the pixels of a picture: (height, width, 3) uint8 RGB, or (height, width, 4) RGBA if it is transparent."""
    from ..backends import raster  # imported here because it loads matplotlib

    return raster.pixels(displayed(scene))


def displayed(scene: Scene) -> Display:
    """Return the display list of a picture."""
    from ..display.compile import compile_scene

    return compile_scene(scene)


def _options(text: str, id_prefix: str) -> OutputOptions:
    if text not in TEXT:
        raise unknown("kind of text", text, TEXT, field="text")
    return OutputOptions("text" if text == "text" else "paths", id_prefix)
