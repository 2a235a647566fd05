"""How a picture shows itself in a notebook."""

from __future__ import annotations

from base64 import b64encode
from html import escape


def image_bundle(png: bytes, width: int, alt: str, plain: str) -> dict[str, str]:
    """Return what Jupyter shows for a picture, by MIME type.

    Args:
        png: the picture.
        width: its width where there is room for it, px.
        alt: the text for people who can't see it.
        plain: the text where no pictures are shown.
    """
    data = b64encode(png).decode("ascii")
    html = f'<img src="data:image/png;base64,{data}" alt="{escape(alt)}" width="{width}" style="max-width: 100%">'
    return {"text/html": html, "image/png": data, "text/plain": plain}
