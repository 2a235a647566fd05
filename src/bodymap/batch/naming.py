"""What the files of a row are called, and which of them could not stand beside each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..backends.registry import backends
from ..body.bodies import DEFAULT_BODY
from ..errors import BodymapError, one_of, quoted
from .columns import Row, command_of

OWN = ("manifest.json", ".bodymap")
"""Names in the folder that are the batch's own."""

DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(1, 10))}
"""What Windows takes for a device, whatever the ending."""

LONGEST = 200
"""Bytes of a part of a name: file systems take 255, and an unfinished file's name is longer than its own."""


def endings(command: str) -> tuple[str, ...]:
    """The endings of the files that a command writes, without the dot, the usual one first."""
    if command == "render":
        return tuple(ending.removeprefix(".") for backend in backends().values() for ending in backend.endings)
    return {"handout": ("pdf",), "slides": ("pptx",), "card": ("html", "htm")}[command]


def outputs(row: Row) -> tuple[str, ...]:
    """The files of a row, with the description's where that is asked for, as paths from the folder on: "neck/a.png".

    Raises:
        BodymapError: a name can't be, or lies outside of the folder.
    """
    command = command_of(row)
    names = row.output or (f"{_made_up(row)}.{row.format or endings(command)[0]}",)
    if len(names) > 1 and command != "render":
        raise BodymapError(f"a {command} is one file, not {len(names)}")
    found = tuple(_inside(name) for name in names)
    for name in found:
        if name.rpartition(".")[2].lower() not in endings(command):
            usual = one_of(f".{ending}" for ending in endings(command) if ending != "jpeg")
            raise BodymapError(f"{quoted(name)}: {command} writes {usual}")
    return (*found, *([sidecar(found[0])] if row.alt else []))


def sidecar(name: str) -> str:
    """What the description beside a picture is called."""
    return str(PurePosixPath(name).with_suffix(".alt.txt"))


def collisions(files: Iterable[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, str]]:
    """Where two rows would write the same file, or one a file where another needs a folder: its line, and a message.

    Names are the same if a file system might take them for the same: capitals and the form of accents do not tell.
    """
    written, folders = dict[str, int](), dict[str, int]()
    for line, names in files:
        for name in names:
            alike = unicodedata.normalize("NFC", name).casefold()
            inner = [str(folder) for folder in PurePosixPath(alike).parents][:-1]
            if alike in written:
                other = "another file of this row" if written[alike] == line else f"the row of line {written[alike]}"
                yield line, f"{quoted(name)} is written by {other} too; say another `output`"
            elif alike in folders or any(folder in written for folder in inner):
                yield line, f"{quoted(name)} is a file here and a folder in another row"
            written.setdefault(alike, line)
            folders |= dict.fromkeys(inner, line)


def _made_up(row: Row) -> str:
    """A name of what the row says: "tennis-elbow-right-a4"."""
    command = command_of(row)
    what = [Path(name).stem for name in row.condition]
    if not what:
        what = [name.partition("=")[0].partition(":")[0] for name in row.muscle]
    if len(what) > 3:
        what = [*what[:3], f"and-{len(what) - 3}-more"]
    size = "" if row.size == "slide" else row.size.replace("×", "x")
    turned = "landscape" if row.landscape else "portrait" if row.portrait else ""
    body = "" if row.body == DEFAULT_BODY else row.body
    theme = "" if row.theme == "clinic" else Path(row.theme).stem
    extra = [
        row.region,
        row.side,
        body,
        row.view,
        size,
        turned,
        theme,
        row.skin,
        row.paper,
        "large" if row.large else "",
    ]
    parts = [*what, *filter(None, extra), *([command] if command == "handout" else [])]
    return "-".join(parts)


def _inside(name: str) -> str:
    """A name as a path inside the folder.

    Raises:
        BodymapError: it leads out of it, or no file can be called so everywhere.
    """
    path = PurePosixPath(name)
    if (
        name.startswith("~")
        or path.is_absolute()
        or PureWindowsPath(name).drive
        or PureWindowsPath(name).root
        or ".." in path.parts
    ):
        raise BodymapError(f"{quoted(name)} leads out of the folder; say a name in it, as neck/left.png")
    for part in path.parts:
        if set(part) & set('\\:*?"<>|') or not part.isprintable() or part.endswith((" ", ".")):
            raise BodymapError(f'{quoted(name)} is no name that every system takes; leave out \\ : * ? " < > |')
        if part.casefold().partition(".")[0] in DEVICES:
            raise BodymapError(f"{quoted(name)}: Windows takes {part!r} for a device; say another name")
        if len(part.encode()) > LONGEST:
            raise BodymapError(f"{quoted(name)} is too long; each part of it may have {LONGEST} bytes")
    if path.parts and path.parts[0].casefold() in OWN:
        raise BodymapError(f"{quoted(name)}: {path.parts[0]} is the batch's own")
    if not path.suffix or name.endswith("/"):
        raise BodymapError(f"{quoted(name)} is no name of a file")
    return str(path)
