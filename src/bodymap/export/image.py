"""A planned picture into files: which kind a name asks for, whether it can be written there, and its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from .. import describe
from ..errors import BodymapError, one_of, quoted, unknown
from ..files.disk import write
from ..formats import OutputOptions, TextMode, backend_of, check_size, endings
from ..formats import encode as encode_display
from ..scene import Scene
from .targets import place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..display.records import Display

TEXT: tuple[str, ...] = get_args(TextMode)
"""How an SVG holds its words."""


def kind_of(path: Path) -> str:
    """The kind of file that a name asks for.

    Raises:
        BodymapError: there is no such kind.
    """
    known = endings()
    ending = path.suffix.lower()
    if ending not in known:
        usual = one_of(backend.endings[0] for backend in dict.fromkeys(known.values()))
        raise BodymapError(f"{path}: unknown kind of picture {quoted(path.suffix)}; it may be {usual}")
    return known[ending].kind


def check(path: Path) -> None:
    """Whether a picture can be written there, asked before the work of drawing one.

    Raises:
        BodymapError: the kind is unknown, the folder is missing or can't be written, or the path is a folder.
    """
    kind_of(path)
    place(path)


def save(scene: Scene, *paths: Path, text: str = "paths", id_prefix: str = "", sidecar: bool = False) -> None:
    """Draw a picture and write it, each file whole or not at all. The same picture gives the same bytes.

    Args:
        scene: what is drawn.
        paths: where to; the ending of each says as what. All are drawn before the first is written.
        text: how an SVG holds its words, `paths` or `text`.
        id_prefix: stands before the ids and classes of an SVG.
        sidecar: write its description too, beside the first, as x.alt.txt.

    Raises:
        BodymapError: see `check`.
        OSError: the disk is full, or the like.
    """
    for path in paths:
        check(path)
        check_size(backend_of(kind_of(path)), scene.sheet.pixels)
    display = displayed(scene)
    options = _options(text, id_prefix)
    files = {path: encode_display(display, kind_of(path), options) for path in paths}
    if sidecar:
        files[paths[0].with_suffix(".alt.txt")] = describe.text(scene).encode()
    for path, data in files.items():
        write(path, data)


def encode(scene: Scene, kind: str, *, text: str = "paths", id_prefix: str = "") -> bytes:
    """The bytes of a picture of that kind.

    Raises:
        BodymapError: the kind is unknown, or can't hold so many pixels.
    """
    check_size(backend_of(kind), scene.sheet.pixels)
    return encode_display(displayed(scene), kind, _options(text, id_prefix))


def pixels(scene: Scene) -> NDArray[np.uint8]:
    """The pixels of a picture, (height, width, 3) uint8 RGB; RGBA where it is transparent."""
    from ..backends import raster  # here: matplotlib comes with it

    return raster.pixels(displayed(scene))


def displayed(scene: Scene) -> Display:
    """The display list of a picture."""
    from ..display.compile import compile_scene

    return compile_scene(scene)


def _options(text: str, id_prefix: str) -> OutputOptions:
    if text not in TEXT:
        raise unknown("kind of text", text, TEXT, field="text")
    return OutputOptions("text" if text == "text" else "paths", id_prefix)
