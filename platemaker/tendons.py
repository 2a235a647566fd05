"""Where a muscle's belly ends and its tendon begins, from `sources/tendons.yaml`, as closed curves with teeth.

The file gives each tendon's share of the muscle's length, measured along the fibres from the origin or the insertion.
It also says which muscles are tendon alone beyond the wrist or the ankle. Fibres end on a tendon one by one, so the
junction is cut into uneven teeth wherever fibres meet it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import contourpy
import msgspec
import numpy as np
import shapely
from scipy.ndimage import gaussian_filter, zoom

from .cover import areal
from .fibres import Fibres, unit
from .mesh import Floats

FACTS = Path(__file__).parent / "sources" / "tendons.yaml"

REACH, LEAST_REACH, MOST_REACH = 0.11, 3.0, 10.0
"""Length of a tooth as a share of the root of the area, and its limits, mm."""
PERIOD, LEAST_PERIOD, MOST_PERIOD = 1 / 30, 1.5, 3.6
"""Width of a tooth as a share of the root of the area, and its limits, mm."""
ZOOM = 3
"""Times finer than the field that the junction is traced."""
BODY = -99.0
"""Depth in the tendon of a muscle without one, mm."""

Measure = Literal["length", "fibres"]

Place = tuple[float, float]


class Tendons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tendons of a muscle.

    Attributes:
        origin: the share of the length that the tendon of origin takes.
        insertion: the share that the tendon of insertion takes.
        measure: whether shares count along the whole muscle, or along each fibre, as in broad muscles.
        turned: whether fibres are drawn from the insertion to the origin: the plate's strokes, or without any the way
            that `forms.WAYS` gives.
        sources: keys of the file's list of works.
    """

    sources: tuple[str, ...]
    origin: float = 0.0
    insertion: float = 0.0
    measure: Measure = "length"
    turned: bool = False


