"""Finds the subject of a picture: a condition from the library or a file, or individually named muscles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import BodymapError
from ..knowledge import conditions
from ..knowledge.conditions import Condition
from . import named_muscles


def subject(
    name: str | None,
    muscles: Sequence[str] = (),
    pain: Sequence[str] = (),
    *,
    title: str = "",
    points: bool | None = None,
    region: str | None = None,
    own: Sequence[Path] = (),
) -> Condition:
    """Return the condition to draw.

    Args:
        name: a condition's id, name or file; None if `muscles` are given instead.
        muscles: muscles with their roles, see `named_muscles.condition`.
        pain: painful areas, with `muscles`.
        title: the picture's title, with `muscles`.
        points: whether to draw trigger points; None to draw those of a condition but not those of `muscles`.
        region: restricts a condition that can be anywhere to one region.
        own: folders with the user's own conditions.

    Raises:
        BodymapError: something is unknown, or two things can't be combined.
    """
    if name is None:
        if region:
            raise BodymapError("a region needs a condition", field="region", value=region)
        return named_muscles.condition(muscles, pain, title=title, points=bool(points))
    for field, noun, value in (
        ("muscle", "muscles", muscles),
        ("pain", "painful areas", pain),
        ("title", "a title", title),
    ):
        if value:
            raise BodymapError(
                f"{noun} can't be combined with a condition; give one or the other", field=field, value=value
            )
    condition = conditions.load(name, own)
    condition = conditions.in_region(condition, region) if region else condition
    return conditions.without_points(condition) if points is False else condition
