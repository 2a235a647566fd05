"""Writes a condition to start from: a commented file that can be drawn at once, and its schema next to it."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import BodymapError, quoted
from ..files.disk import assets, write
from . import schema

SCHEMA = "bodymap-condition.schema.json"
"""File name of the schema. It is next to the condition, so that editors find it even if the folder is moved."""


def start(id: str, folder: Path) -> tuple[Path, ...]:
    """Write `<id>.yaml` and, unless it exists, the schema that it refers to. Return the files that were written.

    Raises:
        BodymapError: the id is not valid, the folder is missing, or the file already exists.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) or len(id) > 60:
        message = f"{quoted(id)} is not a valid id; use lower-case words with hyphens between, e.g. my-elbow"
        raise BodymapError(message, field="id", value=id)
    if not folder.is_dir():
        raise BodymapError(f"{folder}: no such folder")
    path = folder / f"{id}.yaml"
    if path.exists():
        raise BodymapError(f"{path}: already exists")
    template = (assets() / "templates" / "condition.yaml").read_text(encoding="utf-8")
    name = id.replace("-", " ").capitalize()
    text = template.format(id=id, name=name, file=path.name, schema=SCHEMA)
    write(path, text.encode())
    beside = folder / SCHEMA
    if beside.exists():
        return (path,)
    write(beside, schema.text().encode())
    return path, beside
