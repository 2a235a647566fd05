"""All that is kept compiled, made: when the package is built, and before many pictures are drawn side by side."""

from __future__ import annotations

from .body import plates
from .finding import covers
from .knowledge import anatomy, areas, conditions
from .looks import theme


def warm() -> None:
    """Read all that comes with bodymap, so that `bodymap.files.kept` has it.

    Raises:
        BodymapError: a file is faulty.
    """
    anatomy.atlas()
    areas.areas()
    theme.skins()
    conditions.library()
    for body in plates.bodies():
        for view in plates.views(body):
            plates.load(body, view)
        covers.of(body)
