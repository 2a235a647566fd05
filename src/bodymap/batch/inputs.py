"""Finds the user's own files that a row is made from; their bytes are part of its key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..body.bodies import MOST_BYTES
from ..export.handout import clinic
from ..files.disk import contents
from ..knowledge import chart_sides
from ..style import theme_files
from .columns import Row
from .jobs import is_own


def of(row: Row) -> Iterator[tuple[str, Path]]:
    """Yield each file with the column that names it. The row must have been checked, and name its files by path.

    Files next to a template are not included, because it could use any of them.

    Raises:
        BodymapError: a file that another file refers to can't be read.
    """
    names = (chart_sides.apart(name)[0] for name in row.condition)
    yield from (("condition", Path(name)) for name in names if chart_sides.is_file(name))
    if theme_files.is_file(row.theme):
        yield from (("theme", path) for path in of_theme(Path(row.theme)))
    if is_own(row.body):
        yield from (("plates", path) for path in sorted(Path(row.body).glob("*.svg")))
    if row.clinic:
        path = Path(row.clinic)
        yield "clinic", path
        if logo := clinic.load(path).logo:
            yield "clinic", plain(Path(logo))
    yield from ((name, Path(getattr(row, name))) for name in ("logo", "template") if getattr(row, name))


def of_theme(path: Path) -> Iterator[Path]:
    """Yield a theme's file, and its fonts and logo."""
    yield path
    look = theme_files.check(path).whole()
    names = [*msgspec.to_builtins(look.fonts).values(), look.logo]
    yield from (plain(path.parent / name) for name in names if name)


def plain(path: Path) -> Path:
    """Return the path with `..` resolved."""
    return Path(os.path.normpath(path))


def read(path: Path) -> bytes:
    """Return the bytes of one of the user's own files.

    Raises:
        BodymapError: it can't be read, or is too large.
    """
    return contents(path, most=2 * MOST_BYTES, label=str(path))
