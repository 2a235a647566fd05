"""The muscles, each a button that tells its name and why it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from ...body.geometry import bounds
from ...body.plate import Part
from ...content.view_content import Highlight
from ...drawing.scale import coloured
from ...drawing.shapes import overlaps
from ...knowledge.anatomy import atlas
from ...scene import Scene
from ...style.theme import Hatch, MuscleStyle
from .elements import Element, Frame, put

ROLES = {"primary": "main muscle", "secondary": "often involved"}

SPARSER = 2.0
"""The hatching of a deep muscle has gaps so many times as wide."""


def draw_muscles(layer: Element, defs: Element, scene: Scene, parts: Mapping[str, Part], frame: Frame) -> None:
    """The muscles in the order of the figure, the two sides of one in one group, each with its fibres."""
    figure, look = frame.figure, scene.theme
    whys = {actor.muscle: actor.why for actor in scene.muscles}
    groups: dict[tuple[str, bool], Element] = {}
    drawn: list[Part] = []
    for n, highlight in enumerate(figure.highlights):
        part = parts[highlight.part]
        if not overlaps(part, figure.frame):
            continue
        key = highlight.muscle, highlight.deep
        if key not in groups:
            groups[key] = _speaking(layer, highlight, whys.get(highlight.muscle, ""))
        group, id, target = groups[key], f"{frame.id}-{n}", f"{frame.id}-{part.id}"
        style = coloured(look.role(highlight.role, highlight.rank), look, highlight.intensity)
        put(defs, "path", id=target, d=frame.data(part.shape), fill_rule="evenodd")
        if not highlight.deep and any(overlaps(part, bounds([other.shape])) for other in drawn):
            _cover(group, defs, id, target, frame)
        drawn.append(part)
        _fill(group, defs, id, target, style, deep=highlight.deep)
        edge = put(group, "use", class_="edge", href=f"#{target}", fill="none", stroke=style.edge)
        edge.attrib |= {"stroke-width": f"{style.width:g}", "stroke-linejoin": "round"}
        if highlight.deep:
            edge.set("stroke-dasharray", " ".join(f"{length:g}" for length in look.dash))
        for strokes in (parts[id] for id in figure.fibres if look.fibre_width):
            if (strokes.of, strokes.side) == (part.of, part.side):
                line = put(group, "path", d=frame.data(strokes.shape), fill="none", stroke=style.edge)
                line.attrib |= {"stroke-width": f"{look.fibre_width:g}", "stroke-opacity": f"{look.fibre_alpha:g}"}


def _speaking(layer: Element, highlight: Highlight, why: str) -> Element:
    """A group that is a button: it has a name and a role, takes the focus, and shows its muscle in the list."""
    told = f"{atlas().muscle(highlight.muscle).name}, {ROLES[highlight.role]}"
    told += ", under another muscle" if highlight.deep else ""
    words = f"{told}. {why}".strip() if why else told
    group = put(layer, "g", class_="muscle", role="button", tabindex="0", aria_pressed="false", aria_label=words)
    group.attrib |= {"data-tip": words, "data-muscle": highlight.muscle}
    return group


def _cover(group: Element, defs: Element, id: str, target: str, frame: Frame) -> None:
    """The body once more, within this muscle: what lies under it is hidden."""
    cut = put(defs, "clipPath", id=f"{id}-cut")
    put(cut, "use", href=f"#{target}")
    covered = put(group, "g", clip_path=f"url(#{id}-cut)")
    put(covered, "use", href=f"#{frame.id}-tone")


def _fill(group: Element, defs: Element, id: str, target: str, style: MuscleStyle, *, deep: bool) -> None:
    put(group, "use", href=f"#{target}", fill=style.fill, fill_opacity=style.deep_alpha if deep else style.alpha)
    if style.hatch:
        _pattern(defs, f"{id}-hatch", style.hatch, style.edge, SPARSER if deep else 1.0)
        put(group, "use", href=f"#{target}", fill=f"url(#{id}-hatch)")


def _pattern(defs: Element, id: str, hatch: Hatch, colour: str, sparser: float) -> None:
    gap, turn = hatch.gap * sparser, f"rotate({-hatch.angle:g})"
    tile = put(defs, "pattern", id=id, width=gap, height=gap, patternUnits="userSpaceOnUse", patternTransform=turn)
    put(tile, "rect", y=0, width=gap, height=hatch.width, fill=colour)
