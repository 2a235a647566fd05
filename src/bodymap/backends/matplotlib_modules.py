"""Copies of matplotlib's renderers that know no settings but bodymap's.

Matplotlib's renderers ask the process-wide `rcParams` while they draw: how text is hinted, how a PDF embeds fonts.
Changing these for the time of a drawing would change them for every thread of the host, and reading them would let a
user's settings change an output. So the two renderer modules are loaded once more under private names, with settings of
their own in place of the global ones. The host's modules and settings are neither read nor touched.
"""

from __future__ import annotations

import os
import sys
import threading
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
"""Every setting that the two renderers ask for; one that is missing here is a KeyError."""


class _Matplotlib:
    """Stands for the package in a private copy: all of it, but with bodymap's settings."""

    rcParams = SETTINGS  # noqa: N815 (as matplotlib calls it)

    def __getattr__(self, name: str) -> Any:
        return getattr(matplotlib(), name)


@cache
def renderer_module(name: str) -> ModuleType:
    """A private copy of a module of matplotlib.backends, `backend_agg` or `backend_pdf`."""
    manager = matplotlib("font_manager")
    source = Path(str(matplotlib().__file__)).parent / "backends" / f"{name}.py"
    spec = spec_from_file_location(f"matplotlib.backends._bodymap_{name}", source)
    assert spec  # noqa: S101 (it is a part of matplotlib)
    assert spec.loader  # noqa: S101
    module: Any = module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses of the module look it up
    spec.loader.exec_module(module)
    module.mpl = _Matplotlib()
    module.get_font = face
    module._fontManager = SimpleNamespace(_find_fonts_by_props=lambda props: [manager.findfont(props)])
    # A PDF would take its date from SOURCE_DATE_EPOCH, whatever that holds; ours have none.
    module.os = SimpleNamespace(**{n: getattr(os, n) for n in dir(os)} | {"getenv": lambda *_: None})
    return module  # type: ignore[no-any-return]


_FACES = threading.local()


def face(files: Any, **_: Any) -> Any:
    """A face of FreeType, one for each file, thread and process, that no setting of the host changes.

    Args:
        files: a font file, or a list of them of which the first is taken; paths, or what matplotlib calls a FontPath.
    """
    first = files if isinstance(files, str | os.PathLike) or hasattr(files, "path") else files[0]
    path = str(getattr(first, "path", first))
    known: dict[tuple[int, str], Any] = _FACES.__dict__.setdefault("known", {})
    key = os.getpid(), path  # FreeType's objects don't survive a fork
    if key not in known:
        known[key] = matplotlib("ft2font").FT2Font(path)
    found = known[key]
    if hasattr(found, "_set_transform"):  # from matplotlib 3.11 on, drawing leaves its own transform behind
        found._set_transform([[0x10000, 0], [0, 0x10000]], [0, 0])
    return found


def font_properties(font: Font, file: Path, size: float) -> Any:
    """A font as matplotlib's FontProperties. Every property is named: one that is left out is taken from the settings.

    Args:
        font: what the display list says of it.
        file: where it is.
        size: of the type, pt.
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
    """Matplotlib's TextToPath, which turns a line of text into outlines, with faces of `face`."""

    class TextToPath(matplotlib("textpath").TextToPath):  # type: ignore[misc]
        """With the face of a file, not one that settings choose."""

        def _get_font(self, props: Any) -> Any:
            found = face(props.get_file())
            found.set_size(self.FONT_SCALE, self.DPI)
            return found

    return TextToPath()
