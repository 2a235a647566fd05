"""A picture's condition from the command line, without a file: muscles with roles, and areas that hurt."""

from __future__ import annotations

from collections.abc import Sequence

from .anatomy import atlas
from .conditions import Condition, Felt, MuscleRole, Role, without_points
from .errors import BodymapError, unknown
from .find import places


def condition(muscles: Sequence[str], pain: Sequence[str] = (), *, title: str = "", points: bool = False) -> Condition:
    """The condition of muscles, as `infraspinatus:primary`, and of areas where it is felt.

    A muscle without a role is `secondary`, a muscle that is often involved; if none has one, all are `primary`.

    Raises:
        BodymapError: a muscle, a role or an area is unknown, or there is no muscle.
    """
    if not muscles:
        raise BodymapError("name a condition, or at least one --muscle")
    known = atlas()
    given = dict(_parsed(text) for text in muscles)
    rest = Role.SECONDARY if Role.PRIMARY in given.values() else Role.PRIMARY
    cast = tuple(MuscleRole(known.muscle(id).id, role or rest) for id, role in given.items())
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


def _parsed(text: str) -> tuple[str, Role | None]:
    id, colon, role = text.partition(":")
    if colon and role not in tuple(Role):
        raise unknown("role", role, tuple(Role), where=f"--muscle {text}")
    return id, Role(role) if colon else None
