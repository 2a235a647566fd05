"""Put off the import of modules that matplotlib and Pillow import, but that no picture uses.

They take a tenth of the time of a first picture: the widgets of interactive plots, say, or the names of glyphs in TeX's
fonts. A module that is put off is imported as soon as something in it is used. This is for a process of our own: in
another program, its modules are left alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

UNUSED = frozenset(("fontTools.agl", "matplotlib.patches", "matplotlib.text", "matplotlib.widgets", "PIL.ExifTags"))
"""The modules to put off. With them go others, such as matplotlib's collections and lines."""


class _Postponing(MetaPathFinder):
    """Finds modules as usual, but has them run later."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in UNUSED else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def postpone() -> None:
    """Put off the import of what no picture uses, from now on."""
    sys.meta_path.insert(0, _Postponing())
