"""Python functions that look up muscles, conditions, areas, bodies and themes, or check a user's own files."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from .body import bodies as body_files
from .errors import BodymapError, BodymapTypeError, FileError, quoted
from .finding.find import Finding, PainPlace
from .finding.search import Match
from .knowledge import condition_library
from .knowledge import structures as structure_files
from .knowledge.anatomy import Muscle, atlas
from .knowledge.conditions import Condition
from .knowledge.groups import Group
from .knowledge.structures import Structure
from .options import checks
from .options.choices import DEFAULT_BODY
from .style import theme_files

Folder = str | PathLike[str]


def muscle(name: str) -> Muscle:
    """Return a muscle by its id, name, Latin name or another name, e.g. "upper traps" or ECRB.

    Raises:
        BodymapError: there is no such muscle, or the name means several; the message suggests some.
    """
    from .finding.named_muscles import muscle_named

    return muscle_named(checks.text(name, "name"))


def groups() -> tuple[Group, ...]:
    """Return the groups of muscles, such as the hamstrings, with their members."""
    from .knowledge import groups as grouped

    return tuple(grouped.groups().groups.values())


def members(name: str) -> tuple[Muscle, ...]:
    """Return the muscles that a name means: one for a muscle, the members for a group.

    Raises:
        BodymapError: there is no such muscle or group, or the name means several; the message suggests some.
    """
    from .knowledge import groups as grouped

    return tuple(map(atlas().muscle, grouped.members(checks.text(name, "name"))))


def structure(name: str) -> Structure:
    """Return a structure (a tendon, fascia, ligament, bone, nerve, bursa or joint) by its id or any of its names.

    Raises:
        BodymapError: there is no such structure; the message suggests the nearest.
    """
    return structure_files.structures().named(checks.text(name, "name"))


def structures() -> tuple[Structure, ...]:
    """Return all structures, in the order of their files."""
    return tuple(structure_files.structures().structures.values())


def condition(name: Folder, *, folders: Sequence[Folder] = ()) -> Condition:
    """Return a condition by its id, name, alternative name or file.

    Args:
        name: the id, a name in upper or lower case, or the path of a file (.yaml).
        folders: folders with your own conditions, which override those of the library.

    Raises:
        BodymapError: there is no such condition (the message suggests the nearest), or its file has an error.
    """
    text = str(name) if isinstance(name, PathLike) else checks.text(name, "name")
    return condition_library.load(text, _paths("folders", folders))


def conditions(*, folders: Sequence[Folder] = ()) -> tuple[Condition, ...]:
    """Return all conditions, sorted by group and name.

    Args:
        folders: folders with your own conditions, which override those of the library.

    Raises:
        BodymapError: a folder is missing, or a file has an error.
    """
    return condition_library.library(_paths("folders", folders))


def bodies() -> tuple[str, ...]:
    """Return the names of the bodies, the default one first."""
    return body_files.bodies()


def themes() -> tuple[str, ...]:
    """Return the names of the themes, the default one first."""
    return theme_files.themes()


def search(words: str, *, folders: Sequence[Folder] = ()) -> tuple[Match, ...]:
    """Return the conditions, muscles, groups, structures and areas that some words may mean, the most likely first.

    Args:
        words: a name or part of one, or what a patient says: "trapped nerve in the neck". Spelling, order and word
            forms matter little.
        folders: folders with your own conditions.

    Raises:
        BodymapError: nothing fits.
    """
    from .finding import search as searching

    return searching.search(checks.text(words, "words"), _paths("folders", folders))


def find(
    *places: str | PainPlace, most: int | None = None, body: str = DEFAULT_BODY, folders: Sequence[Folder] = ()
) -> tuple[Finding, ...]:
    """Return the muscles that can refer pain to one or more places, the most likely first.

    Args:
        places: where it hurts: an area in plain words ("side of my head"), or a spot of a view in millimetres
            ("posterior:120,640").
        most: maximum number of muscles; None for all.
        body: the body whose plates are measured.
        folders: folders with your own conditions.

    Raises:
        BodymapError: a place is unknown or off the body.
    """
    from .finding import find as finding

    if not places:
        raise BodymapError("name at least one place, e.g. temple", field="places")
    asked = [place if isinstance(place, PainPlace) else _place(checks.text(place, "places")) for place in places]
    shown = None if most is None else checks.count(most, "most")
    folder_paths = _paths("folders", folders)
    return finding.find(asked, body=body_files.known(checks.text(body, "body")), own=folder_paths)[:shown]


def _place(text: str) -> PainPlace:
    from .finding import find as finding

    return finding.spot(text) if ":" in text else finding.places([text])[0]


def check(*files: Folder) -> tuple[FileError, ...]:
    """Return every error in your own conditions and themes (.yaml) and plates (.svg); empty if there are none."""
    from .authoring import check as checking

    return tuple(error for path in _paths("files", files) for error in checking.faults(path))


def _paths(field: str, values: object) -> tuple[Path, ...]:
    if isinstance(values, str | PathLike):
        values = (values,)
    if not isinstance(values, Sequence) or not all(isinstance(value, str | PathLike) for value in values):
        raise BodymapTypeError(f"{field} must be a list of paths, not {quoted(values)}", field=field, value=values)
    return tuple(Path(value) for value in values)
