"""Which bodies there are, in which views, and the files of their plates. No plate is opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..errors import BodymapError, folded, unknown
from ..files.disk import assets
from ..knowledge.anatomy import View

DEFAULT_BODY = "neutral-adult"

MOST_BYTES = 32 * 1024 * 1024
"""A plate is one or two megabytes, most of it the shading."""


def bodies() -> tuple[str, ...]:
    """The bodies that have plates, the default one first."""
    return _ours(_folder())


def in_folder(folder: Path, name: str) -> str:
    """What `plates.load` calls a body of a user's own folder of plates: its path.

    Raises:
        BodymapError: the folder holds no such body.
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
    """Return the id of the body that a name means: in any case, and the first word of it alone, e.g. female.

    Raises:
        BodymapError: there is no such body.
    """
    if Path(name).is_absolute() or name in bodies():
        return name
    typed = folded(name)
    meant = [body for body in bodies() if typed in (folded(body), body.partition("-")[0])]
    if len(meant) != 1:
        raise unknown("body", name, bodies(), listing="bodymap list bodies", field="body")
    return meant[0]


def views(body: str) -> tuple[View, ...]:
    """The views that a body has plates of.

    Raises:
        BodymapError: there is no such body.
    """
    if not Path(body).is_absolute() and body not in bodies():
        raise unknown("body", body, bodies(), listing="bodymap list bodies", field="body")
    return tuple(view for view in View if file(body, view).is_file())


def file(body: str, view: str) -> Path:
    """Where the plate of a body in a view lies, or would lie."""
    return _folder() / body / f"{view}.svg"  # an absolute `body` stands for itself


def label(path: Path) -> str:
    """What messages call a plate's file."""
    return str(path.relative_to(_folder().parent)) if path.is_relative_to(_folder()) else str(path)


def _folder() -> Path:
    return assets() / "plates"


@cache
def _ours(folder: Path) -> tuple[str, ...]:
    return _in(folder)


def _in(folder: Path) -> tuple[str, ...]:
    names = {path.parent.name for path in folder.glob("*/*.svg")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_BODY, name)))
