"""The one call for Python: a condition's name in, a picture out."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import conditions, describe
from .conditions import Condition
from .plates import DEFAULT_BODY
from .scene import Scene, plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A planned picture. Nothing is drawn until it is saved or shown."""

    scene: Scene

    def save(self, path: str | PathLike[str]) -> Path:
        """Write it; the ending says as what: .png, .jpg, .webp, .svg or .pdf.

        Raises:
            BodymapError: the ending is unknown, or nothing can be written there.
        """
        from .export import image  # here: matplotlib comes with it

        target = Path(path)
        image.save(self.scene, target)
        return target

    def figure(self) -> Figure:
        """A matplotlib Figure of it."""
        from . import draw

        return draw.figure(self.scene)

    @property
    def alt(self) -> str:
        """A short text for who can't see it."""
        return describe.alt(self.scene)

    def _repr_png_(self) -> bytes:
        from .export import image

        return image.encode(self.scene, "png")


def render(condition: str | Condition, *, body: str = DEFAULT_BODY, **options: Any) -> Picture:
    """The picture of a condition, by its id or as a record. Further options are those of `scene.plan`.

    Raises:
        BodymapError: something asked for does not exist.
    """
    known = conditions.load(condition) if isinstance(condition, str) else condition
    return Picture(plan(known, body=body, **options))
