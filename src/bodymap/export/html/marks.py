"""What lies over the muscles: the dots of pain, the trigger points, and the numbers of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...body.plate import Part, Plate
from ...drawing import clouds
from ...drawing.fading import clear_of_fades
from ...knowledge.anatomy import atlas
from ...layout.records import Figure, Label
from ...style.theme import Theme
from .elements import Element, Frame, put

TARGET = 12.0
"""How near, pt, a finger has to come to a point."""

DISC = 6.4
"""The radius of the disc behind a number, pt."""

SINKS = 2.9
"""How far the foot of a number lies below the middle of its disc, pt."""


def draw_dots(layer: Element, frame: Frame, parts: Mapping[str, Part], look: Theme) -> None:
    """The cloud as one path of points: a stroke without length and with a round cap is a dot."""
    places = clouds.dots(frame.figure, parts)
    places = places[clear_of_fades(places, frame.figure, look)]
    path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in (frame.at(*place) for place in places.tolist()))
    cloud = put(layer, "path", class_="dots", role="img", aria_label="Dots: where pain may be felt", d=path)
    cloud.attrib |= {"fill": "none", "stroke": look.zone, "stroke-width": f"{look.dot:g}", "stroke-linecap": "round"}


def draw_points(svg: Element, plate: Plate, frame: Frame, look: Theme) -> None:
    """The trigger points: crosses that tell their site to a pointer, a finger and a screen reader."""
    marks = {mark.point: mark for mark in frame.figure.marks}
    shrink = min(max(frame.figure.scale / 0.7, 0.5), 1.0) ** 0.5
    for point in (p for p in plate.points if p.id in marks):
        mark = marks[point.id]
        muscle = atlas().muscle(point.of)
        site = next((p.site for p in muscle.points if p.number == mark.number), "")
        words = f"Trigger point {mark.number} of {muscle.name}, {mark.side} side" + (f": {site}" if site else "")
        group = put(svg, "g", class_="point", role="img", tabindex="0", aria_label=words)
        group.attrib |= {"data-tip": words, "data-muscle": mark.muscle}
        x, y = frame.at(*frame.figure.at(point.x, point.y))
        put(group, "circle", cx=x, cy=y, r=TARGET / 2, fill_opacity=0)
        draw_cross(group, x, y, look.point_size * shrink, look, shrink)


def draw_cross(parent: Element, x: float, y: float, r: float, look: Theme, shrink: float = 1.0) -> None:
    """The field's X over its light halo; `r` is half its width, pt, and `shrink` what its lines are thinned by."""
    d = f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}m0 {-2 * r:.1f}l{-2 * r:.1f} {2 * r:.1f}"
    for colour, width in ((look.halo, look.halo_width), (look.point, look.point_width)):
        line = put(parent, "path", d=d, fill="none", stroke=colour, stroke_width=round(width * shrink, 2))
        line.set("stroke-linecap", "round")


def draw_badges(svg: Element, labels: Sequence[Label], frame: Frame, look: Theme) -> None:
    """The numbers of the list, in discs; one beside a small muscle has a line to it."""
    holder = put(svg, "g", class_="badge", aria_hidden="true")
    for label in labels:
        if label.badge is None or not _holds(frame.figure, label, label.badge):
            continue
        if label.leader:
            path = "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (frame.at(*place) for place in label.leader))
            for colour, width in ((look.halo, look.leader_width + 1.3), (look.leader, look.leader_width)):
                put(holder, "path", d=path, fill="none", stroke=colour, stroke_width=width)
        x, y = frame.at(*label.badge)
        disc = put(holder, "circle", cx=x, cy=y, r=DISC, fill=look.paper, stroke=look.leader)
        disc.set("stroke-width", f"{look.leader_width:g}")
        put(holder, "text", x=x, y=round(y + SINKS, 1), fill=look.ink).text = label.number


def _holds(figure: Figure, label: Label, badge: tuple[float, float]) -> bool:
    """Whether a label's number stands on this figure."""
    (x, y), (x0, y0, x1, y1) = badge, figure.place
    return x0 - 30 <= x <= x1 + 30 and y0 <= y <= y1 and any(h.muscle == label.muscle for h in figure.highlights)
