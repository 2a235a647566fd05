"""A condition of one's own to start from: a commented file that renders at once, and the schema beside it."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import BodymapError, quoted
from ..files.disk import assets, write
from . import schema

SCHEMA = "bodymap-condition.schema.json"
"""The schema's name beside the file: editors find it there, wherever the folder goes."""


def start(id: str, folder: Path) -> tuple[Path, ...]:
    """Write `<id>.yaml`, and the schema that it names unless that is there. What was written.

    Raises:
        BodymapError: the id is none, the folder is missing, or the file is there already.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) or len(id) > 60:
        raise BodymapError(f"{quoted(id)} does not fit; an id is lower-case words joined by hyphens, as in my-elbow")
    if not folder.is_dir():
        raise BodymapError(f"{folder}: no such folder")
    path = folder / f"{id}.yaml"
    if path.exists():
        raise BodymapError(f"{path}: is there already")
    template = (assets() / "templates" / "condition.yaml").read_text(encoding="utf-8")
    name = id.replace("-", " ").capitalize()
    text = template.format(id=id, name=name, file=path.name, schema=SCHEMA)
    write(path, text.encode())
    beside = folder / SCHEMA
    if beside.exists():
        return (path,)
    write(beside, schema.text().encode())
    return path, beside
