"""Give pain that is felt far from its muscle a figure of its own, as low back pain that comes from the calf."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..body.geometry import Box, Shape, bounds, union
from ..body.plate import Part
from .focus import focus
from .opened import NOTHING
from .view_content import ViewContent

FAR = 220.0
"""Pain is far if it lies more than this above or below everything else that a figure must show, mm."""


def far_zones(view: ViewContent) -> frozenset[str]:
    """Return the ids of the zones of a view that are far from its muscles, points and what else it must show."""
    if not view.felt or not view.highlights:
        return frozenset()
    parts = {part.id: part for part in view.plate.parts}
    cores = {id: bounds([parts[id].shape]) for id in view.felt}
    held = [shape for shape in view.carried if not any(shape is parts[id].shape for id in view.felt)]
    places = [(p.x, p.y) for p in view.points] + [(pin.x, pin.y) for pin in view.pins]
    near = union(*(bounds([shape]) for shape in held), *((x, y, x, y) for x, y in places))
    while found := [id for id, box in cores.items() if _gap(box, near) <= FAR]:
        near = union(near, *(cores.pop(id) for id in found))
    # What surrounds a core goes with it.
    return frozenset(
        zone.part
        for zone in view.zones
        if zone.part in cores or _belongs(parts[zone.part], [parts[id] for id in cores], near)
    )


def pain_figure(view: ViewContent, zones: frozenset[str]) -> ViewContent:
    """Return a figure of nothing but some zones of a view, with the body around them."""
    parts = {part.id: part for part in view.plate.parts}
    felt = tuple(id for id in view.felt if id in zones)
    shapes: list[Shape] = [parts[id].shape for id in felt]
    return msgspec.structs.replace(
        view,
        highlights=(),
        structures=(),
        fibres=(),
        zones=tuple(zone for zone in view.zones if zone.part in zones),
        marks=(),
        points=(),
        spots=(),
        sore=(),
        pins=(),
        opened=NOTHING,
        painful=(),
        felt=felt,
        focus=focus(view.plate, (), (), shapes),
    )


def _belongs(part: Part, cores: Sequence[Part], near: Box) -> bool:
    """Return whether a zone surrounds one of some cores of its muscle, and is as far from the rest."""
    box = bounds([part.shape])
    own = [bounds([core.shape]) for core in cores if core.of == part.of and core.side == part.side]
    return any(_gap(box, core) == 0.0 for core in own) and _gap(box, near) > FAR


def _gap(a: Box, b: Box) -> float:
    """Return how far one box lies above or below another, mm; 0 if they share a height."""
    return max(a[1] - b[3], b[1] - a[3], 0.0)
