"""What a shell completes: the values of options and arguments. Nothing is looked up before a shell asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..formats import kinds
from ..options.option import Option

Completer = Callable[[str], list[str]]


def of_option(option: Option) -> Completer | None:
    """Return what completes the values of an option, if there is something."""
    if option.choices:
        return _one_of(option.choices)
    known = {
        "body": bodies,
        "theme": themes,
        "skin": skins,
        "size": sizes,
        "format": formats,
        "muscle": muscles,
        "point": points,
        "structure": structures,
        "spot": areas,
        "pain": areas,
    }
    return known.get(option.name)


def conditions(incomplete: str) -> list[str]:
    """Return the ids of conditions that begin so."""
    from ..knowledge.condition_library import ids

    return _matching(ids(), incomplete)


def regions(incomplete: str) -> list[str]:
    """Return the ids of regions that begin so."""
    from ..knowledge.regions import regions

    return _matching((region.id for region in regions().regions), incomplete)


def subjects(incomplete: str) -> list[str]:
    """Return the ids of regions, groups and conditions that begin so."""
    from ..knowledge.groups import groups

    return [*regions(incomplete), *_matching(groups().groups, incomplete), *conditions(incomplete)]


def muscles(incomplete: str) -> list[str]:
    """Return the ids of muscles and groups that begin so."""
    from ..knowledge.anatomy import atlas
    from ..knowledge.groups import groups

    return _matching((*atlas().muscles, *groups().groups), incomplete)


def points(incomplete: str) -> list[str]:
    """Return the trigger points that begin so: a muscle's id and a number."""
    from ..knowledge.anatomy import atlas

    muscles = atlas().muscles.values()
    return _matching((f"{muscle.id}.{point.number}" for muscle in muscles for point in muscle.points), incomplete)


def areas(incomplete: str) -> list[str]:
    """Return the ids of areas that begin so."""
    from ..knowledge import areas

    return _matching(areas.areas().areas, incomplete)


def structures(incomplete: str) -> list[str]:
    """Return the ids of structures that begin so."""
    from ..knowledge import structures

    return _matching(structures.structures().structures, incomplete)


def pages(incomplete: str) -> list[str]:
    """Return the ids of conditions, muscles, groups and structures that begin so."""
    return [*conditions(incomplete), *muscles(incomplete), *structures(incomplete)]


def bodies(incomplete: str) -> list[str]:
    """Return the bodies that begin so."""
    from ..body import bodies

    return _matching(bodies.bodies(), incomplete)


def themes(incomplete: str) -> list[str]:
    """Return the themes that begin so."""
    from ..style import theme_files

    return _matching(theme_files.themes(), incomplete)


def skins(incomplete: str) -> list[str]:
    """Return the skin tones that begin so."""
    from ..style import theme_files

    return _matching(theme_files.skins(), incomplete)


def sizes(incomplete: str) -> list[str]:
    """Return the sizes that begin so."""
    from ..layout.sheets import NAMED

    return _matching(NAMED, incomplete)


def formats(incomplete: str) -> list[str]:
    """Return the kinds of picture that begin so."""
    return _matching(kinds(), incomplete)


def _one_of(choices: Iterable[str]) -> Completer:
    def complete(incomplete: str) -> list[str]:
        return _matching(choices, incomplete)

    return complete


def _matching(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def listings(incomplete: str) -> list[str]:
    """Return the lists that begin so."""
    from .listings import LISTINGS

    return _matching(LISTINGS, incomplete)
