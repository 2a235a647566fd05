"""A picture as SVG or PDF: true vectors, the sheet's own size, words for who can't see it.

An SVG keeps the ids of what it shows, each once; its text is drawn as paths, or stays text that can be searched, copied
and edited, in Inter where that is installed. A PDF embeds its fonts.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # noqa: TID251 (elements are built, nothing is read)

from ..layout.records import Figure as Crop
from ..scene import Scene
from . import describe

Metadata = dict[str, str | None]

FALLBACK = "'Helvetica Neue', Helvetica, Arial, sans-serif"
"""Faces for text that stays text, where that of the picture is missing."""


def svg(scene: Scene, text: str, id_prefix: str = "") -> bytes:
    """The SVG of a picture. Every id starts with `id_prefix`."""
    metadata: Metadata = {
        "Title": scene.title,
        "Description": describe.long(scene),
        "Date": None,
        "Creator": None,
    }
    raw = _saved(scene, "svg", metadata, {"svg.fonttype": "path" if text == "paths" else "none"}).decode()
    raw = re.sub(r"<!-- .*? -->\n?", "", raw)  # each word once more, as a comment
    raw = re.sub(r"(font-family: '[^']*')", rf"\1, {FALLBACK}", raw)
    raw = _faded(_told(_once(raw), scene), scene)
    return (_prefixed(raw, id_prefix) if id_prefix else raw).encode()


def pdf(scene: Scene) -> bytes:
    """The PDF of a picture."""
    metadata: Metadata = {
        "Title": scene.title,
        "Subject": f"{describe.alt(scene)} {describe.long(scene)}",
        "CreationDate": None,
        "Creator": None,
        "Producer": None,
    }
    return _saved(scene, "pdf", metadata, {"pdf.fonttype": 42})


def _saved(scene: Scene, kind: str, metadata: Metadata, more: Any) -> bytes:
    import matplotlib as mpl

    from .. import drawing

    out = BytesIO()
    figure = drawing.figure(scene, solid=kind == "pdf")
    # A pixel picture is a whole number of pixels wide; a vector picture is as wide as the sheet.
    figure.set_size_inches(scene.sheet.width / 72, scene.sheet.height / 72)
    with drawing.settings(), mpl.rc_context(more):
        figure.savefig(out, format=kind, metadata=metadata, transparent=scene.transparent)
    return out.getvalue()


def _once(raw: str) -> str:
    """Each id once: of several artists that show the same part the second is `soleus.right.2`."""
    seen: Counter[str] = Counter()

    def numbered(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return match[0] if seen[match[1]] == 1 else f' id="{match[1]}.{seen[match[1]]}"'

    return re.sub(r' id="([^"]*)"', numbered, raw)


def _prefixed(raw: str, prefix: str) -> str:
    raw = re.sub(r'( id="|[ :]href="#|url\(#)', lambda match: match[1] + prefix, raw)
    return raw.replace('aria-labelledby="title description"', f'aria-labelledby="{prefix}title {prefix}description"', 1)


def _told(raw: str, scene: Scene) -> str:
    """Title and description as screen readers look for them."""
    title, description = Element("title", id="title"), Element("desc", id="description")
    title.text, description.text = describe.alt(scene), describe.long(scene)
    words = tostring(title, encoding="unicode") + "\n " + tostring(description, encoding="unicode")
    raw = re.sub(r"<title>.*?</title>", lambda _: words, raw, count=1, flags=re.DOTALL)
    return raw.replace("<svg ", '<svg role="img" aria-labelledby="title description" lang="en" ', 1)


def _faded(raw: str, scene: Scene) -> str:
    """On a transparent ground the cut edges of a figure fade by a mask."""
    for n, crop in enumerate(figure for figure in scene.figures if figure.fade and scene.transparent):
        gid = "faded" if n == 0 else f"faded.{n + 1}"
        mask = tostring(_mask(crop, scene, f"{gid}.mask"), encoding="unicode")
        raw = raw.replace(f'<g id="{gid}"', f'<defs>{mask}</defs>\n<g id="{gid}" mask="url(#{gid}.mask)"', 1)
    return raw


def _mask(crop: Crop, scene: Scene, id: str) -> Element:
    """White where a figure is seen, ever darker towards the edges at which it fades: one layer of dark an edge."""
    from ..drawing.fading import fade_depth, smooth

    x0, x1 = crop.place[0], crop.place[2]
    y0, y1 = scene.sheet.height - crop.place[3], scene.sheet.height - crop.place[1]
    reach = fade_depth(crop, scene.look)
    lines = {
        "left": (x0, y0, x0 + reach, y0),
        "right": (x1, y0, x1 - reach, y0),
        "top": (x0, y0, x0, y0 + reach),
        "bottom": (x0, y1, x0, y1 - reach),
    }
    box = {"x": f"{x0:.2f}", "y": f"{y0:.2f}", "width": f"{x1 - x0:.2f}", "height": f"{y1 - y0:.2f}"}
    mask = Element("mask", {"id": id, "maskUnits": "userSpaceOnUse"} | box)
    SubElement(mask, "rect", {"fill": "#ffffff"} | box)
    for edge in crop.fade:
        ends = dict(zip(("x1", "y1", "x2", "y2"), (f"{at:.2f}" for at in lines[edge]), strict=True))
        ramp = SubElement(mask, "linearGradient", {"id": f"{id}.{edge}", "gradientUnits": "userSpaceOnUse"} | ends)
        for step in range(9):
            dark = f"{1 - smooth(step / 8):.3f}"
            SubElement(ramp, "stop", {"offset": f"{step / 8:.3f}", "stop-color": "#000000", "stop-opacity": dark})
        SubElement(mask, "rect", {"fill": f"url(#{id}.{edge})"} | box)
    return mask
