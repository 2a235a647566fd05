"""Finds muscles by the names that people type, and makes a condition of them without a file."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import BodymapError, one_of, quoted, unknown
from ..knowledge import groups
from ..knowledge.anatomy import Muscle, atlas
from ..knowledge.conditions import Condition, Felt, MuscleRole, Role, without_points
from .find import places


def muscle_named(name: str, field: str = "") -> Muscle:
    """Return a muscle by its id, name, Latin name or another name, see `groups.members`.

    Args:
        name: what was typed.
        field: the option that it was typed for.

    Raises:
        BodymapError: there is no such muscle, or the name means several; the message names some.
    """
    found = groups.members(name, field)
    if len(found) > 1:
        message = f"{quoted(name)} is a group of muscles; name one: {one_of(map(repr, found))}"
        raise BodymapError(message, field=field, value=name, choices=found)
    return atlas().muscle(found[0])


def condition(muscles: Sequence[str], pain: Sequence[str] = (), *, title: str = "", points: bool = False) -> Condition:
    """Return a condition made from muscles, such as `infraspinatus:primary`, and painful areas.

    A group of muscles, such as `hamstrings`, means each of its members.
    A muscle without a role is `secondary`, which means often involved. If none is given as `primary`, it is `primary`.
    A muscle can have an intensity from 0 to 1: `infraspinatus=0.8` or `infraspinatus:primary=0.8`.

    Raises:
        BodymapError: a muscle, role, area or intensity is not valid, a muscle comes twice, or there are no muscles.
    """
    if not muscles:
        raise BodymapError("name a condition or at least one muscle")
    parsed = [_parsed(text) for text in muscles]
    ids = [id for found, _, _ in parsed for id in found]
    for number, id in enumerate(ids):
        if id in ids[:number]:
            raise BodymapError(f"{id!r} is named twice", field="muscle", value=id)
    rest = Role.SECONDARY if any(role == Role.PRIMARY for _, role, _ in parsed) else Role.PRIMARY
    entries = tuple(MuscleRole(id, role or rest, intensity=at) for found, role, at in parsed for id in found)
    main = [groups.name_of(found) for found, role, _ in parsed if (role or rest) == Role.PRIMARY]
    if not main:
        raise BodymapError("at least one muscle must be primary, e.g. infraspinatus:primary", field="muscle")
    made = Condition(
        id="ad-hoc",
        name=title or ", ".join(main),
        group="own",
        summary="",
        muscles=entries,
        pain=painful_areas(pain),
        felt=Felt.AREAS,
    )
    return made if points else without_points(made)


def painful_areas(words: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the areas that words name, each once.

    Raises:
        BodymapError: a word names no area.
    """
    try:
        return tuple(dict.fromkeys(id for word in words for place in places([word]) for id in place.areas))
    except BodymapError as error:
        raise BodymapError(str(error), field="pain", value=error.value, choices=error.choices) from error


def _parsed(text: str) -> tuple[tuple[str, ...], Role | None, float | None]:
    """Return the ids of the muscles that are named, their role and their intensity."""
    named, equals, amount = text.partition("=")
    name, colon, role = named.partition(":")
    if colon and role.strip().casefold() not in tuple(Role):
        raise unknown("role", role, tuple(Role), where=text, field="muscle")
    chosen = Role(role.strip().casefold()) if colon else None
    return groups.members(name, "muscle"), chosen, _intensity(amount, text) if equals else None


def _intensity(amount: str, text: str) -> float:
    try:
        intensity = float(amount)
    except ValueError:
        intensity = -1.0
    if not 0 <= intensity <= 1:
        message = f"{text}: the intensity {quoted(amount)} must be a number from 0 to 1"
        raise BodymapError(message, field="muscle", value=amount)
    return intensity
