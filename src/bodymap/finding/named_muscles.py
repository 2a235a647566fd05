"""A picture's condition from the command line, without a file: muscles with roles, and areas that hurt."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BodymapError, quoted, unknown
from ..knowledge.anatomy import atlas
from ..knowledge.conditions import Condition, Felt, MuscleRole, Role, without_points
from .find import places


def condition(muscles: Sequence[str], pain: Sequence[str] = (), *, title: str = "", points: bool = False) -> Condition:
    """The condition of muscles, as `infraspinatus:primary`, and of areas where it is felt.

    A muscle without a role is `secondary`, a muscle that is often involved; if none has one, all are `primary`. It may
    have an intensity from 0 to 1, as `infraspinatus=0.8` or `infraspinatus:primary=0.8`.

    Raises:
        BodymapError: a muscle, a role or an area is unknown, an intensity is none, or there is no muscle.
    """
    if not muscles:
        raise BodymapError("name a condition, or at least one --muscle")
    known = atlas()
    given = {id: (role, intensity) for id, role, intensity in map(_parsed, muscles)}
    rest = Role.SECONDARY if any(role == Role.PRIMARY for role, _ in given.values()) else Role.PRIMARY
    cast = tuple(
        MuscleRole(known.muscle(id).id, role or rest, intensity=intensity) for id, (role, intensity) in given.items()
    )
    main = [known.muscle(entry.muscle).name for entry in cast if entry.role == Role.PRIMARY]
    if not main:
        raise BodymapError("at least one --muscle must be primary, as infraspinatus:primary")
    found = Condition(
        id="ad-hoc",
        name=title or ", ".join(main),
        group="own",
        summary="",
        muscles=cast,
        pain=tuple(dict.fromkeys(id for word in pain for place in places([word]) for id in place.areas)),
        felt=Felt.AREAS,
    )
    return found if points else without_points(found)


def _parsed(text: str) -> tuple[str, Role | None, float | None]:
    named, equals, amount = text.partition("=")
    id, colon, role = named.partition(":")
    if colon and role not in tuple(Role):
        raise unknown("role", role, tuple(Role), where=f"--muscle {text}")
    return id, Role(role) if colon else None, _intensity(amount, text) if equals else None


def _intensity(amount: str, text: str) -> float:
    try:
        found = float(amount)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise BodymapError(f"--muscle {text}: the intensity {quoted(amount)} must be a number from 0 to 1")
    return found