class Beyond(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A joint beyond which muscles are tendon alone.

    Attributes:
        after: the landmark above it; the limb runs from there to the joint.
        muscles: the muscles.
        sources: keys of the file's list of works.
        views: views that show nothing but what is beyond the joint.
    """

    after: str
    muscles: tuple[str, ...]
    sources: tuple[str, ...]
    views: tuple[str, ...] = ()


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    works: dict[str, str]
    beyond: dict[str, Beyond]
    muscles: dict[str, Tendons]


@cache
def _facts() -> _Facts:
    """Return the file.

    Raises:
        ValueError: an entry cites a work that the file does not list, or a muscle beyond a joint has no tendon.
    """
    found = msgspec.yaml.decode(FACTS.read_bytes(), type=_Facts)
    for name, entry in (*found.muscles.items(), *found.beyond.items()):
        if missing := set(entry.sources) - set(found.works):
            raise ValueError(f"{FACTS.name}: {name} cites {', '.join(sorted(missing))}, which is not among the works")
    for joint, entry in found.beyond.items():
        if missing := set(entry.muscles) - set(found.muscles):
            raise ValueError(f"{FACTS.name}: {', '.join(sorted(missing))} beyond the {joint} must have a tendon")
    return found


def facts() -> dict[str, Tendons]:
    """Return the tendons of each muscle that shows one."""
    return _facts().muscles


def beyond(muscle: str, view: str, landmarks: Mapping[str, Place], places: Floats) -> Floats:
    """Return how far places lie beyond the joint past which a muscle is tendon alone, mm; `BODY` without one.

    Args:
        muscle: its id.
        view: the view that shows it.
        landmarks: the view's landmarks of the right side.
        places: (n, 2) mm.

    Returns:
        (n,) mm along the limb; negative before the joint.
    """
    for joint, entry in _facts().beyond.items():
        if muscle in entry.muscles:
            if view in entry.views:
                return np.full(len(places), -BODY)
            start, end = np.array(landmarks[entry.after]), np.array(landmarks[joint])
            return np.asarray((places - end) @ ((end - start) / np.linalg.norm(end - start)))
    return np.full(len(places), BODY)


class Junction:
    """The tendons in a field of fibres.

    Attributes:
        depth: (n,), how far each cell lies in a tendon, mm; negative in the belly.
        reach: how long the longest teeth are, mm.
        direction: (n, 2), along the fibres in the belly, and along the line of pull in the tendons.
    """

    def __init__(
        self,
        fibres: Fibres,
        tendons: Tendons,
        past: Floats | None = None,
        levels: tuple[float, float] | None = None,
    ) -> None:
        """Measure the depth.

        Args:
            fibres: the field.
            tendons: the shares.
            past: (n,), how far each cell lies beyond a joint past which there is only tendon, mm.
            levels: in place of shares, the heights y, mm, at which the tendon of origin ends and that of insertion
                begins, if the view shows only a part of the muscle; the origin is above if the first is smaller.
        """
        size = float(np.sqrt(fibres.area.area))
        self.reach = float(np.clip(REACH * size, LEAST_REACH, MOST_REACH))
        self._period = float(np.clip(PERIOD * size, LEAST_PERIOD, MOST_PERIOD))
        self._fibres = fibres
        self.depth = np.full(fibres.count, BODY) if past is None else past
        if levels is not None:
            down = 1 if levels[0] < levels[1] else -1
            along, length, ends = down * fibres.places[:, 1], 1.0, (down * levels[0], down * levels[1])
        else:
            of_fibre = tendons.measure == "fibres"
            along, length = (
                (fibres.share(), fibres.length) if of_fibre else (fibres.along / fibres.length, fibres.length)
            )
            ends = tendons.origin, 1 - tendons.insertion
        if tendons.origin:
            self.depth = np.maximum(self.depth, (ends[0] - along) * length)
        if tendons.insertion:
            self.depth = np.maximum(self.depth, (along - ends[1]) * length + fibres.rise)

        in_tendon = np.clip(self.depth / self.reach + 0.5, 0, 1)[:, None]
        self.direction = unit((1 - in_tendon) * fibres.direction + in_tendon * fibres.pull)

    def area(self, seed: int) -> shapely.Geometry:
        """Return the tendons' area with its teeth."""
        fibres = self._fibres
        into = unit(fibres.gradient(self.depth))
        meets = np.clip((np.abs((into * fibres.direction).sum(1)) - 0.15) / 0.6, 0, 1)
        ends = gaussian_filter(fibres.spread(meets), 2)
        depth, across = fibres.spread(self.depth), fibres.spread(fibres.across) / self._period
        depth, across, ends = (zoom(grid, ZOOM, order=1) for grid in (depth, across, ends))
        heights = 0.2 + 0.8 * np.random.default_rng(seed).random(4096)
        tooth, place = np.floor(across).astype(int), across % 1
        high = (1 - place) * heights[tooth % 4096] + place * heights[(tooth + 1) % 4096]
        field = depth - self.reach * ends * (np.abs(2 * place - 1) * high * 2 - 0.7)
        field[0] = field[-1] = field[:, 0] = field[:, -1] = BODY
        xs = np.linspace(fibres.xs[0], fibres.xs[-1], field.shape[1])
        ys = np.linspace(fibres.ys[0], fibres.ys[-1], field.shape[0])
        return areal(_above(field, xs, ys).intersection(fibres.area), 2.0)


def _above(field: Floats, xs: Floats, ys: Floats) -> shapely.Geometry:
    """Return the area where a grid is above 0."""
    area: shapely.Geometry = shapely.Polygon()
    lines = [line for line in contourpy.contour_generator(xs, ys, field).lines(0.0) if len(line) > 3]
    pieces = [shapely.Polygon(line).buffer(0) for line in lines]
    for piece in sorted((p for p in pieces if p.area > 2), key=lambda p: -p.area):
        area = area.symmetric_difference(piece)
    return area.simplify(0.08).buffer(0)
