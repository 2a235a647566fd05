"""Shape the mark of pain along a long thin area, such as the edge of the shin: rings at even distances from its border.

Lines of equal height of a blurred band wave where its width varies. A ring here is drawn around the middle line of the
band, a parabola, as a band with round ends that narrows or widens evenly. In plate millimetres.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .raster import Grid, Mask, Raster

LONG = 6.0
"""An area is a band if it is at least this many times as long as wide."""

BINS, ENDS = 16, 5
"""Places along a band at which its middle and its width are measured; points around each end of a ring."""

LEAST = 0.6
"""The least width of a band, as a share of its mean width."""

NARROWER, TRIES = 0.9, 3
"""A band that runs over the edge of the body is narrowed by this factor, up to this number of times."""

HEART = 0.4, 0.3
"""Half the width of the centre of a mark as a share of that of its innermost ring, and its length as a share of the
band's."""

_BETWEEN = 8


class Band(NamedTuple):
    """A long thin area: its ends along its own axis, its middle line and its half-width there, mm.

    `origin` and `axes` turn the plate: the first axis runs along the band, the second across. `middle` and `half` are
    the coefficients of polynomials, the highest first.
    """

    origin: Grid
    axes: Grid
    start: float
    end: float
    middle: Grid
    half: Grid

    @property
    def width(self) -> float:
        """Half of its mean width, mm."""
        return float(np.polyval(self.half, np.linspace(self.start, self.end, BINS)).mean())

    def ring(self, share: float) -> Grid:
        """Return the ring that is `share` as wide as the band, (n, 2) mm on the plate.

        It is a closed line, at an even distance from the border, whose first point is not repeated.
        """
        inset = (1 - share) * self.width
        return self._around(self.start + inset, self.end - inset, inset)

    def centre(self, share: float, largest: float) -> Grid:
        """Return the outline of the centre of a mark whose innermost ring is `share` as wide as the band, mm.

        Args:
            share: the width of the innermost ring.
            largest: the most that half its width may be, mm.
        """
        half = min(HEART[0] * share * self.width, largest)
        reach = max(HEART[1] * (self.end - self.start) / 2, half)
        middle = (self.start + self.end) / 2
        return self._around(middle - reach, middle + reach, self.width - half)

    @property
    def place(self) -> tuple[float, float]:
        """The middle of the band on the plate, mm."""
        x, y = self._on_plate(np.array([(self.start + self.end) / 2]), np.zeros(1))[0].tolist()
        return x, y

    def _around(self, start: float, end: float, inset: float) -> Grid:
        """Return a closed line with round ends, `inset` mm within the border of the band."""
        half = max(float(np.polyval(self.half, (start + end) / 2)) - inset, 1e-3)
        turn = np.linspace(-np.pi / 2, np.pi / 2, ENDS)
        along = np.concatenate(
            [
                end - half + half * np.cos(turn),
                np.linspace(end - half, start + half, _BETWEEN + 2)[1:-1],
                start + half - half * np.cos(turn),
                np.linspace(start + half, end - half, _BETWEEN + 2)[1:-1],
            ]
        )
        ones = np.ones(_BETWEEN)
        across = np.concatenate([np.sin(turn), ones, -np.sin(turn), -ones])
        return self._on_plate(along, across * np.maximum(np.polyval(self.half, along) - inset, 0.3 * half))

    def _on_plate(self, along: Grid, across: Grid) -> Grid:
        places = np.stack([along, np.polyval(self.middle, along) + across], 1)
        return np.asarray(places @ self.axes + self.origin)


def band_of(mask: Raster, own: Mask, body: Mask) -> Band | None:
    """Return an area as a band that lies in the body; None if it is not long and thin, or can't be drawn as one.

    Args:
        mask: the grid of the area.
        own: its cells.
        body: the cells of the body in the window of the figure.
    """
    cells = np.argwhere(own)[:, ::-1].astype(np.float64)
    points = mask.at(cells)
    origin = points.mean(0)
    lengths, axes = np.linalg.eigh(np.cov((points - origin).T))
    if lengths[1] < LONG * max(lengths[0], 1e-9):  # a quick look; the width is measured below
        return None
    turned = axes[:, ::-1].T
    along, across = ((points - origin) @ turned.T).T
    start, end = float(along.min()), float(along.max())
    edges = np.linspace(start, end, BINS + 1)
    at = np.clip(np.digitize(along, edges) - 1, 0, BINS - 1)
    count = np.bincount(at, minlength=BINS)
    half = count * mask.step**2 / ((end - start) / BINS) / 2
    if (end - start) < LONG * 2 * half.mean() or not count.all():
        return None
    places = (edges[1:] + edges[:-1]) / 2
    middle = np.polyfit(places, np.bincount(at, across, BINS) / count, 2, w=np.sqrt(count))
    line = np.polyfit(places[1:-1], half[1:-1], 1)
    if np.polyval(line, [start, end]).min() < LEAST * half.mean():
        line = np.array([0.0, half.mean()])
    band = Band(origin, turned, start, end, middle, line)
    for _ in range(TRIES):
        if mask.share_of(band.ring(0.95), body) == 1:
            return band
        band = band._replace(half=band.half * NARROWER)
    return None
