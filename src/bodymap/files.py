"""Where the files that come with bodymap lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def assets() -> Path:
    """The folder of the assets: inside the installed package, or beside `src/` in a checkout."""
    here = Path(__file__).parent
    packed = here / "assets"
    return packed if packed.is_dir() else here.parents[1] / "assets"
