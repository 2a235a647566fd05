"""A Scene into picture files; pixels here, vectors in `vector`. With `draw` the only code that knows matplotlib.

Pixel pictures carry the sheet's dpi, the title and a description; nothing tells of a machine, a clock or a program.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from ..errors import BodymapError, one_of, quoted, unknown
from ..files.disk import write
from ..options import FORMATS, TextMode
from ..scene import Scene
from . import describe
from .targets import place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

TEXT: tuple[str, ...] = get_args(TextMode)
"""How an SVG holds its words."""

KINDS = FORMATS
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
    place(path)


def save(scene: Scene, *paths: Path, text: str = "paths", id_prefix: str = "", sidecar: bool = False) -> None:
    """Draw a scene and write it, each file whole or not at all. The same scene gives the same bytes.

    Args:
        scene: what is drawn.
        paths: where to; the ending of each says as what. All are drawn before the first is written.
        text: how an SVG holds its words, `paths` or `text`.
        id_prefix: what every id of an SVG starts with.
        sidecar: write its description too, beside the first, as x.alt.txt.

    Raises:
        BodymapError: see `check`.
        OSError: the disk is full, or the like.
    """
    for path in paths:
        check(path)
    files = {path: encode(scene, kind_of(path), text=text, id_prefix=id_prefix) for path in paths}
    if sidecar:
        files[paths[0].with_suffix(".alt.txt")] = describe.text(scene).encode()
    for path, data in files.items():
        write(path, data)


def encode(scene: Scene, kind: str, *, text: str = "paths", id_prefix: str = "") -> bytes:
    """The bytes of a picture of that kind."""
    if text not in TEXT:
        raise unknown("kind of text", text, TEXT, field="text")
    if kind in ("svg", "pdf"):
        from . import vector

        return vector.svg(scene, text, id_prefix) if kind == "svg" else vector.pdf(scene)
    return _raster(scene, kind)


def pixels(scene: Scene) -> NDArray[np.uint8]:
    """The pixels of a picture, (height, width, 3) uint8 RGB; RGBA where it is transparent."""
    from .. import drawing  # here: matplotlib comes with it, which a refused request need not wait for

    found = drawing.pixels(scene)
    return found if scene.transparent else found[..., :3]


def _raster(scene: Scene, kind: str) -> bytes:
    found = pixels(scene)
    if kind == "png":
        from .png import png

        words = {"Title": scene.title, "Comment": describe.alt(scene), "Description": describe.long(scene)}
        return png(found, scene.sheet.dpi, words)
    from PIL import Image

    image = Image.fromarray(found)
    out = BytesIO()
    if kind == "jpg":
        if scene.transparent:
            ground = Image.new("RGB", image.size, scene.look.paper)
            ground.paste(image, mask=image.getchannel("A"))
            image = ground
        words_of = describe.alt(scene).encode()
        dpi = (scene.sheet.dpi, scene.sheet.dpi)
        image.save(out, "JPEG", dpi=dpi, quality=92, subsampling=0, comment=words_of, exif=_exif(scene))
    else:
        image.save(out, "WEBP", quality=92, method=4, exif=_exif(scene))
    return out.getvalue()


def _exif(scene: Scene) -> Image.Exif:
    """The dots an inch, which WebP has no other place for, and the alt text."""
    from PIL import ExifTags, Image
    from PIL.TiffImagePlugin import IFDRational

    found = Image.Exif()
    found[ExifTags.Base.ImageDescription] = describe.alt(scene).encode()
    found[ExifTags.Base.XResolution] = found[ExifTags.Base.YResolution] = IFDRational(round(scene.sheet.dpi * 100), 100)
    found[ExifTags.Base.ResolutionUnit] = 2  # inches
    return found
