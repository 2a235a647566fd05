"""The samples of the legend."""

from __future__ import annotations

from ...layout.records import KeyKind
from ...style.theme import Theme
from .elements import Element, put
from .marks import draw_cross

DOTS = "M4 5h0M9 4h0M14 6h0M19 4h0M6 9h0M11 10h0M16 11h0M21 9h0M4 13h0M9 13h0M14 13h0"


def swatch(parent: Element, kind: KeyKind, rank: int, look: Theme) -> None:
    """The sample of a legend's entry."""
    svg = put(parent, "svg", class_="swatch", viewBox="0 0 24 16", aria_hidden="true")
    if kind == "point":
        draw_cross(svg, 12, 8, 4, look)
        return
    put(svg, "rect", x=1, y=1, width=22, height=14, fill=look.body_light)
    if kind in ("primary", "secondary", "rank"):
        style = look.role(kind, rank)
        box = put(svg, "rect", x=1, y=1, width=22, height=14, fill=style.fill, fill_opacity=style.alpha)
        box.attrib |= {"stroke": style.edge, "stroke-width": f"{style.width:g}"}
    elif kind == "deep":
        box = put(svg, "rect", x=1, y=1, width=22, height=14, fill="none", stroke=look.secondary.edge)
        box.set("stroke-dasharray", " ".join(f"{length:g}" for length in look.dash))
    else:
        put(svg, "path", d=DOTS, stroke=look.zone, stroke_linecap="round", stroke_width=1.8)
