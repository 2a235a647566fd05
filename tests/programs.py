"""The programs that people open our files with; a test that needs one is marked with its name, and skips without it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pytest


class Program(NamedTuple):
    """How it may be called, and the Debian package that has it, which `.ci/run` installs."""

    names: tuple[str, ...]
    package: str

    @property
    def path(self) -> str | None:
        """Where it is."""
        return next(filter(None, map(shutil.which, self.names)), None)


PROGRAMS = {
    "browser": Program(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "poppler": Program(("pdftoppm",), "poppler-utils"),
    "office": Program(("soffice",), "libreoffice-impress"),
    "inkscape": Program(("inkscape",), "inkscape"),
}
"""By their markers."""


def missing() -> list[str]:
    """The packages of those that are not here; `.ci/run` asks, before anything of ours is installed."""
    return [program.package for program in PROGRAMS.values() if not program.path]


def skip_without(item: pytest.Item) -> None:
    """Skip a test whose program is not here, and say which."""
    import pytest

    for marker, program in PROGRAMS.items():
        if item.get_closest_marker(marker) and not program.path:
            item.add_marker(pytest.mark.skip(reason=f"needs the program {program.names[0]}, which is not installed"))


def path(marker: str) -> str:
    """Where the program of a marked test is."""
    found = PROGRAMS[marker].path
    assert found, f"mark the test with {marker}"
    return found
