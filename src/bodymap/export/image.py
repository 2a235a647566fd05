"""A Scene into a picture file. With draw.py the only code that knows matplotlib.

Pixel pictures carry the sheet's dpi, the title and a description; nothing tells of a machine, a clock or a program.
"""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from .. import describe
from ..errors import BodymapError, one_of, quoted
from ..files import write
from ..scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL import Image

KINDS = ("png", "jpg", "webp", "svg", "pdf")
"""What can be written, by the ending of the file's name."""


def kind_of(path: Path) -> str:
    """The kind of file that a name asks for.

    Raises:
        BodymapError: none of `KINDS`.
    """
    ending = path.suffix.lower().lstrip(".")
    ending = {"jpeg": "jpg"}.get(ending, ending)
    if ending not in KINDS:
        raise BodymapError(
            f"{path}: unknown kind of picture {quoted(path.suffix)}; it may be {one_of(f'.{kind}' for kind in KINDS)}"
        )
    return ending


def check(path: Path) -> None:
    """Whether a picture can be written there, asked before the work of drawing one.

    Raises:
        BodymapError: the kind is unknown, the folder is missing or can't be written, or the path is a folder.
    """
    kind_of(path)
    folder = path.parent
    if not folder.is_dir():
        raise BodymapError(f"{folder}: no such folder")
    if path.is_dir():
        raise BodymapError(f"{path}: is a folder")
    if not os.access(folder, os.W_OK):
        raise BodymapError(f"{folder}: can't be written to")


def save(scene: Scene, path: Path) -> None:
    """Draw a scene and write it, whole or not at all. The same scene gives the same bytes.

    Raises:
        BodymapError: see `check`.
        OSError: the disk is full, or the like.
    """
    check(path)
    write(path, encode(scene, kind_of(path)))


def encode(scene: Scene, kind: str) -> bytes:
    """The bytes of a picture of that kind."""
    from .. import draw  # here: matplotlib comes with it, which a refused request need not wait for

    figure = draw.figure(scene)
    return _vector(scene, figure, kind) if kind in ("svg", "pdf") else _raster(scene, figure, kind)


def pixels(figure: Figure) -> Image.Image:
    """A drawn figure as RGBA pixels."""
    import numpy as np
    from PIL import Image

    from .. import draw

    canvas = figure.canvas
    with draw.settings():
        canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[attr-defined]


def _raster(scene: Scene, figure: Figure, kind: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    image = pixels(figure)
    dpi = (scene.sheet.dpi, scene.sheet.dpi)
    if not scene.transparent:
        image = image.convert("RGB")
    out = BytesIO()
    if kind == "png":
        words = PngInfo()
        words.add_text("Title", scene.title)
        words.add_text("Description", describe.long(scene))
        # Run lengths alone: a third quicker than the default, and within a twentieth of its size on these pictures.
        image.save(out, "PNG", dpi=dpi, pnginfo=words, compress_level=1, compress_type=zlib.Z_RLE)
    elif kind == "jpg":
        if scene.transparent:
            ground = Image.new("RGB", image.size, scene.look.paper)
            ground.paste(image, mask=image.getchannel("A"))
            image = ground
        image.save(out, "JPEG", dpi=dpi, quality=92, subsampling=0, comment=describe.alt(scene).encode())
    else:
        image.save(out, "WEBP", quality=92, method=4)
    return out.getvalue()


def _vector(scene: Scene, figure: Figure, kind: str) -> bytes:
    from .. import draw

    out = BytesIO()
    metadata: dict[str, str | None] = {"Title": scene.title}
    if kind == "svg":
        metadata |= {"Description": describe.long(scene), "Date": None, "Creator": None}
    else:
        metadata |= {"Subject": describe.alt(scene), "CreationDate": None, "Creator": None, "Producer": None}
    with draw.settings():
        figure.savefig(out, format=kind, metadata=metadata, transparent=scene.transparent)
    return out.getvalue()
