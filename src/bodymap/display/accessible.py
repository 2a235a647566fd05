"""Accessible names: what a screen reader, a tooltip or the selection pane of a slide calls a mark."""

from __future__ import annotations

from ..content.view_content import Highlight, Mark
from ..knowledge.anatomy import atlas
from ..layout.records import Figure

ROLES = {"primary": "main muscle", "secondary": "often involved"}


def figure(shown: Figure) -> str:
    """A figure or an inset."""
    return shown.caption.text if shown.caption else shown.view


def muscle(highlight: Highlight, why: str) -> str:
    """A muscle with its side and role, and why it is shown."""
    side = "" if highlight.side == "midline" else f", {highlight.side} side"
    under = ", under another muscle" if highlight.deep else ""
    name = f"{atlas().muscle(highlight.muscle).name}{side}, {ROLES[highlight.role]}{under}"
    return f"{name}. {why}" if why else name


def point(mark: Mark) -> str:
    """A trigger point with its muscle, side and site."""
    owner = atlas().muscle(mark.muscle)
    part = atlas().muscle(mark.point.rpartition(".")[0].rpartition(".")[0]) if "." in mark.point else owner
    site = next((p.site for p in part.points if p.number == mark.number), "")
    side = "" if mark.side == "midline" else f", {mark.side} side"
    name = f"Trigger point {mark.number} of {part.name}{side}"
    return f"{name}: {site}" if site else name


def points() -> str:
    """All trigger points of a figure."""
    return "Trigger points"


def pain(shown: Figure) -> str:
    """The dots of a figure."""
    return "Dots: where pain may be felt"
