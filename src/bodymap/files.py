"""Where the files that come with bodymap lie, and how a file from anyone is opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .errors import BodymapError


@cache
def assets() -> Path:
    """The folder of the assets: inside the installed package, or beside `src/` in a checkout."""
    here = Path(__file__).parent
    packed = here / "assets"
    return packed if packed.is_dir() else here.parents[1] / "assets"


def contents(path: Path, *, most: int, label: str) -> bytes:
    """The bytes of a file, of which there may be `most`: what is larger is a mistake or an attack.

    Raises:
        BodymapError: it can't be read, or is too large; the message calls it `label`.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        raise BodymapError(f"{label}: {(error.strerror or 'cannot be read').lower()}") from error
    if len(raw) > most:
        raise BodymapError(f"{label}: larger than {most // 1024} kB, which is the most that is read")
    return raw
