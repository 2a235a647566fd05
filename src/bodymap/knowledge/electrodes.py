"""Where the electrodes of surface EMG are placed, as the SENIAM project recommends."""

from __future__ import annotations

from functools import cache

from ..errors import unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.fields import Id, Line
from ..files.validation import MOST_BYTES, parse
from .anatomy import Citation, Record, View, atlas

FORMAT = 1
"""Version of the compiled form. Raise it whenever the records below change."""

STATURE = 1700.0
"""Height of the body on which distances beside a landmark are given, mm."""


class Place(Record, frozen=True):
    """A landmark, or a place beside it: `out` mm outward and `down` mm down, on a body of `STATURE`."""

    landmark: Id
    out: float = 0.0
    down: float = 0.0


class ElectrodeSite(Record, frozen=True):
    """A pair of electrodes on a muscle: their middle lies on a line between two places.

    Attributes:
        muscle: the id of the muscle.
        view: the view that shows the place.
        share: how far from `start` to `end` the middle lies, 0 to 1.
        page: the page of seniam.org that says so.
        start: where the line begins.
        end: where it ends.
    """

    muscle: Id
    view: View
    share: float
    page: Line
    start: Place
    end: Place


class _File(Record, frozen=True):
    electrodes: tuple[ElectrodeSite, ...]
    sources: tuple[Citation, ...]


@cache
def electrodes() -> tuple[ElectrodeSite, ...]:
    """Return the sites that come with bodymap, read once.

    Raises:
        BodymapError: the file is faulty, or a muscle or a source is unknown.
    """
    path = assets() / "electrodes.yaml"
    raw = contents(path, most=MOST_BYTES, label=path.name)
    known = "\n".join((*atlas().muscles, *atlas().sources)).encode()
    return disk_cache.compiled("electrodes", FORMAT, _File, (raw, known), lambda: _parsed(raw, path.name)).electrodes


def _parsed(raw: bytes, label: str) -> _File:
    file = parse(raw, _File, label=label)
    for site in file.electrodes:
        if site.muscle not in atlas().muscles:
            raise unknown("muscle", site.muscle, atlas().muscles, where=label)
    for source in file.sources:
        if source.key not in atlas().sources:
            raise unknown("source", source.key, atlas().sources, where=label)
    return file
