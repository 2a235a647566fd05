"""What else can hurt at a place: joints, nerves and the like of the library's conditions, and the place's red flags."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..knowledge import conditions
from ..knowledge.anatomy import atlas
from ..knowledge.areas import areas as known_areas
from ..knowledge.conditions import Condition, Role, StructureRole, Warnings
from ..knowledge.flags import flags
from ..knowledge.groups import of_id

MOST = 6
"""Maximum number of conditions that are named."""


class OtherCauses(msgspec.Struct, frozen=True):
    """Conditions of joints, nerves, tendons or bones that hurt at a place, and the signs that need help first."""

    conditions: tuple[str, ...]
    warnings: tuple[Warnings, ...]


def other_causes(areas: Sequence[str], library: Sequence[Condition]) -> OtherCauses:
    """Return what else than muscles can hurt in these areas.

    A condition counts if it hurts in one of them, in a finer area within one, or in one that holds it, and shows a
    structure beside its muscles; it doesn't count if its pain only spreads there.
    Those that hurt in few other areas come first. The signs are those that `assets/flags.yaml` requires there.
    """
    with_larger = known_areas().with_larger
    wanted = set(with_larger(areas))
    found = []
    for condition in library:
        hurts = set(conditions.where_it_hurts(condition).hurts)
        here = {id for id in hurts if wanted & set(with_larger([id]))}
        if condition.structures and here:
            found.append((len(hurts - here), condition.name))
    required = (flags().flags[id] for id in flags().required(areas))
    return OtherCauses(tuple(name for _, name in sorted(found)[:MOST]), conditions.warnings_of(required))


def causes_beside(muscle: str, areas: Sequence[str], library: Sequence[Condition]) -> tuple[str, ...]:
    """Return what else than this muscle can hurt where its pain is felt, the likeliest first.

    Conditions with a sore structure that name the muscle come first, those of which it is a main muscle before others;
    then those of `other_causes`.
    """
    names = {muscle, atlas().muscle(muscle).parent}
    main: list[str] = []
    often: list[str] = []
    for condition in library:
        roles = {entry.role for entry in condition.muscles if names & set(of_id(entry.muscle))}
        if roles and any(entry.role == StructureRole.PAINFUL for entry in condition.structures):
            (main if Role.PRIMARY in roles else often).append(condition.name)
    return tuple(dict.fromkeys((*main, *often, *other_causes(areas, library).conditions)))[:MOST]
