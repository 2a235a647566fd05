"""Names the files of each row, and finds names that can't exist side by side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..body.bodies import DEFAULT_BODY
from ..errors import BodymapError, one_of, quoted
from ..formats import backends
from ..knowledge.chart_sides import apart, is_file
from .columns import Row, command_of

OWN = ("manifest.json", ".bodymap")
"""Names in the output folder that are reserved for the batch itself."""

DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows treats as devices, whatever their ending."""

LONGEST = 200
"""Maximum length of each part of a path, in bytes: file systems allow 255, and unfinished files have longer names."""


def endings(command: str) -> tuple[str, ...]:
    """Return the endings of the files that a command writes, without the dot, the usual one first."""
    if command == "render":
        return tuple(ending.removeprefix(".") for backend in backends().values() for ending in backend.endings)
    return {"handout": ("pdf",), "slides": ("pptx",), "card": ("html", "htm")}[command]


def outputs(row: Row) -> tuple[str, ...]:
    """Return the files of a row as paths in the output folder, e.g. "neck/a.png", including any key and description.

    Raises:
        BodymapError: a name is not valid, or leads out of the folder.
    """
    command = command_of(row)
    names = row.output or (f"{_made_up(row)}.{row.format or endings(command)[0]}",)
    if len(names) > 1 and command != "render":
        raise BodymapError(f"a {command} is one file, not {len(names)}")
    files = tuple(_inside(name) for name in names)
    for name in files:
        if name.rpartition(".")[2].lower() not in endings(command):
            usual = one_of(f".{ending}" for ending in endings(command) if ending != "jpeg")
            raise BodymapError(f"{quoted(name)}: {command} writes {usual}")
    keys = tuple(key_of(name) for name in files) if row.key and command == "render" else ()
    return (*dict.fromkeys((*files, *keys)), *([sidecar(files[0])] if row.alt else []))


def key_of(name: str) -> str:
    """Return the file name of the key of a picture: the picture's own if it is a PDF."""
    path = PurePosixPath(name)
    return name if path.suffix.lower() == ".pdf" else str(path.with_name(f"{path.stem}-key{path.suffix}"))


def pictures(files: Sequence[str]) -> tuple[str, ...]:
    """Return the pictures among the files of a row, without their keys and any description."""
    keys = {key_of(name) for name in files if key_of(name) != name}
    return tuple(name for name in files if name not in keys and not name.endswith(".alt.txt"))


def sidecar(name: str) -> str:
    """Return the file name of the description next to a picture."""
    return str(PurePosixPath(name).with_suffix(".alt.txt"))


def collisions(files: Iterable[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of rows that would write the same file as another row, or a file where another needs a folder.

    Names count as the same if any file system might treat them so: letter case and Unicode form make no difference.
    """
    written, folders = dict[str, int](), dict[str, int]()
    for line, names in files:
        for name in names:
            alike = unicodedata.normalize("NFC", name).casefold()
            inner = [str(folder) for folder in PurePosixPath(alike).parents][:-1]
            if alike in written:
                other = "another file of this row" if written[alike] == line else f"the row of line {written[alike]}"
                yield line, f"{quoted(name)} is written by {other} too; use another `output`"
            elif alike in folders or any(folder in written for folder in inner):
                yield line, f"{quoted(name)} is a file here and a folder in another row"
            written.setdefault(alike, line)
            folders |= dict.fromkeys(inner, line)


def _made_up(row: Row) -> str:
    """Return a name made from the row's values, e.g. "tennis-elbow-right-a4"."""
    command = command_of(row)
    what = [_with_side(_of_condition(apart(name)[0]), apart(name)[1]) for name in row.condition]
    if not what:
        what = [_of_muscle(name) for name in (*row.muscle, *row.point, *row.structure, *row.spot)]
    if len(what) > 3:
        what = [*what[:3], f"and-{len(what) - 3}-more"]
    size = "" if row.size == "slide" else row.size.replace("×", "x")
    body = "" if row.body == DEFAULT_BODY else row.body
    theme = "" if row.theme == "clinic" else Path(row.theme).stem
    extra = [
        row.region,
        row.side,
        body,
        row.view,
        size,
        row.orientation,
        theme,
        row.skin,
        row.base,
        row.paper,
        "large" if row.large else "",
    ]
    parts = [*what, *filter(None, extra), *([command] if command == "handout" else [])]
    return "-".join(parts)


def _of_condition(name: str) -> str:
    """Return the name of a condition as an id is written, or what its file is called."""
    return Path(name).stem if is_file(name) else _hyphenated(name)


def _hyphenated(name: str) -> str:
    """Return a name as an id is written: "Tennis elbow" becomes tennis-elbow."""
    return "-".join(name.casefold().split())


def _of_muscle(text: str) -> str:
    """Return the name and the side of a muscle in a row, e.g. "soleus-left" for "soleus.1@left=0.3"."""
    name, *rest = re.split(r"([@:=])", text)
    signs = dict(zip(rest[::2], rest[1::2], strict=True))
    return _with_side(_hyphenated(name.partition(".")[0]), signs.get("@", ""))


def _with_side(name: str, side: str) -> str:
    return "-".join(filter(None, (name, side.strip("@ ").casefold())))


def _inside(name: str) -> str:
    """Return a name as a path inside the output folder.

    Raises:
        BodymapError: it leads out of the folder, or is not valid on every system.
    """
    path = PurePosixPath(name)
    if (
        name.startswith("~")
        or path.is_absolute()
        or PureWindowsPath(name).drive
        or PureWindowsPath(name).root
        or ".." in path.parts
    ):
        raise BodymapError(f"{quoted(name)} leads out of the folder; use a name inside it, e.g. neck/left.png")
    for part in path.parts:
        if set(part) & set('\\:*?"<>|') or not part.isprintable() or part.endswith((" ", ".")):
            raise BodymapError(f'{quoted(name)} is not a valid file name on every system; leave out \\ : * ? " < > |')
        if part.casefold().partition(".")[0] in DEVICES:
            raise BodymapError(f"{quoted(name)}: {part!r} is the name of a device on Windows; use another name")
        if len(part.encode()) > LONGEST:
            raise BodymapError(f"{quoted(name)} is too long; each part may have at most {LONGEST} bytes")
    if path.parts and path.parts[0].casefold() in OWN:
        raise BodymapError(f"{quoted(name)}: {path.parts[0]} is reserved for the batch itself")
    if not path.suffix or name.endswith("/"):
        raise BodymapError(f"{quoted(name)} is not a valid file name")
    return str(path)
