"""Which muscles are pennate, and how their fibres slant as a view shows them, from `sources/pennation.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from .fibres import Slant

FACTS = Path(__file__).parent / "sources" / "pennation.yaml"

Toward = Literal["middle", "medial", "lateral", "front", "back"]
"""Where fibres run as they go down: to a tendon in the middle of the belly, or to one at a side of it."""

_MEDIAL = {"anterior": 1.0, "plantar": 1.0, "posterior": -1.0}
"""The sign of x toward the midline, on the right half of a plate."""

_FRONT = {"right-lateral": 1.0, "medial": -1.0}
"""The sign of x toward the front, on the plates of a side."""


class Pennation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fibres of a pennate muscle.

    Attributes:
        angle: between the fibres and the line of pull, degrees.
        toward: where fibres run, by view. In a view without an entry they follow the line of pull.
        sources: keys of the file's list of works.
        bands: how many tendons lie side by side in the belly; only with `middle`.
        rise: how much farther up the tendon of insertion reaches in the middle, as a share of the length.
    """

    angle: float
    toward: dict[str, Toward]
    sources: tuple[str, ...]
    bands: int = 1
    rise: float = 0.0


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    works: dict[str, str]
    muscles: dict[str, Pennation]


@cache
def facts() -> dict[str, Pennation]:
    """Return the pennate muscles of `sources/pennation.yaml`.

    Raises:
        ValueError: an entry cites a work that the file does not list.
    """
    found = msgspec.yaml.decode(FACTS.read_bytes(), type=_Facts)
    for name, entry in found.muscles.items():
        if missing := set(entry.sources) - set(found.works):
            raise ValueError(f"{FACTS.name}: {name} cites {', '.join(sorted(missing))}, which is not among the works")
    return found.muscles


def slant_of(muscle: str, view: str) -> Slant | None:
    """Return how a muscle's fibres slant in a view, on the body's right side; None if they follow the line of pull."""
    entry = facts().get(muscle)
    toward = entry.toward.get(view) if entry else None
    if entry is None or toward is None:
        return None
    angle = float(np.radians(entry.angle))
    if toward == "middle":
        return Slant(angle, bands=entry.bands, rise=entry.rise)
    if toward in ("front", "back"):
        return Slant(angle, side=_FRONT[view] * (1.0 if toward == "front" else -1.0))
    return Slant(angle, side=_MEDIAL[view] * (1.0 if toward == "medial" else -1.0))
