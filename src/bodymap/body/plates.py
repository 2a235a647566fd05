"""Plates by name: parsed from SVG once, then cached in compiled form.

Only `bodymap.body.svg` handles SVG. It is imported only if a plate has to be parsed again.
"""

from __future__ import annotations

import contextlib
from functools import cache
from pathlib import Path

import msgspec

from ..errors import BodymapError, unknown
from ..files import disk_cache
from ..files.disk import contents
from ..knowledge.anatomy import ViewLike
from . import packed
from .bodies import DEFAULT_BODY, MOST_BYTES, bodies, file, in_folder, label, views
from .plate import Plate

__all__ = ["DEFAULT_BODY", "MOST_BYTES", "bodies", "in_folder", "views"]  # re-exported from `bodies`


@cache
def load(body: str, view: ViewLike) -> Plate:
    """Return the plate of a body in a view: one that comes with bodymap, or a user's own (see `in_folder`).

    Raises:
        BodymapError: there is no such body or view, or its file is faulty.
    """
    choices = views(body)
    if view not in choices:
        raise unknown("view", str(view), choices, field="view")
    plate = read(file(body, view))
    if plate.view != view:
        raise BodymapError(
            f"{label(file(body, view))}: data-view: {plate.view.value!r} must be the file's name, {str(view)!r}"
        )
    return msgspec.structs.replace(plate, body=body)  # a user's own is named by its path, not by its data-body


def read(path: Path) -> Plate:
    """Return the plate in an SVG file. The same rules apply to bodymap's own plates and to a user's.

    Raises:
        BodymapError: the file can't be read or is not a plate; the message names the file and the part.
    """
    raw = contents(path, most=MOST_BYTES, label=label(path))
    name = disk_cache.name("plate", packed.FORMAT, raw)
    plate = _unpacked(disk_cache.get(name))
    if plate is None:
        from . import svg  # here: the import takes a second, which compiled plates save

        plate = svg.parse(raw, label=label(path))
        disk_cache.put(name, packed.pack(plate))
    return plate


def _unpacked(raw: bytes | memoryview | None) -> Plate | None:
    """Return the compiled plate; None if there is none or it is damaged."""
    if raw is not None:
        with contextlib.suppress(ValueError, IndexError):
            return packed.unpack(raw)
    return None
