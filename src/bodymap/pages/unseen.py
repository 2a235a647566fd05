"""Leave out what a figure's crop leaves out: pain and muscles that would lie beside it are neither named nor told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec
import numpy as np

from ..body import plates
from ..body.geometry import Box, Shape, bounds, distance, inside, rings
from ..body.plate import Part, Plate
from ..content.perineum import on_the_perineum
from ..content.picture_content import PictureContent, numbered
from ..content.view_content import Zone
from ..knowledge.anatomy import View
from ..layout.pain_dots import dots, without_strays
from ..layout.records import Figure

LEAST = 370.0
"""Area that the zones of one muscle on one side need inside a figure for their dots to be read, pt²: nearly three."""

LEAST_OF_ONE = 130.0
"""The same for a muscle beside another that has enough: it needs a dot of its own."""

SPILLOVER = 0.5
"""What the area of a spillover counts, as a share of that of a core: its dots are that much fewer."""

PART = 0.1
"""Share of what a view has of a muscle that must lie inside its figure, so that it can be recognised."""

GRID = 24
"""Number of places across and down at which it is looked whether a muscle lies inside its figure."""

STEP = 9.0
"""Distance between the places at which a zone is looked for, pt."""

SOFT, RIM = 9.0, 0.35
"""The border over which a cloud of dots thins out, pt, and how dense it is at the very edge."""

F = TypeVar("F", bound=Figure)


def with_seen_zones(figures: Sequence[F]) -> tuple[F, ...]:
    """Return figures with only those zones of which enough lies inside for its dots to be read."""
    return tuple(_with_seen_zones(figure) if figure.zones else figure for figure in figures)


def only_seen(content: PictureContent, figures: Sequence[Figure]) -> PictureContent | None:
    """Return content that tells only what can be seen in its figures; None if that is all of it.

    Pain of which no figure shows enough is left out, and muscles that are cut off by every figure have no name and no
    number: they are listed as not seen.
    """
    shown = without_unseen_pain(content, figures)
    seen = _seen_in(figures)
    cut = [entry.muscle for entry in content.muscles if entry.views and not seen.get(entry.muscle)]
    if not cut:
        return shown
    muscles = tuple(
        msgspec.structs.replace(entry, views=tuple(seen.get(entry.muscle, ()))) if entry.muscle in cut else entry
        for entry in content.muscles
    )
    return numbered(msgspec.structs.replace(shown or content, muscles=muscles))


def _seen_in(figures: Sequence[Figure]) -> dict[str, list[View]]:
    """Return the views that show a part of each muscle that can be recognised."""
    seen: dict[str, list[View]] = {}
    for figure in figures:
        shapes = {part.id: part.shape for part in plates.load(figure.body, figure.view).parts}
        for highlight in figure.highlights:
            views = seen.setdefault(highlight.muscle, [])
            if figure.view not in views and _share_within(shapes[highlight.part], figure.frame) >= PART:
                views.append(figure.view)
    return seen


def _share_within(shape: Shape, frame: Box) -> float:
    """Return the share of a shape that lies inside a frame, both in mm on a plate."""
    x0, y0, x1, y1 = bounds([shape])
    if frame[0] <= x0 and frame[1] <= y0 and x1 <= frame[2] and y1 <= frame[3]:
        return 1.0
    across, down = (a + (np.arange(GRID) + 0.5) * (b - a) / GRID for a, b in ((x0, x1), (y0, y1)))
    places = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2)
    held = places[inside(rings(shape), places)]
    within = ((held >= frame[:2]) & (held <= frame[2:])).all(1)
    return float(within.mean()) if len(held) else 0.0


def without_unseen_pain(content: PictureContent, figures: Sequence[Figure]) -> PictureContent | None:
    """Return content without zones if it has some of which no figure shows enough; None if nothing is to change."""
    promised = any(view.zones for view in content.views)
    if not promised or any(figure.zones for figure in with_seen_zones(figures)):
        return None
    return msgspec.structs.replace(
        content, views=tuple(msgspec.structs.replace(view, zones=()) for view in content.views)
    )


def _with_seen_zones(figure: F) -> F:
    plate = plates.load(figure.body, figure.view)
    parts = {part.id: part for part in plate.parts if part.kind in ("zone", "area")}
    step, shown = STEP / figure.scale, figure.scale**2
    areas = [
        _area_within(plate, parts[zone.part], figure.frame, step) * shown * (1.0 if zone.zone == "core" else SPILLOVER)
        for zone in figure.zones
    ]
    shown_zones = msgspec.structs.replace(figure, zones=_readable(figure.zones, areas))
    return shown_zones if _has_dots(shown_zones, plate, parts) else msgspec.structs.replace(figure, zones=())


def _has_dots(figure: Figure, plate: Plate, parts: Mapping[str, Part]) -> bool:
    """Return whether the zones of a figure have dots inside it: a thin one may have none, however large it is."""
    if not figure.zones:
        return True
    places = dots(figure, plate, parts)
    return bool(len(without_strays(places[((places >= figure.place[:2]) & (places <= figure.place[2:])).all(1)])))


def _readable(zones: Sequence[Zone], areas: Sequence[float]) -> tuple[Zone, ...]:
    """Return the zones of the muscles and areas that have enough inside the figure; their pieces count together."""
    whole: dict[tuple[str, str, str], float] = {}
    for zone, area in zip(zones, areas, strict=True):
        owner = zone.muscle, zone.area, zone.side
        whole[owner] = whole.get(owner, 0.0) + area
    if max(whole.values()) < LEAST:
        return ()
    return tuple(
        zone
        for zone, area in zip(zones, areas, strict=True)
        if area and whole[zone.muscle, zone.area, zone.side] >= LEAST_OF_ONE
    )


def _area_within(plate: Plate, part: Part, frame: Box, step: float) -> float:
    """Return the area of a part of a plate inside a frame, mm², counted at places that are `step` mm apart.

    Places near the border count less, as the dots there are fewer; those on the perineum have none.
    """
    box = bounds([part.shape])
    x0, y0, x1, y1 = max(box[0], frame[0]), max(box[1], frame[1]), min(box[2], frame[2]), min(box[3], frame[3])
    if x0 >= x1 or y0 >= y1:
        return 0.0
    across, down = np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)
    places, polygons = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2), rings(part.shape)
    if not len(places) or not (held := inside(polygons, places) & ~on_the_perineum(plate, places)).any():
        return 0.0
    depth = np.minimum(distance(polygons, places[held]) * (STEP / step) / SOFT, 1.0)
    return float((RIM + (1 - RIM) * depth).sum()) * step**2
