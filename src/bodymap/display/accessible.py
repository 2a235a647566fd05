"""Accessible names: what a screen reader, a tooltip or the selection pane of a slide calls a mark."""

from __future__ import annotations

from .. import words
from ..content.view_content import Highlight, Mark
from ..knowledge.anatomy import Side, atlas
from ..layout.records import Figure


def figure(shown: Figure) -> str:
    """Name a figure or an inset."""
    return shown.caption.text if shown.caption else words.text(f"view.{shown.view}")


def muscle(highlight: Highlight, why: str) -> str:
    """Name a muscle with its side and role, and say why it is shown."""
    muscle = _with_side(atlas().muscle(highlight.muscle).name, highlight.side)
    depth = "deep" if highlight.deep else "shallow"
    name = words.text(f"mark.{highlight.role}-{depth}", muscle=muscle)
    return words.text("mark.why", mark=name, why=why) if why else name


def point(mark: Mark, of: str) -> str:
    """Name a trigger point with its muscle, `of`, its side and its site."""
    muscle = atlas().muscle(of)
    site = next((point.site for point in muscle.points if point.number == mark.number), "")
    name = words.text("mark.point", number=mark.number, muscle=_with_side(muscle.name, mark.side))
    return words.text("mark.site", mark=name, site=site) if site else name


def points() -> str:
    """Name all trigger points of a figure."""
    return words.text("mark.points")


def pain() -> str:
    """Name the dots of a figure."""
    return words.text("mark.pain")


def _with_side(name: str, side: Side) -> str:
    return name if side == Side.MIDLINE else words.text(f"mark.{side}", muscle=name)
