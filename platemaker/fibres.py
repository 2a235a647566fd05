"""The course of a muscle's fibres over its whole area, from a few strokes or from the shape alone.

Directions have no sign, so they are interpolated as double angles (cos 2a, sin 2a), the smoothest field that keeps to
the strokes (a Laplace equation; Knutsson's tensor representation of orientation). A border that nearly follows the
fibres is followed exactly. Without strokes, fibres follow the flow of heat from one end of the longest way through the
shape to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse
from scipy.ndimage import distance_transform_edt, gaussian_filter, map_coordinates
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.sparse.linalg import factorized
from scipy.spatial import KDTree

from .mesh import Floats

CELLS = 70.0
"""A cell of the grid is the root of the area over this, mm, between `FINEST` and `COARSEST`."""
FINEST, COARSEST = 0.5, 1.6

STROKE_WEIGHT, RIM_WEIGHT = 4.0, 1.2
"""How strongly strokes, and borders along the fibres, hold the field."""
ALIGNED = 0.2
"""A border counts from this cosine of twice its angle to the fibres; fully from 0.5 more."""

ROUND = 0.16
"""A belly rounds off within this share of the root of its area, mm, between `LEAST_ROUND` and `MOST_ROUND`."""
LEAST_ROUND, MOST_ROUND = 3.0, 14.0


SOFT = 0.22
"""Fibres turn into a tendon in the middle of a belly over this share of half its width."""
SLICES = 48
"""Slices along the length, in each of which the width of the belly is measured."""


@dataclass(frozen=True, slots=True)
class Slant:
    """How the fibres of a pennate muscle slant against its line of pull.

    Attributes:
        angle: between them, rad.
        side: the sign of x that fibres run to on the way; 0 if they run to the middle of the belly from both sides.
        bands: how many middles lie side by side.
        rise: how much farther the tendon of insertion reaches up in the middle, as a share of the length.
    """

    angle: float
    side: float = 0.0
    bands: int = 1
    rise: float = 0.0


class Fibres:
    """Fibres on a grid of cells in a shape.

    Attributes:
        cell: the size of a cell, mm.
        xs: the columns' positions, mm.
        ys: the rows' positions, mm.
        mask: (h, w), which cells lie in the shape; the fields below have one value for each of these n cells.
        places: (n, 2), their positions, mm.
        pull: (n, 2), unit vectors along the muscle, from origin to insertion if the strokes run so.
        direction: (n, 2), unit vectors along the fibres; those of `pull` unless the muscle is pennate.
        along: (n,), mm along the line of pull from the origin's end.
        across: (n,), mm across it.
        rise: (n,), how much farther the tendon of insertion reaches here than at the edge, mm.
        inward: (h, w), distance to the border, mm.
    """

    def __init__(
        self,
        area: shapely.Geometry,
        strokes: Sequence[Floats],
        *,
        way: tuple[float, float] = (0.0, 1.0),
        slant: Slant | None = None,
    ) -> None:
        """Compute the fibres of an area, mm, from its strokes, (n, 2) mm each, or without any from its shape.

        Fibres without strokes run the `way` of this vector, x and y: down, if it is not given. With a `slant` the
        strokes are the line of pull, and fibres slant against it.
        """
        self._way = np.array(way)
        self.area, (x0, y0, x1, y1) = area, area.bounds
        self.cell = h = float(np.clip(np.sqrt(area.area) / CELLS, FINEST, COARSEST))
        self.xs, self.ys = np.arange(x0 - 3 * h, x1 + 4 * h, h), np.arange(y0 - 3 * h, y1 + 4 * h, h)
        columns, rows = np.meshgrid(self.xs, self.ys)
        self.mask: NDArray[np.bool_] = shapely.contains_xy(area, columns, rows)
        self.places = np.column_stack([columns[self.mask], rows[self.mask]])
        self._connect()
        self.inward: Floats = distance_transform_edt(self.mask) * h
        self._outside = distance_transform_edt(~self.mask, return_distances=False, return_indices=True)
        tangents = [found for stroke in strokes if len(stroke) > 1 and len((found := self._tangents(stroke))[0])]
        self.drawn = bool(tangents)
        self.pull = self._directions(tangents or [self._lengthwise()])
        self.along = self._joined(self._integral(self.pull))
        self.along -= np.percentile(self.along, 0.3)
        self.across = self._integral(np.column_stack([-self.pull[:, 1], self.pull[:, 0]]))
        self.length = float(np.percentile(self.along, 99.7))
        self.direction, self.rise = self.pull, np.zeros(self.count)
        if slant:
            self.direction = self._slanted(slant)
            self.rise = slant.rise * self.length * np.clip(1 - np.abs(self._beside_middle(1)), 0, 1)

    def _connect(self) -> None:
        """Set up the graph of neighbouring cells and its Laplacian."""
        self.count = int(self.mask.sum())
        self._index = np.full(self.mask.shape, -1)
        self._index[self.mask] = np.arange(self.count)
        pairs = ((self._index[:, :-1], self._index[:, 1:]), (self._index[:-1], self._index[1:]))
        self._beside = [(a[both], b[both]) for a, b in pairs for both in [(a >= 0) & (b >= 0)]]
        a, b = (np.concatenate(ends) for ends in zip(*self._beside, strict=True))
        graph = sparse.coo_matrix((np.ones(len(a)), (a, b)), (self.count, self.count))
        self._graph = (graph + graph.T).tocsr()
        self._degree = np.asarray(self._graph.sum(1)).ravel()
        self._laplace = sparse.diags(self._degree) - self._graph

    # --- fields on the grid -----------------------------------------------------------------------------------------

    def spread(self, values: Floats) -> Floats:
        """Return a field on the whole grid (h, w); outside, each cell has the value of the nearest one inside."""
        whole = np.zeros(self.mask.shape)
        whole[self.mask] = values
        return whole[tuple(self._outside)]

    def at(self, grid: Floats, points: Floats) -> Floats:
        """Return a grid's values at points (n, 2) mm."""
        rows, columns = (points[:, 1] - self.ys[0]) / self.cell, (points[:, 0] - self.xs[0]) / self.cell
        found: Floats = map_coordinates(grid, [rows, columns], order=1, mode="nearest")
        return found

    def gradient(self, values: Floats) -> Floats:
        """Return the gradient of a field, (n, 2)."""
        down, right = np.gradient(self.spread(values), self.cell)
        return np.column_stack([right[self.mask], down[self.mask]])

    def share(self) -> Floats:
        """Return for each cell how far along its own fibre it lies, 0 at the origin's border to 1 at the other.

        It is the harmonic function that is 0 where fibres enter the area and 1 where they leave it.
        """
        rim = np.flatnonzero(self._degree < 4)
        outward = -unit(self.gradient(gaussian_filter(self.inward, 1.0)[self.mask]))[rim]
        runs = (outward * self.pull[rim]).sum(1)
        held = np.zeros(self.count)
        held[rim[np.abs(runs) > 0.6]] = 1e3
        ends = np.zeros(self.count)
        ends[rim[runs > 0.6]] = 1e3
        if not ends.any() or (ends == held).all():
            return np.clip(self.along / self.length, 0, 1)
        solve = factorized((self._laplace + sparse.diags(held + 1e-9)).tocsc())
        return np.clip(solve(ends), 0, 1)

    def swell(self) -> Floats:
        """Return how high the belly stands, mm: a screened Poisson solution, round at the border, flat far inside."""
        self.round = float(np.clip(np.sqrt(self.area.area) * ROUND, LEAST_ROUND, MOST_ROUND))
        screened = self._laplace + sparse.diags(4 - self._degree + (self.cell / self.round) ** 2)
        height = factorized(screened.tocsc())(np.full(self.count, self.cell**2))
        return np.sqrt(np.maximum(height, 0))

    # --- the direction ----------------------------------------------------------------------------------------------

    def _tangents(self, stroke: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Return the cells that a stroke passes, and its direction there."""
        line = shapely.get_coordinates(shapely.LineString(stroke).segmentize(self.cell * 0.7))
        middle = (line[1:] + line[:-1]) / 2
        columns, rows = np.rint((middle - (self.xs[0], self.ys[0])) / self.cell).astype(int).T
        inside = (rows >= 0) & (columns >= 0) & (rows < len(self.ys)) & (columns < len(self.xs))
        found = np.full(len(middle), -1)
        found[inside] = self._index[rows[inside], columns[inside]]
        return found[found >= 0], unit(np.diff(line, axis=0))[found >= 0]

    def _lengthwise(self) -> tuple[NDArray[np.int64], Floats]:
        """Return directions in all cells along the longest way through each piece, from its origin's end."""
        pieces, piece = connected_components(self._graph)
        cold, hot = np.zeros(self.count, bool), np.zeros(self.count, bool)
        for number in range(pieces):
            cells = np.flatnonzero(piece == number)
            one = self._farthest(cells[0])
            ends = sorted((one, self._farthest(one)), key=lambda cell: float(self.places[cell] @ self._way))
            reach = max(3 * self.cell, np.sqrt(len(cells)) * self.cell * 0.06)
            for end, held in zip(ends, (cold, hot), strict=True):
                near = ((self.places[cells] - self.places[end]) ** 2).sum(1) < reach**2
                held[cells[near]] = True
        system = self._laplace + sparse.diags(1e3 * (cold | hot) + 1e-9)
        return np.arange(self.count), unit(self.gradient(factorized(system.tocsc())(1e3 * hot)))

    def _farthest(self, cell: int) -> int:
        way = dijkstra(self._graph, indices=cell, unweighted=True)
        return int(np.where(np.isinf(way), -1, way).argmax())

    def _smooth(self, values: Floats, weight: Floats) -> Floats:
        """Return the smoothest field that keeps to values (n, 2) where they have weight (n,)."""
        solve = factorized((self._laplace + sparse.diags(weight + 1e-7)).tocsc())
        return np.column_stack([solve(values[:, k] * weight) for k in range(2)])

    def _directions(self, tangents: Sequence[tuple[NDArray[np.int64], Floats]]) -> Floats:
        doubled, signed, weight = np.zeros((self.count, 2)), np.zeros((self.count, 2)), np.zeros(self.count)
        for cells, along in tangents:
            np.add.at(doubled, cells, twice(along))
            np.add.at(signed, cells, along)
            np.add.at(weight, cells, 1.0)
        held = weight > 0
        doubled[held] /= weight[held, None]
        weight = np.where(held, STROKE_WEIGHT, 0.0)
        first = unit(self._smooth(doubled, weight))
        rim = np.flatnonzero((self._degree < 4) & ~held)
        doubled[rim] = twice(self._along_border(self.places[rim]))
        weight[rim] = RIM_WEIGHT * np.clip(((doubled[rim] * first[rim]).sum(1) - ALIGNED) / 0.5, 0, 1)
        angle = np.arctan2(*unit(self._smooth(doubled, weight)).T[::-1]) / 2
        found = np.column_stack([np.cos(angle), np.sin(angle)])
        like = self._smooth(signed, np.where(held, STROKE_WEIGHT, 0.0))
        for _ in range(2):
            found *= np.where((found * like).sum(1) < 0, -1, 1)[:, None]
            like = self._smooth(found, np.full(self.count, 0.05))
        return found

    def _slanted(self, slant: Slant) -> Floats:
        """Return the line of pull, turned by the angle of the fibres."""
        left = np.column_stack([-self.pull[:, 1], self.pull[:, 0]])
        if slant.side:
            turn = np.sign(left[:, 0] * slant.side) * slant.angle
        else:
            turn = -np.clip(self._beside_middle(slant.bands) / SOFT, -1, 1) * slant.angle
        return np.cos(turn)[:, None] * self.pull + np.sin(turn)[:, None] * left

    def _beside_middle(self, bands: int) -> Floats:
        """Return how far each cell lies from the middle of its band: (n,), from -1 to 1 across the width there."""
        slices = np.clip(self.along / self.length * SLICES, 0, SLICES - 1).astype(int)
        low, high = np.full(SLICES, np.inf), np.full(SLICES, -np.inf)
        np.minimum.at(low, slices, self.across)
        np.maximum.at(high, slices, self.across)
        known = np.flatnonzero(np.isfinite(low))
        levels = (np.arange(SLICES) + 0.5) * self.length / SLICES
        edges = [
            gaussian_filter(np.interp(levels, levels[known], edge[known]), 1.5, mode="nearest") for edge in (low, high)
        ]
        first, last = (np.interp(self.along, levels, edge) for edge in edges)
        share = np.clip((self.across - first) / np.maximum(last - first, self.cell), 0, 1 - 1e-9) * bands
        return 2 * (share % 1) - 1

    def _along_border(self, points: Floats) -> Floats:
        """Return the direction of the border nearest to each point."""
        lines, dots = shapely.get_parts(self.area.boundary), shapely.points(points)
        nearest = np.stack([shapely.distance(line, dots) for line in lines]).argmin(0)
        along = np.zeros((len(points), 2))
        for number, line in enumerate(lines):
            mine = nearest == number
            at = shapely.line_locate_point(line, dots[mine])
            before, after = (
                shapely.get_coordinates(shapely.line_interpolate_point(line, (at + step) % line.length))
                for step in (-1.2 * self.cell, 1.2 * self.cell)
            )
            along[mine] = unit(after - before)
        return along

    def _joined(self, along: Floats) -> Floats:
        """Return mm along the fibres over all pieces of an area: a tendon goes on across a gap."""
        pieces, piece = connected_components(self._graph)
        largest = np.flatnonzero(piece == np.bincount(piece).argmax())
        near = KDTree(self.places[largest])
        for number in range(pieces):
            cells = np.flatnonzero(piece == number)
            if cells[0] in largest:
                continue
            far, nearest = near.query(self.places[cells])
            end = int(np.argmin(far))
            last = largest[nearest[end]]
            onward = np.sign(self.pull[last] @ (self.places[cells[end]] - self.places[last]))
            along[cells] += along[last] + onward * far[end] - along[cells[end]]
        return along

    def _integral(self, vectors: Floats) -> Floats:
        """Return the function whose gradient is nearest to the vectors."""
        right = np.zeros(self.count)
        for axis, (a, b) in enumerate(self._beside):
            flow = self.cell * (vectors[a, axis] + vectors[b, axis]) / 2
            np.add.at(right, a, -flow)
            np.add.at(right, b, flow)
        return np.asarray(factorized((self._laplace + sparse.diags(np.full(self.count, 1e-8))).tocsc())(right))


def unit(vectors: Floats) -> Floats:
    """Return vectors (n, 2) with length 1."""
    return vectors / (np.linalg.norm(vectors, axis=1)[:, None] + 1e-12)


def twice(directions: Floats) -> Floats:
    """Return directions without a sign: (cos 2a, sin 2a)."""
    x, y = directions.T
    return np.column_stack([x**2 - y**2, 2 * x * y])
