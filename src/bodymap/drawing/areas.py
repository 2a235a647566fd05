"""Areas of the skin: a soft tint under the muscles and a dotted outline over them."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Transform

from ..style.theme import Theme

DOTTED = (0, (0.01, 2.6))
"""Round dots, in line widths: no muscle has such an edge."""


def outlined(shape: Path, place: Transform, look: Theme) -> Iterator[tuple[Artist, str]]:
    """The tint and the outline of an area, each with its layer of `ORDER`."""
    tint = PathPatch(shape, fc=to_rgba(look.area.tint, look.area.alpha), ec="none", transform=place)
    edge = PathPatch(shape, fc="none", ec=look.area.edge, lw=look.area.width, transform=place)
    edge.set(linestyle=DOTTED, capstyle="round")
    yield tint, "area"
    yield edge, "bound"
