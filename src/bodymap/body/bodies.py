"""The available bodies, their views and the files of their plates. No plate is opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..errors import BodymapError, folded, unknown
from ..files.disk import assets
from ..knowledge.anatomy import View, ViewLike

DEFAULT_BODY = "neutral-adult"

EVERYDAY = {
    "woman": "female",
    "women": "female",
    "f": "female",
    "man": "male",
    "men": "male",
    "m": "male",
    "default": "neutral",
    "unisex": "neutral",
}
"""Everyday words for bodies, each with the word that a body's id begins with."""

MOST_BYTES = 32 * 1024 * 1024
"""Maximum size of a plate in bytes. Real ones are one or two megabytes, mostly shading."""


def bodies() -> tuple[str, ...]:
    """Return the bodies that have plates, the default one first."""
    return _ours(_folder())


def in_folder(folder: Path, name: str) -> str:
    """Return the name under which `plates.load` finds a body in a user's own folder of plates: its path.

    Raises:
        BodymapError: the folder has no such body.
    """
    choices = _in(folder)
    if not choices:
        raise BodymapError(
            f"{folder}: has no plates; put them there as <body>/<view>.svg", field="plates", value=folder
        )
    if name not in choices:
        raise unknown("body", name, choices, where=str(folder), field="body")
    return str(folder.resolve() / name)


def known(name: str) -> str:
    """Return the id of the body that a name means: case is ignored, and a word is enough, e.g. female or woman.

    Raises:
        BodymapError: there is no such body.
    """
    if Path(name).is_absolute() or name in bodies():
        return name
    typed = folded(name)
    typed = EVERYDAY.get(typed, typed)
    meant = [body for body in bodies() if typed in (folded(body), body.partition("-")[0])]
    if len(meant) != 1:
        raise unknown("body", name, bodies(), listing="bodymap list bodies", field="body")
    return meant[0]


def views(body: str) -> tuple[View, ...]:
    """Return the views for which a body has plates.

    Raises:
        BodymapError: there is no such body.
    """
    if not Path(body).is_absolute() and body not in bodies():
        raise unknown("body", body, bodies(), listing="bodymap list bodies", field="body")
    return tuple(view for view in View if file(body, view).is_file())


def file(body: str, view: ViewLike) -> Path:
    """Return the path of a body's plate in a view, whether or not the file exists."""
    return _folder() / body / f"{view}.svg"  # an absolute `body` replaces the folder


def label(path: Path) -> str:
    """Return the name of a plate's file in messages."""
    return str(path.relative_to(_folder().parent)) if path.is_relative_to(_folder()) else str(path)


def _folder() -> Path:
    return assets() / "plates"


@cache
def _ours(folder: Path) -> tuple[str, ...]:
    return _in(folder)


def _in(folder: Path) -> tuple[str, ...]:
    names = {path.parent.name for path in folder.glob("*/*.svg")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_BODY, name)))
