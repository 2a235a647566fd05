"""A job: a row that has been found whole, with all that a worker must know to make its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..knowledge import conditions
from ..style import theme
from .columns import Row


class Job(msgspec.Struct, frozen=True):
    """A row to be made.

    `files` are its outputs, as paths from the folder on. `row` names files of the user's own by absolute paths, listed
    in `inputs`. `key` is the hash of everything that the bytes hang on. `given` is what the table says, for the
    manifest.
    """

    line: int
    row: Row
    files: tuple[str, ...]
    key: str
    inputs: tuple[str, ...] = ()
    given: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """What messages call it: the first file."""
        return self.files[0]


def is_own(body: str) -> bool:
    """Whether a body is one of a user's own, which is known by its folder."""
    return Path(body).is_absolute()


def each_path(row: Row, change: Callable[[str], str]) -> Row:
    """The row with every name of a user's own file changed; names that are none of a file stay."""

    def changed(name: str, own: bool) -> str:
        return change(name) if name and own else name

    return msgspec.structs.replace(
        row,
        condition=tuple(changed(name, conditions.is_file(name)) for name in row.condition),
        theme=changed(row.theme, theme.is_file(row.theme)),
        body=changed(row.body, is_own(row.body)),
        **{name: changed(getattr(row, name), True) for name in ("clinic", "logo", "template", "plates")},
        conditions=tuple(map(change, row.conditions)),
    )


def below(row: Row, base: Path) -> Row:
    """The row with its own files sought from the folder `base` on."""
    return each_path(row, lambda name: str(base / name))


def moved(row: Row, root: Path, to: Path) -> Row:
    """The row with its own files, which lie somewhere in `root`, sought at the same places in `to`."""
    return each_path(row, lambda name: str(to / Path(name).relative_to(root)))
