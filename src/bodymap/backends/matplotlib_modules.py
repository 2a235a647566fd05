"""Load copies of matplotlib's renderers that use only bodymap's settings.

Matplotlib's renderers read the process-wide `rcParams` while they draw: how to hint text, how to embed fonts in a PDF.
Changing them during drawing would change them for every thread of the host program; using them as they are would let a
user's settings change the output. So the two renderer modules are loaded again under private names, with their own
settings instead of the global ones. The host's modules and settings are neither read nor changed.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from ..display.records import Font
from ..style.matplotlib_import import matplotlib

SETTINGS: dict[str, Any] = {
    "agg.path.chunksize": 0,
    "font.enable_last_resort": True,
    "image.composite_image": True,
    "path.simplify": False,
    "path.simplify_threshold": 1 / 9,
    "pdf.compression": 6,
    "pdf.fonttype": 42,
    "pdf.inheritcolor": False,
    "pdf.use14corefonts": False,
    "ps.fonttype": 42,
    "text.hinting": "none",
    "text.hinting_factor": 8,
    "text.kerning_factor": 0,
}
"""Every setting that the two renderers read; a missing one raises KeyError."""


SVG_SETTINGS: dict[str, Any] = {"svg.hashsalt": "bodymap", "svg.fonttype": "path"}
"""The settings with which a user's own figure becomes an SVG that is the same every time."""


class _Matplotlib:
    """Replaces the matplotlib package in a private copy: everything in it, but with other settings."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.rcParams = settings  # (as matplotlib calls it)

    def __getattr__(self, name: str) -> Any:
        return getattr(matplotlib(), name)


@cache
def renderer_module(name: str) -> ModuleType:
    """Return a private copy of a module of matplotlib.backends: `backend_agg` or `backend_pdf`."""
    manager = matplotlib("font_manager")
    module = _private_copy(name, SETTINGS)
    module.get_font = face
    module._fontManager = SimpleNamespace(_find_fonts_by_props=lambda props: [manager.findfont(props)])
    # A PDF would take its date from SOURCE_DATE_EPOCH, whatever its value; ours have no date.
    module.os = SimpleNamespace(**{n: getattr(os, n) for n in dir(os)} | {"getenv": lambda *_: None})
    return module  # type: ignore[no-any-return]


@cache
def svg_backend() -> str:
    """Return the name of a backend, as `Figure.savefig` takes it, that writes a user's own figure with `SVG_SETTINGS`.

    The other settings are the user's.
    """
    return f"module://{_private_copy('backend_svg', ChainMap(SVG_SETTINGS, matplotlib().rcParams)).__name__}"


def _private_copy(name: str, settings: Mapping[str, Any]) -> Any:
    """Load a module of matplotlib.backends again, under a private name and with settings of its own."""
    source = Path(str(matplotlib().__file__)).parent / "backends" / f"{name}.py"
    spec = spec_from_file_location(f"matplotlib.backends._bodymap_{name}", source)
    assert spec  # noqa: S101 (it is part of matplotlib)
    assert spec.loader  # noqa: S101
    module: Any = module_from_spec(spec)
    sys.modules[spec.name] = module  # the module's dataclasses look it up here
    spec.loader.exec_module(module)
    module.mpl = _Matplotlib(settings)
    return module


_FACES = threading.local()


def face(files: Any, **_: Any) -> Any:
    """Return a FreeType face, one per file, thread and process, unaffected by the host's settings.

    Args:
        files: a font file, or a list of which the first is used; paths, or matplotlib's FontPath objects.
    """
    first = files if isinstance(files, str | os.PathLike) or hasattr(files, "path") else files[0]
    path = str(getattr(first, "path", first))
    known: dict[tuple[int, str], Any] = _FACES.__dict__.setdefault("known", {})
    key = os.getpid(), path  # FreeType's objects don't survive a fork
    if key not in known:
        known[key] = matplotlib("ft2font").FT2Font(path)
    found = known[key]
    if hasattr(found, "_set_transform"):  # since matplotlib 3.11, drawing leaves its transform behind
        found._set_transform([[0x10000, 0], [0, 0x10000]], [0, 0])
    return found


def font_properties(font: Font, file: Path, size: float) -> Any:
    """Return a font as FontProperties. Every property is given, since matplotlib takes missing ones from its settings.

    Args:
        font: the font in the display list.
        file: path of the font file.
        size: font size in pt.
    """
    return matplotlib("font_manager").FontProperties(
        family=font.family,
        style="italic" if font.weight == "italic" else "normal",
        variant="normal",
        weight="semibold" if font.weight == "semibold" else "normal",
        stretch="normal",
        size=size,
        fname=str(file),
        math_fontfamily="dejavusans",
    )


@cache
def text_to_path() -> Any:
    """Return a TextToPath, which turns a line of text into outlines, that gets its faces from `face`."""

    class TextToPath(matplotlib("textpath").TextToPath):  # type: ignore[misc]
        """Uses the face of a given file, not one chosen by the settings."""

        def _get_font(self, props: Any) -> Any:
            found = face(props.get_file())
            found.set_size(self.FONT_SCALE, self.DPI)
            return found

    return TextToPath()
