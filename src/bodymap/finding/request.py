"""What a picture is asked to be of: a condition of the library or of a file, narrowed; or muscles named one by one."""

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
    """The condition that is drawn.

    Args:
        name: a condition's id or file; None where `muscles` stand for it.
        muscles: muscles with their roles, see `adhoc.condition`.
        pain: areas where it is felt, with `muscles`.
        title: the picture's title, with `muscles`.
        points: whether trigger points are drawn; None: those of a condition are, those of `muscles` are not.
        region: narrows a condition that may be anywhere.
        own: folders of the user's own conditions.

    Raises:
        BodymapError: something is unknown, or what is given does not go together.
    """
    if name is None:
        if region:
            raise BodymapError("--region needs a condition")
        return named_muscles.condition(muscles, pain, title=title, points=bool(points))
    given = [option for option, value in (("--muscle", muscles), ("--pain", pain), ("--title", title)) if value]
    if given:
        raise BodymapError(f"a condition and {given[0]} do not go together: name one or the other")
    found = conditions.load(name, own)
    found = conditions.in_region(found, region) if region else found
    return conditions.without_points(found) if points is False else found
