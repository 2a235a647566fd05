"""A planned picture into files: which kind a name asks for, whether it can be written there, and its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from ..backends.registry import OutputOptions, TextMode, backend_of, check_size, endings
from ..backends.registry import encode as encode_display
from ..errors import BodymapError, one_of, quoted, unknown
from ..files.disk import write
from ..scene import Scene
from . import describe
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


def targets(paths: Sequence[Path], kind: str | None, *, text: str = "paths", alt: str | None = None) -> list[Path]:
    """The files that are asked for, none for standard output (`-`), each checked before the work of drawing.

    Args:
        paths: as they stand on the command line.
        kind: what standard output gets.
        text: how an SVG holds its words.
        alt: `sidecar` for a file with the description.

    Raises:
        BodymapError: see `check`; or what is asked for does not go together.
    """
    if text not in TEXT:
        raise unknown("kind of text", text, TEXT)
    if alt not in (None, "sidecar"):
        raise unknown("way to give the description", alt, ("sidecar",))
    if Path("-") not in paths:
        if kind:
            raise BodymapError("--format goes with -o - alone; the ending of a file says what it is")
        for path in paths:
            check(path)
        return list(paths)
    if len(paths) > 1 or alt:
        raise BodymapError(f"-o - goes with no {'other -o' if len(paths) > 1 else '--alt'}: write files instead")
    if kind:
        backend_of(kind)
    return []


def save(scene: Scene, *paths: Path, text: str = "paths", sidecar: bool = False, id_prefix: str = "") -> None:
    """Draw a picture and write it, each file whole or not at all. The same picture gives the same bytes.

    Args:
        scene: what is drawn.
        paths: where to; the ending of each says as what. All are drawn before the first is written.
        text: how an SVG holds its words, `paths` or `text`.
        sidecar: write its description too, beside the first, as x.alt.txt.
        id_prefix: stands before the ids and classes of an SVG.

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
        raise unknown("kind of text", text, TEXT)
    return OutputOptions("text" if text == "text" else "paths", id_prefix)
