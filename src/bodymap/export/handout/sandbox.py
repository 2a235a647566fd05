"""Keeps a user's template to its own folder: no packages from the network, and no files that a link leads to."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ...errors import BodymapError, FileError, quoted
from ...files.disk import contents

MOST_BYTES = 2 * 1024 * 1024
"""Maximum size of a template in bytes."""

MOST_FILES, MOST_COPIED = 2000, 64 * 1024 * 1024
"""Maximum number of files beside a template, and of bytes, that are copied if a link among them leads elsewhere."""

_IMPORT = re.compile(
    r"""(?:\#|^\s*|[;{(\[]\s*)(?:import|include)\s+(?:"(?P<file>(?:\\.|[^"\\])*)"|(?P<computed>[^\s"]))""", re.MULTILINE
)
"""An import or an include in code: at a #, or where a line or a statement begins."""

_RUN = re.compile(r"(?<![\w.-])eval\s*\(")
_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|(?<![:\w])//[^\n]*|/\*.*?\*/', re.DOTALL)


def check(template: Path) -> None:
    """Check that a template and the templates that it imports use only files, and name them outright.

    Raises:
        BodymapError: one imports a package, computes what it imports, or runs text as code.
    """
    waiting, seen = [template], set[Path]()
    while waiting:
        path = waiting.pop()
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        raw = contents(path, most=MOST_BYTES, label=str(path))
        source = _without_comments(raw.decode("utf-8", "replace"))
        for found in _IMPORT.finditer(source):
            line, file = source.count("\n", 0, found.start("file")) + 1, found["file"]
            if file is None:
                line = source.count("\n", 0, found.start("computed")) + 1
                if _is_name(source, found.start("computed")):
                    continue
                raise FileError(str(path), "what a template imports must be the name of a file in quotes", line=line)
            if "@" in file or "\\" in file:
                message = f"{quoted(file)} is a package from the network; copy its files beside the template instead"
                raise FileError(str(path), message, line=line)
            beside = path.parent / file if not file.startswith("/") else template.parent / file[1:]
            if beside.is_file() and beside.suffix == ".typ":
                waiting.append(beside)
        if run := _RUN.search(source):
            line = source.count("\n", 0, run.start()) + 1
            raise FileError(str(path), "`eval` is not allowed in a template", line=line)


def _without_comments(source: str) -> str:
    """Return a template without its comments, with the same lines."""
    return _COMMENT.sub(lambda m: m[0] if m[0].startswith('"') else re.sub(r"[^\n]", " ", m[0]), source)


def _is_name(source: str, start: int) -> bool:
    """Return whether what follows `import` is prose, or a module that was imported before: no colon, no call."""
    rest = source[start:].split("\n", 1)[0]
    word = re.match(r"[A-Za-z][\w-]*", rest)
    return bool(word) and rest[word.end() :].lstrip()[:1] not in (":", "(", ",", "+")  # type: ignore[union-attr]


@contextlib.contextmanager
def folder(template: Path) -> Iterator[Path]:
    """Yield the path of a template whose folder holds no link that leads out of it; a copy, if it holds one.

    Raises:
        BodymapError: there is a link that leads elsewhere among more files than can be copied.
    """
    root = template.resolve().parent
    files = list(_files(root))
    if not any(_leads_out(path, root) for path in files):
        yield template.resolve()
        return
    kept = [path for path in files if not _leads_out(path, root) and path.is_file()]
    if len(files) >= MOST_FILES or sum(path.stat().st_size for path in kept) > MOST_COPIED:
        raise BodymapError(f"{root}: holds links to other folders; put the template into a folder of its own")
    with tempfile.TemporaryDirectory() as name:
        for path in kept:
            target = Path(name) / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        yield Path(name).resolve() / template.resolve().relative_to(root)


@contextlib.contextmanager
def fonts(files: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the folders with nothing but these fonts: typst takes folders, and the user's may hold others."""
    if not files:
        yield ()
        return
    with tempfile.TemporaryDirectory() as name:
        for number, file in enumerate(files):
            shutil.copyfile(file, Path(name) / f"{number}{Path(file).suffix}")
        yield (name,)


def _files(root: Path) -> Iterator[Path]:
    """Yield the files and links under a folder, `MOST_FILES` at most, without following links to folders."""
    waiting, count = [root], 0
    while waiting:
        try:
            entries = sorted(waiting.pop().iterdir())
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
                continue
            yield entry
            count += 1
            if count >= MOST_FILES:
                return


def _leads_out(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(root)
