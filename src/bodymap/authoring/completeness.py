"""Checks that the atlas is complete: nothing is missing or misplaced on the plates, or without a source."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..body import plates
from ..body.geometry import area, inside, rings
from ..body.plate import STRUCTURE_KINDS, Part, Plate
from ..knowledge.anatomy import Atlas, Muscle
from ..knowledge.areas import Areas
from ..knowledge.structures import Structures

TINY = 4.0
"""Area, mm², up to which a shape counts as missing."""


def faults(atlas: Atlas, areas: Areas, structures: Structures, body: str) -> Iterator[str]:
    """Yield what is missing or misplaced on the plates of a body, one line each.

    Every muscle without parts must be drawn on some plate, and each of its points must lie in it on at least one plate.
    The zones that are drawn must be those that its record describes, of each point if its points differ. Plates must
    draw only known muscles, structures and areas.
    """
    shown = [plates.load(body, view) for view in plates.views(body)]
    for muscle in atlas.muscles.values():
        if not muscle.parts:
            for fault in _of_muscle(muscle, shown):
                yield f"{body}: {muscle.id}: {fault}"
        if not muscle.sources:
            yield f"{muscle.id}: no source for its attachments"
        for field, citations in muscle.citations():
            if field != "sources" and not citations:
                yield f"{muscle.id}: {field}: no source"
    for id in areas.areas:
        if not any(p.kind == "area" and p.of == id and area(p.shape) > TINY for plate in shown for p in plate.parts):
            yield f"{body}: {id}: the area is drawn on no plate"
    for structure in structures.structures.values():
        if not any(p.kind in ("structure", "course") and p.of == structure.id for plate in shown for p in plate.parts):
            yield f"{body}: {structure.id}: drawn on no plate"
        if not structure.sources:
            yield f"{structure.id}: no source"
    for plate in shown:
        for id, of in strangers(plate, atlas, areas, structures):
            yield f"{body}: {plate.view}: {id}: there is no {of!r}"


def strangers(plate: Plate, atlas: Atlas, areas: Areas, structures: Structures) -> Iterator[tuple[str, str]]:
    """Yield the parts of a plate that belong to nothing known: the part's id, and the name it uses."""
    for part in plate.parts:
        if part.kind in STRUCTURE_KINDS:
            known = part.of in structures.structures
        else:
            known = part.of in (areas.areas if part.kind == "area" else atlas.muscles)
        if not known:
            yield part.id, part.of
    for point in plate.points:
        if point.kind == "point" and point.of not in atlas.muscles:
            yield point.id, point.of


def _of_muscle(muscle: Muscle, shown: list[Plate]) -> Iterator[str]:
    own = [(plate, [p for p in plate.parts if p.of == muscle.id and p.side == "right"]) for plate in shown]
    if not any(p.kind == "muscle" and area(p.shape) > TINY for _, parts in own for p in parts):
        yield "drawn on no plate"
        return
    for point in muscle.points:
        if not any(
            inside([ring for p in parts if p.kind == "muscle" for ring in rings(p.shape)], np.array([[m.x, m.y]]))[0]
            for plate, parts in own
            for m in plate.points
            if m.kind == "point" and m.of == muscle.id and m.side == "right" and m.number == point.number
        ):
            yield f"point {point.number} lies in the muscle on no plate"
    zones = [p for _, parts in own for p in parts if p.kind == "zone" and area(p.shape) > TINY]
    for name, words, drawn in _zones(muscle, zones):
        if bool(words) != drawn:
            yield f"{name}: described, but drawn on no plate" if words else f"{name}: drawn, but not described"


def _zones(muscle: Muscle, zones: list[Part]) -> Iterator[tuple[str, str, bool]]:
    """Yield the zones that a muscle and its points may have: a name, the words about it, and whether it is drawn."""
    referral = muscle.referral
    described = {"core": referral.core, "spillover": referral.spillover} if referral else {}
    for zone, words in described.items():
        yield zone, words, any(p.zone == zone for p in zones)
    numbers = {number for p in zones for number in p.points}
    if referral and referral.patterns:
        numbers |= {point.number for point in muscle.points}
    for number in sorted(numbers):
        pattern = muscle.pattern_of(number)
        own = {"core": pattern.core, "spillover": pattern.spillover} if pattern else {}
        for zone in described:
            drawn = any(p.zone == zone and (not p.points or number in p.points) for p in zones)
            yield f"point {number}: {zone}", own.get(zone, ""), drawn


def counts(atlas: Atlas, areas: Areas, structures: Structures) -> dict[str, int]:
    """Return the size of the atlas. Left and right count once."""
    drawn = [muscle for muscle in atlas.muscles.values() if not muscle.parts]
    return {
        "muscles": len(drawn),
        "trigger points": sum(len(muscle.points) for muscle in drawn),
        "patterns of referred pain": sum(muscle.referral is not None for muscle in drawn),
        "structures": len(structures.structures),
        "areas": len(areas.areas),
        "sources": len(atlas.sources),
        "bodies": len(plates.bodies()),
        "plates": sum(len(plates.views(body)) for body in plates.bodies()),
    }
