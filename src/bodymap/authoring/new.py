"""Writes a condition or a chart to start from: a commented file that can be drawn at once, and its schema beside it.

Text to replace stands in square brackets, so a picture or a handout shows it for what it is, and `check` names it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from ..errors import BodymapError, quoted
from ..files.disk import assets, write
from . import schema

Kind = Literal["condition", "chart"]
"""What can be started."""


def schema_file(kind: Kind) -> str:
    """Return the name of the schema's file. It is beside the new file, so editors find it if the folder is moved."""
    return f"bodymap-{kind}.schema.json"


def start(id: str, folder: Path, kind: Kind = "condition") -> tuple[Path, ...]:
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
    template = (assets() / "templates" / f"{kind}.yaml").read_text(encoding="utf-8")
    name = id.replace("-", " ").capitalize()
    text = template.format(id=id, name=name, file=path.name, schema=schema_file(kind))
    write(path, text.encode())
    beside = folder / schema_file(kind)
    if beside.exists():
        return (path,)
    write(beside, schema.text(kind).encode())
    return path, beside
