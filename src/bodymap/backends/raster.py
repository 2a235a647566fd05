"""Write PNG, JPEG and WebP with resolution and description, but no trace of the machine or the time."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ..display.records import Display
from ..formats import OutputOptions
from . import agg
from . import png as png_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

QUALITY = 92
"""Quality of JPEG and WebP, 0 to 100: high enough that no artefacts show around letters."""


def pixels(display: Display) -> NDArray[np.uint8]:
    """Return the pixels of a picture, (height, width, 3) uint8 RGB, or RGBA if it has no paper."""
    made = agg.pixels(display)
    return made[..., :3] if display.paper else made


def png(display: Display, _: OutputOptions) -> bytes:
    """Return the bytes of a PNG."""
    words = {"Title": display.title, "Comment": display.alt, "Description": display.description}
    return png_file.png(pixels(display), display.dpi, words)


def jpeg(display: Display, _: OutputOptions) -> bytes:
    """Return the bytes of a JPEG. It has no transparency: a picture without paper gets its theme's paper."""
    from PIL import Image

    image = Image.fromarray(pixels(display))
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, display.theme_paper)
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    out = BytesIO()
    image.save(
        out,
        "JPEG",
        dpi=(display.dpi, display.dpi),
        quality=QUALITY,
        subsampling=0,
        comment=display.alt.encode(),
        exif=_exif(display),
    )
    return out.getvalue()


def webp(display: Display, _: OutputOptions) -> bytes:
    """Return the bytes of a WebP."""
    from PIL import Image

    out = BytesIO()
    Image.fromarray(pixels(display)).save(out, "WEBP", quality=QUALITY, method=4, exif=_exif(display))
    return out.getvalue()


def _exif(display: Display) -> Image.Exif:
    """Return EXIF tags with the alt text and the resolution, which WebP can store nowhere else."""
    from PIL import ExifTags, Image
    from PIL.TiffImagePlugin import IFDRational

    tags = Image.Exif()
    tags[ExifTags.Base.ImageDescription] = display.alt.encode()
    tags[ExifTags.Base.XResolution] = tags[ExifTags.Base.YResolution] = IFDRational(round(display.dpi * 100), 100)
    tags[ExifTags.Base.ResolutionUnit] = 2  # inches
    return tags
