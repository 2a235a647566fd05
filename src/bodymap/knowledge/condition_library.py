"""Conditions by name: those that come with bodymap, and those in folders that a user adds."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from ..errors import BodymapError, BodymapTypeError, one_of, quoted, unknown
from ..files import disk_cache
from ..files.disk import assets, contents
from ..files.validation import MOST_BYTES
from .anatomy import atlas
from .areas import areas
from .condition_files import from_mapping, library_folder, load_file, validate
from .conditions import FORMAT, Condition, ConditionLike, every_pain
from .flags import flags
from .groups import meant as muscles_meant
from .index import Document, document, nearest
from .names import key
from .structures import structures

VARIABLE = "BODYMAP_CONDITIONS"
"""Environment variable with folders of conditions, separated as in PATH."""


def load(name: str, own: Sequence[Path] = ()) -> Condition:
    """Return the condition with that id or name or, if `name` ends in .yaml or .yml, the one in that file.

    Args:
        name: an id, a name or other name in any case, or a file name.
        own: the user's own folders. Their files take precedence over `BODYMAP_CONDITIONS`, and that over the library.

    Raises:
        BodymapError: there is none (the message names the nearest), or several have that other name.
    """
    if is_file(name):
        return load_file(Path(name))
    known = files(own)
    if name in known:
        return _shelved(known[name])
    found = called(name, own)
    if not found:
        near = nearest(name, documents(own))
        if muscles_meant(name):
            message = f"{quoted(name)} is a muscle, not a condition"
            raise BodymapError(message, field="condition", value=name, mark="muscle")
        raise unknown("condition", name, known, near=near, listing="bodymap list conditions", field="condition")
    if len(found) > 1:
        raise BodymapError(f"{quoted(name)} may mean {one_of(found)}; which one?", field="condition", value=name)
    return _shelved(known[found[0]])


def as_condition(given: ConditionLike | object, own: Sequence[Path] = ()) -> Condition:
    """Return the condition given as a record, an id or name, a file, or a mapping with its fields.

    Raises:
        BodymapError: there is no such condition, or it is faulty.
        BodymapTypeError: it is none of these.
    """
    if isinstance(given, Condition):
        return given
    if isinstance(given, str | os.PathLike):
        return load(str(given), own)
    if isinstance(given, Mapping):
        return from_mapping(given)
    wanted = "a Condition, its id, its file or a mapping with its fields"
    raise BodymapTypeError(
        f"condition must be {wanted}, not {quoted(given)} ({type(given).__name__})", field="condition"
    )


def called(name: str, own: Sequence[Path] = ()) -> list[str]:
    """Return the ids of the conditions with that name or other name, in any case and order of words."""
    said = frozenset() if "/" in name or "\\" in name else key(name)  # a path is not a name
    return [c.id for c in library(own) if said and said in (key(c.id), key(c.name), *map(key, c.also))]


def is_file(name: str) -> bool:
    """Return whether a name means a file rather than a condition of the library."""
    return Path(name).suffix.lower() in (".yaml", ".yml")


def files(own: Sequence[Path] = ()) -> dict[str, Path]:
    """Return each condition's id and file, in alphabetical order. No file is opened.

    Raises:
        BodymapError: a folder does not exist.
    """
    found = {path.stem: path for folder in reversed(_folders(own)) for path in folder.glob("*.yaml")}
    return dict(sorted(found.items()))


def skipped(own: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the user's own files that are among the conditions but are something else, e.g. a theme."""
    return tuple(path for path in files(own).values() if path.parent != library_folder() and not _looks_like_one(path))


def _looks_like_one(path: Path) -> bool:
    """Return whether a file has a field of a condition other than `name`, or no fields at all."""
    text = contents(path, most=MOST_BYTES, label=str(path)).decode("utf-8", "replace")
    fields = set(re.findall(r"^(\w+)\s*:", text, re.MULTILINE))
    return not fields or bool(fields & {*Condition.__struct_fields__} - {"name"})


def replaced(own: Sequence[Path] = ()) -> dict[str, Path]:
    """Return the user's own files that replace a condition of the library, by id."""
    return {id: path for id, path in files(own).items() if path.parent != library_folder() and id in ids()}


def ids(own: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the ids of the conditions, in alphabetical order. No file is opened."""
    return tuple(files(own))


def library(own: Sequence[Path] = ()) -> tuple[Condition, ...]:
    """Return all conditions, sorted by group and name."""
    found = [_shelved(path) for path in files(own).values() if path.parent == library_folder() or _looks_like_one(path)]
    return tuple(sorted(found, key=lambda condition: (condition.group, condition.name)))


def documents(own: Sequence[Path] = ()) -> tuple[Document, ...]:
    """Return the conditions as documents to search."""
    return tuple(
        document(
            "condition",
            condition.id,
            condition.name,
            (condition.name, condition.id, *condition.also),
            (condition.summary, condition.group, *(areas().area(id).name for id in every_pain(condition))),
        )
        for condition in library(own)
    )


def _folders(own: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders that are searched for conditions, in order of precedence."""
    chosen = [*own, *(Path(name) for name in os.environ.get(VARIABLE, "").split(os.pathsep) if name)]
    for folder in chosen:
        if not folder.is_dir():
            raise BodymapError(f"{folder}: no such folder")
    return (*chosen, library_folder())


def _shelved(path: Path) -> Condition:
    """Return the condition in a file in a folder of conditions; the file name is its id."""
    return _kept(path) if path.parent == library_folder() else validate(path, shelved=True).whole()


@cache
def _kept(path: Path) -> Condition:
    """Return a condition that comes with bodymap."""
    packed = _packed().get(path.stem)
    if packed is None:  # it is faulty, e.g. because it is being written
        return validate(path, shelved=True).whole()
    return msgspec.msgpack.decode(packed, type=Condition)


@cache
def _packed() -> dict[str, msgspec.Raw]:
    """Return bodymap's own conditions, compiled, except faulty ones. Each is unpacked when it is needed."""
    paths = sorted(library_folder().glob("*.yaml"))
    raw = [b"\0".join((path.stem.encode(), contents(path, most=MOST_BYTES, label=path.name))) for path in paths]
    grouped = contents(assets() / "groups.yaml", most=MOST_BYTES, label="groups.yaml")
    ids = (*areas().areas, *structures().structures, *flags().flags)
    known = [msgspec.msgpack.encode(atlas()), grouped, "\n".join(ids).encode()]

    def parsed() -> dict[str, msgspec.Raw]:
        found = {path.stem: validate(path, shelved=True).record for path in paths}
        return {id: msgspec.Raw(msgspec.msgpack.encode(record)) for id, record in found.items() if record}

    return disk_cache.compiled("conditions", FORMAT, dict[str, msgspec.Raw], [*raw, *known], parsed)
