"""Leave out what a figure's crop leaves out: dots of pain that would lie beside it are neither drawn nor told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
import numpy as np

from ..body import plates
from ..body.geometry import Box, bounds, distance, inside, rings
from ..body.plate import Part
from ..content.picture_content import PictureContent
from ..content.view_content import Zone
from ..layout.records import Figure

LEAST = 330.0
"""Area that the zones of one muscle on one side need inside a figure for their dots to be read, pt²: two or three."""

LEAST_OF_ONE = 130.0
"""The same for a muscle beside another that has enough: it needs a dot of its own."""

SPILLOVER = 0.5
"""What the area of a spillover counts, as a share of that of a core: its dots are that much fewer."""

STEP = 9.0
"""Distance between the places at which a zone is looked for, pt."""

SOFT, RIM = 9.0, 0.35
"""The border over which a cloud of dots thins out, pt, and how dense it is at the very edge."""

F = TypeVar("F", bound=Figure)


def with_seen_zones(figures: Sequence[F]) -> tuple[F, ...]:
    """Return figures with only those zones of which enough lies inside for its dots to be read."""
    return tuple(_with_seen_zones(figure) if figure.zones else figure for figure in figures)


def without_unseen_pain(content: PictureContent, figures: Sequence[Figure]) -> PictureContent | None:
    """Return content without zones if it has some of which no figure shows enough; None if nothing is to change."""
    promised = any(view.zones for view in content.views)
    if not promised or any(figure.zones for figure in with_seen_zones(figures)):
        return None
    return msgspec.structs.replace(
        content, views=tuple(msgspec.structs.replace(view, zones=()) for view in content.views)
    )


def _with_seen_zones(figure: F) -> F:
    parts = {part.id: part for part in plates.load(figure.body, figure.view).parts if part.kind in ("zone", "area")}
    step, shown = STEP / figure.scale, figure.scale**2
    areas = [
        _area_within(parts[zone.part], figure.frame, step) * shown * (1.0 if zone.zone == "core" else SPILLOVER)
        for zone in figure.zones
    ]
    return msgspec.structs.replace(figure, zones=_readable(figure.zones, areas))


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


def _area_within(part: Part, frame: Box, step: float) -> float:
    """Return the area of a part inside a frame, mm², counted at places that are `step` mm apart.

    Places near the border count less, as the dots there are fewer.
    """
    box = bounds([part.shape])
    x0, y0, x1, y1 = max(box[0], frame[0]), max(box[1], frame[1]), min(box[2], frame[2]), min(box[3], frame[3])
    if x0 >= x1 or y0 >= y1:
        return 0.0
    across, down = np.arange(x0 + step / 2, x1, step), np.arange(y0 + step / 2, y1, step)
    places, polygons = np.stack(np.meshgrid(across, down), -1).reshape(-1, 2), rings(part.shape)
    if not len(places) or not (held := inside(polygons, places)).any():
        return 0.0
    depth = np.minimum(distance(polygons, places[held]) * (STEP / step) / SOFT, 1.0)
    return float((RIM + (1 - RIM) * depth).sum()) * step**2
