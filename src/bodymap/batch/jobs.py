"""A job: a row without errors, with everything that a worker needs to make its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..knowledge import chart_sides
from ..style import theme_files
from .columns import Row


class Job(msgspec.Struct, frozen=True):
    """A row to be made.

    `files` are its outputs, as paths in the output folder. `row` refers to the user's own files by absolute path, which
    `inputs` lists. `key` is the hash of everything that affects the bytes. `given` holds the values in the table, for
    the manifest.
    """

    line: int
    row: Row
    files: tuple[str, ...]
    key: str
    inputs: tuple[str, ...] = ()
    given: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The name of the job in messages: its first file."""
        return self.files[0]


def is_own(body: str) -> bool:
    """Return whether a body is one of the user's own, which go by the path of their folder."""
    return Path(body).is_absolute()


def each_path(row: Row, change: Callable[[str], str]) -> Row:
    """Return the row with the path of each of the user's own files changed; other names stay the same."""

    def changed(name: str, own: bool) -> str:
        return change(name) if name and own else name

    def condition(name: str) -> str:
        plain, side = chart_sides.apart(name)
        return changed(plain, chart_sides.is_file(plain)) + side

    return msgspec.structs.replace(
        row,
        condition=tuple(map(condition, row.condition)),
        theme=changed(row.theme, theme_files.is_file(row.theme)),
        body=changed(row.body, is_own(row.body)),
        **{name: changed(getattr(row, name), True) for name in ("clinic", "logo", "template", "plates")},
        own=tuple(map(change, row.own)),
    )


def below(row: Row, base: Path) -> Row:
    """Return the row with its files relative to the folder `base`."""
    return each_path(row, lambda name: str(base / name))


def moved(row: Row, root: Path, to: Path) -> Row:
    """Return the row with its files moved from `root` to `to`, at the same relative paths."""
    return each_path(row, lambda name: str(to / Path(name).relative_to(root)))
