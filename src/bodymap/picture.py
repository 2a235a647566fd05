"""The calls for Python: a condition's name in, a picture out, or a picture in somebody's own Axes."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .body.bodies import DEFAULT_BODY
from .errors import BodymapError
from .export import describe
from .knowledge import conditions
from .knowledge.conditions import Condition
from .layout.sheets import Sheet
from .scene import Scene, plan

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A planned picture. Nothing is drawn until it is saved or shown."""

    scene: Scene

    def save(self, *paths: str | PathLike[str], text: str = "paths", sidecar: bool = False) -> Path:
        """Write it; the ending says as what: .png, .jpg, .webp, .svg or .pdf. Several paths get the same picture.

        Args:
            paths: where to.
            text: how an SVG holds its words, `paths` or `text`.
            sidecar: write the description too, beside the first, as x.alt.txt.

        Returns:
            The first path.

        Raises:
            BodymapError: an ending is unknown, or nothing can be written there; then none is written.
        """
        from .export import image  # here: matplotlib comes with it

        targets = [Path(path) for path in paths]
        if not targets:
            raise BodymapError("name a file to write")
        image.save(self.scene, *targets, text=text, sidecar=sidecar)
        return targets[0]

    def figure(self) -> Figure:
        """A matplotlib Figure of it."""
        from .backends import axes
        from .export import image

        return axes.figure(image.displayed(self.scene))

    @property
    def alt(self) -> str:
        """A short text for who can't see it."""
        return describe.alt(self.scene)

    @property
    def description(self) -> str:
        """What it shows, from the whole to the details, in plain sentences."""
        return describe.long(self.scene)

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


def draw(condition: str | Condition, *, ax: Axes, body: str = DEFAULT_BODY, **options: Any) -> list[Artist]:
    """Draw the picture of a condition into an Axes of one's own, which becomes its sheet, and return the artists.

    The picture is laid out for the size that the Axes has now, with type in true points. The Axes loses its axis and
    is measured in points from then on; nothing else of the figure, and none of matplotlib's settings, is touched.
    Further options are those of `scene.plan`, but for `sheet`, `turn` and `dpi`.

    Raises:
        BodymapError: something asked for does not exist, or the Axes is too small.
    """
    from .backends import axes
    from .export import image

    for option in ("sheet", "turn", "dpi"):
        if option in options:
            raise BodymapError(f"{option} does not go with ax: the Axes is the sheet")
    figure = ax.get_figure(root=True)
    if figure is None:
        raise BodymapError("the Axes belongs to no figure")
    wide, tall = (figure.get_size_inches() * 72 * ax.get_position().size).tolist()
    known = conditions.load(condition) if isinstance(condition, str) else condition
    scene = plan(known, body=body, sheet=Sheet("axes", wide, tall, float(figure.dpi)), **options)
    return axes.draw(image.displayed(scene), ax)
