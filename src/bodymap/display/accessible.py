"""Accessible names of marks, for screen readers, tooltips and PowerPoint's selection pane."""

from __future__ import annotations

from collections.abc import Sequence

from .. import words
from ..content.pins import Pin
from ..content.structures import StructureShape
from ..content.view_content import Highlight, Mark
from ..knowledge.anatomy import Side, atlas
from ..knowledge.structures import structures
from ..layout.records import Figure


def figure(shown: Figure) -> str:
    """Return the name of a figure or an inset."""
    return shown.caption.text if shown.caption and not shown.opened else words.text(f"view.{shown.view}")


def muscle(highlight: Highlight, why: str, *, off: bool = False) -> str:
    """Return the name of a muscle with its side, its role or value, and why it is shown, or that it is taken off."""
    muscle = _with_side(atlas().muscle(highlight.muscle).name, highlight.side)
    depth = "off" if off else "deep" if highlight.deep else "shallow"
    if highlight.intensity is not None:
        muscle = words.text("mark.intensity", muscle=muscle, value=f"{highlight.intensity:g}")
    name = words.text(f"mark.{highlight.role}-{depth}", muscle=muscle)
    return words.text("mark.why", mark=name, why=why) if why else name


def structure(shown: StructureShape, why: str) -> str:
    """Return the name of a structure with its side, whether it hurts, and the reason it is shown."""
    named = _with_side(structures().structure(shown.structure).name, shown.side)
    name = words.text(f"mark.{shown.role}", structure=named)
    return words.text("mark.why", mark=name, why=why) if why else name


def point(mark: Mark, of: str) -> str:
    """Return the name of a trigger point with its muscle (`of`), side and site."""
    muscle = atlas().muscle(of)
    site = next((point.site for point in muscle.points if point.number == mark.number), "")
    name = words.text("mark.point", number=mark.number, muscle=_with_side(muscle.name, mark.side))
    return words.text("mark.site", mark=name, site=site) if site else name


def points() -> str:
    """Return the name for all trigger points of a figure together."""
    return words.text("mark.points")


def hurts(areas: Sequence[str]) -> str:
    """Return the name for the rings of a figure, which mark where it hurts."""
    return words.text("mark.hurts", areas=words.listing([*dict.fromkeys(areas)]))


def spread() -> str:
    """Return the name for the dots of a figure, which show where the pain may spread."""
    return words.text("mark.spread")


def spot(pin: Pin) -> str:
    """Return the name of a free spot: its letter with its side, and its note."""
    return words.text("mark.spot", spot=_with_side(pin.letter, pin.side), note=pin.note)


def _with_side(name: str, side: Side) -> str:
    return name if side == Side.MIDLINE else words.text(f"mark.{side}", muscle=name)
